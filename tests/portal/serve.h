/*
 * serve: the token issuer as an HTTP or HTTPS server on 127.0.0.1, for people and scripts to get
 * tokens, and for mostik to get keys.
 *
 *   GET /token?citizen=N[&alg=...][&scope=...][&expires_in=S]           the token, as text
 *   GET /jwks.json                                                      the key set
 *
 * On SIGHUP the keys are read again: the new ones sign, the ones before stay in the key set until the
 * next time.
 */
#ifndef TESTS_PORTAL_SERVE_H
#define TESTS_PORTAL_SERVE_H

#include "tests/portal/grant.h"

struct serve_config {
	const char         *pki;
	const char         *tls;        /* TLS by pki/tls.key and pki/tls.pem; NULL: none */
	int                 port;       /* 0: any */
	const struct grant *defaults;
};

/*
 * Prints "port=N" and serves until SIGTERM or SIGINT.  ERR_CONFIG if the port cannot be had,
 * ERR_KEY_UNUSABLE for tls.
 */
MUST_USE enum err serve_run(const struct serve_config *config, const struct keys *keys,
    struct err_info *e);

#endif
