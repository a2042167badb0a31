/* answer: problems in the caller's language and in no other; findings live as long as the exchange. */
#include "config.h"

#include <jansson.h>

#include "adapter/answer.h"
#include "adapter/exchange.h"
#include "adapter/service.h"
#include "adapter/steps.h"
#include "tests/unit.h"

AUTO_DEFINE(json, json_t *, json_decref)
AUTO_DEFINE(pool, struct soap_pool *, soap_pool_close)
AUTO_DEFINE(exchange, struct exchange *, exchange_free)

static struct front_call call = {.caller = "portal"};
static const struct settings settings = {.deadline_ms = 1000};
static struct service service = {.settings = &settings};

static struct exchange *
new_exchange(enum err_lang lang)
{
	struct exchange *x = NULL;
	struct err_info e;

	assert_ok(e, exchange_new(&service, &call, &x, &e));
	x->lang = lang;
	return x;
}

/* The problem that x is answered with. */
static json_t *
answer(struct exchange *x, enum err code)
{
	struct err_info e;
	json_t *p;

	x->flow.err.code = code;
	assert_ok(e, step_answer(x, &e));
	assert_int_equal(x->status, err_http_status(code));
	p = json_loads(x->body, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(p);
	return p;
}

static const char *
member(const json_t *p, const char *list, size_t i, const char *name)
{
	const json_t *owner = list != NULL ? json_array_get(json_object_get(p, list), i) : p;

	return json_string_value(json_object_get(owner, name));
}

static void
findings_are_in_the_callers_language(void **state)
{
	static const struct {
		enum err_lang lang;
		const char   *title, *detail[2], *hint;
	} cases[] = {
	    {ERR_EN, "The request has fields that cannot be accepted.",
	     {"The value is outside the permitted range. (from 1 to 60)",
	      "The value does not have the required form. (expected: YYYY-MM)"},
	     "Send a value within the limits."},
	    {ERR_RU, "В запросе есть поля, которые не могут быть приняты.",
	     {"Значение вне допустимых пределов. (от 1 до 60)",
	      "Значение не соответствует требуемому формату. (ожидается: ГГГГ-ММ)"},
	     "Передайте значение в допустимых пределах."},
	};
	static const char *const want[2] = {"YYYY-MM", "ГГГГ-ММ"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		AUTO(exchange) struct exchange *x = new_exchange(cases[i].lang);
		AUTO(json) json_t *p = NULL;

		x->problems = calloc(1, sizeof(*x->problems));
		err_list_add(x->problems, "f", 1, ERR_MAP_RANGE, "/query/months", NULL, "from %d to %d",
		    "от %d до %d", 1, 60);
		err_list_add(x->problems, "f", 1, ERR_MAP_FORMAT, "/query/from", want, "expected", "ожидается");
		x->problems->dropped = 4;
		p = answer(x, ERR_INVALID);
		assert_string_equal(member(p, NULL, 0, "title"), cases[i].title);
		assert_int_equal(json_array_size(json_object_get(p, "errors")), 2);
		assert_string_equal(member(p, "errors", 0, "in"), "query");
		assert_string_equal(member(p, "errors", 0, "pointer"), "/months");
		assert_string_equal(member(p, "errors", 0, "code"), "MAP_RANGE");
		assert_string_equal(member(p, "errors", 0, "detail"), cases[i].detail[0]);
		assert_string_equal(member(p, "errors", 0, "hint"), cases[i].hint);
		assert_string_equal(member(p, "errors", 1, "detail"), cases[i].detail[1]);
		assert_int_equal(json_integer_value(json_object_get(p, "errorsNotShown")), 4);
	}
}

/* The text of a failure is for the log, in English; only who reads English is told it. */
static void
single_failures_are_in_the_callers_language(void **state)
{
	static const struct {
		enum err_lang lang;
		enum err      code;
		const char   *at, *detail;      /* NULL: no culprit is named */
	} cases[] = {
	    {ERR_EN, ERR_INVALID, "/query/a", "The request has fields that cannot be accepted. (is given twice)"},
	    {ERR_RU, ERR_INVALID, "/query/a", "В запросе есть поля, которые не могут быть приняты."},
	    {ERR_EN, ERR_HEADER, "/header/a", "A header is missing or malformed. (is given twice)"},
	    {ERR_RU, ERR_HEADER, "/header/a", "Заголовок отсутствует или неверен."},
	    {ERR_EN, ERR_NOT_FOUND, "", NULL},
	    {ERR_EN, ERR_REPLY_SENSE, "/monthlyPayments", NULL},
	    {ERR_RU, ERR_REPLY_SENSE, "/monthlyPayments", NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		AUTO(exchange) struct exchange *x = new_exchange(cases[i].lang);
		AUTO(json) json_t *p = NULL;

		err_set(&x->flow.err, "f", 1, cases[i].code, cases[i].at, "is given twice");
		p = answer(x, cases[i].code);
		assert_null(json_object_get(p, "errorsNotShown"));
		if (cases[i].detail == NULL) {
			assert_null(json_object_get(p, "errors"));
			/* What was wrong with a peer's answer is told apart, for operators. */
			if (err_who(cases[i].code) == ERR_PEER)
				assert_string_equal(json_string_value(json_object_get(p, "diagnostic")),
				    "is given twice");
			else
				assert_null(strstr(x->body, "twice"));
			continue;
		}
		assert_int_equal(json_array_size(json_object_get(p, "errors")), 1);
		assert_string_equal(member(p, "errors", 0, "pointer"), "/a");
		assert_string_equal(member(p, "errors", 0, "detail"), cases[i].detail);
		assert_string_equal(member(p, "errors", 0, "hint"), err_hint(cases[i].code, cases[i].lang));
	}
}

/* A request without fault takes no memory for findings. */
static void
findings_are_kept_only_if_there_are_any(void **state)
{
	AUTO(pool) struct soap_pool *pool = NULL;
	struct err_info e;

	(void)state;
	assert_ok(e, soap_pool_open(1, &pool, &e));
	service.soap_pool = pool;
	for (int good = 0; good < 2; good++) {
		AUTO(exchange) struct exchange *x = new_exchange(ERR_RU);

		x->op = map_operation_named("GetPaymentsByMonth");
		json_object_set_new(x->doc, "token", json_pack("{ssssssssss}", "familyName", "Образцова",
		    "firstName", "Вера", "snils", "02773319862", "birthDate", "1966-09-12", "gender", "female"));
		json_object_set_new(x->doc, "query", json_pack("{ssss}", "from", "2014-01", "months",
		    good ? "3" : "0"));
		assert_err(good ? ERR_OK : ERR_INVALID, e, step_map(x, &e));
		if (good) {
			assert_null(x->problems);
			continue;
		}
		assert_int_equal(x->problems->n, 1);
		assert_string_equal(x->problems->item[0].info.at, "/query/months");
		assert_string_equal(x->problems->item[0].text_ru, "от 1 до 60");
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(findings_are_in_the_callers_language),
		cmocka_unit_test(single_failures_are_in_the_callers_language),
		cmocka_unit_test(findings_are_kept_only_if_there_are_any),
	};

	return cmocka_run_group_tests_name("answer", tests, NULL, NULL);
}
