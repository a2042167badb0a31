/* The service of the self-employed: registration, reports of income, contributions and their corrections. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "tests/fund/offices.h"
#include "tests/fund/service.h"

const char fund_selfemployed_schema[] =
    "CREATE TABLE IF NOT EXISTS self_employed ("
    "  id     INTEGER PRIMARY KEY,"
    "  snils  TEXT    NOT NULL UNIQUE,"
    "  inn    TEXT    NOT NULL UNIQUE,"
    "  ogrnip TEXT,"
    "  activity TEXT  NOT NULL,"
    "  since  TEXT    NOT NULL"
    ") STRICT;"
    "CREATE TABLE IF NOT EXISTS income_report ("
    "  id       INTEGER PRIMARY KEY,"
    "  snils    TEXT    NOT NULL,"
    "  month    TEXT    NOT NULL,"
    "  income   INTEGER NOT NULL,"
    "  expenses INTEGER NOT NULL,"
    "  UNIQUE (snils, month)"
    ") STRICT;"
    "CREATE TABLE IF NOT EXISTS contribution ("
    "  id      INTEGER PRIMARY KEY,"
    "  snils   TEXT    NOT NULL,"
    "  month   TEXT    NOT NULL,"
    "  accrued INTEGER NOT NULL,"
    "  paid    INTEGER NOT NULL,"
    "  paid_on TEXT"
    ") STRICT;"
    "CREATE INDEX IF NOT EXISTS contribution_snils ON contribution (snils, month);"
    "CREATE TABLE IF NOT EXISTS correction ("
    "  id           INTEGER PRIMARY KEY,"
    "  contribution INTEGER NOT NULL UNIQUE REFERENCES contribution,"
    "  paid         INTEGER NOT NULL,"
    "  paid_on      TEXT,"
    "  reason       TEXT    NOT NULL"
    ") STRICT;";

/* A contribution is so much of what is left of the income, and is due on that day of the next month. */
enum { PERCENT = 22, DUE_DAY = 28, TERM_DAYS = 10, HISTORY_FROM = 2024, HISTORY_TO = 2025 };

#define FAULT(soap, code, field, text) SERVICE_FAULT(soap, slf, SelfEmployed, code, field, text)

static char *
today(struct soap *soap, int64_t days)
{
	return service_date(soap, clock_now_us() + days * DAY_S * 1000000);
}

static int64_t
kopecks(const char *amount)
{
	char *end;
	int64_t sum = strtoll(amount, &end, 10) * 100;

	if (*end == '.' && end[1] != '\0')
		sum += strtol(end + 1, NULL, 10) * (end[2] == '\0' ? 10 : 1);
	return sum;
}

/* What the Fund had on record of some citizens before anybody asked; once. */
static void
make_history(struct soap *soap, const char *snils)
{
	struct db *db = service_db(soap);
	unsigned number = service_citizen(snils).number;

	if (number % 3 != 1 || db_number(db, "SELECT count(*) FROM contribution WHERE snils = ?1 AND month < '2026'",
	        "t", snils) != 0)
		return;
	for (int month = HISTORY_FROM * 12; month < (HISTORY_TO + 1) * 12; month++) {
		int64_t accrued = 412530 + (int64_t)number * 1019 + month % 12 * 20007;
		bool paid = (month + (int)number) % 7 != 0;

		db_run(db, "INSERT INTO contribution (snils, month, accrued, paid, paid_on)"
		    " VALUES (?1, ?2, ?3, ?4, ?5)", "ttiit", snils,
		    dispatch_printf(soap, "%04d-%02d", month / 12, month % 12 + 1), accrued,
		    paid ? accrued : 0,
		    paid ? dispatch_printf(soap, "%04d-%02d-20", (month + 1) / 12, (month + 1) % 12 + 1) : NULL);
	}
}

int
__slf__RegisterSelfEmployed(struct soap *soap, struct _slf__RegisterSelfEmployedRequest *q,
    struct _slf__RegisterSelfEmployedResponse *r)
{
	struct db *db = service_db(soap);

