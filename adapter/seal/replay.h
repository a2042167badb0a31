/*
 * replay: the messages taken so far, each until it expires.  Private to seal/.
 *
 * A message is known by the digest of its canonical SignedInfo: that is what was signed,
 * whereas an ECDSA signature value can be changed into another that is valid too.
 *
 * Threads: any; there is a lock.
 */
#ifndef ADAPTER_SEAL_REPLAY_H
#define ADAPTER_SEAL_REPLAY_H

#include <stdint.h>

#include "adapter/base/base.h"

enum { SEAL_REPLAY_DIGEST = 32 };

struct seal_replay;

/* max: how many messages may be remembered at once; a power of two. */
MUST_USE enum err seal_replay_open(size_t max, struct seal_replay **ret_replay,
    struct err_info *e);
void seal_replay_close(struct seal_replay *replay);

/*
 * Remembers the message until until_us, which is never 0.  ERR_SIG_REPLAY if it is
 * remembered already; ERR_BUSY if there is no room: what cannot be remembered is not taken.
 */
MUST_USE enum err seal_replay_remember(struct seal_replay *replay,
    const unsigned char digest[SEAL_REPLAY_DIGEST], int64_t until_us, int64_t now_us,
    struct err_info *e);

#endif
