#include "config.h"

#include <stdint.h>
#include <string.h>

#include <libxml/c14n.h>
#include <xmlsec/buffer.h>
#include <xmlsec/errors.h>
#include <xmlsec/nodeset.h>
#include <xmlsec/xmltree.h>

#include "adapter/seal/c14n.h"
#include "adapter/seal/library.h"
#include "adapter/seal/names.h"

/* What xmlsec allocates for one use of the class; transform must be first. */
struct subtree {
	xmlSecTransform transform;
	xmlNodePtr      done;                           /* the element canonicalised */
	xmlChar        *list;                           /* PrefixList, cut into words; xmlFree() */
	xmlChar        *prefix[SEAL_C14N_PREFIXES + 1]; /* into list, NULL-ended */
};

static struct subtree *
of(xmlSecTransformPtr transform)
{
	CHECK(transform->id == seal_c14n_class());
	return (struct subtree *)transform;
}

static int
initialize(xmlSecTransformPtr transform)
{
	struct subtree *s = of(transform);

	s->done = NULL;
	s->list = NULL;
	memset(s->prefix, 0, sizeof(s->prefix));
	return 0;
}

static void
finalize(xmlSecTransformPtr transform)
{
	xmlFree(of(transform)->list);
}

static bool
is_space(xmlChar c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Reads <ec:InclusiveNamespaces PrefixList="..."/>, the only child there may be. */
static int
read_node(xmlSecTransformPtr transform, xmlNodePtr node, xmlSecTransformCtxPtr ctx)
{
	struct subtree *s = of(transform);
	xmlNodePtr child = xmlSecGetNextElementNode(node->children);
	size_t n = 0;

	(void)ctx;
	if (child == NULL)
		return 0;
	if (!xmlSecCheckNodeName(child, XSTR("InclusiveNamespaces"), XSTR(NS_EXC)) ||
	    xmlSecGetNextElementNode(child->next) != NULL)
		return -1;
	s->list = xmlGetNoNsProp(child, XSTR("PrefixList"));
	if (s->list == NULL)
		return -1;
	for (xmlChar *p = s->list; *p != '\0';) {
		while (is_space(*p))
			*p++ = '\0';
		if (*p == '\0')
			break;
		if (n == SEAL_C14N_PREFIXES)
			return -1;
		s->prefix[n++] = p;
		while (*p != '\0' && !is_space(*p))
			p++;
	}
	return 0;
}

/* The one element that set consists of, with all below it; NULL if set is anything else. */
static xmlNodePtr
only_element(const xmlSecNodeSet *set)
{
	if (set->next != NULL && set->next != set)
		return NULL;
	if (set->type != xmlSecNodeSetTree && set->type != xmlSecNodeSetTreeWithoutComments)
		return NULL;
	if (set->children != NULL || set->nodes == NULL || set->nodes->nodeNr != 1)
		return NULL;
	return set->nodes->nodeTab[0]->type == XML_ELEMENT_NODE ? set->nodes->nodeTab[0] : NULL;
}

/*
 * libxml2 canonicalises a document: so for a moment the element is its only child.
 * The parent pointers stay, and with them the namespaces that are inherited.
 */
static int
execute(struct subtree *s, xmlDocPtr doc, xmlNodePtr node, xmlOutputBufferPtr out)
{
	xmlNodePtr root = doc->children, next = node->next;
	int ret;

	doc->children = node;
	node->next = NULL;
	ret = xmlC14NExecute(doc, NULL, NULL, XML_C14N_EXCLUSIVE_1_0,
	    s->list != NULL ? s->prefix : NULL, 0, out);
	node->next = next;
	doc->children = root;
	return ret;
}

static int
push_xml(xmlSecTransformPtr transform, xmlSecNodeSetPtr nodes, xmlSecTransformCtxPtr ctx)
{
	struct subtree *s = of(transform);
	xmlNodePtr node = only_element(nodes);
	xmlOutputBufferPtr out;
	int ret;

	if (transform->status != xmlSecTransformStatusNone || node == NULL)
		return -1;
	out = transform->next != NULL ? xmlSecTransformCreateOutputBuffer(transform->next, ctx) :
	    xmlSecBufferCreateOutputBuffer(&transform->outBuf);
	if (out == NULL)
		return -1;
	ret = execute(s, nodes->doc, node, out);
	if (xmlOutputBufferClose(out) < 0 || ret < 0)
		return -1;
	s->done = node;
	transform->status = xmlSecTransformStatusFinished;
	return 0;
}

/* There only so that xmlsec knows that octets come out; they are always pushed. */
int
seal_c14n_pop_bin(xmlSecTransformPtr transform, xmlSecByte *data, xmlSecSize max, xmlSecSize *size,
    xmlSecTransformCtxPtr ctx)
{
	(void)transform;
	(void)data;
	(void)max;
	(void)size;
	(void)ctx;
	return -1;
}

static const xmlSecTransformKlass klass = {
	.klassSize = sizeof(xmlSecTransformKlass),
	.objSize = sizeof(struct subtree),
	.name = XSTR("exc-c14n"),
	.href = XSTR(SEAL_C14N_URI),
	.usage = xmlSecTransformUsageC14NMethod | xmlSecTransformUsageDSigTransform,
	.initialize = initialize,
	.finalize = finalize,
	.readNode = read_node,
	.getDataType = xmlSecTransformDefaultGetDataType,
	.popBin = seal_c14n_pop_bin,
	.pushXml = push_xml,
};

xmlSecTransformId
seal_c14n_class(void)
{
	return &klass;
}

void
seal_c14n_install(void)
{
	CHECK(xmlSecTransformIdsRegister(&klass) == 0);
}

xmlNodePtr
seal_c14n_done(const xmlSecTransformCtx *transforms)
{
	xmlNodePtr done = NULL;

	for (xmlSecTransformPtr t = transforms->first; t != NULL; t = t->next)
		if (t->id == &klass)
			done = done == NULL ? of(t)->done : NULL;
	return done;
}
