/*
 * parse: octets of a stranger to a tree, within limits.  Private to seal/.
 *
 * Limits and prohibitions hold while the parser reads, before nodes are made.
 */
#ifndef ADAPTER_SEAL_PARSE_H
#define ADAPTER_SEAL_PARSE_H

#include "adapter/seal/library.h"

enum {
	SEAL_MAX_BYTES      = 8 << 20,
	SEAL_MAX_DEPTH      = 100,
	SEAL_MAX_ELEMENTS   = 200000,
	SEAL_MAX_ATTRIBUTES = 64,       /* of one element, namespace declarations included */
	SEAL_MAX_NAME       = 256       /* bytes of a local name, prefix or namespace */
};

/*
 * Parses UTF-8 without DTD, processing instructions and comments, in which no two
 * elements carry the same identifier (an attribute called id in any spelling and any
 * namespace).  ERR_XML, ERR_XML_FORBIDDEN, ERR_XML_LIMIT, ERR_XML_ENCODING,
 * ERR_SIG_DUPLICATE_ID.
 */
MUST_USE enum err seal_parse(const char *bytes, size_t len, xmlDocPtr *ret_doc,
    struct err_info *e);

#endif
