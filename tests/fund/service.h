/*
 * service: for the files services/NAME.c alone, which see gSOAP's structs.
 *
 * Strings and structs of an answer live in soap's memory: service_text(), SERVICE_NEW().
 */
#ifndef TESTS_FUND_SERVICE_H
#define TESTS_FUND_SERVICE_H

#include <soapH.h>

#include "tests/fund/person.h"
#include "tests/fund/services.h"

/* What stands in the way of any answer: a mode of trouble, a person whom the registry knows otherwise. */
enum service_trouble { SERVICE_WELL, SERVICE_BROKEN, SERVICE_REFUSES, SERVICE_PERSON };
enum service_trouble service_look(struct soap *soap, const struct person *person, const char **ret_field);

/*
 * Answers with the declared fault of a service:
 *      return SERVICE_FAULT(soap, acc, Account, "NOT_FOUND", "Id", "Нет такой записи.");
 * Typed details of the fault are set by way of the second form, which gives the struct:
 *      struct _acc__AccountFault *fault = SERVICE_FAULT_NEW(soap, acc, Account, …);
 *      fault->… = …;
 *      return soap->error;
 */
#define SERVICE_FAULT_NEW(soap, p, Service, code, field, text)                                          \
	({                                                                                              \
		struct _##p##__##Service##Fault *fault_ = SERVICE_NEW((soap), struct _##p##__##Service##Fault); \
		fault_->Code = service_text((soap), (code));                                            \
		fault_->flt__Field = service_text((soap), (field));                                     \
		fault_->flt__Text = service_text((soap), (text));                                       \
		service_fault_detail(soap)->p##__##Service##Fault = fault_;                             \
		fault_;                                                                                 \
	})
#define SERVICE_FAULT(soap, p, Service, code, field, text) \
	((void)SERVICE_FAULT_NEW(soap, p, Service, code, field, text), (soap)->error)
struct SOAP_ENV__Detail *service_fault_detail(struct soap *soap);

/* The head of every function of a service for citizens, q being its request; returns from it in case of trouble. */
#define SERVICE_BEGIN(soap, p, Service, q)                                                              \
	do {                                                                                            \
		struct person person_ = PERSON(q);                                                      \
		const char *field_ = NULL;                                                              \
		switch (service_look((soap), &person_, &field_)) {                                      \
		case SERVICE_WELL:                                                                      \
			service_note_read((soap), (q)->ben__Snils);                                     \
			break;                                                                          \
		case SERVICE_BROKEN:                                                                    \
			return soap_receiver_fault((soap), "The registry is not available", NULL);      \
		case SERVICE_REFUSES:                                                                   \
			return SERVICE_FAULT(soap, p, Service, "REFUSED", NULL, "Запрос не может быть принят."); \
		case SERVICE_PERSON:                                                                    \
			return SERVICE_FAULT(soap, p, Service, "REFUSED", field_,                       \
			    "Сведения о гражданине не совпадают с учётными.");                          \
		}                                                                                       \
	} while (0)

/* Into the log of who read the citizen's data, if the operation is one that reads (services/account_log.c). */
void service_note_read(struct soap *soap, const char *snils);

struct db *service_db(struct soap *soap);

/* What is changed is kept, although the answer will be a fault: a wrong code has been tried. */
void service_keep(struct soap *soap);

/* The citizen whom the registry knows by that SNILS; SERVICE_BEGIN has seen that there is one. */
struct citizen service_citizen(const char *snils);

/* The SNILS that an answer about the citizen bears: another's in the mode "wrongperson". */
char *service_snils(struct soap *soap, const char *snils);

/* Copies; NULL of NULL. */
char *service_text(struct soap *soap, const char *text);
/* A zeroed struct, or n of them in a row; an optional number or name. */
#define SERVICE_NEW(soap, T) ((T *)service_zeroed((soap), sizeof(T)))
#define SERVICE_LIST(soap, T, n) ((T *)service_zeroed((soap), (size_t)(n) * sizeof(T)))
void *service_zeroed(struct soap *soap, size_t size);

/* YYYY-MM-DDThh:mm:ss.mmmZ, and YYYY-MM-DD, of microseconds since 1970; and of a sum in kopecks "12.34". */
char *service_moment(struct soap *soap, int64_t us);
char *service_date(struct soap *soap, int64_t us);
char *service_money(struct soap *soap, int64_t kopecks);

/*
 * Pages: rows are asked for by "… LIMIT limit + 1 OFFSET offset"; the cursor says the offset.  False, with the fault
 * to be made by the service, if the cursor is none of ours.
 */
struct service_page {
	int64_t limit, offset;
};
bool service_page_read(const int *limit, const char *cursor, struct service_page *ret_page);
/* The cursor after a page of n rows that were found, of which limit are shown; NULL at the end. */
char *service_page_next(struct soap *soap, const struct service_page *page, int64_t n);

#endif
