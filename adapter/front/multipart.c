#include "config.h"

#include <string.h>
#include <strings.h>

#include "adapter/front/multipart.h"
#include "adapter/front/parameter.h"

static const char at[] = "/body";

/* RFC 2046, 5.1.1: bchars, and no blank at the end; a blank has to be quoted but may be there. */
static bool
is_boundary(const char *s)
{
	static const char good[] = "'()+_,-./:=? 0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	size_t len = strlen(s);

	return len > 0 && len <= MULTIPART_BOUNDARY_MAX && s[strspn(s, good)] == '\0' &&
	    s[len - 1] != ' ';
}

enum err
front_multipart_begin(struct multipart *m, const char *content_type, const struct multipart_sink *sink,
    size_t max_parts, struct err_info *e)
{
	const char *p = content_type + strspn(content_type, " \t");
	struct parameter parameter;
	bool found = false;

	*m = (struct multipart){.sink = *sink, .max_parts = max_parts, .matched = 2};
	buf_init(&m->head, MULTIPART_HEAD_MAX);
	p += strlen("multipart/form-data");
	while (front_parameter_next(&p, &parameter)) {
		if (strcmp(parameter.name, "boundary") != 0)
			continue;
		if (found || !is_boundary(parameter.value))
			FAIL(e, ERR_MULTIPART, "/header/Content-Type", "one boundary of 1..%d characters",
			    MULTIPART_BOUNDARY_MAX);
		found = true;
		snprintf(m->delimiter, sizeof(m->delimiter), "\r\n--%.*s", MULTIPART_BOUNDARY_MAX, parameter.value);
	}
	if (!found || *p != '\0')
		FAIL(e, ERR_MULTIPART, "/header/Content-Type", "multipart/form-data; boundary=...");
	m->delimiter_len = strlen(m->delimiter);
	return ERR_OK;
}

void
front_multipart_fini(struct multipart *m)
{
	buf_fini(&m->head);
}

