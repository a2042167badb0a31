/*
 * What the services share: urn:mostik:common:1.0.0, xsd/common.xsd.
 */
#include "config.h"

#include <string.h>

#include "mapping/common.h"
#include "soapH.h"

const struct map_name map_gender_names[] = {
	{"male",   person__GenderType__Male},
	{"female", person__GenderType__Female},
	{NULL, 0},
};

const struct map_name map_delivery_names[] = {
	{"post", cmn__DeliveryMethodType__Post},
	{"bank", cmn__DeliveryMethodType__Bank},
	{NULL, 0},
};

static const struct map_name basis_names[] = {
	{"powerOfAttorney", cmn__RepresentationBasisType__PowerOfAttorney},
	{"parent",          cmn__RepresentationBasisType__Parent},
	{"guardian",        cmn__RepresentationBasisType__Guardian},
	{NULL, 0},
};

bool
map_dates_in_order(const char *first, const char *second)
{
	char a[MAP_TEXT_SIZE], b[MAP_TEXT_SIZE];

	return map_trim(first, a) && map_trim(second, b) && strncmp(a, b, 10) <= 0;
}

/* clang-format off */
/* ---- people ---- */

#define T struct cmn__RepresentativeType
static const struct map_field representative_rows[] = {
	PERSON_ROWS(T),
	MAP_ENUM(T, REQ, "basis", Basis, enum cmn__RepresentationBasisType, basis_names,
	    DOC("By what right the person acts for the citizen.", "На каком основании лицо действует за гражданина.")),
	MAP_STR (T, OPT, "documentNumber", DocumentNumber, 1, 100),
	MAP_END
};
const struct map_type map_representative_type = {"Representative", sizeof(T), representative_rows, NULL};
#undef T

#define T struct cmn__RelatedPersonType
static const struct map_field related_rows[] = {
	MAP_NAME (T, REQ, "familyName", person__FamilyName, EXAMPLE("Образцов")),
	MAP_NAME (T, REQ, "firstName",  person__FirstName,  EXAMPLE("Пётр")),
	MAP_NAME (T, OPT, "patronymic", person__Patronymic, EXAMPLE("Иванович")),
	MAP_SNILS(T, OPT, "snils",      Snils),
	MAP_DATE (T, REQ, "birthDate",  BirthDate,          EXAMPLE("2019-05-14")),
	MAP_END
};
const struct map_type map_related_person_type = {"RelatedPerson", sizeof(T), related_rows, NULL};
#undef T

#define T struct cmn__PassportType
static const struct map_field passport_rows[] = {
	/*           need JSON name      member        limits */
	MAP_DIGITS  (T, REQ, "series",       Series,       4, 4, EXAMPLE("4599")),
	MAP_DIGITS  (T, REQ, "number",       Number,       6, 6, EXAMPLE("000001")),
	MAP_DATE    (T, REQ, "issueDate",    IssueDate,    EXAMPLE("2011-10-03")),
	MAP_STR     (T, REQ, "issuedBy",     IssuedBy,     1, 250, EXAMPLE("Отделом внутренних дел Образцового района")),
	MAP_DIVISION(T, OPT, "divisionCode", DivisionCode),
	MAP_END
};
const struct map_type map_passport_type = {"Passport", sizeof(T), passport_rows, NULL};
#undef T

#define T struct cmn__CivilActType
static const struct map_field act_rows[] = {
	/*       need JSON name    member     limits */
	MAP_STR (T, OPT, "series",    Series,    1, 20,  EXAMPLE("II-АГ")),
	MAP_STR (T, REQ, "number",    Number,    1, 20,  EXAMPLE("123456")),
	MAP_DATE(T, REQ, "issueDate", IssueDate, EXAMPLE("2019-05-20")),
	MAP_STR (T, REQ, "issuedBy",  IssuedBy,  1, 250, EXAMPLE("Отдел ЗАГС Образцового района")),
	MAP_END
};
const struct map_type map_civil_act_type = {"CivilAct", sizeof(T), act_rows, NULL};
#undef T

