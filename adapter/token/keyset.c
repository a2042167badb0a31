#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/token/private.h"

enum { RSA_BITS_MIN = 2048, KEYS_MAX = 64 };

/* clang-format off */
static const struct token_alg algs[] = {
	/* name                key of a JWK           of a certificate  signature */
	{"RS256",              CJOSE_JWK_KTY_RSA,     "RSA-SHA256",     0},
	{"ES256",              CJOSE_JWK_KTY_EC,      "ECDSA-SHA256",   86},   /* r and s, 32 bytes each: RFC 7518, 3.4 */
	{"GOST3410_2012_256",  TOKEN_NO_JWK,          "GOST-2012-256",  86},   /* s and r, 32 bytes each: see token.h */
};
/* clang-format on */

/* Members that only a private or symmetric key has: RFC 7518, 6.2.2, 6.3.2, 6.4. */
static const char *const secrets[] = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"};

const struct token_alg *
token_alg_find(const char *name)
{
	for (size_t i = 0; name != NULL && i < COUNT_OF(algs); i++)
		if (strcmp(algs[i].name, name) == 0)
			return &algs[i];
	return NULL;
}

static enum err
set_new(size_t n, const char *at, struct token_set **ret_set, struct err_info *e)
{
	struct token_set *set = calloc(1, sizeof(*set) + n * sizeof(set->key[0]));

	if (set == NULL)
		FAIL(e, ERR_NOMEM, at, "a key set");
	atomic_init(&set->users, 1);
	*ret_set = set;
	return ERR_OK;
}

struct token_set *
token_set_ref(struct token_set *set)
{
	if (set != NULL)
		atomic_fetch_add_explicit(&set->users, 1, memory_order_relaxed);
	return set;
}

void
token_set_free(struct token_set *set)
{
	if (set == NULL || atomic_fetch_sub_explicit(&set->users, 1, memory_order_acq_rel) != 1)
		return;
	for (size_t i = 0; i < set->n_keys; i++) {
		cjose_jwk_release(set->key[i].jwk);
		crypto_certificate_free(set->key[i].certificate);
	}
	free(set);
}

/* ---- JSON Web Keys: RFC 7517 ---- */

/* The algorithm for a key of this type, or NULL: such keys stand in the set for others. */
static const struct token_alg *
alg_of(const json_t *item)
{
	const char *kty = json_string_value(json_object_get(item, "kty"));
	const char *alg = json_string_value(json_object_get(item, "alg"));
	const char *use = json_string_value(json_object_get(item, "use"));
	const json_t *ops = json_object_get(item, "key_ops");
	bool may_verify = ops == NULL;

	for (size_t i = 0; i < json_array_size(ops); i++) {
		const char *op = json_string_value(json_array_get(ops, i));

		may_verify |= op != NULL && strcmp(op, "verify") == 0;
	}
	if (kty == NULL || !may_verify || (use != NULL && strcmp(use, "sig") != 0))
		return NULL;
	for (size_t i = 0; i < COUNT_OF(algs); i++)
		if (algs[i].kty != TOKEN_NO_JWK &&
		    strcmp(cjose_jwk_name_for_kty(algs[i].kty, NULL), kty) == 0 &&
		    (alg == NULL || strcmp(algs[i].name, alg) == 0))
			return &algs[i];
	return NULL;
}

static enum err
check_strength(const cjose_jwk_t *jwk, const struct token_alg *alg, const char *at,
    struct err_info *e)
{
	if (alg->kty == CJOSE_JWK_KTY_RSA && cjose_jwk_get_keysize(jwk, NULL) < RSA_BITS_MIN)
		FAIL(e, ERR_CONFIG, at, "an RSA key of %d bits or more", RSA_BITS_MIN);
	if (alg->kty == CJOSE_JWK_KTY_EC && cjose_jwk_EC_get_curve(jwk, NULL) != CJOSE_JWK_EC_P_256)
		FAIL(e, ERR_CONFIG, at, "an EC key on the curve P-256");
	return ERR_OK;
}

static enum err
add_jwk(struct token_set *set, const json_t *item, const char *at, struct err_info *e)
{
	const struct token_alg *alg = alg_of(item);
	struct token_key *key = &set->key[set->n_keys];
	AUTO(char) char *text = NULL;
	cjose_err reason = {0};

	if (!json_is_object(item))
		FAIL(e, ERR_CONFIG, at, "an object: a JSON Web Key");
	for (size_t i = 0; i < COUNT_OF(secrets); i++)
		if (json_object_get(item, secrets[i]) != NULL)
			FAIL(e, ERR_CONFIG, at, "a public key, without '%s'", secrets[i]);
	if (alg == NULL)
		return ERR_OK;
	text = json_dumps(item, JSON_COMPACT);
	if (text == NULL)
		FAIL(e, ERR_NOMEM, at, "a key");
	key->jwk = cjose_jwk_import(text, strlen(text), &reason);
	if (key->jwk == NULL)
		FAIL(e, ERR_CONFIG, at, "a key that can be used: %s", cjose_err_message(reason.code));
	key->alg = alg;
	key->kid = cjose_jwk_get_kid(key->jwk, NULL);
	set->n_keys++;
	return check_strength(key->jwk, alg, at, e);
}

