#include "config.h"

#include <string.h>
#include <time.h>

#include <openssl/err.h>
#include <openssl/x509.h>

#include "adapter/send/private.h"

/*
 * Key, certificate, authority and revocation lists are read once, into a context that is never
 * connected: every connection copies from it.  So what a reload has not yet read is not used, and a
 * file that is being replaced breaks no connection.
 */

AUTO_DEFINE(ssl_ctx, SSL_CTX *, SSL_CTX_free)

static const int64_t US_PER_S = 1000000;

/* TLS 1.2 only with forward secrecy and AEAD; TLS 1.3 has nothing else. */
static const char ciphers12[] = "ECDHE+AESGCM:ECDHE+CHACHA20";

static const char *
reason(void)
{
	unsigned long first = ERR_peek_error();
	const char *text = ERR_SYSTEM_ERROR(first) ? strerror(ERR_GET_REASON(first)) :
	    ERR_reason_error_string(ERR_peek_last_error());

	ERR_clear_error();
	return text != NULL ? text : "cannot be used";
}

/* A key file with a passphrase must fail, not ask at the terminal. */
static int
no_passphrase(char *buf, int size, int writing, void *arg)
{
	(void)buf, (void)size, (void)writing, (void)arg;
	return 0;
}

/* As front does: every certificate of the chain needs a list of its issuer that is in date. */
static enum err
read_authority(SSL_CTX *tls, const struct send_config *c, struct err_info *e)
{
	X509_STORE *store = SSL_CTX_get_cert_store(tls);
	X509_LOOKUP *lookup;

	if (c->ca_file != NULL && SSL_CTX_load_verify_file(tls, c->ca_file) != 1)
		FAIL(e, ERR_KEY_UNUSABLE, "ca_file", "%s", reason());
	if (c->crl_file == NULL || c->crl_file[0] == '\0')
		return ERR_OK;
	lookup = X509_STORE_add_lookup(store, X509_LOOKUP_file());
	if (lookup == NULL || X509_load_crl_file(lookup, c->crl_file, X509_FILETYPE_PEM) < 1)
		FAIL(e, ERR_KEY_UNUSABLE, "crl_file", "%s", reason());
	if (X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL) != 1)
		FAIL(e, ERR_NOMEM, "crl_file", "room for a flag");
	return ERR_OK;
}

/* Makes *until_us the certificate's end if that is earlier. */
static enum err
note_end(const X509 *certificate, int64_t *until_us, struct err_info *e)
{
	struct tm tm;

	if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &tm) != 1)
		FAIL(e, ERR_KEY_UNUSABLE, "certificate_file", "%s", reason());
	if (timegm(&tm) * US_PER_S < *until_us)
		*until_us = timegm(&tm) * US_PER_S;
	return ERR_OK;
}

static enum err
read_own(SSL_CTX *tls, const struct send_config *c, int64_t *until_us, struct err_info *e)
{
	STACK_OF(X509) *chain = NULL;

	if ((c->key_file == NULL) != (c->certificate_file == NULL))
		FAIL(e, ERR_CONFIG, "key_file", "a key and its certificate, or neither");
	if (c->key_file == NULL)
		return ERR_OK;
	if (SSL_CTX_use_certificate_chain_file(tls, c->certificate_file) != 1)
		FAIL(e, ERR_KEY_UNUSABLE, "certificate_file", "%s", reason());
	/* A key of another kind than the certificate's is taken, and has no certificate then. */
	if (SSL_CTX_use_PrivateKey_file(tls, c->key_file, SSL_FILETYPE_PEM) != 1 ||
	    SSL_CTX_check_private_key(tls) != 1)
		FAIL(e, ERR_KEY_UNUSABLE, "key_file", "%s", reason());
	SSL_CTX_get0_chain_certs(tls, &chain);
	TRY(note_end(SSL_CTX_get0_certificate(tls), until_us, e));
	for (int i = 0; i < sk_X509_num(chain); i++)
		TRY(note_end(sk_X509_value(chain, i), until_us, e));
	return ERR_OK;
}

enum err
send_tls_read(const struct send_config *config, SSL_CTX **ret_tls, int64_t *ret_until_us,
    struct err_info *e)
{
	AUTO(ssl_ctx) SSL_CTX *tls = SSL_CTX_new(TLS_client_method());
	int64_t until_us = INT64_MAX;

	if (tls == NULL)
		FAIL(e, ERR_NOMEM, "", "a TLS context");
	ERR_clear_error();
	SSL_CTX_set_default_passwd_cb(tls, no_passphrase);
	TRY(read_authority(tls, config, e));
	TRY(read_own(tls, config, &until_us, e));
	*ret_tls = STEAL(tls);
	*ret_until_us = until_us;
	return ERR_OK;
}

CURLcode
send_tls_copy(CURL *easy, void *to, void *from)
{
	SSL_CTX *tls = to, *model = from;
	STACK_OF(X509) *chain = NULL;

	(void)easy;
	SSL_CTX_set_options(tls, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
	SSL_CTX_set1_cert_store(tls, SSL_CTX_get_cert_store(model));
	if (SSL_CTX_set_min_proto_version(tls, TLS1_2_VERSION) != 1 ||
	    SSL_CTX_set_cipher_list(tls, ciphers12) != 1)
		return CURLE_SSL_CIPHER;
	if (SSL_CTX_get0_certificate(model) == NULL)
		return CURLE_OK;
	SSL_CTX_get0_chain_certs(model, &chain);
	if (SSL_CTX_use_certificate(tls, SSL_CTX_get0_certificate(model)) != 1 ||
	    SSL_CTX_use_PrivateKey(tls, SSL_CTX_get0_privatekey(model)) != 1 ||
	    SSL_CTX_set1_chain(tls, chain) != 1)
		return CURLE_SSL_CERTPROBLEM;
	return CURLE_OK;
}
