/* mapping: the OpenAPI document is whole, says what the rows say, and is the same every time. */
#include "config.h"

#include <ctype.h>

#include "tests/mapping_unit.h"

/* tests/t26_openapi.sh looks at the document with other eyes. */
static int
emit(void)
{
	AUTO(json) json_t *doc = NULL;
	struct err_info e;

	if (map_openapi(ERR_EN, &doc, &e) != ERR_OK)
		return 1;
	return json_dumpf(doc, stdout, JSON_INDENT(1)) != 0;
}

/* The value at an address of plain names, with / for each step; NULL if there is none. */
static const json_t *
look(const json_t *doc, const char *path)
{
	char name[128];

	while (doc != NULL && *path != '\0') {
		size_t len = strcspn(path, ">");

		assert_true(len < sizeof(name));
		memcpy(name, path, len);
		name[len] = '\0';
		doc = json_is_array(doc) ? json_array_get(doc, (size_t)strtoul(name, NULL, 10))
		                         : json_object_get(doc, name);
		path += len + (path[len] == '>');
	}
	return doc;
}

/* What the document says of an operation. */
static const json_t *
look_at(const json_t *doc, const struct map_operation *o)
{
	char verb[8] = "";

	for (size_t i = 0; o->method[i] != '\0'; i++)
		verb[i] = (char)tolower((unsigned char)o->method[i]);
	return json_object_get(json_object_get(look(doc, "paths"), o->path), verb);
}

static void
is_the_same_every_time(void **state)
{
	AUTO(json) json_t *one = NULL, *two = NULL;
	AUTO(char) char *first = NULL, *second = NULL;
	struct err_info e;

	(void)state;
	assert_ok(e, map_openapi(ERR_RU, &one, &e));
	assert_ok(e, map_openapi(ERR_RU, &two, &e));
	first = json_dumps(one, JSON_COMPACT);
	second = json_dumps(two, JSON_COMPACT);
	assert_string_equal(first, second);
}

/* Whether one of the service's refusals has that status. */
static bool
refuses_by(const struct map_service *service, int status)
{
	const struct map_refusal *refusal = service->refusals;

	while (refusal->code != NULL && refusal->status != status)
		refusal++;
	return refusal->code != NULL;
}

static void
every_operation_is_there(void **state)
{
	AUTO(json) json_t *doc = NULL;
	struct err_info e;
	size_t n = 0, found = 0;
	const char *path, *method;
	json_t *item, *operation;

	(void)state;
	assert_ok(e, map_openapi(ERR_EN, &doc, &e));
	assert_string_equal(json_string_value(look(doc, "openapi")), "3.1.0");
	for (; map_operation_at(n) != NULL; n++) {
		const struct map_operation *o = map_operation_at(n);
		const json_t *at = look_at(doc, o);
		char status[8];

		assert_string_equal(json_string_value(look(at, "operationId")), o->name);
		assert_string_equal(json_string_value(look(at, "summary")), o->title_en);
		assert_string_equal(json_string_value(look(at, "tags>0")), o->service->name);
		assert_string_equal(json_string_value(look(at, "security>0>accessToken>0")), o->scope);
		assert_non_null(look(at, "security>0>clientCertificate"));
		snprintf(status, sizeof(status), "%d", o->status);
		assert_non_null(json_object_get(look(at, "responses"), status));
		assert_int_equal(look(at, "requestBody") != NULL, map_takes_body(o));
		assert_int_equal(look(at, "responses>409") != NULL, o->changes || refuses_by(o->service, 409));
		for (int code = ERR_OK + 1; code < ERR_MAX_; code++) {
			snprintf(status, sizeof(status), "%d", err_http_status((enum err)code));
			if (o->changes)
				assert_non_null(json_object_get(look(at, "responses"), status));
		}
	}
	json_object_foreach((json_t *)(uintptr_t)look(doc, "paths"), path, item)
		json_object_foreach(item, method, operation)
			found++;
	assert_int_equal(found, n);
}

