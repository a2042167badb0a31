/* Our own key with its certificate, from where they are kept. */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/pem.h>

#include "adapter/crypto/inside.h"

/* Never asks a terminal: an encrypted key is refused, and said to be so. */
static int
no_password(char *buf, int size, int for_writing, void *asked)
{
	(void)buf;
	(void)size;
	(void)for_writing;
	*(bool *)asked = true;
	return -1;
}

/* Judges the file that is open, not the name, which might be another file by then. */
static enum err
check_private(FILE *file, const char *name, struct err_info *e)
{
	struct stat st;

	if (fstat(fileno(file), &st) != 0)
		FAIL(e, ERR_KEY_UNUSABLE, name, "%s", strerror(errno));
	if (!S_ISREG(st.st_mode))
		FAIL(e, ERR_KEY_UNUSABLE, name, "not a regular file");
	if ((st.st_mode & (S_IRWXG | S_IRWXO)) != 0)
		FAIL(e, ERR_KEY_UNUSABLE, name,
		    "its mode is %04o: others than its owner may use it; run chmod 600 on it",
		    (unsigned)st.st_mode & 07777);
	if (st.st_uid != geteuid() && st.st_uid != 0)
		FAIL(e, ERR_KEY_UNUSABLE, name, "it belongs to another user (%u)",
		    (unsigned)st.st_uid);
	return ERR_OK;
}

static enum err
load_key(const char *name, struct crypto_key **ret_key, struct err_info *e)
{
	AUTO(file) FILE *file = fopen(name, "re");
	bool asked = false;
	EVP_PKEY *evp;

	if (file == NULL)
		FAIL(e, ERR_KEY_UNUSABLE, name, "%s", strerror(errno));
	TRY(check_private(file, name, e));
	/* No buffer of stdio's is to keep a copy. */
	setvbuf(file, NULL, _IONBF, 0);
	evp = PEM_read_PrivateKey(file, NULL, no_password, &asked);
	if (evp == NULL)
		FAIL(e, ERR_KEY_UNUSABLE, name, "%s (%s)",
		    asked ? "the key is encrypted" : "no private key in PEM", crypto_drain());
	*ret_key = crypto_key_adopt(evp);
	if (*ret_key == NULL)
		FAIL(e, ERR_NOMEM, name, "a key");
	return ERR_OK;
}

enum err
crypto_source_load(const struct crypto_source *source, struct crypto_key **ret_key,
    struct crypto_certificate **ret_certificate, struct err_info *e)
{
	AUTO(certificate) struct crypto_certificate *certificate = NULL;
	AUTO(key) struct crypto_key *key = NULL;

	crypto_forget();
	if (source->certificate_file == NULL && source->key == NULL)
		return ERR_OK;
	if (source->certificate_file == NULL)
		FAIL(e, ERR_KEY_UNUSABLE, source->key, "a key without a certificate");
	TRY(crypto_certificate_load(source->certificate_file, 0, &certificate, e));
	if (source->key != NULL) {
		TRY(load_key(source->key, &key, e));
		if (X509_check_private_key(certificate->x509, key->evp) != 1)
			FAIL(e, ERR_KEY_UNUSABLE, source->certificate_file,
			    "it does not belong to the key in %s", source->key);
	}
	*ret_key = STEAL(key);
	*ret_certificate = STEAL(certificate);
	return ERR_OK;
}
