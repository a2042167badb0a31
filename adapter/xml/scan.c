#include "config.h"

#include <string.h>

#include "adapter/xml/scan.h"
#include "adapter/xml/xml.h"

/* The shortest attribute is ' a=""'. */
enum { MANY = 5 * (XML_LIMIT_ATTRIBUTES + 1) };

/* What may hold a '<' that begins no tag, and how it ends. */
static const struct {
	const char *open, *close;
} opaque[] = {
	{"<!--",      "-->"},
	{"<![CDATA[", "]]>"},
	{"<?",        "?>"},
};

/* Whether the tag that begins at p has too many attributes: '=' outside of quotes. */
static bool
has_too_many(const char *p, const char *end)
{
	size_t n = 0;
	char quote = '\0';

	for (; p < end && (quote != '\0' || *p != '>'); p++) {
		if (quote != '\0')
			quote = *p == quote ? '\0' : quote;
		else if (*p == '"' || *p == '\'')
			quote = *p;
		else if (*p == '=' && ++n > XML_LIMIT_ATTRIBUTES)
			return true;
	}
	return false;
}

/* One past what begins at p, if it is not a tag; p if it is one; end if it does not end. */
static const char *
skip_opaque(const char *p, const char *end)
{
	for (size_t i = 0; i < COUNT_OF(opaque); i++) {
		size_t open = strlen(opaque[i].open), close = strlen(opaque[i].close);

		if ((size_t)(end - p) < open || memcmp(p, opaque[i].open, open) != 0)
			continue;
		p = memmem(p + open, (size_t)(end - p) - open, opaque[i].close, close);
		return p != NULL ? p + close : end;
	}
	return p;
}

enum err
xml_scan_check(const char *bytes, size_t len, struct err_info *e)
{
	const char *end = bytes + len, *p = memchr(bytes, '<', len);

	while (p != NULL && p < end) {
		const char *after = skip_opaque(p, end), *next;

		/* A tag ends before the next '<': that may not stand in an attribute. */
		next = after == p ? p + 1 : after;
		next = memchr(next, '<', (size_t)(end - next));
		if (after == p && (next != NULL ? next : end) - p >= MANY &&
		    has_too_many(p, next != NULL ? next : end))
			FAIL(e, ERR_XML_LIMIT, "", "too many attributes on one element");
		p = next;
	}
	return ERR_OK;
}
