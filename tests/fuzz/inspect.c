/*
 * inspect: a file that somebody wants explained, which may be anything.
 *
 * An input is a message with places for what is signed (template.h), and behind it perhaps what is
 * done to it when it has been signed (moves.h).  Octets 0x1e, which XML does not have either, part it
 * from what may stand around it, as MIME does: head, message, tail.
 *
 * The verdict is what the checks say, and what holds was signed: by somebody whose key we have, the
 * Body as it stands there.  What seal accepts is found to hold.  The report is JSON, and as text it
 * has no octet that a terminal obeys.
 */
#include "config.h"

#include <libxml/parser.h>

#include "adapter/inspect/inspect.h"
#include "adapter/xml/xml.h"
#include "tests/fuzz/moves.h"
#include "tests/fuzz/template.h"
#include "tests/seal_kit.h"

enum { AROUND = 0x1e, TEXT_MAX = 4 << 20 };

AUTO_DEFINE(xml_chars, xmlChar *, xmlFree)

static char ca_file[512];

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	seal_init();
	kit_open();
	template_open();
	snprintf(ca_file, sizeof(ca_file), "%s", kit_file("sign-authorities", ".pem"));
	return 0;
}

/* ---- the report -------------------------------------------------------------------- */

/* How many checks have this result, in place and in all that is within it. */
static size_t
count(const json_t *place, const char *result)
{
	const char *name, *text = json_string_value(json_object_get(place, "result"));
	size_t n = text != NULL && strcmp(text, result) == 0, k;
	const json_t *item;
	json_t *member;

	json_array_foreach(place, k, item)
		n += count(item, result);
	/* Jansson's iterators want a json_t that may be changed. */
	json_object_foreach((json_t *)(uintptr_t)place, name, member)
		n += count(member, result);
	return n;
}

/* How many checks of that name have this result. */
static size_t
count_of(const json_t *checks, const char *name, const char *result)
{
	const json_t *item;
	size_t n = 0, k;

	json_array_foreach(checks, k, item)
		n += strcmp(json_string_value(json_object_get(item, "check")), name) == 0 &&
		    strcmp(json_string_value(json_object_get(item, "result")), result) == 0;
	return n;
}

static void
check_json(const json_t *report)
{
	AUTO(char) char *text = json_dumps(report, JSON_INDENT(2) | JSON_ENSURE_ASCII);
	AUTO(json) json_t *again = text != NULL ? json_loads(text, JSON_REJECT_DUPLICATES, NULL) : NULL;

	MUST(again != NULL && json_equal(report, again), "the report is no JSON");
}

static void
check_text(const json_t *report, enum err_lang lang)
{
	AUTO(char) char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	CHECK(out != NULL);
	inspect_print(report, lang, out);
	CHECK(fclose(out) == 0);
	MUST(len > 0 && text[len - 1] == '\n' && strlen(text) == len, "no text");
	for (size_t i = 0; i < len; i++)
		MUST(((unsigned char)text[i] >= 0x20 && text[i] != 0x7f) || text[i] == '\n',
		    "an octet that a terminal obeys: 0x%02x", (unsigned char)text[i]);
	MUST(strstr(text, "\xc2\x9b") == NULL, "a CSI of eight bits");
	MUST(strstr(text, "\xe2\x80\xae") == NULL, "text that is shown backwards");
}

static void
check_verdict(const json_t *report)
{
	enum inspect_verdict want = count(report, "unreadable") > 0 ? INSPECT_UNREADABLE :
	    count(report, "fails") > 0 ? INSPECT_FAILS : INSPECT_HOLDS;

	MUST(inspect_verdict_of(report) == want, "the verdict is %d, the checks say %d",
	    inspect_verdict_of(report), want);
}

/* That a signature's parts hold which are said to, and that what fails is looked into. */
static void
check_signature(const json_t *signature)
{
	const json_t *checks = json_object_get(signature, "checks"), *reference;
	size_t k;

	MUST(count_of(checks, "value", "holds") + count_of(checks, "value", "fails") <= 1,
	    "a value that is judged twice");
	MUST(count_of(checks, "value", "holds") == 0 || json_object_get(signature, "certificate") != NULL,
	    "a value that holds with no certificate");
	json_array_foreach(json_object_get(signature, "references"), k, reference) {
		const json_t *of = json_object_get(reference, "checks");
		const char *stated = json_string_value(json_object_get(reference, "stated"));
		const char *computed = json_string_value(json_object_get(reference, "computed"));
		bool holds = count_of(of, "digest", "holds") > 0;

		MUST(!holds || count_of(of, "digest", "fails") == 0, "a digest that holds and does not");
		MUST(!holds || json_object_get(reference, "cause") == NULL, "a cause for what holds");
		MUST(!holds || stated == NULL || computed == NULL || strcmp(stated, computed) == 0,
		    "%s is not %s", stated, computed);
	}
}

/* ---- what holds --------------------------------------------------------------------- */

static bool
was_signed_by(const struct template_signed *s, bool believed)
{
	for (int i = 0; i < TEMPLATE_KEYS; i++)
		if (s->by[i] && !(believed && i == KEY_FOREIGN))
			return true;
	return false;
}

