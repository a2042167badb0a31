/* Why a digest does not hold: hypotheses, tried one by one. */
#include "config.h"

#include <string.h>

#include "adapter/inspect/trial.h"

struct trial {
	const struct inspection        *i;
	const struct inspect_signature *s;
	const struct inspect_reference *r;
	const struct buf               *octets;         /* what was digested; empty if nothing could be */
	char                            detail[256];    /* of the cause, if proven */
};

#define COPY_AUTO(name) \
	struct inspect_copy name __attribute__((cleanup(inspect_copy_fini))) = {0}

/* Whether the digest of these octets is the one stated. */
static bool
says(const struct trial *t, const char *octets, size_t len, const struct crypto_hash *hash)
{
	unsigned char digest[CRYPTO_MAX_HASH];

	return hash->size == t->r->stated_len &&
	    crypto_digest(hash, octets, len, digest, NULL) == ERR_OK &&
	    memcmp(digest, t->r->stated, hash->size) == 0;
}

static bool
holds(const struct trial *t, const struct inspect_chain *chain, xmlNodePtr node,
    xmlNodePtr signature, bool comments)
{
	BUF_AUTO(octets, INSPECT_LIMIT_CANONICAL);

	return inspect_chain_run(chain, node, signature, comments, &octets, NULL) == ERR_OK &&
	    says(t, octets.data, octets.len, t->r->hash);
}

/* Whether it holds with other transforms than stated, of the same element. */
static bool
holds_by(const struct trial *t, const struct inspect_chain *chain)
{
	return holds(t, chain, t->r->target, t->s->node, false);
}

static bool
duplicate(struct trial *t)
{
	xmlDocPtr doc = t->i->doc;
	char path[INSPECT_PATH_SIZE];

	if (t->r->id[0] == '\0')
		return false;
	for (xmlNodePtr n = inspect_tree_by_id(doc, t->r->id, NULL); n != NULL;
	     n = inspect_tree_by_id(doc, t->r->id, n)) {
		if (n == t->r->target || !holds(t, &t->r->chain, n, t->s->node, false))
			continue;
		inspect_tree_path(n, path);
		snprintf(t->detail, sizeof(t->detail), "%.250s", path);
		return true;
	}
	return false;
}

static bool
stripped(struct trial *t)
{
	for (int all = 0; all < 2; all++) {
		COPY_AUTO(copy);

		if (inspect_copy_open(t->r->target, t->s->node, &copy, NULL) != ERR_OK)
			return false;
		inspect_trial_strip(copy.node, all == 1);
		if (holds(t, &t->r->chain, copy.node, copy.signature, false))
			return true;
	}
	return false;
}

static bool
trimmed(struct trial *t)
{
	COPY_AUTO(copy);

	if (inspect_copy_open(t->r->target, t->s->node, &copy, NULL) != ERR_OK)
		return false;
	inspect_trial_trim(copy.node);
	return holds(t, &t->r->chain, copy.node, copy.signature, false);
}

static bool
other_hash(struct trial *t)
{
	const struct crypto_hash *hash;

	for (size_t k = 0; (hash = crypto_hash_at(k)) != NULL; k++)
		if (hash != t->r->hash && says(t, t->octets->data, t->octets->len, hash)) {
			snprintf(t->detail, sizeof(t->detail), "%s", hash->name);
			return true;
		}
	return false;
}

/* The step of the chain that makes octets of nodes; one is put at its end if there is none. */
static size_t
c14n_step(struct inspect_chain *chain)
{
	for (size_t k = 0; k < chain->n; k++)
		if (inspect_transform_is_c14n(chain->step[k].transform))
			return k;
	if (chain->n == INSPECT_CHAIN_MAX)
		return chain->n;
	chain->step[chain->n].prefixes[0] = '\0';
	return chain->n++;
}

