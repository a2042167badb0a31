/*
 * keys: the stand-in identity provider's signing keys.
 *
 * DIR/token-rsa.key and DIR/token-ec.key (PEM; RSA, P-256) are JSON Web Keys.  A key's kid is made of
 * the digest of its public part, so that it stays the same for the same key.  DIR/token-gost256.key,
 * with its certificate in DIR/token-gost256.pem, is no JSON Web Key and has no kid; it may be missing.
 */
#ifndef TESTS_PORTAL_KEYS_H
#define TESTS_PORTAL_KEYS_H

#include <jansson.h>

#include "adapter/base/base.h"

struct keys;

/* Fails with ERR_KEY_UNUSABLE, e->at naming the file. */
MUST_USE enum err keys_open(const char *dir, struct keys **ret_keys, struct err_info *e);
void keys_close(struct keys *keys);

/*
 * The public keys as RFC 7517 has them, with kid, alg and use; those of former (NULL: none) behind
 * them.  A new reference.
 */
MUST_USE enum err keys_public(const struct keys *keys, const struct keys *former,
    json_t **ret_set, struct err_info *e);

/*
 * Signs payload as a JWT in compact form (malloced).  alg is RS256, ES256 or GOST3410_2012_256;
 * ERR_CONFIG for any other and for one that has no key, ERR_SIGN if it does not work out.
 */
MUST_USE enum err keys_sign(const struct keys *keys, const char *alg, const char *payload,
    char **ret_jwt, struct err_info *e);

#endif
