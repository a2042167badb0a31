#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "adapter/base/base.h"
#include "tests/lib/jwt.h"

/* Of the curve CryptoPro XchA: RFC 4357, 11.4. */
#define GOST_ORDER "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF6C611070995AD10045841B09B761B893"

enum { EC_SIZE = 32, JWT_SIGNATURE_MAX = 1024 };

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

static bool
is_gost(const EVP_PKEY *key)
{
	return EVP_PKEY_get_id(key) == NID_id_GostR3410_2012_256;
}

static const EVP_MD *
digest_for(const EVP_PKEY *key)
{
	return is_gost(key) ? EVP_get_digestbynid(NID_id_GostR3411_2012_256) : EVP_sha256();
}

EVP_PKEY *
jwt_gost_key(void)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_id(NID_id_GostR3410_2012_256, NULL);
	EVP_PKEY *key = NULL;

	CHECK(ctx != NULL && EVP_PKEY_keygen_init(ctx) == 1);
	CHECK(EVP_PKEY_CTX_ctrl_str(ctx, "paramset", "XA") == 1 && EVP_PKEY_keygen(ctx, &key) == 1);
	EVP_PKEY_CTX_free(ctx);
	return key;
}

char *
jwt_certificate(EVP_PKEY *key, int64_t from_s, int64_t to_s)
{
	X509 *x509 = X509_new();
	X509_NAME *name = X509_get_subject_name(x509);
	BIO *pem = BIO_new(BIO_s_mem());
	char *data, *text;
	long len;

	CHECK(x509 != NULL && pem != NULL && X509_set_version(x509, X509_VERSION_3) == 1);
	CHECK(ASN1_INTEGER_set_int64(X509_get_serialNumber(x509), from_s) == 1);
	CHECK(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"issuer", -1, -1,
	    0) == 1);
	CHECK(X509_set_issuer_name(x509, name) == 1 && X509_set_pubkey(x509, key) == 1);
	CHECK(ASN1_TIME_set(X509_getm_notBefore(x509), (time_t)from_s) != NULL);
	CHECK(ASN1_TIME_set(X509_getm_notAfter(x509), (time_t)to_s) != NULL);
	CHECK(X509_sign(x509, key, digest_for(key)) > 0 && PEM_write_bio_X509(pem, x509) == 1);
	len = BIO_get_mem_data(pem, &data);
	text = strndup(data, (size_t)len);
	CHECK(text != NULL);
	BIO_free(pem);
	X509_free(x509);
	return text;
}

/* A digital signature as OpenSSL writes it. */
static size_t
sign(const struct buf *text, EVP_PKEY *key, const EVP_MD *md, bool pss, unsigned char *out)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	EVP_PKEY_CTX *how;
	size_t size = JWT_SIGNATURE_MAX;

	CHECK(ctx != NULL && EVP_DigestSignInit(ctx, &how, md, NULL, key) == 1);
	CHECK(!pss || EVP_PKEY_CTX_set_rsa_padding(how, RSA_PKCS1_PSS_PADDING) == 1);
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

/* The public key as somebody might take it for a secret. */
static void
add_public(struct buf *secret, EVP_PKEY *key, enum jwt_how how)
{
	BIO *bio = BIO_new(BIO_s_mem());
	BIGNUM *n = NULL;
	unsigned char bytes[JWT_SIGNATURE_MAX];
	char *data;
	long len;

	CHECK(bio != NULL && EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_N, &n) == 1);
	CHECK((how == JWT_HMAC_PEM ? PEM_write_bio_PUBKEY(bio, key) : i2d_PUBKEY_bio(bio, key)) == 1);
	len = BIO_get_mem_data(bio, &data);
	if (how == JWT_HMAC_MODULUS)
		CHECK(buf_add(secret, bytes, (size_t)BN_bn2bin(n, bytes), NULL) == ERR_OK);
	else
		CHECK(buf_add(secret, data, how == JWT_HMAC_EMPTY ? 0 : (size_t)len, NULL) == ERR_OK);
	BN_free(n);
	BIO_free(bio);
}

