/* canonicalize: the verb that prints what a digest is calculated over. */
#ifndef ADAPTER_CANONICALIZE_H
#define ADAPTER_CANONICALIZE_H

/* argv[0] is the verb's name.  Returns the program's status: 0, or 2 after a message. */
int canonicalize_main(int argc, char **argv);

#endif
