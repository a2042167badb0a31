/* person: whether a request names a citizen of the registry rightly. */
#ifndef TESTS_FUND_PERSON_H
#define TESTS_FUND_PERSON_H

#include "tests/fund/dispatch.h"
#include "tests/stand/citizen.h"

/* The group BaseRequestDataGroup, which every request begins with. */
struct person {
	const char *family_name, *first_name;
	const char *patronymic;         /* NULL: none */
	const char *snils, *birth_date;
	bool        female;
};

/* PERSON(q): the group in the generated struct of a request. */
#define PERSON(q)                                                                     \
	((struct person){(q)->person__FamilyName, (q)->person__FirstName,             \
	    (q)->person__Patronymic, (q)->ben__Snils, (q)->ben__BirthDate,            \
	    (q)->ben__Gender == person__GenderType__Female})

/* The citizen with the SNILS; false if the registry has none. */
bool person_find(const struct fund *fund, const char *snils, struct citizen *ret_citizen);

/* The first element of the group that the registry knows otherwise, or NULL. */
const char *person_difference(const struct person *person, const struct citizen *citizen);

#endif
