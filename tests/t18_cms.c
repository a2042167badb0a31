/* crypto: detached signatures: what holds, and all that does not. */
#include "config.h"

#include <unistd.h>

#include "adapter/crypto/crypto.h"
#include "tests/lib/cms_kit.h"
#include "tests/seal_kit.h"
#include "tests/unit.h"

AUTO_DEFINE(cms, struct crypto_cms *, crypto_cms_close)
AUTO_DEFINE(certificate, struct crypto_certificate *, crypto_certificate_free)

static const char    document[] = "Прошу назначить пенсию.";
static const int64_t hour_us = INT64_C(3600) * 1000000;
static const int64_t day_us = 24 * INT64_C(3600) * 1000000;
static int64_t       now_us;
static char          folder[] = "/tmp/mostik-cms-XXXXXX";
static struct crypto_authorities *accredited;

/* clang-format off */
static const struct row {
	const char  *what, *pair;
	enum cms_odd odd;
	int          signed_h;          /* signing-time, hours from now; 0: none */
	int          back_h;            /* how far back that is believed */
	enum err     want;
	const char  *says;              /* NULL: it holds */
} rows[] = {
#define EC "citizen-0-ec"
	{"EC", EC, CMS_PLAIN, 0, 0, ERR_OK, NULL},
	{"RSA", "citizen-0-rsa", CMS_PLAIN, -1, 0, ERR_OK, NULL},
	{"RSA, by the name of the key", "citizen-0-rsa", CMS_KEY_METHOD, 0, 0, ERR_OK, NULL},
	{"GOST 256", "citizen-0-gost256", CMS_PLAIN, -1, 0, ERR_OK, NULL},
	{"GOST 256, by the name of the key", "citizen-0-gost256", CMS_KEY_METHOD, -1, 0, ERR_OK, NULL},
	{"GOST 256, ESS", "citizen-0-gost256", CMS_ESS, -1, 0, ERR_OK, NULL},
	{"GOST 512", "citizen-0-gost512", CMS_PLAIN, -1, 0, ERR_OK, NULL},
	{"GOST 512, by the name of the key", "citizen-0-gost512", CMS_KEY_METHOD, -1, 0, ERR_OK, NULL},
	{"nonRepudiation alone", "citizen-commits-ec", CMS_PLAIN, -1, 0, ERR_OK, NULL},
	{"by key identifier", EC, CMS_BY_KEY_ID, -1, 0, ERR_OK, NULL},
	{"other certificates too", EC, CMS_MORE_CERTIFICATES, -1, 0, ERR_OK, NULL},
	{"unsigned attributes", EC, CMS_UNSIGNED, -1, 0, ERR_OK, NULL},
	{"ESS", EC, CMS_ESS, -1, 0, ERR_OK, NULL},
	{"ESS, its digest said", EC, CMS_ESS_SAID, -1, 0, ERR_OK, NULL},
	{"signed in the future", EC, CMS_PLAIN, 24, 48, ERR_OK, NULL},
	{"signed before the certificate", EC, CMS_PLAIN, -100, 1000, ERR_OK, NULL},

	{"ESS of another", EC, CMS_ESS_OTHER, 0, 0, ERR_CMS_SIGNER, "is of another certificate"},
	{"ESS by SHA-1", EC, CMS_ESS_SHA1, 0, 0, ERR_CMS_ALGORITHM, "none of the digests"},
	{"ESS of nothing", EC, CMS_ESS_BROKEN, 0, 0, ERR_CMS_FORMAT, "signing-certificate-v2 is malformed"},
	{"no certificate", EC, CMS_NO_CERTIFICATE, 0, 0, ERR_CMS_SIGNER, "is not in the signature"},
	{"too many certificates", EC, CMS_MANY_CERTIFICATES, 0, 0, ERR_CMS_FORMAT, "more than 16"},
	{"a broken certificate", EC, CMS_BROKEN_CERTIFICATE, 0, 0, ERR_SIG_CERTIFICATE, "X.509"},
	{"not SignedData", EC, CMS_NOT_SIGNED_DATA, 0, 0, ERR_CMS_FORMAT, "not SignedData"},
	{"attached", EC, CMS_ATTACHED, 0, 0, ERR_CMS_FORMAT, "beside it"},
	{"other content", EC, CMS_OTHER_CONTENT, 0, 0, ERR_CMS_FORMAT, "what is signed has to be id-data"},
	{"no signer", EC, CMS_NO_SIGNER, 0, 0, ERR_CMS_FORMAT, "one signer"},
	{"two signers", EC, CMS_TWO_SIGNERS, 0, 0, ERR_CMS_FORMAT, "one signer"},
	{"no attributes", EC, CMS_NO_ATTRIBUTES, 0, 0, ERR_CMS_FORMAT, "no signed attributes"},
	{"no content-type", EC, CMS_NO_CONTENT_TYPE, 0, 0, ERR_CMS_FORMAT, "content-type has to be"},
	{"other content-type", EC, CMS_OTHER_CONTENT_TYPE, 0, 0, ERR_CMS_FORMAT, "content-type has to be"},
	{"no digest", EC, CMS_NO_DIGEST, 0, 0, ERR_CMS_FORMAT, "message-digest has to have 32"},
	{"a short digest", EC, CMS_SHORT_DIGEST, 0, 0, ERR_CMS_FORMAT, "message-digest has to have 32"},
	{"two digests", EC, CMS_TWO_DIGESTS, 0, 0, ERR_CMS_FORMAT, "messageDigest is there twice"},
	{"two values", EC, CMS_TWO_VALUES, 0, 0, ERR_CMS_FORMAT, "has not one value"},
	{"no value", EC, CMS_NO_VALUE, 0, 0, ERR_CMS_FORMAT, "has not one value"},
	{"another order", EC, CMS_UNSORTED, -1, 0, ERR_CMS_FORMAT, "order of DER"},
	{"no such time", EC, CMS_BAD_TIME, 0, 0, ERR_CMS_FORMAT, "signing-time is no time"},
	{"an attribute changed", EC, CMS_EDITED, 0, 0, ERR_CMS_SIGNATURE, "not by the key"},
	{"an attribute changed, GOST", "citizen-0-gost256", CMS_EDITED, 0, 0, ERR_CMS_SIGNATURE, "not by the key"},
	{"an attribute changed, RSA", "citizen-0-rsa", CMS_EDITED, 0, 0, ERR_CMS_SIGNATURE, "not by the key"},
	{"SHA-1", EC, CMS_SHA1, 0, 0, ERR_CMS_ALGORITHM, "by none that is permitted"},
	{"SHA-384", EC, CMS_SHA384, 0, 0, ERR_CMS_FORMAT, "48 octets"},
	{"PSS", "citizen-0-rsa", CMS_PSS, 0, 0, ERR_CMS_ALGORITHM, "has to be RSA-SHA256"},
	{"PSS, of EC", EC, CMS_PSS, 0, 0, ERR_CMS_ALGORITHM, "has to be ECDSA-SHA256"},
	{"a long length", EC, CMS_LONG_LENGTH, 0, 0, ERR_CMS_FORMAT, "not one structure in DER"},
	{"an indefinite length", EC, CMS_INDEFINITE, 0, 0, ERR_CMS_FORMAT, "not one structure in DER"},
	{"more behind", EC, CMS_TRAILING, 0, 0, ERR_CMS_FORMAT, "not one structure in DER"},
	{"huge", EC, CMS_HUGE, 0, 0, ERR_CMS_FORMAT, "1 to 65536 octets"},

	{"revoked", "citizen-revoked-ec", CMS_PLAIN, -1, 0, ERR_SIG_REVOKED, "revoked"},
	{"revoked, GOST", "citizen-revoked-gost256", CMS_PLAIN, -1, 0, ERR_SIG_REVOKED, "revoked"},
	{"stolen, before it was said", "citizen-revoked-ec", CMS_PLAIN, -2, 48, ERR_SIG_REVOKED, "revoked"},
	{"expired", "citizen-expired-ec", CMS_PLAIN, -48, 0, ERR_SIG_UNTRUSTED, "expired"},
	{"expired since, believed", "citizen-expired-ec", CMS_PLAIN, -48, 72, ERR_OK, NULL},
	{"expired since, too long ago", "citizen-expired-ec", CMS_PLAIN, -48, 47, ERR_SIG_UNTRUSTED, "expired"},
	{"expired, in the future", "citizen-expired-ec", CMS_PLAIN, 1, 72, ERR_SIG_UNTRUSTED, "expired"},
	{"expired, before it began", "citizen-expired-ec", CMS_PLAIN, -24 * 40, 24 * 60, ERR_SIG_UNTRUSTED, "expired"},
	{"expired, no time", "citizen-expired-ec", CMS_PLAIN, 0, 72, ERR_SIG_UNTRUSTED, "expired"},
	{"early", "citizen-early-ec", CMS_PLAIN, -1, 0, ERR_SIG_UNTRUSTED, "not yet valid"},
	{"another authority's", "citizen-foreign-ec", CMS_PLAIN, -1, 0, ERR_SIG_UNTRUSTED, "issuer"},
	{"of the Fund's authority", "fund-sign-ec", CMS_PLAIN, -1, 0, ERR_SIG_UNTRUSTED, "issuer"},
	{"an authority's", "citizen-ca", CMS_PLAIN, -1, 0, ERR_SIG_CERTIFICATE, "key usage"},
	{"for key agreement", "citizen-nousage-ec", CMS_PLAIN, -1, 0, ERR_SIG_CERTIFICATE, "key usage"},
	{"short RSA", "citizen-small-rsa", CMS_PLAIN, -1, 0, ERR_SIG_CERTIFICATE, "1024 bits"},
#undef EC
};
/* clang-format on */

