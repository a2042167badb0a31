/*
 * Support measures: urn:mostik:support:1.0.0, wsdl/support.wsdl.
 */
#include "config.h"

#include "mapping/common.h"
#include "soapH.h"

/* clang-format off */
/* ---- the service ---- */

#define T struct _sup__SupportFault
static const struct map_field fault_rows[] = {FAULT_ROWS(T), MAP_END};
static const struct map_type fault_type = {"SupportFault", sizeof(T), fault_rows, NULL};
#undef T
MAP_MESSAGE_FUNCTIONS(sup, SupportFault)
static const struct map_message fault = MAP_MESSAGE(sup, SupportFault, &fault_type);

static const struct map_refusal refusals[] = {
	COMMON_REFUSALS,
	{NULL, 0, NULL, NULL, NULL, NULL}
};

#define SERVICE support
static const struct map_operation operations[] = {
	{.name = NULL}
};

const struct map_service map_service_support = {
	"support", "Support measures", "Меры поддержки", &fault, refusals, operations,
};
/* clang-format on */
