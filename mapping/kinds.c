/*
 * An application as it is handed in: which kinds there are.
 */
#include "config.h"

#include "mapping/kinds.h"
#include "soapH.h"

const struct map_name map_kind_names[] = {
	/* clang-format off */
	{"oldAgePension",            app__KindType__OldAgePension},
	{"pensionRecalculation",     app__KindType__PensionRecalculation},
	{"maternityCapitalDisposal", app__KindType__MaternityCapitalDisposal},
	{"maternityBenefit",         app__KindType__MaternityBenefit},
	{"birthLumpSum",             app__KindType__BirthLumpSum},
	{"monthlyChildBenefit",      app__KindType__MonthlyChildBenefit},
	{"disabledCare",             app__KindType__DisabledCare},
	{"temporaryIncapacity",      app__KindType__TemporaryIncapacity},
	{"survivorAid",              app__KindType__SurvivorAid},
	{"housingSubsidy",           app__KindType__HousingSubsidy},
	{"travelCompensation",       app__KindType__TravelCompensation},
	{"disabilityReview",         app__KindType__DisabilityReview},
	{"largeFamilyBenefit",       app__KindType__LargeFamilyBenefit},
	{"selfEmployedSubsidy",      app__KindType__SelfEmployedSubsidy},
	{"rehabilitationEquipment",  app__KindType__RehabilitationEquipment},
	{NULL, 0},
	/* clang-format on */
};

/* clang-format off */
#define T struct app__ApplicationType
#define KIND(name, X, type) MAP_ALTERNATIVE(T, name, X, struct app__##X##Type, &map_kind_##type)
static const struct map_alternative kinds[] = {
	KIND("oldAgePension",            OldAgePension,            old_age_pension),
	KIND("pensionRecalculation",     PensionRecalculation,     pension_recalculation),
	KIND("maternityCapitalDisposal", MaternityCapitalDisposal, maternity_capital_disposal),
	KIND("maternityBenefit",         MaternityBenefit,         maternity_benefit),
	KIND("birthLumpSum",             BirthLumpSum,             birth_lump_sum),
	KIND("monthlyChildBenefit",      MonthlyChildBenefit,      monthly_child_benefit),
	KIND("disabledCare",             DisabledCare,             disabled_care),
	KIND("temporaryIncapacity",      TemporaryIncapacity,      temporary_incapacity),
	KIND("survivorAid",              SurvivorAid,              survivor_aid),
	KIND("housingSubsidy",           HousingSubsidy,           housing_subsidy),
	KIND("travelCompensation",       TravelCompensation,       travel_compensation),
	KIND("disabilityReview",         DisabilityReview,         disability_review),
	KIND("largeFamilyBenefit",       LargeFamilyBenefit,       large_family_benefit),
	KIND("selfEmployedSubsidy",      SelfEmployedSubsidy,      self_employed_subsidy),
	KIND("rehabilitationEquipment",  RehabilitationEquipment,  rehabilitation_equipment),
	{NULL, 0, NULL}
};
#undef KIND
static const struct map_field application_rows[] = {
	MAP_DIGITS(T, OPT, "orderId", OrderId, 1, 19,
	    DOC("Number of the order on the portal.", "Номер заявления на портале."), EXAMPLE("764607248")),
	MAP_CHOICE(REQ, "kind", "details", kinds,
	    DOC("What is applied for.", "Вид заявления.")),
	MAP_LIST  (T, OPT, "attachments", Attachment, struct cmn__AttachmentType, &map_attachment_type, 0, 20,
	    DOC("Documents that prove it.", "Документы, подтверждающие сведения заявления.")),
	MAP_END
};
const struct map_type map_application_type = {"Application", sizeof(T), application_rows, NULL};
#undef T
/* clang-format on */
