/* mime: the root part of a MIME message (RFC 2387), as SMEV and MTOM send it.  Private to inspect/. */
#ifndef ADAPTER_INSPECT_MIME_H
#define ADAPTER_INSPECT_MIME_H

#include <stdbool.h>
#include <stddef.h>

enum inspect_mime {
	INSPECT_MIME_NONE,              /* it is not one */
	INSPECT_MIME_ONE,               /* the root part was found, and is alone */
	INSPECT_MIME_MANY,              /* the first part was taken for the root; there are others */
	INSPECT_MIME_HARD               /* it is one that is not taken apart here */
};

/* [*ret_root, *ret_len) lies within octets, and is set for ONE and MANY. */
enum inspect_mime inspect_mime_root(const char *octets, size_t len, const char **ret_root,
    size_t *ret_len);

#endif
