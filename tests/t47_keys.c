/* seal: several keys by date, reload, pins. */
#include "config.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "adapter/crypto/crypto.h"
#include "tests/seal_edit.h"
#include "tests/seal_kit.h"
#include "tests/unit.h"

#define DAY_US (INT64_C(86400) * 1000000)

static char folder[] = "/tmp/mostik-keys-XXXXXX";

/* A file in a folder of the test's own. */
static const char *
own_file(const char *name)
{
	static char ring[64][128];
	static unsigned next;
	char *path = ring[next++ % COUNT_OF(ring)];

	snprintf(path, sizeof(ring[0]), "%s/%s", folder, name);
	return path;
}

/* Puts a file of the PKI there; what was there goes. */
static void
put(const char *from, const char *suffix, const char *to)
{
	const char *const copy[] = {"cp", "-p", kit_file(from, suffix), own_file(to), NULL};

	assert_true(kit_run(copy));
}

static const char *
list(const char *suffix, const char *const names[], size_t n)
{
	static char ring[2][1024];
	static unsigned next;
	char *text = ring[next++ % COUNT_OF(ring)];
	size_t len = 0;

	text[0] = '\0';
	for (size_t i = 0; i < n; i++)
		len += (size_t)snprintf(text + len, sizeof(ring[0]) - len, "%s%s", i > 0 ? ", " : "",
		    kit_file(names[i], suffix));
	return text;
}

static struct seal *
open_keys(const char *keys, const char *certificates, enum err want, struct err_info *e)
{
	struct seal_config config = {
		.key_file = keys, .certificate_file = certificates,
		.ca_file = kit_file("sign-ca", ".pem"), .own_ca_file = kit_file("sign-ca", ".pem"),
		.peer_subject = "fund", .ttl_s = 60, .max_skew_s = 5, .max_ttl_s = 300,
	};
	struct seal *seal = NULL;
	enum err got = seal_open(&config, &seal, e);

	if (got != want)
		fail_msg("%s, not %s: %s: %s", err_name(got), err_name(want), e->at, e->text);
	return seal;
}

/* Signs at that time, and checks that the token is the certificate of that name. */
static void
check_signs_with(struct seal *seal, int64_t at_us, const char *name)
{
	AUTO(char) char *pem = edit_file(kit_file(name, ".pem"));
	BUF_AUTO(plain, 1 << 20);
	BUF_AUTO(out, 1 << 20);
	char *start, *in_pem = strstr(pem, "-----\n");
	struct err_info e;

	kit_build(&(struct kit_envelope){0}, &plain);
	if (seal_sign(seal, plain.data, plain.len, at_us, &out, &e) != ERR_OK)
		fail_msg("%s: %s", e.at, e.text);
	assert_non_null(in_pem);
	in_pem += 6;
	start = strstr(out.data, "X509v3\">");
	assert_non_null(start);
	start += strlen("X509v3\">");
	/* What is signed, and with it the serial number and the dates, comes first. */
	for (int i = 0; i < 300; i++) {
		if (*in_pem == '\n')
			in_pem++;
		if (*start++ != *in_pem++)
			fail_msg("the token is not %s", name);
	}
}

static void
the_key_is_taken_by_date(void **state)
{
	static const char *const names[] = {"mostik-old-sign-ec", "mostik-sign-ec",
	    "mostik-next-sign-ec"};
	int64_t now_us = clock_now_us();
	struct err_info e;
	struct seal *seal = open_keys(list(".key", names, 3), list(".pem", names, 3), ERR_OK, &e);

	(void)state;
	check_signs_with(seal, now_us, "mostik-sign-ec");
	check_signs_with(seal, now_us - 20 * DAY_US, "mostik-old-sign-ec");
	check_signs_with(seal, now_us + 3 * DAY_US, "mostik-next-sign-ec");
	seal_close(seal);
	/* The order does not count. */
	seal = open_keys(list(".key", (const char *const[]){names[2], names[0]}, 2),
	    list(".pem", (const char *const[]){names[2], names[0]}, 2), ERR_OK, &e);
	check_signs_with(seal, now_us, "mostik-old-sign-ec");
	check_signs_with(seal, now_us + 3 * DAY_US, "mostik-next-sign-ec");
	seal_close(seal);
}

static void
without_a_key_for_today_there_is_no_seal(void **state)
{
	static const char *const next[] = {"mostik-next-sign-ec"};
	static const char *const mixed[] = {"mostik-sign-ec", "mostik-next-sign-ec"};
	struct err_info e;
	BUF_AUTO(plain, 1 << 20);
	BUF_AUTO(out, 1 << 20);
	struct seal *seal;

	(void)state;
	assert_null(open_keys(list(".key", next, 1), list(".pem", next, 1), ERR_KEY_UNUSABLE, &e));
	/* A key too many, a certificate too many, and crosswise. */
	assert_null(open_keys(list(".key", mixed, 2), list(".pem", mixed, 1), ERR_KEY_UNUSABLE, &e));
	assert_null(open_keys(list(".key", mixed, 2),
	    list(".pem", (const char *const[]){mixed[1], mixed[0]}, 2), ERR_KEY_UNUSABLE, &e));
	assert_non_null(strstr(e.text, "does not belong"));
	/* In a year all have ended. */
	seal = open_keys(list(".key", mixed, 2), list(".pem", mixed, 2), ERR_OK, &e);
	kit_build(&(struct kit_envelope){0}, &plain);
	assert_int_equal(seal_sign(seal, plain.data, plain.len, clock_now_us() + 365 * DAY_US, &out,
	    &e), ERR_SIGN);
	assert_int_equal(out.len, 0);
	seal_close(seal);
}

