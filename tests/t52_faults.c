/*
 * journal: what a full or failing disk and a loss of power do.  The n-th write or sync fails,
 * for every n: nothing that was acknowledged is lost, the chain verifies, and writing goes on
 * when the disk does.
 */
#include "config.h"

#include <sys/stat.h>
#include <unistd.h>

#include "tests/fault_vfs.h"
#include "tests/journal_help.h"

enum { EXCHANGES = 3, N_MAX = 400 };

static char folder[HELP_PATH_SIZE];
static char path[HELP_PATH_SIZE];

static int
set_up(void **state)
{
	(void)state;
	fault_install();
	fault_keep_synced(false);
	return 0;
}

static void
folder_make(void)
{
	help_folder_make(folder);
	help_path(path, folder, "journal.db");
}

/* What the journal has acknowledged. */
struct acks {
	bool asked[EXCHANGES + 1], answered[EXCHANGES + 1];
};

static const char *
name_of(int i)
{
	static const char *const names[] = {"x0", "x1", "x2", "x3"};

	return names[i];
}

static struct journal_claim
claim_of(int i)
{
	struct journal_claim claim = {.result = CLAIM_MISMATCH};

	memset(claim.key, i + 1, sizeof(claim.key));
	return claim;
}

/* The two jobs of exchange i, as the flow writes them. */
static void
do_exchange(struct journal *journal, int i, struct acks *acks)
{
	struct journal_claim claim = claim_of(i);
	struct journal_job ask = {.n_notes = 2, .claim = &claim};
	struct journal_job answer = {.n_notes = 2, .claim = &claim, .settle = SETTLE_FINAL};

	ask.note[0] = help_record(JOURNAL_REQUEST, name_of(i), "please");
	ask.note[1] = help_record(JOURNAL_SENT, name_of(i), "signed");
	answer.note[0] = help_record(JOURNAL_REPLY, name_of(i), "signed as well");
	answer.note[1] = help_record(JOURNAL_ANSWER, name_of(i), name_of(i));
	acks->asked[i] = help_do(journal, &ask) == ERR_OK;
	if (!acks->asked[i])
		return;
	assert_int_equal(claim.result, CLAIM_TAKEN);
	acks->answered[i] = help_do(journal, &answer) == ERR_OK;
}

static enum err
see(const struct journal_record *r, void *arg, struct err_info *e)
{
	struct acks *seen = arg;

	(void)e;
	for (int i = 0; i <= EXCHANGES; i++)
		if (strcmp(r->exchange, name_of(i)) == 0) {
			seen->asked[i] |= r->kind == JOURNAL_SENT;
			seen->answered[i] |= r->kind == JOURNAL_ANSWER;
		}
	return ERR_OK;
}

/* All that was acknowledged is in the file, the chain verifies, the claims agree. */
static void
check_file(const char *file, const struct acks *acks)
{
	struct journal *journal = help_open(file);
	struct journal_reader *reader;
	struct acks seen = {0};
	struct err_info e;
	int64_t pending;

	help_check_chain(file);
	assert_ok(e, journal_reader_open(file, &reader, &e));
	assert_ok(e, journal_walk(reader, 1, NULL, see, &seen, &e));
	assert_ok(e, journal_check_derived(reader, &pending, &e));
	journal_reader_close(reader);
	for (int i = 0; i <= EXCHANGES; i++) {
		struct journal_claim claim = claim_of(i);
		struct journal_job job = {.n_notes = 1, .claim = &claim};

		assert_true(seen.asked[i] || !acks->asked[i]);
		assert_true(seen.answered[i] || !acks->answered[i]);
		job.note[0] = help_record(JOURNAL_REQUEST, "again", "please");
		assert_int_equal(help_do(journal, &job), ERR_OK);
		assert_int_equal(claim.result, seen.answered[i] ? CLAIM_ANSWERED : CLAIM_TAKEN);
		free(claim.answer);
	}
	journal_close(journal);
	help_check_chain(file);
}

/* A whole life of a journal with a fault at operation n; false if it came too late to come. */
static bool
live_through(enum fault_kind kind, int n, bool lasting)
{
	struct acks acks = {0};
	struct journal *journal;
	struct err_info e;
	bool came;

	folder_make();
	fault_plan(kind, n, lasting, false);
	if (journal_open(path, &journal, &e) != ERR_OK) {
		assert_int_equal(e.code, ERR_CONFIG);
		assert_true(fault_clear());
		check_file(path, &acks);
		help_folder_remove(folder);
		return true;
	}
	for (int i = 0; i < EXCHANGES; i++) {
		do_exchange(journal, i, &acks);
		/* A single failure is outlived by trying again: nobody needs to know. */
		if (!lasting)
			assert_true(acks.answered[i]);
	}
	assert_int_equal(journal_healthy(journal), acks.answered[EXCHANGES - 1]);
	came = fault_clear();
	do_exchange(journal, EXCHANGES, &acks);
	assert_true(acks.answered[EXCHANGES]);
	assert_true(journal_healthy(journal));
	journal_close(journal);
	check_file(path, &acks);
	help_folder_remove(folder);
	return came;
}

