/* Who signed: the certificates of a message, and what is to be said of them. */
#include "config.h"

#include <string.h>

#include "adapter/inspect/inside.h"

enum { MAX_DER = 1 << 16 };

void
inspect_key_collect(struct inspection *i)
{
	xmlNodePtr root = xmlDocGetRootElement(i->doc);
	AUTO(char) char *der = malloc(MAX_DER);
	size_t len = 0;

	CHECK(der != NULL);
	for (xmlNodePtr n = root; n != NULL; n = inspect_tree_next(n, root)) {
		struct crypto_certificate *certificate = NULL;

		if (!xml_tree_is(n, NS_DS, "X509Certificate") &&
		    !xml_tree_is(n, NS_WSSE, "BinarySecurityToken"))
			continue;
		if (i->certificates == INSPECT_MAX_CERTIFICATES)
			return;
		if (inspect_tree_base64(n, (unsigned char *)der, MAX_DER, &len) &&
		    crypto_certificate_decode((unsigned char *)der, len, &certificate, NULL) != ERR_OK)
			certificate = NULL;
		i->certificate[i->certificates].node = n;
		i->certificate[i->certificates++].certificate = certificate;
	}
}

/* Whether a certificate of the same KeyInfo was issued by this one. */
static bool
is_issuer(const struct inspection *i, size_t k)
{
	const struct crypto_certificate *c = i->certificate[k].certificate;

	for (size_t other = 0; c != NULL && other < i->certificates; other++)
		if (other != k && i->certificate[other].certificate != NULL &&
		    i->certificate[other].node->parent == i->certificate[k].node->parent &&
		    strcmp(crypto_certificate_issuer(i->certificate[other].certificate),
		    crypto_certificate_subject(c)) == 0)
			return true;
	return false;
}

/* The index of the certificate that KeyInfo names; certificates if it names none. */
static size_t
named(struct inspection *i, const struct inspect_signature *s)
{
	xmlNodePtr reference = inspect_tree_find(s->key_info, NS_WSSE, "Reference");
	const xmlChar *uri = reference != NULL ? xml_tree_attribute(reference, "URI") : NULL;
	xmlNodePtr token = NULL;

	if (uri != NULL && uri[0] == '#')
		token = inspect_tree_by_id(i->doc, (const char *)uri + 1, NULL);
	for (size_t k = 0; k < i->certificates; k++) {
		xmlNodePtr up = i->certificate[k].node;

		if (up == token)
			return k;
		while (up != NULL && up != s->key_info)
			up = up->parent;
		if (uri == NULL && up == s->key_info && !is_issuer(i, k))
			return k;
	}
	return i->certificates;
}

void
inspect_key_find(struct inspection *i, struct inspect_signature *s)
{
	bool bare = s->key_info != NULL && inspect_tree_find(s->key_info, NS_DS, "KeyValue") != NULL;
	size_t k = s->key_info != NULL ? named(i, s) : i->certificates;

	/* A thumbprint or serial number: it can mean no other than the only one. */
	if (k == i->certificates && !bare && i->certificates == 1) {
		inspect_report_add(&i->report, s->place, INSPECT_KEY_GUESSED, NULL);
		k = 0;
	}
	if (k == i->certificates)
		inspect_report_add(&i->report, s->place, bare ? INSPECT_KEY_VALUE : INSPECT_KEY_ABSENT,
		    NULL);
	else if (i->certificate[k].certificate == NULL)
		inspect_report_add(&i->report, s->place, INSPECT_KEY_UNREADABLE, NULL);
	else
		s->certificate = i->certificate[k].certificate;
}

static void
state(const struct crypto_certificate *c, json_t *place)
{
	const struct crypto_key *key = crypto_certificate_key(c);

	inspect_report_text(place, "subject", crypto_certificate_subject(c));
	inspect_report_text(place, "issuer", crypto_certificate_issuer(c));
	inspect_report_text(place, "serial", crypto_certificate_serial(c));
	inspect_report_text(place, "thumbprint", crypto_certificate_thumbprint(c));
	inspect_report_time(place, "notBefore", crypto_certificate_from_us(c));
	inspect_report_time(place, "notAfter", crypto_certificate_to_us(c));
	if (key != NULL) {
		char text[64];

		snprintf(text, sizeof(text), "%s %d", crypto_key_kind_name(key), crypto_key_bits(key));
		inspect_report_text(place, "key", text);
	}
}

