/* The service of appeals. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "tests/fund/services/appeals.h"

const char fund_appeals_schema[] =
    "CREATE TABLE IF NOT EXISTS appeal ("
    "  id             INTEGER PRIMARY KEY,"
    "  snils          TEXT    NOT NULL,"
    "  kind           INTEGER NOT NULL,"
    "  subject        TEXT    NOT NULL,"
    "  text           TEXT    NOT NULL,"
    "  phone          TEXT,"
    "  email          TEXT,"
    /* Of its details: topic or reason, a date, a number, an office or a demand, reasons. */
    "  choice         INTEGER NOT NULL,"
    "  day            TEXT,"
    "  number         TEXT,"
    "  more           TEXT,"
    "  reasons        TEXT,"
    "  department     TEXT    NOT NULL,"
    "  registered_us  INTEGER NOT NULL"
    ") STRICT;"
    "CREATE INDEX IF NOT EXISTS appeal_snils ON appeal (snils, id);"
    /* What becomes of it: written down at once, true when the moment comes. */
    "CREATE TABLE IF NOT EXISTS appeal_event ("
    "  appeal         INTEGER NOT NULL REFERENCES appeal,"
    "  at_us          INTEGER NOT NULL,"
    "  state          INTEGER NOT NULL,"
    "  comment        TEXT,"
    "  PRIMARY KEY (appeal, state)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS appeal_message ("
    "  id             INTEGER PRIMARY KEY,"
    "  appeal         INTEGER NOT NULL REFERENCES appeal,"
    "  at_us          INTEGER NOT NULL,"
    "  author         TEXT,"
    "  text           TEXT    NOT NULL"
    ") STRICT;"
    /* Message 0 is the appeal itself. */
    "CREATE TABLE IF NOT EXISTS appeal_attachment ("
    "  appeal         INTEGER NOT NULL REFERENCES appeal,"
    "  message        INTEGER NOT NULL,"
    "  ordinal        INTEGER NOT NULL,"
    "  kind           TEXT    NOT NULL,"
    "  name           TEXT,"
    "  stored_id      TEXT,"
    "  signed         INTEGER NOT NULL,"
    "  PRIMARY KEY (appeal, message, ordinal)"
    ") STRICT, WITHOUT ROWID;";

/* What becomes of every appeal, and when; the expert only where something is to be calculated or decided again. */
static const struct {
	enum apl__StateType state;
	int64_t     after_days;
	bool        expert;
	const char *comment;
} course[] = {
	/* clang-format off */
	{apl__StateType__Accepted,     0,  false, "Обращение зарегистрировано."},
	{apl__StateType__Assigned,     1,  false, "Назначен исполнитель."},
	{apl__StateType__UnderReview,  2,  false, NULL},
	{apl__StateType__ExpertReview, 5,  true,  "Передано эксперту для проверки расчёта."},
	{apl__StateType__Answered,     15, false, "Ответ направлен гражданину."},
	{apl__StateType__Closed,       45, false, NULL},
	/* clang-format on */
};

/* Who deals with each kind, and answers what; by apl__KindType. */
static const struct {
	const char *department, *specialist, *answer;
} desks[] = {
	/* clang-format off */
	[apl__KindType__Inquiry]        = {"Отдел по работе с обращениями граждан", "Примерова Д. О., специалист",
	    "Разъясняем: сведения учтены в вашем лицевом счёте, действий не требуется."},
	[apl__KindType__Complaint]      = {"Отдел контроля качества", "Образцов П. А., главный специалист",
	    "Жалоба рассмотрена. Нарушение устранено, виновным указано."},
	[apl__KindType__Suggestion]     = {"Отдел развития услуг", "Испытателев Л. К., специалист",
	    "Благодарим за предложение. Оно передано разработчикам."},
	[apl__KindType__DecisionAppeal] = {"Апелляционная комиссия", "Ёлкина А. С., эксперт",
	    "Решение проверено. Изложенные доводы учтены, решение будет пересмотрено."},
	/* clang-format on */
};

char *
appeal_number(struct soap *soap, int64_t id)
{
	return dispatch_printf(soap, "APL-%09lld", (long long)id);
}

