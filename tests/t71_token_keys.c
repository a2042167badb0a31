/* token: where its keys come from: settings, files and certificates.  Servers are t72_token_fetch's. */
#include "config.h"

#include <unistd.h>

#include "tests/lib/token_kit.h"
#include "tests/unit.h"

enum { HOUR_S = 3600, DAY_S = 86400 };

static void
sources_must_make_sense(void **state)
{
	/* clang-format off */
	static const struct {
		struct token_config config;
		const char         *at;
	} cases[] = {
		{{.issuer = ISSUER, .audience = AUDIENCE}, "jwks_file"},
		{{.jwks_file = "", .jwks_url = "", .issuer = ISSUER, .audience = AUDIENCE}, "jwks_file"},
		{{.jwks_file = "a", .jwks_url = "http://localhost/", .issuer = ISSUER, .audience = AUDIENCE}, "jwks_url"},
		{{.jwks_url = "ftp://localhost/", .issuer = ISSUER, .audience = AUDIENCE}, "jwks_url"},
		{{.jwks_url = "file:///etc/passwd", .issuer = ISSUER, .audience = AUDIENCE}, "jwks_url"},
		{{.jwks_url = "https://a:b/", .issuer = ISSUER, .audience = AUDIENCE}, "jwks_url"},
		{{.jwks_url = "https://a/", .issuer = ISSUER, .audience = AUDIENCE}, "ca_file"},
		{{.jwks_url = "https://a/", .ca_file = "none", .issuer = ISSUER, .audience = AUDIENCE}, "ca_file"},
		{{.jwks_file = "none", .issuer = ISSUER, .audience = AUDIENCE}, "jwks_file"},
		{{.jwks_file = "/dev/zero", .issuer = ISSUER, .audience = AUDIENCE}, "jwks_file"},
		{{.certificate_file = "none", .issuer = ISSUER, .audience = AUDIENCE}, "certificate_file"},
		{{.certificate_file = "/dev/null", .issuer = ISSUER, .audience = AUDIENCE}, "certificate_file"},
		{{.jwks_file = "none", .audience = AUDIENCE}, "issuer"},
		{{.jwks_file = "none", .issuer = ISSUER}, "audience"},
	};
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct token_keys *keys = NULL;
		struct err_info e = {0};
		enum err code = token_keys_open(&cases[i].config, &keys, &e);

		if (code != ERR_CONFIG || strcmp(e.at, cases[i].at) != 0)
			fail_msg("%zu: %s at %s: %s", i, err_name(code), e.at, e.text);
		assert_null(keys);
	}
}

/* ---- certificates ---- */

static void
write_certificates(const char *file, EVP_PKEY *key, int64_t from_s, int64_t to_s, const char *mode)
{
	char *pem = jwt_certificate(key, from_s, to_s);
	FILE *f = fopen(file, mode);

	assert_non_null(f);
	assert_true(fputs("a line before\n", f) >= 0 && fputs(pem, f) >= 0 && fclose(f) == 0);
	free(pem);
}

static void
certificates_are_good_while_they_are_valid(void **state)
{
	char file[64];
	struct token_config config = {.certificate_file = file, .issuer = ISSUER, .audience = AUDIENCE};
	int64_t now_s = clock_now_us() / 1000000;
	EVP_PKEY *keys_of[] = {rsa, ec, gost};
	struct token_keys *keys = NULL;
	struct err_info e;

	(void)state;
	snprintf(file, sizeof(file), "t71.%ld.pem", (long)getpid());
	for (size_t i = 0; i < COUNT_OF(keys_of) && keys_of[i] != NULL; i++) {
		write_certificates(file, keys_of[i], now_s - DAY_S, now_s - 1, "w");
		assert_err(ERR_KEY_UNUSABLE, e, token_keys_open(&config, &keys, &e));
		assert_string_equal(e.at, "certificate_file");
		/* the old one, two that are good, one to come */
		write_certificates(file, keys_of[i], now_s - HOUR_S, now_s + HOUR_S, "a");
		write_certificates(file, other_ec, now_s - HOUR_S, now_s + HOUR_S, "a");
		write_certificates(file, other_rsa, now_s + HOUR_S, now_s + DAY_S, "a");
		assert_ok(e, token_keys_open(&config, &keys, &e));
		assert_true(token_keys_ready(keys, clock_now_us()));
		assert_int_equal(kit_try_key(keys, NULL, keys_of[i]), ERR_OK);
		assert_int_equal(kit_try_key(keys, NULL, other_ec), ERR_OK);
		assert_int_equal(kit_try_key(keys, NULL, other_rsa), ERR_TOKEN_INVALID);
		assert_int_equal(kit_try_key(keys, "another", keys_of[i]), ERR_TOKEN_INVALID);
		/* a file that is not good changes nothing */
		write_certificates(file, big_ec, now_s - HOUR_S, now_s + HOUR_S, "w");
		write_certificates(file, small_rsa, now_s - HOUR_S, now_s + HOUR_S, "a");
		assert_err(ERR_KEY_UNUSABLE, e, token_reload(keys, &config, &e));
		assert_int_equal(kit_try_key(keys, NULL, keys_of[i]), ERR_OK);
		/* one that is, does */
		write_certificates(file, other_rsa, now_s - HOUR_S, now_s + DAY_S, "w");
		assert_ok(e, token_reload(keys, &config, &e));
		assert_int_equal(kit_try_key(keys, NULL, keys_of[i]), ERR_TOKEN_INVALID);
		assert_int_equal(kit_try_key(keys, NULL, other_rsa), ERR_OK);
		token_keys_close(STEAL(keys));
	}
	unlink(file);
}

