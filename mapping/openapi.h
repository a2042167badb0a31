/*
 * openapi: what the files that write the OpenAPI document share; private to mapping/.
 *
 * Building does not stop at a failure: it is remembered, and the whole is given up at the end.
 */
#ifndef MAPPING_OPENAPI_H
#define MAPPING_OPENAPI_H

#include "mapping/rows.h"

struct map_doc {
	json_t *root;
	json_t *schemas;                /* /components/schemas, borrowed from root */
	bool    failed;                 /* some allocation */
};

/* Which way a value goes: what the adapter makes, it makes whole. */
enum map_way { MAP_WAY_IN, MAP_WAY_OUT };

/* Takes value.  A NULL value or object counts as a failed allocation. */
void map_doc_set(struct map_doc *d, json_t *object, const char *key, json_t *value);
void map_doc_add(struct map_doc *d, json_t *array, json_t *value);
/* A text in English, and its Russian under x-key-ru; nothing where en is NULL. */
void map_doc_say(struct map_doc *d, json_t *object, const char *key, const char *en, const char *ru);

/* Leaves the texts of one language, in English members' place: no x-…-ru is left. */
void map_doc_speak(struct map_doc *d, json_t *at, enum err_lang lang);

/* JSON written with ' for ", so that it can be read in C; no text in it may hold either. */
json_t *map_doc_parse(struct map_doc *d, const char *text);

/* {"$ref": "#/components/where/name"} */
json_t *map_doc_ref(struct map_doc *d, const char *where, const char *name);

/* {"media/type": {"schema": …}}; takes schema. */
json_t *map_doc_content(struct map_doc *d, const char *media, json_t *schema);

/* The schemas of problems, and a response ProblemNNN for each status that the table of errors has. */
void map_doc_problems(struct map_doc *d);

/* {"$ref": …} to the schema called name, which these rows and rules make; put among the schemas. */
json_t *map_schema_ref(struct map_doc *d, const char *name, const struct map_field *fields,
    const struct map_rule *rules, enum map_way way);

/* Of an operation whose reply is a file (o->file): what is answered well, and the headers that it heeds. */
void map_doc_file_answer(struct map_doc *d, const struct map_operation *o, json_t *responses);
void map_doc_file_parameters(struct map_doc *d, json_t *parameters);

/* The same body as multipart/form-data, with files; content has it as application/json. */
void map_doc_multipart(struct map_doc *d, json_t *content);

/* The schema of one value: a new reference. */
json_t *map_schema_value(struct map_doc *d, const struct map_field *f, enum map_way way);

#endif
