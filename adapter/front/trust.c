#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/x509.h>

#include "adapter/front/trust.h"
#include "adapter/tls/tls.h"

static enum err
read_authorities(SSL_CTX *tls, const struct front_config *c, struct err_info *e)
{
	STACK_OF(X509_NAME) *names = SSL_load_client_CA_file(c->client_ca_file);

	if (names == NULL || SSL_CTX_load_verify_file(tls, c->client_ca_file) != 1) {
		sk_X509_NAME_pop_free(names, X509_NAME_free);
		FAIL(e, ERR_KEY_UNUSABLE, "client_ca_file", "%s", tls_reason());
	}
	SSL_CTX_set_client_CA_list(tls, names);
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

static enum err
read_clients(struct front_trust *t, const char *list, struct err_info *e)
{
	static const char separators[] = ", \t\r\n";
	const char *p = list != NULL ? list : "";

	for (p += strspn(p, separators); *p != '\0'; p += strspn(p, separators)) {
		struct front_client *grown = realloc(t->client, (t->n_clients + 1) * sizeof(*grown));

		if (grown == NULL)
			FAIL(e, ERR_NOMEM, "clients", "the allow-list");
		t->client = grown;
		if (!read_fingerprint(&p, t->client[t->n_clients].fingerprint) ||
		    (*p != '\0' && strchr(separators, *p) == NULL))
			FAIL(e, ERR_CONFIG, "clients", "fingerprint %zu is 64 hexadecimal digits (SHA-256)",
			    t->n_clients + 1);
		t->n_clients++;
	}
	return ERR_OK;
}

static enum err
read_all(struct front_trust *t, const struct front_config *c, struct err_info *e)
{
	ERR_clear_error();
	TRY(read_clients(t, c->clients, e));
	t->server_names = strdup(c->server_names != NULL ? c->server_names : "");
	t->tls = SSL_CTX_new(TLS_server_method());
	if (t->tls == NULL || t->server_names == NULL)
		FAIL(e, ERR_NOMEM, "", "a TLS context");
	TRY(front_tls_policy(t->tls, e));
	TRY(tls_read_own(t->tls, c->certificate_file, c->key_file, &t->until_us, e));
	TRY(read_authorities(t->tls, c, e));
	return tls_read_revoked(t->tls, c->crl_file, e);
}

enum err
front_trust_read(const struct front_config *config, struct front_trust **ret_trust,
    struct err_info *e)
{
	struct front_trust *t = calloc(1, sizeof(*t));
	enum err err;

	if (t == NULL)
		FAIL(e, ERR_NOMEM, "", "the authorities and the allow-list");
	err = read_all(t, config, e);
	if (err != ERR_OK) {
		front_trust_free(t);
		return err;
	}
	*ret_trust = t;
	return ERR_OK;
}

void
front_trust_free(struct front_trust *t)
{
	if (t == NULL)
		return;
	SSL_CTX_free(t->tls);
	free(t->client);
	free(t->server_names);
	free(t);
}
