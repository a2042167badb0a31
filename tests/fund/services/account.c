/* The service of the citizen's account. */
#include "config.h"

#include "tests/fund/service.h"

const char fund_account_schema[] = "";

/* Whose account does not work, and why: citizens with number % 10 == rest. */
static const struct {
	unsigned    rest;
	enum acc__AccountStateType       state;
	enum acc__RestrictionReasonType  reason;
	const char *description, *action, *until;
} restrictions[] = {
	/* clang-format off */
	{8, acc__AccountStateType__Suspended,            acc__RestrictionReasonType__UnpaidContributions,
	    "Не уплачены страховые взносы за прошлый год.", "Уплатите взносы и приложите платёжный документ.", "2027-03-01"},
	{9, acc__AccountStateType__ConfirmationRequired, acc__RestrictionReasonType__IdentityNotConfirmed,
	    "Личность не подтверждена.", "Подтвердите учётную запись в клиентской службе Фонда.", NULL},
	/* clang-format on */
};

int
__acc__GetAccountStatus(struct soap *soap, struct _acc__GetAccountStatusRequest *q,
    struct _acc__GetAccountStatusResponse *r)
{
	struct acc__RestrictionType *restriction;

	SERVICE_BEGIN(soap, acc, Account, q);
	r->Snils = service_snils(soap, q->ben__Snils);
	r->State = acc__AccountStateType__Active;
	r->UpdatedAt = service_text(soap, "2026-11-01T09:00:00+03:00");
	for (size_t i = 0; i < COUNT_OF(restrictions); i++) {
		if (service_citizen(q->ben__Snils).number % 10 != restrictions[i].rest)
			continue;
		restriction = SERVICE_NEW(soap, struct acc__RestrictionType);
		restriction->Reason = restrictions[i].reason;
		restriction->Description = service_text(soap, restrictions[i].description);
		restriction->Action = service_text(soap, restrictions[i].action);
		restriction->Until = service_text(soap, restrictions[i].until);
		r->State = restrictions[i].state;
		r->__sizeRestriction = 1;
		r->Restriction = restriction;
	}
	return SOAP_OK;
}
