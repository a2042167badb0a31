/*
 * audit: the verbs with which people look into the journal: mostik journal list, show,
 * verify.  Each prints to standard output and returns the exit status: 0 all is well, 1 something
 * does not hold, 2 it could not be done.
 */
#ifndef ADAPTER_AUDIT_AUDIT_H
#define ADAPTER_AUDIT_AUDIT_H

struct seal;

/* argv[0] is the verb ("list"); path is the journal; seal verifies the signatures (not NULL). */
int audit_main(int argc, char **argv, const char *path, struct seal *seal);

#endif
