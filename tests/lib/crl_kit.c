#include "config.h"

#include <stdio.h>
#include <string.h>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "adapter/base/base.h"
#include "tests/lib/crl_kit.h"
#include "tests/seal_kit.h"

enum { KEY_COMPROMISE = 1, CA_COMPROMISE = 2, SUPERSEDED = 4, ON_HOLD = 6 };     /* RFC 5280, 5.3.1 */
enum { NO_REASON = -1, BAD_REASON = -2 };

/* What is about the whole list: a critical extension that nobody knows; changes to another only. */
enum special { PLAIN, STRANGE, DELTA };

struct spec {
	const char *issuer;             /* NAME.pem names it, NAME.key signs */
	const char *signer;             /* whose key signs instead; NULL: the issuer's */
	int         from_h, to_h;       /* hours from the given time; to_h 0: no nextUpdate */
	const char *revoked;            /* NAME.pem is on it; NULL: nobody is */
	int         since_h;            /* from when */
	int         reason;             /* or NO_REASON */
	enum special special;
};

/* clang-format off */
static const struct {
	const char     *name;
	struct spec spec;
} lists[] = {
	{"clean",      {"sign-ca", NULL, -24, 24, NULL, 0, 0, PLAIN}},
	{"changes",    {"sign-ca", NULL, -12, 24, NULL, 0, 0, DELTA}},
	{"later",      {"sign-ca", NULL, 6, 48, "fund-sign-ec", -1, NO_REASON, PLAIN}},
	{"newer-stolen", {"sign-ca", NULL, -1, 24, "fund-sign-ec", -4, KEY_COMPROMISE, PLAIN}},
	{"newer-clean", {"sign-ca", NULL, -1, 24, NULL, 0, 0, PLAIN}},
	{"archived",   {"sign-ca", NULL, -48, -1, NULL, 0, 0, PLAIN}},
	{"old",        {"sign-ca", NULL, -72, -48, NULL, 0, 0, PLAIN}},
	{"strange",    {"sign-ca", NULL, -24, 24, NULL, 0, 0, STRANGE}},
	{"revoked",    {"sign-ca", NULL, -24, 24, "fund-sign-ec", -1, NO_REASON, PLAIN}},
	{"replaced",   {"sign-ca", NULL, -24, 24, "fund-sign-ec", -1, SUPERSEDED, PLAIN}},
	{"stolen",     {"sign-ca", NULL, -24, 24, "fund-sign-ec", -1, KEY_COMPROMISE, PLAIN}},
	{"broken",     {"sign-ca", NULL, -24, 24, "fund-sign-ec", -1, CA_COMPROMISE, PLAIN}},
	{"held",       {"sign-ca", NULL, -24, 24, "fund-sign-ec", -1, ON_HOLD, PLAIN}},
	{"unclear",    {"sign-ca", NULL, -24, 24, "fund-sign-ec", -1, BAD_REASON, PLAIN}},
	{"announced",  {"sign-ca", NULL, -24, 24, "fund-sign-ec", 2, SUPERSEDED, PLAIN}},
	{"other",      {"other-ca", NULL, -24, 24, NULL, 0, 0, PLAIN}},
	{"endless",    {"sign-ca", NULL, -24, 0, NULL, 0, 0, PLAIN}},
	{"backwards",  {"sign-ca", NULL, 24, -24, NULL, 0, 0, PLAIN}},
	{"forged",     {"sign-ca", "other-ca", -24, 24, NULL, 0, 0, PLAIN}},
	{"short",      {"other-ca", NULL, -24, 1, NULL, 0, 0, PLAIN}},
	{"sub",        {"sign-sub-ca", NULL, -24, 12, NULL, 0, 0, PLAIN}},
	{"sub-on-it",  {"sign-ca", NULL, -24, 24, "sign-sub-ca", -1, NO_REASON, PLAIN}},
	{"under-sub",  {"sign-sub-ca", NULL, -24, 24, "fund-sub-sign-ec", -1, NO_REASON, PLAIN}},
	{"gost",       {"gost-sign-ca", NULL, -24, 24, NULL, 0, 0, PLAIN}},
	{"gost-on-it", {"gost-sign-ca", NULL, -24, 24, "fund-sign-gost256", -1, NO_REASON, PLAIN}},
	{"gost-forged", {"gost-sign-ca", "gost-other-ca", -24, 24, NULL, 0, 0, PLAIN}},
	{"gost512",    {"gost512-sign-ca", NULL, -24, 24, NULL, 0, 0, PLAIN}},
	{"gost512-on-it", {"gost512-sign-ca", NULL, -24, 24, "fund-sign-gost512", -1, SUPERSEDED, PLAIN}},
};
/* clang-format on */

static X509 *
certificate(const char *name)
{
	FILE *in = fopen(kit_file(name, ".pem"), "re");
	X509 *x509;

	CHECK(in != NULL);
	x509 = PEM_read_X509(in, NULL, NULL, NULL);
	fclose(in);
	CHECK(x509 != NULL);
	return x509;
}

