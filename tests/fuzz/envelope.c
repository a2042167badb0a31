/*
 * envelope: a signed message from outside, which may come from anyone.
 *
 * An input is a message with places for what the counterparty signs (template.h); so it is a
 * message which a counterparty who has gone mad has signed as well as it can be.  What is done to
 * the message after it was signed stands behind it (moves.h).  Accepted may be only what the
 * counterparty has signed, octet for octet, and what is told of it must be what stands there.
 */
#include "config.h"

#include <libxml/parser.h>

#include "tests/fuzz/moves.h"
#include "tests/fuzz/template.h"
#include "tests/seal_kit.h"

AUTO_DEFINE(xml_document, xmlDocPtr, xmlFreeDoc)

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	seal_init();
	kit_open();
	template_open();
	return 0;
}

/* ---- what is promised --------------------------------------------------------------- */

static bool
was_signed(const struct template_signed *s, const char *name, const char *octets, size_t len)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->part[i].len == len && memcmp(s->part[i].octets, octets, len) == 0 &&
		    strcmp(s->part[i].name, name) == 0)
			return true;
	return false;
}

/* Whether a header with this text, white space around it aside, was signed. */
static bool
text_was_signed(const struct template_signed *s, const char *name, const char *text)
{
	for (size_t i = 0; i < s->n; i++) {
		const char *p = s->part[i].text != NULL ? s->part[i].text : "";
		size_t len = strlen(text);

		p += strspn(p, " \t\r\n");
		if (strcmp(s->part[i].name, name) == 0 && strncmp(p, text, len) == 0 &&
		    p[len + strspn(p + len, " \t\r\n")] == '\0')
			return true;
	}
	return false;
}

static xmlNodePtr
child(xmlNodePtr parent, const char *name)
{
	for (xmlNodePtr n = parent != NULL ? parent->children : NULL; n != NULL; n = n->next)
		if (n->type == XML_ELEMENT_NODE && xmlStrEqual(n->name, (const xmlChar *)name))
			return n;
	return NULL;
}

/* By other means: the Body that any reader would find is the one that is handed on. */
static void
check_body(const char *text, const struct seal_verified *v)
{
	AUTO(xml_document) xmlDocPtr doc = xmlReadMemory(text, (int)strlen(text), NULL, NULL,
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	xmlNodePtr body = child(xmlDocGetRootElement(doc), "Body");
	xmlDocPtr handed_on = xmlReadMemory(v->body, (int)v->body_len, NULL, NULL, XML_PARSE_NONET);
	xmlChar *want = NULL, *got = NULL;
	int want_len = 0, got_len = 0;

	MUST(body != NULL && handed_on != NULL, "there is no Body");
	want = template_canonical(doc, body, NULL, &want_len);
	got = template_canonical(handed_on, xmlDocGetRootElement(handed_on), NULL, &got_len);
	MUST(want != NULL && got != NULL && want_len == got_len &&
	    memcmp(want, got, (size_t)got_len) == 0, "another Body than stands there");
	xmlFree(want);
	xmlFree(got);
	xmlFreeDoc(handed_on);
}

static void
check_accepted(const char *text, const struct template_signed *s, const struct seal_verified *v)
{
	MUST(s->by[KEY_FUND_EC] || s->by[KEY_FUND_RSA] || s->by[KEY_FUND_GOST256] ||
	    s->by[KEY_FUND_GOST512], "the counterparty did not sign it");
	MUST(was_signed(s, "Body", v->body, v->body_len), "another Body was signed");
	MUST(text_was_signed(s, "Action", v->action), "another Action was signed");
	MUST(text_was_signed(s, "MessageID", v->message_id), "another MessageID was signed");
	MUST(text_was_signed(s, "RelatesTo", v->relates_to), "another RelatesTo was signed");
	MUST(v->to[0] == '\0' || text_was_signed(s, "To", v->to), "another To was signed");
	MUST(strcmp(v->relates_to, kit_asked) == 0, "in answer to something else");
	MUST(v->created_us <= template_now_us + 5000000 && v->expires_us > template_now_us - 5000000,
	    "not of this time");
	MUST(strstr(v->covered, "Timestamp") != NULL && strstr(v->covered, "Action") != NULL &&
	    strstr(v->covered, "MessageID") != NULL && strstr(v->covered, "RelatesTo") != NULL &&
	    strstr(v->covered, "Body") != NULL, "not all is covered: %s", v->covered);
	check_body(text, v);
	fuzz_accepted();
}

static enum err
verify(const char *text, const struct seal_expect *expect, struct seal_verified *v)
{
	struct err_info e = {0};
	enum err code = seal_verify(kit_mostik, text, strlen(text), expect, v, &e);

	MUST(code == e.code, "result and error differ");
	MUST(code == ERR_OK || (code >= ERR_XML && code <= ERR_SIG_RELATES) ||
	    (code == ERR_BUSY && expect->once), "%s is not a refusal of a message", err_name(code));
	return code;
}

/* Taken once, it is not taken again. */
static void
check_once(const char *text)
{
	struct seal_expect expect = {.relates_to = kit_asked, .now_us = template_now_us, .once = true};
	struct seal_verified v;
	enum err code = verify(text, &expect, &v);

	if (code == ERR_OK)
		seal_verified_fini(&v);
	MUST(code == ERR_OK || code == ERR_SIG_REPLAY || code == ERR_BUSY, "%s the second time",
	    err_name(code));
	MUST(verify(text, &expect, &v) != ERR_OK, "taken twice");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct seal_expect expect = {.relates_to = kit_asked, .now_us = template_now_us};
	size_t len = moves_split(data, size);
	struct template_signed is_signed;
	struct seal_verified v;
	char *text = template_fill((const char *)data, len, &is_signed);

	if (text != NULL)
		text = moves_after(text, data + len, size - len);
	if (text != NULL && verify(text, &expect, &v) == ERR_OK) {
		check_accepted(text, &is_signed, &v);
		seal_verified_fini(&v);
		check_once(text);
	}
	free(text);
	template_signed_fini(&is_signed);
	return 0;
}

size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
	return moves_mutate(data, size, max, seed);
}
