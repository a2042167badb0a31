/* soap: nothing is read from a Body but what the contract has. */
#include "config.h"

#include "adapter/soap/message.h"
#include "tests/soap_help.h"

static const char good[] = BODY(SOAP_11, PAYMENTS);

static enum err
parse(struct soap_message *message, const char *body, size_t len, struct soap_fault *fault,
    struct err_info *e)
{
	return soap_parse(message, operation("GetPaymentsByMonth")->reply, body, len, fault, e);
}

/* The JSON of a good body. */
static char *
read_json(struct soap_message *message, const char *body)
{
	AUTO(json) json_t *json = NULL;
	struct soap_fault fault;
	struct err_info e;

	assert_ok(e, parse(message, body, strlen(body), &fault, &e));
	assert_ok(e, soap_unmap(message, &json, &e));
	return json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS);
}

static void
what_is_read_is_what_stands_there(void **state)
{
	struct soap_pool *pool = new_pool(1);
	AUTO(message) struct soap_message *message = new_message(pool);
	AUTO(char) char *json = read_json(message, good);
	BUF_AUTO(content, 1 << 16);
	struct err_info e;

	(void)state;
	assert_non_null(strstr(json, "\"totalPaymentsSum\":\"100.10\""));
	assert_non_null(strstr(json, "\"type\":\"ПЕН 1.1\""));
	assert_ok(e, soap_put_content(message, &content, &e));
	assert_string_equal(content.data, PAYMENTS);
	soap_message_free(STEAL(message));
	soap_pool_close(pool);
}

/* Texts that XML must escape go through octet for octet. */
static void
texts_survive(void **state)
{
	static const char *const texts[] = {
		"a &lt;b&gt; &amp; \"c\" 'd'", "]]&gt;", "&amp;lt;", "ё 😀 €", "  blanks  within  ", "a&#xD;b",
		"tab\tand\nline", "",
	};
	struct soap_pool *pool = new_pool(1);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		AUTO(message) struct soap_message *message = new_message(pool);
		AUTO(char) char *body = edit(good, "Закон", texts[i]);
		BUF_AUTO(content, 1 << 16);
		struct soap_fault fault;
		struct err_info e;

		assert_ok(e, parse(message, body, strlen(body), &fault, &e));
		assert_ok(e, soap_put_content(message, &content, &e));
		if (strstr(body, content.data) == NULL)
			fail_msg("'%s' became %s", texts[i], content.data);
	}
	soap_pool_close(pool);
}

#define SNILS BEN_ELEMENT("Snils", "02773319862")
#define NIL(value) " xmlns:xsi=\"" XSI "\" xsi:nil=\"" value "\""
#define TEN(text) text text text text text text text text text text

