/* The service of payments, one by one and in sum. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "tests/fund/services/paid.h"

enum { YEARS_MAX = 10, LIST_MAX = 500, NEXT_MAX = 20, KINDS_MAX = 20 };

static const char *
comment_of(const struct paid *paid)
{
	if (paid->status == pay__PaymentStatusType__Returned)
		return "Возвращена: получатель не найден. Выплачена повторно.";
	if (paid->again)
		return "Повторная выплата после возврата.";
	return paid->withheld != 0 ? "Произведено удержание по исполнительному листу." : NULL;
}

static char *
last_day(struct soap *soap, unsigned at)
{
	static const unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	unsigned year = at / 12, leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) && at % 12 == 1;

	return dispatch_printf(soap, "%04u-%02u-%02u", year, at % 12 + 1, days[at % 12] + leap);
}

/* PaymentGroup. */
#define FILL_PAYMENT(soap, r, p)                                                                        \
	do {                                                                                            \
		__typeof__(r) to_ = (r);                                                                \
		to_->Id = service_text((soap), (p)->id);                                                \
		to_->Kind = (p)->kind->kind;                                                            \
		to_->Title = service_text((soap), (p)->kind->title);                                    \
		to_->Amount = service_money((soap), (p)->accrued - (p)->withheld);                      \
		to_->From = dispatch_printf((soap), "%04u-%02u-01", (p)->at / 12, (p)->at % 12 + 1);    \
		to_->To = last_day((soap), (p)->at);                                                    \
		to_->DueDate = service_text((soap), (p)->due);                                          \
		to_->PaidOn = (p)->on[0] != '\0' ? service_text((soap), (p)->on) : NULL;                \
		to_->Status = (p)->status;                                                              \
		to_->Comment = service_text((soap), comment_of(p));                                     \
		to_->Regulation = service_text((soap), (p)->kind->regulation);                          \
	} while (0)

static bool
is_between(const char *day, const char *from, const char *to)
{
	return (from == NULL || strncmp(day, from, 10) >= 0) && (to == NULL || strncmp(day, to, 10) <= 0);
}

static int
newest_first(const void *a, const void *b)
{
	const struct paid *x = a, *y = b;
	int order = strcmp(y->due, x->due);

	return order != 0 ? order : strcmp(x->id, y->id);
}

/* All payments of a citizen in lists' reach, newest first. */
static struct paid *
collect(struct soap *soap, const struct citizen *citizen, int *ret_n)
{
	char today[11];
	unsigned present;
	struct paid *all;
	int n = 0;

	paid_today(today, &present);
	all = SERVICE_LIST(soap, struct paid, (present + PAID_AHEAD - PAID_FIRST + 1) * PAID_MAX);
	for (unsigned at = PAID_FIRST; at <= present + PAID_AHEAD; at++)
		n += paid_in_month(soap, citizen, at, all + n);
	qsort(all, (size_t)n, sizeof(*all), newest_first);
	*ret_n = n;
	return all;
}

int
__pay__ListPayments(struct soap *soap, struct _pay__ListPaymentsRequest *q, struct _pay__ListPaymentsResponse *r)
{
	struct service_page page;
	struct citizen citizen;
	struct paid *all;
	int64_t found = 0;
	int n;

	SERVICE_BEGIN(soap, pay, Payments, q);
	if (!service_page_read(q->cmn__Limit, q->cmn__Cursor, &page))
		return SERVICE_FAULT(soap, pay, Payments, "REFUSED", "Cursor", "Нет такой страницы списка.");
	citizen = service_citizen(q->ben__Snils);
	all = collect(soap, &citizen, &n);
	r->Snils = service_snils(soap, q->ben__Snils);
	r->Payment = SERVICE_LIST(soap, struct pay__PaymentType, LIST_MAX);
	for (int i = 0; i < n && found <= page.offset + page.limit; i++) {
		if (!is_between(all[i].due, q->cmn__From, q->cmn__To) ||
		    (q->Kind != NULL && *q->Kind != all[i].kind->kind) ||
		    (q->Status != NULL && *q->Status != all[i].status))
			continue;
		if (++found > page.offset && found <= page.offset + page.limit)
			FILL_PAYMENT(soap, &r->Payment[r->__sizePayment++], &all[i]);
	}
	r->cmn__NextCursor = service_page_next(soap, &page, found - page.offset);
	return SOAP_OK;
}

static void
fill_indexations(struct soap *soap, const struct paid *paid, unsigned number, struct _pay__GetPaymentResponse *r)
{
	struct paid_indexation rises[PAID_INDEXATIONS_MAX];
	int n = paid_indexations(paid, number, rises);

	r->__sizeIndexation = n;
	r->Indexation = SERVICE_LIST(soap, struct pay__IndexationType, n);
	for (int i = 0; i < n; i++)
		r->Indexation[i] = (struct pay__IndexationType){
		    .Date = dispatch_printf(soap, "%04u-%02u-01", rises[i].year, rises[i].month),
		    .Rate = dispatch_printf(soap, "%u.%u", rises[i].permille / 10, rises[i].permille % 10),
		    .Before = service_money(soap, rises[i].before),
		    .After = service_money(soap, rises[i].after),
		    .Regulation = dispatch_printf(soap, "Постановление Правительства об индексации, %u год",
		        rises[i].year),
		};
}

