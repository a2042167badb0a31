/* template: elements that a signature is made of, in the tree that is signed.  Private to seal/. */
#ifndef ADAPTER_SEAL_TEMPLATE_H
#define ADAPTER_SEAL_TEMPLATE_H

#include "adapter/xml/xml.h"

/* Past libxml2's memory nothing here can fail, so one flag stands for all of it. */
struct seal_template {
	xmlDocPtr doc;
	xmlNsPtr  ds;           /* declared by the signature */
	bool      failed;
};

/* Adds an element to parent; text and parent may be NULL.  NULL if it failed. */
xmlNodePtr seal_template_add(struct seal_template *t, xmlNodePtr parent, xmlNsPtr ns,
    const char *name, const char *text);

void seal_template_set(struct seal_template *t, xmlNodePtr node, xmlNsPtr ns, const char *name,
    const char *value);

/* An element of XML Signature with nothing but @Algorithm. */
void seal_template_method(struct seal_template *t, xmlNodePtr parent, const char *name,
    const char *uri);

/* ds:Signature under parent, which sets t->ds, and in it ds:SignedInfo with its two methods. */
xmlNodePtr seal_template_signature(struct seal_template *t, xmlNodePtr parent,
    const char *signature_uri, xmlNodePtr *ret_info);

/* ds:Reference to #id through the transforms in this list, which NULL ends. */
void seal_template_reference(struct seal_template *t, xmlNodePtr info, const xmlChar *id,
    const char *const *transforms, const char *digest_uri);

#endif
