/*
 * store: the applications that citizens have handed in, in SQLite (WAL).
 *
 * An application is handed in once: its sender's MessageID and the citizen's RequestKey each name
 * it, and what comes again under the same name must have the same content.
 *
 * Threads: any; calls are serialised inside.
 */
#ifndef TESTS_FUND_STORE_H
#define TESTS_FUND_STORE_H

#include <stdint.h>

#include "adapter/base/base.h"

enum { STORE_NUMBER_SIZE = 32 };

struct store;

struct store_application {
	char    number[STORE_NUMBER_SIZE];
	int64_t submitted_us;
};

/* One status of an application; name and comment are static. */
struct store_status {
	int         id;                 /* of the portal's dictionary */
	const char *name;
	const char *comment;            /* NULL: none */
	int64_t     at_us;
};
enum { STORE_STATUS_MAX = 8 };

enum store_outcome { STORE_NEW, STORE_REPEATED, STORE_DUPLICATE };

/* Opens or creates the file.  All functions fail with ERR_BUG, SQLite's words in the text. */
MUST_USE enum err store_open(const char *path, struct store **ret_store, struct err_info *e);
void store_close(struct store *store);

/* Keeps an application, or finds the one it repeats: then *ret_application is that one. */
MUST_USE enum err store_submit(struct store *store, const char *snils, const char *request_key,
    const char *message_id, const unsigned char content[ID_DIGEST_SIZE], int64_t now_us,
    enum store_outcome *ret_outcome, struct store_application *ret_application,
    struct err_info *e);

/* The citizen's application of that number with its history, oldest first; *ret_n is 0 if there is none. */
MUST_USE enum err store_find(struct store *store, const char *snils, const char *number,
    struct store_application *ret_application, struct store_status status[STORE_STATUS_MAX],
    size_t *ret_n, struct err_info *e);

/* How many applications there are, and how many different request keys. */
MUST_USE enum err store_count(struct store *store, int64_t *ret_applications, int64_t *ret_keys,
    struct err_info *e);

#endif
