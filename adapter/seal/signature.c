/* The strict shape of ds:Signature: see security.h. */
#include "config.h"

#include <string.h>

#include "adapter/seal/c14n.h"
#include "adapter/seal/names.h"
#include "adapter/seal/security.h"
#include "adapter/xml/xml.h"

#define AT "Envelope/Header/Security/Signature"
#define AT_INFO AT "/SignedInfo"
#define AT_REFERENCE AT_INFO "/Reference"

static const char *const only_id[] = {"Id", NULL};
static const char *const only_algorithm[] = {"Algorithm", NULL};
static const char *const no_attributes[] = {NULL};

/* ec:InclusiveNamespaces, which may be the only child of exc-c14n. */
static enum err
check_prefixes(const xmlNode *node, const char *path, struct err_info *e)
{
	static const char *const only_list[] = {"PrefixList", NULL};
	struct xml_prefixes prefixes;
	const xmlChar *list;

	TRY(xml_tree_only_attributes(node, path, only_list, e));
	list = xml_tree_attribute(node, "PrefixList");
	if (list == NULL || node->children != NULL)
		FAIL(e, ERR_SIG_STRUCTURE, path, "InclusiveNamespaces: a PrefixList expected");
	return xml_prefixes_read((const char *)list, &prefixes, e);
}

/* An element whose Algorithm must be uri (any if NULL), without children but perhaps prefixes. */
static enum err
check_method(xmlNodePtr node, const char *path, const char *uri, struct err_info *e)
{
	const xmlChar *algorithm = xml_tree_attribute(node, "Algorithm");
	xmlNodePtr prefixes = NULL;
	struct xml_cursor c;

	if (algorithm == NULL || (uri != NULL && !xmlStrEqual(algorithm, XSTR(uri))))
		FAIL(e, ERR_SIG_ALGORITHM, path, "not permitted; expected %s",
		    uri != NULL ? uri : "an Algorithm");
	TRY(xml_tree_only_attributes(node, path, only_algorithm, e));
	TRY(xml_cursor_open(node, path, &c, e));
	if (uri != NULL && strcmp(uri, SEAL_C14N_URI) == 0 && c.next != NULL) {
		TRY(xml_cursor_take(&c, NS_EXC, "InclusiveNamespaces", &prefixes, e));
		TRY(check_prefixes(prefixes, path, e));
	}
	return xml_cursor_end(&c, e);
}

static enum err
check_base64(const xmlNode *node, const char *path, const char *const *attributes,
    struct err_info *e)
{
	BUF_AUTO(text, SEAL_MAX_SIGNATURE);

	TRY(xml_tree_only_attributes(node, path, attributes, e));
	return xml_tree_base64(node, path, &text, e);
}

/* The part that a URI names: by the pointer of the element, not by its name. */
static enum err
find_part(const struct seal_envelope *env, const xmlChar *uri, enum seal_part *ret_part,
    struct err_info *e)
{
	xmlAttrPtr id;

	if (uri == NULL || uri[0] != '#' || uri[1] == '\0')
		FAIL(e, ERR_SIG_REFERENCE, AT_REFERENCE, "not a reference within the message");
	id = xmlGetID(env->doc, uri + 1);
	for (int part = 0; id != NULL && part < SEAL_PARTS; part++) {
		if (env->part[part] != NULL && env->part[part] == id->parent) {
			*ret_part = (enum seal_part)part;
			return ERR_OK;
		}
	}
	FAIL(e, ERR_SIG_REFERENCE, AT_REFERENCE, "names no part of the message in its place");
}

static enum err
read_reference(const struct seal_envelope *env, struct seal_security *s, xmlNodePtr node,
    struct err_info *e)
{
	static const char *const attributes[] = {"URI", "Id", NULL};
	xmlNodePtr transforms, transform, method, value;
	struct xml_cursor c, inner;
	enum seal_part part = SEAL_PARTS;

	TRY(find_part(env, xml_tree_attribute(node, "URI"), &part, e));
	for (size_t i = 0; i < s->references; i++)
		if (s->covers[i] == part)
			FAIL(e, ERR_SIG_REFERENCE, AT_REFERENCE, "%s is referenced twice",
			    seal_part_name(part));
	TRY(xml_tree_only_attributes(node, AT_REFERENCE, attributes, e));
	TRY(xml_cursor_open(node, AT_REFERENCE, &c, e));
	if (!xml_tree_is(c.next, NS_DS, "Transforms"))
		FAIL(e, ERR_SIG_ALGORITHM, AT_REFERENCE, "one transform expected: exclusive c14n");
	TRY(xml_cursor_take(&c, NS_DS, "Transforms", &transforms, e));
	TRY(xml_cursor_take(&c, NS_DS, "DigestMethod", &method, e));
	TRY(xml_cursor_take(&c, NS_DS, "DigestValue", &value, e));
	TRY(xml_cursor_end(&c, e));

