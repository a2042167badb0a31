/* The service of the individual account: the service record, disputes about it, the duration of experience. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "tests/fund/services/paid.h"
#include "tests/fund/services/pension.h"
#include "tests/fund/services/record.h"

enum { DAY_S = 24 * 3600, TERM_DAYS = 10, YEARS_MAX = 100 };

static char *
points(struct soap *soap, int64_t thousandths)
{
	return dispatch_printf(soap, "%lld.%03lld", (long long)(thousandths / 1000), (long long)(thousandths % 1000));
}

static char *
first_day(struct soap *soap, unsigned at)
{
	return dispatch_printf(soap, "%04u-%02u-01", at / 12, at % 12 + 1);
}

static char *
last_day(struct soap *soap, unsigned at)
{
	static const unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return dispatch_printf(soap, "%04u-%02u-%02u", at / 12, at % 12 + 1, days[at % 12]);
}

/* ---- GetServiceRecord ---- */

static void
fill_periods(struct soap *soap, const struct citizen *citizen, unsigned last,
    struct _pen__GetServiceRecordResponse *r)
{
	struct record_period p[RECORD_MAX];
	int64_t sum = 0;
	int n = record_employment(citizen, last, p);

	r->Employment = SERVICE_LIST(soap, struct pen__EmploymentType, n);
	for (int i = 0; i < n; i++) {
		r->Employment[r->__sizeEmployment++] = (struct pen__EmploymentType){
		    .Employer = service_text(soap, p[i].employer),
		    .RegistrationNumber = service_text(soap, p[i].registration),
		    .Position = service_text(soap, p[i].position),
		    .From = first_day(soap, p[i].from),
		    .To = p[i].open ? NULL : last_day(soap, p[i].to),
		    .Months = (int)p[i].months};
		r->Totals->InsuredMonths += (int)p[i].months;
	}
	n = record_counted(citizen, last, p);
	r->CountedPeriod = SERVICE_LIST(soap, struct pen__CountedPeriodType, n);
	for (int i = 0; i < n; i++) {
		r->CountedPeriod[r->__sizeCountedPeriod++] = (struct pen__CountedPeriodType){
		    .Kind = p[i].kind,
		    .From = first_day(soap, p[i].from),
		    .To = p[i].open ? NULL : last_day(soap, p[i].to),
		    .Months = (int)p[i].months,
		    .Points = points(soap, p[i].points)};
		r->Totals->CountedMonths += (int)p[i].months;
		sum += p[i].points;
	}
	r->Totals->CountedPoints = points(soap, sum);
}

int64_t
pension_points(const struct citizen *citizen, unsigned last, int64_t *ret_of_years)
{
	struct record_period p[RECORD_MAX];
	int64_t sum = 0;

	for (unsigned year = last / 12 - YEARS_MAX + 1; year <= last / 12; year++)
		sum += record_year(citizen, year, last).points;
	*ret_of_years = sum;
	for (int i = 0, n = record_counted(citizen, last, p); i < n; i++)
		sum += p[i].points;
	return sum;
}

int
__pen__GetServiceRecord(struct soap *soap, struct _pen__GetServiceRecordRequest *q,
    struct _pen__GetServiceRecordResponse *r)
{
	struct citizen citizen;
	int64_t total, of_years;
	unsigned present, last;
	char today[11];

	SERVICE_BEGIN(soap, pen, Pension, q);
	citizen = service_citizen(q->ben__Snils);
	paid_today(today, &present);
	last = record_last_month(today);
	r->Snils = service_snils(soap, q->ben__Snils);
	r->ActualDate = service_text(soap, today);
	r->Totals = SERVICE_NEW(soap, struct pen__ServiceTotalsType);
	fill_periods(soap, &citizen, last, r);
	r->YearPoints = SERVICE_LIST(soap, struct pen__YearPointsType, YEARS_MAX);
	for (unsigned year = last / 12 - YEARS_MAX + 1; year <= last / 12; year++) {
		struct record_year worked = record_year(&citizen, year, last);

		if (worked.months != 0)
			r->YearPoints[r->__sizeYearPoints++] = (struct pen__YearPointsType){(int)year,
			    worked.earnings != 0 ? service_money(soap, worked.earnings) : NULL,
			    points(soap, worked.points)};
	}
	total = pension_points(&citizen, last, &of_years);
	r->Totals->YearPoints = points(soap, of_years);
	r->Totals->TotalPoints = points(soap, total);
	r->Totals->TotalMonths = r->Totals->InsuredMonths + r->Totals->CountedMonths;
	return SOAP_OK;
}

