/* What inspect says of messages that are good, or wrong in one place: which check fails, and no other. */
#include "config.h"

#include "adapter/inspect/inspect.h"
#include "adapter/xml/xml.h"
#include "tests/inspect_kit.h"
#include "tests/seal_edit.h"
#include "tests/seal_kit.h"
#include "tests/unit.h"

typedef char *edit(const char *xml, const char *a, const char *b);

static char *
body_to_header(const char *xml, const char *a, const char *b)
{
	AUTO(char) char *body = edit_part(xml, a, b);
	AUTO(char) char *evil = edit_replace(xml, body, "<s:Body><p:Get xmlns:p=\"urn:test\"/></s:Body>");
	AUTO(char) char *wrapped = malloc(strlen(body) + 32);

	CHECK(wrapped != NULL);
	snprintf(wrapped, strlen(body) + 32, "<wrap>%s</wrap>", body);
	return edit_insert(evil, "</s:Header>", wrapped);
}

#define SIGNED_INFO "<ds:SignedInfo>", "</ds:SignedInfo>"
#define HMAC "http://www.w3.org/2000/09/xmldsig#hmac-sha1"

/* clang-format off */
/* One change to a good message of kit_plan; the checks that then fail, in their order. */
static const struct row {
	const char *what;
	edit       *edit;
	const char *a, *b;
	const char *fails;
} rows[] = {
	{"nothing",                NULL, NULL, NULL, ""},
	{"white space around all", edit_replace, "<s:Header>", "\n<s:Header>", ""},
	{"a comment in the Body",  edit_insert, "</p:Name>", "<!--x-->", ""},
	{"a text",                 edit_replace, "Анна", "Алла", "digest coverage"},
	{"an element more",        edit_insert, "</p:Get>", "<p:More/>", "digest coverage"},
	{"a second Body",          edit_insert, "<s:Body", "<s:Body/>", "soap coverage"},
	{"something after the Body", edit_insert, "</s:Envelope>", "<x/>", "soap"},
	{"text beside the Body",   edit_insert, "</s:Envelope>", "x", "soap"},
	{"a second Header",        edit_insert, "<s:Body", "<s:Header/>", "soap"},
	{"the Body in the Header", body_to_header, "<s:Body", "</s:Body>", "target coverage"},
	{"an Envelope in the Body", edit_insert, "</p:Get>", "<s:Envelope/>", "digest coverage"},
	{"two with one Id",        edit_insert, "<w:Security", "<x Id=\"b\"/>", "identifiers target digest coverage"},
	{"an ID in other spelling", edit_insert, "<w:Security", "<x ID=\"b\"/>", "identifiers target digest coverage"},
	{"no SignedInfo",          edit_cut, SIGNED_INFO, "structure coverage"},
	{"no Reference",           edit_cut, "<ds:Reference", "</ds:Reference>", "structure coverage"},
	{"no SignatureValue",      edit_cut, "<ds:SignatureValue>", "</ds:SignatureValue>", "structure coverage"},
	{"no signature",           edit_cut, "<ds:Signature ", "</ds:Signature>", "signed"},
	{"no KeyInfo",             edit_cut, "<ds:KeyInfo>", "</ds:KeyInfo>", "key value coverage"},
	{"two SignedInfo",         edit_insert, "<ds:SignatureValue>", "<ds:SignedInfo/>", "structure coverage"},
	{"an Object",              edit_insert, "</ds:Signature>", "<ds:Object/>", ""},
	{"something in the signature", edit_insert, "</ds:Signature>", "<x/>", "structure coverage"},
	{"HMAC",                   edit_replace, "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", HMAC, "algorithm value coverage"},
	{"SHA-1 stated",           edit_replace, "http://www.w3.org/2001/04/xmlenc#sha256", KIT_DS "sha1", "digest value coverage"},
	{"an unknown digest",      edit_replace, "http://www.w3.org/2001/04/xmlenc#sha256", "urn:x", "digest value coverage"},
	{"a comment in DigestValue", edit_replace, "<ds:DigestValue>", "<ds:DigestValue><!--x-->", "digest coverage"},
	{"a comment in SignatureValue", edit_replace, "<ds:SignatureValue>", "<ds:SignatureValue><!--x-->", "value coverage"},
	{"trailing data in DigestValue", edit_replace, "</ds:DigestValue>", "AAAA</ds:DigestValue>", "digest value coverage"},
	{"no such Id",             edit_replace, "URI=\"#b\"", "URI=\"#c\"", "target value coverage"},
	{"an XPointer",            edit_replace, "URI=\"#b\"", "URI=\"#xpointer(//Body)\"", "target value coverage"},
	{"an XPointer to an Id",   edit_replace, "URI=\"#b\"", "URI=\"#xpointer(id('b'))\"", "value coverage"},
	{"a file",                 edit_replace, "URI=\"#b\"", "URI=\"file:///etc/passwd\"", "target value coverage"},
	{"an attachment",          edit_replace, "URI=\"#b\"", "URI=\"cid:1\"", "target value coverage"},
	{"no URI",                 edit_replace, "URI=\"#b\"", "", "target value coverage"},
	{"an unknown transform",   edit_replace, "<ds:Transform Algorithm=\"" KIT_EXC, "<ds:Transform Algorithm=\"urn:x", "transforms transforms value coverage"},
	{"XPath",                  edit_replace, "<ds:Transform Algorithm=\"" KIT_EXC, "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116", "transforms value coverage"},
	{"an unknown canonicalization", edit_replace, "Method Algorithm=\"" KIT_EXC, "Method Algorithm=\"urn:x", "canonicalization value coverage"},
	{"a certificate that is none", edit_replace, "<ds:X509Certificate>", "<ds:X509Certificate>AAAA", "key value coverage"},
	{"a bare key",             edit_replace, "<ds:X509Data>", "<ds:KeyValue/><ds:X509Data>", ""},
	{"a DTD",                  edit_insert, "<s:Envelope", "<!DOCTYPE x>", "readable"},
	{"an entity",              edit_insert, "</p:Name>", "&x;", "readable"},
	{"an element open",        edit_replace, "</s:Envelope>", "", "readable"},
	{"an octet that is not UTF-8", edit_insert, "</p:Name>", "\xff", "readable"},
	{"another encoding",       edit_insert, "<s:Envelope", "<?xml version=\"1.0\" encoding=\"windows-1251\"?>", "readable"},
};
/* clang-format on */

