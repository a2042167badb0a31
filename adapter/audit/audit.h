/*
 * audit: the verbs with which people look into the journal: mostik journal list, show,
 * verify.  Each prints to standard output and returns the exit status: 0 all is well, 1 something
 * does not hold, 2 it could not be done.
 */
#ifndef ADAPTER_AUDIT_AUDIT_H
#define ADAPTER_AUDIT_AUDIT_H

struct seal;

/* What verifies the signatures.  Where one is NULL, they are reported as not checked. */
struct audit_seals {
	struct seal *own;       /* expects our own signature: for what was sent */
	struct seal *peer;      /* expects the counterparty's: for its replies */
};

/* argv[0] is the verb ("list"); path is the journal. */
int audit_main(int argc, char **argv, const char *path, const struct audit_seals *seals);

#endif
