/* Codes by which a citizen confirms: sent, tried, taken. */
#include "config.h"

#include <string.h>

#include "tests/fund/services/account.h"

static const int64_t lifetime_us = (int64_t)10 * 60 * 1000000;

enum { LATE_EVERY = 10, LATE_REST = 6 };

int64_t
account_code_send(struct soap *soap, const char *snils, const char *kind, const char *value)
{
	struct db *db = service_db(soap);

	/* A new code of a kind makes the old one void. */
	db_run(db, "DELETE FROM account_code WHERE snils = ?1 AND kind = ?2 AND taken_us IS NULL", "tt", snils, kind);
	db_run(db, "INSERT INTO account_code (snils, kind, value, sent_us, attempts) VALUES (?1, ?2, ?3, ?4, ?5)",
	    "tttii", snils, kind, value, clock_now_us(), (int64_t)ACCOUNT_ATTEMPTS);
	return db_last_id(db);
}

static int64_t
expires_us(const char *snils, int64_t sent_us)
{
	return service_citizen(snils).number % LATE_EVERY == LATE_REST ? sent_us : sent_us + lifetime_us;
}

char *
account_code_expires(struct soap *soap, int64_t id)
{
	AUTO(db_rows) struct db_rows *rows = db_select(service_db(soap),
	    "SELECT snils, sent_us FROM account_code WHERE id = ?1", "i", id);

	CHECK(db_next(rows));
	return service_moment(soap, expires_us(db_text(rows, 0), db_int(rows, 1)));
}

static bool
refuse(struct soap *soap, const char *code, const char *field, const char *text)
{
	(void)SERVICE_FAULT(soap, acc, Account, code, field, text);
	return false;
}

/* That one is counted, although the answer is a fault. */
static bool
refuse_wrong(struct soap *soap, int64_t id, int64_t attempts)
{
	struct _acc__AccountFault *fault = SERVICE_FAULT_NEW(soap, acc, Account, "CODE_WRONG", "ConfirmationCode",
	    "Код неверен.");

	fault->AttemptsLeft = SERVICE_NEW(soap, int);
	*fault->AttemptsLeft = (int)attempts - 1;
	db_run(service_db(soap), "UPDATE account_code SET attempts = attempts - 1 WHERE id = ?1", "i", id);
	service_keep(soap);
	return false;
}

bool
account_code_take(struct soap *soap, const char *snils, const char *pattern, int64_t id, const char *entered,
    const char *field)
{
	AUTO(db_rows) struct db_rows *rows = db_select(service_db(soap), "SELECT sent_us, attempts, taken_us"
	    " FROM account_code WHERE id = ?1 AND snils = ?2 AND kind GLOB ?3", "itt", id, snils, pattern);
	char *right = dispatch_printf(soap, "%06lld", (long long)(
	    (service_citizen(snils).number * INT64_C(7919) + id * INT64_C(104729) + 271828) % 1000000));

	if (!db_next(rows))
		return refuse(soap, "NOT_FOUND", field, "Нет такого подтверждения.");
	if (db_int(rows, 2) != 0)
		return refuse(soap, "ALREADY_CONFIRMED", field, "Уже подтверждено.");
	if (expires_us(snils, db_int(rows, 0)) <= clock_now_us())
		return refuse(soap, "CODE_EXPIRED", "ConfirmationCode", "Срок действия кода истёк.");
	if (db_int(rows, 1) == 0)
		return refuse(soap, "ATTEMPTS_EXHAUSTED", "ConfirmationCode", "Попытки исчерпаны.");
	if (strcmp(entered, right) != 0)
		return refuse_wrong(soap, id, db_int(rows, 1));
	db_run(service_db(soap), "UPDATE account_code SET taken_us = ?2 WHERE id = ?1", "ii", id, clock_now_us());
	return true;
}
