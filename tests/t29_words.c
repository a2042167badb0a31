/* mapping: what the rows say to people is said in both languages, and fits. */
#include "config.h"

#include "tests/mapping_unit.h"

/* What may stand before an expectation: the longest is "from … to … characters" and its Russian. */
enum { PHRASE_EN = 48, PHRASE_RU = 80 };

struct seen {
	int codecs, rules, names;
};

static void look_at_rows(const struct map_field *fields, struct seen *seen);

static void
look_at_want(const char *const want[2])
{
	const struct err_finding *f;

	assert_both_languages(want[ERR_EN], want[ERR_RU]);
	assert_in_range(strlen(want[ERR_EN]), 1, sizeof(f->info.text) - PHRASE_EN);
	assert_in_range(strlen(want[ERR_RU]), 1, sizeof(f->text_ru) - PHRASE_RU);
}

static void
look_at_type(const struct map_type *type, struct seen *seen)
{
	for (const struct map_rule *r = type->rules; r != NULL && r->kind != MAP_RULE_END; r++, seen->rules++)
		look_at_want(r->want);
	look_at_rows(type->fields, seen);
}

static void
look_at_rows(const struct map_field *fields, struct seen *seen)
{
	for (const struct map_field *f = fields; f->kind != MAP_KIND_END; f++) {
		if (f->codec != NULL) {
			look_at_want(f->codec->want);
			seen->codecs++;
		}
		seen->names += f->names != NULL;
		if (f->sub != NULL)
			look_at_type(f->sub, seen);
		if (f->members != NULL)
			look_at_rows(f->members, seen);
		for (const struct map_alternative *alt = f->alternatives; alt != NULL && alt->kind != NULL; alt++)
			look_at_type(alt->sub, seen);
	}
}

static void
every_expectation_is_in_both_languages(void **state)
{
	struct seen seen = {0};

	(void)state;
	for (size_t i = 0; map_operation_at(i) != NULL; i++) {
		look_at_type(map_operation_at(i)->request->type, &seen);
		look_at_type(map_operation_at(i)->reply->type, &seen);
	}
	assert_in_range(seen.codecs, 50, 100000);
	assert_in_range(seen.rules, 9, 10000);
	assert_in_range(seen.names, 5, 10000);
}

/* A few in full: what a citizen's form would show. */
static void
findings_read_well(void **state)
{
	static const struct {
		const char *json, *en, *ru;
	} cases[] = {
	    /* clang-format off */
	    {"'from':'2014-1','months':'3'", "expected: YYYY-MM", "ожидается: ГГГГ-ММ"},
	    {"'months':'3'", "a value is expected: YYYY-MM", "ожидается значение: ГГГГ-ММ"},
	    {"'from':'2014-01','months':'61'", "from 1 to 60", "от 1 до 60"},
	    {"'from':'2014-01','months':'x'", "expected: an integer", "ожидается: целое число"},
	    {"'from':'2014-01','months':3", "a string is expected: an integer", "ожидается строка: целое число"},
	    {"'from':'2014-01\\u0000','months':'3'", "no NUL character is permitted: YYYY-MM",
	     "нулевой символ недопустим: ГГГГ-ММ"},
	    {"'from':'2014-01','months':'3','x':'y'", "the name is not known", "имя неизвестно"},
	    /* clang-format on */
	};
	const struct map_type *type = operation(GET_PAYMENTS)->request->type;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		AUTO(soap) struct soap *soap = new_soap();
		AUTO(char) char *obj = calloc(1, type->size);
		struct err_list problems = {0};
		char text[512];

		snprintf(text, sizeof(text), "{'token':{'familyName':'Образцова','firstName':'Вера',"
		    "'snils':'02773319862','birthDate':'1966-09-12','gender':'female'},'query':{%s}}",
		    cases[i].json);
		AUTO(json) json_t *json = load(text);
		assert_false(map_decode(type, json, soap, obj, &problems));
		assert_int_equal(problems.n, 1);
		assert_string_equal(problems.item[0].info.text, cases[i].en);
		assert_string_equal(problems.item[0].text_ru, cases[i].ru);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_expectation_is_in_both_languages),
		cmocka_unit_test(findings_read_well),
	};

	return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
