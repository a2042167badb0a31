#include "config.h"

#include <string.h>

#include <libxml/c14n.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include "tests/attacks/signer.h"
#include "tests/attacks/attack.h"
#include "tests/seal_edit.h"

#define STR_TRANSFORM \
	"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#STR-Transform"

/* clang-format off */
static const struct {
	const char *uri;
	int         mode;
	bool        comments;
} canonical_forms[] = {
	{"http://www.w3.org/2001/10/xml-exc-c14n#",                         XML_C14N_EXCLUSIVE_1_0, false},
	{"http://www.w3.org/2001/10/xml-exc-c14n#WithComments",             XML_C14N_EXCLUSIVE_1_0, true},
	{"http://www.w3.org/TR/2001/REC-xml-c14n-20010315",                 XML_C14N_1_0,           false},
	{"http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",    XML_C14N_1_0,           true},
	{"http://www.w3.org/2006/12/xml-c14n11",                            XML_C14N_1_1,           false},
};
/* clang-format on */

/* What a Reference selects so far. */
struct selection {
	xmlNodePtr         root;                /* with all below it; NULL: octets */
	xmlNodePtr         without;             /* but not this; NULL: nothing left out */
	xmlXPathContextPtr xpath;               /* of filter */
	xmlXPathCompExprPtr filter;             /* holds for every node; NULL: none */
	int                mode;
	bool               comments;
	xmlChar           *prefixes;            /* cut into words */
	xmlChar           *prefix[32];
};

xmlNodePtr
attack_child(xmlNodePtr parent, const char *name)
{
	xmlNodePtr n = parent != NULL ? parent->children : NULL;

	while (n != NULL && !(n->type == XML_ELEMENT_NODE && xmlStrEqual(n->name, XSTR(name))))
		n = n->next;
	return n;
}

xmlNodePtr
attack_find(xmlNodePtr root, const char *name)
{
	xmlNodePtr found = NULL;

	if (root->type == XML_ELEMENT_NODE && xmlStrEqual(root->name, XSTR(name)))
		return root;
	for (xmlNodePtr n = root->children; n != NULL && found == NULL; n = n->next)
		found = attack_find(n, name);
	return found;
}

static xmlNodePtr
find_id(xmlNodePtr root, const char *id)
{
	xmlNodePtr found = NULL;

	for (xmlAttrPtr a = root->type == XML_ELEMENT_NODE ? root->properties : NULL; a != NULL; a = a->next)
		if (xmlStrEqual(a->name, XSTR("Id")) && a->children != NULL &&
		    xmlStrEqual(a->children->content, XSTR(id)))
			return root;
	for (xmlNodePtr n = root->children; n != NULL && found == NULL; n = n->next)
		found = find_id(n, id);
	return found;
}

static xmlXPathContextPtr
new_xpath(xmlDocPtr doc)
{
	xmlXPathContextPtr ctx = xmlXPathNewContext(doc);

	ATTACK_NEED("xpath", ctx != NULL);
	xmlXPathRegisterNs(ctx, XSTR("s"), XSTR(NS_SOAP11));
	xmlXPathRegisterNs(ctx, XSTR("wsu"), XSTR(NS_WSU));
	xmlXPathRegisterNs(ctx, XSTR("ds"), XSTR(NS_DS));
	return ctx;
}

/* The first node of an expression of XPath. */
static xmlNodePtr
first_of(xmlDocPtr doc, const char *expression)
{
	xmlXPathContextPtr ctx = new_xpath(doc);
	xmlXPathObjectPtr result = xmlXPathEval(XSTR(expression), ctx);
	xmlNodePtr node;

	ATTACK_NEED(expression, result != NULL && result->nodesetval != NULL &&
	    result->nodesetval->nodeNr > 0);
	node = result->nodesetval->nodeTab[0];
	xmlXPathFreeObject(result);
	xmlXPathFreeContext(ctx);
	return node->type == XML_DOCUMENT_NODE ? xmlDocGetRootElement(doc) : node;
}

/* A URI within the message; NULL if it is of elsewhere. */
static xmlNodePtr
within(xmlDocPtr doc, const char *uri)
{
	static const char pointer[] = "#xpointer(", by_id[] = "#xpointer(id('";
	xmlNodePtr root = xmlDocGetRootElement(doc), node;
	char text[256];

	if (uri[0] == '\0')
		return root;
	if (uri[0] != '#')
		return NULL;
	if (strncmp(uri, by_id, strlen(by_id)) == 0) {
		snprintf(text, sizeof(text), "%s", uri + strlen(by_id));
		text[strcspn(text, "'")] = '\0';
		node = find_id(root, text);
	} else if (strncmp(uri, pointer, strlen(pointer)) == 0) {
		snprintf(text, sizeof(text), "%s", uri + strlen(pointer));
		text[strlen(text) - 1] = '\0';
		return first_of(doc, text);
	} else {
		node = find_id(root, uri + 1);
	}
	ATTACK_NEED(uri, node != NULL);
	return node;
}

/* The octets of elsewhere: of a file, or what an attachment or a server is thought to give. */
static void
add_remote(const char *uri, struct buf *out)
{
	AUTO(char) char *text = strncmp(uri, "file://", 7) == 0 ? edit_file(uri + 7) : strdup("remote");
	struct err_info e;

	CHECK(text != NULL && buf_add_str(out, text, &e) == ERR_OK);
}

static bool
is_within(const xmlNode *node, const xmlNode *outer)
{
	while (node != NULL && node != outer)
		node = node->parent;
	return node != NULL;
}

