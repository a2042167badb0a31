/* smev_text: text and values as the SMEV transform's reference writes them.  Private to xml/. */
#ifndef ADAPTER_XML_SMEV_TEXT_H
#define ADAPTER_XML_SMEV_TEXT_H

#include <libxml/tree.h>

#include "adapter/base/base.h"

/*
 * Appends a whole block of text; nothing, if there is nothing in it but white space.
 *
 * What is escaped is as Woodstox 6 does it.  A block of less than 12 UTF-16 units is taken as it
 * is; a longer one in pieces of 512, and a piece in runs, which end at whatever is escaped.  A
 * '>' is escaped at the beginning of a run or after ']'.
 */
MUST_USE enum err xml_smev_text(struct buf *out, const char *text, struct err_info *e);

/* An attribute's or namespace's value, without the quotes. */
MUST_USE enum err xml_smev_value(struct buf *out, const xmlChar *value, struct err_info *e);

#endif
