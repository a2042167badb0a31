#include "config.h"

#include <string.h>
#include <strings.h>

#include <event2/http.h>

#include "adapter/base/lang.h"
#include "adapter/front/parameter.h"
#include "adapter/front/scan.h"

enum { HEADERS_MAX = 200 };

void
front_scan_init(struct scan *s, size_t max_head, size_t max_body)
{
	*s = (struct scan){.max_head = max_head, .max_body = max_body,
	    .lang = lang_choose(NULL)};
	buf_init(&s->line, max_head + 2);
}

void
front_scan_fini(struct scan *s)
{
	buf_fini(&s->line);
}

static bool
is_field(const char *line, const char *name, const char **ret_value)
{
	size_t len = strlen(name);

	if (strncasecmp(line, name, len) != 0 || line[len] != ':')
		return false;
	*ret_value = line + len + 1;
	*ret_value += **ret_value == ' ';
	return true;
}

static bool
read_length(const char *value, size_t *ret)
{
	size_t digits = strspn(value, "0123456789");

	if (digits == 0 || digits > 15 || value[digits] != '\0')
		return false;
	*ret = 0;
	for (size_t i = 0; i < digits; i++)
		*ret = *ret * 10 + (size_t)(value[i] - '0');
	return true;
}

/* What evhttp cannot read as a URI it would answer by a page of its own. */
static bool
is_uri(const char *target)
{
	struct evhttp_uri *uri = evhttp_uri_parse_with_flags(target, EVHTTP_URI_NONCONFORMANT);

	if (uri == NULL)
		return false;
	evhttp_uri_free(uri);
	return true;
}

/* evhttp takes no line that is shorter than this, whatever is in it. */
enum { SHORTEST = sizeof("GET / HTTP/1.0") - 1 };

static const char *
check_start(struct scan *s, char *line, enum err *ret_code)
{
	size_t method = strcspn(line, " "), len = strlen(line);
	char *target = line + method + 1, *version = line + len - 9;

	if (method == 0 || len < SHORTEST || target >= version ||
	    strchr(target, ' ') != version ||
	    (strcmp(version, " HTTP/1.1") != 0 && strcmp(version, " HTTP/1.0") != 0))
		return "a method, a target and HTTP/1.0 or HTTP/1.1, with a blank between";
	if (strncmp(line, "CONNECT ", 8) == 0) {
		*ret_code = ERR_METHOD;         /* evhttp would not close after refusing it */
		return "GET, HEAD, POST, PUT, PATCH or DELETE";
	}
	s->takes_body = strncmp(line, "POST ", 5) == 0 || strncmp(line, "PUT ", 4) == 0 ||
	    strncmp(line, "PATCH ", 6) == 0;
	s->old = version[8] == '0';
	*version = '\0';
	if (!is_uri(target))
		return "a path of visible ASCII without dot segments, or an https URL";
	s->started = true;
	return NULL;
}

static const char *
check_field(struct scan *s, const char *line)
{
	const char *value;
	size_t name = strcspn(line, ": \t");

	if (++s->n_headers > HEADERS_MAX)
		return "at most 200 headers";
	if (name == 0 || line[name] != ':')
		return "a header's name is a token, followed by a colon, on one line with its value";
	if (is_field(line, "Content-Length", &value)) {
		if (s->has_length || s->chunked || !read_length(value, &s->left))
			return "one Content-Length that is a number, or chunks";
		s->has_length = true;
	} else if (is_field(line, "Transfer-Encoding", &value)) {
		if (s->has_length || s->chunked || strcasecmp(value, "chunked") != 0)
			return "one Transfer-Encoding that is chunked, or a length";
		s->chunked = true;
	} else if (is_field(line, "Content-Type", &value)) {
		s->n_types++;
		s->n_forms += front_is_form(value);
	} else if (is_field(line, "Accept-Language", &value)) {
		s->lang = lang_choose(value);
	} else if (is_field(line, "Expect", &value)) {
		if (strcasecmp(value, "100-continue") != 0)
			return "no expectation but 100-continue";
		s->expects = !s->old;
	}
	return NULL;
}

static void
next_request(struct scan *s)
{
	s->state = SCAN_HEAD;
	s->started = s->has_length = s->chunked = s->takes_body = s->old = s->expects = false;
	s->lang = lang_choose(NULL);
	s->head_len = s->n_headers = s->left = s->body_len = s->n_types = s->n_forms = 0;
	s->seen |= SCAN_SEEN_END;
}

