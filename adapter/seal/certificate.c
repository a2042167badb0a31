#include "config.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include <openssl/x509v3.h>

#include "adapter/seal/certificate.h"

static void
free_bytes(unsigned char *bytes)
{
	OPENSSL_free(bytes);
}

AUTO_DEFINE(openssl_bytes, unsigned char *, free_bytes)

enum err
seal_certificate_decode(const char *base64, size_t len, X509 **ret_x509, struct err_info *e)
{
	AUTO(char) char *der = malloc(len + 1);
	AUTO(x509) X509 *x509 = NULL;
	const unsigned char *p;
	int n;

	if (der == NULL)
		FAIL(e, ERR_NOMEM, "", "a certificate");
	n = EVP_DecodeBlock((unsigned char *)der, (const unsigned char *)base64, (int)len);
	/* DecodeBlock counts the padding in. */
	for (size_t i = len; n > 0 && i > 0 && base64[i - 1] == '='; i--)
		n--;
	p = (const unsigned char *)der;
	if (n > 0)
		x509 = d2i_X509(NULL, &p, n);
	if (x509 == NULL || p != (const unsigned char *)der + n)
		FAIL(e, ERR_SIG_CERTIFICATE, "", "not one X.509 certificate in DER (%s)",
		    seal_library_drain());
	*ret_x509 = STEAL(x509);
	return ERR_OK;
}

enum err
seal_certificate_encode(X509 *x509, char **ret_base64, size_t *ret_len, struct err_info *e)
{
	AUTO(openssl_bytes) unsigned char *der = NULL;
	AUTO(char) char *base64 = NULL;
	int n = i2d_X509(x509, &der);

	if (n <= 0)
		FAIL(e, ERR_KEY_UNUSABLE, "", "the certificate cannot be encoded");
	base64 = malloc(4 * ((size_t)n + 2) / 3 + 2);
	if (base64 == NULL)
		FAIL(e, ERR_NOMEM, "", "a certificate");
	*ret_len = (size_t)EVP_EncodeBlock((unsigned char *)base64, der, n);
	*ret_base64 = STEAL(base64);
	return ERR_OK;
}

enum err
seal_certificate_may_sign(X509 *x509, const struct seal_algorithm **ret_algorithm,
    struct err_info *e)
{
	const EVP_PKEY *key = X509_get0_pubkey(x509);

	if (key == NULL)
		FAIL(e, ERR_SIG_CERTIFICATE, "", "its public key cannot be read (%s)",
		    seal_library_drain());
	if (seal_algorithm_for_key(key, ret_algorithm, e) != ERR_OK) {
		if (e != NULL)
			e->code = ERR_SIG_CERTIFICATE;
		return ERR_SIG_CERTIFICATE;
	}
	/* All bits are set where the certificate does not restrict its use. */
	if ((X509_get_key_usage(x509) & KU_DIGITAL_SIGNATURE) == 0)
		FAIL(e, ERR_SIG_CERTIFICATE, "", "its key usage does not include digitalSignature");
	return ERR_OK;
}

bool
seal_certificate_is_of(X509 *x509, const char *common_name)
{
	const X509_NAME *subject = X509_get_subject_name(x509);
	int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1), len;
	AUTO(openssl_bytes) unsigned char *utf8 = NULL;

	if (at < 0 || X509_NAME_get_index_by_NID(subject, NID_commonName, at) >= 0)
		return false;
	len = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
	return len >= 0 && (size_t)len == strlen(common_name) &&
	    memcmp(utf8, common_name, (size_t)len) == 0;
}

void
seal_certificate_subject(X509 *x509, char *subject, size_t size)
{
	AUTO(bio) BIO *out = BIO_new(BIO_s_mem());
	int n = 0;

	if (out != NULL && X509_NAME_print_ex(out, X509_get_subject_name(x509), 0,
	    XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB) >= 0)
		n = BIO_read(out, subject, (int)size - 1);
	subject[n > 0 ? n : 0] = '\0';
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

bool
seal_certificate_narrow(X509 *x509, int64_t *from_us, int64_t *to_us)
{
	int64_t from, to;

	if (!time_us(X509_get0_notBefore(x509), &from) || !time_us(X509_get0_notAfter(x509), &to))
		return false;
	if (*from_us < from)
		*from_us = from;
	if (*to_us > to)
		*to_us = to;
	return true;
}
