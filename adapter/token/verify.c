#include "config.h"

#include <string.h>

#include "adapter/token/claims.h"
#include "adapter/token/keys.h"

enum { TOKEN_MAX = 8192 };

static const char at_header[] = "/header/Authorization";

AUTO_DEFINE(jws, cjose_jws_t *, cjose_jws_release)

/* RFC 6750, section 2.1.  The scheme's case does not matter (RFC 9110, 11.1). */
static enum err
take_token(const char *authorization, const char **ret_token, struct err_info *e)
{
	const char *token;

	if (authorization == NULL)
		FAIL(e, ERR_TOKEN_MISSING, at_header, "Bearer and the token");
	if (strncasecmp(authorization, "Bearer ", 7) != 0)
		FAIL(e, ERR_TOKEN_INVALID, at_header, "the scheme Bearer");
	token = authorization + 7 + strspn(authorization + 7, " ");
	if (strlen(token) > TOKEN_MAX)
		FAIL(e, ERR_TOKEN_INVALID, at_header, "a token of at most %d bytes", TOKEN_MAX);
	*ret_token = token;
	return ERR_OK;
}

/*
 * The algorithm that the token's header names, from our list.  Keys in the header (jwk, jku, x5u,
 * x5c) are never looked at; critical extensions (RFC 7515, 4.1.11) are none that we understand.
 */
static enum err
read_header(cjose_jws_t *jws, const struct token_algorithm **ret_algorithm, const char **ret_kid,
    struct err_info *e)
{
	cjose_header_t *header = cjose_jws_get_protected(jws);
	AUTO(char) char *critical = cjose_header_get_raw(header, "crit", NULL);

	if (critical != NULL)
		FAIL(e, ERR_TOKEN_INVALID, at_header, "no critical extensions");
	*ret_algorithm = token_algorithm_find(cjose_header_get(header, CJOSE_HDR_ALG, NULL));
	if (*ret_algorithm == NULL)
		FAIL(e, ERR_TOKEN_INVALID, at_header, "algorithm RS256 or ES256");
	*ret_kid = cjose_header_get(header, CJOSE_HDR_KID, NULL);
	return ERR_OK;
}

/* Tries the keys that fit the algorithm: the one the token names, or all where it names none. */
static bool
signed_by_us(const struct token_keys *keys, cjose_jws_t *jws, const struct token_algorithm *algorithm,
    const char *kid)
{
	for (size_t i = 0; i < keys->n; i++) {
		const struct token_key *key = &keys->key[i];

		if (!token_key_fits(key, algorithm))
			continue;
		if (kid != NULL && key->kid != NULL && strcmp(kid, key->kid) != 0)
			continue;
		if (cjose_jws_verify(jws, key->jwk, NULL))
			return true;
	}
	return false;
}

enum err
token_verify(const struct token_keys *keys, const char *authorization, const char *scope,
    int64_t now_us, json_t **ret_citizen, struct err_info *e)
{
	AUTO(jws) cjose_jws_t *jws = NULL;
	AUTO(json) json_t *claims = NULL;
	const struct token_algorithm *algorithm;
	const char *token, *kid;
	uint8_t *payload;
	size_t len;

	TRY(take_token(authorization, &token, e));
	jws = cjose_jws_import(token, strlen(token), NULL);
	if (jws == NULL)
		FAIL(e, ERR_TOKEN_INVALID, at_header, "a signed token in compact form");
	TRY(read_header(jws, &algorithm, &kid, e));
	if (!signed_by_us(keys, jws, algorithm, kid))
		FAIL(e, ERR_TOKEN_INVALID, at_header, "a signature of the identity provider");
	if (!cjose_jws_get_plaintext(jws, &payload, &len, NULL))
		FAIL(e, ERR_TOKEN_INVALID, at_header, "a payload");
	claims = json_loadb((const char *)payload, len, JSON_REJECT_DUPLICATES, NULL);
	if (!json_is_object(claims))
		FAIL(e, ERR_TOKEN_INVALID, at_header, "claims as a JSON object without repeated members");
	TRY(token_claims_check(claims, &keys->config, scope, now_us, e));
	return token_claims_citizen(claims, ret_citizen, e);
}
