/*
 * The self-employed: urn:mostik:selfemployed:1.0.0, wsdl/selfemployed.wsdl.
 */
#include "config.h"

#include "mapping/common.h"
#include "soapH.h"

static const struct map_name status_names[] = {
	{"selfEmployed",   slf__TaxpayerStatusType__SelfEmployed},
	{"soleProprietor", slf__TaxpayerStatusType__SoleProprietor},
	{NULL, 0},
};

static const struct map_name state_names[] = {
	{"due",             slf__ContributionStateType__Due},
	{"paid",            slf__ContributionStateType__Paid},
	{"overdue",         slf__ContributionStateType__Overdue},
	{"underCorrection", slf__ContributionStateType__UnderCorrection},
	{NULL, 0},
};

/* clang-format off */
/* ---- RegisterSelfEmployed ---- */

#define T struct _slf__RegisterSelfEmployedRequest
/* clang-format on */
static bool
proprietor_has_number(const void *obj)
{
	const T *r = obj;

	return (r->Status == slf__TaxpayerStatusType__SoleProprietor) == (r->Ogrnip != NULL);
}

/* A class of OKVED 2, and what is below it. */
static bool
activity_is_a_code(const void *obj)
{
	static const char *const shapes[] = {"99", "99.9", "99.99", "99.99.9", "99.99.99"};
	const T *r = obj;

	for (size_t i = 0; i < COUNT_OF(shapes); i++)
		if (map_has_shape(r->Activity, shapes[i]))
			return true;
	return false;
}

/* clang-format off */
static const struct map_field register_rows[] = {
	CITIZEN(T),
	CHANGE(T),
	BODY(
		MAP_ENUM  (T, REQ, "status",       Status,       enum slf__TaxpayerStatusType, status_names),
		MAP_INN   (T, REQ, "inn",          Inn),
		MAP_OGRNIP(T, OPT, "ogrnip",       Ogrnip,
		    DOC("Of a sole proprietor, and only of one.", "Только для индивидуального предпринимателя.")),
		MAP_STR   (T, REQ, "activity",     Activity,     2, 8, EXAMPLE("62.01"),
		    DOC("Kind of activity: its code in OKVED 2.", "Вид деятельности: код по ОКВЭД 2.")),
		MAP_STR   (T, OPT, "activityName", ActivityName, 1, 250, EXAMPLE("Разработка программ")),
		MAP_DATE  (T, REQ, "since",        Since,        DOC("First day of the activity.", "Первый день деятельности.")),
	),
	MAP_END
};
static const struct map_rule register_rules[] = {
	RULE(proprietor_has_number, "/body/ogrnip", ERR_MAP_CHOICE, "exactly where the status is soleProprietor",
	    "только при статусе soleProprietor"),
	RULE(activity_is_a_code, "/body/activity", ERR_MAP_FORMAT, "a code such as 62.01", "код вида 62.01"),
	RULE_END
};
static const struct map_type register_type = {"SelfEmployedRegistration", sizeof(T), register_rows, register_rules};
#undef T

#define T struct _slf__RegisterSelfEmployedResponse
static const struct map_field registered_rows[] = {
	MAP_SNILS   (T, REQ, "snils",              Snils),
	MAP_NUMBER  (T, REQ, "registrationNumber", RegistrationNumber, 1, 40, EXAMPLE("SLF-000000001")),
	MAP_DATETIME(T, REQ, "registeredAt",       RegisteredAt),
	MAP_ENUM    (T, REQ, "status",             Status, enum slf__TaxpayerStatusType, status_names),
	MAP_DATE    (T, REQ, "since",              Since),
	MAP_END
};
static const struct map_type registered_type = {"RegisteredSelfEmployed", sizeof(T), registered_rows, NULL};
#undef T

/* ---- SubmitIncomeReport ---- */

#define T struct _slf__SubmitIncomeReportRequest
static const struct map_field report_rows[] = {
	CITIZEN(T),
	CHANGE(T),
	BODY(
		MAP_MONTH(T, REQ, "month",    Month),
		MAP_MONEY(T, REQ, "income",   Income),
		MAP_MONEY(T, REQ, "expenses", Expenses),
	),
	MAP_END
};
static const struct map_type report_type = {"IncomeReport", sizeof(T), report_rows, NULL};
#undef T

