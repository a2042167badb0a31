/* sign: the verb that signs a message which others made. */
#ifndef ADAPTER_SIGN_H
#define ADAPTER_SIGN_H

/*
 * argv[0] is the verb's name.  Returns the program's status: 0 signed; 1 the message cannot be signed
 * as it is; 2 it, the key or the settings cannot be read, or the output not be written.
 */
int sign_main(int argc, char **argv);

#endif
