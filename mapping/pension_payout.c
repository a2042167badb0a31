/* How and when the pension is paid out. */
#include "config.h"

#include "mapping/pension.h"
#include "soapH.h"

static const struct map_name reason_names[] = {
	{"hospital",  pen__AccelerationReasonType__Hospital},
	{"departure", pen__AccelerationReasonType__Departure},
	{"hardship",  pen__AccelerationReasonType__Hardship},
	{"disaster",  pen__AccelerationReasonType__Disaster},
	{NULL, 0},
};

/* clang-format off */
#define DAY_ROW(T)                                                                \
	MAP_INT(T, REQ, "day", Day, 3, 25, DOC("Day of the month.", "День месяца."))
#define DELIVERY_ROW(T)                                                           \
	MAP_OBJECT(T, REQ, "delivery", Delivery, struct cmn__DeliveryType, &map_delivery_type, \
	    DOC("How the pension is paid out.", "Способ доставки пенсии."))

/* PayoutDetailsGroup. */
#define PAYOUT_ROWS(T)                                                            \
	MAP_SNILS  (T, REQ, "snils", Snils),                                      \
	DELIVERY_ROW(T),                                                          \
	DAY_ROW(T),                                                               \
	MAP_DATE   (T, REQ, "effectiveFrom", EffectiveFrom,                       \
	    DOC("From which day this holds.", "С какого дня действует.")),        \
	MAP_VERSION(T, REQ, "version", Version,                                   \
	    DOC("State of the record; a change may name it.", "Версия записи; при изменении её можно назвать."))

/* ---- GetPayoutDetails ---- */

#define T struct _pen__GetPayoutDetailsRequest
static const struct map_field payout_request_rows[] = {CITIZEN(T), MAP_END};
const struct map_type map_pen_payout_request_type = {"PayoutDetailsRequest", sizeof(T), payout_request_rows, NULL};
#undef T

#define T struct _pen__GetPayoutDetailsResponse
static const struct map_field payout_rows[] = {PAYOUT_ROWS(T), MAP_END};
const struct map_type map_pen_payout_type = {"PayoutDetails", sizeof(T), payout_rows, NULL};
#undef T

/* ---- ChangePayoutDetails ---- */

#define T struct _pen__ChangePayoutDetailsRequest
static const struct map_field change_rows[] = {
	CITIZEN(T),
	HEADER(
		CHANGE_ROWS(T),
		MAP_VERSION(T, OPT, "ifMatch", ExpectedVersion),
	),
	BODY(
		DELIVERY_ROW(T),
		DAY_ROW(T),
	),
	MAP_END
};
const struct map_type map_pen_payout_change_type = {"PayoutDetailsChange", sizeof(T), change_rows, NULL};
#undef T

#define T struct _pen__ChangePayoutDetailsResponse
static const struct map_field changed_rows[] = {PAYOUT_ROWS(T), MAP_END};
const struct map_type map_pen_payout_changed_type = {"ChangedPayoutDetails", sizeof(T), changed_rows, NULL};
#undef T

/* ---- RequestAcceleratedPayout ---- */

#define T struct _pen__RequestAcceleratedPayoutRequest
static const struct map_field acceleration_request_rows[] = {
	CITIZEN(T),
	CHANGE(T),
	BODY(
		/*        need JSON name      member       limits */
		MAP_ENUM (T, REQ, "reason",      Reason,      enum pen__AccelerationReasonType, reason_names),
		MAP_LINES(T, OPT, "explanation", Explanation, 1, 1000, EXAMPLE("Плановая операция 3 декабря.")),
		MAP_DATE (T, REQ, "desiredDate", DesiredDate,
		    DOC("By which day the money is needed.", "К какому дню нужны деньги.")),
	),
	MAP_END
};
const struct map_type map_pen_acceleration_request_type =
    {"AcceleratedPayoutRequest", sizeof(T), acceleration_request_rows, NULL};
#undef T

#define T struct _pen__RequestAcceleratedPayoutResponse
static const struct map_field acceleration_rows[] = {
	ACCEPTED_ROWS(T, "ACC-000000001"),
	MAP_MONEY(T, REQ, "amount",     Amount,     DOC("What is paid early.", "Сумма, которую выплатят раньше.")),
	MAP_DATE (T, REQ, "payoutDate", PayoutDate),
	MAP_END
};
const struct map_type map_pen_acceleration_type = {"AcceptedAcceleration", sizeof(T), acceleration_rows, NULL};
#undef T
/* clang-format on */