#define T struct cmn__AddressType
static const struct map_field address_rows[] = {
	/*         need JSON name   member     limits */
	MAP_DIGITS(T, OPT, "postIndex", PostIndex, 6, 6,   EXAMPLE("101000")),
	MAP_STR   (T, REQ, "region",    Region,    1, 100, EXAMPLE("Московская область")),
	MAP_STR   (T, OPT, "district",  District,  1, 100, EXAMPLE("Образцовый район")),
	MAP_STR   (T, OPT, "city",      City,      1, 100, EXAMPLE("Образцовск")),
	MAP_STR   (T, OPT, "locality",  Locality,  1, 100, EXAMPLE("деревня Примерная")),
	MAP_STR   (T, OPT, "street",    Street,    1, 100, EXAMPLE("улица Образцовая")),
	MAP_STR   (T, OPT, "house",     House,     1, 20,  EXAMPLE("7")),
	MAP_STR   (T, OPT, "building",  Building,  1, 20,  EXAMPLE("2")),
	MAP_STR   (T, OPT, "flat",      Flat,      1, 20,  EXAMPLE("15")),
	MAP_UUID  (T, OPT, "guidFias",  GuidFias,
	    DOC("The address in the federal address register.", "Идентификатор адреса в ФИАС.")),
	MAP_END
};
const struct map_type map_address_type = {"Address", sizeof(T), address_rows, NULL};
#undef T

#define T struct cmn__ContactType
static const struct map_field contact_rows[] = {
	MAP_PHONE(T, OPT, "phone", Phone),
	MAP_EMAIL(T, OPT, "email", Email),
	MAP_END
};
const struct map_type map_contact_type = {"Contact", sizeof(T), contact_rows, NULL};
#undef T

#define T struct cmn__DeliveryType
static const struct map_field delivery_rows[] = {
	/*         need JSON name   member   limits */
	MAP_ENUM  (T, REQ, "method",  Method,  enum cmn__DeliveryMethodType, map_delivery_names),
	MAP_BIC   (T, OPT, "bic",     Bic,             EXAMPLE("044525999"),
	    DOC("Of the bank; with method bank only.", "БИК банка; только для способа bank.")),
	MAP_DIGITS(T, OPT, "account", Account, 20, 20, EXAMPLE("40817810100000000001"),
	    DOC("The applicant's account; with method bank only.", "Счёт заявителя; только для способа bank.")),
	MAP_END
};
/* clang-format on */

static bool
bank_has_account(const void *obj)
{
	const T *delivery = obj;
	bool bank = delivery->Method == cmn__DeliveryMethodType__Bank;

	return (delivery->Bic != NULL) == bank && (delivery->Account != NULL) == bank;
}

static bool
account_fits_bank(const void *obj)
{
	const T *delivery = obj;

	return delivery->Bic == NULL || delivery->Account == NULL
	    || map_account_fits_bank(delivery->Bic, delivery->Account);
}

static const struct map_rule delivery_rules[] = {
	RULE(bank_has_account, "/method", ERR_MAP_CHOICE, "bic and account with bank, neither with post",
	    "для bank — и bic, и account, для post — ни одного из них"),
	RULE(account_fits_bank, "/account", ERR_MAP_CHECK_DIGIT, "the control key for this bic",
	    "контрольный ключ счёта, верный для этого bic"),
	RULE_END
};
const struct map_type map_delivery_type = {"Delivery", sizeof(T), delivery_rows, delivery_rules};
#undef T

#define T struct cmn__PeriodType
static bool
period_ends_after_it_begins(const void *obj)
{
	const T *period = obj;

	return period->To == NULL || map_dates_in_order(period->From, period->To);
}

/* clang-format off */
static const struct map_field period_rows[] = {
	MAP_DATE(T, REQ, "from", From),
	MAP_DATE(T, OPT, "to",   To, DOC("Last day; absent while there is no end.", "Последний день; нет, пока срок не ограничен.")),
	MAP_END
};
static const struct map_rule period_rules[] = {
	RULE(period_ends_after_it_begins, "/to", ERR_MAP_RANGE, "not before 'from'", "не раньше даты в поле from"),
	RULE_END
};
const struct map_type map_period_type = {"Period", sizeof(T), period_rows, period_rules};
#undef T

/* ---- files: decode.c reads them by the name of a part; these rows write and describe them ---- */

