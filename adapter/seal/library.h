/*
 * library: xmlsec, libxml2 and OpenSSL as one tamed thing.  Private to seal/.
 *
 * None of them prints: what they report is kept per thread until it is drained into
 * the text of an error.
 */
#ifndef ADAPTER_SEAL_LIBRARY_H
#define ADAPTER_SEAL_LIBRARY_H

#include <xmlsec/xmlsec.h>
#include <xmlsec/xmldsig.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "adapter/base/base.h"
#include "adapter/xml/xml.h"

AUTO_DEFINE(evp_key, EVP_PKEY *, EVP_PKEY_free)
AUTO_DEFINE(evp_ctx, EVP_PKEY_CTX *, EVP_PKEY_CTX_free)
AUTO_DEFINE(bio, BIO *, BIO_free_all)
AUTO_DEFINE(x509, X509 *, X509_free)
AUTO_DEFINE(x509_store, X509_STORE *, X509_STORE_free)
AUTO_DEFINE(x509_store_ctx, X509_STORE_CTX *, X509_STORE_CTX_free)
AUTO_DEFINE(xmlsec_key, xmlSecKeyPtr, xmlSecKeyDestroy)

/* Forgets what this thread's libraries reported so far: call before asking them something. */
void seal_library_forget(void);

/*
 * What they have reported since, first cause first, as function and reason: never a
 * value of the document.  Lives until the thread's next call; "" if nothing.
 */
const char *seal_library_drain(void);

/* A key for xmlsec that shares ours (its reference count is raised); NULL if it is of no use. */
xmlSecKeyPtr seal_library_key(EVP_PKEY *key);

#endif
