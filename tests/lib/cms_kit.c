#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/x509v3.h>

#include "adapter/crypto/crypto.h"
#include "tests/lib/cms_kit.h"
#include "tests/lib/der_put.h"
#include "tests/seal_kit.h"

AUTO_DEFINE(certificate, struct crypto_certificate *, crypto_certificate_free)
AUTO_DEFINE(key, struct crypto_key *, crypto_key_free)

/* OIDs with their headers. */
#define OID_DATA        "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"
#define OID_SIGNED      "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
#define OID_ENVELOPED   "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03"
#define OID_TYPE        "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x09\x03"
#define OID_DIGEST      "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x09\x04"
#define OID_TIME        "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x09\x05"
#define OID_ESS         "\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x2f"
#define OID_SHA1        "\x06\x05\x2b\x0e\x03\x02\x1a"
#define OID_SHA256      "\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01"
#define OID_SHA384      "\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x02"
#define OID_STREEBOG(n) "\x06\x08\x2a\x85\x03\x07\x01\x01\x02" n
#define OID_PSS         "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a"
#define NOTHING         "\x05\x00"

/* By enum crypto_kind; with what RFC 5754, 5480 and 9215 name them. */
static const struct {
	const char *hash, *method, *key;
} oids[] = {
	[CRYPTO_RSA] = {OID_SHA256 NOTHING, "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b\x05",
	    "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05"},
	[CRYPTO_EC] = {OID_SHA256, "\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02",
	    "\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02"},
	[CRYPTO_GOST256] = {OID_STREEBOG("\x02"), "\x06\x08\x2a\x85\x03\x07\x01\x01\x03\x02",
	    "\x06\x08\x2a\x85\x03\x07\x01\x01\x01\x01"},
	[CRYPTO_GOST512] = {OID_STREEBOG("\x03"), "\x06\x08\x2a\x85\x03\x07\x01\x01\x03\x03",
	    "\x06\x08\x2a\x85\x03\x07\x01\x01\x01\x02"},
};

struct maker {
	const struct cms_kit          *what;
	struct crypto_key             *key;
	struct crypto_certificate     *certificate;
	const struct crypto_algorithm *algorithm;
	unsigned char                  digest[CRYPTO_MAX_HASH];        /* of the document */
};

/* ---- attributes ----------------------------------------------------------------------- */

/* An Attribute of this many values, all the same. */
static void
put_attribute(struct buf *out, const char *oid, const struct buf *value, int times)
{
	BUF_AUTO(in, DER_MAX);
	BUF_AUTO(values, DER_MAX);

	for (int i = 0; i < times; i++)
		der_add(&values, value->data, value->len);
	der_add_oid(&in, oid);
	der_put_buf(&in, 0x31, &values);
	der_put_buf(out, 0x30, &in);
}

static void
put_type(const struct maker *m, struct buf *out)
{
	BUF_AUTO(value, DER_MAX);

	if (m->what->odd == CMS_NO_CONTENT_TYPE)
		return;
	der_add_oid(&value, m->what->odd == CMS_OTHER_CONTENT_TYPE ? OID_SIGNED : OID_DATA);
	put_attribute(out, OID_TYPE, &value, 1);
}

static void
put_digest(const struct maker *m, struct buf *out)
{
	enum cms_odd odd = m->what->odd;
	BUF_AUTO(value, DER_MAX);

	if (odd == CMS_NO_DIGEST)
		return;
	der_put(&value, 0x04, m->digest, m->algorithm->hash->size - (odd == CMS_SHORT_DIGEST));
	put_attribute(out, OID_DIGEST, &value, odd == CMS_TWO_VALUES ? 2 : odd != CMS_NO_VALUE);
	if (odd == CMS_TWO_DIGESTS)
		put_attribute(out, OID_DIGEST, &value, 1);
}

