#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <sqlite3.h>

#include "adapter/journal/store_sql.h"

#define FORMAT "1"

/* The payload stands last, so that the other columns are read without it. */
static const char schema[] =
    "CREATE TABLE meta ("
    " name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE record ("
    " seq INTEGER PRIMARY KEY,"
    " kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 4),"
    " at_us INTEGER NOT NULL,"
    " exchange TEXT NOT NULL,"
    " operation TEXT NOT NULL,"
    " caller TEXT NOT NULL,"
    " code TEXT NOT NULL,"
    " status INTEGER NOT NULL,"
    " message_id TEXT NOT NULL,"
    " digest BLOB NOT NULL,"
    " prev BLOB NOT NULL,"
    " hash BLOB NOT NULL,"
    " payload BLOB NOT NULL) STRICT;"
    "CREATE INDEX record_exchange ON record (exchange);"
    "CREATE TABLE pending (exchange TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;"
    "CREATE TABLE claim ("
    " key BLOB PRIMARY KEY,"
    " request BLOB NOT NULL,"
    " exchange TEXT NOT NULL,"
    " answer INTEGER) STRICT, WITHOUT ROWID;"
    "INSERT INTO meta VALUES ('format', '" FORMAT "'),"
    " ('created', strftime('%Y-%m-%dT%H:%M:%SZ', 'now'));";

/* synchronous=FULL in WAL mode: the log is synced at each commit. */
static const char writer_settings[] =
    "PRAGMA page_size = 4096;"
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = FULL;"
    "PRAGMA wal_autocheckpoint = 1000;"
    "PRAGMA journal_size_limit = 67108864;"
    "PRAGMA cache_size = -8192;";

#define HEAD_COLUMNS \
    "seq, kind, at_us, exchange, operation, caller, code, status, message_id, digest, prev, hash"

/* clang-format off */
static const char *const sql[STORE_STATEMENTS] = {
	[SQL_BEGIN]            = "BEGIN IMMEDIATE",
	[SQL_COMMIT]           = "COMMIT",
	[SQL_ROLLBACK]         = "ROLLBACK",
	[SQL_PROBE]            = "INSERT OR REPLACE INTO meta VALUES ('probe', strftime('%s', 'now'))",
	[SQL_FORMAT_GET]       = "SELECT value FROM meta WHERE name = 'format'",
	[SQL_TABLES]           = "SELECT count(*) FROM sqlite_schema",
	[SQL_HEAD]             = "SELECT seq, hash FROM record ORDER BY seq DESC LIMIT 1",
	[SQL_PENDING_COUNT]    = "SELECT count(*) FROM pending",
	[SQL_APPEND]           = "INSERT INTO record (" HEAD_COLUMNS ", payload)"
	                         " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[SQL_PENDING_ADD]      = "INSERT OR IGNORE INTO pending VALUES (?)",
	[SQL_PENDING_DROP]     = "DELETE FROM pending WHERE exchange = ?",
	[SQL_CLAIM_GET]        = "SELECT request, answer FROM claim WHERE key = ?",
	[SQL_CLAIM_PUT]        = "INSERT INTO claim VALUES (?, ?, ?, NULL)"
	                         " ON CONFLICT (key) DO UPDATE SET exchange = excluded.exchange",
	[SQL_CLAIM_ANSWER]     = "UPDATE claim SET answer = ? WHERE key = ?",
	[SQL_ANSWER]           = "SELECT status, payload FROM record WHERE seq = ? AND kind = 4",
	[SQL_SCAN_ALL]         = "SELECT " HEAD_COLUMNS ", payload FROM record"
	                         " WHERE seq >= ? ORDER BY seq",
	[SQL_SCAN_ALL_HEADS]   = "SELECT " HEAD_COLUMNS ", length(payload) FROM record"
	                         " WHERE seq >= ? ORDER BY seq",
	[SQL_SCAN_ONE]         = "SELECT " HEAD_COLUMNS ", payload FROM record"
	                         " WHERE seq >= ? AND exchange = ? ORDER BY seq",
	[SQL_SCAN_ONE_HEADS]   = "SELECT " HEAD_COLUMNS ", length(payload) FROM record"
	                         " WHERE seq >= ? AND exchange = ? ORDER BY seq",
	[SQL_HASH_OF]          = "SELECT hash FROM record WHERE seq = ?",
	[SQL_CLAIMS_WRONG]     = "SELECT count(*) FROM claim LEFT JOIN record ON record.seq = claim.answer"
	                         " WHERE claim.answer IS NOT NULL"
	                         " AND (record.kind IS NOT 4 OR record.exchange IS NOT claim.exchange)",
	[SQL_INTEGRITY]        = "PRAGMA integrity_check(1)",
};
/* clang-format on */