static json_t *
inspect(const char *text, const struct inspect_request *given)
{
	struct inspect_request request = {.now_us = clock_now_us(), .lang = ERR_EN};
	struct err_info e;
	json_t *report;

	assert_ok(e, inspect_message(text, strlen(text), given != NULL ? given : &request, &report, &e));
	return report;
}

/* Appends the names of failed checks of place and what is in it. */
static void
add_failed(const json_t *place, struct buf *out)
{
	static const char *const inner[] = {"references", "signatures"};
	static const char *const single[] = {"certificate"};
	const json_t *item;
	struct err_info e;
	size_t n;

	for (size_t k = 0; k < COUNT_OF(inner); k++)
		json_array_foreach(json_object_get(place, inner[k]), n, item)
			add_failed(item, out);
	json_array_foreach(json_object_get(place, "checks"), n, item) {
		const char *result = json_string_value(json_object_get(item, "result"));

		if (strcmp(result, "fails") == 0 || strcmp(result, "unreadable") == 0)
			assert_ok(e, buf_addf(out, &e, "%s%s", out->len > 0 ? " " : "",
			    json_string_value(json_object_get(item, "check"))));
	}
	for (size_t k = 0; k < COUNT_OF(single); k++)
		if (json_object_get(place, single[k]) != NULL)
			add_failed(json_object_get(place, single[k]), out);
}

