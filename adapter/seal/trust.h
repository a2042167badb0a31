/*
 * trust: whose certificates are believed, decided before any signature is looked at.
 * Private to seal/.
 *
 * A certificate that passed is kept, decoded, with the time in which its chain is valid:
 * decoding and checking the chain cost more than the rest of a verification.  Only
 * certificates that passed are kept, so that a stranger cannot push them out.  A reload of the
 * seal makes a new trust, and with it forgets them all.
 *
 * Threads: any; the cache has a lock.
 */
#ifndef ADAPTER_SEAL_TRUST_H
#define ADAPTER_SEAL_TRUST_H

#include "adapter/crypto/crypto.h"
#include "adapter/seal/library.h"
#include "adapter/seal/seal.h"

struct seal_trust;

/* A certificate that was decided upon; read only. */
struct seal_signer {
	struct crypto_certificate     *certificate;
	xmlSecKeyPtr                   key;
	const struct crypto_algorithm *algorithm;       /* the only one that goes with its key */
	int64_t                        from_us, to_us;  /* the chain is valid within, by the lists too */
	int64_t                        ends_us;         /* the first certificate of the chain does */
	unsigned                       users;           /* guarded by the lock of trust */
};

/* Fails with ERR_KEY_UNUSABLE, ERR_CONFIG.  Of config: the authorities and who is believed. */
MUST_USE enum err seal_trust_open(const struct seal_config *config, struct seal_trust **ret_trust,
    struct err_info *e);
void seal_trust_close(struct seal_trust *trust);

/*
 * Fails with ERR_SIG_CERTIFICATE (cannot be read, may not sign), ERR_SIG_UNTRUSTED (no chain
 * to our authorities that is valid at now_us), ERR_SIG_REVOKED, ERR_SIG_CRL (no list that is
 * good), ERR_SIG_SIGNER (someone else).  Give back
 * what was got with seal_trust_release().
 */
MUST_USE enum err seal_trust_decide(struct seal_trust *trust, const char *token, size_t len,
    int64_t now_us, struct seal_signer **ret_signer, struct err_info *e);
void seal_trust_release(struct seal_trust *trust, struct seal_signer *signer);

/* Reports those that are kept: see seal_certificates(). */
size_t seal_trust_certificates(struct seal_trust *trust, struct seal_certificate *ret, size_t max);

/* A signer made without asking for trust: ourselves.  Takes a reference; seal_signer_free(). */
MUST_USE enum err seal_signer_new(struct crypto_certificate *certificate,
    struct seal_signer **ret_signer, struct err_info *e);
void seal_signer_free(struct seal_signer *signer);

/* What seal_certificates() says of it. */
void seal_signer_tell(const struct seal_signer *signer, const char *role,
    struct seal_certificate *ret);

/* Whether the token is this signer's certificate. */
bool seal_signer_is(const struct seal_signer *signer, const char *token, size_t len);

#endif
