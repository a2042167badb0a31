#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mapping/codec.h"
#include "mapping/mapping.h"

enum { VALUE_SIZE = 128 };

const json_t *
map_find(const json_t *json, const char *pointer)
{
	while (*pointer == '/' && json != NULL) {
		size_t len = strcspn(++pointer, "/");

		json = json_object_getn(json, pointer, len);
		pointer += len;
	}
	return json;
}

/* A string or an integer as text, in the form that the codec makes of it. */
static bool
get_text(const json_t *json, const struct map_codec *as, char text[VALUE_SIZE])
{
	char buf[MAP_TEXT_SIZE];
	const char *value = json_string_value(json);
	int len;

	if (json_is_integer(json)) {
		snprintf(text, VALUE_SIZE, "%" JSON_INTEGER_FORMAT, json_integer_value(json));
		return true;
	}
	if (value == NULL)
		return false;
	if (as != NULL && as->read(&(struct map_limits){0, 0}, value, buf, &value) != ERR_OK)
		return false;
	len = snprintf(text, VALUE_SIZE, "%s", value);
	return len >= 0 && len < VALUE_SIZE;
}

enum err
map_check_echo(const struct map_echo *echo, const json_t *request, const json_t *reply,
    struct err_info *e)
{
	char asked[VALUE_SIZE], told[VALUE_SIZE];

	if (echo == NULL)
		return ERR_OK;
	for (; echo->reply != NULL; echo++)
		if (!get_text(map_find(request, echo->request), echo->as, asked)
		    || !get_text(map_find(reply, echo->reply), echo->as, told) || strcmp(asked, told) != 0)
			FAIL(e, ERR_REPLY_OTHER, echo->reply, "the same as %s of the request", echo->request);
	return ERR_OK;
}
