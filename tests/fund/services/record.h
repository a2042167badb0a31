/*
 * record: where and when a citizen worked and what else counts, which follows from the citizen's number.
 * Months are year * 12 + month - 1; points are thousandths.
 */
#ifndef TESTS_FUND_SERVICES_RECORD_H
#define TESTS_FUND_SERVICES_RECORD_H

#include "tests/fund/service.h"

enum { RECORD_MAX = 8 };

struct record_period {
	const char *employer, *registration, *position;         /* of employment */
	enum pen__CountedPeriodKindType kind;                   /* of another period */
	unsigned    from, to;           /* first and last month */
	bool        open;               /* it goes on after the last month that was asked for */
	unsigned    months;
	int64_t     points;             /* of another period */
};

/* The last full month before the day YYYY-MM-DD, or the month itself if that is its last day. */
unsigned record_last_month(const char *day);

/* Periods up to the month last; their count. */
int record_employment(const struct citizen *citizen, unsigned last, struct record_period periods[RECORD_MAX]);
int record_counted(const struct citizen *citizen, unsigned last, struct record_period periods[RECORD_MAX]);

/* Of employment in a year up to the month last: months, points; and earnings in kopecks, 0 before 2002. */
struct record_year {
	unsigned months;
	int64_t  points, earnings;
};
struct record_year record_year(const struct citizen *citizen, unsigned year, unsigned last);

#endif
