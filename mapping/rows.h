/*
 * rows: how the tables of mapping/ are written; private to the folder and its tests.
 *
 * A row is made by a macro that names the generated struct, whether a value is needed, the JSON
 * member and the struct member:
 *
 *      MAP_DATE(T, REQ, "birthDate", ben__BirthDate, DOC("…", "…")),
 *
 * It does not compile unless the member has the C type that this kind of row moves.  What stands
 * after the member's arguments is optional: DOC(), EXAMPLE().
 */
#ifndef MAPPING_ROWS_H
#define MAPPING_ROWS_H

#include "mapping/codec.h"
#include "mapping/mapping.h"

enum map_kind {
	MAP_KIND_END,
	MAP_KIND_TEXT,          /* char *, converted by a codec */
	MAP_KIND_INT,           /* int, or int * */
	MAP_KIND_ENUM,          /* enum, or pointer to it: one of a few names */
	MAP_KIND_BOOL,          /* enum xsd__boolean, or pointer to it */
	MAP_KIND_OBJECT,        /* pointer to a struct: a nested object */
	MAP_KIND_INLINE,        /* pointer to a struct with one row, a list: the array itself */
	MAP_KIND_LIST,          /* pointer to structs and __size: an array */
	MAP_KIND_GROUP,         /* a nested object over members of the same struct */
	MAP_KIND_PART,          /* pointer to a struct whose members stand in the object around it */
	MAP_KIND_CHOICE,        /* one of several pointers: two members, the kind and the details */
	MAP_KIND_UNSENT,        /* in a token: known, and not sent, because the contract has no place for it */
	MAP_KIND_FILE,          /* pointer to cmn:FileType: the name of a part of the request */
};
enum map_need { OPT, REQ };

struct map_name {
	const char *json;               /* NULL ends the list */
	int         value;              /* the generated enumerator */
};

struct map_alternative {
	const char            *kind;    /* NULL ends the list */
	size_t                 offset;
	const struct map_type *sub;
};

struct map_field {
	enum map_kind  kind;
	enum map_need  need;
	bool           indirect;        /* INT, ENUM, BOOL: the member is a pointer, NULL is absent */
	bool           nillable;        /* TEXT: NULL is null, which gSOAP writes as xsi:nil */
	bool           as_text;         /* GROUP: integers in it are strings, as in a URL */
	const char    *json;            /* name of the JSON member; of the kind, for CHOICE */
	const char    *json_details;    /* CHOICE: name of the other member */
	size_t         offset;
	size_t         count_offset;    /* LIST: of its __size member */
	long           min, max;        /* INT: value; TEXT: characters, or as its codec says; LIST: elements;
	                                 * BOOL: 1 where it must be true */
	const struct map_codec       *codec;            /* TEXT */
	const struct map_name        *names;            /* ENUM */
	const struct map_type        *sub;              /* OBJECT, INLINE, LIST, PART */
	const struct map_field       *members;          /* GROUP */
	const struct map_alternative *alternatives;     /* CHOICE */
	const char    *en, *ru;         /* what it means, where the name does not say; or NULL */
	const char    *example;         /* TEXT: instead of the codec's; or NULL */
};

