/*
 * ask: asks the stand-in Fund one question and checks the answer as mostik would.
 *
 * Reads the request document (JSON) from standard input; prints one line: the HTTP status, the
 * code (OK, or why the answer is refused), the fault's code and field, and the reply as JSON.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

#include "adapter/seal/seal.h"
#include "adapter/soap/soap.h"
#include "tests/fund/ask_post.h"
#include "tests/fund/files.h"

static const char usage[] =
    "usage: ask OPERATION --port N --pki DIR [--sign rsa|ec] [--as NAME] [--soap 1.1|1.2] [--id UUID]\n"
    "           [--times N] [--files N] <request.json\n"
    "  --files: in a package with so many files that the message does not name\n";

enum { TTL_S = 300, SKEW_S = 60, ENVELOPE_MAX = 1 << 20, REPLY_MAX = 8 << 20 };

struct ask {
	const char *port, *pki, *sign, *as, *soap, *id, *times, *files;
	const struct map_operation *operation;
	struct seal      *seal;
	struct soap_pool *pool;
	char              message_id[ID_SIZE + 16];
};

AUTO_DEFINE(message, struct soap_message *, soap_message_free)
AUTO_DEFINE(json, json_t *, json_decref)
AUTO_DEFINE(parts, struct part_list *, part_list_free)

static _Noreturn void
fail_usage(void)
{
	fputs(usage, stderr);
	exit(2);
}

static void
read_options(struct ask *ask, char **argv)
{
	const struct {
		const char  *name;
		const char **to;
	} options[] = {
		{"--port", &ask->port}, {"--pki", &ask->pki}, {"--sign", &ask->sign}, {"--as", &ask->as},
		{"--soap", &ask->soap}, {"--id", &ask->id}, {"--times", &ask->times},
		{"--files", &ask->files},
	};

	if (*argv == NULL)
		fail_usage();
	ask->operation = map_operation_named(*argv);
	for (argv++; argv[0] != NULL && argv[1] != NULL; argv += 2)
		for (size_t i = 0; i < COUNT_OF(options); i++)
			if (strcmp(options[i].name, argv[0]) == 0)
				*options[i].to = argv[1];
	if (argv[0] != NULL || ask->operation == NULL || ask->port == NULL || ask->pki == NULL)
		fail_usage();
}

static enum err
open_seal(struct ask *ask, struct err_info *e)
{
	char key[4096], certificate[4096], ca[4096];
	const struct seal_config config = {.key_file = key, .certificate_file = certificate,
	    .ca_file = ca, .peer_subject = "fund", .ttl_s = TTL_S, .max_skew_s = SKEW_S,
	    .max_ttl_s = TTL_S};

	snprintf(key, sizeof(key), "%s/%s-sign-%s.key", ask->pki, ask->as, ask->sign);
	snprintf(certificate, sizeof(certificate), "%s/%s-sign-%s.pem", ask->pki, ask->as, ask->sign);
	snprintf(ca, sizeof(ca), "%s/sign-authorities.pem", ask->pki);
	return seal_open(&config, &ask->seal, e);
}

/* The same Body in an envelope of SOAP 1.2. */
static enum err
wrap_again(const struct soap_addressing *addressing, struct buf *envelope, struct err_info *e)
{
	BUF_AUTO(again, ENVELOPE_MAX);
	const char *body = strstr(envelope->data, "<SOAP-ENV:Body ");
	const char *from = strchr(body, '>') + 1, *to = strstr(from, "</SOAP-ENV:Body>");

	TRY(soap_wrap(SOAP_1_2, addressing, from, (size_t)(to - from), &again, e));
	buf_reset(envelope);
	return buf_add(envelope, again.data, again.len, e);
}

static enum err
make_request(struct ask *ask, struct buf *out, struct err_info *e)
{
	AUTO(message) struct soap_message *message = NULL;
	AUTO(json) json_t *doc = json_loadf(stdin, 0, NULL);
	BUF_AUTO(envelope, ENVELOPE_MAX);
	struct err_list problems = {0};
	const struct soap_addressing addressing = {.to = "https://localhost/",
	    .action = ask->operation->action, .message_id = ask->message_id};

	if (doc == NULL)
		FAIL(e, ERR_JSON, "", "standard input");
	TRY(soap_message_new(ask->pool, &message, e));
	if (soap_map(message, ask->operation->request, doc, &problems, e) != ERR_OK) {
		*e = problems.item[0].info;
		return e->code;
	}
	TRY(soap_build(message, &addressing, &envelope, e));
	if (strcmp(ask->soap, "1.2") == 0)
		TRY(wrap_again(&addressing, &envelope, e));
	return seal_sign(ask->seal, envelope.data, envelope.len, clock_now_us(), out, e);
}

