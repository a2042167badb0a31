#include "config.h"

#include <stdio.h>
#include <string.h>

#include "adapter/call/private.h"

enum { COLUMNS_MAX = 12, CELL_MAX = 48, PATH_SIZE = 256 };

/* How many characters a UTF-8 text has: its octets but for those that continue one. */
static int
width(const char *text)
{
	int n = 0;

	for (; *text != '\0'; text++)
		n += ((unsigned char)*text & 0xc0) != 0x80;
	return n;
}

/* A leaf as text; "…" for an object or a list.  What could steer a terminal is a '?'. */
static void
cell(const json_t *value, char text[4 * CELL_MAX + 4])
{
	size_t size = 4 * CELL_MAX;
	int n = 0;

	if (json_is_string(value))
		snprintf(text, size, "%s", json_string_value(value));
	else if (json_is_integer(value))
		snprintf(text, size, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
	else
		snprintf(text, size, "%s", json_is_true(value) ? "yes" : json_is_false(value) ? "no"
		    : value == NULL || json_is_null(value) ? "" : "…");
	for (char *p = text; *p != '\0'; p++) {
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			*p = *p == '\n' || *p == '\t' ? ' ' : '?';
		n += ((unsigned char)*p & 0xc0) != 0x80;
		if (n == CELL_MAX && p[1] != '\0') {
			memcpy(p, "…", sizeof("…"));
			break;
		}
	}
}

static bool
is_leaf(const json_t *value)
{
	return !json_is_object(value) && !json_is_array(value);
}

/* The names of the leaves of any element, in the order in which they first appear. */
static size_t
columns(const json_t *list, const char *names[COLUMNS_MAX])
{
	size_t n = 0, k;
	const char *key;
	json_t *value, *element;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)list, i, element)
		json_object_foreach(element, key, value) {
			for (k = 0; k < n && strcmp(names[k], key) != 0; k++)
				continue;
			if (k == n && n < COLUMNS_MAX && is_leaf(value))
				names[n++] = key;
		}
	return n;
}

static void
print_cell(FILE *out, const char *text, int to, bool last)
{
	fprintf(out, "%s", text);
	for (int n = width(text); !last && n < to + 2; n++)
		putc(' ', out);
}

static void
print_list(const json_t *list, const char *path, FILE *out)
{
	const char *names[COLUMNS_MAX];
	int widest[COLUMNS_MAX];
	size_t n = columns(list, names), rows = json_array_size(list);
	char text[4 * CELL_MAX + 4];

	fprintf(out, "%s (%zu)\n", path, rows);
	for (size_t c = 0; c < n; c++) {
		widest[c] = width(names[c]);
		for (size_t r = 0; r < rows; r++) {
			cell(json_object_get(json_array_get(list, r), names[c]), text);
			if (width(text) > widest[c])
				widest[c] = width(text);
		}
	}
	for (size_t r = 0; n > 0 && rows > 0 && r <= rows; r++) {
		fputs("  ", out);
		for (size_t c = 0; c < n; c++) {
			if (r > 0)
				cell(json_object_get(json_array_get(list, r - 1), names[c]), text);
			print_cell(out, r == 0 ? names[c] : text, widest[c], c + 1 == n);
		}
		putc('\n', out);
	}
}

static void
print_value(const json_t *json, const char *path, FILE *out)
{
	char inner[PATH_SIZE], text[4 * CELL_MAX + 4];
	const char *key;
	json_t *value;

	if (json_is_array(json)) {
		print_list(json, path, out);
	} else if (json_is_object(json)) {
		json_object_foreach((json_t *)(uintptr_t)json, key, value) {
			snprintf(inner, sizeof(inner), "%s%s%s", path, path[0] != '\0' ? "." : "", key);
			print_value(value, inner, out);
		}
	} else {
		cell(json, text);
		print_cell(out, path, 24, false);
		fprintf(out, "%s\n", text);
	}
}

void
call_print_table(const json_t *json, FILE *out)
{
	print_value(json, "", out);
}
