/* put: octets to a buf, quickly; and what canonical octets are made of.  Private to xml/. */
#ifndef ADAPTER_XML_PUT_H
#define ADAPTER_XML_PUT_H

#include <string.h>

#include <libxml/tree.h>

#include "adapter/base/base.h"

/* As buf_add(), but in line, and the final NUL comes only with xml_put_end(). */
static inline MUST_USE enum err
xml_put(struct buf *out, const char *bytes, size_t len, struct err_info *e)
{
	if (out->size - out->len <= len || out->max - out->len < len)
		return buf_add(out, bytes, len, e);
	memcpy(out->data + out->len, bytes, len);
	out->len += len;
	return ERR_OK;
}

static inline MUST_USE enum err
xml_put_str(struct buf *out, const char *s, struct err_info *e)
{
	return xml_put(out, s, strlen(s), e);
}

static inline MUST_USE enum err
xml_put_xml(struct buf *out, const xmlChar *s, struct err_info *e)
{
	return xml_put_str(out, (const char *)s, e);
}

/* What follows the final octet; code is ERR_OK, or start is where out has to end again. */
static inline enum err
xml_put_end(struct buf *out, size_t start, enum err code)
{
	if (code != ERR_OK)
		out->len = start;
	if (out->data != NULL)
		out->data[out->len] = '\0';
	return code;
}

/* A document's text, as Canonical XML 1.0, section 2.3 has it. */
MUST_USE enum err xml_put_text(struct buf *out, const xmlChar *text, struct err_info *e);

/* The same of an attribute's or namespace's value, without the quotes. */
MUST_USE enum err xml_put_value(struct buf *out, const xmlChar *value, struct err_info *e);

/* The same of a comment or of the data of a processing instruction. */
MUST_USE enum err xml_put_verbatim(struct buf *out, const xmlChar *text, struct err_info *e);

#endif
