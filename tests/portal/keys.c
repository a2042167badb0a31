#include "config.h"

#include <string.h>

#include <cjose/cjose.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "tests/portal/keys.h"

AUTO_DEFINE(pkey, EVP_PKEY *, EVP_PKEY_free)
AUTO_DEFINE(json, json_t *, json_decref)
AUTO_DEFINE(jws, cjose_jws_t *, cjose_jws_release)

/* What can be signed with, in the order of the key set. */
static const struct {
	const char *alg, *file, *type;
} kinds[] = {
	{"RS256", "token-rsa.key", "RSA"},
	{"ES256", "token-ec.key",  "EC"},
};

struct keys {
	cjose_jwk_t *jwk[COUNT_OF(kinds)];
};

/* One number of a key as bytes, as many as it has or size if that is more; malloced. */
static uint8_t *
number(const EVP_PKEY *pkey, const char *name, size_t size, size_t *ret_len)
{
	BIGNUM *bn = NULL;
	uint8_t *bytes;
	int len;

	CHECK(EVP_PKEY_get_bn_param(pkey, name, &bn) == 1);
	len = BN_num_bytes(bn) > (int)size ? BN_num_bytes(bn) : (int)size;
	bytes = malloc((size_t)len);
	CHECK(bytes != NULL && BN_bn2binpad(bn, bytes, len) == len);
	BN_clear_free(bn);
	*ret_len = (size_t)len;
	return bytes;
}

static cjose_jwk_t *
rsa_jwk(const EVP_PKEY *pkey)
{
	cjose_jwk_rsa_keyspec spec = {0};
	cjose_jwk_t *jwk;
	struct {
		const char *name;
		uint8_t   **bytes;
		size_t     *len;
	} part[] = {
		{OSSL_PKEY_PARAM_RSA_N,            &spec.n,  &spec.nlen},
		{OSSL_PKEY_PARAM_RSA_E,            &spec.e,  &spec.elen},
		{OSSL_PKEY_PARAM_RSA_D,            &spec.d,  &spec.dlen},
		{OSSL_PKEY_PARAM_RSA_FACTOR1,      &spec.p,  &spec.plen},
		{OSSL_PKEY_PARAM_RSA_FACTOR2,      &spec.q,  &spec.qlen},
		{OSSL_PKEY_PARAM_RSA_EXPONENT1,    &spec.dp, &spec.dplen},
		{OSSL_PKEY_PARAM_RSA_EXPONENT2,    &spec.dq, &spec.dqlen},
		{OSSL_PKEY_PARAM_RSA_COEFFICIENT1, &spec.qi, &spec.qilen},
	};

	for (size_t i = 0; i < COUNT_OF(part); i++)
		*part[i].bytes = number(pkey, part[i].name, 1, part[i].len);
	jwk = cjose_jwk_create_RSA_spec(&spec, NULL);
	for (size_t i = 0; i < COUNT_OF(part); i++)
		free(*part[i].bytes);
	return jwk;
}

static cjose_jwk_t *
ec_jwk(const EVP_PKEY *pkey)
{
	enum { P256_BYTES = 32 };
	cjose_jwk_ec_keyspec spec = {.crv = CJOSE_JWK_EC_P_256};
	cjose_jwk_t *jwk;

	spec.d = number(pkey, OSSL_PKEY_PARAM_PRIV_KEY, P256_BYTES, &spec.dlen);
	spec.x = number(pkey, OSSL_PKEY_PARAM_EC_PUB_X, P256_BYTES, &spec.xlen);
	spec.y = number(pkey, OSSL_PKEY_PARAM_EC_PUB_Y, P256_BYTES, &spec.ylen);
	jwk = cjose_jwk_create_EC_spec(&spec, NULL);
	free(spec.d);
	free(spec.x);
	free(spec.y);
	return jwk;
}

