/* Canonical XML 1.0 of a part of a document, by libxml2. */
#include "config.h"

#include <libxml/c14n.h>
#include <libxml/xmlIO.h>

#include "adapter/xml/put.h"
#include "adapter/xml/xml.h"

/* Where libxml2 writes to, and how that went. */
struct sink {
	struct buf      *out;
	struct err_info *e;
	enum err         code;
};

static int
write_on(void *context, const char *bytes, int len)
{
	struct sink *s = context;

	if (s->code == ERR_OK)
		s->code = buf_add(s->out, bytes, (size_t)len, s->e);
	return s->code == ERR_OK ? len : -1;
}

/* A namespace is no node of the tree: it is visible where the element is that it is asked for. */
static int
is_visible(void *element, xmlNodePtr node, xmlNodePtr parent)
{
	const xmlNode *n = node != NULL && node->type != XML_NAMESPACE_DECL ? node : parent;

	while (n != NULL && n != element)
		n = n->parent;
	return n != NULL;
}

static enum err
canonicalize(const xmlNode *element, enum xml_comments comments, struct buf *out,
    struct err_info *e)
{
	struct sink sink = {.out = out, .e = e, .code = ERR_OK};
	xmlOutputBufferPtr buffer = xmlOutputBufferCreateIO(write_on, NULL, &sink, NULL);
	int done, closed;

	xml_memory_watch();
	if (buffer == NULL)
		FAIL(e, ERR_NOMEM, "", "canonical octets");
	/* Only read, whatever the types say. */
	done = xmlC14NExecute(element->doc, is_visible, (void *)(uintptr_t)element, XML_C14N_1_0,
	    NULL, comments == XML_WITH_COMMENTS, buffer);
	closed = xmlOutputBufferClose(buffer);
	TRY(sink.code);
	if (xml_memory_failed())
		FAIL(e, ERR_NOMEM, "", "canonical octets");
	if (done < 0 || closed < 0)
		FAIL(e, ERR_XML_CANONICAL, "", "a namespace name that libxml2 takes for no absolute URI");
	return ERR_OK;
}

enum err
xml_c14n_inclusive(const xmlNode *element, enum xml_comments comments, struct buf *out,
    struct err_info *e)
{
	size_t start = out->len;

	return xml_put_end(out, start, canonicalize(element, comments, out, e));
}
