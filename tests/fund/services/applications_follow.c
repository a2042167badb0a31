/* The service of applications: lists, one application, its decision. */
#include "config.h"

#include <string.h>

#include "tests/fund/services/applications.h"

enum { HISTORY_MAX = 200, DOCUMENTS_MAX = 200, QUESTIONS_MAX = 50, ANSWER_PACES = 2, APPEAL_DAYS = 90 };

/* A day as microseconds; after: the end of it. */
static int64_t
day_us(const char *date, bool after, int64_t otherwise)
{
	char text[CLOCK_TEXT_SIZE];
	int64_t us;

	if (date == NULL)
		return otherwise;
	snprintf(text, sizeof(text), "%.10sT00:00:00Z", date);
	if (!clock_parse(text, &us))
		return otherwise;
	return after ? us + (int64_t)APP_DAY_S * 1000000 : us;
}

int
__app__ListApplications(struct soap *soap, struct _app__ListApplicationsRequest *q,
    struct _app__ListApplicationsResponse *r)
{
	AUTO(db_rows) struct db_rows *rows = NULL;
	struct service_page page;
	int64_t found = 0;

	SERVICE_BEGIN(soap, app, Applications, q);
	if (!service_page_read(q->cmn__Limit, q->cmn__Cursor, &page))
		return APP_FAULT(soap, "REFUSED", "Cursor", "Такого места в списке нет.");
	r->Snils = service_snils(soap, q->ben__Snils);
	r->Application = SERVICE_LIST(soap, struct app__ApplicationSummaryType, page.limit);
	rows = db_select(service_db(soap),
	    "SELECT a.id, a.kind, a.submitted_us, s.status, s.name, s.at_us"
	    " FROM application a JOIN application_status s ON s.application = a.id AND s.ordinal ="
	    "  (SELECT max(n.ordinal) FROM application_status n WHERE n.application = a.id AND n.at_us <= ?2)"
	    " WHERE a.snils = ?1 AND (?3 < 0 OR a.kind = ?3) AND (?4 < -1 OR s.status = ?4)"
	    "  AND a.submitted_us >= ?5 AND a.submitted_us < ?6"
	    " ORDER BY a.id DESC LIMIT ?7 + 1 OFFSET ?8", "tiiiiiii", q->ben__Snils, clock_now_us(),
	    q->Kind != NULL ? (int64_t)*q->Kind : -1, q->StatusId != NULL ? (int64_t)*q->StatusId : -2,
	    day_us(q->cmn__From, false, 0), day_us(q->cmn__To, true, INT64_MAX), page.limit, page.offset);
	for (; db_next(rows); found++)
		if (found < page.limit)
			r->Application[r->__sizeApplication++] = (struct app__ApplicationSummaryType){
			    .Number = app_number(soap, db_int(rows, 0)),
			    .Kind = (enum app__KindType)db_int(rows, 1),
			    .SubmittedAt = service_moment(soap, db_int(rows, 2)),
			    .StatusId = (int)db_int(rows, 3),
			    .StatusName = service_text(soap, db_text(rows, 4)),
			    .StatusAt = service_moment(soap, db_int(rows, 5)),
			};
	r->cmn__NextCursor = service_page_next(soap, &page, found);
	return SOAP_OK;
}

static void
read_history(struct soap *soap, int64_t id, struct _app__GetApplicationResponse *r)
{
	AUTO(db_rows) struct db_rows *rows = db_select(service_db(soap), "SELECT status, name, at_us, comment"
	    " FROM application_status WHERE application = ?1 AND at_us <= ?2 ORDER BY ordinal", "ii", id,
	    clock_now_us());

	r->Status = SERVICE_LIST(soap, struct cmn__StatusType, HISTORY_MAX);
	for (; r->__sizeStatus < HISTORY_MAX && db_next(rows); r->__sizeStatus++)
		r->Status[r->__sizeStatus] = (struct cmn__StatusType){
		    .StatusId = (int)db_int(rows, 0),
		    .StatusName = service_text(soap, db_text(rows, 1)),
		    .At = service_moment(soap, db_int(rows, 2)),
		    .Comment = service_text(soap, db_text(rows, 3)),
		};
}

static void
read_documents(struct soap *soap, int64_t id, struct _app__GetApplicationResponse *r)
{
	AUTO(db_rows) struct db_rows *rows = db_select(service_db(soap),
	    "SELECT kind, name, at_us, signed FROM application_document WHERE application = ?1 ORDER BY id", "i", id);

	r->Document = SERVICE_LIST(soap, struct app__ApplicationDocumentType, DOCUMENTS_MAX);
	for (; r->__sizeDocument < DOCUMENTS_MAX && db_next(rows); r->__sizeDocument++)
		r->Document[r->__sizeDocument] = (struct app__ApplicationDocumentType){
		    .Kind = service_text(soap, db_text(rows, 0)),
		    .Name = service_text(soap, db_text(rows, 1)),
		    .AddedAt = service_moment(soap, db_int(rows, 2)),
		    .Signed = db_int(rows, 3) != 0 ? xsd__boolean__true_ : xsd__boolean__false_,
		};
}

