/*
 * map_decode: JSON of a stranger to a contract's struct.
 *
 * The first octet chooses the message, the rest is JSON.  What is taken must come back the same
 * from the struct, and also from the XML that gSOAP makes of it.
 */
#include "config.h"

#include "tests/fuzz/contracts.h"
#include "tests/fuzz/json.h"

/* What is wrong is named, in both languages. */
static void
check_problems(const struct err_list *problems)
{
	MUST(problems->n > 0 && problems->n <= ERR_LIST_MAX, "refused without a reason");
	for (size_t i = 0; i < problems->n; i++) {
		const struct err_finding *finding = &problems->item[i];

		MUST(finding->info.code > ERR_OK && finding->info.code < ERR_MAX_, "no code");
		MUST(finding->info.text[0] != '\0' && finding->text_ru[0] != '\0', "no words");
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct map_message *message;
	AUTO(json) json_t *json = NULL, *once = NULL, *again = NULL, *over_xml = NULL;
	struct soap *soap = fuzz_soap();
	struct err_list problems = {0};
	const char *xml;
	void *obj;

	if (size == 0)
		return 0;
	message = fuzz_message(data[0]);
	json = json_loadb((const char *)data + 1, size - 1, JSON_REJECT_DUPLICATES, NULL);
	if (json == NULL)
		return 0;
	obj = fuzz_decode(soap, message, json, &problems);
	if (obj == NULL) {
		check_problems(&problems);
		return 0;
	}
	once = fuzz_encode(message, obj);
	MUST(once != NULL, "%s: what was taken cannot be given back", message->element);
	obj = fuzz_decode(soap, message, once, &problems);
	MUST(obj != NULL, "%s: %s: what was given back is not taken", message->element,
	    problems.item[0].info.at);
	again = fuzz_encode(message, obj);
	MUST(json_equal(once, again), "%s: not the same when given back twice", message->element);

	xml = fuzz_write(soap, message, obj);
	obj = fuzz_read(soap, message, xml);
	MUST(obj != NULL, "%s: gSOAP does not read what it wrote", message->element);
	over_xml = fuzz_encode(message, obj);
	MUST(over_xml != NULL && json_equal(once, over_xml), "%s: XML says something else",
	    message->element);
	fuzz_accepted();
	return 0;
}

/* Mostly value by value: octet by octet, most of what comes out is no JSON. */
size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
	if (size < 2 || seed % 8 == 0)
		return LLVMFuzzerMutate(data, size, max);
	return 1 + fuzz_json_mutate(data + 1, size - 1, max - 1, seed / 8);
}
