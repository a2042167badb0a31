/* inside: OpenSSL as the files of crypto see it.  Private to crypto/. */
#ifndef ADAPTER_CRYPTO_INSIDE_H
#define ADAPTER_CRYPTO_INSIDE_H

#include <stdatomic.h>

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "adapter/crypto/crypto.h"

AUTO_DEFINE(evp_key, EVP_PKEY *, EVP_PKEY_free)
AUTO_DEFINE(evp_ctx, EVP_PKEY_CTX *, EVP_PKEY_CTX_free)
AUTO_DEFINE(bio, BIO *, BIO_free_all)
AUTO_DEFINE(x509, X509 *, X509_free)
AUTO_DEFINE(x509_store, X509_STORE *, X509_STORE_free)
AUTO_DEFINE(x509_store_ctx, X509_STORE_CTX *, X509_STORE_CTX_free)
AUTO_DEFINE(key, struct crypto_key *, crypto_key_free)
AUTO_DEFINE(certificate, struct crypto_certificate *, crypto_certificate_free)

static inline void
crypto_free_octets(unsigned char *octets)
{
	OPENSSL_free(octets);
}

AUTO_DEFINE(openssl_octets, unsigned char *, crypto_free_octets)

struct crypto_key {
	atomic_uint users;
	EVP_PKEY   *evp;
};

/* Takes over evp, also when it fails.  NULL without memory. */
struct crypto_key *crypto_key_adopt(EVP_PKEY *evp);

struct crypto_certificate {
	atomic_uint        users;
	X509              *x509;
	struct crypto_key *key;                 /* NULL: cannot be read */
	unsigned char     *der;
	size_t             der_len;
	char              *base64;
	size_t             base64_len;
	int64_t            from_us, to_us;
	char               subject[1024], issuer[1024], serial[64], thumbprint[65];
};

/* Takes over x509, also when it fails. */
MUST_USE enum err crypto_certificate_adopt(X509 *x509, struct crypto_certificate **ret,
    struct err_info *e);

/* library.c: forgets what OpenSSL reported on this thread so far. */
void crypto_forget(void);

/* What it has reported since, by reason, never a value; lives until the thread's next call. */
const char *crypto_drain(void);

/* pkcs11.c: ends the sessions with tokens; no key of theirs may be in use. */
void crypto_pkcs11_stop(void);

/*
 * key.c: crypto_verify() of a signature as X.509 and CMS have it: ECDSA as the SEQUENCE of r and s.
 */
MUST_USE enum err crypto_verify_x509(const struct crypto_key *key,
    const struct crypto_algorithm *algorithm, const unsigned char *digest,
    const unsigned char *signature, size_t len, struct err_info *e);

/* algorithm.c: the library's number of it. */
int crypto_hash_nid(const struct crypto_hash *hash);

/* algorithm.c: the message digest of a row; NULL if the library has none.  Not to be freed. */
const EVP_MD *crypto_hash_evp(const struct crypto_hash *hash);
void crypto_hash_start(void);
void crypto_hash_stop(void);

#endif
