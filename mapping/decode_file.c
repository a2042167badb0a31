/* A value that names a part of the request: into the struct of the file. */
#include "config.h"

#include <string.h>

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
	file->Name = copy(d, text_of(known, "filename"), at);
	file->MediaType = copy(d, text_of(known, "mediaType"), at);
	file->Size = (int)json_integer_value(json_object_get(known, "size"));
	file->Digest = copy(d, text_of(known, "digest"), at);
	file->Content = copy(d, part, at);
}
