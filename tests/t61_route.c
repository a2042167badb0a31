/* route: paths, methods, queries; and the language of answers. */
#include "config.h"

#include "adapter/answer.h"
#include "adapter/route.h"
#include "tests/unit.h"

/* Contracts of the test's own, in the place of the real ones. */
static const struct map_operation read_things = {.name = "ReadThings", .method = "GET", .path = "/v1/things"};
static const struct map_operation make_thing = {.name = "MakeThing", .method = "POST", .path = "/v1/things"};
static const struct map_operation read_part = {
    .name = "ReadPart", .method = "GET", .path = "/v1/things/{id}/parts/{part}"};

/* A literal after a parameter in the table, and below it something that only the parameter has. */
static const struct map_operation read_thing = {.name = "ReadThing", .method = "GET", .path = "/v1/things/{id}"};
static const struct map_operation drop_thing = {.name = "DropThing", .method = "DELETE", .path = "/v1/things/{id}"};
static const struct map_operation read_kinds = {.name = "ReadKinds", .method = "GET", .path = "/v1/things/kinds"};
static const struct map_operation read_kind = {.name = "ReadKind", .method = "GET",
    .path = "/v1/things/kinds/{kind}"};

static const struct map_operation *
operation_at(size_t i)
{
	static const struct map_operation *const operations[] = {&read_things, &make_thing, &read_part,
	    &read_thing, &drop_thing, &read_kinds, &read_kind, NULL};

	return operations[i];
}

static void
paths_find_operations(void **state)
{
	static const struct {
		const char *method, *path;
		enum err    want;
		const char *name;       /* of the operation, or what is allowed */
		const char *params;
	/* clang-format off */
	} cases[] = {
		{"GET",    "/v1/things",                 ERR_OK,        "ReadThings", "{}"},
		{"POST",   "/v1/things",                 ERR_OK,        "MakeThing",  "{}"},
		{"GET",    "/v1/things/7/parts/a%20b",   ERR_OK,        "ReadPart",   "{\"id\": \"7\", \"part\": \"a b\"}"},
		{"GET",    "/v1/things/%D1%8F/parts/+",  ERR_OK,        "ReadPart",   "{\"id\": \"я\", \"part\": \"+\"}"},
		{"GET",    "/v1/things/kinds",           ERR_OK,        "ReadKinds",  "{}"},
		{"GET",    "/v1/things/kind",            ERR_OK,        "ReadThing",  "{\"id\": \"kind\"}"},
		{"GET",    "/v1/things/kinds/1",         ERR_OK,        "ReadKind",   "{\"kind\": \"1\"}"},
		{"GET",    "/v1/things/kinds/parts/8",   ERR_OK,        "ReadPart",   "{\"id\": \"kinds\", \"part\": \"8\"}"},
		{"DELETE", "/v1/things/7",               ERR_OK,        "DropThing",  "{\"id\": \"7\"}"},
		{"DELETE", "/v1/things/kinds",           ERR_METHOD,    "GET",        "{}"},       /* not the thing called kinds */
		{"POST",   "/v1/things/7",               ERR_METHOD,    "GET, DELETE","{}"},
		{"DELETE", "/v1/things",                 ERR_METHOD,    "GET, POST",  "{}"},
		{"POST",   "/v1/things/7/parts/8",       ERR_METHOD,    "GET",        "{}"},
		{"get",    "/v1/things",                 ERR_METHOD,    "GET, POST",  "{}"},
		{"GET",    "/v1/things/",                ERR_NOT_FOUND, "",           "{}"},
		{"GET",    "/v1/thingsx",                ERR_NOT_FOUND, "",           "{}"},
		{"GET",    "/v1",                        ERR_NOT_FOUND, "",           "{}"},
		{"GET",    "/v1/things//parts/8",        ERR_NOT_FOUND, "",           "{}"},
		{"GET",    "/v1/things/7/parts/8/9",     ERR_NOT_FOUND, "",           "{}"},
		{"GET",    "/v1/things/%2/parts/8",      ERR_NOT_FOUND, "",           "{}"},
		{"GET",    "/v1/things/%zz/parts/8",     ERR_NOT_FOUND, "",           "{}"},
		{"GET",    "/v1/things/%00/parts/8",     ERR_NOT_FOUND, "",           "{}"},
		{"GET",    "/",                          ERR_NOT_FOUND, "",           "{}"},
		{"GET",    "",                           ERR_NOT_FOUND, "",           "{}"},
		{"GET",    "*",                          ERR_NOT_FOUND, "",           "{}"},
	};
	/* clang-format on */

	struct routes *routes;
	struct err_info failed;

	(void)state;
	assert_ok(failed, routes_open(operation_at, &routes, &failed));
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		json_t *params = json_object(), *want = json_loads(cases[i].params, 0, NULL);
		const struct map_operation *op = NULL;
		struct err_info e;
		char allow[64];

		if (route_find(routes, cases[i].method, cases[i].path, params, allow, sizeof(allow), &op, &e)
		    != cases[i].want)
			fail_msg("%s %s", cases[i].method, cases[i].path);
		assert_string_equal(op != NULL ? op->name : allow, cases[i].name);
		if (!json_equal(params, want))
			fail_msg("%s %s: parameters", cases[i].method, cases[i].path);
		json_decref(params);
		json_decref(want);
	}
	routes_close(routes);
}

