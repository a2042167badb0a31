/*
 * The catalogue of attacks on access tokens, by claims: what a well-signed token must say, and to
 * whose certificate it may be bound.  See t78_token_attacks.
 */
#include "config.h"

#include "tests/lib/token_kit.h"
#include "tests/unit.h"

/* The caller's certificate and another one's, as front and as the provider write them. */
#define OURS       "0000000000000000000000000000000000000000000000000000000000000000"
#define OURS_64    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define OTHERS     "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
#define OTHERS_64  "__________________________________________8"

/* clang-format off */
/* One claim changed (NULL: left out), and what comes of it, at this time and with this leeway. */
static const struct {
	const char *claim, *value;
	enum err    want;
} claim_cases[] = {
	{"iss", "'https://issuer.test'",           ERR_TOKEN_INVALID},
	{"iss", "'https://issuer.test/ '",         ERR_TOKEN_INVALID},
	{"iss", "'https://issuer.test//'",         ERR_TOKEN_INVALID},
	{"iss", "'HTTPS://ISSUER.TEST/'",          ERR_TOKEN_INVALID},
	{"iss", "'http://issuer.test/'",           ERR_TOKEN_INVALID},
	{"iss", "'https://issuer.test@evil.test/'",ERR_TOKEN_INVALID},
	{"iss", "'https://issuer.test/x'",         ERR_TOKEN_INVALID},
	{"iss", "'https://iss\\u0443er.test/'",    ERR_TOKEN_INVALID},        /* a Cyrillic letter */
	{"iss", "['https://issuer.test/']",        ERR_TOKEN_INVALID},
	{"iss", "null",                            ERR_TOKEN_INVALID},
	{"iss", "''",                              ERR_TOKEN_INVALID},
	{"iss", NULL,                              ERR_TOKEN_INVALID},
	{"aud", "'other'",                         ERR_TOKEN_INVALID},
	{"aud", "'mostik2'",                       ERR_TOKEN_INVALID},
	{"aud", "'mosti'",                         ERR_TOKEN_INVALID},
	{"aud", "'Mostik'",                        ERR_TOKEN_INVALID},
	{"aud", "' mostik'",                       ERR_TOKEN_INVALID},
	{"aud", "'mostik,other'",                  ERR_TOKEN_INVALID},
	{"aud", "'other mostik'",                  ERR_TOKEN_INVALID},
	{"aud", "'m\\u043estik'",                  ERR_TOKEN_INVALID},        /* a Cyrillic letter */
	{"aud", "'mostik\\u200b'",                 ERR_TOKEN_INVALID},
	{"aud", "''",                              ERR_TOKEN_INVALID},
	{"aud", "['other']",                       ERR_TOKEN_INVALID},
	{"aud", "[['mostik']]",                    ERR_TOKEN_INVALID},
	{"aud", "['mostik',7]",                    ERR_TOKEN_INVALID},
	{"aud", "['mostik',null]",                 ERR_TOKEN_INVALID},
	{"aud", "[]",                              ERR_TOKEN_INVALID},
	{"aud", "{'mostik':1}",                    ERR_TOKEN_INVALID},
	{"aud", "true",                            ERR_TOKEN_INVALID},
	{"aud", "null",                            ERR_TOKEN_INVALID},
	{"aud", NULL,                              ERR_TOKEN_INVALID},
	{"aud", "['mostik']",                      ERR_OK},
	{"aud", "['other','mostik']",              ERR_OK},
	{"sub", "7",                               ERR_TOKEN_INVALID},
	{"sub", "''",                              ERR_TOKEN_INVALID},
	{"sub", "null",                            ERR_TOKEN_INVALID},
	{"sub", "['1','2']",                       ERR_TOKEN_INVALID},
	{"sub", NULL,                              ERR_OK},
	{"exp", NULL,                              ERR_TOKEN_INVALID},
	{"exp", "'1800000600'",                    ERR_TOKEN_INVALID},
	{"exp", "1800000600.0",                    ERR_TOKEN_INVALID},
	{"exp", "1.8e12",                          ERR_TOKEN_INVALID},
	{"exp", "true",                            ERR_TOKEN_INVALID},
	{"exp", "null",                            ERR_TOKEN_INVALID},
	{"exp", "[1800000600]",                    ERR_TOKEN_INVALID},
	{"exp", "-1",                              ERR_TOKEN_INVALID},
	{"exp", "-9223372036854775808",            ERR_TOKEN_INVALID},
	{"exp", "9223372036854775807",             ERR_TOKEN_INVALID},
	{"exp", "1800000600000",                   ERR_TOKEN_INVALID},        /* milliseconds */
	{"exp", "253402300800",                    ERR_TOKEN_INVALID},
	{"exp", "253402300799",                    ERR_OK},
	{"exp", "0",                               ERR_TOKEN_EXPIRED},
	{"exp", "1799999970",                      ERR_TOKEN_EXPIRED},
	{"exp", "1799999971",                      ERR_OK},
	{"nbf", "1800000031",                      ERR_TOKEN_EXPIRED},
	{"nbf", "253402300799",                    ERR_TOKEN_EXPIRED},
	{"nbf", "1800000030",                      ERR_OK},
	{"nbf", "0",                               ERR_OK},
	{"nbf", "'now'",                           ERR_TOKEN_INVALID},
	{"nbf", "1.5",                             ERR_TOKEN_INVALID},
	{"nbf", "-1",                              ERR_TOKEN_INVALID},
	{"nbf", "null",                            ERR_TOKEN_INVALID},
	{"nbf", NULL,                              ERR_OK},
	{"iat", "1800000031",                      ERR_TOKEN_EXPIRED},
	{"iat", "1800000030",                      ERR_OK},
	{"iat", "'1799999990'",                    ERR_TOKEN_INVALID},
	{"iat", "1e9",                             ERR_TOKEN_INVALID},
	{"iat", "-1",                              ERR_TOKEN_INVALID},
	{"iat", "null",                            ERR_TOKEN_INVALID},
	{"iat", NULL,                              ERR_OK},
	{"scope", NULL,                            ERR_TOKEN_SCOPE},
	{"scope", "''",                            ERR_TOKEN_SCOPE},
	{"scope", "' '",                           ERR_TOKEN_SCOPE},
	{"scope", "null",                          ERR_TOKEN_SCOPE},
	{"scope", "['payments']",                  ERR_TOKEN_SCOPE},
	{"scope", "{'payments':true}",             ERR_TOKEN_SCOPE},
	{"scope", "'payments2 xpayments pay'",     ERR_TOKEN_SCOPE},
	{"scope", "'Payments PAYMENTS'",           ERR_TOKEN_SCOPE},
	{"scope", "'payments,applications'",       ERR_TOKEN_SCOPE},
	{"scope", "'openid,payments'",             ERR_TOKEN_SCOPE},
	{"scope", "'openid;payments'",             ERR_TOKEN_SCOPE},
	{"scope", "'openid\\tpayments'",           ERR_TOKEN_SCOPE},
	{"scope", "'openid\\npayments'",           ERR_TOKEN_SCOPE},
	{"scope", "'openid\\u00a0payments'",       ERR_TOKEN_SCOPE},
	{"scope", "'openid+payments'",             ERR_TOKEN_SCOPE},
	{"scope", "'p\\u0430yments'",              ERR_TOKEN_SCOPE},          /* a Cyrillic letter */
	{"scope", "'openid?payments'",             ERR_TOKEN_SCOPE},
	{"scope", "'?payments'",                   ERR_TOKEN_SCOPE},
	{"scope", "'payments.read payments:x *'",  ERR_TOKEN_SCOPE},
	{"scope", "'payments'",                    ERR_OK},
	{"scope", "'a  payments?oid=1&b=2'",       ERR_OK},
	{"snils", NULL,                            ERR_TOKEN_CLAIM},
	{"snils", "null",                          ERR_TOKEN_CLAIM},
	{"snils", "''",                            ERR_TOKEN_CLAIM},
	{"snils", "11223344595",                   ERR_TOKEN_CLAIM},
	{"snils", "['11223344595']",               ERR_TOKEN_CLAIM},
	{"snils", "'1122334459'",                  ERR_TOKEN_CLAIM},
	{"snils", "'112233445950'",                ERR_TOKEN_CLAIM},
	{"snils", "'112-233-445-95'",              ERR_TOKEN_CLAIM},
	{"snils", "'112 233 445 95'",              ERR_TOKEN_CLAIM},
	{"snils", "' 11223344595'",                ERR_TOKEN_CLAIM},
	{"snils", "'1122334459a'",                 ERR_TOKEN_CLAIM},
	{"snils", "'\\u0661\\u0661223344595'",     ERR_TOKEN_CLAIM},          /* Arabic digits */
	{"snils", "'11223344596'",                 ERR_TOKEN_CLAIM},          /* check digits */
	{"snils", "'112-233-445 59'",              ERR_TOKEN_CLAIM},
	{"snils", "'00000000000'",                 ERR_TOKEN_CLAIM},
	{"snils", "'00100199999'",                 ERR_TOKEN_CLAIM},
	{"snils", "'11223344595'",                 ERR_OK},
	{"snils", "'00100199800'",                 ERR_OK},                   /* given out without check digits */
	{"snils", "'02773319862'",                 ERR_OK},
	{"family_name", NULL,                      ERR_TOKEN_CLAIM},
	{"family_name", "''",                      ERR_TOKEN_CLAIM},
	{"family_name", "7",                       ERR_TOKEN_CLAIM},
	{"family_name", "'a\\nb'",                 ERR_TOKEN_CLAIM},
	{"family_name", "'a\\u007fb'",             ERR_TOKEN_CLAIM},
	{"given_name", "null",                     ERR_TOKEN_CLAIM},
	{"given_name", "{'a':1}",                  ERR_TOKEN_CLAIM},
	{"middle_name", "7",                       ERR_TOKEN_CLAIM},
	{"middle_name", NULL,                      ERR_OK},
	{"middle_name", "null",                    ERR_OK},
	{"middle_name", "''",                      ERR_OK},
	{"birthdate", NULL,                        ERR_TOKEN_CLAIM},
	{"birthdate", "'1961-02-29'",              ERR_TOKEN_CLAIM},
	{"birthdate", "'29.02.1960'",              ERR_TOKEN_CLAIM},
	{"birthdate", "'1960-02-29T00'",           ERR_TOKEN_CLAIM},
	{"birthdate", "'1960-2-29'",               ERR_TOKEN_CLAIM},
	{"gender", "'Female'",                     ERR_TOKEN_CLAIM},
	{"gender", NULL,                           ERR_TOKEN_CLAIM},
	{"gender", "'male'",                       ERR_OK},
};

