/*
 * paid: what a citizen is paid, payment by payment.  It follows from the citizen's number, the month and
 * today's date, so that every test can foresee it; a citizen's own payout day and an accelerated payout are
 * looked up in the database.
 */
#ifndef TESTS_FUND_SERVICES_PAID_H
#define TESTS_FUND_SERVICES_PAID_H

#include "tests/fund/service.h"

/* PAID_FIRST: the first month that lists go back to.  PAID_AHEAD: so many months are planned. */
enum { PAID_FIRST = 2015 * 12, PAID_AHEAD = 3, PAID_MAX = 16, PAID_INDEXATIONS_MAX = 32, PAID_ID_SIZE = 40 };

struct paid_kind {
	enum pay__PaymentKindType kind;
	const char *title, *base, *regulation;
	unsigned    every, rest, each;  /* citizens with number % every == rest, in months with month % each == 0 */
	int64_t     kopecks;            /* about so much in 2015 */
	unsigned    withheld;           /* percent, under a writ of execution */
	unsigned    indexed;            /* the month from whose first day on it rises; 0: it never does */
	bool        pension;
};

struct paid {
	const struct paid_kind *kind;
	unsigned    at;                 /* the month it is for: year * 12 + month - 1 */
	int64_t     accrued, withheld;  /* kopecks */
	enum pay__PaymentStatusType status;
	bool        again;              /* after one that came back */
	char        id[PAID_ID_SIZE];
	char        due[11], on[11];    /* YYYY-MM-DD; on is empty where it is not paid */
};

struct paid_indexation {
	unsigned year, month, permille;
	int64_t  before, after;
};

/* Today's date, and its month as year * 12 + month - 1. */
void paid_today(char day[11], unsigned *ret_at);

/* A number that tells citizens apart in ids, and does not show the SNILS. */
unsigned paid_mark(unsigned number);

/* The payments of one month, in the order of the kinds; their count. */
int paid_in_month(struct soap *soap, const struct citizen *citizen, unsigned at, struct paid paid[PAID_MAX]);

/* The month in an id made as PREFIX, six digits, a hyphen, YYYYMM and more; false if it is none. */
bool paid_month_of(const char *id, const char *prefix, unsigned *ret_at);

/* The one with the id; false if the citizen has none. */
bool paid_find(struct soap *soap, const struct citizen *citizen, const char *id, struct paid *ret_paid);

/* How it rose up to its month, oldest first. */
int paid_indexations(const struct paid *paid, unsigned number, struct paid_indexation rises[PAID_INDEXATIONS_MAX]);

#endif
