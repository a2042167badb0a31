/*
 * Exclusive canonicalisation, written out of the tree as it is walked.
 *
 * libxml2 has one too, but refuses namespace names that are no URIs in ASCII, writes the others
 * without escaping, and takes lists and hash tables per element.  On what both accept, the
 * octets are the same: tests/t14_c14n_random compares them.
 */
#include "config.h"

#include <string.h>

#include "adapter/xml/put.h"
#include "adapter/xml/xml.h"

/* A namespace declaration that was written and is in scope; the latest of a prefix counts. */
struct rendered {
	const xmlNode *by;              /* the element that carries it */
	const char    *prefix, *name;   /* "": default, none */
};

struct walk {
	const struct xml_prefixes *prefixes;    /* NULL: none */
	bool                       comments;
	struct buf                *out;
	struct rendered           *stack;       /* of what is in scope */
	size_t                     used, room;
	const xmlAttr            **attribute;   /* of one element, sorted */
	size_t                     attribute_room;
};

static void
walk_fini(struct walk *w)
{
	free(w->stack);
	free(w->attribute);
}

static const char *
text_of(const xmlChar *s)
{
	return s != NULL ? (const char *)s : "";
}

static bool
is_xml_namespace(const xmlNs *ns)
{
	return ns->prefix != NULL && strcmp((const char *)ns->prefix, "xml") == 0;
}

static bool
is_listed(const struct xml_prefixes *list, const char *prefix)
{
	size_t len;

	if (list == NULL)
		return false;
	prefix = *prefix != '\0' ? prefix : "#default";
	len = strlen(prefix);
	for (size_t i = 0; i < list->n; i++)
		if (list->word[i].len == len && memcmp(list->word[i].text, prefix, len) == 0)
			return true;
	return false;
}

/* ---- namespaces -------------------------------------------------------------------------- */

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

/* Whether element has to declare this: nothing above it, or already in it, says the same. */
static bool
must_render(const struct walk *w, const char *prefix, const char *name)
{
	for (size_t i = w->used; i-- > 0;) {
		const struct rendered *r = &w->stack[i];

		if (r->prefix == prefix || strcmp(r->prefix, prefix) == 0)
			return r->name != name && strcmp(r->name, name) != 0;
	}
	return *name != '\0';           /* no default namespace is what there is at first */
}

/*
 * Adds a declaration to the stack, unless it would say nothing new.  Those of one element lie
 * on top of each other, in the order in which they are written: by prefix.
 */
static enum err
render(struct walk *w, const xmlNode *by, const char *prefix, const char *name,
    struct err_info *e)
{
	struct rendered *stack;
	size_t i;

	if (!must_render(w, prefix, name))
		return ERR_OK;
	if (w->used == w->room) {
		stack = grow(w->stack, &w->room, sizeof(*stack));
		if (stack == NULL)
			FAIL(e, ERR_NOMEM, "", "namespaces in scope");
		w->stack = stack;
	}
	for (i = w->used++; i > 0 && w->stack[i - 1].by == by &&
	     strcmp(w->stack[i - 1].prefix, prefix) > 0; i--)
		w->stack[i] = w->stack[i - 1];
	w->stack[i] = (struct rendered){.by = by, .prefix = prefix, .name = name};
	return ERR_OK;
}

static enum err
render_ns(struct walk *w, const xmlNode *by, const xmlNs *ns, struct err_info *e)
{
	if (is_xml_namespace(ns))
		return ERR_OK;
	return render(w, by, text_of(ns->prefix), text_of(ns->href), e);
}

/*
 * A name that is relative to something is refused, in ASCII; a name that no URI could be, such
 * as one in Cyrillic letters, is nobody's relative.  RFC 3986, section 3.1.
 */
