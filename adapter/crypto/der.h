/*
 * der: walks over octets in DER (X.690).  Private to crypto/.
 *
 * Only what DER has is taken: definite lengths, in as few octets as will do; tags below 31.  Nothing is
 * copied or allocated: what is found points into the octets walked over.  Depth is the caller's: it
 * goes down only as far as it asks.
 */
#ifndef ADAPTER_CRYPTO_DER_H
#define ADAPTER_CRYPTO_DER_H

#include <stdbool.h>
#include <stddef.h>

/* Identifier octets: class, whether constructed, and tag. */
enum {
	DER_INTEGER = 0x02,
	DER_OCTETS = 0x04,
	DER_OID = 0x06,
	DER_UTC_TIME = 0x17,
	DER_GENERALIZED_TIME = 0x18,
	DER_SEQUENCE = 0x30,
	DER_SET = 0x31,
	DER_CONTEXT = 0x80,             /* [0] of something primitive; + 1: [1] */
	DER_CONTEXT_HOLDS = 0xa0,       /* [0] of something constructed */
};

/* What is still to be walked over. */
struct der {
	const unsigned char *at;
	size_t               left;
};

struct der_item {
	struct der all;                 /* with its header */
	struct der in;                  /* its content */
};

/* The identifier octet of what comes next; -1 at the end. */
int crypto_der_next(const struct der *from);

/* Takes what comes next; false, and nothing is taken, unless it has this identifier. */
bool crypto_der_take(struct der *from, int identifier, struct der_item *ret);

/* Whatever it is. */
bool crypto_der_take_any(struct der *from, struct der_item *ret);

/* Takes it if it comes next; false only if it does and is malformed.  ret->all.at is NULL without. */
bool crypto_der_take_if(struct der *from, int identifier, struct der_item *ret);

#endif
