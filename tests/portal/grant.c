#include "config.h"

#include <string.h>

#include <cjose/cjose.h>
#include <openssl/sha.h>

#include "adapter/crypto/crypto.h"
#include "tests/portal/grant.h"
#include "tests/stand/citizen.h"

AUTO_DEFINE(json, json_t *, json_decref)

void
grant_init(struct grant *grant)
{
	*grant = (struct grant){
	    .alg = "RS256",
	    .scope = GRANT_SCOPE,
	    .iss = GRANT_ISSUER,
	    .aud = GRANT_AUDIENCE,
	    .expires_in_s = 600,
	};
}

/* OpenID Connect's standard claims, and snils as the national identity provider writes it. */
static json_t *
citizen_claims(const struct citizen *c)
{
	char snils[32], subject[ID_SIZE];
	unsigned char digest[ID_DIGEST_SIZE];
	json_t *claims;

	snprintf(snils, sizeof(snils), "%.3s-%.3s-%.3s %.2s", c->snils, c->snils + 3, c->snils + 6,
	    c->snils + 9);
	id_digest(digest, "subject", c->snils, NULL);
	id_from_digest(digest, subject);
	claims = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "sub", subject, "snils", snils,
	    "family_name", c->family_name, "given_name", c->first_name, "birthdate", c->birth_date,
	    "gender", strcmp(c->gender, "Female") == 0 ? "female" : "male");
	if (c->patronymic != NULL)
		json_object_set_new(claims, "middle_name", json_string(c->patronymic));
	return claims;
}

/* RFC 8705, 3.1 */
static enum err
add_binding(const struct grant *grant, json_t *claims, struct err_info *e)
{
	struct crypto_certificate *certificate;
	const unsigned char *der;
	AUTO(char) char *text = NULL;
	unsigned char digest[32];
	size_t len;

	if (grant->bind == NULL)
		return ERR_OK;
	TRY(crypto_certificate_load(grant->bind, 0, &certificate, e));
	der = crypto_certificate_der(certificate, &len);
	CHECK(SHA256(der, len, digest) != NULL);
	crypto_certificate_free(certificate);
	CHECK(cjose_base64url_encode(digest, sizeof(digest), &text, &len, NULL));
	CHECK(json_object_set_new(claims, "cnf", json_pack("{s:s}", "x5t#S256", text)) == 0);
	return ERR_OK;
}

static void
apply_changes(const struct grant *grant, json_t *claims)
{
	for (size_t i = 0; i < GRANT_CHANGES_MAX && grant->drop[i] != NULL; i++)
		json_object_del(claims, grant->drop[i]);
	for (size_t i = 0; i < GRANT_CHANGES_MAX && grant->set[i] != NULL; i++) {
		const char *value = strchr(grant->set[i], '=');
		AUTO(char) char *name = NULL;
		json_t *json;

		CHECK(value != NULL);
		name = strndup(grant->set[i], (size_t)(value++ - grant->set[i]));
		CHECK(name != NULL);
		json = json_loads(value, JSON_DECODE_ANY, NULL);
		json_object_set_new(claims, name, json != NULL ? json : json_string(value));
	}
}

enum err
grant_issue(const struct grant *grant, const struct keys *keys, int64_t now_us, char **ret_jwt,
    struct err_info *e)
{
	json_int_t now_s = now_us / 1000000;
	struct citizen citizen;
	char id[ID_SIZE];
	AUTO(json) json_t *claims = NULL;
	AUTO(char) char *payload = NULL;

	citizen_make(grant->citizen, &citizen);
	id_new(id);
	claims = citizen_claims(&citizen);
	CHECK(claims != NULL);
	json_object_set_new(claims, "iss", json_string(grant->iss));
	json_object_set_new(claims, "aud", json_string(grant->aud));
	json_object_set_new(claims, "scope", json_string(grant->scope));
	json_object_set_new(claims, "jti", json_string(id));
	json_object_set_new(claims, "iat", json_integer(now_s));
	json_object_set_new(claims, "nbf", json_integer(now_s + grant->starts_in_s));
	json_object_set_new(claims, "exp", json_integer(now_s + grant->expires_in_s));
	TRY(add_binding(grant, claims, e));
	apply_changes(grant, claims);
	payload = json_dumps(claims, JSON_COMPACT);
	CHECK(payload != NULL);
	return keys_sign(keys, grant->alg, payload, ret_jwt, e);
}
