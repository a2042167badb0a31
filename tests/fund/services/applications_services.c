/* The service of applications: what can be applied for. */
#include "config.h"

#include <string.h>

#include "tests/fund/services/applications.h"

/* clang-format off */
#define KIND(X) [app__KindType__##X]
const struct app_service app_services[APP_KINDS] = {
	KIND(OldAgePension) = {"10000000109", "Назначение страховой пенсии по старости",
	    "Федеральный закон № 400-ФЗ, статья 8", 10, 2148031,
	    {{"WORK_RECORD", "Трудовая книжка", false}}},
	KIND(PensionRecalculation) = {"10000000110", "Перерасчёт размера пенсии",
	    "Федеральный закон № 400-ФЗ, статья 18", 5, 2315044,
	    {{"GROUNDS", "Документ, подтверждающий основание перерасчёта", true}}},
	KIND(MaternityCapitalDisposal) = {"10000000201", "Распоряжение средствами материнского капитала",
	    "Федеральный закон № 256-ФЗ, статья 7", 10, 83302474,
	    {{"CONTRACT", "Договор с получателем средств", true}, {"OWNERSHIP", "Выписка о праве собственности", false}}},
	KIND(MaternityBenefit) = {"10000000202", "Пособие по беременности и родам",
	    "Федеральный закон № 255-ФЗ, статья 10", 10, 28460000,
	    {{"INCOME", "Справка о заработке", false}}},
	KIND(BirthLumpSum) = {"10000000203", "Единовременное пособие при рождении ребёнка",
	    "Федеральный закон № 81-ФЗ, статья 11", 10, 2676485,
	    {{"BIRTH_CERTIFICATE", "Свидетельство о рождении", true}}},
	KIND(MonthlyChildBenefit) = {"10000000204", "Единое ежемесячное пособие на ребёнка",
	    "Федеральный закон № 81-ФЗ, статья 9", 10, 1773300,
	    {{"BIRTH_CERTIFICATE", "Свидетельство о рождении", true}, {"INCOME", "Справка о доходах семьи", false}}},
	KIND(DisabledCare) = {"10000000301", "Компенсация по уходу за нетрудоспособным",
	    "Указ Президента № 1455", 10, 120000,
	    {{"WORK_RECORD", "Трудовая книжка", true}}},
	KIND(TemporaryIncapacity) = {"10000000302", "Пособие по временной нетрудоспособности",
	    "Федеральный закон № 255-ФЗ, статья 6", 10, 1850000,
	    {{"INCOME", "Справка о заработке", false}}},
	KIND(SurvivorAid) = {"10000000303", "Социальное пособие на погребение",
	    "Федеральный закон № 8-ФЗ, статья 10", 1, 936385,
	    {{"DEATH_CERTIFICATE", "Справка о смерти", true}}},
	KIND(HousingSubsidy) = {"10000000401", "Субсидия на оплату жилья и коммунальных услуг",
	    "Жилищный кодекс, статья 159", 10, 312500,
	    {{"CHARGES", "Квитанции об оплате", true}}},
	KIND(TravelCompensation) = {"10000000402", "Компенсация проезда к месту отдыха",
	    "Закон № 4520-1, статья 34", 10, 1250000,
	    {{"TICKETS", "Проездные документы", true}}},
	KIND(DisabilityReview) = {"10000000501", "Проведение медико-социальной экспертизы",
	    "Федеральный закон № 181-ФЗ, статья 8", 30, 0,
	    {{"REFERRAL", "Направление медицинской организации", true}}},
	KIND(LargeFamilyBenefit) = {"10000000205", "Меры поддержки многодетной семьи",
	    "Указ Президента № 63", 10, 650000,
	    {{"FAMILY_CERTIFICATE", "Удостоверение многодетной семьи", true}}},
	KIND(SelfEmployedSubsidy) = {"10000000601", "Субсидия самозанятому гражданину",
	    "Федеральный закон № 422-ФЗ", 20, 6000000,
	    {{"BUSINESS_PLAN", "План деятельности", true}}},
	KIND(RehabilitationEquipment) = {"10000000502", "Обеспечение средствами реабилитации",
	    "Федеральный закон № 181-ФЗ, статья 11.1", 15, 0,
	    {{"PROGRAMME", "Индивидуальная программа реабилитации", true}}},
};
/* clang-format on */

