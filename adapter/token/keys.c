#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "adapter/token/private.h"

enum { RSA_BITS_MIN = 2048, KEYS_MAX = 64 };

/* clang-format off */
static const struct token_alg algs[] = {
	/* name     key                 signature */
	{"RS256",   CJOSE_JWK_KTY_RSA,  0},
	{"ES256",   CJOSE_JWK_KTY_EC,   86},    /* r and s, 32 bytes each: RFC 7518, 3.4 */
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
		if (strcmp(cjose_jwk_name_for_kty(algs[i].kty, NULL), kty) == 0 &&
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
add_key(struct token_keys *keys, const json_t *item, const char *at, struct err_info *e)
{
	const struct token_alg *alg = alg_of(item);
	struct token_key *key = &keys->key[keys->n_keys];
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
	keys->n_keys++;
	return check_strength(key->jwk, alg, at, e);
}

static enum err
read_set(struct token_keys *keys, const char *file, struct err_info *e)
{
	json_error_t where;
	AUTO(json) json_t *set = json_load_file(file, JSON_REJECT_DUPLICATES, &where);
	const json_t *list = json_object_get(set, "keys");

	if (set == NULL)
		FAIL(e, ERR_CONFIG, "jwks_file", "a file with a JSON object: %s (line %d)", where.text,
		    where.line);
	if (!json_is_array(list) || json_array_size(list) > KEYS_MAX)
		FAIL(e, ERR_CONFIG, "jwks_file/keys", "an array of at most %d keys", KEYS_MAX);
	keys->key = calloc(json_array_size(list) + 1, sizeof(*keys->key));
	if (keys->key == NULL)
		FAIL(e, ERR_NOMEM, "jwks_file", "a key set");
	for (size_t i = 0; i < json_array_size(list); i++) {
		char at[64];

		snprintf(at, sizeof(at), "jwks_file/keys/%zu", i);
		TRY(add_key(keys, json_array_get(list, i), at, e));
	}
	if (keys->n_keys == 0)
		FAIL(e, ERR_CONFIG, "jwks_file/keys", "at least one key for RS256 or ES256");
	return ERR_OK;
}

static enum err
open_keys(struct token_keys *keys, const struct token_config *config, struct err_info *e)
{
	if (config->issuer == NULL || *config->issuer == '\0')
		FAIL(e, ERR_CONFIG, "issuer", "the identity provider's name, as in its tokens");
	if (config->audience == NULL || *config->audience == '\0')
		FAIL(e, ERR_CONFIG, "audience", "our name in tokens");
	if (config->max_skew_s < 0)
		FAIL(e, ERR_CONFIG, "max_skew_s", "seconds, not negative");
	keys->issuer = strdup(config->issuer);
	keys->audience = strdup(config->audience);
	keys->max_skew_s = config->max_skew_s;
	keys->require_binding = config->require_binding != 0;
	if (keys->issuer == NULL || keys->audience == NULL)
		FAIL(e, ERR_NOMEM, "", "a setting");
	return read_set(keys, config->jwks_file, e);
}

enum err
token_keys_open(const struct token_config *config, struct token_keys **ret_keys,
    struct err_info *e)
{
	struct token_keys *keys = calloc(1, sizeof(*keys));
	enum err err;

	if (keys == NULL)
		FAIL(e, ERR_NOMEM, "", "a key set");
	err = open_keys(keys, config, e);
	if (err != ERR_OK) {
		token_keys_close(keys);
		return err;
	}
	*ret_keys = keys;
	return ERR_OK;
}

void
token_keys_close(struct token_keys *keys)
{
	if (keys == NULL)
		return;
	for (size_t i = 0; i < keys->n_keys; i++)
		cjose_jwk_release(keys->key[i].jwk);
	free(keys->key);
	free(keys->issuer);
	free(keys->audience);
	free(keys);
}
