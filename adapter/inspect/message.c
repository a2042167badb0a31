/* The message as a whole: its kind, its identifiers, what may not be in it. */
#include "config.h"

#include <string.h>

#include <libxml/hash.h>

#include "adapter/inspect/inside.h"

static void
free_hash(xmlHashTablePtr table)
{
	xmlHashFree(table, NULL);
}

AUTO_DEFINE(xml_hash, xmlHashTablePtr, free_hash)

/* clang-format off */
static const struct {
	const char *name, *text[2];
} kinds[] = {
	[INSPECT_K_MOSTIK] = {"mostik",        {"WS-Security in mostik's manner", "WS-Security в том виде, как у mostik"}},
	[INSPECT_K_WSS]    = {"ws-security",   {"WS-Security", "WS-Security"}},
	[INSPECT_K_SMEV3]  = {"smev3",         {"SMEV 3", "СМЭВ 3"}},
	[INSPECT_K_SOAP]   = {"soap",          {"SOAP without WS-Security", "SOAP без WS-Security"}},
	[INSPECT_K_PLAIN]  = {"xml-signature", {"XML, not SOAP", "XML, не SOAP"}},
};
/* clang-format on */

static bool
is_smev(xmlNodePtr root)
{
	for (xmlNodePtr n = root; n != NULL; n = inspect_tree_next(n, root))
		if (n->ns != NULL && n->ns->href != NULL &&
		    strncmp((const char *)n->ns->href, NS_SMEV, strlen(NS_SMEV)) == 0)
			return true;
	return false;
}

/* As seal signs: a token, a time and a signature in the one Security header, and WS-Addressing. */
static bool
is_ours(xmlNodePtr header, xmlNodePtr security)
{
	return inspect_tree_find(security, NS_WSSE, "BinarySecurityToken") != NULL &&
	    inspect_tree_find(security, NS_WSU, "Timestamp") != NULL &&
	    inspect_tree_find(security, NS_DS, "Signature") != NULL &&
	    inspect_tree_find(header, NS_WSA, "Action") != NULL &&
	    inspect_tree_find(header, NS_WSA, "MessageID") != NULL;
}

static enum inspect_kind
kind_of(xmlNodePtr root)
{
	xmlNodePtr header, security = NULL;

	if (is_smev(root))
		return INSPECT_K_SMEV3;
	if (!inspect_tree_is_soap(root, "Envelope"))
		return INSPECT_K_PLAIN;
	header = xml_tree_element(root->children);
	if (header != NULL && inspect_tree_is_soap(header, "Header"))
		security = inspect_tree_find(header, NS_WSSE, "Security");
	if (security == NULL)
		return INSPECT_K_SOAP;
	return is_ours(header, security) ? INSPECT_K_MOSTIK : INSPECT_K_WSS;
}

static void
look_at_ids(struct inspection *i, json_t *place)
{
	AUTO(xml_hash) xmlHashTablePtr seen = xmlHashCreate(64);
	xmlNodePtr root = xmlDocGetRootElement(i->doc);
	bool unique = true;

	CHECK(seen != NULL);
	for (xmlNodePtr n = root; n != NULL; n = inspect_tree_next(n, root))
		for (const xmlAttr *a = n->properties; a != NULL; a = a->next) {
			if (!inspect_tree_names_id(a) || a->children == NULL)
				continue;
			if (xmlHashAddEntry(seen, a->children->content, seen) == 0)
				continue;
			if (unique)
				inspect_report_add(&i->report, place, INSPECT_IDS_DUPLICATE, "%s",
				    (const char *)a->children->content);
			unique = false;
		}
	if (unique)
		inspect_report_add(&i->report, place, INSPECT_IDS_UNIQUE, NULL);
}

/* Header?, Body, both of the Envelope's namespace, and between them nothing but white space. */
static bool
is_envelope(xmlNodePtr root)
{
	const char *ns = xml_tree_is(root, NS_SOAP12, "Envelope") ? NS_SOAP12 : NS_SOAP11;
	xmlNodePtr body = NULL, ignored;
	struct xml_cursor c;
	struct err_info e;

	if (xml_cursor_open(root, "Envelope", &c, &e) != ERR_OK)
		return false;
	if (c.next != NULL && xml_tree_is(c.next, ns, "Header") &&
	    xml_cursor_take(&c, ns, "Header", &ignored, &e) != ERR_OK)
		return false;
	return xml_cursor_take(&c, ns, "Body", &body, &e) == ERR_OK && xml_cursor_end(&c, &e) == ERR_OK;
}

