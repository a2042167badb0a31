/* The service record, whose totals must foot, and disputes about it. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "mapping/pension.h"
#include "soapH.h"

enum { MONTHS_MAX = 1200, POINTS_DIGITS = 9, POINTS_PLACES = 3 };

static const struct map_name period_names[] = {
	{"militaryService", pen__CountedPeriodKindType__MilitaryService},
	{"childCare",       pen__CountedPeriodKindType__ChildCare},
	{"unemployment",    pen__CountedPeriodKindType__Unemployment},
	{"incapacity",      pen__CountedPeriodKindType__Incapacity},
	{"careForDisabled", pen__CountedPeriodKindType__CareForDisabled},
	{"studies",         pen__CountedPeriodKindType__Studies},
	{NULL, 0},
};

static const struct map_name dispute_names[] = {
	{"missingPeriod", pen__DisputeKindType__MissingPeriod},
	{"wrongDates",    pen__DisputeKindType__WrongDates},
	{"wrongEmployer", pen__DisputeKindType__WrongEmployer},
	{"wrongEarnings", pen__DisputeKindType__WrongEarnings},
	{"wrongPoints",   pen__DisputeKindType__WrongPoints},
	{"other",         pen__DisputeKindType__Other},
	{NULL, 0},
};

/* Thousandths of a point, which have passed their row. */
static long
thousandths(const char *points)
{
	const struct map_limits limits = {POINTS_PLACES, POINTS_DIGITS};
	char buf[MAP_TEXT_SIZE];
	const char *text;
	long n;
	int places = 0;

	CHECK(map_codec_decimal.write(&limits, points, buf, &text) == ERR_OK);
	n = strtol(text, NULL, 10);
	text = strchr(text, '.');
	for (; places < POINTS_PLACES && text != NULL && text[places + 1] != '\0'; places++)
		n = n * 10 + (text[places + 1] - '0');
	for (; places < POINTS_PLACES; places++)
		n *= 10;
	return n;
}

/* No more months than the calendar has from the first day to the last; of an open period, anything. */
static bool
months_fit(const char *from, const char *to, int months)
{
	char a[MAP_TEXT_SIZE], b[MAP_TEXT_SIZE];
	long first, last;

	if (to == NULL)
		return true;
	if (!map_trim(from, a) || !map_trim(to, b) || !map_dates_in_order(a, b))
		return false;
	first = strtol(a, NULL, 10) * 12 + strtol(a + 5, NULL, 10);
	last = strtol(b, NULL, 10) * 12 + strtol(b + 5, NULL, 10);
	return months <= last - first + 1;
}

/* ---- GetServiceRecord ---- */

/* clang-format off */
#define T struct _pen__GetServiceRecordRequest
static const struct map_field record_request_rows[] = {CITIZEN(T), MAP_END};
const struct map_type map_pen_record_request_type = {"ServiceRecordRequest", sizeof(T), record_request_rows, NULL};
#undef T

#define PERIOD_RULES(fits)                                                        \
	RULE(fits, "/months", ERR_MAP_RANGE, "no more months than from 'from' to 'to'", \
	    "не больше месяцев, чем в периоде")

#define T struct pen__EmploymentType
/* clang-format on */
static bool
employment_months_fit(const void *obj)
{
	const T *r = obj;

	return months_fit(r->From, r->To, r->Months);
}

/* clang-format off */
static const struct map_field employment_rows[] = {
	/*       need JSON name            member              limits */
	MAP_LINES(T, REQ, "employer",           Employer,           1, 250, EXAMPLE("ООО «Пример»")),
	MAP_STR  (T, OPT, "registrationNumber", RegistrationNumber, 14, 14, EXAMPLE("087-101-000001"),
	    DOC("The employer's number with the Fund.", "Регистрационный номер работодателя в Фонде.")),
	MAP_LINES(T, OPT, "position",           Position,           1, 250, EXAMPLE("Инженер")),
	MAP_DATE (T, REQ, "from",               From,               EXAMPLE("1995-02-01")),
	MAP_DATE (T, OPT, "to",                 To,                 EXAMPLE("2001-12-31"),
	    DOC("Absent where the citizen still works there.", "Отсутствует, если гражданин работает по настоящее время.")),
	MAP_INT  (T, REQ, "months",             Months,             0, MONTHS_MAX,
	    DOC("Full months that count.", "Полных месяцев, которые засчитаны.")),
	MAP_END
};
static const struct map_rule employment_rules[] = {PERIOD_RULES(employment_months_fit), RULE_END};
static const struct map_type employment_type = {"Employment", sizeof(T), employment_rows, employment_rules};
#undef T

#define T struct pen__CountedPeriodType
/* clang-format on */
static bool
counted_months_fit(const void *obj)
{
	const T *r = obj;

	return months_fit(r->From, r->To, r->Months);
}