	TRY(xml_tree_only_attributes(transforms, AT_REFERENCE "/Transforms", no_attributes, e));
	TRY(xml_cursor_open(transforms, AT_REFERENCE "/Transforms", &inner, e));
	TRY(xml_cursor_take(&inner, NS_DS, "Transform", &transform, e));
	if (inner.next != NULL)
		FAIL(e, ERR_SIG_ALGORITHM, AT_REFERENCE, "one transform expected: exclusive c14n");
	TRY(check_method(transform, AT_REFERENCE "/Transforms/Transform", SEAL_C14N_URI, e));
	TRY(check_method(method, AT_REFERENCE "/DigestMethod", s->algorithm->hash->uri, e));
	TRY(check_base64(value, AT_REFERENCE "/DigestValue", no_attributes, e));
	s->covers[s->references++] = part;
	return ERR_OK;
}

static enum err
read_signed_info(const struct seal_envelope *env, struct seal_security *s, xmlNodePtr info,
    struct err_info *e)
{
	xmlNodePtr c14n, method, reference;
	struct xml_cursor c;

	TRY(xml_tree_only_attributes(info, AT_INFO, only_id, e));
	TRY(xml_cursor_open(info, AT_INFO, &c, e));
	TRY(xml_cursor_take(&c, NS_DS, "CanonicalizationMethod", &c14n, e));
	TRY(xml_cursor_take(&c, NS_DS, "SignatureMethod", &method, e));
	TRY(check_method(c14n, AT_INFO "/CanonicalizationMethod", SEAL_C14N_URI, e));
	s->algorithm = crypto_algorithm_by_uri((const char *)xml_tree_attribute(method, "Algorithm"));
	if (s->algorithm == NULL || !s->algorithm->trusted)
		FAIL(e, ERR_SIG_ALGORITHM, AT_INFO "/SignatureMethod", "not permitted");
	TRY(check_method(method, AT_INFO "/SignatureMethod", s->algorithm->uri, e));
	while (c.next != NULL) {
		if (s->references == SEAL_PARTS)
			FAIL(e, ERR_SIG_REFERENCE, AT_INFO, "more references than there are parts");
		TRY(xml_cursor_take(&c, NS_DS, "Reference", &reference, e));
		TRY(read_reference(env, s, reference, e));
	}
	return ERR_OK;
}

/* The key is the token's: KeyInfo may do nothing but say so. */
static enum err
check_key_info(const struct seal_envelope *env, xmlNodePtr key_info, struct err_info *e)
{
	static const char *const attributes[] = {"URI", "ValueType", NULL};
	const char *at = AT "/KeyInfo/SecurityTokenReference";
	xmlAttrPtr id = xml_tree_id(env->part[SEAL_TOKEN]);
	xmlNodePtr holder, reference;
	const xmlChar *uri, *type;
	struct xml_cursor c;

	TRY(xml_tree_only_attributes(key_info, AT "/KeyInfo", only_id, e));
	TRY(xml_cursor_open(key_info, AT "/KeyInfo", &c, e));
	TRY(xml_cursor_take(&c, NS_WSSE, "SecurityTokenReference", &holder, e));
	TRY(xml_cursor_end(&c, e));
	TRY(xml_cursor_open(holder, at, &c, e));
	TRY(xml_cursor_take(&c, NS_WSSE, "Reference", &reference, e));
	TRY(xml_cursor_end(&c, e));
	TRY(xml_tree_only_attributes(reference, at, attributes, e));
	uri = xml_tree_attribute(reference, "URI");
	type = xml_tree_attribute(reference, "ValueType");
	if (id == NULL || uri == NULL || uri[0] != '#' ||
	    !xmlStrEqual(uri + 1, id->children->content))
		FAIL(e, ERR_SIG_STRUCTURE, at, "a reference to the BinarySecurityToken expected");
	if (reference->children != NULL || (type != NULL && !xmlStrEqual(type, XSTR(TYPE_X509V3))))
		FAIL(e, ERR_SIG_STRUCTURE, at, "a reference to an X.509 certificate expected");
	return ERR_OK;
}

enum err
seal_signature_read(const struct seal_envelope *env, struct seal_security *s, struct err_info *e)
{
	xmlNodePtr info, value, key_info;
	struct xml_cursor c;

	TRY(xml_tree_only_attributes(s->signature, AT, only_id, e));
	TRY(xml_cursor_open(s->signature, AT, &c, e));
	TRY(xml_cursor_take(&c, NS_DS, "SignedInfo", &info, e));
	TRY(xml_cursor_take(&c, NS_DS, "SignatureValue", &value, e));
	TRY(xml_cursor_take(&c, NS_DS, "KeyInfo", &key_info, e));
	TRY(xml_cursor_end(&c, e));
	TRY(read_signed_info(env, s, info, e));
	TRY(check_base64(value, AT "/SignatureValue", only_id, e));
	return check_key_info(env, key_info, e);
}
