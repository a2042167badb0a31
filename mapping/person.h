/*
 * person: the rows of the citizen, who stands in every request in the same way.
 *
 * Private to mapping/.
 */
#ifndef MAPPING_PERSON_H
#define MAPPING_PERSON_H

#include "mapping/rows.h"

extern const struct map_name map_gender_names[];

/* clang-format off */
#define PERSON_ROWS(T)                                                            \
	MAP_NAME (T, REQ, "familyName", person__FamilyName, EXAMPLE("Образцова")),\
	MAP_NAME (T, REQ, "firstName",  person__FirstName,  EXAMPLE("Вера")),     \
	MAP_NAME (T, OPT, "patronymic", person__Patronymic, EXAMPLE("Олеговна")), \
	MAP_SNILS(T, REQ, "snils",      ben__Snils),                              \
	MAP_DATE (T, REQ, "birthDate",  ben__BirthDate,     EXAMPLE("1966-09-12")), \
	MAP_ENUM (T, REQ, "gender",     ben__Gender,        enum person__GenderType, map_gender_names)
/* clang-format on */

#endif
