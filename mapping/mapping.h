/*
 * mapping: the contracts as tables, and the one engine that reads them.
 *
 * A struct map_type describes one struct that gSOAP generates: each row names a
 * JSON member, a struct member, how the value is converted and what is allowed.
 * The same rows are read by map_decode() (JSON to struct), map_encode() (struct
 * to JSON) and map_openapi() (documentation), so they cannot drift apart.  A row
 * whose struct member has another C type does not compile; a struct member that
 * no row names fails tests/t20_mapping_covers.sh.
 *
 * A struct map_operation is one operation of one service, whole: its REST face,
 * its SOAP face and its rows.  To add an operation is to add rows, nothing else.
 *
 * Values keep their lexical form: money, numbers of documents, dates and months
 * are strings on both sides and never pass through a binary float.
 *
 * Threads: everything here is constant after start; any thread may use it.
 * Memory of decoded structs belongs to the struct soap that was passed in and
 * lives until soap_end() of it.
 */
#ifndef MAPPING_MAPPING_H
#define MAPPING_MAPPING_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "adapter/base/base.h"

struct soap;
struct map_field;
struct map_rule;
struct map_codec;

/* One generated struct and its rows; the rows' form is private (mapping/rows.h). */
struct map_type {
	const char             *name;           /* as the schema calls it */
	size_t                  size;           /* of the generated struct */
	const struct map_field *fields;         /* ends with MAP_END */
	const struct map_rule  *rules;          /* what must hold between its values; or NULL */
};

/* One global element that may stand in a SOAP Body. */
struct map_message {
	const struct map_type *type;
	const char            *ns;              /* namespace of the element */
	const char            *element;         /* local name */
	/* gSOAP's own functions for it, behind one signature; 0 / non-NULL is success. */
	int                  (*put)(struct soap *soap, const void *obj);
	void                *(*get)(struct soap *soap);
	const struct map_message *fault;        /* of a reply: the service's fault that may come instead; or NULL */
};

/* What the reply must repeat from the request: both are JSON pointers. */
struct map_echo {
	const char *reply;                      /* into the reply, "/snils"; NULL ends the list */
	const char *request;                    /* into the request document, "/token/snils" */
	const struct map_codec *as;             /* compare what this codec makes of both; NULL: as is */
};

/*
 * One operation.  The request document is a JSON object with up to six members,
 * each an object:
 *      token    the citizen, from the access token: familyName, firstName, patronymic
 *               (may be absent), snils, birthDate, gender ("male", "female"), and
 *               representative, who acts for the citizen (the same members and basis,
 *               documentNumber), or absent; of a system, for an operation of systems: system
 *      path     what stands in braces in path
 *      query    the query string, every value a string
 *      header   idempotencyKey, what the flow makes of the header Idempotency-Key, only
 *               where the operation changes something; ifMatch, the version in If-Match
 *      body     the JSON body, only where the operation has one
 *      files    what came beside the body, by name of the part: filename, mediaType, size
 *               (an integer), digest (SHA-256, base64)
 * The request's rows are grouped under these names, which is also how OpenAPI
 * learns where a parameter stands.  A group that is not there is an empty one.
 */
struct map_operation {
	const char               *name;         /* GetContacts: the id in journal and OpenAPI; NULL ends a table */
	const struct map_service *service;
	const char               *method;       /* GET */
	const char               *path;         /* /v1/applications/{number} */
	const char               *action;       /* SOAPAction and wsa:Action of the request */
	const char               *reply_action; /* wsa:Action of the reply */
	const char               *scope;        /* that the access token must carry */
	int                       status;       /* HTTP status of success */
	bool                      changes;      /* changes something: Idempotency-Key, required for a POST */
	bool                      system;       /* asked by a system in its own name, and not for a citizen */
	bool                      files;        /* the body may come as multipart/form-data, with files */
	const char               *file;         /* pointer in the reply to the file that is the whole answer; or NULL */
	const char               *version;      /* pointer in the reply to the resource's state, its ETag; or NULL */
	const char               *list;         /* pointer in the reply to the list that is paged; or NULL */
	const char               *deprecated;   /* since when it is, a date (RFC 9745); or NULL */
	const char               *sunset;       /* from when it may be gone, a date (RFC 8594); or NULL */
	const struct map_message *request;
	const struct map_message *reply;
	const struct map_echo    *echo;         /* NULL: nothing */
	const char               *title_en, *title_ru;
};