static void
put_time(const struct maker *m, struct buf *out)
{
	time_t at = (time_t)(m->what->signed_us / 1000000);
	BUF_AUTO(value, DER_MAX);
	char text[32];
	struct tm tm;

	if (m->what->signed_us == 0 && m->what->odd != CMS_BAD_TIME)
		return;
	gmtime_r(&at, &tm);
	strftime(text, sizeof(text), m->what->odd == CMS_BAD_TIME ? "%Y%m%d9999" : "%Y%m%d%H%M%SZ", &tm);
	der_put(&value, 0x17, text + 2, strlen(text) - 2);
	put_attribute(out, OID_TIME, &value, 1);
}

/* SEQUENCE of SEQUENCE of ESSCertIDv2. */
static void
put_ess(const struct maker *m, struct buf *out)
{
	enum cms_odd odd = m->what->odd;
	unsigned char digest[CRYPTO_MAX_HASH];
	const unsigned char *der;
	size_t len;
	BUF_AUTO(in, DER_MAX);
	BUF_AUTO(id, DER_MAX);
	BUF_AUTO(ids, DER_MAX);
	BUF_AUTO(value, DER_MAX);

	if (odd < CMS_ESS || odd > CMS_ESS_BROKEN)
		return;
	der = crypto_certificate_der(m->certificate, &len);
	CHECK(crypto_digest(crypto_sha256(), der, len, digest, NULL) == ERR_OK);
	digest[0] ^= odd == CMS_ESS_OTHER;
	if (odd == CMS_ESS_SAID || odd == CMS_ESS_SHA1)
		der_put_algorithm(&in, odd == CMS_ESS_SAID ? OID_SHA256 : OID_SHA1);
	der_put(&in, 0x04, digest, odd == CMS_ESS_SHA1 ? 20 : 32);
	if (odd != CMS_ESS_BROKEN)
		der_put_buf(&id, 0x30, &in);
	der_put_buf(&ids, 0x30, &id);
	der_put_buf(&value, 0x30, &ids);
	put_attribute(out, OID_ESS, &value, 1);
}

static int
by_octets(const void *a, const void *b)
{
	const struct buf *x = a, *y = b;
	size_t n = x->len < y->len ? x->len : y->len;

	return n == 0 ? 0 : memcmp(x->data, y->data, n);
}

/* In the order of DER, or the other way round. */
static void
put_attributes(const struct maker *m, struct buf *out)
{
	static void (*const puts[])(const struct maker *m, struct buf *out) = {put_type, put_time, put_digest,
	    put_ess};
	enum { N = COUNT_OF(puts) };
	struct buf attributes[N];
	size_t n = 0;

	for (size_t i = 0; i < N; i++) {
		buf_init(&attributes[n], DER_MAX);
		puts[i](m, &attributes[n]);
		n += attributes[n].len > 0;
	}
	qsort(attributes, n, sizeof(attributes[0]), by_octets);
	for (size_t i = 0; i < n; i++) {
		struct buf *attribute = &attributes[m->what->odd == CMS_UNSORTED ? n - 1 - i : i];

		der_add(out, attribute->data, attribute->len);
		buf_fini(attribute);
	}
}

/* ---- the signer --------------------------------------------------------------------------- */

static void
put_identifier(const struct maker *m, struct buf *out)
{
	const unsigned char *der, *name;
	unsigned char serial[64], *end = serial;
	const ASN1_OCTET_STRING *id;
	size_t len, name_len;
	X509 *x509;
	BUF_AUTO(in, DER_MAX);

	der = crypto_certificate_der(m->certificate, &len);
	x509 = d2i_X509(NULL, &der, (long)len);
	CHECK(x509 != NULL && X509_NAME_get0_der(X509_get_issuer_name(x509), &name, &name_len) == 1);
	if (m->what->odd == CMS_BY_KEY_ID) {
		id = X509_get0_subject_key_id(x509);
		der_put(out, 0x80, ASN1_STRING_get0_data(id), (size_t)ASN1_STRING_length(id));
	} else {
		CHECK(i2d_ASN1_INTEGER(X509_get0_serialNumber(x509), &end) > 0);
		der_add(&in, name, name_len);
		der_add(&in, serial, (size_t)(end - serial));
		der_put_buf(out, 0x30, &in);
	}
	X509_free(x509);
}

