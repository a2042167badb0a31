#include "config.h"

#include <string.h>

#include <openssl/err.h>
#include <openssl/x509.h>

#include "adapter/front/private.h"

/* An open connection's certificate is looked at again after so long: it may have ended since. */
enum { MEET_AGAIN_MS = 60000 };

AUTO_DEFINE(openssl, void *, OPENSSL_free)
AUTO_DEFINE(store_ctx, X509_STORE_CTX *, X509_STORE_CTX_free)

static bool
is_listed(const struct front_trust *trust, X509 *certificate)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	if (X509_digest(certificate, EVP_sha256(), digest, &len) != 1 || len != FRONT_FINGERPRINT_SIZE)
		return false;
	for (size_t i = 0; i < trust->n_clients; i++)
		if (memcmp(trust->client[i].fingerprint, digest, len) == 0)
			return true;
	return false;
}

/* The subject's CN; the fingerprint where there is none that can be printed. */
static void
name_caller(X509 *certificate, char name[FRONT_CALLER_SIZE])
{
	X509_NAME *subject = X509_get_subject_name(certificate);
	int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1), len = 0;
	AUTO(openssl) void *text = NULL;
	unsigned char *utf8 = NULL;

	if (at >= 0) {
		len = ASN1_STRING_to_UTF8(&utf8,
		    X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
		text = utf8;
	}
	if (len > 0 && len < FRONT_CALLER_SIZE && strnlen((char *)utf8, (size_t)len) == (size_t)len) {
		memcpy(name, utf8, (size_t)len);
		name[len] = '\0';
	} else {
		front_tls_fingerprint(certificate, name);
	}
}

/* As the handshake did, by the authorities, revocation lists and time of now. */
static bool
still_verifies(const struct front_trust *trust, SSL *ssl, X509 *certificate)
{
	AUTO(store_ctx) X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	char hex[2 * FRONT_FINGERPRINT_SIZE + 1];
	bool good;

	if (ctx == NULL || X509_STORE_CTX_init(ctx, SSL_CTX_get_cert_store(trust->tls), certificate,
	    SSL_get_peer_cert_chain(ssl)) != 1 || X509_STORE_CTX_set_default(ctx, "ssl_client") != 1)
		return false;
	X509_VERIFY_PARAM_set_auth_level(X509_STORE_CTX_get0_param(ctx), SSL_get_security_level(ssl));
	good = X509_verify_cert(ctx) == 1;
	if (!good) {
		front_tls_fingerprint(certificate, hex);
		log_warn("event=client_certificate_refused reason=\"%s\" sha256=%s open=1",
		    X509_verify_cert_error_string(X509_STORE_CTX_get_error(ctx)), hex);
	}
	ERR_clear_error();
	return good;
}

void
front_meet(struct link *link)
{
	const struct front *f = link->front;
	SSL *ssl = bufferevent_openssl_get_ssl(link->bev);
	X509 *certificate = SSL_get0_peer_certificate(ssl);
	int64_t now = clock_mono_ms();
	bool same = link->met_reload == f->n_reloads;   /* since the handshake, or the last time */

	if (link->met && same && now < link->met_ms + MEET_AGAIN_MS)
		return;
	/* One that did not verify ended the handshake; this is the second lock on the same door. */
	link->certificate = certificate != NULL && SSL_get_verify_result(ssl) == X509_V_OK &&
	    ((!link->met && same) || still_verifies(f->trust, ssl, certificate));
	link->thumbprint[0] = link->caller[0] = '\0';
	if (link->certificate)
		front_tls_fingerprint(certificate, link->thumbprint);
	if (link->certificate && is_listed(f->trust, certificate))
		name_caller(certificate, link->caller);
	link->met = true;
	link->met_reload = f->n_reloads;
	link->met_ms = now;
}
