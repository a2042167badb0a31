/*
 * call: the verb that performs one operation through a running adapter, as the portal would.
 *
 * For operators and for trying things out.  Speaks REST over mutual TLS (libcurl); what the envelopes were is
 * read from the journal, if asked for.
 */
#ifndef ADAPTER_CALL_CALL_H
#define ADAPTER_CALL_CALL_H

/*
 * * argv[0] is the verb's name.  Returns the
 * program's status: 0 the operation was carried out; 1 it was refused, the problem being printed; 2 it could not be
 * called, or was not answered.
 */
int call_main(int argc, char **argv);

#endif
