/* tree: finding one's way in a tree that may be anything.  Private to inspect/. */
#ifndef ADAPTER_INSPECT_TREE_H
#define ADAPTER_INSPECT_TREE_H

#include "adapter/inspect/names.h"

enum { INSPECT_PATH_SIZE = 512 };

/* The element after node in document order, below root (root itself comes first); NULL at the end. */
xmlNodePtr inspect_tree_next(xmlNodePtr node, const xmlNode *root);

/* The same for nodes of any kind. */
xmlNodePtr inspect_tree_walk(xmlNodePtr node, const xmlNode *root);

/* The first element of that name at or below root; ns may be NULL for any. */
xmlNodePtr inspect_tree_find(xmlNodePtr root, const char *ns, const char *name);

/* "/Envelope/Body/Request[2]": local names, with a number where a name stands several times. */
void inspect_tree_path(const xmlNode *node, char path[INSPECT_PATH_SIZE]);

bool inspect_tree_is_soap(const xmlNode *node, const char *name);

/* Whether an attribute is an identifier: it is called id, in any spelling and any namespace. */
bool inspect_tree_names_id(const xmlAttr *attribute);

/* The first element after `after` (NULL: from the start) that carries this identifier. */
xmlNodePtr inspect_tree_by_id(xmlDocPtr doc, const char *id, xmlNodePtr after);

/* The place of an element in document order, and the element of a place. */
size_t inspect_tree_number(xmlDocPtr doc, const xmlNode *node);
xmlNodePtr inspect_tree_at(xmlDocPtr doc, size_t number);

/*
 * Text of an element with nothing else in it, as base64: decoded into out, white space passed over.
 * False if there is anything else, or too much.
 */
bool inspect_tree_base64(const xmlNode *node, unsigned char *out, size_t size, size_t *ret_len);

/* The text itself, without white space at its ends; false if there is anything else. */
bool inspect_tree_text(const xmlNode *node, char *text, size_t size);

#endif
