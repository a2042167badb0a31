/*
 * scan: reads the bytes of a connection as they come, before evhttp does, and far more strictly: where a
 * line, a head, a chunk and a body ends must be beyond doubt (RFC 9112, 11.2).  Looks at framing only;
 * request.c judges what evhttp has made of the rest.
 */
#ifndef ADAPTER_FRONT_SCAN_H
#define ADAPTER_FRONT_SCAN_H

#include "adapter/base/base.h"

enum scan_state { SCAN_HEAD, SCAN_BODY, SCAN_CHUNK_SIZE, SCAN_CHUNK, SCAN_CHUNK_END, SCAN_LAST };

struct scan {
	enum scan_state state;
	struct buf      line;           /* the one that is being read, and its CR LF */
	size_t          head_len, n_headers, max_head, max_body;
	size_t          left;           /* of a body or a chunk */
	size_t          body_len;       /* of chunks so far */
	enum err_lang   lang;           /* in which the caller would read a refusal */
	bool            started, has_length, chunked;
};

void front_scan_init(struct scan *scan, size_t max_head, size_t max_body);
void front_scan_fini(struct scan *scan);

/* What is wrong with the next bytes, ERR_HEADER, _METHOD or _TOO_LARGE and a text in static storage, or NULL. */
const char *front_scan(struct scan *scan, const char *bytes, size_t len, enum err *ret_code);

#endif
