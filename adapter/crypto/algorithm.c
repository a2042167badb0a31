#include "config.h"

#include <string.h>

#include "adapter/crypto/inside.h"

#define CPXMLSEC "urn:ietf:params:xml:ns:cpxmlsec:algorithms:"
#define MORE     "http://www.w3.org/2001/04/xmldsig-more#"
#define DSIG     "http://www.w3.org/2000/09/xmldsig#"
#define XMLENC   "http://www.w3.org/2001/04/xmlenc#"

enum { SHA_256, SHA_384, SHA_512, STREEBOG256, STREEBOG512, SHA_1, GOST94, HASHES };

/* clang-format off */
/*
 * W3C XML Signature, RFC 6931; GOST as CryptoPro names it, which SMEV 3 and xmlsec follow.  GOST 94 and
 * GOST 2001 are those of messages before 2019.
 */
static const struct crypto_hash hashes[HASHES] = {
	/*               name            uri                           size  trusted */
	[SHA_256]     = {"SHA-256",      XMLENC "sha256",               32,   true},
	[SHA_384]     = {"SHA-384",      MORE "sha384",                 48,   true},
	[SHA_512]     = {"SHA-512",      XMLENC "sha512",               64,   true},
	[STREEBOG256] = {"Streebog-256", CPXMLSEC "gostr34112012-256",  32,   true},
	[STREEBOG512] = {"Streebog-512", CPXMLSEC "gostr34112012-512",  64,   true},
	[SHA_1]       = {"SHA-1",        DSIG "sha1",                   20,   false},
	[GOST94]      = {"GOST-94",      MORE "gostr3411",              32,   false},
};

static const int nids[HASHES] = {
	[SHA_256] = NID_sha256,
	[SHA_384] = NID_sha384,
	[SHA_512] = NID_sha512,
	[STREEBOG256] = NID_id_GostR3411_2012_256,
	[STREEBOG512] = NID_id_GostR3411_2012_512,
	[SHA_1] = NID_sha1,
	[GOST94] = NID_id_GostR3411_94,
};

#define GOST_256 CPXMLSEC "gostr34102012-gostr34112012-256"
#define GOST_512 CPXMLSEC "gostr34102012-gostr34112012-512"

static const struct crypto_algorithm algorithms[] = {
	/* name           uri                             hash                  kind             bits  trusted */
	{"RSA-SHA256",    MORE "rsa-sha256",              &hashes[SHA_256],     CRYPTO_RSA,      2048, true},
	{"ECDSA-SHA256",  MORE "ecdsa-sha256",            &hashes[SHA_256],     CRYPTO_EC,       256,  true},
	{"GOST-2012-256", GOST_256,                       &hashes[STREEBOG256], CRYPTO_GOST256,  256,  true},
	{"GOST-2012-512", GOST_512,                       &hashes[STREEBOG512], CRYPTO_GOST512,  512,  true},
	{"RSA-SHA384",    MORE "rsa-sha384",              &hashes[SHA_384],     CRYPTO_RSA,      2048, false},
	{"RSA-SHA512",    MORE "rsa-sha512",              &hashes[SHA_512],     CRYPTO_RSA,      2048, false},
	{"ECDSA-SHA384",  MORE "ecdsa-sha384",            &hashes[SHA_384],     CRYPTO_EC,       256,  false},
	{"ECDSA-SHA512",  MORE "ecdsa-sha512",            &hashes[SHA_512],     CRYPTO_EC,       256,  false},
	{"RSA-SHA1",      DSIG "rsa-sha1",                &hashes[SHA_1],       CRYPTO_RSA,      2048, false},
	{"ECDSA-SHA1",    MORE "ecdsa-sha1",              &hashes[SHA_1],       CRYPTO_EC,       256,  false},
	{"GOST-2001",     MORE "gostr34102001-gostr3411", &hashes[GOST94],      CRYPTO_GOST2001, 256,  false},
};
/* clang-format on */

const struct crypto_algorithm *
crypto_algorithm_at(size_t i)
{
	return i < COUNT_OF(algorithms) ? &algorithms[i] : NULL;
}

const struct crypto_hash *
crypto_hash_at(size_t i)
{
	return i < COUNT_OF(hashes) ? &hashes[i] : NULL;
}

const struct crypto_algorithm *
crypto_algorithm_by_uri(const char *uri)
{
	for (size_t i = 0; uri != NULL && i < COUNT_OF(algorithms); i++)
		if (strcmp(uri, algorithms[i].uri) == 0)
			return &algorithms[i];
	return NULL;
}

const struct crypto_hash *
crypto_hash_by_uri(const char *uri)
{
	for (size_t i = 0; uri != NULL && i < COUNT_OF(hashes); i++)
		if (strcmp(uri, hashes[i].uri) == 0)
			return &hashes[i];
	return NULL;
}

int
crypto_hash_nid(const struct crypto_hash *hash)
{
	return nids[hash - hashes];
}

const struct crypto_hash *
crypto_sha256(void)
{
	return &hashes[SHA_256];
}

/* Looked up once: a lookup costs as much as digesting a short element. */
static const EVP_MD *evp[HASHES];
static EVP_MD *fetched[HASHES];

void
crypto_hash_start(void)
{
	for (int i = 0; i < HASHES; i++) {
		evp[i] = fetched[i] = EVP_MD_fetch(NULL, OBJ_nid2sn(nids[i]), NULL);
		/* What an engine gives cannot be fetched. */
		if (evp[i] == NULL)
			evp[i] = EVP_get_digestbynid(nids[i]);
	}
}

void
crypto_hash_stop(void)
{
	for (int i = 0; i < HASHES; i++) {
		EVP_MD_free(fetched[i]);
		evp[i] = fetched[i] = NULL;
	}
}

const EVP_MD *
crypto_hash_evp(const struct crypto_hash *hash)
{
	return evp[hash - hashes];
}
