#include "config.h"

#include <string.h>

#include "tests/fund/done.h"
#include "tests/fund/services.h"

enum { VALUE_SIZE = 128 };

const char fund_done_schema[] =
    "CREATE TABLE IF NOT EXISTS done ("
    "  message_id TEXT NOT NULL UNIQUE,"
    "  key        BLOB NOT NULL UNIQUE,"
    "  content    BLOB NOT NULL,"
    "  answer     BLOB NOT NULL"
    ") STRICT;";

/* The text of the first element of that local name; "" if there is none. */
static void
find_value(const char *content, const char *element, char value[VALUE_SIZE])
{
	const char *at = strstr(content, element);
	size_t len = strlen(element);

	*value = '\0';
	while (at != NULL && ((at[-1] != ':' && at[-1] != '<') || strchr(" >", at[len]) == NULL))
		at = strstr(at + len, element);
	at = at != NULL ? strchr(at, '>') : NULL;
	if (at != NULL)
		snprintf(value, VALUE_SIZE, "%.*s", (int)strcspn(at + 1, "<"), at + 1);
}

void
done_name(const char *message_id, const char *content, struct done *ret_done)
{
	char who[VALUE_SIZE], key[VALUE_SIZE];

	find_value(content, "Snils", who);
	if (*who == '\0')
		find_value(content, "System", who);
	find_value(content, "RequestKey", key);
	ret_done->message_id = message_id;
	id_digest(ret_done->key, who, key, NULL);
	id_digest(ret_done->content, content, NULL);
}

enum done_before
done_find(struct db *db, const struct done *done, struct buf *answer)
{
	AUTO(db_rows) struct db_rows *rows = db_select(db,
	    "SELECT content, answer, message_id = ?1 AND key = ?2 FROM done WHERE message_id = ?1 OR key = ?2",
	    "tb", done->message_id, done->key, sizeof(done->key));
	const void *content, *said;
	size_t len, said_len;

	if (!db_next(rows))
		return DONE_NOT;
	content = db_blob(rows, 0, &len);
	said = db_blob(rows, 1, &said_len);
	if (len != sizeof(done->content) || memcmp(content, done->content, len) != 0)
		return DONE_OTHER;
	CHECK(buf_add(answer, said, said_len, NULL) == ERR_OK);
	/* A MessageID of one change with the key of another: two rows. */
	return db_next(rows) ? DONE_OTHER : DONE_SAME;
}

void
done_keep(struct db *db, const struct done *done, const char *answer, size_t len)
{
	db_run(db, "INSERT INTO done (message_id, key, content, answer) VALUES (?1, ?2, ?3, ?4)", "tbbb",
	    done->message_id, done->key, sizeof(done->key), done->content, sizeof(done->content), answer, len);
}
