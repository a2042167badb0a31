/* A value that names a part of the request: into the struct of the file. */
#include "config.h"

#include <string.h>

#include "mapping/common.h"
#include "mapping/decode.h"
#include "soapH.h"

/* The member's text, which the flow has put there: never the caller's word. */
static const char *
text_of(const json_t *file, const char *member)
{
	const char *text = json_string_value(json_object_get(file, member));

	CHECK(text != NULL);
	return text;
}

static char *
copy(struct map_decoder *d, const char *text, const struct map_at *at)
{
	char *to = map_allocate(d, strlen(text) + 1, at);

	if (to != NULL)
		memcpy(to, text, strlen(text));
	return to;
}

/* The row of the contract's file that has this member. */
static const struct map_field *
row_of(const char *member)
{
	const struct map_field *f = map_file_type.fields;

	while (f->kind != MAP_KIND_END && strcmp(f->json, member) != 0)
		f++;
	CHECK(f->kind != MAP_KIND_END);
	return f;
}

/* Name and size are as the caller has them: only what the contract permits goes into a message. */
static bool
is_permitted(struct map_decoder *d, const json_t *known, const struct map_at *at)
{
	const struct map_field *name = row_of("filename"), *size = row_of("size");
	const struct map_limits limits = {name->min, name->max};
	json_int_t octets = json_integer_value(json_object_get(known, "size"));
	char buf[MAP_TEXT_SIZE];
	const char *out;

	if (name->codec->read(&limits, text_of(known, "filename"), buf, &out) != ERR_OK) {
		REPORT(d, ERR_MAP_FORMAT, at, "the name of this file cannot be passed on",
		    "имя этого файла передать нельзя");
		return false;
	}
	if (octets < size->min || octets > size->max) {
		REPORT(d, ERR_MAP_RANGE, at, "a file of %ld to %ld octets", "размер файла — от %ld до %ld октетов",
		    size->min, size->max);
		return false;
	}
	return true;
}

void
map_decode_file(struct map_decoder *d, const struct map_field *f, const json_t *v, void *obj,
    const struct map_at *at)
{
	struct cmn__FileType *file = obj;
	const char *part = json_string_value(v);
	const json_t *known;

	(void)f;
	if (part == NULL) {
		REPORT(d, ERR_MAP_TYPE, at, "the name of a part of the request is expected",
		    "ожидается имя части запроса");
		return;
	}
	known = json_object_get(d->files, part);
	if (known == NULL) {
		REPORT(d, ERR_MAP_MISSING, at, "the request has no part of that name",
		    "в запросе нет части с этим именем");
		return;
	}
	if (!is_permitted(d, known, at))
		return;
	file->Name = copy(d, text_of(known, "filename"), at);
	file->MediaType = copy(d, text_of(known, "mediaType"), at);
	file->Size = (int)json_integer_value(json_object_get(known, "size"));
	file->Digest = copy(d, text_of(known, "digest"), at);
	file->Content = copy(d, part, at);
}
