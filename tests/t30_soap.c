/* soap: what is built is what was mapped, in exclusive-canonical form; messages share nothing. */
#include "config.h"

#include <pthread.h>

#include <libxml/c14n.h>
#include <libxml/parser.h>

#include "adapter/soap/message.h"
#include "tests/soap_help.h"

AUTO_DEFINE(xml_doc, xmlDocPtr, xmlFreeDoc)
AUTO_DEFINE(xml_text, xmlChar *, xmlFree)

#define TOKEN                                                                     \
	"\"token\":{\"familyName\":\"Образцова\",\"firstName\":\"Вера\",\"snils\":\"027-733-198 62\"," \
	"\"birthDate\":\"1966-09-12\",\"gender\":\"female\"}"
#define DETAILS(issued_by)                                                        \
	"{\"desiredDate\":\"2026-12-01\",\"working\":false,\"dependants\":0,\"consent\":true," \
	"\"passport\":{\"series\":\"4599\",\"number\":\"000001\",\"issueDate\":\"2011-10-03\"," \
	"\"issuedBy\":\"" issued_by "\"},\"address\":{\"region\":\"Москва\"},"    \
	"\"contact\":{},\"delivery\":{\"method\":\"post\"},\"workPeriods\":["     \
	"{\"employer\":\"А\",\"from\":\"1995-02-01\",\"to\":null},"               \
	"{\"employer\":\"А\",\"from\":\"1995-02-01\",\"to\":\"1996-02-01\"}]}"
#define SUBMIT(issued_by)                                                         \
	"{" TOKEN ",\"header\":{\"idempotencyKey\":\"k-1\"},"                     \
	"\"body\":{\"kind\":\"oldAgePension\",\"details\":" DETAILS(issued_by) "}}"

static const struct {
	const char *what, *operation, *json;
} requests[] = {
	{"payments", "GetPaymentsByMonth", "{" TOKEN ",\"query\":{\"from\":\"2014-01\",\"months\":\"3\"}}"},
	{"application", "SubmitApplication", SUBMIT("ОВД")},
	{"escapes", "SubmitApplication", SUBMIT("a<b>c&d\\\"e'f]]>g & &amp; <![CDATA[x]]>")},
	{"beyond the first plane", "SubmitApplication", SUBMIT("😀 € é е\\u0301")},
	{"one application", "GetApplication", "{" TOKEN ",\"path\":{\"number\":\"2026-000001\"}}"},
};

static const struct soap_addressing whole = {
	.to = "https://localhost/fund?a=1&b=<2>",
	.action = "urn:mostik:test:Action",
	.message_id = "urn:uuid:00000000-0000-4000-8000-000000000001",
	.relates_to = "urn:uuid:00000000-0000-4000-8000-000000000002",
};

static json_t *
load(const char *text)
{
	json_error_t error;
	json_t *json = json_loads(text, 0, &error);

	if (json == NULL)
		fail_msg("%s in %s", error.text, text);
	return json;
}

static void
build(struct soap_message *message, const struct soap_addressing *addressing, const char *name,
    const char *text, struct buf *out)
{
	AUTO(json) json_t *json = load(text);
	struct err_list problems = {0};
	struct err_info e;

	if (soap_map(message, operation(name)->request, json, &problems, &e) != ERR_OK)
		fail_msg("%s at %s", err_name(problems.item[0].info.code), problems.item[0].info.at);
	assert_ok(e, soap_build(message, addressing, out, &e));
}

static int
below(void *root, xmlNodePtr node, xmlNodePtr parent)
{
	for (xmlNodePtr at = node->type == XML_NAMESPACE_DECL ? parent : node; at != NULL; at = at->parent)
		if (at == root)
			return 1;
	return 0;
}

/* The element's octets in the envelope must be its exclusive-canonical form. */
static void
check_canonical(xmlDocPtr doc, xmlNodePtr node, const char *envelope)
{
	xmlOutputBufferPtr out = xmlAllocOutputBuffer(NULL);

	assert_non_null(out);
	assert_true(xmlC14NExecute(doc, below, node, XML_C14N_EXCLUSIVE_1_0, NULL, 0, out) >= 0);
	if (strstr(envelope, (const char *)xmlOutputBufferGetContent(out)) == NULL)
		fail_msg("%s is not canonical: %s in %s", (const char *)node->name,
		    (const char *)xmlOutputBufferGetContent(out), envelope);
	xmlOutputBufferClose(out);
}

static void
signed_parts_are_canonical(void **state)
{
	struct soap_pool *pool = new_pool(1);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(requests); i++) {
		AUTO(message) struct soap_message *message = new_message(pool);
		AUTO(xml_doc) xmlDocPtr doc = NULL;
		BUF_AUTO(out, 1 << 20);
		xmlNodePtr header, body;
		int n = 0;

		build(message, &whole, requests[i].operation, requests[i].json, &out);
		doc = xmlReadMemory(out.data, (int)out.len, NULL, NULL, XML_PARSE_NONET);
		assert_non_null(doc);
		header = xmlFirstElementChild(xmlDocGetRootElement(doc));
		body = xmlNextElementSibling(header);
		for (xmlNodePtr part = header->children; part != NULL; part = part->next, n++) {
			AUTO(xml_text) xmlChar *id = xmlGetNsProp(part, (const xmlChar *)"Id",
			    (const xmlChar *)WSU);

			assert_string_equal((const char *)id, (const char *)part->name);
			check_canonical(doc, part, out.data);
		}
		assert_int_equal(n, 4);
		check_canonical(doc, body, out.data);
	}
	soap_pool_close(pool);
}

