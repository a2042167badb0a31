/* Authorities, and chains of certificates to them: RFC 5280, section 6. */
#include "config.h"

#include <string.h>

#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "adapter/crypto/inside.h"

struct crypto_authorities {
	X509_STORE *store;
};

AUTO_DEFINE(authorities, struct crypto_authorities *, crypto_authorities_close)

/* Lets OpenSSL note what the authorities' extensions say, which it otherwise does at first use. */
static enum err
read_extensions(X509_STORE *store, const char *ca_file, struct err_info *e)
{
	STACK_OF(X509_OBJECT) *objects = X509_STORE_get0_objects(store);

	for (int i = 0; i < sk_X509_OBJECT_num(objects); i++) {
		X509 *x509 = X509_OBJECT_get0_X509(sk_X509_OBJECT_value(objects, i));

		if (x509 != NULL && X509_check_purpose(x509, -1, 0) != 1)
			FAIL(e, ERR_KEY_UNUSABLE, ca_file, "certificate %d has extensions that are wrong",
			    i + 1);
	}
	return ERR_OK;
}

enum err
crypto_authorities_open(const char *ca_file, struct crypto_authorities **ret, struct err_info *e)
{
	AUTO(authorities) struct crypto_authorities *a = calloc(1, sizeof(*a));

	if (a == NULL)
		FAIL(e, ERR_NOMEM, "", "the authorities");
	a->store = X509_STORE_new();
	if (a->store == NULL)
		FAIL(e, ERR_NOMEM, "", "the authorities");
	crypto_forget();
	if (X509_STORE_load_file(a->store, ca_file) != 1)
		FAIL(e, ERR_KEY_UNUSABLE, ca_file, "no authorities can be read (%s)", crypto_drain());
	TRY(read_extensions(a->store, ca_file, e));
	X509_STORE_set_flags(a->store, X509_V_FLAG_X509_STRICT | X509_V_FLAG_PARTIAL_CHAIN);
	*ret = STEAL(a);
	return ERR_OK;
}

void
crypto_authorities_close(struct crypto_authorities *authorities)
{
	if (authorities == NULL)
		return;
	X509_STORE_free(authorities->store);
	free(authorities);
}

static void
narrow(const X509 *x509, int64_t *from_us, int64_t *to_us)
{
	struct tm from, to;

	/* The chain was found valid, so both can be read. */
	CHECK(ASN1_TIME_to_tm(X509_get0_notBefore(x509), &from) == 1);
	CHECK(ASN1_TIME_to_tm(X509_get0_notAfter(x509), &to) == 1);
	if (*from_us < (int64_t)timegm(&from) * 1000000)
		*from_us = (int64_t)timegm(&from) * 1000000;
	if (*to_us > (int64_t)timegm(&to) * 1000000)
		*to_us = (int64_t)timegm(&to) * 1000000;
}

enum err
crypto_chain_check(const struct crypto_authorities *authorities,
    const struct crypto_certificate *certificate, int64_t at_us, int64_t *from_us, int64_t *to_us,
    struct err_info *e)
{
	AUTO(x509_store_ctx) X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	const STACK_OF(X509) *chain;

	crypto_forget();
	if (ctx == NULL ||
	    X509_STORE_CTX_init(ctx, authorities->store, certificate->x509, NULL) != 1)
		FAIL(e, ERR_NOMEM, "", "a chain of certificates");
	X509_STORE_CTX_set_time(ctx, 0, (time_t)(at_us / 1000000));
	if (X509_verify_cert(ctx) != 1)
		FAIL(e, ERR_SIG_UNTRUSTED, "", "%s (depth %d)",
		    X509_verify_cert_error_string(X509_STORE_CTX_get_error(ctx)),
		    X509_STORE_CTX_get_error_depth(ctx));
	chain = X509_STORE_CTX_get0_chain(ctx);
	for (int i = 0; i < sk_X509_num(chain); i++)
		narrow(sk_X509_value(chain, i), from_us, to_us);
	return ERR_OK;
}
