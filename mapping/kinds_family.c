/*
 * Kinds of applications: families with children.
 */
#include "config.h"

#include "mapping/kinds.h"
#include "soapH.h"

static const struct map_name purpose_names[] = {
	{"housing",        app__CapitalPurposeType__Housing},
	{"education",      app__CapitalPurposeType__Education},
	{"motherPension",  app__CapitalPurposeType__MotherPension},
	{"monthlyPayment", app__CapitalPurposeType__MonthlyPayment},
	{NULL, 0},
};

static const struct map_name way_names[] = {
	{"purchase",           app__HousingWayType__Purchase},
	{"mortgage",           app__HousingWayType__Mortgage},
	{"sharedConstruction", app__HousingWayType__SharedConstruction},
	{"ownConstruction",    app__HousingWayType__OwnConstruction},
	{NULL, 0},
};

static const struct map_name role_names[] = {
	{"mother",   app__ParentRoleType__Mother},
	{"father",   app__ParentRoleType__Father},
	{"adopter",  app__ParentRoleType__Adopter},
	{"guardian", app__ParentRoleType__Guardian},
	{NULL, 0},
};

static const struct map_name measure_names[] = {
	{"monthlyPayment", app__FamilyMeasureType__MonthlyPayment},
	{"utilities",      app__FamilyMeasureType__Utilities},
	{"schoolUniform",  app__FamilyMeasureType__SchoolUniform},
	{"landOrMoney",    app__FamilyMeasureType__LandOrMoney},
	{NULL, 0},
};

/* clang-format off */
/* ---- maternity capital ---- */

#define T struct app__HousingType
static const struct map_field housing_rows[] = {
	/*         need JSON name         member           limits */
	MAP_ENUM  (T, REQ, "way",             Way,             enum app__HousingWayType, way_names),
	MAP_OBJECT(T, REQ, "address",         Address,         struct cmn__AddressType, &map_address_type),
	MAP_KEY   (T, OPT, "cadastralNumber", CadastralNumber, 1, 40, EXAMPLE("77:01:0001001:1001")),
	MAP_TRUE  (T, REQ, "sharesPromised",  SharesPromised,
	    DOC("Shares will be given to all members of the family; must be true.",
	        "Доли будут выделены всем членам семьи; должно быть true.")),
	MAP_END
};
static const struct map_type housing_type = {"Housing", sizeof(T), housing_rows, NULL};
#undef T

#define T struct app__MaternityCapitalDisposalType
/* clang-format on */
static bool
capital_goes_to_its_purpose(const void *obj)
{
	const T *q = obj;
	bool housing = q->Purpose == app__CapitalPurposeType__Housing;
	bool education = q->Purpose == app__CapitalPurposeType__Education;

	return (q->Organisation != NULL) == (housing || education) && (q->Housing != NULL) == housing;
}

static bool
capital_has_amount_or_delivery(const void *obj)
{
	const T *q = obj;
	bool monthly = q->Purpose == app__CapitalPurposeType__MonthlyPayment;

	return (q->Delivery != NULL) == monthly && (q->Amount != NULL) != monthly;
}

/* clang-format off */
static const struct map_field capital_rows[] = {
	/*         need JSON name           member             limits */
	MAP_STR   (T, REQ, "certificateSeries", CertificateSeries, 1, 20, EXAMPLE("МК-1")),
	MAP_DIGITS(T, REQ, "certificateNumber", CertificateNumber, 7, 10, EXAMPLE("0000001")),
	MAP_ENUM  (T, REQ, "purpose",           Purpose,           enum app__CapitalPurposeType, purpose_names),
	MAP_MONEY (T, OPT, "amount",            Amount,
	    DOC("Of the certificate; for a monthly payment there is none.", "Сумма средств; для ежемесячной выплаты не указывается.")),
	MAP_OBJECT(T, REQ, "child",             Child,             struct app__ChildType, &map_child_type,
	    DOC("Whose birth gave the right.", "Ребёнок, с рождением которого возникло право.")),
	MAP_OBJECT(T, OPT, "organisation",      Organisation,      struct app__OrganisationType, &map_organisation_type,
	    DOC("Who gets the money, for housing and education.", "Получатель средств, для жилья и образования.")),
	MAP_OBJECT(T, OPT, "housing",           Housing,           struct app__HousingType, &housing_type,
	    DOC("What is bought or built.", "Что приобретают или строят.")),
	MAP_OBJECT(T, OPT, "delivery",          Delivery,          struct cmn__DeliveryType, &map_delivery_type,
	    DOC("For a monthly payment.", "Для ежемесячной выплаты.")),
	CONSENT_ROW(T),
	MAP_END
};
static const struct map_rule capital_rules[] = {
	RULE(capital_goes_to_its_purpose, "/purpose", ERR_MAP_CHOICE,
	    "an organisation for housing and education only, a dwelling for housing only",
	    "организация — только для жилья и образования, жильё — только для жилья"),
	RULE(capital_has_amount_or_delivery, "/amount", ERR_MAP_CHOICE,
	    "delivery for a monthly payment, an amount for all else",
	    "для ежемесячной выплаты — способ доставки, для остального — сумма"),
	RULE_END
};
const struct map_type map_kind_maternity_capital_disposal = {"MaternityCapitalDisposal", sizeof(T), capital_rows, capital_rules};
#undef T

