/*
 * A package as RFC 2046, 5.1.1 has it, in a single pass over octets that come in pieces of any size.
 *
 * A delimiter is CRLF, two hyphens and the boundary; CR stands only at its beginning.  So when
 * a delimiter turns out to be none, what was matched of it is content, and the octet that
 * differs can only begin a new one.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "adapter/mtom/private.h"

enum { AFTER_MAX = 64, EPILOGUE_MAX = 64 };

enum state {
	BEGIN,          /* before the first boundary */
	AFTER,          /* behind a boundary: the end of its line, or -- */
	HEAD,
	CONTENT,
	CLOSED,
};

struct mtom_reader {
	enum state        state;
	struct err_info   err;          /* what it failed of */
	char              delimiter[4 + BOUNDARY_MAX + 1];
	size_t            delimiter_len;
	char              start[PART_NAME_SIZE];        /* "": the first part is the root */
	char              root_id[PART_NAME_SIZE];
	struct buf       *root;
	struct part_list *parts;
	bool              has_root, in_root;
	size_t            matched;      /* octets of the delimiter that the last ones may be … */
	size_t            implied;      /* … of which the first ended a head and are no content */
	size_t            n_after;      /* octets behind the last boundary … */
	char              last;         /* … and the last of them */
	char              head[HEAD_MAX];
	size_t            head_len;
};

AUTO_DEFINE(reader, struct mtom_reader *, mtom_reader_free)

void
mtom_reader_free(struct mtom_reader *r)
{
	if (r == NULL)
		return;
	part_list_free(r->parts);
	free(r);
}

bool
mtom_is_package(const char *content_type)
{
	static const char type[] = "multipart/related";
	size_t len = strlen(type);

	content_type += strspn(content_type, " \t");
	return strncasecmp(content_type, type, len) == 0 && strchr("; \t", content_type[len]) != NULL;
}

/* RFC 2046, 5.1.1: bchars, not ending with a space. */
static bool
is_boundary(const char *b)
{
	size_t len = strlen(b), good = strspn(b, "0123456789abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ'()+_,-./:=? ");

	return len > 0 && len <= BOUNDARY_MAX && good == len && b[len - 1] != ' ';
}

static enum err
read_type(struct mtom_reader *r, const char *content_type, struct err_info *e)
{
	struct mtom_field field;
	const char *boundary, *type, *start;

	if (!mtom_field_read(content_type, &field) || strcmp(field.type, "multipart/related") != 0)
		FAIL(e, ERR_FUND_HTTP, "Content-Type", "multipart/related with well-formed parameters, each once");
	boundary = mtom_field_param(&field, "boundary");
	type = mtom_field_param(&field, "type");
	start = mtom_field_param(&field, "start");
	if (boundary == NULL || !is_boundary(boundary))
		FAIL(e, ERR_FUND_HTTP, "Content-Type", "a boundary of 1 to %d characters", BOUNDARY_MAX);
	if (type == NULL || strcasecmp(type, "application/xop+xml") != 0)
		FAIL(e, ERR_FUND_HTTP, "Content-Type", "type is application/xop+xml");
	if (start != NULL && !mtom_field_id(start, r->start))
		FAIL(e, ERR_FUND_HTTP, "Content-Type", "start is <id>");
	r->delimiter_len = (size_t)snprintf(r->delimiter, sizeof(r->delimiter), "\r\n--%s", boundary);
	return ERR_OK;
}

enum err
mtom_reader_new(const char *content_type, const struct part_limits *limits, struct buf *root,
    struct mtom_reader **ret_reader, struct err_info *e)
{
	AUTO(reader) struct mtom_reader *r = calloc(1, sizeof(*r));

	if (r == NULL)
		FAIL(e, ERR_NOMEM, "", "a reader of packages");
	TRY(read_type(r, content_type, e));
	TRY(part_list_new(limits, &r->parts, e));
	r->root = root;
	r->matched = 2;         /* the first boundary may stand at the very beginning */
	*ret_reader = STEAL(r);
	return ERR_OK;
}

