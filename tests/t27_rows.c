/* mapping: every kind of row, what no good document makes, limits, and allocations that fail. */
#include "config.h"

#include "mapping/decode.h"
#include "tests/mapping_samples.h"
#include "tests/mapping_unit.h"

/* Kinds of rows that the present contracts have no use for, on structs of our own. */
struct inner {
	char *text;
};
struct choice_a {
	int n;
};
struct sample {
	int              *int_ptr;
	enum xsd__boolean *bool_ptr;
	enum person__GenderType *enum_ptr;
	struct inner     *part;
	struct choice_a  *a;
	struct inner     *b;
	char             *nil;
	char             *octets;
	int               __sizelist;
	struct inner     *list;
};

/* clang-format off */
#define T struct inner
static const struct map_field inner_rows[] = {MAP_STR(T, REQ, "text", text, 1, 5), MAP_END};
static const struct map_type inner_type = {"inner", sizeof(T), inner_rows, NULL};
#undef T
#define T struct choice_a
static const struct map_field a_rows[] = {MAP_INT(T, REQ, "n", n, 0, 9), MAP_END};
static const struct map_type a_type = {"a", sizeof(T), a_rows, NULL};
#undef T
#define T struct sample
static const struct map_alternative sample_kinds[] = {
	MAP_ALTERNATIVE(T, "a", a, struct choice_a, &a_type),
	MAP_ALTERNATIVE(T, "b", b, struct inner, &inner_type),
	{NULL, 0, NULL}
};
static const struct map_name sample_names[] = {
	{"m", person__GenderType__Male},
	{"f", person__GenderType__Female},
	{NULL, 0}
};
static const struct map_field sample_rows[] = {
	MAP_INT_PTR (T, OPT, "int",  int_ptr,  -5, 5),
	MAP_BOOL_PTR(T, OPT, "bool", bool_ptr),
	MAP_ENUM_PTR(T, OPT, "enum", enum_ptr, enum person__GenderType, sample_names),
	MAP_PART    (T, OPT, part, struct inner, &inner_type),
	MAP_CHOICE  (OPT, "kind", "details", sample_kinds),
	MAP_DATE    (T, OPT, "nil", nil, NILLABLE),
	MAP_BASE64  (T, OPT, "octets", octets, 2, 3),
	MAP_LIST    (T, REQ, "list", list, struct inner, &inner_type, 1, 2),
	MAP_END
};
static const struct map_type sample_type = {"sample", sizeof(T), sample_rows, NULL};
#undef T

#define LIST "'list':[{'text':'x'}]"
static const struct {
	const char *json, *want;
} samples[] = {
	{"{'nil':null," LIST "}", ""},
	{"{'int':-5,'bool':false,'enum':'f','nil':null," LIST "}", ""},
	{"{'text':'abc','nil':'2026-01-01'," LIST "}", ""},
	{"{'kind':'a','details':{'n':1},'nil':null," LIST "}", ""},
	{"{'kind':'b','details':{'text':'q'},'nil':null," LIST "}", ""},
	{"{'int':0,'bool':true,'nil':null,'list':[{'text':'x'},{'text':'y'}]}", ""},
	{"{'int':6,'bool':null,'enum':'x','text':'',"  LIST "}",
	    "MAP_RANGE /int, MAP_TYPE /bool, MAP_CHOICE /enum, MAP_LENGTH /text"},
	{"{'octets':'AAAA','nil':null," LIST "}", ""},
	{"{'octets':'AA=='," LIST "}", "MAP_LENGTH /octets"},
	{"{'octets':'AAAAAA=='," LIST "}", "MAP_LENGTH /octets"},
	{"{'octets':'AAA'," LIST "}", "MAP_FORMAT /octets"},
	{"{'kind':'a','details':{'text':'q'}," LIST "}", "MAP_MISSING /details/n, MAP_UNKNOWN /details/text"},
	{"{'list':[]}", "MAP_LENGTH /list"},
	{"{'list':[{'text':'x'},{'text':'x'},{'text':'x'}]}", "MAP_LENGTH /list"},
	{"{'list':[[]]}", "MAP_TYPE /list/0"},
	{"{'details':{}," LIST "}", "MAP_MISSING /kind"},
	{"{}", "MAP_MISSING /list"},
};
/* clang-format on */

