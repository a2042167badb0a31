#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "adapter/journal/store_sql.h"

/* Columns of a scan, in the order of HEAD_COLUMNS in store.c. */
enum {
	COL_SEQ, COL_KIND, COL_AT_US, COL_EXCHANGE, COL_OPERATION, COL_CALLER, COL_CODE,
	COL_STATUS, COL_MESSAGE_ID, COL_DIGEST, COL_PREV, COL_HASH, COL_PAYLOAD
};

/* The bytes stay the caller's until the statement has run.  A failed bind leaves NULL
 * behind, which no column takes, so that it shows in the step. */
static void
bind_text(sqlite3_stmt *st, int i, const char *text)
{
	sqlite3_bind_text(st, i, text, -1, SQLITE_STATIC);
}

static void
bind_blob(sqlite3_stmt *st, int i, const void *bytes, size_t len)
{
	sqlite3_bind_blob64(st, i, len != 0 ? bytes : "", len, SQLITE_STATIC);
}

/* Keeps the list of exchanges without an answer in step with the records. */
static enum err
note_pending(struct store *s, const struct journal_record *record, struct err_info *e)
{
	sqlite3_stmt *st = NULL;

	if (record->kind == JOURNAL_REPLY)
		return ERR_OK;
	TRY(journal_store_prepare(s, record->kind == JOURNAL_ANSWER ? SQL_PENDING_DROP : SQL_PENDING_ADD,
	    &st, e));
	bind_text(st, 1, record->exchange);
	return journal_store_run(s, st, e);
}

enum err
journal_store_append(struct store *s, const struct journal_record *record, struct err_info *e)
{
	sqlite3_stmt *st = NULL;

	TRY(journal_store_prepare(s, SQL_APPEND, &st, e));
	sqlite3_bind_int64(st, 1 + COL_SEQ, record->seq);
	sqlite3_bind_int(st, 1 + COL_KIND, (int)record->kind);
	sqlite3_bind_int64(st, 1 + COL_AT_US, record->at_us);
	bind_text(st, 1 + COL_EXCHANGE, record->exchange);
	bind_text(st, 1 + COL_OPERATION, record->operation);
	bind_text(st, 1 + COL_CALLER, record->caller);
	bind_text(st, 1 + COL_CODE, record->code);
	sqlite3_bind_int(st, 1 + COL_STATUS, record->status);
	bind_text(st, 1 + COL_MESSAGE_ID, record->message_id);
	bind_blob(st, 1 + COL_DIGEST, record->digest, JOURNAL_HASH_SIZE);
	bind_blob(st, 1 + COL_PREV, record->prev, JOURNAL_HASH_SIZE);
	bind_blob(st, 1 + COL_HASH, record->hash, JOURNAL_HASH_SIZE);
	bind_blob(st, 1 + COL_PAYLOAD, record->payload, record->len);
	TRY(journal_store_run(s, st, e));
	return note_pending(s, record, e);
}

enum err
journal_store_claim_get(struct store *s, const unsigned char key[ID_DIGEST_SIZE],
    struct store_claim *ret_claim, struct err_info *e)
{
	struct store_claim claim = {0};
	sqlite3_stmt *st = NULL;
	bool whole = true;

	TRY(journal_store_prepare(s, SQL_CLAIM_GET, &st, e));
	bind_blob(st, 1, key, ID_DIGEST_SIZE);
	TRY(journal_store_step(s, st, &claim.found, e));
	if (claim.found) {
		whole = sqlite3_column_bytes(st, 0) == ID_DIGEST_SIZE;
		if (whole)
			memcpy(claim.request, sqlite3_column_blob(st, 0), ID_DIGEST_SIZE);
		claim.answer = sqlite3_column_int64(st, 1);
		sqlite3_reset(st);
	}
	if (!whole)
		FAIL(e, ERR_JOURNAL_BROKEN, "claim", "a claim has no digest of its request");
	*ret_claim = claim;
	return ERR_OK;
}

