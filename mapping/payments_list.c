/* Payments one by one and in sum: the messages of urn:mostik:payments:1.0.0. */
#include "config.h"

#include <string.h>

#include "mapping/payments.h"
#include "soapH.h"

static const struct map_name kind_names[] = {
	{"insurancePension",   pay__PaymentKindType__InsurancePension},
	{"fundedPension",      pay__PaymentKindType__FundedPension},
	{"monthlyCashPayment", pay__PaymentKindType__MonthlyCashPayment},
	{"socialSupplement",   pay__PaymentKindType__SocialSupplement},
	{"travelCompensation", pay__PaymentKindType__TravelCompensation},
	{"careAllowance",      pay__PaymentKindType__CareAllowance},
	{NULL, 0},
};

static const struct map_name status_names[] = {
	{"planned",  pay__PaymentStatusType__Planned},
	{"assigned", pay__PaymentStatusType__Assigned},
	{"paid",     pay__PaymentStatusType__Paid},
	{"returned", pay__PaymentStatusType__Returned},
	{NULL, 0},
};

/* ---- GetPaymentsSummary ---- */

#define T struct _pay__GetPaymentsSummaryRequest
static bool
summary_period_is_in_order(const void *obj)
{
	const T *q = obj;

	return map_dates_in_order(q->From, q->To);
}

/* clang-format off */
static const struct map_field summary_request_rows[] = {
	CITIZEN(T),
	QUERY(
		MAP_DATE(T, REQ, "from", From, DOC("First day of the period.", "Первый день периода."),    EXAMPLE("2026-01-01")),
		MAP_DATE(T, REQ, "to",   To,   DOC("Last day of the period.",  "Последний день периода."), EXAMPLE("2026-06-30")),
	),
	MAP_END
};
static const struct map_rule summary_request_rules[] = {
	RULE(summary_period_is_in_order, "/query/to", ERR_MAP_RANGE, "not before 'from'", "не раньше даты в поле from"),
	RULE_END
};
const struct map_type map_pay_summary_request_type =
    {"PaymentsSummaryRequest", sizeof(T), summary_request_rows, summary_request_rules};
#undef T

#define T struct pay__KindTotalType
static const struct map_field total_rows[] = {
	MAP_ENUM (T, REQ, "kind",   Kind,   enum pay__PaymentKindType, kind_names),
	MAP_MONEY(T, REQ, "amount", Amount),
	MAP_INT  (T, REQ, "count",  Count,  0, 100000),
	MAP_END
};
static const struct map_type total_type = {"PaymentKindTotal", sizeof(T), total_rows, NULL};
#undef T

#define T struct pay__NextPaymentType
static const struct map_field next_rows[] = {
	/*         need JSON name   member     limits */
	MAP_NUMBER(T, REQ, "paymentId", PaymentId, 1, 40, EXAMPLE("PAY-104729-202612-0")),
	MAP_ENUM  (T, REQ, "kind",      Kind,      enum pay__PaymentKindType, kind_names),
	MAP_MONEY (T, REQ, "amount",    Amount),
	MAP_DATE  (T, REQ, "dueDate",   DueDate),
	MAP_END
};
static const struct map_type next_type = {"NextPayment", sizeof(T), next_rows, NULL};
#undef T
/* clang-format on */

#define T struct _pay__GetPaymentsSummaryResponse
static bool
kinds_make_the_total(const void *obj)
{
	const T *r = obj;
	struct map_sum sum = {0};

	for (int i = 0; i < r->__sizeKind; i++)
		if (!map_sum_add(&sum, r->Kind[i].Amount))
			return false;
	return map_sum_equals(&sum, r->Total);
}

static bool
kinds_make_the_count(const void *obj)
{
	const T *r = obj;
	long count = 0;

	for (int i = 0; i < r->__sizeKind; i++)
		count += r->Kind[i].Count;
	return count == r->Count;
}

static bool
kinds_are_different(const void *obj)
{
	const T *r = obj;

	for (int i = 0; i < r->__sizeKind; i++)
		for (int j = 0; j < i; j++)
			if (r->Kind[i].Kind == r->Kind[j].Kind)
				return false;
	return true;
}