#define T struct _slf__SubmitIncomeReportResponse
static const struct map_field reported_rows[] = {
	MAP_SNILS   (T, REQ, "snils",        Snils),
	MAP_NUMBER  (T, REQ, "number",       Number, 1, 40, EXAMPLE("INC-000000001")),
	MAP_DATETIME(T, REQ, "acceptedAt",   AcceptedAt),
	MAP_MONTH   (T, REQ, "month",        Month),
	MAP_MONEY   (T, REQ, "contribution", Contribution, DOC("What is due for the month.", "Взнос за этот месяц.")),
	MAP_DATE    (T, REQ, "payUntil",     PayUntil),
	MAP_END
};
static const struct map_type reported_type = {"AcceptedIncomeReport", sizeof(T), reported_rows, NULL};
#undef T

/* ---- RequestContributionCorrection ---- */

#define T struct _slf__RequestContributionCorrectionRequest
static const struct map_field correct_rows[] = {
	CITIZEN(T),
	CHANGE(T),
	BODY(
		MAP_NUMBER(T, REQ, "contributionId", ContributionId, 1, 40, EXAMPLE("CON-000000001")),
		MAP_MONEY (T, REQ, "paid",           Paid, DOC("What was paid indeed.", "Сколько уплачено на самом деле.")),
		MAP_DATE  (T, OPT, "paidOn",         PaidOn),
		MAP_LINES (T, REQ, "reason",         Reason, 1, 1000, EXAMPLE("Платёж не учтён.")),
	),
	MAP_END
};
static const struct map_type correct_type = {"ContributionCorrection", sizeof(T), correct_rows, NULL};
#undef T

#define T struct _slf__RequestContributionCorrectionResponse
static const struct map_field corrected_rows[] = {
	MAP_SNILS   (T, REQ, "snils",          Snils),
	MAP_NUMBER  (T, REQ, "number",         Number,         1, 40, EXAMPLE("COR-000000001")),
	MAP_NUMBER  (T, REQ, "contributionId", ContributionId, 1, 40, EXAMPLE("CON-000000001")),
	MAP_DATETIME(T, REQ, "acceptedAt",     AcceptedAt),
	MAP_DATE    (T, REQ, "expectedDate",   ExpectedDate,
	    DOC("The day by which a decision is due.", "Срок принятия решения.")),
	MAP_END
};
static const struct map_type corrected_type = {"AcceptedCorrection", sizeof(T), corrected_rows, NULL};
#undef T

/* ---- ListContributions ---- */

#define T struct _slf__ListContributionsRequest
static const struct map_field list_rows[] = {
	CITIZEN(T),
	QUERY(
		MAP_INT_PTR(T, OPT, "year", Year, 2002, 2100),
		PAGE_ROWS(T),
	),
	MAP_END
};
static const struct map_type list_type = {"ContributionsRequest", sizeof(T), list_rows, NULL};
#undef T

#define T struct slf__ContributionType
static const struct map_field contribution_rows[] = {
	MAP_NUMBER(T, REQ, "id",      Id, 1, 40, EXAMPLE("CON-000000001")),
	MAP_MONTH (T, REQ, "month",   Month),
	MAP_ENUM  (T, REQ, "state",   State, enum slf__ContributionStateType, state_names),
	MAP_MONEY (T, REQ, "accrued", Accrued),
	MAP_MONEY (T, REQ, "paid",    Paid),
	MAP_DATE  (T, OPT, "paidOn",  PaidOn),
	MAP_END
};
static const struct map_type contribution_type = {"Contribution", sizeof(T), contribution_rows, NULL};
#undef T

#define T struct slf__ContributionsType
static const struct map_field inner_rows[] = {
	MAP_LIST(T, OPT, "contributions", Contribution, struct slf__ContributionType, &contribution_type, 0, 500),
	MAP_END
};
static const struct map_type inner_type = {"Contributions", sizeof(T), inner_rows, NULL};
#undef T

#define T struct _slf__ListContributionsResponse
#define W struct slf__ContributionsType
#define S struct slf__ContributionType
static const struct map_field contributions_rows[] = {
	MAP_SNILS (T, REQ, "snils",         Snils),
	MAP_MONEY (T, REQ, "pageAccrued",   PageAccrued,  DOC("Of this page.", "На этой странице.")),
	MAP_MONEY (T, REQ, "pagePaid",      PagePaid,     DOC("Of this page.", "На этой странице.")),
	MAP_MONEY (T, REQ, "totalAccrued",  TotalAccrued, DOC("Of all pages.", "На всех страницах.")),
	MAP_MONEY (T, REQ, "totalPaid",     TotalPaid,    DOC("Of all pages.", "На всех страницах.")),
	MAP_INLINE(T, REQ, "contributions", Contributions, W, &inner_type, DOC("The latest first.", "Сначала последние.")),
	NEXT_PAGE_ROWS(T),
	MAP_END
};
static const struct map_rule contributions_rules[] = {
	RULE_SUM(T, "/pageAccrued", PageAccrued, W, Contributions, S, Contribution, Accrued),
	RULE_SUM(T, "/pagePaid",    PagePaid,    W, Contributions, S, Contribution, Paid),
	RULE_END
};
static const struct map_type contributions_type =
    {"ContributionsReply", sizeof(T), contributions_rows, contributions_rules};
