/* A request document from words: "details.passport.series=4599". */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "mapping/rows.h"

enum { NAME_SIZE = 64, NAMES_SIZE = 400, INDEX_MAX = 1000 };

static enum err assign_rows(const struct map_field *fields, json_t *to, const char *name,
    const char *value, struct err_info *e);

/* The first part of a dotted name into part; what follows it, NULL if nothing. */
static const char *
split(const char *name, char part[NAME_SIZE])
{
	size_t len = strcspn(name, ".");

	snprintf(part, NAME_SIZE, "%.*s", (int)len, name);
	return name[len] == '.' ? name + len + 1 : NULL;
}

static enum err
set(json_t *to, const char *part, json_t *value, struct err_info *e)
{
	if (json_object_set_new(to, part, value) != 0)
		FAIL(e, ERR_MAP_FORMAT, part, "text in UTF-8");
	return ERR_OK;
}

/* A leaf as the engine reads it from JSON; whether it is right, the engine says later, with all else. */
static enum err
assign_leaf(const struct map_field *f, json_t *to, const char *value, struct err_info *e)
{
	bool number = f->kind == MAP_KIND_INT || (f->kind == MAP_KIND_TEXT && f->codec->integer);
	char *end;
	long long n;

	if (f->nillable && strcmp(value, "null") == 0)
		return set(to, f->json, json_null(), e);
	if (f->kind == MAP_KIND_BOOL && (strcmp(value, "true") == 0 || strcmp(value, "false") == 0))
		return set(to, f->json, json_boolean(value[0] == 't'), e);
	errno = 0;
	n = strtoll(value, &end, 10);
	if (number && errno == 0 && end != value && *end == '\0')
		return set(to, f->json, json_integer(n), e);
	return set(to, f->json, json_string(value), e);
}

/* The member of that name, made if it is not there. */
static json_t *
member(json_t *to, const char *name, bool list)
{
	json_t *found = json_object_get(to, name);

	if (found == NULL) {
		found = list ? json_array() : json_object();
		if (json_object_set_new(to, name, found) != 0)
			return NULL;
	}
	return found;
}

/* Elements are numbered from 0, in order. */
static enum err
assign_element(const struct map_field *list, json_t *array, const char *name, const char *value,
    struct err_info *e)
{
	char part[NAME_SIZE];
	const char *rest = split(name, part);
	size_t i = strtoul(part, NULL, 10);

	if (rest == NULL || part[0] < '0' || part[0] > '9' || i > json_array_size(array) || i > INDEX_MAX)
		FAIL(e, ERR_MAP_UNKNOWN, list->json, "%s.N.NAME, N counted from 0, and %zu is next", list->json,
		    json_array_size(array));
	if (i == json_array_size(array) && json_array_append_new(array, json_object()) != 0)
		FAIL(e, ERR_NOMEM, list->json, "an element");
	return assign_rows(list->sub->fields, json_array_get(array, i), rest, value, e);
}

/* Which alternative the kind says, which must have been given before. */
static enum err
assign_details(const struct map_field *choice, json_t *to, const char *name, const char *value,
    struct err_info *e)
{
	const char *kind = json_string_value(json_object_get(to, choice->json));
	const struct map_alternative *alt = choice->alternatives;
	json_t *details = member(to, choice->json_details, false);

	while (kind != NULL && alt->kind != NULL && strcmp(alt->kind, kind) != 0)
		alt++;
	if (kind == NULL || alt->kind == NULL)
		FAIL(e, ERR_MAP_MISSING, choice->json, "%s=… before %s.…", choice->json, choice->json_details);
	if (details == NULL)
		FAIL(e, ERR_NOMEM, choice->json_details, "an object");
	return assign_rows(alt->sub->fields, details, name, value, e);
}

/* Whether f has that name, or holds it; for a choice both of its names. */
static bool
answers_to(const struct map_field *f, const char *part)
{
	if (f->kind == MAP_KIND_PART)
		return map_fields_have(f->sub->fields, part);
	return strcmp(f->json, part) == 0 || (f->kind == MAP_KIND_CHOICE && strcmp(f->json_details, part) == 0);
}