static void
run_every(enum fault_kind kind, bool lasting)
{
	int n = 1;

	while (n < N_MAX && live_through(kind, n, lasting))
		n++;
	assert_in_range(n, 2 * EXCHANGES + 1, N_MAX - 1);       /* it came, and in the end it did not */
}

static void
one_write_finds_no_space(void **state)
{
	(void)state;
	run_every(FAULT_FULL, false);
}

static void
disk_is_full_for_a_while(void **state)
{
	(void)state;
	run_every(FAULT_FULL, true);
}

static void
one_write_is_torn(void **state)
{
	(void)state;
	run_every(FAULT_TORN, false);
}

static void
writes_fail_for_a_while(void **state)
{
	(void)state;
	run_every(FAULT_TORN, true);
}

static void
one_sync_fails(void **state)
{
	(void)state;
	run_every(FAULT_SYNC, false);
}

static void
syncs_fail_for_a_while(void **state)
{
	(void)state;
	run_every(FAULT_SYNC, true);
}

/* Power fails at operation n; the disk holds of each file what was synced and nothing more. */
static bool
lose_power(int n)
{
	char after[HELP_PATH_SIZE];
	struct acks acks = {0};
	struct journal *journal;
	struct err_info e;
	bool came;

	folder_make();
	help_path(after, folder, "after.db");
	fault_keep_synced(true);
	fault_plan(FAULT_POWER, n, true, false);
	if (journal_open(path, &journal, &e) == ERR_OK) {
		for (int i = 0; i < EXCHANGES; i++)
			do_exchange(journal, i, &acks);
		journal_close(journal);
	}
	fault_keep_synced(false);
	came = fault_clear();
	if (fault_after_power_loss(path, after)) {
		assert_int_equal(chmod(after, 0600), 0);
		check_file(after, &acks);
	} else {
		assert_false(acks.asked[0]);
	}
	help_folder_remove(folder);
	return came;
}

static void
power_fails(void **state)
{
	int n = 1;

	(void)state;
	while (n < N_MAX && lose_power(n))
		n++;
	assert_in_range(n, 4 * EXCHANGES + 1, N_MAX - 1);
}

/* Records large enough for the log to be moved into the database while we write. */
static void
moving_the_log_fails(void **state)
{
	static const struct {
		enum fault_kind kind;
		int             n;
		bool            lasting;
	} cases[] = {
		{FAULT_FULL, 3, false}, {FAULT_FULL, 500, false}, {FAULT_FULL, 3, true},
		{FAULT_TORN, 900, true}, {FAULT_SYNC, 1, false}, {FAULT_SYNC, 2, true},
	};
	static char large[1 << 20];

	(void)state;
	memset(large, 'x', sizeof(large) - 1);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct journal *journal;
		int64_t n = 0;

		folder_make();
		journal = help_open(path);
		fault_plan(cases[i].kind, cases[i].n, cases[i].lasting, true);
		/* The log takes what cannot be moved yet: no record is refused. */
		for (int k = 0; k < 12; k++, n++)
			assert_true(help_note(journal, JOURNAL_REQUEST, "x", large));
		assert_true(fault_clear());
		assert_true(help_note(journal, JOURNAL_REQUEST, "x", large));
		assert_int_equal(help_check_chain(path), n + 1);
		journal_close(journal);
		assert_int_equal(help_check_chain(path), n + 1);
		help_folder_remove(folder);
	}
}

static void
health_returns_by_itself(void **state)
{
	struct journal *journal;
	int waited_ms = 0;

	(void)state;
	folder_make();
	journal = help_open(path);
	fault_plan(FAULT_FULL, 1, true, false);
	assert_false(help_note(journal, JOURNAL_REQUEST, "x", ""));
	assert_false(journal_healthy(journal));
	assert_true(fault_clear());
	for (; !journal_healthy(journal) && waited_ms < 30000; waited_ms += 20)
		usleep(20000);
	assert_true(journal_healthy(journal));
	journal_close(journal);
	help_folder_remove(folder);
}

#define CASE(test) cmocka_unit_test_setup(test, set_up)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(one_write_finds_no_space),
		CASE(disk_is_full_for_a_while),
		CASE(one_write_is_torn),
		CASE(writes_fail_for_a_while),
		CASE(one_sync_fails),
		CASE(syncs_fail_for_a_while),
		CASE(power_fails),
		CASE(moving_the_log_fails),
		CASE(health_returns_by_itself),
	};

	return cmocka_run_group_tests_name("faults", tests, NULL, NULL);
}
