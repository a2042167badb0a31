#include "config.h"

#include <string.h>

#include "adapter/seal/envelope.h"
#include "adapter/seal/names.h"
#include "adapter/xml/xml.h"

/* clang-format off */
static const struct {
	const char *name, *path;
	bool        header;             /* looked for in Header */
	bool        required;           /* in every message */
	bool        covered;            /* by the signature, where present */
} parts[SEAL_PARTS] = {
	/*                   name                    path                                   header required covered */
	[SEAL_TOKEN]      = {"BinarySecurityToken", "Envelope/Header/Security/BinarySecurityToken", false, true,  false},
	[SEAL_TIMESTAMP]  = {"Timestamp",           "Envelope/Header/Security/Timestamp",           false, true,  true},
	[SEAL_TO]         = {"To",                  "Envelope/Header/To",                           true,  false, true},
	[SEAL_ACTION]     = {"Action",              "Envelope/Header/Action",                       true,  true,  true},
	[SEAL_MESSAGE_ID] = {"MessageID",           "Envelope/Header/MessageID",                    true,  true,  true},
	[SEAL_RELATES_TO] = {"RelatesTo",           "Envelope/Header/RelatesTo",                    true,  false, true},
	[SEAL_FROM]       = {"From",                "Envelope/Header/From",                         true,  false, true},
	[SEAL_REPLY_TO]   = {"ReplyTo",             "Envelope/Header/ReplyTo",                      true,  false, true},
	[SEAL_FAULT_TO]   = {"FaultTo",             "Envelope/Header/FaultTo",                      true,  false, true},
	[SEAL_BODY]       = {"Body",                "Envelope/Body",                                false, true,  true},
};
/* clang-format on */

const char *
seal_part_name(enum seal_part part)
{
	return parts[part].name;
}

const char *
seal_part_path(enum seal_part part)
{
	return parts[part].path;
}

bool
seal_part_is_covered(enum seal_part part)
{
	return parts[part].covered;
}

static enum err
take_once(xmlNodePtr *slot, xmlNodePtr node, const char *path, struct err_info *e)
{
	if (*slot != NULL)
		FAIL(e, ERR_SIG_STRUCTURE, path, "more than one");
	*slot = node;
	return ERR_OK;
}

/*
 * A header that is none of ours may be there; but nobody behind us would see it, and it
 * may not be a part of SOAP or WS-Security that strayed.
 */
static enum err
check_other(const xmlNode *node, const char *soap, struct err_info *e)
{
	static const char *const reserved[] = {NS_SOAP11, NS_SOAP12, NS_DS, NS_WSSE, NS_WSU};

	for (size_t i = 0; i < COUNT_OF(reserved); i++)
		if (node->ns != NULL && xmlStrEqual(node->ns->href, XSTR(reserved[i])))
			FAIL(e, ERR_SIG_STRUCTURE, "Envelope/Header",
			    "an element of SOAP or WS-Security that has no place here");
	for (const xmlAttr *a = node->properties; a != NULL; a = a->next)
		if (a->ns != NULL && xmlStrEqual(a->ns->href, XSTR(soap)) &&
		    xmlStrEqual(a->name, XSTR("mustUnderstand")) &&
		    !(a->children != NULL && (xmlStrEqual(a->children->content, XSTR("0")) ||
		    xmlStrEqual(a->children->content, XSTR("false")))))
			FAIL(e, ERR_SIG_STRUCTURE, "Envelope/Header",
			    "a header that must be understood and is not");
	return ERR_OK;
}

static enum err
check_security(const xmlNode *security, struct err_info *e)
{
	for (const xmlAttr *a = security->properties; a != NULL; a = a->next)
		if (xmlStrEqual(a->name, XSTR("actor")) || xmlStrEqual(a->name, XSTR("role")))
			FAIL(e, ERR_SIG_STRUCTURE, "Envelope/Header/Security",
			    "addressed to a particular node");
	return ERR_OK;
}

static enum err
read_header(struct seal_envelope *env, struct err_info *e)
{
	TRY(xml_tree_only_elements(env->header, "Envelope/Header", e));
	for (xmlNodePtr n = xml_tree_element(env->header->children); n != NULL;
	     n = xml_tree_element(n->next)) {
		int part = 0;

		if (xml_tree_is(n, NS_WSSE, "Security")) {
			TRY(check_security(n, e));
			TRY(take_once(&env->security, n, "Envelope/Header/Security", e));
			continue;
		}
		while (part < SEAL_PARTS &&
		    !(parts[part].header && xml_tree_is(n, NS_WSA, parts[part].name)))
			part++;
		if (part < SEAL_PARTS)
			TRY(take_once(&env->part[part], n, parts[part].path, e));
		else
			TRY(check_other(n, env->soap, e));
	}
	return ERR_OK;
}

enum err
seal_envelope_read(xmlDocPtr doc, struct seal_envelope *ret_envelope, struct err_info *e)
{
	struct seal_envelope env = {.doc = doc};
	xmlNodePtr root = xmlDocGetRootElement(doc);
	struct xml_cursor c;

	if (xml_tree_is(root, NS_SOAP11, "Envelope"))
		env.soap = NS_SOAP11;
	else if (xml_tree_is(root, NS_SOAP12, "Envelope"))
		env.soap = NS_SOAP12;
	else
		FAIL(e, ERR_SIG_STRUCTURE, "Envelope", "not a SOAP 1.1 or 1.2 envelope");
	TRY(xml_cursor_open(root, "Envelope", &c, e));
	if (xml_tree_is(c.next, env.soap, "Header"))
		TRY(xml_cursor_take(&c, env.soap, "Header", &env.header, e));
	TRY(xml_cursor_take(&c, env.soap, "Body", &env.part[SEAL_BODY], e));
	TRY(xml_cursor_end(&c, e));
	if (env.header != NULL)
		TRY(read_header(&env, e));
	*ret_envelope = env;
	return ERR_OK;
}

enum err
seal_envelope_complete(const struct seal_envelope *envelope, struct err_info *e)
{
	for (int part = 0; part < SEAL_PARTS; part++)
		if (parts[part].required && envelope->part[part] == NULL)
			FAIL(e, ERR_SIG_STRUCTURE, parts[part].path, "missing");
	return ERR_OK;
}

enum err
seal_envelope_register(const struct seal_envelope *envelope, enum seal_part part,
    struct err_info *e)
{
	xmlAttrPtr id = xml_tree_id(envelope->part[part]);

	if (id == NULL)
		FAIL(e, ERR_SIG_COVERAGE, parts[part].path, "a wsu:Id is expected");
	if (xmlAddID(NULL, envelope->doc, id->children->content, id) == NULL)
		FAIL(e, ERR_SIG_COVERAGE, parts[part].path, "its wsu:Id is already taken");
	return ERR_OK;
}