/* Each row: an edit of the good Body, and what must come of it. */
static const struct {
	const char *what, *find, *replace;
	enum err    want;
	const char *at;                 /* NULL: anywhere */
} edits[] = {
	/* clang-format off */
	{"SOAP 1.2",            SOAP_11,            SOAP_12,             ERR_OK, NULL},
	{"other prefix",        "<soap:Body xmlns:soap", "<soap:Body xmlns:s=\"" SOAP_11 "\" xmlns:soap", ERR_OK, NULL},
	{"blanks around",       "<bap:",            "\n\t <bap:",        ERR_OK, NULL},
	{"no Id",               " wsu:Id=\"Body\"", "",                  ERR_OK, NULL},
	{"optional absent",     "<ben:Base>Закон</ben:Base>", "",        ERR_OK, NULL},
	{"other envelope",      SOAP_11,            "urn:other",         ERR_REPLY_SCHEMA, "Body"},
	{"no namespace",        "xmlns:soap=\"" SOAP_11 "\"", "xmlns:soap=\"x\"", ERR_REPLY_SCHEMA, "Body"},
	{"undeclared prefix",   "<bap:Bap",         "<bop:Bap",          ERR_REPLY_SCHEMA, NULL},
	{"other contract",      "bap-for-period/1.0.1", "bap-for-period/1.0.2", ERR_REPLY_SCHEMA, "Body"},
	{"other inner namespace", "xmlns:ben=\"" BEN "\">Female", "xmlns:ben=\"urn:x\">Female", ERR_REPLY_SCHEMA, NULL},
	{"two children",        "</bap:BapForPeriodResponse>", "</bap:BapForPeriodResponse><x></x>", ERR_REPLY_SCHEMA, "Body"},
	{"child before",        "<bap:",            "<x></x><bap:",      ERR_REPLY_SCHEMA, "Body"},
	{"text before",         "<bap:",            "x<bap:",            ERR_REPLY_SCHEMA, "Body"},
	{"text after",          "</soap:Body>",     "x</soap:Body>",     ERR_REPLY_SCHEMA, "Body"},
	{"text inside",         "<ben:Payment>",    "<ben:Payment>x",    ERR_REPLY_SCHEMA, NULL},
	{"text after inside",   "</ben:Payments>",  "x</ben:Payments>",  ERR_REPLY_SCHEMA, NULL},
	{"attribute",           "<ben:Payment>",    "<ben:Payment a=\"1\">", ERR_REPLY_SCHEMA, "Payment"},
	{"href",                "<ben:Payment>",    "<ben:Payment href=\"#x\">", ERR_REPLY_SCHEMA, "Payment"},
	{"id",                  "<ben:Payment>",    "<ben:Payment id=\"x\">", ERR_REPLY_SCHEMA, "Payment"},
	{"xsi:type",            "<ben:Payment>",    "<ben:Payment xmlns:xsi=\"" XSI "\" xsi:type=\"ben:PaymentType\">", ERR_REPLY_SCHEMA, "Payment"},
	{"multi-reference",     "<ben:Payments>" PAYMENT "</ben:Payments>", "<ben:Payments href=\"#x\"></ben:Payments>", ERR_REPLY_SCHEMA, "Payments"},
	{"attribute of Body",   "wsu:Id=\"Body\"",  "id=\"Body\"",       ERR_REPLY_SCHEMA, "Body"},
	{"encodingStyle",       "wsu:Id=\"Body\"",  "soap:encodingStyle=\"x\"", ERR_REPLY_SCHEMA, "Body"},
	{"nil where required",  "<ben:Sum>100.10",  "<ben:Sum" NIL("true") ">", ERR_REPLY_SCHEMA, NULL},
	{"nil where optional",  "<ben:Base>Закон",  "<ben:Base" NIL("true") ">", ERR_REPLY_SCHEMA, "Base"},
	{"nil that is none",    "<ben:Base>Закон",  "<ben:Base" NIL("maybe") ">", ERR_REPLY_SCHEMA, "Base"},
	{"missing",             SNILS,              "",                  ERR_REPLY_SCHEMA, NULL},
	{"twice",               SNILS,              SNILS SNILS,         ERR_REPLY_SCHEMA, NULL},
	{"unknown",             SNILS,              SNILS "<x></x>",     ERR_REPLY_SCHEMA, NULL},
	{"out of order",        "<ben:Year>2014</ben:Year><ben:Month>--01</ben:Month>", "<ben:Month>--01</ben:Month><ben:Year>2014</ben:Year>", ERR_REPLY_SCHEMA, "Month"},
	{"markup in a text",    ">Закон<",          "><b>Закон</b><",    ERR_REPLY_SCHEMA, "b"},
	{"CDATA",               ">Закон<",          "><![CDATA[x]]><",   ERR_REPLY_SCHEMA, NULL},
	{"comment",             ">Закон<",          ">За<!-- -->кон<",   ERR_REPLY_SCHEMA, NULL},
	{"comment outside",     "<bap:",            "<!-- --><bap:",     ERR_REPLY_SCHEMA, NULL},
	{"instruction",         "<bap:",            "<?x y?><bap:",      ERR_REPLY_SCHEMA, NULL},
	{"declaration",         "<soap:Body",       "<?xml version=\"1.0\"?><soap:Body", ERR_REPLY_SCHEMA, "Body"},
	{"document type",       "<soap:Body",       "<!DOCTYPE a [<!ENTITY x \"y\">]><soap:Body", ERR_REPLY_SCHEMA, NULL},
	{"document type inside", "<bap:",           "<!DOCTYPE a [<!ENTITY x \"y\">]><bap:", ERR_REPLY_SCHEMA, NULL},
	{"entity",              ">Закон<",          ">&x;<",             ERR_REPLY_SCHEMA, NULL},
	{"character of none",   ">Закон<",          ">&#0;<",            ERR_REPLY_SCHEMA, NULL},
	{"control character",   ">Закон<",          ">\x01<",            ERR_REPLY_SCHEMA, NULL},
	{"broken UTF-8",        ">Закон<",          ">\xd0<",            ERR_REPLY_SCHEMA, NULL},
	{"overlong UTF-8",      ">Закон<",          ">\xc0\xaf<",        ERR_REPLY_SCHEMA, NULL},
	{"surrogate in UTF-8",  ">Закон<",          ">\xed\xa0\x80<",    ERR_REPLY_SCHEMA, NULL},
	{"byte order mark",     "<soap:Body",       "\xef\xbb\xbf<soap:Body", ERR_REPLY_SCHEMA, NULL},
	{"blank after",         "</soap:Body>",     "</soap:Body> ",     ERR_REPLY_SCHEMA, "Body"},
	{"element after",       "</soap:Body>",     "</soap:Body><x></x>", ERR_REPLY_SCHEMA, NULL},
	{"deep",                "<ben:Payment>",    TEN("<a>") TEN("<a>") TEN("<a>") "<ben:Payment>", ERR_REPLY_SCHEMA, NULL},
	{"letters for a number", "Payments>1<",     "Payments>1x<",      ERR_REPLY_SCHEMA, NULL},
	{"no number",           "Payments>1<",      "Payments><",        ERR_REPLY_SCHEMA, NULL},
	{"number too large",    "Payments>1<",      "Payments>4294967297<", ERR_REPLY_SCHEMA, NULL},
	{"not of the list",     ">Female<",         ">female<",          ERR_REPLY_SCHEMA, NULL},
	{"neither true nor false", ">true<",        ">maybe<",           ERR_REPLY_SCHEMA, NULL},
	/* clang-format on */
};

