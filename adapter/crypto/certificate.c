#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "adapter/crypto/inside.h"

struct crypto_certificate *
crypto_certificate_ref(struct crypto_certificate *certificate)
{
	atomic_fetch_add(&certificate->users, 1);
	return certificate;
}

void
crypto_certificate_free(struct crypto_certificate *certificate)
{
	if (certificate == NULL || atomic_fetch_sub(&certificate->users, 1) != 1)
		return;
	crypto_key_free(certificate->key);
	X509_free(certificate->x509);
	OPENSSL_free(certificate->der);
	free(certificate->base64);
	free(certificate);
}

static bool
time_us(const ASN1_TIME *asn1, int64_t *ret_us)
{
	struct tm tm;

	if (asn1 == NULL || ASN1_TIME_to_tm(asn1, &tm) != 1)
		return false;
	*ret_us = (int64_t)timegm(&tm) * 1000000;
	return true;
}

/* How much of n octets of UTF-8 is whole characters: a name that is too long is cut. */
static size_t
whole(const char *text, size_t n)
{
	size_t lead = n;
	unsigned char c;

	while (lead > 0 && ((unsigned char)text[lead - 1] & 0xc0) == 0x80)
		lead--;
	if (lead == 0)
		return n;
	c = (unsigned char)text[lead - 1];
	return n - (lead - 1) < (c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc0 ? 2 : 1) ? lead - 1 : n;
}

static void
print_name(const X509_NAME *name, char *text, size_t size)
{
	AUTO(bio) BIO *out = BIO_new(BIO_s_mem());
	int n = 0;

	if (out != NULL && X509_NAME_print_ex(out, name, 0,
	    XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB) >= 0)
		n = BIO_read(out, text, (int)size - 1);
	text[n > 0 ? whole(text, (size_t)n) : 0] = '\0';
}

static void
print_hex(const unsigned char *octets, size_t n, const char digits[16], char *text)
{
	for (size_t i = 0; i < n; i++) {
		*text++ = digits[octets[i] >> 4];
		*text++ = digits[octets[i] & 15];
	}
	*text = '\0';
}

static enum err
encode(struct crypto_certificate *c, struct err_info *e)
{
	unsigned char digest[EVP_MAX_MD_SIZE], serial[31];
	const ASN1_INTEGER *number = X509_get0_serialNumber(c->x509);
	int n = i2d_X509(c->x509, &c->der), serial_len = ASN1_STRING_length(number);
	unsigned digest_len = 0;

	if (n <= 0)
		FAIL(e, ERR_SIG_CERTIFICATE, "", "it cannot be encoded");
	c->der_len = (size_t)n;
	c->base64 = malloc(4 * ((size_t)n + 2) / 3 + 2);
	if (c->base64 == NULL)
		FAIL(e, ERR_NOMEM, "", "a certificate");
	c->base64_len = (size_t)EVP_EncodeBlock((unsigned char *)c->base64, c->der, n);
	if (X509_digest(c->x509, EVP_sha256(), digest, &digest_len) != 1 || digest_len != 32)
		FAIL(e, ERR_NOMEM, "", "a certificate");
	print_hex(digest, digest_len, "0123456789abcdef", c->thumbprint);
	if (serial_len < 0 || (size_t)serial_len > sizeof(serial))
		FAIL(e, ERR_SIG_CERTIFICATE, "", "its serial number is longer than %zu octets",
		    sizeof(serial));
	print_hex(ASN1_STRING_get0_data(number), (size_t)serial_len, "0123456789ABCDEF",
	    c->serial);
	return ERR_OK;
}