static struct seal_config
own_files(void)
{
	return (struct seal_config){
		.key_file = own_file("key"), .certificate_file = own_file("certificate"),
		.ca_file = own_file("ca"), .peer_subject = "fund",
		.ttl_s = 60, .max_skew_s = 5, .max_ttl_s = 300,
	};
}

static enum err
reload(struct seal *seal, struct err_info *e)
{
	struct seal_config config = own_files();

	return seal_reload(seal, &config, e);
}

static struct seal *
open_own_files(const char *pins, struct err_info *e)
{
	struct seal_config config = own_files();
	struct seal *seal = NULL;

	config.peer_pins = pins;
	if (seal_open(&config, &seal, e) != ERR_OK)
		fail_msg("%s: %s", e->at, e->text);
	return seal;
}

static enum err
verify(struct seal *seal, const char *text, bool once, struct err_info *e)
{
	struct seal_expect expect = {.relates_to = kit_asked, .now_us = clock_now_us(), .once = once};
	struct seal_verified v;
	enum err code = seal_verify(seal, text, strlen(text), &expect, &v, e);

	if (code == ERR_OK)
		seal_verified_fini(&v);
	return code;
}

static void
a_reload_replaces_all_or_nothing(void **state)
{
	AUTO(char) char *first = kit_message(kit_fund[1], clock_now_us());
	AUTO(char) char *foreign = kit_message(kit_foreign, clock_now_us());
	struct seal_config config = own_files();
	struct seal *seal;
	struct err_info e;

	(void)state;
	put("mostik-old-sign-ec", ".key", "key");
	put("mostik-old-sign-ec", ".pem", "certificate");
	put("sign-ca", ".pem", "ca");
	seal = open_own_files(NULL, &e);
	check_signs_with(seal, clock_now_us(), "mostik-old-sign-ec");
	assert_int_equal(verify(seal, first, true, &e), ERR_OK);
	assert_int_equal(verify(seal, foreign, false, &e), ERR_SIG_UNTRUSTED);

	/* Half of it is new, and does not go with the other half: everything stays. */
	put("mostik-sign-ec", ".key", "key");
	assert_int_equal(reload(seal, &e), ERR_KEY_UNUSABLE);
	check_signs_with(seal, clock_now_us(), "mostik-old-sign-ec");

	/* The replay memory outlives the reload; the verdicts about certificates do not. */
	put("mostik-sign-ec", ".pem", "certificate");
	put("other-ca", ".pem", "ca");
	assert_int_equal(reload(seal, &e), ERR_OK);
	check_signs_with(seal, clock_now_us(), "mostik-sign-ec");
	assert_int_equal(verify(seal, first, false, &e), ERR_SIG_UNTRUSTED);
	assert_int_equal(verify(seal, foreign, false, &e), ERR_OK);
	put("sign-ca", ".pem", "ca");
	assert_int_equal(reload(seal, &e), ERR_OK);
	assert_int_equal(verify(seal, first, false, &e), ERR_OK);
	assert_int_equal(verify(seal, first, true, &e), ERR_SIG_REPLAY);

	/* What is remembered cannot be kept for longer than was foreseen. */
	config.max_ttl_s = 301;
	assert_int_equal(seal_reload(seal, &config, &e), ERR_CONFIG);
	config.max_ttl_s = 300;
	config.peer_subject = "stranger";
	assert_int_equal(seal_reload(seal, &config, &e), ERR_OK);
	assert_int_equal(verify(seal, first, false, &e), ERR_SIG_SIGNER);
	assert_int_equal(reload(seal, &e), ERR_OK);
	assert_int_equal(verify(seal, first, false, &e), ERR_OK);

	assert_int_equal(unlink(own_file("ca")), 0);
	assert_int_equal(reload(seal, &e), ERR_KEY_UNUSABLE);
	assert_int_equal(verify(seal, first, false, &e), ERR_OK);
	seal_close(seal);
}

static void
thumbprint(const char *name, char pin[65])
{
	struct crypto_certificate *c;

	assert_int_equal(crypto_certificate_load(kit_file(name, ".pem"), 0, &c, NULL), ERR_OK);
	snprintf(pin, 65, "%s", crypto_certificate_thumbprint(c));
	crypto_certificate_free(c);
}

