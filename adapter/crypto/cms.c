/* Whether a detached signature holds: RFC 5652, sections 5.4 and 5.6; RFC 5035, section 4. */
#include "config.h"

#include <string.h>

#include <openssl/x509v3.h>

#include "adapter/crypto/cms.h"

enum { MAX_CERTIFICATES = 16 };

/* clang-format off */
/* How the trusted row of each kind of key is called: by the signature, or by the key alone. */
static const struct {
	enum crypto_kind kind;
	int              nid;
} methods[] = {
	{CRYPTO_RSA,     NID_sha256WithRSAEncryption},
	{CRYPTO_RSA,     NID_rsaEncryption},
	{CRYPTO_EC,      NID_ecdsa_with_SHA256},
	{CRYPTO_GOST256, NID_id_tc26_signwithdigest_gost3410_2012_256},
	{CRYPTO_GOST256, NID_id_GostR3410_2012_256},
	{CRYPTO_GOST512, NID_id_tc26_signwithdigest_gost3410_2012_512},
	{CRYPTO_GOST512, NID_id_GostR3410_2012_512},
};
/* clang-format on */

static bool
is_equal(struct der a, const unsigned char *octets, size_t len)
{
	return a.left == len && CRYPTO_memcmp(a.at, octets, len) == 0;
}

/* ---- who signed ------------------------------------------------------------------------ */

static bool
is_signer(const struct crypto_cms *cms, const struct crypto_certificate *c)
{
	const ASN1_OCTET_STRING *key_id;
	unsigned char serial[64], *end = serial;
	const unsigned char *name;
	size_t name_len;

	if (cms->key_id.at != NULL) {
		key_id = X509_get0_subject_key_id(c->x509);
		return key_id != NULL && is_equal(cms->key_id, ASN1_STRING_get0_data(key_id),
		    (size_t)ASN1_STRING_length(key_id));
	}
	/* The certificate was refused if its number were too long for this. */
	return X509_NAME_get0_der(X509_get_issuer_name(c->x509), &name, &name_len) == 1 &&
	    is_equal(cms->issuer, name, name_len) &&
	    i2d_ASN1_INTEGER(X509_get0_serialNumber(c->x509), &end) > 0 &&
	    is_equal(cms->serial, serial, (size_t)(end - serial));
}

static enum err
find_signer(const struct crypto_cms *cms, struct crypto_certificate *given,
    struct crypto_certificate **ret, struct err_info *e)
{
	struct der rest = cms->certificates;
	struct der_item item;

	for (int i = 0; rest.left > 0; i++) {
		AUTO(certificate) struct crypto_certificate *c = NULL;

		if (i == MAX_CERTIFICATES || !crypto_der_take_any(&rest, &item))
			FAIL(e, ERR_CMS_FORMAT, "", "more than %d certificates, or they are malformed",
			    MAX_CERTIFICATES);
		if (item.all.at[0] != DER_SEQUENCE)     /* of attributes, or of another format */
			continue;
		TRY(crypto_certificate_decode(item.all.at, item.all.left, &c, e));
		if (is_signer(cms, c)) {
			*ret = STEAL(c);
			return ERR_OK;
		}
	}
	if (given == NULL || !is_signer(cms, given))
		FAIL(e, ERR_CMS_SIGNER, "", "the signer's certificate is not in the signature");
	*ret = crypto_certificate_ref(given);
	return ERR_OK;
}

/* Nobody vouches for signing-time but the signer. */
static enum err
check_chain(const struct crypto_cms *cms, const struct crypto_cms_trust *trust,
    const struct crypto_certificate *c, struct err_info *e)
{
	int64_t from_us = INT64_MIN, to_us = INT64_MAX, now_us = trust->now_us;

	if (trust->back_us > 0 && cms->signed_us >= now_us - trust->back_us &&
	    cms->signed_us < now_us && cms->signed_us >= c->from_us)
		return crypto_chain_check_past(trust->authorities, c, cms->signed_us, &from_us, &to_us,
		    NULL, e);
	return crypto_chain_check(trust->authorities, c, now_us, &from_us, &to_us, NULL, e);
}

/* The digest of the first certificate that is named, and what it was made with. */
static bool
take_named(struct der rest, struct der *io_hash, struct der *ret_digest)
{
	struct der_item all, certificates, id, digest;

	if (!crypto_der_take(&rest, DER_SEQUENCE, &all) || !crypto_der_take(&all.in, DER_SEQUENCE, &certificates) ||
	    !crypto_der_take(&certificates.in, DER_SEQUENCE, &id) ||
	    (crypto_der_next(&id.in) == DER_SEQUENCE && !crypto_cms_take_algorithm(&id.in, io_hash)) ||
	    !crypto_der_take(&id.in, DER_OCTETS, &digest))
		return false;
	*ret_digest = digest.in;
	return true;
}

