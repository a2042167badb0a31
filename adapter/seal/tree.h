/*
 * tree: reading a parsed message strictly.  Private to seal/.
 *
 * Paths are for err_info.at, such as "Envelope/Header".  Everything fails with
 * ERR_SIG_STRUCTURE.
 */
#ifndef ADAPTER_SEAL_TREE_H
#define ADAPTER_SEAL_TREE_H

#include "adapter/seal/library.h"

bool seal_tree_is(const xmlNode *node, const char *ns, const char *name);

/* The first element at or after node; NULL if there is none. */
xmlNodePtr seal_tree_element(xmlNodePtr node);

/* That between parent's elements there is nothing but white space. */
MUST_USE enum err seal_tree_only_elements(xmlNodePtr parent, const char *path, struct err_info *e);

/* Takes the children of a parent one by one, in the order that they must have. */
struct seal_cursor {
	xmlNodePtr  next;               /* element, or NULL at the end */
	const char *path;               /* of the parent */
};
MUST_USE enum err seal_cursor_open(xmlNodePtr parent, const char *path, struct seal_cursor *ret,
    struct err_info *e);
MUST_USE enum err seal_cursor_take(struct seal_cursor *c, const char *ns, const char *name,
    xmlNodePtr *ret_node, struct err_info *e);
MUST_USE enum err seal_cursor_end(const struct seal_cursor *c, struct err_info *e);

/* The text of an element that holds nothing else, lent; "" if it is empty. */
MUST_USE enum err seal_tree_text(const xmlNode *node, const char *path, const char **ret_text,
    struct err_info *e);

/* The same without white space at both ends, copied; too long is refused. */
MUST_USE enum err seal_tree_copy(const xmlNode *node, const char *path, char *text, size_t size,
    struct err_info *e);

/* The same as canonical base64 (RFC 4648, sections 3.5, 4) without white space, appended to out. */
MUST_USE enum err seal_tree_base64(const xmlNode *node, const char *path, struct buf *out,
    struct err_info *e);

/* The value of an attribute without namespace, lent; NULL if it is not there. */
const xmlChar *seal_tree_attribute(const xmlNode *node, const char *name);

/* That node has no attributes but these (NULL-ended), none with a namespace. */
MUST_USE enum err seal_tree_only_attributes(const xmlNode *node, const char *path,
    const char *const *names, struct err_info *e);

/* wsu:Id of node: one text, not empty; NULL if it has none. */
xmlAttrPtr seal_tree_id(const xmlNode *node);

#endif
