/* The form of detached signatures: RFC 5652, sections 3, 5 and 11. */
#include "config.h"

#include <string.h>

#include "adapter/crypto/authorities.h"
#include "adapter/crypto/cms.h"

AUTO_DEFINE(cms, struct crypto_cms *, crypto_cms_close)
AUTO_DEFINE(asn1_time, ASN1_TIME *, ASN1_TIME_free)

static const int attribute_nids[CMS_ATTRIBUTES] = {
	[CMS_CONTENT_TYPE] = NID_pkcs9_contentType,
	[CMS_MESSAGE_DIGEST] = NID_pkcs9_messageDigest,
	[CMS_SIGNING_TIME] = NID_pkcs9_signingTime,
	[CMS_SIGNING_CERTIFICATE] = NID_id_smime_aa_signingCertificateV2,
};

bool
crypto_cms_is_oid(struct der oid, int nid)
{
	const ASN1_OBJECT *object = OBJ_nid2obj(nid);

	return OBJ_length(object) == oid.left && memcmp(OBJ_get0_data(object), oid.at, oid.left) == 0;
}

bool
crypto_cms_take_algorithm(struct der *from, struct der *ret_oid)
{
	struct der_item algorithm, oid, parameters;

	if (!crypto_der_take(from, DER_SEQUENCE, &algorithm) || !crypto_der_take(&algorithm.in, DER_OID, &oid))
		return false;
	*ret_oid = oid.in;
	return algorithm.in.left == 0 ||
	    (crypto_der_take_any(&algorithm.in, &parameters) && algorithm.in.left == 0);
}

const struct crypto_hash *
crypto_cms_hash_of(struct der oid)
{
	const struct crypto_hash *hash;

	for (size_t i = 0; (hash = crypto_hash_at(i)) != NULL; i++)
		if (hash->trusted && crypto_cms_is_oid(oid, crypto_hash_nid(hash)))
			return hash;
	return NULL;
}

/* ---- signed attributes ----------------------------------------------------------------- */

/* The order of DER (X.690, 11.6): as octets are. */
static bool
is_before(struct der a, struct der b)
{
	int order = memcmp(a.at, b.at, a.left < b.left ? a.left : b.left);

	return order < 0 || (order == 0 && a.left <= b.left);
}

static enum err
take_attribute(struct crypto_cms *cms, struct der attribute, struct err_info *e)
{
	struct der_item oid, values, value;
	int which = 0;

	if (!crypto_der_take(&attribute, DER_OID, &oid) || !crypto_der_take(&attribute, DER_SET, &values) ||
	    attribute.left != 0)
		FAIL(e, ERR_CMS_FORMAT, "", "a signed attribute is malformed");
	while (which < CMS_ATTRIBUTES && !crypto_cms_is_oid(oid.in, attribute_nids[which]))
		which++;
	if (which == CMS_ATTRIBUTES)
		return ERR_OK;
	if (cms->attribute[which].at != NULL || !crypto_der_take_any(&values.in, &value) ||
	    values.in.left != 0)
		FAIL(e, ERR_CMS_FORMAT, "", "the signed attribute %s is there twice, or has not one value",
		    OBJ_nid2sn(attribute_nids[which]));
	cms->attribute[which] = value.all;
	return ERR_OK;
}

/* What was digested is their SET in DER; it is this one only if it is in that order. */
static enum err
take_attributes(struct crypto_cms *cms, struct der_item attributes, struct err_info *e)
{
	struct der_item item, last = {0};

	cms->attributes = attributes.all;
	while (attributes.in.left > 0) {
		if (!crypto_der_take(&attributes.in, DER_SEQUENCE, &item))
			FAIL(e, ERR_CMS_FORMAT, "", "a signed attribute is malformed");
		if (last.all.at != NULL && !is_before(last.all, item.all))
			FAIL(e, ERR_CMS_FORMAT, "", "the signed attributes are not in the order of DER");
		TRY(take_attribute(cms, item.in, e));
		last = item;
	}
	return ERR_OK;
}

