#include "config.h"

#include <string.h>

#include "adapter/inspect/octets.h"
#include "adapter/inspect/tree.h"

xmlNodePtr
inspect_tree_walk(xmlNodePtr node, const xmlNode *root)
{
	if (node->type == XML_ELEMENT_NODE && node->children != NULL)
		return node->children;
	while (node != root && node->next == NULL)
		node = node->parent;
	return node == root ? NULL : node->next;
}

xmlNodePtr
inspect_tree_next(xmlNodePtr node, const xmlNode *root)
{
	do
		node = inspect_tree_walk(node, root);
	while (node != NULL && node->type != XML_ELEMENT_NODE);
	return node;
}

xmlNodePtr
inspect_tree_find(xmlNodePtr root, const char *ns, const char *name)
{
	for (xmlNodePtr n = root; n != NULL; n = inspect_tree_next(n, root))
		if (xmlStrEqual(n->name, XSTR(name)) && (ns == NULL || xml_tree_is(n, ns, name)))
			return n;
	return NULL;
}

/* Which of its namesakes it is, from 1; 0 if it has none. */
static int
ordinal(const xmlNode *node)
{
	int before = 0, after = 0;

	for (const xmlNode *n = node->prev; n != NULL; n = n->prev)
		before += n->type == XML_ELEMENT_NODE && xmlStrEqual(n->name, node->name);
	for (const xmlNode *n = node->next; n != NULL && before == 0 && after == 0; n = n->next)
		after += n->type == XML_ELEMENT_NODE && xmlStrEqual(n->name, node->name);
	return before + after > 0 ? before + 1 : 0;
}

void
inspect_tree_path(const xmlNode *node, char path[INSPECT_PATH_SIZE])
{
	const xmlNode *up[XML_LIMIT_DEPTH + 1];
	size_t depth = 0, len = 0;

	while (node != NULL && node->type == XML_ELEMENT_NODE && depth < COUNT_OF(up)) {
		up[depth++] = node;
		node = node->parent;
	}
	path[0] = '\0';
	while (depth > 0 && len < INSPECT_PATH_SIZE) {
		int which = ordinal(up[--depth]), n;

		if (which > 0)
			n = snprintf(path + len, INSPECT_PATH_SIZE - len, "/%s[%d]", up[depth]->name,
			    which);
		else
			n = snprintf(path + len, INSPECT_PATH_SIZE - len, "/%s", up[depth]->name);
		len += (size_t)n;
	}
}

bool
inspect_tree_is_soap(const xmlNode *node, const char *name)
{
	return xml_tree_is(node, NS_SOAP11, name) || xml_tree_is(node, NS_SOAP12, name);
}

bool
inspect_tree_names_id(const xmlAttr *attribute)
{
	const xmlChar *name = attribute->name;

	return (name[0] | 0x20) == 'i' && (name[1] | 0x20) == 'd' && name[2] == '\0';
}

static bool
carries(const xmlNode *node, const char *id)
{
	for (const xmlAttr *a = node->properties; a != NULL; a = a->next)
		if (inspect_tree_names_id(a) && a->children != NULL &&
		    xmlStrEqual(a->children->content, XSTR(id)))
			return true;
	return false;
}

xmlNodePtr
inspect_tree_by_id(xmlDocPtr doc, const char *id, xmlNodePtr after)
{
	xmlNodePtr root = xmlDocGetRootElement(doc);
	xmlNodePtr n = after == NULL ? root : inspect_tree_next(after, root);

	while (n != NULL && !carries(n, id))
		n = inspect_tree_next(n, root);
	return n;
}

size_t
inspect_tree_number(xmlDocPtr doc, const xmlNode *node)
{
	xmlNodePtr root = xmlDocGetRootElement(doc);
	size_t number = 0;

	for (const xmlNode *n = root; n != NULL && n != node;
	     n = inspect_tree_next((xmlNodePtr)(uintptr_t)n, root))
		number++;
	return number;
}

xmlNodePtr
inspect_tree_at(xmlDocPtr doc, size_t number)
{
	xmlNodePtr root = xmlDocGetRootElement(doc), n = root;

	while (n != NULL && number-- > 0)
		n = inspect_tree_next(n, root);
	return n;
}

static bool
only_text(const xmlNode *node)
{
	for (const xmlNode *n = node->children; n != NULL; n = n->next)
		if (n->type != XML_TEXT_NODE && n->type != XML_CDATA_SECTION_NODE)
			return false;
	return true;
}

bool
inspect_tree_base64(const xmlNode *node, unsigned char *out, size_t size, size_t *ret_len)
{
	AUTO(xml_text) xmlChar *text = NULL;

	if (!only_text(node))
		return false;
	text = xmlNodeGetContent(node);
	return text != NULL && inspect_base64_decode((const char *)text, out, size, ret_len);
}

bool
inspect_tree_text(const xmlNode *node, char *text, size_t size)
{
	AUTO(xml_text) xmlChar *content = NULL;
	const char *p;
	size_t n;

	if (!only_text(node))
		return false;
	content = xmlNodeGetContent(node);
	if (content == NULL)
		return false;
	p = (const char *)content;
	p += strspn(p, " \t\r\n");
	for (n = strlen(p); n > 0 && strchr(" \t\r\n", p[n - 1]) != NULL; n--)
		;
	return (size_t)snprintf(text, size, "%.*s", (int)n, p) < size;
}
