#include "config.h"

#include "adapter/xml/put.h"
#include "adapter/xml/smev_text.h"

enum { LONG = 12, PIECE = 512 };        /* UTF-16 units */

/* How many UTF-16 units begin with this octet of UTF-8. */
static size_t
units(unsigned char c)
{
	return (c & 0xc0) == 0x80 ? 0 : c >= 0xf0 ? 2 : 1;
}

static bool
is_long(const char *text)
{
	size_t n = 0;

	while (*text != '\0' && n < LONG)
		n += units((unsigned char)*text++);
	return n >= LONG;
}

/* Nothing beyond U+0020 in it. */
static bool
is_blank(const char *text)
{
	while (*text != '\0' && (unsigned char)*text <= ' ')
		text++;
	return *text == '\0';
}

/* In a long block DEL and the second set of control characters are escaped too. */
static unsigned
control(const char *p)
{
	unsigned char first = (unsigned char)p[0], second = (unsigned char)p[1];

	if (first == 0x7f)
		return first;
	return first == 0xc2 && second < 0xa0 ? second : 0;
}

static const char *
escape_of(char c)
{
	return c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '\r' ? "&#xd;" : NULL;
}

enum err
xml_smev_text(struct buf *out, const char *text, struct err_info *e)
{
	bool in_pieces = is_long(text);
	const char *run = text, *p = text;      /* run: what is to be copied begins there */
	size_t unit = 0;
	bool first = true;

	if (is_blank(text))
		return ERR_OK;
	while (*p != '\0') {
		const char *escape = escape_of(*p);
		unsigned code = in_pieces ? control(p) : 0;
		char number[16];

		first = first || (in_pieces && unit % PIECE == 0);
		if (*p == '>' && (first || p[-1] == ']'))
			escape = "&gt;";
		if (code != 0) {
			snprintf(number, sizeof(number), "&#x%x;", code);
			escape = number;
		}
		unit += units((unsigned char)*p);
		first = escape != NULL && in_pieces;
		p++;
		if (escape == NULL)
			continue;
		TRY(xml_put(out, run, (size_t)(p - 1 - run), e));
		TRY(xml_put_str(out, escape, e));
		p += code >= 0x80;              /* the second octet of two */
		run = p;
	}
	return xml_put(out, run, (size_t)(p - run), e);
}

enum err
xml_smev_value(struct buf *out, const xmlChar *value, struct err_info *e)
{
	static const char special[] = "&<\"\t\n\r";
	static const char *const escapes[] = {"&amp;", "&lt;", "&quot;", "&#x9;", "&#xa;", "&#xd;"};
	const char *p = value != NULL ? (const char *)value : "";

	for (;;) {
		size_t run = strcspn(p, special);

		TRY(xml_put(out, p, run, e));
		p += run;
		if (*p == '\0')
			return ERR_OK;
		TRY(xml_put_str(out, escapes[strchr(special, *p++) - special], e));
	}
}
