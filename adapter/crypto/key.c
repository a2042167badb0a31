/* Keys, and what they do: sign a digest, verify one. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/rsa.h>

#include "adapter/crypto/inside.h"

AUTO_DEFINE(ecdsa_sig, ECDSA_SIG *, ECDSA_SIG_free)
AUTO_DEFINE(bignum, BIGNUM *, BN_free)

/* clang-format off */
/* The library's name of each kind, and how many octets a GOST signature has. */
static const struct {
	int         nid;
	const char *name;
	size_t      raw;
} kinds[] = {
	[CRYPTO_RSA]      = {EVP_PKEY_RSA,               "RSA",       0},
	[CRYPTO_EC]       = {EVP_PKEY_EC,                "EC",        0},
	[CRYPTO_GOST256]  = {NID_id_GostR3410_2012_256,  "GOST-2012", 64},
	[CRYPTO_GOST512]  = {NID_id_GostR3410_2012_512,  "GOST-2012", 128},
	[CRYPTO_GOST2001] = {NID_id_GostR3410_2001,      "GOST-2001", 64},
};
/* clang-format on */

struct crypto_key *
crypto_key_adopt(EVP_PKEY *evp)
{
	struct crypto_key *key = malloc(sizeof(*key));

	if (key == NULL) {
		EVP_PKEY_free(evp);
		return NULL;
	}
	atomic_init(&key->users, 1);
	key->evp = evp;
	return key;
}

struct crypto_key *
crypto_key_ref(struct crypto_key *key)
{
	atomic_fetch_add(&key->users, 1);
	return key;
}

void
crypto_key_free(struct crypto_key *key)
{
	if (key == NULL || atomic_fetch_sub(&key->users, 1) != 1)
		return;
	EVP_PKEY_free(key->evp);        /* clears what is private */
	free(key);
}

int
crypto_key_bits(const struct crypto_key *key)
{
	return EVP_PKEY_get_bits(key->evp);
}

static bool
is_of_kind(const struct crypto_key *key, enum crypto_kind kind)
{
	return EVP_PKEY_get_base_id(key->evp) == kinds[kind].nid;
}

const char *
crypto_key_kind_name(const struct crypto_key *key)
{
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (is_of_kind(key, (enum crypto_kind)i))
			return kinds[i].name;
	return "unknown";
}

/*
 * RSA with a small exponent forgives what it should not, and with 1 anybody signs: more than
 * 2^16, as FIPS 186-4 (B.3.1) asks.
 */
static bool
has_good_exponent(const struct crypto_key *key)
{
	AUTO(bignum) BIGNUM *e = NULL;

	return EVP_PKEY_get_base_id(key->evp) != EVP_PKEY_RSA ||
	    (EVP_PKEY_get_bn_param(key->evp, OSSL_PKEY_PARAM_RSA_E, &e) == 1 && BN_is_odd(e) &&
	    BN_num_bits(e) > 16);
}

enum err
crypto_key_algorithm(const struct crypto_key *key, const struct crypto_algorithm **ret_algorithm,
    struct err_info *e)
{
	const struct crypto_algorithm *a;

	for (size_t i = 0; (a = crypto_algorithm_at(i)) != NULL; i++) {
		if (!a->trusted || !is_of_kind(key, a->kind))
			continue;
		if (crypto_key_bits(key) < a->min_bits)
			FAIL(e, ERR_KEY_UNUSABLE, "", "the key has %d bits; %s needs at least %d",
			    crypto_key_bits(key), a->name, a->min_bits);
		if (!has_good_exponent(key))
			FAIL(e, ERR_KEY_UNUSABLE, "", "the key's exponent is too small");
		*ret_algorithm = a;
		return ERR_OK;
	}
	FAIL(e, ERR_KEY_UNUSABLE, "", "the kind of key is neither RSA, EC nor GOST R 34.10-2012");
}

/* A context of the library for one use of the key with the algorithm. */
static enum err
start(const struct crypto_key *key, const struct crypto_algorithm *a,
    int (*init)(EVP_PKEY_CTX *ctx), EVP_PKEY_CTX **ret_ctx, struct err_info *e)
{
	AUTO(evp_ctx) EVP_PKEY_CTX *ctx = NULL;

	crypto_forget();
	if (!is_of_kind(key, a->kind))
		FAIL(e, ERR_CRYPTO, "", "%s needs another kind of key", a->name);
	ctx = EVP_PKEY_CTX_new(key->evp, NULL);
	if (ctx == NULL || init(ctx) != 1)
		FAIL(e, ERR_CRYPTO, "", "%s cannot be had (%s)", a->name, crypto_drain());
	if (a->kind == CRYPTO_RSA && EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING) != 1)
		FAIL(e, ERR_CRYPTO, "", "%s: the padding cannot be set (%s)", a->name, crypto_drain());
	if ((a->kind == CRYPTO_RSA || a->kind == CRYPTO_EC) &&
	    EVP_PKEY_CTX_set_signature_md(ctx, crypto_hash_evp(a->hash)) != 1)
		FAIL(e, ERR_CRYPTO, "", "%s: the digest cannot be set (%s)", a->name, crypto_drain());
	*ret_ctx = STEAL(ctx);
	return ERR_OK;
}

