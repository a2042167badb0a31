/*
 * classes: what xmlsec may use, and nothing else: a class for each digest and each signature
 * method that is trusted, all of them on crypto.h, and one for keys.  Private to seal/.
 *
 * xmlsec's own classes are not registered: its RSA and EC classes refuse keys that are inside a
 * token, it knows no GOST, and a method that is not there cannot be talked into use.
 */
#ifndef ADAPTER_SEAL_CLASSES_H
#define ADAPTER_SEAL_CLASSES_H

#include <xmlsec/keys.h>
#include <xmlsec/transforms.h>

#include "adapter/crypto/crypto.h"

/* Makes these, and the canonicalisations, all that xmlsec knows.  Once, after xmlSecInit(). */
void seal_classes_install(void);

xmlSecTransformId seal_class_of_hash(const struct crypto_hash *hash);
xmlSecTransformId seal_class_of_signature(const struct crypto_algorithm *algorithm);

/* A key for xmlsec that shares ours (a reference is taken); NULL without memory. */
xmlSecKeyPtr seal_class_key(const struct crypto_key *key);

#endif
