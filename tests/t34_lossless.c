/*
 * lossless: what is made from the rows of every message comes through unchanged, JSON to XML to JSON and XML to JSON to
 * XML, and every document on the way is valid by its schema.  Values are invented by a generator of fixed seed: texts
 * with astral and combining characters, empty and longest ones, lists of one, members absent and null.
 */
#include "config.h"

#include <inttypes.h>

#include "tests/schema_unit.h"

enum { ROUNDS = 100, TRIES = 1000, TRIES_FOR_ONE = 50000, LIST_FEW = 3, DEPTH_MAX = 6, TEXT_SIZE = 4096 };

static uint64_t seed;

/* SplitMix64: the same numbers everywhere. */
static unsigned
any(unsigned n)
{
	uint64_t z = seed += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return (unsigned)((z ^ (z >> 31)) % n);
}

/* ---- values */

/* Each counts as one character; the last ones are what a careless program loses. */
static const char *const letters[] = {"а", "Я", "ё", "z", "0", " ", "<", "&", "\"", "'", ">", "]]>", "é", "e\u0301",
	"\u00a0", "\u2028", "€", "\U0001f600", "\U00020000", "\u0416\u0308", "\ufffd", "%", "\\", "/"};
static const char *const plain[] = {"A", "b", "7", "-"};

/* A text of n characters for codecs that take any; false if the codec has its own form. */
static bool
invent_text(const struct map_codec *codec, long n, char text[TEXT_SIZE])
{
	bool free_text = codec == &map_codec_line || codec == &map_codec_lines;
	size_t len = 0;

	if (!free_text && codec != &map_codec_number && codec != &map_codec_key)
		return false;
	for (long i = 0; i < n && len + 16 < TEXT_SIZE;) {
		const char *letter = free_text ? letters[any(COUNT_OF(letters))] : plain[any(COUNT_OF(plain))];
		const char *s = letter;
		long more = 0;

		while (*s != '\0' && map_next_char(&s) != 0)
			more++;
		if (i + more > n)
			letter = "x", more = 1;
		len += (size_t)snprintf(text + len, TEXT_SIZE - len, "%s", letter);
		i += more;
	}
	text[len] = '\0';
	return true;
}

static json_t *
invent_leaf_text(const struct map_field *f)
{
	static const char *const moneys[] = {"0.00", "0.01", "1234.50", "999999999999999.99", "10.10"};
	static const char *const days[] = {"1900-01-01", "1999-12-31", "2024-02-29", "2026-03-01", "9999-12-31"};
	const char *example = f->example != NULL ? f->example : f->codec->example;
	char text[TEXT_SIZE];
	long n = f->min + (long)any((unsigned)(f->max - f->min < 40 ? f->max - f->min + 1 : 41));

	if (f->nillable && any(3) == 0)
		return json_null();
	if (any(5) == 0)
		n = any(2) == 0 ? f->min : f->max;
	if (f->codec->limited && n <= 1000 && any(3) > 0 && invent_text(f->codec, n, text))
		return json_string(text);
	if (f->codec == &map_codec_money && any(2) == 0)
		example = moneys[any(COUNT_OF(moneys))];
	if (f->codec == &map_codec_date && any(2) == 0)
		example = days[any(COUNT_OF(days))];
	return f->codec->integer ? json_integer(strtoll(example, NULL, 10)) : json_string(example);
}

static json_t *
invent_name(const struct map_name *names)
{
	unsigned n = 0;

	while (names[n].json != NULL)
		n++;
	return json_string(names[any(n)].json);
}

/* ---- documents */

static void invent_rows(const struct map_field *fields, bool as_text, json_t *to, int depth);

static const struct map_field *
at_offset(const struct map_field *fields, size_t offset)
{
	while (fields->kind != MAP_KIND_END && fields->offset != offset)
		fields++;
	return fields;
}

