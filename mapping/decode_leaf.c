#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mapping/decode.h"

/* Members are moved by memcpy(): a row knows their place, not their type. */
static void
put(void *obj, size_t offset, const void *value, size_t size)
{
	memcpy((char *)obj + offset, value, size);
}

static void
put_text(struct map_decoder *d, const struct map_field *f, const char *text, void *obj,
    const struct map_at *at)
{
	char *copy = map_allocate(d, strlen(text) + 1, at);

	if (copy == NULL)
		return;
	memcpy(copy, text, strlen(text));
	put(obj, f->offset, &copy, sizeof(copy));
}

/* An int, or an enumerator, which gSOAP makes as large as an int. */
static void
put_int(struct map_decoder *d, const struct map_field *f, int value, void *obj, const struct map_at *at)
{
	int *slot;

	if (!f->indirect) {
		put(obj, f->offset, &value, sizeof(value));
		return;
	}
	slot = map_allocate(d, sizeof(*slot), at);
	if (slot == NULL)
		return;
	*slot = value;
	put(obj, f->offset, &slot, sizeof(slot));
}

/* The text of a JSON string; NULL, after a report, if it is none or has a NUL inside. */
static const char *
get_string(struct map_decoder *d, const json_t *v, const char *const want[2], const struct map_at *at)
{
	const char *s = json_string_value(v);

	if (s == NULL) {
		REPORT_WANT(d, ERR_MAP_TYPE, at, want, "a string is expected", "ожидается строка");
		return NULL;
	}
	if (strlen(s) != json_string_length(v)) {
		REPORT_WANT(d, ERR_MAP_FORMAT, at, want, "no NUL character is permitted",
		    "нулевой символ недопустим");
		return NULL;
	}
	return s;
}

/* Strictly an integer as JSON would write it. */
static bool
parse_integer(const char *s, json_int_t *ret)
{
	const char *digits = s + (*s == '-');
	size_t len = strlen(digits);

	if (len == 0 || len > 18 || strspn(digits, "0123456789") != len)
		return false;
	if (*digits == '0' && (len > 1 || digits != s))
		return false;
	*ret = strtoll(s, NULL, 10);
	return true;
}

static bool
get_integer(struct map_decoder *d, const json_t *v, json_int_t *ret, const struct map_at *at)
{
	static const char *const want[2] = {"an integer", "целое число"};

	if (d->as_text) {
		const char *s = get_string(d, v, want, at);

		if (s == NULL)
			return false;
		if (parse_integer(s, ret))
			return true;
		REPORT_WANT(d, ERR_MAP_FORMAT, at, want, "expected", "ожидается");
		return false;
	}
	if (json_is_integer(v)) {
		*ret = json_integer_value(v);
		return true;
	}
	REPORT_WANT(d, ERR_MAP_TYPE, at, want, "expected", "ожидается");
	return false;
}

static void
report_text(struct map_decoder *d, const struct map_field *f, enum err code, const struct map_at *at)
{
	if (code == ERR_MAP_LENGTH && f->codec->octets)
		REPORT_WANT(d, code, at, f->codec->want, "from %ld to %ld octets before encoding",
		    "от %ld до %ld октетов до кодирования", f->min, f->max);
	else if (code == ERR_MAP_LENGTH && f->min == f->max)
		REPORT_WANT(d, code, at, f->codec->want, "%ld characters", "число знаков — %ld", f->min);
	else if (code == ERR_MAP_LENGTH)
		REPORT_WANT(d, code, at, f->codec->want, "from %ld to %ld characters",
		    "число знаков — от %ld до %ld", f->min, f->max);
	else
		REPORT_WANT(d, code, at, f->codec->want, "expected", "ожидается");
}

static void
decode_text(struct map_decoder *d, const struct map_field *f, const json_t *v, void *obj,
    const struct map_at *at)
{
	const struct map_limits limits = {f->min, f->max};
	char buf[MAP_TEXT_SIZE], number[24];
	const char *in = number, *out;
	json_int_t n;
	enum err code;

	if (f->nillable && json_is_null(v))
		return;
	if (f->codec->integer) {
		if (!get_integer(d, v, &n, at))
			return;
		snprintf(number, sizeof(number), "%" JSON_INTEGER_FORMAT, n);
	} else {
		in = get_string(d, v, f->codec->want, at);
		if (in == NULL)
			return;
	}
	code = f->codec->read(&limits, in, buf, &out);
	if (code != ERR_OK)
		report_text(d, f, code, at);
	else
		put_text(d, f, out, obj, at);
}

static void
decode_int(struct map_decoder *d, const struct map_field *f, const json_t *v, void *obj,
    const struct map_at *at)
{
	json_int_t n;

	if (!get_integer(d, v, &n, at))
		return;
	if (n < f->min || n > f->max)
		REPORT(d, ERR_MAP_RANGE, at, "from %ld to %ld", "от %ld до %ld", f->min, f->max);
	else
		put_int(d, f, (int)n, obj, at);
}

void
map_add_name(char names[MAP_NAMES_SIZE], const char *name)
{
	static const char more[] = ", ...";
	size_t len = strlen(names);

	if (len >= strlen(more) && strcmp(names + len - strlen(more), more) == 0)
		return;
	if (len + strlen(", ") + strlen(name) + strlen(more) >= MAP_NAMES_SIZE)
		snprintf(names + len, MAP_NAMES_SIZE - len, "%s", more);
	else
		snprintf(names + len, MAP_NAMES_SIZE - len, "%s%s", len == 0 ? "" : ", ", name);
}

static void
decode_enum(struct map_decoder *d, const struct map_field *f, const json_t *v, void *obj,
    const struct map_at *at)
{
	char names[MAP_NAMES_SIZE] = "";
	const char *const want[2] = {names, names};
	const char *s;

	for (const struct map_name *name = f->names; name->json != NULL; name++)
		map_add_name(names, name->json);
	s = get_string(d, v, want, at);
	if (s == NULL)
		return;
	for (const struct map_name *name = f->names; name->json != NULL; name++)
		if (strcmp(name->json, s) == 0) {
			put_int(d, f, name->value, obj, at);
			return;
		}
	REPORT_WANT(d, ERR_MAP_CHOICE, at, want, "one of", "одно из");
}

static void
decode_bool(struct map_decoder *d, const struct map_field *f, const json_t *v, void *obj,
    const struct map_at *at)
{
	if (!json_is_boolean(v))
		REPORT(d, ERR_MAP_TYPE, at, "true or false is expected", "ожидается true или false");
	else if (json_is_true(v) < f->min)
		REPORT(d, ERR_MAP_RANGE, at, "true is expected", "ожидается true");
	else
		put_int(d, f, json_is_true(v), obj, at);
}

void
map_decode_leaf(struct map_decoder *d, const struct map_field *f, const json_t *v, void *obj,
    const struct map_at *at)
{
	if (f->kind == MAP_KIND_TEXT)
		decode_text(d, f, v, obj, at);
	else if (f->kind == MAP_KIND_INT)
		decode_int(d, f, v, obj, at);
	else if (f->kind == MAP_KIND_ENUM)
		decode_enum(d, f, v, obj, at);
	else
		decode_bool(d, f, v, obj, at);
}
