#include "config.h"

#include <string.h>

#include "adapter/seal/names.h"
#include "adapter/seal/security.h"
#include "adapter/xml/xml.h"

#define AT "Envelope/Header/Security"

void
seal_security_fini(struct seal_security *security)
{
	buf_fini(&security->token);
}

static enum err
take_once(xmlNodePtr *slot, xmlNodePtr node, struct err_info *e)
{
	if (*slot != NULL)
		FAIL(e, ERR_SIG_STRUCTURE, AT, "more than one %s", (const char *)node->name);
	*slot = node;
	return ERR_OK;
}

/* The three children, in any order. */
static enum err
read_children(struct seal_envelope *env, struct seal_security *s, struct err_info *e)
{
	struct xml_cursor c;

	TRY(xml_cursor_open(env->security, AT, &c, e));
	for (xmlNodePtr n = c.next; n != NULL; n = xml_tree_element(n->next)) {
		if (xml_tree_is(n, NS_WSSE, "BinarySecurityToken"))
			TRY(take_once(&env->part[SEAL_TOKEN], n, e));
		else if (xml_tree_is(n, NS_WSU, "Timestamp"))
			TRY(take_once(&env->part[SEAL_TIMESTAMP], n, e));
		else if (xml_tree_is(n, NS_DS, "Signature"))
			TRY(take_once(&s->signature, n, e));
		else
			FAIL(e, ERR_SIG_STRUCTURE, AT, "an element that is not expected");
	}
	if (s->signature == NULL)
		FAIL(e, ERR_SIG_MISSING, AT "/Signature", "missing");
	return ERR_OK;
}

static enum err
read_token(const struct seal_envelope *env, struct seal_security *s, struct err_info *e)
{
	const xmlNode *token = env->part[SEAL_TOKEN];
	const xmlChar *encoding = xml_tree_attribute(token, "EncodingType");
	const xmlChar *type = xml_tree_attribute(token, "ValueType");

	for (const xmlAttr *a = token->properties; a != NULL; a = a->next)
		if (a->ns == NULL && !xmlStrEqual(a->name, XSTR("EncodingType")) &&
		    !xmlStrEqual(a->name, XSTR("ValueType")))
			FAIL(e, ERR_SIG_STRUCTURE, seal_part_path(SEAL_TOKEN),
			    "an attribute that is not expected");
	/* Base64 is what it is without an EncodingType; without a ValueType it is nothing. */
	if (encoding != NULL && !xmlStrEqual(encoding, XSTR(TYPE_BASE64)))
		FAIL(e, ERR_SIG_STRUCTURE, seal_part_path(SEAL_TOKEN), "EncodingType: Base64Binary expected");
	if (type == NULL || !xmlStrEqual(type, XSTR(TYPE_X509V3)))
		FAIL(e, ERR_SIG_STRUCTURE, seal_part_path(SEAL_TOKEN), "ValueType: X509v3 expected");
	s->token.max = SEAL_MAX_TOKEN;
	return xml_tree_base64(token, seal_part_path(SEAL_TOKEN), &s->token, e);
}

static enum err
read_time(const xmlNode *node, const char *path, int64_t *ret_us, struct err_info *e)
{
	char text[40];

	TRY(xml_tree_copy(node, path, text, sizeof(text), e));
	if (!clock_parse(text, ret_us))
		FAIL(e, ERR_SIG_STALE, path, "a date and time with a zone expected");
	return ERR_OK;
}

static enum err
read_timestamp(const struct seal_envelope *env, struct seal_security *s, struct err_info *e)
{
	xmlNodePtr created, expires;
	struct xml_cursor c;

	TRY(xml_cursor_open(env->part[SEAL_TIMESTAMP], seal_part_path(SEAL_TIMESTAMP), &c, e));
	TRY(xml_cursor_take(&c, NS_WSU, "Created", &created, e));
	TRY(xml_cursor_take(&c, NS_WSU, "Expires", &expires, e));
	TRY(xml_cursor_end(&c, e));
	TRY(read_time(created, AT "/Timestamp/Created", &s->created_us, e));
	return read_time(expires, AT "/Timestamp/Expires", &s->expires_us, e);
}

/* Gives the document the identifiers of the parts, and of nothing else. */
static enum err
register_parts(const struct seal_envelope *env, struct err_info *e)
{
	for (int part = 0; part < SEAL_PARTS; part++)
		if (env->part[part] != NULL && xml_tree_id(env->part[part]) != NULL)
			TRY(seal_envelope_register(env, (enum seal_part)part, e));
	return ERR_OK;
}

static enum err
check_coverage(const struct seal_envelope *env, const struct seal_security *s, struct err_info *e)
{
	for (int part = 0; part < SEAL_PARTS; part++) {
		size_t i = 0;

		if (env->part[part] == NULL || !seal_part_is_covered((enum seal_part)part))
			continue;
		while (i < s->references && s->covers[i] != (enum seal_part)part)
			i++;
		if (i == s->references)
			FAIL(e, ERR_SIG_COVERAGE, seal_part_path((enum seal_part)part),
			    "not covered by the signature");
	}
	return ERR_OK;
}

enum err
seal_security_read(struct seal_envelope *env, struct seal_security *ret_security,
    struct err_info *e)
{
	if (env->security == NULL)
		FAIL(e, ERR_SIG_MISSING, AT, "missing");
	TRY(read_children(env, ret_security, e));
	TRY(seal_envelope_complete(env, e));
	TRY(read_token(env, ret_security, e));
	TRY(register_parts(env, e));
	TRY(seal_signature_read(env, ret_security, e));
	TRY(check_coverage(env, ret_security, e));
	return read_timestamp(env, ret_security, e);
}
