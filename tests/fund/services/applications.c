/* The service of applications: handing in and checking, and the course of an application. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "tests/fund/services/applications.h"

/* How many times slower a pension is than all else: its first statuses are looked at by many tests. */
enum { PENSION_SLOW = 1000 };

const char fund_applications_schema[] =
    "CREATE TABLE IF NOT EXISTS application ("
    "  id           INTEGER PRIMARY KEY,"
    "  snils        TEXT    NOT NULL,"
    "  request_key  TEXT    NOT NULL,"
    "  submitted_us INTEGER NOT NULL,"
    "  kind         INTEGER NOT NULL,"
    "  order_id     TEXT,"
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
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS application_document ("
    "  id           INTEGER PRIMARY KEY,"
    "  application  INTEGER NOT NULL REFERENCES application,"
    "  kind         TEXT    NOT NULL,"
    "  name         TEXT,"
    "  signed       INTEGER NOT NULL,"
    "  at_us        INTEGER NOT NULL"
    ") STRICT;"
    "CREATE TABLE IF NOT EXISTS application_question ("
    "  id           INTEGER PRIMARY KEY,"
    "  application  INTEGER NOT NULL REFERENCES application,"
    "  question     TEXT    NOT NULL,"
    "  at_us        INTEGER NOT NULL"
    ") STRICT;";

/* The steps of each course: how long after its beginning, in paces and microseconds. */
static const struct step {
	enum app_course course;
	int             status;
	const char     *name, *comment;
	int             paces, us;
} steps[] = {
	/* clang-format off */
	{COURSE_GRANT,  1,  "Заявление зарегистрировано",       NULL,                                    0, 0},
	{COURSE_GRANT,  2,  "Заявление получено ведомством",    NULL,                                    0, 1000},
	{COURSE_GRANT,  6,  "Заявление принято к рассмотрению", "Срок рассмотрения — 10 рабочих дней",   0, 2000},
	{COURSE_GRANT,  7,  "Принято решение",                  "Назначено; готовится выплата.",         2, 0},
	{COURSE_GRANT,  3,  "Услуга оказана",                   "Выплата подтверждена.",                 5, 0},
	{COURSE_REFUSE, 1,  "Заявление зарегистрировано",       NULL,                                    0, 0},
	{COURSE_REFUSE, 2,  "Заявление получено ведомством",    NULL,                                    0, 1000},
	{COURSE_REFUSE, 6,  "Заявление принято к рассмотрению", NULL,                                    0, 2000},
	{COURSE_REFUSE, 4,  "Отказано в предоставлении услуги", "Специалист: причина указана в решении.", 2, 0},
	{COURSE_WAIT,   1,  "Заявление зарегистрировано",       NULL,                                    0, 0},
	{COURSE_WAIT,   2,  "Заявление получено ведомством",    NULL,                                    0, 1000},
	{COURSE_WAIT,   14, "Ожидание дополнительной информации", "Специалист: приложите документы.",    0, 2000},
	{COURSE_RESUME, 6,  "Заявление принято к рассмотрению", "Документы получены.",                   0, 0},
	{COURSE_RESUME, 7,  "Принято решение",                  "Назначено; готовится выплата.",         2, 0},
	{COURSE_RESUME, 3,  "Услуга оказана",                   "Выплата подтверждена.",                 5, 0},
	{COURSE_RETRY,  1,  "Заявление подано повторно",        NULL,                                    0, 0},
	{COURSE_RETRY,  6,  "Заявление принято к рассмотрению", NULL,                                    0, 1000},
	{COURSE_RETRY,  7,  "Принято решение",                  "Назначено; готовится выплата.",         2, 0},
	{COURSE_RETRY,  3,  "Услуга оказана",                   "Выплата подтверждена.",                 5, 0},
	{COURSE_CANCEL, 9,  "Заявление отменяется",             NULL,                                    0, 0},
	{COURSE_CANCEL, 10, "Заявление отменено",               NULL,                                    0, 1000},
	/* clang-format on */
};

static const char under_way[] = "Такое заявление уже рассматривается.";

static const struct app_reason reasons[] = {
    {"Сведения о доходах не подтверждены.", "Приложите справку о доходах и подайте заявление повторно."},
    {"Указаны недействительные реквизиты документа.", "Исправьте серию и номер, подайте заявление повторно."},
    {"Не подтверждено место жительства.", "Приложите свидетельство о регистрации и подайте заявление повторно."},
};

const struct app_reason *
app_reason_for(int64_t id)
{
	return &reasons[(size_t)id % COUNT_OF(reasons)];
}

bool
app_is_closed(int status)
{
	return status == STATUS_GRANTED || status == STATUS_REFUSED || status == STATUS_CANCELLED;
}

char *
app_number(struct soap *soap, int64_t id)
{
	return dispatch_printf(soap, "PEN-%09lld", (long long)id);
}

char *
app_expected_date(struct soap *soap, const struct app_one *one)
{
	return service_date(soap,
	    one->submitted_us + (int64_t)app_services[one->kind].term_days * APP_DAY_S * 1000000);
}

/* The row of a number; 0, which no row has, if it is written otherwise than app_number() does. */
static int64_t
number_id(struct soap *soap, const char *number)
{
	int64_t id = strncmp(number, "PEN-", 4) == 0 ? strtoll(number + 4, NULL, 10) : 0;

	return strcmp(number, app_number(soap, id)) == 0 ? id : 0;
}

bool
app_find(struct soap *soap, const char *number, const char *snils, struct app_one *ret_one)
{
	AUTO(db_rows) struct db_rows *rows = db_select(service_db(soap),
	    "SELECT a.id, a.submitted_us, a.kind, a.order_id, s.status, s.name, s.at_us"
	    " FROM application a JOIN application_status s ON s.application = a.id"
	    " WHERE a.id = ?1 AND a.snils = ?2 AND s.at_us <= ?3 ORDER BY s.ordinal DESC LIMIT 1", "iti",
	    number_id(soap, number), snils, clock_now_us());

	if (!db_next(rows))
		return false;
	*ret_one = (struct app_one){
	    .id = db_int(rows, 0),
	    .submitted_us = db_int(rows, 1),
	    .kind = (enum app__KindType)db_int(rows, 2),
	    .order_id = service_text(soap, db_text(rows, 3)),
	    .status = (int)db_int(rows, 4),
	    .status_name = service_text(soap, db_text(rows, 5)),
	    .status_us = db_int(rows, 6),
	};
	return true;
}

void
app_plan(struct soap *soap, int64_t id, enum app__KindType kind, enum app_course course)
{
	struct dispatch_call *call = soap->user;
	struct db *db = service_db(soap);
	int64_t now_us = clock_now_us(), ordinal;
	int64_t pace_us = call->fund->pace_ms * 1000L;

	if (kind == app__KindType__OldAgePension)
		pace_us *= PENSION_SLOW;
	db_run(db, "DELETE FROM application_status WHERE application = ?1 AND at_us > ?2", "ii", id, now_us);
	ordinal = db_number(db, "SELECT count(*) FROM application_status WHERE application = ?1", "i", id);
	for (size_t i = 0; i < COUNT_OF(steps); i++)
		if (steps[i].course == course)
			db_run(db, "INSERT INTO application_status VALUES (?1, ?2, ?3, ?4, ?5, ?6)", "iiitti", id,
			    ordinal++, (int64_t)steps[i].status, steps[i].name, steps[i].comment,
			    now_us + steps[i].paces * pace_us + steps[i].us);
}

void
app_keep_documents(struct soap *soap, int64_t id, const struct cmn__AttachmentType *list, int n)
{
	for (int i = 0; i < n; i++)
		db_run(service_db(soap), "INSERT INTO application_document (application, kind, name, signed, at_us)"
		    " VALUES (?1, ?2, ?3, ?4, ?5)", "ittii", id, list[i].Kind,
		    list[i].File != NULL ? list[i].File->Name : NULL, (int64_t)(list[i].Signature != NULL),
		    clock_now_us());
}

int
app_refuse_status(struct soap *soap, const char *code, int status, const char *text)
{
	struct _app__ApplicationsFault *fault = APP_FAULT_NEW(soap, code, "Number", text);

	fault->StatusId = SERVICE_NEW(soap, int);
	*fault->StatusId = status;
	return soap->error;
}

int
app_refuse_rule(struct soap *soap, const struct app_look *look)
{
	struct _app__ApplicationsFault *fault;

	for (size_t i = 0; i < app_rule_count; i++)
		if (app_rules[i].kind == look->kind && !app_rules[i].met(look)) {
			fault = APP_FAULT_NEW(soap, "NOT_ELIGIBLE", app_rules[i].field, app_rules[i].text);
			fault->Rule = service_text(soap, app_rules[i].code);
			return soap->error;
		}
	return SOAP_OK;
}

/*
 * One of the same kind, under the same order of the portal, that is not closed.  Pensions without a number of an
 * order are left out, because tests hand in many.
 */
static int64_t
find_duplicate(struct soap *soap, const char *snils, const struct app_look *look)
{
	const char *order = look->application->OrderId;

	if (look->kind == app__KindType__OldAgePension && order == NULL)
		return 0;
	return db_number(service_db(soap),
	    "SELECT a.id FROM application a WHERE a.snils = ?1 AND a.kind = ?2 AND a.order_id IS ?3 AND"
	    " (SELECT s.status FROM application_status s WHERE s.application = a.id AND s.at_us <= ?4"
	    "  ORDER BY s.ordinal DESC LIMIT 1) NOT IN (3, 4, 10) LIMIT 1", "titi",
	    snils, (int64_t)look->kind, order, clock_now_us());
}

/* Granted to three in five, refused to one; one is asked for documents. */
static enum app_course
course_for(const struct app_look *look)
{
	unsigned fate = (look->citizen.number + (unsigned)look->kind) % 5;

	return fate == 3 ? COURSE_REFUSE : fate == 4 ? COURSE_WAIT : COURSE_GRANT;
}

int
__app__SubmitApplication(struct soap *soap, struct _app__SubmitApplicationRequest *q,
    struct _app__SubmitApplicationResponse *r)
{
	struct db *db = service_db(soap);
	struct _app__ApplicationsFault *fault;
	struct app_look look;
	int64_t now_us = clock_now_us(), id;

	SERVICE_BEGIN(soap, app, Applications, q);
	if (!app_look_at(q->Application, q->ben__Snils, &look))
		return APP_FAULT(soap, "REFUSED", "Application", APP_NO_KIND);
	if (app_refuse_rule(soap, &look) != SOAP_OK)
		return soap->error;
	id = find_duplicate(soap, q->ben__Snils, &look);
	if (id != 0) {
		fault = APP_FAULT_NEW(soap, "DUPLICATE_APPLICATION", "Application", under_way);
		fault->Number = app_number(soap, id);
		return soap->error;
	}
	db_run(db, "INSERT INTO application (snils, request_key, submitted_us, kind, order_id)"
	    " VALUES (?1, ?2, ?3, ?4, ?5)", "ttiit", q->ben__Snils, q->cmn__RequestKey, now_us, (int64_t)look.kind,
	    q->Application->OrderId);
	id = db_last_id(db);
	app_plan(soap, id, look.kind, course_for(&look));
	app_keep_documents(soap, id, q->Application->Attachment, q->Application->__sizeAttachment);
	r->Number = app_number(soap, id);
	r->AcceptedAt = service_moment(soap, now_us);
	r->StatusId = STATUS_RECEIVED;
	r->StatusName = service_text(soap, steps[0].name);
	return SOAP_OK;
}

static bool
has_attachment(const struct app__ApplicationType *application, const char *kind)
{
	for (int i = 0; i < application->__sizeAttachment; i++)
		if (strcmp(application->Attachment[i].Kind, kind) == 0)
			return true;
	return false;
}

static void
add_finding(struct soap *soap, struct _app__CheckApplicationResponse *r, const char *field, const char *code,
    const char *text, bool blocking)
{
	r->Finding[r->__sizeFinding++] = (struct app__FindingType){
	    .Field = service_text(soap, field),
	    .Code = service_text(soap, code),
	    .Text = service_text(soap, text),
	    .Blocking = blocking ? xsd__boolean__true_ : xsd__boolean__false_,
	};
	if (blocking)
		r->Acceptable = xsd__boolean__false_;
}

int
__app__CheckApplication(struct soap *soap, struct _app__CheckApplicationRequest *q,
    struct _app__CheckApplicationResponse *r)
{
	struct app_look look;

	SERVICE_BEGIN(soap, app, Applications, q);
	if (!app_look_at(q->Application, q->ben__Snils, &look))
		return APP_FAULT(soap, "REFUSED", "Application", APP_NO_KIND);
	r->Snils = service_snils(soap, q->ben__Snils);
	r->Acceptable = xsd__boolean__true_;
	r->Finding = SERVICE_LIST(soap, struct app__FindingType,
	    app_rule_count + COUNT_OF(app_services->documents) + 1);
	for (size_t i = 0; i < app_rule_count; i++)
		if (app_rules[i].kind == look.kind && !app_rules[i].met(&look))
			add_finding(soap, r, app_rules[i].field, app_rules[i].code, app_rules[i].text, true);
	if (find_duplicate(soap, q->ben__Snils, &look) != 0)
		add_finding(soap, r, "Application", "DUPLICATE_APPLICATION", under_way, true);
	for (const struct app_document *d = app_services[look.kind].documents; d->kind != NULL; d++)
		if (d->required && !has_attachment(q->Application, d->kind))
			add_finding(soap, r, "Attachment", "DOCUMENT_MISSING",
			    dispatch_printf(soap, "Приложите: %s.", d->name), false);
	return SOAP_OK;
}
