/*
 * Certificates and extracts: urn:mostik:documents:1.0.0, wsdl/documents.wsdl.
 */
#include "config.h"

#include "mapping/common.h"
#include "soapH.h"

/* clang-format off */
/* ---- the service ---- */

#define T struct _doc__DocumentsFault
static const struct map_field fault_rows[] = {FAULT_ROWS(T), MAP_END};
static const struct map_type fault_type = {"DocumentsFault", sizeof(T), fault_rows, NULL};
#undef T
MAP_MESSAGE_FUNCTIONS(doc, DocumentsFault)
static const struct map_message fault = MAP_MESSAGE(doc, DocumentsFault, &fault_type);

static const struct map_refusal refusals[] = {
	COMMON_REFUSALS,
	{NULL, 0, NULL, NULL, NULL, NULL}
};

#define SERVICE documents
static const struct map_operation operations[] = {
	{.name = NULL}
};

const struct map_service map_service_documents = {
	"documents", "Documents", "Справки и выписки", &fault, refusals, operations,
};
/* clang-format on */