enum err
journal_store_failed(const struct store *s, const char *what, struct err_info *e)
{
	int rc = sqlite3_errcode(s->db);

	if (rc == SQLITE_CORRUPT || rc == SQLITE_NOTADB)
		FAIL(e, ERR_JOURNAL_BROKEN, what, "%s", sqlite3_errmsg(s->db));
	FAIL(e, s->access == STORE_WRITE ? ERR_JOURNAL_WRITE : ERR_CONFIG, what, "%s (SQLite %d)",
	    sqlite3_errmsg(s->db), sqlite3_extended_errcode(s->db));
}

enum err
journal_store_prepare(struct store *s, enum store_sql id, sqlite3_stmt **ret_st, struct err_info *e)
{
	if (s->statement[id] == NULL
	    && sqlite3_prepare_v3(s->db, sql[id], -1, SQLITE_PREPARE_PERSISTENT,
	           &s->statement[id], NULL) != SQLITE_OK)
		return journal_store_failed(s, "prepare", e);
	CHECK(!sqlite3_stmt_busy(s->statement[id]));
	*ret_st = s->statement[id];
	return ERR_OK;
}

enum err
journal_store_step(struct store *s, sqlite3_stmt *st, bool *ret_row, struct err_info *e)
{
	int rc = sqlite3_step(st);
	enum err code = ERR_OK;

	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		code = journal_store_failed(s, "step", e);
	*ret_row = rc == SQLITE_ROW;
	if (rc != SQLITE_ROW)
		sqlite3_reset(st);
	return code;
}

enum err
journal_store_run(struct store *s, sqlite3_stmt *st, struct err_info *e)
{
	bool row;

	TRY(journal_store_step(s, st, &row, e));
	CHECK(!row);
	return ERR_OK;
}

static enum err
run_plain(struct store *s, enum store_sql id, struct err_info *e)
{
	sqlite3_stmt *st = NULL;

	TRY(journal_store_prepare(s, id, &st, e));
	return journal_store_run(s, st, e);
}

/* A number that must be there: count(*). */
static enum err
get_number(struct store *s, enum store_sql id, int64_t *ret_number, struct err_info *e)
{
	sqlite3_stmt *st = NULL;
	bool row;

	TRY(journal_store_prepare(s, id, &st, e));
	TRY(journal_store_step(s, st, &row, e));
	CHECK(row);
	*ret_number = sqlite3_column_int64(st, 0);
	sqlite3_reset(st);
	return ERR_OK;
}

/* A file that has tables must be a journal of our format. */
static enum err
check_format(struct store *s, struct err_info *e)
{
	sqlite3_stmt *st = NULL;
	bool row, same;

	if (journal_store_prepare(s, SQL_FORMAT_GET, &st, e) != ERR_OK) {
		if (sqlite3_errcode(s->db) != SQLITE_ERROR)
			return journal_store_failed(s, "format", e);
		FAIL(e, ERR_CONFIG, "journal", "the file is not a journal: %s",
		    sqlite3_errmsg(s->db));
	}
	TRY(journal_store_step(s, st, &row, e));
	same = row && sqlite3_column_type(st, 0) == SQLITE_TEXT
	    && strcmp((const char *)sqlite3_column_text(st, 0), FORMAT) == 0;
	sqlite3_reset(st);
	if (!same)
		FAIL(e, ERR_CONFIG, "journal", "the journal's format is not " FORMAT);
	return ERR_OK;
}

static enum err
set_up_writer(struct store *s, struct err_info *e)
{
	int64_t tables;

	if (sqlite3_exec(s->db, writer_settings, NULL, NULL, NULL) != SQLITE_OK)
		return journal_store_failed(s, "settings", e);
	TRY(get_number(s, SQL_TABLES, &tables, e));
	if (tables != 0)
		return check_format(s, e);
	TRY(run_plain(s, SQL_BEGIN, e));
	if (sqlite3_exec(s->db, schema, NULL, NULL, NULL) != SQLITE_OK)
		return journal_store_failed(s, "schema", e);
	return run_plain(s, SQL_COMMIT, e);
}

