/*
 * benefits: the Fund's published vocabulary of payments, http://kvs.pfr.com/benefits-common/1.0.0, xsd/benefits.xsd.
 *
 * Private to mapping/.  The contracts that ask for a period, and those that ask for a day, differ in their elements'
 * names alone; so do their rows here.
 */
#ifndef MAPPING_BENEFITS_H
#define MAPPING_BENEFITS_H

#include "mapping/common.h"

enum { BENEFITS_MONTHS_MAX = 60 };

struct ben__MonthlyPaymentsType;

extern const struct map_type map_ben_payments_type;
extern const struct map_type map_ben_months_type;

/* Whether the months lie in the period that begins with the month of begin, each at most once.  list may be NULL. */
bool map_ben_months_fit(const char *begin, int months, const struct ben__MonthlyPaymentsType *list);

/* clang-format off */

/* RequestOnPeriodGroup.  Published so: no place for a representative. */
#define ON_PERIOD_REQUEST_ROWS(T)                                                 \
	TOKEN(PERSON_ROWS(T),),                                                   \
	QUERY(                                                                    \
		MAP_MONTH(T, REQ, "from",   ben__BeginPeriod,                     \
		    DOC("First month of the period.", "Первый месяц периода.")),  \
		MAP_INT  (T, REQ, "months", ben__NumberOfMonths, 1, BENEFITS_MONTHS_MAX, \
		    DOC("Number of months in the period.", "Число месяцев в периоде.")), \
	)

/* BaseResponseDataGroup. */
#define BENEFITS_REPLY_ROWS(T)                                                    \
	PERSON_ROWS(T),                                                           \
	MAP_DATE(T, REQ, "actualDate", ben__ActualDate,                           \
	    DOC("The day for which the data are true.", "Дата, на которую данные актуальны."))

/* ResponseOnPeriodGroup. */
#define ON_PERIOD_REPLY_ROWS(T)                                                   \
	BENEFITS_REPLY_ROWS(T),                                                   \
	MAP_BOOL  (T, REQ, "existData",       ben__ExistData,                     \
	    DOC("Whether anything was paid in the period.", "Были ли выплаты за период.")), \
	MAP_MONTH (T, REQ, "from",            ben__BeginPeriod,                   \
	    DOC("First month of the period.", "Первый месяц периода.")),          \
	MAP_INT   (T, REQ, "months",          ben__NumberOfMonths, 1, BENEFITS_MONTHS_MAX, \
	    DOC("Number of months in the period.", "Число месяцев в периоде.")),  \
	MAP_INLINE(T, OPT, "monthlyPayments", ben__MonthlyPayments, struct ben__MonthlyPaymentsType, &map_ben_months_type, \
	    DOC("The months in which something was paid.", "Месяцы, в которые были выплаты."))

/* The rules of such a reply: defines months_exist_X() and months_fit_X() for ON_PERIOD_RULES(X). */
#define ON_PERIOD_RULE_FUNCTIONS(X, T)                                            \
	static bool                                                               \
	months_exist_##X(const void *obj)                                         \
	{                                                                         \
		const T *r = obj;                                                 \
		return (r->ben__ExistData == xsd__boolean__true_) == (r->ben__MonthlyPayments != NULL); \
	}                                                                         \
	static bool                                                               \
	months_fit_##X(const void *obj)                                           \
	{                                                                         \
		const T *r = obj;                                                 \
		return map_ben_months_fit(r->ben__BeginPeriod, r->ben__NumberOfMonths, r->ben__MonthlyPayments); \
	}
#define ON_PERIOD_RULES(X)                                                        \
	RULE(months_exist_##X, "/existData", ERR_MAP_RANGE,                       \
	    "true exactly where there are months", "true, если месяцы есть, и false, если их нет"), \
	RULE(months_fit_##X, "/monthlyPayments", ERR_MAP_RANGE,                   \
	    "months of the period, each at most once", "месяцы из периода, каждый не более одного раза")

/* What such a reply must repeat. */
#define ON_PERIOD_ECHO                                                            \
	ECHO({"/snils",     "/token/snils",     &map_codec_snils},                \
	     {"/birthDate", "/token/birthDate", NULL},                            \
	     {"/from",      "/query/from",      NULL},                            \
	     {"/months",    "/query/months",    NULL},)

/*
 * An operation of a published contract, X being its name there: what MAP_OPERATION() is for ours.  The file has
 *      static const struct map_message X_request = …, X_reply = …;
 */
#define PUBLISHED_OPERATION(operation, X, http_path, en, ru, ...)                 \
	{.name = operation, .service = &MAP_SERVICE_STRUCT(SERVICE),              \
	 .method = "GET", .path = (http_path), .status = 200,                     \
	 .action = MAP_URN(SERVICE) #X, .reply_action = MAP_URN(SERVICE) #X "Response", \
	 .scope = MAP_SERVICE_TEXT(SERVICE), .request = &X##_request, .reply = &X##_reply, \
	 .title_en = (en), .title_ru = (ru), __VA_ARGS__}
/* clang-format on */

#endif
