/* citizen: whose certificate it is, who signed a document in parts, and what is said to whom. */
#include "config.h"

#include <pthread.h>
#include <unistd.h>

#include "adapter/citizen.h"
#include "adapter/crypto/crypto.h"
#include "adapter/parts/parts.h"
#include "tests/lib/cms_kit.h"
#include "tests/seal_kit.h"
#include "tests/unit.h"

#define ZERO "90000000081"
#define ONE  "90000000182"

static const int64_t day_us = INT64_C(86400) * 1000000;
static char          folder[] = "/tmp/mostik-citizen-XXXXXX";
static char          ca_file[512], crl_file[512], foreign_file[512];
static int64_t       now_us;

static struct citizen_trust *
open_trust(const char *ca, const char *crl, int back_s)
{
	struct citizen_config config = {ca, crl, 0, back_s};
	struct citizen_trust *trust = NULL;
	struct err_info e;

	assert_ok(e, citizen_trust_open(&config, &trust, &e));
	return trust;
}

static bool
can(const char *name)
{
	return strstr(name, "gost") == NULL || crypto_has_gost(NULL);
}

static void
assert_at(const char *what, const struct err_info *e, const char *at)
{
	if (strcmp(e->at, at) != 0)
		fail_msg("%s: at '%s', not '%s'", what, e->at, at);
	if (strstr(e->text, ZERO) != NULL || strstr(e->text, ONE) != NULL)
		fail_msg("%s: a SNILS is told: %s", what, e->text);
}

/* ---- certificates --------------------------------------------------------------------- */

/* clang-format off */
static const struct {
	const char *name, *snils;
	enum err    want;
} certificates[] = {
	{"citizen-0-ec",            ZERO, ERR_OK},
	{"citizen-0-rsa",           ZERO, ERR_OK},
	{"citizen-0-gost256",       ZERO, ERR_OK},
	{"citizen-0-gost512",       ZERO, ERR_OK},
	{"citizen-commits-ec",      ZERO, ERR_OK},
	{"citizen-1-ec",            ONE,  ERR_OK},
	{"citizen-1-ec",            ZERO, ERR_CMS_SIGNER},
	{"citizen-1-gost256",       ZERO, ERR_CMS_SIGNER},
	{"citizen-nobody-ec",       ZERO, ERR_CMS_SIGNER},
	{"citizen-two-ec",          ZERO, ERR_CMS_SIGNER},
	{"citizen-revoked-ec",      ZERO, ERR_CITIZEN_REVOKED},
	{"citizen-revoked-gost256", ZERO, ERR_CITIZEN_REVOKED},
	{"citizen-expired-ec",      ZERO, ERR_CITIZEN_UNTRUSTED},
	{"citizen-early-ec",        ZERO, ERR_CITIZEN_UNTRUSTED},
	{"citizen-foreign-ec",      ZERO, ERR_CITIZEN_UNTRUSTED},
	{"fund-sign-ec",            ZERO, ERR_CITIZEN_UNTRUSTED},
	{"citizen-nousage-ec",      ZERO, ERR_CITIZEN_CERTIFICATE},
	{"citizen-small-rsa",       ZERO, ERR_CITIZEN_CERTIFICATE},
	{"citizen-ca",              ZERO, ERR_CITIZEN_CERTIFICATE},
};
/* clang-format on */

static void
test_certificates(void **state)
{
	struct citizen_trust *trust = open_trust(ca_file, crl_file, 30 * 86400);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(certificates); i++) {
		const char *name = certificates[i].name;
		struct crypto_certificate *c = NULL;
		const unsigned char *der;
		struct err_info e = {0};
		enum err got;
		size_t len;

		if (!can(name))
			continue;
		assert_ok(e, crypto_certificate_load(kit_file(name, ".pem"), 0, &c, &e));
		der = crypto_certificate_der(c, &len);
		got = citizen_check_certificate(trust, der, len, certificates[i].snils, "/certificate", now_us, &e);
		if (got != certificates[i].want)
			fail_msg("%s: %s (%s)", name, err_name(got), e.text);
		if (got != ERR_OK)
			assert_at(name, &e, "/certificate");
		assert_err(ERR_CITIZEN_CERTIFICATE, e,
		    citizen_check_certificate(trust, der, len - 1, ZERO, "/certificate", now_us, &e));
		assert_err(ERR_CITIZEN_CERTIFICATE, e,
		    citizen_check_certificate(trust, der, 0, ZERO, "/certificate", now_us, &e));
		crypto_certificate_free(c);
	}
	citizen_trust_close(trust);
}

