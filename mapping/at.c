#include "config.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "mapping/at.h"

enum { NAME_MAX_BYTES = 40, PART_SIZE = 1 + 2 * NAME_MAX_BYTES + 1 };

/* One "/name", escaped. */
static void
print_name(const char *name, char part[PART_SIZE])
{
	size_t len = strlen(name), n = 0;

	if (len > NAME_MAX_BYTES)
		for (len = NAME_MAX_BYTES; len > 0 && ((unsigned char)name[len] & 0xc0) == 0x80;)
			len--;
	part[n++] = '/';
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)name[i];

		if (c == '~' || c == '/') {
			part[n++] = '~';
			part[n++] = c == '~' ? '0' : '1';
		} else {
			part[n++] = c < 0x20 || c == 0x7f ? '?' : (char)c;
		}
	}
	part[n] = '\0';
}

/* False once a part did not fit: then nothing after it is written either. */
static bool
print(const struct map_at *at, char *out, size_t size)
{
	char part[PART_SIZE];
	size_t len;

	if (at == NULL || at->up == NULL)
		return true;
	if (!print(at->up, out, size))
		return false;
	if (at->key != NULL)
		print_name(at->key, part);
	else
		snprintf(part, sizeof(part), "/%zu", at->index);
	len = strlen(out);
	if (len + strlen(part) >= size)
		return false;
	memcpy(out + len, part, strlen(part) + 1);
	return true;
}

void
map_at_print(const struct map_at *at, char *out, size_t size)
{
	out[0] = '\0';
	(void)print(at, out, size);
}