/* clang-format off */
static const struct map_field counted_rows[] = {
	/*          need JSON name member  limits */
	MAP_ENUM   (T, REQ, "kind",   Kind,   enum pen__CountedPeriodKindType, period_names),
	MAP_DATE   (T, REQ, "from",   From),
	MAP_DATE   (T, OPT, "to",     To),
	MAP_INT    (T, REQ, "months", Months, 0, MONTHS_MAX,
	    DOC("Full months that count.", "Полных месяцев, которые засчитаны.")),
	MAP_DECIMAL(T, REQ, "points", Points, POINTS_DIGITS, POINTS_PLACES, EXAMPLE("1.8")),
	MAP_END
};
static const struct map_rule counted_rules[] = {PERIOD_RULES(counted_months_fit), RULE_END};
static const struct map_type counted_type = {"CountedPeriod", sizeof(T), counted_rows, counted_rules};
#undef T

#define T struct pen__YearPointsType
static const struct map_field year_rows[] = {
	MAP_INT    (T, REQ, "year",     Year,     1900, 2200),
	MAP_MONEY  (T, OPT, "earnings", Earnings, DOC("From which contributions were paid.", "С которых уплачены взносы.")),
	MAP_DECIMAL(T, REQ, "points",   Points,   POINTS_DIGITS, POINTS_PLACES, EXAMPLE("2.415")),
	MAP_END
};
static const struct map_type year_type = {"YearPoints", sizeof(T), year_rows, NULL};
#undef T

#define T struct pen__ServiceTotalsType
/* clang-format on */
static bool
months_add_up(const void *obj)
{
	const T *t = obj;

	return t->InsuredMonths + t->CountedMonths == t->TotalMonths;
}

static bool
points_add_up(const void *obj)
{
	const T *t = obj;

	return thousandths(t->YearPoints) + thousandths(t->CountedPoints) == thousandths(t->TotalPoints);
}

/* clang-format off */
static const struct map_field totals_rows[] = {
	/*          need JSON name         member         limits */
	MAP_INT    (T, REQ, "insuredMonths", InsuredMonths, 0, MONTHS_MAX, DOC("Of employment.", "Периоды работы.")),
	MAP_INT    (T, REQ, "countedMonths", CountedMonths, 0, MONTHS_MAX, DOC("Of other periods that count.", "Иные засчитанные периоды.")),
	MAP_INT    (T, REQ, "totalMonths",   TotalMonths,   0, MONTHS_MAX),
	MAP_DECIMAL(T, REQ, "yearPoints",    YearPoints,    POINTS_DIGITS, POINTS_PLACES, EXAMPLE("85.325")),
	MAP_DECIMAL(T, REQ, "countedPoints", CountedPoints, POINTS_DIGITS, POINTS_PLACES, EXAMPLE("1.8")),
	MAP_DECIMAL(T, REQ, "totalPoints",   TotalPoints,   POINTS_DIGITS, POINTS_PLACES, EXAMPLE("87.125")),
	MAP_END
};
static const struct map_rule totals_rules[] = {
	RULE(months_add_up, "/totalMonths", ERR_MAP_RANGE, "the sum of both kinds of months", "сумма месяцев обоих видов"),
	RULE(points_add_up, "/totalPoints", ERR_MAP_RANGE, "the sum of both kinds of points", "сумма баллов обоих видов"),
	RULE_END
};
static const struct map_type totals_type = {"ServiceTotals", sizeof(T), totals_rows, totals_rules};
#undef T

#define T struct _pen__GetServiceRecordResponse
/* clang-format on */
static bool
insured_months_foot(const void *obj)
{
	const T *r = obj;
	long sum = 0;

	for (int i = 0; i < r->__sizeEmployment; i++)
		sum += r->Employment[i].Months;
	return sum == r->Totals->InsuredMonths;
}

static bool
counted_periods_foot(const void *obj)
{
	const T *r = obj;
	long months = 0, points = 0;

	for (int i = 0; i < r->__sizeCountedPeriod; i++) {
		months += r->CountedPeriod[i].Months;
		points += thousandths(r->CountedPeriod[i].Points);
	}
	return months == r->Totals->CountedMonths && points == thousandths(r->Totals->CountedPoints);
}

static bool
year_points_foot(const void *obj)
{
	const T *r = obj;
	long sum = 0;

	for (int i = 0; i < r->__sizeYearPoints; i++)
		sum += thousandths(r->YearPoints[i].Points);
	return sum == thousandths(r->Totals->YearPoints);
}

static bool
years_are_in_order(const void *obj)
{
	const T *r = obj;

	for (int i = 1; i < r->__sizeYearPoints; i++)
		if (r->YearPoints[i].Year <= r->YearPoints[i - 1].Year)
			return false;
	return true;
}