/* Makes sums and counts what their rules want, which chance would not. */
static void
foot(const struct map_type *type, json_t *object)
{
	for (const struct map_rule *rule = type->rules; rule != NULL && rule->kind != MAP_RULE_END; rule++) {
		const struct map_field *total = at_offset(type->fields, rule->total);
		const struct map_field *wrap = at_offset(type->fields, rule->wrap);
		json_t *list, *element;
		int64_t sum = 0;
		char text[32];
		size_t i;

		if (rule->kind == MAP_RULE_HOLDS || wrap->kind != MAP_KIND_INLINE)
			continue;
		list = json_object_get(object, wrap->json);
		if (rule->kind == MAP_RULE_COUNT) {
			json_object_set_new(object, total->json, json_integer((json_int_t)json_array_size(list)));
			continue;
		}
		json_array_foreach(list, i, element) {
			const char *name = at_offset(wrap->sub->fields->sub->fields, rule->elem_member)->json;
			const char *money = json_string_value(json_object_get(element, name));
			const char *point = strchr(money, '.');

			sum += strtoll(money, NULL, 10) * 100 + (point != NULL ? strtol(point + 1, NULL, 10) : 0);
		}
		snprintf(text, sizeof(text), "%" PRId64 ".%02" PRId64, sum / 100, sum % 100);
		json_object_set_new(object, total->json, json_string(text));
	}
}

static json_t *
invent_object(const struct map_type *type, int depth)
{
	json_t *object = json_object();

	invent_rows(type->fields, false, object, depth);
	foot(type, object);
	return object;
}

static json_t *
invent_list(const struct map_field *f, bool none, int depth)
{
	json_t *list = json_array();
	long n = f->min + (long)any(LIST_FEW);

	if (none || (f->min == 0 && depth > DEPTH_MAX))
		return list;
	for (long i = 0; i < (n < f->max ? n : f->max); i++)
		json_array_append_new(list, invent_object(f->sub, depth + 1));
	return list;
}

static json_t *
invent_value(const struct map_field *f, bool as_text, int depth)
{
	char text[32];
	long n;

	switch (f->kind) {
	case MAP_KIND_TEXT:
		return invent_leaf_text(f);
	case MAP_KIND_INT:
		n = f->max - f->min < 1000 ? f->max - f->min + 1 : 1000;
		n = any(4) == 0 ? f->max : f->min + (long)any((unsigned)n);
		snprintf(text, sizeof(text), "%ld", n);
		return as_text ? json_string(text) : json_integer(n);
	case MAP_KIND_ENUM:
		return invent_name(f->names);
	case MAP_KIND_BOOL:
		return json_boolean(f->min == 1 || any(2) == 0);
	case MAP_KIND_OBJECT:
		return invent_object(f->sub, depth + 1);
	case MAP_KIND_INLINE:
		return invent_list(f->sub->fields, f->need == OPT && any(3) == 0, depth);
	case MAP_KIND_LIST:
		return invent_list(f, false, depth);
	case MAP_KIND_END:
	case MAP_KIND_GROUP:
	case MAP_KIND_PART:
	case MAP_KIND_CHOICE:
	case MAP_KIND_FILE:
	case MAP_KIND_UNSENT:
		break;
	}
	return NULL;
}

static void
invent_choice(const struct map_field *f, json_t *to, int depth)
{
	unsigned n = 0;
	const struct map_alternative *alt;

	while (f->alternatives[n].kind != NULL)
		n++;
	alt = &f->alternatives[any(n)];
	json_object_set_new(to, f->json, json_string(alt->kind));
	json_object_set_new(to, f->json_details, invent_object(alt->sub, depth + 1));
}

/* Lists that may be absent are written as empty ones, so they are always there. */
static bool
is_left_out(const struct map_field *f, int depth)
{
	return f->need == OPT && f->kind != MAP_KIND_LIST && f->kind != MAP_KIND_INLINE
	    && (any(3) == 0 || depth > DEPTH_MAX);
}

