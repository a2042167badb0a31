#include "config.h"

#include <string.h>

#include <libxml/c14n.h>

#include "adapter/inspect/chain.h"

/* clang-format off */
static const struct inspect_transform rows[] = {
	{"http://www.w3.org/2001/10/xml-exc-c14n#",             "exclusive C14N", INSPECT_EXCLUSIVE, false},
	{"http://www.w3.org/2001/10/xml-exc-c14n#WithComments", "exclusive C14N with comments", INSPECT_EXCLUSIVE, true},
	{"http://www.w3.org/TR/2001/REC-xml-c14n-20010315",     "inclusive C14N", INSPECT_INCLUSIVE, false},
	{"http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments", "inclusive C14N with comments", INSPECT_INCLUSIVE, true},
	{"http://www.w3.org/2006/12/xml-c14n11",                "inclusive C14N 1.1", INSPECT_INCLUSIVE11, false},
	{"http://www.w3.org/2006/12/xml-c14n11#WithComments",   "inclusive C14N 1.1 with comments", INSPECT_INCLUSIVE11, true},
	{NS_DS "enveloped-signature",                           "enveloped signature", INSPECT_ENVELOPED, false},
	{XML_SMEV_URI,                                          "SMEV", INSPECT_SMEV, false},
	{NS_DS "base64",                                        "base64", INSPECT_NAMED_ONLY, false},
	{"http://www.w3.org/TR/1999/REC-xpath-19991116",        "XPath", INSPECT_NAMED_ONLY, false},
	{"http://www.w3.org/2002/06/xmldsig-filter2",           "XPath filter 2", INSPECT_NAMED_ONLY, false},
	{"http://www.w3.org/TR/1999/REC-xslt-19991116",         "XSLT", INSPECT_NAMED_ONLY, false},
	{"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#STR-Transform",
	                                                        "STR transform", INSPECT_NAMED_ONLY, false},
};
/* clang-format on */

const struct inspect_transform *
inspect_transform_at(size_t i)
{
	return i < COUNT_OF(rows) ? &rows[i] : NULL;
}

const struct inspect_transform *
inspect_transform_by_uri(const char *uri)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (strcmp(rows[i].uri, uri) == 0)
			return &rows[i];
	return NULL;
}

const struct inspect_transform *
inspect_transform_of(enum inspect_transform_kind kind)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (rows[i].kind == kind)
			return &rows[i];
	return NULL;
}

bool
inspect_transform_is_c14n(const struct inspect_transform *transform)
{
	return transform != NULL && (transform->kind == INSPECT_EXCLUSIVE ||
	    transform->kind == INSPECT_INCLUSIVE || transform->kind == INSPECT_INCLUSIVE11);
}

bool
inspect_chain_read_one(xmlNodePtr method, struct inspect_chain *ret)
{
	const xmlChar *uri = xml_tree_attribute(method, "Algorithm"), *list = NULL;
	xmlNodePtr child = xml_tree_element(method->children);
	struct inspect_step *step = &ret->step[ret->n];

	if (ret->n == INSPECT_CHAIN_MAX)
		return false;
	if (child != NULL && xml_tree_is(child, NS_EXC, "InclusiveNamespaces"))
		list = xml_tree_attribute(child, "PrefixList");
	snprintf(step->uri, sizeof(step->uri), "%s", uri != NULL ? (const char *)uri : "");
	snprintf(step->prefixes, sizeof(step->prefixes), "%s", list != NULL ? (const char *)list : "");
	step->transform = inspect_transform_by_uri(step->uri);
	ret->n++;
	return true;
}

bool
inspect_chain_read(xmlNodePtr transforms, struct inspect_chain *ret)
{
	xmlNodePtr first = transforms != NULL ? xml_tree_element(transforms->children) : NULL;

	ret->n = 0;
	for (xmlNodePtr n = first; n != NULL; n = xml_tree_element(n->next))
		if (!inspect_chain_read_one(n, ret))
			return false;
	return true;
}

void
inspect_chain_print(const struct inspect_chain *chain, char *text, size_t size)
{
	size_t len = 0;

	text[0] = '\0';
	for (size_t i = 0; i < chain->n && len < size; i++) {
		const struct inspect_step *step = &chain->step[i];

		len += (size_t)snprintf(text + len, size - len, "%s%s%s%s", i > 0 ? ", " : "",
		    step->transform != NULL ? step->transform->name : step->uri,
		    step->prefixes[0] != '\0' ? " of " : "", step->prefixes);
	}
}

/* ---- carrying out ----------------------------------------------------------------------- */

/* What goes through the chain: nodes, or octets. */
struct matter {
	xmlNodePtr node;                /* NULL: octets */
	xmlDocPtr  owned;               /* that node is of, if it was made on the way */
	struct buf octets;
};

static void
matter_fini(struct matter *m)
{
	if (m->owned != NULL)
		xmlFreeDoc(m->owned);
	buf_fini(&m->octets);
}

static int
write_buf(void *context, const char *octets, int len)
{
	return buf_add(context, octets, (size_t)len, NULL) == ERR_OK ? len : -1;
}

/*
 * Canonical XML 1.1, which only libxml2 knows.  It canonicalises a document: so for a moment the
 * element is its only child.  The parent pointers stay, and with them what is inherited.
 */
