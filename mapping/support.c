/*
 * Support measures: urn:mostik:support:1.0.0, wsdl/support.wsdl.
 */
#include "config.h"

#include "mapping/common.h"
#include "soapH.h"

static const struct map_name kind_names[] = {
	{"pension",    sup__MeasureKindType__Pension},
	{"disability", sup__MeasureKindType__Disability},
	{"family",     sup__MeasureKindType__Family},
	{"regional",   sup__MeasureKindType__Regional},
	{NULL, 0},
};

static const struct map_name periodicity_names[] = {
	{"once",    sup__PeriodicityType__Once},
	{"monthly", sup__PeriodicityType__Monthly},
	{"yearly",  sup__PeriodicityType__Yearly},
	{NULL, 0},
};

static const struct map_name disability_names[] = {
	{"first",         sup__DisabilityGroupType__First},
	{"second",        sup__DisabilityGroupType__Second},
	{"third",         sup__DisabilityGroupType__Third},
	{"disabledChild", sup__DisabilityGroupType__DisabledChild},
	{NULL, 0},
};

static const struct map_name relation_names[] = {
	{"child",  sup__RelationType__Child},
	{"spouse", sup__RelationType__Spouse},
	{"parent", sup__RelationType__Parent},
	{"other",  sup__RelationType__Other},
	{NULL, 0},
};

/* clang-format off */
/* ---- measures ---- */

#define CODE_EXAMPLE  EXAMPLE("SINGLE_CHILD_BENEFIT")
#define TITLE_EXAMPLE EXAMPLE("Единое пособие на ребёнка")

#define T struct sup__MeasureType
static const struct map_field measure_rows[] = {
	/*         need JSON name          member           limits */
	MAP_CODE  (T, REQ, "code",            Code,            1, 64, CODE_EXAMPLE),
	MAP_ENUM  (T, REQ, "kind",            Kind,            enum sup__MeasureKindType, kind_names),
	MAP_STR   (T, REQ, "title",           Title,           1, 250, TITLE_EXAMPLE),
	MAP_MONEY (T, REQ, "amount",          Amount),
	MAP_ENUM  (T, REQ, "periodicity",     Periodicity,     enum sup__PeriodicityType, periodicity_names,
	    DOC("How often the amount is paid.", "Как часто выплачивается сумма.")),
	MAP_LINES (T, REQ, "terms",           Terms,           1, 1000, EXAMPLE("Доход семьи — ниже прожиточного минимума.")),
	MAP_STR   (T, REQ, "grounds",         Grounds,         1, 250, EXAMPLE("Федеральный закон № 81-ФЗ, статья 9")),
	MAP_KEY   (T, REQ, "applicationForm", ApplicationForm, 1, 64, EXAMPLE("singleChildBenefit"),
	    DOC("Kind of the application to hand in.", "Вид заявления, которое следует подать.")),
	MAP_OBJECT(T, REQ, "validity",        Validity,        struct cmn__PeriodType, &map_period_type),
	MAP_END
};
static const struct map_type measure_type = {"SupportMeasure", sizeof(T), measure_rows, NULL};
#undef T

#define T struct sup__UnmetMeasureType
static const struct map_field unmet_rows[] = {
	MAP_CODE (T, REQ, "code",   Code,   1, 64, CODE_EXAMPLE),
	MAP_ENUM (T, REQ, "kind",   Kind,   enum sup__MeasureKindType, kind_names),
	MAP_STR  (T, REQ, "title",  Title,  1, 250, TITLE_EXAMPLE),
	MAP_LINES(T, REQ, "reason", Reason, 1, 1000, EXAMPLE("Не указаны дети.")),
	MAP_END
};
static const struct map_type unmet_type = {"UnmetSupportMeasure", sizeof(T), unmet_rows, NULL};
#undef T

/* ---- ListSupportMeasures ---- */

#define T struct _sup__ListSupportMeasuresRequest
static const struct map_field list_rows[] = {
	CITIZEN(T),
	QUERY(MAP_ENUM_PTR(T, OPT, "kind", Kind, enum sup__MeasureKindType, kind_names),),
	MAP_END
};
static const struct map_type list_type = {"SupportMeasuresRequest", sizeof(T), list_rows, NULL};
#undef T