static bool
can(const char *names)
{
	return strstr(names, "gost") == NULL || crypto_has_gost(NULL);
}

static struct crypto_certificate *
certificate(const char *name)
{
	struct crypto_certificate *c = NULL;
	struct err_info e;

	assert_ok(e, crypto_certificate_load(kit_file(name, ".pem"), 0, &c, &e));
	return c;
}

/* Takes the signature apart and verifies it over the text. */
static enum err
verify(const struct buf *sig, const char *text, size_t len, const struct crypto_cms_trust *trust,
    struct crypto_certificate **ret, struct err_info *e)
{
	AUTO(cms) struct crypto_cms *cms = NULL;
	unsigned char digest[CRYPTO_MAX_HASH];

	TRY(crypto_cms_open((const unsigned char *)sig->data, sig->len, &cms, e));
	TRY(crypto_digest(crypto_cms_hash(cms), text, len, digest, e));
	return crypto_cms_verify(cms, digest, trust, ret, e);
}

static struct crypto_cms_trust
trust_of_now(void)
{
	return (struct crypto_cms_trust){.authorities = accredited, .now_us = now_us};
}

static void
test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct row *row = &rows[i];
		struct cms_kit what = {row->pair, NULL, row->odd,
		    row->signed_h != 0 ? now_us + row->signed_h * hour_us : 0};
		struct crypto_cms_trust trust = trust_of_now();
		AUTO(certificate) struct crypto_certificate *signer = NULL;
		struct err_info e = {0};
		BUF_AUTO(sig, 1 << 20);
		enum err got;

		if (!can(row->pair))
			continue;
		trust.back_us = row->back_h * hour_us;
		cms_kit_make(&what, document, sizeof(document), &sig);
		got = verify(&sig, document, sizeof(document), &trust, &signer, &e);
		if (got != row->want || (row->says != NULL && strstr(e.text, row->says) == NULL))
			fail_msg("%s: %s (%s), not %s (%s)", row->what, err_name(got), e.text,
			    err_name(row->want), row->says != NULL ? row->says : "");
		assert_true((signer != NULL) == (got == ERR_OK));
		assert_int_equal(e.code, got);
		if (got == ERR_OK) {
			AUTO(certificate) struct crypto_certificate *own = certificate(row->pair);

			assert_string_equal(crypto_certificate_thumbprint(signer),
			    crypto_certificate_thumbprint(own));
		}
	}
}

