/*
 * In whose name a token lets somebody ask: a citizen's, a citizen's by a representative (the claim act of
 * RFC 8693, 4.1), or a system's own.
 */
#include "config.h"

#include "tests/lib/token_kit.h"
#include "tests/unit.h"

/* ' stands for a quotation mark. */
#define COMMON "'iss':'" ISSUER "','aud':'" AUDIENCE "','exp':1800000600,'scope':'payments'"
#define CITIZEN \
	"'snils':'112-233-445 95','family_name':'Образцова','given_name':'Ольга'," \
	"'birthdate':'1960-02-29','gender':'female'"
#define NAMES   "'family_name':'Образцов','given_name':'Пётр'"
#define BORN    "'birthdate':'1985-01-07','gender':'male'"
#define PERSON  "'sub':'9'," NAMES "," BORN ",'snils':'027-733-198 62'"
#define TEN     "абвгдежзик"
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN

/* clang-format off */
static const struct {
	enum token_holder holder;
	const char *claims;
	enum err    want;
	const char *result;     /* the place of the culprit; or, where all is well, what is made of it */
} cases[] = {
	/* a citizen in person; a token says for which client it was made, and that makes it no system's */
	{TOKEN_CITIZEN, CITIZEN ",'client_id':'portal'", ERR_OK,
	    "{'familyName':'Образцова','firstName':'Ольга','snils':'11223344595','birthDate':'1960-02-29','gender':'female'}"},
	{TOKEN_CITIZEN, CITIZEN ",'act':null",           ERR_OK,
	    "{'familyName':'Образцова','firstName':'Ольга','snils':'11223344595','birthDate':'1960-02-29','gender':'female'}"},
	/* by a representative */
	{TOKEN_CITIZEN, CITIZEN ",'act':{" PERSON ",'basis':'guardian'}", ERR_OK,
	    "{'familyName':'Образцова','firstName':'Ольга','snils':'11223344595','birthDate':'1960-02-29','gender':'female',"
	    "'representative':{'familyName':'Образцов','firstName':'Пётр','birthDate':'1985-01-07','gender':'male',"
	    "'snils':'02773319862','basis':'guardian'}}"},
	{TOKEN_CITIZEN, CITIZEN ",'act':{" PERSON ",'middle_name':'Ильич','basis':'powerOfAttorney','document_number':'77 АБ 1'}", ERR_OK,
	    "{'familyName':'Образцова','firstName':'Ольга','snils':'11223344595','birthDate':'1960-02-29','gender':'female',"
	    "'representative':{'familyName':'Образцов','firstName':'Пётр','patronymic':'Ильич','birthDate':'1985-01-07',"
	    "'gender':'male','snils':'02773319862','basis':'powerOfAttorney','documentNumber':'77 АБ 1'}}"},
	{TOKEN_CITIZEN, CITIZEN ",'act':'9'",            ERR_TOKEN_CLAIM, "/token/act"},
	{TOKEN_CITIZEN, CITIZEN ",'act':[]",             ERR_TOKEN_CLAIM, "/token/act"},
	{TOKEN_CITIZEN, CITIZEN ",'act':false",          ERR_TOKEN_CLAIM, "/token/act"},
	{TOKEN_CITIZEN, CITIZEN ",'act':{'sub':'9'}",    ERR_TOKEN_CLAIM, "/token/act/family_name"},
	{TOKEN_CITIZEN, CITIZEN ",'act':{" PERSON "}",   ERR_TOKEN_CLAIM, "/token/act/basis"},
	{TOKEN_CITIZEN, CITIZEN ",'act':{" PERSON ",'basis':'friend'}",   ERR_TOKEN_CLAIM, "/token/act/basis"},
	{TOKEN_CITIZEN, CITIZEN ",'act':{" PERSON ",'basis':['parent']}", ERR_TOKEN_CLAIM, "/token/act/basis"},
	{TOKEN_CITIZEN, CITIZEN ",'act':{" PERSON ",'basis':'parent','document_number':7}", ERR_TOKEN_CLAIM, "/token/act/document_number"},
	{TOKEN_CITIZEN, CITIZEN ",'act':{" PERSON ",'basis':'parent','document_number':'" HUNDRED "1'}", ERR_TOKEN_CLAIM, "/token/act/document_number"},
	{TOKEN_CITIZEN, CITIZEN ",'act':{" NAMES "," BORN ",'snils':'02773319863','basis':'parent'}", ERR_TOKEN_CLAIM, "/token/act/snils"},
	{TOKEN_CITIZEN, CITIZEN ",'act':{" NAMES "," BORN ",'snils':'11223344595','basis':'parent'}", ERR_TOKEN_CLAIM, "/token/act/snils"},
	{TOKEN_CITIZEN, CITIZEN ",'act':{" PERSON ",'basis':'parent','act':{" PERSON "}}", ERR_TOKEN_CLAIM, "/token/act/act"},
	{TOKEN_CITIZEN, "'act':{" PERSON ",'basis':'parent'}", ERR_TOKEN_CLAIM, "/token/family_name"},
	/* nobody */
	{TOKEN_CITIZEN, "'sub':'1'",                     ERR_TOKEN_CLAIM,  "/token/family_name"},
	{TOKEN_SYSTEM,  "'sub':'1'",                     ERR_TOKEN_CLAIM,  "/token/client_id"},
	/* a system */
	{TOKEN_SYSTEM,  "'client_id':'social-care'",     ERR_OK,           "{'system':'social-care'}"},
	{TOKEN_SYSTEM,  "'client_id':'" HUNDRED "'",     ERR_OK,           "{'system':'" HUNDRED "'}"},
	{TOKEN_SYSTEM,  "'client_id':'" HUNDRED "1'",    ERR_TOKEN_CLAIM,  "/token/client_id"},
	{TOKEN_SYSTEM,  "'client_id':''",                ERR_TOKEN_CLAIM,  "/token/client_id"},
	{TOKEN_SYSTEM,  "'client_id':' x'",              ERR_TOKEN_CLAIM,  "/token/client_id"},
	{TOKEN_SYSTEM,  "'client_id':'a\\nb'",           ERR_TOKEN_CLAIM,  "/token/client_id"},
	{TOKEN_SYSTEM,  "'client_id':7",                 ERR_TOKEN_CLAIM,  "/token/client_id"},
	{TOKEN_SYSTEM,  "'client_id':null",              ERR_TOKEN_CLAIM,  "/token/client_id"},
	/* one in the place of the other */
	{TOKEN_CITIZEN, "'client_id':'social-care'",     ERR_TOKEN_HOLDER, "/header/Authorization"},
	{TOKEN_SYSTEM,  CITIZEN,                         ERR_TOKEN_HOLDER, "/header/Authorization"},
	{TOKEN_SYSTEM,  CITIZEN ",'client_id':'portal'", ERR_TOKEN_HOLDER, "/header/Authorization"},
	{TOKEN_SYSTEM,  "'client_id':'a','snils':null",  ERR_TOKEN_HOLDER, "/header/Authorization"},
	{TOKEN_SYSTEM,  "'client_id':'a','act':{}",      ERR_TOKEN_HOLDER, "/header/Authorization"},
};
/* clang-format on */

