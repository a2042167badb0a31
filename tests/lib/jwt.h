/*
 * jwt: tokens right and wrong, signed with OpenSSL alone, so that the test of token does not ask
 * the library that token uses.
 */
#ifndef TESTS_LIB_JWT_H
#define TESTS_LIB_JWT_H

#include <openssl/evp.h>

#include <jansson.h>

enum jwt_how {
	JWT_RIGHT,              /* as the kind of the key has it: RFC 7518, 3.3 and 3.4 */
	JWT_UNSIGNED,           /* an empty third part */
	JWT_CUT,                /* the right signature without its last byte */
	JWT_LONGER,             /* with a byte more */
	JWT_ZEROS,              /* as many bytes as the right one has, all of them 0 */
	JWT_ONES,               /* … all of them 0xff */
	JWT_TEXT,               /* the right one, of the text without its last character */
	/* RSA */
	JWT_RSA_PSS,            /* with the padding of PS256 */
	JWT_RSA_SHA1,
	JWT_RSA_SHA512,
	JWT_HMAC_PEM,           /* HMAC-SHA256 by the public key as PEM … */
	JWT_HMAC_DER,           /* … as DER … */
	JWT_HMAC_MODULUS,       /* … by its modulus alone … */
	JWT_HMAC_EMPTY,         /* … by no bytes at all */
	/* EC */
	JWT_ECDSA_PADDED,       /* r and s with a zero before each */
	JWT_ECDSA_DER,
	/* EC and GOST */
	JWT_HALVES_SWAPPED,
	JWT_REVERSED,           /* the last byte first; as CryptoPro writes GOST */
	JWT_ORDER,              /* r and s are the order of the curve, which is 0 to it */
	JWT_FIRST_ZERO,         /* 0 for the first half, the second right */
	JWT_SECOND_ZERO,
};

/* A key of GOST R 34.10-2012, 256 bits; crypto_init() was called, and found an engine. */
EVP_PKEY *jwt_gost_key(void);

/* A certificate in PEM (malloced) that key has signed itself; from and to in seconds since 1970. */
char *jwt_certificate(EVP_PKEY *key, int64_t from_s, int64_t to_s);

/* A key as RFC 7517 has it; kid, use, alg may be NULL. */
json_t *jwt_jwk(EVP_PKEY *key, const char *kid, const char *use, const char *alg);

/* The compact form (malloced) of these two texts, which need not be JSON; how must fit the key. */
char *jwt_make(const char *header, const char *payload, enum jwt_how how, EVP_PKEY *key);

#endif
