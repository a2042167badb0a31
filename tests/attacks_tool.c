/*
 * attacks_tool: writes the catalogue's messages for verifiers that others wrote.
 *
 *   attacks_tool DIR        a file for each row and kind; DIR/rows.tsv says what each is:
 *                           file, kind, names, what, our code, those who take it, why they differ
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "tests/attacks/attack.h"
#include "tests/seal_kit.h"

static const char *const takers[] = {[NEITHER] = "-", [XMLSEC] = "xmlsec1", [ZEEP] = "zeep",
    [BOTH] = "xmlsec1,zeep", [UNASKED] = "unasked"};

static bool
write_text(const char *path, const char *text)
{
	AUTO(file) FILE *file = fopen(path, "we");

	return file != NULL && fputs(text, file) >= 0;
}

static bool
write_row(const char *dir, const char *family, size_t i, const struct attack *row, const char *good,
    FILE *rows)
{
	AUTO(char) char *text = attack_make(row, good);
	char name[64], path[512];

	snprintf(name, sizeof(name), "%s-%s-%03zu.xml", attack_kind(), family, i);
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return write_text(path, text) &&
	    fprintf(rows, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", name, attack_kind(), row->ids, row->what,
	    row->want == ERR_OK ? "OK" : err_name(row->want), takers[row->peers],
	    row->why != NULL ? row->why : "-") > 0;
}

static bool
write_all(const char *dir, FILE *rows)
{
	for (size_t kind = 0; kind < ATTACK_KINDS; kind++) {
		const char *why, *good = attack_begin(kind, &why);

		if (good == NULL)
			continue;
		for (size_t f = 0; f < ATTACK_FAMILIES; f++) {
			const struct attack_family *family = attack_families[f];

			for (size_t i = 0; i < family->count; i++)
				if (attack_is_for(&family->rows[i], kind) &&
				    !write_row(dir, family->name, i, &family->rows[i], good, rows))
					return false;
		}
	}
	return true;
}

int
main(int argc, char **argv)
{
	char path[512];
	bool done = false;

	if (argc != 2)
		return 2;
	snprintf(path, sizeof(path), "%s/rows.tsv", argv[1]);
	AUTO(file) FILE *rows = fopen(path, "we");
	seal_init();
	if (rows != NULL)
		done = write_all(argv[1], rows);
	attack_end();
	seal_fini();
	return done ? 0 : 1;
}
