/*
 * token: who the citizen is, from the OAuth 2.0 access token (RFC 6750, a JWT signed as
 * RFC 7515); the only user of cjose.
 *
 * The key set (RFC 7517) is read from a file.  Allowed algorithms: RS256 and ES256, each
 * only with a key of its kind.  Keys and addresses of keys in a token (jwk, jku, x5c, x5u) are
 * refused: a token does not say itself whom to trust.  Checked: signature, iss, aud, exp, nbf, iat,
 * scope, cnf (RFC 8705: whose TLS certificate it is bound to); then the citizen's claims (OpenID
 * Connect: snils, family_name, given_name, middle_name, birthdate, gender) are handed on under the
 * names that the mapping rows use, and nothing else is.
 *
 * Threads: any number at once.
 */
#ifndef ADAPTER_TOKEN_TOKEN_H
#define ADAPTER_TOKEN_TOKEN_H

#include <stdint.h>

#include <jansson.h>

#include "adapter/base/base.h"

struct token_keys;

struct token_config {
	const char *jwks_file;
	const char *issuer;
	const char *audience;
	int         max_skew_s;         /* leeway for exp, nbf and iat */
	int         require_binding;    /* 1: only tokens that are bound to a certificate are good */
};

/*
 * Fails with ERR_CONFIG: no file, no usable key, a symmetric, private or weak key in the set.  Keys
 * for other uses and algorithms are passed over.
 */
MUST_USE enum err token_keys_open(const struct token_config *config, struct token_keys **ret_keys,
    struct err_info *e);
void token_keys_close(struct token_keys *keys);

/*
 * Checks the value of an Authorization header (NULL: there was none).  thumbprint is the SHA-256 of
 * the certificate that the caller showed, in lower-case hex (NULL: none); a token with cnf is good
 * only together with its certificate.  scope is not empty, and must be among the token's, which may
 * carry parameters ("snils?oid=7").  *ret_citizen is a new reference: {"familyName", "firstName",
 * "patronymic"?, "snils", "birthDate", "gender"}, snils as 11 digits.  Fails with ERR_TOKEN_*; e->at
 * is "/header/Authorization" or "/token/<claim>".
 */
MUST_USE enum err token_verify(const struct token_keys *keys, const char *authorization,
    const char *thumbprint, const char *scope, int64_t now_us, json_t **ret_citizen,
    struct err_info *e);

#endif
