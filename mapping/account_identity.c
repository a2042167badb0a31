/*
 * Who the citizen is to the Fund: registration, the SNILS, the certificate.
 */
#include "config.h"

#include "mapping/account.h"
#include "soapH.h"

/* ---- RegisterAccount ---- */

/* clang-format off */
#define T struct acc__IncomeCertificateType
static const struct map_field income_rows[] = {
	/*       need JSON name    member     limits */
	MAP_STR (T, REQ, "number",    Number,    1, 20,  EXAMPLE("117")),
	MAP_DATE(T, REQ, "issueDate", IssueDate, EXAMPLE("2026-10-05")),
	MAP_STR (T, REQ, "issuedBy",  IssuedBy,  1, 250, EXAMPLE("ООО «Пример»")),
	MAP_END
};
static const struct map_type income_type = {"IncomeCertificate", sizeof(T), income_rows, NULL};
#undef T

#define T struct acc__SignedConsentType
static const struct map_field consent_rows[] = {
	/*           need JSON name    member     limits */
	MAP_NUMBER  (T, REQ, "formCode",  FormCode,  1, 40, EXAMPLE("PD-2026-1"),
	    DOC("Which text was signed.", "Какой текст согласия подписан.")),
	MAP_DATETIME(T, REQ, "signedAt",  SignedAt),
	MAP_BASE64  (T, REQ, "signature", Signature, 1, 32768, EXAMPLE("MIIBAA=="),
	    DOC("The citizen's detached signature of the text (CMS).", "Отсоединённая подпись гражданина под текстом (CMS).")),
	MAP_END
};
static const struct map_type consent_type = {"SignedConsent", sizeof(T), consent_rows, NULL};
#undef T

#define T struct acc__PowerOfAttorneyType
/* clang-format on */
static bool
power_ends_after_it_begins(const void *obj)
{
	const T *power = obj;

	return map_dates_in_order(power->IssueDate, power->ValidUntil);
}

/* clang-format off */
static const struct map_field power_rows[] = {
	/*        need JSON name     member      limits */
	MAP_STR  (T, REQ, "number",     Number,     1, 100, EXAMPLE("77АА 0000001")),
	MAP_DATE (T, REQ, "issueDate",  IssueDate,  EXAMPLE("2026-03-02")),
	MAP_DATE (T, REQ, "validUntil", ValidUntil, EXAMPLE("2029-03-02")),
	MAP_STR  (T, OPT, "notary",     Notary,     1, 250, EXAMPLE("Нотариус города Образцовска Примеров П. П."),
	    DOC("Who certified it; the Fund does not accept one that no notary did.",
	        "Кто удостоверил; доверенность без нотариуса Фонд не принимает.")),
	MAP_END
};
static const struct map_rule power_rules[] = {
	RULE(power_ends_after_it_begins, "/validUntil", ERR_MAP_RANGE, "not before 'issueDate'", "не раньше дня выдачи"),
	RULE_END
};
static const struct map_type power_type = {"PowerOfAttorney", sizeof(T), power_rows, power_rules};
#undef T

/* The Fund names everything that is missing, in one fault: so nothing is required here. */
#define T struct _acc__RegisterAccountRequest
static const struct map_field register_rows[] = {
	CITIZEN(T),
	CHANGE(T),
	BODY(
		MAP_OBJECT(T, OPT, "passport",               Passport,               struct cmn__PassportType, &map_passport_type),
		MAP_INN   (T, OPT, "inn",                    Inn),
		MAP_OBJECT(T, OPT, "incomeCertificate",      IncomeCertificate,      struct acc__IncomeCertificateType, &income_type),
		MAP_OBJECT(T, OPT, "consent",                Consent,                struct acc__SignedConsentType, &consent_type,
		    DOC("Consent to the processing of personal data.", "Согласие на обработку персональных данных.")),
		MAP_OBJECT(T, OPT, "powerOfAttorney",        PowerOfAttorney,        struct acc__PowerOfAttorneyType, &power_type,
		    DOC("Of a representative who acts by one.", "Доверенность представителя.")),
		MAP_OBJECT(T, OPT, "representativePassport", RepresentativePassport, struct cmn__PassportType, &map_passport_type,
		    DOC("Of any representative.", "Паспорт представителя, если он действует за гражданина.")),
		MAP_LIST  (T, OPT, "documents",              Document,               struct cmn__AttachmentType, &map_attachment_type, 0, 20,
		    DOC("Copies of the papers.", "Копии документов.")),
	),
	MAP_END
};
const struct map_type map_account_register_type = {"AccountRegistration", sizeof(T), register_rows, NULL};
#undef T

#define T struct _acc__RegisterAccountResponse
static const struct map_field registered_rows[] = {
	/*           need JSON name         member          limits */
	MAP_SNILS   (T, REQ, "snils",          Snils),
	MAP_NUMBER  (T, REQ, "registrationId", RegistrationId, 1, 40, EXAMPLE("REG-000000001")),
	MAP_ENUM    (T, REQ, "state",          State,          enum acc__AccountStateType, map_account_state_names),
	MAP_DATETIME(T, REQ, "registeredAt",   RegisteredAt),
	MAP_END
};
const struct map_type map_account_registered_type = {"RegisteredAccount", sizeof(T), registered_rows, NULL};
#undef T

