/*
 * journal: a store that someone has spoilt.
 *
 * A good journal is made at start.  An input is a list of harms, each a letter and what it needs:
 *      p  two octets, one octet: that octet of the file becomes it
 *      x  two octets: the file ends there
 *      s  an octet for the record, one for the column, a line: the column takes that value
 *      d  an octet: that record is gone
 *      c  two octets: the first record stands again under the number of the second
 *      k  an octet: another claim, or pending exchange, than there was
 * Whatever was done, readers end with an error of their own or with the truth: if verify says that
 * all holds, every record is what was written, and none is left out when an exchange is shown.
 */
#include "config.h"

#include <fcntl.h>
#include <inttypes.h>
#include <unistd.h>

#include <sqlite3.h>

#include "adapter/audit/verbs.h"
#include "tests/fuzz/fuzz.h"
#include "tests/journal_help.h"

enum { RECORDS_MAX = 16, FILE_MAX = 1 << 17 };

static char folder[HELP_PATH_SIZE], path[HELP_PATH_SIZE];
static char good[FILE_MAX], work[FILE_MAX];
static size_t good_len;

/* What was written: one line for each record. */
struct records {
	size_t n;
	char   line[RECORDS_MAX][512], exchange[RECORDS_MAX][40];
};
static struct records written;
static char head[2 * JOURNAL_HASH_SIZE + 1];

static enum err
note_record(const struct journal_record *r, void *arg, struct err_info *e)
{
	struct records *records = arg;
	char hash[2 * JOURNAL_HASH_SIZE + 1];

	(void)e;
	if (records->n == RECORDS_MAX)
		FAIL(e, ERR_TOO_LARGE, "", "more than was written");
	id_hex(r->hash, JOURNAL_HASH_SIZE, hash);
	snprintf(records->exchange[records->n], sizeof(records->exchange[0]), "%s", r->exchange);
	snprintf(records->line[records->n++], sizeof(records->line[0]),
	    "%" PRId64 " %d %" PRId64 " %.40s %.20s %.20s %.20s %d %.60s %zu %.60s %s", r->seq,
	    (int)r->kind, r->at_us, r->exchange, r->operation, r->caller, r->code, r->status, r->message_id, r->len,
	    r->len != 0 ? (const char *)r->payload : "", hash);
	return ERR_OK;
}

static void
write_exchange(struct journal *journal, const char *exchange, bool answered)
{
	struct journal_claim claim = {.key = {exchange[0]}, .request = {1}};
	struct journal_job take = {.note[0] = help_record(JOURNAL_REQUEST, exchange, "GET /v1/payments"),
	    .n_notes = 1, .claim = &claim};
	struct journal_job settle = {.note[0] = help_record(JOURNAL_ANSWER, exchange, "{\"months\":3}"),
	    .n_notes = 1, .claim = &claim, .settle = SETTLE_FINAL};

	CHECK(help_do(journal, &take) == ERR_OK);
	CHECK(help_note(journal, JOURNAL_SENT, exchange, "<sent/>"));
	CHECK(help_note(journal, JOURNAL_REPLY, exchange, "<reply/>"));
	if (answered)
		CHECK(help_do(journal, &settle) == ERR_OK);
}

static void
clean_up(void)
{
	help_folder_remove(folder);
}

static size_t
read_file(char *octets)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t len;

	CHECK(fd >= 0 && (len = read(fd, octets, FILE_MAX)) > 0 && len < FILE_MAX);
	close(fd);
	return (size_t)len;
}

static void
write_file(const char *octets, size_t len)
{
	static const char *const beside[] = {"journal.db-wal", "journal.db-shm", "journal.db-journal"};
	/* Cut afterwards: some file systems write a file that was emptied to disk when it is closed. */
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	char name[HELP_PATH_SIZE];

	CHECK(fd >= 0 && write(fd, octets, len) == (ssize_t)len && ftruncate(fd, (off_t)len) == 0);
	close(fd);
	for (size_t i = 0; i < COUNT_OF(beside); i++) {
		help_path(name, folder, beside[i]);
		unlink(name);
	}
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct journal *journal;
	struct journal_reader *reader;
	struct err_info e;

	(void)argc, (void)argv;
	help_folder_make(folder);
	atexit(clean_up);
	help_path(path, folder, "journal.db");
	journal = help_open(path);
	write_exchange(journal, "a", true);
	write_exchange(journal, "b", true);
	write_exchange(journal, "c", false);
	journal_close(journal);
	good_len = read_file(good);
	CHECK(journal_reader_open(path, &reader, &e) == ERR_OK);
	CHECK(journal_walk(reader, INT64_MIN, NULL, note_record, &written, &e) == ERR_OK);
	CHECK(written.n == 11);
	journal_reader_close(reader);
	snprintf(head, sizeof(head), "%s", strrchr(written.line[written.n - 1], ' ') + 1);
	/* The verbs print; what they print is of no interest. */
	CHECK(freopen("/dev/null", "w", stdout) != NULL);
	return 0;
}

/* ---- harm ------------------------------------------------------------------------ */