static size_t
half(const struct crypto_key *key)
{
	return ((size_t)EVP_PKEY_get_bits(key->evp) + 7) / 8;
}

/* From the library's DER to r || s, in place. */
static enum err
unwrap(const struct crypto_key *key, unsigned char *signature, size_t *len, struct err_info *e)
{
	const unsigned char *p = signature;
	AUTO(ecdsa_sig) ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &p, (long)*len);
	int n = (int)half(key);

	if (sig == NULL || BN_bn2binpad(ECDSA_SIG_get0_r(sig), signature, n) != n ||
	    BN_bn2binpad(ECDSA_SIG_get0_s(sig), signature + n, n) != n)
		FAIL(e, ERR_CRYPTO, "", "a signature that cannot be encoded (%s)", crypto_drain());
	*len = 2 * (size_t)n;
	return ERR_OK;
}

/* The other way; the octets are malloced. */
static enum err
wrap(const struct crypto_key *key, const unsigned char *signature, size_t len,
    unsigned char **ret_der, size_t *ret_len, struct err_info *e)
{
	AUTO(ecdsa_sig) ECDSA_SIG *sig = ECDSA_SIG_new();
	AUTO(bignum) BIGNUM *r = NULL;
	AUTO(bignum) BIGNUM *s = NULL;
	size_t n = half(key);
	int der_len;

	if (len != 2 * n)
		FAIL(e, ERR_SIG_VALUE, "", "an ECDSA signature of %zu octets expected", 2 * n);
	r = BN_bin2bn(signature, (int)n, NULL);
	s = BN_bin2bn(signature + n, (int)n, NULL);
	if (sig == NULL || r == NULL || s == NULL || ECDSA_SIG_set0(sig, r, s) != 1)
		FAIL(e, ERR_NOMEM, "", "a signature");
	r = s = NULL;                   /* sig's by now */
	der_len = i2d_ECDSA_SIG(sig, ret_der);
	if (der_len <= 0)
		FAIL(e, ERR_NOMEM, "", "a signature");
	*ret_len = (size_t)der_len;
	return ERR_OK;
}

enum err
crypto_sign(const struct crypto_key *key, const struct crypto_algorithm *algorithm,
    const unsigned char *digest, unsigned char signature[CRYPTO_MAX_SIGNATURE], size_t *ret_len,
    struct err_info *e)
{
	AUTO(evp_ctx) EVP_PKEY_CTX *ctx = NULL;
	size_t len = CRYPTO_MAX_SIGNATURE, raw = kinds[algorithm->kind].raw;

	TRY(start(key, algorithm, EVP_PKEY_sign_init, &ctx, e));
	if (EVP_PKEY_sign(ctx, signature, &len, digest, algorithm->hash->size) != 1)
		FAIL(e, ERR_CRYPTO, "", "%s: signing failed (%s)", algorithm->name, crypto_drain());
	if (algorithm->kind == CRYPTO_EC)
		TRY(unwrap(key, signature, &len, e));
	if (raw != 0 && len != raw)
		FAIL(e, ERR_CRYPTO, "", "%s: a signature of %zu octets expected", algorithm->name, raw);
	*ret_len = len;
	return ERR_OK;
}

enum err
crypto_verify_x509(const struct crypto_key *key, const struct crypto_algorithm *algorithm,
    const unsigned char *digest, const unsigned char *signature, size_t len, struct err_info *e)
{
	AUTO(evp_ctx) EVP_PKEY_CTX *ctx = NULL;
	size_t raw = kinds[algorithm->kind].raw;
	int ret;

	if (start(key, algorithm, EVP_PKEY_verify_init, &ctx, e) != ERR_OK) {
		if (e != NULL)
			e->code = ERR_SIG_VALUE;
		return ERR_SIG_VALUE;
	}
	if (raw != 0 && len != raw)
		FAIL(e, ERR_SIG_VALUE, "", "%s: a signature of %zu octets expected", algorithm->name,
		    raw);
	ret = EVP_PKEY_verify(ctx, signature, len, digest, algorithm->hash->size);
	crypto_drain();
	if (ret != 1)
		FAIL(e, ERR_SIG_VALUE, "", "%s: the signature is not of this content by this key",
		    algorithm->name);
	return ERR_OK;
}

enum err
crypto_verify(const struct crypto_key *key, const struct crypto_algorithm *algorithm,
    const unsigned char *digest, const unsigned char *signature, size_t len, struct err_info *e)
{
	AUTO(openssl_octets) unsigned char *der = NULL;

	if (algorithm->kind == CRYPTO_EC && is_of_kind(key, CRYPTO_EC)) {
		TRY(wrap(key, signature, len, &der, &len, e));
		signature = der;
	}
	return crypto_verify_x509(key, algorithm, digest, signature, len, e);
}
