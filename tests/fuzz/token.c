/*
 * token: the value of an Authorization header.
 *
 * The first octet says how the token comes about:
 *      r           the rest is the whole header
 *      anything else: a line for the token's header, a line for its claims, and perhaps changes
 *      R E G       signed with the identity provider's key, as RS256, ES256 or GOST3410_2012_256
 *      B           as E, and shown with the certificate whose thumbprint is `thumbprint`
 *      a letter    one of the forgeries of enum jwt_how, or a key that is not in the set: below
 *      t           signed as E, then changed: pairs of a place and an octet
 * Accepted may be only what was signed with a key of the set, octet for octet; and what is told of
 * the citizen must be what these claims say, read by other means.
 */
#include "config.h"

#include "tests/fuzz/fuzz.h"
#include "tests/lib/token_kit.h"

static void
tear_down(void)
{
	kit_tear_down(NULL);
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	CHECK(kit_set_up(NULL) == 0 && atexit(tear_down) == 0);
	return 0;
}

/* The SHA-256 of a certificate, and as RFC 8705, 3.1 writes it. */
static const char thumbprint[] = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
static const char x5t[] = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

static const struct {
	char         letter;
	enum jwt_how how;
	EVP_PKEY   **key;
} ways[] = {
	{'E', JWT_RIGHT, &ec},          {'R', JWT_RIGHT, &rsa},         {'t', JWT_RIGHT, &ec},
	{'B', JWT_RIGHT, &ec},          {'O', JWT_RIGHT, &other_rsa},   {'o', JWT_RIGHT, &other_ec},
	{'U', JWT_UNSIGNED, &ec},       {'C', JWT_CUT, &ec},            {'c', JWT_CUT, &rsa},
	{'L', JWT_LONGER, &ec},         {'l', JWT_LONGER, &rsa},        {'Z', JWT_ZEROS, &ec},
	{'z', JWT_ZEROS, &rsa},         {'F', JWT_ONES, &ec},           {'T', JWT_TEXT, &ec},
	{'p', JWT_RSA_PSS, &rsa},       {'1', JWT_RSA_SHA1, &rsa},      {'5', JWT_RSA_SHA512, &rsa},
	{'H', JWT_HMAC_PEM, &rsa},      {'h', JWT_HMAC_DER, &rsa},      {'m', JWT_HMAC_MODULUS, &rsa},
	{'e', JWT_HMAC_EMPTY, &rsa},    {'P', JWT_ECDSA_PADDED, &ec},   {'D', JWT_ECDSA_DER, &ec},
	{'S', JWT_HALVES_SWAPPED, &ec}, {'n', JWT_ORDER, &ec},          {'0', JWT_FIRST_ZERO, &ec},
	{'s', JWT_SECOND_ZERO, &ec},    {'G', JWT_RIGHT, &gost},        {'g', JWT_RIGHT, &other_gost},
	{'v', JWT_REVERSED, &gost},     {'q', JWT_ORDER, &gost},
	{'w', JWT_HALVES_SWAPPED, &gost},
};

static void
change(struct fuzz_input *in, char *token)
{
	size_t len = strlen(token);

	while (in->left != 0) {
		size_t at = fuzz_octet(in) * 256U;

		at += fuzz_octet(in);
		token[at % len] = (char)fuzz_octet(in);
	}
}

/* Whether both have the same header and claims, as text: what a signature covers. */
static bool
says_the_same(const char *token, const char *was)
{
	size_t len = (size_t)(strrchr(was, '.') - was);

	return strncmp(token, was, len + 1) == 0;
}

/* The digits of a SNILS. */
static void
only_digits(const char *text, char digits[16])
{
	size_t n = 0;

	for (; *text != '\0' && n < 15; text++)
		if (strchr("- ", *text) == NULL)
			digits[n++] = *text;
	digits[n] = '\0';
}

static bool
has_string(const json_t *json, const char *want)
{
	const json_t *item;
	size_t i;

	if (json_is_string(json))
		return strcmp(json_string_value(json), want) == 0;
	json_array_foreach (json, i, item)
		if (json_is_string(item) && strcmp(json_string_value(item), want) == 0)
			return true;
	return false;
}

