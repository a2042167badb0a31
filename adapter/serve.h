/* serve: a file of the Fund as HTTP serves it: its tags, its name, and which octets of it are wanted. */
#ifndef ADAPTER_SERVE_H
#define ADAPTER_SERVE_H

#include <stdint.h>

#include "adapter/front/front.h"
#include "adapter/parts/parts.h"

struct serve {
	int      status;                /* 200, 206, 304, or 416 */
	uint64_t from, len;             /* octets of the file; none with 304 and 416 */
	char     etag[2 * PART_DIGEST_SIZE + 3];        /* strong: the digest */
	char     range[80];             /* Content-Range with 206 and 416, else "" */
	char     digest[64];            /* Repr-Digest (RFC 9530) */
	char     disposition[1400];     /* Content-Disposition (RFC 6266, RFC 8187) */
};

/*
 * What the headers of a GET ask for (RFC 9110, 13 and 14): If-None-Match, then Range, unless If-Range
 * names another tag.  One range is served; several, and what is no range, are the whole file.
 */
void serve_decide(const struct front_call *call, const struct part *part, const char *filename,
    struct serve *ret_serve);

#endif