static enum err
canonicalize11(xmlNodePtr node, bool comments, struct buf *out, struct err_info *e)
{
	xmlDocPtr doc = node->doc;
	xmlNodePtr root = doc->children, next = node->next;
	xmlOutputBufferPtr sink = xmlOutputBufferCreateIO(write_buf, NULL, out, NULL);
	int ret;

	if (sink == NULL)
		FAIL(e, ERR_NOMEM, "", "a canonical form");
	doc->children = node;
	node->next = NULL;
	ret = xmlC14NExecute(doc, NULL, NULL, XML_C14N_1_1, NULL, comments, sink);
	node->next = next;
	doc->children = root;
	if (xmlOutputBufferClose(sink) < 0 || ret < 0)
		FAIL(e, ERR_XML_CANONICAL, "", "the element has no canonical form");
	return ERR_OK;
}

static enum err
canonicalize(xmlNodePtr node, const struct inspect_transform *how, const char *list, bool comments,
    struct buf *out, struct err_info *e)
{
	enum xml_comments keep = comments && how->comments ? XML_WITH_COMMENTS : XML_WITHOUT_COMMENTS;
	struct xml_prefixes prefixes;

	if (how->kind == INSPECT_INCLUSIVE11)
		return canonicalize11(node, keep == XML_WITH_COMMENTS, out, e);
	if (how->kind == INSPECT_INCLUSIVE)
		return xml_c14n_inclusive(node, keep, out, e);
	TRY(xml_prefixes_read(list, &prefixes, e));
	return xml_c14n_exclusive(node, &prefixes, keep, out, e);
}

static enum err
to_octets(struct matter *m, const struct inspect_transform *how, const char *prefixes,
    bool comments, struct err_info *e)
{
	BUF_AUTO(out, INSPECT_LIMIT_CANONICAL);

	if (m->node == NULL) {
		if (m->owned != NULL)
			xmlFreeDoc(STEAL(m->owned));
		TRY(xml_parse(m->octets.data, m->octets.len, XML_LENIENT, &m->owned, e));
		m->node = xmlDocGetRootElement(m->owned);
	}
	TRY(canonicalize(m->node, how, prefixes, comments, &out, e));
	m->node = NULL;
	buf_fini(&m->octets);
	m->octets = out;
	buf_init(&out, 0);
	return ERR_OK;
}

static enum err
smev(struct matter *m, struct err_info *e)
{
	BUF_AUTO(out, INSPECT_LIMIT_CANONICAL);

	TRY(xml_transform_smev_octets(m->octets.data, m->octets.len, &out, e));
	buf_fini(&m->octets);
	m->octets = out;
	buf_init(&out, 0);
	return ERR_OK;
}

static enum err
step(struct matter *m, const struct inspect_transform *t, const char *prefixes, bool comments,
    struct err_info *e)
{
	if (inspect_transform_is_c14n(t))
		return to_octets(m, t, prefixes, comments, e);
	if (t == NULL || t->kind == INSPECT_NAMED_ONLY)
		FAIL(e, ERR_SIG_ALGORITHM, "", "%s", t != NULL ? t->name : "one that is not known");
	if (t->kind == INSPECT_ENVELOPED)       /* done at the start */
		return ERR_OK;
	if (m->node != NULL)
		TRY(to_octets(m, inspect_transform_of(INSPECT_INCLUSIVE), "", comments, e));
	return smev(m, e);
}

static enum err
run(const struct inspect_chain *chain, xmlNodePtr node, bool comments, struct buf *out,
    struct err_info *e)
{
	struct matter m __attribute__((cleanup(matter_fini))) = {
		.node = node, .octets = {.max = INSPECT_LIMIT_CANONICAL}};

	for (size_t i = 0; i < chain->n; i++)
		TRY(step(&m, chain->step[i].transform, chain->step[i].prefixes, comments, e));
	if (m.node != NULL)
		TRY(to_octets(&m, inspect_transform_of(INSPECT_INCLUSIVE), "", comments, e));
	return buf_add(out, m.octets.data, m.octets.len, e);
}

static bool
is_below(const xmlNode *node, const xmlNode *root)
{
	while (node != NULL && node != root)
		node = node->parent;
	return node != NULL;
}

enum err
inspect_chain_run(const struct inspect_chain *chain, xmlNodePtr node, xmlNodePtr signature,
    bool comments, struct buf *out, struct err_info *e)
{
	xmlNodePtr parent, prev, next;
	bool enveloped = false;
	enum err err;

	for (size_t i = 0; i < chain->n; i++)
		enveloped |= chain->step[i].transform != NULL &&
		    chain->step[i].transform->kind == INSPECT_ENVELOPED;
	if (!enveloped || signature == node || !is_below(signature, node))
		return run(chain, node, comments, out, e);
	parent = signature->parent;
	prev = signature->prev;
	next = signature->next;
	xmlUnlinkNode(signature);
	err = run(chain, node, comments, out, e);
	if (next != NULL)
		xmlAddPrevSibling(next, signature);
	else if (prev != NULL)
		xmlAddNextSibling(prev, signature);
	else
		xmlAddChild(parent, signature);
	return err;
}
