/* The command line of `mostik call`. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

#include "adapter/call/private.h"
#include "adapter/journal/journal.h"

enum { DONE = 0, REFUSED = 1, FAILED = 2, BODY_MAX = 64 << 20, TIMEOUT_S = 60 };

static const char usage[] =
    "usage: mostik call OPERATION [NAME=VALUE …] --url URL --ca FILE --cert FILE --key FILE --token FILE|-\n"
    "         [--table] [--show-soap --journal FILE] [--idempotency-key KEY] [--if-match TAG]\n"
    "         [--accept TYPE] [--lang en|ru] [--timeout SECONDS]\n"
    "       mostik call --list\n"
    "  NAME     a member of the path, the query or the body; dots go inwards, numbers count elements:\n"
    "           delivery.method=bank children.0.birthDate=2019-05-14\n"
    "  @FILE    as the value of a file: sent beside the body\n";

struct command {
	struct call_request request;
	const char         *journal;
	bool                table, show_soap, list;
};

/* An option with a value: where it goes. */
static const char **
slot(struct command *c, const char *name)
{
	const struct {
		const char  *name;
		const char **to;
	} options[] = {
		{"--url",             &c->request.url},
		{"--ca",              &c->request.ca_file},
		{"--cert",            &c->request.certificate_file},
		{"--key",             &c->request.key_file},
		{"--token",           &c->request.token_file},
		{"--idempotency-key", &c->request.key},
		{"--if-match",        &c->request.if_match},
		{"--accept",          &c->request.accept},
		{"--lang",            &c->request.lang},
		{"--journal",         &c->journal},
	};

	for (size_t i = 0; i < COUNT_OF(options); i++)
		if (strcmp(options[i].name, name) == 0)
			return options[i].to;
	return NULL;
}

/* Takes the words that are no NAME=VALUE; leaves those in argv, from 0, *ret_n of them. */
static bool
read_options(int argc, char **argv, struct command *c, int *ret_n)
{
	int n = 0;

	for (int i = 1; i < argc; i++) {
		const char **to = slot(c, argv[i]);

		if (to != NULL && i + 1 < argc)
			*to = argv[++i];
		else if (strcmp(argv[i], "--timeout") == 0 && i + 1 < argc)
			c->request.timeout_s = (int)strtol(argv[++i], NULL, 10);
		else if (strcmp(argv[i], "--table") == 0)
			c->table = true;
		else if (strcmp(argv[i], "--show-soap") == 0)
			c->show_soap = true;
		else if (strcmp(argv[i], "--list") == 0)
			c->list = true;
		else if (strncmp(argv[i], "--", 2) == 0)
			return false;
		else
			argv[n++] = argv[i];
	}
	*ret_n = n;
	return c->list || (n > 0 && c->request.url != NULL && c->request.ca_file != NULL
	    && c->request.certificate_file != NULL && c->request.key_file != NULL
	    && c->request.timeout_s > 0 && (!c->show_soap || c->journal != NULL));
}

static int
list_operations(void)
{
	const struct map_operation *op;

	for (size_t i = 0; (op = map_operation_at(i)) != NULL; i++)
		printf("%-28s %-6s %-48s %s\n", op->name, op->method, op->path, op->title_en);
	return DONE;
}

/* "part=@scan.pdf": the value becomes the name of a part, which is the file. */
static enum err
take_file(struct call_request *r, const char **value, struct err_info *e)
{
	struct call_file *file = &r->file[r->n_files];

	if (**value != '@' || !r->operation->files)
		return ERR_OK;
	if (r->n_files == CALL_FILES_MAX)
		FAIL(e, ERR_MAP_LENGTH, *value, "more than %d files", CALL_FILES_MAX);
	r->n_files++;
	snprintf(file->part, sizeof(file->part), "file%zu", r->n_files);
	file->path = *value + 1;
	*value = file->part;
	return ERR_OK;
}

static enum err
read_words(struct command *c, int n, char **words, struct err_info *e)
{
	struct call_request *r = &c->request;

	r->operation = map_operation_named(words[0]);
	if (r->operation == NULL)
		FAIL(e, ERR_CONFIG, words[0], "no such operation; 'mostik call --list' has them all");
	r->doc = json_object();
	if (r->doc == NULL)
		FAIL(e, ERR_NOMEM, "", "request document");
	for (int i = 1; i < n; i++) {
		char *equals = strchr(words[i], '=');
		const char *value;

		if (equals == NULL)
			FAIL(e, ERR_CONFIG, words[i], "NAME=VALUE");
		*equals = '\0';
		value = equals + 1;
		TRY(take_file(r, &value, e));
		TRY(map_assign(r->operation, r->doc, words[i], value, e));
	}
	return ERR_OK;
}

static enum err
show_record(const struct journal_record *record, void *arg, struct err_info *e)
{
	(void)arg, (void)e;
	if (record->kind == JOURNAL_SENT || record->kind == JOURNAL_REPLY)
		printf("---- %s\n%.*s\n", journal_kind_name(record->kind), (int)record->len,
		    (const char *)record->payload);
	return ERR_OK;
}

static enum err
show_soap(const char *file, const char *exchange, struct err_info *e)
{
	struct journal_reader *reader;
	enum err code;

	TRY(journal_reader_open(file, &reader, e));
	code = journal_walk(reader, INT64_MIN, exchange, show_record, NULL, e);
	journal_reader_close(reader);
	return code;
}

static void
print_answer(const struct command *c, const struct call_answer *answer)
{
	json_t *json = strstr(answer->media_type, "json") != NULL ? json_loads(answer->body.data, 0, NULL) : NULL;

	if (json == NULL) {
		fwrite(answer->body.data, 1, answer->body.len, stdout);
	} else if (c->table) {
		call_print_table(json, stdout);
	} else {
		json_dumpf(json, stdout, JSON_INDENT(2));
		putchar('\n');
	}
	json_decref(json);
	fprintf(stderr, "%ld, exchange %s%s%s\n", answer->status, answer->exchange,
	    answer->key[0] != '\0' ? ", Idempotency-Key " : "", answer->key);
}

static enum err
run(struct command *c, int n, char **words, int *ret_status, struct err_info *e)
{
	struct call_answer answer = {.body = {.max = BODY_MAX}};
	enum err code;

	TRY(read_words(c, n, words, e));
	code = call_perform(&c->request, &answer, e);
	if (code == ERR_OK) {
		*ret_status = answer.status < 400 ? DONE : REFUSED;
		print_answer(c, &answer);
		if (c->show_soap)
			code = show_soap(c->journal, answer.exchange, e);
	} else if (answer.key[0] != '\0') {
		fprintf(stderr, "mostik: it may have been carried out; repeat it with --idempotency-key %s\n",
		    answer.key);
	}
	buf_fini(&answer.body);
	return code;
}

int
call_main(int argc, char **argv)
{
	struct command c = {.request = {.lang = "ru", .timeout_s = TIMEOUT_S}};
	struct err_info e = {0};
	int n, status = FAILED;

	if (!read_options(argc, argv, &c, &n)) {
		fputs(usage, stderr);
		return FAILED;
	}
	if (c.list)
		return list_operations();
	curl_global_init(CURL_GLOBAL_DEFAULT);
	if (run(&c, n, argv, &status, &e) != ERR_OK) {
		fprintf(stderr, "mostik: %s%s%s\n", e.at, e.at[0] != '\0' ? ": " : "", e.text);
		status = FAILED;
	}
	json_decref(c.request.doc);
	curl_global_cleanup();
	return status;
}
