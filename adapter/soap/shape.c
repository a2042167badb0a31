#include "config.h"

#include <stdio.h>
#include <string.h>

#include <libxml/parser.h>

#include "adapter/soap/message.h"
#include "adapter/soap/shape.h"
#include "adapter/xml/xml.h"

#define NS_XSI "http://www.w3.org/2001/XMLSchema-instance"

enum {
	ELEMENTS_MAX = 200000,
	OUTLINE_MAX  = 2 * SOAP_LIMIT_BODY,
};

/* A document is made, unasked, where a document type declares entities. */
static void
parser_release(xmlParserCtxtPtr parser)
{
	xmlFreeDoc(parser->myDoc);
	parser->myDoc = NULL;
	xmlFreeParserCtxt(parser);
}
AUTO_DEFINE(xml_parser, xmlParserCtxtPtr, parser_release)

struct reader {
	struct soap_shape *shape;
	unsigned           level;       /* how many elements are open */
	unsigned           n_children;  /* of the Body */
	unsigned           n_elements;
	unsigned           content;     /* level of what stands in the Content of a file; 0: not in one */
	bool               include;     /* the element that begins is the reference to a file */
	struct err_info    err;         /* the first thing refused */
};

static const char *
str(const xmlChar *s)
{
	return (const char *)s;
}

/*
 * Remembers the first refusal; what comes after it is not looked at.  The parser runs on to the
 * end: xmlStopParser() would free its input under the feet of the callback that is reading it.
 */
#define REFUSE(reader, at, ...)                                                          \
	do {                                                                             \
		if ((reader)->err.code == ERR_OK)                                        \
			err_set(&(reader)->err, __FILE__, __LINE__, ERR_REPLY_SCHEMA,    \
			    (at), __VA_ARGS__);                                          \
	} while (0)

static bool
version_of(const xmlChar *uri, enum soap_version *ret_version)
{
	for (int version = SOAP_1_1; version <= SOAP_1_2; version++) {
		if (uri == NULL || strcmp(str(uri), soap_version_ns((enum soap_version)version)) != 0)
			continue;
		*ret_version = (enum soap_version)version;
		return true;
	}
	return false;
}

static void
body_begin(struct reader *reader, const xmlChar *name, const xmlChar *uri)
{
	if (strcmp(str(name), "Body") != 0 || !version_of(uri, &reader->shape->version))
		REFUSE(reader, "Body", "a Body of SOAP 1.1 or 1.2");
}

static void
content_begin(struct reader *reader, const xmlChar *name, const xmlChar *uri)
{
	struct soap_shape *shape = reader->shape;
	enum soap_version version;

	if (++reader->n_children > 1) {
		REFUSE(reader, "Body", "one element, not several");
		return;
	}
	snprintf(shape->name, sizeof(shape->name), "{%s}%s", uri != NULL ? str(uri) : "", str(name));
	shape->fault = strcmp(str(name), "Fault") == 0 && version_of(uri, &version) &&
	    version == shape->version;
}

/* One attribute: [0] local name, [1] prefix, [2] namespace, [3] value up to [4]. */
static bool
attribute_is_known(const struct reader *reader, const xmlChar *const *attribute)
{
	const char *uri = attribute[2] != NULL ? str(attribute[2]) : "";
	size_t len = (size_t)(attribute[4] - attribute[3]);

	if (reader->level == 0)
		return strcmp(uri, NS_WSU) == 0 && strcmp(str(attribute[0]), "Id") == 0;
	if (reader->shape->fault)
		return true;            /* gSOAP does not read faults */
	if (reader->include)
		return *uri == '\0' && strcmp(str(attribute[0]), "href") == 0;
	return strcmp(uri, NS_XSI) == 0 && strcmp(str(attribute[0]), "nil") == 0 &&
	    ((len == 4 && memcmp(attribute[3], "true", 4) == 0) ||
	    (len == 1 && *attribute[3] == '1'));
}

/* An xop:Include stands in the Content of a file and nowhere else. */
static void
reference_begin(struct reader *reader, const xmlChar *name, const xmlChar *uri, int n_attributes)
{
	reader->include = false;
	if (uri == NULL || strcmp(str(uri), XML_NS_XOP) != 0)
		return;
	reader->include = reader->content != 0 && reader->content == reader->level &&
	    strcmp(str(name), "Include") == 0 && n_attributes == 1;
	if (!reader->include)
		REFUSE(reader, str(name), "a reference with href, in the Content of a file");
}

