/*
 * What the files of call share.
 *
 *     call.c      the verb: options, and the story
 *     perform.c   the request to the adapter
 *     print.c     the answer as JSON or as a table
 */
#ifndef ADAPTER_CALL_PRIVATE_H
#define ADAPTER_CALL_PRIVATE_H

#include "adapter/call/call.h"
#include "mapping/mapping.h"

enum { CALL_FILES_MAX = 20, CALL_EXCHANGE_SIZE = 64 };

/* A file that goes beside the body, under the name of a part. */
struct call_file {
	char        part[16];
	const char *path;
};

struct call_request {
	const struct map_operation *operation;
	json_t           *doc;          /* path, query, body */
	struct call_file  file[CALL_FILES_MAX];
	size_t            n_files;
	const char       *url, *ca_file, *certificate_file, *key_file;
	const char       *token_file;   /* the access token; "-": standard input */
	const char       *key;          /* Idempotency-Key; NULL: one is made */
	const char       *if_match;     /* NULL: none */
	const char       *accept;       /* media type that is asked for; NULL: any */
	const char       *lang;
	int               timeout_s;
};

struct call_answer {
	long       status;
	char       media_type[128];
	char       exchange[CALL_EXCHANGE_SIZE];
	char       key[40];             /* the Idempotency-Key that was sent; "" if none */
	struct buf body;                /* the caller's to buf_fini() */
};

/* Sends the request and waits, telling on standard error how long if that is a terminal. */
MUST_USE enum err call_perform(const struct call_request *request, struct call_answer *answer,
    struct err_info *e);

/* JSON for people: members by line, lists of objects as tables.  What is no JSON as it is. */
void call_print_table(const json_t *json, FILE *out);

#endif
