#include "config.h"

#include <stdio.h>
#include <string.h>

#include "mapping/decode.h"
#include "soapH.h"

static void decode_rows(struct map_decoder *d, const struct map_field *fields, const json_t *json,
    void *obj, const struct map_at *at);
static void decode_object(struct map_decoder *d, const struct map_type *type, const json_t *json,
    void *obj, const struct map_at *at);

void *
map_allocate(struct map_decoder *d, size_t size, const struct map_at *at)
{
	void *p = soap_malloc(d->soap, size);

	if (p == NULL)
		REPORT(d, ERR_NOMEM, at, "%zu bytes", "%zu байт", size);
	else
		memset(p, 0, size);
	return p;
}

/* A struct for the pointer at offset; NULL after a report. */
static void *
attach(struct map_decoder *d, const struct map_type *type, size_t offset, void *obj,
    const struct map_at *at)
{
	void *nested = map_allocate(d, type->size, at);

	if (nested != NULL)
		memcpy((char *)obj + offset, &nested, sizeof(nested));
	return nested;
}

static size_t
count_problems(const struct map_decoder *d)
{
	return d->problems->n + d->problems->dropped;
}

/* The rules of type, unless something was found wrong since before: they need a whole struct. */
static void
check_rules(struct map_decoder *d, const struct map_type *type, const void *obj, size_t before,
    const struct map_at *at)
{
	const struct map_rule *rule;
	char pointer[sizeof(((struct err_info *)0)->at)];
	size_t len;

	if (count_problems(d) != before)
		return;
	rule = map_rule_broken(type->rules, obj);
	if (rule == NULL)
		return;
	map_at_print(at, pointer, sizeof(pointer));
	len = strlen(pointer);
	snprintf(pointer + len, sizeof(pointer) - len, "%s", rule->at);
	err_list_add(d->problems, __FILE__, __LINE__, rule->code, pointer, rule->want, "expected",
	    "ожидается");
}

static void
decode_list(struct map_decoder *d, const struct map_field *f, const json_t *v, void *obj,
    const struct map_at *at)
{
	size_t n = json_array_size(v);
	char *items;

	if (!json_is_array(v)) {
		REPORT(d, ERR_MAP_TYPE, at, "an array is expected", "ожидается массив");
		return;
	}
	if (n < (size_t)f->min || n > (size_t)f->max) {
		REPORT(d, ERR_MAP_LENGTH, at, "from %ld to %ld elements",
		    "число элементов от %ld до %ld", f->min, f->max);
		return;
	}
	if (n == 0)
		return;
	items = map_allocate(d, n * f->sub->size, at);
	if (items == NULL)
		return;
	memcpy((char *)obj + f->offset, &items, sizeof(items));
	memcpy((char *)obj + f->count_offset, &(int){(int)n}, sizeof(int));
	for (size_t i = 0; i < n; i++)
		decode_object(d, f->sub, json_array_get(v, i), items + i * f->sub->size,
		    &(struct map_at){at, NULL, i});
}

/* The array stands for the struct around it; where that may be absent, an empty array is absence. */
static void
decode_inline(struct map_decoder *d, const struct map_field *f, const json_t *v, void *obj,
    const struct map_at *at)
{
	void *wrap;

	if (f->need == OPT && json_is_array(v) && json_array_size(v) == 0)
		return;
	wrap = attach(d, f->sub, f->offset, obj, at);
	if (wrap != NULL)
		decode_list(d, &f->sub->fields[0], v, wrap, at);
}

static void
report_kinds(struct map_decoder *d, const struct map_field *f, enum err code, const struct map_at *at)
{
	char kinds[MAP_NAMES_SIZE] = "";

	for (const struct map_alternative *alt = f->alternatives; alt->kind != NULL; alt++)
		map_add_name(kinds, alt->kind);
	REPORT(d, code, at, "one of: %s", "одно из: %s", kinds);
}

static void
decode_choice(struct map_decoder *d, const struct map_field *f, const json_t *json, void *obj,
    const struct map_at *at)
{
	const json_t *kind = json_object_get(json, f->json);
	const json_t *details = json_object_get(json, f->json_details);
	const struct map_at at_kind = {at, f->json, 0}, at_details = {at, f->json_details, 0};
	const struct map_alternative *alt = f->alternatives;
	void *nested;

	if (kind == NULL && details == NULL && f->need == OPT)
		return;
	if (details == NULL)
		REPORT(d, ERR_MAP_MISSING, &at_details, "an object that depends on '%s'",
		    "объект, состав которого зависит от поля %s", f->json);
	if (!json_is_string(kind)) {
		report_kinds(d, f, kind == NULL ? ERR_MAP_MISSING : ERR_MAP_TYPE, &at_kind);
		return;
	}
	while (alt->kind != NULL && strcmp(alt->kind, json_string_value(kind)) != 0)
		alt++;
	if (alt->kind == NULL) {
		report_kinds(d, f, ERR_MAP_CHOICE, &at_kind);
		return;
	}
	if (details == NULL)
		return;
	nested = attach(d, alt->sub, alt->offset, obj, &at_details);
	if (nested != NULL)
		decode_object(d, alt->sub, details, nested, &at_details);
}

bool
map_fields_have(const struct map_field *fields, const char *key)
{
	for (const struct map_field *f = fields; f->kind != MAP_KIND_END; f++) {
		if (f->kind == MAP_KIND_PART ? map_fields_have(f->sub->fields, key)
		                             : strcmp(f->json, key) == 0)
			return true;
		if (f->kind == MAP_KIND_CHOICE && strcmp(f->json_details, key) == 0)
			return true;
	}
	return false;
}