/* ---- documents -------------------------------------------------------------------------- */

static void
add_part(struct part_list *parts, const char *name, const void *octets, size_t len)
{
	struct err_info e;

	assert_ok(e, part_begin(parts, name, NULL, &e));
	assert_ok(e, part_write(parts, octets, len, &e));
	assert_ok(e, part_end(parts, &e));
}

/* A document of this length, which differs in the octet changed if that is in it, and its signature. */
static struct part_list *
make_parts(const struct cms_kit *what, size_t len, size_t changed)
{
	struct part_limits limits = {folder, 8, 16 << 20, 32 << 20};
	struct part_list *parts = NULL;
	unsigned char *document = malloc(len + 1);
	struct err_info e;
	BUF_AUTO(sig, 1 << 20);

	assert_ok(e, part_list_new(&limits, &parts, &e));
	for (size_t i = 0; i < len; i++)
		document[i] = (unsigned char)(i * 7 + i / 251);
	cms_kit_make(what, document, len, &sig);
	if (changed < len)
		document[changed] ^= 0x10;
	add_part(parts, "paper", document, len);
	add_part(parts, "paper.sig", sig.data, sig.len);
	free(document);
	return parts;
}

/* clang-format off */
enum { BIG = 10 << 20, AS_SIGNED = -1 };
static const struct {
	const char  *what;
	struct cms_kit kit;
	int          len, changed;
	const char  *snils;
	enum err     want;
} documents[] = {
	{"EC",                  {"citizen-0-ec", NULL, CMS_PLAIN, 0},           1000, AS_SIGNED, ZERO, ERR_OK},
	{"RSA",                 {"citizen-0-rsa", NULL, CMS_ESS, 0},            1000, AS_SIGNED, ZERO, ERR_OK},
	{"GOST 256",            {"citizen-0-gost256", NULL, CMS_PLAIN, 0},      1000, AS_SIGNED, ZERO, ERR_OK},
	{"GOST 512",            {"citizen-0-gost512", NULL, CMS_PLAIN, 0},      1000, AS_SIGNED, ZERO, ERR_OK},
	{"one octet",           {"citizen-0-ec", NULL, CMS_PLAIN, 0},           1,    AS_SIGNED, ZERO, ERR_OK},
	{"a piece",             {"citizen-0-ec", NULL, CMS_PLAIN, 0},           16384, AS_SIGNED, ZERO, ERR_OK},
	{"10 MB",               {"citizen-0-gost256", NULL, CMS_PLAIN, 0},      BIG,  AS_SIGNED, ZERO, ERR_OK},
	{"the first octet",     {"citizen-0-ec", NULL, CMS_PLAIN, 0},           1000, 0,         ZERO, ERR_CMS_DIGEST},
	{"the last octet",      {"citizen-0-gost256", NULL, CMS_PLAIN, 0},      BIG,  BIG - 1,   ZERO, ERR_CMS_DIGEST},
	{"another citizen",     {"citizen-1-ec", NULL, CMS_PLAIN, 0},           1000, AS_SIGNED, ZERO, ERR_CMS_SIGNER},
	{"in another's name",   {"citizen-1-ec", "citizen-0-ec", CMS_PLAIN, 0}, 1000, AS_SIGNED, ZERO, ERR_CMS_SIGNER},
	{"nobody",              {"citizen-nobody-ec", NULL, CMS_PLAIN, 0},      1000, AS_SIGNED, ZERO, ERR_CMS_SIGNER},
	{"revoked",             {"citizen-revoked-ec", NULL, CMS_PLAIN, 0},     1000, AS_SIGNED, ZERO, ERR_CITIZEN_REVOKED},
	{"expired",             {"citizen-expired-ec", NULL, CMS_PLAIN, 0},     1000, AS_SIGNED, ZERO, ERR_CITIZEN_UNTRUSTED},
	{"foreign",             {"citizen-foreign-ec", NULL, CMS_PLAIN, 0},     1000, AS_SIGNED, ZERO, ERR_CITIZEN_UNTRUSTED},
	{"for key agreement",   {"citizen-nousage-ec", NULL, CMS_PLAIN, 0},     1000, AS_SIGNED, ZERO, ERR_CITIZEN_CERTIFICATE},
	{"attached",            {"citizen-0-ec", NULL, CMS_ATTACHED, 0},        1000, AS_SIGNED, ZERO, ERR_CMS_FORMAT},
	{"huge",                {"citizen-0-ec", NULL, CMS_HUGE, 0},            1000, AS_SIGNED, ZERO, ERR_CMS_FORMAT},
	{"edited",              {"citizen-0-ec", NULL, CMS_EDITED, 0},          1000, AS_SIGNED, ZERO, ERR_CMS_SIGNATURE},
	{"SHA-1",               {"citizen-0-ec", NULL, CMS_SHA1, 0},            1000, AS_SIGNED, ZERO, ERR_CMS_ALGORITHM},
};
/* clang-format on */

