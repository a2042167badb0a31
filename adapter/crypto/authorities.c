/* Who is believed, and what they have revoked, from files. */
#include "config.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "adapter/crypto/authorities.h"

bool
crypto_time_us(const ASN1_TIME *asn1, int64_t *ret_us)
{
	struct tm tm;

	if (asn1 == NULL || ASN1_TIME_to_tm(asn1, &tm) != 1)
		return false;
	*ret_us = (int64_t)timegm(&tm) * 1000000;
	return true;
}

static int
count(X509_STORE *store)
{
	return sk_X509_OBJECT_num(X509_STORE_get0_objects(store));
}

/* NULL if the i-th is a list. */
static X509 *
certificate_at(X509_STORE *store, int i)
{
	return X509_OBJECT_get0_X509(sk_X509_OBJECT_value(X509_STORE_get0_objects(store), i));
}

/* NULL if the i-th is a certificate. */
static X509_CRL *
list_at(X509_STORE *store, int i)
{
	return X509_OBJECT_get0_X509_CRL(sk_X509_OBJECT_value(X509_STORE_get0_objects(store), i));
}

/* All certificates of the file. */
static enum err
load_all(const char *ca_file, X509_STORE **ret_all, struct err_info *e)
{
	AUTO(x509_store) X509_STORE *all = X509_STORE_new();

	if (all == NULL)
		FAIL(e, ERR_NOMEM, "", "the authorities");
	crypto_forget();
	if (X509_STORE_load_file(all, ca_file) != 1)
		FAIL(e, ERR_KEY_UNUSABLE, ca_file, "no authorities can be read (%s)", crypto_drain());
	/* Lets OpenSSL note what the extensions say, which it otherwise does at first use. */
	for (int i = 0; i < count(all); i++) {
		X509 *x509 = certificate_at(all, i);

		if (x509 != NULL && X509_check_purpose(x509, -1, 0) != 1)
			FAIL(e, ERR_KEY_UNUSABLE, ca_file, "certificate %d has extensions that are wrong",
			    i + 1);
	}
	*ret_all = STEAL(all);
	return ERR_OK;
}

/* Whether another of the certificates has issued it. */
static bool
is_between(X509_STORE *all, X509 *x509)
{
	if (X509_self_signed(x509, 0) == 1)
		return false;
	for (int i = 0; i < count(all); i++) {
		X509 *issuer = certificate_at(all, i);

		if (issuer != NULL && X509_cmp(issuer, x509) != 0 &&
		    X509_check_issued(issuer, x509) == X509_V_OK)
			return true;
	}
	return false;
}

/*
 * Who is in the file is believed.  Not so where revocation is looked at and the issuer is in the file
 * too: a chain that could end there goes on to who may have revoked it.
 */
static enum err
believe(struct crypto_authorities *a, X509_STORE *all, const struct crypto_authorities_config *config,
    struct err_info *e)
{
	int ends = 0;

	for (int i = 0; i < count(all); i++) {
		X509 *x509 = certificate_at(all, i);
		bool between = x509 != NULL && config->crl_file != NULL && is_between(all, x509);

		if (x509 == NULL)
			continue;
		ends += !between;
		if ((between ? X509_add_cert(a->between, x509, X509_ADD_FLAG_UP_REF)
		    : X509_STORE_add_cert(a->store, x509)) != 1)
			FAIL(e, ERR_NOMEM, "", "the authorities");
	}
	if (ends == 0)
		FAIL(e, ERR_KEY_UNUSABLE, config->ca_file, "no certificate that another there has not issued");
	return ERR_OK;
}

/*
 * That one of the authorities of the list's name has signed it.  Without such a one the list is of
 * no use, and does no harm: the file may serve several sets of authorities.
 */
static bool
is_signed(X509_STORE *all, X509_CRL *list)
{
	bool named = false;

	for (int i = 0; i < count(all); i++) {
		X509 *x509 = certificate_at(all, i);
		EVP_PKEY *key;

		if (x509 == NULL ||
		    X509_NAME_cmp(X509_get_subject_name(x509), X509_CRL_get_issuer(list)) != 0)
			continue;
		named = true;
		key = X509_get0_pubkey(x509);
		if (key != NULL && X509_CRL_verify(list, key) == 1)
			return true;
	}
	return !named;
}

static enum err
add_list(struct crypto_authorities *a, X509_STORE *all, const char *crl_file, X509_CRL *list,
    struct err_info *e)
{
	int n = sk_X509_CRL_num(a->lists) + 1;
	int64_t from_us, to_us;

