/*
 * replay: the messages taken so far, each until it expires.  Private to seal/.
 *
 * A message is known by the digest of its canonical SignedInfo: that is what was signed,
 * whereas an ECDSA signature value can be changed into another that is valid too.  128 bits
 * of it are kept, which takes from 22 to 43 bytes a message; nothing else is.
 *
 * No call looks at more than one message's place, whether it is taken or refused: messages
 * that expire at about the same time are remembered together and forgotten together.
 *
 * Threads: any; there is a lock.
 */
#ifndef ADAPTER_SEAL_REPLAY_H
#define ADAPTER_SEAL_REPLAY_H

#include <stdint.h>

#include "adapter/base/base.h"

enum { SEAL_REPLAY_DIGEST = 32 };

struct seal_replay;

/*
 * max: how many messages may be remembered at once; memory is taken as they come.
 * span_us: how far ahead until_us may lie at most; what is remembered is forgotten by
 * a thirtieth of it, at the latest, after it expired.
 */
MUST_USE enum err seal_replay_open(size_t max, int64_t span_us, struct seal_replay **ret_replay,
    struct err_info *e);
void seal_replay_close(struct seal_replay *replay);

/*
 * Remembers the message at least until until_us, which follows from the message: it is the
 * same in each repeat, because the Timestamp is signed.  ERR_SIG_REPLAY if it is remembered
 * already; ERR_BUSY if there is no room: what cannot be remembered is not taken.
 */
MUST_USE enum err seal_replay_remember(struct seal_replay *replay,
    const unsigned char digest[SEAL_REPLAY_DIGEST], int64_t until_us, int64_t now_us,
    struct err_info *e);

/* How much memory it takes now, bytes. */
size_t seal_replay_bytes(struct seal_replay *replay);

#endif
