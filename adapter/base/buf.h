/*
 * buf: bytes that grow up to a limit given at birth.
 *
 * Invariants: data is NUL-ended after the first buf_add*; len never passes
 * max; a failed add leaves the content as it was.  A buf belongs to one thread
 * at a time.  buf_fini() leaves a usable empty buf with the same limit.
 */
#ifndef ADAPTER_BASE_BUF_H
#define ADAPTER_BASE_BUF_H

#include <stddef.h>

#include "adapter/base/err.h"

struct buf {
	char  *data;            /* NULL while nothing was added */
	size_t len;             /* bytes in use, without the final NUL */
	size_t size;            /* bytes allocated */
	size_t max;             /* limit of len */
};

/* A buf on the stack that frees itself: BUF_AUTO(b, 1 << 20); */
#define BUF_AUTO(name, limit) \
	struct buf name __attribute__((cleanup(buf_fini))) = {.max = (limit)}

void buf_init(struct buf *b, size_t max);
void buf_fini(struct buf *b);

/* Empties b but keeps its memory. */
void buf_reset(struct buf *b);

/* Append.  Fail with ERR_TOO_LARGE past max, ERR_NOMEM without memory. */
MUST_USE enum err buf_add(struct buf *b, const void *bytes, size_t len, struct err_info *e);
MUST_USE enum err buf_add_str(struct buf *b, const char *s, struct err_info *e);
MUST_USE enum err buf_addf(struct buf *b, struct err_info *e, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Gives the bytes (NUL-ended, malloced, never NULL on success) to the caller; b becomes empty. */
MUST_USE enum err buf_steal(struct buf *b, char **ret_data, size_t *ret_len, struct err_info *e);

#endif