static enum err
read_signing_time(struct crypto_cms *cms, struct err_info *e)
{
	AUTO(asn1_time) ASN1_TIME *time = NULL;
	struct der all = cms->attribute[CMS_SIGNING_TIME];
	struct der_item value = {0};
	char text[16];

	cms->signed_us = INT64_MIN;
	if (all.at == NULL)
		return ERR_OK;
	if ((!crypto_der_take(&all, DER_UTC_TIME, &value) && !crypto_der_take(&all, DER_GENERALIZED_TIME, &value)) ||
	    value.in.left >= sizeof(text))
		FAIL(e, ERR_CMS_FORMAT, "", "signing-time is no time");
	memcpy(text, value.in.at, value.in.left);
	text[value.in.left] = '\0';
	time = ASN1_TIME_new();
	if (time == NULL)
		FAIL(e, ERR_NOMEM, "", "a signature");
	if (ASN1_TIME_set_string_X509(time, text) != 1 || !crypto_time_us(time, &cms->signed_us))
		FAIL(e, ERR_CMS_FORMAT, "", "signing-time is no time");
	return ERR_OK;
}

static enum err
check_attributes(struct crypto_cms *cms, struct err_info *e)
{
	struct der type = cms->attribute[CMS_CONTENT_TYPE];
	struct der digest = cms->attribute[CMS_MESSAGE_DIGEST];
	struct der_item item;

	if (!crypto_der_take(&type, DER_OID, &item) || !crypto_cms_is_oid(item.in, NID_pkcs7_data))
		FAIL(e, ERR_CMS_FORMAT, "", "the signed attribute content-type has to be id-data");
	if (!crypto_der_take(&digest, DER_OCTETS, &item) || item.in.left != cms->hash->size)
		FAIL(e, ERR_CMS_FORMAT, "", "the signed attribute message-digest has to have %zu octets",
		    cms->hash->size);
	cms->attribute[CMS_MESSAGE_DIGEST] = item.in;
	return read_signing_time(cms, e);
}

/* ---- the signer ----------------------------------------------------------------------------- */

static bool
take_identifier(struct crypto_cms *cms, struct der *from)
{
	struct der_item id, issuer, serial;

	if (crypto_der_take(from, DER_CONTEXT, &id)) {
		cms->key_id = id.in;
		return id.in.left > 0;
	}
	if (!crypto_der_take(from, DER_SEQUENCE, &id) || !crypto_der_take(&id.in, DER_SEQUENCE, &issuer) ||
	    !crypto_der_take(&id.in, DER_INTEGER, &serial) || id.in.left != 0)
		return false;
	cms->issuer = issuer.all;
	cms->serial = serial.all;
	return true;
}

/* A version is one of few small numbers. */
static int
take_version(struct der *from)
{
	struct der_item version;

	return crypto_der_take(from, DER_INTEGER, &version) && version.in.left == 1 ? version.in.at[0] : -1;
}

static enum err
take_signer(struct crypto_cms *cms, struct der from, struct err_info *e)
{
	struct der_item attributes, signature, unsigned_ones;
	int version = take_version(&from);
	struct der digest;

	if (!take_identifier(cms, &from) || version != (cms->key_id.at != NULL ? 3 : 1) ||
	    !crypto_cms_take_algorithm(&from, &digest))
		FAIL(e, ERR_CMS_FORMAT, "", "the signer is not named as RFC 5652 says");
	if (!crypto_der_take(&from, DER_CONTEXT_HOLDS, &attributes))
		FAIL(e, ERR_CMS_FORMAT, "", "there are no signed attributes");
	if (!crypto_cms_take_algorithm(&from, &cms->method) || !crypto_der_take(&from, DER_OCTETS, &signature) ||
	    !crypto_der_take_if(&from, DER_CONTEXT_HOLDS + 1, &unsigned_ones) || from.left != 0)
		FAIL(e, ERR_CMS_FORMAT, "", "the signer's signature is malformed");
	cms->signature = signature.in;
	cms->hash = crypto_cms_hash_of(digest);
	if (cms->hash == NULL)
		FAIL(e, ERR_CMS_ALGORITHM, "", "the document's digest is by none that is permitted");
	TRY(take_attributes(cms, attributes, e));
	return check_attributes(cms, e);
}

/* ---- all of it --------------------------------------------------------------------------------- */

