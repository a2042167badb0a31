/* Documents that the Fund keeps for a citizen.  The same octets are the same document. */
#include "config.h"

#include <string.h>

#include "tests/fund/services/account.h"

enum { DOCUMENTS_MAX = 100 };

#define COLUMNS                                                                  \
	"SELECT id, kind, title, issued, until, name, media, size, digest, signed, stored_us FROM account_document "

static struct acc__StoredDocumentType
make_document(struct soap *soap, struct db_rows *rows)
{
	return (struct acc__StoredDocumentType){
	    .DocumentId = account_id(soap, "STD", db_int(rows, 0)),
	    .Kind = service_text(soap, db_text(rows, 1)),
	    .Title = service_text(soap, db_text(rows, 2)),
	    .IssueDate = service_text(soap, db_text(rows, 3)),
	    .ValidUntil = service_text(soap, db_text(rows, 4)),
	    .FileName = service_text(soap, db_text(rows, 5)),
	    .MediaType = service_text(soap, db_text(rows, 6)),
	    .Size = (int)db_int(rows, 7),
	    .Digest = service_text(soap, db_text(rows, 8)),
	    .Signed = db_int(rows, 9) != 0 ? xsd__boolean__true_ : xsd__boolean__false_,
	    .StoredAt = service_moment(soap, db_int(rows, 10)),
	};
}

int
__acc__StoreDocument(struct soap *soap, struct _acc__StoreDocumentRequest *q, struct _acc__StoreDocumentResponse *r)
{
	AUTO(db_rows) struct db_rows *rows = NULL;
	struct db *db = service_db(soap);

	SERVICE_BEGIN(soap, acc, Account, q);
	db_run(db, "INSERT INTO account_document (snils, kind, title, issued, until, name, media, size, digest, signed,"
	    " stored_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT DO NOTHING", "tttttttitii",
	    q->ben__Snils, q->Kind, q->Title, q->IssueDate, q->ValidUntil, q->File->Name, q->File->MediaType,
	    (int64_t)q->File->Size, q->File->Digest, (int64_t)(q->Signature != NULL), clock_now_us());
	if (db_number(db, "SELECT count(*) FROM account_document WHERE snils = ?1", "t", q->ben__Snils) > DOCUMENTS_MAX)
		return SERVICE_FAULT(soap, acc, Account, "STORAGE_FULL", NULL, "Хранилище документов заполнено.");
	rows = db_select(db, COLUMNS "WHERE snils = ?1 AND digest = ?2", "tt", q->ben__Snils, q->File->Digest);
	CHECK(db_next(rows));
	r->Snils = service_snils(soap, q->ben__Snils);
	r->Document = SERVICE_NEW(soap, struct acc__StoredDocumentType);
	*r->Document = make_document(soap, rows);
	return SOAP_OK;
}

int
__acc__ListStoredDocuments(struct soap *soap, struct _acc__ListStoredDocumentsRequest *q,
    struct _acc__ListStoredDocumentsResponse *r)
{
	AUTO(db_rows) struct db_rows *rows = NULL;
	struct service_page page;
	int64_t n = 0;

	SERVICE_BEGIN(soap, acc, Account, q);
	if (!service_page_read(q->cmn__Limit, q->cmn__Cursor, &page))
		return SERVICE_FAULT(soap, acc, Account, "REFUSED", "Cursor", "Нет такой страницы.");
	rows = db_select(service_db(soap), COLUMNS "WHERE snils = ?1 AND (?2 IS NULL OR kind = ?2)"
	    " ORDER BY id LIMIT ?3 OFFSET ?4", "ttii", q->ben__Snils, q->Kind, page.limit + 1, page.offset);
	r->Snils = service_snils(soap, q->ben__Snils);
	r->Document = SERVICE_LIST(soap, struct acc__StoredDocumentType, page.limit);
	for (; db_next(rows); n++)
		if (n < page.limit)
			r->Document[r->__sizeDocument++] = make_document(soap, rows);
	r->cmn__NextCursor = service_page_next(soap, &page, n);
	return SOAP_OK;
}

int
__acc__DeleteStoredDocument(struct soap *soap, struct _acc__DeleteStoredDocumentRequest *q,
    struct _acc__DeleteStoredDocumentResponse *r)
{
	int64_t id = account_id_read(soap, "STD", q->DocumentId);
	struct db *db = service_db(soap);

	SERVICE_BEGIN(soap, acc, Account, q);
	if (db_number(db, "SELECT count(*) FROM account_document WHERE id = ?1 AND snils = ?2", "it", id,
	    q->ben__Snils) == 0)
		return SERVICE_FAULT(soap, acc, Account, "NOT_FOUND", "DocumentId", "Фонд не хранит такого документа.");
	if (db_number(db, "SELECT count(*) FROM account_change WHERE document = ?1", "i", id) != 0)
		return SERVICE_FAULT(soap, acc, Account, "DOCUMENT_IN_USE", "DocumentId",
		    "Документ приложен к заявлению об изменении данных.");
	db_run(db, "DELETE FROM account_document WHERE id = ?1", "i", id);
	r->Snils = service_snils(soap, q->ben__Snils);
	r->DocumentId = service_text(soap, q->DocumentId);
	r->DeletedAt = service_moment(soap, clock_now_us());
	return SOAP_OK;
}
