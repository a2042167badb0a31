/* Who read which of the citizen's data: recorded as services are asked, and before that by those who always do. */
#include "config.h"

#include <string.h>

#include "tests/fund/services/account.h"

/* The services whose operations read the citizen's data, by the name in their contracts. */
static const struct {
	const char               *service;
	enum acc__DataCategoryType category;
} categories[] = {
	/* clang-format off */
	{"account",      acc__DataCategoryType__Account},
	{"pension",      acc__DataCategoryType__Pension},
	{"payments",     acc__DataCategoryType__Payments},
	{"documents",    acc__DataCategoryType__Documents},
	{"applications", acc__DataCategoryType__Applications},
	{"appeals",      acc__DataCategoryType__Appeals},
	{"appointments", acc__DataCategoryType__Appointments},
	{"support",      acc__DataCategoryType__SupportMeasures},
	{"selfemployed", acc__DataCategoryType__SelfEmployed},
	/* clang-format on */
};

/* What the log of every citizen begins with: others than the portal read too. */
static const struct {
	const char                *at;
	enum acc__ReaderType       reader;
	const char                *name;
	enum acc__DataCategoryType category;
	const char                *operation, *purpose;
} past[] = {
	/* clang-format off */
	{"2026-09-14T10:15:00.000Z", acc__ReaderType__Organisation, "Банк «Образец»",
	    acc__DataCategoryType__Pension, "GetIndividualAccount", "Рассмотрение заявки на кредит"},
	{"2026-10-02T07:40:00.000Z", acc__ReaderType__Fund, "Отделение Фонда по Московской области",
	    acc__DataCategoryType__Payments, "GetPaymentsSummary", "Индексация выплат"},
	{"2026-10-20T12:05:00.000Z", acc__ReaderType__Organisation, "МФЦ города Образцовска",
	    acc__DataCategoryType__Documents, "ListDocuments", "Приём гражданина"},
	/* clang-format on */
};

static void
add(struct db *db, const char *snils, int64_t at_us, enum acc__ReaderType reader, const char *name,
    enum acc__DataCategoryType category, const char *operation, const char *purpose)
{
	db_run(db, "INSERT INTO account_access (snils, at_us, reader, reader_name, category, operation, purpose)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", "tiititt", snils, at_us, (int64_t)reader, name, (int64_t)category,
	    operation, purpose);
}

static void
begin_log(struct db *db, const char *snils)
{
	if (db_number(db, "SELECT count(*) FROM account_access WHERE snils = ?1", "t", snils) != 0)
		return;
	for (size_t i = 0; i < COUNT_OF(past); i++) {
		int64_t at_us = 0;

		CHECK(clock_parse(past[i].at, &at_us));
		add(db, snils, at_us, past[i].reader, past[i].name, past[i].category,
		    past[i].operation, past[i].purpose);
	}
}

void
service_note_read(struct soap *soap, const char *snils)
{
	const struct dispatch_call *call = soap->user;
	enum acc__ReaderType reader = acc__ReaderType__Citizen;
	const char *name = "Гражданин";
	struct db *db = service_db(soap);
	size_t i = 0;

	if (call->operation == NULL || strcmp(call->operation->method, "GET") != 0)
		return;
	while (i < COUNT_OF(categories) && strcmp(categories[i].service, call->operation->service->name) != 0)
		i++;
	CHECK(i < COUNT_OF(categories));
	begin_log(db, snils);
	if (call->represented) {
		reader = acc__ReaderType__Representative;
		name = "Представитель гражданина";
	}
	add(db, snils, clock_now_us(), reader, name, categories[i].category, call->operation->name,
	    "Обращение через портал");
}

/* -1: whatever there is. */
static int64_t
wanted(const int *name)
{
	return name != NULL ? *name : -1;
}

/* Newest first.  The cursor says below which entry to go on: what is added meanwhile moves nothing. */
static struct db_rows *
select_entries(struct soap *soap, const struct _acc__ListAccessLogRequest *q, const struct service_page *page)
{
	return db_select(service_db(soap), "SELECT id, at_us, reader, reader_name, category, operation, purpose"
	    " FROM account_access WHERE snils = ?1 AND (?2 = 0 OR id < ?2)"
	    " AND (?3 IS NULL OR date(at_us / 1000000, 'unixepoch') >= substr(?3, 1, 10))"
	    " AND (?4 IS NULL OR date(at_us / 1000000, 'unixepoch') <= substr(?4, 1, 10))"
	    " AND (?5 < 0 OR category = ?5) AND (?6 < 0 OR reader = ?6) ORDER BY id DESC LIMIT ?7", "tittiii",
	    q->ben__Snils, page->offset, q->cmn__From, q->cmn__To, wanted((const int *)q->Category),
	    wanted((const int *)q->Reader), page->limit + 1);
}

int
__acc__ListAccessLog(struct soap *soap, struct _acc__ListAccessLogRequest *q, struct _acc__ListAccessLogResponse *r)
{
	AUTO(db_rows) struct db_rows *rows = NULL;
	struct service_page page;
	int64_t last = 0;

	SERVICE_BEGIN(soap, acc, Account, q);
	if (!service_page_read(q->cmn__Limit, q->cmn__Cursor, &page))
		return SERVICE_FAULT(soap, acc, Account, "REFUSED", "Cursor", "Нет такой страницы.");
	rows = select_entries(soap, q, &page);
	r->Snils = service_snils(soap, q->ben__Snils);
	r->Entry = SERVICE_LIST(soap, struct acc__AccessType, page.limit);
	while (db_next(rows)) {
		if (r->__sizeEntry == page.limit) {
			r->cmn__NextCursor = dispatch_printf(soap, "o%lld", (long long)last);
			break;
		}
		last = db_int(rows, 0);
		r->Entry[r->__sizeEntry++] = (struct acc__AccessType){
		    .EntryId = account_id(soap, "LOG", last),
		    .At = service_moment(soap, db_int(rows, 1)),
		    .Reader = (enum acc__ReaderType)db_int(rows, 2),
		    .ReaderName = service_text(soap, db_text(rows, 3)),
		    .Category = (enum acc__DataCategoryType)db_int(rows, 4),
		    .Operation = service_text(soap, db_text(rows, 5)),
		    .Purpose = service_text(soap, db_text(rows, 6)),
		};
	}
	return SOAP_OK;
}
