/* The writer: takes what waits, writes it as one transaction, tells each job. */
#include "config.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "adapter/journal/claims.h"
#include "adapter/journal/lock.h"
#include "adapter/journal/walk.h"

enum {
	BATCH_MAX = 256,        /* jobs in one transaction: bounds how long the first waits for the last */
	TAIL_RECORDS = 1000,    /* looked at when the journal is opened */
	PROBE_AFTER_S = 1,      /* between attempts to write while writing fails */
};

struct journal {
	int                 lock_fd;
	int64_t             unanswered;
	atomic_bool         healthy;
	bool                started;
	pthread_t           writer;

	pthread_mutex_t     lock;       /* guards the queue */
	pthread_cond_t      more;
	struct journal_job *first;
	struct journal_job **last;
	bool                stopping;
	bool                probe_wanted;

	/* The writer's own, once it runs. */
	struct store       *store;
	struct claims      *claims;
	struct store_head   head;
	bool                head_known;
};

struct batch {
	size_t              n;
	struct journal_job *job[BATCH_MAX];
};

/* Whether the job brings a claim that is to be decided. */
static bool
takes_claim(const struct journal_job *job)
{
	return job->claim != NULL && job->settle == SETTLE_NONE;
}

static bool
settles_claim(const struct journal_job *job)
{
	return job->claim != NULL && job->settle != SETTLE_NONE;
}

/* The exchange that the job is of; NULL where it does not say. */
static const char *
exchange_of(const struct journal_job *job)
{
	return job->n_notes != 0 ? job->note[0].exchange : NULL;
}

static enum err
append(struct journal *j, struct journal_record *record, struct err_info *e)
{
	record->seq = j->head.seq + 1;
	memcpy(record->prev, j->head.hash, JOURNAL_HASH_SIZE);
	journal_digest(record, record->digest);
	journal_hash(record, record->hash);
	TRY(journal_store_append(j->store, record, e));
	j->head.seq = record->seq;
	memcpy(j->head.hash, record->hash, JOURNAL_HASH_SIZE);
	return ERR_OK;
}

static enum err
settle(struct journal *j, const struct journal_job *job, struct err_info *e)
{
	int64_t answer = 0;

	for (size_t i = 0; job->settle == SETTLE_FINAL && i < job->n_notes; i++)
		if (job->note[i].kind == JOURNAL_ANSWER)
			answer = job->note[i].seq;
	if (job->settle == SETTLE_FINAL && answer == 0)
		FAIL(e, ERR_JOURNAL_WRITE, "claim", "a final answer needs an answer to store");
	return journal_claims_settle(j->claims, j->store, job->claim, exchange_of(job), answer, e);
}

/* Within a transaction. */
static enum err
write_job(struct journal *j, struct journal_job *job, struct err_info *e)
{
	if (takes_claim(job)) {
		TRY(journal_claims_take(j->claims, j->store, job->claim, exchange_of(job), e));
		if (job->claim->result != CLAIM_TAKEN)
			return ERR_OK;
	}
	for (size_t i = 0; i < job->n_notes; i++)
		TRY(append(j, &job->note[i], e));
	return settles_claim(job) ? settle(j, job, e) : ERR_OK;
}

/* Takes back what a transaction that failed has left in its jobs. */
static void
clean_job(struct journal_job *job)
{
	for (size_t i = 0; i < job->n_notes; i++)
		job->note[i].seq = 0;
	if (takes_claim(job)) {
		free(job->claim->answer);
		job->claim->answer = NULL;
		job->claim->answer_len = 0;
	}
}

static enum err
write_inside(struct journal *j, struct journal_job **job, size_t n, struct err_info *e)
{
	TRY(journal_store_begin(j->store, e));
	if (!j->head_known)
		TRY(journal_store_head(j->store, &j->head, e));
	j->head_known = true;
	for (size_t i = 0; i < n; i++)
		TRY(write_job(j, job[i], e));
	return journal_store_commit(j->store, e);
}

/* One transaction, all or nothing. */
static enum err
write_jobs(struct journal *j, struct journal_job **job, size_t n, struct err_info *e)
{
	enum err code = write_inside(j, job, n, e);

	if (code == ERR_OK) {
		journal_claims_commit(j->claims);
		return ERR_OK;
	}
	journal_store_rollback(j->store);
	journal_claims_rollback(j->claims);
	j->head_known = false;
	for (size_t i = 0; i < n; i++)
		clean_job(job[i]);
	return code;
}

static bool
probe(struct journal *j)
{
	bool works = journal_store_probe(j->store, NULL) == ERR_OK;

	if (!works)
		journal_store_rollback(j->store);
	atomic_store(&j->healthy, works);
	return works;
}

/*
 * After a transaction that failed: each job by itself.  If one fails again, a probe tells
 * whether that job is bad or writing is; if writing is, the others are not tried in vain.
 */
static void
write_one_by_one(struct journal *j, struct batch *batch)
{
	struct err_info why = {.code = ERR_OK};

	for (size_t i = 0; i < batch->n; i++) {
		struct journal_job *job = batch->job[i];

		if (why.code != ERR_OK) {
			job->err = why;
		} else if (write_jobs(j, &job, 1, &job->err) == ERR_OK) {
			atomic_store(&j->healthy, true);
		} else {
			job->err.code = ERR_JOURNAL_WRITE;
			if (!probe(j))
				why = job->err;
		}
		if (job->err.code != ERR_OK && settles_claim(job))
			journal_claims_release(j->claims, job->claim, exchange_of(job));
	}
}

