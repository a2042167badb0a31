#include "config.h"

#include <string.h>

#include "adapter/token/keys.h"

enum { KEYS_MAX = 64 };

/* clang-format off */
static const struct token_algorithm algorithms[] = {
	/* name     kind of key             bits           (a P-256 key has 256) */
	{"RS256", CJOSE_JWK_KTY_RSA, 2048, 8192},
	{"ES256", CJOSE_JWK_KTY_EC,   256,  256},
};
/* clang-format on */

const struct token_algorithm *
token_algorithm_find(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(algorithms); i++)
		if (name != NULL && strcmp(algorithms[i].name, name) == 0)
			return &algorithms[i];
	return NULL;
}

bool
token_key_fits(const struct token_key *key, const struct token_algorithm *algorithm)
{
	size_t bits = cjose_jwk_get_keysize(key->jwk, NULL);

	return cjose_jwk_get_kty(key->jwk, NULL) == algorithm->kty && bits >= algorithm->min_bits
	       && bits <= algorithm->max_bits;
}

/* A member is a string equal to want, or is absent. */
static bool
is_or_absent(const json_t *object, const char *member, const char *want)
{
	const json_t *value = json_object_get(object, member);
	const char *text = json_string_value(value);

	return value == NULL || (text != NULL && strcmp(text, want) == 0);
}

/*
 * Adds one key of the set.  Keys of other uses, kinds and algorithms are passed over, as RFC 7517,
 * section 5 asks; a secret in the set is a mistake that must be mended, so it is refused.
 */
static enum err
add_key(struct token_keys *keys, const json_t *json, const char *file, struct err_info *e)
{
	struct token_key *key = &keys->key[keys->n];
	const char *kid = json_string_value(json_object_get(json, "kid"));
	AUTO(char) char *text = json_dumps(json, JSON_COMPACT);
	bool usable = false;

	if (!json_is_object(json) || text == NULL)
		FAIL(e, ERR_CONFIG, file, "has a key that is not an object");
	if (json_object_get(json, "d") != NULL || json_object_get(json, "k") != NULL)
		FAIL(e, ERR_CONFIG, file, "holds a private or symmetric key; only public ones belong here");
	if (!is_or_absent(json, "use", "sig"))
		return ERR_OK;
	key->jwk = cjose_jwk_import(text, strlen(text), NULL);
	if (key->jwk == NULL)
		return ERR_OK;
	for (size_t i = 0; i < COUNT_OF(algorithms); i++)
		usable |= token_key_fits(key, &algorithms[i]) && is_or_absent(json, "alg", algorithms[i].name);
	key->kid = kid != NULL ? strdup(kid) : NULL;
	if (kid != NULL && key->kid == NULL)
		FAIL(e, ERR_NOMEM, file, "key");
	if (usable) {
		keys->n++;
		return ERR_OK;
	}
	cjose_jwk_release(key->jwk);
	free(key->kid);
	*key = (struct token_key){NULL, NULL};
	return ERR_OK;
}

static enum err
read_set(struct token_keys *keys, const char *file, struct err_info *e)
{
	json_error_t where;
	AUTO(json) json_t *set = json_load_file(file, JSON_REJECT_DUPLICATES, &where);
	const json_t *list = json_object_get(set, "keys"), *item;
	size_t i;

	if (set == NULL)
		FAIL(e, ERR_CONFIG, file, "cannot be read: %s", where.text);
	if (!json_is_array(list) || json_array_size(list) > KEYS_MAX)
		FAIL(e, ERR_CONFIG, file, "has no \"keys\" array of at most %d", KEYS_MAX);
	keys->key = calloc(json_array_size(list) + 1, sizeof(*keys->key));
	if (keys->key == NULL)
		FAIL(e, ERR_NOMEM, file, "keys");
	json_array_foreach (list, i, item)
		TRY(add_key(keys, item, file, e));
	if (keys->n == 0)
		FAIL(e, ERR_CONFIG, file, "has no key for RS256 (2048 bits or more) or ES256");
	return ERR_OK;
}

AUTO_DEFINE(keys, struct token_keys *, token_keys_close)

enum err
token_keys_open(const struct token_config *config, struct token_keys **ret_keys, struct err_info *e)
{
	AUTO(keys) struct token_keys *keys = calloc(1, sizeof(*keys));

	if (keys == NULL)
		FAIL(e, ERR_NOMEM, "", "key set");
	keys->config.issuer = strdup(config->issuer);
	keys->config.audience = strdup(config->audience);
	keys->config.max_skew_s = config->max_skew_s;
	if (keys->config.issuer == NULL || keys->config.audience == NULL)
		FAIL(e, ERR_NOMEM, "", "key set");
	TRY(read_set(keys, config->jwks_file, e));
	*ret_keys = STEAL(keys);
	return ERR_OK;
}

/* A string that we made, though its holder sees it as constant. */
static void
free_text(const char *text)
{
	char *own;

	memcpy(&own, &text, sizeof(own));
	free(own);
}

void
token_keys_close(struct token_keys *keys)
{
	if (keys == NULL)
		return;
	for (size_t i = 0; keys->key != NULL && keys->key[i].jwk != NULL; i++) {
		cjose_jwk_release(keys->key[i].jwk);
		free(keys->key[i].kid);
	}
	free(keys->key);
	free_text(keys->config.issuer);
	free_text(keys->config.audience);
	free(keys);
}
