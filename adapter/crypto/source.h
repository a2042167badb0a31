/* source: how a key of ours comes from its file or token.  Private to crypto/. */
#ifndef ADAPTER_CRYPTO_SOURCE_H
#define ADAPTER_CRYPTO_SOURCE_H

#include "adapter/crypto/inside.h"

/* What nobody else may see, in memory of its own: overwritten when it is freed. */
struct crypto_secret {
	size_t len;
	char   octets[];        /* NUL-ended */
};

void crypto_secret_free(struct crypto_secret *secret);

AUTO_DEFINE(secret, struct crypto_secret *, crypto_secret_free)

/*
 * The content of a private file, named as in struct crypto_source.  ERR_KEY_UNUSABLE if anybody but
 * its owner may use it, if it is empty, or no file.
 */
MUST_USE enum err crypto_secret_load(const char *name, struct crypto_secret **ret,
    struct err_info *e);

/* Its first line, without the end of line; stays NULL if name is. */
MUST_USE enum err crypto_secret_load_line(const char *name, struct crypto_secret **ret,
    struct err_info *e);

/* keyfile.c: ret_x509 is set if the file holds the key's certificate too. */
MUST_USE enum err crypto_keyfile_load(const char *name, const struct crypto_secret *passphrase,
    EVP_PKEY **ret_key, X509 **ret_x509, struct err_info *e);

/* pkcs11.c: ret_x509 NULL: the certificate is not asked for. */
MUST_USE enum err crypto_pkcs11_load(const char *module, const char *uri,
    const struct crypto_secret *pin, EVP_PKEY **ret_key, X509 **ret_x509, struct err_info *e);

#endif
