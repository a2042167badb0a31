/*
 * done: the changes that were carried out, with their answers.
 *
 * A change has two names, its sender's MessageID and the citizen's RequestKey.  What comes again under
 * both is answered as before, if it says the same; else it is refused.
 */
#ifndef TESTS_FUND_DONE_H
#define TESTS_FUND_DONE_H

#include "tests/fund/db.h"

struct done {
	const char          *message_id;
	unsigned char        key[ID_DIGEST_SIZE];       /* of who asks and the RequestKey */
	unsigned char        content[ID_DIGEST_SIZE];   /* of the whole element of the Body */
};

/* Names the change in content, which is the canonical element of a Body. */
void done_name(const char *message_id, const char *content, struct done *ret_done);

enum done_before { DONE_NOT, DONE_SAME, DONE_OTHER };

/* Whether it was carried out before; its answer is then appended to answer. */
enum done_before done_find(struct db *db, const struct done *done, struct buf *answer);
void done_keep(struct db *db, const struct done *done, const char *answer, size_t len);

#endif
