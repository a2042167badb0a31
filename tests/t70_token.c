/*
 * token: good tokens, what is no token at all, and of what form a key set must be.  What an attacker
 * would present is the catalogue's affair: t78_token_attacks.
 */
#include "config.h"

#include <unistd.h>

#include "tests/lib/token_kit.h"
#include "tests/unit.h"

static void
good_tokens_give_the_citizen(void **state)
{
	static const struct {
		const char *header;
		EVP_PKEY  **key;
	} cases[] = {
		{"{\"alg\":\"RS256\",\"kid\":\"r1\"}",                    &rsa},
		{"{\"alg\":\"RS256\"}",                                   &rsa},
		{"{\"alg\":\"ES256\",\"kid\":\"e1\",\"typ\":\"JWT\"}",    &ec},
		{"{\"alg\":\"ES256\",\"typ\":\"at+JWT\"}",                &ec},
		/* as the national provider writes it */
		{"{\"ver\":1,\"typ\":\"JWT\",\"sbt\":\"access\",\"alg\":\"RS256\"}", &rsa},
		{"{\"ver\":1,\"typ\":\"JWT\",\"sbt\":\"access\",\"alg\":\"GOST3410_2012_256\"}", &gost},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases) && *cases[i].key != NULL; i++) {
		char *token = jwt_make(cases[i].header, GOOD_CLAIMS, JWT_RIGHT, *cases[i].key);
		json_t *want = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "familyName", "Образцова",
		    "firstName", "Ольга", "patronymic", "Олеговна", "snils", "11223344595",
		    "birthDate", "1960-02-29", "gender", "female");
		json_t *citizen = NULL;
		struct err_info e;

		assert_ok(e, kit_present(token, NULL, &citizen, &e));
		assert_true(json_equal(citizen, want));
		json_decref(citizen);
		json_decref(want);
		free(token);
	}
}

/* Each byte of a good token changed in turn, and each length it could be cut to. */
static void
no_byte_can_be_changed(void **state)
{
	(void)state;
	for (const struct kit_alg *alg = kit_algs; alg->name != NULL; alg++) {
		char *token = kit_make(NULL, NULL, JWT_RIGHT, alg, *alg->key);
		size_t len = strlen(token);
		json_t *citizen = NULL;
		struct err_info e;

		assert_ok(e, kit_present(token, NULL, &citizen, &e));
		json_decref(STEAL(citizen));
		for (size_t i = 0; i < len; i++) {
			char was = token[i];

			token[i] = was == 'A' ? 'B' : was == '.' ? 'A' : 'A';
			assert_err(ERR_TOKEN_INVALID, e, kit_present(token, NULL, &citizen, &e));
			token[i] = was;
		}
		while (--len > 0) {
			token[len] = '\0';
			assert_err(ERR_TOKEN_INVALID, e, kit_present(token, NULL, &citizen, &e));
		}
		assert_null(citizen);
		free(token);
	}
}

static void
other_headers_are_no_token(void **state)
{
	char huge[10000];
	const struct {
		const char *authorization;
		enum err    want;
	} cases[] = {
		{NULL,                 ERR_TOKEN_MISSING},
		{"",                   ERR_TOKEN_MISSING},
		{"Bearer",             ERR_TOKEN_MISSING},
		{"Basic YTpi",         ERR_TOKEN_MISSING},
		{"Bearer ",            ERR_TOKEN_INVALID},
		{"Bearer x",           ERR_TOKEN_INVALID},
		{"bearer a.b",         ERR_TOKEN_INVALID},
		{"Bearer a.b.c",       ERR_TOKEN_INVALID},
		{"Bearer ..",          ERR_TOKEN_INVALID},
		{"Bearer a.b.c.d.e",   ERR_TOKEN_INVALID},
		{"Bearer \xff\x01.b.c",ERR_TOKEN_INVALID},
		{"Bearer e30.e30.e30=",ERR_TOKEN_INVALID},
		{huge,                 ERR_TOKEN_INVALID},
	};

	(void)state;
	memset(huge, 'A', sizeof(huge));
	memcpy(huge, "Bearer ", 7);
	huge[3000] = huge[6000] = '.';
	huge[sizeof(huge) - 1] = '\0';
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		json_t *citizen = NULL;
		struct err_info e;

		assert_err(cases[i].want, e, token_verify(kit_keys, cases[i].authorization, NULL, "payments",
		    TOKEN_CITIZEN, NOW_S * INT64_C(1000000), &citizen, &e));
		assert_null(citizen);
		assert_string_equal(e.at, "/header/Authorization");
	}
}

static void
bad_key_sets_are_refused(void **state)
{
	static const char *const texts[] = {"", "[]", "{}", "{\"keys\":{}}", "{\"keys\":[]}",
	    "{\"keys\":[7]}", "{\"keys\":[],\"keys\":[]}",
	    "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}",
	    "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}",
	    "{\"keys\":[{\"kty\":\"RSA\",\"e\":\"AQAB\"}]}",
	    "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AQAB\",\"y\":\"AQAB\"}]}"};
	struct token_config config = kit_config;
	struct token_keys *set = NULL;
	struct err_info e;
	json_t *private_key;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		kit_write(texts[i]);
		if (token_keys_open(&kit_config, &set, &e) != ERR_CONFIG)
			fail_msg("%s", texts[i]);
	}
	kit_write_set(jwt_jwk(rsa, NULL, "sig", NULL), jwt_jwk(small_rsa, NULL, NULL, NULL));
	assert_err(ERR_CONFIG, e, token_keys_open(&kit_config, &set, &e));
	assert_string_equal(e.at, "jwks_file/keys/1");
	kit_write_set(jwt_jwk(big_ec, NULL, NULL, NULL), NULL);
	assert_err(ERR_CONFIG, e, token_keys_open(&kit_config, &set, &e));
	private_key = jwt_jwk(rsa, NULL, NULL, NULL);
	json_object_set_new(private_key, "d", json_string("AQAB"));
	kit_write_set(private_key, NULL);
	assert_err(ERR_CONFIG, e, token_keys_open(&kit_config, &set, &e));
	kit_write_set(jwt_jwk(rsa, NULL, "enc", NULL), jwt_jwk(ec, NULL, NULL, "ES512"));
	assert_err(ERR_CONFIG, e, token_keys_open(&kit_config, &set, &e));     /* none for us */
	unlink(kit_config.jwks_file);
	assert_err(ERR_CONFIG, e, token_keys_open(&kit_config, &set, &e));
	config.issuer = "";
	assert_err(ERR_CONFIG, e, token_keys_open(&config, &set, &e));
	assert_null(set);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_tokens_give_the_citizen),
		cmocka_unit_test(no_byte_can_be_changed),
		cmocka_unit_test(other_headers_are_no_token),
		cmocka_unit_test(bad_key_sets_are_refused),
	};

	return cmocka_run_group_tests_name("token", tests, kit_set_up, kit_tear_down);
}
