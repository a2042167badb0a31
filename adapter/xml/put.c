#include "config.h"

#include "adapter/xml/put.h"

/* clang-format off */
static const struct escape {
	char        c;
	const char *text[3];            /* by enum where; NULL: stands for itself */
} escapes[] = {
	/*       text      value     verbatim */
	{'&',  {"&amp;",  "&amp;",  NULL}},
	{'<',  {"&lt;",   "&lt;",   NULL}},
	{'>',  {"&gt;",   NULL,     NULL}},
	{'"',  {NULL,     "&quot;", NULL}},
	{'\t', {NULL,     "&#x9;",  NULL}},
	{'\n', {NULL,     "&#xA;",  NULL}},
	{'\r', {"&#xD;",  "&#xD;",  "&#xD;"}},
};
/* clang-format on */

enum where { TEXT, VALUE, VERBATIM };

static const char *
escape_of(char c, enum where where)
{
	for (size_t i = 0; i < COUNT_OF(escapes); i++)
		if (escapes[i].c == c)
			return escapes[i].text[where];
	return NULL;
}

/* By runs of what stands for itself; special is what does not. */
static inline enum err
put_escaped(struct buf *out, const char *p, const char *special, enum where where,
    struct err_info *e)
{
	for (;;) {
		size_t run = strcspn(p, special);
		const char *escape;

		TRY(xml_put(out, p, run, e));
		p += run;
		if (*p == '\0')
			return ERR_OK;
		escape = escape_of(*p++, where);
		CHECK(escape != NULL);
		TRY(xml_put_str(out, escape, e));
	}
}

enum err
xml_put_text(struct buf *out, const xmlChar *text, struct err_info *e)
{
	return text == NULL ? ERR_OK : put_escaped(out, (const char *)text, "&<>\r", TEXT, e);
}

enum err
xml_put_value(struct buf *out, const xmlChar *value, struct err_info *e)
{
	return value == NULL ? ERR_OK :
	    put_escaped(out, (const char *)value, "&<\"\t\n\r", VALUE, e);
}

enum err
xml_put_verbatim(struct buf *out, const xmlChar *text, struct err_info *e)
{
	return text == NULL ? ERR_OK : put_escaped(out, (const char *)text, "\r", VERBATIM, e);
}
