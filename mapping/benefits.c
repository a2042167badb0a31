#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "mapping/benefits.h"
#include "soapH.h"

/* clang-format off */
#define T struct ben__PaymentDetailType
static const struct map_field detail_rows[] = {
	/*               need JSON name  member limits */
	MAP_LINES       (T, REQ, "type", Type,  1, 250),
	MAP_LINES       (T, OPT, "base", Base,  0, 1000),
	MAP_MONEY_SIGNED(T, REQ, "sum",  Sum),
	MAP_END
};
static const struct map_type detail_type = {"PaymentDetail", sizeof(T), detail_rows, NULL};
#undef T

#define T struct ben__PaymentType
static const struct map_field payment_rows[] = {
	/*               need JSON name     member         limits */
	MAP_LINES       (T, REQ, "type",    Type,          1, 250,
	    DOC("Kind of payment in the Fund's classifier.", "Вид выплаты по классификатору Фонда."),
	    EXAMPLE("ПЕН 1.1")),
	MAP_LINES       (T, OPT, "base",    Base,          0, 1000,
	    DOC("On what ground it is paid.", "Основание выплаты."),
	    EXAMPLE("Федеральный закон № 400-ФЗ")),
	MAP_MONEY_SIGNED(T, REQ, "sum",     Sum),
	MAP_LIST        (T, OPT, "details", PaymentDetail, struct ben__PaymentDetailType, &detail_type, 0, 1000,
	    DOC("What the payment is made of, where the Fund says.", "Составные части выплаты, если Фонд их указал.")),
	MAP_END
};
static const struct map_type payment_type = {"Payment", sizeof(T), payment_rows, NULL};
#undef T

#define T struct ben__PaymentsType
static const struct map_field payments_rows[] = {
	MAP_LIST(T, REQ, "payment", Payment, struct ben__PaymentType, &payment_type, 1, 1000),
	MAP_END
};
const struct map_type map_ben_payments_type = {"Payments", sizeof(T), payments_rows, NULL};
#undef T

#define T struct ben__MonthlyPaymentType
static const struct map_field month_rows[] = {
	/*               need JSON name             member            limits */
	MAP_GYEAR       (T, REQ, "year",             Year),
	MAP_GMONTH      (T, REQ, "month",            Month),
	MAP_MONEY_SIGNED(T, REQ, "totalPaymentsSum", TotalPaymentsSum,
	    DOC("Exact sum of the payments of the month.", "Точная сумма выплат за месяц.")),
	MAP_INT         (T, REQ, "numberOfPayments", NumberOfPayments, 1, 1000),
	MAP_INLINE      (T, REQ, "payments",         Payments,         struct ben__PaymentsType, &map_ben_payments_type),
	MAP_END
};
static const struct map_rule month_rules[] = {
	RULE_COUNT(T, "/numberOfPayments", NumberOfPayments,
	    struct ben__PaymentsType, Payments, struct ben__PaymentType, Payment),
	RULE_SUM  (T, "/totalPaymentsSum", TotalPaymentsSum,
	    struct ben__PaymentsType, Payments, struct ben__PaymentType, Payment, Sum),
	RULE_END
};
static const struct map_type month_type = {"MonthlyPayment", sizeof(T), month_rows, month_rules};
#undef T

#define T struct ben__MonthlyPaymentsType
static const struct map_field months_rows[] = {
	MAP_LIST(T, REQ, "monthlyPayment", MonthlyPayment, struct ben__MonthlyPaymentType, &month_type, 1, BENEFITS_MONTHS_MAX),
	MAP_END
};
const struct map_type map_ben_months_type = {"MonthlyPayments", sizeof(T), months_rows, NULL};
#undef T
/* clang-format on */

/* The number that codec writes for text, which has passed its row. */
static long
number(const struct map_codec *codec, const char *text)
{
	const struct map_limits any = {0, 9999};
	char buf[MAP_TEXT_SIZE];
	const char *written;

	CHECK(codec->write(&any, text, buf, &written) == ERR_OK);
	return strtol(written, NULL, 10);
}

bool
map_ben_months_fit(const char *begin, int months, const struct ben__MonthlyPaymentsType *list)
{
	bool seen[BENEFITS_MONTHS_MAX] = {false};
	char text[MAP_TEXT_SIZE];
	long first;

	if (!map_trim(begin, text))
		return false;
	first = strtol(text, NULL, 10) * 12 + strtol(text + 5, NULL, 10);
	for (int i = 0; list != NULL && i < list->__sizeMonthlyPayment; i++) {
		const struct ben__MonthlyPaymentType *m = &list->MonthlyPayment[i];
		long nth = number(&map_codec_gyear, m->Year) * 12 + number(&map_codec_gmonth, m->Month) - first;

		if (nth < 0 || nth >= months || seen[nth])
			return false;
		seen[nth] = true;
	}
	return true;
}