/* clang-format off */
static const struct map_field record_rows[] = {
	/*         need JSON name         member         limits */
	MAP_SNILS (T, REQ, "snils",          Snils),
	MAP_DATE  (T, REQ, "actualDate",     ActualDate,
	    DOC("The day for which the data are true.", "Дата, на которую данные актуальны.")),
	MAP_LIST  (T, OPT, "employment",     Employment,    struct pen__EmploymentType, &employment_type, 0, 200,
	    DOC("Where and when the citizen worked.", "Где и когда работал гражданин.")),
	MAP_LIST  (T, OPT, "countedPeriods", CountedPeriod, struct pen__CountedPeriodType, &counted_type, 0, 200,
	    DOC("Military service, care for a child and the like.", "Служба в армии, уход за ребёнком и другие засчитанные периоды.")),
	MAP_LIST  (T, OPT, "pointsByYear",   YearPoints,    struct pen__YearPointsType, &year_type, 0, 100,
	    DOC("What employment of a year gave.", "Баллы за работу в каждом году.")),
	MAP_OBJECT(T, REQ, "totals",         Totals,        struct pen__ServiceTotalsType, &totals_type),
	MAP_END
};
static const struct map_rule record_rules[] = {
	RULE(insured_months_foot,  "/totals/insuredMonths", ERR_MAP_RANGE, "the sum of the employments", "сумма по периодам работы"),
	RULE(counted_periods_foot, "/totals/countedPoints", ERR_MAP_RANGE, "months and points: the sums of the counted periods",
	    "месяцы и баллы: суммы по засчитанным периодам"),
	RULE(year_points_foot,     "/totals/yearPoints",    ERR_MAP_RANGE, "the sum of the years", "сумма по годам"),
	RULE(years_are_in_order,   "/pointsByYear",         ERR_MAP_RANGE, "oldest first, each year once", "от старых к новым, каждый год один раз"),
	RULE_END
};
const struct map_type map_pen_record_type = {"ServiceRecord", sizeof(T), record_rows, record_rules};
#undef T

/* ---- ReportServiceRecordError ---- */

#define T struct _pen__ReportServiceRecordErrorRequest
/* clang-format on */
static bool
dispute_has_its_period(const void *obj)
{
	const T *q = obj;
	bool needs = q->Kind == pen__DisputeKindType__MissingPeriod || q->Kind == pen__DisputeKindType__WrongDates;

	return !needs || (q->From != NULL && q->To != NULL);
}

static bool
dispute_period_is_in_order(const void *obj)
{
	const T *q = obj;

	return q->From == NULL || q->To == NULL || map_dates_in_order(q->From, q->To);
}

static bool
dispute_has_its_employer(const void *obj)
{
	const T *q = obj;

	return q->Kind != pen__DisputeKindType__WrongEmployer || q->Employer != NULL;
}

/* clang-format off */
static const struct map_field dispute_request_rows[] = {
	CITIZEN(T),
	CHANGE(T),
	BODY(
		/*         need JSON name      member       limits */
		MAP_ENUM  (T, REQ, "kind",        Kind,        enum pen__DisputeKindType, dispute_names),
		MAP_LINES (T, OPT, "employer",    Employer,    1, 250, EXAMPLE("ООО «Пример»"),
		    DOC("Must stand where the employer is wrong.", "Обязателен, если неверно указан работодатель.")),
		MAP_DATE  (T, OPT, "from",        From,        EXAMPLE("1995-02-01"),
		    DOC("The period in question; must stand where it is missing or its dates are wrong.",
		        "Период, о котором речь; обязателен, если его нет в учёте или его даты неверны.")),
		MAP_DATE  (T, OPT, "to",          To,          EXAMPLE("1996-12-31")),
		MAP_LINES (T, REQ, "description", Description, 1, 1000, EXAMPLE("Не учтена работа на заводе."),
		    DOC("What is wrong and how it should be.", "Что неверно и как должно быть.")),
		MAP_LIST  (T, OPT, "documents",   Attachment,  struct cmn__AttachmentType, &map_attachment_type, 0, 20,
		    DOC("Papers that prove it.", "Подтверждающие документы.")),
	),
	MAP_END
};
static const struct map_rule dispute_request_rules[] = {
	RULE(dispute_has_its_period,     "/body/from",     ERR_MAP_MISSING, "both days of the period", "оба дня периода"),
	RULE(dispute_period_is_in_order, "/body/to",       ERR_MAP_RANGE,   "not before 'from'", "не раньше даты в поле from"),
	RULE(dispute_has_its_employer,   "/body/employer", ERR_MAP_MISSING, "the employer", "работодатель"),
	RULE_END
};
const struct map_type map_pen_dispute_request_type =
    {"ServiceRecordDispute", sizeof(T), dispute_request_rows, dispute_request_rules};
#undef T

#define T struct _pen__ReportServiceRecordErrorResponse
static const struct map_field dispute_rows[] = {
	ACCEPTED_ROWS(T, "SRD-000000001"),
	MAP_DATE(T, REQ, "expectedDate", ExpectedDate, DOC("The day by which an answer is due.", "Срок ответа.")),
	MAP_END
};
const struct map_type map_pen_dispute_type = {"AcceptedDispute", sizeof(T), dispute_rows, NULL};
#undef T
/* clang-format on */