/* Claims that are not JSON to everyone, or not an object. */
static const struct {
	const char *what, *claims;
} payloads[] = {
	{"a claim twice",         "{'iss':'a','iss':'" ISSUER "'}"},
	{"a claim twice, escaped","{'scope':'payments','\\u0073cope':'applications'}"},
	{"twice, deeper",         "{'cnf':{'x5t#S256':'a','x5t#S256':'b'}}"},
	{"a list",                "[]"},
	{"a list of one",         "[{'iss':'" ISSUER "'}]"},
	{"a number",              "7"},
	{"a text",                "'x'"},
	{"null",                  "null"},
	{"two objects",           "{'iss':'" ISSUER "'} {}"},
	{"cut off",               "{'iss':'" ISSUER "'"},
	{"exp beyond doubles",    "{'exp':1e400}"},
	{"exp beyond 64 bits",    "{'exp':9223372036854775808}"},
	{"exp NaN",               "{'exp':NaN}"},
	{"exp hexadecimal",       "{'exp':0x7fffffff}"},
	{"exp with a zero before","{'exp':01800000600}"},
	{"exp with a plus",       "{'exp':+1800000600}"},
	{"a zero byte",           "{'aud':'mostik\\u0000evil'}"},
	{"half a pair",           "{'aud':'mostik\\ud83d'}"},
	{"not UTF-8",             "{'aud':'mostik\xc0\x80'}"},
	{"in UTF-16",             "{\xfe\xff}"},
	{"overlong",              "{'aud':'\xc1\xad" "ostik'}"},
};

