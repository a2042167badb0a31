#include "config.h"

#include <stdint.h>
#include <string.h>

#include "adapter/inspect/trial.h"

void
inspect_copy_fini(struct inspect_copy *copy)
{
	if (copy->doc != NULL)
		xmlFreeDoc(copy->doc);
	copy->doc = NULL;
}

enum err
inspect_copy_open(xmlNodePtr node, const xmlNode *signature, struct inspect_copy *ret,
    struct err_info *e)
{
	ret->doc = xmlCopyDoc(node->doc, 1);
	if (ret->doc == NULL)
		FAIL(e, ERR_NOMEM, "", "a copy of the document");
	ret->node = inspect_tree_at(ret->doc, inspect_tree_number(node->doc, node));
	ret->signature = inspect_tree_at(ret->doc, inspect_tree_number(node->doc, signature));
	CHECK(ret->node != NULL && ret->signature != NULL);
	return ERR_OK;
}

enum err
inspect_copy_detached(xmlNodePtr node, struct inspect_copy *ret, struct err_info *e)
{
	ret->doc = xmlNewDoc(XSTR("1.0"));
	ret->signature = NULL;
	if (ret->doc == NULL)
		FAIL(e, ERR_NOMEM, "", "a document");
	ret->node = xmlDocCopyNode(node, ret->doc, 1);
	if (ret->node == NULL)
		FAIL(e, ERR_NOMEM, "", "a copy of an element");
	xmlDocSetRootElement(ret->doc, ret->node);
	return ERR_OK;
}

static bool
is_blank(const xmlNode *node)
{
	const char *text = (const char *)node->content;

	return node->type == XML_TEXT_NODE && text != NULL && text[strspn(text, " \t\r\n")] == '\0';
}

static bool
has_elements(const xmlNode *node)
{
	for (const xmlNode *n = node->children; n != NULL; n = n->next)
		if (n->type == XML_ELEMENT_NODE)
			return true;
	return false;
}

static void
drop(xmlNodePtr node)
{
	xmlUnlinkNode(node);
	xmlFreeNode(node);
}

void
inspect_trial_strip(xmlNodePtr node, bool all)
{
	xmlNodePtr next;

	for (xmlNodePtr n = node; n != NULL; n = next) {
		next = inspect_tree_walk(n, node);
		if (is_blank(n) && (all || has_elements(n->parent)))
			drop(n);
	}
}

void
inspect_trial_trim(xmlNodePtr node)
{
	xmlNodePtr next;

	for (xmlNodePtr n = node; n != NULL; n = next) {
		AUTO(xml_text) xmlChar *inner = NULL;
		const char *text = (const char *)n->content;
		size_t len;

		next = inspect_tree_walk(n, node);
		if (n->type != XML_TEXT_NODE || text == NULL)
			continue;
		text += strspn(text, " \t\r\n");
		for (len = strlen(text); len > 0 && strchr(" \t\r\n", text[len - 1]) != NULL; len--)
			;
		if (len == 0) {
			drop(n);
			continue;
		}
		inner = xmlStrndup(XSTR(text), (int)len);
		xmlNodeSetContent(n, NULL);
		if (inner != NULL)
			xmlNodeAddContent(n, inner);
	}
}
