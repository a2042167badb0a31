/* token: what a well-signed token must say. */
#include "config.h"

#include "tests/lib/token_kit.h"
#include "tests/unit.h"

/* Good claims with one changed: value is JSON, NULL leaves the claim out. */
static char *
claims_with(const char *name, const char *value)
{
	json_t *claims = json_loads(GOOD_CLAIMS, 0, NULL);
	char *text;

	assert_non_null(claims);
	if (name != NULL && value == NULL)
		assert_int_equal(json_object_del(claims, name), 0);
	else if (name != NULL)
		assert_int_equal(json_object_set_new(claims, name,
		    json_loads(value, JSON_DECODE_ANY, NULL)), 0);
	text = json_dumps(claims, JSON_COMPACT);
	json_decref(claims);
	return text;
}

/* One claim changed (NULL: left out), and what comes of it, at this time and with this leeway. */
static const struct {
	const char *claim, *value;
	enum err    want;
} claim_cases[] = {
	{"iss", "\"https://issuer.test\"",           ERR_TOKEN_INVALID},
	{"iss", "[\"https://issuer.test/\"]",        ERR_TOKEN_INVALID},
	{"iss", NULL,                                ERR_TOKEN_INVALID},
	{"aud", "\"other\"",                         ERR_TOKEN_INVALID},
	{"aud", "\"mostik2\"",                       ERR_TOKEN_INVALID},
	{"aud", "[\"other\"]",                       ERR_TOKEN_INVALID},
	{"aud", "[[\"mostik\"]]",                    ERR_TOKEN_INVALID},
	{"aud", "[]",                                ERR_TOKEN_INVALID},
	{"aud", "{\"mostik\":1}",                    ERR_TOKEN_INVALID},
	{"aud", NULL,                                ERR_TOKEN_INVALID},
	{"aud", "[\"other\",\"mostik\"]",            ERR_OK},
	{"exp", NULL,                                ERR_TOKEN_INVALID},
	{"exp", "\"1800000600\"",                    ERR_TOKEN_INVALID},
	{"exp", "1.8e12",                            ERR_TOKEN_INVALID},
	{"exp", "1799999970",                        ERR_TOKEN_EXPIRED},
	{"exp", "1799999971",                        ERR_OK},
	{"exp", "-1",                                ERR_TOKEN_EXPIRED},
	{"exp", "9223372036854775807",               ERR_OK},
	{"nbf", "1800000031",                        ERR_TOKEN_EXPIRED},
	{"nbf", "1800000030",                        ERR_OK},
	{"nbf", "\"now\"",                           ERR_TOKEN_INVALID},
	{"nbf", NULL,                                ERR_OK},
	{"iat", "1800000031",                        ERR_TOKEN_EXPIRED},
	{"iat", "null",                              ERR_TOKEN_INVALID},
	{"iat", NULL,                                ERR_OK},
	{"scope", NULL,                              ERR_TOKEN_SCOPE},
	{"scope", "\"\"",                            ERR_TOKEN_SCOPE},
	{"scope", "[\"payments\"]",                  ERR_TOKEN_SCOPE},
	{"scope", "\"payments2 xpayments pay\"",     ERR_TOKEN_SCOPE},
	{"scope", "\"openid?payments\"",             ERR_TOKEN_SCOPE},
	{"scope", "\"payments\"",                    ERR_OK},
	{"scope", "\"a  payments?oid=1&b=2\"",       ERR_OK},
	{"snils", NULL,                              ERR_TOKEN_CLAIM},
	{"snils", "11223344595",                     ERR_TOKEN_CLAIM},
	{"snils", "\"1122334459\"",                  ERR_TOKEN_CLAIM},
	{"snils", "\"112233445950\"",                ERR_TOKEN_CLAIM},
	{"snils", "\"112-233-445-95\"",              ERR_TOKEN_CLAIM},
	{"snils", "\"112 233 445 95\"",              ERR_TOKEN_CLAIM},
	{"snils", "\"1122334459a\"",                 ERR_TOKEN_CLAIM},
	{"snils", "\"11223344595\"",                 ERR_OK},
	{"family_name", NULL,                        ERR_TOKEN_CLAIM},
	{"family_name", "\"\"",                      ERR_TOKEN_CLAIM},
	{"family_name", "7",                         ERR_TOKEN_CLAIM},
	{"family_name", "\"a\\nb\"",                 ERR_TOKEN_CLAIM},
	{"given_name", "null",                       ERR_TOKEN_CLAIM},
	{"middle_name", "7",                         ERR_TOKEN_CLAIM},
	{"birthdate", NULL,                          ERR_TOKEN_CLAIM},
	{"birthdate", "\"1961-02-29\"",              ERR_TOKEN_CLAIM},
	{"birthdate", "\"29.02.1960\"",              ERR_TOKEN_CLAIM},
	{"birthdate", "\"1960-02-29T00\"",           ERR_TOKEN_CLAIM},
	{"birthdate", "\"1960-2-29\"",               ERR_TOKEN_CLAIM},
	{"gender", "\"Female\"",                     ERR_TOKEN_CLAIM},
	{"gender", NULL,                             ERR_TOKEN_CLAIM},
	{"gender", "\"male\"",                       ERR_OK},
};