/* Of each kind of key, another document is another document. */
static void
test_other_documents(void **state)
{
	static const char *const pairs[] = {"citizen-0-ec", "citizen-0-rsa", "citizen-0-gost256",
	    "citizen-0-gost512"};
	struct crypto_cms_trust trust = trust_of_now();
	struct crypto_certificate *signer = NULL;
	char changed[sizeof(document)];
	struct err_info e;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(pairs); i++) {
		struct cms_kit what = {.pair = pairs[i]};
		BUF_AUTO(sig, 1 << 20);

		if (!can(pairs[i]))
			continue;
		cms_kit_make(&what, document, sizeof(document), &sig);
		memcpy(changed, document, sizeof(document));
		changed[sizeof(document) / 2] ^= 1;
		assert_err(ERR_CMS_DIGEST, e, verify(&sig, changed, sizeof(changed), &trust, &signer, &e));
		assert_err(ERR_CMS_DIGEST, e, verify(&sig, document, sizeof(document) - 1, &trust, &signer, &e));
		assert_err(ERR_CMS_DIGEST, e, verify(&sig, "", 0, &trust, &signer, &e));
		assert_null(signer);
	}
}

/* Signed by one, in the name of another: by his certificate, and by the one that was given. */
static void
test_other_signers(void **state)
{
	struct cms_kit what = {.pair = "citizen-1-ec", .certificate = "citizen-0-ec"};
	struct cms_kit bare = {.pair = "citizen-0-ec", .odd = CMS_NO_CERTIFICATE};
	struct crypto_cms_trust trust = trust_of_now();
	AUTO(certificate) struct crypto_certificate *zero = certificate("citizen-0-ec");
	AUTO(certificate) struct crypto_certificate *one = certificate("citizen-1-ec");
	AUTO(certificate) struct crypto_certificate *signer = NULL;
	struct err_info e;
	BUF_AUTO(sig, 1 << 20);
	BUF_AUTO(bare_sig, 1 << 20);

	(void)state;
	cms_kit_make(&what, document, sizeof(document), &sig);
	assert_err(ERR_CMS_SIGNER, e, verify(&sig, document, sizeof(document), &trust, &signer, &e));
	cms_kit_make(&bare, document, sizeof(document), &bare_sig);
	trust.signer = one;
	assert_err(ERR_CMS_SIGNER, e, verify(&bare_sig, document, sizeof(document), &trust, &signer, &e));
	trust.signer = zero;
	assert_ok(e, verify(&bare_sig, document, sizeof(document), &trust, &signer, &e));
	assert_true(signer == zero);
}

