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
	size_t          max_upload;     /* of a body of multipart/form-data; 0: it is a body like another */
	size_t          max_content;    /* the one of the two that goes for this request */
	size_t          left;           /* of a body or a chunk */
	size_t          body_len;       /* of chunks so far */
	enum err_lang   lang;           /* in which the caller would read a refusal */
	bool            started, has_length, chunked;
	bool            takes_body, old;        /* POST, PUT or PATCH; HTTP/1.0 */
	bool            expects;                /* 100-continue, before it sends the body */
	size_t          n_types, n_forms;       /* Content-Type, and how many of them are multipart/form-data */
	unsigned        seen;
};

/* What front_scan() has come across. */
enum {
	SCAN_SEEN_HEAD = 1,             /* the octets are of a head … */
	SCAN_SEEN_HEAD_END = 2,         /* … which ends with them … */
	SCAN_SEEN_UPLOAD = 4,           /* … and has a body of multipart/form-data */
	SCAN_SEEN_CONTENT = 8,          /* the octets are content, of a body or a chunk, and not its framing */
	SCAN_SEEN_END = 16,             /* the request ends with them */
};

void front_scan_init(struct scan *scan, size_t max_head, size_t max_body);
void front_scan_fini(struct scan *scan);

/*
 * Reads some of the bytes, so that all that were read are of one kind, and says how many and what by
 * *ret_used and *ret_seen.  Returns NULL, or what is wrong with the next ones: ERR_HEADER, _METHOD or
 * _TOO_LARGE and a text in static storage.
 */
const char *front_scan(struct scan *scan, const char *bytes, size_t len, size_t *ret_used,
    unsigned *ret_seen, enum err *ret_code);

#endif
