/* journal: the claims of Idempotency-Keys, and finding a time. */
#include "config.h"

#include <stdatomic.h>

#include "tests/journal_help.h"

static char folder[HELP_PATH_SIZE];
static char path[HELP_PATH_SIZE];

static int
set_up(void **state)
{
	(void)state;
	help_folder_make(folder);
	help_path(path, folder, "journal.db");
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	help_folder_remove(folder);
	return 0;
}

enum op { TAKE, FINAL, OPEN, RESTART, BAD_FINAL, LOST_FINAL };

static struct journal_claim
claim_of(int key, int request)
{
	struct journal_claim claim = {.result = CLAIM_MISMATCH};

	memset(claim.key, 'k' + key, sizeof(claim.key));
	memset(claim.request, 'r' + request, sizeof(claim.request));
	return claim;
}

/* clang-format off */
static const struct {
	const char *exchange;
	enum op     op;
	int         key, request;
	int         want;               /* TAKE: the result; else the error */
	const char *answer;             /* CLAIM_ANSWERED: whose */
} steps[] = {
	{"a", TAKE,       1, 1, CLAIM_TAKEN,       NULL},
	{"b", TAKE,       1, 1, CLAIM_BUSY,        NULL},
	{"c", TAKE,       1, 2, CLAIM_MISMATCH,    NULL},
	{"d", TAKE,       2, 2, CLAIM_TAKEN,       NULL},
	/* Only the holder can answer, and nobody else frees the key. */
	{"b", FINAL,      1, 1, ERR_JOURNAL_WRITE, NULL},
	{"b", OPEN,       1, 1, ERR_OK,            NULL},
	{"b", TAKE,       1, 1, CLAIM_BUSY,        NULL},
	{"a", FINAL,      1, 1, ERR_OK,            NULL},
	{"b", TAKE,       1, 1, CLAIM_ANSWERED,    "a"},
	{"b", TAKE,       1, 1, CLAIM_ANSWERED,    "a"},
	{"c", TAKE,       1, 2, CLAIM_MISMATCH,    NULL},
	{"b", FINAL,      1, 1, ERR_JOURNAL_WRITE, NULL},
	/* An open outcome lets the same request try again, and no other. */
	{"d", OPEN,       2, 2, ERR_OK,            NULL},
	{"e", TAKE,       2, 1, CLAIM_MISMATCH,    NULL},
	{"e", TAKE,       2, 2, CLAIM_TAKEN,       NULL},
	{"f", TAKE,       2, 2, CLAIM_BUSY,        NULL},
	/* An answer that could not be written leaves the key open. */
	{"e", BAD_FINAL,  2, 2, ERR_JOURNAL_WRITE, NULL},
	{"f", TAKE,       2, 2, CLAIM_TAKEN,       NULL},
	{"f", LOST_FINAL, 2, 2, ERR_JOURNAL_WRITE, NULL},
	{"g", TAKE,       2, 2, CLAIM_TAKEN,       NULL},
	/* After a restart: nobody is at work; what was answered stays so. */
	{"",  RESTART,    0, 0, ERR_OK,            NULL},
	{"h", TAKE,       1, 1, CLAIM_ANSWERED,    "a"},
	{"h", TAKE,       1, 2, CLAIM_MISMATCH,    NULL},
	{"h", TAKE,       2, 1, CLAIM_MISMATCH,    NULL},
	{"h", TAKE,       2, 2, CLAIM_TAKEN,       NULL},
	{"h", FINAL,      2, 2, ERR_OK,            NULL},
	{"",  RESTART,    0, 0, ERR_OK,            NULL},
	{"i", TAKE,       2, 2, CLAIM_ANSWERED,    "h"},
};
/* clang-format on */

/* A job of exchange that answers under the key; with BAD_FINAL it carries a record that cannot
 * be written, with LOST_FINAL no answer. */
static enum err
settle(struct journal *journal, enum op op, const char *exchange, int key)
{
	struct journal_claim claim = claim_of(key, 0);
	struct journal_job job = {.n_notes = 1, .claim = &claim};

	job.settle = op == OPEN ? SETTLE_OPEN : SETTLE_FINAL;
	job.note[0] = help_record(op == LOST_FINAL ? JOURNAL_REPLY : JOURNAL_ANSWER, exchange, exchange);
	job.note[0].status = 201;
	if (op == BAD_FINAL) {
		job.note[1] = help_record((enum journal_kind)7, exchange, "");
		job.n_notes = 2;
	}
	return help_do(journal, &job);
}