static bool
is_relative(const char *name)
{
	size_t scheme = strspn(name,
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

	if (*name == '\0' || (name[scheme] == ':' && scheme > 0 && strchr("0123456789+-.", *name) == NULL))
		return false;
	while (*name != '\0' && (*name & 0x80) == 0)
		name++;
	return *name == '\0';
}

/* The declarations of one element, of prefixes that are on the list. */
static enum err
render_listed(struct walk *w, const xmlNode *by, const xmlNode *declares, struct err_info *e)
{
	for (const xmlNs *ns = declares->nsDef; ns != NULL; ns = ns->next)
		if (is_listed(w->prefixes, text_of(ns->prefix)))
			TRY(render_ns(w, by, ns, e));
	return ERR_OK;
}

/* What is in scope of the first element for each prefix on the list: the nearest declaration. */
static enum err
render_inherited(struct walk *w, const xmlNode *first, struct err_info *e)
{
	for (size_t i = 0; i < w->prefixes->n; i++) {
		const struct xml_prefixes one = {.n = 1, .word = {w->prefixes->word[i]}};
		bool found = false;

		for (const xmlNode *n = first; n != NULL && n->type == XML_ELEMENT_NODE && !found;
		     n = n->parent) {
			for (const xmlNs *ns = n->nsDef; ns != NULL && !found; ns = ns->next) {
				found = is_listed(&one, text_of(ns->prefix));
				if (found)
					TRY(render_ns(w, first, ns, e));
			}
		}
	}
	return ERR_OK;
}

/* Exclusive XML Canonicalization 1.0, section 3: what element visibly utilizes, and the list. */
static enum err
put_namespaces(struct walk *w, const xmlNode *element, bool first, struct err_info *e)
{
	size_t i;

	for (const xmlNs *ns = element->nsDef; ns != NULL; ns = ns->next)
		if (is_relative(text_of(ns->href)))
			FAIL(e, ERR_XML_CANONICAL, "", "a namespace with a relative name is declared");
	if (w->prefixes != NULL)
		TRY(first ? render_inherited(w, element, e) : render_listed(w, element, element, e));
	if (element->ns != NULL)
		TRY(render_ns(w, element, element->ns, e));
	else
		TRY(render(w, element, "", "", e));
	for (const xmlAttr *a = element->properties; a != NULL; a = a->next)
		if (a->ns != NULL)
			TRY(render_ns(w, element, a->ns, e));
	for (i = w->used; i > 0 && w->stack[i - 1].by == element; i--)
		;
	for (; i < w->used; i++) {
		const struct rendered *r = &w->stack[i];

		TRY(xml_put_str(w->out, *r->prefix != '\0' ? " xmlns:" : " xmlns", e));
		TRY(xml_put_str(w->out, r->prefix, e));
		TRY(xml_put_str(w->out, "=\"", e));
		TRY(xml_put_value(w->out, (const xmlChar *)r->name, e));
		TRY(xml_put(w->out, "\"", 1, e));
	}
	return ERR_OK;
}

/* ---- attributes -------------------------------------------------------------------------- */

/* Canonical XML 1.0, section 2.2: those without a namespace first; then by its name, by theirs. */
static int
compare(const xmlAttr *a, const xmlAttr *b)
{
	int order = 0;

	if (a->ns != b->ns)
		order = strcmp(a->ns != NULL ? text_of(a->ns->href) : "",
		    b->ns != NULL ? text_of(b->ns->href) : "");
	return order != 0 ? order : strcmp((const char *)a->name, (const char *)b->name);
}

static enum err
put_name(struct buf *out, const xmlNs *ns, const xmlChar *name, struct err_info *e)
{
	if (ns != NULL && ns->prefix != NULL && *ns->prefix != '\0') {
		TRY(xml_put_xml(out, ns->prefix, e));
		TRY(xml_put(out, ":", 1, e));
	}
	return xml_put_xml(out, name, e);
}

static enum err
put_attribute(struct walk *w, const xmlAttr *a, struct err_info *e)
{
	TRY(xml_put(w->out, " ", 1, e));
	TRY(put_name(w->out, a->ns, a->name, e));
	TRY(xml_put(w->out, "=\"", 2, e));
	for (const xmlNode *text = a->children; text != NULL; text = text->next) {
		if (text->type != XML_TEXT_NODE)
			FAIL(e, ERR_XML_CANONICAL, "", "an attribute's value is more than text");
		TRY(xml_put_value(w->out, text->content, e));
	}
	return xml_put(w->out, "\"", 1, e);
}

static enum err
put_attributes(struct walk *w, const xmlNode *element, struct err_info *e)
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
		for (; i > 0 && compare(w->attribute[i - 1], a) > 0; i--)
			w->attribute[i] = w->attribute[i - 1];
		w->attribute[i] = a;
	}
	for (size_t i = 0; i < n; i++)
		TRY(put_attribute(w, w->attribute[i], e));
	return ERR_OK;
}

