/*
 * journal_bench: what a durable record costs.  usage: journal_bench FILE [seconds]
 *
 * For 1 and more submitters, each waiting for its job before it submits the next: records and
 * jobs a second, CPU of the whole process per record, and how long a job waits.  A job is as
 * the flow's: two records of 5 KB together.  FILE must be on the disk to be measured.
 */
#include "config.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "adapter/journal/journal.h"

enum { PAYLOAD = 5000, THREADS_MAX = 256, WAITS_MAX = 1 << 20 };

static struct journal *journal;
static atomic_bool stop;
static atomic_long jobs;
static int32_t wait_us[WAITS_MAX];
static char payload[PAYLOAD];

static int64_t
now_us(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static void
done(struct journal_job *job)
{
	CHECK(job->err.code == ERR_OK);
	sem_post(job->arg);
}

static struct journal_record
record(enum journal_kind kind, const char *exchange)
{
	return (struct journal_record){.kind = kind, .at_us = clock_now_us(), .exchange = exchange,
	    .operation = "GetPayments", .caller = "portal", .code = "OK",
	    .message_id = "urn:uuid:6f1c0000-0000-4000-8000-000000000001",
	    .payload = payload, .len = PAYLOAD};
}

static void *
submit(void *arg)
{
	char exchange[ID_SIZE];
	sem_t over;

	(void)arg;
	sem_init(&over, 0, 0);
	for (int second = 0; !atomic_load(&stop); second ^= 1) {
		struct journal_job job = {.n_notes = 2, .done = done, .arg = &over};
		int64_t begun = now_us(CLOCK_MONOTONIC);
		long n;

		if (!second)
			id_new(exchange);
		job.note[0] = record(second ? JOURNAL_REPLY : JOURNAL_REQUEST, exchange);
		job.note[1] = record(second ? JOURNAL_ANSWER : JOURNAL_SENT, exchange);
		journal_submit(journal, &job);
		sem_wait(&over);
		n = atomic_fetch_add(&jobs, 1);
		if (n < WAITS_MAX)
			wait_us[n] = (int32_t)(now_us(CLOCK_MONOTONIC) - begun);
	}
	sem_destroy(&over);
	return NULL;
}

static int
by_size(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

	return (x > y) - (x < y);
}

static void
measure(int threads, int seconds)
{
	pthread_t thread[THREADS_MAX];
	int64_t wall, cpu;
	long n;

	atomic_store(&stop, false);
	atomic_store(&jobs, 0);
	wall = now_us(CLOCK_MONOTONIC);
	cpu = now_us(CLOCK_PROCESS_CPUTIME_ID);
	for (int i = 0; i < threads; i++)
		CHECK(pthread_create(&thread[i], NULL, submit, NULL) == 0);
	sleep((unsigned)seconds);
	atomic_store(&stop, true);
	for (int i = 0; i < threads; i++)
		pthread_join(thread[i], NULL);
	wall = now_us(CLOCK_MONOTONIC) - wall;
	cpu = now_us(CLOCK_PROCESS_CPUTIME_ID) - cpu;
	n = atomic_load(&jobs);
	CHECK(n > 0 && n <= WAITS_MAX);
	qsort(wait_us, (size_t)n, sizeof(wait_us[0]), by_size);
	printf("%10d %10.0f %10.0f %12.1f %10.2f %10.2f %10.2f\n", threads, 2e6 * n / wall,
	    1e6 * n / wall, (double)cpu / (2.0 * n), wait_us[n / 2] / 1e3, wait_us[n * 99 / 100] / 1e3,
	    wait_us[n - 1] / 1e3);
}

int
main(int argc, char **argv)
{
	static const int threads[] = {1, 4, 16, 64, 256};
	int seconds = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 5;
	struct err_info e;

	if (argc < 2 || journal_open(argv[1], &journal, &e) != ERR_OK) {
		fprintf(stderr, "usage: journal_bench FILE [seconds]: %s\n", argc < 2 ? "" : e.text);
		return 2;
	}
	memset(payload, 'x', sizeof(payload));
	for (size_t i = 0; i < PAYLOAD; i += 7)
		payload[i] = (char)('a' + i % 26);
	printf("%10s %10s %10s %12s %10s %10s %10s\n", "submitters", "records/s", "jobs/s",
	    "CPU us/rec.", "p50 ms", "p99 ms", "max ms");
	for (size_t i = 0; i < COUNT_OF(threads); i++)
		measure(threads[i], seconds);
	journal_close(journal);
	return 0;
}
