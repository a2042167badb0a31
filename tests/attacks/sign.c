/* Signs whatever stands in SignedInfo, as it asks: weak, absurd or void. */
#include "config.h"

#include <string.h>

#include <libxml/parser.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "tests/attacks/attack.h"
#include "tests/attacks/signer.h"

#define MORE "http://www.w3.org/2001/04/xmldsig-more#"
#define CPXML "urn:ietf:params:xml:ns:cpxmlsec:algorithms:"

enum { MAX_TEXT = 32 << 20, MAX_VALUE = 1024 };

enum scheme { PLAIN, PSS, MAC };

/* clang-format off */
static const struct {
	const char *uri;
	enum scheme scheme;
	const char *digest;             /* by URI, below */
} methods[] = {
	{NS_DS "rsa-sha1",                              PLAIN, NS_DS "sha1"},
	{MORE "rsa-md5",                                PLAIN, MORE "md5"},
	{MORE "rsa-sha256",                             PLAIN, "http://www.w3.org/2001/04/xmlenc#sha256"},
	{MORE "rsa-sha512",                             PLAIN, "http://www.w3.org/2001/04/xmlenc#sha512"},
	{"http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1", PSS, "http://www.w3.org/2001/04/xmlenc#sha256"},
	{MORE "ecdsa-sha1",                             PLAIN, NS_DS "sha1"},
	{MORE "ecdsa-sha256",                           PLAIN, "http://www.w3.org/2001/04/xmlenc#sha256"},
	{MORE "ecdsa-sha512",                           PLAIN, "http://www.w3.org/2001/04/xmlenc#sha512"},
	{CPXML "gostr34102012-gostr34112012-256",       PLAIN, CPXML "gostr34112012-256"},
	{CPXML "gostr34102012-gostr34112012-512",       PLAIN, CPXML "gostr34112012-512"},
	{NS_DS "hmac-sha1",                             MAC,   NS_DS "sha1"},
	{MORE "hmac-md5",                               MAC,   MORE "md5"},
	{MORE "hmac-sha256",                            MAC,   "http://www.w3.org/2001/04/xmlenc#sha256"},
};

static const struct {
	const char *uri, *name;
} digests[] = {
	{NS_DS "sha1",                                  "SHA1"},
	{MORE "md5",                                    "MD5"},
	{"http://www.w3.org/2001/04/xmlenc#sha256",     "SHA256"},
	{"http://www.w3.org/2001/04/xmlenc#sha512",     "SHA512"},
	{CPXML "gostr34112012-256",                     "md_gost12_256"},
	{CPXML "gostr34112012-512",                     "md_gost12_512"},
};
/* clang-format on */

const EVP_MD *
attack_digest(const char *uri)
{
	for (size_t i = 0; i < COUNT_OF(digests); i++)
		if (strcmp(digests[i].uri, uri) == 0)
			return EVP_get_digestbyname(digests[i].name);
	return NULL;
}

static void
set_base64(xmlNodePtr node, const unsigned char *bytes, size_t len)
{
	char text[2 * MAX_VALUE];

	ATTACK_NEED("value", node != NULL && len <= MAX_VALUE);
	EVP_EncodeBlock((unsigned char *)text, bytes, (int)len);
	xmlNodeSetContent(node, XSTR(text));
}

static const EVP_MD *
digest_of(xmlNodePtr method)
{
	xmlChar *uri = xmlGetNoNsProp(method, XSTR("Algorithm"));
	const EVP_MD *md = attack_digest((const char *)uri);

	ATTACK_NEED((const char *)uri, md != NULL);
	xmlFree(uri);
	return md;
}

