/*
 * What is kept about the citizen: who read which data, and the documents that prove an entitlement.
 */
#include "config.h"

#include "mapping/account.h"
#include "soapH.h"

static const struct map_name category_names[] = {
	{"account",         acc__DataCategoryType__Account},
	{"pension",         acc__DataCategoryType__Pension},
	{"payments",        acc__DataCategoryType__Payments},
	{"documents",       acc__DataCategoryType__Documents},
	{"applications",    acc__DataCategoryType__Applications},
	{"appeals",         acc__DataCategoryType__Appeals},
	{"appointments",    acc__DataCategoryType__Appointments},
	{"supportMeasures", acc__DataCategoryType__SupportMeasures},
	{"selfEmployed",    acc__DataCategoryType__SelfEmployed},
	{NULL, 0},
};

static const struct map_name reader_names[] = {
	{"citizen",        acc__ReaderType__Citizen},
	{"representative", acc__ReaderType__Representative},
	{"fund",           acc__ReaderType__Fund},
	{"organisation",   acc__ReaderType__Organisation},
	{NULL, 0},
};

/* ---- ListAccessLog ---- */

/* clang-format off */
#define T struct _acc__ListAccessLogRequest
/* clang-format on */
static bool
period_is_in_order(const void *obj)
{
	const T *request = obj;

	return request->cmn__From == NULL || request->cmn__To == NULL
	    || map_dates_in_order(request->cmn__From, request->cmn__To);
}

/* clang-format off */
static const struct map_field log_request_rows[] = {
	CITIZEN(T),
	QUERY(
		PERIOD_FILTER_ROWS(T),
		MAP_ENUM_PTR(T, OPT, "category", Category, enum acc__DataCategoryType, category_names),
		MAP_ENUM_PTR(T, OPT, "reader",   Reader,   enum acc__ReaderType,       reader_names),
		PAGE_ROWS(T),
	),
	MAP_END
};
static const struct map_rule log_request_rules[] = {
	RULE(period_is_in_order, "/query/to", ERR_MAP_RANGE, "not before 'from'", "не раньше даты в поле from"),
	RULE_END
};
const struct map_type map_account_log_request_type = {"AccessLogRequest", sizeof(T), log_request_rows, log_request_rules};
#undef T

#define T struct acc__AccessType
static const struct map_field access_rows[] = {
	/*           need JSON name     member      limits */
	MAP_NUMBER  (T, REQ, "entryId",    EntryId,    1, 40, EXAMPLE("LOG-000000001")),
	MAP_DATETIME(T, REQ, "at",         At),
	MAP_ENUM    (T, REQ, "reader",     Reader,     enum acc__ReaderType, reader_names),
	MAP_LINES   (T, REQ, "readerName", ReaderName, 1, 250, EXAMPLE("Отделение Фонда по Московской области")),
	MAP_ENUM    (T, REQ, "category",   Category,   enum acc__DataCategoryType, category_names,
	    DOC("Which data.", "Какие сведения.")),
	MAP_NUMBER  (T, REQ, "operation",  Operation,  1, 40,  EXAMPLE("GetContacts"),
	    DOC("What was asked.", "Какой запрос выполнен.")),
	MAP_LINES   (T, REQ, "purpose",    Purpose,    1, 250, EXAMPLE("Назначение пенсии")),
	MAP_END
};
static const struct map_type access_type = {"AccessLogEntry", sizeof(T), access_rows, NULL};
#undef T

#define T struct _acc__ListAccessLogResponse
static const struct map_field log_rows[] = {
	MAP_SNILS(T, REQ, "snils",   Snils),
	MAP_LIST (T, OPT, "entries", Entry, struct acc__AccessType, &access_type, 0, 500,
	    DOC("Newest first.", "От новых к старым.")),
	NEXT_PAGE_ROWS(T),
	MAP_END
};
const struct map_type map_account_log_type = {"AccessLog", sizeof(T), log_rows, NULL};
#undef T

/* ---- documents that are kept ---- */

#define KIND(T, need)                                                             \
	MAP_CODE(T, need, "kind", Kind, 1, 64, EXAMPLE("DISABILITY_CERTIFICATE"), \
	    DOC("Kind of the document.", "Вид документа."))

#define T struct _acc__StoreDocumentRequest
/* clang-format on */
static bool
document_ends_after_it_begins(const void *obj)
{
	const T *document = obj;

	return document->IssueDate == NULL || document->ValidUntil == NULL
	    || map_dates_in_order(document->IssueDate, document->ValidUntil);
}

