#include "config.h"

#include <string.h>
#include <strings.h>

#include "adapter/base/base.h"
#include "adapter/inspect/mime.h"

enum { MAX_BOUNDARY = 70 };     /* RFC 2046, 5.1.1 */

/* The octets after the next line end at or after p. */
static const char *
next_line(const char *p, const char *end)
{
	const char *nl = memchr(p, '\n', (size_t)(end - p));

	return nl != NULL ? nl + 1 : end;
}

/* An HTTP dump or a mail begins with header lines; the first boundary follows them. */
static bool
is_header_line(const char *p, const char *end)
{
	static const char *const starts[] = {"POST ", "HTTP/", "Content-", "MIME-"};

	for (size_t k = 0; k < COUNT_OF(starts); k++)
		if ((size_t)(end - p) > strlen(starts[k]) &&
		    strncasecmp(p, starts[k], strlen(starts[k])) == 0)
			return true;
	return false;
}

static bool
is_encoded(const char *p, const char *end)
{
	static const char name[] = "Content-Transfer-Encoding:";

	if ((size_t)(end - p) < strlen(name) || strncasecmp(p, name, strlen(name)) != 0)
		return false;
	return memmem(p, (size_t)(next_line(p, end) - p), "base64", 6) != NULL ||
	    memmem(p, (size_t)(next_line(p, end) - p), "quoted-printable", 16) != NULL;
}

static bool
is_blank(const char *p)
{
	return *p == '\n' || (*p == '\r' && p[1] == '\n');
}

/* The part whose headers begin at p, up to the next boundary. */
static enum inspect_mime
cut(const char *p, const char *end, const char *boundary, size_t boundary_len, const char **ret_root,
    size_t *ret_len)
{
	const char *close;
	char line[MAX_BOUNDARY + 4];
	bool encoded = false;

	for (; p < end && !is_blank(p); p = next_line(p, end))
		encoded |= is_encoded(p, end);
	p = p < end ? next_line(p, end) : end;
	snprintf(line, sizeof(line), "\n%.*s", (int)boundary_len, boundary);
	close = p < end ? memmem(p, (size_t)(end - p), line, boundary_len + 1) : NULL;
	if (encoded || close == NULL)
		return INSPECT_MIME_HARD;
	*ret_root = p;
	*ret_len = (size_t)(close - p) - (close > p && close[-1] == '\r');
	close += 1 + boundary_len;
	return end - close >= 2 && memcmp(close, "--", 2) == 0 ? INSPECT_MIME_ONE : INSPECT_MIME_MANY;
}

enum inspect_mime
inspect_mime_root(const char *octets, size_t len, const char **ret_root, size_t *ret_len)
{
	static const char pem[] = "-----BEGIN ";        /* begins as a boundary may, and is none */
	const char *p = octets, *end = octets + len, *line;
	size_t boundary;

	if (len < 4 || (len >= strlen(pem) && memcmp(octets, pem, strlen(pem)) == 0))
		return INSPECT_MIME_NONE;
	if (is_header_line(p, end)) {
		while (p < end && (size_t)(end - p) > 2 && memcmp(p, "--", 2) != 0 && *p != '<')
			p = next_line(p, end);
		if (end - p <= 2 || *p == '<')
			return INSPECT_MIME_HARD;
	}
	while (p < end && is_blank(p))
		p = next_line(p, end);
	if (end - p <= 2 || memcmp(p, "--", 2) != 0)
		return INSPECT_MIME_NONE;
	line = next_line(p, end);
	boundary = (size_t)(line - p);
	while (boundary > 0 && strchr(" \t\r\n", p[boundary - 1]) != NULL)
		boundary--;
	if (boundary <= 2 || boundary > MAX_BOUNDARY + 2)
		return INSPECT_MIME_HARD;
	return cut(line, end, p, boundary, ret_root, ret_len);
}
