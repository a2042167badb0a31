/*
 * journal: a process that writes is killed at any moment, again and again.  What it had
 * acknowledged is there, the chain verifies, the next one goes on.
 */
#include "config.h"

#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <openssl/rand.h>

#include "tests/journal_help.h"

enum { ROUNDS = 100, THREADS = 4, ACKS_MAX = 100000 };

/* One line from the child: this exchange was answered, and this is where its answer stands. */
struct ack {
	int64_t seq;
	char    exchange[ID_SIZE];
};

static char folder[HELP_PATH_SIZE];
static char path[HELP_PATH_SIZE];
static struct ack acks[ACKS_MAX];
static size_t n_acks;
static int pipe_end;

static struct journal_claim
claim_of(const char *exchange)
{
	struct journal_claim claim = {.result = CLAIM_MISMATCH};

	id_digest(claim.key, "key", exchange, NULL);
	id_digest(claim.request, "request", exchange, NULL);
	return claim;
}

/* ---- the child ---- */

static void *
exchange_for_ever(void *arg)
{
	struct journal *journal = arg;

	for (;;) {
		struct ack ack = {0};
		struct journal_claim claim;
		struct journal_job ask = {.n_notes = 2, .claim = &claim};
		struct journal_job answer = {.n_notes = 2, .claim = &claim, .settle = SETTLE_FINAL};

		id_new(ack.exchange);
		claim = claim_of(ack.exchange);
		ask.note[0] = help_record(JOURNAL_REQUEST, ack.exchange, "please");
		ask.note[1] = help_record(JOURNAL_SENT, ack.exchange, "signed");
		answer.note[0] = help_record(JOURNAL_REPLY, ack.exchange, "signed as well");
		answer.note[1] = help_record(JOURNAL_ANSWER, ack.exchange, ack.exchange);
		CHECK(help_do(journal, &ask) == ERR_OK && claim.result == CLAIM_TAKEN);
		CHECK(help_do(journal, &answer) == ERR_OK);
		ack.seq = answer.note[1].seq;
		CHECK(write(pipe_end, &ack, sizeof(ack)) == (ssize_t)sizeof(ack));
	}
	return NULL;
}

static _Noreturn void
child(void)
{
	pthread_t thread;
	struct journal *journal;
	struct err_info e;

	if (journal_open(path, &journal, &e) != ERR_OK)
		_exit(1);
	for (int i = 0; i < THREADS; i++)
		CHECK(pthread_create(&thread, NULL, exchange_for_ever, journal) == 0);
	for (;;)
		pause();
}

/* ---- the parent ---- */

static unsigned
any_below(unsigned limit)
{
	unsigned n;

	assert_int_equal(RAND_bytes((unsigned char *)&n, sizeof(n)), 1);
	return n % limit;
}

/* Starts a child and kills it after some acknowledgements and a moment; reads all it has told. */
static void
one_life(void)
{
	unsigned patience = any_below(40);
	int ends[2], status;
	pid_t pid;

	assert_int_equal(pipe(ends), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		close(ends[0]);
		pipe_end = ends[1];
		child();
	}
	close(ends[1]);
	for (unsigned n = 0;; n++) {
		if (n == patience) {
			usleep(any_below(2000));
			assert_int_equal(kill(pid, SIGKILL), 0);
		}
		assert_true(n_acks < ACKS_MAX);
		if (read(ends[0], &acks[n_acks], sizeof(acks[0])) != (ssize_t)sizeof(acks[0]))
			break;
		n_acks++;
	}
	close(ends[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

struct next {
	size_t found;
};

static enum err
look(const struct journal_record *r, void *arg, struct err_info *e)
{
	struct next *next = arg;

	(void)e;
	if (r->kind == JOURNAL_ANSWER)
		for (size_t i = 0; i < n_acks; i++)
			if (acks[i].seq == r->seq && strcmp(acks[i].exchange, r->exchange) == 0)
				next->found++;
	return ERR_OK;
}

/* The claim of an acknowledged exchange has its answer, also for the next process. */
static void
check_claims(void)
{
	struct journal *journal = help_open(path);

	for (size_t i = n_acks > 20 ? n_acks - 20 : 0; i < n_acks; i++) {
		struct journal_claim claim = claim_of(acks[i].exchange);
		struct journal_job job = {.n_notes = 1, .claim = &claim};

		job.note[0] = help_record(JOURNAL_REQUEST, "again", "please");
		assert_int_equal(help_do(journal, &job), ERR_OK);
		assert_int_equal(claim.result, CLAIM_ANSWERED);
		assert_string_equal(claim.answer, acks[i].exchange);
		free(claim.answer);
	}
	journal_close(journal);
}

static void
nothing_acknowledged_is_lost(void **state)
{
	(void)state;
	help_folder_make(folder);
	help_path(path, folder, "journal.db");
	journal_close(help_open(path));
	for (int round = 0; round < ROUNDS; round++) {
		struct journal_reader *reader;
		struct next next = {0};
		struct err_info e;

		one_life();
		help_check_chain(path);         /* first by a reader, with the log as it was left */
		assert_ok(e, journal_reader_open(path, &reader, &e));
		assert_ok(e, journal_walk_heads(reader, 1, NULL, look, &next, &e));
		journal_reader_close(reader);
		assert_int_equal(next.found, n_acks);
		if (round % 3 == 2)             /* else the next child finds the log */
			check_claims();
	}
	assert_in_range(n_acks, ROUNDS, ACKS_MAX);
	help_folder_remove(folder);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_acknowledged_is_lost),
	};

	return cmocka_run_group_tests_name("crash", tests, NULL, NULL);
}