/* To whom the token is bound, and who calls with it. */
static const struct {
	const char *cnf, *caller;       /* NULL: to nobody; no certificate */
	enum err    want;
	const char *at;
} bindings[] = {
	{NULL,                                              OURS,   ERR_OK,            NULL},
	{NULL,                                              NULL,   ERR_OK,            NULL},
	{"{'x5t#S256':'" OURS_64 "'}",                      OURS,   ERR_OK,            NULL},
	{"{'x5t#S256':'" OTHERS_64 "'}",                    OTHERS, ERR_OK,            NULL},
	{"{'x5t#S256':'" OTHERS_64 "'}",                    OURS,   ERR_TOKEN_BINDING, "/token/cnf/x5t#S256"},
	{"{'x5t#S256':'" OURS_64 "'}",                      OTHERS, ERR_TOKEN_BINDING, "/token/cnf/x5t#S256"},
	{"{'x5t#S256':'" OURS_64 "'}",                      NULL,   ERR_TOKEN_BINDING, "/token/cnf/x5t#S256"},
	{"{'x5t#S256':'" OURS_64 "='}",                     OURS,   ERR_TOKEN_INVALID, "/token/cnf/x5t#S256"},
	{"{'x5t#S256':'__________________________________________9'}", OTHERS, ERR_TOKEN_INVALID, "/token/cnf/x5t#S256"},
	{"{'x5t#S256':'//////////////////////////////////////////8'}", OTHERS, ERR_TOKEN_INVALID, "/token/cnf/x5t#S256"},
	{"{'x5t#S256':'" OURS "'}",                         OURS,   ERR_TOKEN_INVALID, "/token/cnf/x5t#S256"},
	{"{'x5t#S256':'AAAA'}",                             OURS,   ERR_TOKEN_INVALID, "/token/cnf/x5t#S256"},
	{"{'x5t#S256':''}",                                 NULL,   ERR_TOKEN_INVALID, "/token/cnf/x5t#S256"},
	{"{'x5t#S256':null}",                               NULL,   ERR_TOKEN_INVALID, "/token/cnf/x5t#S256"},
	{"{'x5t#S256':['" OURS_64 "']}",                    OURS,   ERR_TOKEN_INVALID, "/token/cnf/x5t#S256"},
	{"{'x5t#s256':'" OURS_64 "'}",                      OURS,   ERR_TOKEN_BINDING, "/token/cnf"},
	{"{'x5t':'AAAAAAAAAAAAAAAAAAAAAAAAAAA'}",           OURS,   ERR_TOKEN_BINDING, "/token/cnf"},
	{"{'jkt':'" OURS_64 "'}",                           OURS,   ERR_TOKEN_BINDING, "/token/cnf"},
	{"{'jwk':{'kty':'oct','k':'AA'}}",                  OURS,   ERR_TOKEN_BINDING, "/token/cnf"},
	{"{'x5t#S256':'" OURS_64 "','jkt':'" OURS_64 "'}",  OURS,   ERR_TOKEN_BINDING, "/token/cnf"},
	{"{}",                                              OURS,   ERR_TOKEN_BINDING, "/token/cnf"},
	{"null",                                            OURS,   ERR_TOKEN_INVALID, "/token/cnf"},
	{"'" OURS_64 "'",                                   OURS,   ERR_TOKEN_INVALID, "/token/cnf"},
	{"[{'x5t#S256':'" OURS_64 "'}]",                    OURS,   ERR_TOKEN_INVALID, "/token/cnf"},
};
/* clang-format on */

