/* The service of applications: documents, resubmission, cancellation, questions. */
#include "config.h"

#include "tests/fund/services/applications.h"

enum { ANSWER_DAYS = 5, QUESTIONS_MAX = 50 };

/* ChangedGroup in the answer r, after the change. */
#define TELL_CHANGED(soap, q, r)                                        \
	do {                                                            \
		struct app_one now_;                                    \
		APP_FIND(soap, q, &now_);                               \
		(r)->Snils = service_snils((soap), (q)->ben__Snils);    \
		(r)->Number = app_number((soap), now_.id);              \
		(r)->StatusId = now_.status;                            \
		(r)->StatusName = service_text((soap), now_.status_name); \
		(r)->At = service_moment((soap), now_.status_us);       \
	} while (0)

int
__app__AddApplicationDocuments(struct soap *soap, struct _app__AddApplicationDocumentsRequest *q,
    struct _app__AddApplicationDocumentsResponse *r)
{
	struct app_one one;

	SERVICE_BEGIN(soap, app, Applications, q);
	APP_FIND(soap, q, &one);
	if (app_is_closed(one.status))
		return app_refuse_status(soap, "APPLICATION_CLOSED", one.status, "Рассмотрение заявления завершено.");
	app_keep_documents(soap, one.id, q->Attachment, q->__sizeAttachment);
	if (one.status == STATUS_WAITS)
		app_plan(soap, one.id, one.kind, COURSE_RESUME);
	TELL_CHANGED(soap, q, r);
	return SOAP_OK;
}

int
__app__ResubmitApplication(struct soap *soap, struct _app__ResubmitApplicationRequest *q,
    struct _app__ResubmitApplicationResponse *r)
{
	struct app_look look;
	struct app_one one;

	SERVICE_BEGIN(soap, app, Applications, q);
	APP_FIND(soap, q, &one);
	if (one.status != STATUS_REFUSED)
		return app_refuse_status(soap, "NOT_REFUSED", one.status, "Заявление не было отклонено.");
	if (!app_look_at(q->Application, q->ben__Snils, &look))
		return APP_FAULT(soap, "REFUSED", "Application", APP_NO_KIND);
	if (look.kind != one.kind)
		return APP_FAULT(soap, "KIND_DIFFERS", "Application", "Вид заявления не меняется.");
	if (app_refuse_rule(soap, &look) != SOAP_OK)
		return soap->error;
	app_keep_documents(soap, one.id, q->Application->Attachment, q->Application->__sizeAttachment);
	app_plan(soap, one.id, one.kind, COURSE_RETRY);
	TELL_CHANGED(soap, q, r);
	return SOAP_OK;
}

int
__app__CancelApplication(struct soap *soap, struct _app__CancelApplicationRequest *q,
    struct _app__CancelApplicationResponse *r)
{
	struct app_one one;

	SERVICE_BEGIN(soap, app, Applications, q);
	APP_FIND(soap, q, &one);
	if (one.status == STATUS_GRANTED)
		return app_refuse_status(soap, "PAYMENT_CONFIRMED", one.status, "Выплата подтверждена.");
	if (app_is_closed(one.status))
		return app_refuse_status(soap, "APPLICATION_CLOSED", one.status, "Рассмотрение заявления завершено.");
	app_plan(soap, one.id, one.kind, COURSE_CANCEL);
	TELL_CHANGED(soap, q, r);
	return SOAP_OK;
}

int
__app__RequestClarification(struct soap *soap, struct _app__RequestClarificationRequest *q,
    struct _app__RequestClarificationResponse *r)
{
	struct db *db = service_db(soap);
	int64_t now_us = clock_now_us();
	struct app_one one;

	SERVICE_BEGIN(soap, app, Applications, q);
	APP_FIND(soap, q, &one);
	if (db_number(db, "SELECT count(*) FROM application_question WHERE application = ?1", "i", one.id)
	    >= QUESTIONS_MAX)
		return APP_FAULT(soap, "REFUSED", "Question", "Слишком много вопросов по одному заявлению.");
	db_run(db, "INSERT INTO application_question (application, question, at_us) VALUES (?1, ?2, ?3)", "iti",
	    one.id, q->Question, now_us);
	r->Snils = service_snils(soap, q->ben__Snils);
	r->Number = app_number(soap, one.id);
	r->ClarificationId = dispatch_printf(soap, "ASK-%09lld", (long long)db_last_id(db));
	r->AskedAt = service_moment(soap, now_us);
	r->AnswerDue = service_date(soap, now_us + (int64_t)ANSWER_DAYS * APP_DAY_S * 1000000);
	return SOAP_OK;
}
