/* The service of documents. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "tests/fund/services/documents.h"

enum { SHELF_DAYS = 90, TRANSFERS_MAX = 100 };

#define SECOND_US INT64_C(1000000)
#define SHELF_US  (SHELF_DAYS * 24 * 3600 * SECOND_US)
#define COLUMNS   "id, kind, period, period_from, period_to, purpose, email, ordered_us, forming_us, ready_us," \
	          " expires_us, renewed_us"

/* The order of the states of doc__StateType. */
#define STATE "(CASE WHEN ?1 < forming_us THEN 0 WHEN ?1 < ready_us THEN 1 WHEN ?1 < expires_us THEN 2 ELSE 3 END)"

const char fund_documents_schema[] =
    "CREATE TABLE IF NOT EXISTS document ("
    "  id           INTEGER PRIMARY KEY,"
    "  snils        TEXT    NOT NULL,"
    "  kind         INTEGER NOT NULL,"
    "  period       INTEGER NOT NULL,"
    "  period_from  TEXT,"
    "  period_to    TEXT,"
    "  purpose      TEXT,"
    "  email        TEXT,"
    "  ordered_us   INTEGER NOT NULL,"
    "  forming_us   INTEGER NOT NULL,"
    "  ready_us     INTEGER NOT NULL,"
    "  expires_us   INTEGER NOT NULL,"
    "  renewed_us   INTEGER NOT NULL DEFAULT 0"
    ") STRICT;"
    "CREATE INDEX IF NOT EXISTS document_snils ON document (snils, id);"
    "CREATE TABLE IF NOT EXISTS document_transfer ("
    "  document     INTEGER NOT NULL REFERENCES document,"
    "  receiver     INTEGER NOT NULL,"
    "  basis        TEXT,"
    "  at_us        INTEGER NOT NULL,"
    "  PRIMARY KEY (document, receiver)"
    ") STRICT, WITHOUT ROWID;"
    /* A signature by ECDSA is never the same twice; what was signed once stays signed so. */
    "CREATE TABLE IF NOT EXISTS document_signature ("
    "  document     INTEGER NOT NULL REFERENCES document,"
    "  made_us      INTEGER NOT NULL,"
    "  signature    BLOB    NOT NULL,"
    "  PRIMARY KEY (document, made_us)"
    ") STRICT;";

/* The organisations that take part. */
static const struct {
	const char *inn, *name;
	enum doc__ReceiverKindType kind;
} receivers[] = {
	/* clang-format off */
	{"7700000016", "АО «Образцовый банк»",                 doc__ReceiverKindType__Bank},
	{"7700000023", "ПАО «Пробный кредит»",                 doc__ReceiverKindType__Bank},
	{"5000000031", "ООО «Примерстрой»",                    doc__ReceiverKindType__Developer},
	{"7800000041", "Образцовый государственный институт",  doc__ReceiverKindType__School},
	/* clang-format on */
};

static void
read_row(struct soap *soap, struct db_rows *rows, struct document *document)
{
	*document = (struct document){
	    .id = db_int(rows, 0),
	    .kind = &document_kinds[db_int(rows, 1)],
	    .period = (enum doc__PeriodKindType)db_int(rows, 2),
	    .from = service_text(soap, db_text(rows, 3)),
	    .to = service_text(soap, db_text(rows, 4)),
	    .purpose = service_text(soap, db_text(rows, 5)),
	    .email = service_text(soap, db_text(rows, 6)),
	    .ordered_us = db_int(rows, 7),
	    .forming_us = db_int(rows, 8),
	    .ready_us = db_int(rows, 9),
	    .expires_us = db_int(rows, 10),
	    .renewed_us = db_int(rows, 11),
	};
}

bool
document_find(struct soap *soap, const char *snils, const char *number, struct document *document)
{
	int64_t id = strncmp(number, "DOC-", 4) == 0 ? strtoll(number + 4, NULL, 10) : 0;
	AUTO(db_rows) struct db_rows *rows = db_select(service_db(soap),
	    "SELECT " COLUMNS " FROM document WHERE id = ?1 AND snils = ?2", "it", id, snils);

	if (strcmp(number, document_number(soap, id)) != 0 || !db_next(rows))
		return false;
	read_row(soap, rows, document);
	return true;
}

