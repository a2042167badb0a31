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

/* By a key of a certificate, through crypto. */
static bool
holds_by_certificate(const struct token_key *key, const struct presented *p)
{
	unsigned char digest[CRYPTO_MAX_HASH];
	uint8_t *signature = NULL;
	size_t len = 0, text_len = (size_t)(p->payload - p->token) + p->payload_len;
	bool good;

	if (!cjose_base64url_decode(p->signature, p->signature_len, &signature, &len, NULL))
		return false;
	good = crypto_digest(key->algorithm->hash, p->token, text_len, digest, NULL) == ERR_OK &&
	    crypto_verify(crypto_certificate_key(key->certificate), key->algorithm, digest, signature,
	    len, NULL) == ERR_OK;
	cjose_get_dealloc()(signature);
	return good;
}

static bool
holds(const struct token_key *key, const struct presented *p)
{
	AUTO(jws) cjose_jws_t *jws = NULL;

	if (key->certificate != NULL)
		return holds_by_certificate(key, p);
	jws = cjose_jws_import(p->token, strlen(p->token), NULL);
	return jws != NULL && cjose_jws_verify(jws, key->jwk, NULL);
}

/* kid chooses among the keys of the algorithm; without it each of them may be the one. */
static bool
may_be(const struct token_key *key, const struct presented *p, int64_t now_us)
{
	if (key->alg != p->alg ||
	    (p->kid != NULL && (key->kid == NULL || strcmp(p->kid, key->kid) != 0)))
		return false;
	return key->certificate == NULL || (crypto_certificate_from_us(key->certificate) <= now_us &&
	    now_us <= crypto_certificate_to_us(key->certificate));
}

static enum err
check_signature(struct token_keys *keys, const struct presented *p, int64_t now_us,
    struct err_info *e)
{
	AUTO(hold) struct token_hold hold = {0};
	bool all = token_keys_hold(keys, now_us, &hold), good = false;
	size_t tried = 0;

	for (int s = 0; s < TOKEN_SOURCES; s++)
		for (size_t i = 0; hold.set[s] != NULL && i < hold.set[s]->n_keys && !good; i++)
			if (may_be(&hold.set[s]->key[i], p, now_us)) {
				tried++;
				good = holds(&hold.set[s]->key[i], p);
			}
	ERR_clear_error();
	if (good)
		return ERR_OK;
	if (!all)
		FAIL(e, ERR_TOKEN_KEYS, TOKEN_AT, "the identity provider's keys are missing or too old");
	/* It may be of a key that is newer than our set. */
	if ((tried == 0 || p->kid == NULL) && token_refresh_want(keys))
		FAIL(e, ERR_TOKEN_KEYS, TOKEN_AT, "the identity provider's keys are being fetched");
	if (tried == 0)
		FAIL(e, ERR_TOKEN_INVALID, TOKEN_AT, "alg and kid name a key of the identity provider");
	FAIL(e, ERR_TOKEN_INVALID, TOKEN_AT, "a signature that holds");
}

enum err
token_verify(struct token_keys *keys, const char *authorization, const char *thumbprint,
    const char *scope, enum token_holder holder, int64_t now_us, json_t **ret_holder,
    struct err_info *e)
{
	AUTO(presented) struct presented p = {0};
	AUTO(json) json_t *claims = NULL;

	CHECK(scope != NULL && *scope != '\0');
	TRY(read_bearer(authorization, &p.token, e));
	TRY(token_read_header(&p, e));
	TRY(check_signature(keys, &p, now_us, e));
	/* Only now: what nobody has signed is not read. */
	TRY(token_read_object(p.payload, p.payload_len, "payload", &claims, e));
	TRY(token_check_claims(keys, claims, scope, now_us, e));
	TRY(token_check_binding(keys, claims, thumbprint, e));
	return token_read_holder(claims, holder, ret_holder, e);
}
