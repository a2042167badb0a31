#include "config.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdlib.h>

#include <sqlite3.h>

#include "tests/fund/db.h"
#include "tests/fund/services.h"

static const char pragmas[] =
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = NORMAL;";

struct db {
	pthread_mutex_t lock;           /* recursive */
	sqlite3        *sqlite;
	int             depth;          /* of db_enter() */
	bool            failed;         /* since the outermost db_enter() */
};

struct db_rows {
	struct db    *db;
	sqlite3_stmt *statement;
};

AUTO_DEFINE(db, struct db *, db_close)

#define FAIL_SQL(db, e) \
	FAIL((e), ERR_BUG, (const char *)NULL, "SQLite: %s", sqlite3_errmsg((db)->sqlite))

enum err
db_open(const char *path, struct db **ret_db, struct err_info *e)
{
	AUTO(db) struct db *db = calloc(1, sizeof(*db));
	pthread_mutexattr_t attributes;

	if (db == NULL)
		FAIL(e, ERR_NOMEM, "", "database");
	CHECK(pthread_mutexattr_init(&attributes) == 0);
	CHECK(pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE) == 0);
	CHECK(pthread_mutex_init(&db->lock, &attributes) == 0);
	if (sqlite3_open(path, &db->sqlite) != SQLITE_OK)
		FAIL_SQL(db, e);
	sqlite3_busy_timeout(db->sqlite, 10000);
	if (sqlite3_exec(db->sqlite, pragmas, NULL, NULL, NULL) != SQLITE_OK)
		FAIL_SQL(db, e);
	for (size_t i = 0; fund_schemas[i] != NULL; i++)
		if (sqlite3_exec(db->sqlite, fund_schemas[i], NULL, NULL, NULL) != SQLITE_OK)
			FAIL_SQL(db, e);
	*ret_db = STEAL(db);
	return ERR_OK;
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	sqlite3_close(db->sqlite);
	pthread_mutex_destroy(&db->lock);
	free(db);
}

static void
note_failure(struct db *db)
{
	struct err_info e;

	db->failed = true;
	err_set(&e, __FILE__, __LINE__, ERR_BUG, "", "SQLite: %s", sqlite3_errmsg(db->sqlite));
	log_failure(LOG_LEVEL_ERROR, "event=database", &e);
}

static void
execute(struct db *db, const char *sql)
{
	if (sqlite3_exec(db->sqlite, sql, NULL, NULL, NULL) != SQLITE_OK)
		note_failure(db);
}

void
db_enter(struct db *db)
{
	pthread_mutex_lock(&db->lock);
	if (db->depth++ != 0)
		return;
	db->failed = false;
	execute(db, "BEGIN IMMEDIATE");
}

bool
db_leave(struct db *db, bool keep)
{
	bool kept;

	if (--db->depth == 0) {
		if (keep && !db->failed)
			execute(db, "COMMIT");
		if (!keep || db->failed)
			sqlite3_exec(db->sqlite, "ROLLBACK", NULL, NULL, NULL);
	}
	kept = keep && !db->failed;
	pthread_mutex_unlock(&db->lock);
	return kept;
}

static void
bind(struct db *db, sqlite3_stmt *statement, const char *letters, va_list ap)
{
	for (int i = 1; *letters != '\0'; letters++, i++) {
		const void *bytes;
		int rc;

		if (*letters == 't') {
			rc = sqlite3_bind_text(statement, i, va_arg(ap, const char *), -1, SQLITE_TRANSIENT);
		} else if (*letters == 'i') {
			rc = sqlite3_bind_int64(statement, i, va_arg(ap, int64_t));
		} else {
			CHECK(*letters == 'b');
			bytes = va_arg(ap, const void *);
			rc = sqlite3_bind_blob64(statement, i, bytes, va_arg(ap, size_t), SQLITE_TRANSIENT);
		}
		if (rc != SQLITE_OK)
			note_failure(db);
	}
}

static struct db_rows *
prepare(struct db *db, const char *sql, const char *letters, va_list ap)
{
	struct db_rows *rows = calloc(1, sizeof(*rows));

	CHECK(rows != NULL);
	CHECK(db->depth > 0);
	rows->db = db;
	if (sqlite3_prepare_v2(db->sqlite, sql, -1, &rows->statement, NULL) != SQLITE_OK)
		note_failure(db);
	else
		bind(db, rows->statement, letters, ap);
	return rows;
}

int64_t
db_run(struct db *db, const char *sql, const char *letters, ...)
{
	AUTO(db_rows) struct db_rows *rows = NULL;
	va_list ap;

	va_start(ap, letters);
	rows = prepare(db, sql, letters, ap);
	va_end(ap);
	if (rows->statement == NULL)
		return 0;
	if (sqlite3_step(rows->statement) != SQLITE_DONE) {
		note_failure(db);
		return 0;
	}
	return sqlite3_changes64(db->sqlite);
}

int64_t
db_last_id(struct db *db)
{
	return sqlite3_last_insert_rowid(db->sqlite);
}

struct db_rows *
db_select(struct db *db, const char *sql, const char *letters, ...)
{
	struct db_rows *rows;
	va_list ap;

	va_start(ap, letters);
	rows = prepare(db, sql, letters, ap);
	va_end(ap);
	return rows;
}

bool
db_next(struct db_rows *rows)
{
	int rc = rows->statement != NULL ? sqlite3_step(rows->statement) : SQLITE_DONE;

	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		note_failure(rows->db);
	return rc == SQLITE_ROW;
}

int64_t
db_int(struct db_rows *rows, int column)
{
	return sqlite3_column_int64(rows->statement, column);
}

const char *
db_text(struct db_rows *rows, int column)
{
	return (const char *)sqlite3_column_text(rows->statement, column);
}

const void *
db_blob(struct db_rows *rows, int column, size_t *ret_len)
{
	const void *bytes = sqlite3_column_blob(rows->statement, column);

	*ret_len = (size_t)sqlite3_column_bytes(rows->statement, column);
	return bytes;
}

void
db_rows_free(struct db_rows *rows)
{
	if (rows == NULL)
		return;
	sqlite3_finalize(rows->statement);
	free(rows);
}

int64_t
db_number(struct db *db, const char *sql, const char *letters, ...)
{
	AUTO(db_rows) struct db_rows *rows = NULL;
	va_list ap;

	va_start(ap, letters);
	rows = prepare(db, sql, letters, ap);
	va_end(ap);
	return db_next(rows) ? db_int(rows, 0) : 0;
}
