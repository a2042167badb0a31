#include "config.h"

#include <string.h>

#include <libxml/parser.h>

#include "tests/attacks/attack.h"
#include "tests/attacks/signer.h"
#include "tests/seal_edit.h"
#include "tests/seal_kit.h"

#define BODY     "<s:Body", "</s:Body>"
#define WRAPPER  "<w:Wrapper xmlns:w=\"urn:w\">%s</w:Wrapper>"
#define EVIL_BODY "<s:Body wsu:Id=\"Evil\"><p:Get xmlns:p=\"urn:test\">evil</p:Get></s:Body>"

/* The text of format with its one %s filled in. */
static char *
fill(const char *format, const char *text)
{
	return edit_replace(format, "%s", text);
}

/* part gives up its place to other and goes before the first mark. */
static char *
move(const char *xml, const char *part, const char *other, const char *mark, const char *wrapper)
{
	AUTO(char) char *wrapped = fill(wrapper, part);
	AUTO(char) char *swapped = edit_replace(xml, part, other);

	return edit_insert(swapped, mark, wrapped);
}

char *
attack_set(const char *xml, const char *a, const char *b)
{
	AUTO(char) char *old = edit_part(xml, a, "\"");
	BUF_AUTO(new, 4096);
	struct err_info e;

	CHECK(buf_addf(&new, &e, "%s%s\"", a, b) == ERR_OK);
	return edit_replace(xml, old, new.data);
}

/* Every place where what becomes of a by one is still to be done. */
static char *
everywhere(const char *xml, const char *a, const char *b, attack_fn *one)
{
	char *text = strdup(xml);
	size_t done = 0;

	CHECK(text != NULL && strstr(text, a) != NULL);
	for (const char *p; (p = strstr(text + done, a)) != NULL;) {
		size_t at = (size_t)(p - text), rest = strlen(p);
		AUTO(char) char *tail = one(p, a, b);
		char *next = malloc(at + strlen(tail) + 1);

		CHECK(next != NULL);
		memcpy(next, text, at);
		memcpy(next + at, tail, strlen(tail) + 1);
		done = strlen(next) - (rest - strlen(a));
		if (one == attack_set)
			done = at + strlen(a);
		free(text);
		text = next;
	}
	return text;
}

char *
attack_set_all(const char *xml, const char *a, const char *b)
{
	return everywhere(xml, a, b, attack_set);
}

char *
attack_all(const char *xml, const char *a, const char *b)
{
	return everywhere(xml, a, b, edit_replace);
}

char *
attack_twice(const char *xml, const char *a, const char *b)
{
	AUTO(char) char *part = edit_part(xml, a, b);

	return edit_insert(xml, a, part);
}

char *
attack_twice_other_id(const char *xml, const char *a, const char *b)
{
	AUTO(char) char *part = edit_part(xml, a, b);
	AUTO(char) char *copy = edit_replace(part, "Id=\"", "Id=\"x");

	return edit_insert(xml, a, copy);
}

char *
attack_alter(const char *xml, const char *a, const char *b)
{
	char *copy = strdup(xml);
	char *p = copy != NULL ? strstr(copy, a) : NULL;

	CHECK(p != NULL);
	p += strlen(a) + 5;
	CHECK(p < strstr(p, b));
	*p = *p == 'A' ? 'B' : 'A';
	return copy;
}

char *
attack_surround(const char *xml, const char *a, const char *b)
{
	AUTO(char) char *before = edit_insert(xml, "<s:Body", a);

	return edit_insert(before, "</s:Envelope>", b);
}

char *
attack_body_in_header(const char *xml, const char *a, const char *b)
{
	AUTO(char) char *body = edit_part(xml, BODY);

	return move(xml, body, a, "</s:Header>", b != NULL ? b : WRAPPER);
}

char *
attack_body_into(const char *xml, const char *a, const char *b)
{
	AUTO(char) char *body = edit_part(xml, BODY);

	return move(xml, body, a, b, "%s");
}

/* The part from <a to </a> goes under a wrapper at the end of Header, b takes its place. */
char *
attack_part_in_header(const char *xml, const char *a, const char *b)
{
	AUTO(char) char *open = fill("<%s", a);
	AUTO(char) char *close = fill("</%s>", a);
	AUTO(char) char *part = edit_part(xml, open, close);

	return move(xml, part, b, "</s:Header>", WRAPPER);
}

char *
attack_part_into(const char *xml, const char *a, const char *b)
{
	AUTO(char) char *open = fill("<%s", a);
	AUTO(char) char *close = fill("</%s>", a);
	AUTO(char) char *part = edit_part(xml, open, close);

	return move(xml, part, "", b, "%s");
}

/* The envelope without its Signature, and without the XML declaration. */
static char *
original(const char *xml)
{
	AUTO(char) char *envelope = edit_part(xml, "<s:Envelope", "</s:Envelope>");

	return edit_cut(envelope, "<ds:Signature ", "</ds:Signature>");
}

/*
 * The message with another Body, and with other identifiers: what the Signature refers to is not here,
 * but in the original, which stands before the first a.
 */
