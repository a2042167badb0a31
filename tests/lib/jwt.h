/*
 * jwt: tokens right and wrong, signed with OpenSSL alone, so that the test of token does not ask
 * the library that token uses.
 */
#ifndef TESTS_LIB_JWT_H
#define TESTS_LIB_JWT_H

#include <openssl/evp.h>

#include <jansson.h>

enum jwt_how {
	JWT_RSA_SHA256,         /* RSASSA-PKCS1-v1_5 */
	JWT_ECDSA_SHA256,       /* r and s, 32 bytes each */
	JWT_ECDSA_PADDED,       /* the same numbers with a zero before each */
	JWT_ECDSA_DER,          /* the same as DER; neither is as RFC 7518, 3.4 has it */
	JWT_HMAC_PUBLIC,        /* HMAC-SHA256, the key being the PEM of the public key */
	JWT_UNSIGNED,           /* an empty third part */
};

/* A key as RFC 7517 has it; kid, use, alg may be NULL. */
json_t *jwt_jwk(EVP_PKEY *key, const char *kid, const char *use, const char *alg);

/* The compact form (malloced) of these two texts, which need not be JSON. */
char *jwt_make(const char *header, const char *payload, enum jwt_how how, EVP_PKEY *key);

#endif
