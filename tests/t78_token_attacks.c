/*
 * The catalogue of attacks on access tokens: by header, by signature and by form.  Those by claims are
 * in t79_token_claims.
 *
 * Each row is one departure from a good token, and is tried for every algorithm that it makes sense
 * with.  It names a piece of the text of its refusal, so that a check which fails first by accident
 * is noticed.  Patterns are kit_make()'s.
 */
#include "config.h"

#include "tests/lib/token_kit.h"
#include "tests/unit.h"

#define HEADER "/header/Authorization"

#define X10 "aaaaaaaaaa"
#define X100 X10 X10 X10 X10 X10 X10 X10 X10 X10 X10
#define X1000 X100 X100 X100 X100 X100 X100 X100 X100 X100 X100
#define DEEP10 "[[[[[[[[[["
#define DEEP100 DEEP10 DEEP10 DEEP10 DEEP10 DEEP10 DEEP10 DEEP10 DEEP10 DEEP10 DEEP10
#define DEEP1000 DEEP100 DEEP100 DEEP100 DEEP100 DEEP100 DEEP100 DEEP100 DEEP100 DEEP100 DEEP100

/* clang-format off */
/* Headers that the provider's own key has signed. */
static const struct {
	const char *what, *header, *text;
} headers[] = {
	{"alg none",              "{'alg':'none'}",                                 "alg is"},
	{"alg None",              "{'alg':'None','kid':'~'}",                       "alg is"},
	{"alg NONE",              "{'alg':'NONE','kid':'~'}",                       "alg is"},
	{"alg nOnE",              "{'alg':'nOnE','kid':'~'}",                       "alg is"},
	{"alg empty",             "{'alg':'','kid':'~'}",                           "alg is"},
	{"alg missing",           "{'kid':'~'}",                                    "alg is"},
	{"alg null",              "{'alg':null,'kid':'~'}",                         "alg is"},
	{"alg a number",          "{'alg':256,'kid':'~'}",                          "alg is"},
	{"alg true",              "{'alg':true,'kid':'~'}",                         "alg is"},
	{"alg a list",            "{'alg':['@'],'kid':'~'}",                        "alg is"},
	{"alg an object",         "{'alg':{'@':1},'kid':'~'}",                      "alg is"},
	{"alg with a space",      "{'alg':'@ ','kid':'~'}",                         "alg is"},
	{"alg with a zero byte",  "{'alg':'@\\u0000','kid':'~'}",                   "JSON object"},
	{"alg in another case",   "{'Alg':'@','kid':'~'}",                          "alg is"},
	{"alg rs256",             "{'alg':'rs256','kid':'~'}",                      "alg is"},
	{"alg HS256",             "{'alg':'HS256','kid':'~'}",                      "alg is"},
	{"alg HS512",             "{'alg':'HS512','kid':'~'}",                      "alg is"},
	{"alg RS1",               "{'alg':'RS1','kid':'~'}",                        "alg is"},
	{"alg RS512",             "{'alg':'RS512','kid':'~'}",                      "alg is"},
	{"alg PS256",             "{'alg':'PS256','kid':'~'}",                      "alg is"},
	{"alg ES256K",            "{'alg':'ES256K','kid':'~'}",                     "alg is"},
	{"alg ES384",             "{'alg':'ES384','kid':'~'}",                      "alg is"},
	{"alg EdDSA",             "{'alg':'EdDSA','kid':'~'}",                      "alg is"},
	{"alg dir",               "{'alg':'dir','enc':'A256GCM'}",                  "alg is"},
	{"alg twice",             "{'alg':'none','alg':'@'}",                       "JSON object"},
	{"alg twice, escaped",    "{'alg':'@','\\u0061lg':'none'}",                 "JSON object"},
	{"kid twice",             "{'alg':'@','kid':'~','kid':'~'}",                "JSON object"},
	{"kid unknown",           "{'alg':'@','kid':'x9'}",                         "alg and kid name"},
	{"kid empty",             "{'alg':'@','kid':''}",                           "alg and kid name"},
	{"kid in another case",   "{'alg':'@','kid':'R1'}",                         "alg and kid name"},
	{"kid begun only",        "{'alg':'@','kid':'r'}",                          "alg and kid name"},
	{"kid with a space",      "{'alg':'@','kid':'~ '}",                         "alg and kid name"},
	{"kid a path",            "{'alg':'@','kid':'../../../../dev/null'}",       "alg and kid name"},
	{"kid a device",          "{'alg':'@','kid':'/proc/sys/kernel/ostype'}",    "alg and kid name"},
	{"kid an address",        "{'alg':'@','kid':'https://evil.test/key'}",      "alg and kid name"},
	{"kid SQL",               "{'alg':'@','kid':'x\\u0027 OR 1=1 --'}",         "alg and kid name"},
	{"kid SQL union",         "{'alg':'@','kid':'x\\u0027 UNION SELECT 1 --'}", "alg and kid name"},
	{"kid a command",         "{'alg':'@','kid':'|id;$(id)'}",                  "alg and kid name"},
	{"kid a format",          "{'alg':'@','kid':'%s%n'}",                       "alg and kid name"},
	{"kid with a zero byte",  "{'alg':'@','kid':'~\\u0000'}",                   "JSON object"},
	{"kid very long",         "{'alg':'@','kid':'" X1000 X1000 "'}",            "alg and kid name"},
	{"kid a number",          "{'alg':'@','kid':1}",                            "kid is"},
	{"kid null",              "{'alg':'@','kid':null}",                         "kid is"},
	{"kid a list",            "{'alg':'@','kid':['~']}",                        "kid is"},
	{"crit",                  "{'alg':'@','kid':'~','crit':['exp']}",           "(crit)"},
	{"crit empty",            "{'alg':'@','kid':'~','crit':[]}",                "(crit)"},
	{"crit null",             "{'alg':'@','kid':'~','crit':null}",              "(crit)"},
	{"b64 false",             "{'alg':'@','b64':false}",                        "(b64)"},
	{"b64 false, critical",   "{'alg':'@','b64':false,'crit':['b64']}",         "(crit)"},
	{"b64 true",              "{'alg':'@','b64':true}",                         "(b64)"},
	{"zip",                   "{'alg':'@','zip':'DEF'}",                        "(zip)"},
	{"enc",                   "{'alg':'@','enc':'A256GCM'}",                    "(enc)"},
	{"cty",                   "{'alg':'@','cty':'JWT'}",                        "(cty)"},
	{"jwk",                   "{'alg':'@','jwk':{'kty':'oct','k':'AA'}}",       "(jwk)"},
	{"jwk and kid",           "{'alg':'@','kid':'~','jwk':{}}",                 "(jwk)"},
	{"jku",                   "{'alg':'@','kid':'~','jku':'https://evil.test/'}", "(jku)"},
	{"jku of the issuer",     "{'alg':'@','jku':'https://issuer.test@evil.test/'}", "(jku)"},
	{"x5u",                   "{'alg':'@','kid':'~','x5u':'https://evil.test/'}", "(x5u)"},
	{"x5c",                   "{'alg':'@','kid':'~','x5c':['MIIB']}",           "(x5c)"},
	{"x5t",                   "{'alg':'@','kid':'~','x5t':'AAAA'}",             "(x5t)"},
	{"x5t#S256",              "{'alg':'@','kid':'r1','x5t#S256':'AAAA'}",       "(x5t#S256)"},
	{"typ of another token",  "{'alg':'@','typ':'dpop+jwt'}",                   "typ is"},
	{"typ id token",          "{'alg':'@','typ':'id+jwt'}",                     "typ is"},
	{"typ logout",            "{'alg':'@','typ':'logout+jwt'}",                 "typ is"},
	{"typ JOSE",              "{'alg':'@','typ':'JOSE'}",                       "typ is"},
	{"typ empty",             "{'alg':'@','typ':''}",                           "typ is"},
	{"typ a list",            "{'alg':'@','typ':['JWT']}",                      "typ is"},
	{"typ null",              "{'alg':'@','typ':null}",                         "typ is"},
	{"sbt of a code",         "{'alg':'@','typ':'JWT','sbt':'authorization_code'}", "sbt is"},
	{"sbt of a refresh",      "{'alg':'@','typ':'JWT','sbt':'refresh'}",        "sbt is"},
	{"sbt a number",          "{'alg':'@','typ':'JWT','sbt':1}",                "sbt is"},
	{"header a list",         "['@']",                                          "JSON object"},
	{"header a text",         "'@'",                                            "JSON object"},
	{"header a number",       "7",                                              "JSON object"},
	{"header null",           "null",                                           "JSON object"},
	{"header no JSON",        "@",                                              "JSON object"},
	{"header cut off",        "{'alg':'@'",                                     "JSON object"},
	{"header and more",       "{'alg':'@'}{}",                                  "JSON object"},
	{"header, comma at end",  "{'alg':'@',}",                                   "JSON object"},
	{"header with a comment", "{'alg':'@'/**/}",                                "JSON object"},
	{"header with a BOM",     "\xef\xbb\xbf{'alg':'@'}",                        "JSON object"},
	{"header not UTF-8",      "{'alg':'@','x':'\xff'}",                         "JSON object"},
	{"header in Latin-1",     "{'alg':'@','x':'\xe9'}",                         "JSON object"},
	{"half a surrogate pair", "{'alg':'@','x':'\\ud800'}",                      "JSON object"},
	{"number out of range",   "{'alg':'@','x':1e400}",                          "JSON object"},
	{"header too deep",       "{'alg':'@','x':" DEEP1000 DEEP1000 DEEP100 "}",  "JSON object"},
	{"header too long",       "{'alg':'@','x':'" X1000 X1000 X1000 X1000 X1000 X1000 X1000 "'}", "at most"},
};

