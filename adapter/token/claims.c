#include "config.h"

#include <string.h>

#include "adapter/token/claims.h"
#include "adapter/token/keys.h"

enum { NAME_MAX_BYTES = 400 };

/* aud is a string or an array of strings (RFC 7519, 4.1.3). */
static bool
is_for(const json_t *aud, const char *audience)
{
	const json_t *item;
	size_t i;

	if (json_is_string(aud))
		return strcmp(json_string_value(aud), audience) == 0;
	json_array_foreach (aud, i, item)
		if (json_is_string(item) && strcmp(json_string_value(item), audience) == 0)
			return true;
	return false;
}

/* Whether the space-separated list has the scope.  The provider may add parameters: "snils?oid=7". */
static bool
has_scope(const char *list, const char *scope)
{
	while (list != NULL && *list != '\0') {
		size_t len = strcspn(list, " ?");

		if (len == strlen(scope) && strncmp(list, scope, len) == 0)
			return true;
		list += strcspn(list, " ");
		list += strspn(list, " ");
	}
	return false;
}

enum err
token_claims_check(const json_t *claims, const struct token_config *config, const char *scope,
    int64_t now_us, struct err_info *e)
{
	const char *iss = json_string_value(json_object_get(claims, "iss"));
	const json_t *exp = json_object_get(claims, "exp"), *nbf = json_object_get(claims, "nbf");
	int64_t now_s = now_us / 1000000, skew = config->max_skew_s;

	if (iss == NULL || strcmp(iss, config->issuer) != 0)
		FAIL(e, ERR_TOKEN_INVALID, "/token/iss", "the identity provider");
	if (!is_for(json_object_get(claims, "aud"), config->audience))
		FAIL(e, ERR_TOKEN_INVALID, "/token/aud", "this system");
	if (!json_is_integer(exp))
		FAIL(e, ERR_TOKEN_INVALID, "/token/exp", "a time in whole seconds");
	if (json_integer_value(exp) <= now_s - skew)
		FAIL(e, ERR_TOKEN_EXPIRED, "/token/exp", "a time to come");
	if (nbf != NULL && !json_is_integer(nbf))
		FAIL(e, ERR_TOKEN_INVALID, "/token/nbf", "a time in whole seconds");
	if (nbf != NULL && json_integer_value(nbf) > now_s + skew)
		FAIL(e, ERR_TOKEN_EXPIRED, "/token/nbf", "a time that has come");
	if (!has_scope(json_string_value(json_object_get(claims, "scope")), scope))
		FAIL(e, ERR_TOKEN_SCOPE, "/token/scope", "%s", scope);
	return ERR_OK;
}

/* Text as it stands. */
static bool
copy_text(const char *value, char *out)
{
	size_t len = strlen(value);

	if (len == 0 || len > NAME_MAX_BYTES)
		return false;
	memcpy(out, value, len + 1);
	return true;
}

/* "123-456-789 00" or eleven digits to eleven digits; the check digits are the mapping's. */
static bool
copy_snils(const char *value, char *out)
{
	static const char shape[] = "ddd-ddd-ddd dd";
	size_t n = 0, len = strlen(value);

	if (len == 11 && strspn(value, "0123456789") == 11)
		return copy_text(value, out);
	if (len != sizeof(shape) - 1)
		return false;
	for (size_t i = 0; i < len; i++) {
		bool digit = value[i] >= '0' && value[i] <= '9';

		if (shape[i] == 'd' ? !digit : value[i] != shape[i])
			return false;
		if (digit)
			out[n++] = value[i];
	}
	out[n] = '\0';
	return true;
}

static bool
copy_date(const char *value, char *out)
{
	static const char shape[] = "dddd-dd-dd";

	if (strlen(value) != sizeof(shape) - 1)
		return false;
	for (size_t i = 0; i < sizeof(shape) - 1; i++)
		if (shape[i] == 'd' ? value[i] < '0' || value[i] > '9' : value[i] != '-')
			return false;
	return copy_text(value, out);
}

static bool
copy_gender(const char *value, char *out)
{
	return (strcmp(value, "male") == 0 || strcmp(value, "female") == 0) && copy_text(value, out);
}

/* clang-format off */
static const struct {
	const char *claim, *ours;
	bool        required;
	bool      (*copy)(const char *value, char *out);
	const char *expected;
} citizen_claims[] = {
	/* claim          our name       required  form */
	{"snils",       "snils",       true,  copy_snils,  "eleven digits, or XXX-XXX-XXX YY"},
	{"family_name", "familyName",  true,  copy_text,   "text"},
	{"given_name",  "firstName",   true,  copy_text,   "text"},
	{"middle_name", "patronymic",  false, copy_text,   "text"},
	{"birthdate",   "birthDate",   true,  copy_date,   "YYYY-MM-DD"},
	{"gender",      "gender",      true,  copy_gender, "male or female"},
};
/* clang-format on */

enum err
token_claims_citizen(const json_t *claims, json_t **ret_citizen, struct err_info *e)
{
	AUTO(json) json_t *citizen = json_object();
	char text[NAME_MAX_BYTES + 1], at[64];

	if (citizen == NULL)
		FAIL(e, ERR_NOMEM, "/token", "citizen");
	for (size_t i = 0; i < COUNT_OF(citizen_claims); i++) {
		const json_t *claim = json_object_get(claims, citizen_claims[i].claim);

		snprintf(at, sizeof(at), "/token/%s", citizen_claims[i].claim);
		if (claim == NULL && !citizen_claims[i].required)
			continue;
		if (!json_is_string(claim) || !citizen_claims[i].copy(json_string_value(claim), text))
			FAIL(e, ERR_TOKEN_CLAIM, at, "%s", citizen_claims[i].expected);
		if (json_object_set_new(citizen, citizen_claims[i].ours, json_string(text)) != 0)
			FAIL(e, ERR_NOMEM, at, "citizen");
	}
	*ret_citizen = STEAL(citizen);
	return ERR_OK;
}
