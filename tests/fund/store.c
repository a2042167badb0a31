#include "config.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "tests/fund/store.h"

static const char schema[] =
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = NORMAL;"
    "CREATE TABLE IF NOT EXISTS application ("
    "  id           INTEGER PRIMARY KEY,"
    "  snils        TEXT    NOT NULL,"
    "  request_key  TEXT    NOT NULL,"
    "  message_id   TEXT    NOT NULL UNIQUE,"
    "  content      BLOB    NOT NULL,"
    "  submitted_us INTEGER NOT NULL,"
    "  UNIQUE (snils, request_key)"
    ") STRICT;"
    "CREATE TABLE IF NOT EXISTS status ("
    "  application  INTEGER NOT NULL REFERENCES application,"
    "  ordinal      INTEGER NOT NULL,"
    "  status       INTEGER NOT NULL,"
    "  at_us        INTEGER NOT NULL,"
    "  PRIMARY KEY (application, ordinal)"
    ") STRICT, WITHOUT ROWID;";

/* What becomes of every application, and how long after it was handed in. */
static const struct {
	int         id;
	const char *name, *comment;
	int64_t     after_us;
} course[] = {
	/* clang-format off */
	{1, "Заявление зарегистрировано",         NULL,                                0},
	{2, "Заявление получено ведомством",      NULL,                                1000},
	{6, "Заявление принято к рассмотрению",   "Срок рассмотрения — 10 рабочих дней", 2000},
	/* clang-format on */
};

/* The statements, prepared once. */
enum statement { SEEK, ADD, ADD_STATUS, FIND, STATUSES, COUNT, N_STATEMENTS };
static const char *const sql[N_STATEMENTS] = {
	[SEEK]       = "SELECT id, content, submitted_us, snils = ?1 FROM application"
	               " WHERE message_id = ?2 OR (snils = ?1 AND request_key = ?3)",
	[ADD]        = "INSERT INTO application (snils, message_id, request_key, content, submitted_us)"
	               " VALUES (?1, ?2, ?3, ?4, ?5)",
	[ADD_STATUS] = "INSERT INTO status (application, ordinal, status, at_us) VALUES (?1, ?2, ?3, ?4)",
	[FIND]       = "SELECT submitted_us FROM application WHERE id = ?1 AND snils = ?2",
	[STATUSES]   = "SELECT status, at_us FROM status WHERE application = ?1 ORDER BY ordinal",
	[COUNT]      = "SELECT count(*), count(DISTINCT request_key) FROM application",
};

struct store {
	pthread_mutex_t lock;
	sqlite3        *db;
	sqlite3_stmt   *statement[N_STATEMENTS];
};

AUTO_DEFINE(store, struct store *, store_close)

/* Leaves the lock and resets every statement when the caller's scope ends. */
static void
leave(struct store **store)
{
	for (int i = 0; i < N_STATEMENTS; i++)
		sqlite3_reset((*store)->statement[i]);
	pthread_mutex_unlock(&(*store)->lock);
}
#define ENTER(store)                                              \
	struct store *inside __attribute__((cleanup(leave))) = (store); \
	pthread_mutex_lock(&inside->lock)

#define FAIL_SQL(store, e) \
	FAIL((e), ERR_BUG, (const char *)NULL, "SQLite: %s", sqlite3_errmsg((store)->db))

enum err
store_open(const char *path, struct store **ret_store, struct err_info *e)
{
	AUTO(store) struct store *store = calloc(1, sizeof(*store));

	if (store == NULL)
		FAIL(e, ERR_NOMEM, "", "store");
	CHECK(pthread_mutex_init(&store->lock, NULL) == 0);
	if (sqlite3_open(path, &store->db) != SQLITE_OK)
		FAIL_SQL(store, e);
	sqlite3_busy_timeout(store->db, 10000);
	if (sqlite3_exec(store->db, schema, NULL, NULL, NULL) != SQLITE_OK)
		FAIL_SQL(store, e);
	for (int i = 0; i < N_STATEMENTS; i++)
		if (sqlite3_prepare_v2(store->db, sql[i], -1, &store->statement[i], NULL) != SQLITE_OK)
			FAIL_SQL(store, e);
	*ret_store = STEAL(store);
	return ERR_OK;
}

void
store_close(struct store *store)
{
	if (store == NULL)
		return;
	for (int i = 0; i < N_STATEMENTS; i++)
		sqlite3_finalize(store->statement[i]);
	sqlite3_close(store->db);
	pthread_mutex_destroy(&store->lock);
	free(store);
}

static void
print_number(int64_t id, char number[STORE_NUMBER_SIZE])
{
	snprintf(number, STORE_NUMBER_SIZE, "PEN-%09lld", (long long)id);
}

/* The row of a number; 0, which no row has, if it is written otherwise than print_number() does. */
static int64_t
number_id(const char *number)
{
	char again[STORE_NUMBER_SIZE];
	int64_t id = strncmp(number, "PEN-", 4) == 0 ? strtoll(number + 4, NULL, 10) : 0;

	print_number(id, again);
	return strcmp(number, again) == 0 ? id : 0;
}

static void
bind_name(sqlite3_stmt *statement, const char *snils, const char *message_id,
    const char *request_key)
{
	sqlite3_bind_text(statement, 1, snils, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 2, message_id, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 3, request_key, -1, SQLITE_STATIC);
}

