#include "config.h"

#include <ftw.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/journal_help.h"

void
help_folder_make(char folder[HELP_PATH_SIZE])
{
	snprintf(folder, HELP_PATH_SIZE, "journal-test-XXXXXX");
	assert_non_null(mkdtemp(folder));
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

void
help_folder_remove(const char *folder)
{
	assert_int_equal(nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

void
help_path(char path[HELP_PATH_SIZE], const char *folder, const char *name)
{
	assert_true(snprintf(path, HELP_PATH_SIZE, "%s/%s", folder, name) < HELP_PATH_SIZE);
}

struct journal *
help_open(const char *path)
{
	struct journal *journal;
	struct err_info e;

	assert_ok(e, journal_open(path, &journal, &e));
	return journal;
}

struct journal_record
help_record(enum journal_kind kind, const char *exchange, const char *text)
{
	return (struct journal_record){
	    .kind = kind,
	    .at_us = 1795359845123456 + kind,
	    .exchange = exchange,
	    .operation = "GetPayments",
	    .caller = "portal",
	    .code = "OK",
	    .status = kind >= JOURNAL_REPLY ? 200 : 0,
	    .message_id = "urn:uuid:6f1c0000-0000-4000-8000-000000000001",
	    .payload = text,
	    .len = strlen(text),
	};
}

struct wait {
	pthread_mutex_t lock;
	pthread_cond_t  over;
	bool            is_over;
};

static void
wake(struct journal_job *job)
{
	struct wait *wait = job->arg;

	pthread_mutex_lock(&wait->lock);
	wait->is_over = true;
	pthread_cond_signal(&wait->over);
	pthread_mutex_unlock(&wait->lock);
}

enum err
help_do(struct journal *journal, struct journal_job *job)
{
	struct wait wait = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false};

	job->done = wake;
	job->arg = &wait;
	journal_submit(journal, job);
	pthread_mutex_lock(&wait.lock);
	while (!wait.is_over)
		pthread_cond_wait(&wait.over, &wait.lock);
	pthread_mutex_unlock(&wait.lock);
	return job->err.code;
}

bool
help_note(struct journal *journal, enum journal_kind kind, const char *exchange, const char *text)
{
	struct journal_job job = {.note[0] = help_record(kind, exchange, text), .n_notes = 1};
	enum err code = help_do(journal, &job);

	/* CHECK, as this is called on threads of the tests, where cmocka cannot fail. */
	CHECK(code == ERR_OK || code == ERR_JOURNAL_WRITE);
	CHECK((code == ERR_OK) == (job.note[0].seq != 0));
	return code == ERR_OK;
}

void
help_exchange(struct journal *journal, const char *exchange)
{
	for (int kind = JOURNAL_REQUEST; kind <= JOURNAL_ANSWER; kind++)
		assert_true(help_note(journal, (enum journal_kind)kind, exchange, "some words"));
}

struct chain {
	int64_t       n;
	unsigned char prev[JOURNAL_HASH_SIZE];
};

static enum err
check(const struct journal_record *r, void *arg, struct err_info *e)
{
	struct chain *chain = arg;
	unsigned char hash[JOURNAL_HASH_SIZE];

	(void)e;
	assert_int_equal(r->seq, ++chain->n);
	assert_memory_equal(r->prev, chain->prev, JOURNAL_HASH_SIZE);
	journal_digest(r, hash);
	assert_memory_equal(r->digest, hash, JOURNAL_HASH_SIZE);
	journal_hash(r, hash);
	assert_memory_equal(r->hash, hash, JOURNAL_HASH_SIZE);
	memcpy(chain->prev, r->hash, JOURNAL_HASH_SIZE);
	return ERR_OK;
}

int64_t
help_check_chain(const char *path)
{
	struct journal_reader *reader;
	struct chain chain = {0};
	struct err_info e;

	assert_ok(e, journal_reader_open(path, &reader, &e));
	assert_ok(e, journal_walk(reader, INT64_MIN, NULL, check, &chain, &e));
	journal_reader_close(reader);
	return chain.n;
}