/* clang-format off */
static const struct map_field summary_rows[] = {
	/*        need JSON name  member  limits */
	MAP_SNILS(T, REQ, "snils",  Snils),
	MAP_DATE (T, REQ, "from",   From),
	MAP_DATE (T, REQ, "to",     To),
	MAP_MONEY(T, REQ, "total",  Total,
	    DOC("What was paid in the period: the exact sum of the kinds.", "Выплачено за период: точная сумма по видам.")),
	MAP_INT  (T, REQ, "count",  Count, 0, 100000),
	MAP_LIST (T, OPT, "kinds",  Kind,  struct pay__KindTotalType, &total_type, 0, 20),
	MAP_LIST (T, OPT, "next",   Next,  struct pay__NextPaymentType, &next_type, 0, 20,
	    DOC("The next payments that are due.", "Ближайшие предстоящие выплаты.")),
	MAP_END
};
static const struct map_rule summary_rules[] = {
	RULE(kinds_make_the_total, "/total", ERR_MAP_RANGE, "the exact sum of the kinds", "точная сумма по видам"),
	RULE(kinds_make_the_count, "/count", ERR_MAP_RANGE, "the count of all kinds",     "число выплат всех видов"),
	RULE(kinds_are_different,  "/kinds", ERR_MAP_RANGE, "each kind once",             "каждый вид один раз"),
	RULE_END
};
const struct map_type map_pay_summary_type = {"PaymentsSummary", sizeof(T), summary_rows, summary_rules};
#undef T

/* ---- ListPayments ---- */

/* PaymentGroup. */
#define PAYMENT_ROWS(T)                                                           \
	MAP_NUMBER(T, REQ, "id",         Id,         1, 40, EXAMPLE("PAY-104729-202610-0")), \
	MAP_ENUM  (T, REQ, "kind",       Kind,       enum pay__PaymentKindType, kind_names), \
	MAP_LINES (T, REQ, "title",      Title,      1, 250, EXAMPLE("Страховая пенсия по старости")), \
	MAP_MONEY (T, REQ, "amount",     Amount,                                  \
	    DOC("What is paid out.", "Сумма к выплате.")),                        \
	MAP_DATE  (T, REQ, "from",       From,                                    \
	    DOC("First day that it is paid for.", "Первый день, за который выплачивается.")), \
	MAP_DATE  (T, REQ, "to",         To,                                      \
	    DOC("Last day that it is paid for.", "Последний день, за который выплачивается.")), \
	MAP_DATE  (T, REQ, "dueDate",    DueDate,                                 \
	    DOC("The day on which it is to be paid.", "День, на который назначена выплата.")), \
	MAP_DATE  (T, OPT, "paidOn",     PaidOn,                                  \
	    DOC("The day on which it was paid.", "День, когда выплачено.")),      \
	MAP_ENUM  (T, REQ, "status",     Status,     enum pay__PaymentStatusType, status_names), \
	MAP_LINES (T, OPT, "comment",    Comment,    1, 1000, EXAMPLE("Выплачено через кредитную организацию.")), \
	MAP_LINES (T, REQ, "regulation", Regulation, 1, 1000,                     \
	    DOC("What sets the calculation.", "Акт, по которому рассчитана выплата."), \
	    EXAMPLE("Федеральный закон № 400-ФЗ, статья 8"))

/* What holds within PaymentGroup. */
#define PAYMENT_RULE_FUNCTIONS(X, T)                                              \
	static bool                                                               \
	days_in_order_##X(const void *obj)                                        \
	{                                                                         \
		const T *r = obj;                                                 \
		return map_dates_in_order(r->From, r->To);                        \
	}                                                                         \
	static bool                                                               \
	paid_has_day_##X(const void *obj)                                         \
	{                                                                         \
		const T *r = obj;                                                 \
		return (r->Status == pay__PaymentStatusType__Paid) == (r->PaidOn != NULL); \
	}
