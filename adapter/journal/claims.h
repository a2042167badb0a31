/*
 * claims: which Idempotency-Keys are busy, and what a claim comes to.  Private to journal/.
 *
 * The table in the store knows what was asked under a key and its final answer; the memory
 * here knows which exchange of this process is at work on it, and is lost with the process.
 * What changes in a transaction takes effect at once for the jobs after it, and for good
 * with journal_claims_commit(); journal_claims_rollback() takes it back.
 *
 * Threads: the writer's alone.
 */
#ifndef ADAPTER_JOURNAL_CLAIMS_H
#define ADAPTER_JOURNAL_CLAIMS_H

#include "adapter/journal/store.h"

struct claims;

MUST_USE enum err journal_claims_new(struct claims **ret_claims, struct err_info *e);
void journal_claims_free(struct claims *claims);

/* Decides claim->result; if it is CLAIM_TAKEN, exchange holds the key from now on. */
MUST_USE enum err journal_claims_take(struct claims *claims, struct store *store,
    struct journal_claim *claim, const char *exchange, struct err_info *e);

/* Ends the hold of exchange (NULL: of any).  answer: seq of the final answer; 0: the key is open. */
MUST_USE enum err journal_claims_settle(struct claims *claims, struct store *store,
    const struct journal_claim *claim, const char *exchange, int64_t answer, struct err_info *e);

void journal_claims_commit(struct claims *claims);
void journal_claims_rollback(struct claims *claims);

/* Outside a transaction: ends the hold of exchange, whose settling could not be written. */
void journal_claims_release(struct claims *claims, const struct journal_claim *claim,
    const char *exchange);

#endif
