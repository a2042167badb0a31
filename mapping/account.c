/*
 * The citizen's account with the Fund: urn:mostik:account:1.0.0, wsdl/account.wsdl.
 */
#include "config.h"

#include "mapping/account.h"
#include "soapH.h"

const struct map_name map_account_state_names[] = {
	{"active",               acc__AccountStateType__Active},
	{"suspended",            acc__AccountStateType__Suspended},
	{"confirmationRequired", acc__AccountStateType__ConfirmationRequired},
	{NULL, 0},
};

const struct map_name map_account_channel_names[] = {
	{"sms",   acc__ChannelType__Sms},
	{"email", acc__ChannelType__Email},
	{"push",  acc__ChannelType__Push},
	{NULL, 0},
};

static const struct map_name reason_names[] = {
	{"unpaidContributions",  acc__RestrictionReasonType__UnpaidContributions},
	{"missingDocuments",     acc__RestrictionReasonType__MissingDocuments},
	{"identityNotConfirmed", acc__RestrictionReasonType__IdentityNotConfirmed},
	{NULL, 0},
};

/* ---- GetAccountStatus ---- */

/* clang-format off */
#define T struct _acc__GetAccountStatusRequest
static const struct map_field status_request_rows[] = {
	CITIZEN(T),
	MAP_END
};
static const struct map_type status_request_type = {"AccountStatusRequest", sizeof(T), status_request_rows, NULL};
#undef T

#define T struct acc__RestrictionType
static const struct map_field restriction_rows[] = {
	/*        need JSON name      member       limits */
	MAP_ENUM (T, REQ, "reason",      Reason,      enum acc__RestrictionReasonType, reason_names),
	MAP_LINES(T, REQ, "description", Description, 1, 1000, EXAMPLE("Не уплачены страховые взносы за 2025 год.")),
	MAP_LINES(T, REQ, "action",      Action,      1, 1000,
	    DOC("What to do.", "Что сделать."), EXAMPLE("Уплатите взносы в личном кабинете.")),
	MAP_DATE (T, OPT, "until",       Until,
	    DOC("By which day.", "До какого дня.")),
	MAP_END
};
static const struct map_type restriction_type = {"Restriction", sizeof(T), restriction_rows, NULL};
#undef T

#define T struct _acc__GetAccountStatusResponse
/* clang-format on */
static bool
restriction_has_its_state(const void *obj)
{
	const T *status = obj;

	return (status->State == acc__AccountStateType__Active) == (status->__sizeRestriction == 0);
}

/* clang-format off */
static const struct map_field status_rows[] = {
	/*           need JSON name        member       limits */
	MAP_SNILS   (T, REQ, "snils",         Snils),
	MAP_ENUM    (T, REQ, "state",         State,       enum acc__AccountStateType, map_account_state_names),
	MAP_DATETIME(T, REQ, "updatedAt",     UpdatedAt),
	MAP_LIST    (T, OPT, "restrictions",  Restriction, struct acc__RestrictionType, &restriction_type, 0, 20,
	    DOC("Why the account does not work, what to do and by when.", "Почему учётная запись не действует, что сделать и в какой срок.")),
	MAP_END
};
static const struct map_rule status_rules[] = {
	RULE(restriction_has_its_state, "/restrictions", ERR_MAP_RANGE, "none exactly where the state is active",
	    "пустой список — только у действующей учётной записи"),
	RULE_END
};
static const struct map_type status_type = {"AccountStatus", sizeof(T), status_rows, status_rules};
#undef T

/* ---- the service ---- */

static const struct map_name item_names[] = {
	{"passport",                 acc__ItemType__Passport},
	{"incomeCertificate",        acc__ItemType__IncomeCertificate},
	{"consent",                  acc__ItemType__Consent},
	{"notarisedPowerOfAttorney", acc__ItemType__NotarisedPowerOfAttorney},
	{"representativePassport",   acc__ItemType__RepresentativePassport},
	{"nameDocument",             acc__ItemType__NameDocument},
	{"snilsDocument",            acc__ItemType__SnilsDocument},
	{"addressDocument",          acc__ItemType__AddressDocument},
	{NULL, 0},
};

