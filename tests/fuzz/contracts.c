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

const struct map_message *
fuzz_message(uint8_t number)
{
	size_t n = 0, wanted;

	while (map_operations[n] != NULL)
		n++;
	wanted = (size_t)(uint8_t)(number - '0') % (2 * n + 1);
	if (wanted == 2 * n)
		return &map_fault;
	return wanted % 2 == 0 ? map_operations[wanted / 2]->request : map_operations[wanted / 2]->reply;
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
