/*
 * Whether what should be signed is signed, where it stands: WS-Security by its parts, SMEV 3 by the
 * element that each signature is meant for.
 */
#include "config.h"

#include <string.h>

#include "adapter/inspect/inside.h"

/* clang-format off */
/* Where SOAP looks for what: a part of that name elsewhere is not the part that is acted upon. */
static const struct part {
	const char *ns;                 /* NULL: the Envelope's own */
	const char *name;
	enum place {TOP, HEADER, SECURITY} place;
	bool        signed_for;         /* should be signed where it is there */
} parts[] = {
	{NULL,    "Body",                TOP,      true},
	{NULL,    "Header",              TOP,      false},
	{NS_WSU,  "Timestamp",           SECURITY, true},
	{NS_WSSE, "BinarySecurityToken", SECURITY, false},
	{NS_WSA,  "To",                  HEADER,   true},
	{NS_WSA,  "From",                HEADER,   true},
	{NS_WSA,  "ReplyTo",             HEADER,   true},
	{NS_WSA,  "FaultTo",             HEADER,   true},
	{NS_WSA,  "Action",              HEADER,   true},
	{NS_WSA,  "MessageID",           HEADER,   true},
	{NS_WSA,  "RelatesTo",           HEADER,   true},
};

/* SMEV 3, methodical recommendations 3.5: which signature is of what. */
static const struct smev_row {
	const char *holder;             /* of ds:Signature */
	const char *element;            /* that is signed: beside the holder */
	const char *ids;                /* customary */
} smev_rows[] = {
	{"CallerInformationSystemSignature", "SenderProvidedRequestData",  "SIGNED_BY_CONSUMER SIGNED_BY_CALLER"},
	{"CallerInformationSystemSignature", "SenderProvidedResponseData", "SIGNED_BY_PROVIDER SENDER_OV_SIGNATURE SIGNED_BY_CALLER"},
	{"CallerInformationSystemSignature", "MessageTypeSelector",        "SIGNED_BY_CALLER"},
	{"CallerInformationSystemSignature", "AckTargetMessage",           "SIGNED_BY_CALLER"},
	{"CallerInformationSystemSignature", "Timestamp",                  "SIGNED_BY_CALLER"},
	{"SenderInformationSystemSignature", "SenderProvidedRequestData",  "SIGNED_BY_CONSUMER SIGNED_BY_CALLER"},
	{"SenderInformationSystemSignature", "SenderProvidedResponseData", "SIGNED_BY_PROVIDER SENDER_OV_SIGNATURE SIGNED_BY_CALLER"},
	{"SMEVSignature",                    "Request",                    "SIGNED_BY_SMEV"},
	{"SMEVSignature",                    "Response",                   "SIGNED_BY_SMEV"},
	{"SMEVSignature",                    "MessageMetadata",            "SIGNED_BY_SMEV"},
	{"SMEVSignature",                    "SmevAsyncProcessingMessage", "SIGNED_ASYNC_BY_SMEV SIGNED_BY_SMEV"},
	{"SMEVSignature",                    "SenderProvidedResponseData", "SIGNED_ASYNC_BY_SMEV SIGNED_BY_SMEV"},
};
/* clang-format on */

static bool
stands(const xmlNode *node, enum place place)
{
	const xmlNode *up = node->parent;

	if (place == SECURITY) {
		if (up == NULL || !xml_tree_is(up, NS_WSSE, "Security"))
			return false;
		up = up->parent;
	}
	if (place != TOP) {
		if (up == NULL || !inspect_tree_is_soap(up, "Header"))
			return false;
		up = up->parent;
	}
	return up != NULL && inspect_tree_is_soap(up, "Envelope") &&
	    up == xmlDocGetRootElement(node->doc);
}

static const struct part *
part_of(const xmlNode *node)
{
	for (size_t k = 0; k < COUNT_OF(parts); k++)
		if (parts[k].ns == NULL ? inspect_tree_is_soap(node, parts[k].name) :
		    xml_tree_is(node, parts[k].ns, parts[k].name))
			return &parts[k];
	return NULL;
}

bool
inspect_cover_is_misplaced(const xmlNode *node)
{
	xmlNodePtr root = xmlDocGetRootElement(node->doc);
	const struct part *part = part_of(node);

	return inspect_tree_is_soap(root, "Envelope") && part != NULL && !stands(node, part->place);
}

static bool
has_word(const char *words, const char *word)
{
	size_t len = strlen(word);

	for (const char *p = strstr(words, word); len > 0 && p != NULL; p = strstr(p + 1, word))
		if ((p == words || p[-1] == ' ') && (p[len] == ' ' || p[len] == '\0'))
			return true;
	return false;
}

static bool
is_beside(const xmlNode *node, const xmlNode *holder)
{
	return node->parent == holder->parent;
}

