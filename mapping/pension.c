/*
 * The individual account: urn:mostik:pension:1.0.0, wsdl/pension.wsdl.
 */
#include "config.h"

#include "mapping/common.h"
#include "soapH.h"

/* clang-format off */
/* ---- the service ---- */

#define T struct _pen__PensionFault
static const struct map_field fault_rows[] = {FAULT_ROWS(T), MAP_END};
static const struct map_type fault_type = {"PensionFault", sizeof(T), fault_rows, NULL};
#undef T
MAP_MESSAGE_FUNCTIONS(pen, PensionFault)
static const struct map_message fault = MAP_MESSAGE(pen, PensionFault, &fault_type);

static const struct map_refusal refusals[] = {
	COMMON_REFUSALS,
	{NULL, 0, NULL, NULL, NULL, NULL}
};

#define SERVICE pension
static const struct map_operation operations[] = {
	{.name = NULL}
};

const struct map_service map_service_pension = {
	"pension", "Pension", "Пенсия", &fault, refusals, operations,
};
/* clang-format on */