static void
claims_are_checked(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(claim_cases); i++) {
		char *claims = claims_with(claim_cases[i].claim, claim_cases[i].value), at[64];
		char *token = jwt_make("{\"alg\":\"ES256\"}", claims, JWT_ECDSA_SHA256, ec);
		json_t *citizen = NULL;
		struct err_info e = {0};
		enum err got = kit_present(token, "payments", NOW_S, &citizen, &e);

		snprintf(at, sizeof(at), "/token/%s", claim_cases[i].claim);
		if (got != claim_cases[i].want || (got != ERR_OK && strcmp(e.at, at) != 0))
			fail_msg("%s = %s: %s at %s", claim_cases[i].claim,
			    claim_cases[i].value != NULL ? claim_cases[i].value : "-", err_name(got), e.at);
		assert_true((citizen != NULL) == (got == ERR_OK));
		json_decref(citizen);
		free(token);
		free(claims);
	}
}

static void
a_patronymic_may_be_missing(void **state)
{
	static const char *const values[] = {NULL, "null", "\"\""};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(values); i++) {
		char *claims = claims_with("middle_name", values[i]);
		char *token = jwt_make("{\"alg\":\"RS256\"}", claims, JWT_RSA_SHA256, rsa);
		json_t *citizen = NULL;
		struct err_info e;

		assert_ok(e, kit_present(token, "payments", NOW_S, &citizen, &e));
		assert_null(json_object_get(citizen, "patronymic"));
		assert_int_equal(json_object_size(citizen), 5);
		json_decref(citizen);
		free(token);
		free(claims);
	}
}

static void
claims_may_not_come_twice(void **state)
{
	static const char *const payloads[] = {"{\"iss\":\"a\",\"iss\":\"" ISSUER "\"}", "[]", "7", "",
	    "{\"iss\":\"" ISSUER "\"} {}"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(payloads); i++) {
		char *token = jwt_make("{\"alg\":\"RS256\"}", payloads[i], JWT_RSA_SHA256, rsa);
		json_t *citizen = NULL;
		struct err_info e;

		assert_err(ERR_TOKEN_INVALID, e, kit_present(token, "payments", NOW_S, &citizen, &e));
		assert_string_equal(e.at, "/header/Authorization");
		free(token);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(claims_are_checked),
		cmocka_unit_test(a_patronymic_may_be_missing),
		cmocka_unit_test(claims_may_not_come_twice),
	};

	return cmocka_run_group_tests_name("token claims", tests, kit_set_up, kit_tear_down);
}
