/* journal: what is submitted is written, chained, durable when done; opening. */
#include "config.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

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

static void
sql(const char *statement)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	if (sqlite3_exec(db, statement, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s: %s", statement, sqlite3_errmsg(db));
	sqlite3_close(db);
}

/* ---- records ---- */

struct seen {
	size_t n;
	char   text[32][64];
};

static enum err
see(const struct journal_record *r, void *arg, struct err_info *e)
{
	struct seen *seen = arg;

	(void)e;
	assert_true(seen->n < COUNT_OF(seen->text));
	snprintf(seen->text[seen->n++], sizeof(seen->text[0]), "%d %s %s %d %.*s", (int)r->seq,
	    journal_kind_name(r->kind), r->exchange, r->status,
	    r->payload != NULL ? (int)r->len : 0, r->payload != NULL ? (const char *)r->payload : "");
	return ERR_OK;
}

static void
records_come_back_as_they_went(void **state)
{
	struct journal *journal = help_open(path);
	struct journal_job job = {.n_notes = 2};
	struct journal_reader *reader;
	struct seen seen = {0}, one = {0}, heads = {0};
	struct err_info e;

	(void)state;
	job.note[0] = help_record(JOURNAL_REQUEST, "x1", "asked");
	job.note[1] = help_record(JOURNAL_SENT, "x1", "");
	assert_int_equal(help_do(journal, &job), ERR_OK);
	assert_int_equal(job.note[1].seq, 2);
	assert_memory_equal(job.note[1].prev, job.note[0].hash, JOURNAL_HASH_SIZE);
	assert_true(help_note(journal, JOURNAL_REQUEST, "x2", "a\tb"));
	assert_true(help_note(journal, JOURNAL_ANSWER, "x1", "told"));

	assert_ok(e, journal_reader_open(path, &reader, &e));
	assert_true(help_note(journal, JOURNAL_ANSWER, "x2", "after the snapshot"));
	assert_ok(e, journal_walk(reader, 2, NULL, see, &seen, &e));
	assert_int_equal(seen.n, 3);
	assert_string_equal(seen.text[0], "2 sent x1 0 ");
	assert_string_equal(seen.text[1], "3 request x2 0 a\tb");
	assert_string_equal(seen.text[2], "4 answer x1 200 told");
	assert_ok(e, journal_walk(reader, 1, "x1", see, &one, &e));
	assert_int_equal(one.n, 3);
	assert_string_equal(one.text[0], "1 request x1 0 asked");
	assert_string_equal(one.text[2], "4 answer x1 200 told");
	assert_ok(e, journal_walk_heads(reader, 4, NULL, see, &heads, &e));
	assert_string_equal(heads.text[0], "4 answer x1 200 ");
	journal_reader_close(reader);
	journal_close(journal);
	assert_int_equal(help_check_chain(path), 5);
}

static enum err
stop(const struct journal_record *r, void *arg, struct err_info *e)
{
	(void)r;
	++*(int *)arg;
	FAIL(e, ERR_BUSY, "", "enough");
}

static void
walk_ends_when_visit_says_so(void **state)
{
	struct journal *journal = help_open(path);
	struct journal_reader *reader;
	struct err_info e;
	int n = 0;

	(void)state;
	help_exchange(journal, "x");
	assert_ok(e, journal_reader_open(path, &reader, &e));
	assert_err(ERR_BUSY, e, journal_walk(reader, 1, NULL, stop, &n, &e));
	assert_err(ERR_BUSY, e, journal_walk(reader, 1, NULL, stop, &n, &e));
	assert_int_equal(n, 2);
	journal_reader_close(reader);
	journal_close(journal);
}

/* ---- many submitters ---- */

enum { THREADS = 8, EACH = 150 };


static enum err
count(const struct journal_record *r, void *arg, struct err_info *e)
{
	(void)r, (void)e;
	++*(int *)arg;
	return ERR_OK;
}

static atomic_int not_durable;

static void *
submit_many(void *arg)
{
	struct journal *journal = arg;

	for (int i = 0; i < EACH; i++) {
		struct journal_reader *reader;
		struct err_info e;
		char id[ID_SIZE];
		int n = 0;

		id_new(id);
		if (!help_note(journal, JOURNAL_REQUEST, id, "from a thread"))
			atomic_fetch_add(&not_durable, 1);
		if (i % 10 != 0)
			continue;
		if (journal_reader_open(path, &reader, &e) != ERR_OK
		    || journal_walk_heads(reader, 1, id, count, &n, &e) != ERR_OK || n != 1)
			atomic_fetch_add(&not_durable, 1);
		else
			journal_reader_close(reader);
	}
	return NULL;
}

static void
many_threads_leave_one_chain(void **state)
{
	struct journal *journal = help_open(path);
	pthread_t thread[THREADS];

	(void)state;
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&thread[i], NULL, submit_many, journal), 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(thread[i], NULL);
	assert_int_equal(atomic_load(&not_durable), 0);
	assert_int_equal(help_check_chain(path), THREADS * EACH);
	journal_close(journal);
	assert_int_equal(help_check_chain(path), THREADS * EACH);
}

