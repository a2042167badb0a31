#include "config.h"

#include <limits.h>
#include <string.h>

#include <libxml/SAX2.h>
#include <libxml/hash.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "adapter/xml/encoding.h"
#include "adapter/xml/scan.h"
#include "adapter/xml/xml.h"

AUTO_DEFINE(xml_parser, xmlParserCtxtPtr, xmlFreeParserCtxt)

static void
free_hash(xmlHashTablePtr table)
{
	xmlHashFree(table, NULL);
}

AUTO_DEFINE(xml_hash, xmlHashTablePtr, free_hash)

/* One reading; hangs on the parser's _private. */
struct reading {
	enum xml_reading how;
	xmlHashTablePtr  ids;                   /* identifiers seen */
	size_t           depth, elements;
	size_t           scope;                 /* namespace declarations in scope */
	unsigned char    declared[XML_LIMIT_DEPTH + 1]; /* of these, by the element at a depth */
	int              error, line;           /* libxml2's first */
	bool             odd_names;             /* a namespace name is no URI */
	bool             bad_namespaces;
	enum err         refused;               /* ERR_OK while all is well */
	const char      *why;
};

/* Stops the parser; the first reason counts. */
static void
refuse(xmlParserCtxtPtr parser, enum err code, const char *why)
{
	struct reading *r = parser->_private;

	if (r->refused == ERR_OK) {
		r->refused = code;
		r->why = why;
	}
	xmlStopParser(parser);
}

static bool
is_id(const xmlChar *name)
{
	return (name[0] | 0x20) == 'i' && (name[1] | 0x20) == 'd' && name[2] == '\0';
}

static bool
fits(const xmlChar *name)
{
	return name == NULL || xmlStrlen(name) <= XML_LIMIT_NAME;
}

/* Notes the identifier at [value, end); false if there is one like it already. */
static bool
note_id(struct reading *r, const xmlChar *value, const xmlChar *end)
{
	AUTO(xml_text) xmlChar *id = xmlStrndup(value, (int)(end - value));

	/* The table keeps any pointer that is not NULL; there is nothing to say but "seen". */
	return id != NULL && xmlHashAddEntry(r->ids, id, r) == 0;
}

/* attributes: per one: local name, prefix, namespace, value, end of value. */
static const char *
attributes_too_big(const xmlChar **attributes, int n)
{
	for (int i = 0; i < n; i++)
		for (int k = 0; k < 3; k++)
			if (!fits(attributes[5 * i + k]))
				return "an attribute's name or namespace is too long";
	return NULL;
}

static void
on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *ns,
    int n_namespaces, const xmlChar **namespaces, int n_attributes, int n_defaulted,
    const xmlChar **attributes)
{
	xmlParserCtxtPtr parser = context;
	struct reading *r = parser->_private;
	const char *big = attributes_too_big(attributes, n_attributes);

	if (r->refused != ERR_OK)
		return;
	if (++r->depth > XML_LIMIT_DEPTH)
		refuse(parser, ERR_XML_LIMIT, "elements are nested too deep");
	else if (++r->elements > XML_LIMIT_ELEMENTS)
		refuse(parser, ERR_XML_LIMIT, "too many elements");
	else if (n_namespaces + n_attributes > XML_LIMIT_ATTRIBUTES)
		refuse(parser, ERR_XML_LIMIT, "too many attributes on one element");
	else if ((r->scope += (size_t)n_namespaces) > XML_LIMIT_SCOPE)
		refuse(parser, ERR_XML_LIMIT, "too many namespaces are declared at once");
	else if (!fits(name) || !fits(prefix) || !fits(ns))
		refuse(parser, ERR_XML_LIMIT, "an element's name or namespace is too long");
	else if (big != NULL)
		refuse(parser, ERR_XML_LIMIT, big);
	for (int i = 0; i < n_attributes && r->refused == ERR_OK; i++) {
		const xmlChar **a = attributes + (size_t)(5 * i);

		if (r->how == XML_STRICT && is_id(a[0]) && !note_id(r, a[3], a[4]))
			refuse(parser, ERR_SIG_DUPLICATE_ID, "two elements carry the same identifier");
	}
	if (r->refused != ERR_OK)
		return;
	r->declared[r->depth] = (unsigned char)n_namespaces;
	xmlSAX2StartElementNs(context, name, prefix, ns, n_namespaces, namespaces, n_attributes,
	    n_defaulted, attributes);
}

