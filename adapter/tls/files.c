#include "config.h"

#include <string.h>
#include <time.h>

#include <openssl/err.h>
#include <openssl/x509.h>

#include "adapter/tls/tls.h"

static const int64_t US_PER_S = 1000000;

const char *
tls_reason(void)
{
	unsigned long first = ERR_peek_error();
	const char *text = ERR_SYSTEM_ERROR(first) ? strerror(ERR_GET_REASON(first)) :
	    ERR_reason_error_string(ERR_peek_last_error());

	ERR_clear_error();
	return text != NULL ? text : "cannot be used";
}

bool
tls_restrict(SSL_CTX *tls)
{
	SSL_CTX_set_options(tls, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
	return SSL_CTX_set_min_proto_version(tls, TLS1_2_VERSION) == 1 &&
	    SSL_CTX_set_cipher_list(tls, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1;
}

/* It must not be asked for at the terminal. */
static int
no_passphrase(char *buf, int size, int writing, void *arg)
{
	(void)buf, (void)size, (void)writing, (void)arg;
	return 0;
}

/* Makes *until_us the certificate's end if that is earlier. */
static enum err
note_end(const X509 *certificate, int64_t *until_us, struct err_info *e)
{
	struct tm tm;

	if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &tm) != 1)
		FAIL(e, ERR_KEY_UNUSABLE, "certificate_file", "%s", tls_reason());
	if (timegm(&tm) * US_PER_S < *until_us)
		*until_us = timegm(&tm) * US_PER_S;
	return ERR_OK;
}

enum err
tls_read_own(SSL_CTX *tls, const char *certificate_file, const char *key_file,
    int64_t *ret_until_us, struct err_info *e)
{
	STACK_OF(X509) *chain = NULL;
	int64_t until_us = INT64_MAX;

	SSL_CTX_set_default_passwd_cb(tls, no_passphrase);
	if (SSL_CTX_use_certificate_chain_file(tls, certificate_file) != 1)
		FAIL(e, ERR_KEY_UNUSABLE, "certificate_file", "%s", tls_reason());
	/* A key of another kind than the certificate's is taken, and has no certificate then. */
	if (SSL_CTX_use_PrivateKey_file(tls, key_file, SSL_FILETYPE_PEM) != 1 ||
	    SSL_CTX_check_private_key(tls) != 1)
		FAIL(e, ERR_KEY_UNUSABLE, "key_file", "%s", tls_reason());
	SSL_CTX_get0_chain_certs(tls, &chain);
	TRY(note_end(SSL_CTX_get0_certificate(tls), &until_us, e));
	for (int i = 0; i < sk_X509_num(chain); i++)
		TRY(note_end(sk_X509_value(chain, i), &until_us, e));
	*ret_until_us = until_us;
	return ERR_OK;
}

enum err
tls_read_revoked(SSL_CTX *tls, const char *crl_file, struct err_info *e)
{
	X509_STORE *store = SSL_CTX_get_cert_store(tls);
	X509_LOOKUP *lookup;

	if (crl_file == NULL || crl_file[0] == '\0')
		return ERR_OK;
	lookup = X509_STORE_add_lookup(store, X509_LOOKUP_file());
	if (lookup == NULL || X509_load_crl_file(lookup, crl_file, X509_FILETYPE_PEM) < 1)
		FAIL(e, ERR_KEY_UNUSABLE, "crl_file", "%s", tls_reason());
	if (X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL) != 1)
		FAIL(e, ERR_NOMEM, "crl_file", "room for a flag");
	return ERR_OK;
}
