/*
 * token: who the citizen is, or the system that asks in its own name, from the OAuth 2.0 access token
 * (RFC 6750, a JWT signed as RFC 7515); the only user of cjose.
 *
 * Keys come as a key set (RFC 7517), from a file or by https, and as certificates.  Allowed
 * algorithms: RS256, ES256 and GOST3410_2012_256, each only with a key of its kind.  A header's kid
 * chooses among the keys of its algorithm (a certificate's is its SHA-256 in hex); without it each of
 * them is tried.  Keys and addresses of keys in a token (jwk, jku, x5c, x5u) are refused: a token
 * does not say itself whom to trust.  Checked: signature, iss, aud, exp, nbf, iat, scope, cnf (RFC
 * 8705: whose TLS certificate it is bound to); then the citizen's claims (OpenID Connect: snils,
 * family_name, given_name, middle_name, birthdate, gender) are handed on under the names that the
 * mapping rows use, and nothing else is.
 *
 * GOST3410_2012_256 is what the national identity provider (ESIA) signs with: header {"ver": 1,
 * "typ": "JWT", "sbt": "access", "alg": "GOST3410_2012_256"}, no kid; it publishes certificates, not
 * key sets.  The signature is GOST R 34.10-2012 of 256 bits over Streebog-256 of "header.claims": 64
 * bytes, s before r, each big-endian, which is what OpenSSL's gost engine reads and writes.  No
 * standard says so; programs that verify the provider's tokens do: fr05t1k/esia gives the 64 bytes
 * to openssl_verify() as they are, and turns CryptoPro's (little-endian, r before s) around.
 *
 * A fetched set is fetched again every refresh_s (sooner if the answer's max-age is shorter, never
 * within retry_s), and when a token names a key that it has not.  Whoever verifies meanwhile has the
 * set of before.  What is not a good key set changes nothing; the last good one holds for max_stale_s.
 *
 * Threads: any number at once, but open, start and close on one.  A thread of token's own fetches.
 */
#ifndef ADAPTER_TOKEN_TOKEN_H
#define ADAPTER_TOKEN_TOKEN_H

#include <stdint.h>

#include <jansson.h>

#include "adapter/base/base.h"

struct token_keys;

/* In whose name a token lets somebody ask. */
enum token_holder { TOKEN_CITIZEN, TOKEN_SYSTEM };

/* NULL or empty: not given.  At most one of jwks_file and jwks_url; at least one source of keys. */
struct token_config {
	const char *jwks_file;
	const char *jwks_url;           /* https; whoever gives http sees to it that it is this machine */
	const char *ca_file;            /* authority of jwks_url's server, PEM */
	const char *certificate_file;   /* the provider's certificates, PEM; good while they are valid */
	const char *issuer;
	const char *audience;
	int         max_skew_s;         /* leeway for exp, nbf and iat */
	int         require_binding;    /* 1: only tokens that are bound to a certificate are good */
	int         refresh_s, retry_s, max_stale_s;    /* of jwks_url */
	/*
	 * Called by the fetching thread with the outcome of the first fetch (ERR_OK, or how it failed),
	 * then each time that it is another one.  NULL: nobody wants to know.
	 */
	void      (*told)(const struct err_info *e, void *arg);
	void       *told_arg;
};

/*
 * Reads what is in files; jwks_url is not asked yet.  Fails with ERR_CONFIG or ERR_KEY_UNUSABLE,
 * e->at being the setting's name: no source, no file, no usable key, a symmetric, private or weak key
 * in the set.  Keys of a set that are for other uses and algorithms are passed over.
 */
MUST_USE enum err token_keys_open(const struct token_config *config, struct token_keys **ret_keys,
    struct err_info *e);
void token_keys_close(struct token_keys *keys);

/* Begins to fetch, where there is a jwks_url; once. */
MUST_USE enum err token_keys_start(struct token_keys *keys, struct err_info *e);

/*
 * Reads the files that config names, all or nothing, and fetches at once.  The rest of config is not
 * looked at; but where keys come from cannot change.  Fails as token_keys_open() does.
 */
MUST_USE enum err token_reload(struct token_keys *keys, const struct token_config *config,
    struct err_info *e);

/* Whether that would go well. */
MUST_USE enum err token_reload_check(const struct token_keys *keys,
    const struct token_config *config, struct err_info *e);

/* When the certificate that lasts longest ends; INT64_MAX: there are none. */
int64_t token_certificate_until_us(struct token_keys *keys);

/* Whether there are keys from every source that was given, none of them too old. */
bool token_keys_ready(struct token_keys *keys, int64_t now_us);

/*
 * Checks the value of an Authorization header (NULL: there was none).  thumbprint is the SHA-256 of
 * the certificate that the caller showed, in lower-case hex (NULL: none); a token with cnf is good
 * only together with its certificate.  scope is not empty, and must be among the token's, which may
 * carry parameters ("snils?oid=7").  *ret_holder is a new reference.  Of a citizen: {"familyName",
 * "firstName", "patronymic"?, "snils", "birthDate", "gender", "representative"?}, snils as 11 digits;
 * representative is who acts for the citizen by the claim act (RFC 8693, 4.1): the same members, with
 * "basis" ("powerOfAttorney", "parent", "guardian") and "documentNumber"?.  Of a system: {"system"}, its
 * client_id (RFC 9068, 2.2), and the token says nothing of any citizen.  A token of the other kind is
 * ERR_TOKEN_HOLDER.  Fails with ERR_TOKEN_*; e->at is "/header/Authorization" or "/token/<claim>".
 * ERR_TOKEN_KEYS is no word about the token: the keys are being fetched, or too old.
 */
MUST_USE enum err token_verify(struct token_keys *keys, const char *authorization,
    const char *thumbprint, const char *scope, enum token_holder holder, int64_t now_us,
    json_t **ret_holder, struct err_info *e);

#endif
