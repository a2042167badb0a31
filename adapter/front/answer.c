#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "adapter/base/lang.h"
#include "adapter/front/private.h"

/* What every answer says unless it says otherwise itself. */
static const struct front_header usual_headers[] = {
	{"Cache-Control",          "no-store"},
	{"X-Content-Type-Options", "nosniff"},
};

/* Statuses that evhttp has no words for, or old ones (RFC 9110, 15). */
static const struct {
	int         status;
	const char *words;
} reasons[] = {
	{400, "Bad Request"},
	{405, "Method Not Allowed"},
	{408, "Request Timeout"},
	{413, "Content Too Large"},
	{414, "URI Too Long"},
	{416, "Range Not Satisfiable"},
	{422, "Unprocessable Content"},
	{428, "Precondition Required"},
	{429, "Too Many Requests"},
	{431, "Request Header Fields Too Large"},
};

static const char *
words_of(int status)
{
	for (size_t i = 0; i < COUNT_OF(reasons); i++)
		if (reasons[i].status == status)
			return reasons[i].words;
	return NULL;            /* evhttp knows */
}

/* A value that could break out of its line is left out: better no header than a forged one. */
static void
add(struct evkeyvalq *headers, const char *name, const char *value)
{
	for (const char *p = value; *p != '\0'; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f) {
			log_error("event=header_left_out name=\"%s\"", name);
			return;
		}
	evhttp_remove_header(headers, name);
	if (evhttp_add_header(headers, name, value) != 0)
		log_error("event=header_left_out name=\"%s\"", name);
}

static void
add_headers(struct evhttp_request *req, const struct front_answer *answer, bool body, bool close)
{
	struct evkeyvalq *headers = evhttp_request_get_output_headers(req);
	char text[64];

	for (size_t i = 0; i < COUNT_OF(usual_headers); i++)
		add(headers, usual_headers[i].name, usual_headers[i].value);
	for (size_t i = 0; i < answer->n_headers; i++)
		add(headers, answer->header[i].name, answer->header[i].value);
	if (evutil_date_rfc1123(text, sizeof(text), NULL) > 0)
		add(headers, "Date", text);
	if (body) {
		snprintf(text, sizeof(text), "%" PRIu64, answer->stream != NULL ? answer->stream->size :
		    answer->body_len);
		add(headers, "Content-Length", text);
		if (answer->content_type != NULL)
			add(headers, "Content-Type", answer->content_type);
	}
	if (close)
		add(headers, "Connection", "close");
}

static bool
put_body(struct evbuffer *out, const struct front_answer *answer)
{
	if (out == NULL)
		return false;
	if (answer->body_stays)
		return evbuffer_add_reference(out, answer->body, answer->body_len, NULL, NULL) == 0;
	return evbuffer_add(out, answer->body, answer->body_len) == 0;
}

static void
reply(struct evhttp_request *req, const struct front_answer *answer, bool close)
{
	bool may_have_body = answer->status >= 200 && answer->status != 204 && answer->status != 304;
	struct evbuffer *out = NULL;

	add_headers(req, answer, may_have_body, close);
	/* evhttp would write a body after a HEAD, too. */
	if (may_have_body && answer->body_len > 0 &&
	    evhttp_request_get_command(req) != EVHTTP_REQ_HEAD) {
		out = evbuffer_new();
		if (!put_body(out, answer)) {
			if (out != NULL)
				evbuffer_free(out);
			evhttp_connection_free(evhttp_request_get_connection(req));
			return;
		}
	}
	evhttp_send_reply(req, answer->status, words_of(answer->status), out);
	if (out != NULL)
		evbuffer_free(out);
}