static bool
other_c14n(struct trial *t)
{
	struct inspect_chain chain = t->r->chain;
	size_t at = c14n_step(&chain);
	const struct inspect_transform *row;

	for (size_t k = 0; at < chain.n && (row = inspect_transform_at(k)) != NULL; k++) {
		chain.step[at].transform = row;
		if (!inspect_transform_is_c14n(row) || row->comments || !holds_by(t, &chain))
			continue;
		snprintf(t->detail, sizeof(t->detail), "%s", row->name);
		return true;
	}
	return false;
}

static bool
without_smev(struct trial *t)
{
	struct inspect_chain chain = {.n = 0};

	for (size_t k = 0; k < t->r->chain.n; k++)
		if (t->r->chain.step[k].transform == NULL ||
		    t->r->chain.step[k].transform->kind != INSPECT_SMEV)
			chain.step[chain.n++] = t->r->chain.step[k];
	return chain.n < t->r->chain.n && holds_by(t, &chain);
}

static bool
with_smev(struct trial *t)
{
	struct inspect_chain chain = t->r->chain;

	for (size_t k = 0; k < chain.n; k++)
		if (chain.step[k].transform == NULL || chain.step[k].transform->kind == INSPECT_SMEV)
			return false;
	if (chain.n == INSPECT_CHAIN_MAX)
		return false;
	chain.step[chain.n].transform = inspect_transform_of(INSPECT_SMEV);
	chain.step[chain.n++].prefixes[0] = '\0';
	return holds_by(t, &chain);
}

static bool
no_prefixes(struct trial *t)
{
	struct inspect_chain chain = t->r->chain;
	bool any = false;

	for (size_t k = 0; k < chain.n; k++) {
		any |= chain.step[k].prefixes[0] != '\0';
		chain.step[k].prefixes[0] = '\0';
	}
	return any && holds_by(t, &chain);
}

static bool
detached(struct trial *t)
{
	COPY_AUTO(copy);

	return inspect_copy_detached(t->r->target, &copy, NULL) == ERR_OK &&
	    holds(t, &t->r->chain, copy.node, NULL, false);
}

/* Renames each declaration of SOAP's namespace at or above or below node; the former prefix. */
static bool
rename_soap(xmlDocPtr doc, const char *prefix, char *was, size_t size)
{
	xmlNodePtr root = xmlDocGetRootElement(doc);
	bool any = false;

	for (xmlNodePtr n = root; n != NULL; n = inspect_tree_next(n, root))
		for (xmlNsPtr ns = n->nsDef; ns != NULL; ns = ns->next) {
			if (!xmlStrEqual(ns->href, XSTR(NS_SOAP11)) &&
			    !xmlStrEqual(ns->href, XSTR(NS_SOAP12)))
				continue;
			snprintf(was, size, "%s", ns->prefix != NULL ? (const char *)ns->prefix : "");
			if (ns->prefix != NULL)
				xmlFree((xmlChar *)(uintptr_t)ns->prefix);
			ns->prefix = prefix[0] != '\0' ? xmlStrdup(XSTR(prefix)) : NULL;
			any = true;
		}
	return any;
}

static bool
prefixes(struct trial *t)
{
	static const char *const customary[] = {
		"soapenv", "SOAP-ENV", "soap", "S", "s", "env", "e", "ns0", "soap11", "soap12",
		"soap-env", "SOAP", "senv", "",
	};

	for (size_t k = 0; k < COUNT_OF(customary); k++) {
		char was[64] = "";
		COPY_AUTO(copy);

		if (inspect_copy_open(t->r->target, t->s->node, &copy, NULL) != ERR_OK ||
		    !rename_soap(copy.doc, customary[k], was, sizeof(was)))
			return false;
		if (!holds(t, &t->r->chain, copy.node, copy.signature, false))
			continue;
		snprintf(t->detail, sizeof(t->detail), "%s → %s", customary[k], was);
		return true;
	}
	return false;
}