/* A question is answered some paces after it was asked. */
static void
read_questions(struct soap *soap, int64_t id, struct _app__GetApplicationResponse *r)
{
	struct dispatch_call *call = soap->user;
	int64_t now_us = clock_now_us(), wait_us = ANSWER_PACES * call->fund->pace_ms * 1000L;
	AUTO(db_rows) struct db_rows *rows = db_select(service_db(soap),
	    "SELECT id, question, at_us FROM application_question WHERE application = ?1 ORDER BY id", "i", id);

	r->Clarification = SERVICE_LIST(soap, struct app__ClarificationType, QUESTIONS_MAX);
	for (; r->__sizeClarification < QUESTIONS_MAX && db_next(rows); r->__sizeClarification++) {
		struct app__ClarificationType *c = &r->Clarification[r->__sizeClarification];
		int64_t at_us = db_int(rows, 2);

		c->Id = dispatch_printf(soap, "ASK-%09lld", (long long)db_int(rows, 0));
		c->Question = service_text(soap, db_text(rows, 1));
		c->AskedAt = service_moment(soap, at_us);
		if (now_us - at_us < wait_us)
			continue;
		c->AnsweredAt = service_moment(soap, at_us + wait_us);
		c->Answer = service_text(soap, "Заявление рассматривается по сведениям Фонда.");
	}
}

/* What the citizen has to do where the application waits, or was refused. */
static void
tell_actions(struct soap *soap, const struct app_one *one, struct _app__GetApplicationResponse *r)
{
	const struct app_document *document = app_services[one->kind].documents;

	if (one->status != STATUS_WAITS && one->status != STATUS_REFUSED)
		return;
	r->__sizeAction = 1;
	r->Action = SERVICE_NEW(soap, struct app__ActionType);
	if (one->status == STATUS_WAITS) {
		r->Action->Code = service_text(soap, "ADD_DOCUMENTS");
		r->Action->Text = dispatch_printf(soap, "Приложите: %s.", document->name);
		r->Action->Until = app_expected_date(soap, one);
	} else {
		r->RefusalReason = service_text(soap, app_reason_for(one->id)->reason);
		r->RefusalRemedy = service_text(soap, app_reason_for(one->id)->remedy);
		r->Action->Code = service_text(soap, "RESUBMIT");
		r->Action->Text = r->RefusalRemedy;
	}
}

int
__app__GetApplication(struct soap *soap, struct _app__GetApplicationRequest *q,
    struct _app__GetApplicationResponse *r)
{
	struct app_one one;

	SERVICE_BEGIN(soap, app, Applications, q);
	APP_FIND(soap, q, &one);
	read_history(soap, one.id, r);
	read_documents(soap, one.id, r);
	read_questions(soap, one.id, r);
	r->Snils = service_snils(soap, q->ben__Snils);
	r->Number = app_number(soap, one.id);
	r->Kind = one.kind;
	r->OrderId = service_text(soap, one.order_id);
	r->SubmittedAt = service_moment(soap, one.submitted_us);
	one.status = r->Status[r->__sizeStatus - 1].StatusId;
	r->StatusId = one.status;
	r->StatusName = r->Status[r->__sizeStatus - 1].StatusName;
	tell_actions(soap, &one, r);
	if (!app_is_closed(one.status))
		r->ExpectedDate = app_expected_date(soap, &one);
	return SOAP_OK;
}

/* Of citizens who differ, a little. */
static char *
amount_of(struct soap *soap, const struct app_one *one, unsigned number)
{
	int64_t about = app_services[one->kind].kopecks;

	return about == 0 ? NULL : service_money(soap, about + number % 100 * 1009);
}

static struct cmn__DecisionType *
decide(struct soap *soap, const struct app_one *one, unsigned number)
{
	struct cmn__DecisionType *d = SERVICE_NEW(soap, struct cmn__DecisionType);
	bool granted = one->status != STATUS_REFUSED;

	d->Number = dispatch_printf(soap, "DEC-%09lld", (long long)one->id);
	d->Date = service_date(soap, one->status_us);
	d->Granted = granted ? xsd__boolean__true_ : xsd__boolean__false_;
	d->Grounds = service_text(soap, app_services[one->kind].grounds);
	d->DocumentId = dispatch_printf(soap, "ACT-%09lld", (long long)one->id);
	if (granted) {
		d->Amount = amount_of(soap, one, number);
		d->Period = SERVICE_NEW(soap, struct cmn__PeriodType);
		d->Period->From = service_date(soap, one->status_us);
	} else {
		d->Reason = service_text(soap, app_reason_for(one->id)->reason);
		d->Remedy = service_text(soap, app_reason_for(one->id)->remedy);
	}
	return d;
}

int
__app__GetDecision(struct soap *soap, struct _app__GetDecisionRequest *q, struct _app__GetDecisionResponse *r)
{
	struct _app__ApplicationsFault *fault;
	struct app_one one;

	SERVICE_BEGIN(soap, app, Applications, q);
	APP_FIND(soap, q, &one);
	if (one.status == STATUS_CANCELLED)
		return app_refuse_status(soap, "APPLICATION_CLOSED", one.status, "Заявление отменено.");
	if (one.status != STATUS_DECIDED && one.status != STATUS_GRANTED && one.status != STATUS_REFUSED) {
		fault = APP_FAULT_NEW(soap, "NOT_DECIDED", "Number", "Решение ещё не принято.");
		fault->ExpectedDate = app_expected_date(soap, &one);
		return soap->error;
	}
	r->Snils = service_snils(soap, q->ben__Snils);
	r->ApplicationNumber = app_number(soap, one.id);
	r->Decision = decide(soap, &one, service_citizen(q->ben__Snils).number);
	if (r->Decision->Amount != NULL)
		r->Terms = service_text(soap, "Выплата — в течение пяти рабочих дней со дня решения.");
	r->AppealUntil = service_date(soap, one.status_us + (int64_t)APPEAL_DAYS * APP_DAY_S * 1000000);
	return SOAP_OK;
}
