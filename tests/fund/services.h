/*
 * services: what the services of the stand-in Fund share.
 *
 * A service is a file services/NAME.c: the functions that gSOAP's dispatcher calls, one for each operation, and
 * the tables that it keeps.  An operation runs between db_enter() and db_leave(): what it changes is kept if it
 * gives no fault, or if it says service_keep(); and a change that is asked for again with the same key is not
 * carried out again but answered as before (answer.c sees to both).
 *
 *      int __acc__GetContacts(struct soap *soap, struct _acc__GetContactsRequest *q,
 *          struct _acc__GetContactsResponse *r)
 *      {
 *              SERVICE_BEGIN(soap, acc, Account, q);
 *              …
 *              return SOAP_OK;
 *      }
 */
#ifndef TESTS_FUND_SERVICES_H
#define TESTS_FUND_SERVICES_H

#include "tests/fund/db.h"

/* The statements that make each service's tables; ends with NULL. */
extern const char *const fund_schemas[];

extern const char fund_done_schema[];
extern const char fund_account_schema[];
extern const char fund_pension_schema[];
extern const char fund_payments_schema[];
extern const char fund_documents_schema[];
extern const char fund_applications_schema[];
extern const char fund_appeals_schema[];
extern const char fund_appointments_schema[];
extern const char fund_support_schema[];
extern const char fund_selfemployed_schema[];
extern const char fund_registry_schema[];

#endif
