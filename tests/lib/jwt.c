#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>

#include "adapter/base/base.h"
#include "tests/lib/jwt.h"

static void
add_base64url(struct buf *out, const unsigned char *bytes, size_t len)
{
	unsigned char *text = malloc(len / 3 * 4 + 5);
	size_t n;

	CHECK(text != NULL);
	n = (size_t)EVP_EncodeBlock(text, bytes, (int)len);
	while (n > 0 && text[n - 1] == '=')
		n--;
	for (size_t i = 0; i < n; i++)
		text[i] = text[i] == '+' ? '-' : text[i] == '/' ? '_' : text[i];
	CHECK(buf_add(out, text, n, NULL) == ERR_OK);
	free(text);
}

static void
add_number(json_t *jwk, const char *name, EVP_PKEY *key, const char *param, int size)
{
	BIGNUM *number = NULL;
	unsigned char bytes[1024];
	BUF_AUTO(text, 4096);
	int len;

	CHECK(EVP_PKEY_get_bn_param(key, param, &number) == 1);
	len = size != 0 ? size : BN_num_bytes(number);
	CHECK(BN_bn2binpad(number, bytes, len) == len);
	BN_free(number);
	add_base64url(&text, bytes, (size_t)len);
	CHECK(json_object_set_new(jwk, name, json_string(text.data)) == 0);
}

json_t *
jwt_jwk(EVP_PKEY *key, const char *kid, const char *use, const char *alg)
{
	bool rsa = EVP_PKEY_is_a(key, "RSA");
	int size = (EVP_PKEY_get_bits(key) + 7) / 8;
	json_t *jwk = json_pack("{s:s, s:s*, s:s*, s:s*}", "kty", rsa ? "RSA" : "EC", "kid", kid,
	    "use", use, "alg", alg);

	CHECK(jwk != NULL);
	if (rsa) {
		add_number(jwk, "n", key, OSSL_PKEY_PARAM_RSA_N, 0);
		add_number(jwk, "e", key, OSSL_PKEY_PARAM_RSA_E, 0);
		return jwk;
	}
	json_object_set_new(jwk, "crv", json_string(size == 32 ? "P-256" : "P-384"));
	add_number(jwk, "x", key, OSSL_PKEY_PARAM_EC_PUB_X, size);
	add_number(jwk, "y", key, OSSL_PKEY_PARAM_EC_PUB_Y, size);
	return jwk;
}

static size_t
sign(const struct buf *text, EVP_PKEY *key, unsigned char *out, size_t size)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();

	CHECK(ctx != NULL && EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, key) == 1);
	CHECK(EVP_DigestSign(ctx, out, &size, (unsigned char *)text->data, text->len) == 1);
	EVP_MD_CTX_free(ctx);
	return size;
}

/* DER to r and s, size bytes each. */
static size_t
flatten(unsigned char *bytes, size_t len, int size)
{
	const unsigned char *p = bytes;
	ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &p, (long)len);

	CHECK(sig != NULL && BN_bn2binpad(ECDSA_SIG_get0_r(sig), bytes, size) == size);
	CHECK(BN_bn2binpad(ECDSA_SIG_get0_s(sig), bytes + size, size) == size);
	ECDSA_SIG_free(sig);
	return 2 * (size_t)size;
}

static size_t
hmac_public(const struct buf *text, EVP_PKEY *key, unsigned char *out)
{
	BIO *pem = BIO_new(BIO_s_mem());
	char *secret;
	long secret_len;
	unsigned len = 0;

	CHECK(pem != NULL && PEM_write_bio_PUBKEY(pem, key) == 1);
	secret_len = BIO_get_mem_data(pem, &secret);
	CHECK(HMAC(EVP_sha256(), secret, (int)secret_len, (unsigned char *)text->data, text->len, out,
	    &len) != NULL);
	BIO_free(pem);
	return len;
}

char *
jwt_make(const char *header, const char *payload, enum jwt_how how, EVP_PKEY *key)
{
	BUF_AUTO(text, 1 << 20);
	unsigned char signature[1024];
	size_t len = 0, whole;
	char *out;

	add_base64url(&text, (const unsigned char *)header, strlen(header));
	CHECK(buf_add_str(&text, ".", NULL) == ERR_OK);
	add_base64url(&text, (const unsigned char *)payload, strlen(payload));
	switch (how) {
	case JWT_RSA_SHA256:
	case JWT_ECDSA_DER:
		len = sign(&text, key, signature, sizeof(signature));
		break;
	case JWT_ECDSA_SHA256:
	case JWT_ECDSA_PADDED:
		len = flatten(signature, sign(&text, key, signature, sizeof(signature)),
		    how == JWT_ECDSA_PADDED ? 33 : 32);
		break;
	case JWT_HMAC_PUBLIC:
		len = hmac_public(&text, key, signature);
		break;
	case JWT_UNSIGNED:
	default:
		break;
	}
	CHECK(buf_add_str(&text, ".", NULL) == ERR_OK);
	add_base64url(&text, signature, len);
	CHECK(buf_steal(&text, &out, &whole, NULL) == ERR_OK);
	return out;
}
