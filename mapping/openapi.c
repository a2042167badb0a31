/* The OpenAPI 3.1 document: the operations' rows, and around them what all operations share. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mapping/openapi.h"

AUTO_DEFINE(json, json_t *, json_decref)

/* What no row says.  ' stands for ". */
static const char frame[] =
    "{"
    "'openapi':'3.1.0',"
    "'info':{"
    "  'title':'mostik',"
    "  'version':'" PACKAGE_VERSION "',"
    "  'description':'Services of the Social Fund of Russia for the portal, over REST. The citizen is the one in"
    " the access token, and no other. Money, dates and numbers of documents are strings. Members that the"
    " contract does not have are refused.',"
    "  'x-description-ru':'Сервисы Социального фонда России для портала, через REST. Гражданин — тот, кто указан"
    " в токене доступа, и никто другой. Деньги, даты и номера документов — строки. Поля, которых нет в контракте,"
    " не принимаются.',"
    "  'license':{'name':'GPL-2.0-or-later','identifier':'GPL-2.0-or-later'}},"
    "'servers':[{'url':'/'}],"
    "'paths':{},"
    "'components':{"
    "  'schemas':{},"
    "  'responses':{},"
    "  'parameters':{"
    "    'AcceptLanguage':{'name':'Accept-Language','in':'header','required':false,"
    "      'description':'Language of problems: ru (where in doubt) or en.',"
    "      'x-description-ru':'Язык сообщений об ошибках: ru (по умолчанию) или en.',"
    "      'schema':{'type':'string','examples':['ru']}},"
    "    'IdempotencyKey':{'name':'Idempotency-Key','in':'header','required':true,"
    "      'description':'Chosen by the caller, one for each request. Repeated with the same key, a request is not"
    " carried out twice and gets the same answer.',"
    "      'x-description-ru':'Выбирается вызывающей системой, свой для каждого запроса. Повтор с тем же ключом не"
    " выполняется второй раз и получает тот же ответ.',"
    "      'schema':{'type':'string','minLength':1,'maxLength':128,'pattern':'^[!#-\\\\[\\\\]-~]+$',"
    "        'examples':['5f0c7b6e-2f0f-4d0b-9f9e-0d4d3c1f8a11']}},"
    "    'IdempotencyKeyOptional':{'name':'Idempotency-Key','in':'header','required':false,"
    "      'description':'As with a POST, but not required: to do this twice does the same.',"
    "      'x-description-ru':'Как для POST, но необязателен: повтор даёт то же состояние.',"
    "      'schema':{'type':'string','minLength':1,'maxLength':128,'pattern':'^[!#-\\\\[\\\\]-~]+$',"
    "        'examples':['5f0c7b6e-2f0f-4d0b-9f9e-0d4d3c1f8a11']}},"
    "    'IfMatch':{'name':'If-Match','in':'header','required':false,"
    "      'description':'One strong entity tag that an ETag had, or *: the change is refused with 412 if the resource"
    " has changed since.',"
    "      'x-description-ru':'Одна сильная метка из заголовка ETag или *: если ресурс изменился, ответ 412.',"
    "      'schema':{'type':'string','pattern':'^([*]|\\\"[A-Za-z0-9._-]{1,64}\\\")$','examples':['*']}},"
    "    'IfNoneMatch':{'name':'If-None-Match','in':'header','required':false,"
    "      'description':'Entity tags that ETag had, or *: 304 without a body if the resource is still the same.',"
    "      'x-description-ru':'Метки из заголовка ETag или *: если ресурс не изменился, ответ 304 без тела.',"
    "      'schema':{'type':'string','examples':['*']}},"
    "    'Traceparent':{'name':'traceparent','in':'header','required':false,"
    "      'description':'W3C Trace Context; handed on to the Fund. A malformed one is not.',"
    "      'x-description-ru':'W3C Trace Context; передаётся Фонду. Неправильный не передаётся.',"
    "      'schema':{'type':'string','pattern':'^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$',"
    "        'examples':['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01']}}},"
    "  'headers':{"
    "    'MostikExchange':{'description':'Identifier of the exchange in the journal.',"
    "      'x-description-ru':'Идентификатор обмена в журнале.','schema':{'type':'string','format':'uuid'}},"
    "    'IdempotentReplayed':{'description':'true: the answer of an earlier request with this key.',"
    "      'x-description-ru':'true: ответ на прежний запрос с этим ключом.',"
    "      'schema':{'type':'string','enum':['true']}},"
    "    'ETag':{'description':'Version of the resource, in quotes.','x-description-ru':'Версия ресурса, в кавычках.',"
    "      'schema':{'type':'string','pattern':'^\\\"[A-Za-z0-9._-]{1,64}\\\"$'}},"
    "    'Link':{'description':'Where the list goes on, rel=next (RFC 8288); absent at its end.',"
    "      'x-description-ru':'Адрес следующей страницы списка, rel=next (RFC 8288); в конце списка отсутствует.',"
    "      'schema':{'type':'string'}},"
    "    'Deprecation':{'description':'Since when it is deprecated: @ and seconds since 1970 (RFC 9745).',"
    "      'x-description-ru':'С какого времени операция устарела: @ и секунды с 1970 года (RFC 9745).',"
    "      'schema':{'type':'string','pattern':'^@[0-9]+$'}},"
    "    'Sunset':{'description':'From when the operation may be gone (RFC 8594).',"
    "      'x-description-ru':'С какого времени операции может не быть (RFC 8594).','schema':{'type':'string'}},"
    "    'RetryAfter':{'description':'Seconds to wait before the next attempt.',"
    "      'x-description-ru':'Через сколько секунд повторить запрос.',"
    "      'schema':{'type':'string','pattern':'^[0-9]+$'}},"
    "    'WWWAuthenticate':{'description':'What the token lacks: RFC 6750, section 3.',"
    "      'x-description-ru':'Чего не хватает токену: RFC 6750, раздел 3.','schema':{'type':'string',"
    "        'examples':['Bearer']}},"
    "    'ContentLanguage':{'description':'Language of the texts.','x-description-ru':'Язык текстов.',"
    "      'schema':{'type':'string','enum':['ru','en']}},"
    "    'Accept':{'description':'The media type to send: RFC 9110, section 15.5.16.',"
    "      'x-description-ru':'Тип, который надо послать: RFC 9110, раздел 15.5.16.','schema':{'type':'string'}}},"
    "  'securitySchemes':{"
    "    'clientCertificate':{'type':'mutualTLS',"
    "      'description':'The calling system, by its TLS client certificate.',"
    "      'x-description-ru':'Вызывающая система, по её клиентскому сертификату TLS.'},"
    "    'accessToken':{'type':'http','scheme':'bearer','bearerFormat':'JWT',"
    "      'description':'The citizen, by the claims family_name, given_name, middle_name, snils, birthdate, gender,"
    " and the scope that the operation names.',"
    "      'x-description-ru':'Гражданин, по утверждениям family_name, given_name, middle_name, snils, birthdate,"
    " gender, и область доступа, указанная в операции.'},"
    "    'systemToken':{'type':'http','scheme':'bearer','bearerFormat':'JWT',"
    "      'description':'A system in its own name, by the claim client_id, and the scope that the operation names.',"
    "      'x-description-ru':'Система от своего имени, по утверждению client_id, и область доступа, указанная в"
    " операции.'}}}"
    "}";

