/*
 * offices: where the Fund sees citizens, and when: the table of offices, and the calendar of working days.
 *
 * Days are counted from 1970-01-01; minutes from midnight by the clock of the office.
 */
#ifndef TESTS_FUND_OFFICES_H
#define TESTS_FUND_OFFICES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	OFFICE_OPENS = 9 * 60,
	OFFICE_CLOSES = 17 * 60,
	OFFICE_LUNCH = 13 * 60,         /* for an hour */
	OFFICE_VISIT = 30,              /* minutes for a visit */
	OFFICE_DAYS = 365,              /* how far ahead one can book */
	DAY_S = 24 * 3600,
};

struct office {
	const char *id;                 /* region, hyphen, number in it: 77-01 */
	const char *name, *region, *city, *street, *house, *phone;
	int         zone;               /* hours east of Greenwich */
	unsigned    services;           /* a bit for each, by the enumerators of the contract */
};

/* The office at a place of the table, NULL after the last; the one with that id, or NULL. */
const struct office *office_at(size_t i);
const struct office *office_named(const char *id);

/* Whether people work on that day: no weekend, and no public holiday (Labour Code, article 112). */
bool day_is_working(int64_t day);

/* The day that YYYY-MM-DD says; false for no date.  And back. */
bool day_parse(const char *text, int64_t *ret_day);
void day_print(int64_t day, char text[11]);

/* A time of an office: OFFICE-YYYYMMDDhhmm. */
struct slot {
	const struct office *office;
	int64_t              day;
	int                  minute;
};

/* Reads an id; false if it is none of an office, or at a minute when nobody is seen. */
bool slot_parse(const char *id, struct slot *ret_slot);
enum { SLOT_ID_SIZE = 40, SLOT_TIME_SIZE = 32 };
void slot_print(const struct slot *slot, char id[SLOT_ID_SIZE]);

/* UTC microseconds at which it begins; the local time minutes after that, with the zone of the office. */
int64_t slot_us(const struct slot *slot);
void slot_time(const struct slot *slot, int minutes, char text[SLOT_TIME_SIZE]);

/* Whether anybody is seen at that time, and it is neither over nor too far ahead. */
bool slot_is_offered(const struct slot *slot, int64_t now_us);

/* Goes on to the next one of the office, on the next day after the last. */
void slot_step(struct slot *slot);

#endif
