/* journal verify: derives everything again from the bytes and says whether it holds. */
#include "config.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "adapter/audit/verbs.h"

enum { PROBLEMS_SHOWN = 20, PROGRESS_RECORDS = 512, PROGRESS_MS = 250 };

struct mark {
	int64_t       seq;
	unsigned char hash[JOURNAL_HASH_SIZE];
};

struct verify {
	const struct audit *audit;
	struct audit_order *order;
	json_t             *found;              /* problems, for --json */
	int64_t             records, problems;
	int64_t             signed_sent, signed_replies, refused, unchecked;
	struct mark         head, tail;         /* first and last record checked; tail.seq is 0 before */
	bool                head_seen;          /* --expect-head */
	int64_t             progress_ms;
};

#define NO_RECORD INT64_MIN     /* for a problem that is not of one record */

static enum err
problem(struct verify *v, int64_t seq, const char *reason, struct err_info *e)
{
	if (++v->problems > PROBLEMS_SHOWN)
		return ERR_OK;
	if (v->audit->json) {
		json_t *doc = json_pack("{s:s}", "reason", reason);

		if (seq != NO_RECORD && doc != NULL)
			json_object_set_new(doc, "record", json_integer(seq));
		if (doc == NULL || json_array_append_new(v->found, doc) != 0)
			FAIL(e, ERR_NOMEM, "", "cannot make JSON");
		return ERR_OK;
	}
	if (seq != NO_RECORD)
		printf("record %" PRId64 ": ", seq);
	audit_print_safely(reason, strlen(reason), "");
	putchar('\n');
	return ERR_OK;
}

static enum err
check_chain(struct verify *v, const struct journal_record *r, struct err_info *e)
{
	const char *reason = audit_check_hashes(r);
	char text[128];

	if (r->seq != v->tail.seq + 1) {
		snprintf(text, sizeof(text), "%" PRId64 " to %" PRId64 " are missing before it",
		    v->tail.seq + 1, r->seq - 1);
		TRY(problem(v, r->seq, r->seq > v->tail.seq ? text : "its number is out of order", e));
	}
	if (memcmp(r->prev, v->tail.hash, JOURNAL_HASH_SIZE) != 0)
		TRY(problem(v, r->seq, "it does not chain to the record before it", e));
	return reason != NULL ? problem(v, r->seq, reason, e) : ERR_OK;
}

static enum err
check_signature(struct verify *v, const struct journal_record *r, struct err_info *e)
{
	struct audit_signature s;
	char text[300];

	audit_judge(v->audit->seals, r, &s);
	switch (s.verdict) {
	case VERDICT_NONE:
		break;
	case VERDICT_UNCHECKED:
		v->unchecked++;
		break;
	case VERDICT_GOOD:
		++*(r->kind == JOURNAL_SENT ? &v->signed_sent : &v->signed_replies);
		break;
	case VERDICT_REFUSED:
		v->refused++;
		break;
	case VERDICT_BAD:
		snprintf(text, sizeof(text), "its signature: %s", s.reason);
		return problem(v, r->seq, text, e);
	}
	return ERR_OK;
}

/* An earlier head, noted somewhere else, must still be in the chain where it was. */
static void
look_for_head(struct verify *v, const struct journal_record *r)
{
	const struct audit *audit = v->audit;
	char hex[2 * JOURNAL_HASH_SIZE + 1];

	if (audit->expect_head == NULL || v->head_seen
	    || (audit->expect_records != 0 && r->seq != audit->expect_records))
		return;
	id_hex(r->hash, JOURNAL_HASH_SIZE, hex);
	v->head_seen = strcmp(hex, audit->expect_head) == 0;
}

static void
show_progress(struct verify *v)
{
	int64_t now_ms;

	if (v->records % PROGRESS_RECORDS != 0 || !isatty(STDERR_FILENO))
		return;
	now_ms = clock_mono_ms();
	if (now_ms - v->progress_ms < PROGRESS_MS)
		return;
	v->progress_ms = now_ms;
	fprintf(stderr, "\r%" PRId64 " records checked ", v->records);
}

static enum err
visit(const struct journal_record *r, void *arg, struct err_info *e)
{
	struct verify *v = arg;
	const char *reason;

	TRY(check_chain(v, r, e));
	TRY(audit_order_add(v->order, r, &reason, e));
	if (reason != NULL)
		TRY(problem(v, r->seq, reason, e));
	TRY(check_signature(v, r, e));
	look_for_head(v, r);
	v->tail.seq = r->seq;
	memcpy(v->tail.hash, r->hash, JOURNAL_HASH_SIZE);
	if (v->records++ == 0)
		v->head = v->tail;
	show_progress(v);
	return ERR_OK;
}

/* With --from the chain begins at a record that is taken as it stands. */
static enum err
find_start(struct verify *v, struct err_info *e)
{
	int64_t before = v->audit->from - 1;
	bool found;

	if (before <= 0)
		return ERR_OK;
	TRY(journal_hash_of(v->audit->reader, before, v->tail.hash, &found, e));
	if (!found)
		return problem(v, v->audit->from, "the record before it is not there", e);
	v->tail.seq = before;
	return ERR_OK;
}

