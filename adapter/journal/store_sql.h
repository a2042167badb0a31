/*
 * store_sql: what the halves of the store share: store.c holds the SQL text, the
 * connection and the transactions, store_rows.c reads and writes rows.
 */
#ifndef ADAPTER_JOURNAL_STORE_SQL_H
#define ADAPTER_JOURNAL_STORE_SQL_H

#include <sqlite3.h>

#include "adapter/journal/store.h"

enum store_sql {
	SQL_BEGIN, SQL_COMMIT, SQL_ROLLBACK, SQL_PROBE, SQL_FORMAT_GET, SQL_TABLES, SQL_HEAD,
	SQL_PENDING_COUNT, SQL_APPEND, SQL_PENDING_ADD, SQL_PENDING_DROP, SQL_CLAIM_GET,
	SQL_CLAIM_PUT, SQL_CLAIM_ANSWER, SQL_ANSWER, SQL_SCAN_ALL, SQL_SCAN_ALL_HEADS,
	SQL_SCAN_ONE, SQL_SCAN_ONE_HEADS, SQL_HASH_OF, SQL_CLAIMS_WRONG, SQL_INTEGRITY,
	STORE_STATEMENTS
};

struct store {
	sqlite3          *db;
	enum store_access access;
	sqlite3_stmt     *statement[STORE_STATEMENTS];  /* prepared at first use */
};

/* SQLite's last failure as ours.  Its messages name tables and columns, never values. */
MUST_USE enum err journal_store_failed(const struct store *s, const char *what, struct err_info *e);

/* The statement, ready for its parameters. */
MUST_USE enum err journal_store_prepare(struct store *s, enum store_sql id, sqlite3_stmt **ret_st,
    struct err_info *e);

/* Steps st once; *ret_row tells whether there is a row.  Without one st is reset. */
MUST_USE enum err journal_store_step(struct store *s, sqlite3_stmt *st, bool *ret_row,
    struct err_info *e);

/* Runs a statement that gives no row; its parameters are bound. */
MUST_USE enum err journal_store_run(struct store *s, sqlite3_stmt *st, struct err_info *e);

#endif
