/*
 * common: the rows of what all services share, urn:mostik:common:1.0.0, and rows that stand in many requests.
 *
 * Private to mapping/.  Types are used by MAP_OBJECT and MAP_LIST; the macros below put rows into a request or reply T
 * whose type refers to the group of the same name in xsd/common.xsd.
 */
#ifndef MAPPING_COMMON_H
#define MAPPING_COMMON_H

#include "mapping/rows.h"
#include "mapping/services.h"

extern const struct map_name map_gender_names[];
extern const struct map_name map_delivery_names[];

extern const struct map_type map_representative_type;
extern const struct map_type map_related_person_type;
extern const struct map_type map_passport_type;
extern const struct map_type map_civil_act_type;
extern const struct map_type map_address_type;
extern const struct map_type map_contact_type;
extern const struct map_type map_delivery_type;
extern const struct map_type map_period_type;
extern const struct map_type map_file_type;
extern const struct map_type map_attachment_type;
extern const struct map_type map_status_type;
extern const struct map_type map_decision_type;

/* Whether the first ten characters of two dates (a zone may follow, blanks may stand around) are in order, or equal. */
bool map_dates_in_order(const char *first, const char *second);

/* clang-format off */

/* A person's name, SNILS, birth date and sex: BaseRequestDataGroup. */
#define PERSON_ROWS(T)                                                            \
	MAP_NAME (T, REQ, "familyName", person__FamilyName, EXAMPLE("Образцова")),\
	MAP_NAME (T, REQ, "firstName",  person__FirstName,  EXAMPLE("Вера")),     \
	MAP_NAME (T, OPT, "patronymic", person__Patronymic, EXAMPLE("Олеговна")), \
	MAP_SNILS(T, REQ, "snils",      ben__Snils),                              \
	MAP_DATE (T, REQ, "birthDate",  ben__BirthDate,     EXAMPLE("1966-09-12")), \
	MAP_ENUM (T, REQ, "gender",     ben__Gender,        enum person__GenderType, map_gender_names)

/* CitizenGroup, SystemGroup: the token of a request. */
#define CITIZEN(T)                                                                \
	TOKEN(PERSON_ROWS(T),                                                     \
	    MAP_OBJECT(T, OPT, "representative", cmn__Representative,             \
	        struct cmn__RepresentativeType, &map_representative_type),)
#define SYSTEM(T)                                                                 \
	TOKEN(MAP_STR(T, REQ, "system", cmn__System, 1, 100),)

/* ChangeGroup: the header of a request that changes something. */
#define CHANGE_ROWS(T)                                                            \
	MAP_KEY(T, REQ, "idempotencyKey", cmn__RequestKey, 1, 64)
#define CHANGE(T) HEADER(CHANGE_ROWS(T),)

/* PageGroup in a query; NextPageGroup in a reply. */
#define PAGE_ROWS(T)                                                              \
	MAP_INT_PTR(T, OPT, "limit", cmn__Limit, 1, 500,                          \
	    DOC("How many at most; 50 if nothing is said.", "Сколько записей вернуть, не более; по умолчанию 50.")), \
	MAP_CURSOR(T, OPT, "cursor", cmn__Cursor,                            \
	    DOC("Where to go on: what nextCursor said.", "Откуда продолжать: значение nextCursor."), EXAMPLE("MTAw"))
#define NEXT_PAGE_ROWS(T)                                                         \
	MAP_CURSOR(T, OPT, "nextCursor", cmn__NextCursor,                    \
	    DOC("Where the list goes on; absent at its end.", "Откуда продолжать список; в конце списка отсутствует."), \
	    EXAMPLE("MTAw"))

/* PeriodFilterGroup in a query. */
#define PERIOD_FILTER_ROWS(T)                                                     \
	MAP_DATE(T, OPT, "from", cmn__From, DOC("From this day on.", "Начиная с этого дня.")), \
	MAP_DATE(T, OPT, "to",   cmn__To,   DOC("Up to this day, which is included.", "По этот день включительно."))

/* The declared fault of a service: its code, and FaultGroup.  Typed details of the service's own may follow. */
#define FAULT_ROWS(T)                                                             \
	MAP_CODE (T, REQ, "code",  Code, 1, 63),                                  \
	MAP_LINES(T, REQ, "text",  flt__Text,  1, 250,                            \
	    DOC("For the citizen, in Russian.", "Для гражданина.")),              \
	MAP_LINES(T, OPT, "field", flt__Field, 1, 120,                            \
	    DOC("The element of the request that is refused.", "Элемент запроса, который отклонён."))

/* The two refusals that every service has, at the head of its list. */
#define COMMON_REFUSALS                                                           \
	{"NOT_FOUND", 404, "The Fund has no such record of this citizen", "В Фонде нет такой записи об этом гражданине", \
	    "Check the number; ask for the list first.", "Проверьте номер; сначала запросите список."},     \
	{"REFUSED", 422, "The Fund has refused the request", "Фонд отклонил запрос",                        \
	    "Read the Fund's text, mend the field that it names, send again.",                              \
	    "Прочтите пояснение Фонда, исправьте указанное поле и отправьте снова."}
/* clang-format on */

#endif