/* Every operation that there is, by its own path and method, in little time. */
static void
all_operations_are_found(void **state)
{
	enum { TURNS = 200 };
	const struct map_operation *op, *found = NULL;
	struct routes *routes;
	struct err_info e;
	int64_t began;
	size_t n = 0;
	char allow[64];

	(void)state;
	assert_ok(e, routes_open(map_operation_at, &routes, &e));
	began = clock_now_us();
	for (int turn = 0; turn < TURNS; turn++)
		for (size_t i = 0; (op = map_operation_at(i)) != NULL; i++, n++) {
			json_t *params = json_object();

			assert_ok(e, route_find(routes, op->method, op->path, params, allow, sizeof(allow),
			    &found, &e));
			assert_ptr_equal(found, op);
			json_decref(params);
		}
	print_message("# %.2f us for one of %zu operations\n", (double)(clock_now_us() - began) / (double)n,
	    n / TURNS);
	routes_close(routes);
}

static void
queries_are_read_or_refused(void **state)
{
	static const struct {
		const char *query;
		enum err    want;
		const char *params;
	} cases[] = {
		{NULL,                   ERR_OK,      "{}"},
		{"",                     ERR_OK,      "{}"},
		{"from=2026-01&months=3",ERR_OK,      "{\"from\": \"2026-01\", \"months\": \"3\"}"},
		{"a=b+c%2Bd",            ERR_OK,      "{\"a\": \"b c+d\"}"},
		{"a",                    ERR_OK,      "{\"a\": \"\"}"},
		{"a=",                   ERR_OK,      "{\"a\": \"\"}"},
		{"a=b=c",                ERR_OK,      "{\"a\": \"b=c\"}"},
		{"a=1&a=2",              ERR_INVALID, NULL},
		{"a=%",                  ERR_INVALID, NULL},
		{"a=%4",                 ERR_INVALID, NULL},
		{"a=%ff",                ERR_INVALID, NULL},
		{"%ff=a",                ERR_INVALID, NULL},
		{"a=%00",                ERR_INVALID, NULL},
		{"=a",                   ERR_INVALID, NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		json_t *params = json_object();
		struct err_info e;

		if (route_read_query(cases[i].query, params, &e) != cases[i].want)
			fail_msg("%s", cases[i].query);
		if (cases[i].params != NULL) {
			json_t *want = json_loads(cases[i].params, 0, NULL);

			if (!json_equal(params, want))
				fail_msg("%s: parameters", cases[i].query);
			json_decref(want);
		}
		json_decref(params);
	}
}

static void
queries_are_bounded(void **state)
{
	BUF_AUTO(query, 100000);
	json_t *params = json_object();
	struct err_info e;

	(void)state;
	for (int i = 0; i < 65; i++)
		assert_ok(e, buf_addf(&query, &e, "p%d=1&", i));
	assert_err(ERR_INVALID, e, route_read_query(query.data, params, &e));
	buf_reset(&query);
	json_object_clear(params);
	for (int i = 0; i < 1024; i++)
		assert_ok(e, buf_add_str(&query, "a", &e));
	assert_err(ERR_INVALID, e, route_read_query(query.data, params, &e));
	json_decref(params);
}

static void
languages_are_chosen_by_weight(void **state)
{
	static const struct {
		const char   *accept;
		enum err_lang want;
	} cases[] = {
		{NULL, ERR_RU}, {"", ERR_RU}, {"*", ERR_RU}, {"de", ERR_RU},
		{"en", ERR_EN}, {"ru", ERR_RU}, {"en-GB", ERR_EN}, {"EN", ERR_EN}, {"english", ERR_RU},
		{"ru, en", ERR_RU}, {"ru;q=0.5, en;q=0.9", ERR_EN}, {"en;q=0.8, ru", ERR_RU},
		{"en;q=0", ERR_RU}, {"ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7", ERR_RU},
		{"en-US,en;q=0.9,ru;q=0.8", ERR_EN}, {",,en", ERR_EN}, {"en;q=", ERR_RU}, {"en;q=2", ERR_RU},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		if (answer_language(cases[i].accept) != cases[i].want)
			fail_msg("%s", cases[i].accept);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_find_operations),
		cmocka_unit_test(all_operations_are_found),
		cmocka_unit_test(queries_are_read_or_refused),
		cmocka_unit_test(queries_are_bounded),
		cmocka_unit_test(languages_are_chosen_by_weight),
	};

	return cmocka_run_group_tests_name("route", tests, NULL, NULL);
}
