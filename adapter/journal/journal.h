/*
 * journal: the record of what was asked, sent, received and answered; the only
 * user of SQLite in the adapter.
 *
 * One SQLite file in WAL mode with synchronous=FULL.  Every record carries the hash
 * of the record before it; its own hash is SHA-256(0x00 || leaf), as RFC 6962 hashes
 * leaves, where leaf is the canonical form described in journal/record.c.  The leaf
 * holds the payload's digest and not the payload, so that the chain can be verified
 * where a payload is no longer there.
 *
 * One writer thread takes all jobs that wait and commits them as one transaction
 * (group commit): a job's notes are on disk when its done() is called, or none of
 * them is.  Any thread may submit; done() runs on the writer thread and must only
 * hand over.  The process that writes holds an exclusive lock on the file's name
 * plus ".lock"; readers (the audit verbs) may read at the same time.
 */
#ifndef ADAPTER_JOURNAL_JOURNAL_H
#define ADAPTER_JOURNAL_JOURNAL_H

#include <stdint.h>

#include "adapter/base/base.h"

enum { JOURNAL_HASH_SIZE = 32, JOURNAL_NOTES_MAX = 4 };

enum journal_kind {
	JOURNAL_REQUEST = 1,    /* as received from the caller: head and body */
	JOURNAL_SENT    = 2,    /* the signed envelope, exactly as it leaves */
	JOURNAL_REPLY   = 3,    /* the peer's reply, exactly as it arrived */
	JOURNAL_ANSWER  = 4,    /* what the caller is told: body of the answer or refusal */
};

/* One record.  Strings are never NULL; "" where there is nothing to say. */
struct journal_record {
	enum journal_kind kind;
	int64_t           at_us;        /* UTC */
	const char       *exchange;     /* id of the exchange: ties its records together */
	const char       *operation;    /* GetPayments */
	const char       *caller;       /* name of the calling system, from its certificate */
	const char       *code;         /* err_name(): OK, or why it was refused */
	int               status;       /* HTTP status received or given; 0 where there is none */
	const char       *message_id;   /* wsa:MessageID */
	const void       *payload;
	size_t            len;
	/* Set by the journal. */
	int64_t           seq;          /* 1, 2, 3 … without gaps; 0 if it was not written */
	unsigned char     digest[JOURNAL_HASH_SIZE];    /* SHA-256 of the payload */
	unsigned char     prev[JOURNAL_HASH_SIZE];      /* zeros in the first record */
	unsigned char     hash[JOURNAL_HASH_SIZE];
};

/*
 * The claim of an Idempotency-Key, decided in the same transaction as the notes of the
 * job that brings it.  key and request are digests (id_digest()).
 */
enum journal_claim_result {
	CLAIM_TAKEN,            /* ours now: go on (first time, or an earlier try had no final answer) */
	CLAIM_ANSWERED,         /* answered before: answer, answer_len and status are set; notes not written */
	CLAIM_BUSY,             /* another exchange of this process has it; notes not written */
	CLAIM_MISMATCH,         /* the key was used for another request; notes not written */
};
struct journal_claim {
	unsigned char key[ID_DIGEST_SIZE];
	unsigned char request[ID_DIGEST_SIZE];
	enum journal_claim_result result;
	bool          tried;    /* with CLAIM_TAKEN: an earlier exchange had it, and may have been carried out */
	char         *answer;   /* malloced, NUL-ended; the caller's to free */
	size_t        answer_len;
	int           status;
};

/*
 * What becomes of a claim when its exchange is answered.  The job that settles comes from
 * the exchange that took the claim (its notes carry the same exchange id); the key stops
 * being busy when that job is done, written or not.  From another exchange SETTLE_FINAL
 * fails with ERR_JOURNAL_WRITE, and SETTLE_OPEN leaves the claim as it is.
 */
enum journal_settle {
	SETTLE_NONE,            /* the job has no claim of its own */
	SETTLE_FINAL,           /* the ANSWER note of this job is the answer for ever */
	SETTLE_OPEN,            /* the outcome is unknown or was a refusal: the key may be tried again */
};