/* The canonical form of an element without what only a PrefixList puts there; NULL: none. */
static xmlChar *
plain_form(const char *octets, size_t len, bool of_body, int *ret_len)
{
	AUTO(xml_doc) xmlDocPtr doc = xmlReadMemory(octets, (int)len, NULL, NULL,
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	xmlNodePtr node = doc != NULL ? xmlDocGetRootElement(doc) : NULL;

	for (node = of_body && node != NULL ? node->children : node; of_body && node != NULL;
	    node = node->next)
		if (node->type == XML_ELEMENT_NODE && xmlStrEqual(node->name, XSTR("Body")))
			break;
	return node != NULL ? template_canonical(doc, node, NULL, ret_len) : NULL;
}

/* The Body that any reader would find is one that was digested. */
static void
check_body(const char *text, const struct template_signed *s)
{
	int want_len = 0, len = 0;
	AUTO(xml_chars) xmlChar *want = plain_form(text, strlen(text), true, &want_len);

	MUST(want != NULL, "there is no Body");
	for (size_t i = 0; i < s->n; i++) {
		AUTO(xml_chars) xmlChar *got = plain_form(s->part[i].octets, s->part[i].len, false, &len);

		if (got != NULL && len == want_len && memcmp(got, want, (size_t)len) == 0)
			return;
	}
	MUST(false, "another Body was signed than stands there: %.300s", (const char *)want);
}

static json_t *
inspect(const char *text, size_t len, const char *ca, enum err_lang lang)
{
	const struct inspect_request request = {.ca_file = ca, .now_us = template_now_us, .lang = lang};
	struct err_info e = {0};
	json_t *report = NULL;
	enum err code = inspect_message(text, len, &request, &report, &e);

	MUST(code == ERR_OK && report != NULL, "%s: %s", err_name(code), e.text);
	check_verdict(report);
	return report;
}

/* Of a message with nothing around it: what seal finds, and who signed it. */
static void
check_message(const char *text, const struct template_signed *s, const json_t *report,
    enum err_lang lang)
{
	const struct seal_expect expect = {.relates_to = kit_asked, .now_us = template_now_us};
	const char *kind =
	    json_string_value(json_object_get(json_object_get(report, "message"), "kind"));
	AUTO(json) json_t *with_ca = NULL;
	struct seal_verified v;
	struct err_info e;
	bool accepted = seal_verify(kit_mostik, text, strlen(text), &expect, &v, &e) == ERR_OK;

	if (accepted)
		seal_verified_fini(&v);
	if (inspect_verdict_of(report) != INSPECT_HOLDS) {
		MUST(!accepted, "seal takes what is found to fail");
		return;
	}
	MUST(was_signed_by(s, false), "nobody signed it");
	if (strcmp(kind, "mostik") == 0 || strcmp(kind, "ws-security") == 0)
		check_body(text, s);
	with_ca = inspect(text, strlen(text), ca_file, lang);
	if (inspect_verdict_of(with_ca) == INSPECT_HOLDS)
		MUST(was_signed_by(s, true), "a stranger's authority is believed");
	else
		MUST(!accepted, "seal takes what is found not to be believed");
	fuzz_accepted();
}

/* ---- inputs -------------------------------------------------------------------------- */

struct pieces {
	const char *head, *message, *tail;
	size_t      head_len, message_len, tail_len;
};

static struct pieces
take_apart(const char *data, size_t len)
{
	const char *one = len > 0 ? memchr(data, AROUND, len) : NULL;
	const char *two = one != NULL ? memchr(one + 1, AROUND, (size_t)(data + len - one - 1)) : NULL;

	if (two == NULL)
		return (struct pieces){.message = data, .message_len = len};
	return (struct pieces){.head = data, .head_len = (size_t)(one - data),
	    .message = one + 1, .message_len = (size_t)(two - one - 1),
	    .tail = two + 1, .tail_len = (size_t)(data + len - two - 1)};
}

static void
check_report(const char *text, size_t len, enum err_lang lang, const struct template_signed *s,
    bool bare)
{
	AUTO(json) json_t *report = inspect(text, len, NULL, lang);
	const json_t *signature;
	size_t k;

	check_json(report);
	check_text(report, lang);
	json_array_foreach(json_object_get(report, "signatures"), k, signature)
		check_signature(signature);
	if (bare)
		check_message(text, s, report, lang);
	else if (inspect_verdict_of(report) == INSPECT_HOLDS) {
		MUST(was_signed_by(s, false), "nobody signed it");
		fuzz_accepted();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t len = moves_split(data, size);
	const struct pieces p = take_apart((const char *)data, len);
	struct template_signed is_signed;
	char *message = template_fill(p.message, p.message_len, &is_signed);
	BUF_AUTO(text, TEXT_MAX);
	struct err_info e;

	if (message != NULL) {
		message = moves_after(message, data + len, size - len);
		CHECK(buf_add(&text, p.head, p.head_len, &e) == ERR_OK &&
		    buf_add_str(&text, message, &e) == ERR_OK &&
		    buf_add(&text, p.tail, p.tail_len, &e) == ERR_OK);
		check_report(text.data, text.len, size % 2 == 0 ? ERR_EN : ERR_RU, &is_signed,
		    p.head == NULL);
	}
	free(message);
	template_signed_fini(&is_signed);
	return 0;
}

size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
	return moves_mutate(data, size, max, seed);
}
