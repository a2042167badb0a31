/*
 * What the citizen has chosen: notifications and consents.
 */
#include "config.h"

#include "mapping/account.h"
#include "soapH.h"

enum { KINDS = 5, CATEGORIES = 7 };

static const struct map_name kind_names[] = {
	{"payments",           acc__NotificationKindType__Payments},
	{"statusChanges",      acc__NotificationKindType__StatusChanges},
	{"deadlines",          acc__NotificationKindType__Deadlines},
	{"ruleChanges",        acc__NotificationKindType__RuleChanges},
	{"missingInformation", acc__NotificationKindType__MissingInformation},
	{NULL, 0},
};

static const struct map_name frequency_names[] = {
	{"immediate", acc__FrequencyType__Immediate},
	{"daily",     acc__FrequencyType__Daily},
	{"weekly",    acc__FrequencyType__Weekly},
	{NULL, 0},
};

static const struct map_name category_names[] = {
	{"identity",   acc__ConsentCategoryType__Identity},
	{"contacts",   acc__ConsentCategoryType__Contacts},
	{"employment", acc__ConsentCategoryType__Employment},
	{"pension",    acc__ConsentCategoryType__Pension},
	{"payments",   acc__ConsentCategoryType__Payments},
	{"health",     acc__ConsentCategoryType__Health},
	{"family",     acc__ConsentCategoryType__Family},
	{NULL, 0},
};

/* ---- notifications ---- */

/* clang-format off */
#define T struct acc__NotificationPreferenceType
static const struct map_field preference_rows[] = {
	/*       need JSON name member limits */
	MAP_ENUM(T, REQ, "kind",   Kind,  enum acc__NotificationKindType, kind_names),
	MAP_BOOL(T, REQ, "sms",    Sms),
	MAP_BOOL(T, REQ, "email",  Email),
	MAP_BOOL(T, REQ, "push",   Push),
	MAP_END
};
static const struct map_type preference_type = {"NotificationPreference", sizeof(T), preference_rows, NULL};
#undef T
/* clang-format on */

#define T struct acc__NotificationSettingsType
static bool
kinds_stand_once(const void *obj)
{
	const T *settings = obj;
	unsigned seen = 0;

	for (int i = 0; i < settings->__sizePreference; i++)
		seen |= 1u << (unsigned)settings->Preference[i].Kind;
	return __builtin_popcount(seen) == KINDS;
}

/* clang-format off */
static const struct map_field settings_part_rows[] = {
	MAP_ENUM(T, REQ, "frequency",   Frequency,  enum acc__FrequencyType, frequency_names,
	    DOC("How often: each at once, or gathered.", "Как часто: сразу или сводкой.")),
	MAP_LIST(T, REQ, "preferences", Preference, struct acc__NotificationPreferenceType, &preference_type, KINDS, KINDS,
	    DOC("One for each kind.", "По одной на каждый вид.")),
	MAP_END
};
static const struct map_rule settings_part_rules[] = {
	RULE(kinds_stand_once, "/preferences", ERR_MAP_RANGE, "each kind once", "каждый вид ровно один раз"),
	RULE_END
};
static const struct map_type settings_part = {"NotificationSettingsPart", sizeof(T), settings_part_rows, settings_part_rules};
#undef T

#define SETTINGS(T) MAP_PART(T, REQ, Settings, struct acc__NotificationSettingsType, &settings_part)
#define SETTINGS_REPLY(T)                                                         \
	MAP_SNILS  (T, REQ, "snils",   Snils),                                    \
	MAP_VERSION(T, REQ, "version", Version),                                  \
	SETTINGS(T)

#define T struct _acc__GetNotificationSettingsRequest
static const struct map_field get_settings_rows[] = {CITIZEN(T), MAP_END};
const struct map_type map_account_get_settings_type = {"NotificationSettingsRequest", sizeof(T), get_settings_rows, NULL};
#undef T

