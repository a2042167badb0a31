/* Chains of certificates to authorities, and who on them has been revoked: RFC 5280, section 6. */
#include "config.h"

#include <string.h>

#include <openssl/x509v3.h>

#include "adapter/crypto/authorities.h"

/* What is found about the lists.  Everything else is about the certificates: ERR_SIG_UNTRUSTED. */
static const struct {
	int      error;
	enum err code;
} list_errors[] = {
	{X509_V_ERR_CERT_REVOKED, ERR_SIG_REVOKED},
	{X509_V_ERR_UNABLE_TO_GET_CRL, ERR_SIG_CRL},
	{X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER, ERR_SIG_CRL},
	{X509_V_ERR_UNABLE_TO_DECRYPT_CRL_SIGNATURE, ERR_SIG_CRL},
	{X509_V_ERR_CRL_SIGNATURE_FAILURE, ERR_SIG_CRL},
	{X509_V_ERR_CRL_NOT_YET_VALID, ERR_SIG_CRL},
	{X509_V_ERR_CRL_HAS_EXPIRED, ERR_SIG_CRL},
	{X509_V_ERR_ERROR_IN_CRL_LAST_UPDATE_FIELD, ERR_SIG_CRL},
	{X509_V_ERR_ERROR_IN_CRL_NEXT_UPDATE_FIELD, ERR_SIG_CRL},
	{X509_V_ERR_KEYUSAGE_NO_CRL_SIGN, ERR_SIG_CRL},
	{X509_V_ERR_UNHANDLED_CRITICAL_CRL_EXTENSION, ERR_SIG_CRL},
	{X509_V_ERR_DIFFERENT_CRL_SCOPE, ERR_SIG_CRL},
	{X509_V_ERR_CRL_PATH_VALIDATION_ERROR, ERR_SIG_CRL},
};

/* One check under way, as the library's callbacks see it. */
struct check {
	const struct crypto_authorities *authorities;
	int64_t at_us, from_us, to_us;
	int64_t *ends_us;       /* of the certificates alone; NULL: not asked for */
	bool    past;
	int     late;           /* what is wrong with the time of a list; 0: nothing */
	X509_CRL *list;         /* looked into now: the library forgets it on the way; borrowed */
};

static enum err
code_of(int error)
{
	for (size_t i = 0; i < COUNT_OF(list_errors); i++)
		if (list_errors[i].error == error)
			return list_errors[i].code;
	return ERR_SIG_UNTRUSTED;
}

static void
narrow(int64_t from_us, int64_t to_us, int64_t *io_from_us, int64_t *io_to_us)
{
	if (*io_from_us < from_us)
		*io_from_us = from_us;
	if (*io_to_us > to_us)
		*io_to_us = to_us;
}

/* The end of the chain is believed because it is listed, so no list is asked about it. */
static bool
is_listed(const X509_STORE_CTX *ctx)
{
	return X509_STORE_CTX_get_error_depth(ctx) ==
	    sk_X509_num(X509_STORE_CTX_get0_chain(ctx)) - 1;
}

/* Whether who is on the list was not, or not for good reason, at the time that is past. */
static bool
was_good(struct check *check, X509_CRL *list, X509 *x509)
{
	AUTO(asn1_enumerated) ASN1_ENUMERATED *reason = NULL;
	X509_REVOKED *entry = NULL;
	int64_t since_us;
	long why = CRL_REASON_UNSPECIFIED;
	int found;

	if (!check->past || list == NULL || X509_CRL_get0_by_cert(list, &entry, x509) != 1 ||
	    !crypto_time_us(X509_REVOKED_get0_revocationDate(entry), &since_us))
		return false;
	reason = X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, &found, NULL);
	if (reason != NULL)
		why = ASN1_ENUMERATED_get(reason);
	else if (found != -1)           /* there is one, and it cannot be read */
		return false;
	if (why == CRL_REASON_KEY_COMPROMISE || why == CRL_REASON_CA_COMPROMISE ||
	    why == CRL_REASON_AA_COMPROMISE || since_us <= check->at_us)
		return false;
	narrow(INT64_MIN, since_us - 1, &check->from_us, &check->to_us);
	return true;
}

static bool
has_grace(const struct check *check)
{
	int64_t to_us;

	return check->list != NULL &&
	    crypto_time_us(X509_CRL_get0_nextUpdate(check->list), &to_us) &&
	    check->at_us - to_us < check->authorities->grace_us;
}