static void
test_times(void **state)
{
	static const int hours[] = {0, -5, 3};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(hours); i++) {
		int64_t at_us = (now_us + hours[i] * hour_us) / 1000000 * 1000000;
		struct cms_kit what = {.pair = "citizen-0-ec", .signed_us = hours[i] != 0 ? at_us : 0};
		AUTO(cms) struct crypto_cms *cms = NULL;
		struct err_info e;
		BUF_AUTO(sig, 1 << 20);

		cms_kit_make(&what, document, sizeof(document), &sig);
		assert_ok(e, crypto_cms_open((unsigned char *)sig.data, sig.len, &cms, &e));
		assert_true(crypto_cms_signed_us(cms) == (hours[i] != 0 ? at_us : INT64_MIN));
	}
}

/* Cut at each octet, and with each octet changed in two ways: never a crash, never believed. */
static void
test_mangled(void **state)
{
	static const char *const pairs[] = {"citizen-0-ec", "citizen-0-gost256"};
	struct crypto_cms_trust trust = trust_of_now();
	int held = 0;

	(void)state;
	for (size_t k = 0; k < COUNT_OF(pairs); k++) {
		struct cms_kit what = {pairs[k], NULL, CMS_ESS, now_us - hour_us};
		BUF_AUTO(sig, 1 << 20);

		if (!can(pairs[k]))
			continue;
		cms_kit_make(&what, document, sizeof(document), &sig);
		for (size_t i = 0; i < sig.len; i++) {
			AUTO(certificate) struct crypto_certificate *signer = NULL;
			struct buf cut = {.data = malloc(i + 1), .len = i};     /* so that a sanitizer sees */
			struct err_info e;

			memcpy(cut.data, sig.data, i);
			assert_true(verify(&cut, document, sizeof(document), &trust, &signer, &e) != ERR_OK);
			free(cut.data);
			for (int bit = 1; bit <= 0x80; bit *= 0x80) {
				sig.data[i] ^= (char)bit;
				held += verify(&sig, document, sizeof(document), &trust, &signer, &e) == ERR_OK;
				sig.data[i] ^= (char)bit;
				crypto_certificate_free(STEAL(signer));
			}
		}
		assert_int_equal(held, 0);
	}
}

/* ---- other people's signatures ---------------------------------------------------------- */