/* Every Reference below node. */
static void
digest_references(xmlNodePtr node, bool may_fail)
{
	for (xmlNodePtr n = node->children; n != NULL; n = n->next) {
		unsigned char value[EVP_MAX_MD_SIZE];
		unsigned len;

		if (n->type != XML_ELEMENT_NODE || !xmlStrEqual(n->name, XSTR("Reference")) ||
		    attack_child(n, "DigestMethod") == NULL) {
			digest_references(n, may_fail);
			continue;
		}
		BUF_AUTO(octets, MAX_TEXT);
		attack_dereference(n, may_fail, &octets);
		CHECK(EVP_Digest(octets.data, octets.len, value, &len,
		    digest_of(attack_child(n, "DigestMethod")), NULL) == 1);
		set_base64(attack_child(n, "DigestValue"), value, len);
	}
}

/* PKCS#1 v1.5 as it must not be: EM made here, and the key applied to it. */
static size_t
sign_raw(EVP_PKEY *key, const char *how, const unsigned char digest[32], unsigned char *value)
{
	static const unsigned char info[] = {0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48,
	    0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20};
	static const unsigned char info_without_null[] = {0x30, 0x2f, 0x30, 0x0b, 0x06, 0x09, 0x60,
	    0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x04, 0x20};
	bool no_null = strcmp(how, "no-null") == 0, garbage = strcmp(how, "garbage") == 0;
	const unsigned char *head = no_null ? info_without_null : info;
	size_t head_len = no_null ? sizeof(info_without_null) : sizeof(info);
	size_t size = (size_t)EVP_PKEY_get_size(key), len = size, at;
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(key, NULL);
	unsigned char em[MAX_VALUE];

	memset(em, 0xff, size);
	em[0] = 0;
	em[1] = strcmp(how, "type-2") == 0 ? 2 : 1;
	at = garbage ? 11 : size - head_len - 32;
	em[at - 1] = 0;
	memcpy(em + at, head, head_len);
	memcpy(em + at + head_len, digest, 32);
	CHECK(ctx != NULL && EVP_PKEY_sign_init(ctx) == 1 &&
	    EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_NO_PADDING) == 1 &&
	    EVP_PKEY_sign(ctx, value, &len, em, size) == 1);
	EVP_PKEY_CTX_free(ctx);
	return len;
}

/* XMLDSig wants r||s (RFC 4050, 3.3), each as wide as the order. */
static size_t
to_raw_ecdsa(EVP_PKEY *key, const unsigned char *der, size_t len, unsigned char *value)
{
	ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &der, (long)len);
	int width = (EVP_PKEY_get_bits(key) + 7) / 8;

	CHECK(sig != NULL && BN_bn2binpad(ECDSA_SIG_get0_r(sig), value, width) == width &&
	    BN_bn2binpad(ECDSA_SIG_get0_s(sig), value + width, width) == width);
	ECDSA_SIG_free(sig);
	return 2 * (size_t)width;
}

static size_t
sign_octets(EVP_PKEY *key, const char *how, enum scheme scheme, const EVP_MD *md,
    const struct buf *octets, unsigned char *value)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(key, NULL);
	unsigned char digest[EVP_MAX_MD_SIZE], made[MAX_VALUE];
	size_t len = sizeof(made);
	unsigned digest_len;

	CHECK(EVP_Digest(octets->data, octets->len, digest, &digest_len, md, NULL) == 1);
	if (strcmp(how, "garbage") == 0 || strcmp(how, "no-null") == 0 ||
	    strcmp(how, "type-2") == 0) {
		EVP_PKEY_CTX_free(ctx);
		return sign_raw(key, how, digest, value);
	}
	CHECK(ctx != NULL && EVP_PKEY_sign_init(ctx) == 1 &&
	    EVP_PKEY_CTX_set_signature_md(ctx, md) == 1);
	if (scheme == PSS || strcmp(how, "pss") == 0)
		CHECK(EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PSS_PADDING) == 1 &&
		    EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx, RSA_PSS_SALTLEN_DIGEST) == 1);
	CHECK(EVP_PKEY_sign(ctx, made, &len, digest, digest_len) == 1);
	EVP_PKEY_CTX_free(ctx);
	if (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC && strcmp(how, "der") != 0)
		return to_raw_ecdsa(key, made, len, value);
	memcpy(value, made, len);
	return len;
}

