#include "config.h"

#include <stdio.h>
#include <string.h>

#include "adapter/token/private.h"

enum {
	NAME_SIZE_MAX = 400,    /* bytes; the contracts' own limits are the mapping's affair */
	SNILS_DIGITS = 11,
	LINE_MAX_CHARACTERS = 100,
};
static const json_int_t TIME_MAX_S = 253402300799;      /* the end of the year 9999 */

static bool
is_string(const json_t *json, const char *want)
{
	return json_is_string(json) && strcmp(json_string_value(json), want) == 0;
}

/* aud is a string or an array of strings: RFC 7519, 4.1.3. */
static bool
is_for_us(const json_t *aud, const char *audience)
{
	bool ours = is_string(aud, audience);

	for (size_t i = 0; i < json_array_size(aud); i++) {
		const json_t *one = json_array_get(aud, i);

		if (!json_is_string(one))
			return false;
		ours |= is_string(one, audience);
	}
	return ours;
}

/* A NumericDate in whole seconds, which is how identity providers write it. */
static enum err
read_time(const json_t *claims, const char *name, const char *at, json_int_t *ret_s,
    struct err_info *e)
{
	const json_t *value = json_object_get(claims, name);

	if (!json_is_integer(value) || json_integer_value(value) < 0 ||
	    json_integer_value(value) > TIME_MAX_S)
		FAIL(e, ERR_TOKEN_INVALID, at, "a whole number of seconds since 1970");
	*ret_s = json_integer_value(value);
	return ERR_OK;
}

static enum err
check_times(const json_t *claims, int64_t now_s, int skew_s, struct err_info *e)
{
	json_int_t exp, nbf, iat;

	TRY(read_time(claims, "exp", "/token/exp", &exp, e));
	if (now_s - skew_s >= exp)
		FAIL(e, ERR_TOKEN_EXPIRED, "/token/exp", "a time to come");
	if (json_object_get(claims, "nbf") != NULL) {
		TRY(read_time(claims, "nbf", "/token/nbf", &nbf, e));
		if (now_s + skew_s < nbf)
			FAIL(e, ERR_TOKEN_EXPIRED, "/token/nbf", "a time that has come");
	}
	if (json_object_get(claims, "iat") != NULL) {
		TRY(read_time(claims, "iat", "/token/iat", &iat, e));
		if (now_s + skew_s < iat)
			FAIL(e, ERR_TOKEN_EXPIRED, "/token/iat", "a time that has come");
	}
	return ERR_OK;
}

/* Nothing hangs on it, but a provider that writes nonsense here is not the one we know. */
static enum err
check_subject(const json_t *sub, struct err_info *e)
{
	if (sub != NULL && (!json_is_string(sub) || json_string_length(sub) == 0))
		FAIL(e, ERR_TOKEN_INVALID, "/token/sub", "a text");
	return ERR_OK;
}

/* scope is a list of words; one may carry parameters behind '?', which are not ours to judge. */
static bool
has_scope(const char *list, const char *scope)
{
	size_t len = strlen(scope);

	for (list += strspn(list, " "); *list != '\0'; list += strspn(list, " ")) {
		size_t word = strcspn(list, " "), name = strcspn(list, " ?");

		if (name == len && strncmp(list, scope, len) == 0)
			return true;
		list += word;
	}
	return false;
}

enum err
token_check_claims(const struct token_keys *keys, const json_t *claims, const char *scope,
    int64_t now_us, struct err_info *e)
{
	const json_t *scopes = json_object_get(claims, "scope");

	if (!is_string(json_object_get(claims, "iss"), keys->issuer))
		FAIL(e, ERR_TOKEN_INVALID, "/token/iss", "the configured issuer");
	if (!is_for_us(json_object_get(claims, "aud"), keys->audience))
		FAIL(e, ERR_TOKEN_INVALID, "/token/aud", "the configured audience");
	TRY(check_subject(json_object_get(claims, "sub"), e));
	TRY(check_times(claims, now_us / 1000000, keys->max_skew_s, e));
	if (!json_is_string(scopes) || !has_scope(json_string_value(scopes), scope))
		FAIL(e, ERR_TOKEN_SCOPE, "/token/scope", "the scope '%s'", scope);
	return ERR_OK;
}