/* Statuses that only an operation with a body can have. */
static const int body_statuses[] = {409, 413, 415};

void
map_doc_set(struct map_doc *d, json_t *object, const char *key, json_t *value)
{
	if (json_object_set_new(object, key, value) != 0)
		d->failed = true;
}

void
map_doc_add(struct map_doc *d, json_t *array, json_t *value)
{
	if (json_array_append_new(array, value) != 0)
		d->failed = true;
}

void
map_doc_say(struct map_doc *d, json_t *object, const char *key, const char *en, const char *ru)
{
	char key_ru[32];

	if (en == NULL)
		return;
	snprintf(key_ru, sizeof(key_ru), "x-%s-ru", key);
	map_doc_set(d, object, key, json_string(en));
	map_doc_set(d, object, key_ru, json_string(ru));
}

json_t *
map_doc_parse(struct map_doc *d, const char *text)
{
	AUTO(char) char *copy = strdup(text);
	json_t *json = NULL;

	for (char *p = copy; p != NULL && *p != '\0'; p++)
		if (*p == '\'')
			*p = '"';
	/* The texts are ours and a test reads them all: what can fail is memory. */
	if (copy != NULL)
		json = json_loads(copy, JSON_REJECT_DUPLICATES, NULL);
	d->failed = d->failed || json == NULL;
	return json;
}

json_t *
map_doc_ref(struct map_doc *d, const char *where, const char *name)
{
	json_t *r = json_object();
	char target[128];

	snprintf(target, sizeof(target), "#/components/%s/%s", where, name);
	map_doc_set(d, r, "$ref", json_string(target));
	return r;
}

