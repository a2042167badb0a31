/*
 * xml: octets of a stranger to a tree, within limits, and what may be asked of the tree.
 *
 * Limits and prohibitions hold while the parser reads, before nodes are made.  Nothing here
 * loads a DTD or expands an entity, and only xml_read_file() opens a file.  Threads: any, each
 * with its own tree.  Texts of errors never hold what was found.
 */
#ifndef ADAPTER_XML_XML_H
#define ADAPTER_XML_XML_H

#include <libxml/tree.h>

#include "adapter/base/base.h"

AUTO_DEFINE(xml_doc, xmlDocPtr, xmlFreeDoc)
AUTO_DEFINE(xml_buffer, xmlBufferPtr, xmlBufferFree)
AUTO_DEFINE(xml_text, xmlChar *, xmlFree)

/* libxml2's strings are unsigned. */
#define XSTR(s) ((const xmlChar *)(s))

#define XML_NS_WSU \
	"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"

/* Where the octets of a file stand that goes beside a message (XOP 1.0), and the element for it in our contracts. */
#define XML_NS_XOP    "http://www.w3.org/2004/08/xop/include"
#define XML_NS_COMMON "urn:mostik:common:1.0.0"

/* Starts libxml2 and keeps it from printing, in this thread and in those that start later. */
void xml_init(void);
void xml_fini(void);

/*
 * Whether libxml2, or what calls it, was refused memory on this thread since xml_memory_watch(), which
 * xml_parse() calls as it begins.  What was made meanwhile is not to be relied upon, whatever
 * libxml2 says of it.  xml_memory_note(): so it was.
 */
void xml_memory_watch(void);
void xml_memory_note(void);
bool xml_memory_failed(void);

/* ---- reading ----------------------------------------------------------------------- */

enum {
	XML_LIMIT_BYTES      = 8 << 20,
	XML_LIMIT_DEPTH      = 100,
	XML_LIMIT_ELEMENTS   = 200000,
	XML_LIMIT_ATTRIBUTES = 64,      /* of one element, namespace declarations included */
	XML_LIMIT_SCOPE      = 128,     /* namespace declarations in scope at once */
	XML_LIMIT_NAME       = 256      /* bytes of a local name, prefix or namespace */
};

/*
 * Appends what the file has, "-" being standard input, to out, whose max is the limit.  ERR_NOT_FOUND:
 * it cannot be opened or read; ERR_XML_LIMIT; ERR_NOMEM; e->at is the name.
 */
MUST_USE enum err xml_read_file(const char *name, struct buf *out, struct err_info *e);

enum xml_reading {
	/*
	 * What may be acted upon.  No processing instructions and no comments; no two elements
	 * carry the same identifier (an attribute called id in any spelling and any namespace).
	 */
	XML_STRICT,
	/* What is to be explained: comments, instructions and CDATA stay in the tree. */
	XML_LENIENT
};

/*
 * Parses UTF-8 without DTD.  ERR_XML, ERR_XML_FORBIDDEN, ERR_XML_LIMIT, ERR_XML_ENCODING,
 * ERR_SIG_DUPLICATE_ID, ERR_NOMEM.
 */
MUST_USE enum err xml_parse(const char *bytes, size_t len, enum xml_reading how,
    xmlDocPtr *ret_doc, struct err_info *e);

/* ---- canonical octets --------------------------------------------------------------- */

/*
 * The words of an InclusiveNamespaces PrefixList, lent; "#default" is the default namespace.
 * Exclusive XML Canonicalization 1.0, section 4.
 */
enum { XML_LIMIT_PREFIXES = 16 };
struct xml_prefixes {
	size_t n;
	struct {
		const char *text;
		size_t      len;
	} word[XML_LIMIT_PREFIXES];
};

/* Cuts list at its white space.  ERR_XML_LIMIT: more words than there is room for. */
MUST_USE enum err xml_prefixes_read(const char *list, struct xml_prefixes *ret,
    struct err_info *e);

enum xml_comments { XML_WITHOUT_COMMENTS, XML_WITH_COMMENTS };

