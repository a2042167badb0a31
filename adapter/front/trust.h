/*
 * What a reload changes: our certificate and key, whom we believe, who is let in.  Read from files
 * as one whole; never changed after that, so a front has either the old one or the new one.
 */
#ifndef ADAPTER_FRONT_TRUST_H
#define ADAPTER_FRONT_TRUST_H

#include <stdint.h>

#include <openssl/ssl.h>

#include "adapter/front/front.h"

enum { FRONT_FINGERPRINT_SIZE = 32 };

/* The allow-list: SHA-256 of the certificate (DER). */
struct front_client {
	unsigned char fingerprint[FRONT_FINGERPRINT_SIZE];
};

struct front_trust {
	SSL_CTX             *tls;
	struct front_client *client;
	size_t               n_clients;
	char                *server_names;      /* "" where any name is ours */
	int64_t              until_us;          /* when the first certificate of our chain ends */
};

/* trust.c */
MUST_USE enum err front_trust_read(const struct front_config *config,
    struct front_trust **ret_trust, struct err_info *e);
void front_trust_free(struct front_trust *trust);       /* NULL is fine */

/* tls.c: protocol, ciphers and callbacks of a context.  trust must outlive its handshakes' SNI. */
MUST_USE enum err front_tls_policy(SSL_CTX *tls, struct err_info *e);
/* Whether a comma list of host names has name, whatever the case. */
bool front_tls_names_have(const char *names, const char *name);
/* In hex; "" where there is no certificate. */
void front_tls_fingerprint(X509 *certificate, char hex[2 * FRONT_FINGERPRINT_SIZE + 1]);

#endif
