/*
 * tls: what our two ends of TLS, front and send, have in common: ciphers, and files read into a
 * context of OpenSSL.
 *
 * Threads: any, each with its own context.  Errors name the setting in e->at.
 */
#ifndef ADAPTER_TLS_TLS_H
#define ADAPTER_TLS_TLS_H

#include <openssl/ssl.h>

#include "adapter/base/base.h"

/* Why OpenSSL's last call failed; empties its queue. */
const char *tls_reason(void);

/*
 * TLS 1.2, with forward secrecy and AEAD only, and TLS 1.3, which has nothing else; no
 * renegotiation, no compression.  False if OpenSSL has none of these.
 */
MUST_USE bool tls_restrict(SSL_CTX *tls);

/*
 * Our certificate, the chain behind it, and its key; *ret_until_us is when the first of them ends.
 * A key with a passphrase fails.  ERR_KEY_UNUSABLE.
 */
MUST_USE enum err tls_read_own(SSL_CTX *tls, const char *certificate_file, const char *key_file,
    int64_t *ret_until_us, struct err_info *e);

/*
 * Revocation lists, if crl_file is neither NULL nor "".  Then every certificate of a peer's chain
 * must have a list of its issuer that is in date, and not be on it: OpenSSL refuses where there is
 * none.  So one list for each authority.  ERR_KEY_UNUSABLE, ERR_NOMEM.
 */
MUST_USE enum err tls_read_revoked(SSL_CTX *tls, const char *crl_file, struct err_info *e);

#endif