static void
edits_are_judged(void **state)
{
	struct soap_pool *pool = new_pool(1);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(edits); i++) {
		AUTO(message) struct soap_message *message = new_message(pool);
		AUTO(char) char *body = edit(good, edits[i].find, edits[i].replace);
		struct soap_fault fault;
		struct err_info e = {0};
		enum err got = parse(message, body, strlen(body), &fault, &e);

		if (got != edits[i].want)
			fail_msg("%s: %s at '%s': %s", edits[i].what, err_name(got), e.at, e.text);
		if (edits[i].at != NULL && strcmp(edits[i].at, e.at) != 0)
			fail_msg("%s: at '%s', not '%s': %s", edits[i].what, e.at, edits[i].at, e.text);
	}
	soap_pool_close(pool);
}

static void
every_truncation_is_refused(void **state)
{
	struct soap_pool *pool = new_pool(1);
	AUTO(message) struct soap_message *message = new_message(pool);
	struct soap_fault fault;
	struct err_info e;

	(void)state;
	for (size_t len = 0; len < strlen(good); len++) {
		AUTO(char) char *exact = malloc(len + 1);       /* so that a sanitizer sees what is read */

		assert_non_null(exact);
		memcpy(exact, good, len);
		assert_err(ERR_REPLY_SCHEMA, e, parse(message, exact, len, &fault, &e));
	}
	soap_message_free(STEAL(message));
	soap_pool_close(pool);
}

/* A NUL is an octet like any other, and no end. */
static void
nul_octets_are_refused(void **state)
{
	struct soap_pool *pool = new_pool(1);
	AUTO(message) struct soap_message *message = new_message(pool);
	struct soap_fault fault;
	struct err_info e;

	(void)state;
	for (size_t at = 0; at < sizeof(good); at++) {
		AUTO(char) char *body = malloc(sizeof(good));

		assert_non_null(body);
		memcpy(body, good, sizeof(good));
		body[at] = '\0';
		assert_err(ERR_REPLY_SCHEMA, e, parse(message, body, sizeof(good), &fault, &e));
		if (at < sizeof(good) - 1)
			assert_err(ERR_REPLY_SCHEMA, e, parse(message, body, sizeof(good) - 1, &fault, &e));
	}
	soap_message_free(STEAL(message));
	soap_pool_close(pool);
}

