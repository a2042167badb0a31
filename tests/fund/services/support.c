/* The service of support measures: who is entitled to what stands in the table; nothing is kept. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "tests/fund/offices.h"
#include "tests/fund/service.h"

const char fund_support_schema[] = "";

enum { NO_GROUP = -1, NO_LIMIT = -1, ANY_AGE = 999, CHILD_AGE = 18, MEASURES_MAX = 20 };

/* Groups of disability, as bits. */
#define GROUP(name) (1u << sup__DisabilityGroupType__##name)

/* What the Fund looks at. */
struct facts {
	int     age;                    /* in whole years */
	bool    female;
	int     group;                  /* enum sup__DisabilityGroupType, or NO_GROUP */
	int     children;               /* not of age */
	int     family;                 /* all of them, with the person */
	int64_t income;                 /* of the family, kopecks in a month; NO_LIMIT: not known */
	int     region;                 /* invented: 0 or 1 */
};

static const struct measure {
	const char *code;
	enum sup__MeasureKindType kind;
	const char *title, *terms, *grounds, *form;
	int64_t     amount;             /* kopecks */
	enum sup__PeriodicityType periodicity;
	int         age_women, age_men, age_max;
	unsigned    groups;             /* one of these; 0: any or none */
	int         children;           /* at least */
	int64_t     income;             /* of each in the family at most, or NO_LIMIT */
	int         region;             /* or NO_LIMIT */
} measures[] = {
	/* clang-format off */
	{"OLD_AGE_PENSION", sup__MeasureKindType__Pension, "Страховая пенсия по старости",
	    "Возраст, страховой стаж и пенсионные коэффициенты не ниже установленных.", "Федеральный закон № 400-ФЗ, статья 8",
	    "oldAgePension", 2310445, sup__PeriodicityType__Monthly, 60, 65, ANY_AGE, 0, 0, NO_LIMIT, NO_LIMIT},
	{"FEDERAL_SOCIAL_SUPPLEMENT", sup__MeasureKindType__Pension, "Федеральная социальная доплата к пенсии",
	    "Все доходы вместе ниже прожиточного минимума пенсионера.", "Федеральный закон № 178-ФЗ, статья 12.1",
	    "federalSocialSupplement", 412000, sup__PeriodicityType__Monthly, 60, 65, ANY_AGE, 0, 0, 1525000, NO_LIMIT},
	{"DISABILITY_PAYMENT", sup__MeasureKindType__Disability, "Ежемесячная денежная выплата инвалидам",
	    "Установлена группа инвалидности.", "Федеральный закон № 181-ФЗ, статья 28.1", "disabilityPayment",
	    360744, sup__PeriodicityType__Monthly, 0, 0, ANY_AGE,
	    GROUP(First) | GROUP(Second) | GROUP(Third) | GROUP(DisabledChild), 0, NO_LIMIT, NO_LIMIT},
	{"REHABILITATION_AIDS", sup__MeasureKindType__Disability, "Технические средства реабилитации",
	    "Есть индивидуальная программа реабилитации.", "Федеральный закон № 181-ФЗ, статья 11.1", "rehabilitationAids",
	    8500000, sup__PeriodicityType__Yearly, 0, 0, ANY_AGE, GROUP(First) | GROUP(Second) | GROUP(DisabledChild), 0,
	    NO_LIMIT, NO_LIMIT},
	{"SINGLE_CHILD_BENEFIT", sup__MeasureKindType__Family, "Единое пособие на ребёнка",
	    "Есть ребёнок до 17 лет; доход на каждого в семье ниже прожиточного минимума.", "Федеральный закон № 81-ФЗ, статья 9",
	    "singleChildBenefit", 1726300, sup__PeriodicityType__Monthly, 0, 0, ANY_AGE, 0, 1, 1773300, NO_LIMIT},
	{"MATERNITY_CAPITAL", sup__MeasureKindType__Family, "Материнский (семейный) капитал",
	    "Двое детей или больше.", "Федеральный закон № 256-ФЗ, статья 3", "maternityCapital",
	    91216271, sup__PeriodicityType__Once, 0, 0, ANY_AGE, 0, 2, NO_LIMIT, NO_LIMIT},
	{"LARGE_FAMILY_TRANSPORT", sup__MeasureKindType__Regional, "Бесплатный проезд многодетным семьям",
	    "Трое детей или больше.", "Закон субъекта Российской Федерации № 60", "largeFamilyTransport",
	    250000, sup__PeriodicityType__Yearly, 0, 0, ANY_AGE, 0, 3, NO_LIMIT, NO_LIMIT},
	{"REGIONAL_VETERAN_PAYMENT", sup__MeasureKindType__Regional, "Региональная выплата ветеранам труда",
	    "Пенсионный возраст и проживание в регионе, где есть выплата.", "Закон субъекта Российской Федерации № 70",
	    "regionalVeteranPayment", 131500, sup__PeriodicityType__Monthly, 60, 65, ANY_AGE, 0, 0, NO_LIMIT, 1},
	/* clang-format on */
};