static void
every_kind_of_row_works(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(samples); i++) {
		AUTO(soap) struct soap *soap = new_soap();
		AUTO(json) json_t *json = load(samples[i].json), *back = NULL;
		struct err_list problems = {0};
		struct sample sample = {0};
		char text[512];
		struct err_info e;
		bool good = map_decode(&sample_type, json, soap, &sample, &problems);

		print_problems(&problems, text, sizeof(text));
		assert_string_equal(text, samples[i].want);
		assert_int_equal(good, *text == '\0');
		if (!good)
			continue;
		assert_ok(e, map_encode(&sample_type, &sample, &back, &e));
		if (!json_equal(json, back))
			fail_msg("row %zu: %s", i, json_dumps(back, 0));
	}
}

/* What the caller says of a file goes into a message only as the contract has it. */
static void
files_are_as_the_contract_has_them(void **state)
{
	static const struct {
		const char *filename;
		json_int_t  size;
		const char *want;
	} cases[] = {
		{"справка 1.pdf", 1, ""}, {"a", 52428800, ""},
		{"a", 52428801, "MAP_RANGE /scan"}, {"a", 0, "MAP_RANGE /scan"},
		{"a", 1LL << 32 | 1, "MAP_RANGE /scan"},
		{"..", 1, "MAP_FORMAT /scan"}, {" a", 1, "MAP_FORMAT /scan"},
		{"a\u202e" "fdp.exe", 1, "MAP_FORMAT /scan"},
		{"a\uffff", 1, "MAP_FORMAT /scan"}, {"a\u2028", 1, "MAP_FORMAT /scan"},
	};
	const struct map_at whole = {.up = NULL}, at = {.up = &whole, .key = "scan"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		AUTO(soap) struct soap *soap = new_soap();
		AUTO(json) json_t *name = json_string("scan");
		AUTO(json) json_t *files = json_pack("{s:{s:s, s:s, s:I, s:s}}", "scan", "filename", cases[i].filename,
		    "mediaType", "application/pdf", "size", cases[i].size, "digest", "x");
		struct err_list problems = {0};
		struct map_decoder d = {.soap = soap, .problems = &problems, .files = files};
		struct cmn__FileType file = {0};
		char text[512];

		assert_non_null(files);
		map_decode_file(&d, NULL, name, &file, &at);
		print_problems(&problems, text, sizeof(text));
		assert_string_equal(text, cases[i].want);
	}
}