static size_t
hmac(const struct buf *text, EVP_PKEY *key, enum jwt_how how, unsigned char *out)
{
	BUF_AUTO(secret, 4096);
	unsigned len = 0;

	add_public(&secret, key, how);
	CHECK(HMAC(EVP_sha256(), secret.data, (int)secret.len, (unsigned char *)text->data, text->len,
	    out, &len) != NULL);
	return len;
}

static size_t
right(const struct buf *text, EVP_PKEY *key, unsigned char *out)
{
	size_t len = sign(text, key, digest_for(key), false, out);

	return EVP_PKEY_is_a(key, "EC") ? flatten(out, len, EC_SIZE) : len;
}

/* Ways to spoil a right signature; of ECDSA where it has two halves. */
static size_t
spoil(unsigned char *out, size_t len, enum jwt_how how, EVP_PKEY *key)
{
	unsigned char half[EC_SIZE];
	BIGNUM *order = NULL;

	switch ((int)how) {     /* each function sees to some */
	case JWT_CUT:
		return len - 1;
	case JWT_LONGER:
		out[len] = 0;
		return len + 1;
	case JWT_ZEROS:
	case JWT_ONES:
		memset(out, how == JWT_ZEROS ? 0 : 0xff, len);
		return len;
	case JWT_HALVES_SWAPPED:
		memcpy(half, out, EC_SIZE);
		memcpy(out, out + EC_SIZE, EC_SIZE);
		memcpy(out + EC_SIZE, half, EC_SIZE);
		return len;
	case JWT_ORDER:
		CHECK(is_gost(key) ? BN_hex2bn(&order, GOST_ORDER) == 2 * EC_SIZE
		                   : EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_EC_ORDER, &order) == 1);
		CHECK(BN_bn2binpad(order, out, EC_SIZE) == EC_SIZE);
		CHECK(BN_bn2binpad(order, out + EC_SIZE, EC_SIZE) == EC_SIZE);
		BN_free(order);
		return len;
	case JWT_REVERSED:
		for (size_t i = 0; i < len / 2; i++) {
			unsigned char c = out[i];

			out[i] = out[len - 1 - i];
			out[len - 1 - i] = c;
		}
		return len;
	case JWT_FIRST_ZERO:
		memset(out, 0, EC_SIZE);
		return len;
	case JWT_SECOND_ZERO:
		memset(out + EC_SIZE, 0, EC_SIZE);
		return len;
	default:
		return len;
	}
}

static size_t
make_signature(struct buf *text, enum jwt_how how, EVP_PKEY *key, unsigned char *out)
{
	struct buf less = *text;

	switch ((int)how) {     /* each function sees to some */
	case JWT_UNSIGNED:
		return 0;
	case JWT_TEXT:
		less.len--;
		return right(&less, key, out);
	case JWT_RSA_PSS:
		return sign(text, key, EVP_sha256(), true, out);
	case JWT_RSA_SHA1:
		return sign(text, key, EVP_sha1(), false, out);
	case JWT_RSA_SHA512:
		return sign(text, key, EVP_sha512(), false, out);
	case JWT_HMAC_PEM:
	case JWT_HMAC_DER:
	case JWT_HMAC_MODULUS:
	case JWT_HMAC_EMPTY:
		return hmac(text, key, how, out);
	case JWT_ECDSA_DER:
		return sign(text, key, EVP_sha256(), false, out);
	case JWT_ECDSA_PADDED:
		return flatten(out, sign(text, key, EVP_sha256(), false, out), EC_SIZE + 1);
	default:
		return spoil(out, right(text, key, out), how, key);
	}
}

char *
jwt_make(const char *header, const char *payload, enum jwt_how how, EVP_PKEY *key)
{
	BUF_AUTO(text, 1 << 20);
	unsigned char signature[JWT_SIGNATURE_MAX];
	size_t len, whole;
	char *out;

	add_base64url(&text, (const unsigned char *)header, strlen(header));
	CHECK(buf_add_str(&text, ".", NULL) == ERR_OK);
	add_base64url(&text, (const unsigned char *)payload, strlen(payload));
	len = make_signature(&text, how, key, signature);
	CHECK(buf_add_str(&text, ".", NULL) == ERR_OK);
	add_base64url(&text, signature, len);
	CHECK(buf_steal(&text, &out, &whole, NULL) == ERR_OK);
	return out;
}