enum err
journal_store_claim_put(struct store *s, const struct journal_claim *claim, const char *exchange,
    struct err_info *e)
{
	sqlite3_stmt *st = NULL;

	TRY(journal_store_prepare(s, SQL_CLAIM_PUT, &st, e));
	bind_blob(st, 1, claim->key, ID_DIGEST_SIZE);
	bind_blob(st, 2, claim->request, ID_DIGEST_SIZE);
	bind_text(st, 3, exchange);
	return journal_store_run(s, st, e);
}

enum err
journal_store_claim_answer(struct store *s, const unsigned char key[ID_DIGEST_SIZE], int64_t answer,
    struct err_info *e)
{
	sqlite3_stmt *st = NULL;

	TRY(journal_store_prepare(s, SQL_CLAIM_ANSWER, &st, e));
	sqlite3_bind_int64(st, 1, answer);
	bind_blob(st, 2, key, ID_DIGEST_SIZE);
	TRY(journal_store_run(s, st, e));
	if (sqlite3_changes(s->db) != 1)
		FAIL(e, ERR_JOURNAL_BROKEN, "claim", "a claim that was taken is not there");
	return ERR_OK;
}

enum err
journal_store_answer(struct store *s, int64_t seq, struct journal_claim *claim, struct err_info *e)
{
	sqlite3_stmt *st = NULL;
	const void *bytes;
	char *copy;
	size_t len;
	bool row;

	TRY(journal_store_prepare(s, SQL_ANSWER, &st, e));
	sqlite3_bind_int64(st, 1, seq);
	TRY(journal_store_step(s, st, &row, e));
	if (!row)
		FAIL(e, ERR_JOURNAL_BROKEN, "claim", "the final answer, record %" PRId64
		    ", is not there", seq);
	bytes = sqlite3_column_blob(st, 1);
	len = (size_t)sqlite3_column_bytes(st, 1);
	copy = malloc(len + 1);
	if (copy != NULL) {
		if (len != 0)
			memcpy(copy, bytes, len);
		copy[len] = '\0';
		claim->answer = copy;
		claim->answer_len = len;
		claim->status = sqlite3_column_int(st, 0);
	}
	sqlite3_reset(st);
	if (copy == NULL)
		FAIL(e, ERR_NOMEM, "claim", "no memory for the stored answer");
	return ERR_OK;
}

enum err
journal_store_scan_begin(struct store *s, int64_t from, const char *exchange, enum store_rows rows,
    struct store_scan *ret_scan, struct err_info *e)
{
	static const enum store_sql statement[2][2] = {
		[STORE_WHOLE] = {SQL_SCAN_ALL, SQL_SCAN_ONE},
		[STORE_HEADS] = {SQL_SCAN_ALL_HEADS, SQL_SCAN_ONE_HEADS},
	};
	sqlite3_stmt *st = NULL;

	TRY(journal_store_prepare(s, statement[rows][exchange != NULL], &st, e));
	sqlite3_bind_int64(st, 1, from);
	if (exchange != NULL)
		sqlite3_bind_text(st, 2, exchange, -1, SQLITE_TRANSIENT);
	*ret_scan = (struct store_scan){s, (int)statement[rows][exchange != NULL], rows};
	return ERR_OK;
}

/* The text of a column, or NULL if it is no text or has a NUL inside. */
static const char *
column_text(sqlite3_stmt *st, int column)
{
	const char *text;

	if (sqlite3_column_type(st, column) != SQLITE_TEXT)
		return NULL;
	text = (const char *)sqlite3_column_text(st, column);
	if (text == NULL || strlen(text) != (size_t)sqlite3_column_bytes(st, column))
		return NULL;
	return text;
}

static bool
column_hash(sqlite3_stmt *st, int column, unsigned char hash[JOURNAL_HASH_SIZE])
{
	if (sqlite3_column_type(st, column) != SQLITE_BLOB
	    || sqlite3_column_bytes(st, column) != JOURNAL_HASH_SIZE)
		return false;
	memcpy(hash, sqlite3_column_blob(st, column), JOURNAL_HASH_SIZE);
	return true;
}