enum err
crypto_certificate_adopt(X509 *x509, struct crypto_certificate **ret, struct err_info *e)
{
	AUTO(certificate) struct crypto_certificate *c = calloc(1, sizeof(*c));
	EVP_PKEY *evp;

	if (c == NULL) {
		X509_free(x509);
		FAIL(e, ERR_NOMEM, "", "a certificate");
	}
	atomic_init(&c->users, 1);
	c->x509 = x509;
	TRY(encode(c, e));
	if (!time_us(X509_get0_notBefore(x509), &c->from_us) ||
	    !time_us(X509_get0_notAfter(x509), &c->to_us))
		FAIL(e, ERR_SIG_CERTIFICATE, "", "its validity cannot be read");
	print_name(X509_get_subject_name(x509), c->subject, sizeof(c->subject));
	print_name(X509_get_issuer_name(x509), c->issuer, sizeof(c->issuer));
	evp = X509_get_pubkey(x509);
	if (evp != NULL) {
		c->key = crypto_key_adopt(evp);
		if (c->key == NULL)
			FAIL(e, ERR_NOMEM, "", "a certificate");
	}
	*ret = STEAL(c);
	return ERR_OK;
}

enum err
crypto_certificate_decode(const unsigned char *der, size_t len, struct crypto_certificate **ret,
    struct err_info *e)
{
	const unsigned char *p = der;
	X509 *x509;

	crypto_forget();
	x509 = d2i_X509(NULL, &p, (long)len);
	if (x509 == NULL || p != der + len) {
		X509_free(x509);
		FAIL(e, ERR_SIG_CERTIFICATE, "", "not one X.509 certificate in DER (%s)",
		    crypto_drain());
	}
	return crypto_certificate_adopt(x509, ret, e);
}

enum err
crypto_certificate_decode64(const char *base64, size_t len, struct crypto_certificate **ret,
    struct err_info *e)
{
	AUTO(char) char *der = malloc(len + 1);
	int n;

	if (der == NULL)
		FAIL(e, ERR_NOMEM, "", "a certificate");
	n = EVP_DecodeBlock((unsigned char *)der, (const unsigned char *)base64, (int)len);
	/* DecodeBlock counts the padding in. */
	for (size_t i = len; n > 0 && i > 0 && base64[i - 1] == '='; i--)
		n--;
	if (n <= 0)
		FAIL(e, ERR_SIG_CERTIFICATE, "", "not base64");
	return crypto_certificate_decode((const unsigned char *)der, (size_t)n, ret, e);
}

enum err
crypto_certificate_load(const char *file, size_t n, struct crypto_certificate **ret,
    struct err_info *e)
{
	AUTO(file) FILE *in = fopen(file, "re");
	AUTO(x509) X509 *x509 = NULL;
	enum err code;

	crypto_forget();
	if (in == NULL)
		FAIL(e, ERR_KEY_UNUSABLE, file, "%s", strerror(errno));
	for (size_t i = 0; i <= n; i++) {
		X509_free(x509);
		x509 = PEM_read_X509(in, NULL, NULL, NULL);
		if (x509 == NULL)
			FAIL(e, ERR_KEY_UNUSABLE, file, "no certificate in PEM (%s)", crypto_drain());
	}
	code = crypto_certificate_adopt(STEAL(x509), ret, e);
	if (code == ERR_OK || code == ERR_NOMEM)
		return code;
	if (e != NULL) {
		e->code = ERR_KEY_UNUSABLE;
		snprintf(e->at, sizeof(e->at), "%s", file);
	}
	return ERR_KEY_UNUSABLE;
}

const char *
crypto_certificate_subject(const struct crypto_certificate *c)
{
	return c->subject;
}

void
crypto_certificate_put_subject(const struct crypto_certificate *c, char *text, size_t size)
{
	snprintf(text, size, "%s", c->subject);
	text[whole(text, strlen(text))] = '\0';
}

const char *
crypto_certificate_issuer(const struct crypto_certificate *c)
{
	return c->issuer;
}

const char *
crypto_certificate_serial(const struct crypto_certificate *c)
{
	return c->serial;
}

const char *
crypto_certificate_thumbprint(const struct crypto_certificate *c)
{
	return c->thumbprint;
}