/* What a code of a service's declared fault means to who has asked. */
struct map_refusal {
	const char *code;                       /* NULL ends the list */
	int         status;                     /* HTTP */
	const char *title_en, *title_ru;
	const char *hint_en, *hint_ru;          /* what to do */
};

/* One service: a port type of the Fund, a tag of OpenAPI. */
struct map_service {
	const char                 *name;       /* account: in namespaces, actions, scopes */
	const char                 *title_en, *title_ru;
	const struct map_message   *fault;      /* its declared fault */
	const struct map_refusal   *refusals;
	const struct map_operation *operations;
};

/* Every service, in the order of the documentation; ends with NULL. */
extern const struct map_service *const map_services[];

/* The operation of that number, counted through all services from 0; NULL after the last. */
const struct map_operation *map_operation_at(size_t i);

/* The operation with that name, or that SOAPAction; NULL if there is none. */
const struct map_operation *map_operation_named(const char *name);
const struct map_operation *map_operation_of_action(const char *action);

/* Whether a request of it has a body. */
bool map_takes_body(const struct map_operation *operation);

/* Whether a request of it has a row for that member of that part: "header", "ifMatch". */
bool map_takes(const struct map_operation *operation, const char *part, const char *member);

/* The detail that every service declares for its SOAP faults, beside its own: what the Fund's front refuses. */
extern const struct map_message map_fault;

/*
 * Fills *obj (type->size bytes, zeroed by the caller) from json.  Everything that
 * is wrong is added to problems with its JSON pointer: missing, unknown, mistyped,
 * out of range.  False if anything was added (then *obj must not be used).
 */
MUST_USE bool map_decode(const struct map_type *type, const json_t *json, struct soap *soap,
    void *obj, struct err_list *problems);

/*
 * Makes JSON from *obj: a new reference that the caller owns.  The values are
 * checked by the same rows, and the type's rules (sums, counts) must hold: fails
 * with ERR_REPLY_SCHEMA or ERR_REPLY_SENSE, e->at being the JSON pointer; with
 * ERR_FUND_NOT_FOUND for an element that the contract permits to be empty where
 * there is nothing to tell.
 */
MUST_USE enum err map_encode(const struct map_type *type, const void *obj, json_t **ret_json,
    struct err_info *e);

/*
 * Puts value where name says into a request document, under path, query or body: "number", "details.passport.series",
 * "children.0.birthDate".  The value becomes a number or truth value where the row wants one, if it can; it is not
 * judged otherwise.  Fails with ERR_MAP_UNKNOWN for a name that no row has, the text telling those that there
 * are; with ERR_MAP_MISSING for details whose kind was not given before.
 */
MUST_USE enum err map_assign(const struct map_operation *operation, json_t *doc, const char *name,
    const char *value, struct err_info *e);

/* The value that a JSON pointer names, without escapes, as the tables have them; NULL if there is none. */
const json_t *map_find(const json_t *json, const char *pointer);

/* Checks that reply repeats what echo says of request; ERR_REPLY_OTHER where it does not. */
MUST_USE enum err map_check_echo(const struct map_echo *echo, const json_t *request,
    const json_t *reply, struct err_info *e);

/* The OpenAPI 3.1 document of all operations, its texts in that language: a new reference. */
MUST_USE enum err map_openapi(enum err_lang lang, json_t **ret_doc, struct err_info *e);

#endif
