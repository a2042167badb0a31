#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/x509.h>

#include "adapter/front/private.h"

enum {
	RESUME_S = 3600,        /* a TLS session may be resumed for so long without its certificate */
};

AUTO_DEFINE(openssl, void *, OPENSSL_free)

/* TLS 1.2 only with forward secrecy and AEAD; TLS 1.3 has nothing else. */
static const char ciphers12[] = "ECDHE+AESGCM:ECDHE+CHACHA20";

static void
print_fingerprint(X509 *certificate, char hex[2 * FRONT_FINGERPRINT_SIZE + 1])
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
		print_fingerprint(X509_STORE_CTX_get0_cert(ctx), hex);
		log_warn("event=client_certificate_refused reason=\"%s\" sha256=%s",
		    X509_verify_cert_error_string(X509_STORE_CTX_get_error(ctx)), hex);
	}
	return ok;
}

/* A key file with a passphrase must fail, not ask at the terminal. */
static int
no_passphrase(char *buf, int size, int writing, void *arg)
{
	(void)buf, (void)size, (void)writing, (void)arg;
	return 0;
}

static const char *
reason(void)
{
	const char *text = ERR_reason_error_string(ERR_peek_last_error());

	ERR_clear_error();
	return text != NULL ? text : "cannot be used";
}

static enum err
set_policy(SSL_CTX *ctx, struct err_info *e)
{
	static const unsigned char id[] = PACKAGE_NAME;

	SSL_CTX_set_options(ctx, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
	    SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
	SSL_CTX_set_mode(ctx, SSL_MODE_RELEASE_BUFFERS);
	SSL_CTX_set_timeout(ctx, RESUME_S);
	/* Asked for, and wrong ones refused here; having none is for the handler to judge. */
	SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, on_verify);
	SSL_CTX_set_info_callback(ctx, front_link_on_tls);
	SSL_CTX_set_default_passwd_cb(ctx, no_passphrase);
	if (SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION) != 1 ||
	    SSL_CTX_set_cipher_list(ctx, ciphers12) != 1 ||
	    SSL_CTX_set_session_id_context(ctx, id, sizeof(id) - 1) != 1)
		FAIL(e, ERR_BUG, "", "TLS policy: %s", reason());
	return ERR_OK;
}

enum err
front_tls_open(struct front *f, const struct front_config *c, struct err_info *e)
{
	STACK_OF(X509_NAME) *names;

	f->tls = SSL_CTX_new(TLS_server_method());
	if (f->tls == NULL)
		FAIL(e, ERR_NOMEM, "", "a TLS context");
	TRY(set_policy(f->tls, e));
	if (SSL_CTX_use_certificate_chain_file(f->tls, c->certificate_file) != 1)
		FAIL(e, ERR_KEY_UNUSABLE, "certificate_file", "%s", reason());
	if (SSL_CTX_use_PrivateKey_file(f->tls, c->key_file, SSL_FILETYPE_PEM) != 1 ||
	    SSL_CTX_check_private_key(f->tls) != 1)
		FAIL(e, ERR_KEY_UNUSABLE, "key_file", "%s", reason());
	names = SSL_load_client_CA_file(c->client_ca_file);
	if (names == NULL || SSL_CTX_load_verify_file(f->tls, c->client_ca_file) != 1) {
		sk_X509_NAME_pop_free(names, X509_NAME_free);
		FAIL(e, ERR_KEY_UNUSABLE, "client_ca_file", "%s", reason());
	}
	SSL_CTX_set_client_CA_list(f->tls, names);
	return ERR_OK;
}

static int
hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c != '\0' ? strchr(digits, c | ('A' <= c && c <= 'F' ? 0x20 : 0)) : NULL;

	return at != NULL ? (int)(at - digits) : -1;
}

/* Reads one fingerprint at *p, with colons between bytes or without, and moves *p past it. */
static bool
read_fingerprint(const char **p, unsigned char fingerprint[FRONT_FINGERPRINT_SIZE])
{
	for (size_t i = 0; i < FRONT_FINGERPRINT_SIZE; i++) {
		int high, low;

		if (i > 0 && **p == ':')
			(*p)++;
		high = hex_digit((*p)[0]);
		low = high >= 0 ? hex_digit((*p)[1]) : -1;
		if (low < 0)
			return false;
		fingerprint[i] = (unsigned char)(high << 4 | low);
		*p += 2;
	}
	return true;
}

enum err
front_clients_read(struct front *f, const char *list, struct err_info *e)
{
	static const char separators[] = ", \t\r\n";
	const char *p = list != NULL ? list : "";

	for (p += strspn(p, separators); *p != '\0'; p += strspn(p, separators)) {
		struct front_client *grown = realloc(f->client, (f->n_clients + 1) * sizeof(*grown));

		if (grown == NULL)
			FAIL(e, ERR_NOMEM, "clients", "the allow-list");
		f->client = grown;
		if (!read_fingerprint(&p, f->client[f->n_clients].fingerprint) ||
		    (*p != '\0' && strchr(separators, *p) == NULL))
			FAIL(e, ERR_CONFIG, "clients", "fingerprint %zu is 64 hexadecimal digits (SHA-256)",
			    f->n_clients + 1);
		f->n_clients++;
	}
	return ERR_OK;
}

static bool
is_listed(const struct front *f, X509 *certificate)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	if (X509_digest(certificate, EVP_sha256(), digest, &len) != 1 || len != FRONT_FINGERPRINT_SIZE)
		return false;
	for (size_t i = 0; i < f->n_clients; i++)
		if (memcmp(f->client[i].fingerprint, digest, len) == 0)
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
		print_fingerprint(certificate, name);
	}
}

void
front_meet(struct link *link)
{
	SSL *ssl = bufferevent_openssl_get_ssl(link->bev);
	X509 *certificate = SSL_get0_peer_certificate(ssl);

	if (link->met)
		return;
	link->met = true;
	/* One that did not verify ended the handshake; this is the second lock on the same door. */
	link->certificate = certificate != NULL && SSL_get_verify_result(ssl) == X509_V_OK;
	if (link->certificate)
		print_fingerprint(certificate, link->thumbprint);
	if (link->certificate && is_listed(link->front, certificate))
		name_caller(certificate, link->caller);
}