#define T struct _acc__GetNotificationSettingsResponse
static const struct map_field settings_rows[] = {SETTINGS_REPLY(T), MAP_END};
const struct map_type map_account_settings_type = {"NotificationSettings", sizeof(T), settings_rows, NULL};
#undef T

#define T struct _acc__SetNotificationSettingsRequest
static const struct map_field set_settings_rows[] = {
	CITIZEN(T),
	HEADER(CHANGE_ROWS(T), MAP_VERSION(T, OPT, "ifMatch", ExpectedVersion),),
	BODY(SETTINGS(T),),
	MAP_END
};
const struct map_type map_account_set_settings_type = {"NotificationSettingsChange", sizeof(T), set_settings_rows, NULL};
#undef T

#define T struct _acc__SetNotificationSettingsResponse
static const struct map_field settings_set_rows[] = {SETTINGS_REPLY(T), MAP_END};
const struct map_type map_account_settings_set_type = {"ChangedNotificationSettings", sizeof(T), settings_set_rows, NULL};
#undef T

#define T struct _acc__SendTestNotificationRequest
static const struct map_field test_rows[] = {
	CITIZEN(T),
	CHANGE(T),
	BODY(MAP_ENUM(T, REQ, "channel", Channel, enum acc__ChannelType, map_account_channel_names),),
	MAP_END
};
const struct map_type map_account_test_type = {"TestNotificationRequest", sizeof(T), test_rows, NULL};
#undef T

#define T struct _acc__SendTestNotificationResponse
static const struct map_field tested_rows[] = {
	/*           need JSON name         member          limits */
	MAP_SNILS   (T, REQ, "snils",          Snils),
	MAP_NUMBER  (T, REQ, "notificationId", NotificationId, 1, 40, EXAMPLE("NTF-000000001")),
	MAP_ENUM    (T, REQ, "channel",        Channel,        enum acc__ChannelType, map_account_channel_names),
	MAP_STR     (T, REQ, "sentTo",         SentTo,         1, 100, EXAMPLE("+7900***4567"),
	    DOC("Where it went, without the middle.", "Куда отправлено; середина скрыта.")),
	MAP_DATETIME(T, REQ, "sentAt",         SentAt),
	MAP_END
};
const struct map_type map_account_tested_type = {"TestNotification", sizeof(T), tested_rows, NULL};
#undef T

/* ---- consents ---- */

#define CONSENT_ROWS(T)                                                           \
	MAP_ENUM(T, REQ, "category",     Category,     enum acc__ConsentCategoryType, category_names), \
	MAP_BOOL(T, REQ, "processing",   Processing,                              \
	    DOC("Whether the Fund may process it.", "Разрешена ли обработка Фондом.")), \
	MAP_BOOL(T, REQ, "thirdParties", ThirdParties,                            \
	    DOC("Whether it may be handed to others.", "Разрешена ли передача третьим лицам."))
#define CONSENT_HOLDS(fn)                                                         \
	RULE(fn, "/thirdParties", ERR_MAP_RANGE, "true only where 'processing' is", "true только вместе с processing")

#define T struct acc__ConsentType
/* clang-format on */
static bool
consent_to_third_is_consent(const void *obj)
{
	const T *consent = obj;

	return consent->ThirdParties != xsd__boolean__true_ || consent->Processing == xsd__boolean__true_;
}

/* clang-format off */
static const struct map_field consent_rows[] = {CONSENT_ROWS(T), MAP_END};
static const struct map_rule consent_rules[] = {CONSENT_HOLDS(consent_to_third_is_consent), RULE_END};
static const struct map_type consent_type = {"DataConsent", sizeof(T), consent_rows, consent_rules};
#undef T

#define T struct acc__GivenConsentType
/* clang-format on */
static bool
given_to_third_is_given(const void *obj)
{
	const T *consent = obj;

	return consent->ThirdParties != xsd__boolean__true_ || consent->Processing == xsd__boolean__true_;
}

