#include "config.h"

#include <string.h>

#include "adapter/base/base.h"
#include "adapter/parts/sniff.h"

static const unsigned char png_end[] = {0, 0, 0, 0, 'I', 'E', 'N', 'D', 0xae, 0x42, 0x60, 0x82};

/* ISO 32000-1, 7.5.2: "%PDF-1.4"; 2.0 is ISO 32000-2. */
static bool
begins_pdf(const unsigned char *head, size_t len)
{
	return len >= 8 && memcmp(head, "%PDF-", 5) == 0 && (head[5] == '1' || head[5] == '2') &&
	    head[6] == '.' && head[7] >= '0' && head[7] <= '9';
}

/* 7.5.5: the last line is %%EOF; readers look for it in the last 1024 octets. */
static bool
ends_pdf(const unsigned char *tail, size_t len)
{
	return memmem(tail, len, "%%EOF", 5) != NULL;
}

/* ITU-T T.81, B.1.1.3: SOI, and the next marker. */
static bool
begins_jpeg(const unsigned char *head, size_t len)
{
	return len >= 4 && memcmp(head, "\xff\xd8\xff", 3) == 0 && head[3] >= 0xc0;
}

/* EOI, which some cameras pad with zeros. */
static bool
ends_jpeg(const unsigned char *tail, size_t len)
{
	while (len > 2 && tail[len - 1] == 0)
		len--;
	return len >= 2 && tail[len - 2] == 0xff && tail[len - 1] == 0xd9;
}

/* RFC 2083, 3.1 and 11.2.1: the signature, and an IHDR chunk of 13 octets. */
static bool
begins_png(const unsigned char *head, size_t len)
{
	return len >= 16 && memcmp(head, "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", 16) == 0;
}

/* 11.2.4: the IEND chunk with its checksum. */
static bool
ends_png(const unsigned char *tail, size_t len)
{
	return len >= sizeof(png_end) &&
	    memcmp(tail + len - sizeof(png_end), png_end, sizeof(png_end)) == 0;
}

static const struct {
	const char *media_type;
	bool      (*begins)(const unsigned char *head, size_t len);
	bool      (*ends)(const unsigned char *tail, size_t len);
} kinds[] = {
	{"application/pdf", begins_pdf, ends_pdf},
	{"image/jpeg", begins_jpeg, ends_jpeg},
	{"image/png", begins_png, ends_png},
};

const char *
part_sniff(const unsigned char *head, size_t head_len, const unsigned char *tail, size_t tail_len,
    bool *ret_whole)
{
	*ret_whole = false;
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (kinds[i].begins(head, head_len)) {
			*ret_whole = kinds[i].ends(tail, tail_len);
			return kinds[i].media_type;
		}
	return NULL;
}