/* What the step comes to, checked against its row; adds what it wrote to *records. */
static int
take(struct journal *journal, size_t i, int64_t *records)
{
	struct journal_claim claim = claim_of(steps[i].key, steps[i].request);
	struct journal_job job = {.n_notes = 1, .claim = &claim};

	job.note[0] = help_record(JOURNAL_REQUEST, steps[i].exchange, "please");
	assert_int_equal(help_do(journal, &job), ERR_OK);
	assert_int_equal(job.note[0].seq != 0, claim.result == CLAIM_TAKEN);
	*records += claim.result == CLAIM_TAKEN;
	assert_int_equal(claim.answer != NULL, steps[i].answer != NULL);
	if (claim.answer != NULL) {
		assert_string_equal(claim.answer, steps[i].answer);
		assert_int_equal(claim.answer_len, strlen(steps[i].answer));
		assert_int_equal(claim.status, 201);
		free(claim.answer);
	}
	return (int)claim.result;
}

static void
claims_follow_their_rules(void **state)
{
	struct journal *journal = help_open(path);
	int64_t records = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		int got = ERR_OK;

		if (steps[i].op == RESTART) {
			journal_close(journal);
			journal = help_open(path);
		} else if (steps[i].op == TAKE) {
			got = take(journal, i, &records);
		} else {
			got = (int)settle(journal, steps[i].op, steps[i].exchange, steps[i].key);
			records += got == ERR_OK;
		}
		if (got != steps[i].want)
			fail_msg("step %zu: %d, not %d", i, got, steps[i].want);
	}
	journal_close(journal);
	assert_int_equal(help_check_chain(path), records);
}

static atomic_int written;

static void
count(struct journal_job *job)
{
	atomic_fetch_add(&written, job->err.code == ERR_OK);
}

/* What a claim comes to among jobs that are written together. */
static void
claims_are_decided_in_order_in_one_transaction(void **state)
{
	enum { FIRST, SECOND, ANSWER, THIRD, CASES };
	struct journal_claim claim[CASES];
	struct journal_job job[CASES];
	struct journal *journal = help_open(path);

	(void)state;
	atomic_store(&written, 0);
	for (int i = 0; i < CASES; i++) {
		claim[i] = claim_of(1, 1);
		job[i] = (struct journal_job){.n_notes = 1, .claim = &claim[i], .done = count};
		job[i].note[0] = help_record(JOURNAL_REQUEST, i == SECOND ? "b" : "a", "please");
	}
	job[ANSWER].note[0] = help_record(JOURNAL_ANSWER, "a", "here");
	job[ANSWER].settle = SETTLE_FINAL;
	for (int i = 0; i < CASES; i++)
		journal_submit(journal, &job[i]);
	journal_close(journal);
	assert_int_equal(atomic_load(&written), CASES);
	assert_int_equal(claim[FIRST].result, CLAIM_TAKEN);
	assert_int_equal(claim[SECOND].result, CLAIM_BUSY);
	assert_int_equal(claim[THIRD].result, CLAIM_ANSWERED);
	assert_string_equal(claim[THIRD].answer, "here");
	free(claim[THIRD].answer);
	assert_int_equal(help_check_chain(path), 2);
}

static void
settling_without_notes_frees_the_key(void **state)
{
	struct journal_claim claim = claim_of(1, 1);
	struct journal_job take = {.n_notes = 1, .claim = &claim};
	struct journal_job end = {.claim = &claim, .settle = SETTLE_OPEN};
	struct journal *journal = help_open(path);

	(void)state;
	take.note[0] = help_record(JOURNAL_REQUEST, "a", "please");
	for (int i = 0; i < 2; i++) {
		assert_int_equal(help_do(journal, &take), ERR_OK);
		assert_int_equal(claim.result, CLAIM_TAKEN);
		assert_int_equal(help_do(journal, &end), ERR_OK);
	}
	journal_close(journal);
	assert_int_equal(help_check_chain(path), 2);
}

/* Times 10, 20 … 200 in records 1 to 20. */
static void
the_first_record_of_a_time_is_found(void **state)
{
	struct journal *journal = help_open(path);
	struct journal_reader *reader;
	int64_t seq = 0;
	struct err_info e;

	(void)state;
	assert_ok(e, journal_reader_open(path, &reader, &e));
	assert_ok(e, journal_seq_since(reader, 5, &seq, &e));
	assert_int_equal(seq, 1);
	journal_reader_close(reader);
	for (int i = 1; i <= 20; i++) {
		struct journal_job job = {.note[0] = help_record(JOURNAL_REQUEST, "x", "t"), .n_notes = 1};

		job.note[0].at_us = 10 * i;
		assert_int_equal(help_do(journal, &job), ERR_OK);
	}
	assert_ok(e, journal_reader_open(path, &reader, &e));
	for (int at = 1; at <= 210; at++) {
		assert_ok(e, journal_seq_since(reader, at, &seq, &e));
		assert_int_equal(seq, (at + 9) / 10);
	}
	journal_reader_close(reader);
	journal_close(journal);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(claims_follow_their_rules),
		CASE(claims_are_decided_in_order_in_one_transaction),
		CASE(settling_without_notes_frees_the_key),
		CASE(the_first_record_of_a_time_is_found),
	};

	return cmocka_run_group_tests_name("claims", tests, NULL, NULL);
}
