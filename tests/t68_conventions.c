/*
 * conventions: who asks and by which key, versions, lists and ages of operations; by operations of the
 * test's own.
 */
#include "config.h"

#include "adapter/exchange.h"
#include "adapter/service.h"
#include "adapter/steps.h"
#include "mapping/rows.h"
#include "tests/lib/token_kit.h"
#include "tests/unit.h"

AUTO_DEFINE(exchange, struct exchange *, exchange_free)

static const struct settings settings = {.deadline_ms = 1000};
static struct service service = {.settings = &settings};

static const struct map_field version_rows[] = {{.kind = MAP_KIND_TEXT, .json = "ifMatch"}, MAP_END};
static const struct map_field versioned_rows[] = {
	{.kind = MAP_KIND_GROUP, .json = "header", .members = version_rows}, MAP_END};
static const struct map_field no_rows[] = {MAP_END};
static const struct map_type versioned_type = {.name = "Versioned", .fields = versioned_rows};
static const struct map_type plain_type = {.name = "Plain", .fields = no_rows};
static const struct map_message versioned = {.type = &versioned_type}, plain = {.type = &plain_type};

/* clang-format off */
static const struct map_operation read_one = {.name = "ReadOne", .method = "GET", .status = 200, .scope = "payments",
	.request = &plain, .version = "/state/version"};
static const struct map_operation read_list = {.name = "ReadList", .method = "GET", .status = 200, .scope = "payments",
	.request = &plain, .list = "/things", .deprecated = "2026-01-01", .sunset = "2027-02-28"};
static const struct map_operation make_one = {.name = "MakeOne", .method = "POST", .status = 201, .scope = "payments",
	.request = &plain, .changes = true};
static const struct map_operation put_one = {.name = "PutOne", .method = "PUT", .status = 200, .scope = "payments",
	.request = &versioned, .changes = true, .version = "/version"};
static const struct map_operation drop_one = {.name = "DropOne", .method = "DELETE", .status = 200, .scope = "payments",
	.request = &plain, .changes = true};
/* clang-format on */

static struct front_header headers[8];
static struct front_call call = {.method = "GET", .caller = "portal", .path = "/v1/things/a b", .body = "",
    .header = headers};

static void
header(const char *name, const char *value)
{
	if (value != NULL)
		headers[call.n_headers++] = (struct front_header){name, value};
}

static struct exchange *
new_exchange(const struct map_operation *op)
{
	struct exchange *x = NULL;
	struct err_info e;

	assert_ok(e, exchange_new(&service, &call, &x, &e));
	x->op = op;
	x->lang = ERR_EN;
	return x;
}

static const char *
answer_header(const struct exchange *x, const char *name)
{
	for (size_t i = 0; i < x->n_headers; i++)
		if (strcmp(x->header[i].name, name) == 0)
			return x->header[i].value;
	return "";
}

/* A new exchange that has been authenticated, with these headers. */
static struct exchange *
authenticated(const struct map_operation *op, const char *key, const char *if_match, const char *if_none_match,
    enum err want)
{
	char *token = kit_token("e1", ec), bearer[4096];
	struct exchange *x;
	struct err_info e = {0};
	enum err got;

	call.n_headers = 0;
	snprintf(bearer, sizeof(bearer), "Bearer %s", token);
	free(token);
	header("Authorization", bearer);
	header("Idempotency-Key", key);
	header("If-Match", if_match);
	header("If-None-Match", if_none_match);
	service.token_keys = kit_keys;
	x = new_exchange(op);
	got = step_authenticate(x, &e);
	if (got != want)
		fail_msg("%s, %s, %s, %s: %s at %s: %s", op->name, key, if_match, if_none_match, err_name(got), e.at,
		    e.text);
	return x;
}

static const char *
in_header(const struct exchange *x, const char *name)
{
	return json_string_value(json_object_get(json_object_get(x->doc, "header"), name));
}

