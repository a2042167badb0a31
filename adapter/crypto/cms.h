/* cms: a detached signature that was taken apart.  Private to crypto/. */
#ifndef ADAPTER_CRYPTO_CMS_H
#define ADAPTER_CRYPTO_CMS_H

#include "adapter/crypto/der.h"
#include "adapter/crypto/inside.h"

/* The signed attributes that are looked at (RFC 5652, section 11; RFC 5035, section 3). */
enum cms_attribute {
	CMS_CONTENT_TYPE,
	CMS_MESSAGE_DIGEST,
	CMS_SIGNING_TIME,
	CMS_SIGNING_CERTIFICATE,
	CMS_ATTRIBUTES
};

/* What is not there has no octets: at is NULL. */
struct crypto_cms {
	unsigned char            *octets;               /* all else points into them */
	const struct crypto_hash *hash;
	struct der                certificates;
	struct der                issuer, serial;       /* the signer by issuer and number, with headers, … */
	struct der                key_id;               /* … or by the identifier of the key */
	struct der                attributes;           /* all of them, with their header */
	struct der                attribute[CMS_ATTRIBUTES];    /* the one value, with its header */
	struct der                method;               /* OID of the signature's algorithm */
	struct der                signature;
	int64_t                   signed_us;
};

/* cms_form.c: whether the content of an OID is the library's object of this number. */
bool crypto_cms_is_oid(struct der oid, int nid);

/* An AlgorithmIdentifier: its OID.  Parameters count for nothing: the row has them. */
bool crypto_cms_take_algorithm(struct der *from, struct der *ret_oid);

/* The trusted row of a digest; NULL if there is none. */
const struct crypto_hash *crypto_cms_hash_of(struct der oid);

#endif
