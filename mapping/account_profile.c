/*
 * What the Fund knows of the citizen, and where it reaches the citizen: contacts, changes of the profile.
 */
#include "config.h"

#include "mapping/account.h"
#include "soapH.h"

static const struct map_name field_names[] = {
	{"name",    acc__PersonalFieldType__Name},
	{"snils",   acc__PersonalFieldType__Snils},
	{"address", acc__PersonalFieldType__Address},
	{"phone",   acc__PersonalFieldType__Phone},
	{"email",   acc__PersonalFieldType__Email},
	{NULL, 0},
};

static const struct map_name change_names[] = {
	{"applied",      acc__ChangeStateType__Applied},
	{"underReview",  acc__ChangeStateType__UnderReview},
	{"awaitingCode", acc__ChangeStateType__AwaitingCode},
	{NULL, 0},
};

/* ---- contacts ---- */

/* clang-format off */
#define T struct acc__ContactConfirmationType
static const struct map_field confirmation_rows[] = {
	/*           need JSON name         member          limits */
	MAP_NUMBER  (T, REQ, "confirmationId", ConfirmationId, 1, 40, EXAMPLE("CNF-000000001")),
	MAP_ENUM    (T, REQ, "channel",        Channel,        enum acc__ChannelType, map_account_channel_names),
	MAP_STR     (T, REQ, "sentTo",         SentTo,         1, 100, EXAMPLE("+7900***4567"),
	    DOC("The new phone or address of e-mail, without the middle.", "Новый телефон или адрес почты; середина скрыта.")),
	MAP_DATETIME(T, REQ, "expiresAt",      ExpiresAt,
	    DOC("When the code ceases to be good.", "До какого момента действует код.")),
	MAP_INT     (T, REQ, "attemptsLeft",   AttemptsLeft,   0, 3),
	MAP_END
};
static const struct map_type confirmation_type = {"ContactConfirmation", sizeof(T), confirmation_rows, NULL};
#undef T

#define T struct acc__ContactsType
static const struct map_field contacts_rows[] = {
	/*          need JSON name        member         limits */
	MAP_VERSION(T, REQ, "version",       Version),
	MAP_PHONE  (T, OPT, "phone",         Phone),
	MAP_EMAIL  (T, OPT, "email",         Email),
	MAP_OBJECT (T, OPT, "postalAddress", PostalAddress, struct cmn__AddressType, &map_address_type),
	MAP_LIST   (T, OPT, "confirmations", Confirmation,  struct acc__ContactConfirmationType, &confirmation_type, 0, 2,
	    DOC("What is new and waits for its code.", "Новые контакты, которые ждут подтверждения кодом.")),
	MAP_END
};
static const struct map_type contacts_type = {"ContactsPart", sizeof(T), contacts_rows, NULL};
#undef T

#define T struct _acc__GetContactsRequest
static const struct map_field get_rows[] = {CITIZEN(T), MAP_END};
const struct map_type map_account_get_contacts_type = {"ContactsRequest", sizeof(T), get_rows, NULL};
#undef T

#define CONTACTS(T)                                                               \
	MAP_SNILS(T, REQ, "snils", Snils),                                        \
	MAP_PART (T, REQ, Contacts, struct acc__ContactsType, &contacts_type)

#define T struct _acc__GetContactsResponse
static const struct map_field reply_rows[] = {CONTACTS(T), MAP_END};
const struct map_type map_account_contacts_reply_type = {"Contacts", sizeof(T), reply_rows, NULL};
#undef T

#define T struct _acc__ChangeContactsRequest
/* clang-format on */
static bool
citizen_can_be_reached(const void *obj)
{
	const T *request = obj;

	return request->Phone != NULL || request->Email != NULL;
}

/* clang-format off */
static const struct map_field change_rows[] = {
	CITIZEN(T),
	HEADER(CHANGE_ROWS(T), MAP_VERSION(T, OPT, "ifMatch", ExpectedVersion),),
	BODY(
		MAP_PHONE (T, OPT, "phone",         Phone),
		MAP_EMAIL (T, OPT, "email",         Email),
		MAP_OBJECT(T, OPT, "postalAddress", PostalAddress, struct cmn__AddressType, &map_address_type),
	),
	MAP_END
};
static const struct map_rule change_rules[] = {
	RULE(citizen_can_be_reached, "/body", ERR_MAP_CHOICE, "phone, or email, or both", "телефон, адрес электронной почты или то и другое"),
	RULE_END
};
const struct map_type map_account_change_contacts_type = {"ContactsChange", sizeof(T), change_rows, change_rules};
#undef T

