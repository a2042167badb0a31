#include "config.h"

#include <string.h>

#include "adapter/seal/splice.h"

/* What begins with '<' and is no tag. */
static const struct {
	const char *begin, *end;
} others[] = {
	{"<!--",      "-->"},
	{"<![CDATA[", "]]>"},
	{"<?",        "?>"},
};

struct tag {
	size_t begin, end;
	bool   opens, closes;           /* an empty-element tag does both */
};

/* One past the '>' of the tag at begin; 0 if there is none. */
static size_t
tag_end(const struct seal_splice *s, size_t begin)
{
	char quote = '\0';

	for (size_t i = begin; i < s->len; i++) {
		char c = s->octets[i];

		if (quote != '\0')
			quote = c == quote ? '\0' : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (c == '>')
			return i + 1;
	}
	return 0;
}

/* If something else than a tag begins at *at, puts *at behind it. */
static bool
skip_other(const struct seal_splice *s, size_t *at)
{
	for (size_t i = 0; i < COUNT_OF(others); i++) {
		size_t begin_len = strlen(others[i].begin), left = s->len - *at;
		const char *p = s->octets + *at, *end;

		if (left < begin_len || memcmp(p, others[i].begin, begin_len) != 0)
			continue;
		end = memmem(p + begin_len, left - begin_len, others[i].end, strlen(others[i].end));
		*at = end != NULL ? (size_t)(end - s->octets) + strlen(others[i].end) : s->len;
		return true;
	}
	return false;
}

/* The next tag at or after at. */
static bool
next_tag(const struct seal_splice *s, size_t at, struct tag *ret)
{
	const char *p;

	do {
		p = at < s->len ? memchr(s->octets + at, '<', s->len - at) : NULL;
		if (p == NULL)
			return false;
		at = (size_t)(p - s->octets);
	} while (skip_other(s, &at));
	ret->begin = at;
	ret->end = tag_end(s, at);
	if (ret->end < at + 3)
		return false;
	ret->closes = p[1] == '/' || s->octets[ret->end - 2] == '/';
	ret->opens = p[1] != '/';
	return true;
}

/* The element after this one, in document order. */
static const xmlNode *
next_element(const xmlNode *node)
{
	do {
		if (node->type == XML_ELEMENT_NODE && node->children != NULL)
			node = node->children;
		else {
			while (node != NULL && node->next == NULL)
				node = node->parent;
			node = node != NULL ? node->next : NULL;
		}
	} while (node != NULL && node->type != XML_ELEMENT_NODE);
	return node;
}

static size_t
number_of(const xmlNode *element)
{
	size_t n = 0;

	for (const xmlNode *i = xmlDocGetRootElement(element->doc); i != element; i = next_element(i)) {
		CHECK(i != NULL);
		n++;
	}
	return n;
}

/* The name as written, after '<'. */
static size_t
name_length(const struct seal_splice *s, size_t begin)
{
	size_t n = begin + 1;

	while (n < s->len && memchr(" \t\r\n/>", s->octets[n], 6) == NULL)
		n++;
	return n - begin - 1;
}

/* Whether the tag at begin carries element's name, after a prefix or without one. */
static bool
is_named(const struct seal_splice *s, size_t begin, const xmlNode *element)
{
	size_t len = name_length(s, begin), want = strlen((const char *)element->name);
	const char *end = s->octets + begin + 1 + len;

	return len >= want && memcmp(end - want, element->name, want) == 0 &&
	    (len == want || end[-(ptrdiff_t)want - 1] == ':');
}

enum err
seal_splice_find(const struct seal_splice *s, const xmlNode *element, struct seal_place *ret_place,
    struct err_info *e)
{
	size_t left = number_of(element) + 1, depth = 0, at = 0;
	struct tag tag = {0};

	for (; left > 0; at = tag.end) {
		if (!next_tag(s, at, &tag))
			FAIL(e, ERR_BUG, "", "an element is not where it was");
		left -= tag.opens;
	}
	if (!is_named(s, tag.begin, element))
		FAIL(e, ERR_BUG, "", "an element is not where it was");
	*ret_place = (struct seal_place){.begin = tag.begin, .open_end = tag.end, .close = tag.end,
	    .end = tag.end, .empty = tag.closes};
	for (depth = !tag.closes; depth > 0; at = tag.end) {
		if (!next_tag(s, at, &tag))
			FAIL(e, ERR_BUG, "", "an element does not end");
		depth += tag.opens;
		depth -= tag.closes;
		ret_place->close = tag.begin;
		ret_place->end = tag.end;
	}
	return ERR_OK;
}

enum err
seal_splice_copy(struct seal_splice *s, size_t offset, struct err_info *e)
{
	CHECK(offset >= s->at && offset <= s->len);
	TRY(buf_add(s->out, s->octets + s->at, offset - s->at, e));
	s->at = offset;
	return ERR_OK;
}

enum err
seal_splice_end(struct seal_splice *s, struct err_info *e)
{
	return seal_splice_copy(s, s->len, e);
}

enum err
seal_splice_attributes(struct seal_splice *s, const struct seal_place *place, const char *text,
    struct err_info *e)
{
	TRY(seal_splice_copy(s, place->open_end - (place->empty ? 2 : 1), e));
	return buf_add_str(s->out, text, e);
}

enum err
seal_splice_fill(struct seal_splice *s, const struct seal_place *place, bool only, const char *text,
    struct err_info *e)
{
	if (!place->empty) {
		TRY(seal_splice_copy(s, place->open_end, e));
		TRY(buf_add_str(s->out, text, e));
		s->at = only ? place->close : place->open_end;
		return ERR_OK;
	}
	TRY(seal_splice_copy(s, place->open_end - 2, e));
	TRY(buf_add_str(s->out, ">", e));
	TRY(buf_add_str(s->out, text, e));
	TRY(buf_add_str(s->out, "</", e));
	TRY(buf_add(s->out, s->octets + place->begin + 1, name_length(s, place->begin), e));
	TRY(buf_add_str(s->out, ">", e));
	s->at = place->open_end;
	return ERR_OK;
}

enum err
seal_splice_element(struct seal_splice *s, const struct seal_place *like, const char *name,
    const char *content, struct err_info *e)
{
	const char *written = s->octets + like->begin + 1;
	const char *colon = memchr(written, ':', name_length(s, like->begin));
	int prefix = colon != NULL ? (int)(colon + 1 - written) : 0;

	TRY(buf_addf(s->out, e, "<%.*s%s>", prefix, written, name));
	TRY(buf_add_str(s->out, content, e));
	return buf_addf(s->out, e, "</%.*s%s>", prefix, written, name);
}