#define T struct _sup__ListSupportMeasuresResponse
static const struct map_field measures_rows[] = {
	MAP_SNILS(T, REQ, "snils",    Snils),
	MAP_DATE (T, REQ, "asOf",     AsOf,    DOC("The day that the list is true for.", "День, на который верен список.")),
	MAP_LIST (T, OPT, "measures", Measure, struct sup__MeasureType, &measure_type, 0, 100),
	MAP_END
};
static const struct map_type measures_type = {"SupportMeasures", sizeof(T), measures_rows, NULL};
#undef T

/* ---- CheckEligibility ---- */

#define T struct sup__FamilyMemberType
static const struct map_field member_rows[] = {
	MAP_ENUM  (T, REQ, "relation", Relation, enum sup__RelationType, relation_names),
	MAP_OBJECT(T, REQ, "person",   Person,   struct cmn__RelatedPersonType, &map_related_person_type),
	MAP_END
};
static const struct map_type member_type = {"FamilyMember", sizeof(T), member_rows, NULL};
#undef T

#define T struct _sup__CheckEligibilityRequest
static const struct map_field check_rows[] = {
	CITIZEN(T),
	BODY(
		MAP_ENP     (T, REQ, "policyNumber",    PolicyNumber),
		MAP_OBJECT  (T, OPT, "person",          Person, struct cmn__RelatedPersonType, &map_related_person_type,
		    DOC("Of whom it is asked; if absent, of the citizen.", "О ком вопрос; если не указано — о самом гражданине.")),
		MAP_LIST    (T, OPT, "familyMembers",   FamilyMember, struct sup__FamilyMemberType, &member_type, 0, 30),
		MAP_ENUM_PTR(T, OPT, "disabilityGroup", DisabilityGroup, enum sup__DisabilityGroupType, disability_names),
		MAP_MONEY   (T, OPT, "familyIncome",    FamilyIncome,
		    DOC("Of the whole family, in a month.", "Доход всей семьи за месяц.")),
	),
	MAP_END
};
static const struct map_type check_type = {"EligibilityRequest", sizeof(T), check_rows, NULL};
#undef T

#define T struct _sup__CheckEligibilityResponse
static const struct map_field checked_rows[] = {
	MAP_SNILS   (T, REQ, "snils",         Snils),
	MAP_DATETIME(T, REQ, "checkedAt",     CheckedAt),
	MAP_LIST    (T, OPT, "measures",      Measure, struct sup__MeasureType,      &measure_type, 0, 100),
	MAP_LIST    (T, OPT, "unmetMeasures", Unmet,   struct sup__UnmetMeasureType, &unmet_type,   0, 100,
	    DOC("What the person is not entitled to, and why.", "На что права нет и почему.")),
	MAP_END
};
static const struct map_type checked_type = {"Eligibility", sizeof(T), checked_rows, NULL};
#undef T

/* ---- GetMedicineEntitlement ---- */

#define T struct _sup__GetMedicineEntitlementRequest
static const struct map_field medicines_request_rows[] = {CITIZEN(T), MAP_END};
static const struct map_type medicines_request_type =
    {"MedicineEntitlementRequest", sizeof(T), medicines_request_rows, NULL};
#undef T

#define T struct sup__MedicineType
static const struct map_field medicine_rows[] = {
	MAP_STR (T, REQ, "substance", Substance, 1, 250, EXAMPLE("Метформин")),
	MAP_STR (T, REQ, "form",      Form,      1, 250, EXAMPLE("таблетки, 500 мг")),
	MAP_DATE(T, OPT, "until",     Until,     DOC("Last day of the prescription.", "Последний день действия рецепта.")),
	MAP_END
};
static const struct map_type medicine_type = {"Medicine", sizeof(T), medicine_rows, NULL};
#undef T

