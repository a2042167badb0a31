/* One Reference: XML Signature, section 3.2.1. */
#include "config.h"

#include <string.h>

#include "adapter/inspect/inside.h"

enum err
inspect_reference_digest(const struct inspect_chain *chain, xmlNodePtr node, xmlNodePtr signature,
    const struct crypto_hash *hash, bool comments, unsigned char out[CRYPTO_MAX_HASH],
    struct err_info *e)
{
	BUF_AUTO(octets, INSPECT_LIMIT_CANONICAL);

	TRY(inspect_chain_run(chain, node, signature, comments, &octets, e));
	return crypto_digest(hash, octets.data, octets.len, out, e);
}

/* The identifier that a URI names: "#id" or "#xpointer(id('id'))". */
static bool
read_uri(const char *uri, char *id, size_t size)
{
	static const char pointer[] = "#xpointer(id(";
	size_t len;

	if (strncmp(uri, pointer, strlen(pointer)) != 0)
		return (size_t)snprintf(id, size, "%s", uri + 1) < size && strchr(id, '(') == NULL;
	uri += strlen(pointer);
	len = strlen(uri);
	if (len < 5 || (*uri != '\'' && *uri != '"') || uri[len - 3] != *uri ||
	    strcmp(uri + len - 2, "))") != 0 || len - 4 >= size)
		return false;
	snprintf(id, size, "%.*s", (int)len - 4, uri + 1);
	return true;
}

static void
find_target(struct inspection *i, struct inspect_reference *r, json_t *place)
{
	struct inspect_report *report = &i->report;
	const char *uri = (const char *)xml_tree_attribute(r->node, "URI");
	char path[INSPECT_PATH_SIZE];

	if (uri != NULL)
		inspect_report_text(place, "uri", uri);
	if (uri == NULL || (uri[0] != '#' && uri[0] != '\0')) {
		inspect_report_add(report, place, INSPECT_TARGET_OUTSIDE, NULL);
		return;
	}
	if (uri[0] == '\0')
		r->target = xmlDocGetRootElement(i->doc);
	else if (!read_uri(uri, r->id, sizeof(r->id))) {
		inspect_report_add(report, place, INSPECT_TARGET_POINTER, NULL);
		return;
	} else
		r->target = inspect_tree_by_id(i->doc, r->id, NULL);
	if (r->target == NULL) {
		inspect_report_add(report, place, INSPECT_TARGET_NONE, "%s", r->id);
		return;
	}
	if (uri[0] != '\0' && inspect_tree_by_id(i->doc, r->id, r->target) != NULL)
		inspect_report_add(report, place, INSPECT_TARGET_MANY, "%s", r->id);
	inspect_tree_path(r->target, path);
	inspect_report_text(place, "covers", path);
	inspect_report_add(report, place, INSPECT_COVERS, "%s", path);
	if (inspect_cover_is_misplaced(r->target))
		inspect_report_add(report, place, INSPECT_TARGET_MISPLACED, "%s", path);
}

static void
read_transforms(struct inspection *i, struct inspect_reference *r, json_t *place)
{
	xmlNodePtr transforms = xml_tree_element(r->node->children);
	char text[512];

	if (transforms != NULL && !xml_tree_is(transforms, NS_DS, "Transforms"))
		transforms = NULL;
	if (!inspect_chain_read(transforms, &r->chain))
		inspect_report_add(&i->report, place, INSPECT_TRANSFORM_UNKNOWN, "more than %d",
		    INSPECT_CHAIN_MAX);
	for (size_t k = 0; k < r->chain.n; k++) {
		json_t *item = inspect_report_item(place, "transforms");

		inspect_report_text(item, "uri", r->chain.step[k].uri);
		if (r->chain.step[k].transform != NULL)
			inspect_report_text(item, "name", r->chain.step[k].transform->name);
		if (r->chain.step[k].prefixes[0] != '\0')
			inspect_report_text(item, "prefixList", r->chain.step[k].prefixes);
		if (r->chain.step[k].transform == NULL)
			inspect_report_add(&i->report, place, INSPECT_TRANSFORM_UNKNOWN, "%s",
			    r->chain.step[k].uri);
	}
	inspect_chain_print(&r->chain, text, sizeof(text));
	inspect_report_text(place, "chain", text[0] != '\0' ? text : "inclusive C14N (none is stated)");
}

static bool
read_digest(struct inspection *i, struct inspect_reference *r, json_t *place)
{
	xmlNodePtr method = inspect_tree_find(r->node, NS_DS, "DigestMethod");
	xmlNodePtr value = inspect_tree_find(r->node, NS_DS, "DigestValue");
	const char *uri = NULL;
	char text[4 * CRYPTO_MAX_HASH];

	if (method != NULL)
		uri = (const char *)xml_tree_attribute(method, "Algorithm");
	if (uri != NULL)
		inspect_report_text(place, "digestUri", uri);
	r->hash = crypto_hash_by_uri(uri);
	if (value == NULL ||
	    !inspect_tree_base64(value, r->stated, sizeof(r->stated), &r->stated_len)) {
		inspect_report_add(&i->report, place, INSPECT_DIGEST_ODD, NULL);
		return false;
	}
	inspect_base64_encode(r->stated, r->stated_len, text);
	inspect_report_text(place, "stated", text);
	if (r->hash == NULL) {
		inspect_report_add(&i->report, place, INSPECT_DIGEST_UNKNOWN, "%s",
		    uri != NULL ? uri : "");
		return false;
	}
	inspect_report_text(place, "digestMethod", r->hash->name);
	if (!r->hash->trusted)
		inspect_report_add(&i->report, place, INSPECT_DIGEST_UNTRUSTED, "%s", r->hash->name);
	return true;
}

static void
compute(struct inspection *i, struct inspect_signature *s, struct inspect_reference *r,
    json_t *place)
{
	unsigned char octets[CRYPTO_MAX_HASH];
	char text[4 * CRYPTO_MAX_HASH];
	struct err_info e = {0};

	if (inspect_reference_digest(&r->chain, r->target, s->node, r->hash, false, octets, &e) !=
	    ERR_OK) {
		if (e.code == ERR_CRYPTO)
			inspect_report_add(&i->report, place, INSPECT_DIGEST_MISSING, "%s",
			    r->hash->name);
		else
			inspect_report_add(&i->report, place, INSPECT_TRANSFORM_FAILED, "%s", e.text);
		return;
	}
	inspect_base64_encode(octets, r->hash->size, text);
	inspect_report_text(place, "computed", text);
	r->holds = r->stated_len == r->hash->size && memcmp(octets, r->stated, r->stated_len) == 0;
	inspect_report_add(&i->report, place, r->holds ? INSPECT_DIGEST_HOLDS : INSPECT_DIGEST_FAILS,
	    "%s", r->hash->name);
	if (!r->holds)
		inspect_cause_digest(i, s, r, place);
}

void
inspect_reference_look(struct inspection *i, struct inspect_signature *s,
    struct inspect_reference *r, json_t *place)
{
	find_target(i, r, place);
	read_transforms(i, r, place);
	if (read_digest(i, r, place) && r->target != NULL)
		compute(i, s, r, place);
	inspect_report_bool(place, "holds", r->holds);
}
