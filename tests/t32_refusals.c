/* A service's own fault: read whole, by its rows, and told in the words that the service's table has for it. */
#include "config.h"

#include "adapter/exchange.h"
#include "adapter/service.h"
#include "adapter/steps.h"
#include "tests/soap_help.h"

AUTO_DEFINE(exchange, struct exchange *, exchange_free)

#define ACC "urn:mostik:account:1.0.0"
#define FLT "urn:mostik:faults:1.0.0"
#define OWN(ns, children) "<a:AccountFault" ns ">" children "</a:AccountFault>"
#define NS      " xmlns:a=\"" ACC "\" xmlns:f=\"" FLT "\""
#define CODE(c) "<a:Code>" c "</a:Code>"
#define TEXT    "<f:Text>Нет &lt;данных&gt; &amp; всё</f:Text>"
#define FIELD   "<f:Field>Snils</f:Field>"

static const struct settings settings = {.deadline_ms = 1000};
static struct service service = {.settings = &settings};
static struct front_call call = {.caller = "portal"};

/* clang-format off */
static const struct {
	const char *what, *body;
	enum err    want;
	int         status;
	const char *type, *title;
} cases[] = {
	{"refused",     FAULT_11("Client", DETAIL_11(OWN(NS, CODE("REFUSED") TEXT FIELD))), ERR_FUND_REFUSED, 422,
	    "urn:mostik:problem:fund:account:REFUSED", "The Fund has refused the request"},
	{"not found",   FAULT_11("Client", DETAIL_11(OWN(NS, CODE("NOT_FOUND") TEXT))), ERR_FUND_NOT_FOUND, 404,
	    "urn:mostik:problem:fund:account:NOT_FOUND", "The Fund has no such record of this citizen"},
	{"of 1.2",      FAULT_12("Sender", DETAIL_12(OWN(NS, CODE("NOT_FOUND") TEXT))), ERR_FUND_NOT_FOUND, 404,
	    "urn:mostik:problem:fund:account:NOT_FOUND", "The Fund has no such record of this citizen"},
	{"as servers of Java write it", FAULT_11("Server", DETAIL_11(OWN(NS, CODE("REFUSED") TEXT))), ERR_FUND_REFUSED, 422,
	    "urn:mostik:problem:fund:account:REFUSED", "The Fund has refused the request"},
	{"names declared further out", "<soap:Body xmlns:soap=\"" SOAP_11 "\"" NS "><soap:Fault><faultcode>soap:Client</faultcode>"
	    "<faultstring>x</faultstring><detail>" OWN("", CODE("REFUSED") TEXT) "</detail></soap:Fault></soap:Body>",
	    ERR_FUND_REFUSED, 422, "urn:mostik:problem:fund:account:REFUSED", "The Fund has refused the request"},
	/* what is none of the contract */
	{"a code without a row",  FAULT_11("Client", DETAIL_11(OWN(NS, CODE("NO_SUCH_CODE") TEXT))), ERR_REPLY_SCHEMA, 502,
	    "urn:mostik:problem:REPLY_SCHEMA", "The Fund's answer does not follow the contract."},
	{"a service may not say INTERNAL", FAULT_11("Server", DETAIL_11(OWN(NS, CODE("INTERNAL") TEXT))), ERR_REPLY_SCHEMA, 502,
	    "urn:mostik:problem:REPLY_SCHEMA", "The Fund's answer does not follow the contract."},
	{"an element too many",   FAULT_11("Client", DETAIL_11(OWN(NS, CODE("REFUSED") TEXT "<a:More>1</a:More>"))), ERR_REPLY_SCHEMA, 502,
	    "urn:mostik:problem:REPLY_SCHEMA", "The Fund's answer does not follow the contract."},
	{"in another order",      FAULT_11("Client", DETAIL_11(OWN(NS, TEXT CODE("REFUSED")))), ERR_REPLY_SCHEMA, 502,
	    "urn:mostik:problem:REPLY_SCHEMA", "The Fund's answer does not follow the contract."},
	{"no text",               FAULT_11("Client", DETAIL_11(OWN(NS, CODE("REFUSED")))), ERR_REPLY_SCHEMA, 502,
	    "urn:mostik:problem:REPLY_SCHEMA", "The Fund's answer does not follow the contract."},
	{"beside the common one", FAULT_11("Client", DETAIL_11(OWN(NS, CODE("REFUSED") TEXT) SERVICE_FAULT("NOT_FOUND", ""))),
	    ERR_REPLY_SCHEMA, 502, "urn:mostik:problem:REPLY_SCHEMA", "The Fund's answer does not follow the contract."},
	/* not the service's: the Fund's front */
	{"the common one",        FAULT_11("Client", DETAIL_11(SERVICE_FAULT("NOT_FOUND", ""))), ERR_FUND_NOT_FOUND, 404,
	    "urn:mostik:problem:FUND_NOT_FOUND", "The Fund has no such record for this citizen."},
	{"another service's",     FAULT_11("Server", DETAIL_11("<p:PaymentsFault xmlns:p=\"urn:mostik:payments:1.0.0\"><p:Code>REFUSED</p:Code></p:PaymentsFault>")),
	    ERR_FUND_FAULT, 502, "urn:mostik:problem:FUND_FAULT", "The Fund reports an internal fault."},
};
/* clang-format on */

