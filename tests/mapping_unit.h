/* mapping_unit: helpers for the tests of mapping/: JSON and XML to structs and back. */
#ifndef TESTS_MAPPING_UNIT_H
#define TESTS_MAPPING_UNIT_H

#include <jansson.h>

#include "mapping/rows.h"
#include "soapH.h"
#include "tests/unit.h"

AUTO_DEFINE(json, json_t *, json_decref)

static inline void
auto_soap(struct soap **p)
{
	if (*p == NULL)
		return;
	soap_destroy(*p);
	soap_end(*p);
	soap_free(*p);
}

static inline struct soap *
new_soap(void)
{
	struct soap *soap = soap_new1(SOAP_XML_STRICT | SOAP_XML_TREE | SOAP_C_UTFSTRING);

	assert_non_null(soap);
	return soap;
}

/* JSON text with ' for ", so that it can be read in C. */
static inline json_t *
load(const char *text)
{
	AUTO(char) char *copy = strdup(text);
	json_error_t error;
	json_t *json;

	assert_non_null(copy);
	for (char *p = copy; *p != '\0'; p++)
		if (*p == '\'')
			*p = '"';
	json = json_loads(copy, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);
	if (json == NULL)
		fail_msg("%s at %d in %s", error.text, error.position, copy);
	return json;
}

/* Reads one element; NULL where gSOAP refuses it. */
static inline void *
from_xml(struct soap *soap, const struct map_message *message, const char *xml)
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

/* Lives as long as the context's memory. */
static inline const char *
to_xml(struct soap *soap, const struct map_message *message, const void *obj)
{
	static const char *xml; /* gSOAP keeps its address for a while */

	xml = NULL;
	soap->os = &xml;
	assert_int_equal(soap_begin_send(soap), SOAP_OK);
	assert_int_equal(message->put(soap, obj), SOAP_OK);
	assert_int_equal(soap_end_send(soap), SOAP_OK);
	soap->os = NULL;
	assert_non_null(xml);
	return xml;
}

/* "CODE pointer" of every finding, in order, separated by commas. */
static inline void
print_problems(const struct err_list *problems, char *text, size_t size)
{
	*text = '\0';
	for (size_t i = 0; i < problems->n; i++) {
		size_t len = strlen(text);

		snprintf(text + len, size - len, "%s%s %s", i > 0 ? ", " : "",
		    err_name(problems->item[i].code), problems->item[i].at);
	}
}

#endif