#define T struct _acc__ChangeContactsResponse
static const struct map_field changed_rows[] = {CONTACTS(T), MAP_END};
const struct map_type map_account_changed_contacts_type = {"ChangedContacts", sizeof(T), changed_rows, NULL};
#undef T

#define T struct _acc__ConfirmContactsRequest
static const struct map_field confirm_rows[] = {
	CITIZEN(T),
	CHANGE(T),
	BODY(
		MAP_NUMBER(T, REQ, "confirmationId", ConfirmationId,   1, 40, EXAMPLE("CNF-000000001")),
		MAP_DIGITS(T, REQ, "code",           ConfirmationCode, 6, 6, EXAMPLE("123456"),
		    DOC("From the message.", "Код из сообщения.")),
	),
	MAP_END
};
const struct map_type map_account_confirm_contacts_type = {"ContactCode", sizeof(T), confirm_rows, NULL};
#undef T

#define T struct _acc__ConfirmContactsResponse
static const struct map_field confirmed_rows[] = {CONTACTS(T), MAP_END};
const struct map_type map_account_confirmed_contacts_type = {"ConfirmedContacts", sizeof(T), confirmed_rows, NULL};
#undef T

/* ---- UpdatePersonalData ---- */

#define T struct _acc__UpdatePersonalDataRequest
/* clang-format on */
static bool
something_is_new(const void *obj)
{
	const T *q = obj;

	return q->NewFamilyName != NULL || q->NewFirstName != NULL || q->NewPatronymic != NULL || q->NewSnils != NULL
	    || q->NewAddress != NULL || q->NewPhone != NULL || q->NewEmail != NULL;
}

/* clang-format off */
static const struct map_field update_rows[] = {
	CITIZEN(T),
	HEADER(CHANGE_ROWS(T), MAP_VERSION(T, OPT, "ifMatch", ExpectedVersion),),
	BODY(
		MAP_NAME  (T, OPT, "familyName", NewFamilyName, EXAMPLE("Примерова")),
		MAP_NAME  (T, OPT, "firstName",  NewFirstName,  EXAMPLE("Вера")),
		MAP_NAME  (T, OPT, "patronymic", NewPatronymic, EXAMPLE("Олеговна")),
		MAP_SNILS (T, OPT, "snils",      NewSnils),
		MAP_OBJECT(T, OPT, "address",    NewAddress, struct cmn__AddressType, &map_address_type),
		MAP_PHONE (T, OPT, "phone",      NewPhone),
		MAP_EMAIL (T, OPT, "email",      NewEmail),
		MAP_LIST  (T, OPT, "documents",  Document,   struct cmn__AttachmentType, &map_attachment_type, 0, 20,
		    DOC("What proves the change: of kind passport or nameChange for a name, snils for a SNILS, "
		        "registration for an address.",
		        "Чем подтверждается изменение: passport или nameChange — имя, snils — СНИЛС, registration — адрес.")),
	),
	MAP_END
};
static const struct map_rule update_rules[] = {
	RULE(something_is_new, "/body", ERR_MAP_CHOICE, "at least one member to change", "хотя бы одно изменяемое поле"),
	RULE_END
};
const struct map_type map_account_update_type = {"ProfileChange", sizeof(T), update_rows, update_rules};
#undef T

#define T struct acc__PersonalChangeType
static const struct map_field personal_rows[] = {
	MAP_ENUM(T, REQ, "field", Field, enum acc__PersonalFieldType, field_names),
	MAP_ENUM(T, REQ, "state", State, enum acc__ChangeStateType,   change_names,
	    DOC("Whether it is in effect, an officer compares it with the documents, or it waits for its code.",
	        "Действует ли изменение, проверяется по документам или ждёт подтверждения кодом.")),
	MAP_END
};
static const struct map_type personal_type = {"PersonalChange", sizeof(T), personal_rows, NULL};
#undef T

#define T struct _acc__UpdatePersonalDataResponse
static const struct map_field updated_rows[] = {
	/*           need JSON name        member        limits */
	MAP_SNILS   (T, REQ, "snils",         Snils),
	MAP_VERSION (T, REQ, "version",       Version),
	MAP_NUMBER  (T, REQ, "changeId",      ChangeId,     1, 40, EXAMPLE("CHG-000000001")),
	MAP_DATETIME(T, REQ, "receivedAt",    ReceivedAt),
	MAP_LIST    (T, REQ, "changes",       Change,       struct acc__PersonalChangeType, &personal_type, 1, 5),
	MAP_LIST    (T, OPT, "confirmations", Confirmation, struct acc__ContactConfirmationType, &confirmation_type, 0, 2),
	MAP_END
};
const struct map_type map_account_updated_type = {"ChangedProfile", sizeof(T), updated_rows, NULL};
#undef T
/* clang-format on */
