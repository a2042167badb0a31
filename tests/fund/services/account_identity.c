/* Who the citizen is: registration, the SNILS, the certificate. */
#include "config.h"

#include <string.h>

#include "adapter/crypto/crypto.h"
#include "tests/fund/services/account.h"

AUTO_DEFINE(certificate, struct crypto_certificate *, crypto_certificate_free)

/* ---- registration ---- */

static void
find_missing(struct soap *soap, const struct _acc__RegisterAccountRequest *q, struct account_missing *missing)
{
	const struct cmn__RepresentativeType *representative = q->cmn__Representative;

	if (q->Passport == NULL)
		account_miss(soap, missing, acc__ItemType__Passport, "Паспорт гражданина.");
	if (q->IncomeCertificate == NULL)
		account_miss(soap, missing, acc__ItemType__IncomeCertificate, "Справка о доходах.");
	if (q->Consent == NULL)
		account_miss(soap, missing, acc__ItemType__Consent,
		    "Подписанное согласие на обработку персональных данных.");
	if (representative == NULL)
		return;
	if (representative->Basis == cmn__RepresentationBasisType__PowerOfAttorney &&
	    (q->PowerOfAttorney == NULL || q->PowerOfAttorney->Notary == NULL))
		account_miss(soap, missing, acc__ItemType__NotarisedPowerOfAttorney,
		    "Доверенность представителя, удостоверенная нотариусом.");
	if (q->RepresentativePassport == NULL)
		account_miss(soap, missing, acc__ItemType__RepresentativePassport, "Паспорт представителя.");
}

int
__acc__RegisterAccount(struct soap *soap, struct _acc__RegisterAccountRequest *q,
    struct _acc__RegisterAccountResponse *r)
{
	struct account_missing missing = {0};
	struct db *db = service_db(soap);
	int64_t now_us = clock_now_us();

	SERVICE_BEGIN(soap, acc, Account, q);
	find_missing(soap, q, &missing);
	if (missing.n != 0)
		return account_refuse_missing(soap, &missing);
	if (q->PowerOfAttorney != NULL && strncmp(q->PowerOfAttorney->ValidUntil, service_date(soap, now_us), 10) < 0)
		return SERVICE_FAULT(soap, acc, Account, "POWER_OF_ATTORNEY_EXPIRED", "PowerOfAttorney/ValidUntil",
		    "Срок доверенности истёк.");
	if (db_run(db, "INSERT INTO account_registration (snils, at_us) VALUES (?1, ?2) ON CONFLICT DO NOTHING", "ti",
	    q->ben__Snils, now_us) == 0)
		return SERVICE_FAULT(soap, acc, Account, "ALREADY_REGISTERED", NULL, "Гражданин уже зарегистрирован.");
	r->Snils = service_snils(soap, q->ben__Snils);
	r->RegistrationId = account_id(soap, "REG", db_last_id(db));
	r->State = *account_registered_state(soap, q->ben__Snils, &now_us);
	r->RegisteredAt = service_moment(soap, now_us);
	return SOAP_OK;
}

/* ---- the SNILS ---- */

static int64_t
bound_us(struct soap *soap, const char *snils)
{
	return db_number(service_db(soap), "SELECT taken_us FROM account_code"
	    " WHERE snils = ?1 AND kind = 'binding' AND taken_us IS NOT NULL", "t", snils);
}

enum acc__AccountStateType *
account_registered_state(struct soap *soap, const char *snils, int64_t *ret_at_us)
{
	enum acc__AccountStateType *state = SERVICE_NEW(soap, enum acc__AccountStateType);
	int64_t registered_us = db_number(service_db(soap),
	    "SELECT at_us FROM account_registration WHERE snils = ?1", "t", snils);
	int64_t confirmed_us = bound_us(soap, snils);

	if (registered_us == 0)
		return NULL;
	*state = confirmed_us != 0 ? acc__AccountStateType__Active : acc__AccountStateType__ConfirmationRequired;
	*ret_at_us = confirmed_us > registered_us ? confirmed_us : registered_us;
	return state;
}

int
__acc__BindSnils(struct soap *soap, struct _acc__BindSnilsRequest *q, struct _acc__BindSnilsResponse *r)
{
	char *phone;
	int64_t id;

	SERVICE_BEGIN(soap, acc, Account, q);
	if (strcmp(q->StatedSnils, q->ben__Snils) != 0)
		return SERVICE_FAULT(soap, acc, Account, "MISMATCH", "StatedSnils",
		    "СНИЛС принадлежит не этому гражданину.");
	if (strncmp(q->StatedBirthDate, q->ben__BirthDate, 10) != 0)
		return SERVICE_FAULT(soap, acc, Account, "MISMATCH", "StatedBirthDate",
		    "Дата рождения не совпадает с учётной.");
	if (bound_us(soap, q->ben__Snils) != 0)
		return SERVICE_FAULT(soap, acc, Account, "ALREADY_BOUND", "StatedSnils", "СНИЛС уже привязан.");
	phone = account_phone(soap, q->ben__Snils);
	if (phone == NULL)
		return SERVICE_FAULT(soap, acc, Account, "CHANNEL_UNAVAILABLE", NULL, "Нет подтверждённого телефона.");
	id = account_code_send(soap, q->ben__Snils, "binding", q->StatedSnils);
	r->Snils = service_snils(soap, q->ben__Snils);
	r->BindingId = account_id(soap, "BND", id);
	r->SentTo = account_mask(soap, phone);
	r->ExpiresAt = account_code_expires(soap, id);
	r->AttemptsLeft = ACCOUNT_ATTEMPTS;
	return SOAP_OK;
}