static atomic_int finished;

/* Counts those that were written in the order of submission. */
static void
finish(struct journal_job *job)
{
	if (job->err.code == ERR_OK && job->note[0].seq == atomic_load(&finished) + 1)
		atomic_fetch_add(&finished, 1);
}

static void
close_finishes_what_was_submitted(void **state)
{
	static struct journal_job job[2000];
	struct journal *journal = help_open(path);

	(void)state;
	atomic_store(&finished, 0);
	for (size_t i = 0; i < COUNT_OF(job); i++) {
		job[i] = (struct journal_job){.n_notes = 1, .done = finish};
		job[i].note[0] = help_record(JOURNAL_REQUEST, "x", "in haste");
		journal_submit(journal, &job[i]);
	}
	journal_close(journal);
	assert_int_equal(atomic_load(&finished), COUNT_OF(job));
	assert_int_equal(help_check_chain(path), COUNT_OF(job));
}

/* A job that the tables refuse fails alone, whatever it waits with. */
static atomic_int good, bad;

static void
sort(struct journal_job *job)
{
	atomic_fetch_add(job->err.code == ERR_OK ? &good : &bad, 1);
}

static void
bad_job_does_not_fail_the_others(void **state)
{
	static struct journal_job job[500];
	struct journal *journal = help_open(path);

	(void)state;
	atomic_store(&good, 0);
	atomic_store(&bad, 0);
	for (size_t i = 0; i < COUNT_OF(job); i++) {
		job[i] = (struct journal_job){.n_notes = 2, .done = sort};
		job[i].note[0] = help_record(JOURNAL_REQUEST, "x", "first");
		job[i].note[1] = help_record(JOURNAL_SENT, "x", "second");
		if (i % 100 == 50)
			job[i].note[1].kind = (enum journal_kind)9;
		journal_submit(journal, &job[i]);
	}
	assert_true(help_note(journal, JOURNAL_ANSWER, "x", "last"));
	assert_int_equal(atomic_load(&good), 495);
	assert_int_equal(atomic_load(&bad), 5);
	assert_true(journal_healthy(journal));
	assert_int_equal(job[50].err.code, ERR_JOURNAL_WRITE);
	assert_int_equal(job[50].note[0].seq, 0);
	journal_close(journal);
	assert_int_equal(help_check_chain(path), 2 * 495 + 1);
}

/* ---- opening ---- */

static void
unanswered_exchanges_are_counted(void **state)
{
	struct journal *journal = help_open(path);

	(void)state;
	assert_int_equal(journal_unanswered(journal), 0);
	help_exchange(journal, "answered");
	assert_true(help_note(journal, JOURNAL_REQUEST, "asked", ""));
	assert_true(help_note(journal, JOURNAL_REQUEST, "sent", ""));
	assert_true(help_note(journal, JOURNAL_SENT, "sent", ""));
	journal_close(journal);
	journal = help_open(path);
	assert_int_equal(journal_unanswered(journal), 2);
	assert_true(help_note(journal, JOURNAL_ANSWER, "sent", ""));
	journal_close(journal);
	journal = help_open(path);
	assert_int_equal(journal_unanswered(journal), 1);
	journal_close(journal);
}

