#include "config.h"

#include <unistd.h>

#include <openssl/ec.h>
#include <openssl/rsa.h>

#include "adapter/crypto/crypto.h"
#include "tests/lib/token_kit.h"
#include "tests/unit.h"

enum { YEAR_S = 365 * 86400 };

EVP_PKEY *rsa, *ec, *gost, *other_rsa, *other_ec, *other_gost, *small_rsa, *big_ec;
struct token_keys *kit_keys;
static char file_name[64], certificate_name[64], gost_kid[65];

struct kit_alg kit_algs[] = {
	{"RS256", "r1", &rsa, &other_rsa},
	{"ES256", "e1", &ec, &other_ec},
	{"GOST3410_2012_256", gost_kid, &gost, &other_gost},
	{NULL, NULL, NULL, NULL},
};

struct token_config kit_config = {
	.jwks_file = file_name, .issuer = ISSUER, .audience = AUDIENCE, .max_skew_s = SKEW_S,
};

void
kit_write(const char *text)
{
	FILE *f = fopen(kit_config.jwks_file, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

char *
kit_set(json_t *first, json_t *second)
{
	json_t *set = json_pack("{s:[o, o*]}", "keys", first, second);
	char *text = json_dumps(set, JSON_COMPACT);

	assert_non_null(text);
	json_decref(set);
	return text;
}

void
kit_write_set(json_t *first, json_t *second)
{
	char *text = kit_set(first, second);

	kit_write(text);
	free(text);
}

enum err
kit_present(const char *token, const char *thumbprint, json_t **ret_citizen, struct err_info *e)
{
	size_t size = strlen(token) + 8;
	char *header = malloc(size);
	enum err err;

	assert_non_null(header);
	snprintf(header, size, "Bearer %s", token);
	err = token_verify(kit_keys, header, thumbprint, "payments", TOKEN_CITIZEN,
	    NOW_S * INT64_C(1000000), ret_citizen, e);
	free(header);
	return err;
}

static char *
fill(const char *pattern, const struct kit_alg *alg)
{
	BUF_AUTO(text, 65536);
	char *out;
	size_t len;

	for (; *pattern != '\0'; pattern++)
		CHECK((*pattern == '@'    ? buf_add_str(&text, alg->name, NULL)
		       : *pattern == '~'  ? buf_add_str(&text, alg->kid, NULL)
		       : *pattern == '\'' ? buf_add_str(&text, "\"", NULL)
		                          : buf_add(&text, pattern, 1, NULL)) == ERR_OK);
	CHECK(buf_steal(&text, &out, &len, NULL) == ERR_OK);
	return out;
}

char *
kit_make(const char *header, const char *claims, enum jwt_how how, const struct kit_alg *alg,
    EVP_PKEY *key)
{
	char *head = fill(header != NULL ? header : "{'alg':'@','kid':'~','typ':'JWT'}", alg);
	char *payload = fill(claims != NULL ? claims : GOOD_CLAIMS, alg);
	char *token = jwt_make(head, payload, how, key);

	free(head);
	free(payload);
	return token;
}

void
kit_refused(const char *what, const struct kit_alg *alg, char *token, const char *thumbprint,
    enum err want, const char *at, const char *text)
{
	json_t *citizen = NULL;
	struct err_info e = {0};
	enum err got = kit_present(token, thumbprint, &citizen, &e);

	if (got != want || (want != ERR_OK && (strcmp(e.at, at) != 0 || strstr(e.text, text) == NULL)))
		fail_msg("%s, %s: %s at %s: %s", alg->name, what, err_name(got), e.at, e.text);
	assert_true((citizen != NULL) == (want == ERR_OK));
	json_decref(citizen);
	free(token);
}

char *
kit_token(const char *kid, EVP_PKEY *key)
{
	char header[128], claims[1024];

	snprintf(header, sizeof(header), kid != NULL ? "{\"alg\":\"%s\",\"kid\":\"%s\"}" : "{\"alg\":\"%s\"}",
	    EVP_PKEY_is_a(key, "RSA") ? "RS256" : EVP_PKEY_is_a(key, "EC") ? "ES256" : "GOST3410_2012_256",
	    kid);
	snprintf(claims, sizeof(claims), "{\"iss\":\"" ISSUER "\",\"aud\":\"" AUDIENCE "\",\"exp\":%lld,"
	    "\"scope\":\"payments\",\"snils\":\"11223344595\",\"family_name\":\"Ф\",\"given_name\":\"И\","
	    "\"birthdate\":\"1960-02-29\",\"gender\":\"female\"}", NOW_S + 10LL * 365 * 86400);
	return jwt_make(header, claims, JWT_RIGHT, key);
}

enum err
kit_try(struct token_keys *keys, const char *token, int64_t now_us)
{
	char header[4096];
	json_t *citizen = NULL;
	struct err_info e;
	enum err code;

	snprintf(header, sizeof(header), "Bearer %s", token);
	code = token_verify(keys, header, NULL, "payments", TOKEN_CITIZEN, now_us, &citizen, &e);
	json_decref(citizen);
	return code;
}

enum err
kit_try_key(struct token_keys *keys, const char *kid, EVP_PKEY *key)
{
	char *token = kit_token(kid, key);
	enum err code = kit_try(keys, token, clock_now_us());

	free(token);
	return code;
}

/* The key and its certificate; without an engine, the row of kit_algs goes. */
static void
set_up_gost(void)
{
	struct crypto_certificate *certificate;
	struct err_info e;
	const char *why;
	char *pem;
	FILE *f;

	crypto_init();
	if (!crypto_has_gost(&why)) {
		print_message("# SKIP GOST: %s\n", why);
		kit_algs[2].name = NULL;
		return;
	}
	gost = jwt_gost_key();
	other_gost = jwt_gost_key();
	snprintf(certificate_name, sizeof(certificate_name), "token_kit.%ld.pem", (long)getpid());
	kit_config.certificate_file = certificate_name;
	pem = jwt_certificate(gost, NOW_S - YEAR_S, NOW_S + YEAR_S);
	f = fopen(certificate_name, "w");
	assert_non_null(f);
	assert_true(fputs(pem, f) >= 0 && fclose(f) == 0);
	free(pem);
	assert_ok(e, crypto_certificate_load(certificate_name, 0, &certificate, &e));
	snprintf(gost_kid, sizeof(gost_kid), "%s", crypto_certificate_thumbprint(certificate));
	crypto_certificate_free(certificate);
}

int
kit_set_up(void **state)
{
	struct err_info e;

	(void)state;
	snprintf(file_name, sizeof(file_name), "token_kit.%ld.jwks", (long)getpid());
	set_up_gost();
	rsa = EVP_RSA_gen(2048);
	other_rsa = EVP_RSA_gen(2048);
	small_rsa = EVP_RSA_gen(1024);
	ec = EVP_EC_gen("P-256");
	other_ec = EVP_EC_gen("P-256");
	big_ec = EVP_EC_gen("P-384");
	if (rsa == NULL || other_rsa == NULL || small_rsa == NULL || ec == NULL || other_ec == NULL ||
	    big_ec == NULL)
		return -1;
	kit_write_set(jwt_jwk(rsa, "r1", "sig", "RS256"), jwt_jwk(ec, "e1", NULL, NULL));
	return token_keys_open(&kit_config, &kit_keys, &e) == ERR_OK ? 0 : -1;
}

int
kit_tear_down(void **state)
{
	(void)state;
	token_keys_close(kit_keys);
	EVP_PKEY_free(rsa);
	EVP_PKEY_free(other_rsa);
	EVP_PKEY_free(small_rsa);
	EVP_PKEY_free(ec);
	EVP_PKEY_free(other_ec);
	EVP_PKEY_free(big_ec);
	EVP_PKEY_free(gost);
	EVP_PKEY_free(other_gost);
	unlink(certificate_name);
	unlink(kit_config.jwks_file);
	return 0;
}
