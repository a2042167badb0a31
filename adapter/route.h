/*
 * route: which operation a method and a path mean.  What there is to find stands in the rows of
 * mapping/; nothing is repeated here.
 */
#ifndef ADAPTER_ROUTE_H
#define ADAPTER_ROUTE_H

#include <jansson.h>

#include "adapter/base/base.h"
#include "mapping/mapping.h"

struct routes;

/*
 * The paths of all operations that operation_at() counts, as map_operation_at() does, as a tree of their
 * segments: finding takes as long as the path has segments, however many operations there are.
 */
MUST_USE enum err routes_open(const struct map_operation *(*operation_at)(size_t),
    struct routes **ret_routes, struct err_info *e);
void routes_close(struct routes *routes);

/*
 * Finds the operation.  A segment that stands in a path as it is goes before a {name}, whatever the order of the
 * tables.  The {name} segments are put into the object path_params, percent-decoded.  Fails with ERR_NOT_FOUND, or
 * ERR_METHOD with allow filled ("GET, POST").  Any thread.
 */
MUST_USE enum err route_find(const struct routes *routes, const char *method, const char *path,
    json_t *path_params, char *allow, size_t allow_size, const struct map_operation **ret_op,
    struct err_info *e);

/*
 * Reads a query (RFC 3986, section 3.4, as HTML forms write it) into the object params, all values
 * strings.  NULL is an empty query.  Fails with ERR_INVALID: a name twice, wrong percent-encoding,
 * text that is not UTF-8.
 */
MUST_USE enum err route_read_query(const char *query, json_t *params, struct err_info *e);

#endif
