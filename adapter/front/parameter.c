#include "config.h"

#include <string.h>
#include <strings.h>

#include "adapter/front/parameter.h"

size_t
front_token_len(const char *p)
{
	return strspn(p, "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
}

static bool
read_quoted(const char **at, char *to, size_t size)
{
	const char *p = *at + 1;
	size_t n = 0;

	while (*p != '"') {
		p += *p == '\\' && (p[1] == '"' || p[1] == '\\');
		if (*p == '\0' || n + 1 >= size)
			return false;
		to[n++] = *p++;
	}
	to[n] = '\0';
	*at = p + 1;
	return true;
}

static bool
read_token(const char **at, char *to, size_t size)
{
	size_t len = front_token_len(*at);

	if (len == 0 || len >= size)
		return false;
	memcpy(to, *at, len);
	to[len] = '\0';
	*at += len;
	return true;
}

bool
front_parameter_next(const char **at, struct parameter *to)
{
	const char *p = *at + strspn(*at, " \t");

	if (*p == '\0')
		*at = p;
	if (*p != ';')
		return false;
	p++;
	p += strspn(p, " \t");
	if (!read_token(&p, to->name, sizeof(to->name)) || *p++ != '=')
		return false;
	for (char *c = to->name; *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c | 0x20);
	if (*p == '"' ? !read_quoted(&p, to->value, sizeof(to->value)) :
	    !read_token(&p, to->value, sizeof(to->value)))
		return false;
	*at = p;
	return true;
}

bool
front_is_form(const char *value)
{
	static const char type[] = "multipart/form-data";
	size_t len = sizeof(type) - 1;

	value += strspn(value, " \t");
	return strncasecmp(value, type, len) == 0 &&
	    (value[len] == '\0' || strchr("; \t", value[len]) != NULL);
}

static int
digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *p = strchr(digits, c >= 'A' && c <= 'F' ? c | 0x20 : c);

	return c != '\0' && p != NULL ? (int)(p - digits) : -1;
}

bool
front_ext_value(char *value)
{
	const char *p = strchr(value, '\'');
	char *to = value;

	if (p == NULL || strncasecmp(value, "utf-8'", 6) != 0)
		return false;
	p = strchr(p + 1, '\'');        /* behind the language */
	if (p == NULL)
		return false;
	for (p++; *p != '\0'; p++) {
		int high, low;

		if (*p != '%') {
			*to++ = *p;
			continue;
		}
		high = digit(p[1]);
		low = high >= 0 ? digit(p[2]) : -1;
		if (low < 0 || high + low == 0)
			return false;
		*to++ = (char)(high << 4 | low);
		p += 2;
	}
	*to = '\0';
	return true;
}