static void
invent_rows(const struct map_field *fields, bool as_text, json_t *to, int depth)
{
	for (const struct map_field *f = fields; f->kind != MAP_KIND_END; f++) {
		json_t *group;

		if (f->kind == MAP_KIND_FILE || f->kind == MAP_KIND_UNSENT || is_left_out(f, depth))
			continue;
		if (f->kind == MAP_KIND_PART) {
			invent_rows(f->sub->fields, as_text, to, depth);
			foot(f->sub, to);
		} else if (f->kind == MAP_KIND_CHOICE) {
			invent_choice(f, to, depth);
		} else if (f->kind == MAP_KIND_GROUP) {
			group = json_object();
			invent_rows(f->members, as_text || f->as_text, group, depth);
			json_object_set_new(to, f->json, group);
		} else {
			json_object_set_new(to, f->json, invent_value(f, as_text, depth));
		}
	}
}

/* ---- the property */

/* False where a rule between the values does not hold: then the document is none. */
static bool
comes_through(const struct map_message *message, const json_t *json)
{
	AUTO(soap) struct soap *first = new_soap(), *second = new_soap();
	AUTO(json) json_t *back = NULL;
	AUTO(char) char *xml = NULL, *got = NULL, *want = NULL;
	struct err_list problems = {0};
	struct err_info e;
	void *obj = soap_malloc(first, message->type->size), *again;

	memset(obj, 0, message->type->size);
	memset(obj, 0, message->type->size);
	if (!map_decode(message->type, json, first, obj, &problems))
		return false;
	xml = strdup(to_xml(first, message, obj));
	assert_valid(message, xml);
	again = from_xml(second, message, xml);
	if (again == NULL)
		fail_msg("%s: gSOAP refuses %s", message->element, xml);
	assert_ok(e, map_encode(message->type, again, &back, &e));
	got = json_dumps(back, JSON_SORT_KEYS);
	want = json_dumps(json, JSON_SORT_KEYS);
	if (!json_equal(back, json))
		fail_msg("%s: %s\nbecame %s\nby %s", message->element, want, got, xml);
	assert_string_equal(to_xml(second, message, again), xml);
	return true;
}

/* Files are told by name in JSON, and otherwise in XML: what cannot be without one is left to other tests. */
static bool
needs_file(const struct map_field *f)
{
	while (f->kind != MAP_KIND_END && (f->kind != MAP_KIND_FILE || f->need != REQ)
	    && (f->kind != MAP_KIND_GROUP || !needs_file(f->members)))
		f++;
	return f->kind != MAP_KIND_END;
}

static void
message_comes_through(const struct map_message *message)
{
	/* Whose sums chance does not make; the catalogue has them. */
	static const char *const summed[] = {"GetServiceRecordResponse"};
	int good = 0;

	if (needs_file(message->type->fields))
		return;
	for (int tries = 0; good < ROUNDS && tries < (good == 0 ? TRIES_FOR_ONE : TRIES); tries++) {
		AUTO(json) json_t *json = json_object();

		invent_rows(message->type->fields, false, json, 0);
		good += comes_through(message, json);
	}
	for (size_t i = 0; i < COUNT_OF(summed) && good == 0; i++)
		good = strcmp(message->element, summed[i]) == 0;
	if (good == 0)
		fail_msg("%s: no instance of %d kept its rules", message->element, TRIES_FOR_ONE);
	if (good < ROUNDS)
		print_message("# %s: %d of %d instances kept its rules\n", message->element, good, TRIES);
}

static void
every_request_comes_through(void **state)
{
	const struct map_operation *op;

	(void)state;
	seed = 1;
	for (size_t i = 0; (op = map_operation_at(i)) != NULL; i++)
		message_comes_through(op->request);
}

static void
every_reply_comes_through(void **state)
{
	const struct map_operation *op;

	(void)state;
	seed = 2;
	for (size_t i = 0; (op = map_operation_at(i)) != NULL; i++)
		message_comes_through(op->reply);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_request_comes_through),
		cmocka_unit_test(every_reply_comes_through),
	};

	return cmocka_run_group_tests_name("lossless", tests, NULL, free_schemas);
}
