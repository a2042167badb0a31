/*
 * Inquiries, complaints and appeals of decisions: urn:mostik:appeals:1.0.0, wsdl/appeals.wsdl.
 */
#include "config.h"

#include "mapping/common.h"
#include "soapH.h"

/* clang-format off */
/* ---- the service ---- */

#define T struct _apl__AppealsFault
static const struct map_field fault_rows[] = {FAULT_ROWS(T), MAP_END};
static const struct map_type fault_type = {"AppealsFault", sizeof(T), fault_rows, NULL};
#undef T
MAP_MESSAGE_FUNCTIONS(apl, AppealsFault)
static const struct map_message fault = MAP_MESSAGE(apl, AppealsFault, &fault_type);

static const struct map_refusal refusals[] = {
	COMMON_REFUSALS,
	{NULL, 0, NULL, NULL, NULL, NULL}
};

#define SERVICE appeals
static const struct map_operation operations[] = {
	{.name = NULL}
};

const struct map_service map_service_appeals = {
	"appeals", "Appeals", "Обращения", &fault, refusals, operations,
};
/* clang-format on */
