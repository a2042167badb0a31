#include "config.h"

#include <xmlsec/openssl/crypto.h>

#include "adapter/seal/algorithm.h"

/* clang-format off */
/*   name            signature and digest URI                                key           bits  classes */
static const struct seal_algorithm algorithms[] = {
	{"RSA-SHA256",   "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
	                 "http://www.w3.org/2001/04/xmlenc#sha256",              EVP_PKEY_RSA, 2048,
	                 xmlSecOpenSSLTransformRsaSha256GetKlass,   xmlSecOpenSSLTransformSha256GetKlass},
	{"ECDSA-SHA256", "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
	                 "http://www.w3.org/2001/04/xmlenc#sha256",              EVP_PKEY_EC,  256,
	                 xmlSecOpenSSLTransformEcdsaSha256GetKlass, xmlSecOpenSSLTransformSha256GetKlass},
};
/* clang-format on */

const struct seal_algorithm *
seal_algorithm_by_uri(const xmlChar *signature_uri)
{
	for (size_t i = 0; i < COUNT_OF(algorithms); i++)
		if (xmlStrEqual(signature_uri, XSTR(algorithms[i].signature_uri)))
			return &algorithms[i];
	return NULL;
}

enum err
seal_algorithm_for_key(const EVP_PKEY *key, const struct seal_algorithm **ret_algorithm,
    struct err_info *e)
{
	for (size_t i = 0; i < COUNT_OF(algorithms); i++) {
		const struct seal_algorithm *a = &algorithms[i];

		if (EVP_PKEY_get_base_id(key) != a->key_type)
			continue;
		if (EVP_PKEY_get_bits(key) < a->min_bits)
			FAIL(e, ERR_KEY_UNUSABLE, "", "the key has %d bits; %s needs at least %d",
			    EVP_PKEY_get_bits(key), a->name, a->min_bits);
		*ret_algorithm = a;
		return ERR_OK;
	}
	FAIL(e, ERR_KEY_UNUSABLE, "", "the kind of key is neither RSA nor EC");
}
