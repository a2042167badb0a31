/*
 * Kinds of applications: health and care.
 */
#include "config.h"

#include "mapping/kinds.h"
#include "soapH.h"

static const struct map_name category_names[] = {
	{"firstGroup",    app__CareCategoryType__FirstGroup},
	{"disabledChild", app__CareCategoryType__DisabledChild},
	{"overEighty",    app__CareCategoryType__OverEighty},
	{"needing",       app__CareCategoryType__Needing},
	{NULL, 0},
};

static const struct map_name cause_names[] = {
	{"illness",      app__IncapacityCauseType__Illness},
	{"injury",       app__IncapacityCauseType__Injury},
	{"workAccident", app__IncapacityCauseType__WorkAccident},
	{"quarantine",   app__IncapacityCauseType__Quarantine},
	{"childCare",    app__IncapacityCauseType__ChildCare},
	{NULL, 0},
};

static const struct map_name reason_names[] = {
	{"first",     app__ReviewReasonType__First},
	{"repeated",  app__ReviewReasonType__Repeated},
	{"programme", app__ReviewReasonType__Programme},
	{"appeal",    app__ReviewReasonType__Appeal},
	{NULL, 0},
};

static const struct map_name place_names[] = {
	{"bureau", app__ReviewPlaceType__Bureau},
	{"home",   app__ReviewPlaceType__Home},
	{"absent", app__ReviewPlaceType__Absent},
	{NULL, 0},
};

static const struct map_name form_names[] = {
	{"inKind",       app__EquipmentFormType__InKind},
	{"certificate",  app__EquipmentFormType__Certificate},
	{"compensation", app__EquipmentFormType__Compensation},
	{NULL, 0},
};

/* ---- care ---- */

#define T struct app__DisabledCareType
static bool
conclusion_is_of_the_needing(const void *obj)
{
	const T *q = obj;

	return (q->Conclusion != NULL) == (q->Category == app__CareCategoryType__Needing);
}

/* clang-format off */
static const struct map_field care_rows[] = {
	/*         need JSON name         member           limits */
	MAP_OBJECT(T, REQ, "caredFor",        CaredFor,        struct cmn__RelatedPersonType, &map_related_person_type,
	    DOC("Who is cared for.", "За кем осуществляется уход.")),
	MAP_ENUM  (T, REQ, "category",        Category,        enum app__CareCategoryType, category_names),
	MAP_ENUM  (T, REQ, "relation",        Relation,        enum app__RelationType, map_relation_names,
	    DOC("Who the person is to the applicant.", "Кем лицо приходится заявителю.")),
	MAP_DATE  (T, REQ, "since",           Since,
	    DOC("From which day on care is taken.", "С какого дня осуществляется уход.")),
	MAP_BOOL  (T, REQ, "working",         Working,
	    DOC("Whether the applicant is employed now.", "Работает ли заявитель в настоящее время.")),
	MAP_TRUE  (T, REQ, "caredForConsent", CaredForConsent,
	    DOC("Of the person, or of the legal representative; must be true.",
	        "Согласие лица или его законного представителя; должно быть true.")),
	MAP_OBJECT(T, OPT, "conclusion",      Conclusion,      struct app__PaperType, &map_paper_type,
	    DOC("That constant care is needed.", "Заключение о нуждаемости в постоянном уходе.")),
	DELIVERY_ROW(T, REQ),
	CONSENT_ROW(T),
	MAP_END
};
static const struct map_rule care_rules[] = {
	RULE(conclusion_is_of_the_needing, "/conclusion", ERR_MAP_CHOICE, "exactly with one who needs constant care",
	    "только для лица, нуждающегося в постоянном уходе, и обязательно для него"),
	RULE_END
};
const struct map_type map_kind_disabled_care = {"DisabledCare", sizeof(T), care_rows, care_rules};
#undef T

/* ---- sick leave ---- */

#define T struct app__TemporaryIncapacityType
/* clang-format on */
static bool
child_is_of_child_care(const void *obj)
{
	const T *q = obj;

	return (q->Child != NULL) == (q->Cause == app__IncapacityCauseType__ChildCare);
}

static bool
leave_has_an_end(const void *obj)
{
	const T *q = obj;

	return q->Leave->To != NULL;
}

/* clang-format off */
static const struct map_field incapacity_rows[] = {
	/*         need JSON name  member    limits */
	SICK_LEAVE_ROW(T),
	MAP_OBJECT(T, REQ, "leave",    Leave,    struct cmn__PeriodType, &map_period_type),
	MAP_ENUM  (T, REQ, "cause",    Cause,    enum app__IncapacityCauseType, cause_names),
	MAP_OBJECT(T, REQ, "employer", Employer, struct app__EmployerType, &map_employer_type),
	EARNINGS_ROW(T),
	MAP_OBJECT(T, OPT, "child",    Child,    struct cmn__RelatedPersonType, &map_related_person_type,
	    DOC("Who was cared for.", "За кем осуществлялся уход.")),
	DELIVERY_ROW(T, REQ),
	CONSENT_ROW(T),
	MAP_END
};
static const struct map_rule incapacity_rules[] = {
	RULE(leave_has_an_end, "/leave/to", ERR_MAP_MISSING, "the last day of the leave", "последний день нетрудоспособности"),
	RULE(child_is_of_child_care, "/child", ERR_MAP_CHOICE, "exactly where a child was cared for",
	    "только при уходе за ребёнком, и обязательно при нём"),
	RULE_END
};
const struct map_type map_kind_temporary_incapacity = {"TemporaryIncapacity", sizeof(T), incapacity_rows, incapacity_rules};
#undef T

