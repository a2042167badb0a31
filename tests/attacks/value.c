/* Changes to a SignatureValue, and what says whose it is: token and KeyInfo. */
#include "config.h"

#include <string.h>

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/pem.h>

#include "tests/attacks/attack.h"
#include "tests/attacks/signer.h"
#include "tests/seal_edit.h"

enum { MAX_VALUE = 1024 };

#define FROM "<ds:SignatureValue>"
#define TO   "</ds:SignatureValue>"

/* A signature value while it is changed; half of it is r, half s, where it is of two. */
struct value {
	unsigned char bytes[MAX_VALUE];
	size_t        len, half;
	BIGNUM       *order;                    /* of the curve; NULL for RSA */
	BIGNUM       *modulus;                  /* NULL but for RSA */
};

static void
put(struct value *v, size_t at, const BIGNUM *n)
{
	CHECK(BN_bn2binpad(n, v->bytes + at, (int)v->half) == (int)v->half);
}

static BIGNUM *
get(const struct value *v, size_t at)
{
	BIGNUM *n = BN_bin2bn(v->bytes + at, (int)v->half, NULL);

	CHECK(n != NULL);
	return n;
}

/* s becomes n - s, which is valid where s is. */
static void
negate(struct value *v)
{
	BIGNUM *s = get(v, v->half);

	CHECK(BN_sub(s, v->order, s) == 1);
	put(v, v->half, s);
	BN_free(s);
}

static void
zero_r(struct value *v)
{
	memset(v->bytes, 0, v->half);
}

static void
zero_s(struct value *v)
{
	memset(v->bytes + v->half, 0, v->half);
}

static void
zero_both(struct value *v)
{
	memset(v->bytes, 0, v->len);
}

/* CVE-2022-21449's values that are zero once reduced. */
static void
order_both(struct value *v)
{
	put(v, 0, v->order);
	put(v, v->half, v->order);
}

static void
order_s(struct value *v)
{
	put(v, v->half, v->order);
}

static void
most(struct value *v)
{
	memset(v->bytes, 0xff, v->len);
}

static void
exchange(struct value *v)
{
	unsigned char r[MAX_VALUE];

	memcpy(r, v->bytes, v->half);
	memmove(v->bytes, v->bytes + v->half, v->half);
	memcpy(v->bytes + v->half, r, v->half);
}

/* A zero before each half. */
static void
widen(struct value *v)
{
	memmove(v->bytes + v->half + 2, v->bytes + v->half, v->half);
	memmove(v->bytes + 1, v->bytes, v->half);
	v->bytes[0] = 0;
	v->bytes[v->half + 1] = 0;
	v->len += 2;
}

static void
cut_last(struct value *v)
{
	v->len--;
}

static void
cut_half(struct value *v)
{
	v->len = v->half;
}

static void
add_last(struct value *v)
{
	v->bytes[v->len++] = 0;
}

static void
add_first(struct value *v)
{
	memmove(v->bytes + 1, v->bytes, v->len++);
	v->bytes[0] = 0;
}

/* RSA: s + n, one octet longer or not. */
static void
add_modulus(struct value *v)
{
	BIGNUM *s = BN_bin2bn(v->bytes, (int)v->len, NULL);

	CHECK(s != NULL && BN_add(s, s, v->modulus) == 1);
	v->len++;
	CHECK(BN_bn2binpad(s, v->bytes, (int)v->len) == (int)v->len);
	BN_free(s);
}

static void
be_one(struct value *v)
{
	memset(v->bytes, 0, v->len);
	v->bytes[v->len - 1] = 1;
}

static const struct {
	const char *name;
	void      (*change)(struct value *v);
} changes[] = {
	{"n-s", negate}, {"r=0", zero_r}, {"s=0", zero_s}, {"0", zero_both}, {"r=s=n", order_both},
	{"s=n", order_s}, {"ff", most}, {"s||r", exchange}, {"wide", widen}, {"short", cut_last},
	{"half", cut_half}, {"long", add_last}, {"zero-first", add_first}, {"s+n", add_modulus},
	{"1", be_one},
};

/* The order of a curve, or the modulus, of the Fund's key. */
static void
know_key(struct value *v)
{
	EVP_PKEY *key = attack_key("");

	v->half = v->len / 2;
	if (EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA)
		CHECK(EVP_PKEY_get_bn_param(key, "n", &v->modulus) == 1);
	else if (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC)
		CHECK(EVP_PKEY_get_bn_param(key, "order", &v->order) == 1);
}

