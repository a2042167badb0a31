/* One appeal: what was said and done, and what the citizen adds. */
#include "config.h"

#include "tests/fund/services/appeals.h"

enum { ATTACHMENTS_MAX = 20, EVENTS_MAX = 50, MESSAGES_MAX = 200 };

#define NONE(soap) SERVICE_FAULT(soap, apl, Appeals, "NOT_FOUND", "Number", "Обращение не найдено.")

static struct apl__ReceivedAttachmentType *
tell_attachments(struct soap *soap, int64_t id, int64_t message, int *ret_n)
{
	struct apl__ReceivedAttachmentType *list =
	    SERVICE_LIST(soap, struct apl__ReceivedAttachmentType, ATTACHMENTS_MAX);
	AUTO(db_rows) struct db_rows *rows = db_select(service_db(soap), "SELECT kind, name, stored_id, signed"
	    " FROM appeal_attachment WHERE appeal = ?1 AND message = ?2 ORDER BY ordinal", "ii", id, message);

	for (*ret_n = 0; *ret_n < ATTACHMENTS_MAX && db_next(rows); ++*ret_n)
		list[*ret_n] = (struct apl__ReceivedAttachmentType){
		    .Kind = service_text(soap, db_text(rows, 0)),
		    .Name = service_text(soap, db_text(rows, 1)),
		    .StoredId = service_text(soap, db_text(rows, 2)),
		    .Signed = db_int(rows, 3) != 0 ? xsd__boolean__true_ : xsd__boolean__false_,
		};
	return list;
}

/* Fills message from a row id, at_us, author, text. */
static void
tell_message(struct soap *soap, int64_t id, struct db_rows *rows, struct apl__MessageType *message)
{
	*message = (struct apl__MessageType){
	    .Id = dispatch_printf(soap, "MSG-%09lld", (long long)db_int(rows, 0)),
	    .Author = db_text(rows, 2) != NULL ? apl__AuthorType__Specialist : apl__AuthorType__Citizen,
	    .AuthorName = service_text(soap, db_text(rows, 2)),
	    .At = service_moment(soap, db_int(rows, 1)),
	    .Text = service_text(soap, db_text(rows, 3)),
	};
	message->Attachment = tell_attachments(soap, id, db_int(rows, 0), &message->__sizeAttachment);
}

static void
tell_course(struct soap *soap, int64_t id, struct _apl__GetAppealResponse *r)
{
	int64_t now_us = clock_now_us();
	AUTO(db_rows) struct db_rows *events = db_select(service_db(soap),
	    "SELECT state, at_us, comment FROM appeal_event WHERE appeal = ?1 AND at_us <= ?2 ORDER BY at_us", "ii", id,
	    now_us);
	AUTO(db_rows) struct db_rows *messages = db_select(service_db(soap), "SELECT id, at_us, author, text"
	    " FROM appeal_message WHERE appeal = ?1 AND at_us <= ?2 ORDER BY at_us, id", "ii", id, now_us);

	r->Event = SERVICE_LIST(soap, struct apl__EventType, EVENTS_MAX);
	for (; r->__sizeEvent < EVENTS_MAX && db_next(events); r->__sizeEvent++)
		r->Event[r->__sizeEvent] = (struct apl__EventType){
		    .State = (enum apl__StateType)db_int(events, 0),
		    .At = service_moment(soap, db_int(events, 1)),
		    .Comment = service_text(soap, db_text(events, 2)),
		};
	CHECK(r->__sizeEvent > 0);
	r->State = r->Event[r->__sizeEvent - 1].State;
	r->Message = SERVICE_LIST(soap, struct apl__MessageType, MESSAGES_MAX);
	for (; r->__sizeMessage < MESSAGES_MAX && db_next(messages); r->__sizeMessage++)
		tell_message(soap, id, messages, &r->Message[r->__sizeMessage]);
}

