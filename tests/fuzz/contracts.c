#include "config.h"

#include "soapH.h"
#include "tests/fuzz/contracts.h"

struct soap *
fuzz_soap(void)
{
	static struct soap *soap;

	/* As adapter/soap/ has it, but for the form of the output, which is not compared. */
	if (soap == NULL)
		soap = soap_new1(SOAP_XML_STRICT | SOAP_XML_TREE | SOAP_C_UTFSTRING);
	CHECK(soap != NULL);
	soap_destroy(soap);
	soap_end(soap);
	return soap;
}

/* The messages that the seeds in corpus/ know by number, two of each operation and the fault; all others follow. */
static const char *const first[] = {"GetPaymentsByMonth", "SubmitApplication", "GetApplication"};
enum { FIRST = 2 * COUNT_OF(first) + 1 };

const struct map_message *
fuzz_message(uint8_t number)
{
	size_t n = 0, wanted = (uint8_t)(number - '0');
	const struct map_operation *operation;

	while (map_operation_at(n) != NULL)
		n++;
	wanted %= FIRST + 2 * n;
	if (wanted == FIRST - 1)
		return &map_fault;
	operation = wanted < FIRST ? map_operation_named(first[wanted / 2]) : map_operation_at((wanted - FIRST) / 2);
	return (wanted < FIRST ? wanted : wanted - FIRST) % 2 == 0 ? operation->request : operation->reply;
}

void *
fuzz_decode(struct soap *soap, const struct map_message *message, const json_t *json,
    struct err_list *problems)
{
	void *obj = soap_malloc(soap, message->type->size);

	CHECK(obj != NULL);
	memset(obj, 0, message->type->size);
	return map_decode(message->type, json, soap, obj, problems) ? obj : NULL;
}

json_t *
fuzz_encode(const struct map_message *message, const void *obj)
{
	json_t *json = NULL;
	struct err_info e = {0};
	enum err code = map_encode(message->type, obj, &json, &e);

	MUST(code == e.code && (code == ERR_OK) == (json != NULL), "result and error differ");
	MUST(code == ERR_OK || code == ERR_REPLY_SCHEMA || code == ERR_REPLY_SENSE ||
	    code == ERR_FUND_NOT_FOUND, "%s is not a refusal of a reply", err_name(code));
	return json;
}

const char *
fuzz_write(struct soap *soap, const struct map_message *message, const void *obj)
{
	static const char *xml; /* gSOAP keeps its address for a while */

	xml = NULL;
	soap->os = &xml;
	CHECK(soap_begin_send(soap) == SOAP_OK);
	MUST(message->put(soap, obj) == SOAP_OK, "%s: gSOAP does not write it", message->element);
	CHECK(soap_end_send(soap) == SOAP_OK && xml != NULL);
	soap->os = NULL;
	return xml;
}

void *
fuzz_read(struct soap *soap, const struct map_message *message, const char *xml)
{
	void *obj;

	soap->is = NULL;
	soap_begin(soap);
	soap->is = xml;
	if (soap_begin_recv(soap) != SOAP_OK)
		return NULL;
	obj = message->get(soap);
	if (obj != NULL && soap_end_recv(soap) != SOAP_OK)
		obj = NULL;
	soap->is = NULL;
	return obj;
}
