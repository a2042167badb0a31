/* The service of the citizen's account: its tables, its state, and what its files share. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "tests/fund/services/account.h"

const char fund_account_schema[] =
    "CREATE TABLE IF NOT EXISTS account_version ("
    "  snils TEXT NOT NULL, record TEXT NOT NULL, version INTEGER NOT NULL,"
    "  PRIMARY KEY (snils, record)) STRICT;"
    "CREATE TABLE IF NOT EXISTS account_registration ("
    "  id INTEGER PRIMARY KEY, snils TEXT NOT NULL UNIQUE, at_us INTEGER NOT NULL) STRICT;"
    "CREATE TABLE IF NOT EXISTS account_code ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT, snils TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL,"
    "  sent_us INTEGER NOT NULL, attempts INTEGER NOT NULL, taken_us INTEGER) STRICT;"
    "CREATE TABLE IF NOT EXISTS account_contacts ("
    "  snils TEXT PRIMARY KEY, phone TEXT, email TEXT, post_index TEXT, region TEXT, district TEXT, city TEXT,"
    "  locality TEXT, street TEXT, house TEXT, building TEXT, flat TEXT, guid TEXT) STRICT;"
    "CREATE TABLE IF NOT EXISTS account_change ("
    "  id INTEGER PRIMARY KEY, snils TEXT NOT NULL, field INTEGER NOT NULL, at_us INTEGER NOT NULL,"
    "  document INTEGER) STRICT;"
    "CREATE TABLE IF NOT EXISTS account_preference ("
    "  snils TEXT NOT NULL, kind INTEGER NOT NULL, sms INTEGER NOT NULL, email INTEGER NOT NULL,"
    "  push INTEGER NOT NULL, PRIMARY KEY (snils, kind)) STRICT;"
    "CREATE TABLE IF NOT EXISTS account_frequency ("
    "  snils TEXT PRIMARY KEY, frequency INTEGER NOT NULL) STRICT;"
    "CREATE TABLE IF NOT EXISTS account_test ("
    "  id INTEGER PRIMARY KEY, snils TEXT NOT NULL, channel INTEGER NOT NULL, at_us INTEGER NOT NULL) STRICT;"
    "CREATE TABLE IF NOT EXISTS account_consent ("
    "  snils TEXT NOT NULL, category INTEGER NOT NULL, processing INTEGER NOT NULL, third INTEGER NOT NULL,"
    "  changed_us INTEGER NOT NULL, PRIMARY KEY (snils, category)) STRICT;"
    "CREATE TABLE IF NOT EXISTS account_certificate ("
    "  snils TEXT PRIMARY KEY, thumbprint TEXT NOT NULL, bound_us INTEGER NOT NULL) STRICT;"
    "CREATE TABLE IF NOT EXISTS account_document ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT, snils TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL, issued TEXT,"
    "  until TEXT, name TEXT NOT NULL, media TEXT NOT NULL, size INTEGER NOT NULL, digest TEXT NOT NULL,"
    "  signed INTEGER NOT NULL, stored_us INTEGER NOT NULL, UNIQUE (snils, digest)) STRICT;"
    "CREATE TABLE IF NOT EXISTS account_access ("
    "  id INTEGER PRIMARY KEY, snils TEXT NOT NULL, at_us INTEGER NOT NULL, reader INTEGER NOT NULL,"
    "  reader_name TEXT NOT NULL, category INTEGER NOT NULL, operation TEXT NOT NULL, purpose TEXT NOT NULL) STRICT;"
    "CREATE INDEX IF NOT EXISTS account_access_of ON account_access (snils, id);";

/* Whose account does not work, and why: citizens with number % 10 == rest, until they register. */
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

char *
account_id(struct soap *soap, const char *prefix, int64_t id)
{
	return dispatch_printf(soap, "%s-%09lld", prefix, (long long)id);
}

int64_t
account_id_read(struct soap *soap, const char *prefix, const char *text)
{
	size_t len = strlen(prefix);
	int64_t id = strncmp(text, prefix, len) == 0 && text[len] == '-' ? strtoll(text + len + 1, NULL, 10) : 0;

	return strcmp(text, account_id(soap, prefix, id)) == 0 ? id : 0;
}