int64_t
appeal_id(struct soap *soap, const char *snils, const char *number)
{
	int64_t id = strncmp(number, "APL-", 4) == 0 ? strtoll(number + 4, NULL, 10) : 0;

	if (strcmp(number, appeal_number(soap, id)) != 0)
		return 0;
	return db_number(service_db(soap), "SELECT id FROM appeal WHERE id = ?1 AND snils = ?2", "it", id, snils);
}

enum apl__StateType
appeal_state(struct soap *soap, int64_t id)
{
	return (enum apl__StateType)db_number(service_db(soap),
	    "SELECT state FROM appeal_event WHERE appeal = ?1 AND at_us <= ?2 ORDER BY at_us DESC", "ii", id,
	    clock_now_us());
}

void
appeal_attach(struct soap *soap, int64_t id, int64_t message, const struct cmn__AttachmentType *attachment, int n)
{
	for (int i = 0; i < n; i++)
		db_run(service_db(soap), "INSERT INTO appeal_attachment VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", "iiittti",
		    id, message, (int64_t)i, attachment[i].Kind,
		    attachment[i].File != NULL ? attachment[i].File->Name : NULL, attachment[i].StoredId,
		    (int64_t)(attachment[i].Signature != NULL));
}

/* ---- SubmitAppeal ---- */

/* A row of the table appeal. */
struct appeal {
	enum apl__KindType kind;
	int64_t            choice;
	const char        *day, *number, *more, *reasons, *day_field;
	bool               expert;
};

static bool
read_details(const struct _apl__SubmitAppealRequest *q, struct appeal *a)
{
	*a = (struct appeal){0};
	if (q->Inquiry != NULL)
		*a = (struct appeal){.kind = apl__KindType__Inquiry, .choice = (int64_t)q->Inquiry->Topic};
	else if (q->Suggestion != NULL)
		*a = (struct appeal){.kind = apl__KindType__Suggestion, .choice = (int64_t)q->Suggestion->Topic};
	else if (q->Complaint != NULL)
		*a = (struct appeal){.kind = apl__KindType__Complaint, .choice = (int64_t)q->Complaint->Reason,
		    .day = q->Complaint->OccurredOn, .number = q->Complaint->ApplicationNumber,
		    .more = q->Complaint->Office, .day_field = "Complaint/OccurredOn",
		    .expert = q->Complaint->Reason == apl__ComplaintReasonType__CalculationError};
	else if (q->DecisionAppeal != NULL)
		*a = (struct appeal){.kind = apl__KindType__DecisionAppeal, .day = q->DecisionAppeal->DecisionDate,
		    .number = q->DecisionAppeal->DecisionNumber, .more = q->DecisionAppeal->Demand,
		    .reasons = q->DecisionAppeal->Reasons, .day_field = "DecisionAppeal/DecisionDate", .expert = true};
	else
		return false;
	return true;
}

/* The citizen's open appeal of that decision; 0 if there is none. */
static int64_t
find_open(struct db *db, const char *snils, const char *decision)
{
	return db_number(db, "SELECT id FROM appeal WHERE snils = ?1 AND kind = ?2 AND number = ?3 AND NOT EXISTS"
	    " (SELECT 1 FROM appeal_event WHERE appeal = id AND state = ?4 AND at_us <= ?5)", "titii", snils,
	    (int64_t)apl__KindType__DecisionAppeal, decision, (int64_t)apl__StateType__Closed, clock_now_us());
}

static void
plan(struct db *db, int64_t id, const struct appeal *a, int64_t now_us)
{
	for (size_t i = 0; i < COUNT_OF(course); i++) {
		int64_t at_us = now_us + course[i].after_days * DAY_US;

		if (course[i].expert && !a->expert)
			continue;
		db_run(db, "INSERT INTO appeal_event VALUES (?1, ?2, ?3, ?4)", "iiit", id, at_us,
		    (int64_t)course[i].state, course[i].comment);
		if (course[i].state == apl__StateType__Answered)
			db_run(db, "INSERT INTO appeal_message (appeal, at_us, author, text) VALUES (?1, ?2, ?3, ?4)",
			    "iitt", id, at_us, desks[a->kind].specialist, desks[a->kind].answer);
	}
}

