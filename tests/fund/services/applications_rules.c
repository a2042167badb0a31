/* The service of applications: who may get what is applied for. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "tests/fund/services/applications.h"

enum { WOMEN_AGE = 60, MEN_AGE = 65, EARLIER = 10, SIX_MONTHS = 183 };

/* In kopecks. */
enum {
	LIVING_MINIMUM = 1773300,
	CAPITAL = 83302474,
	PROPRIETOR_INCOME_MAX = 240000000,
	SUBSIDY_MAX = 35000000,
};

#define THE(X) (look->application->X)

/* Full years from one day to another, written YYYY-MM-DD. */
static int
years(const char *from, const char *to)
{
	int n = (int)(strtol(to, NULL, 10) - strtol(from, NULL, 10));

	return strncmp(to + 4, from + 4, 6) < 0 ? n - 1 : n;
}

static int64_t
days(const char *from, const char *to)
{
	char text[CLOCK_TEXT_SIZE];
	int64_t a = 0, b = 0;

	snprintf(text, sizeof(text), "%.10sT00:00:00Z", from);
	(void)clock_parse(text, &a);
	snprintf(text, sizeof(text), "%.10sT00:00:00Z", to);
	(void)clock_parse(text, &b);
	return (b - a) / 1000000 / APP_DAY_S;
}

static int64_t
kopecks(const char *money)
{
	const char *point = strchr(money, '.');
	int64_t n = strtoll(money, NULL, 10) * 100;

	if (point == NULL || point[1] == '\0')
		return n;
	n += (point[1] - '0') * 10;
	return point[2] != '\0' ? n + point[2] - '0' : n;
}

/* Of a family of so many, on average in a month of the year that counts. */
static int64_t
income_per_head(const struct app__IncomeType *income, int n, int heads)
{
	int64_t sum = 0;

	for (int i = 0; i < n; i++)
		sum += kopecks(income[i].Amount);
	return sum / 12 / heads;
}

static bool
of_pension_age(const struct app_look *look)
{
	int age = look->citizen.gender[0] == 'F' ? WOMEN_AGE : MEN_AGE;

	if (THE(OldAgePension)->EarlyGrounds != NULL)
		age -= EARLIER;
	return years(look->citizen.birth_date, THE(OldAgePension)->DesiredDate) >= age;
}

static bool
not_long_ago(const struct app_look *look)
{
	return days(THE(PensionRecalculation)->EffectiveDate, look->today) < SIX_MONTHS;
}

static bool
within_capital(const struct app_look *look)
{
	const char *amount = THE(MaternityCapitalDisposal)->Amount;

	return amount == NULL || kopecks(amount) <= CAPITAL;
}

/* A mortgage may be paid at once, and the monthly payment is meant for the small ones. */
static bool
child_is_three(const struct app_look *look)
{
	const struct app__MaternityCapitalDisposalType *q = THE(MaternityCapitalDisposal);
	bool at_once = q->Purpose == app__CapitalPurposeType__MonthlyPayment
	    || (q->Housing != NULL && q->Housing->Way == app__HousingWayType__Mortgage);

	return at_once || years(q->Child->Person->BirthDate, look->today) >= 3;
}

static bool
child_is_small(const struct app_look *look)
{
	const struct app__MaternityCapitalDisposalType *q = THE(MaternityCapitalDisposal);

	return q->Purpose != app__CapitalPurposeType__MonthlyPayment
	    || years(q->Child->Person->BirthDate, look->today) < 3;
}

static bool
is_woman(const struct app_look *look)
{
	return look->citizen.gender[0] == 'F';
}

static bool
birth_in_time(const struct app_look *look)
{
	return days(THE(BirthLumpSum)->Child->Person->BirthDate, look->today) <= SIX_MONTHS;
}

static bool
role_fits_sex(const struct app_look *look)
{
	enum app__ParentRoleType role = THE(BirthLumpSum)->Role;

	return (role != app__ParentRoleType__Mother || is_woman(look))
	    && (role != app__ParentRoleType__Father || !is_woman(look));
}

static bool
children_under(const struct app__ChildType *child, int n, int age, const struct app_look *look)
{
	for (int i = 0; i < n; i++)
		if (years(child[i].Person->BirthDate, look->today) >= age)
			return false;
	return true;
}

static bool
monthly_age(const struct app_look *look)
{
	return children_under(THE(MonthlyChildBenefit)->Child, THE(MonthlyChildBenefit)->__sizeChild, 17, look);
}

