#include "config.h"

#include <string.h>

#include "adapter/inspect/inside.h"
#include "adapter/inspect/mime.h"

static void
inspection_fini(struct inspection *i)
{
	for (size_t k = 0; k < i->certificates; k++)
		crypto_certificate_free(i->certificate[k].certificate);
	crypto_authorities_close(i->authorities);
	crypto_authorities_close(i->listing);
	if (i->doc != NULL)
		xmlFreeDoc(i->doc);
	if (i->report.root != NULL)
		json_decref(i->report.root);
}

static void
free_inspection(struct inspection *i)
{
	inspection_fini(i);
	free(i);
}

AUTO_DEFINE(inspection, struct inspection *, free_inspection)

/* Parses octets, or their root part; what is wrong with them is said in place. */
static void
read_message(struct inspection *i, const char *octets, size_t len, json_t *place)
{
	enum inspect_mime mime = inspect_mime_root(octets, len, &octets, &len);
	struct err_info e = {0};

	if (mime == INSPECT_MIME_HARD) {
		inspect_report_add(&i->report, place, INSPECT_MIME_COMPLEX, NULL);
		return;
	}
	if (mime != INSPECT_MIME_NONE)
		inspect_report_add(&i->report, place, INSPECT_MIME_ROOT, NULL);
	if (mime == INSPECT_MIME_MANY)
		inspect_report_add(&i->report, place, INSPECT_MIME_ATTACHED, NULL);
	if (len >= 3 && memcmp(octets, "\xef\xbb\xbf", 3) == 0)
		inspect_report_add(&i->report, place, INSPECT_BOM, NULL);
	if (xml_parse(octets, len, XML_LENIENT, &i->doc, &e) != ERR_OK)
		inspect_report_add(&i->report, place, INSPECT_NOT_READABLE, "%s: %s", err_name(e.code),
		    e.text);
}

static void
look_at_signatures(struct inspection *i, json_t *place)
{
	xmlNodePtr root = xmlDocGetRootElement(i->doc);

	inspect_key_collect(i);
	for (xmlNodePtr n = root; n != NULL; n = inspect_tree_next(n, root)) {
		struct inspect_signature *s = &i->signature[i->signatures];

		if (!xml_tree_is(n, NS_DS, "Signature"))
			continue;
		if (i->signatures == INSPECT_MAX_SIGNATURES) {
			inspect_report_add(&i->report, place, INSPECT_TOO_MANY, NULL);
			break;
		}
		i->signatures++;
		s->node = n;
		s->place = inspect_report_item(i->report.root, "signatures");
		inspect_signature_look(i, s);
	}
	if (i->signatures == 0)
		inspect_report_add(&i->report, place, INSPECT_UNSIGNED, NULL);
	else
		inspect_cover_document(i);
}

/* Chains are asked for with and without the lists, so that it can be said which of the two fails. */
static enum err
open_authorities(struct inspection *i, struct err_info *e)
{
	struct crypto_authorities_config config = {.ca_file = i->request->ca_file};

	if (config.ca_file == NULL)
		return ERR_OK;
	TRY(crypto_authorities_open(&config, &i->authorities, e));
	config.crl_file = i->request->crl_file;
	if (config.crl_file == NULL)
		return ERR_OK;
	return crypto_authorities_open(&config, &i->listing, e);
}

static const char *const verdicts[] = {
	[INSPECT_HOLDS] = "holds",
	[INSPECT_FAILS] = "fails",
	[INSPECT_UNREADABLE] = "unreadable",
};

enum err
inspect_message(const char *octets, size_t len, const struct inspect_request *request,
    json_t **ret_report, struct err_info *e)
{
	AUTO(inspection) struct inspection *i = calloc(1, sizeof(*i));
	enum inspect_verdict verdict = INSPECT_HOLDS;
	json_t *place = json_object();

	if (i == NULL || place == NULL)
		FAIL(e, ERR_NOMEM, "", "an inspection");
	i->request = request;
	i->report.lang = request->lang;
	i->report.root = json_pack("{s:i, s:n, s:o, s:[]}", "version", 1, "verdict", "message", place,
	    "signatures");
	CHECK(i->report.root != NULL);
	TRY(open_authorities(i, e));
	CHECK(json_object_set_new(place, "octets", json_integer((json_int_t)len)) == 0);
	read_message(i, octets, len, place);
	if (i->doc != NULL) {
		inspect_message_look(i, place);
		look_at_signatures(i, place);
	}
	if (i->report.fails)
		verdict = INSPECT_FAILS;
	if (i->report.unreadable)
		verdict = INSPECT_UNREADABLE;
	inspect_report_text(i->report.root, "verdict", verdicts[verdict]);
	*ret_report = STEAL(i->report.root);
	return ERR_OK;
}

enum inspect_verdict
inspect_verdict_of(const json_t *report)
{
	const char *verdict = json_string_value(json_object_get(report, "verdict"));

	for (size_t k = 0; verdict != NULL && k < COUNT_OF(verdicts); k++)
		if (strcmp(verdict, verdicts[k]) == 0)
			return (enum inspect_verdict)k;
	return INSPECT_UNREADABLE;
}
