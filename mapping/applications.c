/*
 * Applications of citizens: urn:mostik:applications:1.0.0, wsdl/applications.wsdl.
 */
#include "config.h"

#include <string.h>

#include "mapping/person.h"
#include "soapH.h"

static const struct map_name kind_names[] = {
	{"oldAgePension", app__KindType__OldAgePension},
	{NULL, 0},
};

static const struct map_name delivery_names[] = {
	{"post", app__DeliveryMethodType__Post},
	{"bank", app__DeliveryMethodType__Bank},
	{NULL, 0},
};

/* ---- what an application is made of, inmost first ---- */

/* clang-format off */
#define T struct app__PassportType
static const struct map_field passport_rows[] = {
	/*           need JSON name      member        limits */
	MAP_DIGITS  (T, REQ, "series",       Series,       4, 4, EXAMPLE("4599")),
	MAP_DIGITS  (T, REQ, "number",       Number,       6, 6, EXAMPLE("000001")),
	MAP_DATE    (T, REQ, "issueDate",    IssueDate,    EXAMPLE("2011-10-03")),
	MAP_STR     (T, REQ, "issuedBy",     IssuedBy,     1, 250, EXAMPLE("Отделом внутренних дел Образцового района")),
	MAP_DIVISION(T, OPT, "divisionCode", DivisionCode),
	MAP_END
};
static const struct map_type passport_type = {"Passport", sizeof(T), passport_rows, NULL};
#undef T

#define T struct app__AddressType
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
static const struct map_type address_type = {"Address", sizeof(T), address_rows, NULL};
#undef T

#define T struct app__ContactType
static const struct map_field contact_rows[] = {
	MAP_PHONE(T, OPT, "phone", Phone),
	MAP_EMAIL(T, OPT, "email", Email),
	MAP_END
};
static const struct map_type contact_type = {"Contact", sizeof(T), contact_rows, NULL};
#undef T

