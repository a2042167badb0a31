/* scan: what must be known of a message before the parser reads it.  Private to xml/. */
#ifndef ADAPTER_XML_SCAN_H
#define ADAPTER_XML_SCAN_H

#include "adapter/base/base.h"

/*
 * ERR_XML_LIMIT if a start tag has more attributes than are allowed.  libxml2 compares each
 * attribute of a tag with all the others before anybody is asked about their number, which for
 * a tag of a few megabytes takes hours.  Says nothing of what is not well-formed: that the
 * parser finds, before it reads on.
 */
MUST_USE enum err xml_scan_check(const char *bytes, size_t len, struct err_info *e);

#endif