	SERVICE_BEGIN(soap, slf, SelfEmployed, q);
	if (db_number(db, "SELECT count(*) FROM self_employed WHERE snils = ?1", "t", q->ben__Snils) != 0)
		return FAULT(soap, "ALREADY_REGISTERED", NULL, "Вы уже зарегистрированы.");
	if (strncmp(q->Since, today(soap, 0), 10) > 0)
		return FAULT(soap, "REFUSED", "Since", "Дата начала деятельности ещё не наступила.");
	if (db_run(db, "INSERT OR IGNORE INTO self_employed (snils, inn, ogrnip, activity, since)"
	    " VALUES (?1, ?2, ?3, ?4, substr(?5, 1, 10))", "ttttt", q->ben__Snils, q->Inn, q->Ogrnip, q->Activity,
	    q->Since) == 0)
		return FAULT(soap, "INN_TAKEN", "Inn", "С этим ИНН зарегистрировано другое лицо.");
	r->Snils = service_snils(soap, q->ben__Snils);
	r->RegistrationNumber = dispatch_printf(soap, "SLF-%09lld", (long long)db_last_id(db));
	r->RegisteredAt = service_moment(soap, clock_now_us());
	r->Status = q->Status;
	r->Since = service_text(soap, q->Since);
	return SOAP_OK;
}

/* Why no report of that month can be taken; makes the fault and returns what is to be returned, or SOAP_OK. */
static int
refuse_report(struct soap *soap, const struct _slf__SubmitIncomeReportRequest *q)
{
	struct db *db = service_db(soap);

	if (db_number(db, "SELECT count(*) FROM self_employed WHERE snils = ?1", "t", q->ben__Snils) == 0)
		return FAULT(soap, "NOT_REGISTERED", NULL, "Вы не зарегистрированы как самозанятый.");
	if (strncmp(q->Month, today(soap, 0), 7) >= 0)
		return FAULT(soap, "MONTH_NOT_OVER", "Month", "Месяц ещё не закончился.");
	if (db_number(db, "SELECT count(*) FROM self_employed WHERE snils = ?1"
	        " AND substr(since, 1, 7) > substr(?2, 1, 7)", "tt", q->ben__Snils, q->Month) != 0)
		return FAULT(soap, "BEFORE_REGISTRATION", "Month", "Месяц закончился до начала деятельности.");
	if (db_run(db, "INSERT OR IGNORE INTO income_report (snils, month, income, expenses)"
	    " VALUES (?1, substr(?2, 1, 7), ?3, ?4)", "ttii", q->ben__Snils, q->Month, kopecks(q->Income),
	    kopecks(q->Expenses)) == 0)
		return FAULT(soap, "ALREADY_REPORTED", "Month", "Отчёт за этот месяц уже подан.");
	return SOAP_OK;
}

int
__slf__SubmitIncomeReport(struct soap *soap, struct _slf__SubmitIncomeReportRequest *q,
    struct _slf__SubmitIncomeReportResponse *r)
{
	struct db *db = service_db(soap);
	int64_t left = kopecks(q->Income) - kopecks(q->Expenses), contribution = left > 0 ? left * PERCENT / 100 : 0;
	int64_t day;
	int month;

	SERVICE_BEGIN(soap, slf, SelfEmployed, q);
	if (!day_parse(q->Month, &day))
		return FAULT(soap, "REFUSED", "Month", "Неверный месяц.");
	/* The next one, counted from 0. */
	month = (int)(strtol(q->Month, NULL, 10) * 12 + strtol(q->Month + 5, NULL, 10));
	if (refuse_report(soap, q) != SOAP_OK)
		return soap->error;
	r->Number = dispatch_printf(soap, "INC-%09lld", (long long)db_last_id(db));
	db_run(db, "INSERT INTO contribution (snils, month, accrued, paid) VALUES (?1, substr(?2, 1, 7), ?3, 0)", "tti",
	    q->ben__Snils, q->Month, contribution);
	r->Snils = service_snils(soap, q->ben__Snils);
	r->AcceptedAt = service_moment(soap, clock_now_us());
	r->Month = service_text(soap, q->Month);
	r->Contribution = service_money(soap, contribution);
	r->PayUntil = dispatch_printf(soap, "%04d-%02d-%02d", month / 12, month % 12 + 1, DUE_DAY);
	return SOAP_OK;
}

int
__slf__RequestContributionCorrection(struct soap *soap, struct _slf__RequestContributionCorrectionRequest *q,
    struct _slf__RequestContributionCorrectionResponse *r)
{
	struct db *db = service_db(soap);
	int64_t id = strncmp(q->ContributionId, "CON-", 4) == 0 ? strtoll(q->ContributionId + 4, NULL, 10) : 0;

