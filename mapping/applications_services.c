/*
 * Applications of citizens: what can be applied for.
 */
#include "config.h"

#include "mapping/applications.h"
#include "soapH.h"

/* clang-format off */
#define SERVICE_ROWS(T)                                                           \
	MAP_DIGITS(T, REQ, "code",     Code,     5, 12, EXAMPLE("10000000109"),   \
	    DOC("Code of the service on the portal.", "Код услуги на портале.")), \
	MAP_LINES (T, REQ, "name",     Name,     1, 250, EXAMPLE("Назначение страховой пенсии по старости")), \
	MAP_ENUM  (T, REQ, "kind",     Kind,     enum app__KindType, map_kind_names, \
	    DOC("Kind of the application by which it is asked for.", "Вид заявления, которым её запрашивают.")), \
	MAP_INT   (T, REQ, "termDays", TermDays, 1, 365,                          \
	    DOC("In which it is decided, working days.", "Срок рассмотрения в рабочих днях."))

#define T struct _app__ListServicesRequest
static const struct map_field services_request_rows[] = {
	CITIZEN(T),
	QUERY(
		MAP_STR(T, OPT, "search", Search, 1, 100, EXAMPLE("пенсия"),
		    DOC("A part of the name or of the code.", "Часть названия или кода.")),
		PAGE_ROWS(T),
	),
	MAP_END
};
const struct map_type map_services_request_type = {"ServicesRequest", sizeof(T), services_request_rows, NULL};
#undef T

#define T struct app__ServiceType
static const struct map_field service_rows[] = {SERVICE_ROWS(T), MAP_END};
static const struct map_type service_type = {"Service", sizeof(T), service_rows, NULL};
#undef T

#define T struct _app__ListServicesResponse
static const struct map_field services_rows[] = {
	MAP_LIST(T, OPT, "services", Service, struct app__ServiceType, &service_type, 0, 500),
	NEXT_PAGE_ROWS(T),
	MAP_END
};
const struct map_type map_services_type = {"Services", sizeof(T), services_rows, NULL};
#undef T

#define T struct _app__GetServiceRequest
static const struct map_field service_request_rows[] = {
	CITIZEN(T),
	PATH(
		MAP_DIGITS(T, REQ, "code", Code, 5, 12, EXAMPLE("10000000109"),
		    DOC("Code of the service on the portal.", "Код услуги на портале.")),
	),
	MAP_END
};
const struct map_type map_service_request_type = {"ServiceRequest", sizeof(T), service_request_rows, NULL};
#undef T

#define T struct app__ConditionType
static const struct map_field condition_rows[] = {
	MAP_CODE (T, REQ, "rule", Rule, 1, 63, EXAMPLE("PENSION_AGE"),
	    DOC("Its code, in findings and refusals too.", "Код условия, он же в замечаниях и отказах.")),
	MAP_LINES(T, REQ, "text", Text, 1, 1000),
	MAP_END
};
static const struct map_type condition_type = {"ServiceCondition", sizeof(T), condition_rows, NULL};
#undef T

#define T struct app__NeededDocumentType
static const struct map_field needed_rows[] = {
	MAP_CODE (T, REQ, "kind",     Kind,     1, 64, EXAMPLE("BIRTH_CERTIFICATE"),
	    DOC("Kind of the document, as in an attachment.", "Вид документа, как во вложении.")),
	MAP_LINES(T, REQ, "name",     Name,     1, 250),
	MAP_BOOL (T, REQ, "required", Required,
	    DOC("Without it the application waits.", "Без него рассмотрение приостанавливается.")),
	MAP_END
};
static const struct map_type needed_type = {"NeededDocument", sizeof(T), needed_rows, NULL};
#undef T

#define T struct _app__GetServiceResponse
static const struct map_field service_detail_rows[] = {
	SERVICE_ROWS(T),
	MAP_LINES(T, REQ, "grounds",    Grounds,   1, 1000, EXAMPLE("Федеральный закон № 400-ФЗ"),
	    DOC("The regulation it rests on.", "Нормативный акт.")),
	MAP_LIST (T, OPT, "conditions", Condition, struct app__ConditionType, &condition_type, 0, 20,
	    DOC("Who may get it.", "Кто имеет право на услугу.")),
	MAP_LIST (T, OPT, "documents",  Document,  struct app__NeededDocumentType, &needed_type, 0, 20),
	MAP_END
};
const struct map_type map_service_detail_type = {"ServiceDetail", sizeof(T), service_detail_rows, NULL};
#undef T
/* clang-format on */
