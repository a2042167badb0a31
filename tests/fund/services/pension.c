/* The service of the individual account: balance and operations. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "tests/fund/services/paid.h"
#include "tests/fund/services/pension.h"
#include "tests/fund/services/record.h"

const char fund_pension_schema[] =
    "CREATE TABLE IF NOT EXISTS payout ("
    "  snils       TEXT    PRIMARY KEY,"
    "  bic         TEXT,"
    "  account     TEXT,"
    "  day         INTEGER NOT NULL,"
    "  from_month  INTEGER NOT NULL,"           /* year * 12 + month - 1 */
    "  version     INTEGER NOT NULL"
    ") STRICT;"
    "CREATE TABLE IF NOT EXISTS acceleration ("
    "  id          INTEGER PRIMARY KEY,"
    "  snils       TEXT    NOT NULL,"
    "  payment     TEXT    NOT NULL,"
    "  payout_date TEXT    NOT NULL,"
    "  asked_us    INTEGER NOT NULL"
    ") STRICT;"
    "CREATE TABLE IF NOT EXISTS dispute ("
    "  id          INTEGER PRIMARY KEY,"
    "  snils       TEXT    NOT NULL,"
    "  kind        INTEGER NOT NULL,"
    "  employer    TEXT,"
    "  from_day    TEXT,"
    "  until_us    INTEGER NOT NULL"
    ") STRICT;";

enum { OPERATIONS_MAX = 32, LATEST = 10, LIST_MAX = 500, ID_MAX = 40 };
enum { RATE_PERCENT = 22, ACCRUAL_DAY = 15, CORRECTION_MONTH = 5 };

/* An operation on the account, before it is written into the contract's struct. */
struct operation {
	char        id[ID_MAX], date[11];
	enum pen__AccountOperationKindType kind;
	int64_t     amount;
	bool        pending, to_citizen;
	const char *organisation, *comment, *purpose;
};

static const char fund_name[] = "Отделение Социального фонда";

static struct operation *
add(struct operation *list, int *n, const struct citizen *citizen, unsigned at, const char *suffix)
{
	struct operation *o = &list[*n];

	CHECK(*n < OPERATIONS_MAX);
	++*n;
	*o = (struct operation){.organisation = fund_name};
	snprintf(o->id, sizeof(o->id), "OP-%06u-%04u%02u-%s", paid_mark(citizen->number), at / 12, at % 12 + 1, suffix);
	return o;
}

/* Contributions of the quarter before the month; nothing where the citizen did not work. */
static void
add_accrual(const struct citizen *citizen, unsigned at, const char *today, struct operation *list, int *n)
{
	struct record_period p[RECORD_MAX];
	struct record_year worked = record_year(citizen, (at - 1) / 12, at - 1);
	char date[11];
	struct operation *o;
	int periods = record_employment(citizen, at - 1, p);

	snprintf(date, sizeof(date), "%04u-%02u-%02u", at / 12 % 10000, at % 12 + 1, (unsigned)ACCRUAL_DAY);
	if (at % 3 != 0 || periods == 0 || p[periods - 1].to < at - 3 || worked.earnings == 0)
		return;
	if (strcmp(date, today) > 0)
		return;
	o = add(list, n, citizen, at, "A");
	memcpy(o->date, date, sizeof(date));
	o->kind = pen__AccountOperationKindType__Accrual;
	o->amount = worked.earnings / worked.months * 3 * RATE_PERCENT / 100;
	o->pending = strncmp(date, today, 7) == 0;
	o->organisation = p[periods - 1].employer;
	o->comment = o->pending ? "Сведения работодателя проверяются." : "Страховые взносы за квартал.";
	o->purpose = "Страховые взносы на обязательное пенсионное страхование";
}

