#include "config.h"

#include <string.h>
#include <strings.h>

#include <openssl/x509.h>

#include "adapter/front/private.h"
#include "adapter/tls/tls.h"

/* RFC 7301: names with their length before them. */
static const unsigned char alpn[] = "\x08http/1.1";

void
front_tls_fingerprint(X509 *certificate, char hex[2 * FRONT_FINGERPRINT_SIZE + 1])
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	hex[0] = '\0';
	if (certificate != NULL && X509_digest(certificate, EVP_sha256(), digest, &len) == 1 &&
	    len == FRONT_FINGERPRINT_SIZE)
		id_hex(digest, len, hex);
}

/* Changes nothing; the operator should see which certificate was refused, and why. */
static int
on_verify(int ok, X509_STORE_CTX *ctx)
{
	char hex[2 * FRONT_FINGERPRINT_SIZE + 1];

	if (!ok) {
		front_tls_fingerprint(X509_STORE_CTX_get0_cert(ctx), hex);
		log_warn("event=client_certificate_refused reason=\"%s\" sha256=%s",
		    X509_verify_cert_error_string(X509_STORE_CTX_get_error(ctx)), hex);
	}
	return ok;
}

bool
front_tls_names_have(const char *names, const char *name)
{
	static const char separators[] = ", \t";
	size_t len;

	for (names += strspn(names, separators); *names != '\0'; names += strspn(names, separators)) {
		len = strcspn(names, separators);
		if (strlen(name) == len && strncasecmp(names, name, len) == 0)
			return true;
		names += len;
	}
	return false;
}

/* RFC 6066, section 3.  A caller that names no server, as one that knows only our address, is let in. */
static int
on_server_name(SSL *ssl, int *alert, void *arg)
{
	const char *name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
	const struct front_trust *trust = front_link_trust(ssl);

	(void)arg;
	if (name == NULL || trust == NULL || trust->server_names[0] == '\0' ||
	    front_tls_names_have(trust->server_names, name))
		return SSL_TLSEXT_ERR_OK;
	*alert = SSL_AD_UNRECOGNIZED_NAME;
	return SSL_TLSEXT_ERR_ALERT_FATAL;
}

/* RFC 7301, section 3.2: where the caller speaks nothing of ours, no_application_protocol. */
static int
on_alpn(SSL *ssl, const unsigned char **out, unsigned char *out_len, const unsigned char *in,
    unsigned in_len, void *arg)
{
	unsigned char *chosen;

	(void)ssl, (void)arg;
	if (SSL_select_next_proto(&chosen, out_len, alpn, sizeof(alpn) - 1, in, in_len) !=
	    OPENSSL_NPN_NEGOTIATED)
		return SSL_TLSEXT_ERR_ALERT_FATAL;
	*out = chosen;
	return SSL_TLSEXT_ERR_OK;
}

/*
 * No session is resumed: each connection shows its certificate anew, and it is looked at with the
 * authorities and revocation lists of that moment.
 */
enum err
front_tls_policy(SSL_CTX *tls, struct err_info *e)
{
	SSL_CTX_set_options(tls, SSL_OP_NO_TICKET | SSL_OP_CIPHER_SERVER_PREFERENCE |
	    SSL_OP_PRIORITIZE_CHACHA);
	SSL_CTX_set_session_cache_mode(tls, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_mode(tls, SSL_MODE_RELEASE_BUFFERS);
	/* Asked for, and wrong ones refused here; having none is for the handler to judge. */
	SSL_CTX_set_verify(tls, SSL_VERIFY_PEER, on_verify);
	SSL_CTX_set_info_callback(tls, front_link_on_tls);
	SSL_CTX_set_tlsext_servername_callback(tls, on_server_name);
	SSL_CTX_set_alpn_select_cb(tls, on_alpn, NULL);
	if (!tls_restrict(tls) || SSL_CTX_set_num_tickets(tls, 0) != 1)
		FAIL(e, ERR_BUG, "", "TLS policy: %s", tls_reason());
	return ERR_OK;
}