#define T struct cmn__FileType
static const struct map_field file_rows[] = {
	/*             need JSON name    member     limits */
	MAP_FILENAME  (T, REQ, "filename",  Name,      EXAMPLE("справка.pdf")),
	MAP_MEDIA     (T, REQ, "mediaType", MediaType, EXAMPLE("application/pdf")),
	MAP_INT       (T, REQ, "size",      Size,      1, 52428800),
	MAP_BASE64    (T, REQ, "digest",    Digest,    32, 32, EXAMPLE("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
	    DOC("SHA-256, base64.", "Хэш SHA-256 в base64.")),
	MAP_CONTENT_ID(T, REQ, "part",      Content),
	MAP_END
};
const struct map_type map_file_type = {"File", sizeof(T), file_rows, NULL};
#undef T

#define T struct cmn__AttachmentType
/* clang-format on */
static bool
attachment_is_one_thing(const void *obj)
{
	const T *attachment = obj;

	return (attachment->File != NULL) != (attachment->StoredId != NULL)
	    && (attachment->Signature == NULL || attachment->File != NULL);
}

/* clang-format off */
static const struct map_field attachment_rows[] = {
	MAP_CODE  (T, REQ, "kind",      Kind,      1, 64,
	    DOC("Kind of the document.", "Вид документа."), EXAMPLE("PASSPORT")),
	MAP_FILE  (T, OPT, "part",      File,
	    DOC("Name of the part of the request that holds the document.", "Имя части запроса, в которой передан документ.")),
	MAP_FILE  (T, OPT, "signature", Signature,
	    DOC("Name of the part with the citizen's detached signature of it (CMS).",
	        "Имя части с отсоединённой подписью гражданина (CMS).")),
	MAP_NUMBER(T, OPT, "storedId",  StoredId,  1, 40,
	    DOC("Instead of a part: a document that the Fund keeps already.", "Вместо части: документ, который уже хранится в Фонде.")),
	MAP_END
};
static const struct map_rule attachment_rules[] = {
	RULE(attachment_is_one_thing, "/part", ERR_MAP_CHOICE, "either part or storedId; signature with part only",
	    "либо part, либо storedId; signature — только вместе с part"),
	RULE_END
};
const struct map_type map_attachment_type = {"Attachment", sizeof(T), attachment_rows, attachment_rules};
#undef T

/* ---- what became of something ---- */

#define T struct cmn__StatusType
static const struct map_field status_rows[] = {
	/*           need JSON name     member      limits */
	MAP_INT     (T, REQ, "statusId",   StatusId,   -1, 9999),
	MAP_LINES   (T, REQ, "statusName", StatusName, 1, 250,  EXAMPLE("Получено ведомством")),
	MAP_DATETIME(T, REQ, "at",         At),
	MAP_LINES   (T, OPT, "comment",    Comment,    1, 1000, EXAMPLE("Заявление принято к рассмотрению.")),
	MAP_END
};
const struct map_type map_status_type = {"ApplicationStatus", sizeof(T), status_rows, NULL};
#undef T

#define T struct cmn__DecisionType
static const struct map_field decision_rows[] = {
	/*         need JSON name     member      limits */
	MAP_NUMBER(T, REQ, "number",     Number,     1, 40),
	MAP_DATE  (T, REQ, "date",       Date),
	MAP_BOOL  (T, REQ, "granted",    Granted),
	MAP_LINES (T, REQ, "grounds",    Grounds,    1, 1000, EXAMPLE("Федеральный закон № 400-ФЗ, статья 8")),
	MAP_MONEY (T, OPT, "amount",     Amount),
	MAP_OBJECT(T, OPT, "period",     Period,     struct cmn__PeriodType, &map_period_type),
	MAP_LINES (T, OPT, "reason",     Reason,     1, 1000,
	    DOC("Why it is refused.", "Причина отказа."), EXAMPLE("Недостаточно стажа.")),
	MAP_LINES (T, OPT, "remedy",     Remedy,     1, 1000,
	    DOC("What to mend.", "Что исправить."), EXAMPLE("Приложите трудовую книжку.")),
	MAP_NUMBER(T, OPT, "documentId", DocumentId, 1, 40,
	    DOC("The act, among the citizen's documents.", "Номер решения среди документов гражданина.")),
	MAP_END
};
const struct map_type map_decision_type = {"Decision", sizeof(T), decision_rows, NULL};
#undef T
/* clang-format on */