/* How a claim is read: into text, false if it is not as it should be. */

static bool
read_name(const char *value, char *text, size_t size)
{
	for (const char *p = value; *p != '\0'; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			return false;
	return *value != '\0' && (size_t)snprintf(text, size, "%s", value) < size;
}

/*
 * The control number: weights 9 to 1 over the first nine digits, modulo 101, 100 counting as 00.
 * Numbers up to 001-001-998 were given out without one.
 */
static bool
is_snils(const char digits[SNILS_DIGITS + 1])
{
	int sum = 0;

	if (strncmp(digits, "001001998", 9) <= 0)
		return strncmp(digits, "000000000", 9) != 0;
	for (int i = 0; i < 9; i++)
		sum += (digits[i] - '0') * (9 - i);
	return sum % 101 % 100 == (digits[9] - '0') * 10 + digits[10] - '0';
}

/* 11 digits, or as on the card, 123-456-789 01. */
static bool
read_snils(const char *value, char *text, size_t size)
{
	static const char card[] = "ddd-ddd-ddd dd", plain[] = "ddddddddddd";
	const char *form = strlen(value) == sizeof(card) - 1 ? card : plain;
	size_t n = 0;

	CHECK(size > sizeof(plain));
	if (strlen(value) != strlen(form))
		return false;
	for (size_t i = 0; form[i] != '\0'; i++) {
		bool digit = value[i] >= '0' && value[i] <= '9';

		if (form[i] == 'd' ? !digit : value[i] != form[i])
			return false;
		if (digit)
			text[n++] = value[i];
	}
	text[n] = '\0';
	return is_snils(text);
}

static bool
read_date(const char *value, char *text, size_t size)
{
	int64_t us;

	/* A day that exists makes a time that exists. */
	snprintf(text, size, "%.10sT00:00:00Z", value);
	if (strlen(value) != strlen("YYYY-MM-DD") || !clock_parse(text, &us))
		return false;
	snprintf(text, size, "%s", value);
	return true;
}

static bool
read_gender(const char *value, char *text, size_t size)
{
	snprintf(text, size, "%s", value);
	return strcmp(value, "male") == 0 || strcmp(value, "female") == 0;
}

static bool
read_basis(const char *value, char *text, size_t size)
{
	snprintf(text, size, "%s", value);
	return strcmp(value, "powerOfAttorney") == 0 || strcmp(value, "parent") == 0 ||
	    strcmp(value, "guardian") == 0;
}

/* Up to so many characters, on one line. */
static bool
read_line(const char *value, char *text, size_t size)
{
	size_t n = 0;

	for (const char *p = value; *p != '\0'; p++)
		n += ((unsigned char)*p & 0xc0) != 0x80;
	return n <= LINE_MAX_CHARACTERS && value[0] != ' ' && read_name(value, text, size);
}

struct claim {
	const char *claim, *name;       /* the provider's name and ours */
	bool        required;
	bool      (*read)(const char *value, char *text, size_t size);
	const char *expected;
};

/* clang-format off */
static const struct claim person_claims[] = {
	/* claim           our name       required  read         expected */
	{"family_name",    "familyName",  true,     read_name,   "a name"},
	{"given_name",     "firstName",   true,     read_name,   "a name"},
	{"middle_name",    "patronymic",  false,    read_name,   "a name, or nothing"},
	{"snils",          "snils",       true,     read_snils,  "11 digits, or 123-456-789 01, that check"},
	{"birthdate",      "birthDate",   true,     read_date,   "a date, YYYY-MM-DD"},
	{"gender",         "gender",      true,     read_gender, "male or female"},
};
static const struct claim basis_claims[] = {
	{"basis",          "basis",       true,     read_basis,  "powerOfAttorney, parent or guardian"},
	{"document_number", "documentNumber", false, read_line,  "a number of 1 to 100 characters"},
};
static const struct claim system_claims[] = {
	{"client_id",      "system",      true,     read_line,   "a name of 1 to 100 characters"},
};
/* clang-format on */

/* Providers write "has none" in three ways. */
static bool
is_nothing(const json_t *value)
{
	return value == NULL || json_is_null(value) || is_string(value, "");
}

/* The claims of n rows, from the object at, under our names into to. */
static enum err
read_claims(const json_t *claims, const char *at, const struct claim *rows, size_t n, json_t *to,
    struct err_info *e)
{
	char text[NAME_SIZE_MAX + 1], place[64];

	for (size_t i = 0; i < n; i++) {
		const json_t *value = json_object_get(claims, rows[i].claim);

		if (!rows[i].required && is_nothing(value))
			continue;
		snprintf(place, sizeof(place), "%s/%s", at, rows[i].claim);
		if (!json_is_string(value) || !rows[i].read(json_string_value(value), text, sizeof(text)))
			FAIL(e, ERR_TOKEN_CLAIM, place, "%s", rows[i].expected);
		if (json_object_set_new(to, rows[i].name, json_string(text)) != 0)
			FAIL(e, ERR_NOMEM, place, "what a token says");
	}
	return ERR_OK;
}

/*
 * Who acts for the citizen: RFC 8693, 4.1.  A chain of actors is refused: the contracts know one, and
 * leaving the others out would record something else than what the provider has signed.
 */
static enum err
read_representative(const json_t *act, json_t *citizen, struct err_info *e)
{
	static const char at[] = "/token/act";
	AUTO(json) json_t *person = json_object();

	if (!json_is_object(act))
		FAIL(e, ERR_TOKEN_CLAIM, at, "an object");
	if (json_object_get(act, "act") != NULL)
		FAIL(e, ERR_TOKEN_CLAIM, "/token/act/act", "one representative, not a chain of them");
	TRY(read_claims(act, at, person_claims, COUNT_OF(person_claims), person, e));
	TRY(read_claims(act, at, basis_claims, COUNT_OF(basis_claims), person, e));
	if (json_equal(json_object_get(person, "snils"), json_object_get(citizen, "snils")))
		FAIL(e, ERR_TOKEN_CLAIM, "/token/act/snils", "another person than the citizen");
	if (json_object_set(citizen, "representative", person) != 0)
		FAIL(e, ERR_NOMEM, at, "a representative");
	return ERR_OK;
}

/* Whether a token says anything of a citizen, or of somebody who acts for one. */
static bool
is_of_a_citizen(const json_t *claims)
{
	bool any = json_object_get(claims, "act") != NULL;

	for (size_t i = 0; i < COUNT_OF(person_claims); i++)
		any |= json_object_get(claims, person_claims[i].claim) != NULL;
	return any;
}

enum err
token_read_holder(const json_t *claims, enum token_holder holder, json_t **ret_holder,
    struct err_info *e)
{
	AUTO(json) json_t *found = json_object();
	const json_t *act = json_object_get(claims, "act");

	if (holder == TOKEN_SYSTEM) {
		if (is_of_a_citizen(claims))
			FAIL(e, ERR_TOKEN_HOLDER, TOKEN_AT, "a system's own token, without a citizen");
		TRY(read_claims(claims, "/token", system_claims, COUNT_OF(system_claims), found, e));
	} else {
		if (!is_of_a_citizen(claims) && json_object_get(claims, "client_id") != NULL)
			FAIL(e, ERR_TOKEN_HOLDER, TOKEN_AT, "a citizen's token, not a system's");
		TRY(read_claims(claims, "/token", person_claims, COUNT_OF(person_claims), found, e));
		if (act != NULL && !json_is_null(act))
			TRY(read_representative(act, found, e));
	}
	*ret_holder = STEAL(found);
	return ERR_OK;
}
