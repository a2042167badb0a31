/* What is answered where an exchange fails: its schema, and for each status the codes, headers and examples. */
#include "config.h"

#include <stdio.h>

#include "mapping/openapi.h"

/* RFC 9457, and what is added to it.  The codes come from the table of errors. */
static const char problem[] =
    "{'type':'object',"
    "'required':['type','title','status','code','hint'],"
    "'properties':{"
    "  'type':{'type':'string','format':'uri','examples':['urn:mostik:problem:INVALID']},"
    "  'title':{'type':'string'},"
    "  'status':{'type':'integer','minimum':400,'maximum':599},"
    "  'code':{'$ref':'#/components/schemas/ProblemCode',"
    "    'description':'FUND_REFUSED and FUND_NOT_FOUND: the Fund says no. FUND_UNREACHABLE: it was not asked."
    " FUND_SILENT, FUND_BROKEN, FUND_HTTP, FUND_FAULT: it has not answered. SIG, REPLY: its answer is not believed.',"
    "    'x-description-ru':'FUND_REFUSED и FUND_NOT_FOUND: Фонд отказал. FUND_UNREACHABLE: до Фонда запрос не дошёл."
    " FUND_SILENT, FUND_BROKEN, FUND_HTTP, FUND_FAULT: Фонд не ответил. SIG и REPLY: ответу Фонда нельзя верить.'},"
    "  'hint':{'type':'string','description':'What to do.','x-description-ru':'Что делать.'},"
    "  'instance':{'type':'string','description':'Identifier of the exchange in the journal.',"
    "    'x-description-ru':'Идентификатор обмена в журнале.'},"
    "  'errors':{'type':'array','items':{'$ref':'#/components/schemas/ProblemItem'}},"
    "  'errorsNotShown':{'type':'integer','minimum':1,"
    "    'description':'How many findings the list has no room for.',"
    "    'x-description-ru':'Сколько замечаний не поместилось в список.'},"
    "  'diagnostic':{'type':'string',"
    "    'description':'What exactly was wrong with the answer of the Fund; for operators, in English.',"
    "    'x-description-ru':'Что именно не так с ответом Фонда; для операторов, по-английски.'},"
    "  'fault':{'anyOf':[],"
    "    'description':'What the Fund says; where the type begins with urn:mostik:problem:fund, by the service.',"
    "    'x-description-ru':'Что сообщил Фонд; если type начинается с urn:mostik:problem:fund — сам сервис.'}}}";

static const char problem_item[] =
    "{'type':'object',"
    "'required':['in','pointer','code','detail','hint'],"
    "'properties':{"
    "  'in':{'type':'string','enum':['token','path','query','header','body'],"
    "    'description':'Which part of the request.','x-description-ru':'Часть запроса.'},"
    "  'pointer':{'type':'string','description':'JSON pointer (RFC 6901) in that part.',"
    "    'x-description-ru':'Указатель JSON (RFC 6901) в этой части.','examples':['/details/passport/series']},"
    "  'code':{'$ref':'#/components/schemas/ProblemCode'},"
    "  'detail':{'type':'string'},"
    "  'hint':{'type':'string'}}}";

/* Headers that go with a status; 0 ends the list. */
static const struct {
	int         status;
	const char *name, *component;
} status_headers[] = {
	{401, "WWW-Authenticate", "WWWAuthenticate"},
	{403, "WWW-Authenticate", "WWWAuthenticate"},
	{409, "Retry-After", "RetryAfter"},
	{415, "Accept", "Accept"},
	{429, "Retry-After", "RetryAfter"},
	{503, "Retry-After", "RetryAfter"},
	{0, NULL, NULL},
};

/* The codes of a status with their sentences, in one language. */
static json_t *
describe_status(struct map_doc *d, const struct map_service *service, int status, enum err_lang lang)
{
	const struct map_refusal *r = service != NULL ? service->refusals : NULL;
	BUF_AUTO(text, 1 << 16);

	for (int code = ERR_OK + 1; code < ERR_MAX_; code++)
		if (err_http_status((enum err)code) == status
		    && buf_addf(&text, NULL, "%s- `%s`: %s", text.len > 0 ? "\n" : "",
		        err_name((enum err)code), err_sentence((enum err)code, lang)) != ERR_OK)
			d->failed = true;
	for (; r != NULL && r->code != NULL; r++)
		if (r->status == status
		    && buf_addf(&text, NULL, "%s- `%s:%s`: %s", text.len > 0 ? "\n" : "", service->name, r->code,
		        lang == ERR_EN ? r->title_en : r->title_ru) != ERR_OK)
			d->failed = true;
	return text.len > 0 ? json_string(text.data) : NULL;
}