/* What keeps a part says who sent too much as if our caller had; here it is the peer. */
static enum err
blame_peer(enum err code, struct err_info *said, struct err_info *e)
{
	if (code == ERR_OK)
		return ERR_OK;
	if (code == ERR_TOO_LARGE)
		FAIL(e, ERR_FUND_TOO_LARGE, "", "a message and its parts, each within its limit");
	if (code == ERR_INVALID)
		FAIL(e, ERR_FUND_HTTP, "Content-ID", "one for each part, and not too many parts");
	if (e != NULL)
		*e = *said;
	return code;
}

static enum err
add_content(struct mtom_reader *r, const char *octets, size_t len, struct err_info *e)
{
	struct err_info said;

	if (len == 0)
		return ERR_OK;
	if (r->in_root)
		return blame_peer(buf_add(r->root, octets, len, &said), &said, e);
	return blame_peer(part_write(r->parts, octets, len, &said), &said, e);
}

static enum err
begin_part(struct mtom_reader *r, struct err_info *e)
{
	struct mtom_head head;
	struct err_info said;

	TRY(mtom_head_read(r->head, r->head_len, &head, e));
	r->in_root = !r->has_root && (r->start[0] == '\0' || strcmp(head.id, r->start) == 0);
	if (r->in_root) {
		TRY(mtom_head_is_root(&head, e));
		if (part_find(r->parts, head.id) != NULL)
			FAIL(e, ERR_FUND_HTTP, "Content-ID", "one for each part");
		snprintf(r->root_id, sizeof(r->root_id), "%s", head.id);
		r->has_root = true;
		return ERR_OK;
	}
	if (head.id[0] == '\0' || strcmp(head.id, r->root_id) == 0)
		FAIL(e, ERR_FUND_HTTP, "Content-ID", "one for each part");
	return blame_peer(part_begin(r->parts, head.id, "", &said), &said, e);
}

/* Each of these takes one octet or more, or fails. */

/* Before the first boundary there may be empty lines. */
static enum err
take_begin(struct mtom_reader *r, const char *octets, size_t len, size_t *ret_taken, struct err_info *e)
{
	(void)len;
	if (octets[0] == '\r' && r->matched == 2)
		r->matched = 1;
	else if (octets[0] == r->delimiter[r->matched])
		r->matched++;
	else
		FAIL(e, ERR_FUND_HTTP, "", "begins with its boundary");
	if (r->matched == r->delimiter_len) {
		r->state = AFTER;
		r->n_after = 0;
	}
	*ret_taken = 1;
	return ERR_OK;
}

/* Blanks and CRLF, or -- at once: with any other text, some readers would see a boundary and some not. */
static enum err
take_after(struct mtom_reader *r, const char *octets, size_t len, size_t *ret_taken, struct err_info *e)
{
	char c = octets[0], before = r->n_after > 0 ? r->last : '\0';

	(void)len;
	*ret_taken = 1;
	r->last = c;
	if (before == '-' && c == '-') {
		r->state = CLOSED;
		r->n_after = 0;
		return ERR_OK;
	}
	if (before == '\r' && c == '\n') {
		r->state = HEAD;
		r->head_len = 0;
		return ERR_OK;
	}
	if (before == '-' || before == '\r' || (c == '-' && r->n_after > 0) ||
	    strchr("-\r \t", c) == NULL || c == '\0' || ++r->n_after > AFTER_MAX)
		FAIL(e, ERR_FUND_HTTP, "", "nothing behind a boundary in its line");
	return ERR_OK;
}

