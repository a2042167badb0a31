#include "config.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "adapter/xml/encoding.h"

/* Length of the UTF-8 sequence at p, of which left bytes remain; 0 if it is not one (RFC 3629). */
static size_t
sequence(const unsigned char *p, size_t left)
{
	/* lead byte from, to; second byte from, to; length */
	static const unsigned char rows[][5] = {
		{0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3},
		{0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3}, {0xf0, 0xf0, 0x90, 0xbf, 4},
		{0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const unsigned char *r = rows[i];

		if (p[0] < r[0] || p[0] > r[1])
			continue;
		if (left < r[4] || p[1] < r[2] || p[1] > r[3])
			return 0;
		for (size_t k = 2; k < r[4]; k++)
			if ((p[k] & 0xc0) != 0x80)
				return 0;
		return r[4];
	}
	return 0;
}

static bool
is_utf8(const unsigned char *p, size_t len)
{
	size_t i = 0;

	while (i < len) {
		uint64_t eight;
		size_t n;

		if (len - i >= sizeof(eight)) {
			memcpy(&eight, p + i, sizeof(eight));
			if ((eight & UINT64_C(0x8080808080808080)) == 0) {
				i += sizeof(eight);
				continue;
			}
		}
		n = p[i] < 0x80 ? 1 : sequence(p + i, len - i);
		if (n == 0)
			return false;
		i += n;
	}
	return true;
}

/* Whether an XML declaration at text, if there is one, names no other encoding than UTF-8. */
static bool
declares_utf8(const char *text, size_t len)
{
	const char *end, *p;
	char quote;

	if (len < 6 || memcmp(text, "<?xml", 5) != 0)
		return true;
	end = memmem(text, len, "?>", 2);
	if (end == NULL)
		return true;                    /* the parser will say so */
	p = memmem(text, (size_t)(end - text), "encoding", 8);
	if (p == NULL)
		return true;
	p += 8;
	while (p < end && strchr(" \t\r\n=", *p) != NULL)
		p++;
	if (end - p < 7)
		return false;
	quote = *p;
	return (quote == '"' || quote == '\'') && strncasecmp(p + 1, "UTF-8", 5) == 0 &&
	    p[6] == quote;
}

enum err
xml_encoding_check(const char *bytes, size_t len, struct err_info *e)
{
	size_t bom = len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

	/* The parser guesses an encoding from the first octets; it must have nothing to guess. */
	if (len >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0))
		FAIL(e, ERR_XML_ENCODING, "", "a byte order mark of UTF-16");
	if (len >= 4 && memchr(bytes, '\0', 4) != NULL)
		FAIL(e, ERR_XML_ENCODING, "", "the octets of UTF-16 or UTF-32");
	if (!is_utf8((const unsigned char *)bytes, len))
		FAIL(e, ERR_XML_ENCODING, "", "an octet that is not UTF-8");
	if (!declares_utf8(bytes + bom, len - bom))
		FAIL(e, ERR_XML_ENCODING, "", "the XML declaration names another encoding than UTF-8");
	if (len == bom || bytes[bom] != '<')
		FAIL(e, ERR_XML, "", "the message does not begin with '<'");
	if (memchr(bytes, '\0', len) != NULL)
		FAIL(e, ERR_XML, "", "a NUL octet");
	return ERR_OK;
}
