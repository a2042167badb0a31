/*
 * Contacts and the profile.  Citizens with number % 3 == 2 begin without e-mail, those with number % 2 == 0 have no
 * application for push messages.
 */
#include "config.h"

#include <string.h>

#include "tests/fund/services/account.h"

#define RECORD "profile"

static const struct {
	const char *region, *city, *street, *house;
} homes[] = {
	/* clang-format off */
	{"Московская область",    "Образцовск", "улица Образцовая", "7"},
	{"Республика Примерная",  "Пробное",    "проспект Мира",    "12"},
	{"Тестовский край",       "Испытаново", "переулок Тихий",   "3"},
	/* clang-format on */
};

/* The members of an address, in the order of the table's columns. */
static void
address_members(struct cmn__AddressType *address, char **members[10])
{
	char **const all[10] = {&address->PostIndex, &address->Region, &address->District, &address->City,
	    &address->Locality, &address->Street, &address->House, &address->Building, &address->Flat,
	    &address->GuidFias};

	memcpy(members, all, sizeof(all));
}

/* Makes the row, if the citizen has none yet. */
static void
begin_contacts(struct soap *soap, const char *snils)
{
	unsigned number = service_citizen(snils).number;

	db_run(service_db(soap), "INSERT INTO account_contacts (snils, phone, email, post_index, region, city, street,"
	    " house) VALUES (?1, ?2, ?3, '101000', ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING", "ttttttt", snils,
	    dispatch_printf(soap, "+7900%07u", number % 10000000),
	    number % 3 == 2 ? NULL : dispatch_printf(soap, "citizen%u@example.ru", number),
	    homes[number % COUNT_OF(homes)].region, homes[number % COUNT_OF(homes)].city,
	    homes[number % COUNT_OF(homes)].street, homes[number % COUNT_OF(homes)].house);
}

static char *
read_contact(struct soap *soap, const char *snils, const char *sql)
{
	AUTO(db_rows) struct db_rows *rows = NULL;

	begin_contacts(soap, snils);
	rows = db_select(service_db(soap), sql, "t", snils);
	return db_next(rows) ? service_text(soap, db_text(rows, 0)) : NULL;
}

char *
account_phone(struct soap *soap, const char *snils)
{
	return read_contact(soap, snils, "SELECT phone FROM account_contacts WHERE snils = ?1");
}

char *
account_email(struct soap *soap, const char *snils)
{
	return read_contact(soap, snils, "SELECT email FROM account_contacts WHERE snils = ?1");
}

bool
account_has_push(const char *snils)
{
	return service_citizen(snils).number % 2 == 1;
}

int
account_confirmations(struct soap *soap, const char *snils, struct acc__ContactConfirmationType **ret_list)
{
	AUTO(db_rows) struct db_rows *rows = db_select(service_db(soap), "SELECT id, kind, value, attempts"
	    " FROM account_code WHERE snils = ?1 AND kind IN ('email', 'sms') AND taken_us IS NULL"
	    " ORDER BY id", "t", snils);
	struct acc__ContactConfirmationType *list = SERVICE_LIST(soap, struct acc__ContactConfirmationType, 2);
	int n = 0;

	for (; n < 2 && db_next(rows); n++)
		list[n] = (struct acc__ContactConfirmationType){
		    .ConfirmationId = account_id(soap, "CNF", db_int(rows, 0)),
		    .Channel = strcmp(db_text(rows, 1), "sms") == 0 ? acc__ChannelType__Sms : acc__ChannelType__Email,
		    .SentTo = account_mask(soap, db_text(rows, 2)),
		    .ExpiresAt = account_code_expires(soap, db_int(rows, 0)),
		    .AttemptsLeft = (int)db_int(rows, 3),
		};
	*ret_list = list;
	return n;
}

static struct acc__ContactsType *
make_contacts(struct soap *soap, const char *snils)
{
	struct acc__ContactsType *contacts = SERVICE_NEW(soap, struct acc__ContactsType);
	struct cmn__AddressType *address = SERVICE_NEW(soap, struct cmn__AddressType);
	AUTO(db_rows) struct db_rows *rows = NULL;
	char **members[10];

	begin_contacts(soap, snils);
	rows = db_select(service_db(soap), "SELECT phone, email, post_index, region, district, city, locality, street,"
	    " house, building, flat, guid FROM account_contacts WHERE snils = ?1", "t", snils);
	CHECK(db_next(rows));
	address_members(address, members);
	for (int i = 0; i < 10; i++)
		*members[i] = service_text(soap, db_text(rows, i + 2));
	contacts->Version = account_version(soap, snils, RECORD);
	contacts->Phone = service_text(soap, db_text(rows, 0));
	contacts->Email = service_text(soap, db_text(rows, 1));
	contacts->PostalAddress = address->Region != NULL ? address : NULL;
	contacts->__sizeConfirmation = account_confirmations(soap, snils, &contacts->Confirmation);
	return contacts;
}