#define T struct acc__MissingItemType
static const struct map_field item_rows[] = {
	MAP_ENUM (T, REQ, "item",        Item,        enum acc__ItemType, item_names),
	MAP_LINES(T, REQ, "description", Description, 1, 250, EXAMPLE("Нотариальная доверенность представителя.")),
	MAP_END
};
static const struct map_type item_type = {"MissingItem", sizeof(T), item_rows, NULL};
#undef T

#define T struct _acc__AccountFault
static const struct map_field fault_rows[] = {
	FAULT_ROWS(T),
	MAP_LIST   (T, OPT, "missingItems",   MissingItem,    struct acc__MissingItemType, &item_type, 0, 8,
	    DOC("Everything that is missing.", "Всё, чего не хватает.")),
	MAP_INT_PTR(T, OPT, "attemptsLeft",   AttemptsLeft,   0, 3,
	    DOC("How often the code may be tried yet.", "Сколько попыток ввода кода осталось.")),
	MAP_VERSION(T, OPT, "currentVersion", CurrentVersion,
	    DOC("The state in which the record is.", "Текущая версия записи.")),
	MAP_END
};
static const struct map_type fault_type = {"AccountFault", sizeof(T), fault_rows, NULL};
#undef T
MAP_MESSAGE_FUNCTIONS(acc, AccountFault)
static const struct map_message fault = MAP_MESSAGE(acc, AccountFault, &fault_type);

static const struct map_refusal refusals[] = {
	COMMON_REFUSALS,
	{"VERSION_CONFLICT", 412, "The record has changed since it was read", "Запись изменилась после чтения",
	    "Read it again, make the change to what it is now, send with the new version.",
	    "Прочтите запись снова, внесите изменение в её текущее состояние и отправьте с новой версией."},
	{"ITEMS_MISSING", 422, "Something that the law asks for is missing", "Не хватает обязательных сведений или документов",
	    "Add everything in missingItems and send again.", "Добавьте всё, что перечислено в missingItems, и отправьте снова."},
	{"ALREADY_REGISTERED", 409, "The citizen has been registered already", "Гражданин уже зарегистрирован",
	    "Use the account; change data by the profile.", "Пользуйтесь учётной записью; данные меняются в профиле."},
	{"POWER_OF_ATTORNEY_EXPIRED", 422, "The power of attorney has ended", "Срок доверенности истёк",
	    "Have a new one certified by a notary.", "Оформите новую доверенность у нотариуса."},
	{"MISMATCH", 422, "The Fund's register says otherwise", "Сведения не совпадают с учётом Фонда",
	    "Correct the field that is named; if it is right, visit an office of the Fund with a passport.",
	    "Исправьте указанное поле; если оно верно, обратитесь с паспортом в клиентскую службу Фонда."},
	{"ALREADY_BOUND", 409, "The SNILS is bound already", "СНИЛС уже привязан", "Nothing is to be done.", "Ничего делать не нужно."},
	{"CODE_WRONG", 422, "The code is wrong", "Код неверен",
	    "Enter the code from the last message; attemptsLeft says how often it may be tried.",
	    "Введите код из последнего сообщения; число оставшихся попыток — в attemptsLeft."},
	{"CODE_EXPIRED", 410, "The code is no longer good", "Срок действия кода истёк",
	    "Start again: a new code will be sent.", "Начните сначала: будет отправлен новый код."},
	{"ATTEMPTS_EXHAUSTED", 409, "The code was wrong too often", "Попытки ввода кода исчерпаны",
	    "Start again: a new code will be sent.", "Начните сначала: будет отправлен новый код."},
	{"ALREADY_CONFIRMED", 409, "This has been confirmed already", "Это уже подтверждено",
	    "Nothing is to be done.", "Ничего делать не нужно."},
	{"CHANNEL_UNAVAILABLE", 409, "The citizen cannot be reached this way", "Этот способ связи недоступен",
	    "Add and confirm the contact, or set up the application on a phone; or choose another way.",
	    "Добавьте и подтвердите контакт или установите приложение; либо выберите другой способ."},
	{"CONSENT_MANDATORY", 409, "The law has these data processed", "Обработка этих сведений предусмотрена законом",
	    "Leave processing true for the category; transfer to others may be forbidden.",
	    "Оставьте processing для этой категории; передачу другим запретить можно."},
	{"CERTIFICATE_UNREADABLE", 422, "This is no X.509 certificate", "Это не сертификат X.509",
	    "Export the certificate again, without its key.", "Выгрузите сертификат заново, без ключа."},
	{"CERTIFICATE_NOT_VALID", 422, "The certificate cannot sign documents today",
	    "Сертификатом сегодня нельзя подписывать документы",
	    "Take one that is in force and meant for signing.", "Возьмите действующий сертификат, предназначенный для подписи."},
	{"CERTIFICATE_FOREIGN", 422, "The certificate is not this citizen's", "Сертификат выдан не этому гражданину",
	    "Take one with the citizen's own SNILS.", "Возьмите сертификат, в котором указан СНИЛС этого гражданина."},
	{"STORAGE_FULL", 409, "The Fund keeps no more documents of this citizen", "Хранилище документов гражданина заполнено",
	    "Delete some that are no longer needed.", "Удалите документы, которые больше не нужны."},
	{"DOCUMENT_IN_USE", 409, "The document is attached to something under way", "Документ приложен к делу на рассмотрении",
	    "Wait until it is decided.", "Дождитесь решения."},
	{NULL, 0, NULL, NULL, NULL, NULL}
};

