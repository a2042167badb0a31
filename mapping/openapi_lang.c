/* One language out of two: the document is made with "description" and "x-description-ru", and the like. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "mapping/openapi.h"

/* The member that key, "x-NAME-ru", is the Russian of; false for other keys. */
static bool
russian_of(const char *key, char name[32])
{
	size_t len = strlen(key);

	if (len < 6 || len > 31 || strncmp(key, "x-", 2) != 0 || strcmp(key + len - 3, "-ru") != 0)
		return false;
	snprintf(name, 32, "%.*s", (int)(len - 5), key + 2);
	return true;
}

static void
choose(struct map_doc *d, json_t *object, enum err_lang lang)
{
	const char *key;
	json_t *value;
	void *next;

	json_object_foreach_safe(object, next, key, value) {
		char name[32];

		if (!russian_of(key, name))
			continue;
		if (lang == ERR_RU)
			map_doc_set(d, object, name, json_incref(value));
		json_object_del(object, key);
	}
}

/* Schemas do not nest deeper than their rows, which are ours. */
void
map_doc_speak(struct map_doc *d, json_t *at, enum err_lang lang)
{
	const char *key;
	json_t *value;
	size_t i;

	if (json_is_array(at))
		json_array_foreach(at, i, value)
			map_doc_speak(d, value, lang);
	if (!json_is_object(at))
		return;
	choose(d, at, lang);
	json_object_foreach(at, key, value)
		map_doc_speak(d, value, lang);
}