int
__apl__SubmitAppeal(struct soap *soap, struct _apl__SubmitAppealRequest *q, struct _apl__SubmitAppealResponse *r)
{
	struct db *db = service_db(soap);
	int64_t now_us = clock_now_us(), id;
	struct appeal a;

	SERVICE_BEGIN(soap, apl, Appeals, q);
	if (!read_details(q, &a))
		return SERVICE_FAULT(soap, apl, Appeals, "REFUSED", "Inquiry", "Не указано, о чём обращение.");
	if (a.day != NULL && strcmp(a.day, service_date(soap, now_us)) > 0)
		return SERVICE_FAULT(soap, apl, Appeals, "REFUSED", a.day_field, "Дата ещё не наступила.");
	if (a.kind == apl__KindType__DecisionAppeal && (id = find_open(db, q->ben__Snils, a.number)) != 0) {
		SERVICE_FAULT_NEW(soap, apl, Appeals, "ALREADY_APPEALED", "DecisionAppeal/DecisionNumber",
		    "Это решение уже обжалуется.")->Number = appeal_number(soap, id);
		return soap->error;
	}
	db_run(db, "INSERT INTO appeal (snils, kind, subject, text, phone, email, choice, day, number, more, reasons,"
	    " department, registered_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
	    "tittttittttti", q->ben__Snils, (int64_t)a.kind, q->Subject, q->Text,
	    q->Contact != NULL ? q->Contact->Phone : NULL, q->Contact != NULL ? q->Contact->Email : NULL, a.choice,
	    a.day, a.number, a.more, a.reasons, desks[a.kind].department, now_us);
	id = db_last_id(db);
	appeal_attach(soap, id, 0, q->Attachment, q->__sizeAttachment);
	plan(db, id, &a, now_us);
	r->Snils = service_snils(soap, q->ben__Snils);
	r->Number = appeal_number(soap, id);
	r->RegisteredAt = service_moment(soap, now_us);
	r->State = apl__StateType__Accepted;
	r->AnswerBy = service_date(soap, now_us + ANSWER_DAYS * DAY_US);
	return SOAP_OK;
}

/* ---- ListAppeals ---- */

int
__apl__ListAppeals(struct soap *soap, struct _apl__ListAppealsRequest *q, struct _apl__ListAppealsResponse *r)
{
	AUTO(db_rows) struct db_rows *rows = NULL;
	struct service_page page;
	int64_t n = 0;

	SERVICE_BEGIN(soap, apl, Appeals, q);
	if (!service_page_read(q->cmn__Limit, q->cmn__Cursor, &page))
		return SERVICE_FAULT(soap, apl, Appeals, "REFUSED", "Cursor", "Продолжение списка указано неверно.");
	r->Snils = service_snils(soap, q->ben__Snils);
	r->Appeal = SERVICE_LIST(soap, struct apl__AppealSummaryType, page.limit);
	rows = db_select(service_db(soap), "SELECT id, kind, subject, registered_us, (SELECT state FROM appeal_event"
	    "  WHERE appeal = id AND at_us <= ?1 ORDER BY at_us DESC LIMIT 1) AS now FROM appeal WHERE snils = ?2"
	    " AND (?3 < 0 OR kind = ?3) AND (?4 < 0 OR now = ?4)"
	    " AND (?5 IS NULL OR date(registered_us / 1000000, 'unixepoch') >= ?5)"
	    " AND (?6 IS NULL OR date(registered_us / 1000000, 'unixepoch') <= ?6) ORDER BY id DESC"
	    " LIMIT ?7 + 1 OFFSET ?8", "itiittii", clock_now_us(), q->ben__Snils,
	    q->Kind != NULL ? (int64_t)*q->Kind : -1, q->State != NULL ? (int64_t)*q->State : -1, q->cmn__From,
	    q->cmn__To, page.limit, page.offset);
	for (; db_next(rows); n++)
		if (n < page.limit)
			r->Appeal[r->__sizeAppeal++] = (struct apl__AppealSummaryType){
			    .Number = appeal_number(soap, db_int(rows, 0)),
			    .Kind = (enum apl__KindType)db_int(rows, 1),
			    .Subject = service_text(soap, db_text(rows, 2)),
			    .RegisteredAt = service_moment(soap, db_int(rows, 3)),
			    .State = (enum apl__StateType)db_int(rows, 4),
			    .AnswerBy = service_date(soap, db_int(rows, 3) + ANSWER_DAYS * DAY_US),
			};
	r->cmn__NextCursor = service_page_next(soap, &page, n);
	return SOAP_OK;
}