	if (!crypto_time_us(X509_CRL_get0_lastUpdate(list), &from_us) ||
	    !crypto_time_us(X509_CRL_get0_nextUpdate(list), &to_us) || to_us < from_us)
		FAIL(e, ERR_KEY_UNUSABLE, crl_file, "list %d does not say until when it is good", n);
	if (!is_signed(all, list))
		FAIL(e, ERR_KEY_UNUSABLE, crl_file,
		    "list %d is not signed by the authority that it names (%s)", n, crypto_drain());
	if (X509_STORE_add_crl(a->store, list) != 1)
		FAIL(e, ERR_KEY_UNUSABLE, crl_file, "list %d cannot be used (%s)", n, crypto_drain());
	if (sk_X509_CRL_push(a->lists, list) != n)
		FAIL(e, ERR_NOMEM, "", "the authorities");
	X509_CRL_up_ref(list);
	return ERR_OK;
}

/* Reads to the end of the file: a list that is broken must not be taken for the end. */
static enum err
load_lists(struct crypto_authorities *a, X509_STORE *all, const char *crl_file, struct err_info *e)
{
	AUTO(file) FILE *in = fopen(crl_file, "re");

	if (in == NULL)
		FAIL(e, ERR_KEY_UNUSABLE, crl_file, "%s", strerror(errno));
	for (;;) {
		AUTO(x509_crl) X509_CRL *list = PEM_read_X509_CRL(in, NULL, NULL, NULL);

		if (list == NULL)
			break;
		TRY(add_list(a, all, crl_file, list, e));
	}
	if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE || !feof(in))
		FAIL(e, ERR_KEY_UNUSABLE, crl_file, "revocation list %d cannot be read (%s)",
		    sk_X509_CRL_num(a->lists) + 1, crypto_drain());
	if (sk_X509_CRL_num(a->lists) == 0)
		FAIL(e, ERR_KEY_UNUSABLE, crl_file, "no revocation list in PEM (%s)", crypto_drain());
	return ERR_OK;
}

/* When the newest list of this name ends; INT64_MAX if there is none. */
static int64_t
newest_until_us(X509_STORE *store, const X509_NAME *issuer)
{
	int64_t newest_us = INT64_MIN, to_us;

	for (int i = 0; i < count(store); i++) {
		X509_CRL *list = list_at(store, i);

		if (list != NULL && X509_NAME_cmp(X509_CRL_get_issuer(list), issuer) == 0 &&
		    crypto_time_us(X509_CRL_get0_nextUpdate(list), &to_us) && newest_us < to_us)
			newest_us = to_us;
	}
	return newest_us == INT64_MIN ? INT64_MAX : newest_us;
}

/* Of the authorities that have a list: which newest one ends first. */
static int64_t
until_us(X509_STORE *all, X509_STORE *lists)
{
	int64_t first_us = INT64_MAX, us;

	for (int i = 0; i < count(all); i++) {
		X509 *x509 = certificate_at(all, i);

		if (x509 == NULL)
			continue;
		us = newest_until_us(lists, X509_get_subject_name(x509));
		if (first_us > us)
			first_us = us;
	}
	return first_us;
}

enum err
crypto_authorities_open(const struct crypto_authorities_config *config,
    struct crypto_authorities **ret, struct err_info *e)
{
	AUTO(authorities) struct crypto_authorities *a = calloc(1, sizeof(*a));
	AUTO(x509_store) X509_STORE *all = NULL;

	if (a == NULL)
		FAIL(e, ERR_NOMEM, "", "the authorities");
	a->store = X509_STORE_new();
	a->between = sk_X509_new_null();
	a->lists = sk_X509_CRL_new_null();
	if (a->store == NULL || a->between == NULL || a->lists == NULL)
		FAIL(e, ERR_NOMEM, "", "the authorities");
	a->grace_us = config->crl_grace_us;
	TRY(load_all(config->ca_file, &all, e));
	TRY(believe(a, all, config, e));
	if (config->crl_file != NULL)
		TRY(load_lists(a, all, config->crl_file, e));
	a->until_us = until_us(all, a->store);
	TRY(crypto_authorities_prepare(a, e));
	*ret = STEAL(a);
	return ERR_OK;
}

void
crypto_authorities_close(struct crypto_authorities *authorities)
{
	if (authorities == NULL)
		return;
	X509_STORE_free(authorities->store);
	sk_X509_pop_free(authorities->between, X509_free);
	sk_X509_CRL_pop_free(authorities->lists, X509_CRL_free);
	free(authorities);
}

int64_t
crypto_authorities_until_us(const struct crypto_authorities *authorities)
{
	return authorities->until_us;
}
