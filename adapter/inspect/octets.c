#include "config.h"

#include <iconv.h>
#include <stdint.h>
#include <string.h>

#include "adapter/inspect/octets.h"

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

bool
inspect_base64_decode(const char *text, unsigned char *out, size_t size, size_t *ret_len)
{
	size_t len = 0, pads = 0, read = 0;
	uint32_t group = 0;

	for (; *text != '\0'; text++) {
		const char *digit = strchr(digits, *text);

		if (strchr(" \t\r\n", *text) != NULL)
			continue;
		if (*text == '=' ? ++pads > 2 || read % 4 < 2 : digit == NULL || pads > 0)
			return false;
		group = group << 6 | (*text == '=' ? 0 : (uint32_t)(digit - digits));
		if (++read % 4 != 0)
			continue;
		for (size_t i = 0; i < 3 - pads; i++) {
			if (len == size)
				return false;
			out[len++] = (unsigned char)(group >> (16 - 8 * i));
		}
		group = 0;
	}
	*ret_len = len;
	return read % 4 == 0;
}

void
inspect_base64_encode(const unsigned char *octets, size_t len, char *text)
{
	for (size_t i = 0; i < len; i += 3) {
		uint32_t group = (uint32_t)octets[i] << 16;

		if (i + 1 < len)
			group |= (uint32_t)octets[i + 1] << 8;
		if (i + 2 < len)
			group |= octets[i + 2];
		*text++ = digits[group >> 18];
		*text++ = digits[group >> 12 & 63];
		*text++ = i + 1 < len ? digits[group >> 6 & 63] : '=';
		*text++ = i + 2 < len ? digits[group & 63] : '=';
	}
	*text = '\0';
}

enum err
inspect_octets_replace(const struct buf *in, const char *from, const char *to, struct buf *out,
    struct err_info *e)
{
	const char *p = in->data, *end = in->data + in->len, *hit;

	while (p != NULL && p < end) {
		hit = memmem(p, (size_t)(end - p), from, strlen(from));
		if (hit == NULL)
			break;
		TRY(buf_add(out, p, (size_t)(hit - p), e));
		TRY(buf_add_str(out, to, e));
		p = hit + strlen(from);
	}
	return p == NULL ? ERR_OK : buf_add(out, p, (size_t)(end - p), e);
}

static bool
converts(const char *to, const char *from, const char *in, size_t len, char *out, size_t size,
    size_t *ret_len)
{
	iconv_t cd = iconv_open(to, from);
	char *source = (char *)(uintptr_t)in, *target = out;    /* iconv() does not write there */
	size_t left = len, room = size, ret;

	if (cd == (iconv_t)-1)
		return false;
	ret = iconv(cd, &source, &left, &target, &room);
	iconv_close(cd);
	*ret_len = size - room;
	return ret == 0 && left == 0;
}

bool
inspect_octets_recode(const struct buf *in, const char *encoding, struct buf *out,
    bool *ret_utf8)
{
	AUTO(char) char *other = malloc(in->len + 1);
	AUTO(char) char *back = malloc(2 * in->len + 2);
	size_t len = 0, back_len = 0;

	if (other == NULL || back == NULL || in->len == 0 ||
	    !converts(encoding, "UTF-8", in->data, in->len, other, in->len, &len) || len == in->len)
		return false;
	*ret_utf8 = converts("UTF-16LE", "UTF-8", other, len, back, 2 * in->len + 2, &back_len);
	return buf_add(out, other, len, NULL) == ERR_OK;
}