static enum err
check_ends(struct verify *v, struct err_info *e)
{
	const struct audit *audit = v->audit;
	struct audit_counts counts = audit_order_counts(v->order);
	int64_t pending;

	if (v->records == 0)
		TRY(problem(v, NO_RECORD, "there are no records to check", e));
	if (audit->expect_records != 0 && v->tail.seq < audit->expect_records)
		TRY(problem(v, NO_RECORD, "the journal ends before the record that --expect-records names", e));
	if (audit->expect_head != NULL && !v->head_seen)
		TRY(problem(v, NO_RECORD, "the record that --expect-head names is not in the journal", e));
	TRY(journal_check_derived(audit->reader, &pending, e));
	if (audit->from <= 1 && pending != counts.unanswered)
		TRY(problem(v, NO_RECORD, "the list of unanswered exchanges does not follow from the records", e));
	return ERR_OK;
}

static enum err
print_json(const struct verify *v, struct err_info *e)
{
	struct audit_counts counts = audit_order_counts(v->order);
	char head[2 * JOURNAL_HASH_SIZE + 1], tail[sizeof(head)];
	json_t *doc;

	id_hex(v->head.hash, JOURNAL_HASH_SIZE, head);
	id_hex(v->tail.hash, JOURNAL_HASH_SIZE, tail);
	doc = json_pack("{s:b, s:I, s:{s:I, s:I, s:I, s:I}, s:{s:I, s:I, s:I}, s:I, s:O}",
	    "verified", v->problems == 0, "records", (json_int_t)v->records,
	    "signatures", "sent", (json_int_t)v->signed_sent,
	    "replies", (json_int_t)v->signed_replies, "refused", (json_int_t)v->refused,
	    "not_checked", (json_int_t)v->unchecked,
	    "exchanges", "answered", (json_int_t)counts.answered,
	    "unanswered", (json_int_t)counts.unanswered, "unknown", (json_int_t)counts.unknown,
	    "problems", (json_int_t)v->problems, "found", v->found);
	if (doc != NULL && v->records != 0)
		json_object_update_new(doc, json_pack("{s:{s:I, s:s}, s:{s:I, s:s}}",
		    "head", "seq", (json_int_t)v->head.seq, "hash", head,
		    "tail", "seq", (json_int_t)v->tail.seq, "hash", tail));
	return audit_print_json(doc, e);
}

static void
print_mark(const char *name, const struct mark *mark)
{
	char hex[2 * JOURNAL_HASH_SIZE + 1];

	id_hex(mark->hash, JOURNAL_HASH_SIZE, hex);
	printf("%-19s %" PRId64 " %s\n", name, mark->seq, hex);
}

static void
print_text(const struct verify *v)
{
	struct audit_counts counts = audit_order_counts(v->order);

	printf("%-19s %" PRId64 "\n", "records checked", v->records);
	if (v->unchecked != 0)
		printf("%-19s %" PRId64 " NOT CHECKED\n", "signatures", v->unchecked);
	printf("%-19s %" PRId64 " (%" PRId64 " sent, %" PRId64 " replies)\n", "signatures checked",
	    v->signed_sent + v->signed_replies, v->signed_sent, v->signed_replies);
	printf("%-19s %" PRId64 " confirmed\n", "refused replies", v->refused);
	printf("%-19s %" PRId64 " answered, %" PRId64 " unanswered (%" PRId64
	    " of them sent: outcome unknown)\n", "exchanges", counts.answered, counts.unanswered,
	    counts.unknown);
	if (v->records != 0) {
		print_mark("head", &v->head);
		print_mark("tail", &v->tail);
	}
	if (v->problems > PROBLEMS_SHOWN)
		printf("%-19s %d of %" PRId64 " shown\n", "problems", PROBLEMS_SHOWN, v->problems);
	printf("%s\n", v->problems == 0 ? "verified" : "NOT VERIFIED");
}

/* What SQLite or a field of the wrong type keeps from being read is a problem like any other. */
static enum err
check_all(struct verify *v, struct err_info *e)
{
	int64_t from = v->audit->from > 1 ? v->audit->from : INT64_MIN;
	enum err code = find_start(v, e);

	if (code == ERR_OK)
		code = journal_walk(v->audit->reader, from, NULL, visit, v, e);
	if (code == ERR_OK)
		code = check_ends(v, e);
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r%40s\r", "");
	if (code == ERR_JOURNAL_BROKEN) {
		char text[sizeof(e->text)];

		memcpy(text, e->text, sizeof(text));
		code = problem(v, NO_RECORD, text, e);
	}
	return code;
}

enum err
audit_verify(const struct audit *audit, int *ret_status, struct err_info *e)
{
	struct verify v = {.audit = audit, .progress_ms = clock_mono_ms()};
	enum err code;

	TRY(audit_order_new(audit->reader, &v.order, e));
	v.found = json_array();
	code = check_all(&v, e);
	if (code == ERR_OK && audit->json)
		code = print_json(&v, e);
	else if (code == ERR_OK)
		print_text(&v);
	audit_order_free(v.order);
	json_decref(v.found);
	*ret_status = v.problems == 0 ? AUDIT_GOOD : AUDIT_BAD;
	return code;
}