/* All that fails: first of signatures, then of the message, sorted as they stand. */
static void
assert_failed(const char *what, const json_t *report, const char *want)
{
	BUF_AUTO(got, 4096);
	const json_t *message = json_object_get(report, "message");
	struct err_info e;

	assert_ok(e, buf_add_str(&got, "", &e));
	add_failed(message, &got);
	add_failed(report, &got);
	for (const char *p = want; *p != '\0';) {       /* in any order */
		size_t len = strcspn(p, " ");
		char word[64], *hit;

		snprintf(word, sizeof(word), "%.*s", (int)len, p);
		hit = got.data != NULL ? strstr(got.data, word) : NULL;
		if (hit == NULL)
			fail_msg("%s: %s does not fail (but: %s)", what, word, got.data);
		memset(hit, ' ', len);
		p += len + (p[len] == ' ');
	}
	if (got.data != NULL && got.data[strspn(got.data, " ")] != '\0')
		fail_msg("%s: also fails: %s", what, got.data);
	assert_int_equal(inspect_verdict_of(report), *want == '\0' ? INSPECT_HOLDS :
	    strcmp(want, "readable") == 0 ? INSPECT_UNREADABLE : INSPECT_FAILS);
}

static void
test_edits(void **state)
{
	static const struct kit_plan plan = {
	    .what = "good", .message = KIT_MESSAGE("Анна"), .digested = KIT_CANONICAL("Анна")};
	AUTO(char) char *good = kit_plan_sign(&plan);

	(void)state;
	for (size_t k = 0; k < COUNT_OF(rows); k++) {
		AUTO(char) char *text = rows[k].edit == NULL ? NULL : rows[k].edit(good, rows[k].a, rows[k].b);
		json_t *report = inspect(text != NULL ? text : good, NULL);

		assert_failed(rows[k].what, report, rows[k].fails);
		json_decref(report);
	}
}

#define NS_TYPES "urn://x-artefacts-smev-gov-ru/services/message-exchange/types/1.2"
#define ACK(start, end) \
	"<s:Envelope xmlns:s=\"" KIT_SOAP "\"><s:Header/><s:Body>" \
	"<t:AckRequest xmlns:t=\"" NS_TYPES "\">" start \
	"<t:CallerInformationSystemSignature>@</t:CallerInformationSystemSignature>" end \
	"</t:AckRequest></s:Body></s:Envelope>"
#define TARGET "<t:AckTargetMessage Id=\"b\">1</t:AckTargetMessage>"
#define TARGET_OCTETS "<t:AckTargetMessage xmlns:t=\"" NS_TYPES "\" Id=\"b\">1</t:AckTargetMessage>"
#define OTHER_OCTETS "<t:Other xmlns:t=\"" NS_TYPES "\" Id=\"b\">1</t:Other>"

/* clang-format off */
/* Messages whose signature holds as cryptography: what fails nevertheless. */
static const struct {
	struct kit_plan plan;
	const char     *fails;
} placed[] = {
	{{.what = "SMEV 3", .message = ACK(TARGET, ""), .digested = TARGET_OCTETS}, ""},
	{{.what = "SMEV 3, another element", .message = ACK("<t:Other Id=\"b\">1</t:Other>", ""), .digested = OTHER_OCTETS}, "coverage"},
	{{.what = "SMEV 3, and one that is not signed", .message = ACK(TARGET, "<t:AckTargetMessage>2</t:AckTargetMessage>"),
	    .digested = TARGET_OCTETS}, "coverage"},
	{{.what = "SMEV 3, the signed element within another", .message = ACK("<t:Wrap>" TARGET "</t:Wrap>", ""),
	    .digested = TARGET_OCTETS}, "coverage"},
	{{.what = "SMEV 3, in the Header", .message = "<s:Envelope xmlns:s=\"" KIT_SOAP "\"><s:Header><t:AckRequest xmlns:t=\"" NS_TYPES "\">"
	    TARGET "<t:CallerInformationSystemSignature>@</t:CallerInformationSystemSignature></t:AckRequest></s:Header><s:Body/></s:Envelope>",
	    .digested = TARGET_OCTETS}, "place"},
	{{.what = "a bare key only", .message = KIT_MESSAGE("A"), .digested = KIT_CANONICAL("A"), .key_info = "<ds:KeyValue/>"},
	    "key value coverage"},
	{{.what = "a name for a key", .message = KIT_MESSAGE("A"), .digested = KIT_CANONICAL("A"), .key_info = "<ds:KeyName>x</ds:KeyName>"},
	    "key value coverage"},
	{{.what = "a token that is not there", .message = KIT_MESSAGE("A"), .digested = KIT_CANONICAL("A"),
	    .key_info = "<w:SecurityTokenReference><w:Reference URI=\"#x\"/></w:SecurityTokenReference>"}, "key value coverage"},
	{{.what = "a certificate that may not sign", .message = KIT_MESSAGE("A"), .digested = KIT_CANONICAL("A"), .signer = "nousage-sign-ec"}, ""},
};
/* clang-format on */