static void
sign(X509_CRL *list, const char *name)
{
	FILE *in = fopen(kit_file(name, ".key"), "re");
	EVP_PKEY *key;
	int nid = 0;

	CHECK(in != NULL);
	key = PEM_read_PrivateKey(in, NULL, NULL, NULL);
	fclose(in);
	CHECK(key != NULL && EVP_PKEY_get_default_digest_nid(key, &nid) > 0);
	CHECK(X509_CRL_sign(list, key, EVP_get_digestbynid(nid)) > 0);
	EVP_PKEY_free(key);
}

static ASN1_TIME *
at(int64_t time_us, int hours)
{
	ASN1_TIME *t = ASN1_TIME_set(NULL, (time_t)(time_us / 1000000) + hours * 3600);

	CHECK(t != NULL);
	return t;
}

static void
revoke(X509_CRL *list, const struct spec *spec, int64_t time_us)
{
	X509 *x509 = certificate(spec->revoked);
	X509_REVOKED *entry = X509_REVOKED_new();
	ASN1_ENUMERATED *reason = ASN1_ENUMERATED_new();
	ASN1_OCTET_STRING *junk = ASN1_OCTET_STRING_new();
	ASN1_TIME *since = at(time_us, spec->since_h);

	CHECK(entry != NULL && reason != NULL && junk != NULL);
	CHECK(X509_REVOKED_set_serialNumber(entry, X509_get_serialNumber(x509)) == 1);
	CHECK(X509_REVOKED_set_revocationDate(entry, since) == 1);
	if (spec->reason >= 0) {
		CHECK(ASN1_ENUMERATED_set(reason, spec->reason) == 1);
		CHECK(X509_REVOKED_add1_ext_i2d(entry, NID_crl_reason, reason, 0, 0) == 1);
	} else if (spec->reason == BAD_REASON) {
		X509_EXTENSION *ext;

		CHECK(ASN1_OCTET_STRING_set(junk, (const unsigned char *)"?", 1) == 1);
		ext = X509_EXTENSION_create_by_NID(NULL, NID_crl_reason, 0, junk);
		CHECK(ext != NULL && X509_REVOKED_add_ext(entry, ext, -1) == 1);
		X509_EXTENSION_free(ext);
	}
	CHECK(X509_CRL_add0_revoked(list, entry) == 1);
	ASN1_TIME_free(since);
	ASN1_OCTET_STRING_free(junk);
	ASN1_ENUMERATED_free(reason);
	X509_free(x509);
}

static void
add_strange(X509_CRL *list)
{
	ASN1_OBJECT *id = OBJ_txt2obj("1.2.3.4.5.6.7", 1);
	ASN1_OCTET_STRING *octets = ASN1_OCTET_STRING_new();
	X509_EXTENSION *ext;

	CHECK(octets != NULL && ASN1_OCTET_STRING_set(octets, (const unsigned char *)"\5\0", 2) == 1);
	ext = X509_EXTENSION_create_by_OBJ(NULL, id, 1, octets);
	CHECK(ext != NULL && X509_CRL_add_ext(list, ext, -1) == 1);
	X509_EXTENSION_free(ext);
	ASN1_OCTET_STRING_free(octets);
	ASN1_OBJECT_free(id);
}

static void
add_base_number(X509_CRL *list)
{
	ASN1_INTEGER *number = ASN1_INTEGER_new();

	CHECK(number != NULL && ASN1_INTEGER_set(number, 1) == 1);
	CHECK(X509_CRL_add1_ext_i2d(list, NID_delta_crl, number, 1, 0) == 1);
	CHECK(ASN1_INTEGER_set(number, 2) == 1);
	CHECK(X509_CRL_add1_ext_i2d(list, NID_crl_number, number, 0, 0) == 1);
	ASN1_INTEGER_free(number);
}

static void
append(FILE *out, const struct spec *spec, int64_t time_us)
{
	X509 *issuer = certificate(spec->issuer);
	X509_CRL *list = X509_CRL_new();
	ASN1_TIME *from = at(time_us, spec->from_h), *to = at(time_us, spec->to_h);

	CHECK(list != NULL);
	CHECK(X509_CRL_set_version(list, X509_CRL_VERSION_2) == 1);
	CHECK(X509_CRL_set_issuer_name(list, X509_get_subject_name(issuer)) == 1);
	CHECK(X509_CRL_set1_lastUpdate(list, from) == 1);
	if (spec->to_h != 0)
		CHECK(X509_CRL_set1_nextUpdate(list, to) == 1);
	if (spec->revoked != NULL)
		revoke(list, spec, time_us);
	if (spec->special == STRANGE)
		add_strange(list);
	if (spec->special == DELTA)
		add_base_number(list);
	sign(list, spec->signer != NULL ? spec->signer : spec->issuer);
	CHECK(PEM_write_X509_CRL(out, list) == 1);
	ASN1_TIME_free(from);
	ASN1_TIME_free(to);
	X509_CRL_free(list);
	X509_free(issuer);
}

void
crl_write(const char *file, const char *names, int64_t time_us)
{
	FILE *out = fopen(file, "we");

	CHECK(out != NULL);
	while (*names != '\0') {
		size_t len = strcspn(names, " "), i = 0;

		while (i < COUNT_OF(lists) &&
		    (strlen(lists[i].name) != len || strncmp(lists[i].name, names, len) != 0))
			i++;
		CHECK(i < COUNT_OF(lists));
		append(out, &lists[i].spec, time_us);
		names += len + strspn(names + len, " ");
	}
	CHECK(fclose(out) == 0);
}
