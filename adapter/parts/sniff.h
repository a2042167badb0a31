/* sniff: what a file is, by its first and last octets.  Private to parts. */
#ifndef ADAPTER_PARTS_SNIFF_H
#define ADAPTER_PARTS_SNIFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PART_HEAD = 64, PART_TAIL = 1024 };

/* The first PART_HEAD octets of a file, and its last PART_TAIL; or all of it, where it has less. */
struct part_ends {
	unsigned char head[PART_HEAD], tail[PART_TAIL];
	size_t        head_len, tail_len;
	uint64_t      size;
};

/* The media type as which the file begins; NULL if we know none.  *ret_whole: it also ends as that. */
const char *part_sniff(const struct part_ends *file, bool *ret_whole);

#endif
