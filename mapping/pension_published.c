/* Published contracts: pensions on a day, {http://kvs.pfr.com/pensions-on-date/1.0.1}, and the duration of the work
 * experience, {http://kvs.pfr.com/work-experience/1.0.4}.  Neither has a place for a representative. */
#include "config.h"

#include <string.h>

#include "mapping/benefits.h"
#include "mapping/pension.h"
#include "soapH.h"

/* ---- PensionsOnDate ---- */

/* clang-format off */
#define T struct _pod__PensionsOnDateRequest
static const struct map_field on_date_request_rows[] = {
	TOKEN(PERSON_ROWS(T),),
	QUERY(
		MAP_DATE(T, REQ, "date", ben__AppDate, DOC("The day in question.", "День, на который нужны сведения.")),
	),
	MAP_END
};
const struct map_type map_pen_on_date_request_type = {"PensionsOnDateRequest", sizeof(T), on_date_request_rows, NULL};
#undef T

#define T struct __pod__PensionsOnDateResponse_sequence
/* clang-format on */
static bool
data_exist_as_said(const void *obj)
{
	const T *r = obj;

	return (r->ben__ExistData == xsd__boolean__true_) == (r->ben__Payments != NULL);
}

/* clang-format off */
static const struct map_field on_date_rows[] = {
	/*               need JSON name             member            limits */
	BENEFITS_REPLY_ROWS(T),
	MAP_BOOL        (T, REQ, "existData",        ben__ExistData,
	    DOC("Whether any pension was in force.", "Действовала ли какая-либо пенсия.")),
	MAP_DATE        (T, REQ, "date",             ben__AppDate),
	MAP_MONEY_SIGNED(T, REQ, "totalPaymentsSum", ben__TotalPaymentsSum,
	    DOC("Exact sum of the payments.", "Точная сумма выплат.")),
	MAP_INT         (T, REQ, "numberOfPayments", ben__NumberOfPayments, 0, 1000),
	MAP_INLINE      (T, OPT, "payments",         ben__Payments, struct ben__PaymentsType, &map_ben_payments_type),
	MAP_END
};
static const struct map_rule on_date_rules[] = {
	RULE(data_exist_as_said, "/existData", ERR_MAP_RANGE,
	    "true exactly where there are payments", "true, если выплаты есть, и false, если их нет"),
	RULE_COUNT(T, "/numberOfPayments", ben__NumberOfPayments,
	    struct ben__PaymentsType, ben__Payments, struct ben__PaymentType, Payment),
	RULE_SUM  (T, "/totalPaymentsSum", ben__TotalPaymentsSum,
	    struct ben__PaymentsType, ben__Payments, struct ben__PaymentType, Payment, Sum),
	RULE_END
};
static const struct map_type on_date_part = {"PensionsOnDatePart", sizeof(T), on_date_rows, on_date_rules};
#undef T

#define T struct _pod__PensionsOnDateResponse
static const struct map_field on_date_root[] = {
	MAP_PART(T, REQ, __PensionsOnDateResponse_sequence, struct __pod__PensionsOnDateResponse_sequence, &on_date_part),
	MAP_END
};
const struct map_type map_pen_on_date_type = {"PensionsOnDate", sizeof(T), on_date_root, NULL};
#undef T

/* ---- WorkExperience ---- */

/* PersonOnDateGroup: the citizen without a sex. */
#define NAME_ROWS(T)                                                              \
	MAP_NAME (T, REQ, "familyName", person__FamilyName, EXAMPLE("Образцова")),\
	MAP_NAME (T, REQ, "firstName",  person__FirstName,  EXAMPLE("Вера")),     \
	MAP_NAME (T, OPT, "patronymic", person__Patronymic, EXAMPLE("Олеговна")), \
	MAP_SNILS(T, REQ, "snils",      Snils),                                   \
	MAP_DATE (T, REQ, "birthDate",  BirthDate,          EXAMPLE("1966-09-12"))

#define T struct _wex__WorkExperienceRequest
static const struct map_field experience_request_rows[] = {
	TOKEN(NAME_ROWS(T), MAP_UNSENT("gender"),),
	QUERY(
		MAP_DATE(T, REQ, "date", OszDate,
		    DOC("The day up to which experience counts.", "День, по который считается стаж.")),
	),
	MAP_END
};
const struct map_type map_pen_experience_request_type =
    {"WorkExperienceRequest", sizeof(T), experience_request_rows, NULL};
#undef T

#define T struct wex__ExperienceDurationType
static const struct map_field duration_rows[] = {
	MAP_DIGITS(T, REQ, "years",  Year,  2, 2, EXAMPLE("31")),
	MAP_DIGITS(T, REQ, "months", Month, 2, 2, EXAMPLE("07")),
	MAP_DIGITS(T, REQ, "days",   Day,   2, 2, EXAMPLE("12")),
	MAP_END
};
/* clang-format on */

static bool
is_below(const char *two_digits, const char *bound)
{
	char text[MAP_TEXT_SIZE];

	return map_trim(two_digits, text) && strcmp(text, bound) < 0;
}

static bool
duration_is_normal(const void *obj)
{
	const T *r = obj;

	return is_below(r->Month, "12") && is_below(r->Day, "31");
}

/* clang-format off */
static const struct map_rule duration_rules[] = {
	RULE(duration_is_normal, "/months", ERR_MAP_RANGE, "at most 11 months and 30 days", "не более 11 месяцев и 30 дней"),
	RULE_END
};
static const struct map_type duration_type = {"ExperienceDuration", sizeof(T), duration_rows, duration_rules};
#undef T

#define T struct _wex__WorkExperienceResponse
static const struct map_field experience_rows[] = {
	NAME_ROWS(T),
	MAP_DATE  (T, REQ, "date",     OszDate),
	MAP_OBJECT(T, OPT, "duration", ExperienceDuration, struct wex__ExperienceDurationType, &duration_type,
	    DOC("Absent where the Fund knows of no work.", "Отсутствует, если сведений о стаже нет.")),
	MAP_END
};
const struct map_type map_pen_experience_type = {"WorkExperience", sizeof(T), experience_rows, NULL};
#undef T
/* clang-format on */