/* Good claims with one changed: value is JSON, written with ', NULL leaves the claim out. */
static char *
claims_with(const char *name, const char *value)
{
	json_t *claims = json_loads(GOOD_CLAIMS, 0, NULL), *json;
	char *text, *quoted = value != NULL ? strdup(value) : NULL;

	assert_non_null(claims);
	for (char *p = quoted; p != NULL && *p != '\0'; p++)
		*p = *p == '\'' ? '"' : *p;
	if (quoted == NULL) {
		json_object_del(claims, name);
	} else {
		json = json_loads(quoted, JSON_DECODE_ANY, NULL);
		if (json == NULL || json_object_set_new(claims, name, json) != 0)
			fail_msg("%s is no JSON", quoted);
	}
	text = json_dumps(claims, JSON_COMPACT | JSON_REAL_PRECISION(17));
	json_decref(claims);
	free(quoted);
	return text;
}

static void
claims_are_checked(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(claim_cases); i++)
		for (const struct kit_alg *alg = kit_algs; alg->name != NULL; alg++) {
			char *claims = claims_with(claim_cases[i].claim, claim_cases[i].value), what[128], at[64];

			snprintf(at, sizeof(at), "/token/%s", claim_cases[i].claim);
			snprintf(what, sizeof(what), "%s = %s", claim_cases[i].claim,
			    claim_cases[i].value != NULL ? claim_cases[i].value : "-");
			kit_refused(what, alg, kit_make(NULL, claims, JWT_RIGHT, alg, *alg->key), NULL,
			    claim_cases[i].want, at, "");
			free(claims);
		}
}