/* False if a number cannot stand in a record: it would be cut when it is hashed. */
static bool
column_numbers(sqlite3_stmt *st, struct journal_record *record)
{
	int64_t kind = sqlite3_column_int64(st, COL_KIND);
	int64_t status = sqlite3_column_int64(st, COL_STATUS);

	for (int i = COL_SEQ; i <= COL_AT_US; i++)
		if (sqlite3_column_type(st, i) != SQLITE_INTEGER)
			return false;
	if (sqlite3_column_type(st, COL_STATUS) != SQLITE_INTEGER || status != (int32_t)status
	    || kind < JOURNAL_REQUEST || kind > JOURNAL_ANSWER)
		return false;
	record->kind = (enum journal_kind)kind;
	record->at_us = sqlite3_column_int64(st, COL_AT_US);
	record->status = (int)status;
	return true;
}

/* The file may have been edited by anyone: nothing about a column is taken for granted. */
static enum err
read_row(sqlite3_stmt *st, enum store_rows rows, struct journal_record *ret_record,
    struct err_info *e)
{
	struct journal_record r = {.seq = sqlite3_column_int64(st, COL_SEQ)};
	int type = sqlite3_column_type(st, COL_PAYLOAD);

	r.exchange = column_text(st, COL_EXCHANGE);
	r.operation = column_text(st, COL_OPERATION);
	r.caller = column_text(st, COL_CALLER);
	r.code = column_text(st, COL_CODE);
	r.message_id = column_text(st, COL_MESSAGE_ID);
	if (!column_numbers(st, &r) || r.exchange == NULL || r.operation == NULL
	    || r.caller == NULL || r.code == NULL || r.message_id == NULL
	    || !column_hash(st, COL_DIGEST, r.digest) || !column_hash(st, COL_PREV, r.prev)
	    || !column_hash(st, COL_HASH, r.hash)
	    || type != (rows == STORE_WHOLE ? SQLITE_BLOB : SQLITE_INTEGER))
		FAIL(e, ERR_JOURNAL_BROKEN, "journal",
		    "record %" PRId64 ": a field is of the wrong type or size", r.seq);
	if (rows == STORE_WHOLE) {
		r.payload = sqlite3_column_blob(st, COL_PAYLOAD);
		r.len = (size_t)sqlite3_column_bytes(st, COL_PAYLOAD);
		if (r.payload == NULL)
			r.payload = "";
	} else {
		r.len = (size_t)sqlite3_column_int64(st, COL_PAYLOAD);
	}
	*ret_record = r;
	return ERR_OK;
}

enum err
journal_store_hash_of(struct store *s, int64_t seq, unsigned char hash[JOURNAL_HASH_SIZE],
    bool *ret_found, struct err_info *e)
{
	sqlite3_stmt *st = NULL;
	bool whole;

	TRY(journal_store_prepare(s, SQL_HASH_OF, &st, e));
	sqlite3_bind_int64(st, 1, seq);
	TRY(journal_store_step(s, st, ret_found, e));
	if (!*ret_found)
		return ERR_OK;
	whole = column_hash(st, 0, hash);
	sqlite3_reset(st);
	if (!whole)
		FAIL(e, ERR_JOURNAL_BROKEN, "journal", "record %" PRId64 " has no hash", seq);
	return ERR_OK;
}

enum err
journal_store_scan_next(struct store_scan *scan, struct journal_record *ret_record, bool *ret_more,
    struct err_info *e)
{
	sqlite3_stmt *st = scan->store->statement[scan->statement];

	TRY(journal_store_step(scan->store, st, ret_more, e));
	if (*ret_more)
		TRY(read_row(st, scan->rows, ret_record, e));
	return ERR_OK;
}

void
journal_store_scan_end(struct store_scan *scan)
{
	if (scan->store != NULL)
		sqlite3_reset(scan->store->statement[scan->statement]);
	scan->store = NULL;
}