/*
 * What each of these appends to out is the octets that are digested, for element and all below
 * it.  The tree is not changed.  A failure leaves out as it was: ERR_XML_CANONICAL where there
 * is no such form, ERR_TOO_LARGE past out->max, ERR_NOMEM.
 */

/*
 * Exclusive XML Canonicalization 1.0 (W3C, 18 July 2002); prefixes may be NULL.  Namespace
 * names need not be URIs in ASCII; a relative one in ASCII is refused, as Canonical XML demands.
 */
MUST_USE enum err xml_c14n_exclusive(const xmlNode *element, const struct xml_prefixes *prefixes,
    enum xml_comments comments, struct buf *out, struct err_info *e);

/* Canonical XML 1.0 (W3C, 15 March 2001), by libxml2: for explaining, not for judging. */
MUST_USE enum err xml_c14n_inclusive(const xmlNode *element, enum xml_comments comments,
    struct buf *out, struct err_info *e);

/*
 * What urn://smev-gov-ru/xmldsig/transform makes of element after exclusive canonicalisation
 * (the method text of SMEV 3, annex 1).  Elements without a namespace and attributes such as
 * xml:lang have no such form.
 */
#define XML_SMEV_URI "urn://smev-gov-ru/xmldsig/transform"
MUST_USE enum err xml_transform_smev(const xmlNode *element, struct buf *out, struct err_info *e);

/* The same of the document in bytes; fails also as xml_parse() does, leniently. */
MUST_USE enum err xml_transform_smev_octets(const char *bytes, size_t len, struct buf *out,
    struct err_info *e);

/*
 * The element that carries this identifier: in an attribute called id in any spelling and any
 * namespace.  ERR_SIG_REFERENCE if there is none, ERR_SIG_DUPLICATE_ID if there are several.
 */
MUST_USE enum err xml_tree_find(xmlDocPtr doc, const char *id, xmlNodePtr *ret_element,
    struct err_info *e);

/*
 * ---- reading a parsed message strictly --------------------------------------------------
 *
 * Paths are for err_info.at, such as "Envelope/Header".  Everything fails with
 * ERR_SIG_STRUCTURE.
 */
bool xml_tree_is(const xmlNode *node, const char *ns, const char *name);

/* The first element at or after node; NULL if there is none. */
xmlNodePtr xml_tree_element(xmlNodePtr node);

/* That between parent's elements there is nothing but white space. */
MUST_USE enum err xml_tree_only_elements(xmlNodePtr parent, const char *path, struct err_info *e);

/* Takes the children of a parent one by one, in the order that they must have. */
struct xml_cursor {
	xmlNodePtr  next;               /* element, or NULL at the end */
	const char *path;               /* of the parent */
};
MUST_USE enum err xml_cursor_open(xmlNodePtr parent, const char *path, struct xml_cursor *ret,
    struct err_info *e);
MUST_USE enum err xml_cursor_take(struct xml_cursor *c, const char *ns, const char *name,
    xmlNodePtr *ret_node, struct err_info *e);
MUST_USE enum err xml_cursor_end(const struct xml_cursor *c, struct err_info *e);

/* The text of an element that holds nothing else, lent; "" if it is empty. */
MUST_USE enum err xml_tree_text(const xmlNode *node, const char *path, const char **ret_text,
    struct err_info *e);

/* The same without white space at both ends, copied; too long is refused. */
MUST_USE enum err xml_tree_copy(const xmlNode *node, const char *path, char *text, size_t size,
    struct err_info *e);

/* The same as canonical base64 (RFC 4648, sections 3.5, 4) without white space, appended to out. */
MUST_USE enum err xml_tree_base64(const xmlNode *node, const char *path, struct buf *out,
    struct err_info *e);

/* The value of an attribute without namespace, lent; NULL if it is not there. */
const xmlChar *xml_tree_attribute(const xmlNode *node, const char *name);

/* That node has no attributes but these (NULL-ended), none with a namespace. */
MUST_USE enum err xml_tree_only_attributes(const xmlNode *node, const char *path,
    const char *const *names, struct err_info *e);

/* wsu:Id of node: one text, not empty; NULL if it has none. */
xmlAttrPtr xml_tree_id(const xmlNode *node);

#endif
