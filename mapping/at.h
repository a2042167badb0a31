/*
 * at: where in a JSON document the engine is, as a chain of locals; written out only on failure.
 *
 * Private to mapping/.
 */
#ifndef MAPPING_AT_H
#define MAPPING_AT_H

#include <stddef.h>

struct map_at {
	const struct map_at *up;        /* NULL: the whole document */
	const char          *key;       /* NULL: an element of a list */
	size_t               index;
};

/*
 * The JSON pointer (RFC 6901) of at.  Names that a caller made up may be long or hold control
 * characters: of each name at most 40 bytes are written, and '?' for a control character.  A
 * pointer that does not fit ends with the last whole part that does.
 */
void map_at_print(const struct map_at *at, char *out, size_t size);

#endif