void
front_answer(struct front_call *pub, const struct front_answer *answer)
{
	struct call *call = (struct call *)pub;
	struct evhttp_request *req = call->req;
	struct link *link = call->link;
	const struct front_stream *stream = answer->stream;
	bool close = call->front->stopping;

	CHECK(answer->status >= 100 && answer->status <= 599);
	front_call_free(call);
	if (req != NULL && stream != NULL && stream->size > 0 &&
	    evhttp_request_get_command(req) != EVHTTP_REQ_HEAD) {
		add_headers(req, answer, true, close);
		front_stream_send(link, req, answer->status, words_of(answer->status), stream);
		return;
	}
	if (req != NULL)
		reply(req, answer, close);
	if (stream != NULL)
		stream->release(stream->arg);
}

void
front_drop(struct front_call *pub)
{
	struct call *call = (struct call *)pub;
	struct evhttp_request *req = call->req;

	front_call_free(call);
	if (req != NULL)
		evhttp_connection_free(evhttp_request_get_connection(req));
}

enum { PROBLEM_SIZE = 1536 };

/* Nothing here needs escaping: all of it is our own text. */
static size_t
print_problem(char body[PROBLEM_SIZE], enum err code, const char *at, const char *detail,
    enum err_lang lang)
{
	const char *in = at[0] == '/' ? at + 1 : "request";
	size_t in_len = strcspn(in, "/");
	const char *pointer = at[0] == '/' ? in + in_len : "";
	int len = snprintf(body, PROBLEM_SIZE,
	    "{\"type\":\"urn:mostik:problem:%s\",\"title\":\"%s\",\"status\":%d,\"code\":\"%s\","
	    "\"hint\":\"%s\",\"errors\":[{\"in\":\"%.*s\",\"pointer\":\"%s\",\"code\":\"%s\","
	    "\"detail\":\"%s%s%s%s\",\"hint\":\"%s\"}]}", err_name(code), err_sentence(code, lang),
	    err_http_status(code), err_name(code), err_hint(code, lang), (int)in_len, in,
	    pointer, err_name(code), err_sentence(code, lang), detail[0] != '\0' ? " (" : "", detail,
	    detail[0] != '\0' ? ")" : "", err_hint(code, lang));

	CHECK(len > 0 && len < PROBLEM_SIZE);
	return (size_t)len;
}

static const char methods[] = "GET, HEAD, POST, PUT, PATCH, DELETE";

/* What a refusal says besides, or NULL. */
static const char *
further_header(enum err code, const char **ret_value)
{
	*ret_value = code == ERR_METHOD ? methods : "5";
	return code == ERR_METHOD ? "Allow" : err_http_status(code) == 503 ? "Retry-After" : NULL;
}

void
front_refuse(struct evhttp_request *req, enum err code, const char *at, const char *detail)
{
	enum err_lang lang = lang_choose(evhttp_find_header(evhttp_request_get_input_headers(req),
	    "Accept-Language"));
	struct front_header header[2] = {{"Content-Language", lang_name(lang)}};
	struct front_answer answer = {.status = err_http_status(code),
	    .content_type = "application/problem+json",
	    .header = header,
	    .n_headers = 1};
	char body[PROBLEM_SIZE];

	header[1].name = further_header(code, &header[1].value);
	answer.n_headers += header[1].name != NULL;
	answer.body_len = print_problem(body, code, at, detail, lang);
	answer.body = body;
	reply(req, &answer, true);
}

void
front_refuse_raw(struct evbuffer *output, enum err code, const char *detail, enum err_lang lang)
{
	int status = err_http_status(code);
	char body[PROBLEM_SIZE];
	size_t len = print_problem(body, code, "", detail, lang);
	const char *value, *name = further_header(code, &value);

	if (evbuffer_add_printf(output, "HTTP/1.1 %d %s\r\nContent-Type: application/problem+json\r\n"
	    "Content-Language: %s\r\nContent-Length: %zu\r\nCache-Control: no-store\r\n"
	    "X-Content-Type-Options: nosniff\r\nConnection: close\r\n%s%s%s%s\r\n%s", status,
	    words_of(status) != NULL ? words_of(status) : "Refused", lang_name(lang), len,
	    name != NULL ? name : "", name != NULL ? ": " : "", name != NULL ? value : "",
	    name != NULL ? "\r\n" : "", body) < 0)
		log_error("event=refusal_left_out");
}