/* The snapshot begins with the first read, which is that of the format. */
static enum err
set_up_reader(struct store *s, struct err_info *e)
{
	if (sqlite3_exec(s->db, "BEGIN", NULL, NULL, NULL) != SQLITE_OK)
		return journal_store_failed(s, "begin", e);
	return check_format(s, e);
}

AUTO_DEFINE(store, struct store *, journal_store_close)

enum err
journal_store_open(const char *path, enum store_access access, struct store **ret_store,
    struct err_info *e)
{
	int flags = access == STORE_WRITE ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
	AUTO(store) struct store *s = calloc(1, sizeof(*s));

	if (s == NULL)
		FAIL(e, ERR_NOMEM, "journal", "no memory to open");
	s->access = access;
	if (sqlite3_open_v2(path, &s->db, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		FAIL(e, ERR_CONFIG, "journal", "cannot open: %s",
		    s->db != NULL ? sqlite3_errmsg(s->db) : "no memory");
	/* The file's own schema may not make us run anything. */
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
	sqlite3_busy_timeout(s->db, 5000);
	TRY(access == STORE_WRITE ? set_up_writer(s, e) : set_up_reader(s, e));
	*ret_store = STEAL(s);
	return ERR_OK;
}

void
journal_store_close(struct store *s)
{
	if (s == NULL)
		return;
	for (int i = 0; i < STORE_STATEMENTS; i++)
		sqlite3_finalize(s->statement[i]);
	if (s->db != NULL && s->access == STORE_WRITE)
		(void)sqlite3_wal_checkpoint_v2(s->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	CHECK(sqlite3_close(s->db) == SQLITE_OK);
	free(s);
}

enum err
journal_store_begin(struct store *s, struct err_info *e)
{
	return run_plain(s, SQL_BEGIN, e);
}

enum err
journal_store_commit(struct store *s, struct err_info *e)
{
	return run_plain(s, SQL_COMMIT, e);
}

/* A ROLLBACK cannot fail but where SQLite has already rolled back. */
void
journal_store_rollback(struct store *s)
{
	if (sqlite3_get_autocommit(s->db) == 0)
		(void)run_plain(s, SQL_ROLLBACK, NULL);
}

enum err
journal_store_probe(struct store *s, struct err_info *e)
{
	return run_plain(s, SQL_PROBE, e);
}

enum err
journal_store_head(struct store *s, struct store_head *ret_head, struct err_info *e)
{
	struct store_head head = {0};
	sqlite3_stmt *st = NULL;
	bool row, whole = true;

	TRY(journal_store_prepare(s, SQL_HEAD, &st, e));
	TRY(journal_store_step(s, st, &row, e));
	if (row) {
		head.seq = sqlite3_column_int64(st, 0);
		whole = sqlite3_column_bytes(st, 1) == JOURNAL_HASH_SIZE;
		if (whole)
			memcpy(head.hash, sqlite3_column_blob(st, 1), JOURNAL_HASH_SIZE);
		sqlite3_reset(st);
	}
	if (!whole)
		FAIL(e, ERR_JOURNAL_BROKEN, "journal", "the last record has no hash");
	*ret_head = head;
	return ERR_OK;
}

/* SQLite's findings name tables, rows by number and pages, never values. */
enum err
journal_store_check_file(struct store *s, struct err_info *e)
{
	sqlite3_stmt *st = NULL;
	char found[128] = "";
	bool row;

	TRY(journal_store_prepare(s, SQL_INTEGRITY, &st, e));
	TRY(journal_store_step(s, st, &row, e));
	if (row && sqlite3_column_text(st, 0) != NULL)
		snprintf(found, sizeof(found), "%s", (const char *)sqlite3_column_text(st, 0));
	sqlite3_reset(st);
	if (strcmp(found, "ok") != 0)
		FAIL(e, ERR_JOURNAL_BROKEN, "journal", "SQLite's integrity check: %s", found);
	return ERR_OK;
}

enum err
journal_store_count_wrong_claims(struct store *s, int64_t *ret_count, struct err_info *e)
{
	return get_number(s, SQL_CLAIMS_WRONG, ret_count, e);
}

enum err
journal_store_count_pending(struct store *s, int64_t *ret_count, struct err_info *e)
{
	return get_number(s, SQL_PENDING_COUNT, ret_count, e);
}
