#include "config.h"

#include <stdio.h>

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include "tests/fund/cms.h"

AUTO_DEFINE(bio, BIO *, BIO_free_all)
AUTO_DEFINE(x509, X509 *, X509_free)
AUTO_DEFINE(pkey, EVP_PKEY *, EVP_PKEY_free)
AUTO_DEFINE(cms, CMS_ContentInfo *, CMS_ContentInfo_free)

/* One of the Fund's own two files. */
static BIO *
open_file(const struct fund *fund, const char *suffix)
{
	char path[1024];

	snprintf(path, sizeof(path), "%s/fund-sign-%s.%s", fund->pki, fund->sign, suffix);
	return BIO_new_file(path, "r");
}

enum err
cms_sign(const struct fund *fund, const void *document, size_t len, struct buf *out, struct err_info *e)
{
	static const unsigned flags = CMS_DETACHED | CMS_BINARY | CMS_NOSMIMECAP;
	AUTO(bio) BIO *key_file = open_file(fund, "key");
	AUTO(bio) BIO *certificate_file = open_file(fund, "pem");
	AUTO(bio) BIO *data = BIO_new_mem_buf(document, (int)len);
	AUTO(pkey) EVP_PKEY *key = NULL;
	AUTO(x509) X509 *certificate = NULL;
	AUTO(cms) CMS_ContentInfo *cms = NULL;
	unsigned char *der = NULL;
	int der_len = -1;
	enum err code;

	if (key_file != NULL && certificate_file != NULL && data != NULL) {
		key = PEM_read_bio_PrivateKey(key_file, NULL, NULL, NULL);
		certificate = PEM_read_bio_X509(certificate_file, NULL, NULL, NULL);
	}
	if (key != NULL && certificate != NULL)
		cms = CMS_sign(certificate, key, NULL, data, flags);
	if (cms != NULL)
		der_len = i2d_CMS_ContentInfo(cms, &der);
	if (der_len <= 0)
		FAIL(e, ERR_BUG, "", "OpenSSL: %s", ERR_reason_error_string(ERR_get_error()));
	code = buf_add(out, (const char *)der, (size_t)der_len, e);
	OPENSSL_free(der);
	return code;
}
