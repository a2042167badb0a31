/* print: the stand's citizen by number, for scripts: family|first|patronymic|snils|birth date|gender. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "tests/stand/citizen.h"

int
main(int argc, char **argv)
{
	struct citizen c;

	if (argc != 2) {
		fprintf(stderr, "usage: citizen NUMBER\n");
		return 2;
	}
	citizen_make((unsigned)strtoul(argv[1], NULL, 10), &c);
	printf("%s|%s|%s|%s|%s|%s\n", c.family_name, c.first_name, c.patronymic != NULL ? c.patronymic : "",
	    c.snils, c.birth_date, c.gender);
	return 0;
}
