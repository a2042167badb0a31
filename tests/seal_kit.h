/* seal_kit: keys, envelopes and seals for the tests of seal. */
#ifndef TESTS_SEAL_KIT_H
#define TESTS_SEAL_KIT_H

#include "adapter/base/base.h"
#include "adapter/seal/seal.h"

/*
 * A folder with the test PKI: $MOSTIK_TEST_PKI if it is set, otherwise made now and
 * removed at exit.  Stops the program where that fails.
 */
const char *kit_pki(void);

/* Runs a program (argv NULL-ended); whether it ended with 0. */
bool kit_run(const char *const argv[]);

/* The path of a file in it; lives until the eighth next call. */
const char *kit_file(const char *name, const char *suffix);

/* A seal that signs with NAME-sign-KIND and believes peer; stops the program if it cannot be. */
struct seal *kit_seal(const char *name, const char *kind, const char *peer);

struct kit_envelope {
	int         soap;               /* 11 or 12; 0: 11 */
	const char *to, *relates_to;    /* NULL: none */
	const char *message_id;         /* NULL: kit_message_id */
	const char *body;               /* content of Body; NULL: a small one */
};
extern const char kit_action[], kit_message_id[];

/* An unsigned envelope as soap_build() makes it, appended to out. */
void kit_build(const struct kit_envelope *what, struct buf *out);

#endif