#define PAYMENT_RULES(X)                                                          \
	RULE(days_in_order_##X, "/to", ERR_MAP_RANGE, "not before 'from'", "не раньше даты в поле from"), \
	RULE(paid_has_day_##X, "/paidOn", ERR_MAP_RANGE, "a day exactly where the payment is paid", \
	    "день указан только у выплаченной суммы")

#define T struct pay__PaymentType
PAYMENT_RULE_FUNCTIONS(item, T)
static const struct map_field payment_rows[] = {PAYMENT_ROWS(T), MAP_END};
static const struct map_rule payment_rules[] = {PAYMENT_RULES(item), RULE_END};
static const struct map_type payment_type = {"PaymentRecord", sizeof(T), payment_rows, payment_rules};
#undef T

#define T struct _pay__ListPaymentsRequest
/* clang-format on */
static bool
list_period_is_in_order(const void *obj)
{
	const T *q = obj;

	return q->cmn__From == NULL || q->cmn__To == NULL || map_dates_in_order(q->cmn__From, q->cmn__To);
}

/* clang-format off */
static const struct map_field list_request_rows[] = {
	CITIZEN(T),
	QUERY(
		PERIOD_FILTER_ROWS(T),
		MAP_ENUM_PTR(T, OPT, "kind",   Kind,   enum pay__PaymentKindType,   kind_names),
		MAP_ENUM_PTR(T, OPT, "status", Status, enum pay__PaymentStatusType, status_names),
		PAGE_ROWS(T),
	),
	MAP_END
};
static const struct map_rule list_request_rules[] = {
	RULE(list_period_is_in_order, "/query/to", ERR_MAP_RANGE, "not before 'from'", "не раньше даты в поле from"),
	RULE_END
};
const struct map_type map_pay_list_request_type = {"PaymentListRequest", sizeof(T), list_request_rows, list_request_rules};
#undef T

#define T struct _pay__ListPaymentsResponse
static const struct map_field list_rows[] = {
	MAP_SNILS(T, REQ, "snils", Snils),
	MAP_LIST (T, OPT, "items", Payment, struct pay__PaymentType, &payment_type, 0, 500,
	    DOC("By the day on which they are due, newest first.", "По дню выплаты, от новых к старым.")),
	NEXT_PAGE_ROWS(T),
	MAP_END
};
const struct map_type map_pay_list_type = {"PaymentList", sizeof(T), list_rows, NULL};
#undef T

/* ---- GetPayment ---- */

#define T struct _pay__GetPaymentRequest
static const struct map_field get_request_rows[] = {
	CITIZEN(T),
	PATH(
		MAP_NUMBER(T, REQ, "id", Id, 1, 40, DOC("Of the payment, from the list.", "Номер выплаты из списка.")),
	),
	MAP_END
};
const struct map_type map_pay_get_request_type = {"PaymentRequest", sizeof(T), get_request_rows, NULL};
#undef T

#define T struct pay__DeductionType
static const struct map_field deduction_rows[] = {
	MAP_LINES(T, REQ, "grounds",  Grounds,  1, 250, EXAMPLE("Исполнительный лист")),
	MAP_LINES(T, OPT, "document", Document, 1, 250, EXAMPLE("№ 2-15/2024 от 12.03.2024")),
	MAP_MONEY(T, REQ, "amount",   Amount),
	MAP_END
};
static const struct map_type deduction_type = {"PaymentDeduction", sizeof(T), deduction_rows, NULL};
#undef T

#define T struct pay__IndexationType
static const struct map_field indexation_rows[] = {
	MAP_DATE   (T, REQ, "date",       Date, EXAMPLE("2026-02-01")),
	MAP_DECIMAL(T, REQ, "rate",       Rate, 5, 2, DOC("Percent.", "Процент."), EXAMPLE("5.6")),
	MAP_MONEY  (T, REQ, "before",     Before),
	MAP_MONEY  (T, REQ, "after",      After),
	MAP_LINES  (T, REQ, "regulation", Regulation, 1, 1000,
	    EXAMPLE("Постановление Правительства Российской Федерации об индексации")),
	MAP_END
};
static const struct map_type indexation_type = {"PaymentIndexation", sizeof(T), indexation_rows, NULL};
#undef T

#define T struct _pay__GetPaymentResponse
PAYMENT_RULE_FUNCTIONS(get, T)
/* clang-format on */
static bool
deductions_make_the_difference(const void *obj)
{
	const T *r = obj;
	struct map_sum sum = {0};

	for (int i = 0; i < r->__sizeDeduction; i++)
		if (!map_sum_add(&sum, r->Deduction[i].Amount))
			return false;
	return map_sum_add(&sum, r->Amount) && map_sum_equals(&sum, r->Accrued);
}

static bool
indexations_are_in_order(const void *obj)
{
	const T *r = obj;
	const char *before = NULL;

	for (int i = 0; i < r->__sizeIndexation; i++) {
		if (before != NULL && !map_dates_in_order(before, r->Indexation[i].Date))
			return false;
		before = r->Indexation[i].Date;
	}
	return before == NULL || map_dates_in_order(before, r->To);
}

/* clang-format off */
static const struct map_field get_rows[] = {
	MAP_SNILS(T, REQ, "snils",       Snils),
	PAYMENT_ROWS(T),
	MAP_MONEY(T, REQ, "accrued",     Accrued,
	    DOC("The amount and what was withheld of it.", "Сумма к выплате вместе с удержаниями.")),
	MAP_LIST (T, OPT, "deductions",  Deduction,  struct pay__DeductionType,  &deduction_type,  0, 20),
	MAP_LIST (T, OPT, "indexations", Indexation, struct pay__IndexationType, &indexation_type, 0, 100,
	    DOC("Oldest first.", "От старых к новым.")),
	MAP_END
};
static const struct map_rule get_rules[] = {
	PAYMENT_RULES(get),
	RULE(deductions_make_the_difference, "/accrued", ERR_MAP_RANGE, "the exact sum of the amount and the deductions",
	    "точная сумма выплаты и удержаний"),
	RULE(indexations_are_in_order, "/indexations", ERR_MAP_RANGE, "oldest first, none after the payment",
	    "от старых к новым, не позже выплаты"),
	RULE_END
};
const struct map_type map_pay_get_type = {"PaymentDetails", sizeof(T), get_rows, get_rules};
#undef T
/* clang-format on */
