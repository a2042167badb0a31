/* der_put: writes DER (X.690).  All append to out and CHECK that they can. */
#ifndef TESTS_LIB_DER_PUT_H
#define TESTS_LIB_DER_PUT_H

#include "adapter/base/base.h"

enum { DER_MAX = 256 << 10, DER_MAX_NUMBER = 1024 };

/* As they are. */
void der_add(struct buf *out, const void *octets, size_t len);

/* An OID with its header; a literal ends with NUL, and an OID may hold one: its length is in it. */
void der_add_oid(struct buf *out, const char *oid);

/* What has this identifier octet and content. */
void der_put(struct buf *out, int identifier, const void *octets, size_t len);
void der_put_buf(struct buf *out, int identifier, const struct buf *in);

/* An AlgorithmIdentifier from an OID with its header, perhaps with NULL after it. */
void der_put_algorithm(struct buf *out, const char *oid);

/* An INTEGER from octets of a number that is not negative. */
void der_put_number(struct buf *out, const unsigned char *octets, size_t len);

#endif
