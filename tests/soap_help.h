/* soap_help: bodies, and edits of them, for the tests of adapter/soap/. */
#ifndef TESTS_SOAP_HELP_H
#define TESTS_SOAP_HELP_H

#include "adapter/soap/soap.h"
#include "tests/unit.h"

AUTO_DEFINE(message, struct soap_message *, soap_message_free)
AUTO_DEFINE(json, json_t *, json_decref)

#define SOAP_11 "http://schemas.xmlsoap.org/soap/envelope/"
#define SOAP_12 "http://www.w3.org/2003/05/soap-envelope"
#define WSU "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
#define XSI "http://www.w3.org/2001/XMLSchema-instance"
#define BEN "http://kvs.pfr.com/benefits-common/1.0.0"
#define PERSON "urn://x-artefacts-smev-gov-ru/supplementary/commons/1.0.1"

#define BODY(version, content) \
	"<soap:Body xmlns:soap=\"" version "\" xmlns:wsu=\"" WSU "\" wsu:Id=\"Body\">" content "</soap:Body>"

/* A reply about payments as gSOAP writes it, in exclusive-canonical form. */
#define PERSON_ELEMENT(name, text) \
	"<person:" name " xmlns:person=\"" PERSON "\">" text "</person:" name ">"
#define BEN_ELEMENT(name, text) \
	"<ben:" name " xmlns:ben=\"" BEN "\">" text "</ben:" name ">"
#define PAYMENT \
	"<ben:Payment><ben:Type>ПЕН 1.1</ben:Type><ben:Base>Закон</ben:Base><ben:Sum>100.10</ben:Sum>" \
	"<ben:PaymentDetail><ben:Type>1</ben:Type><ben:Sum>1.00</ben:Sum></ben:PaymentDetail></ben:Payment>"
#define MONTH \
	"<ben:MonthlyPayment><ben:Year>2014</ben:Year><ben:Month>--01</ben:Month>" \
	"<ben:TotalPaymentsSum>100.10</ben:TotalPaymentsSum>" \
	"<ben:NumberOfPayments>1</ben:NumberOfPayments>" \
	"<ben:Payments>" PAYMENT "</ben:Payments></ben:MonthlyPayment>"
#define PAYMENTS                                                                  \
	"<bap:BapForPeriodResponse xmlns:bap=\"http://kvs.pfr.com/bap-for-period/1.0.1\">" \
	PERSON_ELEMENT("FamilyName", "Петина") PERSON_ELEMENT("FirstName", "Елена")   \
	BEN_ELEMENT("Snils", "02773319862") BEN_ELEMENT("BirthDate", "1966-09-12")    \
	BEN_ELEMENT("Gender", "Female") BEN_ELEMENT("ActualDate", "2015-12-31")       \
	BEN_ELEMENT("ExistData", "true") BEN_ELEMENT("BeginPeriod", "2014-01-01")     \
	BEN_ELEMENT("NumberOfMonths", "3") BEN_ELEMENT("MonthlyPayments", MONTH)      \
	"</bap:BapForPeriodResponse>"

#define SERVICE_FAULT(code, more) \
	"<flt:ServiceFault xmlns:flt=\"urn:mostik:faults:1.0.0\"><flt:Code>" code "</flt:Code>" \
	"<flt:Text>Нет данных</flt:Text>" more "</flt:ServiceFault>"
#define FAULT_11(code, detail) \
	BODY(SOAP_11, "<soap:Fault><faultcode>soap:" code "</faultcode>" \
	"<faultstring>x</faultstring>" detail "</soap:Fault>")
#define FAULT_12(code, detail) \
	BODY(SOAP_12, "<soap:Fault><soap:Code><soap:Value>soap:" code "</soap:Value></soap:Code>" \
	"<soap:Reason><soap:Text xml:lang=\"en\">x</soap:Text></soap:Reason>" detail "</soap:Fault>")
#define DETAIL_11(fault) "<detail>" fault "</detail>"
#define DETAIL_12(fault) "<soap:Detail>" fault "</soap:Detail>"

static inline const struct map_operation *
operation(const char *name)
{
	return map_operation_named(name);
	fail_msg("no operation %s", name);
	return NULL;
}

/* text with the first `find` replaced; malloced. */
static inline char *
edit(const char *text, const char *find, const char *replace)
{
	const char *at = strstr(text, find);
	size_t size = strlen(text) + strlen(replace) + 1;
	char *edited = malloc(size);

	if (at == NULL || edited == NULL)
		fail_msg("no '%s'", find);
	else
		snprintf(edited, size, "%.*s%s%s", (int)(at - text), text, replace, at + strlen(find));
	return edited;
}

static inline struct soap_pool *
new_pool(size_t keep)
{
	struct soap_pool *pool = NULL;
	struct err_info e;

	assert_ok(e, soap_pool_open(keep, &pool, &e));
	return pool;
}

static inline struct soap_message *
new_message(struct soap_pool *pool)
{
	struct soap_message *message = NULL;
	struct err_info e;

	assert_ok(e, soap_message_new(pool, &message, &e));
	return message;
}

#endif