/* One octet wrong: it is refused, or it is another text; never anything else. */
static void
any_octet_may_be_wrong(void **state)
{
	struct soap_pool *pool = new_pool(1);
	AUTO(message) struct soap_message *message = new_message(pool);
	unsigned random = 12345;

	(void)state;
	for (int i = 0; i < 4000; i++) {
		AUTO(char) char *body = strdup(good);
		BUF_AUTO(content, 1 << 16);
		struct soap_fault fault;
		struct err_info e = {0};
		enum err got;

		assert_non_null(body);
		random = random * 1103515245 + 12345;
		body[random / 65536 % strlen(good)] = (char)(random / 256 % 256);
		got = parse(message, body, strlen(good), &fault, &e);
		if (got == ERR_OK)
			assert_ok(e, soap_put_content(message, &content, &e));
		else
			assert_int_equal(got, ERR_REPLY_SCHEMA);
	}
	soap_message_free(STEAL(message));
	soap_pool_close(pool);
}

/* n repetitions of part between before and after. */
static void
repeat(struct buf *out, const char *before, const char *part, size_t n, const char *after)
{
	struct err_info e;

	buf_reset(out);
	assert_ok(e, buf_add_str(out, before, &e));
	for (size_t i = 0; i < n; i++)
		assert_ok(e, buf_add_str(out, part, &e));
	assert_ok(e, buf_add_str(out, after, &e));
}

static void
too_much_is_refused(void **state)
{
	static const char month[] = MONTH;
	struct soap_pool *pool = new_pool(1);
	AUTO(message) struct soap_message *message = new_message(pool);
	const char *from = strstr(good, month), *text = strstr(good, "Закон");
	AUTO(char) char *head = strndup(good, (size_t)(from - good));
	AUTO(char) char *text_head = strndup(good, (size_t)(text - good));
	BUF_AUTO(body, 32 << 20);
	struct soap_fault fault;
	struct err_info e;

	(void)state;
	repeat(&body, head, month, 600, from + strlen(month));
	assert_ok(e, parse(message, body.data, body.len, &fault, &e));
	repeat(&body, head, month, SOAP_LIMIT_OCCURS + 1, from + strlen(month));
	assert_err(ERR_REPLY_SCHEMA, e, parse(message, body.data, body.len, &fault, &e));
	repeat(&body, text_head, "x", SOAP_LIMIT_LENGTH - 1, text + strlen("Закон"));
	assert_ok(e, parse(message, body.data, body.len, &fault, &e));
	repeat(&body, text_head, "x", SOAP_LIMIT_LENGTH + 1, text + strlen("Закон"));
	assert_err(ERR_REPLY_SCHEMA, e, parse(message, body.data, body.len, &fault, &e));
	repeat(&body, text_head, "x", SOAP_LIMIT_BODY, text + strlen("Закон"));
	assert_err(ERR_REPLY_SCHEMA, e, parse(message, body.data, body.len, &fault, &e));
	repeat(&body, head, "<a></a>", 300000, from);
	assert_err(ERR_REPLY_SCHEMA, e, parse(message, body.data, body.len, &fault, &e));
	soap_message_free(STEAL(message));
	soap_pool_close(pool);
}

/* Whatever was read before with the same context, good or bad, the good Body reads the same. */
static void
nothing_is_left_behind(void **state)
{
	static const char not_found[] =
	    FAULT_12("Sender", DETAIL_12(SERVICE_FAULT("NOT_FOUND", "")));
	struct soap_pool *pool = new_pool(1);
	AUTO(message) struct soap_message *message = new_message(pool);
	AUTO(char) char *first = read_json(message, good);
	AUTO(char) char *newer = edit(good, SOAP_11, SOAP_12);
	struct soap_fault fault;
	struct err_info e;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(edits); i++) {
		AUTO(char) char *before = edit(good, edits[i].find, edits[i].replace);
		AUTO(char) char *json = NULL;

		(void)!parse(message, before, strlen(before), &fault, &e);
		assert_err(ERR_FUND_NOT_FOUND, e, parse(message, not_found, strlen(not_found), &fault, &e));
		assert_string_equal(fault.code, "NOT_FOUND");
		json = read_json(message, i % 2 == 0 ? good : newer);
		assert_string_equal(json, first);
	}
	soap_message_free(STEAL(message));
	soap_pool_close(pool);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_read_is_what_stands_there),
		cmocka_unit_test(texts_survive),
		cmocka_unit_test(edits_are_judged),
		cmocka_unit_test(every_truncation_is_refused),
		cmocka_unit_test(nul_octets_are_refused),
		cmocka_unit_test(any_octet_may_be_wrong),
		cmocka_unit_test(too_much_is_refused),
		cmocka_unit_test(nothing_is_left_behind),
	};

	return cmocka_run_group_tests_name("parse", tests, NULL, NULL);
}
