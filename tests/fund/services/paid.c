#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "tests/fund/services/paid.h"

enum { DAY_FIRST = 3, DAYS = 23, AGAIN_AFTER = 3 };

static const struct paid_kind kinds[] = {
	/* clang-format off */
	{pay__PaymentKindType__InsurancePension, "Страховая пенсия по старости",
	    "Федеральный закон № 400-ФЗ, статья 8", "Федеральный закон № 400-ФЗ, статья 8",
	    1, 0, 1, 1094510, 0, 2, true},
	{pay__PaymentKindType__FundedPension, "Накопительная пенсия",
	    "Федеральный закон № 424-ФЗ, статья 6", "Федеральный закон № 424-ФЗ, статья 6",
	    4, 1, 1, 132007, 20, 0, true},
	{pay__PaymentKindType__MonthlyCashPayment, "Ежемесячная денежная выплата",
	    "Федеральный закон № 178-ФЗ, статья 6.2", "Федеральный закон № 178-ФЗ, статья 6.2",
	    3, 1, 1, 92730, 0, 2, false},
	{pay__PaymentKindType__SocialSupplement, "Федеральная социальная доплата",
	    NULL, "Федеральный закон № 178-ФЗ, статья 12.1",
	    5, 2, 1, 31350, 0, 4, false},
	{pay__PaymentKindType__TravelCompensation, "Компенсация проезда к месту отдыха",
	    "Закон № 4520-1, статья 34", "Закон № 4520-1, статья 34",
	    6, 2, 7, 1250000, 0, 0, false},
	{pay__PaymentKindType__CareAllowance, "Компенсационная выплата по уходу",
	    "Указ Президента Российской Федерации № 1455", "Указ Президента Российской Федерации № 1455",
	    9, 2, 1, 120000, 0, 0, false},
	/* clang-format on */
};

/* By how many thousandths a payment rises, on the first day of the month. */
static const struct {
	unsigned year, month, permille;
} rates[] = {
	/* clang-format off */
	{2016, 2,  40}, {2016, 4,  40}, {2017, 2,  54}, {2017, 4,  15}, {2018, 2,  25}, {2018, 4,  29},
	{2019, 2,  43}, {2019, 4,  20}, {2020, 2,  30}, {2020, 4,  61}, {2021, 2,  49}, {2021, 4,  34},
	{2022, 2,  84}, {2022, 4,  86}, {2023, 2, 119}, {2023, 4,  33}, {2024, 2,  74}, {2024, 4,  75},
	{2025, 2,  95}, {2025, 4, 148}, {2026, 2,  56}, {2026, 4,  68},
	/* clang-format on */
};

void
paid_today(char day[11], unsigned *ret_at)
{
	char now[CLOCK_TEXT_SIZE];

	clock_print_ms(clock_now_us(), now);
	memcpy(day, now, 10);
	day[10] = '\0';
	*ret_at = (unsigned)(strtoul(day, NULL, 10) * 12 + strtoul(day + 5, NULL, 10) - 1);
}

unsigned
paid_mark(unsigned number)
{
	return (number * 7919u + 104729u) % 1000000u;
}

/* Some citizens are paid nothing at all, and everyone has months without. */
static bool
is_paid(const struct paid_kind *kind, unsigned number, unsigned month)
{
	return number % 7 != 3 && (number + month) % 6 != 0 && number % kind->every == kind->rest &&
	    month % kind->each == 0;
}

static int
rise(const struct paid_kind *kind, unsigned number, unsigned at, int64_t *amount,
    struct paid_indexation rises[PAID_INDEXATIONS_MAX])
{
	int n = 0;

	*amount = kind->kopecks + (int64_t)(number * 7919 % 100000);
	for (size_t i = 0; i < COUNT_OF(rates); i++) {
		int64_t before = *amount;

		if (rates[i].month != kind->indexed || rates[i].year * 12 + rates[i].month - 1 > at)
			continue;
		*amount += before * rates[i].permille / 1000;
		rises[n++] = (struct paid_indexation){
		    rates[i].year, rates[i].month, rates[i].permille, before, *amount};
	}
	return n;
}

int
paid_indexations(const struct paid *paid, unsigned number, struct paid_indexation rises[PAID_INDEXATIONS_MAX])
{
	int64_t amount;

	return rise(paid->kind, number, paid->at, &amount, rises);
}

