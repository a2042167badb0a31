/* authorities: who is believed, and their revocation lists.  Private to crypto/. */
#ifndef ADAPTER_CRYPTO_AUTHORITIES_H
#define ADAPTER_CRYPTO_AUTHORITIES_H

#include <openssl/x509_vfy.h>

#include "adapter/crypto/inside.h"

AUTO_DEFINE(x509_crl, X509_CRL *, X509_CRL_free)
AUTO_DEFINE(asn1_enumerated, ASN1_ENUMERATED *, ASN1_ENUMERATED_free)
AUTO_DEFINE(authorities, struct crypto_authorities *, crypto_authorities_close)

struct crypto_authorities {
	X509_STORE *store;              /* where chains end, and the lists */
	STACK_OF(X509) *between;        /* certificates over which chains may go */
	STACK_OF(X509_CRL) *lists;      /* those in the store: the store's own order may change */
	int64_t     grace_us, until_us;
	X509_STORE_CTX_check_crl_fn check_list;         /* the library's own */
};

/* chain.c: sets how chains are checked; once all certificates and lists are in the store. */
MUST_USE enum err crypto_authorities_prepare(struct crypto_authorities *authorities,
    struct err_info *e);

/* A point in time in microseconds; false if it cannot be read. */
bool crypto_time_us(const ASN1_TIME *asn1, int64_t *ret_us);

#endif
