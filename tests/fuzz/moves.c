#include "config.h"

#include <stdbool.h>
#include <stddef.h>

#include "tests/fuzz/moves.h"

enum { ELEMENTS_MAX = 512 };

static size_t
collect(xmlNodePtr node, xmlNodePtr *list, size_t n)
{
	for (; node != NULL && n < ELEMENTS_MAX; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		list[n++] = node;
		n = collect(node->children, list, n);
	}
	return n;
}

static bool
is_within(const xmlNode *node, const xmlNode *outer)
{
	while (node != NULL && node != outer)
		node = node->parent;
	return node != NULL;
}

static void
take_out(xmlNodePtr node, xmlNodePtr *removed)
{
	xmlUnlinkNode(node);
	node->next = *removed;
	*removed = node;
}

static void
swap_names(xmlNodePtr a, xmlNodePtr b)
{
	const xmlChar *name = a->name;
	xmlNsPtr ns = a->ns;

	a->name = b->name;
	a->ns = b->ns;
	b->name = name;
	b->ns = ns;
}

static void
put(xmlNodePtr node, xmlNodePtr target, enum moves_how how)
{
	if (how == MOVE_INTO || how == MOVE_COPY_INTO)
		xmlAddChild(target, node);
	else
		xmlAddPrevSibling(target, node);
}

void
moves_do(xmlDocPtr doc, enum moves_how how, size_t i, size_t k, xmlNodePtr *removed)
{
	xmlNodePtr list[ELEMENTS_MAX], root = xmlDocGetRootElement(doc), node, target;
	size_t n = collect(root, list, 0);

	if (n == 0)
		return;
	node = list[i % n];
	target = list[k % n];
	if (how == MOVE_SWAP_NAMES) {
		swap_names(node, target);
	} else if (how == MOVE_DELETE || how == MOVE_UNWRAP) {
		if (node == root)
			return;
		while (how == MOVE_UNWRAP && node->children != NULL)
			xmlAddPrevSibling(node, node->children);
		take_out(node, removed);
	} else {
		bool copy = how == MOVE_COPY_INTO || how == MOVE_COPY_BEFORE;
		bool beside_root = target == root && (how == MOVE_BEFORE || how == MOVE_COPY_BEFORE);

		if (beside_root || (!copy && is_within(target, node)))
			return;
		if (copy)
			node = xmlDocCopyNode(node, doc, 1);
		else
			xmlUnlinkNode(node);
		if (node != NULL)
			put(node, target, how);
	}
}

void
moves_free(xmlNodePtr removed)
{
	while (removed != NULL) {
		xmlNodePtr next = removed->next;

		removed->next = NULL;
		xmlFreeNode(removed);
		removed = next;
	}
}