static void
body_holds_the_request(void **state)
{
	struct soap_pool *pool = new_pool(1);
	BUF_AUTO(out, 1 << 20);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(requests); i++) {
		AUTO(message) struct soap_message *message = new_message(pool);
		AUTO(message) struct soap_message *again = new_message(pool);
		BUF_AUTO(content, 1 << 20);
		struct soap_fault fault;
		struct err_info e;
		const char *body, *end;

		buf_reset(&out);
		build(message, &whole, requests[i].operation, requests[i].json, &out);
		body = strstr(out.data, "<SOAP-ENV:Body ");
		end = strstr(out.data, "</SOAP-ENV:Envelope>");
		assert_ok(e, soap_parse(again, operation(requests[i].operation)->request, body,
		    (size_t)(end - body), &fault, &e));
		assert_ok(e, soap_put_content(again, &content, &e));
		assert_non_null(strstr(body, content.data));
	}
	soap_pool_close(pool);
}

static void
addressing_is_as_given(void **state)
{
	struct soap_pool *pool = new_pool(0);
	BUF_AUTO(out, 4096);
	struct soap_addressing addressing = whole;
	struct err_info e;

	(void)state;
	assert_ok(e, soap_wrap(SOAP_1_1, &addressing, "<a></a>", 7, &out, &e));
	assert_non_null(strstr(out.data, "wsu:Id=\"To\">https://localhost/fund?a=1&amp;b=&lt;2&gt;</wsa:To>"));
	assert_non_null(strstr(out.data, "<wsa:RelatesTo"));
	assert_non_null(strstr(out.data, "wsu:Id=\"Body\"><a></a></SOAP-ENV:Body>"));
	assert_non_null(strstr(out.data, SOAP_11));
	assert_null(strstr(out.data, SOAP_12));
	buf_reset(&out);
	addressing.to = addressing.relates_to = NULL;
	assert_ok(e, soap_wrap(SOAP_1_2, &addressing, "", 0, &out, &e));
	assert_non_null(strstr(out.data, ">http://www.w3.org/2005/08/addressing/anonymous</wsa:To>"));
	assert_null(strstr(out.data, "RelatesTo"));
	assert_null(strstr(out.data, SOAP_11));
	assert_non_null(strstr(out.data, SOAP_12));
	addressing.message_id = "urn:\x01";
	assert_err(ERR_BUILD, e, soap_wrap(SOAP_1_1, &addressing, "", 0, &out, &e));
	assert_string_equal(e.at, "MessageID");
	soap_pool_close(pool);
}

static void
limits_are_kept(void **state)
{
	struct soap_pool *pool = new_pool(1);
	AUTO(message) struct soap_message *message = new_message(pool);
	BUF_AUTO(out, 1 << 20);

	(void)state;
	build(message, &whole, requests[0].operation, requests[0].json, &out);
	for (size_t size = 0; size < out.len; size += 7) {
		BUF_AUTO(small, size);
		struct err_info e;

		assert_err(ERR_TOO_LARGE, e, soap_build(message, &whole, &small, &e));
		assert_in_range(small.len, 0, size);
	}
	soap_message_free(STEAL(message));
	soap_pool_close(pool);
}

static void
wrong_documents_are_not_built(void **state)
{
	struct soap_pool *pool = new_pool(1);
	struct soap_message *message = new_message(pool);
	AUTO(json) json_t *json = load("{" TOKEN ",\"query\":{\"from\":\"2014-13\",\"moths\":\"3\"}}");
	struct err_list problems = {0};
	struct err_info e;

	(void)state;
	assert_err(ERR_INVALID, e, soap_map(message, operation("GetPaymentsByMonth")->request, json, &problems, &e));
	assert_int_equal(problems.n, 3);
	soap_message_free(message);
	soap_pool_close(pool);
}

/* Every message as the first one, whatever was done with its context before. */
static void *
build_many(void *arg)
{
	struct soap_pool *pool = arg;

	for (int round = 0; round < 50; round++)
		for (size_t i = 0; i < COUNT_OF(requests); i++) {
			AUTO(message) struct soap_message *message = new_message(pool);
			AUTO(message) struct soap_message *other = new_message(pool);
			BUF_AUTO(out, 1 << 20);
			BUF_AUTO(out_other, 1 << 20);

			build(message, &whole, requests[i].operation, requests[i].json, &out);
			build(other, &whole, requests[i].operation, requests[i].json, &out_other);
			assert_string_equal(out.data, out_other.data);
		}
	return NULL;
}

static void
messages_share_nothing(void **state)
{
	struct soap_pool *pool = new_pool(3);
	pthread_t thread[4];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(thread); i++)
		assert_int_equal(pthread_create(&thread[i], NULL, build_many, pool), 0);
	for (size_t i = 0; i < COUNT_OF(thread); i++)
		assert_int_equal(pthread_join(thread[i], NULL), 0);
	soap_pool_close(pool);
	soap_message_free(NULL);
	soap_pool_close(NULL);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(signed_parts_are_canonical),
		cmocka_unit_test(body_holds_the_request),
		cmocka_unit_test(addressing_is_as_given),
		cmocka_unit_test(limits_are_kept),
		cmocka_unit_test(wrong_documents_are_not_built),
		cmocka_unit_test(messages_share_nothing),
	};

	return cmocka_run_group_tests_name("soap", tests, NULL, NULL);
}
