/*
 * Kinds of applications: pensions.
 */
#include "config.h"

#include "mapping/kinds.h"
#include "soapH.h"

static const struct map_name early_names[] = {
	{"hazardousWork", app__EarlyGroundsType__HazardousWork},
	{"northernWork",  app__EarlyGroundsType__NorthernWork},
	{"teaching",      app__EarlyGroundsType__Teaching},
	{"medicine",      app__EarlyGroundsType__Medicine},
	{"manyChildren",  app__EarlyGroundsType__ManyChildren},
	{"longService",   app__EarlyGroundsType__LongService},
	{NULL, 0},
};

static const struct map_name pension_names[] = {
	{"oldAge",     app__PensionKindType__OldAge},
	{"disability", app__PensionKindType__Disability},
	{"survivor",   app__PensionKindType__Survivor},
	{NULL, 0},
};

static const struct map_name grounds_names[] = {
	{"dependants",      app__RecalculationGroundsType__Dependants},
	{"disabilityGroup", app__RecalculationGroundsType__DisabilityGroup},
	{"serviceRecord",   app__RecalculationGroundsType__ServiceRecord},
	{"residence",       app__RecalculationGroundsType__Residence},
	{NULL, 0},
};

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
	ADDRESS_ROW(T),
	CONTACT_ROW(T),
	MAP_OBJECT(T, REQ, "delivery",               Delivery,               struct cmn__DeliveryType, &map_delivery_type,
	    DOC("How the pension is paid out.", "Способ доставки пенсии.")),
	MAP_MONEY (T, OPT, "averageMonthlyEarnings", AverageMonthlyEarnings,
	    DOC("Over any 60 months in a row before 2002, where it is confirmed by papers.",
	        "За любые 60 месяцев подряд до 2002 года, если заработок подтверждён документами.")),
	MAP_LIST  (T, OPT, "workPeriods",            WorkPeriod,             struct app__WorkPeriodType, &map_work_period_type, 0, 50,
	    DOC("Employment that the Fund's record may lack.", "Периоды работы, которых может не быть в учёте Фонда.")),
	MAP_ENUM_PTR(T, OPT, "earlyGrounds",         EarlyGrounds,           enum app__EarlyGroundsType, early_names,
	    DOC("Why the pension is asked for before the general age.", "Основание досрочного назначения пенсии.")),
	CONSENT_ROW(T),
	MAP_END
};
const struct map_type map_kind_old_age_pension = {"OldAgePension", sizeof(T), pension_rows, NULL};
#undef T

#define T struct app__PensionRecalculationType
/* clang-format on */
static bool
recalculation_has_its_grounds(const void *obj)
{
	const T *q = obj;

	return (q->Grounds == app__RecalculationGroundsType__Dependants) == (q->__sizeDependant > 0)
	    && (q->Grounds == app__RecalculationGroundsType__DisabilityGroup) == (q->DisabilityGroup != NULL)
	    && (q->Grounds == app__RecalculationGroundsType__ServiceRecord) == (q->__sizeWorkPeriod > 0);
}

static bool
recalculation_begins_a_month(const void *obj)
{
	const T *q = obj;
	char text[MAP_TEXT_SIZE];

	return map_trim(q->EffectiveDate, text) && text[8] == '0' && text[9] == '1';
}

/* clang-format off */
static const struct map_field recalculation_rows[] = {
	/*          need JSON name        member           limits */
	MAP_ENUM   (T, REQ, "pensionKind",     PensionKind,     enum app__PensionKindType, pension_names,
	    DOC("Which pension is paid now.", "Какая пенсия выплачивается.")),
	MAP_ENUM   (T, REQ, "grounds",         Grounds,         enum app__RecalculationGroundsType, grounds_names,
	    DOC("Why it is to be counted anew.", "Основание перерасчёта.")),
	MAP_DATE   (T, REQ, "effectiveDate",   EffectiveDate,   EXAMPLE("2027-01-01"),
	    DOC("From which month; its first day.", "С какого месяца: его первый день.")),
	MAP_BOOL   (T, REQ, "working",         Working,
	    DOC("Whether the applicant is employed now.", "Работает ли заявитель в настоящее время.")),
	MAP_INT_PTR(T, OPT, "disabilityGroup", DisabilityGroup, 1, 3,
	    DOC("The new group, where it is the grounds.", "Новая группа инвалидности, если она служит основанием.")),
	MAP_LIST   (T, OPT, "dependants",      Dependant,       struct app__FamilyMemberType, &map_family_member_type, 0, 20,
	    DOC("Where they are the grounds.", "Иждивенцы, если они служат основанием.")),
	MAP_LIST   (T, OPT, "workPeriods",     WorkPeriod,      struct app__WorkPeriodType, &map_work_period_type, 0, 50,
	    DOC("Where the service record is the grounds.", "Периоды работы, если основанием служит стаж.")),
	ADDRESS_ROW(T),
	CONSENT_ROW(T),
	MAP_END
};
static const struct map_rule recalculation_rules[] = {
	RULE(recalculation_has_its_grounds, "/grounds", ERR_MAP_CHOICE,
	    "dependants, the group or work periods: what is the grounds, and only that",
	    "иждивенцы, группа или периоды работы: то, что служит основанием, и только это"),
	RULE(recalculation_begins_a_month, "/effectiveDate", ERR_MAP_RANGE, "the first day of a month", "первый день месяца"),
	RULE_END
};
const struct map_type map_kind_pension_recalculation = {"PensionRecalculation", sizeof(T), recalculation_rows, recalculation_rules};
#undef T
/* clang-format on */
