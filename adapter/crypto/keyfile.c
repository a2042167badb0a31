/* Private keys in files: PEM (RFC 7468, RFC 5958) and PKCS#12 (RFC 7292). */
#include "config.h"

#include <string.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>

#include "adapter/crypto/source.h"

AUTO_DEFINE(pkcs12, PKCS12 *, PKCS12_free)

/* What OpenSSL asks for a passphrase when it finds that it needs one. */
struct asked {
	const struct crypto_secret *passphrase;
	bool asked;
};

/* Never a terminal. */
static int
give_passphrase(char *buf, int size, int for_writing, void *data)
{
	struct asked *asked = data;

	(void)for_writing;
	asked->asked = true;
	if (asked->passphrase == NULL || size < 0 || asked->passphrase->len > (size_t)size)
		return -1;
	memcpy(buf, asked->passphrase->octets, asked->passphrase->len);
	return (int)asked->passphrase->len;
}

static enum err
load_pem(const char *name, const struct crypto_secret *file,
    const struct crypto_secret *passphrase, EVP_PKEY **ret_key, struct err_info *e)
{
	AUTO(bio) BIO *in = BIO_new_mem_buf(file->octets, (int)file->len);
	struct asked asked = {.passphrase = passphrase};
	EVP_PKEY *key;

	if (in == NULL)
		FAIL(e, ERR_NOMEM, name, "a key");
	key = PEM_read_bio_PrivateKey(in, NULL, give_passphrase, &asked);
	if (key == NULL && !asked.asked)
		FAIL(e, ERR_KEY_UNUSABLE, name, "no private key in PEM (%s)", crypto_drain());
	if (key == NULL && passphrase == NULL)
		FAIL(e, ERR_KEY_UNUSABLE, name, "the key is encrypted, and no passphrase_file is set");
	if (key == NULL)
		FAIL(e, ERR_KEY_UNUSABLE, name, "the passphrase is not that of the key (%s)",
		    crypto_drain());
	*ret_key = key;
	return ERR_OK;
}

/* The chain that may be in it too is not used: authorities are believed by their own setting. */
static enum err
load_pkcs12(const char *name, const struct crypto_secret *file,
    const struct crypto_secret *passphrase, EVP_PKEY **ret_key, X509 **ret_x509,
    struct err_info *e)
{
	const unsigned char *p = (const unsigned char *)file->octets, *end = p + file->len;
	AUTO(pkcs12) PKCS12 *container = d2i_PKCS12(NULL, &p, (long)file->len);
	AUTO(evp_key) EVP_PKEY *key = NULL;
	AUTO(x509) X509 *x509 = NULL;
	const char *text = passphrase != NULL ? passphrase->octets : "";

	if (container == NULL || p != end)
		FAIL(e, ERR_KEY_UNUSABLE, name, "neither PEM nor a whole PKCS#12 container (%s)",
		    crypto_drain());
	if (PKCS12_mac_present(container) != 1)
		FAIL(e, ERR_KEY_UNUSABLE, name, "a PKCS#12 container without MAC: anybody may have made it");
	if (PKCS12_verify_mac(container, text, (int)strlen(text)) != 1) {
		if (passphrase == NULL)
			FAIL(e, ERR_KEY_UNUSABLE, name,
			    "the container wants a passphrase, and no passphrase_file is set");
		FAIL(e, ERR_KEY_UNUSABLE, name, "the passphrase is not that of the container");
	}
	if (PKCS12_parse(container, text, &key, &x509, NULL) != 1)
		FAIL(e, ERR_KEY_UNUSABLE, name, "the container cannot be read (%s)", crypto_drain());
	if (key == NULL)
		FAIL(e, ERR_KEY_UNUSABLE, name, "the container holds no private key");
	*ret_key = STEAL(key);
	*ret_x509 = STEAL(x509);
	return ERR_OK;
}

enum err
crypto_keyfile_load(const char *name, const struct crypto_secret *passphrase, EVP_PKEY **ret_key,
    X509 **ret_x509, struct err_info *e)
{
	AUTO(secret) struct crypto_secret *file = NULL;

	TRY(crypto_secret_load(name, &file, e));
	/* DER begins with a SEQUENCE; PEM with text. */
	if (file->octets[0] == 0x30)
		return load_pkcs12(name, file, passphrase, ret_key, ret_x509, e);
	return load_pem(name, file, passphrase, ret_key, e);
}
