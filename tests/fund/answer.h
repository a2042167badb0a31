/* answer: one request from octets to octets: verify, dispatch, address, sign. */
#ifndef TESTS_FUND_ANSWER_H
#define TESTS_FUND_ANSWER_H

#include "tests/fund/fund.h"

struct answer {
	enum wire   wire;
	int         slow_ms;
	int         status;             /* HTTP */
	const char *type;               /* Content-Type */
	char       *own_type;           /* what type is where the answer has files; the caller's to free */
	struct buf  envelope;           /* with its files; the caller's to buf_fini() */
};

/* Answers the octets of a POST of that Content-Type.  An error is the stand-in's own and was not answered. */
MUST_USE enum err answer_make(struct fund *fund, const char *type, const char *request, size_t len,
    struct answer *ret_answer, struct err_info *e);

#endif