/* ---- disability ---- */

#define T struct app__DisabilityReviewType
/* clang-format on */
static bool
group_is_held_unless_first(const void *obj)
{
	const T *q = obj;

	return (q->CurrentGroup != NULL) == (q->Reason != app__ReviewReasonType__First);
}

/* clang-format off */
static const struct map_field review_rows[] = {
	/*          need JSON name     member        limits */
	MAP_ENUM   (T, REQ, "reason",       Reason,       enum app__ReviewReasonType, reason_names),
	MAP_INT_PTR(T, OPT, "currentGroup", CurrentGroup, 1, 3,
	    DOC("What is held now; none where it is the first time.", "Имеющаяся группа; при первом обращении её нет.")),
	MAP_DATE   (T, OPT, "validUntil",   ValidUntil,
	    DOC("Until when the group is established.", "Срок, до которого установлена группа.")),
	MAP_OBJECT (T, REQ, "referral",     Referral,     struct app__PaperType, &map_paper_type,
	    DOC("By a medical organisation.", "Направление медицинской организации.")),
	MAP_ENUM   (T, REQ, "place",        Place,        enum app__ReviewPlaceType, place_names,
	    DOC("Where the applicant wants to be examined.", "Где заявитель просит провести освидетельствование.")),
	ADDRESS_ROW(T),
	CONTACT_ROW(T),
	MAP_BOOL   (T, REQ, "interpreter",  Interpreter,
	    DOC("Whether sign language has to be interpreted.", "Нужен ли сурдоперевод.")),
	CONSENT_ROW(T),
	MAP_END
};
static const struct map_rule review_rules[] = {
	RULE(group_is_held_unless_first, "/currentGroup", ERR_MAP_CHOICE, "none for the first time, one for all else",
	    "при первом обращении не указывается, в остальных случаях обязательна"),
	RULE_END
};
const struct map_type map_kind_disability_review = {"DisabilityReview", sizeof(T), review_rows, review_rules};
#undef T

#define T struct app__EquipmentItemType
static const struct map_field item_rows[] = {
	/*         need JSON name  member    limits */
	MAP_NUMBER(T, REQ, "code",     Code,     4, 12, EXAMPLE("7-01-01"),
	    DOC("In the classification of technical means.", "Код в классификации технических средств реабилитации.")),
	MAP_STR   (T, REQ, "name",     Name,     1, 250, EXAMPLE("Кресло-коляска")),
	MAP_INT   (T, REQ, "quantity", Quantity, 1, 1000),
	MAP_END
};
static const struct map_type item_type = {"EquipmentItem", sizeof(T), item_rows, NULL};
#undef T

#define T struct app__RehabilitationEquipmentType
/* clang-format on */
static bool
money_is_of_compensation(const void *obj)
{
	const T *q = obj;
	bool paid = q->Form == app__EquipmentFormType__Compensation;

	return (q->Price != NULL) == paid && (q->Receipt != NULL) == paid && (q->Delivery != NULL) == paid;
}

/* clang-format off */
static const struct map_field equipment_rows[] = {
	/*         need JSON name   member     limits */
	MAP_OBJECT(T, REQ, "programme", Programme, struct app__PaperType, &map_paper_type,
	    DOC("The individual programme of rehabilitation.", "Индивидуальная программа реабилитации.")),
	MAP_ENUM  (T, REQ, "form",      Form,      enum app__EquipmentFormType, form_names),
	MAP_LIST  (T, REQ, "items",     Item,      struct app__EquipmentItemType, &item_type, 1, 20),
	MAP_MONEY (T, OPT, "price",     Price,
	    DOC("What was paid, for a compensation.", "Сколько уплачено, для компенсации.")),
	MAP_OBJECT(T, OPT, "receipt",   Receipt,   struct app__PaperType, &map_paper_type),
	DELIVERY_ROW(T, OPT),
	ADDRESS_ROW(T),
	CONTACT_ROW(T),
	CONSENT_ROW(T),
	MAP_END
};
static const struct map_rule equipment_rules[] = {
	RULE(money_is_of_compensation, "/price", ERR_MAP_CHOICE, "price, receipt and delivery for a compensation, none of them else",
	    "цена, чек и способ доставки — все для компенсации, в остальных случаях ни одного"),
	RULE_END
};
const struct map_type map_kind_rehabilitation_equipment = {"RehabilitationEquipment", sizeof(T), equipment_rows, equipment_rules};
#undef T
/* clang-format on */
