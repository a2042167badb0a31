/*
 * Applications of citizens: urn:mostik:applications:1.0.0, wsdl/applications.wsdl.
 */
#include "config.h"

#include "mapping/common.h"
#include "soapH.h"

static const struct map_name kind_names[] = {
	{"oldAgePension", app__KindType__OldAgePension},
	{NULL, 0},
};

/* ---- what an application is made of, inmost first ---- */

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

static bool
work_ends_after_it_begins(const void *obj)
{
	const T *work = obj;

	return work->To == NULL || map_dates_in_order(work->From, work->To);
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
	MAP_OBJECT(T, REQ, "passport",               Passport,               struct cmn__PassportType, &map_passport_type),
	MAP_OBJECT(T, REQ, "address",                Address,                struct cmn__AddressType,  &map_address_type,
	    DOC("Where the applicant lives.", "Место жительства заявителя.")),
	MAP_OBJECT(T, REQ, "contact",                Contact,                struct cmn__ContactType,  &map_contact_type),
	MAP_OBJECT(T, REQ, "delivery",               Delivery,               struct cmn__DeliveryType, &map_delivery_type,
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
#define T struct _app__SubmitApplicationRequest
static const struct map_alternative kinds[] = {
	MAP_ALTERNATIVE(T, "oldAgePension", OldAgePension, struct app__OldAgePensionType, &pension_type),
	{NULL, 0, NULL}
};
static const struct map_field submit_rows[] = {
	CITIZEN(T),
	CHANGE(T),
	BODY(
		MAP_DIGITS(T, OPT, "orderId", OrderId, 1, 19,
		    DOC("Number of the order on the portal.", "Номер заявления на портале."), EXAMPLE("764607248")),
		MAP_CHOICE(REQ, "kind", "details", kinds,
		    DOC("What is applied for.", "Вид заявления.")),
	),
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

/* ---- GetApplication ---- */

#define T struct _app__GetApplicationRequest
static const struct map_field get_rows[] = {
	CITIZEN(T),
	PATH(
		MAP_NUMBER(T, REQ, "number", Number, 1, 40,
		    DOC("The Fund's number of the application.", "Номер заявления в Фонде.")),
	),
	MAP_END
};
static const struct map_type get_type = {"ApplicationRequest", sizeof(T), get_rows, NULL};
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
	MAP_LIST    (T, OPT, "history",      Status,       struct cmn__StatusType, &map_status_type, 0, 200,
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
/* ---- the service ---- */

#define T struct _app__ApplicationsFault
static const struct map_field fault_rows[] = {FAULT_ROWS(T), MAP_END};
static const struct map_type fault_type = {"ApplicationsFault", sizeof(T), fault_rows, NULL};
#undef T
MAP_MESSAGE_FUNCTIONS(app, ApplicationsFault)
static const struct map_message fault = MAP_MESSAGE(app, ApplicationsFault, &fault_type);

static const struct map_refusal refusals[] = {
	COMMON_REFUSALS,
	{NULL, 0, NULL, NULL, NULL, NULL}
};

#define SERVICE applications
MAP_MESSAGES(app, SubmitApplication)
MAP_MESSAGES(app, GetApplication)
static const struct map_operation operations[] = {
	MAP_OPERATION(app, SubmitApplication, "POST", "/v1/applications", 201, submit_type, accepted_type,
	    "Hand in an application", "Подать заявление", .changes = true),
	MAP_OPERATION(app, GetApplication, "GET", "/v1/applications/{number}", 200, get_type, state_type,
	    "One application of the citizen, with its history", "Заявление гражданина и история его рассмотрения",
	    ECHO({"/number", "/path/number", NULL}, {"/snils", "/token/snils", &map_codec_snils},)),
	{.name = NULL}
};

const struct map_service map_service_applications = {
	"applications", "Applications", "Заявления", &fault, refusals, operations,
};
/* clang-format on */