static void
check_citizen(const json_t *citizen, const json_t *claims)
{
	static const char *const names[][2] = {
		{"familyName", "family_name"}, {"firstName", "given_name"}, {"patronymic", "middle_name"},
		{"birthDate", "birthdate"}, {"gender", "gender"}, {"snils", "snils"},
	};
	size_t found = 0;

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		const char *told = json_string_value(json_object_get(citizen, names[i][0]));
		const char *claim = json_string_value(json_object_get(claims, names[i][1]));
		char digits[16];

		if (told == NULL) {
			MUST(i == 2 && (claim == NULL || *claim == '\0'), "%s is missing", names[i][0]);
			continue;
		}
		found++;
		MUST(claim != NULL, "%s: nobody said so", names[i][0]);
		only_digits(claim, digits);
		MUST(strcmp(told, i == 5 ? digits : claim) == 0, "%s: another was signed", names[i][0]);
	}
	MUST(json_object_size(citizen) == found, "more than was asked");
}

static void
check_accepted(char how, const char *header_text, const char *claims_text, const json_t *citizen)
{
	AUTO(json) json_t *header = json_loads(header_text, JSON_REJECT_DUPLICATES, NULL);
	AUTO(json) json_t *claims = json_loads(claims_text, JSON_REJECT_DUPLICATES, NULL);
	const json_t *exp = json_object_get(claims, "exp"), *cnf = json_object_get(claims, "cnf");

	size_t alg = how == 'R' ? 0 : how == 'G' ? 2 : 1;       /* of kit_algs */

	MUST(strchr("REBGt", how) != NULL, "accepted, signed as '%c'", how);
	MUST(cnf == NULL || (how == 'B' && has_string(json_object_get(cnf, "x5t#S256"), x5t)),
	    "bound to another certificate");
	MUST(json_is_string(json_object_get(header, "alg")) &&
	    has_string(json_object_get(header, "alg"), kit_algs[alg].name), "another alg");
	MUST(json_object_get(header, "kid") == NULL ||
	    has_string(json_object_get(header, "kid"), kit_algs[alg].kid), "another kid");
	MUST(has_string(json_object_get(claims, "iss"), ISSUER), "another issuer");
	MUST(has_string(json_object_get(claims, "aud"), AUDIENCE), "for another audience");
	MUST(json_is_integer(exp) && json_integer_value(exp) > NOW_S - SKEW_S, "expired");
	MUST(strstr(json_string_value(json_object_get(claims, "scope")), "payments") != NULL, "scope");
	check_citizen(citizen, claims);
}

static void
check_refused(enum err code, const struct err_info *e)
{
	MUST(code == e->code && code >= ERR_TOKEN_MISSING && code <= ERR_TOKEN_CLAIM,
	    "%s is not a refusal of a token", err_name(code));
	MUST(strncmp(e->at, "/header/Authorization", 21) == 0 || strncmp(e->at, "/token/", 7) == 0,
	    "no place: '%s'", e->at);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = {data, size};
	uint8_t first = fuzz_octet(&in);
	size_t way = 0;
	AUTO(char) char *header = fuzz_line(&in), *claims = NULL, *token = NULL, *was = NULL;
	AUTO(json) json_t *citizen = NULL;
	struct err_info e = {0};
	enum err code;

	if (first == 'r') {
		code = token_verify(kit_keys, header, NULL, "payments", TOKEN_CITIZEN,
		    (int64_t)NOW_S * 1000000, &citizen, &e);
		MUST(code != ERR_OK, "nobody signed this");
		check_refused(code, &e);
		return 0;
	}
	while (way < COUNT_OF(ways) && (uint8_t)ways[way].letter != first)
		way++;
	way = way < COUNT_OF(ways) ? way : first % COUNT_OF(ways);
	if (*ways[way].key == NULL)
		return 0;       /* GOST, where there is none */
	claims = fuzz_line(&in);
	token = jwt_make(header, claims, ways[way].how, *ways[way].key);
	was = strdup(token);
	CHECK(was != NULL);
	if (ways[way].letter == 't')
		change(&in, token);
	code = kit_present(token, ways[way].letter == 'B' ? thumbprint : NULL, &citizen, &e);
	if (code != ERR_OK) {
		check_refused(code, &e);
		return 0;
	}
	MUST(says_the_same(token, was), "another text than was signed");
	fuzz_accepted();
	check_accepted(ways[way].letter, header, claims, citizen);
	return 0;
}