static void
files_are_read_again_all_or_nothing(void **state)
{
	char file[64];
	struct token_config config = kit_config, moved;
	int64_t now_s = clock_now_us() / 1000000;
	struct token_keys *keys;
	struct err_info e;

	(void)state;
	snprintf(file, sizeof(file), "t71.%ld.both.pem", (long)getpid());
	config.certificate_file = file;
	write_certificates(file, other_rsa, now_s - HOUR_S, now_s + HOUR_S, "w");
	kit_write_set(jwt_jwk(rsa, "r1", NULL, NULL), NULL);
	moved = config;
	assert_ok(e, token_keys_open(&config, &keys, &e));
	assert_int_equal(token_certificate_until_us(keys), (now_s + HOUR_S) * INT64_C(1000000));
	assert_int_equal(kit_try_key(keys, "r1", rsa), ERR_OK);
	assert_int_equal(kit_try_key(keys, NULL, other_rsa), ERR_OK);
	kit_write_set(jwt_jwk(ec, "e1", NULL, NULL), NULL);
	unlink(file);
	assert_err(ERR_CONFIG, e, token_reload(keys, &config, &e));
	assert_int_equal(kit_try_key(keys, "r1", rsa), ERR_OK);
	assert_int_equal(kit_try_key(keys, "e1", ec), ERR_TOKEN_INVALID);
	write_certificates(file, other_ec, now_s - HOUR_S, now_s + HOUR_S, "w");
	assert_ok(e, token_reload(keys, &config, &e));
	assert_int_equal(kit_try_key(keys, "r1", rsa), ERR_TOKEN_INVALID);
	assert_int_equal(kit_try_key(keys, "e1", ec), ERR_OK);
	assert_int_equal(kit_try_key(keys, NULL, other_ec), ERR_OK);
	/* where keys come from stays as it was */
	moved.certificate_file = NULL;
	assert_err(ERR_CONFIG, e, token_reload(keys, &moved, &e));
	assert_string_equal(e.at, "certificate_file");
	moved = config;
	moved.jwks_file = NULL;
	moved.jwks_url = "http://localhost/";
	assert_err(ERR_CONFIG, e, token_reload_check(keys, &moved, &e));
	assert_string_equal(e.at, "jwks_file");
	moved.jwks_file = config.jwks_file;
	assert_err(ERR_CONFIG, e, token_reload_check(keys, &moved, &e));
	assert_string_equal(e.at, "jwks_url");
	assert_ok(e, token_reload_check(keys, &config, &e));
	kit_write("{\"keys\":[]}");
	assert_err(ERR_CONFIG, e, token_reload_check(keys, &config, &e));
	assert_err(ERR_CONFIG, e, token_reload(keys, &config, &e));
	assert_int_equal(kit_try_key(keys, "e1", ec), ERR_OK);
	token_keys_close(keys);
	unlink(file);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(sources_must_make_sense),
		cmocka_unit_test(certificates_are_good_while_they_are_valid),
		cmocka_unit_test(files_are_read_again_all_or_nothing),
	};

	return cmocka_run_group_tests_name("keys of tokens", tests, kit_set_up, kit_tear_down);
}
