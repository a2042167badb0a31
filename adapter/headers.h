/*
 * headers: what an answer says beside its body: the version of the resource, where a list goes on, how long
 * the operation will be there.  A worker's.
 */
#ifndef ADAPTER_HEADERS_H
#define ADAPTER_HEADERS_H

#include "adapter/base/base.h"

struct exchange;

/*
 * Of a good answer: ETag; Link with rel="next" (RFC 8288) where the reply has a nextCursor.  To who has this
 * version already, 304 without a body.
 */
MUST_USE enum err headers_add(struct exchange *x, struct err_info *e);

/* Of every answer of the operation: Deprecation (RFC 9745) and Sunset (RFC 8594). */
MUST_USE enum err headers_add_age(struct exchange *x, struct err_info *e);

#endif