/* Small letters instead of capital ones, in place: Latin and Russian, whose octets are as many. */
static char *
fold(char *text)
{
	for (unsigned char *p = (unsigned char *)text; *p != '\0'; p++) {
		if (*p >= 'A' && *p <= 'Z')
			*p = (unsigned char)(*p + 32);
		if (p[0] != 0xd0 || p[1] > 0xaf)
			continue;
		if (p[1] == 0x81) {
			p[0] = 0xd1;
			p[1] = 0x91;
		} else if (p[1] >= 0x90) {
			p[0] = p[1] < 0xa0 ? 0xd0 : 0xd1;
			p[1] = (unsigned char)(p[1] < 0xa0 ? p[1] + 0x20 : p[1] - 0x20);
		}
		p++;
	}
	return text;
}

static bool
is_sought(struct soap *soap, const struct app_service *service, const char *search)
{
	return search == NULL || strstr(service->code, search) != NULL
	    || strstr(fold(service_text(soap, service->name)), fold(service_text(soap, search))) != NULL;
}

int
__app__ListServices(struct soap *soap, struct _app__ListServicesRequest *q, struct _app__ListServicesResponse *r)
{
	struct service_page page;
	int64_t found = 0;

	SERVICE_BEGIN(soap, app, Applications, q);
	if (!service_page_read(q->cmn__Limit, q->cmn__Cursor, &page))
		return APP_FAULT(soap, "REFUSED", "Cursor", "Такого места в списке нет.");
	r->Service = SERVICE_LIST(soap, struct app__ServiceType, APP_KINDS);
	for (int kind = 0; kind < APP_KINDS; kind++) {
		const struct app_service *service = &app_services[kind];

		if (!is_sought(soap, service, q->Search) || found++ < page.offset
		    || r->__sizeService == page.limit)
			continue;
		r->Service[r->__sizeService++] = (struct app__ServiceType){
		    .Code = service_text(soap, service->code),
		    .Name = service_text(soap, service->name),
		    .Kind = (enum app__KindType)kind,
		    .TermDays = service->term_days,
		};
	}
	r->cmn__NextCursor = service_page_next(soap, &page, found - page.offset);
	return SOAP_OK;
}

static void
describe(struct soap *soap, enum app__KindType kind, struct _app__GetServiceResponse *r)
{
	const struct app_service *service = &app_services[kind];

	r->Code = service_text(soap, service->code);
	r->Name = service_text(soap, service->name);
	r->Kind = kind;
	r->TermDays = service->term_days;
	r->Grounds = service_text(soap, service->grounds);
	r->Condition = SERVICE_LIST(soap, struct app__ConditionType, app_rule_count);
	for (size_t i = 0; i < app_rule_count; i++)
		if (app_rules[i].kind == kind)
			r->Condition[r->__sizeCondition++] = (struct app__ConditionType){
			    .Rule = service_text(soap, app_rules[i].code),
			    .Text = service_text(soap, app_rules[i].text),
			};
	r->Document = SERVICE_LIST(soap, struct app__NeededDocumentType, COUNT_OF(service->documents));
	for (const struct app_document *d = service->documents; d->kind != NULL; d++)
		r->Document[r->__sizeDocument++] = (struct app__NeededDocumentType){
		    .Kind = service_text(soap, d->kind),
		    .Name = service_text(soap, d->name),
		    .Required = d->required ? xsd__boolean__true_ : xsd__boolean__false_,
		};
}

int
__app__GetService(struct soap *soap, struct _app__GetServiceRequest *q, struct _app__GetServiceResponse *r)
{
	SERVICE_BEGIN(soap, app, Applications, q);
	for (int kind = 0; kind < APP_KINDS; kind++)
		if (strcmp(app_services[kind].code, q->Code) == 0) {
			describe(soap, (enum app__KindType)kind, r);
			return SOAP_OK;
		}
	return APP_FAULT(soap, "NOT_FOUND", "Code", "Такой услуги нет.");
}
