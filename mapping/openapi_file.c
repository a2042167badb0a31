/* What OpenAPI says of files: requests that bring them, and answers that are one. */
#include "config.h"

#include "mapping/openapi.h"

/* What a citizen may send, and the Fund hand over. */
static const char *const media_types[] = {
	"application/pdf", "image/jpeg", "image/png", "application/pkcs7-signature",
};

/* Headers of an answer that is a file; ' stands for ". */
static const char file_headers[] =
    "{'Mostik-Exchange':{'$ref':'#/components/headers/MostikExchange'},"
    "'ETag':{'description':'Digest of the file, as a strong entity tag.',"
    "  'x-description-ru':'Хэш файла как сильная метка.','schema':{'type':'string'}},"
    "'Accept-Ranges':{'description':'Ranges of octets may be asked for.',"
    "  'x-description-ru':'Можно запрашивать диапазоны октетов.','schema':{'type':'string','enum':['bytes']}},"
    "'Content-Disposition':{'description':'Name of the file (RFC 6266).',"
    "  'x-description-ru':'Имя файла (RFC 6266).','schema':{'type':'string'}},"
    "'Repr-Digest':{'description':'SHA-256 of the whole file (RFC 9530).',"
    "  'x-description-ru':'SHA-256 всего файла (RFC 9530).','schema':{'type':'string'}}}";

static const char file_parameters[] =
    "[{'name':'Range','in':'header','required':false,"
    "  'description':'One range of octets (RFC 9110, section 14.2); several are answered by the whole file.',"
    "  'x-description-ru':'Один диапазон октетов (RFC 9110, раздел 14.2); на несколько — файл целиком.',"
    "  'schema':{'type':'string','examples':['bytes=0-1023']}},"
    "{'$ref':'#/components/parameters/IfNoneMatch'}]";

static const char multipart[] =
    "{'type':'object','required':['body'],"
    "'properties':{'body':{}},"
    "'additionalProperties':{'type':'string','contentMediaType':'application/octet-stream',"
    "  'description':'A file: PDF, JPEG, PNG or a detached signature (CMS), under the name by which the body refers to"
    " it.',"
    "  'x-description-ru':'Файл: PDF, JPEG, PNG или отсоединённая подпись (CMS) — под именем, на которое ссылается"
    " тело запроса.'}}";

static json_t *
octets(struct map_doc *d, const char *en, const char *ru)
{
	json_t *response = json_object(), *content = json_object();

	map_doc_say(d, response, "description", en, ru);
	map_doc_set(d, response, "headers", map_doc_parse(d, file_headers));
	for (size_t i = 0; i < COUNT_OF(media_types); i++)
		map_doc_set(d, content, media_types[i],
		    map_doc_parse(d, "{'schema':{'type':'string','format':'binary'}}"));
	map_doc_set(d, response, "content", content);
	return response;
}

void
map_doc_file_answer(struct map_doc *d, const struct map_operation *o, json_t *responses)
{
	json_t *range, *same = json_object();

	map_doc_set(d, responses, "200", octets(d, o->title_en, o->title_ru));
	range = octets(d, "The range that was asked for.", "Запрошенный диапазон.");
	map_doc_set(d, json_object_get(range, "headers"), "Content-Range",
	    map_doc_parse(d, "{'schema':{'type':'string','pattern':'^bytes [0-9]+-[0-9]+/[0-9]+$'}}"));
	map_doc_set(d, responses, "206", range);
	map_doc_say(d, same, "description", "The caller has it: one of the tags is the file's.",
	    "Файл у вызывающей стороны уже есть: одна из меток — его.");
	map_doc_set(d, responses, "304", same);
}

void
map_doc_file_parameters(struct map_doc *d, json_t *parameters)
{
	json_t *added = map_doc_parse(d, file_parameters);

	if (json_array_extend(parameters, added) != 0)
		d->failed = true;
	json_decref(added);
}

void
map_doc_multipart(struct map_doc *d, json_t *content)
{
	json_t *media = json_object(), *schema = map_doc_parse(d, multipart);
	const json_t *json = json_object_get(json_object_get(content, "application/json"), "schema");

	map_doc_set(d, json_object_get(schema, "properties"), "body", json_deep_copy(json));
	map_doc_set(d, media, "schema", schema);
	map_doc_set(d, media, "encoding", map_doc_parse(d, "{'body':{'contentType':'application/json'}}"));
	map_doc_set(d, content, "multipart/form-data", media);
}
