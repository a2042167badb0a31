/* The service of the individual account: the account as a whole. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "tests/fund/services/paid.h"
#include "tests/fund/services/pension.h"
#include "tests/fund/services/record.h"

enum { LIST_MAX = 50, RATE_PERCENT = 22, YEARS_MAX = 100 };

/* The fixed part of a sole proprietor's contributions, in kopecks; of later years, the last. */
static const struct {
	unsigned year;
	int64_t  kopecks;
} fixed_parts[] = {
	{2023, 4584200},
	{2024, 4950000},
	{2025, 5365800},
	{2026, 5739000},
};

static int64_t
fixed_part(unsigned year)
{
	size_t i = 0;

	while (i + 1 < COUNT_OF(fixed_parts) && fixed_parts[i].year < year)
		i++;
	return fixed_parts[i].kopecks;
}

static struct pen__BalanceType *
make_balance(struct soap *soap, const struct citizen *citizen, unsigned last)
{
	struct pen__BalanceType *balance = SERVICE_NEW(soap, struct pen__BalanceType);
	int64_t of_years, all = pension_points(citizen, last, &of_years), earnings = 0;

	for (unsigned year = last / 12 - YEARS_MAX + 1; year <= last / 12; year++)
		earnings += record_year(citizen, year, last).earnings;
	balance->Points = dispatch_printf(soap, "%lld.%03lld", (long long)(all / 1000), (long long)(all % 1000));
	balance->Contributions = service_money(soap, earnings * RATE_PERCENT / 100);
	if (citizen->number % 4 == 1)
		balance->Savings = service_money(soap, 9000000 + (int64_t)(citizen->number * 7919 % 1000000));
	return balance;
}

static void
fill_planned(struct soap *soap, const struct citizen *citizen, unsigned present,
    struct _pen__GetIndividualAccountResponse *r)
{
	struct paid paid[PAID_MAX];

	r->PlannedPayment = SERVICE_LIST(soap, struct pen__PlannedPaymentType, LIST_MAX);
	for (unsigned at = present; at <= present + PAID_AHEAD; at++)
		for (int i = 0, n = paid_in_month(soap, citizen, at, paid); i < n; i++) {
			if (paid[i].on[0] != '\0' || paid[i].status == pay__PaymentStatusType__Returned)
				continue;
			r->PlannedPayment[r->__sizePlannedPayment++] = (struct pen__PlannedPaymentType){
			    service_text(soap, paid[i].id), service_text(soap, paid[i].kind->title),
			    service_money(soap, paid[i].accrued - paid[i].withheld), service_text(soap, paid[i].due)};
		}
}

/* What the present employer will pay after the quarter's end. */
static void
fill_expected(struct soap *soap, const struct citizen *citizen, unsigned present,
    struct _pen__GetIndividualAccountResponse *r)
{
	struct record_period p[RECORD_MAX];
	struct record_year worked = record_year(citizen, present / 12, present);
	unsigned next = (present / 3 + 1) * 3;
	int n = record_employment(citizen, present, p);

	if (n == 0 || !p[n - 1].open || worked.months == 0)
		return;
	r->__sizeExpectedAccrual = 1;
	r->ExpectedAccrual = SERVICE_NEW(soap, struct pen__ExpectedAccrualType);
	r->ExpectedAccrual->Organisation = service_text(soap, p[n - 1].employer);
	r->ExpectedAccrual->Amount = service_money(soap, worked.earnings / worked.months * 3 * RATE_PERCENT / 100);
	r->ExpectedAccrual->ExpectedDate = dispatch_printf(soap, "%04u-%02u-15", next / 12, next % 12 + 1);
}

static void
add_contribution(struct soap *soap, enum pen__ContributionKindType kind, unsigned year, int64_t amount, int64_t paid,
    const char *due, struct _pen__GetIndividualAccountResponse *r)
{
	r->MandatoryContribution[r->__sizeMandatoryContribution++] = (struct pen__MandatoryContributionType){
	    kind, (int)year, service_money(soap, amount), service_money(soap, paid), service_money(soap, amount - paid),
	    service_text(soap, due)};
}

/* Some citizens are sole proprietors; those whose account is suspended owe for last year. */
static void
fill_contributions(struct soap *soap, const struct citizen *citizen, unsigned year,
    struct _pen__GetIndividualAccountResponse *r)
{
	bool owes = citizen->number % 10 == 8;
	int64_t share = 100000 + (int64_t)(citizen->number * 7919 % 500000);

	if (!owes && citizen->number % 5 != 3)
		return;
	r->MandatoryContribution = SERVICE_LIST(soap, struct pen__MandatoryContributionType, 3);
	add_contribution(soap, pen__ContributionKindType__FixedPart, year - 1, fixed_part(year - 1),
	    owes ? fixed_part(year - 1) / 2 : fixed_part(year - 1), dispatch_printf(soap, "%04u-12-28", year - 1), r);
	add_contribution(soap, pen__ContributionKindType__ShareOfIncome, year - 1, share, owes ? 0 : share,
	    dispatch_printf(soap, "%04u-07-01", year), r);
	add_contribution(soap, pen__ContributionKindType__FixedPart, year, fixed_part(year), 0,
	    dispatch_printf(soap, "%04u-12-28", year), r);
}

int
__pen__GetIndividualAccount(struct soap *soap, struct _pen__GetIndividualAccountRequest *q,
    struct _pen__GetIndividualAccountResponse *r)
{
	struct citizen citizen;
	unsigned present;
	char today[11];

	SERVICE_BEGIN(soap, pen, Pension, q);
	citizen = service_citizen(q->ben__Snils);
	paid_today(today, &present);
	r->Snils = service_snils(soap, q->ben__Snils);
	r->ActualDate = service_text(soap, today);
	r->Balance = make_balance(soap, &citizen, record_last_month(today));
	pension_latest(soap, &citizen, r);
	fill_planned(soap, &citizen, present, r);
	fill_expected(soap, &citizen, present, r);
	fill_contributions(soap, &citizen, present / 12, r);
	return SOAP_OK;
}
