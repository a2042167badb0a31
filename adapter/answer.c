#include "config.h"

#include <string.h>

#include "adapter/answer.h"
#include "adapter/base/lang.h"
#include "adapter/exchange.h"
#include "adapter/headers.h"
#include "adapter/package.h"
#include "adapter/service.h"
#include "adapter/steps.h"

/* Sets a string member; a value that is not UTF-8 is left out rather than failing the answer. */
static void
put(json_t *object, const char *name, const char *value)
{
	json_t *text = json_string(value);

	if (text != NULL)
		json_object_set_new(object, name, text);
}

/* {in, pointer, code, detail, hint} of one finding: "/body/a/b" is /a/b in the body. */
static json_t *
finding(const struct err_info *e, const char *text, enum err_lang lang)
{
	json_t *f = json_object();
	const char *at = e->at[0] == '/' ? e->at + 1 : e->at;
	size_t where = strcspn(at, "/");
	char in[32];

	if (f == NULL)
		return NULL;
	snprintf(in, sizeof(in), "%.*s", (int)(where < 31 ? where : 31), at);
	put(f, "in", in);
	put(f, "pointer", at + where);
	put(f, "code", err_name(e->code));
	if (text[0] != '\0')
		json_object_set_new(f, "detail", json_sprintf("%s (%s)", err_sentence(e->code, lang), text));
	else
		put(f, "detail", err_sentence(e->code, lang));
	put(f, "hint", err_hint(e->code, lang));
	return f;
}

static json_t *
findings(const struct exchange *x)
{
	const struct err_info *single = &x->flow.err;
	json_t *list = json_array();

	for (size_t i = 0; x->problems != NULL && i < x->problems->n; i++) {
		const struct err_finding *f = &x->problems->item[i];

		json_array_append_new(list,
		    finding(&f->info, x->lang == ERR_RU ? f->text_ru : f->info.text, x->lang));
	}
	/*
	 * A single culprit in the request is a list of one; places in a reply are for the log.  Its
	 * text is in English only: in Russian the sentence, the pointer and the hint must do.
	 */
	if (x->problems == NULL && err_who(single->code) == ERR_CALLER && single->at[0] == '/')
		json_array_append_new(list, finding(single, x->lang == ERR_EN ? single->text : "", x->lang));
	return list;
}

/* The members that every problem has: RFC 9457, section 3.1, then code and hint. */
static json_t *
problem_new(enum err code, enum err_lang lang)
{
	json_t *p = json_object();
	char type[96];

	if (p == NULL)
		return NULL;
	snprintf(type, sizeof(type), "urn:mostik:problem:%s", err_name(code));
	put(p, "type", type);
	put(p, "title", err_sentence(code, lang));
	json_object_set_new(p, "status", json_integer(err_http_status(code)));
	put(p, "code", err_name(code));
	put(p, "hint", err_hint(code, lang));
	return p;
}

/* What a refusal tells the caller besides its body. */
static const struct {
	enum err    code;
	const char *name, *value;
} code_headers[] = {
	{ERR_TOKEN_MISSING, "WWW-Authenticate", "Bearer"},
	{ERR_TOKEN_INVALID, "WWW-Authenticate", "Bearer error=\"invalid_token\""},
	{ERR_TOKEN_EXPIRED, "WWW-Authenticate", "Bearer error=\"invalid_token\""},
	{ERR_TOKEN_BINDING, "WWW-Authenticate", "Bearer error=\"invalid_token\""},
	{ERR_TOKEN_SCOPE, "WWW-Authenticate", "Bearer error=\"insufficient_scope\""},
	{ERR_TOKEN_KEYS, "Retry-After", "2"},
	{ERR_BUSY, "Retry-After", "1"},
	{ERR_RATE, "Retry-After", "1"},
	{ERR_STOPPING, "Retry-After", "5"},
	{ERR_KEY_BUSY, "Retry-After", "1"},
	{ERR_DEADLINE, "Retry-After", "5"},
	{ERR_NOMEM, "Retry-After", "5"},
	{ERR_SPOOL, "Retry-After", "10"},
	{ERR_JOURNAL_WRITE, "Retry-After", "10"},
	{ERR_ANSWER_UNRECORDED, "Retry-After", "10"},
	{ERR_FUND_UNREACHABLE, "Retry-After", "10"},
	{ERR_MEDIA_TYPE, "Accept", "application/json"},
};

static const struct front_header *
code_header(enum err code, struct front_header *ret_header)
{
	for (size_t i = 0; i < COUNT_OF(code_headers); i++)
		if (code_headers[i].code == code) {
			*ret_header = (struct front_header){code_headers[i].name, code_headers[i].value};
			return ret_header;
		}
	return NULL;
}

/* The service's own words for its refusal, over the general ones of the code. */
static void
add_refusal(struct exchange *x, json_t *p)
{
	const struct map_refusal *row = x->refusal;
	char type[160];

	snprintf(type, sizeof(type), "urn:mostik:problem:fund:%s:%s", x->op->service->name, row->code);
	put(p, "type", type);
	put(p, "title", x->lang == ERR_EN ? row->title_en : row->title_ru);
	put(p, "hint", x->lang == ERR_EN ? row->hint_en : row->hint_ru);
	json_object_set_new(p, "status", json_integer(row->status));
	json_object_set(p, "fault", x->fault_detail);
}

