/*
 * The self-employed: urn:mostik:selfemployed:1.0.0, wsdl/selfemployed.wsdl.
 */
#include "config.h"

#include "mapping/common.h"
#include "soapH.h"

/* clang-format off */
/* ---- the service ---- */

#define T struct _slf__SelfEmployedFault
static const struct map_field fault_rows[] = {FAULT_ROWS(T), MAP_END};
static const struct map_type fault_type = {"SelfEmployedFault", sizeof(T), fault_rows, NULL};
#undef T
MAP_MESSAGE_FUNCTIONS(slf, SelfEmployedFault)
static const struct map_message fault = MAP_MESSAGE(slf, SelfEmployedFault, &fault_type);

static const struct map_refusal refusals[] = {
	COMMON_REFUSALS,
	{NULL, 0, NULL, NULL, NULL, NULL}
};

#define SERVICE selfemployed
static const struct map_operation operations[] = {
	{.name = NULL}
};

const struct map_service map_service_selfemployed = {
	"selfemployed", "Self-employed and sole proprietors", "Самозанятые и предприниматели", &fault, refusals, operations,
};
/* clang-format on */