int
__acc__GetContacts(struct soap *soap, struct _acc__GetContactsRequest *q, struct _acc__GetContactsResponse *r)
{
	SERVICE_BEGIN(soap, acc, Account, q);
	r->Snils = service_snils(soap, q->ben__Snils);
	r->Contacts = make_contacts(soap, q->ben__Snils);
	return SOAP_OK;
}

void
account_contacts_change(struct soap *soap, const char *snils, const char *kind, const char *value)
{
	bool sms = strcmp(kind, "sms") == 0;
	char *now = sms ? account_phone(soap, snils) : account_email(soap, snils);

	if (value != NULL && now != NULL && strcmp(now, value) == 0)
		return;
	if (value != NULL) {
		(void)account_code_send(soap, snils, kind, value);
		return;
	}
	db_run(service_db(soap), sms ? "UPDATE account_contacts SET phone = NULL WHERE snils = ?1"
	                             : "UPDATE account_contacts SET email = NULL WHERE snils = ?1", "t", snils);
}

static void
store_address(struct soap *soap, const char *snils, struct cmn__AddressType *given)
{
	struct cmn__AddressType none = {0};
	char **m[10];

	address_members(given != NULL ? given : &none, m);
	db_run(service_db(soap), "UPDATE account_contacts SET post_index = ?2, region = ?3, district = ?4, city = ?5,"
	    " locality = ?6, street = ?7, house = ?8, building = ?9, flat = ?10, guid = ?11 WHERE snils = ?1",
	    "ttttttttttt", snils, *m[0], *m[1], *m[2], *m[3], *m[4], *m[5], *m[6], *m[7], *m[8], *m[9]);
}

int
__acc__ChangeContacts(struct soap *soap, struct _acc__ChangeContactsRequest *q, struct _acc__ChangeContactsResponse *r)
{
	const char *snils = q->ben__Snils;

	SERVICE_BEGIN(soap, acc, Account, q);
	if (!account_version_fits(soap, snils, RECORD, q->ExpectedVersion))
		return soap->error;
	if ((q->Phone == NULL || account_phone(soap, snils) == NULL) &&
	    (q->Email == NULL || account_email(soap, snils) == NULL))
		return SERVICE_FAULT(soap, acc, Account, "REFUSED", q->Phone == NULL ? "Phone" : "Email",
		    "Нельзя удалить последний подтверждённый контакт.");
	account_contacts_change(soap, snils, "sms", q->Phone);
	account_contacts_change(soap, snils, "email", q->Email);
	store_address(soap, snils, q->PostalAddress);
	account_version_next(soap, snils, RECORD);
	r->Snils = service_snils(soap, snils);
	r->Contacts = make_contacts(soap, snils);
	return SOAP_OK;
}

int
__acc__ConfirmContacts(struct soap *soap, struct _acc__ConfirmContactsRequest *q,
    struct _acc__ConfirmContactsResponse *r)
{
	int64_t id = account_id_read(soap, "CNF", q->ConfirmationId);
	const char *snils = q->ben__Snils;

	SERVICE_BEGIN(soap, acc, Account, q);
	if (!account_code_take(soap, snils, "[es]m*", id, q->ConfirmationCode, "ConfirmationId"))
		return soap->error;
	begin_contacts(soap, snils);
	db_run(service_db(soap), "UPDATE account_contacts SET phone = (SELECT value FROM account_code WHERE id = ?1)"
	    " WHERE snils = ?2 AND 'sms' = (SELECT kind FROM account_code WHERE id = ?1)", "it", id, snils);
	db_run(service_db(soap), "UPDATE account_contacts SET email = (SELECT value FROM account_code WHERE id = ?1)"
	    " WHERE snils = ?2 AND 'email' = (SELECT kind FROM account_code WHERE id = ?1)", "it", id, snils);
	account_version_next(soap, snils, RECORD);
	r->Snils = service_snils(soap, snils);
	r->Contacts = make_contacts(soap, snils);
	return SOAP_OK;
}

/* ---- the profile ---- */

static bool
has_document(const struct _acc__UpdatePersonalDataRequest *q, const char *kind)
{
	for (int i = 0; i < q->__sizeDocument; i++)
		if (strcasecmp(q->Document[i].Kind, kind) == 0)
			return true;
	return false;
}

static bool
name_changes(const struct _acc__UpdatePersonalDataRequest *q)
{
	return q->NewFamilyName != NULL || q->NewFirstName != NULL || q->NewPatronymic != NULL;
}

