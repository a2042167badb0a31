#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mapping/at.h"
#include "mapping/rows.h"

AUTO_DEFINE(json, json_t *, json_decref)

#define REFUSE(e, code, where, ...)                                               \
	do {                                                                      \
		char pointer_[sizeof((e)->at)];                                   \
		map_at_print((where), pointer_, sizeof(pointer_));                \
		FAIL((e), (code), pointer_, __VA_ARGS__);                         \
	} while (0)

static enum err encode_rows(const struct map_field *fields, const void *obj, bool as_text,
    json_t *out, const struct map_at *at, struct err_info *e);
static enum err encode_object(const struct map_type *type, const void *obj, json_t **ret_json,
    const struct map_at *at, struct err_info *e);

static const void *
get_ptr(const void *obj, size_t offset)
{
	const void *p;

	memcpy(&p, (const char *)obj + offset, sizeof(p));
	return p;
}

static int
get_int(const void *obj, size_t offset)
{
	int n;

	memcpy(&n, (const char *)obj + offset, sizeof(n));
	return n;
}

/* Takes value, NULL meaning that jansson had no memory for it. */
static enum err
set_member(json_t *object, const char *key, json_t *value, const struct map_at *at, struct err_info *e)
{
	if (json_object_set_new(object, key, value) != 0)
		REFUSE(e, ERR_NOMEM, at, "a member of an object");
	return ERR_OK;
}

static json_t *
make_integer(json_int_t n, bool as_text)
{
	char text[24];

	if (!as_text)
		return json_integer(n);
	snprintf(text, sizeof(text), "%" JSON_INTEGER_FORMAT, n);
	return json_string(text);
}

/* *ret_json stays NULL where the value is absent. */
static enum err
encode_text(const struct map_field *f, const void *obj, bool as_text, json_t **ret_json,
    const struct map_at *at, struct err_info *e)
{
	const struct map_limits limits = {f->min, f->max};
	const char *in = get_ptr(obj, f->offset), *out;
	char buf[MAP_TEXT_SIZE];
	enum err code;

	if (in == NULL) {
		*ret_json = f->nillable ? json_null() : NULL;
		return ERR_OK;
	}
	code = f->codec->write(&limits, in, buf, &out);
	if (code == ERR_MAP_LENGTH)
		REFUSE(e, ERR_REPLY_SCHEMA, at, "from %ld to %ld %s: %s", f->min, f->max,
		    f->codec->octets ? "octets" : "characters", f->codec->want[ERR_EN]);
	if (code != ERR_OK)
		REFUSE(e, ERR_REPLY_SCHEMA, at, "%s: %s", err_name(code), f->codec->want[ERR_EN]);
	*ret_json = f->codec->integer ? make_integer(strtoll(out, NULL, 10), as_text)
	                              : json_string(out);
	if (*ret_json == NULL)
		REFUSE(e, ERR_NOMEM, at, "a string");
	return ERR_OK;
}

static const char *
name_of(const struct map_name *names, int value)
{
	for (; names->json != NULL; names++)
		if (names->value == value)
			return names->json;
	return NULL;
}

/* INT, ENUM, BOOL: all of them ints in the struct. */
static enum err
encode_int(const struct map_field *f, const void *obj, bool as_text, json_t **ret_json,
    const struct map_at *at, struct err_info *e)
{
	const void *place = f->indirect ? get_ptr(obj, f->offset) : (const char *)obj + f->offset;
	int n;

	if (place == NULL)
		return ERR_OK;
	n = get_int(place, 0);
	if (f->kind == MAP_KIND_INT && (n < f->min || n > f->max))
		REFUSE(e, ERR_REPLY_SCHEMA, at, "from %ld to %ld", f->min, f->max);
	if (f->kind == MAP_KIND_BOOL && (n < f->min || n > 1))
		REFUSE(e, ERR_REPLY_SCHEMA, at, "%s", f->min == 1 ? "true" : "true or false");
	if (f->kind == MAP_KIND_ENUM && name_of(f->names, n) == NULL)
		REFUSE(e, ERR_REPLY_SCHEMA, at, "one of the names in the contract");
	if (f->kind == MAP_KIND_INT)
		*ret_json = make_integer(n, as_text);
	else if (f->kind == MAP_KIND_ENUM)
		*ret_json = json_string(name_of(f->names, n));
	else
		*ret_json = json_boolean(n);
	if (*ret_json == NULL)
		REFUSE(e, ERR_NOMEM, at, "a value");
	return ERR_OK;
}

/* A list of none is an array of none: XML cannot tell it from an absent one. */
static enum err
encode_list(const struct map_field *f, const void *obj, json_t **ret_json, const struct map_at *at,
    struct err_info *e)
{
	const char *items = get_ptr(obj, f->offset);
	int n = get_int(obj, f->count_offset);
	AUTO(json) json_t *list = json_array();

	if (n < f->min || n > f->max || (n > 0 && items == NULL))
		REFUSE(e, ERR_REPLY_SCHEMA, at, "from %ld to %ld elements", f->min, f->max);
	if (list == NULL)
		REFUSE(e, ERR_NOMEM, at, "an array");
	for (int i = 0; i < n; i++) {
		const struct map_at at_item = {at, NULL, (size_t)i};
		json_t *item = NULL;

		TRY(encode_object(f->sub, items + (size_t)i * f->sub->size, &item, &at_item, e));
		if (json_array_append_new(list, item) != 0)
			REFUSE(e, ERR_NOMEM, &at_item, "an element");
	}
	*ret_json = STEAL(list);
	return ERR_OK;
}

static enum err
encode_inline(const struct map_field *f, const void *obj, json_t **ret_json, const struct map_at *at,
    struct err_info *e)
{
	const void *wrap = get_ptr(obj, f->offset);

