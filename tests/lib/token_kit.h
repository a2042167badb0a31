/* token_kit: what the tests of token share: keys, a key set of them, and good claims. */
#ifndef TESTS_LIB_TOKEN_KIT_H
#define TESTS_LIB_TOKEN_KIT_H

#include "adapter/token/token.h"
#include "tests/lib/jwt.h"

#define ISSUER   "https://issuer.test/"
#define AUDIENCE "mostik"

enum { NOW_S = 1800000000, SKEW_S = 30 };

/* Everything that a good token has; a case replaces one member, or leaves it out. */
#define GOOD_CLAIMS                                                                      \
	"{\"iss\":\"" ISSUER "\",\"aud\":\"" AUDIENCE "\",\"exp\":1800000600,"           \
	"\"nbf\":1799999990,\"iat\":1799999990,\"scope\":\"openid payments snils?oid=7\"," \
	"\"sub\":\"1\",\"snils\":\"112-233-445 95\",\"family_name\":\"Образцова\","      \
	"\"given_name\":\"Ольга\",\"middle_name\":\"Олеговна\","                         \
	"\"birthdate\":\"1960-02-29\",\"gender\":\"female\"}"

/*
 * rsa (kid r1) and ec (kid e1) are in the key set, gost in the file of certificates, the others nowhere.
 * The keys of GOST are NULL where there is no engine for them.
 */
extern EVP_PKEY *rsa, *ec, *gost, *other_rsa, *other_ec, *other_gost, *small_rsa, *big_ec;
extern struct token_keys *kit_keys;
extern struct token_config kit_config;          /* its jwks_file is kit_write()'s */

/* For cmocka. */
int kit_set_up(void **state);
int kit_tear_down(void **state);

/* Writes the key set's file: any text; or a set of one or two keys, which it takes. */
void kit_write(const char *text);
void kit_write_set(json_t *first, json_t *second);
char *kit_set(json_t *first, json_t *second);           /* its text, malloced; takes the keys */

/* The algorithms that can be had, each with its key in the set and one that is not; a name NULL ends. */
extern struct kit_alg {
	const char *name, *kid;
	EVP_PKEY  **key, **foreign;
} kit_algs[];

/*
 * A token (malloced) of two patterns, in which ' stands for a quotation mark, @ for the algorithm's
 * name and ~ for the kid; NULL stands for a good one.
 */
char *kit_make(const char *header, const char *claims, enum jwt_how how, const struct kit_alg *alg,
    EVP_PKEY *key);

/*
 * Presents the token (takes it) and fails unless the outcome is want; at its place and with text in
 * its text, where it is a refusal.
 */
void kit_refused(const char *what, const struct kit_alg *alg, char *token, const char *thumbprint,
    enum err want, const char *at, const char *text);

/* A token (malloced) that is good now as well as at NOW_S; kid may be NULL. */
char *kit_token(const char *kid, EVP_PKEY *key);

/* What token_verify() makes of it, or of a new one of this key. */
enum err kit_try(struct token_keys *keys, const char *token, int64_t now_us);
enum err kit_try_key(struct token_keys *keys, const char *kid, EVP_PKEY *key);

/* token_verify() of "Bearer <token>" for the scope payments, at NOW_S; thumbprint may be NULL. */
MUST_USE enum err kit_present(const char *token, const char *thumbprint, json_t **ret_citizen,
    struct err_info *e);

#endif
