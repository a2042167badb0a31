/*
 * Envelopes that others made: what a signature of ours asks for and they lack is put in, they are
 * signed, and the result is verified before it is handed out.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "adapter/seal/c14n.h"
#include "adapter/seal/envelope.h"
#include "adapter/seal/inside.h"
#include "adapter/seal/names.h"
#include "adapter/seal/splice.h"

/* The verifier's limits of what it hands on: struct seal_verified. */
enum { MAX_ACTION = 255, MAX_ID = 127 };

struct completion {
	struct seal_envelope env;
	struct seal_splice   splice;
	const char          *action;    /* NULL: not given */
};

/* RFC 3986: of what an URI consists, '%' and '&' among it. */
static bool
is_uri(const char *text)
{
	static const char unreserved[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
	    ":/?#[]@!$&'()*+,;=%";

	return text[0] != '\0' && text[strspn(text, unreserved)] == '\0';
}

static enum err
check_action(const struct completion *c, struct err_info *e)
{
	const xmlNode *there = c->env.part[SEAL_ACTION];
	char text[MAX_ACTION + 1];

	if (there != NULL) {
		TRY(xml_tree_copy(there, "Envelope/Header/Action", text, sizeof(text), e));
		if (c->action != NULL && strcmp(c->action, text) != 0)
			FAIL(e, ERR_SIG_STRUCTURE, "Envelope/Header/Action",
			    "there is one, and it is not the action that was given");
		return ERR_OK;
	}
	if (c->action == NULL)
		FAIL(e, ERR_SIG_STRUCTURE, "Envelope/Header/Action",
		    "missing, and no action was given to put there");
	if (strlen(c->action) > MAX_ACTION || !is_uri(c->action))
		FAIL(e, ERR_SIG_STRUCTURE, "Envelope/Header/Action",
		    "the action that was given is no URI of up to %d characters", MAX_ACTION);
	return ERR_OK;
}

static bool
is_taken(xmlDocPtr doc, const char *id)
{
	xmlNodePtr ignored;

	return xml_tree_find(doc, id, &ignored, NULL) != ERR_SIG_REFERENCE;
}

/* Text with '&' as XML wants it; all else in an URI stands for itself. */
static enum err
add_uri(struct buf *out, const char *text, struct err_info *e)
{
	for (; *text != '\0'; text++)
		if (*text == '&')
			TRY(buf_add_str(out, "&amp;", e));
		else
			TRY(buf_add(out, text, 1, e));
	return ERR_OK;
}

static void
free_id(xmlDocPtr doc, enum seal_part part, char *id, size_t size)
{
	snprintf(id, size, "%s", seal_part_name(part));
	for (int n = 1; is_taken(doc, id); n++)
		snprintf(id, size, "%s-%d", seal_part_name(part), n);
}

/* An addressing header that brings its own prefixes. */
static enum err
add_header(struct completion *c, enum seal_part part, const char *value, struct buf *out,
    struct err_info *e)
{
	const char *name = seal_part_name(part);
	char id[64];

	free_id(c->env.doc, part, id, sizeof(id));
	TRY(buf_addf(out, e, "<wsa:%s xmlns:wsa=\"" NS_WSA "\" xmlns:wsu=\"" NS_WSU
	    "\" wsu:Id=\"%s\">", name, id));
	TRY(add_uri(out, value, e));
	return buf_addf(out, e, "</wsa:%s>", name);
}

static enum err
missing_headers(struct completion *c, struct buf *out, struct err_info *e)
{
	char uuid[ID_SIZE], message_id[ID_SIZE + 16];

	TRY(buf_add_str(out, "", e));
	if (c->env.part[SEAL_ACTION] == NULL)
		TRY(add_header(c, SEAL_ACTION, c->action, out, e));
	if (c->env.part[SEAL_MESSAGE_ID] != NULL)
		return ERR_OK;
	id_new(uuid);
	snprintf(message_id, sizeof(message_id), "urn:uuid:%s", uuid);
	return add_header(c, SEAL_MESSAGE_ID, message_id, out, e);
}

static enum err
put_headers(struct completion *c, struct err_info *e)
{
	BUF_AUTO(headers, 4096);
	struct seal_place place;

	TRY(missing_headers(c, &headers, e));
	if (c->env.header != NULL) {
		TRY(seal_splice_find(&c->splice, c->env.header, &place, e));
		return seal_splice_fill(&c->splice, &place, false, headers.data, e);
	}
	TRY(seal_splice_find(&c->splice, c->env.part[SEAL_BODY], &place, e));
	TRY(seal_splice_copy(&c->splice, place.begin, e));
	return seal_splice_element(&c->splice, &place, "Header", headers.data, e);
}

/* A prefix for wsu:Id that is already that at element, or nothing there. */
static bool
choose_prefix(xmlDocPtr doc, xmlNodePtr element, char *prefix, size_t size)
{
	const xmlNs *ns;

	snprintf(prefix, size, "wsu");
	for (int n = 1; (ns = xmlSearchNs(doc, element, XSTR(prefix))) != NULL; n++) {
		if (xmlStrEqual(ns->href, XSTR(NS_WSU)))
			return true;
		snprintf(prefix, size, "wsu%d", n);
	}
	return false;
}

static bool
has_empty_id(const xmlNode *element)
{
	for (const xmlAttr *a = element->properties; a != NULL; a = a->next)
		if (a->ns != NULL && xmlStrEqual(a->name, XSTR("Id")) &&
		    xmlStrEqual(a->ns->href, XSTR(NS_WSU)))
			return xml_tree_id(element) == NULL;
	return false;
}

static enum err
put_id(struct completion *c, enum seal_part part, struct err_info *e)
{
	xmlNodePtr element = c->env.part[part];
	const xmlAttr *id = xml_tree_id(element);
	char prefix[16], name[64], text[256];
	struct seal_place place;
	bool declared;

	if (id != NULL && xmlValidateNCName(id->children->content, 0) == 0 &&
	    xmlStrlen(id->children->content) <= MAX_ID)
		return ERR_OK;
	if (id != NULL || has_empty_id(element))
		FAIL(e, ERR_SIG_REFERENCE, seal_part_path(part),
		    "its wsu:Id is no XML name of up to %d bytes", MAX_ID);
	declared = choose_prefix(c->env.doc, element, prefix, sizeof(prefix));
	free_id(c->env.doc, part, name, sizeof(name));
	snprintf(text, sizeof(text), "%s%s%s%s %s:Id=\"%s\"", declared ? "" : " xmlns:",
	    declared ? "" : prefix, declared ? "" : "=\"" NS_WSU, declared ? "" : "\"", prefix, name);
	TRY(seal_splice_find(&c->splice, element, &place, e));
	return seal_splice_attributes(&c->splice, &place, text, e);
}

static bool
part_of(const struct completion *c, const xmlNode *header, enum seal_part *ret)
{
	for (int part = SEAL_TO; part < SEAL_BODY; part++)
		if (c->env.part[part] == header) {
			*ret = (enum seal_part)part;
			return true;
		}
	return false;
}

/* The octets are gone through from front to back. */
static enum err
complete(struct completion *c, struct err_info *e)
{
	const xmlNode *first = c->env.header != NULL ? c->env.header->children : NULL;
	enum seal_part part = SEAL_PARTS;

	TRY(put_headers(c, e));
	for (const xmlNode *n = first; n != NULL; n = n->next)
		if (part_of(c, n, &part))
			TRY(put_id(c, part, e));
	TRY(put_id(c, SEAL_BODY, e));
	return seal_splice_end(&c->splice, e);
}

static enum err
check_free(xmlDocPtr doc, const char *id, struct err_info *e)
{
	if (is_taken(doc, id))
		FAIL(e, ERR_SIG_DUPLICATE_ID, "", "an element carries the identifier %s, "
		    "which the signature needs", id);
	return ERR_OK;
}

/* That what will be signed has a canonical form: what xmlsec would say of that tells nobody anything. */
static enum err
check_forms(const struct seal_envelope *env, struct err_info *e)
{
	BUF_AUTO(octets, SEAL_C14N_BYTES);

	for (int part = SEAL_TO; part < SEAL_PARTS; part++) {
		buf_reset(&octets);
		if (env->part[part] != NULL)
			TRY(xml_c14n_exclusive(env->part[part], NULL, XML_WITHOUT_COMMENTS, &octets, e));
	}
	return ERR_OK;
}

/* Appends the completed envelope to out; relates_to is "" if it has none. */
static enum err
prepare(const char *envelope, size_t len, const char *action, struct buf *out,
    char relates_to[MAX_ID + 1], struct err_info *e)
{
	AUTO(xml_doc) xmlDocPtr doc = NULL;
	struct completion c = {.splice = {.octets = envelope, .len = len, .out = out},
	    .action = action};

	TRY(xml_parse(envelope, len, XML_STRICT, &doc, e));
	TRY(seal_envelope_read(doc, &c.env, e));
	if (c.env.security != NULL)
		FAIL(e, ERR_SIG_STRUCTURE, "Envelope/Header/Security",
		    "there is one already: this envelope was signed before, or carries a token");
	TRY(check_free(doc, "Token", e));
	TRY(check_free(doc, "Timestamp", e));
	TRY(check_action(&c, e));
	TRY(check_forms(&c.env, e));
	relates_to[0] = '\0';
	if (c.env.part[SEAL_RELATES_TO] != NULL)
		TRY(xml_tree_copy(c.env.part[SEAL_RELATES_TO], seal_part_path(SEAL_RELATES_TO),
		    relates_to, MAX_ID + 1, e));
	return complete(&c, e);
}

enum err
seal_sign_foreign(struct seal *seal, const char *envelope, size_t len, const char *action,
    int64_t now_us, struct buf *out, struct err_info *e)
{
	BUF_AUTO(whole, XML_LIMIT_BYTES);
	BUF_AUTO(result, XML_LIMIT_BYTES);
	char relates_to[MAX_ID + 1];
	struct seal_expect expect = {.now_us = now_us, .relates_to = relates_to};
	struct seal_verified verified;

	TRY(prepare(envelope, len, action, &whole, relates_to, e));
	TRY(seal_sign(seal, whole.data, whole.len, now_us, &result, e));
	TRY(seal_verify_by(seal, true, result.data, result.len, &expect, &verified, e));
	seal_verified_fini(&verified);
	return buf_add(out, result.data, result.len, e);
}
