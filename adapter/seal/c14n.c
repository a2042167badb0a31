#include "config.h"

#include <stdint.h>

#include <xmlsec/buffer.h>
#include <xmlsec/errors.h>
#include <xmlsec/nodeset.h>
#include <xmlsec/xmltree.h>

#include "adapter/seal/c14n.h"
#include "adapter/seal/library.h"
#include "adapter/seal/names.h"

/* What xmlsec allocates for one use of the class; transform must be first. */
struct subtree {
	xmlSecTransform     transform;
	xmlNodePtr          done;       /* the element canonicalised */
	xmlChar            *list;       /* PrefixList; xmlFree() */
	struct xml_prefixes prefixes;   /* into list */
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
	s->prefixes.n = 0;
	return 0;
}

static void
finalize(xmlSecTransformPtr transform)
{
	xmlFree(of(transform)->list);
}

/* Reads <ec:InclusiveNamespaces PrefixList="..."/>, the only child there may be. */
static int
read_node(xmlSecTransformPtr transform, xmlNodePtr node, xmlSecTransformCtxPtr ctx)
{
	struct subtree *s = of(transform);
	xmlNodePtr child = xmlSecGetNextElementNode(node->children);
	struct err_info e;

	(void)ctx;
	if (child == NULL)
		return 0;
	if (!xmlSecCheckNodeName(child, XSTR("InclusiveNamespaces"), XSTR(NS_EXC)) ||
	    xmlSecGetNextElementNode(child->next) != NULL)
		return -1;
	s->list = xmlGetNoNsProp(child, XSTR("PrefixList"));
	if (s->list == NULL)
		return -1;
	return xml_prefixes_read((const char *)s->list, &s->prefixes, &e) == ERR_OK ? 0 : -1;
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

/* Hands the octets to the transform that is next, or keeps them if there is none. */
static int
push_xml(xmlSecTransformPtr transform, xmlSecNodeSetPtr nodes, xmlSecTransformCtxPtr ctx)
{
	struct subtree *s = of(transform);
	xmlNodePtr node = only_element(nodes);
	BUF_AUTO(octets, SEAL_C14N_BYTES);
	struct err_info e;
	enum err code;
	int ret;

	if (transform->status != xmlSecTransformStatusNone || node == NULL)
		return -1;
	code = xml_c14n_exclusive(node, &s->prefixes, XML_WITHOUT_COMMENTS, &octets, &e);
	if (code == ERR_NOMEM)
		xml_memory_note();
	if (code != ERR_OK)
		return -1;
	if (transform->next != NULL)
		ret = xmlSecTransformPushBin(transform->next, (const xmlSecByte *)octets.data,
		    octets.len, 1, ctx);
	else
		ret = xmlSecBufferSetData(&transform->outBuf, (const xmlSecByte *)octets.data,
		    octets.len);
	if (ret < 0)
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
