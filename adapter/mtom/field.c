#include "config.h"

#include <string.h>

#include "adapter/mtom/private.h"

static size_t
token_len(const char *p)
{
	return strspn(p, "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
}

static bool
lower(const char *text, size_t len, char *ret, size_t size)
{
	if (len == 0 || len >= size)
		return false;
	for (size_t i = 0; i < len; i++)
		ret[i] = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] + 'a' - 'A') : text[i];
	ret[len] = '\0';
	return true;
}

/* A token or a quoted string (RFC 2045, 5.1); moves *p behind it. */
static bool
read_value(const char **p, char ret[FIELD_VALUE])
{
	const char *at = *p;
	size_t n = 0;

	if (*at != '"') {
		n = token_len(at);
		if (n == 0 || n >= FIELD_VALUE)
			return false;
		memcpy(ret, at, n);
		ret[n] = '\0';
		*p = at + n;
		return true;
	}
	for (at++; *at != '"'; at++) {
		at += *at == '\\';
		if (*at < ' ' || *at > '~' || n == FIELD_VALUE - 1)
			return false;
		ret[n++] = *at;
	}
	ret[n] = '\0';
	*p = at + 1;
	return true;
}

bool
mtom_field_read(const char *text, struct mtom_field *ret_field)
{
	struct mtom_field field = {.n_params = 0};
	const char *p = text + strspn(text, " \t");
	size_t major = token_len(p), minor = p[major] == '/' ? token_len(p + major + 1) : 0;

	if (major == 0 || minor == 0 || !lower(p, major + 1 + minor, field.type, sizeof(field.type)))
		return false;
	for (p += major + 1 + minor, p += strspn(p, " \t"); *p == ';'; p += strspn(p, " \t")) {
		size_t n = field.n_params, len;

		p += 1 + strspn(p + 1, " \t");
		if (*p == ';' || *p == '\0')    /* RFC 9110, 5.6.6: may be empty */
			continue;
		len = token_len(p);
		if (n == FIELD_PARAMS || p[len] != '=' ||
		    !lower(p, len, field.param[n].name, sizeof(field.param[n].name)) ||
		    mtom_field_param(&field, field.param[n].name) != NULL)
			return false;
		p += len + 1;
		if (!read_value(&p, field.param[n].value))
			return false;
		field.n_params++;
	}
	if (*p != '\0')
		return false;
	*ret_field = field;
	return true;
}

const char *
mtom_field_param(const struct mtom_field *field, const char *name)
{
	for (size_t i = 0; i < field->n_params; i++)
		if (strcmp(field->param[i].name, name) == 0)
			return field->param[i].value;
	return NULL;
}

bool
mtom_field_id(const char *text, char ret_id[PART_NAME_SIZE])
{
	size_t len = strlen(text);

	if (len < 3 || len - 2 >= PART_NAME_SIZE || text[0] != '<' || text[len - 1] != '>')
		return false;
	for (size_t i = 1; i < len - 1; i++)
		if (text[i] <= ' ' || text[i] > '~' || text[i] == '<' || text[i] == '>')
			return false;
	memcpy(ret_id, text + 1, len - 2);
	ret_id[len - 2] = '\0';
	return true;
}