/* The same for the reply: verified, parsed and mapped back. */
static enum err
read_reply(struct ask *ask, const struct buf *reply, struct soap_fault *fault, json_t **ret_json,
    struct err_info *e)
{
	__attribute__((cleanup(seal_verified_fini))) struct seal_verified verified = {0};
	AUTO(message) struct soap_message *message = NULL;
	const struct seal_expect expect = {.action = ask->operation->reply_action,
	    .relates_to = ask->message_id, .now_us = clock_now_us()};

	if (reply->len == 0)
		FAIL(e, ERR_FUND_BROKEN, "", "empty reply");
	TRY(seal_verify(ask->seal, reply->data, reply->len, &expect, &verified, e));
	TRY(soap_message_new(ask->pool, &message, e));
	TRY(soap_parse(message, ask->operation->reply, verified.body, verified.body_len, fault, e));
	return soap_unmap(message, ret_json, e);
}

/* Puts the request into a package; *ret_type is the caller's to free. */
static enum err
pack(const struct ask *ask, struct buf *request, char **ret_type, struct err_info *e)
{
	AUTO(parts) struct part_list *files = NULL;
	char name[PART_NAME_SIZE], digest[45];
	enum soap_version version = strcmp(ask->soap, "1.2") == 0 ? SOAP_1_2 : SOAP_1_1;

	files_give(&files, FILES_NONE, "x", 1, name, digest);
	for (long n = strtol(ask->files, NULL, 10); n > 0; n--)
		files_give(&files, FILES_TRUE, "x", 1, name, digest);
	return files_close(files, version, request, ret_type, e);
}

static enum err
exchange(struct ask *ask, struct err_info *e)
{
	BUF_AUTO(request, ENVELOPE_MAX);
	BUF_AUTO(reply, REPLY_MAX);
	AUTO(char) char *type = strdup(strcmp(ask->soap, "1.2") == 0 ? "application/soap+xml; charset=utf-8" :
	    "text/xml; charset=utf-8");

	TRY(make_request(ask, &request, e));
	if (ask->files != NULL) {
		free(STEAL(type));
		TRY(pack(ask, &request, &type, e));
	}
	for (long left = strtol(ask->times, NULL, 10); left > 0; left--) {
		struct soap_fault fault = {0};
		AUTO(json) json_t *json = NULL;
		AUTO(char) char *text = NULL;
		struct err_info why = {0};
		long status = 0;
		enum err code;

		buf_reset(&reply);
		code = ask_post((int)strtol(ask->port, NULL, 10), ask->pki, type,
		    ask->operation->action, &request, &reply, &status, &why);
		if (code == ERR_OK)
			code = read_reply(ask, &reply, &fault, &json, &why);
		text = json != NULL ? json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
		if (code != ERR_OK)
			fprintf(stderr, "%s at '%s': %s\n", err_name(code), why.at, why.text);
		printf("%ld %s %s %s %s\n", status, err_name(code), *fault.code != '\0' ? fault.code : "-",
		    *fault.field != '\0' ? fault.field : "-", text != NULL ? text : "-");
	}
	return ERR_OK;
}

int
main(int argc, char **argv)
{
	struct ask ask = {.sign = "ec", .as = "mostik", .soap = "1.1", .times = "1"};
	char id[ID_SIZE];
	struct err_info e = {0};
	enum err code;

	id_new(id);
	ask.id = id;
	read_options(&ask, argv + (argc > 0));
	snprintf(ask.message_id, sizeof(ask.message_id), "urn:uuid:%s", ask.id);
	curl_global_init(CURL_GLOBAL_DEFAULT);
	seal_init();
	code = open_seal(&ask, &e);
	if (code == ERR_OK)
		code = soap_pool_open(1, &ask.pool, &e);
	if (code == ERR_OK)
		code = exchange(&ask, &e);
	if (code != ERR_OK)
		log_failure(LOG_LEVEL_ERROR, "event=failed", &e);
	soap_pool_close(ask.pool);
	seal_close(ask.seal);
	seal_fini();
	curl_global_cleanup();
	return code != ERR_OK;
}