static void
put_signature(const struct maker *m, const struct buf *attributes, struct buf *out)
{
	unsigned char digest[CRYPTO_MAX_HASH], signature[CRYPTO_MAX_SIGNATURE];
	BUF_AUTO(set, DER_MAX);
	BUF_AUTO(numbers, DER_MAX);
	BUF_AUTO(ecdsa, DER_MAX);
	size_t len;

	der_put_buf(&set, 0x31, attributes);
	CHECK(crypto_digest(m->algorithm->hash, set.data, set.len, digest, NULL) == ERR_OK);
	CHECK(crypto_sign(m->key, m->algorithm, digest, signature, &len, NULL) == ERR_OK);
	if (m->algorithm->kind != CRYPTO_EC) {
		der_put(out, 0x04, signature, len);
		return;
	}
	der_put_number(&numbers, signature, len / 2);
	der_put_number(&numbers, signature + len / 2, len / 2);
	der_put_buf(&ecdsa, 0x30, &numbers);
	der_put_buf(out, 0x04, &ecdsa);
}

static void
put_signer(const struct maker *m, struct buf *out)
{
	enum crypto_kind kind = m->algorithm->kind;
	enum cms_odd odd = m->what->odd;
	BUF_AUTO(in, DER_MAX);
	BUF_AUTO(attributes, DER_MAX);
	BUF_AUTO(signature, DER_MAX);
	BUF_AUTO(value, DER_MAX);
	BUF_AUTO(extra, DER_MAX);

	put_attributes(m, &attributes);
	put_signature(m, &attributes, &signature);
	if (odd == CMS_EDITED)
		attributes.data[attributes.len - 1] ^= 1;
	der_add(&in, odd == CMS_BY_KEY_ID ? "\x02\x01\x03" : "\x02\x01\x01", 3);
	put_identifier(m, &in);
	der_put_algorithm(&in, odd == CMS_SHA1 ? OID_SHA1 : odd == CMS_SHA384 ? OID_SHA384 : oids[kind].hash);
	if (odd != CMS_NO_ATTRIBUTES)
		der_put_buf(&in, 0xa0, &attributes);
	der_put_algorithm(&in, odd == CMS_PSS ? OID_PSS : odd == CMS_KEY_METHOD ? oids[kind].key
	    : oids[kind].method);
	der_add(&in, signature.data, signature.len);
	der_put(&value, 0x04, m->digest, 16);
	put_attribute(&extra, OID_ESS, &value, 1);
	if (odd == CMS_UNSIGNED)
		der_put_buf(&in, 0xa1, &extra);
	der_put_buf(out, 0x30, &in);
}

/* ---- all of it ------------------------------------------------------------------------------- */

static void
add_certificate(struct buf *out, const char *name)
{
	AUTO(certificate) struct crypto_certificate *c = NULL;
	const unsigned char *der;
	size_t len;

	CHECK(crypto_certificate_load(kit_file(name, ".pem"), 0, &c, NULL) == ERR_OK);
	der = crypto_certificate_der(c, &len);
	der_add(out, der, len);
}

static void
put_certificates(const struct maker *m, struct buf *out)
{
	const char *name = m->what->certificate != NULL ? m->what->certificate : m->what->pair;
	enum cms_odd odd = m->what->odd;
	BUF_AUTO(in, DER_MAX);

	if (odd == CMS_NO_CERTIFICATE)
		return;
	if (odd == CMS_MORE_CERTIFICATES) {
		add_certificate(&in, "citizen-ca");
		der_put(&in, 0xa2, "\x30", 0);
		add_certificate(&in, "citizen-1-ec");
	}
	for (int i = 0; odd == CMS_MANY_CERTIFICATES && i < 20; i++)
		add_certificate(&in, "citizen-1-ec");
	if (odd == CMS_BROKEN_CERTIFICATE)
		der_put(&in, 0x30, "\x30\x00", 2);
	add_certificate(&in, name);
	der_put_buf(out, 0xa0, &in);
}