/* Keyed with what everybody knows: the public key, as PEM, as DER, or within its certificate. */
static size_t
mac_octets(const char *who, const char *how, const EVP_MD *md, const struct buf *octets,
    xmlNodePtr method, unsigned char *value)
{
	BIO *out = BIO_new(BIO_s_mem());
	xmlNodePtr length = attack_child(method, "HMACOutputLength");
	unsigned len = 0;
	char *key;
	long n;

	CHECK(out != NULL);
	if (strcmp(how, "pem") == 0)
		CHECK(PEM_write_bio_PUBKEY(out, attack_key(who)) == 1);
	else if (strcmp(how, "der") == 0)
		CHECK(i2d_PUBKEY_bio(out, attack_key(who)) == 1);
	else if (strcmp(how, "certificate") == 0)
		CHECK(i2d_X509_bio(out, attack_certificate(who)) == 1);
	else
		ATTACK_NEED(how, strcmp(how, "empty") == 0);
	n = BIO_get_mem_data(out, &key);
	CHECK(HMAC(md, n > 0 ? key : "", (int)n, (const unsigned char *)octets->data, octets->len, value,
	    &len) != NULL);
	BIO_free(out);
	if (length != NULL) {
		xmlChar *bits = xmlNodeGetContent(length);

		len = (unsigned)strtoul((const char *)bits, NULL, 10) / 8;
		xmlFree(bits);
	}
	return len;
}

static void
sign_info(xmlNodePtr signature, xmlNodePtr info, const char *who, const char *how)
{
	BUF_AUTO(octets, MAX_TEXT);
	xmlNodePtr method = attack_child(info, "SignatureMethod");
	xmlChar *uri = xmlGetNoNsProp(method, XSTR("Algorithm"));
	unsigned char value[MAX_VALUE];
	size_t i = 0, len;
	const EVP_MD *md;

	attack_canonical(info, attack_child(info, "CanonicalizationMethod"), &octets);
	while (i < COUNT_OF(methods) && !xmlStrEqual(uri, XSTR(methods[i].uri)))
		i++;
	ATTACK_NEED((const char *)uri, i < COUNT_OF(methods));
	xmlFree(uri);
	md = attack_digest(strcmp(how, "sha1") == 0 ? NS_DS "sha1" : methods[i].digest);
	if (methods[i].scheme == MAC)
		len = mac_octets(who, how, md, &octets, method, value);
	else
		len = sign_octets(attack_key(who), how, methods[i].scheme, md, &octets, value);
	set_base64(attack_child(signature, "SignatureValue"), value, len);
}

char *
attack_sign(const char *xml, const char *who, const char *how)
{
	xmlDocPtr doc = xmlReadMemory(xml, (int)strlen(xml), NULL, NULL, XML_PARSE_NONET);
	xmlNodePtr signature, info;
	bool last = strcmp(how, "last") == 0;
	xmlChar *text;
	char *copy;
	int len;

	ATTACK_NEED("a message to sign", doc != NULL);
	signature = attack_find(xmlDocGetRootElement(doc), "Signature");
	info = attack_child(signature, "SignedInfo");
	for (xmlNodePtr n = info; last && n != NULL; n = n->next)
		if (xmlStrEqual(n->name, XSTR("SignedInfo")))
			info = n;
	/* Manifests first: SignedInfo may refer to them. */
	for (xmlNodePtr n = signature->children; n != NULL && strcmp(how, "info") != 0; n = n->next)
		if (!xmlStrEqual(n->name, XSTR("SignedInfo")))
			digest_references(n, false);
	if (strcmp(how, "info") != 0)
		digest_references(info, strcmp(how, "void") == 0);
	if (strcmp(how, "digests") != 0)
		sign_info(signature, info, who, how);
	xmlDocDumpMemory(doc, &text, &len);
	copy = strdup((const char *)text);
	CHECK(copy != NULL);
	xmlFree(text);
	xmlFreeDoc(doc);
	return copy;
}
