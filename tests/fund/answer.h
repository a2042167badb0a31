/* answer: one request from octets to octets: verify, dispatch, address, sign. */
#ifndef TESTS_FUND_ANSWER_H
#define TESTS_FUND_ANSWER_H

#include "tests/fund/fund.h"

struct answer {
	enum wire   wire;
	int         slow_ms;
	int         status;             /* HTTP */
	const char *type;               /* Content-Type; static */
	struct buf  envelope;           /* the caller's to buf_fini() */
};

/* Answers the octets of a POST.  An error is the stand-in's own and was not answered. */
MUST_USE enum err answer_make(struct fund *fund, const char *request, size_t len,
    struct answer *ret_answer, struct err_info *e);

#endif
