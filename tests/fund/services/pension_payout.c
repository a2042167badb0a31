/* The service of the individual account: how the pension is paid out, and pensions on a day. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "tests/fund/services/paid.h"
#include "tests/fund/services/pension.h"

enum { DAY_FIRST = 3, DAYS = 23, ACCOUNT_DIGITS = 20, NOTICE_DAYS = 3, PAUSE_DAYS = 90 };
static const int64_t DAY_US = (int64_t)24 * 3600 * 1000000;

static const char bank[] = "044525999";

/* An account with the control key that the bank gives it: the ninth digit. */
static char *
make_account(struct soap *soap, unsigned number)
{
	static const int weights[] = {7, 1, 3};
	char *account = dispatch_printf(soap, "408178100%011u", number);
	int sum = 0;

	CHECK(strlen(account) == ACCOUNT_DIGITS);
	for (int i = 0; i < 3; i++)
		sum += (bank[6 + i] - '0') * weights[i];
	for (int i = 0; i < ACCOUNT_DIGITS; i++)
		sum += (account[i] - '0') * weights[i % 3];
	account[8] = (char)('0' + sum % 10 * 3 % 10);   /* its weight is 3: 3 * 3 = 9, which takes sum away */
	return account;
}

void
pension_payout(struct soap *soap, const char *snils, struct pension_payout *ret_payout)
{
	AUTO(db_rows) struct db_rows *rows = db_select(service_db(soap),
	    "SELECT bic, account, day, from_month, version FROM payout WHERE snils = ?1", "t", snils);
	unsigned number = service_citizen(snils).number;
	struct cmn__DeliveryType *delivery = SERVICE_NEW(soap, struct cmn__DeliveryType);
	bool own = db_next(rows), by_bank = own ? db_text(rows, 0) != NULL : number % 2 == 1;

	delivery->Method = by_bank ? cmn__DeliveryMethodType__Bank : cmn__DeliveryMethodType__Post;
	if (by_bank) {
		delivery->Bic = service_text(soap, own ? db_text(rows, 0) : bank);
		delivery->Account = own ? service_text(soap, db_text(rows, 1)) : make_account(soap, number);
	}
	*ret_payout = (struct pension_payout){delivery, own ? (int)db_int(rows, 2) : (int)(DAY_FIRST + number % DAYS),
	    own ? dispatch_printf(soap, "%04d-%02d-01", (int)(db_int(rows, 3) / 12), (int)(db_int(rows, 3) % 12 + 1))
	        : service_text(soap, "2015-01-01"),
	    own ? db_int(rows, 4) : 1};
}

#define FILL_PAYOUT(soap, q, r)                                                      \
	do {                                                                         \
		struct pension_payout payout_;                                       \
		pension_payout((soap), (q)->ben__Snils, &payout_);                   \
		(r)->Snils = service_snils((soap), (q)->ben__Snils);                 \
		(r)->Delivery = payout_.delivery;                                    \
		(r)->Day = payout_.day;                                              \
		(r)->EffectiveFrom = payout_.effective_from;                         \
		(r)->Version = dispatch_printf((soap), "%lld", (long long)payout_.version); \
	} while (0)

int
__pen__GetPayoutDetails(struct soap *soap, struct _pen__GetPayoutDetailsRequest *q,
    struct _pen__GetPayoutDetailsResponse *r)
{
	SERVICE_BEGIN(soap, pen, Pension, q);
	FILL_PAYOUT(soap, q, r);
	return SOAP_OK;
}

int
__pen__ChangePayoutDetails(struct soap *soap, struct _pen__ChangePayoutDetailsRequest *q,
    struct _pen__ChangePayoutDetailsResponse *r)
{
	struct pension_payout now;
	unsigned present;
	char today[11];

	SERVICE_BEGIN(soap, pen, Pension, q);
	pension_payout(soap, q->ben__Snils, &now);
	if (q->ExpectedVersion != NULL &&
	    strcmp(q->ExpectedVersion, dispatch_printf(soap, "%lld", (long long)now.version)) != 0)
		return SERVICE_FAULT(soap, pen, Pension, "VERSION_CONFLICT", "ExpectedVersion",
		    "Реквизиты изменились с тех пор, как их запросили.");
	if ((q->Delivery->Method == cmn__DeliveryMethodType__Bank) != (q->Delivery->Account != NULL))
		return SERVICE_FAULT(soap, pen, Pension, "REFUSED", "Delivery", "Неверный способ доставки.");
	paid_today(today, &present);
	db_run(service_db(soap), "INSERT OR REPLACE INTO payout (snils, bic, account, day, from_month, version)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6)", "tttiii", q->ben__Snils, q->Delivery->Bic, q->Delivery->Account,
	    (int64_t)q->Day, (int64_t)present + 1, now.version + 1);
	FILL_PAYOUT(soap, q, r);
	return SOAP_OK;
}

/* ---- RequestAcceleratedPayout ---- */

/* The next pension that is not paid yet and is due after the day. */
static bool
find_next(struct soap *soap, const struct citizen *citizen, const char *day, struct paid *ret_paid)
{
	struct paid paid[PAID_MAX];
	unsigned present;
	char today[11];

	paid_today(today, &present);
	for (unsigned at = present; at <= present + PAID_AHEAD; at++)
		for (int i = 0, n = paid_in_month(soap, citizen, at, paid); i < n; i++)
			if (paid[i].kind->pension && paid[i].on[0] == '\0' && strcmp(paid[i].due, day) > 0) {
				*ret_paid = paid[i];
				return true;
			}
	return false;
}

