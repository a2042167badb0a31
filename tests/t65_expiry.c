/* expiry: no mark is lost when the daily look comes late or early, and none is told twice. */
#include "config.h"

#include "adapter/expiry.h"
#include "tests/unit.h"

#define HOUR_US (INT64_C(3600) * 1000000)
#define DAY_US  (24 * HOUR_US)

static const int64_t until_us = INT64_C(1900000000) * 1000000;

/* hours_left(24 * 60 + 1): one hour more than 60 days before the end. */
static int64_t
hours_left(int64_t hours)
{
	return until_us - hours * HOUR_US;
}

static void
marks_are_told_when_they_are_passed(void **state)
{
	static const struct {
		int64_t before, now;            /* hours left; before -1: never asked */
		bool    due;
	} looks[] = {
	    {-1,      62 * 24, false},
	    {-1,      61 * 24, false},          /* 61 whole days */
	    {-1,      61 * 24 - 1, true},       /* 60 */
	    {-1,      45 * 24, true},
	    {-1,      8 * 24, true},
	    {62 * 24, 61 * 24, false},
	    {61 * 24, 60 * 24, true},
	    {61 * 24 + 1, 60 * 24 - 1, true},   /* 61 days, then 59: the timer was late */
	    {90 * 24, 40 * 24, true},           /* the machine slept */
	    {61 * 24 - 1, 60 * 24 + 1, false},  /* 60 days, then 60 again: it was early */
	    {60 * 24, 59 * 24, false},
	    {32 * 24, 31 * 24, false},
	    {31 * 24, 30 * 24, true},
	    {31 * 24 + 1, 30 * 24 - 1, true},   /* 31, then 29 */
	    {30 * 24, 29 * 24, false},
	    {61 * 24, 20 * 24, true},           /* both at once */
	    {9 * 24,  8 * 24, false},
	    {8 * 24,  7 * 24, true},
	    {7 * 24,  6 * 24, true},            /* from here on each day */
	    {8 * 24 - 1, 8 * 24 - 2, true},
	    {24,      0, true},
	    {0,       -24, true},               /* it has ended */
	    {-24 * 9, -24 * 10, true},
	    {20 * 24, 40 * 24, false},          /* the clock was set back */
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(looks); i++) {
		int64_t before_us = looks[i].before == -1 ? 0 : hours_left(looks[i].before);

		if (expiry_is_due(until_us, before_us, hours_left(looks[i].now)) != looks[i].due)
			fail_msg("row %zu: %lld, then %lld hours left", i, (long long)looks[i].before,
			    (long long)looks[i].now);
	}
}

/* Looks that are always late, or always early, by some minutes. */
static void
each_mark_is_told_once_whatever_the_timer_does(void **state)
{
	static const int64_t minutes[] = {24 * 60, 24 * 60 - 7, 24 * 60 + 7, 25 * 60, 36 * 60, 12 * 60, 47 * 60};
	static const int64_t minute_us = INT64_C(60) * 1000000;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(minutes); i++)
		for (int64_t start = 0; start < 24 * 60; start += 11) {
			int64_t now = until_us - 70 * DAY_US + start * minute_us, before = 0;
			int told = 0;

			for (; now < until_us - 8 * DAY_US; before = now, now += minutes[i] * minute_us)
				told += expiry_is_due(until_us, before, now);
			if (told != 2)
				fail_msg("told %d times by looks every %lld minutes", told, (long long)minutes[i]);
		}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks_are_told_when_they_are_passed),
		cmocka_unit_test(each_mark_is_told_once_whatever_the_timer_does),
	};

	return cmocka_run_group_tests_name("expiry", tests, NULL, NULL);
}
