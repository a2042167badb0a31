/*
 * citizen: invented people, the same for the stand-in Fund, the token issuer and the tests.
 *
 * Citizen n is made from n alone: the names come from short lists, the SNILS is in a range that
 * the check digits cover and has the right ones.  Nobody real is meant.
 */
#ifndef TESTS_STAND_CITIZEN_H
#define TESTS_STAND_CITIZEN_H

struct citizen {
	unsigned    number;
	const char *family_name, *first_name;
	const char *patronymic;         /* NULL: has none */
	char        snils[12];          /* 11 digits */
	char        birth_date[11];     /* YYYY-MM-DD */
	const char *gender;             /* "Male", "Female": as the Fund's contract writes it */
};

void citizen_make(unsigned number, struct citizen *ret_citizen);

/* The number of the citizen with this SNILS, or -1 if it is not one of these. */
long citizen_number(const char *snils);

#endif
