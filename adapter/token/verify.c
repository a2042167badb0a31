#include "config.h"

#include <string.h>
#include <strings.h>

#include <openssl/err.h>

#include "adapter/token/private.h"

enum { TOKEN_SIZE_MAX = 8192 };

#define AT_HEADER "/header/Authorization"

/* What a header may say of the token's kind: RFC 7519, 5.1; RFC 9068, 2.1. */
static const char *const types[] = {"JWT", "at+jwt", "application/at+jwt"};

/* The three parts of a compact JWS. */
struct parts {
	const char *header, *payload, *signature;
	size_t      header_len, payload_len, signature_len;
};

/* "Bearer" and the token: RFC 6750, 2.1.  The scheme is case-insensitive. */
static enum err
read_bearer(const char *authorization, const char **ret_token, struct err_info *e)
{
	static const char scheme[] = "Bearer ";

	if (authorization == NULL)
		FAIL(e, ERR_TOKEN_MISSING, AT_HEADER, "Bearer and the token");
	if (strncasecmp(authorization, scheme, sizeof(scheme) - 1) != 0)
		FAIL(e, ERR_TOKEN_MISSING, AT_HEADER, "the Bearer scheme");
	authorization += sizeof(scheme) - 1;
	*ret_token = authorization + strspn(authorization, " ");
	return ERR_OK;
}

/* A part up to the next full stop or the end, in base64url without padding. */
static const char *
read_part(const char *p, const char **ret_part, size_t *ret_len)
{
	static const char base64url[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

	*ret_part = p;
	*ret_len = strspn(p, base64url);
	return p + *ret_len;
}

static enum err
read_parts(const char *token, struct parts *parts, struct err_info *e)
{
	const char *p;

	if (strnlen(token, TOKEN_SIZE_MAX + 1) > TOKEN_SIZE_MAX)
		FAIL(e, ERR_TOKEN_INVALID, AT_HEADER, "a token of at most %d bytes", TOKEN_SIZE_MAX);
	p = read_part(token, &parts->header, &parts->header_len);
	if (*p == '.')
		p = read_part(p + 1, &parts->payload, &parts->payload_len);
	if (*p == '.' && parts->payload != NULL)
		p = read_part(p + 1, &parts->signature, &parts->signature_len);
	if (*p != '\0' || parts->header_len == 0 || parts->payload_len == 0 ||
	    parts->signature_len == 0)
		FAIL(e, ERR_TOKEN_INVALID, AT_HEADER, "a signed token: three parts in base64url");
	return ERR_OK;
}

/* Reads JSON strictly: one object, and no member twice, for two readers could take two values. */
static enum err
read_object(const uint8_t *bytes, size_t len, const char *what, json_t **ret_object,
    struct err_info *e)
{
	json_t *object = json_loadb((const char *)bytes, len, JSON_REJECT_DUPLICATES, NULL);

	if (!json_is_object(object)) {
		json_decref(object);
		FAIL(e, ERR_TOKEN_INVALID, AT_HEADER, "the token's %s is a JSON object without repetitions",
		    what);
	}
	*ret_object = object;
	return ERR_OK;
}

static enum err
read_header(const struct parts *parts, json_t **ret_header, struct err_info *e)
{
	uint8_t *bytes = NULL;
	size_t len = 0;
	enum err err;

	if (!cjose_base64url_decode(parts->header, parts->header_len, &bytes, &len, NULL))
		FAIL(e, ERR_TOKEN_INVALID, AT_HEADER, "the token's header is in base64url");
	err = read_object(bytes, len, "header", ret_header, e);
	cjose_get_dealloc()(bytes);
	return err;
}

/*
 * What the header asks for.  Keys and URLs in it (jwk, jku, x5c, x5u) are never looked at: a token
 * does not say itself whom to trust.
 */
static enum err
check_header(const json_t *header, const struct parts *parts, const struct token_alg **ret_alg,
    struct err_info *e)
{
	const struct token_alg *alg = token_alg_find(json_string_value(json_object_get(header, "alg")));
	const json_t *type = json_object_get(header, "typ"), *kid = json_object_get(header, "kid");
	bool known = type == NULL;

	if (alg == NULL)
		FAIL(e, ERR_TOKEN_INVALID, AT_HEADER, "alg is RS256 or ES256");
	if (alg->signature != 0 && parts->signature_len != alg->signature)
		FAIL(e, ERR_TOKEN_INVALID, AT_HEADER, "a signature of the length that alg has");
	if (json_object_get(header, "crit") != NULL || json_object_get(header, "b64") != NULL)
		FAIL(e, ERR_TOKEN_INVALID, AT_HEADER, "no extensions (crit, b64)");
	if (kid != NULL && !json_is_string(kid))
		FAIL(e, ERR_TOKEN_INVALID, AT_HEADER, "kid is a string");
	for (size_t i = 0; i < COUNT_OF(types); i++)
		known |= json_is_string(type) && strcasecmp(json_string_value(type), types[i]) == 0;
	if (!known)
		FAIL(e, ERR_TOKEN_INVALID, AT_HEADER, "typ is JWT or at+jwt");
	*ret_alg = alg;
	return ERR_OK;
}

/* kid chooses among the keys of the algorithm; without it each of them is tried. */
static enum err
check_signature(const struct token_keys *keys, cjose_jws_t *jws, const struct token_alg *alg,
    const char *kid, struct err_info *e)
{
	size_t tried = 0;
	bool good = false;

	for (size_t i = 0; i < keys->n_keys && !good; i++) {
		const struct token_key *key = &keys->key[i];

		if (key->alg != alg ||
		    (kid != NULL && (key->kid == NULL || strcmp(kid, key->kid) != 0)))
			continue;
		tried++;
		good = cjose_jws_verify(jws, key->jwk, NULL);
	}
	ERR_clear_error();
	if (tried == 0)
		FAIL(e, ERR_TOKEN_INVALID, AT_HEADER, "alg and kid name a key of the identity provider");
	if (!good)
		FAIL(e, ERR_TOKEN_INVALID, AT_HEADER, "a signature that holds");
	return ERR_OK;
}

enum err
token_verify(const struct token_keys *keys, const char *authorization, const char *scope,
    int64_t now_us, json_t **ret_citizen, struct err_info *e)
{
	const char *token;
	struct parts parts = {0};
	const struct token_alg *alg;
	AUTO(json) json_t *header = NULL;
	AUTO(json) json_t *claims = NULL;
	AUTO(jws) cjose_jws_t *jws = NULL;
	uint8_t *payload = NULL;
	size_t len = 0;

	CHECK(scope != NULL && *scope != '\0');
	TRY(read_bearer(authorization, &token, e));
	TRY(read_parts(token, &parts, e));
	TRY(read_header(&parts, &header, e));
	TRY(check_header(header, &parts, &alg, e));
	jws = cjose_jws_import(token, strlen(token), NULL);
	if (jws == NULL)
		FAIL(e, ERR_TOKEN_INVALID, AT_HEADER, "a signed token (RFC 7515)");
	TRY(check_signature(keys, jws, alg, json_string_value(json_object_get(header, "kid")), e));
	/* Only now: what nobody has signed is not read. */
	if (!cjose_jws_get_plaintext(jws, &payload, &len, NULL))
		FAIL(e, ERR_TOKEN_INVALID, AT_HEADER, "a token with claims");
	TRY(read_object(payload, len, "payload", &claims, e));
	TRY(token_check_claims(keys, claims, scope, now_us, e));
	return token_read_citizen(claims, ret_citizen, e);
}
