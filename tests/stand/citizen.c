#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/base/base.h"
#include "tests/stand/citizen.h"

enum { FIRST = 900000000 };     /* citizen 0 has SNILS 900-000-000 and its check digits */

static const char *const women[][3] = {
	{"Ёлкина", "Алёна", "Семёновна"},
	{"Петрова-Водкина", "Анна-Мария", "Ильинична"},
	{"Образцова", "Вера", NULL},
	{"Примерова", "Дарья", "Олеговна"},
};
static const char *const men[][3] = {
	{"Ёжиков", "Семён", "Артёмович"},
	{"Испытателев", "Лев", "Кузьмич"},
	{"Тестов-Пробный", "Ян", NULL},
	{"Образцов", "Пётр", "Аркадьевич"},
};

/* Control number of the first nine digits, by the rule for numbers above 001-001-998. */
static int
control(const char *digits)
{
	int sum = 0;

	for (int i = 0; i < 9; i++)
		sum += (digits[i] - '0') * (9 - i);
	return sum % 101 % 100;
}

void
citizen_make(unsigned number, struct citizen *ret_citizen)
{
	const char *const *name = number % 2 == 0 ? women[number / 2 % COUNT_OF(women)]
	                                          : men[number / 2 % COUNT_OF(men)];
	char nine[16];
	int sum;

	*ret_citizen = (struct citizen){
	    .number = number,
	    .family_name = name[0],
	    .first_name = name[1],
	    .patronymic = name[2],
	    .gender = number % 2 == 0 ? "Female" : "Male",
	};
	snprintf(nine, sizeof(nine), "%09u", (FIRST + number) % 1000000000u);
	sum = control(nine);
	memcpy(ret_citizen->snils, nine, 9);
	ret_citizen->snils[9] = (char)('0' + sum / 10);
	ret_citizen->snils[10] = (char)('0' + sum % 10);
	ret_citizen->snils[11] = '\0';
	snprintf(ret_citizen->birth_date, sizeof(ret_citizen->birth_date), "%04u-%02u-%02u",
	    1950 + number % 20, 1 + number % 12, 1 + number % 28);
}

long
citizen_number(const char *snils)
{
	struct citizen c;
	char nine[10];
	long number;

	if (strlen(snils) != 11 || strspn(snils, "0123456789") != 11)
		return -1;
	memcpy(nine, snils, 9);
	nine[9] = '\0';
	number = strtol(nine, NULL, 10) - FIRST;
	if (number < 0)
		return -1;
	citizen_make((unsigned)number, &c);
	return strcmp(c.snils, snils) == 0 ? number : -1;
}
