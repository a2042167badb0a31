/*
 * multipart: reads a body of multipart/form-data (RFC 7578, RFC 2046) as it comes, however it is cut.
 *
 * Strict, so that nobody sees other parts in it than we do: nothing before the first boundary and behind
 * the last, no blanks behind a boundary, no longer line that begins as a boundary, one
 * Content-Disposition of one name for each part, no transfer encoding.  Private to front.
 */
#ifndef ADAPTER_FRONT_MULTIPART_H
#define ADAPTER_FRONT_MULTIPART_H

#include "adapter/base/base.h"

enum { MULTIPART_BOUNDARY_MAX = 70, MULTIPART_HEAD_MAX = 4096, MULTIPART_TYPE_SIZE = 256 };

struct multipart_part {
	const char *name;               /* letters, digits, dots, hyphens and underscores; 1 to 64 of them */
	const char *filename;           /* NULL: none */
	const char *type;               /* Content-Type, as sent; "" if there is none */
};

/* Who hears of parts.  An error ends the reading. */
struct multipart_sink {
	enum err (*begin)(void *arg, const struct multipart_part *part, struct err_info *e);
	enum err (*data)(void *arg, const char *bytes, size_t len, struct err_info *e);
	enum err (*end)(void *arg, struct err_info *e);
	void *arg;
};

enum multipart_state {
	MULTIPART_START, MULTIPART_DATA, MULTIPART_BOUNDARY, MULTIPART_HEAD, MULTIPART_LAST, MULTIPART_DONE
};

struct multipart {
	enum multipart_state  state;
	struct multipart_sink sink;
	char                  delimiter[4 + MULTIPART_BOUNDARY_MAX + 1];     /* CR LF, two hyphens and the boundary */
	size_t                delimiter_len;
	size_t                matched;          /* octets of the delimiter, or of what follows it */
	char                  after;            /* the first octet behind a boundary */
	struct buf            head;             /* of a part */
	size_t                n_parts, max_parts;
};

/* content_type is the request's, of which front_is_form() is true.  ERR_MULTIPART without a good boundary. */
MUST_USE enum err front_multipart_begin(struct multipart *m, const char *content_type,
    const struct multipart_sink *sink, size_t max_parts, struct err_info *e);
void front_multipart_fini(struct multipart *m);

/* ERR_MULTIPART, or what the sink says.  Nothing may be fed after a failure. */
MUST_USE enum err front_multipart_feed(struct multipart *m, const char *bytes, size_t len,
    struct err_info *e);

/* That the last boundary has come. */
MUST_USE enum err front_multipart_end(const struct multipart *m, struct err_info *e);

#endif
