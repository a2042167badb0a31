/*
 * template: messages as people write them down, signed when they are run.
 *
 * A seed has no key and no signature in it, but places for them:
 *      @created@ @expires@     template_now_us, and a minute later
 *      @time:S@                template_now_us and so many seconds
 *      @cert:NAME@             the certificate NAME of the test PKI, in base64
 *      @digest:ID@             of the element with that wsu:Id, in exclusive canonical form, by the
 *                              digest that goes with the certificate; after a comma perhaps a PrefixList
 *      @enveloped:ID@          the same of what remains of it without the first ds:Signature
 *      @smev:ID@               the same after the transform of SMEV 3
 *      @sign:NAME@             of the first SignedInfo, with the key NAME; a PrefixList as above
 *      @sign2:NAME@            the same of the second
 * They are filled in this order, so that each sees what stands before it.
 */
#ifndef TESTS_FUZZ_TEMPLATE_H
#define TESTS_FUZZ_TEMPLATE_H

#include <libxml/tree.h>

#include "tests/fuzz/fuzz.h"

enum template_key {
	KEY_FUND_EC, KEY_FUND_RSA, KEY_FUND_GOST256, KEY_FUND_GOST512, KEY_STRANGER, KEY_FOREIGN,
	TEMPLATE_KEYS
};
enum { TEMPLATE_PARTS = 64 };

/* Now, for all messages of this process. */
extern int64_t template_now_us;

/* An element that was digested: what the signature covers. */
struct template_part {
	char  *octets;                  /* NUL-ended */
	size_t len;
	char  *name, *text;             /* its local name, and its text */
};

struct template_signed {
	size_t               n;
	struct template_part part[TEMPLATE_PARTS];
	bool                 by[TEMPLATE_KEYS];
};

/* Reads the keys of the test PKI. */
void template_open(void);

/* Fills the places; the caller frees the text.  NULL: too large. */
char *template_fill(const char *text, size_t len, struct template_signed *ret);
void template_signed_fini(struct template_signed *s);

/* The exclusive canonical form of an element with all in it; to be freed by xmlFree(), or NULL. */
xmlChar *template_canonical(xmlDocPtr doc, xmlNodePtr element, const char *prefixes, int *ret_len);

#endif
