/* encoding: that a message is in UTF-8 and says nothing else of itself.  Private to xml/. */
#ifndef ADAPTER_XML_ENCODING_H
#define ADAPTER_XML_ENCODING_H

#include "adapter/base/base.h"

/* ERR_XML_ENCODING, or ERR_XML if it cannot be XML at all.  A UTF-8 byte order mark is allowed. */
MUST_USE enum err xml_encoding_check(const char *bytes, size_t len, struct err_info *e);

#endif