static void
file_is_ours_alone(void **state)
{
	struct journal *journal, *other = NULL;
	char link_path[HELP_PATH_SIZE];
	struct err_info e;
	struct stat st;

	(void)state;
	umask(0);
	journal = help_open(path);
	assert_true(help_note(journal, JOURNAL_REQUEST, "x", ""));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_err(ERR_CONFIG, e, journal_open(path, &other, &e));
	assert_non_null(strstr(e.text, "another process"));
	assert_null(other);
	assert_true(help_note(journal, JOURNAL_ANSWER, "x", ""));
	journal_close(journal);
	/* After a clean end all is in the one file. */
	help_path(link_path, folder, "journal.db-wal");
	assert_int_not_equal(access(link_path, F_OK), 0);

	assert_int_equal(chmod(path, 0644), 0);
	assert_err(ERR_CONFIG, e, journal_open(path, &journal, &e));
	assert_int_equal(chmod(path, 0660), 0);
	assert_err(ERR_CONFIG, e, journal_open(path, &journal, &e));
	assert_int_equal(chmod(path, 0640), 0);
	journal_close(help_open(path));
	help_path(link_path, folder, "link.db");
	assert_int_equal(symlink("journal.db", link_path), 0);
	assert_err(ERR_CONFIG, e, journal_open(link_path, &journal, &e));
	umask(022);
}

static void
other_files_are_refused(void **state)
{
	struct journal_reader *reader;
	struct journal *journal;
	struct err_info e;
	FILE *f;

	(void)state;
	assert_err(ERR_CONFIG, e, journal_open("no/such/folder/journal.db", &journal, &e));
	assert_err(ERR_CONFIG, e, journal_reader_open(path, &reader, &e));
	assert_int_not_equal(access(path, F_OK), 0);
	f = fopen(path, "w");
	assert_non_null(f);
	for (int i = 0; i < 1000; i++)
		fprintf(f, "this is no database\n");
	fclose(f);
	chmod(path, 0600);
	assert_err(ERR_JOURNAL_BROKEN, e, journal_open(path, &journal, &e));
	assert_int_equal(unlink(path), 0);
	sql("CREATE TABLE mine (x)");
	chmod(path, 0600);
	assert_err(ERR_CONFIG, e, journal_open(path, &journal, &e));
	assert_err(ERR_CONFIG, e, journal_reader_open(path, &reader, &e));
	assert_int_equal(unlink(path), 0);
	journal_close(help_open(path));
	sql("UPDATE meta SET value = '2' WHERE name = 'format'");
	assert_err(ERR_CONFIG, e, journal_open(path, &journal, &e));
}

static void
broken_tail_is_refused(void **state)
{
	static const char *const harm[] = {
		"UPDATE record SET payload = CAST('forged' AS BLOB) WHERE seq = 4",
		"UPDATE record SET code = 'NOMEM' WHERE seq = 7",
		"UPDATE record SET prev = zeroblob(32) WHERE seq = 8",
		"UPDATE record SET hash = zeroblob(32) WHERE seq = 8",
		"UPDATE record SET hash = x'00' WHERE seq = 8",
		"DELETE FROM record WHERE seq = 1",
		"DELETE FROM record WHERE seq = 5",
		"UPDATE record SET seq = 9 WHERE seq = 8",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(harm); i++) {
		struct journal *journal = help_open(path);
		struct err_info e;

		help_exchange(journal, "x");
		help_exchange(journal, "y");
		journal_close(journal);
		sql(harm[i]);
		if (journal_open(path, &journal, &e) != ERR_JOURNAL_BROKEN)
			fail_msg("not found: %s", harm[i]);
		assert_int_equal(unlink(path), 0);
	}
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(records_come_back_as_they_went),
		CASE(walk_ends_when_visit_says_so),
		CASE(many_threads_leave_one_chain),
		CASE(close_finishes_what_was_submitted),
		CASE(bad_job_does_not_fail_the_others),
		CASE(unanswered_exchanges_are_counted),
		CASE(file_is_ours_alone),
		CASE(other_files_are_refused),
		CASE(broken_tail_is_refused),
	};

	return cmocka_run_group_tests_name("journal", tests, NULL, NULL);
}
