/*
 * walk: reading records in order, with their chain.  Private to journal/.
 */
#ifndef ADAPTER_JOURNAL_WALK_H
#define ADAPTER_JOURNAL_WALK_H

#include "adapter/journal/store.h"

/*
 * Checks the last `count` records: no gap, each chained to the one before, each digest and
 * hash as derived.  Gives the head.  Fails with ERR_JOURNAL_BROKEN naming the record.
 */
MUST_USE enum err journal_walk_tail(struct store *store, int64_t count, struct store_head *ret_head,
    struct err_info *e);

#endif
