/*
 * db: what the stand-in Fund remembers, in SQLite (WAL), and how its services ask for it.
 *
 * A failure of the database is the stand-in's own: it is logged, the operation that met it is answered with a fault
 * of the server, and what it had changed is taken back.  So services need not look for failures.
 *
 * Arguments of a statement are named by letters: t text (char *, NULL is NULL), i int64_t, b blob (void *, size_t).
 *
 * Threads: any; a thread between db_enter() and db_leave() has the database for itself.
 */
#ifndef TESTS_FUND_DB_H
#define TESTS_FUND_DB_H

#include <stdint.h>

#include "adapter/base/base.h"

struct db;
struct db_rows;

/* Opens or creates the file and makes the tables of all services. */
MUST_USE enum err db_open(const char *path, struct db **ret_db, struct err_info *e);
void db_close(struct db *db);

/* From here on, one change that is carried out whole or not at all; they nest. */
void db_enter(struct db *db);
/* Keeps it if keep and nothing failed in between; whether that came true. */
bool db_leave(struct db *db, bool keep);

/* Runs one statement that gives no rows; how many rows it changed. */
int64_t db_run(struct db *db, const char *sql, const char *letters, ...);
int64_t db_last_id(struct db *db);

/* The rows of a query, one by one; between db_enter() and db_leave() only. */
struct db_rows *db_select(struct db *db, const char *sql, const char *letters, ...);
bool db_next(struct db_rows *rows);
int64_t db_int(struct db_rows *rows, int column);
const char *db_text(struct db_rows *rows, int column);          /* NULL for NULL; until db_next() */
const void *db_blob(struct db_rows *rows, int column, size_t *ret_len);
void db_rows_free(struct db_rows *rows);
AUTO_DEFINE(db_rows, struct db_rows *, db_rows_free)

/* The one number that a query gives; 0 if it gives none. */
int64_t db_number(struct db *db, const char *sql, const char *letters, ...);

#endif