/* One reference of a signature in a SMEV message; false if it is not of the element it should be. */
static bool
smev_agrees(struct inspection *i, const struct inspect_signature *s,
    const struct inspect_reference *r)
{
	const xmlNode *holder = s->node->parent, *t = r->target;

	if (xmlStrEqual(holder->name, XSTR("PersonalSignature")))
		return t != NULL && t->parent != NULL && is_beside(t->parent, holder) &&
		    xmlStrEqual(t->parent->name, XSTR("MessagePrimaryContent"));
	for (size_t k = 0; t != NULL && k < COUNT_OF(smev_rows); k++) {
		if (!xmlStrEqual(holder->name, XSTR(smev_rows[k].holder)) ||
		    !xmlStrEqual(t->name, XSTR(smev_rows[k].element)) || !is_beside(t, holder))
			continue;
		if (!has_word(smev_rows[k].ids, r->id))
			inspect_report_add(&i->report, s->place, INSPECT_ID_UNUSUAL, "%s: %s", r->id,
			    smev_rows[k].ids);
		return true;
	}
	return false;
}

/* An element of SMEV's that some signature is meant for. */
static bool
is_smev_part(const xmlNode *node)
{
	if (node->ns == NULL || node->ns->href == NULL ||
	    strncmp((const char *)node->ns->href, NS_SMEV, strlen(NS_SMEV)) != 0)
		return false;
	for (size_t k = 0; k < COUNT_OF(smev_rows); k++)
		if (xmlStrEqual(node->name, XSTR(smev_rows[k].element)))
			return true;
	return false;
}

/* Whether it stands in the Body of the document, as what is acted upon does. */
static bool
is_in_body(const xmlNode *node)
{
	const xmlNode *body = node;

	while (body != NULL && !inspect_tree_is_soap(body, "Body"))
		body = body->parent;
	return body != NULL && stands(body, TOP);
}

static bool
is_smev_holder(const xmlNode *holder)
{
	for (size_t k = 0; k < COUNT_OF(smev_rows); k++)
		if (xmlStrEqual(holder->name, XSTR(smev_rows[k].holder)))
			return true;
	return xmlStrEqual(holder->name, XSTR("PersonalSignature"));
}

void
inspect_cover_look(struct inspection *i, const struct inspect_signature *s)
{
	if (i->kind != INSPECT_K_SMEV3)
		return;
	if (s->node->parent == NULL || !is_smev_holder(s->node->parent)) {
		inspect_report_add(&i->report, s->place, INSPECT_PLACE_ODD, NULL);
		return;
	}
	if (!is_in_body(s->node) && inspect_tree_is_soap(xmlDocGetRootElement(i->doc), "Envelope"))
		inspect_report_add(&i->report, s->place, INSPECT_PLACE_WRONG, NULL);
	for (size_t k = 0; k < s->references; k++)
		if (!smev_agrees(i, s, &s->reference[k])) {
			inspect_report_add(&i->report, s->place, INSPECT_COVERS_OTHER, NULL);
			return;
		}
	inspect_report_add(&i->report, s->place, INSPECT_COVERS_RIGHT, NULL);
}

/* Whether some signature refers to node, or to what it is in. */
static bool
is_referred_to(const struct inspection *i, const xmlNode *node)
{
	for (size_t k = 0; k < i->signatures; k++)
		for (size_t n = 0; n < i->signature[k].references; n++)
			for (const xmlNode *up = node; up != NULL; up = up->parent)
				if (up == i->signature[k].reference[n].target)
					return true;
	return false;
}

/* Parts that a signature is meant for and that none refers to: what was signed is elsewhere. */
static void
look_for_unsigned(struct inspection *i, json_t *place)
{
	xmlNodePtr root = xmlDocGetRootElement(i->doc);
	char path[INSPECT_PATH_SIZE];

	for (xmlNodePtr n = root; n != NULL; n = inspect_tree_next(n, root)) {
		if (!is_smev_part(n) || is_referred_to(i, n))
			continue;
		inspect_tree_path(n, path);
		inspect_report_add(&i->report, place, INSPECT_UNCOVERED, "%s", path);
		return;
	}
}

/* Covered by a reference whose digest holds, of a signature whose value does. */
static bool
is_covered(const struct inspection *i, const xmlNode *node)
{
	for (size_t k = 0; k < i->signatures; k++) {
		const struct inspect_signature *s = &i->signature[k];

		for (size_t n = 0; s->holds && n < s->references; n++) {
			if (!s->reference[n].holds)
				continue;
			for (const xmlNode *up = node; up != NULL; up = up->parent)
				if (up == s->reference[n].target)
					return true;
		}
	}
	return false;
}

void
inspect_cover_document(struct inspection *i)
{
	xmlNodePtr root = xmlDocGetRootElement(i->doc);
	json_t *place = json_object_get(i->report.root, "message");
	bool all = true;

	if (i->kind == INSPECT_K_SMEV3)
		look_for_unsigned(i, place);
	if (i->kind != INSPECT_K_MOSTIK && i->kind != INSPECT_K_WSS)
		return;
	for (xmlNodePtr n = root; n != NULL; n = inspect_tree_next(n, root)) {
		const struct part *part = part_of(n);
		char path[INSPECT_PATH_SIZE];

		if (part == NULL || !part->signed_for || !stands(n, part->place) || is_covered(i, n))
			continue;
		inspect_tree_path(n, path);
		if (i->kind == INSPECT_K_MOSTIK || strcmp(part->name, "Body") == 0)
			inspect_report_add(&i->report, place, INSPECT_UNCOVERED, "%s", path);
		else
			inspect_report_add(&i->report, place, INSPECT_UNCOVERED_LESS, "%s", path);
		all = false;
	}
	if (all)
		inspect_report_add(&i->report, place, INSPECT_COVERED, NULL);
}
