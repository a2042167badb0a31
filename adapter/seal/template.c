#include "config.h"

#include <stdio.h>

#include "adapter/seal/c14n.h"
#include "adapter/seal/names.h"
#include "adapter/seal/template.h"

xmlNodePtr
seal_template_add(struct seal_template *t, xmlNodePtr parent, xmlNsPtr ns, const char *name,
    const char *text)
{
	xmlNodePtr node, content;

	if (t->failed)
		return NULL;            /* its parent may be missing, and nobody would free it */
	node = xmlNewDocNode(t->doc, ns, XSTR(name), NULL);
	content = text != NULL ? xmlNewDocText(t->doc, XSTR(text)) : NULL;
	if (node == NULL || (text != NULL && content == NULL)) {
		t->failed = true;
		xmlFreeNode(node);
		xmlFreeNode(content);
		return NULL;
	}
	if (content != NULL)
		xmlAddChild(node, content);
	if (parent != NULL)
		xmlAddChild(parent, node);
	return node;
}

void
seal_template_set(struct seal_template *t, xmlNodePtr node, xmlNsPtr ns, const char *name,
    const char *value)
{
	if (node == NULL || xmlNewNsProp(node, ns, XSTR(name), XSTR(value)) == NULL)
		t->failed = true;
}

void
seal_template_method(struct seal_template *t, xmlNodePtr parent, const char *name, const char *uri)
{
	seal_template_set(t, seal_template_add(t, parent, t->ds, name, NULL), NULL, "Algorithm", uri);
}

xmlNodePtr
seal_template_signature(struct seal_template *t, xmlNodePtr parent, const char *signature_uri,
    xmlNodePtr *ret_info)
{
	xmlNodePtr signature = seal_template_add(t, parent, NULL, "Signature", NULL);

	*ret_info = NULL;
	t->ds = signature != NULL ? xmlNewNs(signature, XSTR(NS_DS), XSTR("ds")) : NULL;
	if (t->ds == NULL) {
		t->failed = true;
		return NULL;
	}
	xmlSetNs(signature, t->ds);
	*ret_info = seal_template_add(t, signature, t->ds, "SignedInfo", NULL);
	seal_template_method(t, *ret_info, "CanonicalizationMethod", SEAL_C14N_URI);
	seal_template_method(t, *ret_info, "SignatureMethod", signature_uri);
	return signature;
}

void
seal_template_reference(struct seal_template *t, xmlNodePtr info, const xmlChar *id,
    const char *const *transforms, const char *digest_uri)
{
	xmlNodePtr reference = seal_template_add(t, info, t->ds, "Reference", NULL);
	xmlNodePtr list = seal_template_add(t, reference, t->ds, "Transforms", NULL);
	char uri[XML_LIMIT_NAME + 2];

	snprintf(uri, sizeof(uri), "#%s", (const char *)id);
	seal_template_set(t, reference, NULL, "URI", uri);
	for (; *transforms != NULL; transforms++)
		seal_template_method(t, list, "Transform", *transforms);
	seal_template_method(t, reference, "DigestMethod", digest_uri);
	seal_template_add(t, reference, t->ds, "DigestValue", NULL);
}
