#include "config.h"

#include <stdio.h>
#include <string.h>

#include "adapter/conditions.h"
#include "adapter/exchange.h"

/* The length of the entity tag that begins here, without its mark of weakness; 0: none does. */
static size_t
tag_length(const char *text)
{
	size_t len = 1;

	if (text[0] != '"')
		return 0;
	while (text[len] != '"')
		if ((unsigned char)text[len++] <= ' ')
			return 0;
	return len + 1;
}

/* Whether one of the list's tags is etag, as RFC 9110, 13.1.2, compares: weakly.  *ret_good: it is a list of tags. */
static bool
names(const char *list, const char *etag, bool *ret_good)
{
	bool found = false;
	const char *p = list;

	*ret_good = true;
	if (strcmp(list, "*") == 0)
		return true;
	do {
		size_t len;

		p += strspn(p, " \t");
		p += strncmp(p, "W/", 2) == 0 ? 2 : 0;
		len = tag_length(p);
		found |= len != 0 && etag != NULL && strlen(etag) == len && memcmp(etag, p, len) == 0;
		p += len;
		p += strspn(p, " \t");
		*ret_good = len != 0 && (*p == ',' || *p == '\0');
	} while (*ret_good && *p++ == ',');
	return found && *ret_good;
}

static enum err
read_if_match(struct exchange *x, struct err_info *e)
{
	static const char at[] = "/header/If-Match";
	size_t count, len;
	const char *value = front_header(x->call, "If-Match", &count);
	json_t *header;

	if (value == NULL)
		return ERR_OK;
	if (!map_takes(x->op, "header", "ifMatch"))
		FAIL(e, ERR_HEADER, at, "none, since this operation compares no versions");
	len = tag_length(value);
	if (count != 1 || (strcmp(value, "*") != 0 && (len < 3 || value[len] != '\0' || len >= ETAG_SIZE)))
		FAIL(e, ERR_HEADER, at, "one strong entity tag as an ETag had it, or *");
	if (len == 0)
		return ERR_OK;
	TRY(exchange_part(x, "header", &header, e));
	if (json_object_set_new(header, "ifMatch", json_stringn(value + 1, len - 2)) != 0)
		FAIL(e, ERR_HEADER, at, "one strong entity tag as an ETag had it, or *");
	return ERR_OK;
}

static enum err
check_if_none_match(const struct exchange *x, struct err_info *e)
{
	static const char at[] = "/header/If-None-Match";
	size_t count;
	const char *value = front_header(x->call, "If-None-Match", &count);
	bool good;

	if (value == NULL || x->op->file != NULL)       /* of a file, serve.c looks at it */
		return ERR_OK;
	if (strcmp(x->op->method, "GET") != 0)
		FAIL(e, ERR_HEADER, at, "none, since this is not a GET");
	names(value, NULL, &good);
	if (count != 1 || !good)
		FAIL(e, ERR_HEADER, at, "entity tags as ETag had them, or *");
	return ERR_OK;
}

enum err
conditions_read(struct exchange *x, struct err_info *e)
{
	TRY(read_if_match(x, e));
	return check_if_none_match(x, e);
}

bool
conditions_etag(const struct map_operation *op, const json_t *reply, char etag[ETAG_SIZE])
{
	const json_t *version = op->version != NULL ? map_find(reply, op->version) : NULL;

	return json_is_string(version)
	       && snprintf(etag, ETAG_SIZE, "\"%s\"", json_string_value(version)) < ETAG_SIZE;
}

bool
conditions_has(const struct exchange *x, const char *etag)
{
	const char *value = front_header(x->call, "If-None-Match", NULL);
	bool good;

	return value != NULL && names(value, etag, &good);
}
