/* payments: the types of its own messages, for the table of operations in payments.c.  Private to mapping/. */
#ifndef MAPPING_PAYMENTS_H
#define MAPPING_PAYMENTS_H

#include "mapping/common.h"

extern const struct map_type map_pay_summary_request_type;
extern const struct map_type map_pay_summary_type;
extern const struct map_type map_pay_list_request_type;
extern const struct map_type map_pay_list_type;
extern const struct map_type map_pay_get_request_type;
extern const struct map_type map_pay_get_type;

#endif
