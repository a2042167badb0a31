#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "tests/fund/services/record.h"

enum { FIRST_WITH_EARNINGS = 2002, NOBODY_EVERY = 13, NOBODY_REST = 12 };

/* Months since the January of the year of birth; by turns, so that everybody has several employers. */
static const struct {
	const char *employer, *registration, *position;
	unsigned    every, rest;        /* citizens with number % every == rest */
	unsigned    from, to;
} employments[] = {
	/* clang-format off */
	{"АО «Завод \"Пример\"»",        "087-101-000017", "Слесарь",     1, 0, 20 * 12 + 6, 29 * 12 + 11},
	{"ООО «Образец»",                "087-102-004242", "Инженер",     2, 0, 30 * 12 + 1, 44 * 12 + 5},
	{"МБОУ «Школа № 1»",             "087-103-000311", "Учитель",     2, 1, 30 * 12 + 1, 47 * 12 + 7},
	{"ГБУЗ «Областная больница»",    "087-104-000908", "Регистратор", 3, 1, 48 * 12 + 0, 62 * 12 + 4},
	{"ООО «Проба и сыновья»",        "087-105-017001", "Мастер",      3, 2, 48 * 12 + 8, 65 * 12 + 11},
	{"ИП Примеров Иван Иванович",    "087-106-102030", "Сторож",      3, 0, 48 * 12 + 2, 90 * 12 + 0},
	/* clang-format on */
};

static const struct {
	enum pen__CountedPeriodKindType kind;
	bool     female, male;
	unsigned every, rest, from, to;
	int64_t  points_a_month;
} counted[] = {
	/* clang-format off */
	{pen__CountedPeriodKindType__MilitaryService, false, true,  1, 0, 18 * 12 + 4, 20 * 12 + 3,  150},
	{pen__CountedPeriodKindType__ChildCare,       true,  false, 1, 0, 29 * 12 + 12, 30 * 12 + 0, 150},
	{pen__CountedPeriodKindType__Unemployment,    true,  true,  4, 1, 29 * 12 + 12, 30 * 12 + 0, 0},
	{pen__CountedPeriodKindType__CareForDisabled, true,  true,  5, 2, 47 * 12 + 8, 47 * 12 + 11, 150},
	/* clang-format on */
};

static unsigned
birth_year(const struct citizen *citizen)
{
	return (unsigned)strtoul(citizen->birth_date, NULL, 10);
}

unsigned
record_last_month(const char *day)
{
	unsigned long month = strtoul(day + 5, NULL, 10), date = strtoul(day + 8, NULL, 10);

	return (unsigned)(strtoul(day, NULL, 10) * 12 + month - 1 - (date < 30));
}

/* Cuts the period off at the month last; false if nothing is left. */
static bool
cut(struct record_period *period, unsigned last)
{
	if (period->from > last)
		return false;
	period->open = period->to > last;
	if (period->open)
		period->to = last;
	period->months = period->to - period->from + 1;
	return true;
}

int
record_employment(const struct citizen *citizen, unsigned last, struct record_period periods[RECORD_MAX])
{
	unsigned born = birth_year(citizen) * 12;
	int n = 0;

	if (citizen->number % NOBODY_EVERY == NOBODY_REST)
		return 0;
	for (size_t i = 0; i < COUNT_OF(employments); i++) {
		if (citizen->number % employments[i].every != employments[i].rest)
			continue;
		periods[n] = (struct record_period){.employer = employments[i].employer,
		    .registration = employments[i].registration, .position = employments[i].position,
		    .from = born + employments[i].from, .to = born + employments[i].to};
		n += cut(&periods[n], last);
	}
	return n;
}

int
record_counted(const struct citizen *citizen, unsigned last, struct record_period periods[RECORD_MAX])
{
	unsigned born = birth_year(citizen) * 12;
	bool female = strcmp(citizen->gender, "Female") == 0;
	int n = 0;

	if (citizen->number % NOBODY_EVERY == NOBODY_REST)
		return 0;
	for (size_t i = 0; i < COUNT_OF(counted); i++) {
		if (citizen->number % counted[i].every != counted[i].rest ||
		    !(female ? counted[i].female : counted[i].male))
			continue;
		periods[n] = (struct record_period){
		    .kind = counted[i].kind, .from = born + counted[i].from, .to = born + counted[i].to};
		if (!cut(&periods[n], last))
			continue;
		periods[n].points = counted[i].points_a_month * periods[n].months;
		n++;
	}
	return n;
}

struct record_year
record_year(const struct citizen *citizen, unsigned year, unsigned last)
{
	struct record_period periods[RECORD_MAX];
	struct record_year worked = {0};

	for (int i = 0, n = record_employment(citizen, last, periods); i < n; i++) {
		unsigned from = periods[i].from > year * 12 ? periods[i].from : year * 12;
		unsigned to = periods[i].to < year * 12 + 11 ? periods[i].to : year * 12 + 11;

		worked.months += from <= to ? to - from + 1 : 0;
	}
	worked.points = worked.months * (100 + (citizen->number * 37 + year) % 80);
	if (year >= FIRST_WITH_EARNINGS)
		worked.earnings = (int64_t)worked.months * (900000 + (year - FIRST_WITH_EARNINGS) * 260000 +
		    citizen->number % 50 * 12345);
	return worked;
}