static void
report_unknown(struct map_decoder *d, const struct map_field *fields, const json_t *json,
    const struct map_at *at)
{
	/* jansson's iterator takes no const object, though it does not change it. */
	json_t *object = (json_t *)(uintptr_t)json;

	for (void *i = json_object_iter(object); i != NULL; i = json_object_iter_next(object, i)) {
		const struct map_at at_key = {at, json_object_iter_key(i), 0};

		if (!map_fields_have(fields, at_key.key))
			REPORT(d, ERR_MAP_UNKNOWN, &at_key, "the name is not known", "имя неизвестно");
	}
}

/* The same of a whole document: a query to an operation that has none is told by its names. */
static void
report_unknown_groups(struct map_decoder *d, const struct map_field *fields, json_t *json,
    const struct map_at *at)
{
	static const struct map_field none[] = {MAP_END};
	const char *key;
	json_t *value;

	json_object_foreach(json, key, value) {
		const struct map_at at_key = {at, key, 0};

		if (map_fields_have(fields, key) || (d->files != NULL && value == d->files))
			continue;
		if (strcmp(key, "body") != 0 && json_is_object(value))
			report_unknown(d, none, value, &at_key);
		else
			REPORT(d, ERR_MAP_UNKNOWN, &at_key, "the name is not known", "имя неизвестно");
	}
}

static bool
any_present(const struct map_field *fields, const json_t *json)
{
	json_t *object = (json_t *)(uintptr_t)json;

	for (void *i = json_object_iter(object); i != NULL; i = json_object_iter_next(object, i))
		if (map_fields_have(fields, json_object_iter_key(i)))
			return true;
	return false;
}

/* The members of a hidden struct are looked for in the object around it. */
static void
decode_part(struct map_decoder *d, const struct map_field *f, const json_t *json, void *obj,
    const struct map_at *at)
{
	size_t before = count_problems(d);
	void *nested;

	if (f->need == OPT && !any_present(f->sub->fields, json))
		return;
	nested = attach(d, f->sub, f->offset, obj, at);
	if (nested == NULL)
		return;
	decode_rows(d, f->sub->fields, json, nested, at);
	check_rules(d, f->sub, nested, before, at);
}

/* A group that is not there is an empty one, so that what it lacks is reported by name. */
static void
decode_group(struct map_decoder *d, const struct map_field *f, const json_t *v, void *obj,
    const struct map_at *at)
{
	bool outer = d->as_text;

	if (v != NULL && !json_is_object(v)) {
		REPORT(d, ERR_MAP_TYPE, at, "an object is expected", "ожидается объект");
		return;
	}
	d->as_text = outer || f->as_text;
	decode_rows(d, f->members, v, obj, at);
	report_unknown(d, f->members, v, at);
	d->as_text = outer;
}

static void
decode_value(struct map_decoder *d, const struct map_field *f, const json_t *v, void *obj,
    const struct map_at *at)
{
	void *nested;

	if (v == NULL) {
		if (f->need == REQ)
			REPORT_WANT(d, ERR_MAP_MISSING, at, f->kind == MAP_KIND_TEXT ? f->codec->want : NULL,
			    "a value is expected", "ожидается значение");
	} else if (f->kind == MAP_KIND_LIST) {
		decode_list(d, f, v, obj, at);
	} else if (f->kind == MAP_KIND_INLINE) {
		decode_inline(d, f, v, obj, at);
	} else if (f->kind == MAP_KIND_FILE) {
		nested = attach(d, f->sub, f->offset, obj, at);
		if (nested != NULL)
			map_decode_file(d, f, v, nested, at);
	} else if (f->kind == MAP_KIND_OBJECT) {
		nested = attach(d, f->sub, f->offset, obj, at);
		if (nested != NULL)
			decode_object(d, f->sub, v, nested, at);
	} else {
		map_decode_leaf(d, f, v, obj, at);
	}
}

/* json may be NULL: then everything is missing. */
static void
decode_rows(struct map_decoder *d, const struct map_field *fields, const json_t *json,
    void *obj, const struct map_at *at)
{
	for (const struct map_field *f = fields; f->kind != MAP_KIND_END; f++) {
		const struct map_at at_field = {at, f->json, 0};

		if (f->kind == MAP_KIND_UNSENT)
			continue;
		if (f->kind == MAP_KIND_PART)
			decode_part(d, f, json, obj, at);
		else if (f->kind == MAP_KIND_CHOICE)
			decode_choice(d, f, json, obj, at);
		else if (f->kind == MAP_KIND_GROUP)
			decode_group(d, f, json_object_get(json, f->json), obj, &at_field);
		else
			decode_value(d, f, json_object_get(json, f->json), obj, &at_field);
	}
}

static void
decode_object(struct map_decoder *d, const struct map_type *type, const json_t *json,
    void *obj, const struct map_at *at)
{
	size_t before = count_problems(d);

	if (!json_is_object(json)) {
		REPORT(d, ERR_MAP_TYPE, at, "an object is expected", "ожидается объект");
		return;
	}
	decode_rows(d, type->fields, json, obj, at);
	report_unknown(d, type->fields, json, at);
	check_rules(d, type, obj, before, at);
}

bool
map_decode(const struct map_type *type, const json_t *json, struct soap *soap, void *obj,
    struct err_list *problems)
{
	struct map_decoder d = {.soap = soap, .problems = problems, .files = json_object_get(json, "files")};
	const struct map_at whole = {0};
	size_t before = count_problems(&d);

	if (!json_is_object(json)) {
		REPORT(&d, ERR_MAP_TYPE, &whole, "an object is expected", "ожидается объект");
		return false;
	}
	decode_rows(&d, type->fields, json, obj, &whole);
	report_unknown_groups(&d, type->fields, (json_t *)(uintptr_t)json, &whole);
	check_rules(&d, type, obj, before, &whole);
	return count_problems(&d) == before;
}