/*
 * What OpenSSL thinks is wrong, unless ok; the answer is whether to go on.  A list of the wrong time
 * is remembered, not refused at once: that somebody is on it says more.
 */
static int
on_finding(int ok, X509_STORE_CTX *ctx)
{
	struct check *check = X509_STORE_CTX_get_app_data(ctx);
	int error = X509_STORE_CTX_get_error(ctx);

	if (ok)
		return 1;
	switch (error) {
	case X509_V_ERR_CERT_REVOKED:
		ok = was_good(check, check->list, X509_STORE_CTX_get_current_cert(ctx));
		break;
	case X509_V_ERR_CRL_NOT_YET_VALID:
		if (!check->past && !is_listed(ctx))
			check->late = error;
		ok = 1;
		break;
	case X509_V_ERR_CRL_HAS_EXPIRED:
		if (!is_listed(ctx) && !has_grace(check))
			check->late = error;
		ok = 1;
		break;
	default:
		ok = code_of(error) == ERR_SIG_CRL && is_listed(ctx);
	}
	return ok;
}

/*
 * The library chooses the list that is in force at the time; the issuer's later ones count as well.
 * Of today, such a one is not in force yet: what is found holds until it is.  Of a time that is
 * past, it knows of what was not known then.  Of several with the same time the library takes
 * any, and who is on one of them is on it.
 */
static bool
heed_later(X509_STORE_CTX *ctx, struct check *check, const X509_CRL *chosen, int64_t chosen_us)
{
	const STACK_OF(X509_CRL) *lists = check->authorities->lists;
	X509 *x509 = X509_STORE_CTX_get_current_cert(ctx);
	X509 *issuer = sk_X509_value(X509_STORE_CTX_get0_chain(ctx),
	    X509_STORE_CTX_get_error_depth(ctx) + 1);
	X509_REVOKED *entry;
	int64_t from_us;

	for (int i = 0; i < sk_X509_CRL_num(lists); i++) {
		X509_CRL *list = sk_X509_CRL_value(lists, i);

		if (X509_NAME_cmp(X509_CRL_get_issuer(list), X509_CRL_get_issuer(chosen)) != 0 ||
		    !crypto_time_us(X509_CRL_get0_lastUpdate(list), &from_us) || from_us < chosen_us)
			continue;
		if (!check->past && from_us > check->at_us)
			narrow(INT64_MIN, from_us - 1, &check->from_us, &check->to_us);
		else if ((check->past || from_us == chosen_us) &&
		    X509_CRL_get0_by_cert(list, &entry, x509) == 1 &&
		    X509_CRL_verify(list, X509_get0_pubkey(issuer)) == 1 &&
		    !was_good(check, list, x509))
			return false;
	}
	return true;
}

/* After the library's own check of a list that it has chosen: for when that can be relied upon. */
static int
on_list(X509_STORE_CTX *ctx, X509_CRL *list)
{
	struct check *check = X509_STORE_CTX_get_app_data(ctx);
	int64_t from_us, to_us;

	check->list = list;
	if (check->authorities->check_list(ctx, list) != 1)
		return 0;
	if (is_listed(ctx))
		return 1;
	if (!crypto_time_us(X509_CRL_get0_lastUpdate(list), &from_us) ||
	    !crypto_time_us(X509_CRL_get0_nextUpdate(list), &to_us)) {
		X509_STORE_CTX_set_error(ctx, X509_V_ERR_ERROR_IN_CRL_NEXT_UPDATE_FIELD);
		return 0;
	}
	if (!heed_later(ctx, check, list, from_us)) {
		X509_STORE_CTX_set_error(ctx, X509_V_ERR_CERT_REVOKED);
		return 0;
	}
	/* OpenSSL takes what ends at this moment for ended. */
	if (to_us <= check->at_us) {
		from_us = to_us;
		to_us += check->authorities->grace_us;
	}
	narrow(check->past ? INT64_MIN : from_us, to_us - 1, &check->from_us, &check->to_us);
	return 1;
}

