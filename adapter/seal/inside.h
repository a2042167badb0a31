/* inside: what a struct seal consists of.  Private to seal/. */
#ifndef ADAPTER_SEAL_INSIDE_H
#define ADAPTER_SEAL_INSIDE_H

#include <pthread.h>
#include <stdatomic.h>

#include "adapter/seal/replay.h"
#include "adapter/seal/seal.h"
#include "adapter/seal/security.h"
#include "adapter/seal/trust.h"

/* One of our keys, with its certificate. */
struct seal_own {
	xmlSecKeyPtr        key;                /* private; NULL: the certificate alone is known */
	struct seal_signer *signer;
};

enum { SEAL_MAX_KEYS = 8 };

/*
 * What a reload replaces, as a whole: our keys, whom we believe and for how long.  Read only once it is in
 * a seal; what changes in it has its own lock.  Who works with one holds a use of it.
 */
struct seal_state {
	atomic_uint        users;
	struct seal_own    own[SEAL_MAX_KEYS];
	size_t             n_own;
	struct seal_trust *trust;
	int64_t            ttl_us, max_skew_us, max_ttl_us;
};

struct seal {
	pthread_mutex_t      lock;              /* guards state: which one it is */
	struct seal_state   *state;
	struct seal_replay  *replay;            /* outlives every reload … */
	int64_t              span_us;           /* … and looks so far ahead */
	int64_t              skew_us;           /* the most that is tolerated: a message is remembered for
	                                           that long after it expires, whatever a reload says,
	                                           so that each repeat is looked for where the first is */
};

/* state.c: reads everything that config names.  ERR_KEY_UNUSABLE. */
MUST_USE enum err seal_state_load(const struct seal_config *config, struct seal_state **ret_state,
    struct err_info *e);

/* A use of the state of the moment, to be given back. */
struct seal_state *seal_state_use(struct seal *seal);
void seal_state_release(struct seal_state *state);

/* Our key to sign with at now_us: of those valid then, the newest.  ERR_SIGN. */
MUST_USE enum err seal_state_signing(const struct seal_state *state, int64_t now_us,
    const struct seal_own **ret_own, struct err_info *e);

/*
 * verify.c: verifies, with no other signer believed than the one that would sign at
 * expect->now_us if ours is set, and without remembering.
 */
MUST_USE enum err seal_verify_by(struct seal *seal, bool ours, const char *envelope, size_t len,
    const struct seal_expect *expect, struct seal_verified *ret_verified, struct err_info *e);

/* sign.c: fills DigestValue and SignatureValue of a template.  ERR_SIGN. */
MUST_USE enum err seal_sign_tree(const struct seal_own *own, xmlNodePtr signature,
    struct err_info *e);

/* A context of xmlsec for ours or the counterparty's key, which stays with its owner. */
static inline void
seal_dsig_fini(xmlSecDSigCtx *dsig)
{
	dsig->signKey = NULL;
	xmlSecDSigCtxFinalize(dsig);
}

#endif
