/*
 * algorithm: what may sign: one row each.  Private to seal/.
 *
 * A row couples the signature method with the only digest permitted beside it.
 */
#ifndef ADAPTER_SEAL_ALGORITHM_H
#define ADAPTER_SEAL_ALGORITHM_H

#include "adapter/seal/library.h"

struct seal_algorithm {
	const char *name;                       /* for people: "RSA-SHA256" */
	const char *signature_uri;              /* ds:SignatureMethod/@Algorithm */
	const char *digest_uri;                 /* ds:DigestMethod/@Algorithm */
	int         key_type;                   /* EVP_PKEY_RSA … */
	int         min_bits;
	xmlSecTransformId (*signature)(void);
	xmlSecTransformId (*digest)(void);
};

/* NULL if there is no row for it. */
const struct seal_algorithm *seal_algorithm_by_uri(const xmlChar *signature_uri);

/* The row for a key, which is also strong enough; ERR_KEY_UNUSABLE otherwise. */
MUST_USE enum err seal_algorithm_for_key(const EVP_PKEY *key,
    const struct seal_algorithm **ret_algorithm, struct err_info *e);

#endif