/* What is there besides elements, and elements of SOAP where SOAP has none. */
static void
look_at_nodes(struct inspection *i, json_t *place)
{
	xmlNodePtr root = xmlDocGetRootElement(i->doc);
	bool soap = inspect_tree_is_soap(root, "Envelope");
	size_t comments = 0, instructions = 0, odd = 0, attached = 0, securities = 0;

	for (xmlNodePtr n = i->doc->children; n != NULL; n = n->next) {
		comments += n->type == XML_COMMENT_NODE;
		instructions += n->type == XML_PI_NODE;
	}
	for (xmlNodePtr n = root; n != NULL; n = inspect_tree_walk(n, root)) {
		comments += n->type == XML_COMMENT_NODE;
		instructions += n->type == XML_PI_NODE;
		if (n->type != XML_ELEMENT_NODE)
			continue;
		attached += xml_tree_is(n, NS_XOP, "Include");
		if (n == root)
			continue;
		/* A whole message within something else is as odd as one within another message. */
		odd += inspect_tree_is_soap(n, "Envelope") ||
		    (soap && inspect_tree_is_soap(n, "Body") && n->parent != root);
		securities += soap && xml_tree_is(n, NS_WSSE, "Security");
	}
	if (comments > 0)
		inspect_report_add(&i->report, place, INSPECT_COMMENTS, "%zu", comments);
	if (instructions > 0)
		inspect_report_add(&i->report, place, INSPECT_INSTRUCTIONS, "%zu", instructions);
	if (soap && !is_envelope(root))
		inspect_report_add(&i->report, place, INSPECT_ENVELOPE_WRONG, NULL);
	if (odd > 0)
		inspect_report_add(&i->report, place, INSPECT_BODIES, NULL);
	if (securities > 1)
		inspect_report_add(&i->report, place, INSPECT_SECURITIES, NULL);
	if (attached > 0)
		inspect_report_add(&i->report, place, INSPECT_ATTACHMENTS, "%zu", attached);
}

/* The first Timestamp that stands where SOAP looks for it. */
static xmlNodePtr
find_stamp(xmlNodePtr root)
{
	for (xmlNodePtr n = root; n != NULL; n = inspect_tree_next(n, root))
		if (xml_tree_is(n, NS_WSU, "Timestamp") && !inspect_cover_is_misplaced(n))
			return n;
	return NULL;
}

/* False if it is there and no time; *ret_us stays as it is where there is none. */
static bool
read_time(xmlNodePtr stamp, const char *name, int64_t *ret_us)
{
	xmlNodePtr node = inspect_tree_find(stamp, NS_WSU, name);
	char text[64];

	return node == NULL || (inspect_tree_text(node, text, sizeof(text)) &&
	    clock_parse(text, ret_us));
}

static void
look_at_time(struct inspection *i, json_t *place)
{
	xmlNodePtr stamp = find_stamp(xmlDocGetRootElement(i->doc));
	int64_t created_us = INT64_MIN, expires_us = INT64_MAX, now_us = i->request->now_us;
	char from[CLOCK_TEXT_SIZE], to[CLOCK_TEXT_SIZE] = "";

	i->signed_known = i->request->at_given;
	i->signed_us = i->request->at_us;
	if (stamp == NULL)
		return;
	if (!read_time(stamp, "Created", &created_us) || !read_time(stamp, "Expires", &expires_us) ||
	    created_us == INT64_MIN || expires_us < created_us) {
		inspect_report_add(&i->report, place, INSPECT_WINDOW_ODD, NULL);
		return;
	}
	if (!i->signed_known) {
		i->signed_us = created_us;
		i->stamp = stamp;
	}
	i->signed_known = true;
	inspect_report_time(place, "created", created_us);
	clock_print_ms(created_us, from);
	if (expires_us != INT64_MAX) {
		inspect_report_time(place, "expires", expires_us);
		clock_print_ms(expires_us, to);
	}
	inspect_report_add(&i->report, place, now_us > expires_us ? INSPECT_WINDOW_OVER :
	    created_us > now_us ? INSPECT_WINDOW_FUTURE : INSPECT_WINDOW, "%s – %s", from, to);
}

void
inspect_message_look(struct inspection *i, json_t *place)
{
	xmlNodePtr root = xmlDocGetRootElement(i->doc);

	i->kind = kind_of(root);
	inspect_report_text(place, "kind", kinds[i->kind].name);
	inspect_report_text(place, "description", kinds[i->kind].text[i->report.lang]);
	if (inspect_tree_is_soap(root, "Envelope"))
		inspect_report_text(place, "soap",
		    xml_tree_is(root, NS_SOAP12, "Envelope") ? "1.2" : "1.1");
	inspect_report_add(&i->report, place, INSPECT_READABLE, NULL);
	look_at_ids(i, place);
	look_at_nodes(i, place);
	look_at_time(i, place);
}