#define T struct _sup__GetMedicineEntitlementResponse
/* clang-format on */
static bool
entitlement_has_its_period(const void *obj)
{
	const T *r = obj;

	if (r->Entitled == xsd__boolean__true_)
		return r->Period != NULL && r->PolicyNumber != NULL && r->Grounds != NULL && r->Reason == NULL;
	return r->Period == NULL && r->Grounds == NULL && r->Reason != NULL && r->__sizeMedicine == 0;
}

/* clang-format off */
static const struct map_field medicines_rows[] = {
	MAP_SNILS (T, REQ, "snils",        Snils),
	MAP_BOOL  (T, REQ, "entitled",     Entitled),
	MAP_ENP   (T, OPT, "policyNumber", PolicyNumber),
	MAP_STR   (T, OPT, "grounds",      Grounds, 1, 250, EXAMPLE("Федеральный закон № 178-ФЗ, статья 6.1")),
	MAP_OBJECT(T, OPT, "period",       Period, struct cmn__PeriodType, &map_period_type),
	MAP_LINES (T, OPT, "reason",       Reason, 1, 1000,
	    DOC("Why there is no entitlement.", "Почему права нет."), EXAMPLE("Льготная категория не установлена.")),
	MAP_LIST  (T, OPT, "medicines",    Medicine, struct sup__MedicineType, &medicine_type, 0, 200),
	MAP_END
};
static const struct map_rule medicines_rules[] = {
	RULE(entitlement_has_its_period, "/period", ERR_MAP_RANGE, "with grounds exactly where there is an entitlement",
	    "вместе с основанием — только там, где право есть"),
	RULE_END
};
static const struct map_type medicines_type = {"MedicineEntitlement", sizeof(T), medicines_rows, medicines_rules};
#undef T

/* ---- the service ---- */

#define T struct _sup__SupportFault
static const struct map_field fault_rows[] = {FAULT_ROWS(T), MAP_END};
static const struct map_type fault_type = {"SupportFault", sizeof(T), fault_rows, NULL};
#undef T
MAP_MESSAGE_FUNCTIONS(sup, SupportFault)
static const struct map_message fault = MAP_MESSAGE(sup, SupportFault, &fault_type);

static const struct map_refusal refusals[] = {
	COMMON_REFUSALS,
	{"PERSON_MISMATCH", 422, "The person is known otherwise", "Сведения о лице не совпадают с учётными",
	    "Correct the name or the birth date, or leave the person out.", "Исправьте имя или дату рождения либо не указывайте лицо."},
	{"POLICY_MISMATCH", 422, "The policy is somebody else's", "Полис принадлежит другому лицу",
	    "Check the number of the policy of the person who is asked about.", "Проверьте номер полиса лица, о котором вопрос."},
	{NULL, 0, NULL, NULL, NULL, NULL}
};

#define SERVICE support
MAP_MESSAGES(sup, ListSupportMeasures)
MAP_MESSAGES(sup, CheckEligibility)
MAP_MESSAGES(sup, GetMedicineEntitlement)
static const struct map_operation operations[] = {
	MAP_OPERATION(sup, ListSupportMeasures, "GET", "/v1/support-measures", 200, list_type, measures_type,
	    "What the citizen is entitled to, and how to apply", "Меры поддержки, которые положены гражданину, и как их получить",
	    ECHO({"/snils", "/token/snils", &map_codec_snils},)),
	MAP_OPERATION(sup, CheckEligibility, "POST", "/v1/support-measures/eligibility", 200, check_type, checked_type,
	    "Check what a person would be entitled to; changes nothing",
	    "Проверить, на какие меры поддержки есть право; ничего не меняет",
	    ECHO({"/snils", "/token/snils", &map_codec_snils},)),
	MAP_OPERATION(sup, GetMedicineEntitlement, "GET", "/v1/support-measures/medicines", 200, medicines_request_type,
	    medicines_type, "Medicines free of charge", "Право на бесплатные лекарства",
	    ECHO({"/snils", "/token/snils", &map_codec_snils},)),
	{.name = NULL}
};

const struct map_service map_service_support = {
	"support", "Support measures", "Меры поддержки", &fault, refusals, operations,
};
/* clang-format on */