int
__pay__GetPayment(struct soap *soap, struct _pay__GetPaymentRequest *q, struct _pay__GetPaymentResponse *r)
{
	struct citizen citizen;
	struct paid paid;

	SERVICE_BEGIN(soap, pay, Payments, q);
	citizen = service_citizen(q->ben__Snils);
	if (!paid_find(soap, &citizen, q->Id, &paid))
		return SERVICE_FAULT(soap, pay, Payments, "NOT_FOUND", "Id", "Выплата не найдена.");
	r->Snils = service_snils(soap, q->ben__Snils);
	FILL_PAYMENT(soap, r, &paid);
	r->Accrued = service_money(soap, paid.accrued);
	if (paid.withheld != 0) {
		r->__sizeDeduction = 1;
		r->Deduction = SERVICE_NEW(soap, struct pay__DeductionType);
		r->Deduction->Grounds = service_text(soap, "Исполнительный лист");
		r->Deduction->Document = dispatch_printf(soap, "№ 2-%u/2024", citizen.number % 900 + 100);
		r->Deduction->Amount = service_money(soap, paid.withheld);
	}
	fill_indexations(soap, &paid, citizen.number, r);
	return SOAP_OK;
}

static void
fill_totals(struct soap *soap, const struct paid *all, int n, const char *from, const char *to,
    struct _pay__GetPaymentsSummaryResponse *r)
{
	int64_t sum[KINDS_MAX] = {0}, total = 0;
	int count[KINDS_MAX] = {0};

	for (int i = 0; i < n; i++) {
		if (all[i].status != pay__PaymentStatusType__Paid || !is_between(all[i].on, from, to))
			continue;
		CHECK((unsigned)all[i].kind->kind < KINDS_MAX);
		sum[all[i].kind->kind] += all[i].accrued - all[i].withheld;
		total += all[i].accrued - all[i].withheld;
		count[all[i].kind->kind]++;
		r->Count++;
	}
	r->Total = service_money(soap, total);
	r->Kind = SERVICE_LIST(soap, struct pay__KindTotalType, KINDS_MAX);
	for (int kind = 0; kind < KINDS_MAX; kind++)
		if (count[kind] != 0)
			r->Kind[r->__sizeKind++] = (struct pay__KindTotalType){
			    (enum pay__PaymentKindType)kind, service_money(soap, sum[kind]), count[kind]};
}

/* The first of each kind that is not paid yet: the list is newest first. */
static void
fill_next(struct soap *soap, const struct paid *all, int n, struct _pay__GetPaymentsSummaryResponse *r)
{
	bool seen[KINDS_MAX] = {false};

	r->Next = SERVICE_LIST(soap, struct pay__NextPaymentType, NEXT_MAX);
	for (int i = n - 1; i >= 0 && r->__sizeNext < NEXT_MAX; i--) {
		if (all[i].status == pay__PaymentStatusType__Paid ||
		    all[i].status == pay__PaymentStatusType__Returned || seen[all[i].kind->kind])
			continue;
		seen[all[i].kind->kind] = true;
		r->Next[r->__sizeNext++] = (struct pay__NextPaymentType){
		    service_text(soap, all[i].id), all[i].kind->kind,
		    service_money(soap, all[i].accrued - all[i].withheld), service_text(soap, all[i].due)};
	}
}

int
__pay__GetPaymentsSummary(struct soap *soap, struct _pay__GetPaymentsSummaryRequest *q,
    struct _pay__GetPaymentsSummaryResponse *r)
{
	struct citizen citizen;
	struct paid *all;
	int n;

	SERVICE_BEGIN(soap, pay, Payments, q);
	if (strncmp(q->From, q->To, 10) > 0)
		return SERVICE_FAULT(soap, pay, Payments, "REFUSED", "To", "Последний день раньше первого.");
	if (strtol(q->To, NULL, 10) - strtol(q->From, NULL, 10) > YEARS_MAX)
		return SERVICE_FAULT(soap, pay, Payments, "PERIOD_TOO_LONG", "From", "Период длиннее десяти лет.");
	citizen = service_citizen(q->ben__Snils);
	all = collect(soap, &citizen, &n);
	r->Snils = service_snils(soap, q->ben__Snils);
	r->From = service_text(soap, q->From);
	r->To = service_text(soap, q->To);
	fill_totals(soap, all, n, q->From, q->To, r);
	fill_next(soap, all, n, r);
	return SOAP_OK;
}