char *
attack_original_into(const char *xml, const char *a, const char *b)
{
	AUTO(char) char *body = edit_part(xml, BODY);
	AUTO(char) char *evil = edit_replace(xml, body, EVIL_BODY);
	AUTO(char) char *renamed = attack_all(evil, "wsu:Id=\"", "wsu:Id=\"x");
	AUTO(char) char *token = edit_replace(renamed, "URI=\"#Token\"", "URI=\"#xToken\"");
	AUTO(char) char *whole = original(xml);

	(void)b;
	return edit_insert(token, a, whole);
}

char *
attack_in_soap12(const char *xml, const char *a, const char *b)
{
	AUTO(char) char *inner = edit_part(xml, "<s:Envelope", "</s:Envelope>");

	(void)b;
	return fill(*a != '\0' ? a : "<S:Envelope xmlns:S=\"" NS_SOAP12 "\"><S:Body>%s</S:Body></S:Envelope>",
	    inner);
}

char *
attack_refer(const char *xml, const char *a, const char *b)
{
	AUTO(char) char *method = edit_part(xml, "<ds:DigestMethod", "/>");
	bool file = strcmp(a, "file:") == 0;
	char reference[1024];

	snprintf(reference, sizeof(reference),
	    "<ds:Reference URI=\"%s%s\">%s%s<ds:DigestValue/></ds:Reference>", file ? "file://" : "",
	    file ? kit_file("sign-ca", ".pem") : a, b, method);
	return edit_insert(xml, "</ds:SignedInfo>", reference);
}

char *
attack_body_reference_first(const char *xml, const char *a, const char *b)
{
	AUTO(char) char *reference = edit_part(xml, "<ds:Reference URI=\"#Body\"", "</ds:Reference>");

	(void)a;
	(void)b;
	return move(xml, reference, "", "<ds:Reference ", "%s");
}

char *
attack_digest_length(const char *xml, const char *a, const char *b)
{
	AUTO(char) char *old = edit_part(xml, "<ds:DigestValue>", "</ds:DigestValue>");
	const char *text = old + strlen("<ds:DigestValue>");
	size_t digits = strcspn(text, "<");
	unsigned char octets[128] = {0};
	char base64[192], new[256];
	int n = EVP_DecodeBlock(octets, (const unsigned char *)text, (int)digits);

	(void)b;
	n -= (text[digits - 1] == '=') + (text[digits - 2] == '=');
	octets[n] = 0;
	EVP_EncodeBlock((unsigned char *)base64, octets, n + (int)strtol(a, NULL, 10));
	snprintf(new, sizeof(new), "<ds:DigestValue>%s</ds:DigestValue>", base64);
	return edit_replace(xml, old, new);
}

char *
attack_many_attributes(const char *xml, const char *a, const char *b)
{
	BUF_AUTO(text, 1 << 20);
	struct err_info e;

	(void)a;
	(void)b;
	for (int i = 0; i < 20000; i++)
		CHECK(buf_addf(&text, &e, " a%d=\"\"", i) == ERR_OK);
	return edit_insert(xml, " xmlns:p=\"urn:test\"", text.data);
}

static void
rename_prefix(xmlNodePtr node, const xmlChar *from, const xmlChar *to)
{
	for (xmlNsPtr ns = node->type == XML_ELEMENT_NODE ? node->nsDef : NULL; ns != NULL; ns = ns->next) {
		if (!xmlStrEqual(ns->prefix, from))
			continue;
		xmlFree((xmlChar *)(uintptr_t)ns->prefix);
		ns->prefix = xmlStrdup(to);
	}
	for (xmlNodePtr n = node->children; n != NULL; n = n->next)
		rename_prefix(n, from, to);
}

char *
attack_rename(const char *xml, const char *a, const char *b)
{
	xmlDocPtr doc = xmlReadMemory(xml, (int)strlen(xml), NULL, NULL, XML_PARSE_NONET);
	xmlChar *text;
	char *copy;
	int len;

	ATTACK_NEED("a message", doc != NULL);
	rename_prefix(xmlDocGetRootElement(doc), XSTR(a), XSTR(b));
	xmlDocDumpMemory(doc, &text, &len);
	copy = strdup((const char *)text);
	CHECK(copy != NULL);
	xmlFree(text);
	xmlFreeDoc(doc);
	return copy;
}

static char *
set_time(const char *xml, const char *open, const char *close, const char *after_us)
{
	AUTO(char) char *old = edit_part(xml, open, close);
	char text[CLOCK_TEXT_SIZE], new[128];

	clock_print_us(attack_now_us() + strtoll(after_us, NULL, 10), text);
	snprintf(new, sizeof(new), "%s%s%s", open, text, close);
	return edit_replace(xml, old, new);
}

char *
attack_window(const char *xml, const char *a, const char *b)
{
	AUTO(char) char *created = set_time(xml, "<wsu:Created>", "</wsu:Created>", a);

	return set_time(created, "<wsu:Expires>", "</wsu:Expires>", b);
}