/* Rows picked by hand, one of each kind: what is written there must be here. */
static const struct {
	const char *at, *want;
} limits[] = {
	/* clang-format off */
	{"paths>/v1/payments/monthly>get>parameters>0>name", "'from'"},
	{"paths>/v1/payments/monthly>get>parameters>0>schema>pattern", "'^[0-9]{4}-(0[1-9]|1[0-2])$'"},
	{"paths>/v1/payments/monthly>get>parameters>1>in", "'query'"},
	{"paths>/v1/payments/monthly>get>parameters>1>required", "true"},
	{"paths>/v1/payments/monthly>get>parameters>1>schema>type", "'integer'"},
	{"paths>/v1/payments/monthly>get>parameters>1>schema>minimum", "1"},
	{"paths>/v1/payments/monthly>get>parameters>1>schema>maximum", "60"},
	{"paths>/v1/payments/monthly>get>responses>200>content>application/json>schema>$ref",
	    "'#/components/schemas/PaymentsReply'"},
	{"paths>/v1/applications/{number}>get>parameters>0>in", "'path'"},
	{"paths>/v1/applications/{number}>get>parameters>0>schema>maxLength", "40"},
	{"paths>/v1/applications>post>parameters>0>$ref", "'#/components/parameters/IdempotencyKey'"},
	{"components>schemas>PaymentsReply>required",
	    "['familyName','firstName','snils','birthDate','gender','actualDate','existData','from','months','monthlyPayments']"},
	{"components>schemas>PaymentsReply>additionalProperties", "false"},
	{"components>schemas>PaymentsReply>properties>monthlyPayments>minItems", "0"},
	{"components>schemas>PaymentsReply>properties>monthlyPayments>maxItems", "60"},
	{"components>schemas>PaymentsReply>x-rules>0>at", "'/existData'"},
	{"components>schemas>PaymentsReply>x-rules>0>expected", "'true exactly where there are months'"},
	{"components>schemas>MonthlyPayment>properties>month",
	    "{'type':'integer','minimum':1,'maximum':12,'examples':[1]}"},
	{"components>schemas>MonthlyPayment>properties>payments>minItems", "1"},
	{"components>schemas>MonthlyPayment>properties>payments>items>$ref", "'#/components/schemas/Payment'"},
	{"components>schemas>MonthlyPayment>x-rules>1>at", "'/totalPaymentsSum'"},
	{"components>schemas>Payment>required", "['type','sum','details']"},
	{"components>schemas>Payment>properties>type>maxLength", "250"},
	{"components>schemas>Application>oneOf>0>$ref", "'#/components/schemas/Application.oldAgePension'"},
	{"components>schemas>Application>discriminator>propertyName", "'kind'"},
	{"components>schemas>Application.oldAgePension>properties>kind>const", "'oldAgePension'"},
	{"components>schemas>Application.oldAgePension>required", "['kind','details']"},
	{"components>schemas>OldAgePension>properties>dependants>maximum", "20"},
	{"components>schemas>OldAgePension>properties>averageMonthlyEarnings>pattern",
	    "'^(0|[1-9][0-9]{0,14})\\\\.[0-9]{2}$'"},
	{"components>schemas>OldAgePension>properties>workPeriods>maxItems", "50"},
	{"components>schemas>OldAgePension>properties>consent>type", "'boolean'"},
	{"components>schemas>Passport>properties>series>minLength", "4"},
	{"components>schemas>Delivery>properties>method>enum", "['post','bank']"},
	{"components>schemas>WorkPeriod>properties>to>type", "['string','null']"},
	{"components>schemas>WorkPeriod>properties>to>format", "'date'"},
	{"components>schemas>WorkPeriod>required", "['employer','from','to']"},
	{"components>schemas>ApplicationState>properties>statusId>minimum", "-1"},
	{"components>schemas>ApplicationState>properties>history>maxItems", "200"},
	{"components>schemas>ServiceFault>required", "['code','text']"},
	/* clang-format on */
};