static void
test_placed(void **state)
{
	(void)state;
	for (size_t k = 0; k < COUNT_OF(placed); k++) {
		AUTO(char) char *text = kit_plan_sign(&placed[k].plan);
		json_t *report = inspect(text, NULL);

		assert_failed(placed[k].plan.what, report, placed[k].fails);
		json_decref(report);
	}
}

/* The Body of a message as canonical octets; out stays empty if there is none. */
static void
body_of(const char *text, size_t len, struct buf *out)
{
	AUTO(xml_doc) xmlDocPtr doc = NULL;
	xmlNodePtr node;
	struct err_info e;

	if (xml_parse(text, len, XML_LENIENT, &doc, &e) != ERR_OK)
		return;
	for (node = xml_tree_element(xmlDocGetRootElement(doc)->children); node != NULL;
	     node = xml_tree_element(node->next))
		if (xml_tree_is(node, KIT_SOAP, "Body") &&
		    xml_c14n_exclusive(node, NULL, XML_WITHOUT_COMMENTS, out, &e) == ERR_OK)
			return;
}

enum { MANGLED = 4000 };

/* One octet changed anywhere: it is told without a fall, and what holds says what was signed. */
static void
test_mangled(void **state)
{
	static const char octets[] = "<>&\"'#= /\0\n\xd0" "Aa9:";
	static const struct kit_plan plan = {
		.what = "good", .message = KIT_MESSAGE("Анна"), .digested = KIT_CANONICAL("Анна")};
	AUTO(char) char *good = kit_plan_sign(&plan);
	size_t len = strlen(good), held = 0;
	uint32_t random = 1;

	(void)state;
	for (int k = 0; k < MANGLED; k++) {
		BUF_AUTO(body, 1 << 20);
		struct inspect_request request = {.now_us = clock_now_us(), .lang = ERR_EN};
		struct err_info e;
		char *was, old;
		json_t *report;

		random = random * 1664525 + 1013904223;
		was = good + (random >> 8) % len;
		old = *was;
		*was = octets[(random >> 4) % (sizeof(octets) - 1)];
		assert_ok(e, inspect_message(good, len, &request, &report, &e));
		if (inspect_verdict_of(report) == INSPECT_HOLDS) {
			body_of(good, len, &body);
			assert_string_equal(body.data, KIT_CANONICAL("Анна"));
			held++;
		}
		json_decref(report);
		*was = old;
	}
	assert_in_range(held, 1, MANGLED / 4);  /* quotes for quotes, a space for a line end */
}

/* What the strict verifier takes holds here, by each kind of key; and who is not listed is told. */
static void
test_agrees_with_seal(void **state)
{
	struct inspect_request request = {.now_us = clock_now_us(), .lang = ERR_RU};
	struct err_info e;

	(void)state;
	kit_open();
	for (size_t k = 0; k < kit_n_kinds(); k++) {
		AUTO(char) char *text = kit_message(kit_fund[k], clock_now_us());
		const json_t *message;
		json_t *report;

		assert_ok(e, kit_verify(text, clock_now_us(), false, &e));
		request.ca_file = kit_file("sign-authorities", ".pem");
		report = inspect(text, &request);
		assert_failed(kit_kinds[k], report, "");
		message = json_object_get(report, "message");
		assert_string_equal(json_string_value(json_object_get(message, "kind")), "mostik");
		json_decref(report);
		request.ca_file = kit_file("other-ca", ".pem");
		report = inspect(text, &request);
		assert_failed(kit_kinds[k], report, "chain");
		json_decref(report);
	}
	kit_close();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_edits),
		cmocka_unit_test(test_placed),
		cmocka_unit_test(test_mangled),
		cmocka_unit_test(test_agrees_with_seal),
	};
	int status;

	seal_init();
	status = cmocka_run_group_tests_name("inspect", tests, NULL, NULL);
	seal_fini();
	return status;
}