static enum err
assign_field(const struct map_field *f, json_t *to, const char *name, const char *value, struct err_info *e)
{
	char part[NAME_SIZE];
	const char *rest = split(name, part);
	const struct map_field *list = f->kind == MAP_KIND_INLINE ? f->sub->fields : f;
	json_t *nested;

	if (f->kind == MAP_KIND_PART)
		return assign_rows(f->sub->fields, to, name, value, e);
	if (f->kind == MAP_KIND_CHOICE && strcmp(f->json, part) == 0 && rest == NULL)
		return set(to, f->json, json_string(value), e);
	if (f->kind == MAP_KIND_CHOICE && rest != NULL)
		return assign_details(f, to, rest, value, e);
	if (rest == NULL && (f->kind == MAP_KIND_TEXT || f->kind == MAP_KIND_INT || f->kind == MAP_KIND_ENUM
	    || f->kind == MAP_KIND_BOOL || f->kind == MAP_KIND_FILE))
		return assign_leaf(f, to, value, e);
	if (rest == NULL || (f->kind != MAP_KIND_OBJECT && list->kind != MAP_KIND_LIST))
		FAIL(e, ERR_MAP_UNKNOWN, name, "%s",
		    rest == NULL ? "has members: give them by dots" : "has no members");
	nested = member(to, f->json, list->kind == MAP_KIND_LIST);
	if (nested == NULL)
		FAIL(e, ERR_NOMEM, f->json, "an object");
	if (list->kind == MAP_KIND_LIST)
		return assign_element(list, nested, rest, value, e);
	return assign_rows(f->sub->fields, nested, rest, value, e);
}

/* Every name that could have stood there. */
static void
list_names(const struct map_field *fields, char names[NAMES_SIZE])
{
	for (const struct map_field *f = fields; f->kind != MAP_KIND_END; f++) {
		size_t len = strlen(names);

		if (f->kind == MAP_KIND_PART)
			list_names(f->sub->fields, names);
		else
			snprintf(names + len, NAMES_SIZE - len, "%s%s%s%s", len == 0 ? "" : ", ", f->json,
			    f->kind == MAP_KIND_CHOICE ? ", " : "",
			    f->kind == MAP_KIND_CHOICE ? f->json_details : "");
	}
}

static enum err
assign_rows(const struct map_field *fields, json_t *to, const char *name, const char *value,
    struct err_info *e)
{
	char part[NAME_SIZE], names[NAMES_SIZE] = "";

	split(name, part);
	for (const struct map_field *f = fields; f->kind != MAP_KIND_END; f++)
		if (answers_to(f, part))
			return assign_field(f, to, name, value, e);
	list_names(fields, names);
	FAIL(e, ERR_MAP_UNKNOWN, part, "one of: %s", names);
}

enum err
map_assign(const struct map_operation *operation, json_t *doc, const char *name, const char *value,
    struct err_info *e)
{
	static const char *const groups[] = {"path", "query", "body"};
	const struct map_field *fields = operation->request->type->fields;
	char part[NAME_SIZE], names[NAMES_SIZE] = "";

	split(name, part);
	for (const struct map_field *f = fields; f->kind != MAP_KIND_END; f++) {
		size_t i = 0;

		while (i < COUNT_OF(groups) && (f->kind != MAP_KIND_GROUP || strcmp(groups[i], f->json) != 0))
			i++;
		if (i == COUNT_OF(groups))
			continue;
		for (const struct map_field *m = f->members; m->kind != MAP_KIND_END; m++)
			if (answers_to(m, part)) {
				json_t *group = member(doc, f->json, false);

				if (group == NULL)
					FAIL(e, ERR_NOMEM, f->json, "an object");
				return assign_field(m, group, name, value, e);
			}
		list_names(f->members, names);
	}
	FAIL(e, ERR_MAP_UNKNOWN, part, "%s%s", names[0] != '\0' ? "one of: " : "the operation takes none", names);
}