/* clang-format off */
static const struct map_field given_rows[] = {
	CONSENT_ROWS(T),
	MAP_BOOL    (T, REQ, "mandatory", Mandatory,
	    DOC("The law has it processed: 'processing' cannot be taken back.",
	        "Обработка предусмотрена законом: отозвать processing нельзя.")),
	MAP_DATETIME(T, REQ, "changedAt", ChangedAt),
	MAP_END
};
static const struct map_rule given_rules[] = {CONSENT_HOLDS(given_to_third_is_given), RULE_END};
static const struct map_type given_type = {"GivenConsent", sizeof(T), given_rows, given_rules};
#undef T

#define CATEGORIES_ONCE(fn, pointer) \
	RULE(fn, pointer, ERR_MAP_RANGE, "each category once", "каждая категория ровно один раз")

#define T struct acc__GivenConsentsType
/* clang-format on */
static bool
given_categories_stand_once(const void *obj)
{
	const T *given = obj;
	unsigned seen = 0;

	for (int i = 0; i < given->__sizeConsent; i++)
		seen |= 1u << (unsigned)given->Consent[i].Category;
	return __builtin_popcount(seen) == CATEGORIES;
}

/* clang-format off */
static const struct map_field given_part_rows[] = {
	MAP_VERSION(T, REQ, "version",  Version),
	MAP_LIST   (T, REQ, "consents", Consent, struct acc__GivenConsentType, &given_type, CATEGORIES, CATEGORIES),
	MAP_END
};
static const struct map_rule given_part_rules[] = {CATEGORIES_ONCE(given_categories_stand_once, "/consents"), RULE_END};
static const struct map_type given_part = {"ConsentsPart", sizeof(T), given_part_rows, given_part_rules};
#undef T

#define CONSENTS_REPLY(T)                                                         \
	MAP_SNILS(T, REQ, "snils", Snils),                                        \
	MAP_PART (T, REQ, Consents, struct acc__GivenConsentsType, &given_part)

#define T struct _acc__GetConsentsRequest
static const struct map_field get_consents_rows[] = {CITIZEN(T), MAP_END};
const struct map_type map_account_get_consents_type = {"ConsentsRequest", sizeof(T), get_consents_rows, NULL};
#undef T

#define T struct _acc__GetConsentsResponse
static const struct map_field consents_rows[] = {CONSENTS_REPLY(T), MAP_END};
const struct map_type map_account_consents_type = {"Consents", sizeof(T), consents_rows, NULL};
#undef T

#define T struct _acc__SetConsentsRequest
/* clang-format on */
static bool
new_categories_stand_once(const void *obj)
{
	const T *q = obj;
	unsigned seen = 0;

	for (int i = 0; i < q->__sizeConsent; i++)
		seen |= 1u << (unsigned)q->Consent[i].Category;
	return __builtin_popcount(seen) == CATEGORIES;
}

/* clang-format off */
static const struct map_field set_consents_rows[] = {
	CITIZEN(T),
	HEADER(CHANGE_ROWS(T), MAP_VERSION(T, OPT, "ifMatch", ExpectedVersion),),
	BODY(MAP_LIST(T, REQ, "consents", Consent, struct acc__ConsentType, &consent_type, CATEGORIES, CATEGORIES),),
	MAP_END
};
static const struct map_rule set_consents_rules[] = {CATEGORIES_ONCE(new_categories_stand_once, "/body/consents"), RULE_END};
const struct map_type map_account_set_consents_type = {"ConsentsChange", sizeof(T), set_consents_rows, set_consents_rules};
#undef T

#define T struct _acc__SetConsentsResponse
static const struct map_field consents_set_rows[] = {CONSENTS_REPLY(T), MAP_END};
const struct map_type map_account_consents_set_type = {"ChangedConsents", sizeof(T), consents_set_rows, NULL};
#undef T
/* clang-format on */
