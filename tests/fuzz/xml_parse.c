/*
 * xml_parse: octets of a stranger to a tree, strictly and leniently.
 *
 * What is taken strictly is taken leniently as well, and by libxml2 alone, and means the same to
 * all three; it has no document type, no entity, no comment, and stays within the limits.
 */
#include "config.h"

#include <libxml/c14n.h>
#include <libxml/parser.h>

#include "adapter/xml/xml.h"
#include "tests/fuzz/fuzz.h"

/* What a tree says: all of it, in canonical form with comments. */
static xmlChar *
canonical(xmlDocPtr doc)
{
	xmlChar *out = NULL;

	return xmlC14NDocDumpMemory(doc, NULL, XML_C14N_1_0, NULL, 1, &out) >= 0 ? out : NULL;
}

static size_t
check_nodes(const xmlNode *node, int depth, bool strict)
{
	size_t n = 0;

	for (; node != NULL; node = node->next) {
		int attributes = 0;

		MUST(node->type == XML_ELEMENT_NODE || node->type == XML_TEXT_NODE || (!strict &&
		    (node->type == XML_COMMENT_NODE || node->type == XML_PI_NODE ||
		    node->type == XML_CDATA_SECTION_NODE)) || node->type == XML_CDATA_SECTION_NODE,
		    "a node of the type %d", node->type);
		if (node->type != XML_ELEMENT_NODE)
			continue;
		MUST(depth <= XML_LIMIT_DEPTH, "too deep");
		for (const xmlAttr *a = node->properties; a != NULL; a = a->next)
			attributes++;
		for (const xmlNs *ns = node->nsDef; ns != NULL; ns = ns->next)
			attributes++;
		MUST(attributes <= XML_LIMIT_ATTRIBUTES, "%d attributes", attributes);
		MUST(xmlStrlen(node->name) <= XML_LIMIT_NAME, "a long name");
		n += 1 + check_nodes(node->children, depth + 1, strict);
	}
	return n;
}

/* What it has to say goes to the caller, not to the terminal. */
static void
be_silent(void *arg, xmlErrorPtr error)
{
	(void)arg, (void)error;
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	xmlInitParser();
	xmlSetStructuredErrorFunc(NULL, be_silent);
	return 0;
}

static void
check_tree(xmlDocPtr doc, bool strict)
{
	MUST(doc->intSubset == NULL && doc->extSubset == NULL, "a document type");
	MUST(check_nodes(doc->children, 1, strict) <= XML_LIMIT_ELEMENTS, "too many elements");
}

static enum err
read_one(const uint8_t *data, size_t size, enum xml_reading how, xmlDocPtr *ret)
{
	struct err_info e = {0};
	enum err code = xml_parse((const char *)data, size, how, ret, &e);

	MUST(code == e.code && (code == ERR_OK) == (*ret != NULL), "result and error differ");
	MUST(code == ERR_OK || (code >= ERR_XML && code <= ERR_XML_ENCODING) ||
	    code == ERR_SIG_DUPLICATE_ID, "%s is not a refusal of XML", err_name(code));
	return code;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(xml_doc) xmlDocPtr strict = NULL, lenient = NULL, plain = NULL;
	AUTO(xml_text) xmlChar *said = NULL, *said_leniently = NULL, *said_plainly = NULL;

	if (read_one(data, size, XML_LENIENT, &lenient) == ERR_OK)
		check_tree(lenient, false);
	if (read_one(data, size, XML_STRICT, &strict) != ERR_OK)
		return 0;
	MUST(lenient != NULL, "taken strictly, but not leniently");
	check_tree(strict, true);
	/* NOENT, though there are none: without it libxml2 leaves "&#38;" in the names of namespaces. */
	plain = xmlReadMemory((const char *)data, (int)size, NULL, NULL,
	    XML_PARSE_NOENT | XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	MUST(plain != NULL, "libxml2 alone does not take it");
	said = canonical(strict);
	said_leniently = canonical(lenient);
	said_plainly = canonical(plain);
	MUST(xmlStrEqual(said, said_leniently) && xmlStrEqual(said, said_plainly), "read in two ways");
	fuzz_accepted();
	return 0;
}
