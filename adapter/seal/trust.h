/*
 * trust: whose certificates are believed, decided before any signature is looked at.
 * Private to seal/.
 *
 * A certificate that passed is kept, decoded, with the time in which its chain is valid:
 * decoding and checking the chain cost more than the rest of a verification.  Only
 * certificates that passed are kept, so that a stranger cannot push them out.
 *
 * Threads: any; the cache has a lock.
 */
#ifndef ADAPTER_SEAL_TRUST_H
#define ADAPTER_SEAL_TRUST_H

#include "adapter/seal/certificate.h"

struct seal_trust;

/* A certificate that was decided upon; read only. */
struct seal_signer {
	char                        *token;             /* base64 of the certificate */
	size_t                       token_len;
	xmlSecKeyPtr                 key;
	const struct seal_algorithm *algorithm;         /* the only one that goes with its key */
	int64_t                      from_us, to_us;    /* the chain is valid within */
	char                         subject[256];
	unsigned                     users;             /* guarded by the lock of trust */
};

/*
 * Fails with ERR_KEY_UNUSABLE.  peer: the common name of those believed; others: more such, as
 * in struct seal_config, or NULL.
 */
MUST_USE enum err seal_trust_open(const char *ca_file, const char *peer, const char *others,
    struct seal_trust **ret_trust, struct err_info *e);
void seal_trust_close(struct seal_trust *trust);

/*
 * Fails with ERR_SIG_CERTIFICATE (cannot be read, may not sign), ERR_SIG_UNTRUSTED (no chain
 * to our authorities that is valid at now_us), ERR_SIG_SIGNER (someone else).  Give back
 * what was got with seal_trust_release().
 */
MUST_USE enum err seal_trust_decide(struct seal_trust *trust, const char *token, size_t len,
    int64_t now_us, struct seal_signer **ret_signer, struct err_info *e);
void seal_trust_release(struct seal_trust *trust, struct seal_signer *signer);

/* A signer made without asking for trust: ourselves.  users is 1; seal_signer_free(). */
MUST_USE enum err seal_signer_new(X509 *x509, struct seal_signer **ret_signer,
    struct err_info *e);
void seal_signer_free(struct seal_signer *signer);

/* That ourselves chain to those authorities now, and narrows our time to the chain's.  ERR_KEY_UNUSABLE. */
MUST_USE enum err seal_trust_check_own(const char *own_ca_file, const char *certificate_file,
    struct seal_signer *own, struct err_info *e);

#endif
