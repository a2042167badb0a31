#include "config.h"

#include <string.h>
#include <unistd.h>

#include <cjose/cjose.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "adapter/crypto/crypto.h"
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

#define GOST "GOST3410_2012_256"

struct keys {
	cjose_jwk_t       *jwk[COUNT_OF(kinds)];
	struct crypto_key *gost;        /* NULL: there is none */
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

static enum err
load_gost(const char *dir, struct crypto_key **ret_key, struct err_info *e)
{
	char key[1024], certificate[1024];
	struct crypto_source source = {.key = key, .certificate_file = certificate};
	struct crypto_certificate *c = NULL;

	snprintf(key, sizeof(key), "%s/token-gost256.key", dir);
	snprintf(certificate, sizeof(certificate), "%s/token-gost256.pem", dir);
	if (access(key, F_OK) != 0 || !crypto_has_gost(NULL))
		return ERR_OK;
	TRY(crypto_source_load(&source, ret_key, &c, e));
	crypto_certificate_free(c);
	return ERR_OK;
}

enum err
keys_open(const char *dir, struct keys **ret_keys, struct err_info *e)
{
	struct keys *keys = calloc(1, sizeof(*keys));

	enum err err = ERR_OK;

	CHECK(keys != NULL);
	for (size_t i = 0; i < COUNT_OF(kinds) && err == ERR_OK; i++)
		err = load(dir, kinds[i].file, kinds[i].type, &keys->jwk[i], e);
	if (err == ERR_OK)
		err = load_gost(dir, &keys->gost, e);
	if (err != ERR_OK)
		keys_close(keys);
	else
		*ret_keys = keys;
	return err;
}

void
keys_close(struct keys *keys)
{
	if (keys == NULL)
		return;
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (keys->jwk[i] != NULL)
			cjose_jwk_release(keys->jwk[i]);
	crypto_key_free(keys->gost);
	free(keys);
}

static enum err
add_public(const struct keys *keys, json_t *list, struct err_info *e)
{
	for (size_t i = 0; keys != NULL && i < COUNT_OF(kinds); i++) {
		AUTO(char) char *text = cjose_jwk_to_json(keys->jwk[i], false, NULL);
		json_t *key = text != NULL ? json_loads(text, 0, NULL) : NULL;

		if (key == NULL || json_object_set_new(key, "alg", json_string(kinds[i].alg)) != 0 ||
		    json_object_set_new(key, "use", json_string("sig")) != 0 ||
		    json_array_append_new(list, key) != 0)
			FAIL(e, ERR_NOMEM, "", "key set");
	}
	return ERR_OK;
}

enum err
keys_public(const struct keys *keys, const struct keys *former, json_t **ret_set,
    struct err_info *e)
{
	AUTO(json) json_t *set = json_pack("{s:[]}", "keys");

	TRY(add_public(keys, json_object_get(set, "keys"), e));
	TRY(add_public(former, json_object_get(set, "keys"), e));
	*ret_set = STEAL(set);
	return ERR_OK;
}

static enum err
add_part(struct buf *out, const void *bytes, size_t len, struct err_info *e)
{
	AUTO(char) char *text = NULL;
	size_t text_len = 0;

	if (!cjose_base64url_encode(bytes, len, &text, &text_len, NULL))
		FAIL(e, ERR_NOMEM, "", "a part of a token");
	return buf_add(out, text, text_len, e);
}

/* As the national provider does it: cjose knows no GOST. */
static enum err
sign_gost(const struct keys *keys, const char *payload, char **ret_jwt, struct err_info *e)
{
	static const char header[] = "{\"ver\":1,\"typ\":\"JWT\",\"sbt\":\"access\",\"alg\":\"" GOST "\"}";
	const struct crypto_algorithm *algorithm;
	unsigned char digest[CRYPTO_MAX_HASH], signature[CRYPTO_MAX_SIGNATURE];
	BUF_AUTO(text, 1 << 20);
	size_t len;

	if (keys->gost == NULL)
		FAIL(e, ERR_CONFIG, "alg", "token-gost256.key, and OpenSSL's engine for it");
	TRY(crypto_key_algorithm(keys->gost, &algorithm, e));
	TRY(add_part(&text, header, sizeof(header) - 1, e));
	TRY(buf_add_str(&text, ".", e));
	TRY(add_part(&text, payload, strlen(payload), e));
	TRY(crypto_digest(algorithm->hash, text.data, text.len, digest, e));
	TRY(crypto_sign(keys->gost, algorithm, digest, signature, &len, e));
	TRY(buf_add_str(&text, ".", e));
	TRY(add_part(&text, signature, len, e));
	return buf_steal(&text, ret_jwt, &len, e);
}

enum err
keys_sign(const struct keys *keys, const char *alg, const char *payload, char **ret_jwt,
    struct err_info *e)
{
	AUTO(json) json_t *header = NULL;
	AUTO(jws) cjose_jws_t *jws = NULL;
	const char *compact;
	size_t i = 0;

	if (strcmp(alg, GOST) == 0)
		return sign_gost(keys, payload, ret_jwt, e);
	while (i < COUNT_OF(kinds) && strcmp(kinds[i].alg, alg) != 0)
		i++;
	if (i == COUNT_OF(kinds))
		FAIL(e, ERR_CONFIG, "alg", "RS256, ES256 or " GOST);
	header = json_pack("{s:s, s:s, s:s}", "alg", alg, "typ", "JWT", "kid",
	    cjose_jwk_get_kid(keys->jwk[i], NULL));
	jws = cjose_jws_sign(keys->jwk[i], header, (const uint8_t *)payload, strlen(payload), NULL);
	if (jws == NULL || !cjose_jws_export(jws, &compact, NULL))
		FAIL(e, ERR_SIGN, "", "%s", alg);
	*ret_jwt = strdup(compact);     /* compact is the jws's own */
	CHECK(*ret_jwt != NULL);
	return ERR_OK;
}