int
__pen__RequestAcceleratedPayout(struct soap *soap, struct _pen__RequestAcceleratedPayoutRequest *q,
    struct _pen__RequestAcceleratedPayoutResponse *r)
{
	struct db *db = service_db(soap);
	int64_t now_us = clock_now_us(), before_us;
	struct _pen__PensionFault *fault;
	struct citizen citizen;
	struct paid paid;
	char *day;

	SERVICE_BEGIN(soap, pen, Pension, q);
	citizen = service_citizen(q->ben__Snils);
	if (strncmp(q->DesiredDate, service_date(soap, now_us), 10) < 0)
		return SERVICE_FAULT(soap, pen, Pension, "REFUSED", "DesiredDate", "День уже прошёл.");
	before_us = db_number(db, "SELECT max(asked_us) FROM acceleration WHERE snils = ?1", "t", q->ben__Snils);
	if (before_us != 0 && before_us + PAUSE_DAYS * DAY_US > now_us) {
		fault = SERVICE_FAULT_NEW(soap, pen, Pension, "ALREADY_REQUESTED", NULL,
		    "Ускорить выплату можно один раз в 90 дней.");
		fault->NotBefore = service_date(soap, before_us + PAUSE_DAYS * DAY_US);
		return soap->error;
	}
	day = service_date(soap, now_us + NOTICE_DAYS * DAY_US);
	if (strncmp(q->DesiredDate, day, 10) > 0)
		day = dispatch_printf(soap, "%.10s", q->DesiredDate);
	if (!find_next(soap, &citizen, day, &paid))
		return SERVICE_FAULT(soap, pen, Pension, "NO_PAYMENT_DUE", "DesiredDate",
		    "До этого дня нет пенсии, выплату которой можно ускорить.");
	db_run(db, "INSERT INTO acceleration (snils, payment, payout_date, asked_us) VALUES (?1, ?2, ?3, ?4)", "ttti",
	    q->ben__Snils, paid.id, day, now_us);
	r->Number = dispatch_printf(soap, "ACC-%09lld", (long long)db_last_id(db));
	r->AcceptedAt = service_moment(soap, now_us);
	r->StatusId = 6;
	r->StatusName = service_text(soap, "Принято к рассмотрению");
	r->Amount = service_money(soap, paid.accrued - paid.withheld);
	r->PayoutDate = day;
	return SOAP_OK;
}

/* ---- PensionsOnDate ---- */

static void
fill_pensions(struct soap *soap, const struct citizen *citizen, const char *day,
    struct __pod__PensionsOnDateResponse_sequence *r)
{
	struct ben__PaymentsType *payments = SERVICE_NEW(soap, struct ben__PaymentsType);
	unsigned at = (unsigned)(strtoul(day, NULL, 10) * 12 + strtoul(day + 5, NULL, 10) - 1);
	struct paid paid[PAID_MAX];
	int64_t total = 0;
	int n = paid_in_month(soap, citizen, at, paid);

	payments->Payment = SERVICE_LIST(soap, struct ben__PaymentType, n);
	for (int i = 0; i < n; i++) {
		if (!paid[i].kind->pension || paid[i].status == pay__PaymentStatusType__Returned)
			continue;
		payments->Payment[payments->__sizePayment++] = (struct ben__PaymentType){
		    .Type = service_text(soap, paid[i].kind->title),
		    .Base = service_text(soap, paid[i].kind->base),
		    .Sum = service_money(soap, paid[i].accrued)};
		total += paid[i].accrued;
	}
	r->ben__NumberOfPayments = payments->__sizePayment;
	r->ben__TotalPaymentsSum = service_money(soap, total);
	r->ben__ExistData = payments->__sizePayment != 0 ? xsd__boolean__true_ : xsd__boolean__false_;
	r->ben__Payments = payments->__sizePayment != 0 ? payments : NULL;
}

int
__pen__PensionsOnDate(struct soap *soap, struct _pod__PensionsOnDateRequest *q, struct _pod__PensionsOnDateResponse *r)
{
	struct dispatch_call *call = soap->user;
	struct __pod__PensionsOnDateResponse_sequence *answer;
	struct citizen citizen;
	char today[11];
	unsigned present;

	if (call->data == DATA_TRUE && !person_find(call->fund, q->ben__Snils, &citizen))
		return SOAP_OK;         /* the contract: empty where the citizen is not known */
	SERVICE_BEGIN(soap, pen, Pension, q);
	citizen = service_citizen(q->ben__Snils);
	paid_today(today, &present);
	answer = SERVICE_NEW(soap, struct __pod__PensionsOnDateResponse_sequence);
	answer->person__FamilyName = q->person__FamilyName;
	answer->person__FirstName = q->person__FirstName;
	answer->person__Patronymic = q->person__Patronymic;
	answer->ben__Snils = service_snils(soap, q->ben__Snils);
	answer->ben__BirthDate = q->ben__BirthDate;
	answer->ben__Gender = q->ben__Gender;
	answer->ben__ActualDate = service_text(soap, today);
	answer->ben__AppDate = q->ben__AppDate;
	fill_pensions(soap, &citizen, q->ben__AppDate, answer);
	r->__PensionsOnDateResponse_sequence = answer;
	return SOAP_OK;
}
