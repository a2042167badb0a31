/*
 * Payments to a citizen: urn:mostik:payments:1.0.0 and, by month, {http://kvs.pfr.com/bap-for-period/1.0.1};
 * wsdl/payments.wsdl.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "mapping/common.h"
#include "soapH.h"

enum { MONTHS_MAX = 60 };

/* clang-format off */
/* ---- request ---- */

#define T struct _bap__BapForPeriodRequest
static const struct map_field request_rows[] = {
	TOKEN(PERSON_ROWS(T),),         /* published so: no place for a representative */
	QUERY(
		MAP_MONTH(T, REQ, "from",   ben__BeginPeriod,
		    DOC("First month of the period.", "Первый месяц периода.")),
		MAP_INT  (T, REQ, "months", ben__NumberOfMonths, 1, MONTHS_MAX,
		    DOC("Number of months in the period.", "Число месяцев в периоде.")),
	),
	MAP_END
};
static const struct map_type request_type = {"PaymentsRequest", sizeof(T), request_rows, NULL};
#undef T

/* ---- reply, inmost first ---- */

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
static const struct map_type payments_type = {"Payments", sizeof(T), payments_rows, NULL};
#undef T

#define T struct ben__MonthlyPaymentType
static const struct map_field month_rows[] = {
	/*               need JSON name             member            limits */
	MAP_GYEAR       (T, REQ, "year",             Year),
	MAP_GMONTH      (T, REQ, "month",            Month),
	MAP_MONEY_SIGNED(T, REQ, "totalPaymentsSum", TotalPaymentsSum,
	    DOC("Exact sum of the payments of the month.", "Точная сумма выплат за месяц.")),
	MAP_INT         (T, REQ, "numberOfPayments", NumberOfPayments, 1, 1000),
	MAP_INLINE      (T, REQ, "payments",         Payments,         struct ben__PaymentsType, &payments_type),
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
	MAP_LIST(T, REQ, "monthlyPayment", MonthlyPayment, struct ben__MonthlyPaymentType, &month_type, 1, MONTHS_MAX),
	MAP_END
};
static const struct map_type months_type = {"MonthlyPayments", sizeof(T), months_rows, NULL};
#undef T
/* clang-format on */

#define T struct __bap__BapForPeriodResponse_sequence
static bool
data_exist_as_said(const void *obj)
{
	const T *reply = obj;

	return (reply->ben__ExistData == xsd__boolean__true_) == (reply->ben__MonthlyPayments != NULL);
}

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

static bool
months_are_in_the_period(const void *obj)
{
	const T *reply = obj;
	const struct ben__MonthlyPaymentsType *list = reply->ben__MonthlyPayments;
	bool seen[MONTHS_MAX] = {false};
	char begin[MAP_TEXT_SIZE];
	long first;

	if (!map_trim(reply->ben__BeginPeriod, begin))
		return false;
	first = strtol(begin, NULL, 10) * 12 + strtol(begin + 5, NULL, 10);
	for (int i = 0; list != NULL && i < list->__sizeMonthlyPayment; i++) {
		const struct ben__MonthlyPaymentType *m = &list->MonthlyPayment[i];
		long nth = number(&map_codec_gyear, m->Year) * 12 + number(&map_codec_gmonth, m->Month) - first;

		if (nth < 0 || nth >= reply->ben__NumberOfMonths || seen[nth])
			return false;
		seen[nth] = true;
	}
	return true;
}