static void
keys_make_messages(void **state)
{
	static const struct {
		const struct map_operation *op;
		const char *key;
		enum err    want;
		bool        claims, carries;
	} cases[] = {
		{&read_one, NULL, ERR_OK,     false, false},
		{&read_one, "k1", ERR_OK,     false, false},
		{&make_one, NULL, ERR_HEADER, false, false},
		{&make_one, "k1", ERR_OK,     true,  true},
		{&put_one,  NULL, ERR_OK,     false, true},
		{&put_one,  "k1", ERR_OK,     true,  true},
		{&put_one,  "",   ERR_HEADER, false, false},
		{&put_one,  "я",  ERR_HEADER, false, false},
		{&drop_one, NULL, ERR_OK,     false, true},
		{&drop_one, "k1", ERR_OK,     true,  true},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct map_operation *op = cases[i].op;
		const char *key = cases[i].key;
		enum err want = cases[i].want;
		AUTO(exchange) struct exchange *x = authenticated(op, key, NULL, NULL, want);
		AUTO(exchange) struct exchange *again = authenticated(op, key, NULL, NULL, want);
		const char *carried = in_header(x, "idempotencyKey");

		if (x->claims != cases[i].claims || (carried != NULL) != cases[i].carries)
			fail_msg("%s, %s", cases[i].op->name, cases[i].key);
		/* What the Fund is told is the MessageID's own id; the same only for the same key. */
		if (carried != NULL)
			assert_string_equal(carried, x->message_id + strlen("urn:uuid:"));
		if (cases[i].want == ERR_OK)
			assert_int_equal(strcmp(x->message_id, again->message_id) == 0, cases[i].claims);
	}
}

/* The key is the operation's; the version counts as part of the request. */
static void
a_key_stands_for_one_request(void **state)
{
	AUTO(exchange) struct exchange *a = authenticated(&put_one, "k", "\"1\"", NULL, ERR_OK);
	AUTO(exchange) struct exchange *same = authenticated(&put_one, "k", "\"1\"", NULL, ERR_OK);
	AUTO(exchange) struct exchange *version = authenticated(&put_one, "k", "\"2\"", NULL, ERR_OK);
	AUTO(exchange) struct exchange *any = authenticated(&put_one, "k", NULL, NULL, ERR_OK);
	AUTO(exchange) struct exchange *other = authenticated(&drop_one, "k", NULL, NULL, ERR_OK);

	(void)state;
	assert_memory_equal(a->claim.key, same->claim.key, sizeof(a->claim.key));
	assert_memory_equal(a->claim.request, same->claim.request, sizeof(a->claim.request));
	assert_memory_equal(a->claim.key, version->claim.key, sizeof(a->claim.key));
	assert_memory_not_equal(a->claim.request, version->claim.request, sizeof(a->claim.request));
	assert_memory_not_equal(a->claim.request, any->claim.request, sizeof(a->claim.request));
	assert_memory_not_equal(a->claim.key, other->claim.key, sizeof(a->claim.key));
}

