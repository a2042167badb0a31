#include "config.h"

#include <string.h>

#include "adapter/base/base.h"
#include "adapter/parts/sniff.h"

static const unsigned char png_end[] = {0, 0, 0, 0, 'I', 'E', 'N', 'D', 0xae, 0x42, 0x60, 0x82};

/* ISO 32000-1, 7.5.2: "%PDF-1.4"; 2.0 is ISO 32000-2. */
static bool
begins_pdf(const struct part_ends *file)
{
	const unsigned char *head = file->head;

	return file->head_len >= 8 && memcmp(head, "%PDF-", 5) == 0 && (head[5] == '1' || head[5] == '2') &&
	    head[6] == '.' && head[7] >= '0' && head[7] <= '9';
}

/* 7.5.5: the last line is %%EOF; readers look for it in the last 1024 octets. */
static bool
ends_pdf(const struct part_ends *file)
{
	return memmem(file->tail, file->tail_len, "%%EOF", 5) != NULL;
}

/* ITU-T T.81, B.1.1.3: SOI, and the next marker. */
static bool
begins_jpeg(const struct part_ends *file)
{
	return file->head_len >= 4 && memcmp(file->head, "\xff\xd8\xff", 3) == 0 && file->head[3] >= 0xc0;
}

/* EOI, which some cameras pad with zeros. */
static bool
ends_jpeg(const struct part_ends *file)
{
	const unsigned char *tail = file->tail;
	size_t len = file->tail_len;

	while (len > 2 && tail[len - 1] == 0)
		len--;
	return len >= 2 && tail[len - 2] == 0xff && tail[len - 1] == 0xd9;
}

/* RFC 2083, 3.1 and 11.2.1: the signature, and an IHDR chunk of 13 octets. */
static bool
begins_png(const struct part_ends *file)
{
	return file->head_len >= 16 &&
	    memcmp(file->head, "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", 16) == 0;
}

/* 11.2.4: the IEND chunk with its checksum. */
static bool
ends_png(const struct part_ends *file)
{
	return file->tail_len >= sizeof(png_end) &&
	    memcmp(file->tail + file->tail_len - sizeof(png_end), png_end, sizeof(png_end)) == 0;
}

/* Octets of the tag and length of the DER SEQUENCE at the beginning (X.690, 8.1.3); 0: there is none. */
static size_t
read_sequence(const struct part_ends *file, uint64_t *ret_len)
{
	const unsigned char *head = file->head;
	size_t octets;

	if (file->head_len < 6 || head[0] != 0x30)
		return 0;
	octets = head[1] > 0x80 ? head[1] & 0x7fU : 0;
	if (octets > 4 || head[1] == 0x80)
		return 0;
	*ret_len = octets == 0 ? head[1] : 0;
	for (size_t i = 0; i < octets; i++)
		*ret_len = *ret_len << 8 | head[2 + i];
	return 2 + octets;
}

/* RFC 5652, 3 and 5.1: ContentInfo, with the identifier of SignedData. */
static bool
begins_cms(const struct part_ends *file)
{
	static const unsigned char oid[] = {6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2};
	uint64_t len;
	size_t at = read_sequence(file, &len);

	return at > 0 && file->head_len >= at + sizeof(oid) &&
	    memcmp(file->head + at, oid, sizeof(oid)) == 0;
}

static bool
ends_cms(const struct part_ends *file)
{
	uint64_t len = 0;
	size_t at = read_sequence(file, &len);

	return file->size == at + len;
}

static const struct {
	const char *media_type;
	bool      (*begins)(const struct part_ends *file);
	bool      (*ends)(const struct part_ends *file);
} kinds[] = {
	{"application/pdf", begins_pdf, ends_pdf},
	{"image/jpeg", begins_jpeg, ends_jpeg},
	{"image/png", begins_png, ends_png},
	{"application/pkcs7-signature", begins_cms, ends_cms},
};

const char *
part_sniff(const struct part_ends *file, bool *ret_whole)
{
	*ret_whole = false;
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (kinds[i].begins(file)) {
			*ret_whole = kinds[i].ends(file);
			return kinds[i].media_type;
		}
	return NULL;
}
