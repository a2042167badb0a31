/* sniff: what a file is, by its first and last octets.  Private to parts. */
#ifndef ADAPTER_PARTS_SNIFF_H
#define ADAPTER_PARTS_SNIFF_H

#include <stdbool.h>
#include <stddef.h>

enum { PART_HEAD = 64, PART_TAIL = 1024 };

/*
 * The media type that head, the first PART_HEAD octets of a file (or all of it), begins; NULL if it is
 * none that we know.  *ret_whole tells whether tail, the last PART_TAIL octets (or all), ends it.
 */
const char *part_sniff(const unsigned char *head, size_t head_len, const unsigned char *tail,
    size_t tail_len, bool *ret_whole);

#endif