static void
payloads_are_objects(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(payloads); i++)
		for (const struct kit_alg *alg = kit_algs; alg->name != NULL; alg++)
			kit_refused(payloads[i].what, alg,
			    kit_make(NULL, payloads[i].claims, JWT_RIGHT, alg, *alg->key), NULL,
			    ERR_TOKEN_INVALID, "/header/Authorization", "payload is a JSON object");
}

static void
a_bound_token_needs_its_certificate(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(bindings); i++)
		for (const struct kit_alg *alg = kit_algs; alg->name != NULL; alg++) {
			char *claims = claims_with("cnf", bindings[i].cnf);

			kit_refused(bindings[i].cnf != NULL ? bindings[i].cnf : "not bound", alg,
			    kit_make(NULL, claims, JWT_RIGHT, alg, *alg->key), bindings[i].caller,
			    bindings[i].want, bindings[i].at, "");
			free(claims);
		}
}

static void
binding_can_be_required(void **state)
{
	struct token_keys *loose = kit_keys;
	struct token_config config = kit_config;
	struct err_info e;
	char *claims = claims_with("cnf", "{'x5t#S256':'" OURS_64 "'}");

	(void)state;
	config.require_binding = 1;
	assert_ok(e, token_keys_open(&config, &kit_keys, &e));
	for (const struct kit_alg *alg = kit_algs; alg->name != NULL; alg++) {
		kit_refused("not bound", alg, kit_make(NULL, NULL, JWT_RIGHT, alg, *alg->key), OURS,
		    ERR_TOKEN_BINDING, "/token/cnf", "bound to a certificate");
		kit_refused("bound", alg, kit_make(NULL, claims, JWT_RIGHT, alg, *alg->key), OURS, ERR_OK,
		    NULL, NULL);
	}
	token_keys_close(kit_keys);
	kit_keys = loose;
	free(claims);
}

static void
a_patronymic_may_be_missing(void **state)
{
	static const char *const values[] = {NULL, "null", "''"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(values); i++) {
		char *claims = claims_with("middle_name", values[i]);
		char *token = jwt_make("{\"alg\":\"RS256\"}", claims, JWT_RIGHT, rsa);
		json_t *citizen = NULL;
		struct err_info e;

		assert_ok(e, kit_present(token, NULL, &citizen, &e));
		assert_null(json_object_get(citizen, "patronymic"));
		assert_int_equal(json_object_size(citizen), 5);
		json_decref(citizen);
		free(token);
		free(claims);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(claims_are_checked),
		cmocka_unit_test(payloads_are_objects),
		cmocka_unit_test(a_bound_token_needs_its_certificate),
		cmocka_unit_test(binding_can_be_required),
		cmocka_unit_test(a_patronymic_may_be_missing),
	};

	return cmocka_run_group_tests_name("claims of tokens", tests, kit_set_up, kit_tear_down);
}