char *
attack_value(const char *xml, const char *a, const char *b)
{
	AUTO(char) char *old = edit_part(xml, FROM, TO);
	size_t digits = strlen(old) - strlen(FROM) - strlen(TO), i = 0;
	struct value v = {0};
	char new[2 * MAX_VALUE], text[2 * MAX_VALUE + 64];
	int n;

	(void)b;
	CHECK(digits < MAX_VALUE);
	n = EVP_DecodeBlock(v.bytes, (const unsigned char *)old + strlen(FROM), (int)digits);
	CHECK(n > 2);
	v.len = (size_t)n - (old[strlen(FROM) + digits - 1] == '=') -
	    (old[strlen(FROM) + digits - 2] == '=');
	know_key(&v);
	while (i < COUNT_OF(changes) && strcmp(changes[i].name, a) != 0)
		i++;
	ATTACK_NEED(a, i < COUNT_OF(changes));
	changes[i].change(&v);
	EVP_EncodeBlock((unsigned char *)new, v.bytes, (int)v.len);
	snprintf(text, sizeof(text), FROM "%s" TO, new);
	BN_free(v.order);
	BN_free(v.modulus);
	return edit_replace(xml, old, text);
}

/* ---- whose it is --------------------------------------------------------------------- */

/* The certificate's DER, and after it so many zeros, in base64; static. */
static const char *
certificate_text(const char *who, int zeros)
{
	static char text[8192];
	unsigned char der[4096] = {0}, *end = der;
	int n = i2d_X509(attack_certificate(who), NULL);

	CHECK(n > 0 && n + zeros <= (int)sizeof(der) && i2d_X509(attack_certificate(who), &end) == n);
	EVP_EncodeBlock((unsigned char *)text, der, n + zeros);
	return text;
}

char *
attack_token(const char *xml, const char *a, const char *b)
{
	AUTO(char) char *old = edit_part(xml, "#X509v3\">", "</wsse:BinarySecurityToken>");
	char new[8400];

	snprintf(new, sizeof(new), "#X509v3\">%s</wsse:BinarySecurityToken>", certificate_text(a,
	    (int)strtol(b, NULL, 10)));
	return edit_replace(xml, old, new);
}

char *
attack_claim(const char *xml, const char *a, const char *b)
{
	AUTO(char) char *swapped = attack_token(xml, a, b);
	EVP_PKEY *key = attack_key(a);
	const char *uri = EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA ?
	    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256" :
	    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";
	AUTO(char) char *method = NULL;

	if (EVP_PKEY_get_base_id(key) == EVP_PKEY_get_base_id(attack_key("")))
		return STEAL(swapped);
	method = attack_set(swapped, "<ds:SignatureMethod Algorithm=\"", uri);
	return attack_set_all(method, "<ds:DigestMethod Algorithm=\"",
	    "http://www.w3.org/2001/04/xmlenc#sha256");
}

/* ds:KeyValue of an RSA or EC key; static. */
static const char *
key_value(const char *who)
{
	static char text[4096];
	EVP_PKEY *key = attack_key(who);
	unsigned char octets[1024];
	char base64[1400];
	BIGNUM *n = NULL;
	size_t len = 0;

	if (EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA) {
		CHECK(EVP_PKEY_get_bn_param(key, "n", &n) == 1);
		len = (size_t)BN_bn2bin(n, octets);
		BN_free(n);
		EVP_EncodeBlock((unsigned char *)base64, octets, (int)len);
		snprintf(text, sizeof(text), "<ds:RSAKeyValue><ds:Modulus>%s</ds:Modulus>"
		    "<ds:Exponent>AQAB</ds:Exponent></ds:RSAKeyValue>", base64);
		return text;
	}
	CHECK(EVP_PKEY_get_octet_string_param(key, "pub", octets, sizeof(octets), &len) == 1);
	EVP_EncodeBlock((unsigned char *)base64, octets, (int)len);
	snprintf(text, sizeof(text), "<e:ECKeyValue xmlns:e=\"http://www.w3.org/2009/xmldsig11#\">"
	    "<e:NamedCurve URI=\"urn:oid:1.2.840.10045.3.1.7\"/><e:PublicKey>%s</e:PublicKey></e:ECKeyValue>",
	    base64);
	return text;
}

/* b with the one %s in it, or %k, become the certificate or the key's value. */
char *
attack_key_info(const char *xml, const char *a, const char *b)
{
	AUTO(char) char *old = edit_part(xml, "<ds:KeyInfo>", "</ds:KeyInfo>");
	bool value = strstr(b, "%k") != NULL;
	AUTO(char) char *filled = edit_replace(b, value ? "%k" : "%s",
	    value ? key_value(a) : certificate_text(a, 0));
	AUTO(char) char *opened = edit_append("<ds:KeyInfo>", "", filled);
	AUTO(char) char *whole = edit_append(opened, "", "</ds:KeyInfo>");

	return edit_replace(xml, old, whole);
}