/* clang-format off */
static const struct map_field reply_rows[] = {
	/*        need JSON name            member              limits */
	MAP_NAME  (T, REQ, "familyName",      person__FamilyName, EXAMPLE("Образцова")),
	MAP_NAME  (T, REQ, "firstName",       person__FirstName,  EXAMPLE("Вера")),
	MAP_NAME  (T, OPT, "patronymic",      person__Patronymic, EXAMPLE("Олеговна")),
	MAP_SNILS (T, REQ, "snils",           ben__Snils),
	MAP_DATE  (T, REQ, "birthDate",       ben__BirthDate,     EXAMPLE("1966-09-12")),
	MAP_ENUM  (T, REQ, "gender",          ben__Gender,        enum person__GenderType, map_gender_names),
	MAP_DATE  (T, REQ, "actualDate",      ben__ActualDate,
	    DOC("The day for which the data are true.", "Дата, на которую данные актуальны.")),
	MAP_BOOL  (T, REQ, "existData",       ben__ExistData,
	    DOC("Whether anything was paid in the period.", "Были ли выплаты за период.")),
	MAP_MONTH (T, REQ, "from",            ben__BeginPeriod,
	    DOC("First month of the period.", "Первый месяц периода.")),
	MAP_INT   (T, REQ, "months",          ben__NumberOfMonths, 1, MONTHS_MAX,
	    DOC("Number of months in the period.", "Число месяцев в периоде.")),
	MAP_INLINE(T, OPT, "monthlyPayments", ben__MonthlyPayments, struct ben__MonthlyPaymentsType, &months_type,
	    DOC("The months in which something was paid.", "Месяцы, в которые были выплаты.")),
	MAP_END
};
static const struct map_rule reply_rules[] = {
	/*   what must hold            blames              in a request   expected */
	RULE(data_exist_as_said,       "/existData",       ERR_MAP_RANGE,
	    "true exactly where there are months",     "true, если месяцы есть, и false, если их нет"),
	RULE(months_are_in_the_period, "/monthlyPayments", ERR_MAP_RANGE,
	    "months of the period, each at most once", "месяцы из периода, каждый не более одного раза"),
	RULE_END
};
static const struct map_type reply_part = {"PaymentsReplyPart", sizeof(T), reply_rows, reply_rules};
#undef T

#define T struct _bap__BapForPeriodResponse
static const struct map_field reply_root[] = {
	MAP_PART(T, REQ, __BapForPeriodResponse_sequence, struct __bap__BapForPeriodResponse_sequence, &reply_part),
	MAP_END
};
static const struct map_type reply_type = {"PaymentsReply", sizeof(T), reply_root, NULL};
#undef T

/* ---- the service ---- */

#define T struct _pay__PaymentsFault
static const struct map_field fault_rows[] = {FAULT_ROWS(T), MAP_END};
static const struct map_type fault_type = {"PaymentsFault", sizeof(T), fault_rows, NULL};
#undef T
MAP_MESSAGE_FUNCTIONS(pay, PaymentsFault)
static const struct map_message fault = MAP_MESSAGE(pay, PaymentsFault, &fault_type);

static const struct map_refusal refusals[] = {
	COMMON_REFUSALS,
	{NULL, 0, NULL, NULL, NULL, NULL}
};

#define SERVICE payments
MAP_MESSAGE_FUNCTIONS(bap, BapForPeriodRequest)
MAP_MESSAGE_FUNCTIONS(bap, BapForPeriodResponse)
static const struct map_message request = MAP_MESSAGE(bap, BapForPeriodRequest, &request_type);
static const struct map_message reply = MAP_REPLY(bap, BapForPeriodResponse, &reply_type, &fault);

static const struct map_operation operations[] = {
	{.name = "GetPaymentsByMonth", .service = &map_service_payments,
	 .method = "GET", .path = "/v1/payments/monthly", .status = 200,
	 .action = MAP_URN(SERVICE) "BapForPeriod", .reply_action = MAP_URN(SERVICE) "BapForPeriodResponse",
	 .scope = "payments", .request = &request, .reply = &reply,
	 .title_en = "Payments to the citizen over a period, by month", .title_ru = "Выплаты гражданину за период, по месяцам",
	 ECHO({"/snils",     "/token/snils",     &map_codec_snils},
	      {"/birthDate", "/token/birthDate", NULL},
	      {"/from",      "/query/from",      NULL},
	      {"/months",    "/query/months",    NULL},)},
	{.name = NULL}
};

const struct map_service map_service_payments = {
	"payments", "Payments", "Выплаты", &fault, refusals, operations,
};
/* clang-format on */