static void
a_pin_names_the_certificate(void **state)
{
	AUTO(char) char *by_ec = kit_message(kit_fund[1], clock_now_us());
	AUTO(char) char *by_rsa = kit_message(kit_fund[0], clock_now_us());
	char ec[65], rsa[65], both[140];
	struct seal *seal;
	struct err_info e;

	(void)state;
	put("mostik-sign-ec", ".key", "key");
	put("mostik-sign-ec", ".pem", "certificate");
	put("sign-ca", ".pem", "ca");
	thumbprint("fund-sign-ec", ec);
	thumbprint("fund-sign-rsa", rsa);
	snprintf(both, sizeof(both), "%s, %s", ec, rsa);
	seal = open_own_files(ec, &e);
	assert_int_equal(verify(seal, by_ec, false, &e), ERR_OK);
	assert_int_equal(verify(seal, by_rsa, false, &e), ERR_SIG_SIGNER);
	assert_non_null(strstr(e.text, "pinned"));
	seal_close(seal);
	/* As other programs print them. */
	for (char *p = both; *p != '\0'; p++)
		*p = *p >= 'a' && *p <= 'f' ? (char)(*p - 'a' + 'A') : *p;
	seal = open_own_files(both, &e);
	assert_int_equal(verify(seal, by_ec, false, &e), ERR_OK);
	assert_int_equal(verify(seal, by_rsa, false, &e), ERR_OK);
	seal_close(seal);
}

static void
a_pin_that_none_can_have_is_refused(void **state)
{
	static const char *const pins[] = {"AA:BB:CC", "fund", "00"};
	struct seal_config config = own_files();
	struct err_info e;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(pins); i++) {
		struct seal *seal = NULL;

		config.peer_pins = pins[i];
		assert_int_equal(seal_open(&config, &seal, &e), ERR_CONFIG);
		assert_string_equal(e.at, "peer_pins");
	}
}

static void
certificates_in_use_are_told(void **state)
{
	AUTO(char) char *message = kit_message(kit_fund[1], clock_now_us());
	struct seal_certificate c[4];
	struct seal *seal;
	struct err_info e;

	(void)state;
	put("mostik-soon-sign-ec", ".key", "key");
	put("mostik-soon-sign-ec", ".pem", "certificate");
	put("sign-ca", ".pem", "ca");
	seal = open_own_files(NULL, &e);
	assert_int_equal(seal_certificates(seal, c, COUNT_OF(c)), 1);
	assert_string_equal(c[0].role, "own");
	assert_string_equal(c[0].subject, "CN=mostik,O=Test");
	assert_in_range((c[0].ends_us - clock_now_us()) / DAY_US, 4, 5);
	assert_int_equal(verify(seal, message, false, &e), ERR_OK);
	assert_int_equal(seal_certificates(seal, c, COUNT_OF(c)), 2);
	assert_string_equal(c[1].role, "counterparty");
	assert_string_equal(c[1].subject, "CN=fund,O=Test");
	assert_int_equal(seal_certificates(seal, c, 1), 1);
	seal_close(seal);
}

static struct seal *shared;
static char *shared_message;
static atomic_bool over;

static void *
work(void *failures)
{
	BUF_AUTO(plain, 1 << 20);
	struct err_info e;

	kit_build(&(struct kit_envelope){0}, &plain);
	while (!atomic_load(&over)) {
		BUF_AUTO(out, 1 << 20);

		if (seal_sign(shared, plain.data, plain.len, clock_now_us(), &out, &e) != ERR_OK ||
		    verify(shared, shared_message, false, &e) != ERR_OK)
			atomic_fetch_add((atomic_uint *)failures, 1);
	}
	return NULL;
}

static void
a_reload_disturbs_nobody(void **state)
{
	atomic_uint failures = 0;
	pthread_t threads[4];
	struct err_info e;

	(void)state;
	shared_message = kit_message(kit_fund[1], clock_now_us());
	put("mostik-sign-ec", ".key", "key");
	put("mostik-sign-ec", ".pem", "certificate");
	put("sign-ca", ".pem", "ca");
	shared = open_own_files(NULL, &e);
	atomic_store(&over, false);
	for (size_t i = 0; i < COUNT_OF(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, work, &failures), 0);
	for (int i = 0; i < 50; i++)
		assert_int_equal(reload(shared, &e), ERR_OK);
	atomic_store(&over, true);
	for (size_t i = 0; i < COUNT_OF(threads); i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	assert_int_equal(atomic_load(&failures), 0);
	seal_close(shared);
	free(shared_message);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_key_is_taken_by_date),
		cmocka_unit_test(without_a_key_for_today_there_is_no_seal),
		cmocka_unit_test(a_reload_replaces_all_or_nothing),
		cmocka_unit_test(a_pin_names_the_certificate),
		cmocka_unit_test(a_pin_that_none_can_have_is_refused),
		cmocka_unit_test(certificates_in_use_are_told),
		cmocka_unit_test(a_reload_disturbs_nobody),
	};
	const char *const rm[] = {"rm", "-rf", folder, NULL};
	int failed;

	CHECK(mkdtemp(folder) != NULL);
	seal_init();
	kit_open();
	failed = cmocka_run_group_tests_name("keys", tests, NULL, NULL);
	kit_close();
	seal_fini();
	return kit_run(rm) ? failed : 1;
}
