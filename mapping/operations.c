/* What the adapter can do: every service, and how its operations are found. */
#include "config.h"

#include <string.h>

#include "mapping/common.h"
#include "mapping/services.h"
#include "soapH.h"

const struct map_service *const map_services[] = {
	&map_service_account,
	&map_service_pension,
	&map_service_payments,
	&map_service_documents,
	&map_service_applications,
	&map_service_appeals,
	&map_service_appointments,
	&map_service_support,
	&map_service_selfemployed,
	&map_service_registry,
	NULL,
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

const struct map_operation *
map_operation_at(size_t i)
{
	for (size_t s = 0; map_services[s] != NULL; s++)
		for (const struct map_operation *op = map_services[s]->operations; op->name != NULL; op++)
			if (i-- == 0)
				return op;
	return NULL;
}

const struct map_operation *
map_operation_named(const char *name)
{
	const struct map_operation *op;

	for (size_t i = 0; (op = map_operation_at(i)) != NULL; i++)
		if (strcmp(op->name, name) == 0)
			return op;
	return NULL;
}

const struct map_operation *
map_operation_of_action(const char *action)
{
	const struct map_operation *op;

	for (size_t i = 0; (op = map_operation_at(i)) != NULL; i++)
		if (strcmp(op->action, action) == 0)
			return op;
	return NULL;
}

bool
map_takes_body(const struct map_operation *operation)
{
	return map_fields_have(operation->request->type->fields, "body");
}

bool
map_takes(const struct map_operation *operation, const char *part, const char *member)
{
	for (const struct map_field *f = operation->request->type->fields; f->kind != MAP_KIND_END; f++)
		if (f->kind == MAP_KIND_GROUP && strcmp(f->json, part) == 0)
			return map_fields_have(f->members, member);
	return false;
}
