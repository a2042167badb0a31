#include "config.h"

#include <string.h>
#include <strings.h>

#include <openssl/err.h>

#include "adapter/token/private.h"

/* "Bearer" and the token: RFC 6750, 2.1.  The scheme is case-insensitive. */
static enum err
read_bearer(const char *authorization, const char **ret_token, struct err_info *e)
{
	static const char scheme[] = "Bearer ";

	if (authorization == NULL)
		FAIL(e, ERR_TOKEN_MISSING, TOKEN_AT, "Bearer and the token");
	if (strncasecmp(authorization, scheme, sizeof(scheme) - 1) != 0)
		FAIL(e, ERR_TOKEN_MISSING, TOKEN_AT, "the Bearer scheme");
	authorization += sizeof(scheme) - 1;
	*ret_token = authorization + strspn(authorization, " ");
	return ERR_OK;
}

/* kid chooses among the keys of the algorithm; without it each of them is tried. */
static enum err
check_signature(const struct token_keys *keys, const struct presented *p, struct err_info *e)
{
	AUTO(jws) cjose_jws_t *jws = cjose_jws_import(p->token, strlen(p->token), NULL);
	size_t tried = 0;
	bool good = false;

	if (jws == NULL)
		FAIL(e, ERR_TOKEN_INVALID, TOKEN_AT, "a signed token (RFC 7515)");
	for (size_t i = 0; i < keys->n_keys && !good; i++) {
		const struct token_key *key = &keys->key[i];

		if (key->alg != p->alg ||
		    (p->kid != NULL && (key->kid == NULL || strcmp(p->kid, key->kid) != 0)))
			continue;
		tried++;
		good = cjose_jws_verify(jws, key->jwk, NULL);
	}
	ERR_clear_error();
	if (tried == 0)
		FAIL(e, ERR_TOKEN_INVALID, TOKEN_AT, "alg and kid name a key of the identity provider");
	if (!good)
		FAIL(e, ERR_TOKEN_INVALID, TOKEN_AT, "a signature that holds");
	return ERR_OK;
}

enum err
token_verify(const struct token_keys *keys, const char *authorization, const char *thumbprint,
    const char *scope, int64_t now_us, json_t **ret_citizen, struct err_info *e)
{
	AUTO(presented) struct presented p = {0};
	AUTO(json) json_t *claims = NULL;

	CHECK(scope != NULL && *scope != '\0');
	TRY(read_bearer(authorization, &p.token, e));
	TRY(token_read_header(&p, e));
	TRY(check_signature(keys, &p, e));
	/* Only now: what nobody has signed is not read. */
	TRY(token_read_object(p.payload, p.payload_len, "payload", &claims, e));
	TRY(token_check_claims(keys, claims, scope, now_us, e));
	TRY(token_check_binding(keys, claims, thumbprint, e));
	return token_read_citizen(claims, ret_citizen, e);
}