static void
read_file(const char *path, struct buf *out)
{
	FILE *in = fopen(path, "re");
	char piece[4096];
	size_t n;
	struct err_info e;

	assert_non_null(in);
	while ((n = fread(piece, 1, sizeof(piece), in)) > 0)
		assert_ok(e, buf_add(out, piece, n, &e));
	fclose(in);
}

static void
test_by_openssl(void **state)
{
	static const char *const options[] = {"-nosmimecap", "-cades", "-keyid", "-noattr", "-nodetach", "-nocerts"};
	static const enum err wants[] = {ERR_OK, ERR_OK, ERR_OK, ERR_CMS_FORMAT, ERR_CMS_FORMAT, ERR_CMS_SIGNER};
	static const char *const pairs[] = {"citizen-0-ec", "citizen-0-rsa", "citizen-0-gost256",
	    "citizen-0-gost512"};
	struct crypto_cms_trust trust = trust_of_now();
	char text[64], file[64];
	FILE *out;

	(void)state;
	snprintf(text, sizeof(text), "%s/document", folder);
	snprintf(file, sizeof(file), "%s/signature", folder);
	out = fopen(text, "we");
	assert_non_null(out);
	assert_int_equal(fwrite(document, 1, sizeof(document), out), sizeof(document));
	fclose(out);
	for (size_t i = 0; i < COUNT_OF(pairs) * COUNT_OF(options); i++) {
		const char *pair = pairs[i / COUNT_OF(options)], *option = options[i % COUNT_OF(options)];
		const char *const sign[] = {"openssl", "cms", "-sign", "-binary", "-outform", "DER", "-in", text,
		    "-out", file, "-signer", kit_file(pair, ".pem"), "-inkey", kit_file(pair, ".key"), option, NULL};
		AUTO(certificate) struct crypto_certificate *signer = NULL;
		struct err_info e;
		BUF_AUTO(sig, 1 << 20);

		if (!can(pair))
			continue;
		setenv("OPENSSL_CONF", strstr(pair, "gost") != NULL ? kit_file("gost", ".cnf") : "/dev/null", 1);
		assert_true(kit_run(sign));
		read_file(file, &sig);
		print_message("# %s %s\n", pair, option);
		assert_err(wants[i % COUNT_OF(options)], e,
		    verify(&sig, document, sizeof(document), &trust, &signer, &e));
	}
	unlink(text);
	unlink(file);
}

/* ---- whose certificate ------------------------------------------------------------------------ */

static void
test_snils(void **state)
{
	static const struct {
		const char *name, *snils, *says;
	} cases[] = {
		{"citizen-0-ec", "90000000081", NULL},
		{"citizen-1-ec", "90000000182", NULL},
		{"citizen-0-ec", "90000000182", "another person's"},
		{"citizen-0-ec", "9000000008", "another person's"},
		{"citizen-0-ec", "900000000810", "another person's"},
		{"citizen-0-ec", "", "another person's"},
		{"citizen-nobody-ec", "90000000081", "names no SNILS"},
		{"citizen-two-ec", "90000000081", "more than one"},
		{"fund-sign-ec", "90000000081", "names no SNILS"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		AUTO(certificate) struct crypto_certificate *c = certificate(cases[i].name);
		struct err_info e = {0};

		assert_err(cases[i].says == NULL ? ERR_OK : ERR_CMS_SIGNER, e,
		    crypto_certificate_names_snils(c, cases[i].snils, &e));
		if (cases[i].says != NULL)
			assert_non_null(strstr(e.text, cases[i].says));
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_other_documents),
		cmocka_unit_test(test_other_signers),
		cmocka_unit_test(test_times),
		cmocka_unit_test(test_mangled),
		cmocka_unit_test(test_by_openssl),
		cmocka_unit_test(test_snils),
	};
	struct crypto_authorities_config config;
	struct err_info e;
	int failed;

	crypto_init();
	CHECK(mkdtemp(folder) != NULL);
	now_us = clock_now_us();
	config = (struct crypto_authorities_config){.ca_file = kit_file("citizen-authorities", ".pem"),
	    .crl_file = kit_file("citizen-authorities", ".crl.pem"), .crl_grace_us = day_us};
	CHECK(crypto_authorities_open(&config, &accredited, &e) == ERR_OK);
	failed = cmocka_run_group_tests_name("cms", tests, NULL, NULL);
	crypto_authorities_close(accredited);
	rmdir(folder);
	crypto_fini();
	return failed;
}
