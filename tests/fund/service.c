#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "tests/fund/service.h"

enum { LIMIT_DEFAULT = 50 };

const char *const fund_schemas[] = {
	fund_done_schema,
	fund_account_schema,
	fund_pension_schema,
	fund_payments_schema,
	fund_documents_schema,
	fund_applications_schema,
	fund_appeals_schema,
	fund_appointments_schema,
	fund_support_schema,
	fund_selfemployed_schema,
	fund_registry_schema,
	NULL,
};

enum service_trouble
service_look(struct soap *soap, const struct person *person, const char **ret_field)
{
	struct dispatch_call *call = soap->user;
	struct citizen citizen;

	if (call->data == DATA_FAULT)
		return SERVICE_BROKEN;
	if (call->data == DATA_REFUSE)
		return SERVICE_REFUSES;
	*ret_field = "Snils";
	if (person_find(call->fund, person->snils, &citizen))
		*ret_field = person_difference(person, &citizen);
	return *ret_field == NULL ? SERVICE_WELL : SERVICE_PERSON;
}

struct SOAP_ENV__Detail *
service_fault_detail(struct soap *soap)
{
	struct SOAP_ENV__Detail *detail = SERVICE_NEW(soap, struct SOAP_ENV__Detail);

	(void)soap_sender_fault(soap, "The request is refused", NULL);
	CHECK(soap->fault != NULL);
	if (soap->version == 2)
		soap->fault->SOAP_ENV__Detail = detail;
	else
		soap->fault->detail = detail;
	return detail;
}

struct db *
service_db(struct soap *soap)
{
	struct dispatch_call *call = soap->user;

	return call->fund->db;
}

void
service_keep(struct soap *soap)
{
	struct dispatch_call *call = soap->user;

	call->keep = true;
}

struct citizen
service_citizen(const char *snils)
{
	struct citizen citizen;

	citizen_make((unsigned)citizen_number(snils), &citizen);
	return citizen;
}

char *
service_snils(struct soap *soap, const char *snils)
{
	struct dispatch_call *call = soap->user;
	struct citizen other;

	if (call->data != DATA_WRONG_PERSON)
		return service_text(soap, snils);
	citizen_make((unsigned)citizen_number(snils) + 1, &other);
	return service_text(soap, other.snils);
}

char *
service_text(struct soap *soap, const char *text)
{
	char *copy;

	if (text == NULL)
		return NULL;
	copy = soap_strdup(soap, text);
	CHECK(copy != NULL);
	return copy;
}

void *
service_zeroed(struct soap *soap, size_t size)
{
	void *p = soap_malloc(soap, size != 0 ? size : 1);

	CHECK(p != NULL);
	memset(p, 0, size);
	return p;
}

char *
service_moment(struct soap *soap, int64_t us)
{
	char text[CLOCK_TEXT_SIZE];

	clock_print_ms(us, text);
	return service_text(soap, text);
}

char *
service_date(struct soap *soap, int64_t us)
{
	char *text = service_moment(soap, us);

	text[10] = '\0';
	return text;
}

char *
service_money(struct soap *soap, int64_t kopecks)
{
	int64_t size = kopecks < 0 ? -kopecks : kopecks;

	return dispatch_printf(soap, "%s%lld.%02lld", kopecks < 0 ? "-" : "", (long long)(size / 100),
	    (long long)(size % 100));
}

bool
service_page_read(const int *limit, const char *cursor, struct service_page *ret_page)
{
	char *end;

	*ret_page = (struct service_page){.limit = limit != NULL ? *limit : LIMIT_DEFAULT};
	if (cursor == NULL)
		return true;
	if (cursor[0] != 'o' || cursor[1] < '1' || cursor[1] > '9' || strlen(cursor) > 12)
		return false;
	ret_page->offset = strtoll(cursor + 1, &end, 10);
	return *end == '\0';
}

char *
service_page_next(struct soap *soap, const struct service_page *page, int64_t n)
{
	if (n <= page->limit)
		return NULL;
	return dispatch_printf(soap, "o%lld", (long long)(page->offset + page->limit));
}
