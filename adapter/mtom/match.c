#include "config.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "adapter/mtom/private.h"
#include "adapter/xml/xml.h"

struct match {
	const struct part_list *parts;
	size_t                  n;      /* of them */
	bool                   *used;   /* by place in parts */
};

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* RFC 2392: cid: and the Content-ID, percent-encoded. */
static bool
read_cid(const char *href, char ret_id[PART_NAME_SIZE])
{
	size_t n = 0;

	if (strncmp(href, "cid:", 4) != 0)
		return false;
	for (const char *p = href + 4; *p != '\0'; p++) {
		int c = (unsigned char)*p;

		if (c == '%') {
			int high = hex_value(p[1]), low = high >= 0 ? hex_value(p[2]) : -1;

			if (low < 0)
				return false;
			c = high << 4 | low;
			p += 2;
		}
		if (c <= ' ' || c > '~' || n == PART_NAME_SIZE - 1)
			return false;
		ret_id[n++] = (char)c;
	}
	ret_id[n] = '\0';
	return n > 0;
}

/* The text of the only child of file with this name. */
static enum err
only_text(xmlNodePtr file, const char *name, const char **ret_text, struct err_info *e)
{
	xmlNodePtr found = NULL;

	for (xmlNodePtr node = xml_tree_element(file->children); node != NULL; node = xml_tree_element(node->next)) {
		if (!xml_tree_is(node, XML_NS_COMMON, name))
			continue;
		if (found != NULL)
			FAIL(e, ERR_REPLY_PART, name, "once beside the Content of a file");
		found = node;
	}
	if (found == NULL || found->children == NULL || found->children->type != XML_TEXT_NODE ||
	    found->children->next != NULL)
		FAIL(e, ERR_REPLY_PART, name, "beside the Content of a file");
	*ret_text = (const char *)found->children->content;
	return ERR_OK;
}

/* Both have one way to be written, so texts are compared. */
static enum err
compare(xmlNodePtr file, const struct part *part, struct err_info *e)
{
	char size[32], digest[4 * ((PART_DIGEST_SIZE + 2) / 3) + 1];
	const char *text;

	snprintf(size, sizeof(size), "%" PRIu64, part->size);
	TRY(only_text(file, "Size", &text, e));
	if (strcmp(text, size) != 0)
		FAIL(e, ERR_REPLY_PART, "Size", "that of the part");
	EVP_EncodeBlock((unsigned char *)digest, part->digest, PART_DIGEST_SIZE);
	TRY(only_text(file, "Digest", &text, e));
	if (strcmp(text, digest) != 0)
		FAIL(e, ERR_REPLY_PART, "Digest", "that of the part");
	return ERR_OK;
}

/* XOP 1.0, 2.1: the reference stands alone in the Content of a file. */
static enum err
check_place(xmlNodePtr include, const char **ret_href, struct err_info *e)
{
	xmlNodePtr content = include->parent;
	const xmlAttr *href = include->properties;

	if (!xml_tree_is(include, XML_NS_XOP, "Include") || !xml_tree_is(content, XML_NS_COMMON, "Content") ||
	    content->parent == NULL || content->children != include || include->next != NULL ||
	    include->children != NULL)
		FAIL(e, ERR_REPLY_PART, "Include", "empty, and alone in the Content of a file");
	if (href == NULL || href->next != NULL || href->ns != NULL ||
	    strcmp((const char *)href->name, "href") != 0 || href->children == NULL ||
	    href->children->next != NULL)
		FAIL(e, ERR_REPLY_PART, "Include", "one attribute, href");
	*ret_href = (const char *)href->children->content;
	return ERR_OK;
}

static enum err
match_one(struct match *m, xmlNodePtr include, struct err_info *e)
{
	char id[PART_NAME_SIZE];
	const char *href;
	size_t i = 0;

	TRY(check_place(include, &href, e));
	if (!read_cid(href, id))
		FAIL(e, ERR_REPLY_PART, "Include", "href is cid: and a Content-ID");
	while (i < m->n && strcmp(part_at(m->parts, i)->name, id) != 0)
		i++;
	if (i == m->n)
		FAIL(e, ERR_REPLY_PART, "Include", "a part that came with the message");
	if (m->used[i])
		FAIL(e, ERR_REPLY_PART, "Include", "a part of its own");
	m->used[i] = true;
	return compare(include->parent->parent, part_at(m->parts, i), e);
}

/* The element after node in document order, within top. */
static xmlNodePtr
next_element(xmlNodePtr node, const xmlNode *top)
{
	xmlNodePtr next = xml_tree_element(node->children);

	while (next == NULL && node != top) {
		next = xml_tree_element(node->next);
		node = node->parent;
	}
	return next;
}

static enum err
match_all(struct match *m, const char *body, size_t len, struct err_info *e)
{
	AUTO(xml_doc) xmlDocPtr doc = NULL;
	xmlNodePtr root;

	TRY(xml_parse(body, len, XML_STRICT, &doc, e));
	root = xmlDocGetRootElement(doc);
	for (xmlNodePtr node = root; node != NULL; node = next_element(node, root))
		if (node->ns != NULL && strcmp((const char *)node->ns->href, XML_NS_XOP) == 0)
			TRY(match_one(m, node, e));
	for (size_t i = 0; i < m->n; i++)
		if (!m->used[i]) {
			char at[32];

			snprintf(at, sizeof(at), "part %zu", i + 1);
			FAIL(e, ERR_REPLY_PART, at, "an xop:Include in the Body that names it");
		}
	return ERR_OK;
}

AUTO_DEFINE(flags, bool *, free)

enum err
mtom_match(const char *body, size_t len, const struct part_list *parts, struct err_info *e)
{
	size_t n = parts != NULL ? part_count(parts) : 0;
	AUTO(flags) bool *used = NULL;
	struct match m = {.parts = parts, .n = n};

	/* In canonical octets a namespace name stands as it is. */
	if (n == 0 && memmem(body, len, XML_NS_XOP, strlen(XML_NS_XOP)) == NULL)
		return ERR_OK;
	used = calloc(n + 1, sizeof(*used));
	if (used == NULL)
		FAIL(e, ERR_NOMEM, "", "parts");
	m.used = used;
	return match_all(&m, body, len, e);
}
