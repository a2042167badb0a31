/* What the citizen has chosen: notifications and consents. */
#include "config.h"

#include "tests/fund/services/account.h"

enum { KINDS = 5, CATEGORIES = 7 };

#define SETTINGS "notifications"
#define CONSENTS "consents"

static enum xsd__boolean
boolean(bool value)
{
	return value ? xsd__boolean__true_ : xsd__boolean__false_;
}

/* ---- notifications ---- */

/* Before anything is chosen: payments and what is missing by SMS, all else by the portal alone. */
static struct acc__NotificationSettingsType *
make_settings(struct soap *soap, const char *snils)
{
	struct acc__NotificationSettingsType *settings = SERVICE_NEW(soap, struct acc__NotificationSettingsType);
	AUTO(db_rows) struct db_rows *rows = db_select(service_db(soap),
	    "SELECT kind, sms, email, push FROM account_preference WHERE snils = ?1 ORDER BY kind", "t", snils);
	struct acc__NotificationPreferenceType *list =
	    SERVICE_LIST(soap, struct acc__NotificationPreferenceType, KINDS);

	settings->Frequency = (enum acc__FrequencyType)db_number(service_db(soap),
	    "SELECT frequency FROM account_frequency WHERE snils = ?1", "t", snils);
	settings->__sizePreference = KINDS;
	settings->Preference = list;
	for (int i = 0; i < KINDS; i++) {
		list[i].Kind = (enum acc__NotificationKindType)i;
		list[i].Sms = boolean(list[i].Kind == acc__NotificationKindType__Payments ||
		    list[i].Kind == acc__NotificationKindType__MissingInformation);
		list[i].Email = list[i].Push = xsd__boolean__false_;
	}
	while (db_next(rows))
		list[db_int(rows, 0)] = (struct acc__NotificationPreferenceType){
		    .Kind = (enum acc__NotificationKindType)db_int(rows, 0),
		    .Sms = boolean(db_int(rows, 1) != 0),
		    .Email = boolean(db_int(rows, 2) != 0),
		    .Push = boolean(db_int(rows, 3) != 0),
		};
	return settings;
}

int
__acc__GetNotificationSettings(struct soap *soap, struct _acc__GetNotificationSettingsRequest *q,
    struct _acc__GetNotificationSettingsResponse *r)
{
	SERVICE_BEGIN(soap, acc, Account, q);
	r->Snils = service_snils(soap, q->ben__Snils);
	r->Version = account_version(soap, q->ben__Snils, SETTINGS);
	r->Settings = make_settings(soap, q->ben__Snils);
	return SOAP_OK;
}

/* Where a message of that channel would go, without the middle; NULL: nowhere. */
static char *
find_address(struct soap *soap, const char *snils, enum acc__ChannelType channel)
{
	char *to = channel == acc__ChannelType__Sms ? account_phone(soap, snils)
	    : channel == acc__ChannelType__Email ? account_email(soap, snils) : NULL;

	if (channel == acc__ChannelType__Push && account_has_push(snils))
		return service_text(soap, "Приложение на телефоне");
	return to != NULL ? account_mask(soap, to) : NULL;
}

/* The first channel that is wanted and leads nowhere, as the element's name; NULL if there is none. */
static const char *
find_dead_channel(struct soap *soap, const char *snils, const struct acc__NotificationSettingsType *settings)
{
	bool sms = false, email = false, push = false;

	for (int i = 0; i < settings->__sizePreference; i++) {
		sms = sms || settings->Preference[i].Sms == xsd__boolean__true_;
		email = email || settings->Preference[i].Email == xsd__boolean__true_;
		push = push || settings->Preference[i].Push == xsd__boolean__true_;
	}
	if (sms && find_address(soap, snils, acc__ChannelType__Sms) == NULL)
		return "Settings/Preference/Sms";
	if (email && find_address(soap, snils, acc__ChannelType__Email) == NULL)
		return "Settings/Preference/Email";
	if (push && find_address(soap, snils, acc__ChannelType__Push) == NULL)
		return "Settings/Preference/Push";
	return NULL;
}

int
__acc__SetNotificationSettings(struct soap *soap, struct _acc__SetNotificationSettingsRequest *q,
    struct _acc__SetNotificationSettingsResponse *r)
{
	struct db *db = service_db(soap);
	const char *snils = q->ben__Snils, *dead;

	SERVICE_BEGIN(soap, acc, Account, q);
	if (!account_version_fits(soap, snils, SETTINGS, q->ExpectedVersion))
		return soap->error;
	dead = find_dead_channel(soap, snils, q->Settings);
	if (dead != NULL)
		return SERVICE_FAULT(soap, acc, Account, "CHANNEL_UNAVAILABLE", dead, "Этот способ связи недоступен.");
	db_run(db, "INSERT OR REPLACE INTO account_frequency VALUES (?1, ?2)", "ti", snils,
	    (int64_t)q->Settings->Frequency);
	for (int i = 0; i < q->Settings->__sizePreference; i++) {
		const struct acc__NotificationPreferenceType *one = &q->Settings->Preference[i];

		db_run(db, "INSERT OR REPLACE INTO account_preference VALUES (?1, ?2, ?3, ?4, ?5)", "tiiii", snils,
		    (int64_t)one->Kind, (int64_t)one->Sms, (int64_t)one->Email, (int64_t)one->Push);
	}
	account_version_next(soap, snils, SETTINGS);
	r->Snils = service_snils(soap, snils);
	r->Version = account_version(soap, snils, SETTINGS);
	r->Settings = make_settings(soap, snils);
	return SOAP_OK;
}