	SERVICE_BEGIN(soap, slf, SelfEmployed, q);
	make_history(soap, q->ben__Snils);
	if (strcmp(q->ContributionId, dispatch_printf(soap, "CON-%09lld", (long long)id)) != 0 ||
	    db_number(db, "SELECT count(*) FROM contribution WHERE id = ?1 AND snils = ?2", "it", id,
	        q->ben__Snils) == 0)
		return FAULT(soap, "NOT_FOUND", "ContributionId", "Такого взноса нет.");
	if (db_run(db, "INSERT OR IGNORE INTO correction (contribution, paid, paid_on, reason) VALUES (?1, ?2, ?3, ?4)",
	        "iitt", id, kopecks(q->Paid), q->PaidOn, q->Reason) == 0)
		return FAULT(soap, "ALREADY_REQUESTED", "ContributionId", "Исправление взноса уже рассматривается.");
	r->Snils = service_snils(soap, q->ben__Snils);
	r->Number = dispatch_printf(soap, "COR-%09lld", (long long)db_last_id(db));
	r->ContributionId = service_text(soap, q->ContributionId);
	r->AcceptedAt = service_moment(soap, clock_now_us());
	r->ExpectedDate = today(soap, TERM_DAYS);
	return SOAP_OK;
}

static enum slf__ContributionStateType
state_of(struct soap *soap, const char *month, int64_t accrued, int64_t paid, bool corrected)
{
	int next = (int)(strtol(month, NULL, 10) * 12 + strtol(month + 5, NULL, 10));

	if (corrected)
		return slf__ContributionStateType__UnderCorrection;
	if (paid >= accrued)
		return slf__ContributionStateType__Paid;
	return strcmp(dispatch_printf(soap, "%04d-%02d-%02d", next / 12, next % 12 + 1, DUE_DAY), today(soap, 0)) < 0
	    ? slf__ContributionStateType__Overdue
	    : slf__ContributionStateType__Due;
}

/* Every row of the citizen: the page's into r, all into the sums.  How many there are from the page on. */
static int64_t
read_rows(struct soap *soap, struct db_rows *rows, const struct service_page *page,
    struct slf__ContributionsType *r, int64_t sums[4])
{
	int64_t n = 0;

	for (; db_next(rows); n++) {
		int64_t accrued = db_int(rows, 2), paid = db_int(rows, 3);

		sums[2] += accrued;
		sums[3] += paid;
		if (n < page->offset || n >= page->offset + page->limit)
			continue;
		sums[0] += accrued;
		sums[1] += paid;
		r->Contribution[r->__sizeContribution++] = (struct slf__ContributionType){
		    .Id = dispatch_printf(soap, "CON-%09lld", (long long)db_int(rows, 0)),
		    .Month = dispatch_printf(soap, "%s-01", db_text(rows, 1)),
		    .State = state_of(soap, db_text(rows, 1), accrued, paid, db_int(rows, 5) != 0),
		    .Accrued = service_money(soap, accrued),
		    .Paid = service_money(soap, paid),
		    .PaidOn = service_text(soap, db_text(rows, 4)),
		};
	}
	return n - page->offset;
}

int
__slf__ListContributions(struct soap *soap, struct _slf__ListContributionsRequest *q,
    struct _slf__ListContributionsResponse *r)
{
	AUTO(db_rows) struct db_rows *rows = NULL;
	int64_t sums[4] = {0}, n;
	struct service_page page;

	SERVICE_BEGIN(soap, slf, SelfEmployed, q);
	if (!service_page_read(q->cmn__Limit, q->cmn__Cursor, &page))
		return FAULT(soap, "REFUSED", "Cursor", "Неизвестное начало страницы.");
	make_history(soap, q->ben__Snils);
	rows = db_select(service_db(soap), "SELECT id, month, accrued, paid, paid_on,"
	    " EXISTS (SELECT 1 FROM correction WHERE correction.contribution = contribution.id) FROM contribution"
	    " WHERE snils = ?1 AND (?2 = 0 OR CAST(substr(month, 1, 4) AS INTEGER) = ?2) ORDER BY month DESC, id DESC",
	    "ti", q->ben__Snils, q->Year != NULL ? (int64_t)*q->Year : (int64_t)0);
	r->Contributions = SERVICE_NEW(soap, struct slf__ContributionsType);
	r->Contributions->Contribution = SERVICE_LIST(soap, struct slf__ContributionType, page.limit);
	n = read_rows(soap, rows, &page, r->Contributions, sums);
	r->Snils = service_snils(soap, q->ben__Snils);
	r->PageAccrued = service_money(soap, sums[0]);
	r->PagePaid = service_money(soap, sums[1]);
	r->TotalAccrued = service_money(soap, sums[2]);
	r->TotalPaid = service_money(soap, sums[3]);
	r->cmn__NextCursor = service_page_next(soap, &page, n);
	return SOAP_OK;
}