static bool
monthly_income(const struct app_look *look)
{
	const struct app__MonthlyChildBenefitType *q = THE(MonthlyChildBenefit);

	return income_per_head(q->Income, q->__sizeIncome, 1 + q->__sizeChild + q->__sizeFamilyMember) < LIVING_MINIMUM;
}

static bool
monthly_property(const struct app_look *look)
{
	return THE(MonthlyChildBenefit)->Property->Cars <= 1;
}

static bool
large_age(const struct app_look *look)
{
	return children_under(THE(LargeFamilyBenefit)->Child, THE(LargeFamilyBenefit)->__sizeChild, 18, look);
}

static bool
carer_is_free(const struct app_look *look)
{
	return THE(DisabledCare)->Working != xsd__boolean__true_;
}

static bool
cared_for_is_eighty(const struct app_look *look)
{
	const struct app__DisabledCareType *q = THE(DisabledCare);

	return q->Category != app__CareCategoryType__OverEighty || years(q->CaredFor->BirthDate, q->Since) >= 80;
}

static bool
leave_in_time(const struct app_look *look)
{
	return days(THE(TemporaryIncapacity)->Leave->To, look->today) <= SIX_MONTHS;
}

static bool
leave_is_over(const struct app_look *look)
{
	return days(THE(TemporaryIncapacity)->Leave->To, look->today) >= 0;
}

static bool
death_in_time(const struct app_look *look)
{
	return days(THE(SurvivorAid)->DeathDate, look->today) <= SIX_MONTHS;
}

static bool
no_debt(const struct app_look *look)
{
	return THE(HousingSubsidy)->HasDebt != xsd__boolean__true_;
}

/* Charges are more than 22 percent of the family's income. */
static bool
charges_are_high(const struct app_look *look)
{
	const struct app__HousingSubsidyType *q = THE(HousingSubsidy);

	return kopecks(q->MonthlyCharges) * 100 > income_per_head(q->Income, q->__sizeIncome, 1) * 22;
}

static bool
costs_sum_up(const struct app_look *look)
{
	const struct app__TravelCompensationType *q = THE(TravelCompensation);
	int64_t sum = 0;

	for (int i = 0; i < q->__sizeTransport; i++)
		sum += kopecks(q->Transport[i].Cost);
	return sum == kopecks(q->Cost);
}

static bool
journey_is_over(const struct app_look *look)
{
	return days(THE(TravelCompensation)->Journey->To, look->today) >= 0;
}

static bool
referral_is_fresh(const struct app_look *look)
{
	return days(THE(DisabilityReview)->Referral->IssueDate, look->today) <= 30;
}

static bool
income_is_small(const struct app_look *look)
{
	return kopecks(THE(SelfEmployedSubsidy)->AnnualIncome) <= PROPRIETOR_INCOME_MAX;
}

static bool
subsidy_is_small(const struct app_look *look)
{
	return kopecks(THE(SelfEmployedSubsidy)->Amount) <= SUBSIDY_MAX;
}

static bool
programme_is_issued(const struct app_look *look)
{
	return days(THE(RehabilitationEquipment)->Programme->IssueDate, look->today) >= 0;
}

