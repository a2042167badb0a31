/* pension: the types of its messages, for the table of operations in pension.c.  Private to mapping/. */
#ifndef MAPPING_PENSION_H
#define MAPPING_PENSION_H

#include "mapping/common.h"

/* pension_account.c */
extern const struct map_type map_pen_account_request_type, map_pen_account_type;
extern const struct map_type map_pen_operations_request_type, map_pen_operations_type;
extern const struct map_type map_pen_operation_request_type, map_pen_operation_type;

/* pension_record.c */
extern const struct map_type map_pen_record_request_type, map_pen_record_type;
extern const struct map_type map_pen_dispute_request_type, map_pen_dispute_type;

/* pension_payout.c */
extern const struct map_type map_pen_payout_request_type, map_pen_payout_type;
extern const struct map_type map_pen_payout_change_type, map_pen_payout_changed_type;
extern const struct map_type map_pen_acceleration_request_type, map_pen_acceleration_type;

/* pension_published.c */
extern const struct map_type map_pen_on_date_request_type, map_pen_on_date_type;
extern const struct map_type map_pen_experience_request_type, map_pen_experience_type;

/* clang-format off */
/* AcceptedGroup: what was handed in is registered. */
#define ACCEPTED_ROWS(T, example)                                                 \
	MAP_NUMBER  (T, REQ, "number",     Number,     1, 40, EXAMPLE(example)),  \
	MAP_DATETIME(T, REQ, "acceptedAt", AcceptedAt),                           \
	MAP_INT     (T, REQ, "statusId",   StatusId,   -1, 9999,                  \
	    DOC("Status in the portal's dictionary.", "Статус по справочнику портала.")), \
	MAP_LINES   (T, REQ, "statusName", StatusName, 1, 250, EXAMPLE("Принято к рассмотрению"))
/* clang-format on */

#endif