/* One for each code of the status, as it is answered. */
static void
add_examples(struct map_doc *d, json_t *media, int status)
{
	json_t *examples = json_object();

	for (int i = ERR_OK + 1; i < ERR_MAX_; i++) {
		enum err code = (enum err)i;
		json_t *example, *value;
		char type[64];

		if (err_http_status(code) != status)
			continue;
		example = json_object();
		value = json_object();
		snprintf(type, sizeof(type), "urn:mostik:problem:%s", err_name(code));
		map_doc_set(d, value, "type", json_string(type));
		map_doc_say(d, value, "title", err_sentence(code, ERR_EN), err_sentence(code, ERR_RU));
		map_doc_set(d, value, "status", json_integer(status));
		map_doc_set(d, value, "code", json_string(err_name(code)));
		map_doc_say(d, value, "hint", err_hint(code, ERR_EN), err_hint(code, ERR_RU));
		map_doc_set(d, value, "instance", json_string("0195a5c6-3b1a-7c52-9d0e-5b1f6a7c8d90"));
		map_doc_set(d, example, "value", value);
		map_doc_set(d, examples, err_name(code), example);
	}
	map_doc_set(d, media, "examples", examples);
}

static void
add_problem_response(struct map_doc *d, const struct map_service *service, int status)
{
	json_t *responses = json_object_get(json_object_get(d->root, "components"), "responses");
	json_t *response, *headers, *sentence = describe_status(d, service, status, ERR_EN);
	char name[64];

	if (sentence == NULL)
		return;
	response = json_object();
	headers = json_object();
	map_doc_set(d, response, "description", sentence);
	map_doc_set(d, response, "x-description-ru", describe_status(d, service, status, ERR_RU));
	map_doc_set(d, headers, "Mostik-Exchange", map_doc_ref(d, "headers", "MostikExchange"));
	for (size_t i = 0; status_headers[i].status != 0; i++)
		if (status_headers[i].status == status)
			map_doc_set(d, headers, status_headers[i].name,
			    map_doc_ref(d, "headers", status_headers[i].component));
	map_doc_set(d, response, "headers", headers);
	map_doc_set(d, headers, "Content-Language", map_doc_ref(d, "headers", "ContentLanguage"));
	map_doc_set(d, response, "content",
	    map_doc_content(d, "application/problem+json", map_doc_ref(d, "schemas", "Problem")));
	add_examples(d, json_object_get(json_object_get(response, "content"), "application/problem+json"), status);
	snprintf(name, sizeof(name), "%s%d", service != NULL ? service->name : "Problem", status);
	map_doc_set(d, responses, name, response);
}

/* The faults that services declare, for the member fault; and what their codes mean. */
static void
add_refusals(struct map_doc *d)
{
	json_t *any = json_object_get(json_object_get(json_object_get(json_object_get(d->schemas, "Problem"),
	    "properties"), "fault"), "anyOf");

	map_doc_add(d, any, map_schema_ref(d, map_fault.type->name, map_fault.type->fields, NULL, MAP_WAY_OUT));
	for (size_t i = 0; map_services[i] != NULL; i++) {
		const struct map_service *s = map_services[i];

		map_doc_add(d, any, map_schema_ref(d, s->fault->type->name, s->fault->type->fields,
		    s->fault->type->rules, MAP_WAY_OUT));
		for (const struct map_refusal *r = s->refusals; r->code != NULL; r++)
			add_problem_response(d, s, r->status);
	}
}

void
map_doc_problems(struct map_doc *d)
{
	json_t *code = json_object(), *names = json_array();

	map_doc_set(d, code, "type", json_string("string"));
	for (int c = ERR_OK + 1; c < ERR_MAX_; c++)
		map_doc_add(d, names, json_string(err_name((enum err)c)));
	map_doc_set(d, code, "enum", names);
	map_doc_set(d, d->schemas, "ProblemCode", code);
	map_doc_set(d, d->schemas, "ProblemItem", map_doc_parse(d, problem_item));
	map_doc_set(d, d->schemas, "Problem", map_doc_parse(d, problem));
	for (int status = 400; status < 600; status++)
		add_problem_response(d, NULL, status);
	add_refusals(d);
}
