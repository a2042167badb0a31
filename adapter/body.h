/*
 * body: a request's body, from bytes to JSON.
 *
 * Strict, so that nobody reads it otherwise than we do: one media type, UTF-8, no content coding, no
 * name twice in an object, and bounds on depth and number before anything is built.
 */
#ifndef ADAPTER_BODY_H
#define ADAPTER_BODY_H

#include <jansson.h>

#include "adapter/base/base.h"
#include "adapter/front/front.h"

enum { BODY_DEPTH_MAX = 32, BODY_VALUES_MAX = 20000 };

/*
 * *ret_body is NULL if there is no body, else new.  Fails with ERR_MEDIA_TYPE (Content-Type and
 * Content-Encoding) or ERR_JSON.  Any JSON array or object passes here; what it must be is for the mapping.
 */
MUST_USE enum err body_read(const struct front_call *call, json_t **ret_body, struct err_info *e);

#endif