static void
conditions_are_read_or_refused(void **state)
{
	static const struct {
		const struct map_operation *op;
		const char *if_match, *if_none_match;
		enum err    want;
		const char *version;
	/* clang-format off */
	} cases[] = {
		{&put_one,  "\"v1.2_3-x\"", NULL,    ERR_OK,     "v1.2_3-x"},
		{&put_one,  "*",            NULL,    ERR_OK,     NULL},
		{&put_one,  "W/\"1\"",      NULL,    ERR_HEADER, NULL},       /* weak: RFC 9110, 13.1.1 */
		{&put_one,  "1",            NULL,    ERR_HEADER, NULL},
		{&put_one,  "\"1",          NULL,    ERR_HEADER, NULL},
		{&put_one,  "\"",           NULL,    ERR_HEADER, NULL},
		{&put_one,  "\"\"",         NULL,    ERR_HEADER, NULL},
		{&put_one,  "",             NULL,    ERR_HEADER, NULL},
		{&put_one,  "\"1\", \"2\"", NULL,    ERR_HEADER, NULL},
		{&put_one,  "\"1\" ",       NULL,    ERR_HEADER, NULL},
		{&put_one,  "\"a b\"",      NULL,    ERR_HEADER, NULL},
		{&put_one,  "\"\xff\"",     NULL,    ERR_HEADER, NULL},
		{&put_one,  "\"0123456789012345678901234567890123456789012345678901234567890123456789\"", NULL, ERR_HEADER, NULL},
		{&put_one,  NULL,           "\"1\"", ERR_HEADER, NULL},       /* not of a change */
		{&drop_one, "\"1\"",        NULL,    ERR_HEADER, NULL},       /* nothing to compare it with */
		{&drop_one, "*",            NULL,    ERR_HEADER, NULL},
		{&read_one, "\"1\"",        NULL,    ERR_HEADER, NULL},
		{&read_one, NULL,           "\"1\"", ERR_OK,     NULL},
		{&read_one, NULL,           "W/\"1\" , \"2\"", ERR_OK, NULL},
		{&read_one, NULL,           "*",     ERR_OK,     NULL},
		{&read_one, NULL,           "",      ERR_HEADER, NULL},
		{&read_one, NULL,           "\"1\",", ERR_HEADER, NULL},
		{&read_one, NULL,           "1",     ERR_HEADER, NULL},
		{&read_one, NULL,           "\"1\" \"2\"", ERR_HEADER, NULL},
	};
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		AUTO(exchange) struct exchange *x = authenticated(cases[i].op, NULL, cases[i].if_match,
		    cases[i].if_none_match, cases[i].want);
		const char *version = in_header(x, "ifMatch");

		if (cases[i].version == NULL)
			assert_null(version);
		else
			assert_string_equal(version, cases[i].version);
	}
}

static void
versions_become_tags(void **state)
{
	static const struct {
		const char *if_none_match;
		int         status;
	} cases[] = {
		{NULL, 200}, {"\"8\"", 200}, {"\"77\"", 200}, {"\"8\", \"9\"", 200},
		{"\"7\"", 304}, {"W/\"7\"", 304}, {"*", 304}, {"\"8\", \"7\"", 304}, {" W/\"8\" ,\"7\" ", 304},
	};
	struct err_info e;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		AUTO(exchange) struct exchange *x = authenticated(&read_one, NULL, NULL,
		    cases[i].if_none_match, ERR_OK);

		x->reply = json_pack("{s:{s:s}}", "state", "version", "7");
		assert_ok(e, step_answer(x, &e));
		if (x->status != cases[i].status)
			fail_msg("%s: %d", cases[i].if_none_match, x->status);
		assert_string_equal(answer_header(x, "ETag"), "\"7\"");
		assert_string_equal(x->body, x->status == 304 ? "" : "{\"state\":{\"version\":\"7\"}}");
		assert_int_equal(x->body_len, strlen(x->body));
		assert_int_equal(x->content_type == NULL, x->status == 304);
	}
}

/* Repeated by its key, a change has the tag that it had. */
static void
repeated_answers_have_their_tag(void **state)
{
	AUTO(exchange) struct exchange *x = authenticated(&put_one, "k", NULL, NULL, ERR_OK);
	AUTO(exchange) struct exchange *no = authenticated(&put_one, "k", NULL, NULL, ERR_OK);
	struct err_info e;

	(void)state;
	x->flow.settled = no->flow.settled = true;
	x->claim.answer = strdup("{\"version\":\"9\"}");
	x->claim.status = 200;
	assert_ok(e, step_answer(x, &e));
	assert_string_equal(answer_header(x, "ETag"), "\"9\"");
	assert_string_equal(answer_header(x, "Idempotent-Replayed"), "true");
	assert_string_equal(x->body, "{\"version\":\"9\"}");
	no->claim.answer = strdup("{\"version\":\"9\"}");
	no->claim.status = 422;
	assert_ok(e, step_answer(no, &e));
	assert_string_equal(answer_header(no, "ETag"), "");
}