static int
is_visible(void *user, xmlNodePtr node, xmlNodePtr parent)
{
	struct selection *s = user;
	xmlXPathObjectPtr result;
	int visible;

	if (node->type == XML_NAMESPACE_DECL || node->type == XML_ATTRIBUTE_NODE)
		node = parent;
	if (!is_within(node, s->root) || (s->without != NULL && is_within(node, s->without)))
		return 0;
	if (s->filter == NULL)
		return 1;
	s->xpath->node = node;
	result = xmlXPathCompiledEval(s->filter, s->xpath);
	ATTACK_NEED("xpath", result != NULL);
	visible = xmlXPathCastToBoolean(result);
	xmlXPathFreeObject(result);
	return visible;
}

/* Notes the Algorithm of a canonical form and its prefixes; false if it is none. */
static bool
take_form(struct selection *s, xmlNodePtr method)
{
	xmlChar *uri = xmlGetNoNsProp(method, XSTR("Algorithm"));
	xmlNodePtr inclusive = attack_child(method, "InclusiveNamespaces");
	size_t i = 0, n = 0;
	char *state = NULL;

	while (i < COUNT_OF(canonical_forms) && !xmlStrEqual(uri, XSTR(canonical_forms[i].uri)))
		i++;
	xmlFree(uri);
	if (i == COUNT_OF(canonical_forms))
		return false;
	s->mode = canonical_forms[i].mode;
	s->comments = canonical_forms[i].comments;
	if (inclusive != NULL)
		s->prefixes = xmlGetNoNsProp(inclusive, XSTR("PrefixList"));
	for (state = (char *)s->prefixes; state != NULL && *state != '\0' && n + 1 < COUNT_OF(s->prefix);) {
		size_t word = strcspn(state, " ");
		bool last = state[word] == '\0';

		s->prefix[n++] = (xmlChar *)state;
		state[word] = '\0';
		state += word + !last;
	}
	return true;
}

static void
take_transform(struct selection *s, xmlNodePtr transform)
{
	xmlChar *uri = xmlGetNoNsProp(transform, XSTR("Algorithm"));
	xmlDocPtr doc = transform->doc;

	if (xmlStrEqual(uri, XSTR(NS_DS "enveloped-signature"))) {
		for (s->without = transform; !xmlStrEqual(s->without->name, XSTR("Signature"));)
			s->without = s->without->parent;
	} else if (xmlStrEqual(uri, XSTR(STR_TRANSFORM))) {
		s->root = attack_find(xmlDocGetRootElement(doc), "BinarySecurityToken");
		s->mode = XML_C14N_EXCLUSIVE_1_0;
	} else if (xmlStrEqual(uri, XSTR("http://www.w3.org/TR/1999/REC-xpath-19991116"))) {
		xmlChar *text = xmlNodeGetContent(attack_child(transform, "XPath"));

		s->xpath = new_xpath(doc);
		s->filter = xmlXPathCtxtCompile(s->xpath, text);
		ATTACK_NEED("xpath", s->filter != NULL);
		xmlFree(text);
	} else {
		ATTACK_NEED((const char *)uri, take_form(s, transform));
	}
	xmlFree(uri);
}

static void
add_canonical(struct selection *s, xmlDocPtr doc, bool may_fail, struct buf *out)
{
	xmlBufferPtr text = xmlBufferCreate();
	xmlOutputBufferPtr sink = xmlOutputBufferCreateBuffer(text, NULL);
	xmlNodePtr first = doc->children, next = s->root->next;
	struct err_info e;
	int ret;

	/* libxml2 goes through the document, and stumbles at what is not selected: leave it out. */
	doc->children = s->root;
	s->root->next = NULL;
	ret = xmlC14NExecute(doc, is_visible, s, s->mode, s->prefixes != NULL ? s->prefix : NULL,
	    s->comments, sink);
	s->root->next = next;
	doc->children = first;
	xmlOutputBufferClose(sink);
	ATTACK_NEED("canonical form", ret >= 0 || may_fail);
	if (ret >= 0)
		CHECK(buf_add(out, xmlBufferContent(text), (size_t)xmlBufferLength(text), &e) == ERR_OK);
	xmlBufferFree(text);
	if (s->filter != NULL) {
		xmlXPathFreeCompExpr(s->filter);
		xmlXPathFreeContext(s->xpath);
	}
	xmlFree(s->prefixes);
}

void
attack_dereference(xmlNodePtr reference, bool may_fail, struct buf *out)
{
	xmlChar *uri = xmlGetNoNsProp(reference, XSTR("URI"));
	xmlNodePtr transforms = attack_child(reference, "Transforms");
	/* Without a canonical form among the transforms it is the inclusive one (XMLDSig 4.4.3.2). */
	struct selection s = {.mode = XML_C14N_1_0};

	ATTACK_NEED("a Reference with URI", uri != NULL);
	s.root = within(reference->doc, (const char *)uri);
	if (s.root == NULL) {
		add_remote((const char *)uri, out);
	} else {
		for (xmlNodePtr n = transforms != NULL ? transforms->children : NULL; n != NULL; n = n->next)
			if (n->type == XML_ELEMENT_NODE)
				take_transform(&s, n);
		add_canonical(&s, reference->doc, may_fail, out);
	}
	xmlFree(uri);
}

void
attack_canonical(xmlNodePtr node, xmlNodePtr method, struct buf *out)
{
	struct selection s = {.root = node};

	ATTACK_NEED("CanonicalizationMethod", take_form(&s, method));
	add_canonical(&s, node->doc, false, out);
}
