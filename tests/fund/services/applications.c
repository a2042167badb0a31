/* The service of applications. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "tests/fund/service.h"

enum { DAY_S = 24 * 3600, TERM_DAYS = 14 };

const char fund_applications_schema[] =
    "CREATE TABLE IF NOT EXISTS application ("
    "  id           INTEGER PRIMARY KEY,"
    "  snils        TEXT    NOT NULL,"
    "  request_key  TEXT    NOT NULL,"
    "  submitted_us INTEGER NOT NULL,"
    "  UNIQUE (snils, request_key)"
    ") STRICT;"
    "CREATE TABLE IF NOT EXISTS application_status ("
    "  application  INTEGER NOT NULL REFERENCES application,"
    "  ordinal      INTEGER NOT NULL,"
    "  status       INTEGER NOT NULL,"
    "  name         TEXT    NOT NULL,"
    "  comment      TEXT,"
    "  at_us        INTEGER NOT NULL,"
    "  PRIMARY KEY (application, ordinal)"
    ") STRICT, WITHOUT ROWID;";

/* What becomes of every application, and how long after it was handed in. */
static const struct {
	int64_t     id;
	const char *name, *comment;
	int64_t     after_us;
} course[] = {
	/* clang-format off */
	{1, "Заявление зарегистрировано",         NULL,                                0},
	{2, "Заявление получено ведомством",      NULL,                                1000},
	{6, "Заявление принято к рассмотрению",   "Срок рассмотрения — 10 рабочих дней", 2000},
	/* clang-format on */
};

static char *
print_number(struct soap *soap, int64_t id)
{
	return dispatch_printf(soap, "PEN-%09lld", (long long)id);
}

/* The row of a number; 0, which no row has, if it is written otherwise than print_number() does. */
static int64_t
number_id(struct soap *soap, const char *number)
{
	int64_t id = strncmp(number, "PEN-", 4) == 0 ? strtoll(number + 4, NULL, 10) : 0;

	return strcmp(number, print_number(soap, id)) == 0 ? id : 0;
}

int
__app__SubmitApplication(struct soap *soap, struct _app__SubmitApplicationRequest *q,
    struct _app__SubmitApplicationResponse *r)
{
	struct db *db = service_db(soap);
	int64_t now_us = clock_now_us(), id;

	SERVICE_BEGIN(soap, app, Applications, q);
	if (q->OldAgePension == NULL)
		return SERVICE_FAULT(soap, app, Applications, "REFUSED", "OldAgePension",
		    "Не указано, о чём заявление.");
	if (q->OldAgePension->Consent != xsd__boolean__true_)
		return SERVICE_FAULT(soap, app, Applications, "REFUSED", "OldAgePension/Consent",
		    "Нет согласия на обработку.");
	db_run(db, "INSERT INTO application (snils, request_key, submitted_us) VALUES (?1, ?2, ?3)", "tti",
	    q->ben__Snils, q->cmn__RequestKey, now_us);
	id = db_last_id(db);
	for (size_t i = 0; i < COUNT_OF(course); i++)
		db_run(db, "INSERT INTO application_status VALUES (?1, ?2, ?3, ?4, ?5, ?6)", "iiitti", id, (int64_t)i,
		    course[i].id, course[i].name, course[i].comment, now_us + course[i].after_us);
	r->Number = print_number(soap, id);
	r->AcceptedAt = service_moment(soap, now_us);
	r->StatusId = 1;
	r->StatusName = service_text(soap, course[0].name);
	return SOAP_OK;
}

static void
read_history(struct soap *soap, int64_t id, struct _app__GetApplicationResponse *r)
{
	struct db *db = service_db(soap);
	AUTO(db_rows) struct db_rows *rows = db_select(db, "SELECT status, name, at_us, comment"
	    " FROM application_status WHERE application = ?1 ORDER BY ordinal", "i", id);

	r->Status = SERVICE_LIST(soap, struct cmn__StatusType, 200);
	for (; r->__sizeStatus < 200 && db_next(rows); r->__sizeStatus++)
		r->Status[r->__sizeStatus] = (struct cmn__StatusType){
		    .StatusId = (int)db_int(rows, 0),
		    .StatusName = service_text(soap, db_text(rows, 1)),
		    .At = service_moment(soap, db_int(rows, 2)),
		    .Comment = service_text(soap, db_text(rows, 3)),
		};
}

int
__app__GetApplication(struct soap *soap, struct _app__GetApplicationRequest *q,
    struct _app__GetApplicationResponse *r)
{
	int64_t id = number_id(soap, q->Number), submitted_us;

	SERVICE_BEGIN(soap, app, Applications, q);
	submitted_us = db_number(service_db(soap),
	    "SELECT submitted_us FROM application WHERE id = ?1 AND snils = ?2", "it", id, q->ben__Snils);
	if (submitted_us == 0)
		return SERVICE_FAULT(soap, app, Applications, "NOT_FOUND", "Number", "Заявление не найдено.");
	read_history(soap, id, r);
	r->Snils = service_snils(soap, q->ben__Snils);
	r->Number = print_number(soap, id);
	r->Kind = app__KindType__OldAgePension;
	r->SubmittedAt = service_moment(soap, submitted_us);
	r->StatusId = r->Status[r->__sizeStatus - 1].StatusId;
	r->StatusName = r->Status[r->__sizeStatus - 1].StatusName;
	r->ExpectedDate = service_date(soap, submitted_us + (int64_t)TERM_DAYS * DAY_S * 1000000);
	return SOAP_OK;
}
