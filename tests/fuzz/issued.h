/*
 * issued: the certificates of the test PKI and lists of the revoked, by name and with edits.
 *
 * An edit is four octets: what (1 inserts, 2 takes out, any other sets), two for the place, and the
 * octet; one that takes out has no fourth.
 */
#ifndef TESTS_FUZZ_ISSUED_H
#define TESTS_FUZZ_ISSUED_H

#include "tests/fuzz/fuzz.h"

/* The first of the certificates are those whose chains are asked for. */
enum { ISSUED_CERTIFICATES = 15, ISSUED_LISTS = 23, ISSUED_ASKED = 4 };

struct issued {
	const char    *name;
	bool           believed;        /* a certificate: by its authorities, without lists */
	char          *type;            /* as PEM calls it; NULL: it is not to be had without GOST */
	unsigned char *der;
	long           len;
	enum err       alone[ISSUED_ASKED];     /* a list: what it has crypto_chain_check() say */
};

extern struct issued issued_certificates[ISSUED_CERTIFICATES];
extern struct issued issued_lists[ISSUED_LISTS];

/* Fills in type and DER from a PEM file. */
void issued_read(const char *file, struct issued *item);

/* Its DER with edits, which are taken from in; the caller frees it. */
unsigned char *issued_edit(const struct issued *item, struct fuzz_input *in, size_t *ret_len);

/*
 * Adds to a file in PEM what a line stands for: the name of a certificate or list, perhaps with a
 * space and edits.  Returns it; NULL if it is none.  A line that begins with '=' is text.
 */
const struct issued *issued_add(const uint8_t *line, size_t len, struct buf *out);

#endif
