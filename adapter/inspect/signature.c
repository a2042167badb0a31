/* One signature: XML Signature, section 3.2. */
#include "config.h"

#include <string.h>

#include "adapter/inspect/inside.h"

/* ds:SignedInfo, ds:SignatureValue, ds:KeyInfo?, ds:Object*, and nothing else. */
static bool
read_shape(struct inspection *i, struct inspect_signature *s)
{
	struct xml_cursor c;
	struct err_info e;

	if (xml_cursor_open(s->node, "Signature", &c, &e) != ERR_OK ||
	    xml_cursor_take(&c, NS_DS, "SignedInfo", &s->info, &e) != ERR_OK ||
	    xml_cursor_take(&c, NS_DS, "SignatureValue", &s->value, &e) != ERR_OK) {
		inspect_report_add(&i->report, s->place, INSPECT_SHAPE_WRONG, "%s", e.text);
		return false;
	}
	if (c.next != NULL && xml_tree_is(c.next, NS_DS, "KeyInfo") &&
	    xml_cursor_take(&c, NS_DS, "KeyInfo", &s->key_info, &e) != ERR_OK)
		s->key_info = NULL;
	if (c.next != NULL && xml_tree_is(c.next, NS_DS, "Object"))
		inspect_report_add(&i->report, s->place, INSPECT_OBJECT, NULL);
	while (c.next != NULL && xml_tree_is(c.next, NS_DS, "Object"))
		c.next = xml_tree_element(c.next->next);
	if (c.next != NULL) {
		inspect_report_add(&i->report, s->place, INSPECT_SHAPE_WRONG, "%s",
		    (const char *)c.next->name);
		return false;
	}
	return true;
}

static void
read_method(struct inspection *i, struct inspect_signature *s, xmlNodePtr method)
{
	const char *uri = (const char *)xml_tree_attribute(method, "Algorithm");

	if (uri != NULL)
		inspect_report_text(s->place, "methodUri", uri);
	s->algorithm = crypto_algorithm_by_uri(uri);
	if (s->algorithm == NULL) {
		inspect_report_add(&i->report, s->place, INSPECT_METHOD_UNKNOWN, "%s",
		    uri != NULL ? uri : "");
		return;
	}
	inspect_report_text(s->place, "method", s->algorithm->name);
	inspect_report_bool(s->place, "trusted", s->algorithm->trusted);
	inspect_report_add(&i->report, s->place,
	    s->algorithm->trusted ? INSPECT_METHOD_TRUSTED : INSPECT_METHOD_UNTRUSTED, "%s",
	    s->algorithm->name);
}

/* ds:CanonicalizationMethod, ds:SignatureMethod, ds:Reference+. */
static bool
read_info(struct inspection *i, struct inspect_signature *s)
{
	xmlNodePtr c14n, method;
	struct xml_cursor c;
	struct err_info e;

	if (xml_cursor_open(s->info, "SignedInfo", &c, &e) != ERR_OK ||
	    xml_cursor_take(&c, NS_DS, "CanonicalizationMethod", &c14n, &e) != ERR_OK ||
	    xml_cursor_take(&c, NS_DS, "SignatureMethod", &method, &e) != ERR_OK) {
		inspect_report_add(&i->report, s->place, INSPECT_SHAPE_WRONG, "%s", e.text);
		return false;
	}
	while (c.next != NULL && xml_tree_is(c.next, NS_DS, "Reference")) {
		if (s->references == INSPECT_MAX_REFERENCES) {
			inspect_report_add(&i->report, s->place, INSPECT_MANY_REFERENCES, NULL);
			return false;
		}
		s->reference[s->references++].node = c.next;
		c.next = xml_tree_element(c.next->next);
	}
	if (c.next != NULL || s->references == 0) {
		inspect_report_add(&i->report, s->place,
		    c.next != NULL ? INSPECT_SHAPE_WRONG : INSPECT_NO_REFERENCES, NULL);
		return false;
	}
	inspect_report_add(&i->report, s->place, INSPECT_SHAPE, NULL);
	CHECK(inspect_chain_read_one(c14n, &s->c14n));
	inspect_report_text(s->place, "canonicalizationUri", s->c14n.step[0].uri);
	if (inspect_transform_is_c14n(s->c14n.step[0].transform)) {
		inspect_report_text(s->place, "canonicalization", s->c14n.step[0].transform->name);
		inspect_report_add(&i->report, s->place, INSPECT_C14N_KNOWN, "%s",
		    s->c14n.step[0].transform->name);
	} else
		inspect_report_add(&i->report, s->place, INSPECT_C14N_UNKNOWN, "%s",
		    s->c14n.step[0].uri);
	read_method(i, s, method);
	return true;
}

/* The value against the key of the certificate; what is missing for that was said before. */
static void
check_value(struct inspection *i, struct inspect_signature *s)
{
	const struct crypto_key *key;
	unsigned char digest[CRYPTO_MAX_HASH];
	struct err_info e = {0};

	if (!inspect_tree_base64(s->value, s->octets, sizeof(s->octets), &s->len)) {
		inspect_report_add(&i->report, s->place, INSPECT_VALUE_ODD, NULL);
		return;
	}
	if (s->certificate == NULL || s->algorithm == NULL ||
	    !inspect_transform_is_c14n(s->c14n.step[0].transform)) {
		inspect_report_add(&i->report, s->place, INSPECT_VALUE_UNASKED, NULL);
		return;
	}
	key = crypto_certificate_key(s->certificate);
	if (key == NULL) {
		inspect_report_add(&i->report, s->place, INSPECT_KEY_NO_ENGINE, NULL);
		return;
	}
	if (inspect_reference_digest(&s->c14n, s->info, s->node, s->algorithm->hash, true, digest,
	    &e) != ERR_OK) {
		inspect_report_add(&i->report, s->place, INSPECT_VALUE_UNASKED, "%s",
		    e.code == ERR_CRYPTO ? s->algorithm->hash->name : e.text);
		return;
	}
	s->holds = crypto_verify(key, s->algorithm, digest, s->octets, s->len, &e) == ERR_OK;
	inspect_report_add(&i->report, s->place, s->holds ? INSPECT_VALUE_HOLDS : INSPECT_VALUE_FAILS,
	    NULL);
	if (!s->holds)
		inspect_cause_value(i, s, s->place);
}

void
inspect_signature_look(struct inspection *i, struct inspect_signature *s)
{
	char path[INSPECT_PATH_SIZE];

	inspect_tree_path(s->node, path);
	inspect_report_text(s->place, "path", path);
	if (!read_shape(i, s) || !read_info(i, s)) {
		inspect_report_bool(s->place, "holds", false);
		return;
	}
	for (size_t k = 0; k < s->references; k++)
		inspect_reference_look(i, s, &s->reference[k],
		    inspect_report_item(s->place, "references"));
	inspect_key_find(i, s);
	check_value(i, s);
	inspect_report_bool(s->place, "holds", s->holds);
	inspect_cover_look(i, s);
	inspect_key_judge(i, s);
}
