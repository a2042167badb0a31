/*
 * The shared registry, for systems: urn:mostik:registry:1.0.0, wsdl/registry.wsdl.
 */
#include "config.h"

#include "mapping/common.h"
#include "soapH.h"

/* clang-format off */
/* ---- the service ---- */

#define T struct _reg__RegistryFault
static const struct map_field fault_rows[] = {FAULT_ROWS(T), MAP_END};
static const struct map_type fault_type = {"RegistryFault", sizeof(T), fault_rows, NULL};
#undef T
MAP_MESSAGE_FUNCTIONS(reg, RegistryFault)
static const struct map_message fault = MAP_MESSAGE(reg, RegistryFault, &fault_type);

static const struct map_refusal refusals[] = {
	COMMON_REFUSALS,
	{NULL, 0, NULL, NULL, NULL, NULL}
};

#define SERVICE registry
static const struct map_operation operations[] = {
	{.name = NULL}
};

const struct map_service map_service_registry = {
	"registry", "Registry of recipients and payments", "Реестр получателей и выплат", &fault, refusals, operations,
};
/* clang-format on */
