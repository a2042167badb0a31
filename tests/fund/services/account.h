/*
 * account: what the files services/account*.c share.
 *
 * Codes go "by SMS".  So that tests know them, the code of a citizen's n-th record (its number without letters) is
 *      (citizen * 7919 + n * 104729 + 271828) % 1000000, six digits,
 * a citizen being counted as tests/stand/citizen does.  It may be tried three times within ten minutes; to citizens
 * with number % 10 == 6 every message comes too late.
 */
#ifndef TESTS_FUND_SERVICES_ACCOUNT_H
#define TESTS_FUND_SERVICES_ACCOUNT_H

#include "tests/fund/service.h"

enum { ACCOUNT_ATTEMPTS = 3 };

/* "BND-000000001", and back: 0, which no row has, for what is written otherwise. */
char *account_id(struct soap *soap, const char *prefix, int64_t id);
int64_t account_id_read(struct soap *soap, const char *prefix, const char *text);

/* Versions of a citizen's records, counted by the record's name: "v1" at first. */
char *account_version(struct soap *soap, const char *snils, const char *record);
void account_version_next(struct soap *soap, const char *snils, const char *record);
/* Whether expected, which may be NULL, is the present one; if not, the fault is set. */
bool account_version_fits(struct soap *soap, const char *snils, const char *record, const char *expected);

/* "+7900***4567", "c***@example.ru". */
char *account_mask(struct soap *soap, const char *value);

/* The confirmed contacts: NULL where there is none. */
char *account_phone(struct soap *soap, const char *snils);
char *account_email(struct soap *soap, const char *snils);
/* Whether the citizen has the application on a phone. */
bool account_has_push(const char *snils);

/* A code for the citizen: its row.  Kinds: "binding", "sms", "email"; value is what it confirms. */
int64_t account_code_send(struct soap *soap, const char *snils, const char *kind, const char *value);
char *account_code_expires(struct soap *soap, int64_t id);
/*
 * Takes what the citizen entered for the code with that row, of a kind like the pattern; false, with the fault set, if
 * it is wrong, too late, tried too often, or no code of this citizen.
 */
bool account_code_take(struct soap *soap, const char *snils, const char *pattern, int64_t id, const char *entered,
    const char *field);

/* A phone or an address of e-mail becomes another once its code is taken. */
void account_contacts_change(struct soap *soap, const char *snils, const char *kind, const char *value);
int account_confirmations(struct soap *soap, const char *snils, struct acc__ContactConfirmationType **ret_list);

/* Adds to the list of a fault with ITEMS_MISSING. */
struct account_missing {
	int                         n;
	struct acc__MissingItemType item[8];
};
void account_miss(struct soap *soap, struct account_missing *missing, enum acc__ItemType item, const char *text);
int account_refuse_missing(struct soap *soap, const struct account_missing *missing);

/* The state that registration and the binding of the SNILS have brought about; NULL if the citizen never registered. */
enum acc__AccountStateType *account_registered_state(struct soap *soap, const char *snils, int64_t *ret_at_us);

#endif
