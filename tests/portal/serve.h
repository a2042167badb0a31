/*
 * serve: the token issuer as an HTTP server on 127.0.0.1, for people and scripts to get tokens.
 *
 *   GET /token?citizen=N[&alg=RS256|ES256][&scope=...][&expires_in=S]   the token, as text
 *   GET /jwks.json                                                      the key set
 */
#ifndef TESTS_PORTAL_SERVE_H
#define TESTS_PORTAL_SERVE_H

#include "tests/portal/grant.h"

/* Prints "port=N" and serves until SIGTERM or SIGINT.  ERR_CONFIG if the port cannot be had. */
MUST_USE enum err serve_run(int port, const struct keys *keys, const struct grant *defaults,
    struct err_info *e);

#endif