json_t *
map_doc_content(struct map_doc *d, const char *media, json_t *schema)
{
	json_t *c = json_object(), *m = json_object();

	map_doc_set(d, m, "schema", schema);
	map_doc_set(d, c, media, m);
	return c;
}

static const struct map_field *
find_group(const struct map_type *type, const char *name)
{
	static const struct map_field none[] = {MAP_END};

	for (const struct map_field *f = type->fields; f->kind != MAP_KIND_END; f++)
		if (f->kind == MAP_KIND_GROUP && strcmp(f->json, name) == 0)
			return f->members;
	return none;
}

static void
add_parameters(struct map_doc *d, const struct map_type *type, const char *in, json_t *list)
{
	for (const struct map_field *f = find_group(type, in); f->kind != MAP_KIND_END; f++) {
		json_t *p = json_object();

		map_doc_set(d, p, "name", json_string(f->json));
		map_doc_set(d, p, "in", json_string(in));
		map_doc_set(d, p, "required", json_boolean(f->need == REQ));
		map_doc_say(d, p, "description", f->en, f->ru);
		map_doc_set(d, p, "schema", map_schema_value(d, f, MAP_WAY_IN));
		map_doc_add(d, list, p);
	}
}

static bool
needs_body(int status)
{
	for (size_t i = 0; i < COUNT_OF(body_statuses); i++)
		if (body_statuses[i] == status)
			return true;
	return false;
}

static json_t *
success(struct map_doc *d, const struct map_operation *o)
{
	json_t *response = json_object(), *headers = json_object();
	const struct map_type *type = o->reply->type;
	const struct {
		bool        there;
		const char *name;
	} given[] = {
		{o->version != NULL,    "ETag"},
		{o->list != NULL,       "Link"},
		{o->deprecated != NULL, "Deprecation"},
		{o->sunset != NULL,     "Sunset"},
	};

	map_doc_say(d, response, "description", o->title_en, o->title_ru);
	map_doc_set(d, headers, "Mostik-Exchange", map_doc_ref(d, "headers", "MostikExchange"));
	if (o->changes)
		map_doc_set(d, headers, "Idempotent-Replayed", map_doc_ref(d, "headers", "IdempotentReplayed"));
	for (size_t i = 0; i < COUNT_OF(given); i++)
		if (given[i].there)
			map_doc_set(d, headers, given[i].name, map_doc_ref(d, "headers", given[i].name));
	map_doc_set(d, response, "headers", headers);
	map_doc_set(d, response, "content", map_doc_content(d, "application/json",
	    map_schema_ref(d, type->name, type->fields, type->rules, MAP_WAY_OUT)));
	return response;
}

static json_t *
not_modified(struct map_doc *d)
{
	json_t *response = json_object(), *headers = json_object();

	map_doc_say(d, response, "description", "The caller has this version already.",
	    "Эта версия у вызывающей системы уже есть.");
	map_doc_set(d, headers, "Mostik-Exchange", map_doc_ref(d, "headers", "MostikExchange"));
	map_doc_set(d, headers, "ETag", map_doc_ref(d, "headers", "ETag"));
	map_doc_set(d, response, "headers", headers);
	return response;
}

/* Every status of the table of errors, and of the service's own refusals, in ascending order. */
static void
add_responses(struct map_doc *d, const struct map_operation *o, json_t *operation)
{
	json_t *responses = json_object();
	const json_t *shared = json_object_get(json_object_get(d->root, "components"), "responses");
	char key[16], name[64];

	snprintf(key, sizeof(key), "%d", o->status);
	if (o->file != NULL)
		map_doc_file_answer(d, o, responses);
	else
		map_doc_set(d, responses, key, success(d, o));
	if (o->version != NULL && strcmp(o->method, "GET") == 0)
		map_doc_set(d, responses, "304", not_modified(d));
	for (int status = 400; status < 600; status++) {
		bool own;

		snprintf(key, sizeof(key), "%d", status);
		snprintf(name, sizeof(name), "%s%d", o->service->name, status);
		own = json_object_get(shared, name) != NULL;
		if (!own)
			snprintf(name, sizeof(name), "Problem%d", status);
		if (own || (json_object_get(shared, name) != NULL && (o->changes || !needs_body(status))))
			map_doc_set(d, responses, key, map_doc_ref(d, "responses", name));
	}
	map_doc_set(d, operation, "responses", responses);
}