#define FAULT(soap, code, field, text) SERVICE_FAULT(soap, sup, Support, code, field, text)

/* Why the person is not entitled; NULL: is. */
static const char *
why_not(const struct measure *m, const struct facts *f)
{
	if (f->age < (f->female ? m->age_women : m->age_men) || f->age > m->age_max)
		return "Возраст не соответствует условиям.";
	if (m->groups != 0 && (f->group == NO_GROUP || (m->groups & 1u << f->group) == 0))
		return "Нет нужной группы инвалидности.";
	if (f->children < m->children)
		return "Детей меньше, чем требуется.";
	if (m->income != NO_LIMIT && f->income == NO_LIMIT)
		return "Не указан доход семьи.";
	if (m->income != NO_LIMIT && f->income > m->income * f->family)
		return "Доход семьи выше предела.";
	if (m->region != NO_LIMIT && f->region != m->region)
		return "В регионе проживания такой меры нет.";
	return NULL;
}

static char *
print_day(struct soap *soap, int64_t day)
{
	char text[11];

	day_print(day, text);
	return service_text(soap, text);
}

static int64_t
today(void)
{
	return clock_now_us() / 1000000 / DAY_S;
}

/* From the first day of this month, for a year; a measure that is given once has no end. */
static struct cmn__PeriodType *
make_validity(struct soap *soap, const struct measure *m)
{
	struct cmn__PeriodType *period = SERVICE_NEW(soap, struct cmn__PeriodType);

	period->From = print_day(soap, today());
	memcpy(period->From + 8, "01", 2);
	if (m->periodicity != sup__PeriodicityType__Once)
		period->To = print_day(soap, today() + 365);
	return period;
}

static void
fill_measure(struct soap *soap, const struct measure *m, struct sup__MeasureType *r)
{
	*r = (struct sup__MeasureType){
	    .Code = service_text(soap, m->code),
	    .Kind = m->kind,
	    .Title = service_text(soap, m->title),
	    .Amount = service_money(soap, m->amount),
	    .Periodicity = m->periodicity,
	    .Terms = service_text(soap, m->terms),
	    .Grounds = service_text(soap, m->grounds),
	    .ApplicationForm = service_text(soap, m->form),
	    .Validity = make_validity(soap, m),
	};
}

static int
years_since(const char *birth)
{
	char now[11];

	day_print(today(), now);
	return (int)(strtol(now, NULL, 10) - strtol(birth, NULL, 10)) - (strncmp(now + 5, birth + 5, 5) < 0);
}

/* What the Fund's own records say of a citizen: made from the number. */
static struct facts
recorded(const struct citizen *citizen)
{
	static const int groups[] = {NO_GROUP, sup__DisabilityGroupType__Third, NO_GROUP,
	    sup__DisabilityGroupType__Second, NO_GROUP, NO_GROUP, sup__DisabilityGroupType__First};
	struct facts f = {
	    .age = years_since(citizen->birth_date),
	    .female = strcmp(citizen->gender, "Female") == 0,
	    .group = groups[citizen->number % COUNT_OF(groups)],
	    .children = (int)(citizen->number % 4),
	    .income = (int64_t)(citizen->number % 9) * 700000 + 900000,
	    .region = (int)(citizen->number % 2),
	};

	f.family = f.children + 1;
	return f;
}

