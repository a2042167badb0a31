/*
 * conditions: what a caller knows of a resource, by its version: ETag, If-Match, If-None-Match
 * (RFC 9110, 8.8.3 and 13.1).  The version of an operation's reply is the Fund's own; ours is the spelling.
 */
#ifndef ADAPTER_CONDITIONS_H
#define ADAPTER_CONDITIONS_H

#include <jansson.h>

#include "adapter/base/base.h"
#include "mapping/mapping.h"

struct exchange;

enum { ETAG_SIZE = 72 };        /* of a version of 64 characters, in quotes */

/*
 * Puts the version that If-Match names into the request document; "*" asks for no version, since the Fund
 * changes nothing that is not there.  Fails with ERR_HEADER where If-Match or If-None-Match is malformed, and where
 * the operation knows no version to compare: a condition is never passed over.
 */
MUST_USE enum err conditions_read(struct exchange *x, struct err_info *e);

/* The ETag of what an operation has answered; false if it has none. */
bool conditions_etag(const struct map_operation *op, const json_t *reply, char etag[ETAG_SIZE]);

/* Whether If-None-Match says that the caller has what this ETag stands for. */
bool conditions_has(const struct exchange *x, const char *etag);

#endif