/* ---- ReportServiceRecordError ---- */

/* Which disputes need papers. */
static bool
needs_documents(enum pen__DisputeKindType kind)
{
	return kind == pen__DisputeKindType__MissingPeriod || kind == pen__DisputeKindType__WrongEarnings;
}

int
__pen__ReportServiceRecordError(struct soap *soap, struct _pen__ReportServiceRecordErrorRequest *q,
    struct _pen__ReportServiceRecordErrorResponse *r)
{
	struct db *db = service_db(soap);
	int64_t now_us = clock_now_us(), open;
	struct _pen__PensionFault *fault;

	SERVICE_BEGIN(soap, pen, Pension, q);
	if (needs_documents(q->Kind) && q->__sizeAttachment == 0)
		return SERVICE_FAULT(soap, pen, Pension, "DOCUMENTS_REQUIRED", "Attachment",
		    "Приложите документы, которые подтверждают сказанное.");
	open = db_number(db, "SELECT id FROM dispute"
	    " WHERE snils = ?1 AND kind = ?2 AND employer IS ?3 AND from_day IS ?4 AND until_us > ?5", "titti",
	    q->ben__Snils, (int64_t)q->Kind, q->Employer, q->From, now_us);
	if (open != 0) {
		fault = SERVICE_FAULT_NEW(soap, pen, Pension, "DISPUTE_OPEN", NULL,
		    "Такое заявление уже рассматривается.");
		fault->Number = dispatch_printf(soap, "SRD-%09lld", (long long)open);
		return soap->error;
	}
	db_run(db, "INSERT INTO dispute (snils, kind, employer, from_day, until_us)"
	    " VALUES (?1, ?2, ?3, ?4, ?5)", "titti", q->ben__Snils, (int64_t)q->Kind, q->Employer, q->From,
	    now_us + (int64_t)TERM_DAYS * DAY_S * 1000000);
	r->Number = dispatch_printf(soap, "SRD-%09lld", (long long)db_last_id(db));
	r->AcceptedAt = service_moment(soap, now_us);
	r->StatusId = 6;
	r->StatusName = service_text(soap, "Принято к рассмотрению");
	r->ExpectedDate = service_date(soap, now_us + (int64_t)TERM_DAYS * DAY_S * 1000000);
	return SOAP_OK;
}

/* ---- WorkExperience ---- */

int
__pen__WorkExperience(struct soap *soap, struct _wex__WorkExperienceRequest *q, struct _wex__WorkExperienceResponse *r)
{
	struct person person = {q->person__FamilyName, q->person__FirstName, q->person__Patronymic, q->Snils,
	    q->BirthDate, citizen_number(q->Snils) % 2 == 0};
	struct record_period p[RECORD_MAX];
	const char *field;
	struct citizen citizen;
	unsigned months = 0;

	switch (service_look(soap, &person, &field)) {
	case SERVICE_WELL:
		break;
	case SERVICE_BROKEN:
		return soap_receiver_fault(soap, "The registry is not available", NULL);
	case SERVICE_REFUSES:
		return SERVICE_FAULT(soap, pen, Pension, "REFUSED", NULL, "Запрос не может быть принят.");
	case SERVICE_PERSON:
		return SERVICE_FAULT(soap, pen, Pension, "REFUSED", field,
		    "Сведения о гражданине не совпадают с учётными.");
	}
	citizen = service_citizen(q->Snils);
	for (int i = 0, n = record_employment(&citizen, record_last_month(q->OszDate), p); i < n; i++)
		months += p[i].months;
	r->person__FamilyName = q->person__FamilyName;
	r->person__FirstName = q->person__FirstName;
	r->person__Patronymic = q->person__Patronymic;
	r->Snils = service_snils(soap, q->Snils);
	r->BirthDate = q->BirthDate;
	r->OszDate = q->OszDate;
	if (months == 0)
		return SOAP_OK;
	r->ExperienceDuration = SERVICE_NEW(soap, struct wex__ExperienceDurationType);
	r->ExperienceDuration->Year = dispatch_printf(soap, "%02u", months / 12);
	r->ExperienceDuration->Month = dispatch_printf(soap, "%02u", months % 12);
	r->ExperienceDuration->Day = service_text(soap, "00");
	return SOAP_OK;
}