static enum doc__StateType
state_of(const struct document *document)
{
	int64_t now_us = clock_now_us();

	return now_us < document->forming_us ? doc__StateType__Ordered
	    : now_us < document->ready_us    ? doc__StateType__Forming
	    : now_us < document->expires_us  ? doc__StateType__Ready
	                                     : doc__StateType__Expired;
}

static void
tell_transfer(struct soap *soap, int64_t i, const char *basis, int64_t at_us, struct doc__TransferType *t)
{
	*t = (struct doc__TransferType){
	    .ReceiverInn = service_text(soap, receivers[i].inn),
	    .ReceiverName = service_text(soap, receivers[i].name),
	    .ReceiverKind = receivers[i].kind,
	    .Basis = service_text(soap, basis),
	    .At = service_moment(soap, at_us),
	};
}

static struct doc__DocumentPeriodType *
tell_period(struct soap *soap, const struct document *document)
{
	struct doc__DocumentPeriodType *period = SERVICE_NEW(soap, struct doc__DocumentPeriodType);

	period->Type = document->period;
	period->From = document->from;
	period->To = document->to;
	return period;
}

static void
tell(struct soap *soap, const struct document *document, struct doc__DocumentType *d)
{
	AUTO(db_rows) struct db_rows *rows = db_select(service_db(soap),
	    "SELECT receiver, basis, at_us FROM document_transfer WHERE document = ?1 ORDER BY at_us", "i",
	    document->id);
	enum doc__StateType state = state_of(document);
	bool made = state == doc__StateType__Ready || state == doc__StateType__Expired;

	*d = (struct doc__DocumentType){
	    .Id = document_number(soap, document->id),
	    .Kind = document->kind->kind,
	    .Title = service_text(soap, document->kind->title),
	    .Period = tell_period(soap, document),
	    .Purpose = document->purpose,
	    .Delivery = document->email != NULL ? doc__DeliveryType__Email : doc__DeliveryType__Cabinet,
	    .Email = document->email,
	    .State = state,
	    .OrderedAt = service_moment(soap, document->ordered_us),
	    .ReadyAt = service_moment(soap, document->ready_us),
	    .ValidUntil = made ? service_date(soap, document->expires_us) : NULL,
	    .Renewable = document->kind->certificate && made ? xsd__boolean__true_ : xsd__boolean__false_,
	    .RenewedAt = document->renewed_us != 0 ? service_moment(soap, document->renewed_us) : NULL,
	    .Transfer = SERVICE_LIST(soap, struct doc__TransferType, TRANSFERS_MAX),
	};
	for (; d->__sizeTransfer < TRANSFERS_MAX && db_next(rows); d->__sizeTransfer++)
		tell_transfer(soap, db_int(rows, 0), db_text(rows, 1), db_int(rows, 2),
		    &d->Transfer[d->__sizeTransfer]);
}

/* ---- OrderDocument ---- */

static bool
has_such(const struct document_kind *kind, unsigned number)
{
	return (number % kind->every == kind->rest) == kind->only_them;
}

/* The one that is there for the same kind and period, and is good; 0 if there is none. */
static int64_t
find_existing(struct db *db, const char *snils, const struct document *d, int64_t now_us)
{
	return db_number(db, "SELECT id FROM document WHERE snils = ?1 AND kind = ?2 AND period = ?3"
	    " AND period_from IS ?4 AND period_to IS ?5 AND expires_us > ?6 ORDER BY id DESC", "tiitti",
	    snils, (int64_t)d->kind->kind, (int64_t)d->period, d->from, d->to, now_us);
}

static int64_t
insert(struct db *db, const char *snils, const struct document *d)
{
	db_run(db, "INSERT INTO document (snils, kind, period, period_from, period_to, purpose, email, ordered_us,"
	    " forming_us, ready_us, expires_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)", "tiittttiiii",
	    snils, (int64_t)d->kind->kind, (int64_t)d->period, d->from, d->to, d->purpose, d->email, d->ordered_us,
	    d->forming_us, d->ready_us, d->expires_us);
	return db_last_id(db);
}

