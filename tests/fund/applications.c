/* The service of applications. */
#include "config.h"

#include <soapH.h>

#include "tests/fund/person.h"
#include "tests/fund/store.h"

enum { DAY_S = 24 * 3600, TERM_DAYS = 14 };

/* What every request to this service is refused for; 0 if nothing. */
static int
check_call(struct soap *soap, const struct person *person)
{
	struct dispatch_call *call = soap->user;
	struct citizen citizen;
	const char *field = "Snils";

	if (call->data == DATA_FAULT)
		return soap_receiver_fault(soap, "The registry is not available", NULL);
	if (call->data == DATA_REFUSE)
		return dispatch_set_fault(soap, "REFUSED", NULL, "Заявление не может быть принято.");
	if (person_find(call->fund, person->snils, &citizen))
		field = person_difference(person, &citizen);
	if (field == NULL)
		return SOAP_OK;
	return dispatch_set_fault(soap, "REFUSED", field, "Сведения о гражданине не совпадают с учётными.");
}

/* The store's own failure: to the log here, without details to the caller. */
static int
fail(struct soap *soap, const struct err_info *e)
{
	log_failure(LOG_LEVEL_ERROR, "event=store", e);
	return soap_receiver_fault(soap, "The store of applications is not available", NULL);
}

static char *
print_moment(struct soap *soap, int64_t us)
{
	char text[CLOCK_TEXT_SIZE];

	clock_print_ms(us, text);
	return dispatch_printf(soap, "%s", text);
}

int
__app__SubmitApplication(struct soap *soap, struct _app__SubmitApplicationRequest *q,
    struct _app__SubmitApplicationResponse *r)
{
	struct dispatch_call *call = soap->user;
	struct person person = PERSON(q);
	struct store_application application;
	enum store_outcome outcome;
	struct err_info e;
	int error = check_call(soap, &person);

	if (error != SOAP_OK)
		return error;
	if (q->OldAgePension == NULL)
		return dispatch_set_fault(soap, "REFUSED", "OldAgePension", "Не указано, о чём заявление.");
	if (q->OldAgePension->Consent != xsd__boolean__true_)
		return dispatch_set_fault(soap, "REFUSED", "OldAgePension/Consent", "Нет согласия на обработку.");
	if (store_submit(call->fund->store, q->ben__Snils, q->RequestKey, call->message_id, call->content,
	    clock_now_us(), &outcome, &application, &e) != ERR_OK)
		return fail(soap, &e);
	if (outcome == STORE_DUPLICATE)
		return dispatch_set_fault(soap, "DUPLICATE", "RequestKey", "Под этим ключом подано другое заявление.");
	r->Number = dispatch_printf(soap, "%s", application.number);
	r->AcceptedAt = print_moment(soap, application.submitted_us);
	r->StatusId = 1;
	r->StatusName = dispatch_printf(soap, "%s", "Заявление зарегистрировано");
	return SOAP_OK;
}

static struct app__StatusType *
make_history(struct soap *soap, const struct store_status *status, size_t n)
{
	struct app__StatusType *history = soap_malloc(soap, n * sizeof(*history));

	CHECK(history != NULL);
	for (size_t i = 0; i < n; i++)
		history[i] = (struct app__StatusType){
		    .StatusId = status[i].id,
		    .StatusName = dispatch_printf(soap, "%s", status[i].name),
		    .At = print_moment(soap, status[i].at_us),
		    .Comment = status[i].comment != NULL ? dispatch_printf(soap, "%s", status[i].comment) : NULL,
		};
	return history;
}

int
__app__GetApplication(struct soap *soap, struct _app__GetApplicationRequest *q,
    struct _app__GetApplicationResponse *r)
{
	struct dispatch_call *call = soap->user;
	struct person person = PERSON(q);
	struct store_application application;
	struct store_status status[STORE_STATUS_MAX];
	struct citizen other;
	struct err_info e;
	size_t n;
	int error = check_call(soap, &person);

	if (error != SOAP_OK)
		return error;
	if (store_find(call->fund->store, q->ben__Snils, q->Number, &application, status, &n, &e) != ERR_OK)
		return fail(soap, &e);
	if (n == 0)
		return dispatch_set_fault(soap, "NOT_FOUND", "Number", "Заявление не найдено.");
	citizen_make((unsigned)citizen_number(q->ben__Snils) + 1, &other);
	r->Snils = call->data == DATA_WRONG_PERSON ? dispatch_printf(soap, "%s", other.snils) : q->ben__Snils;
	r->Number = dispatch_printf(soap, "%s", application.number);
	r->Kind = app__KindType__OldAgePension;
	r->SubmittedAt = print_moment(soap, application.submitted_us);
	r->StatusId = status[n - 1].id;
	r->StatusName = dispatch_printf(soap, "%s", status[n - 1].name);
	r->ExpectedDate = print_moment(soap, application.submitted_us + (int64_t)TERM_DAYS * DAY_S * 1000000);
	r->ExpectedDate[10] = '\0';
	r->__sizeStatus = (int)n;
	r->Status = make_history(soap, status, n);
	return SOAP_OK;
}
