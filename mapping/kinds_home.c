/*
 * Kinds of applications: households, journeys, work of one's own.
 */
#include "config.h"

#include "mapping/kinds.h"
#include "soapH.h"

static const struct map_name deceased_names[] = {
	{"pensioner",  app__DeceasedStatusType__Pensioner},
	{"employed",   app__DeceasedStatusType__Employed},
	{"child",      app__DeceasedStatusType__Child},
	{"unemployed", app__DeceasedStatusType__Unemployed},
	{NULL, 0},
};

static const struct map_name tenure_names[] = {
	{"owner",         app__TenureType__Owner},
	{"socialTenant",  app__TenureType__SocialTenant},
	{"privateTenant", app__TenureType__PrivateTenant},
	{"cooperative",   app__TenureType__Cooperative},
	{NULL, 0},
};

static const struct map_name means_names[] = {
	{"rail",  app__TransportMeansType__Rail},
	{"air",   app__TransportMeansType__Air},
	{"bus",   app__TransportMeansType__Bus},
	{"water", app__TransportMeansType__Water},
	{"car",   app__TransportMeansType__Car},
	{NULL, 0},
};

static const struct map_name business_names[] = {
	{"selfEmployed",   app__BusinessStatusType__SelfEmployed},
	{"soleProprietor", app__BusinessStatusType__SoleProprietor},
	{NULL, 0},
};

static const struct map_name purpose_names[] = {
	{"equipment", app__SubsidyPurposeType__Equipment},
	{"materials", app__SubsidyPurposeType__Materials},
	{"rent",      app__SubsidyPurposeType__Rent},
	{"training",  app__SubsidyPurposeType__Training},
	{NULL, 0},
};

/* ---- funeral ---- */

#define T struct app__SurvivorAidType
static bool
death_is_certified_afterwards(const void *obj)
{
	const T *q = obj;

	return map_dates_in_order(q->Deceased->BirthDate, q->DeathDate)
	    && map_dates_in_order(q->DeathDate, q->DeathCertificate->IssueDate);
}

/* clang-format off */
static const struct map_field survivor_rows[] = {
	/*         need JSON name          member            limits */
	MAP_OBJECT(T, REQ, "deceased",         Deceased,         struct cmn__RelatedPersonType, &map_related_person_type),
	MAP_DATE  (T, REQ, "deathDate",        DeathDate),
	MAP_OBJECT(T, REQ, "deathCertificate", DeathCertificate, struct cmn__CivilActType, &map_civil_act_type),
	MAP_ENUM  (T, REQ, "deceasedStatus",   DeceasedStatus,   enum app__DeceasedStatusType, deceased_names,
	    DOC("By which the amount is determined.", "От чего зависит размер пособия.")),
	MAP_ENUM  (T, REQ, "relation",         Relation,         enum app__RelationType, map_relation_names,
	    DOC("Who the deceased was to the applicant.", "Кем умерший приходился заявителю.")),
	MAP_MONEY (T, REQ, "expenses",         Expenses,
	    DOC("What the funeral has cost.", "Расходы на погребение.")),
	DELIVERY_ROW(T, REQ),
	CONSENT_ROW(T),
	MAP_END
};
static const struct map_rule survivor_rules[] = {
	RULE(death_is_certified_afterwards, "/deathDate", ERR_MAP_RANGE, "after the birth, not after the certificate",
	    "после рождения и не позже даты свидетельства"),
	RULE_END
};
const struct map_type map_kind_survivor_aid = {"SurvivorAid", sizeof(T), survivor_rows, survivor_rules};
#undef T

/* ---- housing ---- */

#define T struct app__HousingSubsidyType
static const struct map_field subsidy_rows[] = {
	/*          need JSON name        member          limits */
	ADDRESS_ROW(T),
	MAP_ENUM   (T, REQ, "tenure",         Tenure,         enum app__TenureType, tenure_names,
	    DOC("By what right the applicant lives there.", "На каком основании заявитель занимает жильё.")),
	MAP_DECIMAL(T, REQ, "totalArea",      TotalArea,      7, 2, EXAMPLE("54.3"),
	    DOC("Square metres.", "Площадь, квадратные метры.")),
	MAP_LIST   (T, OPT, "residents",      Resident,       struct app__FamilyMemberType, &map_family_member_type, 0, 20,
	    DOC("Who lives there beside the applicant.", "Кто проживает вместе с заявителем.")),
	MAP_LIST   (T, OPT, "incomes",        Income,         struct app__IncomeType, &map_income_type, 0, 100),
	MAP_MONEY  (T, REQ, "monthlyCharges", MonthlyCharges,
	    DOC("In the last month.", "Начислено за последний месяц.")),
	MAP_BOOL   (T, REQ, "hasDebt",        HasDebt,
	    DOC("Whether charges are overdue.", "Есть ли задолженность.")),
	MAP_DIGITS (T, REQ, "payerAccount",   PayerAccount,   5, 20, EXAMPLE("1234567890"),
	    DOC("The payer's account with the managing organisation.", "Лицевой счёт плательщика.")),
	DELIVERY_ROW(T, REQ),
	CONSENT_ROW(T),
	MAP_END
};
const struct map_type map_kind_housing_subsidy = {"HousingSubsidy", sizeof(T), subsidy_rows, NULL};
#undef T

