/* Our own key with its certificate, from where they are kept. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "adapter/crypto/source.h"

bool
crypto_source_is_token(const char *key)
{
	return key != NULL && strncmp(key, "pkcs11:", 7) == 0;
}

/*
 * A file's key tells its public part.  A token's is asked to sign, which proves besides that it may.
 */
static enum err
check_pair(const struct crypto_source *source, const struct crypto_key *key,
    const struct crypto_certificate *certificate, struct err_info *e)
{
	const char *at = source->certificate_file != NULL ? source->certificate_file : source->key;
	unsigned char digest[CRYPTO_MAX_HASH] = {0}, signature[CRYPTO_MAX_SIGNATURE];
	const struct crypto_algorithm *a;
	size_t len;

	if (!crypto_source_is_token(source->key)) {
		if (X509_check_private_key(certificate->x509, key->evp) != 1)
			FAIL(e, ERR_KEY_UNUSABLE, at, "it does not belong to the key in %s", source->key);
		return ERR_OK;
	}
	if (certificate->key == NULL)
		FAIL(e, ERR_KEY_UNUSABLE, at, "its public key cannot be read");
	if (crypto_key_algorithm(key, &a, e) != ERR_OK ||
	    crypto_sign(key, a, digest, signature, &len, e) != ERR_OK) {
		if (e != NULL) {
			e->code = ERR_KEY_UNUSABLE;
			snprintf(e->at, sizeof(e->at), "%s", source->key);
		}
		return ERR_KEY_UNUSABLE;
	}
	if (crypto_verify(certificate->key, a, digest, signature, len, NULL) != ERR_OK)
		FAIL(e, ERR_KEY_UNUSABLE, at, "it does not belong to the key in %s", source->key);
	return ERR_OK;
}

/* x509 is NULL if there was none with the key. */
static enum err
load_certificate(const struct crypto_source *source, X509 *x509,
    struct crypto_certificate **ret, struct err_info *e)
{
	enum err code;

	if (source->certificate_file != NULL)
		return crypto_certificate_load(source->certificate_file, 0, ret, e);
	if (x509 == NULL)
		FAIL(e, ERR_KEY_UNUSABLE, source->key, "a key without a certificate");
	X509_up_ref(x509);
	code = crypto_certificate_adopt(x509, ret, e);
	if (code == ERR_OK || code == ERR_NOMEM)
		return code;
	if (e != NULL) {
		e->code = ERR_KEY_UNUSABLE;
		snprintf(e->at, sizeof(e->at), "%s", source->key);
	}
	return ERR_KEY_UNUSABLE;
}

static enum err
load_pair(const struct crypto_source *source, struct crypto_key **ret_key,
    struct crypto_certificate **ret_certificate, struct err_info *e)
{
	AUTO(secret) struct crypto_secret *passphrase = NULL;
	AUTO(x509) X509 *x509 = NULL;
	EVP_PKEY *evp = NULL;

	TRY(crypto_secret_load_line(source->passphrase_file, &passphrase, e));
	if (crypto_source_is_token(source->key))
		TRY(crypto_pkcs11_load(source->pkcs11_module, source->key, passphrase, &evp,
		    source->certificate_file == NULL ? &x509 : NULL, e));
	else
		TRY(crypto_keyfile_load(source->key, passphrase, &evp, &x509, e));
	*ret_key = crypto_key_adopt(evp);
	if (*ret_key == NULL)
		FAIL(e, ERR_NOMEM, source->key, "a key");
	return load_certificate(source, x509, ret_certificate, e);
}

enum err
crypto_source_load(const struct crypto_source *source, struct crypto_key **ret_key,
    struct crypto_certificate **ret_certificate, struct err_info *e)
{
	AUTO(certificate) struct crypto_certificate *certificate = NULL;
	AUTO(key) struct crypto_key *key = NULL;

	crypto_forget();
	if (source->key != NULL) {
		TRY(load_pair(source, &key, &certificate, e));
		TRY(check_pair(source, key, certificate, e));
	} else if (source->certificate_file != NULL) {
		TRY(crypto_certificate_load(source->certificate_file, 0, &certificate, e));
	} else {
		return ERR_OK;
	}
	*ret_key = STEAL(key);
	*ret_certificate = STEAL(certificate);
	return ERR_OK;
}
