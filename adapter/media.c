#include "config.h"

#include <string.h>
#include <strings.h>

#include "adapter/media.h"

static size_t
token_len(const char *p)
{
	return strspn(p, "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
}

/* The length of a token or of a quoted string with its quotes; 0 if it is neither. */
static size_t
value_len(const char *p)
{
	size_t n = 1;

	if (*p != '"')
		return token_len(p);
	for (; p[n] != '"'; n++) {
		n += p[n] == '\\';
		if (p[n] == '\0')
			return 0;
	}
	return n + 1;
}

static bool
is_word(const char *p, size_t len, const char *word)
{
	return len == strlen(word) && strncasecmp(p, word, len) == 0;
}

bool
media_is_utf8(const char *value, const char *type)
{
	size_t charsets = 0, len;
	const char *p;

	if (value == NULL || strncasecmp(value, type, strlen(type)) != 0)
		return false;
	for (p = value + strlen(type), p += strspn(p, " \t"); *p == ';'; p += strspn(p, " \t")) {
		bool charset;

		p += 1 + strspn(p + 1, " \t");
		len = token_len(p);
		charset = is_word(p, len, "charset");
		if (len == 0 || p[len] != '=')
			return false;
		p += len + 1;
		len = value_len(p);
		if (len == 0 || (charset && (charsets++ > 0 ||
		    (!is_word(p, len, "utf-8") && !is_word(p, len, "\"utf-8\"")))))
			return false;
		p += len;
	}
	return *p == '\0';
}
