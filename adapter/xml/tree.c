#include "config.h"

#include <string.h>

#include "adapter/xml/xml.h"

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool
is_blank(const xmlNode *text)
{
	const char *p = (const char *)text->content;

	while (p != NULL && is_space(*p))
		p++;
	return p == NULL || *p == '\0';
}

bool
xml_tree_is(const xmlNode *node, const char *ns, const char *name)
{
	return node != NULL && node->type == XML_ELEMENT_NODE && node->ns != NULL &&
	    xmlStrEqual(node->name, XSTR(name)) && xmlStrEqual(node->ns->href, XSTR(ns));
}

xmlNodePtr
xml_tree_element(xmlNodePtr node)
{
	while (node != NULL && node->type != XML_ELEMENT_NODE)
		node = node->next;
	return node;
}

enum err
xml_tree_only_elements(xmlNodePtr parent, const char *path, struct err_info *e)
{
	for (const xmlNode *n = parent->children; n != NULL; n = n->next)
		if (n->type != XML_ELEMENT_NODE && !(n->type == XML_TEXT_NODE && is_blank(n)))
			FAIL(e, ERR_SIG_STRUCTURE, path, "stands between elements: something else");
	return ERR_OK;
}

enum err
xml_cursor_open(xmlNodePtr parent, const char *path, struct xml_cursor *ret, struct err_info *e)
{
	TRY(xml_tree_only_elements(parent, path, e));
	*ret = (struct xml_cursor){.next = xml_tree_element(parent->children), .path = path};
	return ERR_OK;
}

enum err
xml_cursor_take(struct xml_cursor *c, const char *ns, const char *name, xmlNodePtr *ret_node,
    struct err_info *e)
{
	if (!xml_tree_is(c->next, ns, name))
		FAIL(e, ERR_SIG_STRUCTURE, c->path, "expected here: %s", name);
	*ret_node = c->next;
	c->next = xml_tree_element(c->next->next);
	return ERR_OK;
}

enum err
xml_cursor_end(const struct xml_cursor *c, struct err_info *e)
{
	if (c->next != NULL)
		FAIL(e, ERR_SIG_STRUCTURE, c->path, "more elements than expected");
	return ERR_OK;
}

enum err
xml_tree_text(const xmlNode *node, const char *path, const char **ret_text, struct err_info *e)
{
	const xmlNode *text = node->children;

	if (text != NULL && (text->type != XML_TEXT_NODE || text->next != NULL))
		FAIL(e, ERR_SIG_STRUCTURE, path, "text expected, and nothing else");
	*ret_text = text != NULL && text->content != NULL ? (const char *)text->content : "";
	return ERR_OK;
}

enum err
xml_tree_copy(const xmlNode *node, const char *path, char *text, size_t size, struct err_info *e)
{
	const char *p = "";
	size_t len;

	TRY(xml_tree_text(node, path, &p, e));
	while (is_space(*p))
		p++;
	len = strlen(p);
	while (len > 0 && is_space(p[len - 1]))
		len--;
	if (len == 0)
		FAIL(e, ERR_SIG_STRUCTURE, path, "text expected, found none");
	if (len >= size)
		FAIL(e, ERR_SIG_STRUCTURE, path, "longer than %zu bytes", size - 1);
	memcpy(text, p, len);
	text[len] = '\0';
	return ERR_OK;
}