static void
on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *ns)
{
	xmlParserCtxtPtr parser = context;
	struct reading *r = parser->_private;

	if (r->refused != ERR_OK)
		return;
	r->scope -= r->declared[r->depth--];
	xmlSAX2EndElementNs(context, name, prefix, ns);
}

static void
on_doctype(void *context, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
	(void)name;
	(void)external;
	(void)system;
	refuse(context, ERR_XML_FORBIDDEN, "a document type declaration");
}

static void
on_instruction(void *context, const xmlChar *target, const xmlChar *data)
{
	(void)target;
	(void)data;
	refuse(context, ERR_XML_FORBIDDEN, "a processing instruction");
}

static void
on_comment(void *context, const xmlChar *text)
{
	(void)text;
	refuse(context, ERR_XML_FORBIDDEN, "a comment");
}

/*
 * The first fatal error ends the reading: libxml2 would go on and report each further one with a
 * copy of all that went before, which for 8 MB of hyphens in a comment takes hours.  (Not
 * xmlStopParser(): that frees the octets under whoever reports.)
 *
 * libxml2 takes a namespace name that is no URI in its sense for an error of namespaces; but
 * names with Cyrillic letters are in use (the Fund's own schemas), and names are only compared.
 */
static void
on_error(void *context, xmlErrorPtr error)
{
	xmlParserCtxtPtr parser = context;
	struct reading *r = parser->_private;

	if (r->error == 0 && error->level >= XML_ERR_ERROR) {
		r->error = error->code;
		r->line = error->line;
	}
	if (error->level == XML_ERR_FATAL) {
		parser->disableSAX = 1;
		parser->instate = XML_PARSER_EOF;
	}
	if (error->domain != XML_FROM_NAMESPACE || error->level < XML_ERR_ERROR)
		return;
	if (error->code == XML_WAR_NS_URI)
		r->odd_names = true;
	else
		r->bad_namespaces = true;
}

static void
listen(xmlParserCtxtPtr parser, struct reading *r)
{
	parser->_private = r;
	parser->sax->serror = on_error;
	parser->sax->startElementNs = on_start;
	parser->sax->endElementNs = on_end;
	parser->sax->internalSubset = on_doctype;
	parser->sax->externalSubset = on_doctype;
	if (r->how == XML_STRICT) {
		parser->sax->processingInstruction = on_instruction;
		parser->sax->comment = on_comment;
	}
}

enum err
xml_parse(const char *bytes, size_t len, enum xml_reading how, xmlDocPtr *ret_doc,
    struct err_info *e)
{
	AUTO(xml_hash) xmlHashTablePtr ids = NULL;
	AUTO(xml_parser) xmlParserCtxtPtr parser = NULL;
	AUTO(xml_doc) xmlDocPtr doc = NULL;
	struct reading r = {.how = how};

	if (len > XML_LIMIT_BYTES)
		FAIL(e, ERR_XML_LIMIT, "", "more than %d bytes", XML_LIMIT_BYTES);
	xml_memory_watch();
	TRY(xml_encoding_check(bytes, len, e));
	TRY(xml_scan_check(bytes, len, e));
	r.ids = ids = xmlHashCreate(16);
	parser = xmlCreateMemoryParserCtxt(bytes, (int)len);
	if (ids == NULL || parser == NULL)
		FAIL(e, ERR_NOMEM, "", "a parser");
	/*
	 * Strictly, CDATA is text, as it is once canonical.  Without NOENT a namespace's name would
	 * keep "&#38;" for '&'; there are no entities but XML's own, since there is no DTD.
	 */
	xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
	    XML_PARSE_NOENT | XML_PARSE_COMPACT | (how == XML_STRICT ? XML_PARSE_NOCDATA : 0));
	listen(parser, &r);
	xmlParseDocument(parser);
	doc = STEAL(parser->myDoc);
	if (xml_memory_failed())
		FAIL(e, ERR_NOMEM, "", "a parser");
	if (r.refused != ERR_OK)
		FAIL(e, r.refused, "", "line %d: %s", parser->input != NULL ? parser->input->line : 0,
		    r.why);
	if (parser->wellFormed != 1 || doc == NULL)
		FAIL(e, ERR_XML, "", "line %d: not well-formed (libxml2 error %d)",
		    r.line, r.error);
	if (r.bad_namespaces || (parser->nsWellFormed != 1 && !r.odd_names))
		FAIL(e, ERR_XML, "", "line %d: namespaces are wrong (libxml2 error %d)",
		    r.line, r.error);
	*ret_doc = STEAL(doc);
	return ERR_OK;
}