/* ---- journeys ---- */

#define T struct app__TransportType
static const struct map_field transport_rows[] = {
	/*        need JSON name      member        limits */
	MAP_ENUM (T, REQ, "means",        Means,        enum app__TransportMeansType, means_names),
	MAP_STR  (T, OPT, "ticketNumber", TicketNumber, 1, 20, EXAMPLE("70001234567890")),
	MAP_MONEY(T, REQ, "cost",         Cost),
	MAP_END
};
static const struct map_type transport_type = {"Transport", sizeof(T), transport_rows, NULL};
#undef T

#define T struct app__TravelCompensationType
/* clang-format on */
static bool
journey_is_over(const void *obj)
{
	const T *q = obj;

	return q->Journey->To != NULL;
}

/* clang-format off */
static const struct map_field travel_rows[] = {
	/*         need JSON name      member       limits */
	MAP_STR   (T, REQ, "fromPlace",   FromPlace,   1, 250, EXAMPLE("Воркута")),
	MAP_STR   (T, REQ, "toPlace",     ToPlace,     1, 250, EXAMPLE("Анапа")),
	MAP_OBJECT(T, REQ, "journey",     Journey,     struct cmn__PeriodType, &map_period_type),
	MAP_LIST  (T, REQ, "transports",  Transport,   struct app__TransportType, &transport_type, 1, 5),
	MAP_MONEY (T, REQ, "cost",        Cost,
	    DOC("Of the whole journey: the sum of its parts.", "Стоимость всего проезда: сумма его частей.")),
	MAP_INT   (T, REQ, "ticketCount", TicketCount, 0, 99),
	MAP_OBJECT(T, REQ, "passport",    Passport,    struct cmn__PassportType, &map_passport_type),
	DELIVERY_ROW(T, REQ),
	CONSENT_ROW(T),
	MAP_END
};
static const struct map_rule travel_rules[] = {
	RULE(journey_is_over, "/journey/to", ERR_MAP_MISSING, "the last day of the journey", "последний день поездки"),
	RULE_END
};
const struct map_type map_kind_travel_compensation = {"TravelCompensation", sizeof(T), travel_rows, travel_rules};
#undef T

/* ---- work of one's own ---- */

#define T struct app__SelfEmployedSubsidyType
/* clang-format on */
static bool
ogrnip_is_of_proprietors(const void *obj)
{
	const T *q = obj;

	return (q->Ogrnip != NULL) == (q->Status == app__BusinessStatusType__SoleProprietor);
}

static bool
account_fits_bank(const void *obj)
{
	const T *q = obj;

	return map_account_fits_bank(q->Bic, q->Account);
}

/* clang-format off */
static const struct map_field business_rows[] = {
	/*         need JSON name      member        limits */
	MAP_INN   (T, REQ, "inn",          Inn),
	MAP_ENUM  (T, REQ, "status",       Status,       enum app__BusinessStatusType, business_names),
	MAP_OGRNIP(T, OPT, "ogrnip",       Ogrnip,
	    DOC("Of a sole proprietor.", "Для индивидуального предпринимателя.")),
	MAP_DATE  (T, REQ, "registeredOn", RegisteredOn),
	MAP_KEY   (T, REQ, "activityCode", ActivityCode, 2, 8, EXAMPLE("62.01"),
	    DOC("In the classification of kinds of activity.", "Код вида деятельности по ОКВЭД.")),
	MAP_ENUM  (T, REQ, "purpose",      Purpose,      enum app__SubsidyPurposeType, purpose_names),
	MAP_MONEY (T, REQ, "amount",       Amount),
	MAP_MONEY (T, REQ, "annualIncome", AnnualIncome),
	MAP_LINES (T, REQ, "plan",         Plan,         1, 4000, EXAMPLE("Приобрести станок и открыть мастерскую."),
	    DOC("What the money is spent on, and what comes of it.", "На что пойдут средства и что это даст.")),
	MAP_BIC   (T, REQ, "bic",          Bic),
	MAP_DIGITS(T, REQ, "account",      Account,      20, 20, EXAMPLE("40817810100000000001")),
	CONSENT_ROW(T),
	MAP_END
};
static const struct map_rule business_rules[] = {
	RULE(ogrnip_is_of_proprietors, "/ogrnip", ERR_MAP_CHOICE, "exactly with a sole proprietor",
	    "только для индивидуального предпринимателя, и обязательно для него"),
	RULE(account_fits_bank, "/account", ERR_MAP_CHECK_DIGIT, "the control key for this bic",
	    "контрольный ключ счёта, верный для этого bic"),
	RULE_END
};
const struct map_type map_kind_self_employed_subsidy = {"SelfEmployedSubsidy", sizeof(T), business_rows, business_rules};
#undef T
/* clang-format on */
