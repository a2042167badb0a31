/*
 * store: the journal's tables and every SQL statement on them.  Private to journal/.
 *
 *	record   the journal itself, one row a record
 *	pending  exchanges that have a REQUEST or SENT record and no ANSWER
 *	claim    Idempotency-Keys: who asked what, and the seq of the final answer
 *	meta     format of the file, when it was made
 *
 * pending and claim can be derived from, or checked against, record.
 *
 * A store is one connection and belongs to one thread at a time.  Failures: ERR_CONFIG
 * when the file cannot be opened or read, ERR_JOURNAL_BROKEN when it is not what it
 * should be, ERR_JOURNAL_WRITE when a write fails.
 */
#ifndef ADAPTER_JOURNAL_STORE_H
#define ADAPTER_JOURNAL_STORE_H

#include "adapter/journal/journal.h"

struct store;

struct store_head {
	int64_t       seq;                      /* 0 while there is no record */
	unsigned char hash[JOURNAL_HASH_SIZE];  /* zeros while there is no record */
};

struct store_claim {
	bool          found;
	unsigned char request[ID_DIGEST_SIZE];
	int64_t       answer;                   /* seq of the final answer; 0 while there is none */
};

enum store_access {
	STORE_WRITE,            /* the file exists; an empty one is given its tables */
	STORE_READ,             /* one snapshot from open to close */
};

enum store_rows { STORE_WHOLE, STORE_HEADS /* payload is NULL, len is set */ };

MUST_USE enum err journal_store_open(const char *path, enum store_access access,
    struct store **ret_store, struct err_info *e);
/* Moves the write-ahead log into the file, if it can.  NULL is fine. */
void journal_store_close(struct store *s);

/* One transaction.  After any failure inside: journal_store_rollback(). */
MUST_USE enum err journal_store_begin(struct store *s, struct err_info *e);
MUST_USE enum err journal_store_commit(struct store *s, struct err_info *e);
void journal_store_rollback(struct store *s);

/* A transaction of its own that writes something of no meaning. */
MUST_USE enum err journal_store_probe(struct store *s, struct err_info *e);

MUST_USE enum err journal_store_head(struct store *s, struct store_head *ret_head,
    struct err_info *e);
MUST_USE enum err journal_store_count_pending(struct store *s, int64_t *ret_count,
    struct err_info *e);

/* That the pages hold together, and that each index has just the rows of its table: ERR_JOURNAL_BROKEN. */
MUST_USE enum err journal_store_check_file(struct store *s, struct err_info *e);

/* Claims whose answer is not an ANSWER record of their exchange. */
MUST_USE enum err journal_store_count_wrong_claims(struct store *s, int64_t *ret_count,
    struct err_info *e);
MUST_USE enum err journal_store_hash_of(struct store *s, int64_t seq,
    unsigned char hash[JOURNAL_HASH_SIZE], bool *ret_found, struct err_info *e);

/* All fields of record are set. */
MUST_USE enum err journal_store_append(struct store *s, const struct journal_record *record,
    struct err_info *e);

MUST_USE enum err journal_store_claim_get(struct store *s, const unsigned char key[ID_DIGEST_SIZE],
    struct store_claim *ret_claim, struct err_info *e);
MUST_USE enum err journal_store_claim_put(struct store *s, const struct journal_claim *claim,
    const char *exchange, struct err_info *e);
MUST_USE enum err journal_store_claim_answer(struct store *s,
    const unsigned char key[ID_DIGEST_SIZE], int64_t answer, struct err_info *e);
/* Fills claim's answer, answer_len and status from the ANSWER record seq. */
MUST_USE enum err journal_store_answer(struct store *s, int64_t seq, struct journal_claim *claim,
    struct err_info *e);

/*
 * Records in order of seq, from `from` on; of one exchange if it is not NULL.  Within a
 * scan of all there may be one of an exchange, but not two of a kind.  What a record
 * points at lives until the next call.  *ret_more is false after the last.
 */
struct store_scan {
	struct store *store;
	int           statement;
	enum store_rows rows;
};
MUST_USE enum err journal_store_scan_begin(struct store *s, int64_t from, const char *exchange,
    enum store_rows rows, struct store_scan *ret_scan, struct err_info *e);
MUST_USE enum err journal_store_scan_next(struct store_scan *scan,
    struct journal_record *ret_record, bool *ret_more, struct err_info *e);
void journal_store_scan_end(struct store_scan *scan);

#endif