#define GOST "GOST3410_2012_256"
#define BOTH "ES256 " GOST

/* Signatures that are not the provider's. */
static const struct {
	const char  *what, *algs;       /* NULL: each */
	const char  *header;            /* NULL: a good one */
	enum jwt_how how;
	bool         foreign;           /* by a key that is not in the set */
	const char  *text;
} signatures[] = {
	{"of a foreign key",        NULL,    NULL, JWT_RIGHT, true,           "a signature that holds"},
	{"of a foreign key, no kid",NULL,    "{'alg':'@'}", JWT_RIGHT, true,  "a signature that holds"},
	{"none at all",             NULL,    NULL, JWT_UNSIGNED, false,       "three parts in base64url"},
	{"none, and alg none",      NULL,    "{'alg':'none'}", JWT_UNSIGNED, false, "three parts in base64url"},
	{"of another text",         NULL,    NULL, JWT_TEXT, false,           "a signature that holds"},
	{"of zeros",                NULL,    NULL, JWT_ZEROS, false,          "a signature that holds"},
	{"of ones",                 NULL,    NULL, JWT_ONES, false,           "a signature that holds"},
	{"cut short",               "RS256", NULL, JWT_CUT, false,            "a signature that holds"},
	{"a byte longer",           "RS256", NULL, JWT_LONGER, false,         "a signature that holds"},
	{"PS256, called RS256",     "RS256", NULL, JWT_RSA_PSS, false,        "a signature that holds"},
	{"SHA-1, called RS256",     "RS256", NULL, JWT_RSA_SHA1, false,       "a signature that holds"},
	{"SHA-512, called RS256",   "RS256", NULL, JWT_RSA_SHA512, false,     "a signature that holds"},
	{"HMAC by the PEM",         "RS256", "{'alg':'HS256','kid':'~'}", JWT_HMAC_PEM, false, "alg is"},
	{"HMAC by the DER",         "RS256", "{'alg':'HS256','kid':'~'}", JWT_HMAC_DER, false, "alg is"},
	{"HMAC by the modulus",     "RS256", "{'alg':'HS256','kid':'~'}", JWT_HMAC_MODULUS, false, "alg is"},
	{"HMAC by nothing",         "RS256", "{'alg':'HS256','kid':'../../dev/null'}", JWT_HMAC_EMPTY, false, "alg is"},
	{"HMAC called RS256",       "RS256", NULL, JWT_HMAC_PEM, false,       "a signature that holds"},
	{"RSA called ES256",        "RS256", "{'alg':'ES256'}", JWT_RIGHT, false, "of the length that alg has"},
	{"RSA called ES256, kid",   "RS256", "{'alg':'ES256','kid':'r1'}", JWT_RIGHT, false, "of the length that alg has"},
	{"EC called RS256",         "ES256", "{'alg':'RS256'}", JWT_RIGHT, false, "a signature that holds"},
	{"EC, kid of the RSA key",  "ES256", "{'alg':'ES256','kid':'r1'}", JWT_RIGHT, false, "alg and kid name"},
	{"RSA, kid of the EC key",  "RS256", "{'alg':'RS256','kid':'e1'}", JWT_RIGHT, false, "alg and kid name"},
	{"RSA called GOST",         "RS256", "{'alg':'GOST3410_2012_256'}", JWT_RIGHT, false, "of the length that alg has"},
	{"EC called GOST",          "ES256", "{'alg':'GOST3410_2012_256'}", JWT_RIGHT, false, "a"},     /* a signature, or no key */
	{"EC called GOST, kid",     "ES256", "{'alg':'GOST3410_2012_256','kid':'e1'}", JWT_RIGHT, false, "alg and kid name"},
	{"GOST called ES256",       GOST,    "{'alg':'ES256'}", JWT_RIGHT, false, "a signature that holds"},
	{"GOST called RS256",       GOST,    "{'alg':'RS256'}", JWT_RIGHT, false, "a signature that holds"},
	{"GOST called ES256, kid",  GOST,    "{'alg':'ES256','kid':'~'}", JWT_RIGHT, false, "alg and kid name"},
	{"GOST of 512 bits",        GOST,    "{'alg':'GOST3410_2012_512'}", JWT_RIGHT, false, "alg is"},
	{"GOST of 2001",            GOST,    "{'alg':'GOST3410'}", JWT_RIGHT, false, "alg is"},
	{"DER",                     "ES256", NULL, JWT_ECDSA_DER, false,      "of the length that alg has"},
	{"numbers padded",          "ES256", NULL, JWT_ECDSA_PADDED, false,   "of the length that alg has"},
	{"a byte short",            BOTH,    NULL, JWT_CUT, false,            "of the length that alg has"},
	{"a byte long",             BOTH,    NULL, JWT_LONGER, false,         "of the length that alg has"},
	{"halves swapped",          BOTH,    NULL, JWT_HALVES_SWAPPED, false, "a signature that holds"},
	{"as CryptoPro writes it",  BOTH,    NULL, JWT_REVERSED, false,       "a signature that holds"},
	{"psychic: r = s = 0",      BOTH,    NULL, JWT_ZEROS, false,          "a signature that holds"},
	{"psychic: the first 0",    BOTH,    NULL, JWT_FIRST_ZERO, false,     "a signature that holds"},
	{"psychic: the second 0",   BOTH,    NULL, JWT_SECOND_ZERO, false,    "a signature that holds"},
	{"psychic: r = s = n",      BOTH,    NULL, JWT_ORDER, false,          "a signature that holds"},
	{"psychic: beyond n",       BOTH,    NULL, JWT_ONES, false,           "a signature that holds"},
};
/* clang-format on */