static bool
is_base64(const char *s, size_t len)
{
	static const char alphabet[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	/* Of the last digit before one '=' two bits say nothing, before two '=' four: they are 0. */
	static const unsigned unused[] = {0, 3, 15};
	size_t data = strspn(s, alphabet), pad = strspn(s + data, "=");

	return data != 0 && len % 4 == 0 && pad <= 2 && data + pad == len &&
	    ((unsigned)(strchr(alphabet, s[data - 1]) - alphabet) & unused[pad]) == 0;
}

enum err
xml_tree_base64(const xmlNode *node, const char *path, struct buf *out, struct err_info *e)
{
	size_t start = out->len;
	const char *p = "";

	TRY(xml_tree_text(node, path, &p, e));
	while (*p != '\0') {
		size_t run = strcspn(p, " \t\r\n");
		enum err code = buf_add(out, p, run, e);

		if (code == ERR_NOMEM)
			return code;
		if (code != ERR_OK)
			FAIL(e, ERR_SIG_STRUCTURE, path, "longer than %zu bytes", out->max);
		p += run;
		p += strspn(p, " \t\r\n");
	}
	if (out->len == start || !is_base64(out->data + start, out->len - start))
		FAIL(e, ERR_SIG_STRUCTURE, path, "base64 expected");
	return ERR_OK;
}

static const xmlChar *
value_of(const xmlAttr *a)
{
	const xmlNode *text = a->children;

	if (text == NULL || text->type != XML_TEXT_NODE || text->next != NULL ||
	    text->content == NULL)
		return XSTR("");
	return text->content;
}

/* xmlHasNsProp() knows of defaults from a DTD, of which there is none. */
const xmlChar *
xml_tree_attribute(const xmlNode *node, const char *name)
{
	for (const xmlAttr *a = node->properties; a != NULL; a = a->next)
		if (a->ns == NULL && xmlStrEqual(a->name, XSTR(name)))
			return value_of(a);
	return NULL;
}

static bool
is_one_of(const xmlChar *name, const char *const *names)
{
	for (; *names != NULL; names++)
		if (xmlStrEqual(name, XSTR(*names)))
			return true;
	return false;
}

enum err
xml_tree_only_attributes(const xmlNode *node, const char *path, const char *const *names,
    struct err_info *e)
{
	for (const xmlAttr *a = node->properties; a != NULL; a = a->next)
		if (a->ns != NULL || !is_one_of(a->name, names))
			FAIL(e, ERR_SIG_STRUCTURE, path, "an attribute that is not expected");
	return ERR_OK;
}

xmlAttrPtr
xml_tree_id(const xmlNode *node)
{
	for (xmlAttrPtr a = node->properties; a != NULL; a = a->next)
		if (a->ns != NULL && xmlStrEqual(a->name, XSTR("Id")) &&
		    xmlStrEqual(a->ns->href, XSTR(XML_NS_WSU)) && value_of(a)[0] != '\0')
			return a;
	return NULL;
}

static bool
is_id(const xmlChar *name)
{
	return (name[0] | 0x20) == 'i' && (name[1] | 0x20) == 'd' && name[2] == '\0';
}

static bool
has_id(const xmlNode *element, const char *id)
{
	for (const xmlAttr *a = element->properties; a != NULL; a = a->next)
		if (is_id(a->name) && xmlStrEqual(value_of(a), XSTR(id)))
			return true;
	return false;
}

/* The node after this one, in document order. */
static xmlNodePtr
after(xmlNodePtr node)
{
	if (node->children != NULL && node->type == XML_ELEMENT_NODE)
		return node->children;
	while (node != NULL && node->next == NULL)
		node = node->parent;
	return node != NULL ? node->next : NULL;
}

enum err
xml_tree_find(xmlDocPtr doc, const char *id, xmlNodePtr *ret_element, struct err_info *e)
{
	xmlNodePtr found = NULL;

	for (xmlNodePtr n = xmlDocGetRootElement(doc); n != NULL; n = after(n)) {
		if (n->type != XML_ELEMENT_NODE || !has_id(n, id))
			continue;
		if (found != NULL)
			FAIL(e, ERR_SIG_DUPLICATE_ID, "", "two elements carry the same identifier");
		found = n;
	}
	if (found == NULL)
		FAIL(e, ERR_SIG_REFERENCE, "", "no element carries this identifier");
	*ret_element = found;
	return ERR_OK;
}
