#include "config.h"

#include <libxml/parser.h>

#include "tests/fuzz/moves.h"

enum { ELEMENTS_MAX = 512, AFTER = 0x1f };

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

/* ---- inputs with what is done after signing ------------------------------------------- */

static xmlDocPtr
parse(const char *text, size_t len)
{
	return xmlReadMemory(text, (int)len, NULL, NULL,
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
}

size_t
moves_split(const uint8_t *data, size_t size)
{
	const uint8_t *after = size > 0 ? memchr(data, AFTER, size) : NULL;

	return after != NULL ? (size_t)(after - data) : size;
}

/* The moves among elements; text stays if it is no XML. */
static char *
move_elements(char *text, struct fuzz_input in)
{
	xmlDocPtr doc = parse(text, strlen(text));
	xmlNodePtr removed = NULL;
	xmlChar *out = NULL;
	int len;

	for (int i = 0; doc != NULL && i < 8 && in.left >= 3; i++) {
		uint8_t how = fuzz_octet(&in), node = fuzz_octet(&in), other = fuzz_octet(&in);

		if (how < 0x80)
			moves_do(doc, (enum moves_how)(how % MOVES), node, other, &removed);
	}
	if (doc != NULL) {
		xmlDocDumpMemory(doc, &out, &len);
		moves_free(removed);
		xmlFreeDoc(doc);
	}
	if (out != NULL) {
		free(text);
		text = strdup((char *)out);
		xmlFree(out);
		CHECK(text != NULL);
	}
	return text;
}

char *
moves_after(char *text, const uint8_t *data, size_t size)
{
	struct fuzz_input in = {data, size};
	size_t n;

	if (size == 0)
		return text;
	CHECK(fuzz_octet(&in) == AFTER);
	text = move_elements(text, in);
	n = strlen(text);
	while (n > 0 && in.left >= 3) {
		uint8_t how = fuzz_octet(&in);
		size_t at = fuzz_octet(&in) * 256U;

		at += fuzz_octet(&in);
		if (how > 0x80)
			text[at % n] = (char)(how & 0x7f);
	}
	return text;
}

/* A move among the elements of the message itself, before it is signed. */
static size_t
move(uint8_t *data, size_t len, size_t max, unsigned seed)
{
	xmlDocPtr doc = parse((const char *)data, len);
	xmlNodePtr removed = NULL;
	xmlChar *out = NULL;
	int out_len = 0;

	if (doc == NULL)
		return len;
	moves_do(doc, (enum moves_how)(seed % MOVES), seed / 8 % 64, seed / 512 % 64, &removed);
	xmlDocDumpMemory(doc, &out, &out_len);
	moves_free(removed);
	xmlFreeDoc(doc);
	if (out != NULL && (size_t)out_len <= max) {
		memcpy(data, out, (size_t)out_len);
		len = (size_t)out_len;
	}
	xmlFree(out);
	return len;
}

size_t
moves_mutate(uint8_t *data, size_t size, size_t max, unsigned seed)
{
	size_t len = moves_split(data, size);
	bool is_plain = len == size;

	switch (seed % 4) {
	case 0:         /* in what is done after signing, which begins if there was none */
		if (is_plain && size < max)
			data[size++] = AFTER;
		len = is_plain ? size : len + 1;
		return len < max ? len + LLVMFuzzerMutate(data + len, size - len, max - len) : size;
	case 1:
		return move(data, len, max, seed / 4);
	default:
		return LLVMFuzzerMutate(data, size, max);
	}
}
