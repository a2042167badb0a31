/* keys: the identity provider's key set; private to adapter/token/. */
#ifndef ADAPTER_TOKEN_KEYS_H
#define ADAPTER_TOKEN_KEYS_H

#include <cjose/cjose.h>

#include "adapter/token/token.h"

/* One permitted algorithm (RFC 7518, section 3.1) and the only kind of key it goes with. */
struct token_algorithm {
	const char     *name;           /* as the header's alg names it */
	cjose_jwk_kty_t kty;
	size_t          min_bits;       /* of the key */
	size_t          max_bits;
};

/* The row of this name; NULL if the algorithm is not permitted. */
const struct token_algorithm *token_algorithm_find(const char *name);

struct token_key {
	cjose_jwk_t *jwk;
	char        *kid;               /* NULL: the key set gives it none */
};

struct token_keys {
	struct token_config config;     /* its strings are ours */
	struct token_key   *key;
	size_t              n;
};

/* Whether the key may verify signatures of the algorithm. */
bool token_key_fits(const struct token_key *key, const struct token_algorithm *algorithm);

AUTO_DEFINE(json, json_t *, json_decref)

#endif
