/*
 * Payments to a citizen: urn:mostik:payments:1.0.0 and, by month, the published contracts
 * {http://kvs.pfr.com/bap-for-period/1.0.1} and {http://kvs.pfr.com/benefits-care-for-period/1.0.1};
 * wsdl/payments.wsdl.
 */
#include "config.h"

#include "mapping/benefits.h"
#include "mapping/payments.h"
#include "soapH.h"

/* clang-format off */
/* ---- BapForPeriod ---- */

#define T struct _bap__BapForPeriodRequest
static const struct map_field bap_request_rows[] = {ON_PERIOD_REQUEST_ROWS(T), MAP_END};
static const struct map_type bap_request_type = {"PaymentsRequest", sizeof(T), bap_request_rows, NULL};
#undef T

#define T struct __bap__BapForPeriodResponse_sequence
ON_PERIOD_RULE_FUNCTIONS(bap, T)
static const struct map_field bap_reply_rows[] = {ON_PERIOD_REPLY_ROWS(T), MAP_END};
static const struct map_rule bap_reply_rules[] = {ON_PERIOD_RULES(bap), RULE_END};
static const struct map_type bap_reply_part = {"PaymentsReplyPart", sizeof(T), bap_reply_rows, bap_reply_rules};
#undef T

#define T struct _bap__BapForPeriodResponse
static const struct map_field bap_reply_root[] = {
	MAP_PART(T, REQ, __BapForPeriodResponse_sequence, struct __bap__BapForPeriodResponse_sequence, &bap_reply_part),
	MAP_END
};
static const struct map_type bap_reply_type = {"PaymentsReply", sizeof(T), bap_reply_root, NULL};
#undef T

/* ---- BenefitsCareForPeriod ---- */

#define T struct _care__BenefitsCareForPeriodRequest
static const struct map_field care_request_rows[] = {ON_PERIOD_REQUEST_ROWS(T), MAP_END};
static const struct map_type care_request_type = {"CarePaymentsRequest", sizeof(T), care_request_rows, NULL};
#undef T

#define T struct __care__BenefitsCareForPeriodResponse_sequence
ON_PERIOD_RULE_FUNCTIONS(care, T)
static const struct map_field care_reply_rows[] = {ON_PERIOD_REPLY_ROWS(T), MAP_END};
static const struct map_rule care_reply_rules[] = {ON_PERIOD_RULES(care), RULE_END};
static const struct map_type care_reply_part = {"CarePaymentsReplyPart", sizeof(T), care_reply_rows, care_reply_rules};
#undef T

#define T struct _care__BenefitsCareForPeriodResponse
static const struct map_field care_reply_root[] = {
	MAP_PART(T, REQ, __BenefitsCareForPeriodResponse_sequence,
	    struct __care__BenefitsCareForPeriodResponse_sequence, &care_reply_part),
	MAP_END
};
static const struct map_type care_reply_type = {"CarePaymentsReply", sizeof(T), care_reply_root, NULL};
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
	{"PERIOD_TOO_LONG", 422, "The period is longer than ten years", "Период длиннее десяти лет",
	    "Ask for each ten years of it.", "Запросите его частями не длиннее десяти лет."},
	{NULL, 0, NULL, NULL, NULL, NULL}
};

#define SERVICE payments
MAP_MESSAGES(bap, BapForPeriod)
static const struct map_message BapForPeriod_request = MAP_MESSAGE(bap, BapForPeriodRequest, &bap_request_type);
static const struct map_message BapForPeriod_reply = MAP_REPLY(bap, BapForPeriodResponse, &bap_reply_type, &fault);
MAP_MESSAGES(care, BenefitsCareForPeriod)
static const struct map_message BenefitsCareForPeriod_request =
    MAP_MESSAGE(care, BenefitsCareForPeriodRequest, &care_request_type);
static const struct map_message BenefitsCareForPeriod_reply =
    MAP_REPLY(care, BenefitsCareForPeriodResponse, &care_reply_type, &fault);
MAP_MESSAGES(pay, GetPaymentsSummary)
MAP_MESSAGES(pay, ListPayments)
MAP_MESSAGES(pay, GetPayment)

static const struct map_operation operations[] = {
	PUBLISHED_OPERATION("GetPaymentsByMonth", BapForPeriod, "/v1/payments/monthly",
	    "Payments to the citizen over a period, by month", "Выплаты гражданину за период, по месяцам", ON_PERIOD_ECHO),
	PUBLISHED_OPERATION("GetCarePayments", BenefitsCareForPeriod, "/v1/payments/care",
	    "Payments for care over a period, by month", "Выплаты по уходу за период, по месяцам", ON_PERIOD_ECHO),
	MAP_OPERATION(pay, GetPaymentsSummary, "GET", "/v1/payments/summary", 200,
	    map_pay_summary_request_type, map_pay_summary_type,
	    "What was paid in a period, by kind, and what is due next",
	    "Сколько выплачено за период, по видам, и какие выплаты ближайшие",
	    ECHO({"/snils", "/token/snils", &map_codec_snils}, {"/from", "/query/from", NULL}, {"/to", "/query/to", NULL},)),
	MAP_OPERATION(pay, ListPayments, "GET", "/v1/payments", 200, map_pay_list_request_type, map_pay_list_type,
	    "Payments to the citizen one by one, newest first", "Выплаты гражданину по одной, от новых к старым",
	    .list = "/items", ECHO({"/snils", "/token/snils", &map_codec_snils},)),
	MAP_OPERATION(pay, GetPayment, "GET", "/v1/payments/{id}", 200, map_pay_get_request_type, map_pay_get_type,
	    "One payment, with what was withheld and how it was indexed",
	    "Выплата: что из неё удержано и как она индексировалась",
	    ECHO({"/snils", "/token/snils", &map_codec_snils}, {"/id", "/path/id", NULL},)),
	{.name = NULL}
};

const struct map_service map_service_payments = {
	"payments", "Payments", "Выплаты", &fault, refusals, operations,
};
/* clang-format on */