/* Names the key by the digest of its SubjectPublicKeyInfo. */
static bool
set_kid(cjose_jwk_t *jwk, const EVP_PKEY *pkey)
{
	unsigned char *der = NULL, digest[EVP_MAX_MD_SIZE];
	char kid[2 * 8 + 1];
	int len = i2d_PUBKEY(pkey, &der);
	bool good = len > 0 && EVP_Digest(der, (size_t)len, digest, NULL, EVP_sha256(), NULL) == 1;

	OPENSSL_free(der);
	if (!good)
		return false;
	id_hex(digest, 8, kid);
	return cjose_jwk_set_kid(jwk, kid, strlen(kid), NULL);
}

static enum err
load(const char *dir, const char *name, const char *type, cjose_jwk_t **ret_jwk,
    struct err_info *e)
{
	char path[1024];
	AUTO(file) FILE *f = NULL;
	AUTO(pkey) EVP_PKEY *pkey = NULL;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "r");
	if (f == NULL)
		FAIL(e, ERR_KEY_UNUSABLE, path, "%m");
	pkey = PEM_read_PrivateKey(f, NULL, NULL, NULL);
	if (pkey == NULL || !EVP_PKEY_is_a(pkey, type))
		FAIL(e, ERR_KEY_UNUSABLE, path, "a private key of kind %s in PEM", type);
	*ret_jwk = EVP_PKEY_is_a(pkey, "RSA") ? rsa_jwk(pkey) : ec_jwk(pkey);
	if (*ret_jwk == NULL || !set_kid(*ret_jwk, pkey))
		FAIL(e, ERR_KEY_UNUSABLE, path, "RSA, or EC on P-256");
	return ERR_OK;
}

enum err
keys_open(const char *dir, struct keys **ret_keys, struct err_info *e)
{
	struct keys *keys = calloc(1, sizeof(*keys));

	CHECK(keys != NULL);
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		enum err err = load(dir, kinds[i].file, kinds[i].type, &keys->jwk[i], e);

		if (err != ERR_OK) {
			keys_close(keys);
			return err;
		}
	}
	*ret_keys = keys;
	return ERR_OK;
}

void
keys_close(struct keys *keys)
{
	if (keys == NULL)
		return;
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (keys->jwk[i] != NULL)
			cjose_jwk_release(keys->jwk[i]);
	free(keys);
}

enum err
keys_public(const struct keys *keys, json_t **ret_set, struct err_info *e)
{
	AUTO(json) json_t *set = json_pack("{s:[]}", "keys");

	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		AUTO(char) char *text = cjose_jwk_to_json(keys->jwk[i], false, NULL);
		json_t *key = text != NULL ? json_loads(text, 0, NULL) : NULL;

		if (key == NULL || json_object_set_new(key, "alg", json_string(kinds[i].alg)) != 0 ||
		    json_object_set_new(key, "use", json_string("sig")) != 0 ||
		    json_array_append_new(json_object_get(set, "keys"), key) != 0)
			FAIL(e, ERR_NOMEM, "", "key set");
	}
	*ret_set = STEAL(set);
	return ERR_OK;
}

enum err
keys_sign(const struct keys *keys, const char *alg, const char *payload, char **ret_jwt,
    struct err_info *e)
{
	AUTO(json) json_t *header = NULL;
	AUTO(jws) cjose_jws_t *jws = NULL;
	const char *compact;
	size_t i = 0;

	while (i < COUNT_OF(kinds) && strcmp(kinds[i].alg, alg) != 0)
		i++;
	if (i == COUNT_OF(kinds))
		FAIL(e, ERR_CONFIG, "alg", "RS256 or ES256");
	header = json_pack("{s:s, s:s, s:s}", "alg", alg, "typ", "JWT", "kid",
	    cjose_jwk_get_kid(keys->jwk[i], NULL));
	jws = cjose_jws_sign(keys->jwk[i], header, (const uint8_t *)payload, strlen(payload), NULL);
	if (jws == NULL || !cjose_jws_export(jws, &compact, NULL))
		FAIL(e, ERR_SIGN, "", "%s", alg);
	*ret_jwt = strdup(compact);     /* compact is the jws's own */
	CHECK(*ret_jwt != NULL);
	return ERR_OK;
}