static void
write_batch(struct journal *j, struct batch *batch)
{
	struct err_info ignored;

	if (write_jobs(j, batch->job, batch->n, &ignored) == ERR_OK)
		atomic_store(&j->healthy, true);
	else
		write_one_by_one(j, batch);
	for (size_t i = 0; i < batch->n; i++)
		batch->job[i]->done(batch->job[i]);
}

/* Waits for jobs and takes them, in order.  While writing fails it returns with none, to probe.
 * False when there are no more and none will come. */
static bool
take_batch(struct journal *j, struct batch *batch)
{
	batch->n = 0;
	pthread_mutex_lock(&j->lock);
	while (j->first == NULL && !j->stopping && !j->probe_wanted) {
		struct timespec until;

		if (atomic_load(&j->healthy)) {
			pthread_cond_wait(&j->more, &j->lock);
			continue;
		}
		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_sec += PROBE_AFTER_S;
		if (pthread_cond_timedwait(&j->more, &j->lock, &until) != 0)
			break;
	}
	while (j->first != NULL && batch->n < BATCH_MAX) {
		batch->job[batch->n++] = j->first;
		j->first = j->first->next;
	}
	if (j->first == NULL)
		j->last = &j->first;
	j->probe_wanted = false;        /* a batch that is written tells as much */
	bool go_on = batch->n != 0 || !j->stopping;
	pthread_mutex_unlock(&j->lock);
	return go_on;
}

static void *
writer_main(void *arg)
{
	struct journal *j = arg;
	struct batch batch;

	while (take_batch(j, &batch)) {
		if (batch.n != 0)
			write_batch(j, &batch);
		else
			(void)probe(j);
	}
	return NULL;
}

/* The writer takes no signals: they are the main thread's. */
static enum err
start_writer(struct journal *j, struct err_info *e)
{
	sigset_t all, before;
	int rc;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	rc = pthread_create(&j->writer, NULL, writer_main, j);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (rc != 0)
		FAIL(e, ERR_NOMEM, "journal", "cannot start the writer: %s", strerror(rc));
	j->started = true;
	return ERR_OK;
}

static struct journal *
new_journal(void)
{
	struct journal *j = calloc(1, sizeof(*j));
	pthread_condattr_t attr;

	if (j == NULL)
		return NULL;
	j->lock_fd = -1;
	j->last = &j->first;
	atomic_init(&j->healthy, true);
	CHECK(pthread_mutex_init(&j->lock, NULL) == 0);
	CHECK(pthread_condattr_init(&attr) == 0);
	CHECK(pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) == 0);
	CHECK(pthread_cond_init(&j->more, &attr) == 0);
	pthread_condattr_destroy(&attr);
	return j;
}

AUTO_DEFINE(journal, struct journal *, journal_close)

static enum err
open_files(struct journal *j, const char *path, struct err_info *e)
{
	TRY(journal_lock_take(path, &j->lock_fd, e));
	TRY(journal_store_open(path, STORE_WRITE, &j->store, e));
	TRY(journal_walk_tail(j->store, TAIL_RECORDS, &j->head, e));
	j->head_known = true;
	TRY(journal_store_count_pending(j->store, &j->unanswered, e));
	TRY(journal_claims_new(&j->claims, e));
	return start_writer(j, e);
}

enum err
journal_open(const char *path, struct journal **ret_journal, struct err_info *e)
{
	AUTO(journal) struct journal *j = new_journal();
	struct err_info why = {.code = ERR_OK};

	if (j == NULL)
		FAIL(e, ERR_NOMEM, "journal", "no memory to open");
	if (open_files(j, path, &why) != ERR_OK) {
		/* A file that cannot be written is no exchange's failure yet. */
		if (why.code == ERR_JOURNAL_WRITE)
			why.code = ERR_CONFIG;
		*e = why;
		return why.code;
	}
	*ret_journal = STEAL(j);
	return ERR_OK;
}

void
journal_close(struct journal *j)
{
	if (j == NULL)
		return;
	if (j->started) {
		pthread_mutex_lock(&j->lock);
		j->stopping = true;
		pthread_cond_signal(&j->more);
		pthread_mutex_unlock(&j->lock);
		pthread_join(j->writer, NULL);
	}
	journal_store_close(j->store);
	journal_claims_free(j->claims);
	if (j->lock_fd >= 0)
		close(j->lock_fd);      /* last: from here on another may write */
	pthread_cond_destroy(&j->more);
	pthread_mutex_destroy(&j->lock);
	free(j);
}

void
journal_submit(struct journal *j, struct journal_job *job)
{
	CHECK(job->n_notes <= JOURNAL_NOTES_MAX && job->done != NULL);
	CHECK(job->n_notes != 0 || settles_claim(job));
	job->next = NULL;
	job->err = (struct err_info){.code = ERR_OK};
	if (takes_claim(job))
		job->claim->answer = NULL;
	pthread_mutex_lock(&j->lock);
	CHECK(!j->stopping);
	*j->last = job;
	j->last = &job->next;
	pthread_cond_signal(&j->more);
	pthread_mutex_unlock(&j->lock);
}

void
journal_probe(struct journal *j)
{
	pthread_mutex_lock(&j->lock);
	j->probe_wanted = true;
	pthread_cond_signal(&j->more);
	pthread_mutex_unlock(&j->lock);
}

bool
journal_healthy(const struct journal *j)
{
	return atomic_load(&j->healthy);
}

int64_t
journal_unanswered(const struct journal *j)
{
	return j->unanswered;
}
