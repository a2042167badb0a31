/*
 * chain: the transforms of a Reference (XML Signature, 4.4.3.4), and what comes out of them.
 * Private to inspect/.
 */
#ifndef ADAPTER_INSPECT_CHAIN_H
#define ADAPTER_INSPECT_CHAIN_H

#include "adapter/base/base.h"
#include "adapter/inspect/names.h"

enum inspect_transform_kind {
	INSPECT_EXCLUSIVE,
	INSPECT_INCLUSIVE,
	INSPECT_INCLUSIVE11,
	INSPECT_ENVELOPED,
	INSPECT_SMEV,
	INSPECT_NAMED_ONLY              /* known by name, not carried out */
};

struct inspect_transform {
	const char                 *uri;
	const char                 *name;               /* for people */
	enum inspect_transform_kind kind;
	bool                        comments;
};

/* The i-th row; NULL past the last.  NULL if there is no such row. */
const struct inspect_transform *inspect_transform_at(size_t i);
const struct inspect_transform *inspect_transform_by_uri(const char *uri);
const struct inspect_transform *inspect_transform_of(enum inspect_transform_kind kind);

/* Whether it makes octets of nodes. */
bool inspect_transform_is_c14n(const struct inspect_transform *transform);

enum { INSPECT_CHAIN_MAX = 8, INSPECT_LIMIT_CANONICAL = 32 << 20 };

struct inspect_chain {
	size_t n;
	struct inspect_step {
		const struct inspect_transform *transform;      /* NULL: not known */
		char                            uri[128];
		char                            prefixes[256];  /* InclusiveNamespaces; "" if none */
	} step[INSPECT_CHAIN_MAX];
};

/*
 * From the element that has the transforms (ds:Transforms; NULL: none), or is one
 * (ds:CanonicalizationMethod).  False if there are too many.
 */
bool inspect_chain_read(xmlNodePtr transforms, struct inspect_chain *ret);
bool inspect_chain_read_one(xmlNodePtr method, struct inspect_chain *ret);

/* "exclusive C14N, SMEV". */
void inspect_chain_print(const struct inspect_chain *chain, char *text, size_t size);

/*
 * Appends to out the octets that the chain makes of node; signature is what an enveloped one takes
 * out for the while.  comments: the reference keeps comments, if the canonical form does.
 * ERR_SIG_ALGORITHM for a transform that is not carried out, ERR_XML.
 */
MUST_USE enum err inspect_chain_run(const struct inspect_chain *chain, xmlNodePtr node,
    xmlNodePtr signature, bool comments, struct buf *out, struct err_info *e);

#endif
