/*
 * urn://smev-gov-ru/xmldsig/transform: prefixes are numbered, attributes sorted, white space
 * between elements dropped.  The method text (annex 1) says how; what it leaves open is as its
 * example in Java (annex 4) does it, which writes text with Woodstox, and that is what every
 * signature in SMEV was made over.
 */
#include "config.h"

#include <string.h>

#include "adapter/xml/put.h"
#include "adapter/xml/smev_text.h"
#include "adapter/xml/xml.h"

/* A namespace that has a number: its prefix is ns1, ns2, ... */
struct numbered {
	const xmlNode *by;              /* the element that declares it */
	const char    *name;
	unsigned       number;
};

struct walk {
	struct buf       *out;
	struct numbered  *stack;        /* of what is in scope */
	size_t            used, room;
	unsigned          last;         /* number given; they are never given twice */
	const xmlAttr   **attribute;    /* of one element, sorted */
	size_t            attribute_room;
	struct buf        text;         /* one block of text that is several nodes */
};

static void
walk_fini(struct walk *w)
{
	free(w->stack);
	free(w->attribute);
	buf_fini(&w->text);
}

/* Doubles *room, of elements of this size, in the array that is returned; NULL: no memory. */
static void *
grow(void *array, size_t *room, size_t size)
{
	size_t n = *room != 0 ? *room * 2 : 16;
	void *more = reallocarray(array, n, size);

	if (more != NULL)
		*room = n;
	return more;
}

/* ---- names ------------------------------------------------------------------------------- */

static enum err
number_of(struct walk *w, const xmlNode *by, const char *name, unsigned *ret, struct err_info *e)
{
	struct numbered *more;

	for (size_t i = 0; i < w->used; i++) {
		if (strcmp(w->stack[i].name, name) == 0) {
			*ret = w->stack[i].number;
			return ERR_OK;
		}
	}
	if (w->used == w->room) {
		more = grow(w->stack, &w->room, sizeof(*more));
		if (more == NULL)
			FAIL(e, ERR_NOMEM, "", "namespaces in scope");
		w->stack = more;
	}
	*ret = ++w->last;
	w->stack[w->used++] = (struct numbered){.by = by, .name = name, .number = *ret};
	return ERR_OK;
}

static bool
is_named(const xmlNs *ns)
{
	return ns != NULL && ns->href != NULL && *ns->href != '\0';
}

static enum err
put_name(struct walk *w, const xmlNode *by, const xmlNs *ns, const xmlChar *name,
    struct err_info *e)
{
	char prefix[16];
	unsigned number = 0;

	if (is_named(ns)) {
		TRY(number_of(w, by, (const char *)ns->href, &number, e));
		snprintf(prefix, sizeof(prefix), "ns%u:", number);
		TRY(xml_put_str(w->out, prefix, e));
	}
	return xml_put_xml(w->out, name, e);
}

/* As Java compares strings: by UTF-16, where U+E000 to U+FFFF come after what lies beyond. */
static int
compare_utf16(const char *a, const char *b)
{
	unsigned char x, y;

	while (*a != '\0' && *a == *b)
		a++, b++;
	x = (unsigned char)*a, y = (unsigned char)*b;
	if (x >= 0xee && y >= 0xee && (x >= 0xf0) != (y >= 0xf0))
		return x >= 0xf0 ? -1 : 1;
	return (x > y) - (x < y);
}

/* Attributes without a namespace come last. */
static int
compare(const xmlAttr *a, const xmlAttr *b)
{
	bool a_named = is_named(a->ns), b_named = is_named(b->ns);
	int order;

	if (a_named != b_named)
		return a_named ? -1 : 1;
	order = a_named ? compare_utf16((const char *)a->ns->href, (const char *)b->ns->href) : 0;
	return order != 0 ? order : compare_utf16((const char *)a->name, (const char *)b->name);
}

static enum err
sort_attributes(struct walk *w, const xmlNode *element, size_t *ret_n, struct err_info *e)
{
	size_t n = 0;

	for (const xmlAttr *a = element->properties; a != NULL; a = a->next) {
		size_t i = n++;

		if (i == w->attribute_room) {
			const xmlAttr **more = grow(w->attribute, &w->attribute_room, sizeof(*more));

			if (more == NULL)
				FAIL(e, ERR_NOMEM, "", "attributes");
			w->attribute = more;
		}
		if (a->ns != NULL && xmlStrEqual(a->ns->href, XML_XML_NAMESPACE))
			FAIL(e, ERR_XML_CANONICAL, "", "an attribute xml:%s: the SMEV transform has no "
			    "form for it", (const char *)a->name);
		for (; i > 0 && compare(w->attribute[i - 1], a) > 0; i--)
			w->attribute[i] = w->attribute[i - 1];
		w->attribute[i] = a;
	}
	*ret_n = n;
	return ERR_OK;
}

/* ---- elements ---------------------------------------------------------------------------- */

static enum err
put_declarations(struct walk *w, const xmlNode *element, struct err_info *e)
{
	size_t i = w->used;
	char text[32];

	while (i > 0 && w->stack[i - 1].by == element)
		i--;
	for (; i < w->used; i++) {
		snprintf(text, sizeof(text), " xmlns:ns%u=\"", w->stack[i].number);
		TRY(xml_put_str(w->out, text, e));
		TRY(xml_smev_value(w->out, (const xmlChar *)w->stack[i].name, e));
		TRY(xml_put(w->out, "\"", 1, e));
	}
	return ERR_OK;
}