/* The day of the month: the citizen's own from the month on that it holds from. */
static unsigned
payout_day(struct db *db, const struct citizen *citizen, unsigned at)
{
	int64_t own = db_number(db, "SELECT day FROM payout WHERE snils = ?1 AND from_month <= ?2", "ti",
	    citizen->snils, (int64_t)at);

	return own != 0 ? (unsigned)own : DAY_FIRST + citizen->number % DAYS;
}

static void
print_day(char text[11], unsigned at, unsigned day)
{
	CHECK(at / 12 < 10000 && day < 32);
	snprintf(text, 11, "%04u-%02u-%02u", at / 12 % 10000, at % 12 + 1, day % 100);
}

/* When it is due, and what has become of it by today. */
static void
set_days(struct soap *soap, const struct citizen *citizen, unsigned day, struct paid *paid)
{
	struct db *db = service_db(soap);
	char today[11];
	unsigned present;

	paid_today(today, &present);
	print_day(paid->due, paid->at, paid->again ? day + AGAIN_AFTER : day);
	if (paid->at >= present) {
		AUTO(db_rows) struct db_rows *rows = db_select(db,
		    "SELECT payout_date FROM acceleration WHERE snils = ?1 AND payment = ?2", "tt",
		    citizen->snils, paid->id);

		if (db_next(rows))
			snprintf(paid->due, sizeof(paid->due), "%.10s", db_text(rows, 0));
	}
	paid->on[0] = '\0';
	if (strcmp(paid->due, today) <= 0) {
		paid->status = pay__PaymentStatusType__Paid;
		memcpy(paid->on, paid->due, sizeof(paid->on));
	} else {
		paid->status = paid->at > present ? pay__PaymentStatusType__Planned
		                                  : pay__PaymentStatusType__Assigned;
	}
}

/* Now and then the first try to pay a pension comes back. */
static bool
comes_back(const struct paid_kind *kind, unsigned number, unsigned at, unsigned present)
{
	return kind == kinds && at < present && (number + at) % 11 == 5;
}

int
paid_in_month(struct soap *soap, const struct citizen *citizen, unsigned at, struct paid paid[PAID_MAX])
{
	struct paid_indexation rises[PAID_INDEXATIONS_MAX];
	unsigned number = citizen->number, present, day;
	char today[11];
	int n = 0;

	paid_today(today, &present);
	if (at > present + PAID_AHEAD)
		return 0;
	day = payout_day(service_db(soap), citizen, at);
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		struct paid *p = &paid[n];

		if (!is_paid(&kinds[i], number, at % 12 + 1))
			continue;
		*p = (struct paid){.kind = &kinds[i], .at = at};
		(void)rise(p->kind, number, at, &p->accrued, rises);
		p->withheld = p->accrued * p->kind->withheld / 100;
		snprintf(p->id, sizeof(p->id), "PAY-%06u-%04u%02u-%zu", paid_mark(number), at / 12, at % 12 + 1, i);
		p->again = comes_back(p->kind, number, at, present);
		set_days(soap, citizen, day, p);
		n++;
		if (!p->again)
			continue;
		paid[n] = *p;
		CHECK(strlen(paid[n].id) + 2 <= sizeof(paid[n].id));
		memcpy(paid[n].id + strlen(paid[n].id), "R", 2);
		paid[n].again = false;
		paid[n].on[0] = '\0';
		paid[n].status = pay__PaymentStatusType__Returned;
		print_day(paid[n++].due, at, day);
	}
	return n;
}

bool
paid_month_of(const char *id, const char *prefix, unsigned *ret_at)
{
	size_t len = strlen(prefix);
	unsigned long month;

	if (strncmp(id, prefix, len) != 0 || strlen(id) < len + 15 || strspn(id + len + 7, "0123456789") != 6)
		return false;
	month = strtoul(id + len + 7, NULL, 10);
	if (month % 100 < 1 || month % 100 > 12)
		return false;
	*ret_at = (unsigned)(month / 100 * 12 + month % 100 - 1);
	return *ret_at >= PAID_FIRST;
}

bool
paid_find(struct soap *soap, const struct citizen *citizen, const char *id, struct paid *ret_paid)
{
	struct paid paid[PAID_MAX];
	unsigned at;

	if (!paid_month_of(id, "PAY-", &at))
		return false;
	for (int i = 0, n = paid_in_month(soap, citizen, at, paid); i < n; i++)
		if (strcmp(paid[i].id, id) == 0) {
			*ret_paid = paid[i];
			return true;
		}
	return false;
}