/* Structs that no good XML makes, but that a reply must not get past us with. */
static void
bad_structs_are_refused(void **state)
{
	struct inner one = {(char[]){"x"}}, bad = {(char[]){"toolong"}}, lacks = {NULL};
	struct choice_a a = {3};
	int six = 6;
	enum person__GenderType odd = (enum person__GenderType)7;
	const struct {
		struct sample sample;
		const char   *at;
	} cases[] = {
	    {{.__sizelist = 0}, "/list"},
	    {{.__sizelist = -1, .list = &one}, "/list"},
	    {{.__sizelist = 3, .list = &one}, "/list"},
	    {{.__sizelist = 1}, "/list"},
	    {{.__sizelist = 1, .list = &bad}, "/list/0/text"},
	    {{.__sizelist = 1, .list = &lacks}, "/list/0/text"},
	    {{.__sizelist = 1, .list = &one, .int_ptr = &six}, "/int"},
	    {{.__sizelist = 1, .list = &one, .enum_ptr = &odd}, "/enum"},
	    {{.__sizelist = 1, .list = &one, .a = &a, .b = &one}, "/kind"},
	    {{.__sizelist = 1, .list = &one, .b = &bad}, "/details/text"},
	    {{.__sizelist = 1, .list = &one, .nil = bad.text}, "/nil"},
	    {{.__sizelist = 1, .list = &one, .octets = (char[]){"AA=="}}, "/octets"},
	    {{.__sizelist = 1, .list = &one, .part = &lacks}, "/text"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		json_t *json = NULL;
		struct err_info e;

		assert_err(ERR_REPLY_SCHEMA, e, map_encode(&sample_type, &cases[i].sample, &json, &e));
		assert_string_equal(e.at, cases[i].at);
		assert_null(json);
	}
}

/* Names that a caller invents go into a pointer escaped, bounded, and without control characters. */
static void
pointers_are_safe(void **state)
{
	AUTO(soap) struct soap *soap = new_soap();
	AUTO(json) json_t *json = load("{" LIST ",'a/b~c':1,'line\\nend':1}");
	struct err_list problems = {0};
	struct sample sample = {0};
	char text[512], name[201] = "";

	(void)state;
	assert_false(map_decode(&sample_type, json, soap, &sample, &problems));
	print_problems(&problems, text, sizeof(text));
	assert_string_equal(text, "MAP_UNKNOWN /a~1b~0c, MAP_UNKNOWN /line?end");

	for (size_t i = 1; i + 2 < sizeof(name); i += 2)
		memcpy(name + i, "ё", 3);
	name[0] = 'x';
	json_object_clear(json);
	json_object_set_new_nocheck(json, name, json_null());
	problems = (struct err_list){0};
	assert_false(map_decode(&sample_type, json, soap, &sample, &problems));
	assert_int_equal(problems.n, 2);
	assert_int_equal(strlen(problems.item[1].info.at), 40);      /* /x and 19 whole letters */
}

/* More is wrong than the list holds: it says so, and nothing else happens. */
static void
findings_are_bounded(void **state)
{
	AUTO(soap) struct soap *soap = new_soap();
	AUTO(json) json_t *json = load("{" LIST "}");
	struct err_list problems = {0};
	struct sample sample = {0};

	(void)state;
	for (int i = 0; i < 1000; i++) {
		char key[16];

		snprintf(key, sizeof(key), "k%d", i);
		json_object_set_new(json, key, json_true());
	}
	assert_false(map_decode(&sample_type, json, soap, &sample, &problems));
	assert_int_equal(problems.n, ERR_LIST_MAX);
	assert_int_equal(problems.dropped, 1000 - ERR_LIST_MAX);
}

static bool allocations_fail;
static int allocations_left;

/* The linker puts it between mapping/ and gSOAP (--wrap). */
void *__real_soap_malloc(struct soap *soap, size_t size);
void *__wrap_soap_malloc(struct soap *soap, size_t size);

void *
__wrap_soap_malloc(struct soap *soap, size_t size)
{
	return !allocations_fail || allocations_left-- > 0 ? __real_soap_malloc(soap, size) : NULL;
}

static void *
failing_json_malloc(size_t size)
{
	return allocations_left-- > 0 ? malloc(size) : NULL;
}

/* Whichever allocation fails first, it is reported as that, and nothing leaks or breaks. */
static void
decode_survives_any_allocation_failing(void **state)
{
	AUTO(json) json_t *json = load(GOOD_SUBMIT);
	int n = 0;

	(void)state;
	for (bool good = false; !good; n++) {
		AUTO(soap) struct soap *soap = new_soap();
		AUTO(char) char *obj = calloc(1, operation(SUBMIT_APPLICATION)->request->type->size);
		struct err_list problems = {0};

		allocations_left = n;
		allocations_fail = true;
		good = map_decode(operation(SUBMIT_APPLICATION)->request->type, json, soap, obj, &problems);
		allocations_fail = false;
		assert_int_equal(good, problems.n == 0);
		for (size_t i = 0; i < problems.n; i++)
			assert_int_equal(problems.item[i].info.code, ERR_NOMEM);
	}
	assert_in_range(n, 20, 200);
}

static void
encode_survives_any_allocation_failing(void **state)
{
	AUTO(soap) struct soap *soap = new_soap();
	void *obj = from_xml(soap, operation(GET_PAYMENTS)->reply, ONE_MONTH_XML(PAYMENT_XML("100")));
	int n = 0;

	(void)state;
	for (enum err code = ERR_NOMEM; code != ERR_OK; n++) {
		json_t *json = NULL;
		struct err_info e;

		allocations_left = n;
		json_set_alloc_funcs(failing_json_malloc, free);
		code = map_encode(operation(GET_PAYMENTS)->reply->type, obj, &json, &e);
		json_set_alloc_funcs(malloc, free);
		if (code != ERR_OK)
			assert_int_equal(code, ERR_NOMEM);
		assert_int_equal(code == ERR_OK, json != NULL);
		json_decref(json);
	}
	assert_in_range(n, 20, 200);
}

static void
replies_must_echo_the_request(void **state)
{
	static const struct {
		const char *reply;
		enum err    code;
		const char *at;
	} cases[] = {
	    {"{'snils':'02773319862','birthDate':'1966-09-12','from':'2014-01','months':3}", ERR_OK, ""},
	    {"{'snils':'27648890542','birthDate':'1966-09-12','from':'2014-01','months':3}",
	        ERR_REPLY_OTHER, "/snils"},
	    {"{'snils':'02773319862','birthDate':'1966-09-13','from':'2014-01','months':3}",
	        ERR_REPLY_OTHER, "/birthDate"},
	    {"{'snils':'02773319862','birthDate':'1966-09-12','from':'2014-02','months':3}",
	        ERR_REPLY_OTHER, "/from"},
	    {"{'snils':'02773319862','birthDate':'1966-09-12','from':'2014-01','months':4}",
	        ERR_REPLY_OTHER, "/months"},
	    {"{'snils':'02773319862','birthDate':'1966-09-12','from':'2014-01'}",
	        ERR_REPLY_OTHER, "/months"},
	    {"{}",
	        ERR_REPLY_OTHER, "/snils"},
	};
	AUTO(json) json_t *request = load(GOOD_PAYMENTS);
	AUTO(json) json_t *nothing = load("{}");

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		AUTO(json) json_t *reply = load(cases[i].reply);
		struct err_info e;

		assert_err(cases[i].code, e, map_check_echo(operation(GET_PAYMENTS)->echo, request, reply, &e));
		assert_string_equal(e.at, cases[i].at);
		/* Never because neither has it. */
		assert_err(ERR_REPLY_OTHER, e, map_check_echo(operation(GET_PAYMENTS)->echo, nothing, nothing, &e));
	}
	assert_null(operation(SUBMIT_APPLICATION)->echo);
}