#define T struct app__DeliveryType
static const struct map_field delivery_rows[] = {
	/*         need JSON name   member   limits */
	MAP_ENUM  (T, REQ, "method",  Method,  enum app__DeliveryMethodType, delivery_names),
	MAP_BIC(T, OPT, "bic",        Bic,             EXAMPLE("044525999"),
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
	bool bank = delivery->Method == app__DeliveryMethodType__Bank;

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
static const struct map_type delivery_type = {"Delivery", sizeof(T), delivery_rows, delivery_rules};
#undef T

/* clang-format off */
#define T struct app__WorkPeriodType
static const struct map_field work_rows[] = {
	/*       need JSON name   member    limits */
	MAP_STR (T, REQ, "employer", Employer, 1, 250, EXAMPLE("ООО «Пример»")),
	MAP_DATE(T, REQ, "from",     From,     EXAMPLE("1995-02-01")),
	MAP_DATE(T, REQ, "to",       To,       NILLABLE, EXAMPLE("2001-12-31"),
	    DOC("Last day; null where the applicant still works there.", "Последний день; null, если заявитель работает по настоящее время.")),
	MAP_END
};
/* clang-format on */

/* Days compare as their texts do; white space and a zone may stand around them in a reply. */
static bool
work_ends_after_it_begins(const void *obj)
{
	const T *work = obj;
	char from[MAP_TEXT_SIZE], to[MAP_TEXT_SIZE];

	return work->To == NULL
	    || (map_trim(work->From, from) && map_trim(work->To, to) && strncmp(from, to, 10) <= 0);
}

static const struct map_rule work_rules[] = {
	RULE(work_ends_after_it_begins, "/to", ERR_MAP_RANGE, "not before 'from'",
	    "не раньше даты в поле from"),
	RULE_END
};
static const struct map_type work_type = {"WorkPeriod", sizeof(T), work_rows, work_rules};
#undef T

/* clang-format off */
#define T struct app__OldAgePensionType
static const struct map_field pension_rows[] = {
	/*         need JSON name             member                  limits */
	MAP_DATE  (T, REQ, "desiredDate",            DesiredDate,
	    DOC("From which day the pension is asked for.", "Дата, с которой просят назначить пенсию.")),
	MAP_BOOL  (T, REQ, "working",                Working,
	    DOC("Whether the applicant is employed now.", "Работает ли заявитель в настоящее время.")),
	MAP_INT   (T, REQ, "dependants",             Dependants,             0, 20,
	    DOC("How many people the applicant supports.", "Число иждивенцев заявителя.")),
	MAP_OBJECT(T, REQ, "passport",               Passport,               struct app__PassportType, &passport_type),
	MAP_OBJECT(T, REQ, "address",                Address,                struct app__AddressType,  &address_type,
	    DOC("Where the applicant lives.", "Место жительства заявителя.")),
	MAP_OBJECT(T, REQ, "contact",                Contact,                struct app__ContactType,  &contact_type),
	MAP_OBJECT(T, REQ, "delivery",               Delivery,               struct app__DeliveryType, &delivery_type,
	    DOC("How the pension is paid out.", "Способ доставки пенсии.")),
	MAP_MONEY (T, OPT, "averageMonthlyEarnings", AverageMonthlyEarnings,
	    DOC("Over any 60 months in a row before 2002, where it is confirmed by papers.",
	        "За любые 60 месяцев подряд до 2002 года, если заработок подтверждён документами.")),
	MAP_LIST  (T, OPT, "workPeriods",            WorkPeriod,             struct app__WorkPeriodType, &work_type, 0, 50,
	    DOC("Employment that the Fund's record may lack.", "Периоды работы, которых может не быть в учёте Фонда.")),
	MAP_TRUE  (T, REQ, "consent",                Consent,
	    DOC("Consent to the processing of personal data; must be true.",
	        "Согласие на обработку персональных данных; должно быть true.")),
	MAP_END
};
/* clang-format on */

static const struct map_type pension_type = {"OldAgePension", sizeof(T), pension_rows, NULL};
#undef T

/* ---- SubmitApplication ---- */

/* clang-format off */
static const struct map_field none[] = {MAP_END};

#define T struct _app__SubmitApplicationRequest
static const struct map_alternative kinds[] = {
	MAP_ALTERNATIVE(T, "oldAgePension", OldAgePension, struct app__OldAgePensionType, &pension_type),
	{NULL, 0, NULL}
};
static const struct map_field submit_token[] = {
	PERSON_ROWS(T),
	MAP_END
};
static const struct map_field submit_header[] = {
	MAP_KEY(T, REQ, "idempotencyKey", RequestKey, 1, 64),
	MAP_END
};
static const struct map_field submit_body[] = {
	MAP_DIGITS(T, OPT, "orderId", OrderId, 1, 19,
	    DOC("Number of the order on the portal.", "Номер заявления на портале."), EXAMPLE("764607248")),
	MAP_CHOICE(REQ, "kind", "details", kinds,
	    DOC("What is applied for.", "Вид заявления.")),
	MAP_END
};
static const struct map_field submit_rows[] = {
	MAP_GROUP("token",  submit_token,  AS_TEXT),
	MAP_GROUP("path",   none,          AS_TEXT),
	MAP_GROUP("query",  none,          AS_TEXT),
	MAP_GROUP("header", submit_header, AS_TEXT),
	MAP_GROUP("body",   submit_body),
	MAP_END
};
static const struct map_type submit_type = {"Application", sizeof(T), submit_rows, NULL};
#undef T

#define T struct _app__SubmitApplicationResponse
static const struct map_field accepted_rows[] = {
	/*           need JSON name  member      limits */
	MAP_NUMBER  (T, REQ, "number",     Number,     1, 40,
	    DOC("The Fund's number of the application.", "Номер заявления в Фонде.")),
	MAP_DATETIME(T, REQ, "acceptedAt", AcceptedAt),
	MAP_INT     (T, REQ, "statusId",   StatusId,   -1, 9999,
	    DOC("Status in the portal's dictionary.", "Статус по справочнику портала.")),
	MAP_LINES   (T, OPT, "statusName", StatusName, 1, 250, EXAMPLE("Получено ведомством")),
	MAP_END
};
static const struct map_type accepted_type = {"AcceptedApplication", sizeof(T), accepted_rows, NULL};
#undef T

MAP_MESSAGE_FUNCTIONS(app, SubmitApplicationRequest)
MAP_MESSAGE_FUNCTIONS(app, SubmitApplicationResponse)
static const struct map_message submit = MAP_MESSAGE(app, SubmitApplicationRequest, &submit_type);
static const struct map_message accepted = MAP_MESSAGE(app, SubmitApplicationResponse, &accepted_type);

const struct map_operation map_submit_application = {
	.name         = "SubmitApplication",
	.method       = "POST",
	.path         = "/v1/applications",
	.action       = "urn:mostik:applications:1.0.0:SubmitApplication",
	.reply_action = "urn:mostik:applications:1.0.0:SubmitApplicationResponse",
	.scope        = "applications",
	.status       = 201,
	.changes      = true,
	.request      = &submit,
	.reply        = &accepted,
	.title_en     = "Hand in an application",
	.title_ru     = "Подать заявление",
};

/* ---- GetApplication ---- */

#define T struct _app__GetApplicationRequest
static const struct map_field get_token[] = {
	PERSON_ROWS(T),
	MAP_END
};
static const struct map_field get_path[] = {
	MAP_NUMBER(T, REQ, "number", Number, 1, 40,
	    DOC("The Fund's number of the application.", "Номер заявления в Фонде.")),
	MAP_END
};
static const struct map_field get_rows[] = {
	MAP_GROUP("token",  get_token, AS_TEXT),
	MAP_GROUP("path",   get_path,  AS_TEXT),
	MAP_GROUP("query",  none,      AS_TEXT),
	MAP_GROUP("header", none,      AS_TEXT),
	MAP_END
};
static const struct map_type get_type = {"ApplicationRequest", sizeof(T), get_rows, NULL};
#undef T

#define T struct app__StatusType
static const struct map_field status_rows[] = {
	/*           need JSON name     member      limits */
	MAP_INT     (T, REQ, "statusId",   StatusId,   -1, 9999),
	MAP_LINES   (T, REQ, "statusName", StatusName, 1, 250,  EXAMPLE("Получено ведомством")),
	MAP_DATETIME(T, REQ, "at",         At),
	MAP_LINES   (T, OPT, "comment",    Comment,    1, 1000, EXAMPLE("Заявление принято к рассмотрению.")),
	MAP_END
};
static const struct map_type status_type = {"ApplicationStatus", sizeof(T), status_rows, NULL};
#undef T

#define T struct _app__GetApplicationResponse
static const struct map_field state_rows[] = {
	/*           need JSON name       member        limits */
	MAP_SNILS   (T, REQ, "snils",        Snils),
	MAP_NUMBER  (T, REQ, "number",       Number,       1, 40),
	MAP_ENUM    (T, REQ, "kind",         Kind,         enum app__KindType, kind_names),
	MAP_DATETIME(T, REQ, "submittedAt",  SubmittedAt),
	MAP_INT     (T, REQ, "statusId",     StatusId,     -1, 9999,
	    DOC("Status in the portal's dictionary.", "Статус по справочнику портала.")),
	MAP_LINES   (T, REQ, "statusName",   StatusName,   1, 250, EXAMPLE("Получено ведомством")),
	MAP_DATE    (T, OPT, "expectedDate", ExpectedDate,
	    DOC("The day by which a decision is due.", "Срок принятия решения.")),
	MAP_LIST    (T, OPT, "history",      Status,       struct app__StatusType, &status_type, 0, 200,
	    DOC("Statuses, oldest first; the last one is the present one.",
	        "Статусы от старых к новым; последний из них — текущий.")),
	MAP_END
};
/* clang-format on */

static bool
last_status_is_present(const void *obj)
{
	const T *state = obj;

	return state->__sizeStatus == 0 || state->Status[state->__sizeStatus - 1].StatusId == state->StatusId;
}

static bool
history_is_in_order(const void *obj)
{
	const T *state = obj;
	int64_t before = INT64_MIN, at;
	char text[MAP_TEXT_SIZE];

	for (int i = 0; i < state->__sizeStatus; i++, before = at)
		if (!map_trim(state->Status[i].At, text) || !clock_parse(text, &at) || at < before)
			return false;
	return true;
}

static const struct map_rule state_rules[] = {
	RULE(last_status_is_present, "/statusId", ERR_MAP_RANGE, "the last one of the history",
	    "последний статус из истории"),
	RULE(history_is_in_order, "/history", ERR_MAP_RANGE, "oldest first", "от старых к новым"),
	RULE_END
};
static const struct map_type state_type = {"ApplicationState", sizeof(T), state_rows, state_rules};
#undef T

/* clang-format off */
MAP_MESSAGE_FUNCTIONS(app, GetApplicationRequest)
MAP_MESSAGE_FUNCTIONS(app, GetApplicationResponse)
static const struct map_message get = MAP_MESSAGE(app, GetApplicationRequest, &get_type);
static const struct map_message state = MAP_MESSAGE(app, GetApplicationResponse, &state_type);

static const struct map_echo echo[] = {
	{"/number", "/path/number", NULL},
	{"/snils",  "/token/snils", &map_codec_snils},
	{NULL, NULL, NULL}
};

const struct map_operation map_get_application = {
	.name         = "GetApplication",
	.method       = "GET",
	.path         = "/v1/applications/{number}",
	.action       = "urn:mostik:applications:1.0.0:GetApplication",
	.reply_action = "urn:mostik:applications:1.0.0:GetApplicationResponse",
	.scope        = "applications",
	.status       = 200,
	.request      = &get,
	.reply        = &state,
	.echo         = echo,
	.title_en     = "One application of the citizen, with its history",
	.title_ru     = "Заявление гражданина и история его рассмотрения",
};
/* clang-format on */