static void
add_payment(const struct citizen *citizen, const struct paid *paid, struct operation *list, int *n)
{
	char suffix[8];
	struct operation *o;
	bool returned = paid->status == pay__PaymentStatusType__Returned;
	const char *end = strrchr(paid->id, '-') + 1;

	if (paid->status == pay__PaymentStatusType__Planned)
		return;
	snprintf(suffix, sizeof(suffix), "%c%.1s", returned ? 'R' : 'P', end);
	o = add(list, n, citizen, paid->at, suffix);
	memcpy(o->date, paid->due, sizeof(o->date));
	o->kind = returned ? pen__AccountOperationKindType__Refund : pen__AccountOperationKindType__Payment;
	o->amount = paid->accrued - paid->withheld;
	o->pending = paid->status == pay__PaymentStatusType__Assigned;
	o->to_citizen = !returned;
	o->comment = returned ? "Возврат от организации, доставляющей пенсию." : NULL;
	o->purpose = paid->kind->title;
	if (paid->withheld == 0)
		return;
	snprintf(suffix, sizeof(suffix), "W%.1s", end);
	o = add(list, n, citizen, paid->at, suffix);
	memcpy(o->date, paid->due, sizeof(o->date));
	o->kind = pen__AccountOperationKindType__Withholding;
	o->amount = paid->withheld;
	o->pending = paid->status == pay__PaymentStatusType__Assigned;
	o->comment = "Удержание по исполнительному листу.";
	o->purpose = "Взыскание по исполнительному документу";
}

static void
add_correction(const struct citizen *citizen, unsigned at, struct operation *list, int *n)
{
	struct operation *o;

	if (at % 12 + 1 != CORRECTION_MONTH || citizen->number % 4 != 1)
		return;
	o = add(list, n, citizen, at, "C");
	snprintf(o->date, sizeof(o->date), "%04u-%02u-02", at / 12 % 10000, at % 12 + 1);
	o->kind = pen__AccountOperationKindType__Correction;
	o->amount = (int64_t)(citizen->number * 131 % 50000 + 1000) * (at / 12 % 2 == 0 ? -1 : 1);
	o->comment = "Уточнены сведения за прошлый год.";
	o->purpose = "Корректировка сведений индивидуального учёта";
}

static int
newest_first(const void *a, const void *b)
{
	const struct operation *x = a, *y = b;
	int order = strcmp(y->date, x->date);

	return order != 0 ? order : strcmp(x->id, y->id);
}

/* The operations of a month, newest first; their count. */
static int
collect(struct soap *soap, const struct citizen *citizen, unsigned at, struct operation list[OPERATIONS_MAX])
{
	struct paid paid[PAID_MAX];
	unsigned present;
	char today[11];
	int n = 0;

	paid_today(today, &present);
	if (at < PAID_FIRST || at > present)
		return 0;
	add_accrual(citizen, at, today, list, &n);
	add_correction(citizen, at, list, &n);
	for (int i = 0, count = paid_in_month(soap, citizen, at, paid); i < count; i++)
		add_payment(citizen, &paid[i], list, &n);
	qsort(list, (size_t)n, sizeof(*list), newest_first);
	return n;
}

/* AccountOperationGroup. */
#define FILL_OPERATION(soap, r, o)                                                                      \
	do {                                                                                            \
		__typeof__(r) to_ = (r);                                                                \
		to_->Id = service_text((soap), (o)->id);                                                \
		to_->Date = service_text((soap), (o)->date);                                            \
		to_->Kind = (o)->kind;                                                                  \
		to_->Amount = service_money((soap), (o)->amount);                                       \
		to_->Status = (o)->pending ? pen__AccountOperationStatusType__Pending                   \
		                           : pen__AccountOperationStatusType__Paid;                     \
		to_->Organisation = service_text((soap), (o)->organisation);                            \
		to_->Comment = service_text((soap), (o)->comment);                                      \
	} while (0)

static bool
is_wanted(const struct operation *o, const struct _pen__ListAccountOperationsRequest *q)
{
	return (q->cmn__From == NULL || strncmp(o->date, q->cmn__From, 10) >= 0) &&
	    (q->cmn__To == NULL || strncmp(o->date, q->cmn__To, 10) <= 0) && (q->Kind == NULL || *q->Kind == o->kind);
}