/* The details, from a row kind, choice, day, number, more, reasons. */
static void
tell_details(struct soap *soap, struct db_rows *rows, struct _apl__GetAppealResponse *r)
{
	int choice = (int)db_int(rows, 1);

	switch ((enum apl__KindType)db_int(rows, 0)) {
	case apl__KindType__Inquiry:
		r->Inquiry = SERVICE_NEW(soap, struct apl__InquiryType);
		r->Inquiry->Topic = (enum apl__TopicType)choice;
		break;
	case apl__KindType__Suggestion:
		r->Suggestion = SERVICE_NEW(soap, struct apl__SuggestionType);
		r->Suggestion->Topic = (enum apl__TopicType)choice;
		break;
	case apl__KindType__Complaint:
		r->Complaint = SERVICE_NEW(soap, struct apl__ComplaintType);
		*r->Complaint = (struct apl__ComplaintType){
		    .Reason = (enum apl__ComplaintReasonType)choice,
		    .OccurredOn = service_text(soap, db_text(rows, 2)),
		    .ApplicationNumber = service_text(soap, db_text(rows, 3)),
		    .Office = service_text(soap, db_text(rows, 4)),
		};
		break;
	case apl__KindType__DecisionAppeal:
		r->DecisionAppeal = SERVICE_NEW(soap, struct apl__DecisionAppealType);
		*r->DecisionAppeal = (struct apl__DecisionAppealType){
		    .DecisionDate = service_text(soap, db_text(rows, 2)),
		    .DecisionNumber = service_text(soap, db_text(rows, 3)),
		    .Demand = service_text(soap, db_text(rows, 4)),
		    .Reasons = service_text(soap, db_text(rows, 5)),
		};
		break;
	}
}

int
__apl__GetAppeal(struct soap *soap, struct _apl__GetAppealRequest *q, struct _apl__GetAppealResponse *r)
{
	AUTO(db_rows) struct db_rows *rows = NULL;
	int64_t id;

	SERVICE_BEGIN(soap, apl, Appeals, q);
	id = appeal_id(soap, q->ben__Snils, q->Number);
	if (id == 0)
		return NONE(soap);
	rows = db_select(service_db(soap), "SELECT kind, choice, day, number, more, reasons, subject, text, department,"
	    " registered_us FROM appeal WHERE id = ?1", "i", id);
	CHECK(db_next(rows));
	tell_details(soap, rows, r);
	tell_course(soap, id, r);
	r->Snils = service_snils(soap, q->ben__Snils);
	r->Number = appeal_number(soap, id);
	r->Subject = service_text(soap, db_text(rows, 6));
	r->Text = service_text(soap, db_text(rows, 7));
	r->Department = r->State != apl__StateType__Accepted ? service_text(soap, db_text(rows, 8)) : NULL;
	r->RegisteredAt = service_moment(soap, db_int(rows, 9));
	r->AnswerBy = service_date(soap, db_int(rows, 9) + ANSWER_DAYS * DAY_US);
	r->Attachment = tell_attachments(soap, id, 0, &r->__sizeAttachment);
	return SOAP_OK;
}

int
__apl__AddAppealMessage(struct soap *soap, struct _apl__AddAppealMessageRequest *q,
    struct _apl__AddAppealMessageResponse *r)
{
	AUTO(db_rows) struct db_rows *rows = NULL;
	struct db *db = service_db(soap);
	int64_t id, message;

	SERVICE_BEGIN(soap, apl, Appeals, q);
	id = appeal_id(soap, q->ben__Snils, q->Number);
	if (id == 0)
		return NONE(soap);
	if (appeal_state(soap, id) == apl__StateType__Closed)
		return SERVICE_FAULT(soap, apl, Appeals, "CLOSED", "Number", "Обращение закрыто.");
	if (db_number(db, "SELECT count(*) FROM appeal_message WHERE appeal = ?1", "i", id) >= MESSAGES_MAX)
		return SERVICE_FAULT(soap, apl, Appeals, "REFUSED", "Text", "В обращении слишком много сообщений.");
	db_run(db, "INSERT INTO appeal_message (appeal, at_us, text) VALUES (?1, ?2, ?3)", "iit", id, clock_now_us(),
	    q->Text);
	message = db_last_id(db);
	appeal_attach(soap, id, message, q->Attachment, q->__sizeAttachment);
	rows = db_select(db, "SELECT id, at_us, author, text FROM appeal_message WHERE id = ?1", "i", message);
	CHECK(db_next(rows));
	r->Snils = service_snils(soap, q->ben__Snils);
	r->Number = appeal_number(soap, id);
	r->Message = SERVICE_NEW(soap, struct apl__MessageType);
	tell_message(soap, id, rows, r->Message);
	return SOAP_OK;
}
