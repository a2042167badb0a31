/*
 * security: the strict shape of wsse:Security, before any cryptography.  Private to seal/.
 *
 * WSS SOAP Message Security 1.0; XML Signature (2008), section 4.  Names and positions
 * count, prefixes and the spelling of identifiers do not.
 */
#ifndef ADAPTER_SEAL_SECURITY_H
#define ADAPTER_SEAL_SECURITY_H

#include "adapter/crypto/crypto.h"
#include "adapter/seal/envelope.h"

enum { SEAL_MAX_TOKEN = 16 << 10, SEAL_MAX_SIGNATURE = 4 << 10 };

/* Nodes belong to the document; token to this: seal_security_fini(). */
struct seal_security {
	xmlNodePtr                     signature;
	const struct crypto_algorithm *algorithm;
	enum seal_part                 covers[SEAL_PARTS];      /* by each Reference, in order */
	size_t                         references;
	struct buf                     token;                   /* base64 of the certificate */
	int64_t                        created_us, expires_us;
};

void seal_security_fini(struct seal_security *security);

/*
 * Reads envelope->security and completes envelope->part.  What every failure means:
 * ERR_SIG_MISSING      there is no Security, or no Signature in it
 * ERR_SIG_STRUCTURE    an element or attribute is missing, repeated, misplaced or foreign
 * ERR_SIG_ALGORITHM    a method or transform that is not on the list
 * ERR_SIG_REFERENCE    a Reference to anything but a part in its place, or to one twice
 * ERR_SIG_COVERAGE     a part that must be covered has no Reference
 * ERR_SIG_STALE        the Timestamp cannot be read
 * After success each Reference names exactly one element, envelope->part[covers[i]].
 */
MUST_USE enum err seal_security_read(struct seal_envelope *envelope,
    struct seal_security *ret_security, struct err_info *e);

/* signature.c: the part of it that reads ds:Signature. */
MUST_USE enum err seal_signature_read(const struct seal_envelope *envelope,
    struct seal_security *security, struct err_info *e);

#endif