/* ---- birth ---- */

#define T struct app__MaternityBenefitType
static const struct map_field maternity_rows[] = {
	/*         need JSON name           member             limits */
	SICK_LEAVE_ROW(T),
	MAP_OBJECT(T, REQ, "leave",             Leave,             struct cmn__PeriodType, &map_period_type),
	MAP_BOOL  (T, REQ, "multiplePregnancy", MultiplePregnancy),
	MAP_OBJECT(T, REQ, "employer",          Employer,          struct app__EmployerType, &map_employer_type),
	EARNINGS_ROW(T),
	DELIVERY_ROW(T, REQ),
	CONSENT_ROW(T),
	MAP_END
};
const struct map_type map_kind_maternity_benefit = {"MaternityBenefit", sizeof(T), maternity_rows, NULL};
#undef T

#define T struct app__BirthLumpSumType
static const struct map_field birth_rows[] = {
	/*         need JSON name        member          limits */
	MAP_OBJECT(T, REQ, "child",          Child,          struct app__ChildType, &map_child_type),
	MAP_ENUM  (T, REQ, "role",           Role,           enum app__ParentRoleType, role_names,
	    DOC("Who the applicant is to the child.", "Кем заявитель приходится ребёнку.")),
	MAP_OBJECT(T, OPT, "otherParent",    OtherParent,    struct cmn__RelatedPersonType, &map_related_person_type),
	MAP_TRUE  (T, REQ, "notPaidToOther", NotPaidToOther,
	    DOC("The other parent has not been paid; must be true.", "Второму родителю пособие не выплачивалось; должно быть true.")),
	ADDRESS_ROW(T),
	DELIVERY_ROW(T, REQ),
	CONSENT_ROW(T),
	MAP_END
};
const struct map_type map_kind_birth_lump_sum = {"BirthLumpSum", sizeof(T), birth_rows, NULL};
#undef T

/* ---- families ---- */

#define T struct app__PropertyType
static const struct map_field property_rows[] = {
	MAP_INT(T, REQ, "dwellings", Dwellings, 0, 99),
	MAP_INT(T, REQ, "cars",      Cars,      0, 99),
	MAP_INT(T, REQ, "landPlots", LandPlots, 0, 99),
	MAP_END
};
static const struct map_type property_type = {"FamilyProperty", sizeof(T), property_rows, NULL};
#undef T

#define T struct app__MonthlyChildBenefitType
static const struct map_field monthly_rows[] = {
	/*         need JSON name       member        limits */
	MAP_LIST  (T, REQ, "children",      Child,        struct app__ChildType, &map_child_type, 1, 15),
	MAP_LIST  (T, OPT, "familyMembers", FamilyMember, struct app__FamilyMemberType, &map_family_member_type, 0, 20),
	MAP_LIST  (T, OPT, "incomes",       Income,       struct app__IncomeType, &map_income_type, 0, 100,
	    DOC("Of the whole family, over the twelve months that count.", "Доходы всей семьи за расчётные двенадцать месяцев.")),
	MAP_OBJECT(T, REQ, "property",      Property,     struct app__PropertyType, &property_type,
	    DOC("What the family owns.", "Имущество семьи.")),
	ADDRESS_ROW(T),
	DELIVERY_ROW(T, REQ),
	CONSENT_ROW(T),
	MAP_END
};
const struct map_type map_kind_monthly_child_benefit = {"MonthlyChildBenefit", sizeof(T), monthly_rows, NULL};
#undef T

#define T struct app__LargeFamilyBenefitType
static const struct map_field large_rows[] = {
	/*         need JSON name     member       limits */
	MAP_LIST  (T, REQ, "children",    Child,       struct app__ChildType, &map_child_type, 3, 20),
	MAP_OBJECT(T, OPT, "spouse",      Spouse,      struct cmn__RelatedPersonType, &map_related_person_type),
	MAP_OBJECT(T, REQ, "certificate", Certificate, struct app__PaperType, &map_paper_type,
	    DOC("That the family has many children.", "Удостоверение многодетной семьи.")),
	MAP_ENUM  (T, REQ, "measure",     Measure,     enum app__FamilyMeasureType, measure_names,
	    DOC("What is asked for.", "Какую меру поддержки просят.")),
	ADDRESS_ROW(T),
	CONTACT_ROW(T),
	DELIVERY_ROW(T, REQ),
	CONSENT_ROW(T),
	MAP_END
};
const struct map_type map_kind_large_family_benefit = {"LargeFamilyBenefit", sizeof(T), large_rows, NULL};
#undef T
/* clang-format on */
