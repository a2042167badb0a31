/*
 * grant: one access token to be: for whom, by whom, for what and how long; and whatever a test
 * wants to be wrong with it.
 */
#ifndef TESTS_PORTAL_GRANT_H
#define TESTS_PORTAL_GRANT_H

#include <stdint.h>

#include "tests/portal/keys.h"

#define GRANT_ISSUER   "https://issuer.test/"
#define GRANT_AUDIENCE "mostik"
#define GRANT_SCOPE                                                               \
	"account pension payments documents applications appeals appointments support selfemployed registry"

enum { GRANT_CHANGES_MAX = 16 };

struct grant {
	unsigned    citizen;            /* number: see tests/stand/citizen.h */
	const char *alg, *scope, *iss, *aud;
	const char *bind;               /* PEM file of the certificate that it is bound to; NULL: none */
	long        expires_in_s;       /* from now; negative: expired */
	long        starts_in_s;        /* nbf, from now */
	const char *drop[GRANT_CHANGES_MAX];    /* claims to leave out; NULL ends */
	const char *set[GRANT_CHANGES_MAX];     /* "claim=value": value is JSON, else a string */
};

/* A good token: RS256, every scope, ten minutes. */
void grant_init(struct grant *grant);

/* *ret_jwt is malloced.  ERR_CONFIG for an alg that is not known, ERR_KEY_UNUSABLE for bind. */
MUST_USE enum err grant_issue(const struct grant *grant, const struct keys *keys, int64_t now_us,
    char **ret_jwt, struct err_info *e);

#endif
