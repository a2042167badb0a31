/*
 * trial: undoing what may have happened to a message, to see whether it then holds.  Private to
 * inspect/.
 */
#ifndef ADAPTER_INSPECT_TRIAL_H
#define ADAPTER_INSPECT_TRIAL_H

#include "adapter/inspect/inside.h"

/* A copy of the document with the two elements in it that matter. */
struct inspect_copy {
	xmlDocPtr  doc;
	xmlNodePtr node, signature;
};

MUST_USE enum err inspect_copy_open(xmlNodePtr node, const xmlNode *signature,
    struct inspect_copy *ret, struct err_info *e);
void inspect_copy_fini(struct inspect_copy *copy);

/* The element by itself: with the namespaces that it uses, and nothing of what surrounds it. */
MUST_USE enum err inspect_copy_detached(xmlNodePtr node, struct inspect_copy *ret,
    struct err_info *e);

/* Drops texts of white space below node: all, or only those that stand beside an element. */
void inspect_trial_strip(xmlNodePtr node, bool all);

/* Cuts white space off the ends of each text below node; what is empty then goes. */
void inspect_trial_trim(xmlNodePtr node);

#endif