int
__doc__OrderDocument(struct soap *soap, struct _doc__OrderDocumentRequest *q, struct _doc__OrderDocumentResponse *r)
{
	const struct document_kind *kind = &document_kinds[q->Kind];
	int64_t now_us = clock_now_us(), id;
	struct document document = {
	    .kind = kind,
	    .period = q->Period != NULL ? q->Period->Type : doc__PeriodKindType__Full,
	    .from = q->Period != NULL ? q->Period->From : NULL,
	    .to = q->Period != NULL ? q->Period->To : NULL,
	    .purpose = q->Purpose,
	    .email = q->Email,
	    .ordered_us = now_us,
	    .forming_us = now_us + kind->forming_s * SECOND_US,
	    .ready_us = now_us + kind->ready_s * SECOND_US,
	};

	SERVICE_BEGIN(soap, doc, Documents, q);
	if (document.period != doc__PeriodKindType__Full && !kind->by_period)
		return SERVICE_FAULT(soap, doc, Documents, "PERIOD_UNSUITABLE", "Period/Type",
		    "Такой документ формируется только за всё время.");
	if (document.from != NULL && strcmp(document.from, service_date(soap, now_us)) > 0)
		return SERVICE_FAULT(soap, doc, Documents, "PERIOD_UNSUITABLE", "Period/From",
		    "Период ещё не начался.");
	if (!has_such(kind, service_citizen(q->ben__Snils).number))
		return SERVICE_FAULT(soap, doc, Documents, "NO_DATA", "Kind",
		    "В Фонде нет сведений для такого документа.");
	document.expires_us = document.ready_us + SHELF_US;
	id = find_existing(service_db(soap), q->ben__Snils, &document, now_us);
	r->Existing = id != 0 ? xsd__boolean__true_ : xsd__boolean__false_;
	if (id == 0)
		id = insert(service_db(soap), q->ben__Snils, &document);
	CHECK(document_find(soap, q->ben__Snils, document_number(soap, id), &document));
	r->Snils = service_snils(soap, q->ben__Snils);
	r->Document = SERVICE_NEW(soap, struct doc__DocumentType);
	tell(soap, &document, r->Document);
	return SOAP_OK;
}

/* ---- ListDocuments, GetDocument ---- */

int
__doc__ListDocuments(struct soap *soap, struct _doc__ListDocumentsRequest *q, struct _doc__ListDocumentsResponse *r)
{
	AUTO(db_rows) struct db_rows *rows = NULL;
	struct service_page page;
	struct document document;
	int64_t n = 0;

	SERVICE_BEGIN(soap, doc, Documents, q);
	if (!service_page_read(q->cmn__Limit, q->cmn__Cursor, &page))
		return SERVICE_FAULT(soap, doc, Documents, "REFUSED", "Cursor", "Продолжение списка указано неверно.");
	r->Snils = service_snils(soap, q->ben__Snils);
	r->Document = SERVICE_LIST(soap, struct doc__DocumentType, page.limit);
	rows = db_select(service_db(soap), "SELECT " COLUMNS " FROM document WHERE snils = ?2 AND (?3 < 0 OR kind = ?3)"
	    " AND (?4 < 0 OR " STATE " = ?4) AND (?5 IS NULL OR date(ordered_us / 1000000, 'unixepoch') >= ?5)"
	    " AND (?6 IS NULL OR date(ordered_us / 1000000, 'unixepoch') <= ?6) ORDER BY id DESC"
	    " LIMIT ?7 + 1 OFFSET ?8", "itiittii", clock_now_us(), q->ben__Snils,
	    q->Kind != NULL ? (int64_t)*q->Kind : -1, q->State != NULL ? (int64_t)*q->State : -1, q->cmn__From,
	    q->cmn__To, page.limit, page.offset);
	for (; db_next(rows); n++) {
		if (n == page.limit)
			continue;
		read_row(soap, rows, &document);
		tell(soap, &document, &r->Document[r->__sizeDocument++]);
	}
	r->cmn__NextCursor = service_page_next(soap, &page, n);
	return SOAP_OK;
}