char *
account_version(struct soap *soap, const char *snils, const char *record)
{
	int64_t n = db_number(service_db(soap), "SELECT version FROM account_version WHERE snils = ?1 AND record = ?2",
	    "tt", snils, record);

	return dispatch_printf(soap, "v%lld", (long long)n + 1);
}

void
account_version_next(struct soap *soap, const char *snils, const char *record)
{
	db_run(service_db(soap), "INSERT INTO account_version VALUES (?1, ?2, 1)"
	    " ON CONFLICT DO UPDATE SET version = version + 1", "tt", snils, record);
}

bool
account_version_fits(struct soap *soap, const char *snils, const char *record, const char *expected)
{
	char *version = account_version(soap, snils, record);
	struct _acc__AccountFault *fault;

	if (expected == NULL || strcmp(expected, version) == 0)
		return true;
	fault = SERVICE_FAULT_NEW(soap, acc, Account, "VERSION_CONFLICT", "ExpectedVersion",
	    "Запись изменилась после того, как её прочли.");
	fault->CurrentVersion = version;
	return false;
}

char *
account_mask(struct soap *soap, const char *value)
{
	const char *at = strchr(value, '@');

	if (at != NULL)
		return dispatch_printf(soap, "%.1s***%s", value, at);
	return dispatch_printf(soap, "%.5s***%s", value, value + strlen(value) - 4);
}

void
account_miss(struct soap *soap, struct account_missing *missing, enum acc__ItemType item, const char *text)
{
	CHECK(missing->n < (int)COUNT_OF(missing->item));
	missing->item[missing->n++] = (struct acc__MissingItemType){item, service_text(soap, text)};
}

int
account_refuse_missing(struct soap *soap, const struct account_missing *missing)
{
	struct _acc__AccountFault *fault = SERVICE_FAULT_NEW(soap, acc, Account, "ITEMS_MISSING", NULL,
	    "Не хватает обязательных сведений или документов.");

	fault->MissingItem = SERVICE_LIST(soap, struct acc__MissingItemType, missing->n);
	memcpy(fault->MissingItem, missing->item, (size_t)missing->n * sizeof(*missing->item));
	fault->__sizeMissingItem = missing->n;
	return soap->error;
}

static void
restrict_account(struct soap *soap, struct _acc__GetAccountStatusResponse *r, enum acc__RestrictionReasonType reason,
    const char *description, const char *action, const char *until)
{
	r->__sizeRestriction = 1;
	r->Restriction = SERVICE_NEW(soap, struct acc__RestrictionType);
	r->Restriction->Reason = reason;
	r->Restriction->Description = service_text(soap, description);
	r->Restriction->Action = service_text(soap, action);
	r->Restriction->Until = service_text(soap, until);
}

int
__acc__GetAccountStatus(struct soap *soap, struct _acc__GetAccountStatusRequest *q,
    struct _acc__GetAccountStatusResponse *r)
{
	const enum acc__AccountStateType *registered;
	int64_t at_us;

	SERVICE_BEGIN(soap, acc, Account, q);
	r->Snils = service_snils(soap, q->ben__Snils);
	r->State = acc__AccountStateType__Active;
	r->UpdatedAt = service_text(soap, "2026-11-01T09:00:00+03:00");
	registered = account_registered_state(soap, q->ben__Snils, &at_us);
	if (registered != NULL) {
		r->State = *registered;
		r->UpdatedAt = service_moment(soap, at_us);
		if (*registered != acc__AccountStateType__Active)
			restrict_account(soap, r, acc__RestrictionReasonType__IdentityNotConfirmed,
			    "СНИЛС ещё не привязан.", "Привяжите СНИЛС и введите код из сообщения.", NULL);
		return SOAP_OK;
	}
	for (size_t i = 0; i < COUNT_OF(restrictions); i++) {
		if (service_citizen(q->ben__Snils).number % 10 != restrictions[i].rest)
			continue;
		r->State = restrictions[i].state;
		restrict_account(soap, r, restrictions[i].reason, restrictions[i].description,
		    restrictions[i].action, restrictions[i].until);
	}
	return SOAP_OK;
}