static void
lists_go_on(void **state)
{
	AUTO(exchange) struct exchange *x = new_exchange(&read_list), *end = new_exchange(&read_list);
	struct err_info e;

	(void)state;
	json_object_set_new(x->doc, "query", json_pack("{s:s, s:s, s:s}", "limit", "5", "cursor", "old",
	    "kind", "a&b=>\"я\r\n"));
	x->reply = json_pack("{s:[], s:s}", "things", "nextCursor", "MTA=");
	assert_ok(e, step_answer(x, &e));
	assert_string_equal(answer_header(x, "Link"),
	    "</v1/things/a%20b?limit=5&kind=a%26b%3D%3E%22%D1%8F%0D%0A&cursor=MTA%3D>; rel=\"next\"");
	end->reply = json_pack("{s:[]}", "things");
	assert_ok(e, step_answer(end, &e));
	assert_string_equal(answer_header(end, "Link"), "");
}

/* RFC 9745: a date as RFC 9651 has it; RFC 8594: a date of HTTP.  Refusals say it as well. */
static void
old_operations_say_so(void **state)
{
	struct err_info e;

	(void)state;
	for (int good = 0; good < 2; good++) {
		AUTO(exchange) struct exchange *x = new_exchange(&read_list);

		x->reply = json_object();
		x->flow.err.code = good ? ERR_OK : ERR_TOKEN_EXPIRED;
		assert_ok(e, step_answer(x, &e));
		assert_int_equal(x->status, good ? 200 : 401);
		assert_string_equal(answer_header(x, "Deprecation"), "@1767225600");
		assert_string_equal(answer_header(x, "Sunset"), "Sun, 28 Feb 2027 00:00:00 GMT");
		x->op = &read_one;
		x->n_headers = 0;
		free(STEAL(x->body));
		assert_ok(e, step_answer(x, &e));
		assert_string_equal(answer_header(x, "Deprecation"), "");
		assert_string_equal(answer_header(x, "Sunset"), "");
	}
}

/* One second's worth at once, then as time goes by; each caller for itself. */
static void
callers_have_a_rate(void **state)
{
	static struct rate rate;
	char who[RATE_WHO_SIZE];

	(void)state;
	for (int i = 0; i < 100; i++)
		assert_true(rate_permits(&rate, "free", 0, 1000));
	for (int i = 0; i < 5; i++)
		assert_true(rate_permits(&rate, "a", 5, 1000));
	assert_false(rate_permits(&rate, "a", 5, 1000));
	assert_false(rate_permits(&rate, "a", 5, 1199));
	assert_true(rate_permits(&rate, "a", 5, 1200));
	assert_false(rate_permits(&rate, "a", 5, 1200));
	assert_false(rate_permits(&rate, "a", 5, 1100));        /* a clock that stands is no gift */
	assert_true(rate_permits(&rate, "b", 5, 1200));
	for (int i = 0; i < 5; i++)
		assert_true(rate_permits(&rate, "a", 5, 90000));
	assert_false(rate_permits(&rate, "a", 5, 90000));
	for (int i = 0; i < 2 * RATE_CALLERS_MAX; i++) {
		snprintf(who, sizeof(who), "%d", i);
		assert_true(rate_permits(&rate, who, 5, 90001));
	}
	assert_int_equal(rate.n, RATE_CALLERS_MAX);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_make_messages),
		cmocka_unit_test(a_key_stands_for_one_request),
		cmocka_unit_test(conditions_are_read_or_refused),
		cmocka_unit_test(versions_become_tags),
		cmocka_unit_test(repeated_answers_have_their_tag),
		cmocka_unit_test(lists_go_on),
		cmocka_unit_test(old_operations_say_so),
		cmocka_unit_test(callers_have_a_rate),
	};

	return cmocka_run_group_tests_name("conventions", tests, kit_set_up, kit_tear_down);
}