static enum err
take_head(struct mtom_reader *r, const char *octets, size_t len, size_t *ret_taken, struct err_info *e)
{
	size_t n;

	(void)len;
	if (r->head_len == sizeof(r->head))
		FAIL(e, ERR_FUND_HTTP, "", "a part's head is of at most %d bytes", HEAD_MAX);
	r->head[r->head_len++] = octets[0];
	n = r->head_len;
	*ret_taken = 1;
	/* Where a part has no head, a reader that looks for one reads on into the content. */
	if (n == r->delimiter_len - 2 && memcmp(r->head, r->delimiter + 2, n) == 0)
		FAIL(e, ERR_FUND_HTTP, "", "a part between two boundaries");
	if (n < 2 || memcmp(r->head + n - 2, "\r\n", 2) != 0 ||
	    (n > 2 && (n < 4 || memcmp(r->head + n - 4, "\r\n", 2) != 0)))
		return ERR_OK;
	r->head_len -= 2;
	TRY(begin_part(r, e));
	r->state = CONTENT;
	r->matched = r->implied = 2;
	return ERR_OK;
}

static enum err
end_part(struct mtom_reader *r, struct err_info *e)
{
	struct err_info said;

	if (r->implied > 0)
		FAIL(e, ERR_FUND_HTTP, "", "a line between a part's head and the next boundary");
	r->state = AFTER;
	r->n_after = 0;
	if (r->in_root)
		return ERR_OK;
	return blame_peer(part_end(r->parts, &said), &said, e);
}

static enum err
take_content(struct mtom_reader *r, const char *octets, size_t len, size_t *ret_taken, struct err_info *e)
{
	if (r->matched == 0) {
		const char *cr = memchr(octets, '\r', len);
		size_t plain = cr != NULL ? (size_t)(cr - octets) : len;

		TRY(add_content(r, octets, plain, e));
		r->matched = cr != NULL;
		*ret_taken = plain + r->matched;
		return ERR_OK;
	}
	*ret_taken = octets[0] == r->delimiter[r->matched];
	if (*ret_taken == 1)
		return ++r->matched == r->delimiter_len ? end_part(r, e) : ERR_OK;
	TRY(add_content(r, r->delimiter + r->implied, r->matched - r->implied, e));
	r->matched = r->implied = 0;
	return ERR_OK;
}

static enum err
take_closed(struct mtom_reader *r, const char *octets, size_t len, size_t *ret_taken, struct err_info *e)
{
	(void)len;
	if (octets[0] == '\0' || strchr("\r\n \t", octets[0]) == NULL || ++r->n_after > EPILOGUE_MAX)
		FAIL(e, ERR_FUND_HTTP, "", "nothing behind the last boundary");
	*ret_taken = 1;
	return ERR_OK;
}

enum err
mtom_reader_push(struct mtom_reader *r, const char *octets, size_t len, struct err_info *e)
{
	static enum err (*const take[])(struct mtom_reader *r, const char *octets, size_t len,
	    size_t *ret_taken, struct err_info *e) = {
		[BEGIN] = take_begin, [AFTER] = take_after, [HEAD] = take_head,
		[CONTENT] = take_content, [CLOSED] = take_closed,
	};

	while (r->err.code == ERR_OK && len > 0) {
		size_t n = 0;

		if (take[r->state](r, octets, len, &n, &r->err) == ERR_OK) {
			octets += n;
			len -= n;
		}
	}
	if (e != NULL && r->err.code != ERR_OK)
		*e = r->err;
	return r->err.code;
}

enum err
mtom_reader_end(struct mtom_reader *r, struct part_list **ret_parts, struct err_info *e)
{
	if (r->err.code == ERR_OK && r->state != CLOSED)
		err_set(&r->err, __FILE__, __LINE__, ERR_FUND_HTTP, "", "ends with the last boundary");
	if (r->err.code == ERR_OK && !r->has_root)
		err_set(&r->err, __FILE__, __LINE__, ERR_FUND_HTTP, "", "the root part that start names");
	if (r->err.code != ERR_OK) {
		if (e != NULL)
			*e = r->err;
		return r->err.code;
	}
	CHECK(r->parts != NULL);        /* once only */
	*ret_parts = STEAL(r->parts);
	return ERR_OK;
}
