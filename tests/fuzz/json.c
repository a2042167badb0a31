#include "config.h"

#include "tests/fuzz/json.h"

enum { VALUES_MAX = 256, WORDS_MAX = 512 };

/* A value and where it stands. */
struct place {
	json_t     *parent, *value;
	const char *key;                /* in an object; NULL in an array */
	size_t      index;
};

static size_t
collect(json_t *parent, struct place *list, size_t n)
{
	const char *key;
	json_t *value;
	size_t i;

	if (json_is_object(parent)) {
		json_object_foreach (parent, key, value) {
			if (n == VALUES_MAX)
				return n;
			list[n++] = (struct place){parent, value, key, 0};
			n = collect(value, list, n);
		}
	} else {
		json_array_foreach (parent, i, value) {
			if (n == VALUES_MAX)
				return n;
			list[n++] = (struct place){parent, value, NULL, i};
			n = collect(value, list, n);
		}
	}
	return n;
}

static void
put(const struct place *place, json_t *value)
{
	if (value == NULL)
		return;
	if (place->key != NULL)
		json_object_set_new(place->parent, place->key, value);
	else
		json_array_set_new(place->parent, place->index, value);
}

/* Another text, made of the old one by libFuzzer; NULL if it is not UTF-8. */
static json_t *
other_text(const json_t *value)
{
	uint8_t text[WORDS_MAX];
	size_t len = json_string_length(value);

	if (len > WORDS_MAX / 2)
		return NULL;
	memcpy(text, json_string_value(value), len);
	return json_stringn((const char *)text, LLVMFuzzerMutate(text, len, WORDS_MAX));
}

static json_t *
of_another_type(unsigned seed)
{
	switch (seed % 7) {
	case 0:
		return json_null();
	case 1:
		return json_boolean(seed / 7 % 2);
	case 2:
		return json_integer((json_int_t)(seed / 7 % 200) - 50);
	case 3:
		return json_string("");
	case 4:
		return json_array();
	case 5:
		return json_object();
	default:
		return json_real(0.5);
	}
}

static void
change(const struct place *list, size_t n, unsigned seed)
{
	const struct place *place = &list[seed / 8 % n], *other = &list[seed / 2048 % n];

	switch (seed % 8) {
	case 0:
		put(place, of_another_type(seed / 8));
		break;
	case 1:         /* gone */
		if (place->key != NULL)
			json_object_del(place->parent, place->key);
		else
			json_array_remove(place->parent, place->index);
		break;
	case 2:         /* as another is */
		put(place, json_deep_copy(other->value));
		break;
	case 3:         /* the same once more */
		if (json_is_array(place->value))
			json_array_append_new(place->value, json_deep_copy(json_array_get(place->value, 0)));
		else
			json_object_set_new(place->parent, "more", json_deep_copy(place->value));
		break;
	case 4:         /* a number as a text, a text as a number */
		if (json_is_string(place->value))
			put(place, json_integer(strtoll(json_string_value(place->value), NULL, 10)));
		else if (json_is_integer(place->value))
			put(place, json_sprintf("%d", (int)json_integer_value(place->value)));
		break;
	default:
		if (json_is_string(place->value))
			put(place, other_text(place->value));
		else if (json_is_integer(place->value))
			put(place, json_integer((json_int_t)((uint64_t)json_integer_value(place->value) +
			    seed / 8 % 5 - 2)));
		break;
	}
}

size_t
fuzz_json_mutate(uint8_t *text, size_t len, size_t max, unsigned seed)
{
	AUTO(json) json_t *json = json_loadb((const char *)text, len, JSON_ALLOW_NUL, NULL);
	struct place list[VALUES_MAX];
	size_t n = json != NULL ? collect(json, list, 0) : 0, out;

	if (n == 0)
		return len;
	change(list, n, seed);
	out = json_dumpb(json, (char *)text, 0, JSON_COMPACT);
	if (out == 0 || out > max)
		return len;
	return json_dumpb(json, (char *)text, max, JSON_COMPACT);
}
