/* What the files of token share: keys.c (the key set), verify.c (the signature), claims.c. */
#ifndef ADAPTER_TOKEN_PRIVATE_H
#define ADAPTER_TOKEN_PRIVATE_H

#include <cjose/cjose.h>

#include "adapter/token/token.h"

AUTO_DEFINE(json, json_t *, json_decref)
AUTO_DEFINE(jws, cjose_jws_t *, cjose_jws_release)

/* An algorithm that is accepted, and the only kind of key that it is accepted with. */
struct token_alg {
	const char     *name;           /* as in the header: RFC 7518, 3.1 */
	cjose_jwk_kty_t kty;
	size_t          signature;      /* its length in base64url; 0: the key's affair */
};

/* The row with this name; NULL for NULL and for all others. */
const struct token_alg *token_alg_find(const char *name);

struct token_key {
	cjose_jwk_t            *jwk;    /* read only: cjose verifies with it from many threads */
	const struct token_alg *alg;
	const char             *kid;    /* the jwk's; NULL: has none */
};

struct token_keys {
	struct token_key *key;
	size_t            n_keys;
	char             *issuer, *audience;
	int               max_skew_s;
};

/* Checks iss, aud, exp, nbf, iat and scope of claims whose signature is good. */
MUST_USE enum err token_check_claims(const struct token_keys *keys, const json_t *claims,
    const char *scope, int64_t now_us, struct err_info *e);

/* The citizen's claims under our names; a new reference. */
MUST_USE enum err token_read_citizen(const json_t *claims, json_t **ret_citizen,
    struct err_info *e);

#endif