static const char *
member(const json_t *p, const char *name)
{
	return json_string_value(json_object_get(p, name));
}

static void
refusals_have_their_words(void **state)
{
	struct soap_pool *pool = service.soap_pool = new_pool(1);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		AUTO(exchange) struct exchange *x = NULL;
		AUTO(json) json_t *p = NULL;
		struct err_info e = {0};
		enum err got;
		bool own;

		assert_ok(e, exchange_new(&service, &call, &x, &e));
		x->op = operation("GetAccountStatus");
		x->lang = ERR_EN;
		x->verified.body = strdup(cases[i].body);
		x->verified.body_len = strlen(cases[i].body);
		got = step_parse(x, &x->flow.err);
		if (got != cases[i].want)
			fail_msg("%s: %s at %s: %s", cases[i].what, err_name(got), x->flow.err.at, x->flow.err.text);
		assert_int_equal(x->flow.err.code, got);
		assert_ok(e, step_answer(x, &e));
		p = json_loads(x->body, 0, NULL);
		assert_non_null(p);
		own = strstr(cases[i].type, ":fund:") != NULL;
		assert_int_equal(x->status, cases[i].status);
		assert_int_equal(json_integer_value(json_object_get(p, "status")), cases[i].status);
		assert_string_equal(member(p, "type"), cases[i].type);
		assert_string_equal(member(p, "title"), cases[i].title);
		assert_string_equal(member(p, "code"), err_name(cases[i].want));
		assert_int_equal(x->fault_detail != NULL, own);
		/* Nothing of what is not believed gets out. */
		if (got == ERR_REPLY_SCHEMA)
			assert_null(json_object_get(p, "fault"));
		if (own)
			assert_string_equal(member(json_object_get(p, "fault"), "text"), "Нет <данных> & всё");
	}
	soap_pool_close(pool);
}

static void
in_russian_too(void **state)
{
	struct soap_pool *pool = service.soap_pool = new_pool(1);
	AUTO(exchange) struct exchange *x = NULL;
	struct err_info e;

	(void)state;
	assert_ok(e, exchange_new(&service, &call, &x, &e));
	x->op = operation("GetAccountStatus");
	x->lang = ERR_RU;
	x->verified.body = strdup(cases[0].body);
	x->verified.body_len = strlen(cases[0].body);
	assert_err(ERR_FUND_REFUSED, x->flow.err, step_parse(x, &x->flow.err));
	assert_ok(e, step_answer(x, &e));
	assert_non_null(strstr(x->body, "\"title\":\"Фонд отклонил запрос\""));
	assert_non_null(strstr(x->body, "\"field\":\"Snils\""));
	exchange_free(STEAL(x));
	soap_pool_close(pool);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(refusals_have_their_words),
		cmocka_unit_test(in_russian_too),
	};

	return cmocka_run_group_tests_name("refusals", tests, NULL, NULL);
}