int
__pen__ListAccountOperations(struct soap *soap, struct _pen__ListAccountOperationsRequest *q,
    struct _pen__ListAccountOperationsResponse *r)
{
	struct operation list[OPERATIONS_MAX];
	struct service_page page;
	struct citizen citizen;
	unsigned present;
	char today[11];
	int64_t found = 0;

	SERVICE_BEGIN(soap, pen, Pension, q);
	if (!service_page_read(q->cmn__Limit, q->cmn__Cursor, &page))
		return SERVICE_FAULT(soap, pen, Pension, "REFUSED", "Cursor", "Нет такой страницы списка.");
	citizen = service_citizen(q->ben__Snils);
	paid_today(today, &present);
	r->Snils = service_snils(soap, q->ben__Snils);
	r->Operation = SERVICE_LIST(soap, struct pen__AccountOperationType, LIST_MAX);
	for (unsigned at = present; at >= PAID_FIRST && found <= page.offset + page.limit; at--)
		for (int i = 0, n = collect(soap, &citizen, at, list); i < n; i++)
			if (is_wanted(&list[i], q) && ++found > page.offset && found <= page.offset + page.limit)
				FILL_OPERATION(soap, &r->Operation[r->__sizeOperation++], &list[i]);
	r->cmn__NextCursor = service_page_next(soap, &page, found - page.offset);
	return SOAP_OK;
}

static struct pen__PayeeType *
make_payee(struct soap *soap, const struct citizen *citizen, const struct operation *o)
{
	struct pen__PayeeType *payee = SERVICE_NEW(soap, struct pen__PayeeType);
	struct pension_payout payout;

	payee->Name = service_text(soap, fund_name);
	if (!o->to_citizen)
		return payee;
	payee->Name = dispatch_printf(soap, "%s %s%s%s", citizen->family_name, citizen->first_name,
	    citizen->patronymic != NULL ? " " : "", citizen->patronymic != NULL ? citizen->patronymic : "");
	pension_payout(soap, citizen->snils, &payout);
	payee->Bic = payout.delivery->Bic;
	payee->Account = payout.delivery->Account;
	return payee;
}

int
__pen__GetAccountOperation(struct soap *soap, struct _pen__GetAccountOperationRequest *q,
    struct _pen__GetAccountOperationResponse *r)
{
	struct operation list[OPERATIONS_MAX];
	struct citizen citizen;
	unsigned at;
	int n = 0;

	SERVICE_BEGIN(soap, pen, Pension, q);
	citizen = service_citizen(q->ben__Snils);
	if (paid_month_of(q->Id, "OP-", &at))
		n = collect(soap, &citizen, at, list);
	for (int i = 0; i < n; i++) {
		if (strcmp(list[i].id, q->Id) != 0)
			continue;
		r->Snils = service_snils(soap, q->ben__Snils);
		FILL_OPERATION(soap, r, &list[i]);
		r->Purpose = service_text(soap, list[i].purpose);
		r->Payee = make_payee(soap, &citizen, &list[i]);
		return SOAP_OK;
	}
	return SERVICE_FAULT(soap, pen, Pension, "NOT_FOUND", "Id", "Операция не найдена.");
}

/* ---- for GetIndividualAccount ---- */

void
pension_latest(struct soap *soap, const struct citizen *citizen, struct _pen__GetIndividualAccountResponse *r)
{
	struct operation list[OPERATIONS_MAX];
	unsigned present;
	char today[11];

	paid_today(today, &present);
	r->Operation = SERVICE_LIST(soap, struct pen__AccountOperationType, LATEST);
	for (unsigned at = present; at >= PAID_FIRST && r->__sizeOperation < LATEST; at--)
		for (int i = 0, n = collect(soap, citizen, at, list); i < n && r->__sizeOperation < LATEST; i++)
			FILL_OPERATION(soap, &r->Operation[r->__sizeOperation++], &list[i]);
}
