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

/* Without references to parts, which a schema that has base64 there does not know: the caller's to free. */
static inline char *
without_parts(const char *xml)
{
	static const char end[] = "</xop:Include>";
	char *copy = strdup(xml), *from, *to;

	assert_non_null(copy);
	while ((from = strstr(copy, "<xop:Include")) != NULL) {
		to = strstr(from, end);
		assert_non_null(to);
		to += strlen(end);
		memmove(from, to, strlen(to) + 1);
	}
	return copy;
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

/* The operations that the samples belong to. */
#define GET_PAYMENTS       "GetPaymentsByMonth"
#define SUBMIT_APPLICATION "SubmitApplication"
#define GET_APPLICATION    "GetApplication"

static inline const struct map_operation *
operation(const char *name)
{
	const struct map_operation *found = map_operation_named(name);

	assert_non_null(found);
	return found;
}

/* Whether the word, len letters at s, may stand in a Russian text: a name of the contract or a code. */
static inline bool
is_name(const char *s, size_t len)
{
	static const char *const names[] = {"true", "false", "bic", "account", "bank", "post", "from", "kind",
	    "oldAgePension", "pensionRecalculation", "maternityCapitalDisposal", "maternityBenefit", "birthLumpSum",
	    "monthlyChildBenefit", "male", "female", "UUID", "T", "Z", "a", "b", "m", "f",
	    "base", "SHA", "UTF", "https", "part", "storedId", "signature",
	    "startsAt", "certificate", "pem", "processing", "soleProprietor"};

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (strlen(names[i]) == len && strncmp(s, names[i], len) == 0)
			return true;
	return false;
}

/* The digits of s, in order. */
static inline void
take_digits(const char *s, char digits[64])
{
	size_t n = 0;

	for (; *s != '\0' && n < 63; s++)
		if (*s >= '0' && *s <= '9')
			digits[n++] = *s;
	digits[n] = '\0';
}

/* The same is said in English without Cyrillic letters and in Russian without English words. */
static inline void
assert_both_languages(const char *en, const char *ru)
{
	static const char latin[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	char digits_en[64], digits_ru[64];
	bool russian = false;

	assert_non_null(en);
	assert_non_null(ru);
	assert_true(*en != '\0');
	for (const char *s = en; *s != '\0'; s++)
		if ((unsigned char)*s >= 0x80)
			fail_msg("'%s' is not plain English", en);
	for (const char *s = ru; *s != '\0';) {
		size_t len = strspn(s, latin);

		if (len > 0 && !is_name(s, len))
			fail_msg("'%.*s' in '%s'", (int)len, s, ru);
		russian = russian || (unsigned char)*s >= 0xd0;
		s += len > 0 ? len : 1;
	}
	if (!russian)
		fail_msg("'%s' is not Russian", ru);
	take_digits(en, digits_en);
	take_digits(ru, digits_ru);
	if (strcmp(digits_en, digits_ru) != 0)
		fail_msg("'%s' and '%s' have different numbers", en, ru);
}

/* "CODE pointer" of every finding, in order, separated by commas; its words are looked at too. */
static inline void
print_problems(const struct err_list *problems, char *text, size_t size)
{
	*text = '\0';
	for (size_t i = 0; i < problems->n; i++) {
		const struct err_finding *f = &problems->item[i];
		size_t len = strlen(text);

		assert_both_languages(f->info.text, f->text_ru);
		snprintf(text + len, size - len, "%s%s %s", i > 0 ? ", " : "",
		    err_name(f->info.code), f->info.at);
	}
}

#endif
