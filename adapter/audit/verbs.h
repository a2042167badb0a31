/*
 * verbs: what the verbs of audit share.  Private to audit/.
 */
#ifndef ADAPTER_AUDIT_VERBS_H
#define ADAPTER_AUDIT_VERBS_H

#include <jansson.h>

#include "adapter/audit/audit.h"
#include "adapter/journal/journal.h"

enum { AUDIT_GOOD = 0, AUDIT_BAD = 1, AUDIT_CANNOT = 2 };

/* The command line, read.  What a verb does not take is refused before it is called. */
struct audit {
	const char               *path;
	const struct audit_seals *seals;
	struct journal_reader    *reader;
	bool                      json;
	bool                      open;                 /* list: only those without an answer */
	bool                      payload;              /* show: with the bytes */
	const char               *operation, *code;     /* list: NULL: any */
	int64_t                   since_us, until_us;   /* list: [since, until) */
	int64_t                   limit;                /* list: the last so many; 0: all */
	int64_t                   from;                 /* verify: first seq; 0: all there are */
	int64_t                   expect_records;       /* verify: 0: not given */
	const char               *expect_head;          /* verify: lower-case hexadecimal, or NULL */
	const char               *exchange;             /* show */
};

/* Each returns ERR_OK with the exit status in *ret_status, or why it could not be done. */
MUST_USE enum err audit_list(const struct audit *audit, int *ret_status, struct err_info *e);
MUST_USE enum err audit_show(const struct audit *audit, int *ret_status, struct err_info *e);
MUST_USE enum err audit_verify(const struct audit *audit, int *ret_status, struct err_info *e);

/* Prints doc as one line and drops it; ERR_NOMEM if it is NULL. */
MUST_USE enum err audit_print_json(json_t *doc, struct err_info *e);

/* Text from the journal for a terminal: control characters are shown as \xNN, so that what a
 * caller sent cannot command the terminal.  keep: those that are let through. */
void audit_print_safely(const char *text, size_t len, const char *keep);

/* "answered", "unanswered" (nothing was sent) or "unknown" (sent: the outcome is not known). */
const char *audit_state(bool answered, bool sent);

/* What the hashes of a record, by itself, come to: NULL if they hold, else why they do not. */
const char *audit_check_hashes(const struct journal_record *record);

/* ---- signatures ---- */

enum audit_verdict {
	VERDICT_NONE,           /* no signature is to be expected here */
	VERDICT_UNCHECKED,      /* there is no seal to check it with */
	VERDICT_GOOD,
	VERDICT_REFUSED,        /* does not verify, for the reason recorded when it arrived */
	VERDICT_BAD,
};

/* The signature of a SENT or REPLY record, judged as of the record's time. */
struct audit_signature {
	enum audit_verdict verdict;
	const char        *algorithm;           /* GOOD: static */
	char               signer[256], covered[128];
	char               reason[256];         /* BAD, REFUSED */
};
void audit_judge(const struct audit_seals *seals, const struct journal_record *record,
    struct audit_signature *ret_signature);

/* ---- the order of an exchange's records ---- */

struct audit_order;
struct audit_counts {
	int64_t answered, unanswered, unknown;  /* unknown: those unanswered that were sent */
};

MUST_USE enum err audit_order_new(struct journal_reader *reader, struct audit_order **ret_order,
    struct err_info *e);
void audit_order_free(struct audit_order *order);

/*
 * Takes the next record; *ret_reason is NULL if it may stand there, else why not.  Memory
 * is bounded by the exchanges that have no answer yet.
 */
MUST_USE enum err audit_order_add(struct audit_order *order, const struct journal_record *record,
    const char **ret_reason, struct err_info *e);
struct audit_counts audit_order_counts(const struct audit_order *order);

/* The rule itself.  seen: bit 1 << kind for each kind that the exchange has already. */
const char *audit_order_judge(unsigned seen, enum journal_kind kind);

#endif
