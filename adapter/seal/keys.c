#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adapter/seal/inside.h"

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
load_key(const char *name, EVP_PKEY **ret_key, struct err_info *e)
{
	AUTO(file) FILE *file = fopen(name, "re");
	bool asked = false;

	if (file == NULL)
		FAIL(e, ERR_KEY_UNUSABLE, name, "%s", strerror(errno));
	TRY(check_private(file, name, e));
	/* No buffer of stdio's is to keep a copy. */
	setvbuf(file, NULL, _IONBF, 0);
	*ret_key = PEM_read_PrivateKey(file, NULL, no_password, &asked);
	if (*ret_key == NULL)
		FAIL(e, ERR_KEY_UNUSABLE, name, "%s (%s)",
		    asked ? "the key is encrypted" : "no private key in PEM", seal_library_drain());
	return ERR_OK;
}

static enum err
load_certificate(const char *name, X509 **ret_x509, struct err_info *e)
{
	AUTO(file) FILE *file = fopen(name, "re");

	if (file == NULL)
		FAIL(e, ERR_KEY_UNUSABLE, name, "%s", strerror(errno));
	*ret_x509 = PEM_read_X509(file, NULL, NULL, NULL);
	if (*ret_x509 == NULL)
		FAIL(e, ERR_KEY_UNUSABLE, name, "no certificate in PEM (%s)", seal_library_drain());
	return ERR_OK;
}

/* The certificate is not a peer's here but a file of ours. */
static enum err
blame_file(enum err code, const char *name, struct err_info *e)
{
	if (code != ERR_OK && e != NULL) {
		e->code = ERR_KEY_UNUSABLE;
		snprintf(e->at, sizeof(e->at), "%s", name);
	}
	return code == ERR_OK ? ERR_OK : ERR_KEY_UNUSABLE;
}

/* The key of own, which must be good today: what it signs is to be believed. */
static enum err
load_pair(const char *key_file, const char *certificate_file, X509 *x509,
    const struct seal_signer *own, xmlSecKeyPtr *ret_key, struct err_info *e)
{
	AUTO(evp_key) EVP_PKEY *evp = NULL;
	int64_t now_us = clock_now_us();

	TRY(load_key(key_file, &evp, e));
	if (X509_check_private_key(x509, evp) != 1)
		FAIL(e, ERR_KEY_UNUSABLE, certificate_file, "it does not belong to the key in %s",
		    key_file);
	if (now_us < own->from_us || now_us > own->to_us)
		FAIL(e, ERR_KEY_UNUSABLE, certificate_file, "it has expired or is not valid yet");
	*ret_key = seal_library_key(evp);
	if (*ret_key == NULL)
		FAIL(e, ERR_KEY_UNUSABLE, key_file, "of no use (%s)", seal_library_drain());
	return ERR_OK;
}

enum err
seal_keys_load(const char *key_file, const char *certificate_file, xmlSecKeyPtr *ret_key,
    struct seal_signer **ret_own, struct err_info *e)
{
	AUTO(x509) X509 *x509 = NULL;

	seal_library_forget();
	if (certificate_file == NULL && key_file == NULL)
		return ERR_OK;
	if (certificate_file == NULL)
		FAIL(e, ERR_KEY_UNUSABLE, key_file, "a key without a certificate");
	TRY(load_certificate(certificate_file, &x509, e));
	TRY(blame_file(seal_signer_new(x509, ret_own, e), certificate_file, e));
	if (key_file == NULL)
		return ERR_OK;
	return load_pair(key_file, certificate_file, x509, *ret_own, ret_key, e);
}