static void
headers_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(headers); i++)
		for (const struct kit_alg *alg = kit_algs; alg->name != NULL; alg++)
			kit_refused(headers[i].what, alg,
			    kit_make(headers[i].header, NULL, JWT_RIGHT, alg, *alg->key), NULL,
			    ERR_TOKEN_INVALID, HEADER, headers[i].text);
}

static void
signatures_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(signatures); i++)
		for (const struct kit_alg *alg = kit_algs; alg->name != NULL; alg++) {
			EVP_PKEY *key = signatures[i].foreign ? *alg->foreign : *alg->key;

			if (signatures[i].algs != NULL && strstr(signatures[i].algs, alg->name) == NULL)
				continue;
			kit_refused(signatures[i].what, alg,
			    kit_make(signatures[i].header, NULL, signatures[i].how, alg, key), NULL,
			    ERR_TOKEN_INVALID, HEADER, signatures[i].text);
		}
}

/* clang-format off */
/*
 * What is presented instead of a good token: H, P and S stand for its parts, X for the signature of
 * another good token, Z for S with a bit set that stands for nothing, Q for P in the alphabet of
 * plain base64, N for a token of which P is the good one, E for the header of an encrypted one.
 */
#define ENCRYPTED "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ"
static const struct {
	const char *what, *pattern, *text;
} forms[] = {
	{"signature of another token", "H.P.X",                    "a signature that holds"},
	{"claims of another token",    "H.eyJzdWIiOiIyIn0.S",      "a signature that holds"},
	{"a token within a token",     "N",                        "payload is a JSON object"},
	{"bits that stand for nothing","H.P.Z",                    "in base64url"},
	{"alphabet of base64",         "H.Q.S",                    "in base64url"},
	{"padded at the end",          "H.P.S=",                   "in base64url"},
	{"padded twice",               "H.P.S==",                  "in base64url"},
	{"padded within",              "H.P=.S",                   "in base64url"},
	{"padded header",              "H=.P.S",                   "in base64url"},
	{"padding, escaped",           "H.P.S%3D",                 "in base64url"},
	{"one digit more",             "H.P.SA",                   "a signature"},
	{"three digits more",          "H.P.SAAA",                 "in base64url"},
	{"a blank at the end",         "H.P.S ",                   "in base64url"},
	{"a blank within",             "H. P.S",                   "in base64url"},
	{"a tab before",               "\tH.P.S",                  "in base64url"},
	{"a line's end at the end",    "H.P.S\n",                  "in base64url"},
	{"a line's end within",        "H.P\r\n.S",                "in base64url"},
	{"not ASCII",                  "H.P.S\xc2\xa0",            "in base64url"},
	{"a dot before",               ".H.P.S",                   "three parts"},
	{"a dot at the end",           "H.P.S.",                   "three parts"},
	{"two dots",                   "H..P.S",                   "three parts"},
	{"two dots for the claims",    "H..S",                     "in base64url"},
	{"no header",                  ".P.S",                     "in base64url"},
	{"no signature",               "H.P.",                     "in base64url"},
	{"no third part",              "H.P",                      "three parts"},
	{"one part",                   "H",                        "three parts"},
	{"dots alone",                 "..",                       "in base64url"},
	{"claims first",               "P.H.S",                    "alg is"},
	{"a fourth part",              "H.P.S.S",                  "three parts"},
	{"five parts: encrypted",      "H.P.P.P.S",                "three parts"},
	{"header of an encrypted one", "E.P.S",                    "alg is"},
	{"encrypted, with all parts",  "E.P.P.P.S",                "three parts"},
	{"JSON, flattened",            "{'protected':'H','payload':'P','signature':'S'}", "three parts"},
	{"JSON, general",              "{'payload':'P','signatures':[{'protected':'H','signature':'S'}]}", "three parts"},
	{"JSON with dots",             "{'x':'H.P.S'}",            "in base64url"},
	{"the scheme twice",           "Bearer H.P.S",             "in base64url"},
	{"in quotes",                  "'H.P.S'",                  "in base64url"},
	{"two tokens",                 "H.P.S,H.P.S",              "three parts"},
	{"two tokens by a blank",      "H.P.S H.P.S",              "three parts"},
	{"a parameter",                "H.P.S;x=1",                "in base64url"},
	{"in SD-JWT's form",           "H.P.S~",                   "in base64url"},
};
/* clang-format on */

