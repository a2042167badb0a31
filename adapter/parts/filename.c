#include "config.h"

#include <string.h>

#include "adapter/parts/filename.h"

/* Octets of the character at p, or 0 if it is none that may stand in a text. */
static size_t
character(const unsigned char *p)
{
	static const struct {
		unsigned char lead_mask, lead;
		size_t        len;
		unsigned long min;
	} forms[] = {{0xe0, 0xc0, 2, 0x80}, {0xf0, 0xe0, 3, 0x800}, {0xf8, 0xf0, 4, 0x10000}};

	if (*p < 0x80)
		return *p >= ' ' && *p != 0x7f;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		unsigned long code = *p & (unsigned char)~forms[i].lead_mask;

		if ((*p & forms[i].lead_mask) != forms[i].lead)
			continue;
		for (size_t k = 1; k < forms[i].len; k++) {
			if ((p[k] & 0xc0) != 0x80)
				return 0;
			code = code << 6 | (p[k] & 0x3f);
		}
		if (code < forms[i].min || code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ||
		    code < 0xa0)
			return 0;
		return forms[i].len;
	}
	return 0;
}

bool
part_is_text(const char *text)
{
	const unsigned char *p = (const unsigned char *)text;

	while (*p != '\0') {
		size_t len = character(p);

		if (len == 0)
			return false;
		p += len;
	}
	return true;
}

const char *
part_filename(const char *path)
{
	const char *name = path;

	for (const char *p = path; *p != '\0'; p++)
		if (*p == '/' || *p == '\\')
			name = p + 1;
	return name;
}