/* offsetof(T, m), refusing to compile unless T.m has type C. */
#define MAP_OFFSET(T, m, C) MAP_OFFSET_(T, m, C, "")
#define MAP_OFFSET_(T, m, C, note)                                                \
	(offsetof(T, m) + 0 * sizeof(struct {                                     \
		_Static_assert(_Generic(((T *)0)->m, C: 1, default: 0),           \
		    note #T "." #m " is not of type " #C);                        \
		int unused_;                                                      \
	}))

#define DOC(english, russian) .en = (english), .ru = (russian)
#define EXAMPLE(text)         .example = (text)

/* clang-format off */
#define MAP_ROW(T, k, n, j, m, C, ...) \
	{.kind = (k), .need = (n), .json = (j), .offset = MAP_OFFSET(T, m, C), __VA_ARGS__}
#define MAP_TEXT(T, n, j, m, cd, lo, hi, ...) \
	MAP_ROW(T, MAP_KIND_TEXT, n, j, m, char *, .codec = &(cd), .min = (lo), .max = (hi), __VA_ARGS__)

/*      kind         need, JSON name, member, limits                  form in JSON */
#define MAP_STR(T, n, j, m, lo, hi, ...)    MAP_TEXT(T, n, j, m, map_codec_line,   lo, hi, __VA_ARGS__)
#define MAP_LINES(T, n, j, m, lo, hi, ...)  MAP_TEXT(T, n, j, m, map_codec_lines,  lo, hi, __VA_ARGS__)
#define MAP_DIGITS(T, n, j, m, lo, hi, ...) MAP_TEXT(T, n, j, m, map_codec_digits, lo, hi, __VA_ARGS__)
#define MAP_NUMBER(T, n, j, m, lo, hi, ...) MAP_TEXT(T, n, j, m, map_codec_number, lo, hi, __VA_ARGS__)
#define MAP_KEY(T, n, j, m, lo, hi, ...)    MAP_TEXT(T, n, j, m, map_codec_key,    lo, hi, __VA_ARGS__)
#define MAP_CODE(T, n, j, m, lo, hi, ...)   MAP_TEXT(T, n, j, m, map_codec_code,   lo, hi, __VA_ARGS__)
#define MAP_NAME(T, n, j, m, ...)           MAP_TEXT(T, n, j, m, map_codec_name,   1, 100, __VA_ARGS__)
#define MAP_EMAIL(T, n, j, m, ...)          MAP_TEXT(T, n, j, m, map_codec_email,  5, 100, __VA_ARGS__)
#define MAP_SNILS(T, n, j, m, ...)          MAP_TEXT(T, n, j, m, map_codec_snils,    0, 0, __VA_ARGS__)
#define MAP_SNILS_DASHED(T, n, j, m, ...)   MAP_TEXT(T, n, j, m, map_codec_snils_dashed, 0, 0, __VA_ARGS__)
#define MAP_INN(T, n, j, m, ...)            MAP_TEXT(T, n, j, m, map_codec_inn,      0, 0, __VA_ARGS__)
#define MAP_INN_ORG(T, n, j, m, ...)        MAP_TEXT(T, n, j, m, map_codec_inn_org,  0, 0, __VA_ARGS__)
#define MAP_OGRN(T, n, j, m, ...)           MAP_TEXT(T, n, j, m, map_codec_ogrn,     0, 0, __VA_ARGS__)
#define MAP_OGRNIP(T, n, j, m, ...)         MAP_TEXT(T, n, j, m, map_codec_ogrnip,   0, 0, __VA_ARGS__)
#define MAP_ENP(T, n, j, m, ...)            MAP_TEXT(T, n, j, m, map_codec_enp,      0, 0, __VA_ARGS__)
#define MAP_BIC(T, n, j, m, ...)            MAP_TEXT(T, n, j, m, map_codec_bic,      0, 0, __VA_ARGS__)
#define MAP_KPP(T, n, j, m, ...)            MAP_TEXT(T, n, j, m, map_codec_kpp,      0, 0, __VA_ARGS__)
#define MAP_OKTMO(T, n, j, m, ...)          MAP_TEXT(T, n, j, m, map_codec_oktmo,    0, 0, __VA_ARGS__)
#define MAP_OKATO(T, n, j, m, ...)          MAP_TEXT(T, n, j, m, map_codec_okato,    0, 0, __VA_ARGS__)
#define MAP_UUID(T, n, j, m, ...)           MAP_TEXT(T, n, j, m, map_codec_uuid,     0, 0, __VA_ARGS__)
#define MAP_PHONE(T, n, j, m, ...)          MAP_TEXT(T, n, j, m, map_codec_phone,    0, 0, __VA_ARGS__)
#define MAP_PHONE10(T, n, j, m, ...)        MAP_TEXT(T, n, j, m, map_codec_phone10,  0, 0, __VA_ARGS__)
#define MAP_DIVISION(T, n, j, m, ...)       MAP_TEXT(T, n, j, m, map_codec_division, 0, 0, __VA_ARGS__)
#define MAP_DATE(T, n, j, m, ...)           MAP_TEXT(T, n, j, m, map_codec_date,     0, 0, __VA_ARGS__)
#define MAP_DATETIME(T, n, j, m, ...)       MAP_TEXT(T, n, j, m, map_codec_datetime, 0, 0, __VA_ARGS__)
#define MAP_TIME(T, n, j, m, ...)           MAP_TEXT(T, n, j, m, map_codec_time,     0, 0, __VA_ARGS__)
#define MAP_MONTH(T, n, j, m, ...)          MAP_TEXT(T, n, j, m, map_codec_month,    0, 0, __VA_ARGS__)
#define MAP_GYEAR(T, n, j, m, ...)          MAP_TEXT(T, n, j, m, map_codec_gyear, 1000, 9999, __VA_ARGS__)
#define MAP_GMONTH(T, n, j, m, ...)         MAP_TEXT(T, n, j, m, map_codec_gmonth,   1, 12, __VA_ARGS__)
#define MAP_MONEY(T, n, j, m, ...)          MAP_TEXT(T, n, j, m, map_codec_money,    0, 0, __VA_ARGS__)
#define MAP_MONEY_SIGNED(T, n, j, m, ...)   MAP_TEXT(T, n, j, m, map_codec_money_signed, 0, 0, __VA_ARGS__)
/* total: digits in all; places: of them after the point. */
#define MAP_DECIMAL(T, n, j, m, total, places, ...) \
	MAP_TEXT(T, n, j, m, map_codec_decimal, places, total, __VA_ARGS__)
#define MAP_BASE64(T, n, j, m, lo, hi, ...) MAP_TEXT(T, n, j, m, map_codec_base64,  lo, hi, __VA_ARGS__)
#define MAP_SHA256(T, n, j, m, ...)         MAP_TEXT(T, n, j, m, map_codec_sha256,   0, 0, __VA_ARGS__)
#define MAP_CURSOR(T, n, j, m, ...)         MAP_TEXT(T, n, j, m, map_codec_cursor,   1, 512, __VA_ARGS__)
#define MAP_CONTENT_ID(T, n, j, m, ...)     MAP_TEXT(T, n, j, m, map_codec_content_id, 1, 250, __VA_ARGS__)
#define MAP_MEDIA(T, n, j, m, ...)          MAP_TEXT(T, n, j, m, map_codec_media,    3, 255, __VA_ARGS__)
#define MAP_FILENAME(T, n, j, m, ...)       MAP_TEXT(T, n, j, m, map_codec_filename, 1, 255, __VA_ARGS__)
#define MAP_URL(T, n, j, m, ...)            MAP_TEXT(T, n, j, m, map_codec_url,      9, 500, __VA_ARGS__)
#define MAP_VERSION(T, n, j, m, ...)        MAP_TEXT(T, n, j, m, map_codec_version,  1, 64, __VA_ARGS__)
#define NILLABLE .nillable = true           /* after the arguments of a TEXT row */

#define MAP_INT(T, n, j, m, lo, hi, ...) \
	MAP_ROW(T, MAP_KIND_INT, n, j, m, int, .min = (lo), .max = (hi), __VA_ARGS__)
#define MAP_INT_PTR(T, n, j, m, lo, hi, ...) \
	MAP_ROW(T, MAP_KIND_INT, n, j, m, int *, .indirect = true, .min = (lo), .max = (hi), __VA_ARGS__)
#define MAP_ENUM(T, n, j, m, E, nm, ...) \
	MAP_ROW(T, MAP_KIND_ENUM, n, j, m, E, .names = (nm), __VA_ARGS__)
#define MAP_ENUM_PTR(T, n, j, m, E, nm, ...) \
	MAP_ROW(T, MAP_KIND_ENUM, n, j, m, E *, .indirect = true, .names = (nm), __VA_ARGS__)
#define MAP_BOOL(T, n, j, m, ...) \
	MAP_ROW(T, MAP_KIND_BOOL, n, j, m, enum xsd__boolean, __VA_ARGS__)
/* One that must be true, such as a consent. */
#define MAP_TRUE(T, n, j, m, ...) \
	MAP_ROW(T, MAP_KIND_BOOL, n, j, m, enum xsd__boolean, .min = 1, .max = 1, __VA_ARGS__)
#define MAP_BOOL_PTR(T, n, j, m, ...) \
	MAP_ROW(T, MAP_KIND_BOOL, n, j, m, enum xsd__boolean *, .indirect = true, __VA_ARGS__)
#define MAP_OBJECT(T, n, j, m, S, ty, ...) \
	MAP_ROW(T, MAP_KIND_OBJECT, n, j, m, S *, .sub = (ty), __VA_ARGS__)
#define MAP_INLINE(T, n, j, m, S, ty, ...) \
	MAP_ROW(T, MAP_KIND_INLINE, n, j, m, S *, .sub = (ty), __VA_ARGS__)
#define MAP_LIST(T, n, j, m, S, ty, lo, hi, ...) \
	MAP_ROW(T, MAP_KIND_LIST, n, j, m, S *, .sub = (ty), .min = (lo), .max = (hi), \
	    .count_offset = MAP_OFFSET(T, __size##m, int), __VA_ARGS__)
#define MAP_FILE(T, n, j, m, ...) \
	MAP_ROW(T, MAP_KIND_FILE, n, j, m, struct cmn__FileType *, .sub = &map_file_type, __VA_ARGS__)
#define MAP_PART(T, n, m, S, ty) \
	MAP_ROW(T, MAP_KIND_PART, n, NULL, m, S *, .sub = (ty))
#define MAP_CHOICE(n, j_kind, j_details, alts, ...) \
	{.kind = MAP_KIND_CHOICE, .need = (n), .json = (j_kind), .json_details = (j_details), \
	 .alternatives = (alts), __VA_ARGS__}
#define MAP_ALTERNATIVE(T, k, m, S, ty)     {(k), MAP_OFFSET(T, m, S *), (ty)}
#define MAP_GROUP(j, rows, ...) \
	{.kind = MAP_KIND_GROUP, .need = REQ, .json = (j), .members = (rows), __VA_ARGS__}
#define MAP_UNSENT(j)                       {.kind = MAP_KIND_UNSENT, .need = OPT, .json = (j)}
#define AS_TEXT .as_text = true             /* after the arguments of a GROUP */
#define MAP_END {.kind = MAP_KIND_END}

/* The groups of a request, by which OpenAPI knows where a value stands.  TOKEN comes first; what a request has
 * none of is left out.  A row ends with a comma in them as everywhere:
 *      PATH(MAP_NUMBER(T, REQ, "number", Number, 1, 40),), */
#define ROWS(...)   ((const struct map_field[]){__VA_ARGS__ MAP_END})
#define TOKEN(...)  MAP_GROUP("token",  ROWS(__VA_ARGS__), AS_TEXT)
#define PATH(...)   MAP_GROUP("path",   ROWS(__VA_ARGS__), AS_TEXT)
#define QUERY(...)  MAP_GROUP("query",  ROWS(__VA_ARGS__), AS_TEXT)
#define HEADER(...) MAP_GROUP("header", ROWS(__VA_ARGS__), AS_TEXT)
#define BODY(...)   MAP_GROUP("body",   ROWS(__VA_ARGS__))
/* clang-format on */

/* Rules: what must hold between the values of one struct, in both directions. */
enum map_rule_kind { MAP_RULE_END, MAP_RULE_SUM, MAP_RULE_COUNT, MAP_RULE_HOLDS };

struct map_rule {
	enum map_rule_kind kind;
	enum err    code;               /* when a request breaks it; a reply breaks it by REPLY_SENSE */
	const char *at;                 /* JSON pointer from the struct's object */
	const char *want[2];            /* what is expected, by enum err_lang */
	bool      (*holds)(const void *obj);
	/* SUM, COUNT: over obj->wrap->list[0 .. __sizelist) */
	size_t      total, wrap, list, count, elem_size, elem_member;
};

/* A rule's members count as used by the rule only, not as having a row. */
#define RULE_OFFSET(T, m, C) MAP_OFFSET_(T, m, C, "rule: ")

/* The money in T.total is the exact sum of S.m over the list l in T.w. */
#define RULE_SUM(T, pointer, tot, W, w, S, l, m)                                  \
	{.kind = MAP_RULE_SUM, .code = ERR_MAP_RANGE, .at = (pointer),            \
	 .want = {"the exact sum of the list", "точная сумма по списку"},         \
	 .total = RULE_OFFSET(T, tot, char *),                                    \
	 .wrap = RULE_OFFSET(T, w, W *), .list = RULE_OFFSET(W, l, S *),          \
	 .count = RULE_OFFSET(W, __size##l, int), .elem_size = sizeof(S),         \
	 .elem_member = RULE_OFFSET(S, m, char *)}
/* The int T.total is the number of elements in the list l in T.w. */
#define RULE_COUNT(T, pointer, tot, W, w, S, l)                                   \
	{.kind = MAP_RULE_COUNT, .code = ERR_MAP_RANGE, .at = (pointer),          \
	 .want = {"the number of elements in the list", "число элементов в списке"}, \
	 .total = RULE_OFFSET(T, tot, int), .wrap = RULE_OFFSET(T, w, W *),       \
	 .list = RULE_OFFSET(W, l, S *), .count = RULE_OFFSET(W, __size##l, int)}
/* fn(obj) is true. */
#define RULE(fn, pointer, c, english, russian) \
	{.kind = MAP_RULE_HOLDS, .code = (c), .at = (pointer), .want = {(english), (russian)}, .holds = (fn)}
#define RULE_END {.kind = MAP_RULE_END}

/* The first rule of type that *obj breaks, or NULL.  obj must have passed its rows. */
const struct map_rule *map_rule_broken(const struct map_rule *rules, const void *obj);

/*
 * The element that gSOAP knows as p:X, behind the signatures of struct map_message:
 *      MAP_MESSAGE_FUNCTIONS(bap, BapForPeriodRequest)
 *      static const struct map_message m = MAP_MESSAGE(bap, BapForPeriodRequest, &type);
 */
#define MAP_MESSAGE_FUNCTIONS(p, X)                                               \
	static int put_##X(struct soap *soap, const void *obj)                    \
	{                                                                         \
		return soap_put__##p##__##X(soap, obj, #p ":" #X, "");            \
	}                                                                         \
	static void *get_##X(struct soap *soap)                                   \
	{                                                                         \
		return soap_get__##p##__##X(soap, NULL, #p ":" #X, NULL);         \
	}
#define MAP_MESSAGE(p, X, ty)                                                     \
	{.type = (ty), .ns = SOAP_NAMESPACE_OF_##p, .element = #X, .put = put_##X, .get = get_##X}
#define MAP_REPLY(p, X, ty, declared)                                             \
	{.type = (ty), .ns = SOAP_NAMESPACE_OF_##p, .element = #X, .put = put_##X, .get = get_##X, \
	 .fault = (declared)}

/* Whether one of these rows carries the JSON member called key. */
bool map_fields_have(const struct map_field *fields, const char *key);

/*
 * One row of a service's table of operations, X being its name in the contract: the elements XRequest and XResponse of
 * the service's namespace, the actions urn:mostik:SERVICE:1.0.0:X and …XResponse, the scope SERVICE.  Before it, once:
 *      MAP_MESSAGES(acc, GetContacts)
 * The file defines SERVICE as the service's name, which names the struct map_service_SERVICE, and fault as the
 * struct map_message of its declared fault.
 */
#define MAP_MESSAGES(p, X) MAP_MESSAGE_FUNCTIONS(p, X##Request) MAP_MESSAGE_FUNCTIONS(p, X##Response)
#define MAP_SERVICE_TEXT_(service)   #service
#define MAP_SERVICE_TEXT(service)    MAP_SERVICE_TEXT_(service)
#define MAP_SERVICE_STRUCT_(service) map_service_##service
#define MAP_SERVICE_STRUCT(service)  MAP_SERVICE_STRUCT_(service)
#define MAP_URN(service)             "urn:mostik:" MAP_SERVICE_TEXT(service) ":1.0.0:"
#define MAP_OPERATION(p, X, http_method, http_path, http_status, request_type, reply_type, en, ru, ...) \
	{.name = #X, .service = &MAP_SERVICE_STRUCT(SERVICE),                                           \
	 .method = (http_method), .path = (http_path), .status = (http_status),                         \
	 .action = MAP_URN(SERVICE) #X, .reply_action = MAP_URN(SERVICE) #X "Response",                 \
	 .scope = MAP_SERVICE_TEXT(SERVICE),                                                            \
	 .request = &(const struct map_message)MAP_MESSAGE(p, X##Request, &(request_type)),             \
	 .reply = &(const struct map_message)MAP_REPLY(p, X##Response, &(reply_type), &fault),          \
	 .title_en = (en), .title_ru = (ru), __VA_ARGS__}
#define ECHO(...) .echo = (const struct map_echo[]){__VA_ARGS__ {NULL, NULL, NULL}}

#endif