const char *
crypto_certificate_base64(const struct crypto_certificate *c, size_t *ret_len)
{
	*ret_len = c->base64_len;
	return c->base64;
}

const unsigned char *
crypto_certificate_der(const struct crypto_certificate *c, size_t *ret_len)
{
	*ret_len = c->der_len;
	return c->der;
}

int64_t
crypto_certificate_from_us(const struct crypto_certificate *c)
{
	return c->from_us;
}

int64_t
crypto_certificate_to_us(const struct crypto_certificate *c)
{
	return c->to_us;
}

const struct crypto_key *
crypto_certificate_key(const struct crypto_certificate *c)
{
	return c->key;
}

bool
crypto_certificate_is_of(const struct crypto_certificate *c, const char *common_name)
{
	const X509_NAME *subject = X509_get_subject_name(c->x509);
	int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1), len;
	AUTO(openssl_octets) unsigned char *utf8 = NULL;

	if (at < 0 || X509_NAME_get_index_by_NID(subject, NID_commonName, at) >= 0)
		return false;
	len = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
	return len >= 0 && (size_t)len == strlen(common_name) &&
	    memcmp(utf8, common_name, (size_t)len) == 0;
}

static enum err
may_sign(const struct crypto_certificate *c, uint32_t usage, const char *usage_name,
    const struct crypto_algorithm **ret_algorithm, struct err_info *e)
{
	if (c->key == NULL)
		FAIL(e, ERR_SIG_CERTIFICATE, "", "its public key cannot be read");
	if (crypto_key_algorithm(c->key, ret_algorithm, e) != ERR_OK) {
		if (e != NULL)
			e->code = ERR_SIG_CERTIFICATE;
		return ERR_SIG_CERTIFICATE;
	}
	/* All bits are set where the certificate does not restrict its use. */
	if ((X509_get_key_usage(c->x509) & usage) == 0)
		FAIL(e, ERR_SIG_CERTIFICATE, "", "its key usage does not include %s", usage_name);
	return ERR_OK;
}

enum err
crypto_certificate_may_sign(const struct crypto_certificate *c,
    const struct crypto_algorithm **ret_algorithm, struct err_info *e)
{
	return may_sign(c, KU_DIGITAL_SIGNATURE, "digitalSignature", ret_algorithm, e);
}

enum err
crypto_certificate_may_sign_documents(const struct crypto_certificate *c,
    const struct crypto_algorithm **ret_algorithm, struct err_info *e)
{
	TRY(may_sign(c, KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION, "digitalSignature or nonRepudiation",
	    ret_algorithm, e));
	if (X509_check_ca(c->x509) != 0)
		FAIL(e, ERR_SIG_CERTIFICATE, "", "it is an authority's");
	return ERR_OK;
}

enum err
crypto_certificate_names_snils(const struct crypto_certificate *c, const char *snils,
    struct err_info *e)
{
	enum { DIGITS = 11 };
	const X509_NAME *subject = X509_get_subject_name(c->x509);
	int at = X509_NAME_get_index_by_NID(subject, NID_SNILS, -1);
	const ASN1_STRING *value;

	if (at < 0)
		FAIL(e, ERR_CMS_SIGNER, "", "the certificate names no SNILS (1.2.643.100.3)");
	if (X509_NAME_get_index_by_NID(subject, NID_SNILS, at) >= 0)
		FAIL(e, ERR_CMS_SIGNER, "", "the certificate names more than one SNILS");
	value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at));
	if (ASN1_STRING_type(value) != V_ASN1_NUMERICSTRING || ASN1_STRING_length(value) != DIGITS)
		FAIL(e, ERR_CMS_SIGNER, "", "the certificate's SNILS is not %d digits", DIGITS);
	if (strlen(snils) != DIGITS ||
	    CRYPTO_memcmp(ASN1_STRING_get0_data(value), snils, DIGITS) != 0)
		FAIL(e, ERR_CMS_SIGNER, "", "the certificate's SNILS is another person's");
	return ERR_OK;
}
