#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <openssl/evp.h>

#include "adapter/serve.h"

enum { EXTENSION_MAX = 10 };

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_alnum(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A number at *p, moved behind it; one that is too large is the largest. */
static bool
read_number(const char **p, uint64_t *ret_n)
{
	uint64_t n = 0;

	if (!is_digit(**p))
		return false;
	for (; is_digit(**p); (*p)++)
		n = n > (UINT64_MAX - 9) / 10 ? UINT64_MAX : n * 10 + (uint64_t)(**p - '0');
	*ret_n = n;
	return true;
}

enum range { RANGE_NONE, RANGE_GOOD, RANGE_OUTSIDE };

/* RFC 9110, 14.1.2: bytes=1-5, bytes=7-, bytes=-3; last-pos may lie beyond the end. */
static enum range
read_range(const char *text, uint64_t size, struct serve *s)
{
	uint64_t first = 0, last = UINT64_MAX, suffix = 0;
	const char *p = text;
	bool from, to;

	if (text == NULL || strncasecmp(p, "bytes=", 6) != 0)
		return RANGE_NONE;
	p += 6 + strspn(p + 6, " \t");
	from = read_number(&p, &first);
	if (*p++ != '-')
		return RANGE_NONE;
	to = read_number(&p, from ? &last : &suffix);
	p += strspn(p, " \t");
	if (*p != '\0' || (!from && !to) || (from && to && last < first))
		return RANGE_NONE;
	if (!from)
		first = suffix < size ? size - suffix : 0;
	if (first >= size)
		return RANGE_OUTSIDE;
	s->from = first;
	s->len = last - first < size - first ? last - first + 1 : size - first;
	return RANGE_GOOD;
}

/* Whether a list of tags has this one, weak or strong, or is *. */
static bool
names_tag(const char *list, const char *tag)
{
	size_t len = strlen(tag);
	const char *p = list + strspn(list, " \t");

	if (*p == '*')
		return p[1 + strspn(p + 1, " \t")] == '\0';
	for (;; p += strspn(p, ", \t")) {
		const char *end;

		if (strncmp(p, "W/", 2) == 0)
			p += 2;
		end = *p == '"' ? strchr(p + 1, '"') : NULL;
		if (end == NULL)
			return false;
		if ((size_t)(end + 1 - p) == len && strncmp(p, tag, len) == 0)
			return true;
		p = end + 1;
	}
}

/* The only value of a header; NULL if there is none, or several. */
static const char *
single(const struct front_call *call, const char *name)
{
	size_t n;
	const char *value = front_header(call, name, &n);

	return n == 1 ? value : NULL;
}

static void
decide(const struct front_call *call, uint64_t size, struct serve *s)
{
	const char *if_range = single(call, "If-Range");
	enum range range = RANGE_NONE;

	s->status = 200;
	s->len = size;
	for (size_t i = 0; i < call->n_headers; i++)
		if (strcasecmp(call->header[i].name, "If-None-Match") == 0 &&
		    names_tag(call->header[i].value, s->etag)) {
			s->status = 304;
			s->len = 0;
			return;
		}
	if (front_header(call, "If-Range", NULL) == NULL || (if_range != NULL && strcmp(if_range, s->etag) == 0))
		range = read_range(single(call, "Range"), size, s);
	if (range == RANGE_GOOD) {
		s->status = 206;
		snprintf(s->range, sizeof(s->range), "bytes %" PRIu64 "-%" PRIu64 "/%" PRIu64, s->from,
		    s->from + s->len - 1, size);
	} else if (range == RANGE_OUTSIDE) {
		s->status = 416;
		s->len = 0;
		snprintf(s->range, sizeof(s->range), "bytes */%" PRIu64, size);
	}
}

/* A name of ASCII for who cannot read another: the name itself, or "document" with its extension. */
static void
print_fallback(const char *name, char *to, size_t size)
{
	const char *dot = strrchr(name, '.');
	bool ascii = name[0] != '\0';
	size_t n = 0;

	for (const char *p = name; *p != '\0'; p++)
		ascii &= *p >= ' ' && *p <= '~';
	if (!ascii) {
		n = (size_t)snprintf(to, size, "document");
		name = dot != NULL && strlen(dot) <= EXTENSION_MAX ? dot : "";
		for (const char *p = dot; name[0] != '\0' && *++p != '\0';)
			if (!is_alnum(*p))
				name = "";
	}
	for (const char *p = name; *p != '\0' && n < size - 1; p++)
		to[n++] = strchr("\"\\%/", *p) != NULL ? '_' : *p;
	to[n] = '\0';
}

static void
print_disposition(const char *name, char *to, size_t size)
{
	char fallback[PART_FILENAME_SIZE];
	size_t n;

	print_fallback(name, fallback, sizeof(fallback));
	n = (size_t)snprintf(to, size, "attachment; filename=\"%s\"", fallback);
	if (strcmp(name, fallback) == 0 || strlen(name) >= PART_FILENAME_SIZE || name[0] == '\0')
		return;
	n += (size_t)snprintf(to + n, size - n, "; filename*=UTF-8''");
	for (const char *p = name; *p != '\0'; p++)
		n += (size_t)snprintf(to + n, size - n, is_alnum(*p) || strchr("!#$&+-.^_`|~", *p) != NULL ?
		    "%c" : "%%%02X", (unsigned char)*p);
	CHECK(n < size);
}

void
serve_decide(const struct front_call *call, const struct part *part, const char *filename,
    struct serve *ret_serve)
{
	struct serve *s = ret_serve;
	char hex[2 * PART_DIGEST_SIZE + 1];
	unsigned char base64[4 * ((PART_DIGEST_SIZE + 2) / 3) + 1];

	*s = (struct serve){.from = 0};
	id_hex(part->digest, PART_DIGEST_SIZE, hex);
	snprintf(s->etag, sizeof(s->etag), "\"%s\"", hex);
	EVP_EncodeBlock(base64, part->digest, PART_DIGEST_SIZE);
	snprintf(s->digest, sizeof(s->digest), "sha-256=:%s:", (const char *)base64);
	print_disposition(filename, s->disposition, sizeof(s->disposition));
	decide(call, part->size, s);
}