static bool
with_comments(struct trial *t)
{
	struct inspect_chain chain = t->r->chain;

	for (size_t k = 0; k < chain.n; k++)
		if (inspect_transform_is_c14n(chain.step[k].transform)) {
			const struct inspect_transform *row;

			for (size_t n = 0; (row = inspect_transform_at(n)) != NULL; n++)
				if (row->kind == chain.step[k].transform->kind && row->comments)
					break;
			chain.step[k].transform = row;
		}
	return holds(t, &chain, t->r->target, t->s->node, true);
}

static bool
replaced(struct trial *t, const char *from, const char *to)
{
	BUF_AUTO(octets, INSPECT_LIMIT_CANONICAL);

	return inspect_octets_replace(t->octets, from, to, &octets, NULL) == ERR_OK &&
	    says(t, octets.data, octets.len, t->r->hash);
}

static bool
lost_cr(struct trial *t)
{
	return replaced(t, "\n", "&#xD;\n");
}

static bool
added_cr(struct trial *t)
{
	return replaced(t, "&#xD;\n", "\n");
}

static bool
raw_crlf(struct trial *t)
{
	return replaced(t, "\n", "\r\n");
}

static bool
bom(struct trial *t)
{
	BUF_AUTO(octets, INSPECT_LIMIT_CANONICAL);

	return buf_add_str(&octets, "\xef\xbb\xbf", NULL) == ERR_OK &&
	    buf_add(&octets, t->octets->data, t->octets->len, NULL) == ERR_OK &&
	    says(t, octets.data, octets.len, t->r->hash);
}

/* Whether the octets hold in another encoding; utf8: that being UTF-8 once more. */
static bool
in_encoding(struct trial *t, bool utf8)
{
	static const char *const encodings[] = {
		"WINDOWS-1251", "ISO-8859-1", "WINDOWS-1252", "KOI8-R", "CP866", "ISO-8859-5",
		"UTF-16LE", "UTF-16BE",
	};

	for (size_t k = 0; k < COUNT_OF(encodings); k++) {
		BUF_AUTO(octets, INSPECT_LIMIT_CANONICAL);
		bool is_utf8;

		if (!inspect_octets_recode(t->octets, encodings[k], &octets, &is_utf8) ||
		    is_utf8 != utf8 || !says(t, octets.data, octets.len, t->r->hash))
			continue;
		snprintf(t->detail, sizeof(t->detail), "%s", encodings[k]);
		return true;
	}
	return false;
}

static bool
recoded(struct trial *t)
{
	return in_encoding(t, true);
}

static bool
other_octets(struct trial *t)
{
	return in_encoding(t, false);
}

static const struct row {
	bool      (*is_so)(struct trial *t);
	const char *name, *text[2];
} rows[] = {
#define VALUE_CAUSE(function, name, en, ru)
#define DIGEST_CAUSE(function, name, en, ru) {function, name, {[ERR_EN] = en, [ERR_RU] = ru}},
#include "adapter/inspect/causes.h"
#undef DIGEST_CAUSE
#undef VALUE_CAUSE
};

void
inspect_cause_digest(struct inspection *i, const struct inspect_signature *s,
    const struct inspect_reference *r, json_t *place)
{
	BUF_AUTO(octets, INSPECT_LIMIT_CANONICAL);
	struct trial t = {.i = i, .s = s, .r = r, .octets = &octets};

	if (i->searches++ >= INSPECT_MAX_SEARCHES ||
	    inspect_chain_run(&r->chain, r->target, s->node, false, &octets, NULL) != ERR_OK)
		return;
	for (size_t k = 0; k < COUNT_OF(rows); k++) {
		if (rows[k].is_so(&t)) {
			inspect_report_cause(place, rows[k].name, rows[k].text[i->report.lang],
			    t.detail);
			return;
		}
		inspect_report_tried(place, rows[k].name);
	}
}
