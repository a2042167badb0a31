/* claims: what a token whose signature holds says; private to adapter/token/. */
#ifndef ADAPTER_TOKEN_CLAIMS_H
#define ADAPTER_TOKEN_CLAIMS_H

#include "adapter/token/token.h"

/* iss, aud, exp, nbf (RFC 7519, section 4.1) and scope (RFC 9068, section 2.2.3). */
MUST_USE enum err token_claims_check(const json_t *claims, const struct token_config *config,
    const char *scope, int64_t now_us, struct err_info *e);

/* The citizen's claims under our names: see token_verify(). */
MUST_USE enum err token_claims_citizen(const json_t *claims, json_t **ret_citizen,
    struct err_info *e);

#endif