enum err
crypto_authorities_prepare(struct crypto_authorities *authorities, struct err_info *e)
{
	AUTO(x509_store_ctx) X509_STORE_CTX *ctx = X509_STORE_CTX_new();

	/* Only a context tells what the library's own check is. */
	if (ctx == NULL || X509_STORE_CTX_init(ctx, authorities->store, NULL, NULL) != 1)
		FAIL(e, ERR_NOMEM, "", "the authorities");
	authorities->check_list = X509_STORE_CTX_get_check_crl(ctx);
	CHECK(authorities->check_list != NULL);
	X509_STORE_set_check_crl(authorities->store, on_list);
	X509_STORE_set_verify_cb(authorities->store, on_finding);
	X509_STORE_set_flags(authorities->store, X509_V_FLAG_X509_STRICT |
	    X509_V_FLAG_PARTIAL_CHAIN |
	    (sk_X509_CRL_num(authorities->lists) > 0 ? X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL : 0));
	return ERR_OK;
}

/*
 * Whether the digest that the issuer signed still binds.  Where collisions can be made, another
 * certificate may carry the same signature; OpenSSL asks no such thing unless it is told to.
 */
static bool
is_bound(X509 *x509)
{
	static const int digests[] = {NID_sha256, NID_sha384, NID_sha512, NID_id_GostR3411_2012_256,
	    NID_id_GostR3411_2012_512};
	int digest = NID_undef;

	if (X509_get_signature_info(x509, &digest, NULL, NULL, NULL) != 1)
		return false;
	for (size_t i = 0; i < COUNT_OF(digests); i++)
		if (digests[i] == digest)
			return true;
	return false;
}

/* All that was found goes together: the chain's certificates, and the lists by which they are good. */
static enum err
conclude(X509_STORE_CTX *ctx, struct check *check, int64_t *from_us, int64_t *to_us,
    struct err_info *e)
{
	const STACK_OF(X509) *chain = X509_STORE_CTX_get0_chain(ctx);
	int64_t from, to;

	if (check->late != 0)
		FAIL(e, ERR_SIG_CRL, "", "%s", X509_verify_cert_error_string(check->late));
	for (int i = 0; i < sk_X509_num(chain); i++) {
		X509 *x509 = sk_X509_value(chain, i);

		/* The last is believed because it is listed, whoever signed it. */
		if (i + 1 < sk_X509_num(chain) && !is_bound(x509))
			FAIL(e, ERR_SIG_UNTRUSTED, "",
			    "a certificate is signed with a digest that is not permitted (depth %d)", i);
		/* The chain was found valid, so both can be read. */
		CHECK(crypto_time_us(X509_get0_notBefore(x509), &from));
		CHECK(crypto_time_us(X509_get0_notAfter(x509), &to));
		narrow(from, to - 1, &check->from_us, &check->to_us);
		if (check->ends_us != NULL && *check->ends_us > to)
			*check->ends_us = to;
	}
	narrow(check->from_us, check->to_us, from_us, to_us);
	return ERR_OK;
}

static enum err
look(const struct crypto_authorities *authorities, const struct crypto_certificate *certificate,
    struct check *check, int64_t *from_us, int64_t *to_us, struct err_info *e)
{
	AUTO(x509_store_ctx) X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	int error;

	crypto_forget();
	if (ctx == NULL ||
	    X509_STORE_CTX_init(ctx, authorities->store, certificate->x509,
	    authorities->between) != 1 ||
	    X509_STORE_CTX_set_app_data(ctx, check) != 1)
		FAIL(e, ERR_NOMEM, "", "a chain of certificates");
	check->authorities = authorities;
	check->from_us = INT64_MIN;
	check->to_us = INT64_MAX;
	X509_STORE_CTX_set_time(ctx, 0, (time_t)(check->at_us / 1000000));
	if (X509_verify_cert(ctx) != 1) {
		error = X509_STORE_CTX_get_error(ctx);
		FAIL(e, code_of(error), "", "%s (depth %d)", X509_verify_cert_error_string(error),
		    X509_STORE_CTX_get_error_depth(ctx));
	}
	return conclude(ctx, check, from_us, to_us, e);
}

enum err
crypto_chain_check(const struct crypto_authorities *authorities,
    const struct crypto_certificate *certificate, int64_t at_us, int64_t *from_us, int64_t *to_us,
    int64_t *ends_us, struct err_info *e)
{
	struct check check = {.at_us = at_us, .ends_us = ends_us};

	return look(authorities, certificate, &check, from_us, to_us, e);
}

enum err
crypto_chain_check_past(const struct crypto_authorities *authorities,
    const struct crypto_certificate *certificate, int64_t at_us, int64_t *from_us, int64_t *to_us,
    int64_t *ends_us, struct err_info *e)
{
	struct check check = {.at_us = at_us, .past = true, .ends_us = ends_us};

	return look(authorities, certificate, &check, from_us, to_us, e);
}