/* ---- nodes ------------------------------------------------------------------------------- */

static enum err
put_start(struct walk *w, const xmlNode *element, bool first, struct err_info *e)
{
	TRY(xml_put(w->out, "<", 1, e));
	TRY(put_name(w->out, element->ns, element->name, e));
	TRY(put_namespaces(w, element, first, e));
	if (element->properties != NULL)
		TRY(put_attributes(w, element, e));
	return xml_put(w->out, ">", 1, e);
}

static enum err
put_end(struct walk *w, const xmlNode *element, struct err_info *e)
{
	while (w->used > 0 && w->stack[w->used - 1].by == element)
		w->used--;
	TRY(xml_put(w->out, "</", 2, e));
	TRY(put_name(w->out, element->ns, element->name, e));
	return xml_put(w->out, ">", 1, e);
}

static enum err
put_instruction(struct walk *w, const xmlNode *node, struct err_info *e)
{
	TRY(xml_put(w->out, "<?", 2, e));
	TRY(xml_put_xml(w->out, node->name, e));
	if (node->content != NULL && *node->content != '\0') {
		TRY(xml_put(w->out, " ", 1, e));
		TRY(xml_put_verbatim(w->out, node->content, e));
	}
	return xml_put(w->out, "?>", 2, e);
}

static enum err
put_comment(struct walk *w, const xmlNode *node, struct err_info *e)
{
	if (!w->comments)
		return ERR_OK;
	TRY(xml_put(w->out, "<!--", 4, e));
	TRY(xml_put_verbatim(w->out, node->content, e));
	return xml_put(w->out, "-->", 3, e);
}

static enum err
put_leaf(struct walk *w, const xmlNode *node, struct err_info *e)
{
	switch ((int)node->type) {
	case XML_TEXT_NODE:
	case XML_CDATA_SECTION_NODE:
		return xml_put_text(w->out, node->content, e);
	case XML_PI_NODE:
		return put_instruction(w, node, e);
	case XML_COMMENT_NODE:
		return put_comment(w, node, e);
	default:
		FAIL(e, ERR_XML_CANONICAL, "", "something other than elements, text and comments");
	}
}

/* In document order, without recursion. */
static enum err
walk(struct walk *w, const xmlNode *first, struct err_info *e)
{
	const xmlNode *node = first;

	for (;;) {
		if (node->type == XML_ELEMENT_NODE) {
			TRY(put_start(w, node, node == first, e));
			if (node->children != NULL) {
				node = node->children;
				continue;
			}
			TRY(put_end(w, node, e));
		} else
			TRY(put_leaf(w, node, e));
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
xml_c14n_exclusive(const xmlNode *element, const struct xml_prefixes *prefixes,
    enum xml_comments comments, struct buf *out, struct err_info *e)
{
	struct walk w __attribute__((cleanup(walk_fini))) = {.prefixes = prefixes,
	    .comments = comments == XML_WITH_COMMENTS, .out = out};
	size_t start = out->len;

	return xml_put_end(out, start, walk(&w, element, e));
}
