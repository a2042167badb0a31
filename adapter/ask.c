/* ask: the steps of the way out, from the caller's bytes to the Fund. */
#include "config.h"

#include <stdarg.h>
#include <string.h>

#include "adapter/body.h"
#include "adapter/exchange.h"
#include "adapter/files.h"
#include "adapter/package.h"
#include "adapter/route.h"
#include "adapter/service.h"
#include "adapter/signed.h"
#include "adapter/steps.h"

/* Whether the parameters of a media range, up to the comma, give it the weight zero: an explicit no. */
static bool
is_refused(const char *parameters)
{
	const char *end = parameters + strcspn(parameters, ","), *q;

	for (q = parameters; q + 2 < end; q++)
		if ((q[0] == 'q' || q[0] == 'Q') && q[1] == '=')
			return q[2] == '0' && strspn(q + 2, "0.") == strcspn(q + 2, " \t;,");
	return false;
}

/* How closely a media range of this length names application/json; 0: not at all. */
static int
closeness(const char *range, size_t len)
{
	static const char *const good[] = {"*/*", "application/*", "application/json"};

	for (size_t i = 0; i < COUNT_OF(good); i++)
		if (len == strlen(good[i]) && strncasecmp(range, good[i], len) == 0)
			return (int)i + 1;
	return 0;
}

/* RFC 9110, 12.5.1: the closest range decides; without an Accept header anything goes. */
static bool
accepts_json(const struct front_call *call)
{
	int best = 0;
	bool given = false, yes = false;

	for (size_t i = 0; i < call->n_headers; i++) {
		const char *p = call->header[i].value;

		if (strcasecmp(call->header[i].name, "Accept") != 0)
			continue;
		given = true;
		for (p += strspn(p, ", \t"); *p != '\0'; p += strcspn(p, ","), p += strspn(p, ", \t")) {
			size_t len = strcspn(p, ",; \t");
			int close = closeness(p, len);

			if (close > best) {
				best = close;
				yes = !is_refused(p + len);
			}
		}
	}
	return !given || yes;
}

static enum err
read_body(struct exchange *x, struct err_info *e)
{
	json_t *body;

	if (x->call->body_len != 0 && !map_takes_body(x->op))
		FAIL(e, ERR_INVALID, "/body", "this operation takes no body");
	TRY(body_read(x->call, &body, e));
	if (body != NULL && json_object_set_new(x->doc, "body", body) != 0)
		FAIL(e, ERR_NOMEM, "", "request document");
	return ERR_OK;
}

/* Findings are many bytes and rare: they are collected on the stack, and kept if there are any. */
static enum err
keep(struct exchange *x, const struct err_list *found, struct err_info *e)
{
	x->problems = malloc(sizeof(*found));
	if (x->problems == NULL)
		FAIL(e, ERR_NOMEM, "", "list of findings");
	*x->problems = *found;
	return ERR_INVALID;
}

static enum err
read_files(struct exchange *x, struct err_info *e)
{
	struct err_list found = {0};
	json_t *files;

	if (x->parts == NULL)
		return ERR_OK;
	if (!x->op->files)
		FAIL(e, ERR_MEDIA_TYPE, "/header/Content-Type", "application/json, and no files");
	if (files_check(x->parts, &found, e) != ERR_OK)
		return keep(x, &found, e);
	TRY(files_describe(x->parts, &files, e));
	if (json_object_set_new(x->doc, "files", files) != 0)
		FAIL(e, ERR_NOMEM, "", "request document");
	return ERR_OK;
}

enum err
step_route(struct exchange *x, struct err_info *e)
{
	json_t *path = json_object(), *query;
	enum err code;

	if (path == NULL)
		FAIL(e, ERR_NOMEM, "", "request document");
	code = route_find(x->service->routes, x->call->method, x->call->path, path, x->allow,
	    sizeof(x->allow), &x->op, e);
	if (code != ERR_OK) {
		json_decref(path);
		return code;
	}
	if (json_object_size(path) == 0)
		json_decref(path);
	else if (json_object_set_new(x->doc, "path", path) != 0)
		FAIL(e, ERR_NOMEM, "", "request document");
	if (x->op->file == NULL && !accepts_json(x->call))
		FAIL(e, ERR_NOT_ACCEPTABLE, "/header/Accept", "application/json");
	if (x->call->query != NULL && x->call->query[0] != '\0') {
		TRY(exchange_part(x, "query", &query, e));
		TRY(route_read_query(x->call->query, query, e));
	}
	TRY(read_files(x, e));
	return read_body(x, e);
}

enum err
step_map(struct exchange *x, struct err_info *e)
{
	struct err_list found = {0};
	enum err code;

	TRY(soap_message_new(x->service->soap_pool, &x->message, e));
	code = soap_map(x->message, x->op->request, x->doc, &found, e);
	if (code == ERR_INVALID)
		return keep(x, &found, e);
	TRY(code);
	return signed_check(x, e);
}

enum err
step_build(struct exchange *x, struct err_info *e)
{
	struct soap_addressing addressing = {.to = x->service->settings->fund_url,
	    .action = x->op->action,
	    .message_id = x->message_id};

	TRY(soap_build(x->message, &addressing, &x->built, e));
	soap_message_free(STEAL(x->message));   /* while it waits, an exchange keeps no context */
	return ERR_OK;
}

enum err
step_sign(struct exchange *x, struct err_info *e)
{
	x->sent_us = clock_now_us();
	TRY(seal_sign(x->service->seal, x->built.data, x->built.len, x->sent_us, &x->envelope, e));
	buf_fini(&x->built);
	return package_close(x, e);
}

static void
on_sent(struct send_job *job)
{
	struct exchange *x = job->arg;

	x->replied_us = clock_now_us();
	flow_wake(x, job->err.code != ERR_OK ? &job->err : NULL);
}

/* version-trace-parent-flags of W3C Trace Context, or NULL: a malformed one is not passed on. */
static const char *
traceparent(const struct exchange *x)
{
	const char *value = front_header(x->call, "traceparent", NULL);

	if (value == NULL || strlen(value) != 55 || strspn(value, "0123456789abcdef-") != 55
	    || value[2] != '-' || value[35] != '-' || value[52] != '-')
		return NULL;
	return value;
}

enum err
step_send(struct exchange *x, struct err_info *e)
{
	int64_t left = exchange_left_ms(x);

	if (left <= 0)
		FAIL(e, ERR_DEADLINE, "", "before sending");
	x->post.url = x->service->settings->fund_url;
	package_post(x);
	x->post.action = x->op->action;
	x->post.traceparent = traceparent(x);
	x->post.timeout_ms = left < x->service->settings->fund_timeout_ms
	                         ? left : x->service->settings->fund_timeout_ms;
	x->post.done = on_sent;
	x->post.arg = x;
	x->posted = true;
	send_post(x->service->send, &x->post);
	return ERR_OK;
}
