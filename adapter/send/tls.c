#include "config.h"

#include <openssl/err.h>
#include <openssl/x509.h>

#include "adapter/send/private.h"
#include "adapter/tls/tls.h"

/*
 * Key, certificate, authority and revocation lists are read once, into a context that is never
 * connected: every connection copies from it.  So what a reload has not yet read is not used, and a
 * file that is being replaced breaks no connection.
 */

AUTO_DEFINE(ssl_ctx, SSL_CTX *, SSL_CTX_free)

enum err
send_tls_read(const struct send_config *config, SSL_CTX **ret_tls, int64_t *ret_until_us,
    struct err_info *e)
{
	AUTO(ssl_ctx) SSL_CTX *tls = SSL_CTX_new(TLS_client_method());
	int64_t until_us = INT64_MAX;

	if (tls == NULL)
		FAIL(e, ERR_NOMEM, "", "a TLS context");
	ERR_clear_error();
	if (config->ca_file != NULL && SSL_CTX_load_verify_file(tls, config->ca_file) != 1)
		FAIL(e, ERR_KEY_UNUSABLE, "ca_file", "%s", tls_reason());
	TRY(tls_read_revoked(tls, config->crl_file, e));
	if ((config->key_file == NULL) != (config->certificate_file == NULL))
		FAIL(e, ERR_CONFIG, "key_file", "a key and its certificate, or neither");
	if (config->key_file != NULL)
		TRY(tls_read_own(tls, config->certificate_file, config->key_file, &until_us, e));
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
	SSL_CTX_set1_cert_store(tls, SSL_CTX_get_cert_store(model));
	if (!tls_restrict(tls))
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