static enum err
take_content(struct der *from, struct err_info *e)
{
	struct der_item content, type;

	if (!crypto_der_take(from, DER_SEQUENCE, &content) || !crypto_der_take(&content.in, DER_OID, &type) ||
	    !crypto_cms_is_oid(type.in, NID_pkcs7_data))
		FAIL(e, ERR_CMS_FORMAT, "", "what is signed has to be id-data");
	if (content.in.left != 0)
		FAIL(e, ERR_CMS_FORMAT, "", "the document is inside the signature; it has to be beside it");
	return ERR_OK;
}

/* Whether the signer's digest is among those announced. */
static bool
is_announced(const struct crypto_cms *cms, struct der digests)
{
	struct der oid;
	bool found = false;

	while (digests.left > 0) {
		if (!crypto_cms_take_algorithm(&digests, &oid))
			return false;
		found |= crypto_cms_hash_of(oid) == cms->hash;
	}
	return found;
}

static enum err
take_signed_data(struct crypto_cms *cms, struct der from, struct err_info *e)
{
	struct der_item digests, certificates, lists, signers, signer;
	int version = take_version(&from);

	if ((version != 1 && (version < 3 || version > 5)) || !crypto_der_take(&from, DER_SET, &digests))
		FAIL(e, ERR_CMS_FORMAT, "", "not SignedData");
	TRY(take_content(&from, e));
	if (!crypto_der_take_if(&from, DER_CONTEXT_HOLDS, &certificates) ||
	    !crypto_der_take_if(&from, DER_CONTEXT_HOLDS + 1, &lists) ||
	    !crypto_der_take(&from, DER_SET, &signers) || from.left != 0)
		FAIL(e, ERR_CMS_FORMAT, "", "not SignedData");
	cms->certificates = certificates.in;
	if (!crypto_der_take(&signers.in, DER_SEQUENCE, &signer) || signers.in.left != 0)
		FAIL(e, ERR_CMS_FORMAT, "", "there has to be one signer");
	TRY(take_signer(cms, signer.in, e));
	if (!is_announced(cms, digests.in))
		FAIL(e, ERR_CMS_FORMAT, "", "digestAlgorithms has not the signer's");
	return ERR_OK;
}

static enum err
take_all(struct crypto_cms *cms, struct der from, struct err_info *e)
{
	struct der_item info, type, explicit_one, data;

	if (!crypto_der_take(&from, DER_SEQUENCE, &info) || from.left != 0)
		FAIL(e, ERR_CMS_FORMAT, "", "not one structure in DER");
	if (!crypto_der_take(&info.in, DER_OID, &type) || !crypto_cms_is_oid(type.in, NID_pkcs7_signed) ||
	    !crypto_der_take(&info.in, DER_CONTEXT_HOLDS, &explicit_one) || info.in.left != 0 ||
	    !crypto_der_take(&explicit_one.in, DER_SEQUENCE, &data) || explicit_one.in.left != 0)
		FAIL(e, ERR_CMS_FORMAT, "", "not SignedData");
	return take_signed_data(cms, data.in, e);
}

enum err
crypto_cms_open(const unsigned char *der, size_t len, struct crypto_cms **ret, struct err_info *e)
{
	AUTO(cms) struct crypto_cms *cms = NULL;

	if (len == 0 || len > CRYPTO_CMS_MAX)
		FAIL(e, ERR_CMS_FORMAT, "", "it has to have 1 to %d octets", CRYPTO_CMS_MAX);
	cms = calloc(1, sizeof(*cms));
	if (cms == NULL || (cms->octets = malloc(len)) == NULL)
		FAIL(e, ERR_NOMEM, "", "a signature");
	memcpy(cms->octets, der, len);
	TRY(take_all(cms, (struct der){cms->octets, len}, e));
	*ret = STEAL(cms);
	return ERR_OK;
}

void
crypto_cms_close(struct crypto_cms *cms)
{
	if (cms == NULL)
		return;
	free(cms->octets);
	free(cms);
}

const struct crypto_hash *
crypto_cms_hash(const struct crypto_cms *cms)
{
	return cms->hash;
}

int64_t
crypto_cms_signed_us(const struct crypto_cms *cms)
{
	return cms->signed_us;
}