int
__sup__ListSupportMeasures(struct soap *soap, struct _sup__ListSupportMeasuresRequest *q,
    struct _sup__ListSupportMeasuresResponse *r)
{
	struct citizen citizen;
	struct facts f;

	SERVICE_BEGIN(soap, sup, Support, q);
	citizen = service_citizen(q->ben__Snils);
	f = recorded(&citizen);
	r->Snils = service_snils(soap, q->ben__Snils);
	r->AsOf = print_day(soap, today());
	r->Measure = SERVICE_LIST(soap, struct sup__MeasureType, MEASURES_MAX);
	for (size_t i = 0; i < COUNT_OF(measures); i++)
		if (why_not(&measures[i], &f) == NULL && (q->Kind == NULL || *q->Kind == measures[i].kind))
			fill_measure(soap, &measures[i], &r->Measure[r->__sizeMeasure++]);
	return SOAP_OK;
}

/* ---- what is said, instead of what is recorded ---- */

/* Places 3 to 10 of a policy: nines less month (and era), year backwards, day (and sex); rules of the register. */
static void
print_policy_birth(const char *birth, bool female, char text[9])
{
	long year = strtol(birth, NULL, 10), month = strtol(birth + 5, NULL, 10), day = strtol(birth + 8, NULL, 10);

	char digits[64];

	month += year <= 1950 ? 20 : year <= 2000 ? 40 : 0;
	snprintf(digits, sizeof(digits), "%02ld%c%c%c%c%02ld", month % 100, birth[3], birth[2], birth[1], birth[0],
	    (day + (female ? 0 : 50)) % 100);
	for (int i = 0; i < 8; i++)
		text[i] = (char)('9' - (digits[i] - '0'));
	text[8] = '\0';
}

static bool
policy_fits(const char *policy, const char *birth, const bool *female)
{
	char text[9];

	for (int sex = 0; sex <= 1; sex++) {
		print_policy_birth(birth, sex == 1, text);
		if ((female == NULL || *female == (sex == 1)) && strncmp(policy + 2, text, 8) == 0)
			return true;
	}
	return false;
}

static int64_t
kopecks(const char *amount)
{
	char *end;
	int64_t sum = strtoll(amount, &end, 10) * 100;

	if (*end == '.' && end[1] != '\0')
		sum += strtol(end + 1, NULL, 10) * (end[2] == '\0' ? 10 : 1);
	return sum;
}

/* What the request says of the family. */
static void
read_family(const struct _sup__CheckEligibilityRequest *q, struct facts *f)
{
	f->children = 0;
	f->family = 1 + q->__sizeFamilyMember;
	for (int i = 0; i < q->__sizeFamilyMember; i++)
		f->children += q->FamilyMember[i].Relation == sup__RelationType__Child
		    && years_since(q->FamilyMember[i].Person->BirthDate) < CHILD_AGE;
	f->group = q->DisabilityGroup != NULL ? (int)*q->DisabilityGroup : NO_GROUP;
	f->income = q->FamilyIncome != NULL ? kopecks(q->FamilyIncome) : NO_LIMIT;
}

/* The element of Person in which it differs from the citizen, whose SNILS it has; NULL: in none. */
static const char *
mismatch(const struct cmn__RelatedPersonType *person, const struct citizen *citizen)
{
	struct person said = {person->person__FamilyName, person->person__FirstName, person->person__Patronymic,
	    person->Snils, person->BirthDate, strcmp(citizen->gender, "Female") == 0};

	return person_difference(&said, citizen);
}

static bool
is_other(const struct _sup__CheckEligibilityRequest *q)
{
	return q->Person != NULL && (q->Person->Snils == NULL || strcmp(q->Person->Snils, q->ben__Snils) != 0);
}

int
__sup__CheckEligibility(struct soap *soap, struct _sup__CheckEligibilityRequest *q,
    struct _sup__CheckEligibilityResponse *r)
{
	struct citizen citizen;
	struct facts f;