int
__acc__ConfirmSnilsBinding(struct soap *soap, struct _acc__ConfirmSnilsBindingRequest *q,
    struct _acc__ConfirmSnilsBindingResponse *r)
{
	int64_t id = account_id_read(soap, "BND", q->BindingId);

	SERVICE_BEGIN(soap, acc, Account, q);
	if (!account_code_take(soap, q->ben__Snils, "binding", id, q->ConfirmationCode, "BindingId"))
		return soap->error;
	r->Snils = service_snils(soap, q->ben__Snils);
	r->BindingId = service_text(soap, q->BindingId);
	r->BoundAt = service_moment(soap, bound_us(soap, q->ben__Snils));
	return SOAP_OK;
}

/* ---- the certificate ---- */

/* The base64 of a PEM, without what stands around it; NULL if it is no certificate's. */
static char *
strip_pem(struct soap *soap, const char *pem)
{
	static const char begin[] = "-----BEGIN CERTIFICATE-----", end[] = "-----END CERTIFICATE-----";
	const char *from = strstr(pem, begin), *to = strstr(pem, end);
	char *base64 = service_text(soap, pem);
	size_t n = 0;

	if (from == NULL || to == NULL || to < from)
		return NULL;
	for (from += strlen(begin); from < to; from++)
		if (strchr(" \t\r\n", *from) == NULL)
			base64[n++] = *from;
	base64[n] = '\0';
	return base64;
}

static int
refuse_certificate(struct soap *soap, const char *code, const char *field, const char *text)
{
	return SERVICE_FAULT(soap, acc, Account, code, field, text);
}

static void
fill_certificate(struct soap *soap, const char *snils, const struct crypto_certificate *certificate,
    struct _acc__BindSigningCertificateResponse *r)
{
	int64_t now_us = clock_now_us();

	db_run(service_db(soap), "INSERT OR REPLACE INTO account_certificate VALUES (?1, ?2, ?3)", "tti", snils,
	    crypto_certificate_thumbprint(certificate), now_us);
	account_version_next(soap, snils, "certificate");
	r->Snils = service_snils(soap, snils);
	r->Version = account_version(soap, snils, "certificate");
	r->Thumbprint = service_text(soap, crypto_certificate_thumbprint(certificate));
	r->Subject = service_text(soap, crypto_certificate_subject(certificate));
	r->Issuer = service_text(soap, crypto_certificate_issuer(certificate));
	r->SerialNumber = service_text(soap, crypto_certificate_serial(certificate));
	r->ValidFrom = service_moment(soap, crypto_certificate_from_us(certificate));
	r->ValidUntil = service_moment(soap, crypto_certificate_to_us(certificate));
	r->BoundAt = service_moment(soap, now_us);
}

int
__acc__BindSigningCertificate(struct soap *soap, struct _acc__BindSigningCertificateRequest *q,
    struct _acc__BindSigningCertificateResponse *r)
{
	AUTO(certificate) struct crypto_certificate *certificate = NULL;
	const char *field = q->Certificate != NULL ? "Certificate" : "CertificatePem";
	const char *base64 = q->Certificate != NULL ? q->Certificate : strip_pem(soap, q->CertificatePem);
	const struct crypto_algorithm *algorithm;
	int64_t now_us = clock_now_us();
	struct err_info why;

	SERVICE_BEGIN(soap, acc, Account, q);
	if (!account_version_fits(soap, q->ben__Snils, "certificate", q->ExpectedVersion))
		return soap->error;
	if (base64 == NULL || crypto_certificate_decode64(base64, strlen(base64), &certificate, &why) != ERR_OK)
		return refuse_certificate(soap, "CERTIFICATE_UNREADABLE", field, "Это не сертификат X.509.");
	if (now_us < crypto_certificate_from_us(certificate) || now_us > crypto_certificate_to_us(certificate))
		return refuse_certificate(soap, "CERTIFICATE_NOT_VALID", field, "Срок действия не начался или истёк.");
	if (crypto_certificate_may_sign_documents(certificate, &algorithm, &why) != ERR_OK)
		return refuse_certificate(soap, "CERTIFICATE_NOT_VALID", field,
		    "Сертификат не предназначен для подписи документов.");
	if (crypto_certificate_names_snils(certificate, q->ben__Snils, &why) != ERR_OK)
		return refuse_certificate(soap, "CERTIFICATE_FOREIGN", field, "В сертификате другой СНИЛС.");
	fill_certificate(soap, q->ben__Snils, certificate, r);
	return SOAP_OK;
}