/* Two dots cut a token in three. */
static void
cut(char *token, char *part[3])
{
	part[0] = token;
	for (int i = 1; i < 3; i++) {
		part[i] = strchr(part[i - 1], '.');
		*part[i]++ = '\0';
	}
}

static void
add_plain(struct buf *out, const char *part)
{
	size_t changed = 0;

	for (; *part != '\0'; part++) {
		char c = *part == '-' ? '+' : *part == '_' ? '/' : *part;

		changed += c != *part;
		CHECK(buf_add(out, &c, 1, NULL) == ERR_OK);
	}
	CHECK(changed > 0);
}

/* The last digit of two has four bits to spare; the one after it in the alphabet has one of them set. */
static void
add_spare_bit(struct buf *out, const char *part)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	size_t len = strlen(part);

	CHECK(len % 4 == 2 && strchr(digits, part[len - 1]) != NULL);
	CHECK(buf_add(out, part, len - 1, NULL) == ERR_OK);
	CHECK(buf_add(out, strchr(digits, part[len - 1]) + 1, 1, NULL) == ERR_OK);
}

static void
add_form(struct buf *out, const char *pattern, const struct kit_alg *alg)
{
	char *good = kit_make(NULL, NULL, JWT_RIGHT, alg, *alg->key), *part[3];
	char *outer = kit_make(NULL, good, JWT_RIGHT, alg, *alg->key);
	char *other = kit_make(NULL, "{'sub':'2'}", JWT_RIGHT, alg, *alg->key);

	cut(good, part);
	for (; *pattern != '\0'; pattern++)
		if (*pattern == 'Q')
			add_plain(out, part[1]);
		else if (*pattern == 'Z')
			add_spare_bit(out, part[2]);
		else
			CHECK((*pattern == 'H'    ? buf_add_str(out, part[0], NULL)
			       : *pattern == 'P'  ? buf_add_str(out, part[1], NULL)
			       : *pattern == 'S'  ? buf_add_str(out, part[2], NULL)
			       : *pattern == 'X'  ? buf_add_str(out, strrchr(other, '.') + 1, NULL)
			       : *pattern == 'E'  ? buf_add_str(out, ENCRYPTED, NULL)
			       : *pattern == 'N'  ? buf_add_str(out, outer, NULL)
			       : *pattern == '\'' ? buf_add_str(out, "\"", NULL)
			                          : buf_add(out, pattern, 1, NULL)) == ERR_OK);
	free(good);
	free(outer);
	free(other);
}

static void
forms_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(forms); i++)
		for (const struct kit_alg *alg = kit_algs; alg->name != NULL; alg++) {
			BUF_AUTO(token, 65536);

			add_form(&token, forms[i].pattern, alg);
			kit_refused(forms[i].what, alg, STEAL(token.data), NULL, ERR_TOKEN_INVALID, HEADER,
			    forms[i].text);
		}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(headers_are_refused),
		cmocka_unit_test(signatures_are_refused),
		cmocka_unit_test(forms_are_refused),
	};

	return cmocka_run_group_tests_name("attacks on tokens", tests, kit_set_up, kit_tear_down);
}
