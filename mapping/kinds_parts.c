/*
 * The parts that the kinds of applications are made of: xsd/kind-parts.xsd.
 */
#include "config.h"

#include "mapping/kinds.h"
#include "soapH.h"

const struct map_name map_relation_names[] = {
	{"spouse",      app__RelationType__Spouse},
	{"child",       app__RelationType__Child},
	{"parent",      app__RelationType__Parent},
	{"sibling",     app__RelationType__Sibling},
	{"grandparent", app__RelationType__Grandparent},
	{"grandchild",  app__RelationType__Grandchild},
	{"ward",        app__RelationType__Ward},
	{"other",       app__RelationType__Other},
	{NULL, 0},
};

static const struct map_name source_names[] = {
	{"wages",    app__IncomeSourceType__Wages},
	{"business", app__IncomeSourceType__Business},
	{"pension",  app__IncomeSourceType__Pension},
	{"benefit",  app__IncomeSourceType__Benefit},
	{"alimony",  app__IncomeSourceType__Alimony},
	{"rent",     app__IncomeSourceType__Rent},
	{"other",    app__IncomeSourceType__Other},
	{NULL, 0},
};

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
const struct map_type map_work_period_type = {"WorkPeriod", sizeof(T), work_rows, work_rules};
#undef T

#define T struct app__ChildType
static bool
child_is_born_before_the_certificate(const void *obj)
{
	const T *child = obj;

	return map_dates_in_order(child->Person->BirthDate, child->BirthCertificate->IssueDate);
}

/* clang-format off */
static const struct map_field child_rows[] = {
	MAP_OBJECT(T, REQ, "person",           Person,           struct cmn__RelatedPersonType, &map_related_person_type),
	MAP_OBJECT(T, REQ, "birthCertificate", BirthCertificate, struct cmn__CivilActType,      &map_civil_act_type),
	MAP_END
};
static const struct map_rule child_rules[] = {
	RULE(child_is_born_before_the_certificate, "/birthCertificate/issueDate", ERR_MAP_RANGE,
	    "not before the child is born", "не раньше даты рождения ребёнка"),
	RULE_END
};
const struct map_type map_child_type = {"Child", sizeof(T), child_rows, child_rules};
#undef T

#define T struct app__FamilyMemberType
static const struct map_field member_rows[] = {
	/*         need JSON name         member           limits */
	MAP_OBJECT(T, REQ, "person",          Person,          struct cmn__RelatedPersonType, &map_related_person_type),
	MAP_ENUM  (T, REQ, "relation",        Relation,        enum app__RelationType, map_relation_names,
	    DOC("Who the person is to the applicant.", "Кем лицо приходится заявителю.")),
	MAP_BOOL  (T, REQ, "fullTimeStudent", FullTimeStudent,
	    DOC("Whether the person studies full-time.", "Обучается ли лицо по очной форме.")),
	MAP_END
};
const struct map_type map_family_member_type = {"FamilyMember", sizeof(T), member_rows, NULL};
#undef T

#define T struct app__IncomeType
static const struct map_field income_rows[] = {
	/*         need JSON name member  limits */
	MAP_SNILS (T, OPT, "snils",  Snils,
	    DOC("Whose income; the applicant's where it is absent.", "Чей доход; если поля нет — заявителя.")),
	MAP_ENUM  (T, REQ, "source", Source,  enum app__IncomeSourceType, source_names),
	MAP_OBJECT(T, REQ, "period", Period,  struct cmn__PeriodType, &map_period_type),
	MAP_MONEY (T, REQ, "amount", Amount),
	MAP_STR   (T, OPT, "payer",  Payer,   1, 250, EXAMPLE("ООО «Пример»")),
	MAP_END
};
const struct map_type map_income_type = {"Income", sizeof(T), income_rows, NULL};
#undef T

#define T struct app__EmployerType
static const struct map_field employer_rows[] = {
	/*          need JSON name            member              limits */
	MAP_STR    (T, REQ, "name",               Name,               1, 250, EXAMPLE("ООО «Пример»")),
	MAP_INN_ORG(T, REQ, "inn",                Inn),
	MAP_DIGITS (T, REQ, "registrationNumber", RegistrationNumber, 10, 12, EXAMPLE("7700000001"),
	    DOC("Of the employer with the Fund.", "Регистрационный номер страхователя в Фонде.")),
	MAP_END
};
const struct map_type map_employer_type = {"Employer", sizeof(T), employer_rows, NULL};
#undef T

#define T struct app__EarningsType
static const struct map_field earnings_rows[] = {
	/*        need JSON name      member        limits */
	MAP_GYEAR(T, REQ, "year",         Year,         EXAMPLE("2025")),
	MAP_MONEY(T, REQ, "amount",       Amount),
	MAP_INT  (T, REQ, "excludedDays", ExcludedDays, 0, 366,
	    DOC("Days that do not count for the average.", "Дни, исключаемые из расчёта среднего заработка.")),
	MAP_END
};
const struct map_type map_earnings_type = {"Earnings", sizeof(T), earnings_rows, NULL};
#undef T

#define T struct app__OrganisationType
/* clang-format on */
static bool
account_fits_bank(const void *obj)
{
	const T *organisation = obj;

	return map_account_fits_bank(organisation->Bic, organisation->Account);
}

/* clang-format off */
static const struct map_field organisation_rows[] = {
	/*          need JSON name        member          limits */
	MAP_STR    (T, REQ, "name",           Name,           1, 250, EXAMPLE("АО «Застройщик Образцовый»")),
	MAP_INN_ORG(T, REQ, "inn",            Inn),
	MAP_BIC    (T, REQ, "bic",            Bic),
	MAP_DIGITS (T, REQ, "account",        Account,        20, 20, EXAMPLE("40817810100000000001")),
	MAP_STR    (T, REQ, "contractNumber", ContractNumber, 1, 100, EXAMPLE("15/2026")),
	MAP_DATE   (T, REQ, "contractDate",   ContractDate),
	MAP_END
};
static const struct map_rule organisation_rules[] = {
	RULE(account_fits_bank, "/account", ERR_MAP_CHECK_DIGIT, "the control key for this bic",
	    "контрольный ключ счёта, верный для этого bic"),
	RULE_END
};
const struct map_type map_organisation_type = {"RecipientOrganisation", sizeof(T), organisation_rows, organisation_rules};
#undef T

#define T struct app__PaperType
static const struct map_field paper_rows[] = {
	/*       need JSON name    member     limits */
	MAP_STR (T, REQ, "number",    Number,    1, 100, EXAMPLE("77-15/2026")),
	MAP_DATE(T, REQ, "issueDate", IssueDate),
	MAP_STR (T, REQ, "issuedBy",  IssuedBy,  1, 250, EXAMPLE("Образцовая районная больница")),
	MAP_END
};
const struct map_type map_paper_type = {"Paper", sizeof(T), paper_rows, NULL};
#undef T
/* clang-format on */
