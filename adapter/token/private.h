/*
 * What the files of token share.
 *
 *     keys.c     the key set
 *     header.c   a token's form, and what its header asks for
 *     verify.c   the signature; all of it in order
 *     claims.c   what a token says, and the citizen
 *     binding.c  to whose certificate it is bound
 */
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

#define TOKEN_ALGS "RS256, ES256"

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
	bool              require_binding;
};

#define TOKEN_AT "/header/Authorization"

/* A token on its way through the checks; the parts of the compact form point into it. */
struct presented {
	const char             *token;
	const char             *head, *payload, *signature;
	size_t                  head_len, payload_len, signature_len;
	json_t                 *header;
	const struct token_alg *alg;
	const char             *kid;    /* the header's own; NULL: none */
};

static inline void
auto_presented(struct presented *p)
{
	json_decref(p->header);
}

/* Reads p->token's form and header, filling the rest. */
MUST_USE enum err token_read_header(struct presented *p, struct err_info *e);

/* Whether the first len characters are the one way to write some bytes: RFC 7515, 2; RFC 4648, 3.5. */
bool token_is_base64url(const char *text, size_t len);

/* A part of a token, in base64url, as JSON; a new reference. */
MUST_USE enum err token_read_object(const char *part, size_t part_len, const char *what,
    json_t **ret_object, struct err_info *e);

/* Checks iss, aud, exp, nbf, iat and scope of claims whose signature is good. */
MUST_USE enum err token_check_claims(const struct token_keys *keys, const json_t *claims,
    const char *scope, int64_t now_us, struct err_info *e);

/* Checks cnf against the SHA-256 of the caller's certificate (hex; NULL: has none). */
MUST_USE enum err token_check_binding(const struct token_keys *keys, const json_t *claims,
    const char *thumbprint, struct err_info *e);

/* The citizen's claims under our names; a new reference. */
MUST_USE enum err token_read_citizen(const json_t *claims, json_t **ret_citizen,
    struct err_info *e);

#endif
