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

/* What it is opened with; its strings live until the eighth next kit_file(). */
struct seal_config kit_config(const char *name, const char *kind, const char *peer);

/* The same with messages that last so long; otherwise 60 s.  300 s are accepted, 5 s of skew. */
struct seal *kit_seal_ttl(const char *name, const char *kind, const char *peer, int ttl_s);

struct kit_envelope {
	int         soap;               /* 11 or 12; 0: 11 */
	const char *to, *relates_to;    /* NULL: none */
	const char *message_id;         /* NULL: kit_message_id */
	const char *body;               /* content of Body; NULL: a small one */
};
extern const char kit_action[], kit_message_id[];

/* An unsigned envelope as soap_build() makes it, appended to out. */
void kit_build(const struct kit_envelope *what, struct buf *out);

/* ---- the Fund writes to us ------------------------------------------------------ */

/* Kinds of key; those of GOST come last and are missing where OpenSSL's gost engine is. */
enum { KIT_KINDS = 4 };
extern const char *const kit_kinds[KIT_KINDS];          /* "rsa", "ec", "gost256", "gost512" */

/* How many of them there are here; says so, once, if that is not all. */
size_t kit_n_kinds(void);

/* Seals that kit_open() opens and kit_close() closes. */
extern struct seal *kit_fund[KIT_KINDS], *kit_mostik, *kit_stranger, *kit_foreign;
void kit_open(void);
void kit_close(void);

/* A message with all headers, in answer to kit_asked; free() it. */
extern const char kit_asked[];
char *kit_message(struct seal *signer, int64_t now_us);

/* Verifies it as ours; what verified is dropped. */
MUST_USE enum err kit_verify(const char *text, int64_t now_us, bool once, struct err_info *e);

/* The message with the certificate of that name for a token; the third is not used. */
char *kit_swap_token(const char *xml, const char *name, const char *unused);

#endif