static const struct citizen_document paper = {"paper", "paper.sig", "/documents/0"};

static void
test_documents(void **state)
{
	struct citizen_trust *trust = open_trust(ca_file, crl_file, 0);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(documents); i++) {
		struct part_list *parts;
		struct err_info e = {0};
		enum err got;

		if (!can(documents[i].kit.pair))
			continue;
		parts = make_parts(&documents[i].kit, (size_t)documents[i].len, (size_t)documents[i].changed);
		got = citizen_check_document(trust, parts, &paper, documents[i].snils, now_us, &e);
		if (got != documents[i].want)
			fail_msg("%s: %s (%s)", documents[i].what, err_name(got), e.text);
		assert_int_equal(e.code, got);
		if (got != ERR_OK)
			assert_at(documents[i].what, &e, "/documents/0");
		part_list_free(parts);
	}
	citizen_trust_close(trust);
}

static void
test_missing_parts(void **state)
{
	static const struct citizen_document no_document = {"none", "paper.sig", "/a"};
	static const struct citizen_document no_signature = {"paper", "none", "/b"};
	static const struct citizen_document no_signature_at_all = {"paper", "empty", "/c"};
	struct cms_kit what = {.pair = "citizen-0-ec"};
	struct citizen_trust *trust = open_trust(ca_file, crl_file, 0);
	struct part_list *parts = make_parts(&what, 10, 10);
	struct err_info e;

	(void)state;
	add_part(parts, "empty", "", 0);
	assert_err(ERR_MAP_MISSING, e, citizen_check_document(trust, parts, &no_document, ZERO, now_us, &e));
	assert_at("no document", &e, "/a");
	assert_err(ERR_MAP_MISSING, e, citizen_check_document(trust, parts, &no_signature, ZERO, now_us, &e));
	assert_at("no signature", &e, "/b");
	assert_err(ERR_CMS_FORMAT, e,
	    citizen_check_document(trust, parts, &no_signature_at_all, ZERO, now_us, &e));
	assert_at("an empty one", &e, "/c");
	part_list_free(parts);
	citizen_trust_close(trust);
}

/* ---- whom to believe ------------------------------------------------------------------------ */