/* The detail of a fault is a message like others. */
static void
faults_are_read(void **state)
{
	AUTO(soap) struct soap *soap = new_soap();
	AUTO(json) json_t *json = NULL;
	AUTO(json) json_t *want = load("{'code':'NOT_FOUND','text':'Нет такого заявления.','field':'Number'}");
	struct err_info e;
	void *obj = from_xml(soap, &map_fault, "<f:ServiceFault xmlns:f='urn:mostik:faults:1.0.0'>"
	    "<f:Code>NOT_FOUND</f:Code><f:Text>Нет такого заявления.</f:Text><f:Field>Number</f:Field>"
	    "</f:ServiceFault>");

	(void)state;
	assert_non_null(obj);
	assert_ok(e, map_encode(map_fault.type, obj, &json, &e));
	assert_true(json_equal(json, want));
}

static void
operations_are_whole(void **state)
{
	int n = 0;

	(void)state;
	for (; map_operation_at(n) != NULL; n++) {
		const struct map_operation *o = map_operation_at(n);
		char reply_action[128];

		snprintf(reply_action, sizeof(reply_action), "%sResponse", o->action);
		assert_string_equal(o->reply_action, reply_action);
		assert_true(o->path[0] == '/' && o->scope[0] != '\0' && o->title_en[0] != '\0');
		assert_true(o->title_ru[0] != '\0' && o->name[0] != '\0');
		assert_false(o->changes && strcmp(o->method, "GET") == 0);
		assert_ptr_equal(map_operation_named(o->name), o);
		assert_ptr_equal(map_operation_of_action(o->action), o);
		assert_in_range(o->status, 200, 299);
		for (int i = 0; i < n; i++)
			assert_string_not_equal(o->name, map_operation_at(i)->name);
	}
	assert_true(n > 3);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_of_row_works),
		cmocka_unit_test(files_are_as_the_contract_has_them),
		cmocka_unit_test(bad_structs_are_refused),
		cmocka_unit_test(pointers_are_safe),
		cmocka_unit_test(findings_are_bounded),
		cmocka_unit_test(decode_survives_any_allocation_failing),
		cmocka_unit_test(encode_survives_any_allocation_failing),
		cmocka_unit_test(replies_must_echo_the_request),
		cmocka_unit_test(faults_are_read),
		cmocka_unit_test(operations_are_whole),
	};

	return cmocka_run_group_tests_name("rows", tests, NULL, NULL);
}