#define SERVICE account
#define OWN  {"/snils", "/token/snils", &map_codec_snils}
#define THAT(reply, request) {reply, request, NULL}
MAP_MESSAGES(acc, GetAccountStatus)
MAP_MESSAGES(acc, RegisterAccount)
MAP_MESSAGES(acc, BindSnils)
MAP_MESSAGES(acc, ConfirmSnilsBinding)
MAP_MESSAGES(acc, GetContacts)
MAP_MESSAGES(acc, ChangeContacts)
MAP_MESSAGES(acc, ConfirmContacts)
MAP_MESSAGES(acc, UpdatePersonalData)
MAP_MESSAGES(acc, GetNotificationSettings)
MAP_MESSAGES(acc, SetNotificationSettings)
MAP_MESSAGES(acc, SendTestNotification)
MAP_MESSAGES(acc, ListAccessLog)
MAP_MESSAGES(acc, GetConsents)
MAP_MESSAGES(acc, SetConsents)
MAP_MESSAGES(acc, BindSigningCertificate)
MAP_MESSAGES(acc, StoreDocument)
MAP_MESSAGES(acc, ListStoredDocuments)
MAP_MESSAGES(acc, DeleteStoredDocument)
static const struct map_operation operations[] = {
	MAP_OPERATION(acc, GetAccountStatus, "GET", "/v1/account/status", 200, status_request_type, status_type,
	    "Whether the account works, and if not, what to do",
	    "Состояние учётной записи: действует ли она и что сделать, если нет", ECHO(OWN,)),
	MAP_OPERATION(acc, RegisterAccount, "POST", "/v1/account/registration", 201, map_account_register_type, map_account_registered_type,
	    "Open an account; a representative may do it for the citizen",
	    "Зарегистрировать учётную запись; это может сделать и представитель",
	    .changes = true, .files = true, ECHO(OWN,)),
	MAP_OPERATION(acc, BindSnils, "POST", "/v1/account/snils-binding", 201, map_account_bind_type, map_account_binding_type,
	    "Bind the SNILS: it is compared with the register, and a code is sent",
	    "Привязать СНИЛС: он сверяется с учётом Фонда, и отправляется код", .changes = true, ECHO(OWN,)),
	MAP_OPERATION(acc, ConfirmSnilsBinding, "POST", "/v1/account/snils-binding/{id}/confirmation", 200,
	    map_account_confirm_binding_type, map_account_bound_type,
	    "Bind the SNILS, given the code from the message", "Подтвердить привязку СНИЛС кодом из сообщения",
	    .changes = true, ECHO(OWN, THAT("/bindingId", "/path/id"),)),
	MAP_OPERATION(acc, GetContacts, "GET", "/v1/account/contacts", 200, map_account_get_contacts_type, map_account_contacts_reply_type,
	    "Phone, e-mail and postal address, and what waits for its code",
	    "Телефон, электронная почта и почтовый адрес и то, что ждёт подтверждения",
	    .version = "/version", ECHO(OWN,)),
	MAP_OPERATION(acc, ChangeContacts, "PUT", "/v1/account/contacts", 200, map_account_change_contacts_type, map_account_changed_contacts_type,
	    "Other contacts; a new phone or address of e-mail takes effect after its code",
	    "Изменить контакты; новый телефон или адрес почты действует после подтверждения кодом",
	    .changes = true, .version = "/version", ECHO(OWN,)),
	MAP_OPERATION(acc, ConfirmContacts, "POST", "/v1/account/contacts/confirmation", 200,
	    map_account_confirm_contacts_type, map_account_confirmed_contacts_type,
	    "Have a new phone or address of e-mail take effect, given its code",
	    "Подтвердить новый телефон или адрес почты кодом из сообщения",
	    .changes = true, .version = "/version", ECHO(OWN,)),
	MAP_OPERATION(acc, UpdatePersonalData, "PATCH", "/v1/account/profile", 200, map_account_update_type, map_account_updated_type,
	    "Change name, SNILS, address, phone or e-mail; its version is that of the contacts",
	    "Изменить имя, СНИЛС, адрес, телефон или почту; версия у профиля та же, что у контактов",
	    .changes = true, .files = true, .version = "/version", ECHO(OWN,)),
	MAP_OPERATION(acc, GetNotificationSettings, "GET", "/v1/account/notification-settings", 200,
	    map_account_get_settings_type, map_account_settings_type,
	    "Of what the citizen is told, which way and how often",
	    "О чём, каким способом и как часто уведомлять гражданина", .version = "/version", ECHO(OWN,)),
	MAP_OPERATION(acc, SetNotificationSettings, "PUT", "/v1/account/notification-settings", 200,
	    map_account_set_settings_type, map_account_settings_set_type,
	    "Set of what the citizen is told, which way and how often",
	    "Настроить, о чём, каким способом и как часто уведомлять гражданина",
	    .changes = true, .version = "/version", ECHO(OWN,)),
	MAP_OPERATION(acc, SendTestNotification, "POST", "/v1/account/notification-settings/test", 200,
	    map_account_test_type, map_account_tested_type,
	    "Send a notification to try the way", "Отправить пробное уведомление",
	    .changes = true, ECHO(OWN, THAT("/channel", "/body/channel"),)),
	MAP_OPERATION(acc, ListAccessLog, "GET", "/v1/account/access-log", 200, map_account_log_request_type, map_account_log_type,
	    "Who read which of the citizen's data, and when", "Кто, когда и какие сведения о гражданине запрашивал",
	    .list = "/entries", ECHO(OWN,)),
	MAP_OPERATION(acc, GetConsents, "GET", "/v1/account/consents", 200, map_account_get_consents_type, map_account_consents_type,
	    "What the citizen agrees to, by category of data", "Согласия гражданина по категориям сведений",
	    .version = "/version", ECHO(OWN,)),
	MAP_OPERATION(acc, SetConsents, "PUT", "/v1/account/consents", 200, map_account_set_consents_type, map_account_consents_set_type,
	    "Give consents or take them back", "Дать или отозвать согласия",
	    .changes = true, .version = "/version", ECHO(OWN,)),
	MAP_OPERATION(acc, BindSigningCertificate, "PUT", "/v1/account/signing-certificate", 200,
	    map_account_certificate_type, map_account_certified_type,
	    "Name the certificate by which the citizen's signatures are verified",
	    "Указать сертификат, по которому проверяются подписи гражданина",
	    .changes = true, .version = "/version", ECHO(OWN,)),
	MAP_OPERATION(acc, StoreDocument, "POST", "/v1/account/documents", 201, map_account_store_type, map_account_stored_type,
	    "Have the Fund keep a document, to be attached by its number; the same file again is the same document",
	    "Сохранить документ, чтобы прикладывать его по номеру; тот же файл — тот же документ",
	    .changes = true, .files = true, ECHO(OWN,)),
	MAP_OPERATION(acc, ListStoredDocuments, "GET", "/v1/account/documents", 200, map_account_list_stored_type, map_account_stored_list_type,
	    "The documents that the Fund keeps", "Документы гражданина, которые хранит Фонд",
	    .list = "/documents", ECHO(OWN,)),
	MAP_OPERATION(acc, DeleteStoredDocument, "DELETE", "/v1/account/documents/{id}", 200,
	    map_account_delete_stored_type, map_account_deleted_stored_type,
	    "Have the Fund keep a document no longer", "Удалить документ из хранилища",
	    .changes = true, ECHO(OWN, THAT("/documentId", "/path/id"),)),
	{.name = NULL}
};

const struct map_service map_service_account = {
	"account", "Account and profile", "Учётная запись и профиль", &fault, refusals, operations,
};
/* clang-format on */