/* What there is any doubt about is a body like another: request.c will refuse it. */
static bool
is_upload(const struct scan *s)
{
	return s->max_upload > 0 && s->n_types == 1 && s->n_forms == 1 && s->takes_body &&
	    (s->chunked ? !s->old : s->left > 0);
}

static const char *
end_head(struct scan *s, enum err *ret_code)
{
	bool upload = is_upload(s);

	s->seen |= SCAN_SEEN_HEAD_END | (upload ? SCAN_SEEN_UPLOAD : 0);
	s->max_content = upload ? s->max_upload : s->max_body;
	if (s->left > s->max_content) {
		*ret_code = ERR_TOO_LARGE;
		return "the body";
	}
	s->state = s->chunked ? SCAN_CHUNK_SIZE : SCAN_BODY;
	if (!s->chunked && s->left == 0)
		next_request(s);
	return NULL;
}

/* Hexadecimal digits and nothing else: no sign, no blank, no extension. */
static const char *
check_size(struct scan *s, const char *line, enum err *ret_code)
{
	size_t digits = strspn(line, "0123456789abcdefABCDEF"), size = 0;

	if (digits == 0 || digits > 15 || line[digits] != '\0')
		return "the size of a chunk is a hexadecimal number";
	for (size_t i = 0; i < digits; i++) {
		char c = line[i];

		size = size * 16 + (size_t)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
	}
	if (size > s->max_content || (s->body_len += size) > s->max_content) {
		*ret_code = ERR_TOO_LARGE;
		return "the body";
	}
	s->left = size;
	s->state = size == 0 ? SCAN_LAST : SCAN_CHUNK;
	return NULL;
}

static const char *
check_line(struct scan *s, char *line, enum err *ret_code)
{
	if (s->state == SCAN_CHUNK_SIZE)
		return check_size(s, line, ret_code);
	if (s->state == SCAN_CHUNK_END) {
		s->state = SCAN_CHUNK_SIZE;
		return line[0] == '\0' ? NULL : "a chunk is as long as its size says";
	}
	if (s->state == SCAN_LAST) {
		next_request(s);
		return line[0] == '\0' ? NULL : "no trailer";
	}
	if (!s->started)
		return check_start(s, line, ret_code);
	return line[0] != '\0' ? check_field(s, line) : end_head(s, ret_code);
}

static const char *
take_char(struct scan *s, char c, enum err *ret_code)
{
	struct err_info e;
	bool after_cr = s->line.len > 0 && s->line.data[s->line.len - 1] == '\r';
	const char *fault;

	if (after_cr != (c == '\n'))
		return "lines end in CR LF, both of them";
	if (((unsigned char)c < ' ' && c != '\r' && c != '\n' && c != '\t') || c == 0x7f)
		return "no control characters";
	if (++s->head_len > s->max_head && s->state == SCAN_HEAD)
		return "a smaller head";
	if (buf_add(&s->line, &c, 1, &e) != ERR_OK)
		return "a shorter line";
	if (c != '\n')
		return NULL;
	s->line.data[s->line.len - 2] = '\0';
	fault = check_line(s, s->line.data, ret_code);
	buf_reset(&s->line);
	return fault;
}

/* Octets of a body or a chunk. */
static size_t
take_content(struct scan *s, size_t len)
{
	size_t n = len < s->left ? len : s->left;

	s->seen = SCAN_SEEN_CONTENT;
	s->left -= n;
	if (s->left > 0)
		return n;
	if (s->state == SCAN_CHUNK)
		s->state = SCAN_CHUNK_END;
	else
		next_request(s);
	return n;
}

const char *
front_scan(struct scan *s, const char *bytes, size_t len, size_t *ret_used, unsigned *ret_seen,
    enum err *ret_code)
{
	const char *fault = NULL;
	bool of_head = s->state == SCAN_HEAD;
	size_t used = 0;

	*ret_code = ERR_HEADER;
	s->seen = 0;
	if (s->state == SCAN_BODY || s->state == SCAN_CHUNK)
		used = take_content(s, len);
	else
		while (used < len && fault == NULL && s->seen == 0 && s->state != SCAN_CHUNK)
			fault = take_char(s, bytes[used++], ret_code);
	*ret_used = used;
	*ret_seen = s->seen | (of_head ? SCAN_SEEN_HEAD : 0);
	return fault;
}