static void
find_missing(struct soap *soap, const struct _acc__UpdatePersonalDataRequest *q, struct account_missing *missing)
{
	if (name_changes(q) && !has_document(q, "PASSPORT") && !has_document(q, "NAME_CHANGE"))
		account_miss(soap, missing, acc__ItemType__NameDocument, "Паспорт или свидетельство о перемене имени.");
	if (q->NewSnils != NULL && !has_document(q, "SNILS"))
		account_miss(soap, missing, acc__ItemType__SnilsDocument, "Документ с новым СНИЛС.");
	if (q->NewAddress != NULL && !has_document(q, "REGISTRATION"))
		account_miss(soap, missing, acc__ItemType__AddressDocument, "Документ о регистрации по адресу.");
}

/* Documents that the Fund keeps must be this citizen's; they stay while the change is under review. */
static bool
documents_are_kept(struct soap *soap, const struct _acc__UpdatePersonalDataRequest *q)
{
	for (int i = 0; i < q->__sizeDocument; i++)
		if (q->Document[i].StoredId != NULL && db_number(service_db(soap),
		    "SELECT id FROM account_document WHERE id = ?1 AND snils = ?2", "it",
		    account_id_read(soap, "STD", q->Document[i].StoredId), q->ben__Snils) == 0)
			return false;
	return true;
}

static int64_t
record_change(struct soap *soap, const struct _acc__UpdatePersonalDataRequest *q, int64_t now_us)
{
	struct db *db = service_db(soap);
	int64_t first;

	db_run(db, "INSERT INTO account_change (snils, field, at_us) VALUES (?1, 0, ?2)", "ti", q->ben__Snils, now_us);
	first = db_last_id(db);
	for (int i = 0; i < q->__sizeDocument; i++)
		if (q->Document[i].StoredId != NULL)
			db_run(db, "INSERT INTO account_change (snils, field, at_us, document) VALUES (?1, 1, ?2, ?3)",
			    "tii", q->ben__Snils, now_us, account_id_read(soap, "STD", q->Document[i].StoredId));
	return first;
}

static void
list_changes(struct soap *soap, const struct _acc__UpdatePersonalDataRequest *q,
    struct _acc__UpdatePersonalDataResponse *r)
{
	const struct {
		bool asked;
		struct acc__PersonalChangeType change;
	} rows[] = {
		/* clang-format off */
		{name_changes(q),       {acc__PersonalFieldType__Name,    acc__ChangeStateType__UnderReview}},
		{q->NewSnils != NULL,   {acc__PersonalFieldType__Snils,   acc__ChangeStateType__UnderReview}},
		{q->NewAddress != NULL, {acc__PersonalFieldType__Address, acc__ChangeStateType__UnderReview}},
		{q->NewPhone != NULL,   {acc__PersonalFieldType__Phone,   acc__ChangeStateType__AwaitingCode}},
		{q->NewEmail != NULL,   {acc__PersonalFieldType__Email,   acc__ChangeStateType__AwaitingCode}},
		/* clang-format on */
	};

	r->Change = SERVICE_LIST(soap, struct acc__PersonalChangeType, COUNT_OF(rows));
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (rows[i].asked)
			r->Change[r->__sizeChange++] = rows[i].change;
}

int
__acc__UpdatePersonalData(struct soap *soap, struct _acc__UpdatePersonalDataRequest *q,
    struct _acc__UpdatePersonalDataResponse *r)
{
	struct account_missing missing = {0};
	const char *snils = q->ben__Snils;
	int64_t now_us = clock_now_us();

	SERVICE_BEGIN(soap, acc, Account, q);
	if (!account_version_fits(soap, snils, RECORD, q->ExpectedVersion))
		return soap->error;
	if (!documents_are_kept(soap, q))
		return SERVICE_FAULT(soap, acc, Account, "NOT_FOUND", "Document/StoredId",
		    "Фонд не хранит такого документа.");
	find_missing(soap, q, &missing);
	if (missing.n != 0)
		return account_refuse_missing(soap, &missing);
	if (q->NewPhone != NULL)
		(void)account_code_send(soap, snils, "sms", q->NewPhone);
	if (q->NewEmail != NULL)
		(void)account_code_send(soap, snils, "email", q->NewEmail);
	r->ChangeId = account_id(soap, "CHG", record_change(soap, q, now_us));
	account_version_next(soap, snils, RECORD);
	r->Snils = service_snils(soap, snils);
	r->Version = account_version(soap, snils, RECORD);
	r->ReceivedAt = service_moment(soap, now_us);
	list_changes(soap, q, r);
	r->__sizeConfirmation = account_confirmations(soap, snils, &r->Confirmation);
	return SOAP_OK;
}