static enum err
add(struct store *store, const unsigned char content[ID_DIGEST_SIZE], int64_t now_us,
    int64_t *ret_id, struct err_info *e)
{
	sqlite3_stmt *statement = store->statement[ADD], *status = store->statement[ADD_STATUS];

	sqlite3_bind_blob(statement, 4, content, ID_DIGEST_SIZE, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 5, now_us);
	if (sqlite3_step(statement) != SQLITE_DONE)
		FAIL_SQL(store, e);
	*ret_id = sqlite3_last_insert_rowid(store->db);
	for (size_t i = 0; i < COUNT_OF(course); i++) {
		sqlite3_reset(status);
		sqlite3_bind_int64(status, 1, *ret_id);
		sqlite3_bind_int64(status, 2, (int64_t)i);
		sqlite3_bind_int(status, 3, course[i].id);
		sqlite3_bind_int64(status, 4, now_us + course[i].after_us);
		if (sqlite3_step(status) != SQLITE_DONE)
			FAIL_SQL(store, e);
	}
	return ERR_OK;
}

/* What was handed in under that name; *ret_id is 0 if nothing. */
static enum err
seek(struct store *store, const unsigned char content[ID_DIGEST_SIZE],
    enum store_outcome *ret_outcome, int64_t *ret_id, int64_t *ret_submitted_us,
    struct err_info *e)
{
	sqlite3_stmt *statement = store->statement[SEEK];
	int rc = sqlite3_step(statement);
	bool same;

	*ret_id = 0;
	if (rc == SQLITE_DONE)
		return ERR_OK;
	if (rc != SQLITE_ROW)
		FAIL_SQL(store, e);
	*ret_id = sqlite3_column_int64(statement, 0);
	*ret_submitted_us = sqlite3_column_int64(statement, 2);
	same = sqlite3_column_int(statement, 3) == 1 &&
	    sqlite3_column_bytes(statement, 1) == ID_DIGEST_SIZE &&
	    memcmp(sqlite3_column_blob(statement, 1), content, ID_DIGEST_SIZE) == 0;
	/* A MessageID of one application with the key of another: two rows. */
	*ret_outcome = same && sqlite3_step(statement) == SQLITE_DONE ? STORE_REPEATED : STORE_DUPLICATE;
	return ERR_OK;
}

enum err
store_submit(struct store *store, const char *snils, const char *request_key,
    const char *message_id, const unsigned char content[ID_DIGEST_SIZE], int64_t now_us,
    enum store_outcome *ret_outcome, struct store_application *ret_application,
    struct err_info *e)
{
	enum err code;
	int64_t id;
	ENTER(store);

	bind_name(store->statement[SEEK], snils, message_id, request_key);
	bind_name(store->statement[ADD], snils, message_id, request_key);
	TRY(seek(store, content, ret_outcome, &id, &ret_application->submitted_us, e));
	if (id == 0) {
		if (sqlite3_exec(store->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
			FAIL_SQL(store, e);
		code = add(store, content, now_us, &id, e);
		if (sqlite3_exec(store->db, code == ERR_OK ? "COMMIT" : "ROLLBACK", NULL, NULL, NULL) !=
		    SQLITE_OK)
			FAIL_SQL(store, e);
		TRY(code);
		*ret_outcome = STORE_NEW;
		ret_application->submitted_us = now_us;
	}
	print_number(id, ret_application->number);
	return ERR_OK;
}

static enum err
read_statuses(struct store *store, int64_t id, struct store_status status[STORE_STATUS_MAX],
    size_t *ret_n, struct err_info *e)
{
	sqlite3_stmt *statement = store->statement[STATUSES];
	size_t n = 0;
	int rc;

	sqlite3_bind_int64(statement, 1, id);
	while ((rc = sqlite3_step(statement)) == SQLITE_ROW && n < STORE_STATUS_MAX) {
		size_t i = 0;

		while (i < COUNT_OF(course) - 1 && course[i].id != sqlite3_column_int(statement, 0))
			i++;
		status[n++] = (struct store_status){course[i].id, course[i].name, course[i].comment,
		    sqlite3_column_int64(statement, 1)};
	}
	if (rc != SQLITE_DONE)
		FAIL_SQL(store, e);
	*ret_n = n;
	return ERR_OK;
}

enum err
store_find(struct store *store, const char *snils, const char *number,
    struct store_application *ret_application, struct store_status status[STORE_STATUS_MAX],
    size_t *ret_n, struct err_info *e)
{
	sqlite3_stmt *statement = store->statement[FIND];
	int64_t id = number_id(number);
	int rc;
	ENTER(store);

	*ret_n = 0;
	sqlite3_bind_int64(statement, 1, id);
	sqlite3_bind_text(statement, 2, snils, -1, SQLITE_STATIC);
	rc = sqlite3_step(statement);
	if (rc == SQLITE_DONE)
		return ERR_OK;
	if (rc != SQLITE_ROW)
		FAIL_SQL(store, e);
	ret_application->submitted_us = sqlite3_column_int64(statement, 0);
	print_number(id, ret_application->number);
	return read_statuses(store, id, status, ret_n, e);
}

enum err
store_count(struct store *store, int64_t *ret_applications, int64_t *ret_keys,
    struct err_info *e)
{
	sqlite3_stmt *statement = store->statement[COUNT];
	ENTER(store);

	if (sqlite3_step(statement) != SQLITE_ROW)
		FAIL_SQL(store, e);
	*ret_applications = sqlite3_column_int64(statement, 0);
	*ret_keys = sqlite3_column_int64(statement, 1);
	return ERR_OK;
}