static void
add_body(struct map_doc *d, const struct map_operation *o, json_t *operation)
{
	const struct map_type *type = o->request->type;
	const struct map_field *rows = find_group(type, "body");
	json_t *body;

	if (rows->kind == MAP_KIND_END)
		return;
	body = json_object();
	map_doc_set(d, body, "required", json_true());
	map_doc_set(d, body, "content",
	    map_doc_content(d, "application/json", map_schema_ref(d, type->name, rows, type->rules, MAP_WAY_IN)));
	if (o->files)
		map_doc_multipart(d, json_object_get(body, "content"));
	map_doc_set(d, operation, "requestBody", body);
}

static void
add_security(struct map_doc *d, const struct map_operation *o, json_t *operation)
{
	json_t *all = json_array(), *both = json_object(), *scopes = json_array();

	map_doc_add(d, scopes, json_string(o->scope));
	map_doc_set(d, both, "clientCertificate", json_array());
	map_doc_set(d, both, o->system ? "systemToken" : "accessToken", scopes);
	map_doc_add(d, all, both);
	map_doc_set(d, operation, "security", all);
}

/* The headers of a request that are everybody's, where the operation heeds them. */
static void
add_headers(struct map_doc *d, const struct map_operation *o, json_t *parameters)
{
	bool post = strcmp(o->method, "POST") == 0, get = strcmp(o->method, "GET") == 0;
	const struct {
		bool        heeded;
		const char *name;
	} shared[] = {
		{o->changes && post,                "IdempotencyKey"},
		{o->changes && !post,               "IdempotencyKeyOptional"},
		{map_takes(o, "header", "ifMatch"), "IfMatch"},
		{get && o->version != NULL,         "IfNoneMatch"},
		{true,                              "AcceptLanguage"},
		{true,                              "Traceparent"},
	};

	for (size_t i = 0; i < COUNT_OF(shared); i++)
		if (shared[i].heeded)
			map_doc_add(d, parameters, map_doc_ref(d, "parameters", shared[i].name));
}

static void
add_operation(struct map_doc *d, const struct map_operation *o)
{
	json_t *paths = json_object_get(d->root, "paths");
	json_t *operation = json_object(), *parameters = json_array(), *tags = json_array();
	char method[16];
	size_t i;

	for (i = 0; o->method[i] != '\0' && i + 1 < sizeof(method); i++)
		method[i] = (char)(o->method[i] | 0x20);
	method[i] = '\0';
	map_doc_set(d, operation, "operationId", json_string(o->name));
	map_doc_add(d, tags, json_string(o->service->name));
	map_doc_set(d, operation, "tags", tags);
	map_doc_say(d, operation, "summary", o->title_en, o->title_ru);
	if (o->deprecated != NULL)
		map_doc_set(d, operation, "deprecated", json_true());
	add_security(d, o, operation);
	add_parameters(d, o->request->type, "path", parameters);
	add_parameters(d, o->request->type, "query", parameters);
	add_headers(d, o, parameters);
	if (o->file != NULL)
		map_doc_file_parameters(d, parameters);
	map_doc_set(d, operation, "parameters", parameters);
	add_body(d, o, operation);
	add_responses(d, o, operation);
	if (json_object_get(paths, o->path) == NULL)
		map_doc_set(d, paths, o->path, json_object());
	map_doc_set(d, json_object_get(paths, o->path), method, operation);
}

/* A tag for each service: readers show the operations under them. */
static void
add_tags(struct map_doc *d)
{
	json_t *tags = json_array();

	for (size_t i = 0; map_services[i] != NULL; i++) {
		json_t *tag = json_object();

		map_doc_set(d, tag, "name", json_string(map_services[i]->name));
		map_doc_say(d, tag, "description", map_services[i]->title_en, map_services[i]->title_ru);
		map_doc_add(d, tags, tag);
	}
	map_doc_set(d, d->root, "tags", tags);
}

enum err
map_openapi(enum err_lang lang, json_t **ret_doc, struct err_info *e)
{
	struct map_doc d = {0};
	const struct map_operation *op;
	AUTO(json) json_t *root = d.root = map_doc_parse(&d, frame);

	d.schemas = json_object_get(json_object_get(root, "components"), "schemas");
	add_tags(&d);
	map_doc_problems(&d);
	for (size_t i = 0; (op = map_operation_at(i)) != NULL; i++)
		add_operation(&d, op);
	map_doc_speak(&d, root, lang);
	if (d.failed)
		FAIL(e, ERR_NOMEM, "", "the OpenAPI document");
	*ret_doc = STEAL(root);
	return ERR_OK;
}