static bool
covers(const struct crypto_certificate *c, int64_t us)
{
	return us >= crypto_certificate_from_us(c) && us <= crypto_certificate_to_us(c);
}

/* A Timestamp that the signature does not cover could have been put there by anybody. */
static bool
is_time_known(const struct inspection *i, const struct inspect_signature *s)
{
	if (i->stamp == NULL)
		return i->signed_known;
	for (size_t k = 0; k < s->references; k++)
		for (const xmlNode *n = i->stamp; n != NULL; n = n->parent)
			if (n == s->reference[k].target)
				return true;
	return false;
}

static void
judge_times(struct inspection *i, const struct crypto_certificate *c, bool known, json_t *place)
{
	char text[CLOCK_TEXT_SIZE];

	if (known) {
		clock_print_ms(i->signed_us, text);
		inspect_report_add(&i->report, place,
		    covers(c, i->signed_us) ? INSPECT_VALID_SIGNING : INSPECT_INVALID_SIGNING, "%s",
		    text);
	} else
		inspect_report_add(&i->report, place, INSPECT_VALID_UNKNOWN, NULL);
	clock_print_ms(i->request->now_us, text);
	inspect_report_add(&i->report, place,
	    covers(c, i->request->now_us) ? INSPECT_VALID_NOW : INSPECT_EXPIRED_NOW, "%s", text);
}

/* At the time of signing, if it is known: newer lists say of that time what they can. */
static enum err
check_chain(const struct inspection *i, const struct crypto_authorities *authorities,
    const struct crypto_certificate *c, bool known, struct err_info *e)
{
	int64_t from_us = INT64_MIN, to_us = INT64_MAX;

	if (known)
		return crypto_chain_check_past(authorities, c, i->signed_us, &from_us, &to_us, NULL, e);
	return crypto_chain_check(authorities, c, i->request->now_us, &from_us, &to_us, NULL, e);
}

static void
judge_chain(struct inspection *i, const struct crypto_certificate *c, bool known, json_t *place)
{
	struct err_info e;
	enum err err;

	if (i->authorities == NULL)
		inspect_report_add(&i->report, place, INSPECT_CHAIN_UNASKED, NULL);
	else if (check_chain(i, i->authorities, c, known, &e) == ERR_OK)
		inspect_report_add(&i->report, place, INSPECT_CHAIN, NULL);
	else
		inspect_report_add(&i->report, place, INSPECT_CHAIN_BROKEN, "%s", e.text);
	if (i->listing == NULL) {
		inspect_report_add(&i->report, place, INSPECT_CRL_UNASKED, NULL);
		return;
	}
	err = check_chain(i, i->listing, c, known, &e);
	if (err == ERR_OK)
		inspect_report_add(&i->report, place, INSPECT_NOT_REVOKED, NULL);
	else
		inspect_report_add(&i->report, place,
		    err == ERR_SIG_REVOKED ? INSPECT_REVOKED : INSPECT_CRL_OTHER, "%s", e.text);
}

void
inspect_key_judge(struct inspection *i, const struct inspect_signature *s)
{
	const struct crypto_algorithm *algorithm;
	struct err_info e;
	json_t *place;

	if (s->certificate == NULL)
		return;
	place = json_object();
	CHECK(json_object_set_new(s->place, "certificate", place) == 0);
	state(s->certificate, place);
	judge_times(i, s->certificate, is_time_known(i, s), place);
	if (crypto_certificate_may_sign(s->certificate, &algorithm, &e) == ERR_OK)
		inspect_report_add(&i->report, place, INSPECT_USAGE, "%s", algorithm->name);
	else
		inspect_report_add(&i->report, place, INSPECT_USAGE_WRONG, "%s", e.text);
	judge_chain(i, s->certificate, is_time_known(i, s), place);
}