static const char *const columns[] = {"seq", "kind", "at_us", "exchange", "operation", "caller",
    "code", "status", "message_id", "digest", "prev", "hash", "payload"};

/* The harm as SQL; free it by sqlite3_free(). */
static char *
harm_in_sql(struct fuzz_input *in, char how)
{
	int record = 1 + (int)fuzz_below(in, 12);
	AUTO(char) char *value = NULL;
	const char *column;

	switch (how) {
	case 's':
		column = columns[fuzz_below(in, COUNT_OF(columns))];
		value = fuzz_line(in);
		return sqlite3_mprintf("UPDATE OR REPLACE record SET %s = %Q WHERE seq = %d", column, value,
		    record);
	case 'd':
		return sqlite3_mprintf("DELETE FROM record WHERE seq = %d", record);
	case 'c':
		return sqlite3_mprintf("INSERT OR REPLACE INTO record SELECT %d, kind, at_us, exchange,"
		    " operation, caller, code, status, message_id, digest, prev, hash, payload"
		    " FROM record WHERE seq = %d", 1 + (int)fuzz_below(in, 12), record);
	default:
		return sqlite3_mprintf(record % 2 == 0 ? "UPDATE claim SET answer = answer + %d" :
		    "INSERT INTO pending VALUES (%d)", record);
	}
}

/* However it ends: a table may refuse it, or have been spoilt before. */
static void
harm_rows(struct fuzz_input *in, char how)
{
	static const char settings[] = "PRAGMA synchronous = OFF; PRAGMA ignore_check_constraints = ON;";
	char *sql = harm_in_sql(in, how);
	sqlite3 *db;

	CHECK(sql != NULL && sqlite3_open(path, &db) == SQLITE_OK);
	sqlite3_exec(db, settings, NULL, NULL, NULL);
	sqlite3_exec(db, sql, NULL, NULL, NULL);
	sqlite3_close(db);
	sqlite3_free(sql);
}

static void
harm_octets(struct fuzz_input *in, char how)
{
	size_t len = read_file(work), at = fuzz_octet(in) * 256U;

	at = (at + fuzz_octet(in)) % len;
	if (how == 'x')
		len = at + 1;
	else
		work[at] = (char)fuzz_octet(in);
	write_file(work, len);
}

static void
harm(struct fuzz_input *in)
{
	write_file(good, good_len);
	for (int i = 0; i < 16 && in->left != 0; i++) {
		char how = (char)fuzz_octet(in);

		if (strchr("sdck", how) != NULL && how != '\0')
			harm_rows(in, how);
		else
			harm_octets(in, how);
	}
}

/* ---- what is promised ------------------------------------------------------------ */

static enum err
drop_record(const struct journal_record *r, void *arg, struct err_info *e)
{
	size_t *sum = arg;

	(void)e;
	*sum += strlen(r->exchange) + strlen(r->message_id) + r->len;
	return ERR_OK;
}

static bool
walks_alike(struct journal_reader *reader, const char *exchange)
{
	struct records got = {0};
	struct err_info e = {0};
	size_t i = 0;

	if (journal_walk(reader, INT64_MIN, exchange, note_record, &got, &e) != ERR_OK)
		return false;
	for (size_t k = 0; k < written.n; k++) {
		if (exchange != NULL && strcmp(written.exchange[k], exchange) != 0)
			continue;
		if (i == got.n || strcmp(got.line[i], written.line[k]) != 0)
			return false;
		i++;
	}
	return i == got.n;
}

static void
check_code(enum err code, const struct err_info *e)
{
	MUST(code == ERR_OK || code == e->code, "result and error differ");
	MUST(code == ERR_OK || code == ERR_JOURNAL_BROKEN || code == ERR_CONFIG || code == ERR_NOMEM ||
	    code == ERR_TOO_LARGE, "%s", err_name(code));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct audit_seals seals;
	struct fuzz_input in = {data, size};
	struct audit audit = {.path = path, .seals = &seals, .since_us = INT64_MIN, .until_us = INT64_MAX,
	    .expect_head = head, .expect_records = (int64_t)written.n};
	struct err_info e = {0};
	enum err code;
	size_t sum = 0;
	int status = AUDIT_BAD;

	harm(&in);
	code = journal_reader_open(path, &audit.reader, &e);
	check_code(code, &e);
	if (code != ERR_OK)
		return 0;
	code = journal_walk_heads(audit.reader, INT64_MIN, NULL, drop_record, &sum, &e);
	check_code(code, &e);
	code = audit_verify(&audit, &status, &e);
	check_code(code, &e);
	if (code == ERR_OK && status == AUDIT_GOOD) {
		fuzz_accepted();
		MUST(walks_alike(audit.reader, NULL), "verified, but other records than were written");
		MUST(walks_alike(audit.reader, "a"), "verified, but records are left out of an exchange");
		MUST(walks_alike(audit.reader, "c"), "verified, but records are left out of an exchange");
	}
	code = audit_list(&audit, &status, &e);
	check_code(code, &e);
	journal_reader_close(audit.reader);
	return 0;
}