	SERVICE_BEGIN(soap, sup, Support, q);
	citizen = service_citizen(q->ben__Snils);
	f = recorded(&citizen);
	if (!is_other(q) && q->Person != NULL && mismatch(q->Person, &citizen) != NULL)
		return FAULT(soap, "PERSON_MISMATCH", dispatch_printf(soap, "Person/%s", mismatch(q->Person, &citizen)),
		    "Сведения о лице не совпадают с учётными.");
	if (!policy_fits(q->PolicyNumber, is_other(q) ? q->Person->BirthDate : citizen.birth_date,
	        is_other(q) ? NULL : &f.female))
		return FAULT(soap, "POLICY_MISMATCH", "PolicyNumber", "Полис принадлежит другому лицу.");
	if (is_other(q))
		f.age = years_since(q->Person->BirthDate);
	read_family(q, &f);
	r->Snils = service_snils(soap, q->ben__Snils);
	r->CheckedAt = service_moment(soap, clock_now_us());
	r->Measure = SERVICE_LIST(soap, struct sup__MeasureType, MEASURES_MAX);
	r->Unmet = SERVICE_LIST(soap, struct sup__UnmetMeasureType, MEASURES_MAX);
	for (size_t i = 0; i < COUNT_OF(measures); i++) {
		const struct measure *m = &measures[i];
		const char *reason = why_not(m, &f);

		if (reason == NULL)
			fill_measure(soap, m, &r->Measure[r->__sizeMeasure++]);
		else
			r->Unmet[r->__sizeUnmet++] = (struct sup__UnmetMeasureType){service_text(soap, m->code),
			    m->kind, service_text(soap, m->title), service_text(soap, reason)};
	}
	return SOAP_OK;
}

/* ---- medicines ---- */

static const char *const substances[][2] = {
	{"Метформин", "таблетки, 500 мг"}, {"Эналаприл", "таблетки, 10 мг"}, {"Бисопролол", "таблетки, 5 мг"},
	{"Сальбутамол", "аэрозоль, 100 мкг"},
};

/* The citizen's policy: region, birth date and sex, number, and the digit that makes the Luhn sum foot. */
static char *
make_policy(struct soap *soap, const struct citizen *citizen)
{
	char birth[9], policy[17];
	int sum = 0;

	print_policy_birth(citizen->birth_date, strcmp(citizen->gender, "Female") == 0, birth);
	snprintf(policy, sizeof(policy), "77%s%05u0", birth, citizen->number % 100000);
	for (int i = 0; i < 15; i++) {
		int digit = (policy[i] - '0') * (i % 2 == 0 ? 2 : 1);

		sum += digit > 9 ? digit - 9 : digit;
	}
	policy[15] = (char)('0' + (10 - sum % 10) % 10);
	return service_text(soap, policy);
}

int
__sup__GetMedicineEntitlement(struct soap *soap, struct _sup__GetMedicineEntitlementRequest *q,
    struct _sup__GetMedicineEntitlementResponse *r)
{
	struct citizen citizen;
	struct facts f;

	SERVICE_BEGIN(soap, sup, Support, q);
	citizen = service_citizen(q->ben__Snils);
	f = recorded(&citizen);
	r->Snils = service_snils(soap, q->ben__Snils);
	r->PolicyNumber = make_policy(soap, &citizen);
	r->Entitled = f.group != NO_GROUP ? xsd__boolean__true_ : xsd__boolean__false_;
	if (f.group == NO_GROUP) {
		r->Reason = service_text(soap, "Льготная категория не установлена.");
		return SOAP_OK;
	}
	r->Grounds = service_text(soap, "Федеральный закон № 178-ФЗ, статья 6.1");
	r->Period = SERVICE_NEW(soap, struct cmn__PeriodType);
	r->Period->From = print_day(soap, today());
	memcpy(r->Period->From + 5, "01-01", 5);
	r->Period->To = dispatch_printf(soap, "%.4s-12-31", r->Period->From);
	r->Medicine = SERVICE_LIST(soap, struct sup__MedicineType, COUNT_OF(substances));
	for (size_t i = citizen.number % 2; i < COUNT_OF(substances); i += 2)
		r->Medicine[r->__sizeMedicine++] = (struct sup__MedicineType){service_text(soap, substances[i][0]),
		    service_text(soap, substances[i][1]), print_day(soap, today() + 90)};
	return SOAP_OK;
}