/* The first of those named has to be the signer's. */
static enum err
check_named(const struct crypto_cms *cms, const struct crypto_certificate *c, struct err_info *e)
{
	struct der named = cms->attribute[CMS_SIGNING_CERTIFICATE], oid = {0}, digest;
	const struct crypto_hash *hash = crypto_sha256();
	unsigned char octets[CRYPTO_MAX_HASH];

	if (named.at == NULL)
		return ERR_OK;
	if (!take_named(named, &oid, &digest))
		FAIL(e, ERR_CMS_FORMAT, "", "signing-certificate-v2 is malformed");
	if (oid.at != NULL)
		hash = crypto_cms_hash_of(oid);
	if (hash == NULL)
		FAIL(e, ERR_CMS_ALGORITHM, "", "signing-certificate-v2: none of the digests permitted");
	TRY(crypto_digest(hash, c->der, c->der_len, octets, e));
	if (!is_equal(digest, octets, hash->size))
		FAIL(e, ERR_CMS_SIGNER, "", "signing-certificate-v2 is of another certificate");
	return ERR_OK;
}

/* ---- what was signed ---------------------------------------------------------------------- */

static enum err
check_method(const struct crypto_cms *cms, const struct crypto_algorithm *algorithm,
    struct err_info *e)
{
	if (cms->hash != algorithm->hash)
		FAIL(e, ERR_CMS_ALGORITHM, "", "with this kind of key the digest has to be %s",
		    algorithm->hash->name);
	for (size_t i = 0; i < COUNT_OF(methods); i++)
		if (methods[i].kind == algorithm->kind && crypto_cms_is_oid(cms->method, methods[i].nid))
			return ERR_OK;
	FAIL(e, ERR_CMS_ALGORITHM, "", "with this kind of key the signature has to be %s",
	    algorithm->name);
}

/* The attributes are signed as the SET that they are, not as the field that they stand in. */
static enum err
digest_attributes(const struct crypto_cms *cms, unsigned char out[CRYPTO_MAX_HASH],
    struct err_info *e)
{
	static const unsigned char set = DER_SET;
	struct crypto_digest *digest;
	enum err code;

	TRY(crypto_digest_open(cms->hash, &digest, e));
	code = crypto_digest_add(digest, &set, 1, e);
	if (code == ERR_OK)
		code = crypto_digest_add(digest, cms->attributes.at + 1, cms->attributes.left - 1, e);
	if (code == ERR_OK)
		code = crypto_digest_end(digest, out, e);
	crypto_digest_close(digest);
	return code;
}

static enum err
check_signature(const struct crypto_cms *cms, const struct crypto_algorithm *algorithm,
    const struct crypto_certificate *c, struct err_info *e)
{
	unsigned char digest[CRYPTO_MAX_HASH];
	enum err code;

	TRY(digest_attributes(cms, digest, e));
	code = crypto_verify_x509(c->key, algorithm, digest, cms->signature.at, cms->signature.left, e);
	if (code == ERR_SIG_VALUE)
		FAIL(e, ERR_CMS_SIGNATURE, "", "%s: the signature is not by the key of its certificate",
		    algorithm->name);
	return code;
}

enum err
crypto_cms_verify(const struct crypto_cms *cms, const unsigned char *digest,
    const struct crypto_cms_trust *trust, struct crypto_certificate **ret_signer,
    struct err_info *e)
{
	AUTO(certificate) struct crypto_certificate *signer = NULL;
	const struct crypto_algorithm *algorithm;

	TRY(find_signer(cms, trust->signer, &signer, e));
	TRY(crypto_certificate_may_sign_documents(signer, &algorithm, e));
	TRY(check_method(cms, algorithm, e));
	TRY(check_chain(cms, trust, signer, e));
	TRY(check_signature(cms, algorithm, signer, e));
	TRY(check_named(cms, signer, e));
	if (!is_equal(cms->attribute[CMS_MESSAGE_DIGEST], digest, cms->hash->size))
		FAIL(e, ERR_CMS_DIGEST, "", "its %s is not the one that was signed", cms->hash->name);
	*ret_signer = STEAL(signer);
	return ERR_OK;
}
