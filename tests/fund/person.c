#include "config.h"

#include <string.h>

#include "tests/fund/person.h"

bool
person_find(const struct fund *fund, const char *snils, struct citizen *ret_citizen)
{
	long number = citizen_number(snils);

	if (number < 0 || number >= fund->citizens)
		return false;
	citizen_make((unsigned)number, ret_citizen);
	return true;
}

/* Both absent, or both the same. */
static bool
same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

const char *
person_difference(const struct person *person, const struct citizen *citizen)
{
	const struct {
		const char *element, *got, *want;
	} rows[] = {
		{"FamilyName", person->family_name, citizen->family_name},
		{"FirstName",  person->first_name,  citizen->first_name},
		{"Patronymic", person->patronymic,  citizen->patronymic},
		{"BirthDate",  person->birth_date,  citizen->birth_date},
		{"Gender",     person->female ? "Female" : "Male", citizen->gender},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (!same(rows[i].got, rows[i].want))
			return rows[i].element;
	return NULL;
}