	if (wrap != NULL)
		return encode_list(&f->sub->fields[0], wrap, ret_json, at, e);
	if (f->need == OPT && (*ret_json = json_array()) == NULL)
		REFUSE(e, ERR_NOMEM, at, "an array");
	return ERR_OK;
}

static enum err
encode_value(const struct map_field *f, const void *obj, bool as_text, json_t **ret_json,
    const struct map_at *at, struct err_info *e)
{
	if (f->kind == MAP_KIND_LIST)
		return encode_list(f, obj, ret_json, at, e);
	if (f->kind == MAP_KIND_INLINE)
		return encode_inline(f, obj, ret_json, at, e);
	if (f->kind == MAP_KIND_TEXT)
		return encode_text(f, obj, as_text, ret_json, at, e);
	if (f->kind != MAP_KIND_OBJECT && f->kind != MAP_KIND_FILE)
		return encode_int(f, obj, as_text, ret_json, at, e);
	if (get_ptr(obj, f->offset) != NULL)
		return encode_object(f->sub, get_ptr(obj, f->offset), ret_json, at, e);
	return ERR_OK;
}

static enum err
encode_choice(const struct map_field *f, const void *obj, json_t *out, const struct map_at *at,
    struct err_info *e)
{
	const struct map_at at_kind = {at, f->json, 0}, at_details = {at, f->json_details, 0};
	const struct map_alternative *chosen = NULL;
	json_t *details = NULL;

	for (const struct map_alternative *alt = f->alternatives; alt->kind != NULL; alt++) {
		if (get_ptr(obj, alt->offset) == NULL)
			continue;
		if (chosen != NULL)
			REFUSE(e, ERR_REPLY_SCHEMA, &at_kind, "exactly one kind");
		chosen = alt;
	}
	if (chosen == NULL && f->need == REQ)
		REFUSE(e, ERR_REPLY_SCHEMA, &at_kind, "exactly one kind");
	if (chosen == NULL)
		return ERR_OK;
	TRY(encode_object(chosen->sub, get_ptr(obj, chosen->offset), &details, &at_details, e));
	TRY(set_member(out, f->json_details, details, &at_details, e));
	return set_member(out, f->json, json_string(chosen->kind), &at_kind, e);
}

static enum err
check_rules(const struct map_type *type, const void *obj, const struct map_at *at, struct err_info *e)
{
	const struct map_rule *rule = map_rule_broken(type->rules, obj);
	char pointer[sizeof(e->at)];
	size_t len;

	if (rule == NULL)
		return ERR_OK;
	map_at_print(at, pointer, sizeof(pointer));
	len = strlen(pointer);
	snprintf(pointer + len, sizeof(pointer) - len, "%s", rule->at);
	FAIL(e, ERR_REPLY_SENSE, pointer, "expected: %s", rule->want[ERR_EN]);
}

/* A part that the contract wants and that is absent: its owner is an empty element. */
static enum err
encode_part(const struct map_field *f, const void *obj, bool as_text, json_t *out,
    const struct map_at *at, struct err_info *e)
{
	const void *part = get_ptr(obj, f->offset);

	if (part == NULL && f->need == REQ)
		REFUSE(e, ERR_FUND_NOT_FOUND, at, "the answer is empty");
	if (part == NULL)
		return ERR_OK;
	TRY(encode_rows(f->sub->fields, part, as_text, out, at, e));
	return check_rules(f->sub, part, at, e);
}

static enum err
encode_group(const struct map_field *f, const void *obj, bool as_text, json_t *out,
    const struct map_at *at, struct err_info *e)
{
	AUTO(json) json_t *group = json_object();

	if (group == NULL)
		REFUSE(e, ERR_NOMEM, at, "an object");
	TRY(encode_rows(f->members, obj, as_text || f->as_text, group, at, e));
	return set_member(out, f->json, STEAL(group), at, e);
}

static enum err
encode_rows(const struct map_field *fields, const void *obj, bool as_text, json_t *out,
    const struct map_at *at, struct err_info *e)
{
	for (const struct map_field *f = fields; f->kind != MAP_KIND_END; f++) {
		const struct map_at at_field = {at, f->json, 0};
		json_t *v = NULL;

		if (f->kind == MAP_KIND_UNSENT)
			continue;
		if (f->kind == MAP_KIND_PART) {
			TRY(encode_part(f, obj, as_text, out, at, e));
		} else if (f->kind == MAP_KIND_CHOICE) {
			TRY(encode_choice(f, obj, out, at, e));
		} else if (f->kind == MAP_KIND_GROUP) {
			TRY(encode_group(f, obj, as_text, out, &at_field, e));
		} else {
			TRY(encode_value(f, obj, as_text, &v, &at_field, e));
			if (v == NULL && f->need == REQ)
				REFUSE(e, ERR_REPLY_SCHEMA, &at_field, "required");
			if (v != NULL)
				TRY(set_member(out, f->json, v, &at_field, e));
		}
	}
	return ERR_OK;
}

static enum err
encode_object(const struct map_type *type, const void *obj, json_t **ret_json,
    const struct map_at *at, struct err_info *e)
{
	AUTO(json) json_t *out = json_object();

	if (out == NULL)
		REFUSE(e, ERR_NOMEM, at, "an object");
	TRY(encode_rows(type->fields, obj, false, out, at, e));
	TRY(check_rules(type, obj, at, e));
	*ret_json = STEAL(out);
	return ERR_OK;
}

enum err
map_encode(const struct map_type *type, const void *obj, json_t **ret_json, struct err_info *e)
{
	return encode_object(type, obj, ret_json, &(struct map_at){0}, e);
}