static void
limits_are_those_of_the_rows(void **state)
{
	AUTO(json) json_t *doc = NULL;
	struct err_info e;

	(void)state;
	assert_ok(e, map_openapi(ERR_EN, &doc, &e));
	for (size_t i = 0; i < COUNT_OF(limits); i++) {
		const json_t *found = look(doc, limits[i].at);
		AUTO(json) json_t *want = load(limits[i].want);

		if (found == NULL || !json_equal(found, want))
			fail_msg("%s: %s", limits[i].at,
			    found != NULL ? json_dumps(found, JSON_ENCODE_ANY) : "nothing");
	}
}

static bool
has_russian(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text == 0xd0 || (unsigned char)*text == 0xd1)
			return true;
	return false;
}

/* The same members with the same values in both, but for texts, which are of one language each. */
static size_t
compare(const json_t *en, const json_t *ru, const char *name)
{
	static const char *const texts[] = {"description", "summary", "expected", "title", "hint"};
	const char *key;
	size_t n = 0, i;
	json_t *value;

	assert_int_equal(json_typeof(en), json_typeof(ru));
	assert_true(strlen(name) < 3 || strcmp(name + strlen(name) - 3, "-ru") != 0);
	for (i = 0; json_is_string(en) && i < COUNT_OF(texts); i++)
		if (strcmp(name, texts[i]) == 0 && !json_equal(en, ru)) {
			assert_true(has_russian(json_string_value(ru)) && !has_russian(json_string_value(en)));
			return 1;
		}
	if (!json_is_array(en) && !json_is_object(en)) {
		assert_true(json_equal(en, ru));
		return 0;
	}
	if (json_is_array(en)) {
		assert_int_equal(json_array_size(en), json_array_size(ru));
		json_array_foreach(en, i, value)
			n += compare(value, json_array_get(ru, i), "");
		return n;
	}
	assert_int_equal(json_object_size(en), json_object_size(ru));
	json_object_foreach((json_t *)(uintptr_t)en, key, value) {
		assert_non_null(json_object_get(ru, key));
		n += compare(value, json_object_get(ru, key), key);
	}
	return n;
}

static void
speaks_each_language(void **state)
{
	AUTO(json) json_t *en = NULL, *ru = NULL;
	struct err_info e;

	(void)state;
	assert_ok(e, map_openapi(ERR_EN, &en, &e));
	assert_ok(e, map_openapi(ERR_RU, &ru, &e));
	assert_true(compare(en, ru, "") > 40);
	for (size_t i = 0; map_operation_at(i) != NULL; i++) {
		const struct map_operation *o = map_operation_at(i);

		assert_string_equal(json_string_value(look(look_at(ru, o), "summary")), o->title_ru);
	}
}

static int allocations_left;

static void *
failing_malloc(size_t size)
{
	return allocations_left-- > 0 ? malloc(size) : NULL;
}

static void
survives_any_allocation_failing(void **state)
{
	int n = 0;

	(void)state;
	for (enum err code = ERR_NOMEM; code != ERR_OK; n += 1 + n / 50) {
		json_t *doc = NULL;
		struct err_info e;

		allocations_left = n;
		json_set_alloc_funcs(failing_malloc, free);
		code = map_openapi(ERR_EN, &doc, &e);
		json_set_alloc_funcs(malloc, free);
		assert_true(code == ERR_OK || code == ERR_NOMEM);
		assert_int_equal(code == ERR_OK, doc != NULL);
		json_decref(doc);
	}
	assert_true(n > 1000);
}

int
main(int argc, char **argv)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_the_same_every_time),
		cmocka_unit_test(every_operation_is_there),
		cmocka_unit_test(limits_are_those_of_the_rows),
		cmocka_unit_test(speaks_each_language),
		cmocka_unit_test(survives_any_allocation_failing),
	};

	if (argc == 2 && strcmp(argv[1], "emit") == 0)
		return emit();
	return cmocka_run_group_tests_name("openapi", tests, NULL, NULL);
}