#undef S
#undef W
#undef T

/* ---- the service ---- */

#define T struct _slf__SelfEmployedFault
static const struct map_field fault_rows[] = {FAULT_ROWS(T), MAP_END};
static const struct map_type fault_type = {"SelfEmployedFault", sizeof(T), fault_rows, NULL};
#undef T
MAP_MESSAGE_FUNCTIONS(slf, SelfEmployedFault)
static const struct map_message fault = MAP_MESSAGE(slf, SelfEmployedFault, &fault_type);

static const struct map_refusal refusals[] = {
	COMMON_REFUSALS,
	{"ALREADY_REGISTERED", 409, "The citizen is registered already", "Гражданин уже зарегистрирован",
	    "Nothing is left to do; hand in reports.", "Ничего делать не нужно; подавайте отчёты."},
	{"INN_TAKEN", 409, "Somebody else is registered with this INN", "С этим ИНН зарегистрировано другое лицо",
	    "Check the INN.", "Проверьте ИНН."},
	{"NOT_REGISTERED", 409, "The citizen is not registered as self-employed", "Гражданин не зарегистрирован как самозанятый",
	    "Register first.", "Сначала зарегистрируйтесь."},
	{"ALREADY_REPORTED", 409, "The month has been reported", "Отчёт за этот месяц уже подан",
	    "Ask for a correction if the report was wrong.", "Если отчёт неверен, запросите исправление."},
	{"MONTH_NOT_OVER", 422, "The month is not over", "Месяц ещё не закончился",
	    "Hand the report in on the first day of the next month or later.", "Подайте отчёт в первый день следующего месяца или позже."},
	{"BEFORE_REGISTRATION", 422, "The month ended before the activity began", "Месяц закончился до начала деятельности",
	    "Check the month.", "Проверьте месяц."},
	{"ALREADY_REQUESTED", 409, "A correction of this contribution is being looked at", "Исправление этого взноса уже рассматривается",
	    "Wait for the decision.", "Дождитесь решения."},
	{NULL, 0, NULL, NULL, NULL, NULL}
};

#define SERVICE selfemployed
MAP_MESSAGES(slf, RegisterSelfEmployed)
MAP_MESSAGES(slf, SubmitIncomeReport)
MAP_MESSAGES(slf, RequestContributionCorrection)
MAP_MESSAGES(slf, ListContributions)
static const struct map_operation operations[] = {
	MAP_OPERATION(slf, RegisterSelfEmployed, "POST", "/v1/self-employed/registration", 201, register_type, registered_type,
	    "Register as self-employed or a sole proprietor", "Зарегистрироваться как самозанятый или предприниматель",
	    .changes = true, ECHO({"/snils", "/token/snils", &map_codec_snils},)),
	MAP_OPERATION(slf, SubmitIncomeReport, "POST", "/v1/self-employed/income-reports", 201, report_type, reported_type,
	    "Report the income of a month", "Подать отчёт о доходах за месяц", .changes = true,
	    ECHO({"/snils", "/token/snils", &map_codec_snils}, {"/month", "/body/month", NULL},)),
	MAP_OPERATION(slf, RequestContributionCorrection, "POST", "/v1/self-employed/corrections", 201, correct_type,
	    corrected_type, "Ask for a contribution to be corrected", "Запросить исправление взноса", .changes = true,
	    ECHO({"/snils", "/token/snils", &map_codec_snils}, {"/contributionId", "/body/contributionId", NULL},)),
	MAP_OPERATION(slf, ListContributions, "GET", "/v1/self-employed/contributions", 200, list_type, contributions_type,
	    "Contributions on record", "Учтённые страховые взносы", .list = "/contributions",
	    ECHO({"/snils", "/token/snils", &map_codec_snils},)),
	{.name = NULL}
};

const struct map_service map_service_selfemployed = {
	"selfemployed", "Self-employed and sole proprietors", "Самозанятые и предприниматели", &fault, refusals, operations,
};
/* clang-format on */
