/* pension: what the files of the service of the individual account share. */
#ifndef TESTS_FUND_SERVICES_PENSION_H
#define TESTS_FUND_SERVICES_PENSION_H

#include "tests/fund/service.h"

/* Thousandths of a point up to the month last: all, and of employment alone. */
int64_t pension_points(const struct citizen *citizen, unsigned last, int64_t *ret_of_years);

/* How the citizen's pension is paid out; in soap's memory. */
struct pension_payout {
	struct cmn__DeliveryType *delivery;
	int         day;
	char       *effective_from;
	int64_t     version;
};
void pension_payout(struct soap *soap, const char *snils, struct pension_payout *ret_payout);

/* The latest operations on the account. */
void pension_latest(struct soap *soap, const struct citizen *citizen, struct _pen__GetIndividualAccountResponse *r);

#endif