static enum err
put_attribute(struct walk *w, const xmlNode *element, const xmlAttr *a, struct err_info *e)
{
	TRY(xml_put(w->out, " ", 1, e));
	TRY(put_name(w, element, a->ns, a->name, e));
	TRY(xml_put(w->out, "=\"", 2, e));
	for (const xmlNode *text = a->children; text != NULL; text = text->next) {
		if (text->type != XML_TEXT_NODE)
			FAIL(e, ERR_XML_CANONICAL, "", "an attribute's value is more than text");
		TRY(xml_smev_value(w->out, text->content, e));
	}
	return xml_put(w->out, "\"", 1, e);
}

static enum err
put_start(struct walk *w, const xmlNode *element, struct err_info *e)
{
	size_t n = 0;
	unsigned ignored;

	if (!is_named(element->ns))
		FAIL(e, ERR_XML_CANONICAL, "", "an element without a namespace: the SMEV transform has "
		    "no form for it");
	if (xmlStrEqual(element->ns->href, XML_XML_NAMESPACE))
		FAIL(e, ERR_XML_CANONICAL, "", "an element of the namespace xml");
	TRY(xml_put(w->out, "<", 1, e));
	TRY(put_name(w, element, element->ns, element->name, e));
	TRY(sort_attributes(w, element, &n, e));
	for (size_t i = 0; i < n; i++)
		if (is_named(w->attribute[i]->ns))
			TRY(number_of(w, element, (const char *)w->attribute[i]->ns->href, &ignored, e));
	TRY(put_declarations(w, element, e));
	for (size_t i = 0; i < n; i++)
		TRY(put_attribute(w, element, w->attribute[i], e));
	return xml_put(w->out, ">", 1, e);
}

static enum err
put_end(struct walk *w, const xmlNode *element, struct err_info *e)
{
	TRY(xml_put(w->out, "</", 2, e));
	TRY(put_name(w, element, element->ns, element->name, e));
	while (w->used > 0 && w->stack[w->used - 1].by == element)
		w->used--;
	return xml_put(w->out, ">", 1, e);
}

/* ---- text -------------------------------------------------------------------------------- */

static bool
is_text(const xmlNode *node)
{
	return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
}

/* The text after node in the same block: canonicalisation drops comments, and makes CDATA text. */
static const xmlNode *
next_of_block(const xmlNode *node)
{
	do
		node = node->next;
	while (node != NULL && node->type == XML_COMMENT_NODE);
	return node != NULL && is_text(node) ? node : NULL;
}

/* A block of text, which begins at node; *ret_last is the last node of it. */
static enum err
put_block(struct walk *w, const xmlNode *node, const xmlNode **ret_last, struct err_info *e)
{
	*ret_last = node;
	if (next_of_block(node) == NULL)
		return node->content == NULL ? ERR_OK :
		    xml_smev_text(w->out, (const char *)node->content, e);
	buf_reset(&w->text);
	for (; node != NULL; node = next_of_block(node)) {
		*ret_last = node;
		if (node->content != NULL)
			TRY(buf_add_str(&w->text, (const char *)node->content, e));
	}
	return xml_smev_text(w->out, w->text.data != NULL ? w->text.data : "", e);
}

static enum err
put_leaf(struct walk *w, const xmlNode *node, const xmlNode **ret_last, struct err_info *e)
{
	*ret_last = node;
	if (is_text(node))
		return put_block(w, node, ret_last, e);
	if (node->type != XML_COMMENT_NODE && node->type != XML_PI_NODE)
		FAIL(e, ERR_XML_CANONICAL, "", "something other than elements, text and comments");
	return ERR_OK;
}

/* In document order, without recursion. */
static enum err
walk(struct walk *w, const xmlNode *first, struct err_info *e)
{
	const xmlNode *node = first;

	for (;;) {
		if (node->type == XML_ELEMENT_NODE) {
			TRY(put_start(w, node, e));
			if (node->children != NULL) {
				node = node->children;
				continue;
			}
			TRY(put_end(w, node, e));
		} else
			TRY(put_leaf(w, node, &node, e));
		while (node != first && node->next == NULL) {
			node = node->parent;
			TRY(put_end(w, node, e));
		}
		if (node == first)
			return ERR_OK;
		node = node->next;
	}
}

enum err
xml_transform_smev(const xmlNode *element, struct buf *out, struct err_info *e)
{
	struct walk w __attribute__((cleanup(walk_fini))) = {.out = out, .text.max = out->max};
	size_t start = out->len;

	return xml_put_end(out, start, walk(&w, element, e));
}

enum err
xml_transform_smev_octets(const char *bytes, size_t len, struct buf *out, struct err_info *e)
{
	AUTO(xml_doc) xmlDocPtr doc = NULL;

	TRY(xml_parse(bytes, len, XML_LENIENT, &doc, e));
	return xml_transform_smev(xmlDocGetRootElement(doc), out, e);
}