static json_t *
load(const char *text)
{
	char *copy = strdup(text);
	json_t *json;

	assert_non_null(copy);
	for (char *p = copy; *p != '\0'; p++)
		*p = *p == '\'' ? '"' : *p;
	json = json_loads(copy, 0, NULL);
	if (json == NULL)
		fail_msg("%s is no JSON", copy);
	free(copy);
	return json;
}

/* What is made of claims that are signed well. */
static enum err
present(enum token_holder holder, const char *claims, const char *scope, json_t **ret_holder, struct err_info *e)
{
	BUF_AUTO(quoted, 10000);
	BUF_AUTO(header, 20000);
	json_t *json;
	char *text, *token;
	enum err code;

	assert_ok(*e, buf_addf(&quoted, e, "{" COMMON ",%s}", claims));
	json = load(quoted.data);
	text = json_dumps(json, JSON_COMPACT);
	token = jwt_make("{\"alg\":\"ES256\"}", text, JWT_RIGHT, ec);
	assert_ok(*e, buf_addf(&header, e, "Bearer %s", token));
	code = token_verify(kit_keys, header.data, NULL, scope, holder, NOW_S * INT64_C(1000000), ret_holder, e);
	json_decref(json);
	free(text);
	free(token);
	return code;
}

static void
tokens_have_holders(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		json_t *holder = NULL, *want;
		struct err_info e = {0};
		enum err got = present(cases[i].holder, cases[i].claims, "payments", &holder, &e);

		if (got != cases[i].want)
			fail_msg("%s: %s at %s: %s", cases[i].claims, err_name(got), e.at, e.text);
		if (got != ERR_OK) {
			assert_string_equal(e.at, cases[i].result);
			assert_null(holder);
			assert_null(strstr(e.text, "027"));
			continue;
		}
		want = load(cases[i].result);
		if (!json_equal(holder, want))
			fail_msg("%s: %s", cases[i].claims, json_dumps(holder, 0));
		json_decref(want);
		json_decref(holder);
	}
}

/* A system is no more trusted than a citizen: it needs the scope. */
static void
a_system_needs_the_scope(void **state)
{
	json_t *holder = NULL;
	struct err_info e;

	(void)state;
	assert_err(ERR_TOKEN_SCOPE, e, present(TOKEN_SYSTEM, "'client_id':'a'", "registry", &holder, &e));
	assert_null(holder);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(tokens_have_holders),
		cmocka_unit_test(a_system_needs_the_scope),
	};

	return cmocka_run_group_tests_name("holders of tokens", tests, kit_set_up, kit_tear_down);
}
