/* cms_kit: detached signatures in DER, good and odd, made octet by octet and signed with keys of the test PKI. */
#ifndef TESTS_LIB_CMS_KIT_H
#define TESTS_LIB_CMS_KIT_H

#include <stdint.h>

#include "adapter/base/base.h"

/* What is unusual about a signature. */
enum cms_odd {
	CMS_PLAIN,
	CMS_BY_KEY_ID,                  /* the signer is named by the identifier of the key */
	CMS_KEY_METHOD,                 /* the signature's algorithm is named by the key alone */
	CMS_NO_CERTIFICATE,
	CMS_MORE_CERTIFICATES,          /* others before the signer's, and one of another format */
	CMS_MANY_CERTIFICATES,
	CMS_BROKEN_CERTIFICATE,
	CMS_ESS,                        /* with signing-certificate-v2, by SHA-256 unsaid … */
	CMS_ESS_SAID,                   /* … or said, */
	CMS_ESS_OTHER,                  /* of another certificate, */
	CMS_ESS_SHA1,                   /* by SHA-1, */
	CMS_ESS_BROKEN,                 /* or none */
	CMS_UNSIGNED,                   /* with an unsigned attribute */
	CMS_NOT_SIGNED_DATA,
	CMS_ATTACHED,
	CMS_OTHER_CONTENT,              /* eContentType is not id-data */
	CMS_NO_SIGNER,
	CMS_TWO_SIGNERS,
	CMS_NO_ATTRIBUTES,
	CMS_NO_CONTENT_TYPE,
	CMS_OTHER_CONTENT_TYPE,         /* the attribute is not id-data */
	CMS_NO_DIGEST,
	CMS_SHORT_DIGEST,
	CMS_TWO_DIGESTS,
	CMS_TWO_VALUES,
	CMS_NO_VALUE,
	CMS_UNSORTED,
	CMS_BAD_TIME,
	CMS_EDITED,                     /* an attribute was changed after signing */
	CMS_SHA1,
	CMS_SHA384,
	CMS_PSS,
	CMS_LONG_LENGTH,                /* BER: a length in more octets than needed, … */
	CMS_INDEFINITE,                 /* … or unsaid */
	CMS_TRAILING,
	CMS_HUGE,
	CMS_ODDS
};

struct cms_kit {
	const char  *pair;              /* whose key and certificate: "citizen-0-ec" */
	const char  *certificate;       /* another's in its place; NULL: the pair's */
	enum cms_odd odd;
	int64_t      signed_us;         /* signing-time; 0: none */
};

/* Appends it to out; CHECKs that it can. */
void cms_kit_make(const struct cms_kit *what, const void *document, size_t len, struct buf *out);

#endif
