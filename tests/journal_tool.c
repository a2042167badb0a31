/*
 * journal_tool: makes journals for the tests, and spoils them.
 *
 *	journal_tool write FILE        records from standard input, one a line:
 *	                               KIND EXCHANGE CODE STATUS PAYLOAD... (MessageID: urn:EXCHANGE)
 *	journal_tool sql FILE TEXT     runs TEXT on the file, however it harms
 *	journal_tool crash FILE        writes one more record and dies without closing
 *	journal_tool rehash FILE       makes a spoilt chain look sound again, as a forger would
 */
#include "config.h"

#include <semaphore.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "adapter/journal/journal.h"

enum { T0_S = 1795359845 };

static int
complain(const char *what)
{
	fprintf(stderr, "journal_tool: %s\n", what);
	return 1;
}

static void
wake(struct journal_job *job)
{
	sem_post(job->arg);
}

static enum journal_kind
kind_of(const char *name)
{
	for (int kind = JOURNAL_REQUEST; kind <= JOURNAL_ANSWER; kind++)
		if (strcmp(name, journal_kind_name((enum journal_kind)kind)) == 0)
			return (enum journal_kind)kind;
	return (enum journal_kind)0;
}

/* The word at *line, which moves on to the next; "" at the end. */
static const char *
take_word(char **line)
{
	char *word = *line;

	*line += strcspn(*line, " ");
	if (**line != '\0')
		*(*line)++ = '\0';
	return word;
}

/* Records are 1.5 ms apart; 2026-11-22T15:04:05Z is the time of the first. */
static bool
write_line(struct journal *journal, char *line, int n)
{
	char message_id[80];
	sem_t over;
	struct journal_job job = {.n_notes = 1, .done = wake, .arg = &over};

	line[strcspn(line, "\n")] = '\0';
	const char *kind = take_word(&line), *exchange = take_word(&line), *code = take_word(&line);
	int status = (int)strtol(take_word(&line), NULL, 10);

	snprintf(message_id, sizeof(message_id), "urn:%s", exchange);
	job.note[0] = (struct journal_record){
	    .kind = kind_of(kind), .at_us = T0_S * INT64_C(1000000) + n * INT64_C(1500),
	    .exchange = exchange, .operation = status == 404 ? "GetApplication" : "GetPayments",
	    .caller = "portal", .code = code, .status = status, .message_id = message_id,
	    .payload = line, .len = strlen(line)};
	sem_init(&over, 0, 0);
	journal_submit(journal, &job);
	sem_wait(&over);
	sem_destroy(&over);
	return job.err.code == ERR_OK;
}

static int
write_records(const char *path)
{
	struct journal *journal;
	struct err_info e;
	char line[4096];
	int status = 0;

	if (journal_open(path, &journal, &e) != ERR_OK)
		return complain(e.text);
	for (int n = 0; status == 0 && fgets(line, sizeof(line), stdin) != NULL; n++)
		if (!write_line(journal, line, n))
			status = complain(line);
	journal_close(journal);
	return status;
}

static int
run_sql(const char *path, const char *text)
{
	sqlite3 *db;
	int status = 0;

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK
	    || sqlite3_exec(db, text, NULL, NULL, NULL) != SQLITE_OK)
		status = complain(sqlite3_errmsg(db));
	if (status == 0 && sqlite3_total_changes(db) == 0)
		status = complain("that changed nothing");
	sqlite3_close(db);
	return status;
}

struct forger {
	sqlite3_stmt *update;
	unsigned char hash[JOURNAL_HASH_SIZE];
	int64_t       seq;
};

static enum err
forge(const struct journal_record *record, void *arg, struct err_info *e)
{
	struct forger *forger = arg;
	struct journal_record r = *record;

	(void)e;
	r.seq = ++forger->seq;
	memcpy(r.prev, forger->hash, JOURNAL_HASH_SIZE);
	journal_digest(&r, r.digest);
	journal_hash(&r, forger->hash);
	sqlite3_bind_int64(forger->update, 1, -r.seq);
	sqlite3_bind_blob(forger->update, 2, r.digest, JOURNAL_HASH_SIZE, SQLITE_STATIC);
	sqlite3_bind_blob(forger->update, 3, r.prev, JOURNAL_HASH_SIZE, SQLITE_STATIC);
	sqlite3_bind_blob(forger->update, 4, forger->hash, JOURNAL_HASH_SIZE, SQLITE_STATIC);
	sqlite3_bind_int64(forger->update, 5, record->seq);
	CHECK(sqlite3_step(forger->update) == SQLITE_DONE);
	sqlite3_reset(forger->update);
	return ERR_OK;
}

static int
rehash(const char *path)
{
	struct journal_reader *reader;
	struct forger forger = {0};
	struct err_info e;
	sqlite3 *db;

	if (journal_reader_open(path, &reader, &e) != ERR_OK)
		return complain(e.text);
	CHECK(sqlite3_open(path, &db) == SQLITE_OK);
	CHECK(sqlite3_prepare_v2(db, "UPDATE record SET seq = ?, digest = ?, prev = ?, hash = ?"
	    " WHERE seq = ?", -1, &forger.update, NULL) == SQLITE_OK);
	CHECK(journal_walk(reader, INT64_MIN, NULL, forge, &forger, &e) == ERR_OK);
	sqlite3_finalize(forger.update);
	CHECK(sqlite3_exec(db, "UPDATE record SET seq = -seq", NULL, NULL, NULL) == SQLITE_OK);
	journal_reader_close(reader);
	CHECK(sqlite3_close(db) == SQLITE_OK);   /* last: it takes the write-ahead log with it */
	return 0;
}

static int
crash(const char *path)
{
	char line[] = "request crash OK 0 x";
	struct journal *journal;
	struct err_info e;

	if (journal_open(path, &journal, &e) != ERR_OK)
		return complain(e.text);
	_exit(write_line(journal, line, 0) ? 0 : 1);
}

int
main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "write") == 0)
		return write_records(argv[2]);
	if (argc == 4 && strcmp(argv[1], "sql") == 0)
		return run_sql(argv[2], argv[3]);
	if (argc == 3 && strcmp(argv[1], "crash") == 0)
		return crash(argv[2]);
	if (argc == 3 && strcmp(argv[1], "rehash") == 0)
		return rehash(argv[2]);
	return complain("see its source for the usage");
}