static enum err
compose_problem(struct exchange *x, struct err_info *e)
{
	enum err code = x->flow.err.code;
	json_t *p = problem_new(code, x->lang), *list = findings(x);
	struct front_header header;

	put(p, "instance", x->id);
	if (json_array_size(list) != 0)
		json_object_set(p, "errors", list);
	json_decref(list);
	if (x->problems != NULL && x->problems->dropped != 0)
		json_object_set_new(p, "errorsNotShown", json_integer((json_int_t)x->problems->dropped));
	/* What exactly was wrong with a peer's answer: for the operators of both sides, and the journal. */
	if (err_who(code) == ERR_PEER && x->flow.err.text[0] != '\0')
		put(p, "diagnostic", x->flow.err.text);
	if (x->refusal != NULL) {
		add_refusal(x, p);
	} else if (x->fault.code[0] != '\0') {
		json_t *fault = json_object();

		put(fault, "code", x->fault.code);
		put(fault, "text", x->fault.text);
		if (x->fault.field[0] != '\0')
			put(fault, "field", x->fault.field);
		json_object_set_new(p, "fault", fault);
	}
	x->body = json_dumps(p, JSON_COMPACT);
	json_decref(p);
	if (x->body == NULL)
		FAIL(e, ERR_NOMEM, "", "answer");
	x->status = x->refusal != NULL ? x->refusal->status : err_http_status(code);
	x->content_type = "application/problem+json";
	exchange_add_header(x, "Content-Language", lang_name(x->lang));
	if (code_header(code, &header) != NULL)
		exchange_add_header(x, header.name, header.value);
	if (code == ERR_METHOD)
		exchange_add_header(x, "Allow", x->allow);
	return ERR_OK;
}

/* The answer that was given before, with the headers that it had. */
static enum err
compose_repeated(struct exchange *x, struct err_info *e)
{
	x->body = STEAL(x->claim.answer);
	x->status = x->claim.status;
	x->content_type = x->status < 400 ? "application/json" : "application/problem+json";
	exchange_add_header(x, "Idempotent-Replayed", "true");
	if (x->status < 400)
		x->reply = json_loads(x->body, 0, NULL);
	return headers_add(x, e);
}

static enum err
compose_success(struct exchange *x, struct err_info *e)
{
	x->body = json_dumps(x->reply, JSON_COMPACT);
	x->status = x->op->status;
	x->content_type = "application/json";
	if (x->op->file != NULL)
		TRY(package_serve(x, e));
	else
		TRY(headers_add(x, e));
	return ERR_OK;
}

enum err
step_answer(struct exchange *x, struct err_info *e)
{
	exchange_add_header(x, "Mostik-Exchange", x->id);
	TRY(headers_add_age(x, e));
	if (x->flow.err.code != ERR_OK) {
		TRY(compose_problem(x, e));
	} else if (x->flow.settled) {
		TRY(compose_repeated(x, e));
	} else if (compose_success(x, &x->flow.err) != ERR_OK) {
		free(STEAL(x->body));
		TRY(compose_problem(x, e));
	}
	if (x->body == NULL)
		FAIL(e, ERR_NOMEM, "", "answer");
	x->body_len = strlen(x->body);
	return ERR_OK;
}

/* A problem that is made of its code alone. */
static void
send_problem(struct front_call *call, enum err code, enum err_lang lang, const char *instance)
{
	json_t *p = problem_new(code, lang);
	char *body;
	struct front_header header[2] = {{"Content-Language", lang_name(lang)}, {NULL, NULL}};
	struct front_answer answer = {.status = err_http_status(code), .header = header};

	if (instance != NULL)
		put(p, "instance", instance);
	body = json_dumps(p, JSON_COMPACT);
	answer.n_headers = code_header(code, &header[1]) != NULL ? 2 : 1;
	if (body != NULL) {
		answer.content_type = "application/problem+json";
		answer.body = body;
		answer.body_len = strlen(body);
	}
	front_answer(call, &answer);
	free(body);
	json_decref(p);
}

enum err_lang
answer_language(const char *accept_language)
{
	return lang_choose(accept_language);
}

void
answer_refuse(struct front_call *call, enum err code)
{
	send_problem(call, code, lang_choose(front_header(call, "Accept-Language", NULL)), NULL);
}

void
answer_unrecorded(struct exchange *x, enum err code)
{
	x->status = err_http_status(code);
	send_problem(STEAL(x->call), code, x->lang, x->id);
}

enum err
step_reply(struct exchange *x, struct err_info *e)
{
	struct front_answer answer = {.status = x->status,
	    .content_type = x->content_type,
	    .body = x->body,
	    .body_len = x->body_len,
	    .header = x->header,
	    .n_headers = x->n_headers};

	(void)e;
	if (!x->answer_noted)
		answer_unrecorded(x, x->posted ? ERR_ANSWER_UNRECORDED : ERR_JOURNAL_WRITE);
	else if (x->body == NULL)
		answer_unrecorded(x, ERR_NOMEM);
	else if (x->file != NULL && x->flow.err.code == ERR_OK)
		package_answer(x, &answer);
	else
		front_answer(STEAL(x->call), &answer);
	return ERR_OK;
}