/* clang-format off */
#define RULES(X, code, field, text, met) {app__KindType__##X, code, "Application/" #X "/" field, text, met}
const struct app_rule app_rules[] = {
	RULES(OldAgePension, "PENSION_AGE", "DesiredDate", "Возраст на указанную дату: женщины — 60 лет, мужчины — 65, досрочно — на 10 лет раньше.", of_pension_age),
	RULES(PensionRecalculation, "TERM_OF_SIX_MONTHS", "EffectiveDate", "Перерасчёт — не ранее чем за шесть месяцев до обращения.", not_long_ago),
	RULES(MaternityCapitalDisposal, "CAPITAL_EXCEEDED", "Amount", "Сумма не больше остатка материнского капитала.", within_capital),
	RULES(MaternityCapitalDisposal, "CHILD_UNDER_THREE", "Child", "Ребёнку исполнилось три года, кроме погашения ипотеки и ежемесячной выплаты.", child_is_three),
	RULES(MaternityCapitalDisposal, "CHILD_OVER_THREE", "Child", "Ежемесячная выплата — до трёх лет ребёнка.", child_is_small),
	RULES(MaternityBenefit, "WOMEN_ONLY", "SickLeaveNumber", "Пособие назначается женщине.", is_woman),
	RULES(BirthLumpSum, "TERM_OF_SIX_MONTHS", "Child", "Обращение — не позднее шести месяцев со дня рождения.", birth_in_time),
	RULES(BirthLumpSum, "ROLE_FITS", "Role", "Указанное родство соответствует полу заявителя.", role_fits_sex),
	RULES(MonthlyChildBenefit, "CHILD_AGE", "Child", "Ребёнку не исполнилось 17 лет.", monthly_age),
	RULES(MonthlyChildBenefit, "INCOME_ABOVE_MINIMUM", "Income", "Среднедушевой доход ниже прожиточного минимума.", monthly_income),
	RULES(MonthlyChildBenefit, "PROPERTY", "Property", "У семьи не более одного автомобиля.", monthly_property),
	RULES(LargeFamilyBenefit, "CHILD_AGE", "Child", "Детям не исполнилось 18 лет.", large_age),
	RULES(DisabledCare, "CARER_WORKS", "Working", "Ухаживающий не работает.", carer_is_free),
	RULES(DisabledCare, "AGE_OF_EIGHTY", "CaredFor", "Лицу, за которым ухаживают, исполнилось 80 лет.", cared_for_is_eighty),
	RULES(TemporaryIncapacity, "TERM_OF_SIX_MONTHS", "Leave", "Обращение — не позднее шести месяцев после выздоровления.", leave_in_time),
	RULES(TemporaryIncapacity, "LEAVE_IS_OVER", "Leave", "Листок нетрудоспособности закрыт.", leave_is_over),
	RULES(SurvivorAid, "TERM_OF_SIX_MONTHS", "DeathDate", "Обращение — не позднее шести месяцев со дня смерти.", death_in_time),
	RULES(HousingSubsidy, "DEBT", "HasDebt", "Нет задолженности по оплате.", no_debt),
	RULES(HousingSubsidy, "CHARGES_BELOW_SHARE", "MonthlyCharges", "Расходы на жильё больше 22 процентов дохода.", charges_are_high),
	RULES(TravelCompensation, "COST_SUM", "Cost", "Стоимость равна сумме частей проезда.", costs_sum_up),
	RULES(TravelCompensation, "JOURNEY_IS_OVER", "Journey", "Поездка завершена.", journey_is_over),
	RULES(DisabilityReview, "REFERRAL_EXPIRED", "Referral", "Направление выдано не более 30 дней назад.", referral_is_fresh),
	RULES(SelfEmployedSubsidy, "INCOME_LIMIT", "AnnualIncome", "Доход за год не более 2 400 000 рублей.", income_is_small),
	RULES(SelfEmployedSubsidy, "SUBSIDY_LIMIT", "Amount", "Субсидия не более 350 000 рублей.", subsidy_is_small),
	RULES(RehabilitationEquipment, "PROGRAMME_ISSUED", "Programme", "Программа реабилитации уже выдана.", programme_is_issued),
};
/* clang-format on */
const size_t app_rule_count = COUNT_OF(app_rules);

bool
app_look_at(const struct app__ApplicationType *application, const char *snils, struct app_look *ret_look)
{
#define GIVEN(X)                                                                                       \
	{application->X != NULL, app__KindType__##X,                                                   \
	    application->X != NULL && application->X->Consent == xsd__boolean__true_}
	const struct {
		bool               given;
		enum app__KindType kind;
		bool               consent;
	} kinds[] = {
		GIVEN(OldAgePension),
		GIVEN(PensionRecalculation),
		GIVEN(MaternityCapitalDisposal),
		GIVEN(MaternityBenefit),
		GIVEN(BirthLumpSum),
		GIVEN(MonthlyChildBenefit),
		GIVEN(DisabledCare),
		GIVEN(TemporaryIncapacity),
		GIVEN(SurvivorAid),
		GIVEN(HousingSubsidy),
		GIVEN(TravelCompensation),
		GIVEN(DisabilityReview),
		GIVEN(LargeFamilyBenefit),
		GIVEN(SelfEmployedSubsidy),
		GIVEN(RehabilitationEquipment),
	};
#undef GIVEN

	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (kinds[i].given) {
			*ret_look = (struct app_look){.application = application, .kind = kinds[i].kind,
			    .citizen = service_citizen(snils)};
			clock_print_ms(clock_now_us(), ret_look->today);
			return kinds[i].consent;
		}
	return false;
}
