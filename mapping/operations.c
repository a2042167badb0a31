/* What the adapter can do: every operation, and what is common to all of them. */
#include "config.h"

#include <string.h>

#include "mapping/person.h"
#include "soapH.h"

const struct map_operation *const map_operations[] = {
	&map_get_payments,
	&map_submit_application,
	&map_get_application,
	NULL,
};

const struct map_name map_gender_names[] = {
	{"male",   person__GenderType__Male},
	{"female", person__GenderType__Female},
	{NULL, 0},
};

/* clang-format off */
#define T struct _flt__ServiceFault
static const struct map_field fault_rows[] = {
	/*        need JSON name member limits */
	MAP_CODE (T, REQ, "code",  Code,  1, 63),
	MAP_LINES(T, REQ, "text",  Text,  1, 250),
	MAP_LINES(T, OPT, "field", Field, 1, 120),
	MAP_END
};
static const struct map_type fault_type = {"ServiceFault", sizeof(T), fault_rows, NULL};
#undef T
/* clang-format on */

MAP_MESSAGE_FUNCTIONS(flt, ServiceFault)
const struct map_message map_fault = MAP_MESSAGE(flt, ServiceFault, &fault_type);