/* clang-format off */
static const struct map_field store_rows[] = {
	CITIZEN(T),
	CHANGE(T),
	BODY(
		KIND(T, REQ),
		MAP_STR (T, REQ, "title",      Title,      1, 250, EXAMPLE("Справка об инвалидности")),
		MAP_DATE(T, OPT, "issueDate",  IssueDate),
		MAP_DATE(T, OPT, "validUntil", ValidUntil),
		MAP_FILE(T, REQ, "part",       File,
		    DOC("Name of the part of the request that holds the document.", "Имя части запроса, в которой передан документ.")),
		MAP_FILE(T, OPT, "signature",  Signature,
		    DOC("Name of the part with the citizen's detached signature of it (CMS).",
		        "Имя части с отсоединённой подписью гражданина (CMS).")),
	),
	MAP_END
};
static const struct map_rule store_rules[] = {
	RULE(document_ends_after_it_begins, "/body/validUntil", ERR_MAP_RANGE, "not before 'issueDate'", "не раньше дня выдачи"),
	RULE_END
};
const struct map_type map_account_store_type = {"DocumentToStore", sizeof(T), store_rows, store_rules};
#undef T

#define T struct acc__StoredDocumentType
static const struct map_field document_rows[] = {
	/*           need JSON name     member      limits */
	MAP_NUMBER  (T, REQ, "documentId", DocumentId, 1, 40, EXAMPLE("STD-000000001"),
	    DOC("By it the document is attached: storedId.", "По нему документ прикладывают: storedId.")),
	KIND(T, REQ),
	MAP_STR     (T, REQ, "title",      Title,      1, 250, EXAMPLE("Справка об инвалидности")),
	MAP_DATE    (T, OPT, "issueDate",  IssueDate),
	MAP_DATE    (T, OPT, "validUntil", ValidUntil),
	MAP_FILENAME(T, REQ, "filename",   FileName,   EXAMPLE("справка.pdf")),
	MAP_MEDIA   (T, REQ, "mediaType",  MediaType,  EXAMPLE("application/pdf")),
	MAP_INT     (T, REQ, "size",       Size,       1, 52428800),
	MAP_BASE64  (T, REQ, "digest",     Digest,     32, 32, EXAMPLE("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
	    DOC("SHA-256, base64.", "Хэш SHA-256 в base64.")),
	MAP_BOOL    (T, REQ, "signed",     Signed,
	    DOC("Whether the citizen's signature came with it.", "Приложена ли подпись гражданина.")),
	MAP_DATETIME(T, REQ, "storedAt",   StoredAt),
	MAP_END
};
static const struct map_type document_type = {"StoredDocument", sizeof(T), document_rows, NULL};
#undef T

#define T struct _acc__StoreDocumentResponse
static const struct map_field stored_rows[] = {
	MAP_SNILS (T, REQ, "snils",    Snils),
	MAP_OBJECT(T, REQ, "document", Document, struct acc__StoredDocumentType, &document_type),
	MAP_END
};
const struct map_type map_account_stored_type = {"StoredDocumentReply", sizeof(T), stored_rows, NULL};
#undef T

#define T struct _acc__ListStoredDocumentsRequest
static const struct map_field list_rows[] = {
	CITIZEN(T),
	QUERY(KIND(T, OPT), PAGE_ROWS(T),),
	MAP_END
};
const struct map_type map_account_list_stored_type = {"StoredDocumentsRequest", sizeof(T), list_rows, NULL};
#undef T

#define T struct _acc__ListStoredDocumentsResponse
static const struct map_field listed_rows[] = {
	MAP_SNILS(T, REQ, "snils",     Snils),
	MAP_LIST (T, OPT, "documents", Document, struct acc__StoredDocumentType, &document_type, 0, 500),
	NEXT_PAGE_ROWS(T),
	MAP_END
};
const struct map_type map_account_stored_list_type = {"StoredDocuments", sizeof(T), listed_rows, NULL};
#undef T

#define T struct _acc__DeleteStoredDocumentRequest
static const struct map_field delete_rows[] = {
	CITIZEN(T),
	CHANGE(T),
	PATH(MAP_NUMBER(T, REQ, "id", DocumentId, 1, 40),),
	MAP_END
};
const struct map_type map_account_delete_stored_type = {"StoredDocumentDeletion", sizeof(T), delete_rows, NULL};
#undef T

#define T struct _acc__DeleteStoredDocumentResponse
static const struct map_field deleted_rows[] = {
	MAP_SNILS   (T, REQ, "snils",      Snils),
	MAP_NUMBER  (T, REQ, "documentId", DocumentId, 1, 40),
	MAP_DATETIME(T, REQ, "deletedAt",  DeletedAt),
	MAP_END
};
const struct map_type map_account_deleted_stored_type = {"DeletedStoredDocument", sizeof(T), deleted_rows, NULL};
#undef T
/* clang-format on */