static void
element_begin(void *arg, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
    int n_namespaces, const xmlChar **namespaces, int n_attributes, int n_defaulted,
    const xmlChar **attributes)
{
	struct reader *reader = arg;

	(void)prefix;
	(void)n_namespaces;
	(void)namespaces;
	(void)n_defaulted;
	if (reader->err.code != ERR_OK)
		return;
	if (++reader->n_elements > ELEMENTS_MAX || reader->level >= SOAP_LIMIT_LEVEL)
		REFUSE(reader, str(name), "at most %d elements and %d levels", ELEMENTS_MAX,
		    SOAP_LIMIT_LEVEL);
	if (reader->level == 0)
		body_begin(reader, name, uri);
	else if (reader->level == 1)
		content_begin(reader, name, uri);
	reference_begin(reader, name, uri, n_attributes);
	for (int i = 0; i < n_attributes; i++)
		if (!attribute_is_known(reader, (const xmlChar *const *)attributes + 5 * i))
			REFUSE(reader, str(name), "attribute that the contract does not have");
	if (reader->level > 0 && buf_addf(&reader->shape->outline, NULL, "<{%s}%s",
	    uri != NULL ? str(uri) : "", str(name)) != ERR_OK)
		REFUSE(reader, str(name), "names are too long");
	reader->level++;
	if (uri != NULL && strcmp(str(name), "Content") == 0 && strcmp(str(uri), XML_NS_COMMON) == 0)
		reader->content = reader->level;
}

static void
element_end(void *arg, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct reader *reader = arg;

	(void)prefix;
	(void)uri;
	if (reader->err.code != ERR_OK)
		return;
	reader->level--;
	if (reader->content > reader->level)
		reader->content = 0;
	if (reader->level > 0 && buf_add(&reader->shape->outline, ">", 1, NULL) != ERR_OK)
		REFUSE(reader, str(name), "names are too long");
}

/* Between the Body and its child there may be blanks only. */
static void
text(void *arg, const xmlChar *chars, int len)
{
	struct reader *reader = arg;

	if (reader->level > 1 || reader->err.code != ERR_OK)
		return;
	for (int i = 0; i < len; i++)
		if (strchr(" \t\r\n", chars[i]) == NULL || chars[i] == '\0')
			REFUSE(reader, "Body", "text beside the element");
}

/* Canonical octets have none of these. */
static void
cdata(void *arg, const xmlChar *chars, int len)
{
	(void)chars;
	(void)len;
	REFUSE((struct reader *)arg, "", "no CDATA section");
}

static void
comment(void *arg, const xmlChar *chars)
{
	(void)chars;
	REFUSE((struct reader *)arg, "", "no comment");
}

static void
instruction(void *arg, const xmlChar *target, const xmlChar *data)
{
	(void)target;
	(void)data;
	REFUSE((struct reader *)arg, "", "no processing instruction");
}

static void
doctype(void *arg, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
	(void)name;
	(void)external;
	(void)system;
	REFUSE((struct reader *)arg, "", "no document type");
}

static void
not_well_formed(void *arg, xmlErrorPtr error)
{
	if (error->level >= XML_ERR_ERROR)
		REFUSE((struct reader *)arg, "Body", "well-formed XML: libxml2's error %d in line %d",
		    error->code, error->line);
}

static xmlSAXHandler handler = {
	.initialized           = XML_SAX2_MAGIC,
	.startElementNs        = element_begin,
	.endElementNs          = element_end,
	.characters            = text,
	.ignorableWhitespace   = text,
	.cdataBlock            = cdata,
	.comment               = comment,
	.processingInstruction = instruction,
	.internalSubset        = doctype,
	.externalSubset        = doctype,
	.serror                = not_well_formed,
};

enum err
soap_shape_read(const char *body, size_t len, struct soap_shape *ret_shape, struct err_info *e)
{
	struct soap_shape shape = {.outline.max = OUTLINE_MAX};
	struct reader reader = {.shape = &shape};
	AUTO(xml_parser) xmlParserCtxtPtr parser = NULL;

	/* '<' and a letter: neither declaration, hence no other encoding than UTF-8, nor document type. */
	if (len < 2 || len > SOAP_LIMIT_BODY || body[0] != '<' || strchr("?!", body[1]) != NULL ||
	    (unsigned char)body[1] < ' ' || body[len - 1] != '>')
		FAIL(e, ERR_REPLY_SCHEMA, "Body", "one element, of at most %d bytes", SOAP_LIMIT_BODY);
	parser = xmlCreatePushParserCtxt(&handler, &reader, NULL, 0, NULL);
	if (parser == NULL)
		FAIL(e, ERR_NOMEM, "Body", "parser");
	xmlCtxtUseOptions(parser, XML_PARSE_NONET);
	xmlParseChunk(parser, body, (int)len, 1);
	if (reader.err.code == ERR_OK && (!parser->wellFormed || reader.n_children != 1))
		REFUSE(&reader, "Body", "one element");
	if (reader.err.code != ERR_OK) {
		soap_shape_fini(&shape);
		if (e != NULL)
			*e = reader.err;
		return reader.err.code;
	}
	*ret_shape = shape;
	return ERR_OK;
}

void
soap_shape_fini(struct soap_shape *shape)
{
	buf_fini(&shape->outline);
}