int
__doc__GetDocument(struct soap *soap, struct _doc__GetDocumentRequest *q, struct _doc__GetDocumentResponse *r)
{
	struct document document;

	SERVICE_BEGIN(soap, doc, Documents, q);
	if (!document_find(soap, q->ben__Snils, q->Id, &document))
		return DOCUMENT_NONE(soap);
	r->Snils = service_snils(soap, q->ben__Snils);
	r->Document = SERVICE_NEW(soap, struct doc__DocumentType);
	tell(soap, &document, r->Document);
	return SOAP_OK;
}

/* ---- RenewDocument, TransferDocument ---- */

int
document_refuse(struct soap *soap, const struct document *document)
{
	enum doc__StateType state = state_of(document);

	if (state == doc__StateType__Expired)
		return SERVICE_FAULT(soap, doc, Documents, "EXPIRED", "Id", "Срок годности документа истёк.");
	if (state != doc__StateType__Ready) {
		SERVICE_FAULT_NEW(soap, doc, Documents, "NOT_READY", "Id", "Документ ещё формируется.")->ReadyAt =
		    service_moment(soap, document->ready_us);
		return soap->error;
	}
	return SOAP_OK;
}

int
__doc__RenewDocument(struct soap *soap, struct _doc__RenewDocumentRequest *q, struct _doc__RenewDocumentResponse *r)
{
	struct document document;
	int64_t now_us = clock_now_us();

	SERVICE_BEGIN(soap, doc, Documents, q);
	if (!document_find(soap, q->ben__Snils, q->Id, &document))
		return DOCUMENT_NONE(soap);
	if (!document.kind->certificate)
		return SERVICE_FAULT(soap, doc, Documents, "NOT_RENEWABLE", "Id",
		    "Документ этого вида не продлевается.");
	db_run(service_db(soap), "UPDATE document SET renewed_us = ?2, expires_us = ?2 + ?3 WHERE id = ?1", "iii",
	    document.id, now_us, SHELF_US);
	CHECK(document_find(soap, q->ben__Snils, q->Id, &document));
	r->Snils = service_snils(soap, q->ben__Snils);
	r->Document = SERVICE_NEW(soap, struct doc__DocumentType);
	tell(soap, &document, r->Document);
	return SOAP_OK;
}

int
__doc__TransferDocument(struct soap *soap, struct _doc__TransferDocumentRequest *q,
    struct _doc__TransferDocumentResponse *r)
{
	struct document document;
	int64_t now_us = clock_now_us();
	size_t i = 0;

	SERVICE_BEGIN(soap, doc, Documents, q);
	if (!document_find(soap, q->ben__Snils, q->Id, &document))
		return DOCUMENT_NONE(soap);
	if (!document.kind->certificate)
		return SERVICE_FAULT(soap, doc, Documents, "NOT_TRANSFERABLE", "Id",
		    "Документ этого вида не передаётся организациям.");
	if (document_refuse(soap, &document) != SOAP_OK)
		return soap->error;
	while (i < COUNT_OF(receivers) && strcmp(receivers[i].inn, q->ReceiverInn) != 0)
		i++;
	if (i == COUNT_OF(receivers))
		return SERVICE_FAULT(soap, doc, Documents, "RECEIVER_UNKNOWN", "ReceiverInn",
		    "Организация не участвует в обмене с Фондом.");
	if (db_run(service_db(soap), "INSERT OR IGNORE INTO document_transfer VALUES (?1, ?2, ?3, ?4)", "iiti",
	        document.id, (int64_t)i, q->Basis, now_us) == 0)
		return SERVICE_FAULT(soap, doc, Documents, "ALREADY_TRANSFERRED", "ReceiverInn",
		    "Документ этой организации уже передан.");
	r->Snils = service_snils(soap, q->ben__Snils);
	r->Id = document_number(soap, document.id);
	r->Transfer = SERVICE_NEW(soap, struct doc__TransferType);
	tell_transfer(soap, (int64_t)i, q->Basis, now_us, r->Transfer);
	return SOAP_OK;
}
