#include "config.h"

#include <string.h>
#include <strings.h>

#include "adapter/mtom/private.h"

/* One field of a head, unfolded (RFC 5322, 2.2.3). */
struct line {
	char name[64];
	char value[HEAD_MAX];
};

static bool
is_printable(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (((unsigned char)text[i] < ' ' && text[i] != '\t') || text[i] == 0x7f)
			return false;
	return true;
}

/* Adds what stands in [from, to) to value, without the blanks around it. */
static void
add(const char *from, const char *to, char value[HEAD_MAX])
{
	size_t len = strlen(value);

	while (from < to && (*from == ' ' || *from == '\t'))
		from++;
	while (to > from && (to[-1] == ' ' || to[-1] == '\t'))
		to--;
	/* All values together are shorter than a head. */
	CHECK(len + (size_t)(to - from) + 2 <= HEAD_MAX);
	if (len > 0)
		value[len++] = ' ';
	memcpy(value + len, from, (size_t)(to - from));
	value[len + (size_t)(to - from)] = '\0';
}

static enum err
take_line(const char **p, const char *end, struct line *line, struct err_info *e)
{
	const char *colon = memchr(*p, ':', (size_t)(end - *p)), *eol = memmem(*p, (size_t)(end - *p), "\r\n", 2);
	size_t name = colon != NULL ? (size_t)(colon - *p) : 0;

	if (eol == NULL || colon == NULL || colon > eol || name == 0 || name >= sizeof(line->name))
		FAIL(e, ERR_FUND_HTTP, "", "a part's head has lines with a name and a value");
	for (size_t i = 0; i < name; i++)
		if ((*p)[i] <= ' ' || (*p)[i] > '~')
			FAIL(e, ERR_FUND_HTTP, "", "a name in a part's head is of visible characters");
	snprintf(line->name, sizeof(line->name), "%.*s", (int)name, *p);
	line->value[0] = '\0';
	for (const char *from = colon + 1;;) {
		if (!is_printable(from, (size_t)(eol - from)))
			FAIL(e, ERR_FUND_HTTP, "", "a part's head has no control characters");
		add(from, eol, line->value);
		*p = from = eol + 2;
		if (from == end || (*from != ' ' && *from != '\t'))
			return ERR_OK;
		eol = memmem(from, (size_t)(end - from), "\r\n", 2);
		if (eol == NULL)
			FAIL(e, ERR_FUND_HTTP, "", "a part's head has whole lines");
	}
}

static enum err
take_field(const struct line *line, struct mtom_head *head, struct err_info *e)
{
	static const char *const known[] = {"Content-ID", "Content-Type", "Content-Transfer-Encoding"};
	const bool before[] = {head->id[0] != '\0', head->typed, head->encoding[0] != '\0'};
	size_t i = 0;

	while (i < COUNT_OF(known) && strcasecmp(line->name, known[i]) != 0)
		i++;
	if (i == COUNT_OF(known))
		return ERR_OK;
	if (before[i])
		FAIL(e, ERR_FUND_HTTP, known[i], "once in a part's head");
	if (i == 0 && !mtom_field_id(line->value, head->id))
		FAIL(e, ERR_FUND_HTTP, known[i], "<id>, of at most %d characters", PART_NAME_SIZE - 1);
	if (i == 1 && !(head->typed = mtom_field_read(line->value, &head->type)))
		FAIL(e, ERR_FUND_HTTP, known[i], "a media type and well-formed parameters, each once");
	if (i == 2) {
		if (strcasecmp(line->value, "binary") != 0 && strcasecmp(line->value, "8bit") != 0 &&
		    strcasecmp(line->value, "7bit") != 0)
			FAIL(e, ERR_FUND_HTTP, known[i], "binary, 8bit or 7bit");
		snprintf(head->encoding, sizeof(head->encoding), "%.*s", (int)sizeof(head->encoding) - 1, line->value);
	}
	return ERR_OK;
}

enum err
mtom_head_read(const char *octets, size_t len, struct mtom_head *ret_head, struct err_info *e)
{
	struct mtom_head head = {.typed = false};
	const char *p = octets, *end = octets + len;
	struct line line;

	while (p < end) {
		TRY(take_line(&p, end, &line, e));
		TRY(take_field(&line, &head, e));
	}
	*ret_head = head;
	return ERR_OK;
}

/* The media type of the envelope in a type parameter, which may have parameters itself. */
static bool
is_envelope(const char *type)
{
	static const char *const types[] = {"text/xml", "application/soap+xml"};

	for (size_t i = 0; type != NULL && i < COUNT_OF(types); i++)
		if (strcspn(type, "; \t") == strlen(types[i]) &&
		    strncasecmp(type, types[i], strlen(types[i])) == 0)
			return true;
	return false;
}

enum err
mtom_head_is_root(const struct mtom_head *head, struct err_info *e)
{
	const char *charset = mtom_field_param(&head->type, "charset");

	if (!head->typed || strcmp(head->type.type, "application/xop+xml") != 0)
		FAIL(e, ERR_FUND_HTTP, "Content-Type", "application/xop+xml in the root part");
	if (!is_envelope(mtom_field_param(&head->type, "type")))
		FAIL(e, ERR_FUND_HTTP, "Content-Type", "the root part is of type text/xml or application/soap+xml");
	if (charset != NULL && strcasecmp(charset, "utf-8") != 0)
		FAIL(e, ERR_FUND_HTTP, "Content-Type", "the root part is in UTF-8");
	return ERR_OK;
}