/* ---- BindSnils, ConfirmSnilsBinding ---- */

#define T struct _acc__BindSnilsRequest
static const struct map_field bind_rows[] = {
	CITIZEN(T),
	CHANGE(T),
	BODY(
		MAP_SNILS(T, REQ, "snils",     StatedSnils),
		MAP_DATE (T, REQ, "birthDate", StatedBirthDate, EXAMPLE("1950-01-01")),
	),
	MAP_END
};
const struct map_type map_account_bind_type = {"SnilsToBind", sizeof(T), bind_rows, NULL};
#undef T

#define T struct _acc__BindSnilsResponse
static const struct map_field binding_rows[] = {
	/*           need JSON name       member        limits */
	MAP_SNILS   (T, REQ, "snils",        Snils),
	MAP_NUMBER  (T, REQ, "bindingId",    BindingId,    1, 40, EXAMPLE("BND-000000001")),
	MAP_STR     (T, REQ, "sentTo",       SentTo,       1, 100, EXAMPLE("+7900***4567"),
	    DOC("Where the code went, without the middle.", "Куда отправлен код; середина скрыта.")),
	MAP_DATETIME(T, REQ, "expiresAt",    ExpiresAt,    DOC("When the code ceases to be good.", "До какого момента действует код.")),
	MAP_INT     (T, REQ, "attemptsLeft", AttemptsLeft, 0, 3),
	MAP_END
};
const struct map_type map_account_binding_type = {"SnilsBinding", sizeof(T), binding_rows, NULL};
#undef T

#define T struct _acc__ConfirmSnilsBindingRequest
static const struct map_field confirm_rows[] = {
	CITIZEN(T),
	CHANGE(T),
	PATH(MAP_NUMBER(T, REQ, "id", BindingId, 1, 40),),
	BODY(
		MAP_DIGITS(T, REQ, "code", ConfirmationCode, 6, 6, EXAMPLE("123456"),
		    DOC("From the message.", "Код из сообщения.")),
	),
	MAP_END
};
const struct map_type map_account_confirm_binding_type = {"SnilsBindingCode", sizeof(T), confirm_rows, NULL};
#undef T

#define T struct _acc__ConfirmSnilsBindingResponse
static const struct map_field bound_rows[] = {
	MAP_SNILS   (T, REQ, "snils",     Snils),
	MAP_NUMBER  (T, REQ, "bindingId", BindingId, 1, 40),
	MAP_DATETIME(T, REQ, "boundAt",   BoundAt),
	MAP_END
};
const struct map_type map_account_bound_type = {"BoundSnils", sizeof(T), bound_rows, NULL};
#undef T

/* ---- BindSigningCertificate ---- */

#define T struct _acc__BindSigningCertificateRequest
/* clang-format on */
static bool
certificate_has_one_form(const void *obj)
{
	const T *request = obj;

	return (request->Certificate != NULL) != (request->CertificatePem != NULL);
}

/* clang-format off */
static const struct map_field certificate_rows[] = {
	CITIZEN(T),
	HEADER(CHANGE_ROWS(T), MAP_VERSION(T, OPT, "ifMatch", ExpectedVersion),),
	BODY(
		MAP_BASE64(T, OPT, "certificate", Certificate,    1, 8192, EXAMPLE("MIIBAA=="),
		    DOC("The qualified certificate, DER in base64.", "Квалифицированный сертификат, DER в base64.")),
		MAP_LINES (T, OPT, "pem",         CertificatePem, 60, 12000,
		    DOC("The same as PEM, instead.", "То же в формате PEM, вместо certificate."),
		    EXAMPLE("-----BEGIN CERTIFICATE-----\nMIIBAA==\n-----END CERTIFICATE-----\n")),
	),
	MAP_END
};
static const struct map_rule certificate_rules[] = {
	RULE(certificate_has_one_form, "/body/certificate", ERR_MAP_CHOICE, "either certificate or pem", "либо certificate, либо pem"),
	RULE_END
};
const struct map_type map_account_certificate_type = {"SigningCertificate", sizeof(T), certificate_rows, certificate_rules};
#undef T

#define T struct _acc__BindSigningCertificateResponse
static const struct map_field certified_rows[] = {
	/*           need JSON name       member        limits */
	MAP_SNILS   (T, REQ, "snils",        Snils),
	MAP_VERSION (T, REQ, "version",      Version),
	MAP_SHA256  (T, REQ, "thumbprint",   Thumbprint,
	    DOC("SHA-256 of the certificate in DER.", "SHA-256 сертификата в DER.")),
	MAP_LINES   (T, REQ, "subject",      Subject,      1, 1000, EXAMPLE("CN=Образцова Вера Олеговна")),
	MAP_LINES   (T, REQ, "issuer",       Issuer,       1, 1000, EXAMPLE("CN=Удостоверяющий центр")),
	MAP_STR     (T, REQ, "serialNumber", SerialNumber, 1, 100,  EXAMPLE("01D7A2")),
	MAP_DATETIME(T, REQ, "validFrom",    ValidFrom),
	MAP_DATETIME(T, REQ, "validUntil",   ValidUntil),
	MAP_DATETIME(T, REQ, "boundAt",      BoundAt),
	MAP_END
};
const struct map_type map_account_certified_type = {"BoundCertificate", sizeof(T), certified_rows, NULL};
#undef T
/* clang-format on */
