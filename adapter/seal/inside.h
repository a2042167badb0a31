/* inside: what a struct seal consists of.  Private to seal/. */
#ifndef ADAPTER_SEAL_INSIDE_H
#define ADAPTER_SEAL_INSIDE_H

#include "adapter/seal/replay.h"
#include "adapter/seal/seal.h"
#include "adapter/seal/security.h"
#include "adapter/seal/trust.h"

/* Read only after seal_open(); what changes has its own lock. */
struct seal {
	xmlSecKeyPtr         key;               /* ours, private; NULL: verifies only */
	struct seal_signer  *own;               /* our certificate; never NULL with a key */
	struct seal_trust   *trust;             /* the counterparty's */
	struct seal_replay  *replay;
	int64_t              ttl_us, max_skew_us, max_ttl_us;
};

/* keys.c: reads both files, those that are named.  ERR_KEY_UNUSABLE. */
MUST_USE enum err seal_keys_load(const char *key_file, const char *certificate_file,
    xmlSecKeyPtr *ret_key, struct seal_signer **ret_own, struct err_info *e);

/*
 * verify.c: verifies, with no other signer believed than this one if it is not NULL, and
 * without remembering.
 */
MUST_USE enum err seal_verify_by(struct seal *seal, struct seal_signer *only,
    const char *envelope, size_t len, const struct seal_expect *expect,
    struct seal_verified *ret_verified, struct err_info *e);

/* A new context of xmlsec for ours or the counterparty's key, which stays with its owner. */
static inline void
seal_dsig_fini(xmlSecDSigCtx *dsig)
{
	dsig->signKey = NULL;
	xmlSecDSigCtxFinalize(dsig);
}

#endif