enum err
token_set_parse(const char *text, size_t len, const char *name, struct token_set **ret_set,
    struct err_info *e)
{
	json_error_t where;
	AUTO(json) json_t *json = json_loadb(text, len, JSON_REJECT_DUPLICATES, &where);
	const json_t *list = json_object_get(json, "keys");
	AUTO(set) struct token_set *set = NULL;
	char at[64];

	if (json == NULL)
		FAIL(e, ERR_CONFIG, name, "a JSON object: %s (line %d)", where.text, where.line);
	snprintf(at, sizeof(at), "%s/keys", name);
	if (!json_is_array(list) || json_array_size(list) > KEYS_MAX)
		FAIL(e, ERR_CONFIG, at, "an array of at most %d keys", KEYS_MAX);
	TRY(set_new(json_array_size(list), name, &set, e));
	for (size_t i = 0; i < json_array_size(list); i++) {
		snprintf(at, sizeof(at), "%s/keys/%zu", name, i);
		TRY(add_jwk(set, json_array_get(list, i), at, e));
	}
	if (set->n_keys == 0)
		FAIL(e, ERR_CONFIG, name, "at least one key for RS256 or ES256");
	*ret_set = STEAL(set);
	return ERR_OK;
}

static enum err
read_file(const char *file, const char *name, struct buf *text, struct err_info *e)
{
	AUTO(file) FILE *in = fopen(file, "re");
	char piece[4096];
	size_t n;

	if (in == NULL)
		FAIL(e, ERR_CONFIG, name, "a file: %s", strerror(errno));
	while ((n = fread(piece, 1, sizeof(piece), in)) > 0)
		if (buf_add(text, piece, n, e) != ERR_OK)
			FAIL(e, ERR_CONFIG, name, "a file of at most %zu bytes", text->max);
	if (ferror(in) != 0)
		FAIL(e, ERR_CONFIG, name, "a file that can be read");
	return ERR_OK;
}

enum err
token_set_load(const char *file, struct token_set **ret_set, struct err_info *e)
{
	BUF_AUTO(text, TOKEN_SET_SIZE_MAX);

	TRY(read_file(file, "jwks_file", &text, e));
	return token_set_parse(text.data != NULL ? text.data : "", text.len, "jwks_file", ret_set, e);
}

/* ---- certificates ---- */

static enum err
add_certificate(struct token_set *set, const char *file, size_t n, struct err_info *e)
{
	AUTO(certificate) struct crypto_certificate *certificate = NULL;
	const struct crypto_algorithm *algorithm;
	struct token_key *key = &set->key[set->n_keys];
	struct err_info why = {0};

	if (crypto_certificate_load(file, n, &certificate, &why) != ERR_OK ||
	    crypto_certificate_may_sign(certificate, &algorithm, &why) != ERR_OK)
		FAIL(e, ERR_KEY_UNUSABLE, "certificate_file", "certificate %zu: %s", n + 1, why.text);
	for (size_t i = 0; i < COUNT_OF(algs); i++)
		if (strcmp(algs[i].crypto, algorithm->name) == 0)
			key->alg = &algs[i];
	if (key->alg == NULL)
		FAIL(e, ERR_KEY_UNUSABLE, "certificate_file", "certificate %zu: a key for " TOKEN_ALGS, n + 1);
	key->algorithm = algorithm;
	key->kid = crypto_certificate_thumbprint(certificate);
	key->certificate = STEAL(certificate);
	set->n_keys++;
	return ERR_OK;
}

enum err
token_set_load_certificates(const char *file, struct token_set **ret_set, struct err_info *e)
{
	static const char begin[] = "-----BEGIN CERTIFICATE-----";
	BUF_AUTO(text, TOKEN_SET_SIZE_MAX);
	AUTO(set) struct token_set *set = NULL;
	bool lasts = false;
	size_t n = 0;

	TRY(read_file(file, "certificate_file", &text, e));
	for (const char *p = text.data; p != NULL && (p = strstr(p, begin)) != NULL; p++)
		n++;
	if (n == 0 || n > KEYS_MAX)
		FAIL(e, ERR_CONFIG, "certificate_file", "a file with 1 to %d certificates in PEM", KEYS_MAX);
	TRY(set_new(n, "certificate_file", &set, e));
	for (size_t i = 0; i < n; i++) {
		TRY(add_certificate(set, file, i, e));
		lasts |= crypto_certificate_to_us(set->key[i].certificate) > clock_now_us();
	}
	if (!lasts)
		FAIL(e, ERR_KEY_UNUSABLE, "certificate_file", "a certificate that has not expired");
	*ret_set = STEAL(set);
	return ERR_OK;
}