static bool
is_part_name(const char *s)
{
	size_t len = strlen(s);

	return len > 0 && len <= 64 &&
	    strspn(s, "._-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == len;
}

/* What is read of a part's head. */
struct part_head {
	char name[PARAMETER_VALUE_SIZE], filename[PARAMETER_VALUE_SIZE], type[MULTIPART_TYPE_SIZE];
	bool has_disposition, has_name, has_filename, has_ext, has_type;
};

/* RFC 7578, 4.2.  filename*, which it does not want, comes from common libraries, and is the better one. */
static enum err
read_disposition(struct part_head *h, const char *p, struct err_info *e)
{
	struct parameter parameter;
	size_t len = front_token_len(p);

	if (h->has_disposition || len != 9 || strncasecmp(p, "form-data", len) != 0)
		FAIL(e, ERR_MULTIPART, at, "one Content-Disposition: form-data in each part");
	h->has_disposition = true;
	p += len;
	while (front_parameter_next(&p, &parameter)) {
		bool ext = strcmp(parameter.name, "filename*") == 0;

		if (strcmp(parameter.name, "name") == 0) {
			if (h->has_name || !is_part_name(parameter.value))
				FAIL(e, ERR_MULTIPART, at,
				    "one name for each part: 1..64 letters, digits, '.', '_' and '-'");
			h->has_name = true;
			snprintf(h->name, sizeof(h->name), "%s", parameter.value);
		} else if (ext || strcmp(parameter.name, "filename") == 0) {
			if ((ext ? h->has_ext : h->has_filename) || (ext && !front_ext_value(parameter.value)))
				FAIL(e, ERR_MULTIPART, at, "one filename, and one filename* in UTF-8");
			if (ext || !h->has_ext)
				snprintf(h->filename, sizeof(h->filename), "%s", parameter.value);
			*(ext ? &h->has_ext : &h->has_filename) = true;
		}
	}
	if (*p != '\0' || !h->has_name)
		FAIL(e, ERR_MULTIPART, at, "Content-Disposition: form-data; name=...");
	return ERR_OK;
}

/* Fields that are not named here are nobody's affair (RFC 7578, 4.8). */
static enum err
read_field(struct part_head *h, const char *line, struct err_info *e)
{
	size_t len = front_token_len(line);
	const char *value = line + len + 1;

	if (len == 0 || line[len] != ':')
		FAIL(e, ERR_MULTIPART, at, "a part's head has lines of a name, a colon and a value");
	value += strspn(value, " \t");
	if (len == strlen("Content-Disposition") && strncasecmp(line, "Content-Disposition", len) == 0)
		return read_disposition(h, value, e);
	if (len == strlen("Content-Type") && strncasecmp(line, "Content-Type", len) == 0) {
		if (h->has_type || strlen(value) >= sizeof(h->type))
			FAIL(e, ERR_MULTIPART, at, "one Content-Type for each part");
		h->has_type = true;
		snprintf(h->type, sizeof(h->type), "%s", value);
	}
	if (len == strlen("Content-Transfer-Encoding") &&
	    strncasecmp(line, "Content-Transfer-Encoding", len) == 0 && strcasecmp(value, "binary") != 0 &&
	    strcasecmp(value, "8bit") != 0 && strcasecmp(value, "7bit") != 0)
		FAIL(e, ERR_MULTIPART, at, "parts as they are, without transfer encoding");
	return ERR_OK;
}

/* The head is whole: lines that end in CR LF, the last of them empty. */
static enum err
begin_part(struct multipart *m, struct err_info *e)
{
	struct part_head h = {0};
	struct multipart_part part = {.name = h.name, .type = h.type};
	char *line = m->head.data, *end;

	for (; (end = strstr(line, "\r\n")) != line; line = end + 2) {
		CHECK(end != NULL);
		*end = '\0';
		TRY(read_field(&h, line, e));
	}
	if (!h.has_disposition)
		FAIL(e, ERR_MULTIPART, at, "one Content-Disposition: form-data in each part");
	if (m->n_parts++ >= m->max_parts)
		FAIL(e, ERR_MULTIPART, at, "at most %zu parts", m->max_parts);
	if (h.has_filename || h.has_ext)
		part.filename = h.filename;
	buf_reset(&m->head);
	m->state = MULTIPART_DATA;
	m->matched = 0;
	return m->sink.begin(m->sink.arg, &part, e);
}

static enum err
head_octet(struct multipart *m, char c, struct err_info *e)
{
	struct buf *head = &m->head;
	bool after_cr = head->len > 0 && head->data[head->len - 1] == '\r';

	if (after_cr != (c == '\n') || ((unsigned char)c < ' ' && c != '\r' && c != '\n' && c != '\t') ||
	    c == 0x7f)
		FAIL(e, ERR_MULTIPART, at, "a part's head has no control characters, and lines end in CR LF");
	if (buf_add(head, &c, 1, NULL) != ERR_OK)
		FAIL(e, ERR_MULTIPART, at, "a part's head of at most %d octets", MULTIPART_HEAD_MAX);
	if (head->len == 2 && c == '\n')
		FAIL(e, ERR_MULTIPART, at, "one Content-Disposition: form-data in each part");
	if (head->len >= 4 && memcmp(head->data + head->len - 4, "\r\n\r\n", 4) == 0)
		return begin_part(m, e);
	return ERR_OK;
}

/* What follows a boundary: CR LF and a part, or two hyphens. */
static enum err
boundary_octet(struct multipart *m, char c, struct err_info *e)
{
	if (m->matched++ == 0) {
		m->after = c;
		if (c == '\r' || c == '-')
			return ERR_OK;
	} else if (m->after == '-' && m->n_parts == 0) {
		FAIL(e, ERR_MULTIPART, at, "at least one part");
	} else if (c == (m->after == '\r' ? '\n' : '-')) {
		m->state = m->after == '\r' ? MULTIPART_HEAD : MULTIPART_LAST;
		m->matched = 0;
		return ERR_OK;
	}
	FAIL(e, ERR_MULTIPART, at, "a boundary is followed by CR LF, or by two hyphens");
}

/* Nothing comes behind the last boundary but CR LF. */
static enum err
last_octet(struct multipart *m, char c, struct err_info *e)
{
	if (c != "\r\n"[m->matched++])
		FAIL(e, ERR_MULTIPART, at, "nothing behind the last boundary");
	if (m->matched == 2)
		m->state = MULTIPART_DONE;
	return ERR_OK;
}

/* Before the first boundary there may be CR LF, as the end of an empty preamble, or nothing. */
static enum err
start_octet(struct multipart *m, char c, struct err_info *e)
{
	if (c == '\r' && m->matched == 2 && m->after == '\0') {
		m->matched = 0;
		m->after = '\r';
	}
	if (c != m->delimiter[m->matched])
		FAIL(e, ERR_MULTIPART, at, "a body that begins with its boundary");
	if (++m->matched == m->delimiter_len) {
		m->state = MULTIPART_BOUNDARY;
		m->matched = 0;
	}
	return ERR_OK;
}

/* Up to where a delimiter may begin; or what looked like one and is none.  Returns by *ret_used. */
static enum err
data(struct multipart *m, const char *bytes, size_t len, size_t *ret_used, struct err_info *e)
{
	const char *cr;
	size_t was = m->matched;

	*ret_used = 1;
	if (bytes[0] == m->delimiter[was]) {
		if (++m->matched < m->delimiter_len)
			return ERR_OK;
		m->state = MULTIPART_BOUNDARY;
		m->matched = 0;
		return m->sink.end(m->sink.arg, e);
	}
	if (was > 0) {          /* CR stands at the delimiter's beginning only: none begins within it */
		*ret_used = 0;
		m->matched = 0;
		return m->sink.data(m->sink.arg, m->delimiter, was, e);
	}
	cr = memchr(bytes, '\r', len);
	*ret_used = cr != NULL ? (size_t)(cr - bytes) : len;
	return m->sink.data(m->sink.arg, bytes, *ret_used, e);
}

enum err
front_multipart_feed(struct multipart *m, const char *bytes, size_t len, struct err_info *e)
{
	static enum err (*const octet[])(struct multipart *m, char c, struct err_info *e) = {
	    [MULTIPART_START] = start_octet,
	    [MULTIPART_BOUNDARY] = boundary_octet,
	    [MULTIPART_HEAD] = head_octet,
	    [MULTIPART_LAST] = last_octet};

	for (size_t i = 0, used; i < len; i += used) {
		used = 1;
		if (m->state == MULTIPART_DATA)
			TRY(data(m, bytes + i, len - i, &used, e));
		else if (m->state == MULTIPART_DONE)
			FAIL(e, ERR_MULTIPART, at, "nothing behind the last boundary");
		else
			TRY(octet[m->state](m, bytes[i], e));
	}
	return ERR_OK;
}

enum err
front_multipart_end(const struct multipart *m, struct err_info *e)
{
	if (m->state != MULTIPART_DONE && (m->state != MULTIPART_LAST || m->matched != 0))
		FAIL(e, ERR_MULTIPART, at, "a body that ends with its last boundary");
	return ERR_OK;
}