/* One piece of work for the writer.  Owned by the journal from submit to done. */
struct journal_job {
	struct journal_record note[JOURNAL_NOTES_MAX];  /* borrowed bytes: must live until done */
	size_t                n_notes;                  /* 0 only to settle: for whoever holds the key */
	struct journal_claim *claim;                    /* NULL: none */
	enum journal_settle   settle;                   /* SETTLE_NONE: claim is to be taken */
	struct err_info       err;                      /* set before done: ERR_OK or ERR_JOURNAL_WRITE */
	void                (*done)(struct journal_job *job);
	void                 *arg;                      /* the submitter's */
	struct journal_job   *next;                     /* the journal's */
};

struct journal;

/*
 * Opens or creates the file (mode 0600) and starts the writer.  Checks the tail: fails
 * with ERR_JOURNAL_BROKEN if the last records do not chain, ERR_CONFIG if the file cannot
 * be used, may be read by others than its owner and group, or another process writes it.
 */
MUST_USE enum err journal_open(const char *path, struct journal **ret_journal, struct err_info *e);

/* Finishes what was submitted, then closes.  Nothing may be submitted any more.  NULL is fine. */
void journal_close(struct journal *journal);

/*
 * Jobs are written and done() in the order of submission.  When a transaction fails, each
 * job of it is tried once more by itself, so that one bad job cannot fail the others.
 */
void journal_submit(struct journal *journal, struct journal_job *job);

/*
 * False after a write has failed and until one succeeds again: for /readyz.  While it is
 * false the writer tries by itself once a second, so no exchange is needed to recover.
 */
bool journal_healthy(const struct journal *journal);

/*
 * Has the writer try whether writing works, as soon as it has nothing else to do; journal_healthy()
 * tells the result from then on.  Returns at once.  For a journal that is idle: a disk that has
 * filled up meanwhile would not be noticed else.
 */
void journal_probe(struct journal *journal);

/* How many exchanges have a REQUEST or SENT record and no ANSWER, as found at journal_open(). */
int64_t journal_unanswered(const struct journal *journal);

/* Reading, for the audit verbs: its own connection, read only, in one snapshot. */
struct journal_reader;
MUST_USE enum err journal_reader_open(const char *path, struct journal_reader **ret_reader,
    struct err_info *e);
void journal_reader_close(struct journal_reader *reader);

/*
 * Calls visit for each record from seq `from` on, in order (of one exchange if exchange is
 * not NULL).  The record and its bytes live for the call.  A non-OK return of visit ends
 * the walk and is returned.  Within a walk of all there may be a walk of one exchange.
 * journal_walk_heads() does not read the payloads: payload is NULL, len is set.
 */
MUST_USE enum err journal_walk(struct journal_reader *reader, int64_t from, const char *exchange,
    enum err (*visit)(const struct journal_record *record, void *arg, struct err_info *e),
    void *arg, struct err_info *e);
MUST_USE enum err journal_walk_heads(struct journal_reader *reader, int64_t from,
    const char *exchange,
    enum err (*visit)(const struct journal_record *record, void *arg, struct err_info *e),
    void *arg, struct err_info *e);

/*
 * About the first record from at_us on, found by halving: records are written in about the order of
 * their times, so whoever must not miss any asks for somewhat earlier.  1 in an empty journal.
 */
MUST_USE enum err journal_seq_since(struct journal_reader *reader, int64_t at_us, int64_t *ret_seq,
    struct err_info *e);

/* The hash stored in record seq; *ret_found is false if there is no such record. */
MUST_USE enum err journal_hash_of(struct journal_reader *reader, int64_t seq,
    unsigned char hash[JOURNAL_HASH_SIZE], bool *ret_found, struct err_info *e);

/*
 * What is kept beside the records and follows from them: gives the number of exchanges listed
 * as unanswered, and fails with ERR_JOURNAL_BROKEN if an Idempotency-Key's final answer is
 * not an ANSWER record of the exchange that took the key, or if an index, by which the records of
 * an exchange are found, has other rows than its table.
 */
MUST_USE enum err journal_check_derived(struct journal_reader *reader, int64_t *ret_unanswered,
    struct err_info *e);

/* The digest that record must have, given its payload, and the hash, given all but the payload. */
void journal_digest(const struct journal_record *record, unsigned char digest[JOURNAL_HASH_SIZE]);
void journal_hash(const struct journal_record *record, unsigned char hash[JOURNAL_HASH_SIZE]);

const char *journal_kind_name(enum journal_kind kind);  /* "request" … */

#endif