static void
test_authorities(void **state)
{
	struct cms_kit what = {.pair = "citizen-0-ec"};
	struct part_list *parts = make_parts(&what, 10, 10);
	struct citizen_config accredited = {ca_file, crl_file, 0, 0};
	struct citizen_config foreign = {foreign_file, "", 0, 0};
	struct citizen_config unlisted = {ca_file, kit_file("other-ca", ".crl.pem"), 0, 0};
	struct citizen_config broken = {folder, "", 0, 0};
	struct citizen_config lists_alone = {"", crl_file, 0, 0};
	struct citizen_trust *trust = open_trust("", "", 0), *none = NULL;
	struct err_info e;

	(void)state;
	assert_true(citizen_lists_until_us(trust) == INT64_MAX);
	assert_err(ERR_CONFIG, e, citizen_check_document(trust, parts, &paper, ZERO, now_us, &e));
	assert_string_equal(e.at, "citizen.ca_file");
	assert_err(ERR_CONFIG, e,
	    citizen_check_certificate(trust, (const unsigned char *)"", 0, ZERO, "/c", now_us, &e));
	assert_ok(e, citizen_trust_reload(trust, &accredited, &e));
	assert_true(citizen_lists_until_us(trust) < INT64_MAX);
	assert_ok(e, citizen_check_document(trust, parts, &paper, ZERO, now_us, &e));
	assert_err(ERR_KEY_UNUSABLE, e, citizen_trust_reload(trust, &broken, &e));
	assert_err(ERR_CONFIG, e, citizen_trust_reload(trust, &lists_alone, &e));
	assert_ok(e, citizen_check_document(trust, parts, &paper, ZERO, now_us, &e));
	/* No list: ours to mend, not the citizen's. */
	assert_ok(e, citizen_trust_reload(trust, &unlisted, &e));
	assert_err(ERR_CITIZEN_CRL, e, citizen_check_document(trust, parts, &paper, ZERO, now_us, &e));
	assert_int_equal(err_who(e.code), ERR_SELF);
	assert_ok(e, citizen_trust_reload(trust, &foreign, &e));
	assert_err(ERR_CITIZEN_UNTRUSTED, e, citizen_check_document(trust, parts, &paper, ZERO, now_us, &e));
	assert_err(ERR_KEY_UNUSABLE, e, citizen_trust_open(&broken, &none, &e));
	assert_null(none);
	part_list_free(parts);
	citizen_trust_close(trust);
	citizen_trust_close(NULL);
}

/* What a signer says of the time counts as far as the setting goes. */
static void
test_signing_time(void **state)
{
	struct cms_kit what = {.pair = "citizen-expired-ec", .signed_us = now_us - 2 * day_us};
	struct part_list *parts = make_parts(&what, 10, 10);
	struct citizen_trust *strict = open_trust(ca_file, crl_file, 0);
	struct citizen_trust *lenient = open_trust(ca_file, crl_file, 3 * 86400);
	struct err_info e;

	(void)state;
	assert_err(ERR_CITIZEN_UNTRUSTED, e, citizen_check_document(strict, parts, &paper, ZERO, now_us, &e));
	assert_ok(e, citizen_check_document(lenient, parts, &paper, ZERO, now_us, &e));
	citizen_trust_close(strict);
	citizen_trust_close(lenient);
	part_list_free(parts);
}

enum { THREADS = 4, ROUNDS = 50 };

static struct citizen_trust *shared;

static void *
check_often(void *with)
{
	intptr_t wrong = 0;

	for (int i = 0; i < ROUNDS; i++)
		wrong += citizen_check_document(shared, with, &paper, ZERO, now_us, NULL) != ERR_OK;
	return (void *)wrong;
}

static void
test_reload_meanwhile(void **state)
{
	struct citizen_config config = {ca_file, crl_file, 0, 0};
	struct cms_kit what = {.pair = "citizen-0-ec"};
	struct part_list *parts[THREADS];
	pthread_t threads[THREADS];
	struct err_info e;
	void *wrong;

	(void)state;
	shared = open_trust(ca_file, crl_file, 0);
	for (size_t i = 0; i < THREADS; i++) {
		parts[i] = make_parts(&what, 1000, 1000);
		assert_int_equal(pthread_create(&threads[i], NULL, check_often, parts[i]), 0);
	}
	for (int i = 0; i < ROUNDS; i++)
		assert_ok(e, citizen_trust_reload(shared, &config, &e));
	for (size_t i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_join(threads[i], &wrong), 0);
		assert_null(wrong);
		part_list_free(parts[i]);
	}
	citizen_trust_close(shared);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_certificates),
		cmocka_unit_test(test_documents),
		cmocka_unit_test(test_missing_parts),
		cmocka_unit_test(test_authorities),
		cmocka_unit_test(test_signing_time),
		cmocka_unit_test(test_reload_meanwhile),
	};
	int failed;

	crypto_init();
	CHECK(mkdtemp(folder) != NULL);
	snprintf(ca_file, sizeof(ca_file), "%s", kit_file("citizen-authorities", ".pem"));
	snprintf(crl_file, sizeof(crl_file), "%s", kit_file("citizen-authorities", ".crl.pem"));
	snprintf(foreign_file, sizeof(foreign_file), "%s", kit_file("other-ca", ".pem"));
	now_us = clock_now_us();
	failed = cmocka_run_group_tests_name("citizen", tests, NULL, NULL);
	rmdir(folder);
	crypto_fini();
	return failed;
}