int
__acc__SendTestNotification(struct soap *soap, struct _acc__SendTestNotificationRequest *q,
    struct _acc__SendTestNotificationResponse *r)
{
	struct db *db = service_db(soap);
	int64_t now_us = clock_now_us();
	char *to;

	SERVICE_BEGIN(soap, acc, Account, q);
	to = find_address(soap, q->ben__Snils, q->Channel);
	if (to == NULL)
		return SERVICE_FAULT(soap, acc, Account, "CHANNEL_UNAVAILABLE", "Channel",
		    "Этот способ связи недоступен.");
	db_run(db, "INSERT INTO account_test (snils, channel, at_us) VALUES (?1, ?2, ?3)", "tii", q->ben__Snils,
	    (int64_t)q->Channel, now_us);
	r->Snils = service_snils(soap, q->ben__Snils);
	r->NotificationId = account_id(soap, "NTF", db_last_id(db));
	r->Channel = q->Channel;
	r->SentTo = to;
	r->SentAt = service_moment(soap, now_us);
	return SOAP_OK;
}

/* ---- consents ---- */

/* What the law has processed while anything is paid (152-FZ, article 6), and what nobody else is given at first. */
static const struct {
	enum acc__ConsentCategoryType category;
	bool                          mandatory, third;
} categories[CATEGORIES] = {
	/* clang-format off */
	{acc__ConsentCategoryType__Identity,   true,  false},
	{acc__ConsentCategoryType__Contacts,   false, false},
	{acc__ConsentCategoryType__Employment, false, true},
	{acc__ConsentCategoryType__Pension,    true,  false},
	{acc__ConsentCategoryType__Payments,   true,  true},
	{acc__ConsentCategoryType__Health,     false, false},
	{acc__ConsentCategoryType__Family,     false, false},
	/* clang-format on */
};

static struct acc__GivenConsentsType *
make_consents(struct soap *soap, const char *snils)
{
	struct acc__GivenConsentsType *given = SERVICE_NEW(soap, struct acc__GivenConsentsType);

	given->Version = account_version(soap, snils, CONSENTS);
	given->__sizeConsent = CATEGORIES;
	given->Consent = SERVICE_LIST(soap, struct acc__GivenConsentType, CATEGORIES);
	for (int i = 0; i < CATEGORIES; i++) {
		AUTO(db_rows) struct db_rows *rows = db_select(service_db(soap), "SELECT processing, third, changed_us"
		    " FROM account_consent WHERE snils = ?1 AND category = ?2", "ti", snils,
		    (int64_t)categories[i].category);
		bool chosen = db_next(rows);

		given->Consent[i] = (struct acc__GivenConsentType){
		    .Category = categories[i].category,
		    .Processing = boolean(!chosen || db_int(rows, 0) != 0),
		    .ThirdParties = boolean(chosen ? db_int(rows, 1) != 0 : categories[i].third),
		    .Mandatory = boolean(categories[i].mandatory),
		    .ChangedAt = chosen ? service_moment(soap, db_int(rows, 2))
		                        : service_text(soap, "2026-01-15T09:00:00+03:00"),
		};
	}
	return given;
}

int
__acc__GetConsents(struct soap *soap, struct _acc__GetConsentsRequest *q, struct _acc__GetConsentsResponse *r)
{
	SERVICE_BEGIN(soap, acc, Account, q);
	r->Snils = service_snils(soap, q->ben__Snils);
	r->Consents = make_consents(soap, q->ben__Snils);
	return SOAP_OK;
}

/* Keeps the moment of what stays as it was. */
static void
store_consent(struct soap *soap, const char *snils, const struct acc__ConsentType *wanted,
    const struct acc__GivenConsentsType *before)
{
	for (int i = 0; i < before->__sizeConsent; i++)
		if (before->Consent[i].Category == wanted->Category &&
		    (before->Consent[i].Processing != wanted->Processing ||
		        before->Consent[i].ThirdParties != wanted->ThirdParties))
			db_run(service_db(soap), "INSERT OR REPLACE INTO account_consent VALUES (?1, ?2, ?3, ?4, ?5)",
			    "tiiii", snils, (int64_t)wanted->Category, (int64_t)wanted->Processing,
			    (int64_t)wanted->ThirdParties, clock_now_us());
}

int
__acc__SetConsents(struct soap *soap, struct _acc__SetConsentsRequest *q, struct _acc__SetConsentsResponse *r)
{
	const struct acc__GivenConsentsType *before = make_consents(soap, q->ben__Snils);

	SERVICE_BEGIN(soap, acc, Account, q);
	if (!account_version_fits(soap, q->ben__Snils, CONSENTS, q->ExpectedVersion))
		return soap->error;
	for (int i = 0; i < q->__sizeConsent; i++)
		for (int k = 0; k < CATEGORIES; k++)
			if (q->Consent[i].Category == categories[k].category && categories[k].mandatory &&
			    q->Consent[i].Processing != xsd__boolean__true_)
				return SERVICE_FAULT(soap, acc, Account, "CONSENT_MANDATORY", "Consent/Processing",
				    "Обработка этих сведений предусмотрена законом.");
	for (int i = 0; i < q->__sizeConsent; i++)
		store_consent(soap, q->ben__Snils, &q->Consent[i], before);
	account_version_next(soap, q->ben__Snils, CONSENTS);
	r->Snils = service_snils(soap, q->ben__Snils);
	r->Consents = make_consents(soap, q->ben__Snils);
	return SOAP_OK;
}