static void
put_content(const struct maker *m, const void *document, size_t len, struct buf *out)
{
	BUF_AUTO(in, DER_MAX);
	BUF_AUTO(octets, DER_MAX);

	der_add_oid(&in, m->what->odd == CMS_OTHER_CONTENT ? OID_ENVELOPED : OID_DATA);
	if (m->what->odd == CMS_ATTACHED) {
		der_put(&octets, 0x04, document, len);
		der_put_buf(&in, 0xa0, &octets);
	}
	der_put_buf(out, 0x30, &in);
}

static void
put_signed_data(const struct maker *m, const void *document, size_t len, struct buf *out)
{
	BUF_AUTO(in, DER_MAX);
	BUF_AUTO(digests, DER_MAX);
	BUF_AUTO(signers, DER_MAX);

	der_add(&in, m->what->odd == CMS_BY_KEY_ID ? "\x02\x01\x03" : "\x02\x01\x01", 3);
	der_put_algorithm(&digests, oids[m->algorithm->kind].hash);
	der_put_buf(&in, 0x31, &digests);
	put_content(m, document, len, &in);
	put_certificates(m, &in);
	for (int i = m->what->odd == CMS_NO_SIGNER; i < 1 + (m->what->odd == CMS_TWO_SIGNERS); i++)
		put_signer(m, &signers);
	der_put_buf(&in, 0x31, &signers);
	der_put_buf(out, 0x30, &in);
}

/* ContentInfo, its outermost length written as DER does not. */
static void
put_ber(enum cms_odd odd, const struct buf *in, struct buf *out)
{
	unsigned char header[] = {0x30, 0x83, 0, (unsigned char)(in->len >> 8), (unsigned char)in->len};

	if (odd == CMS_INDEFINITE)
		der_add(out, "\x30\x80", 2);
	else
		der_add(out, header, sizeof(header));
	der_add(out, in->data, in->len);
	if (odd == CMS_INDEFINITE)
		der_add(out, "\0", 2);
}

void
cms_kit_make(const struct cms_kit *what, const void *document, size_t len, struct buf *out)
{
	struct crypto_source source = {kit_file(what->pair, ".key"), kit_file(what->pair, ".pem"), NULL, NULL};
	AUTO(key) struct crypto_key *key = NULL;
	AUTO(certificate) struct crypto_certificate *certificate = NULL;
	struct maker m = {.what = what};
	enum cms_odd odd = what->odd;
	BUF_AUTO(data, DER_MAX);
	BUF_AUTO(in, DER_MAX);

	CHECK(crypto_source_load(&source, &key, &certificate, NULL) == ERR_OK);
	m.key = key;
	m.certificate = certificate;
	for (size_t i = 0; m.algorithm == NULL; i++) {
		const struct crypto_algorithm *a = crypto_algorithm_at(i);
		unsigned char signature[CRYPTO_MAX_SIGNATURE];

		CHECK(a != NULL);
		if (crypto_sign(key, a, m.digest, signature, &(size_t){0}, NULL) == ERR_OK)
			m.algorithm = a;
	}
	CHECK(crypto_digest(m.algorithm->hash, document, len, m.digest, NULL) == ERR_OK);
	put_signed_data(&m, document, len, &data);
	der_add_oid(&in, odd == CMS_NOT_SIGNED_DATA ? OID_ENVELOPED : OID_SIGNED);
	der_put_buf(&in, 0xa0, &data);
	if (odd == CMS_LONG_LENGTH || odd == CMS_INDEFINITE)
		put_ber(odd, &in, out);
	else
		der_put_buf(out, 0x30, &in);
	for (size_t i = 0; i < (odd == CMS_HUGE ? CRYPTO_CMS_MAX : odd == CMS_TRAILING ? 1 : 0); i++)
		der_add(out, "", 1);
}
