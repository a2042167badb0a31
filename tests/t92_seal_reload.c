/* seal: what a reload, and what a list of the revoked, must not change. */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "adapter/crypto/crypto.h"
#include "tests/lib/crl_kit.h"
#include "tests/seal_edit.h"
#include "tests/seal_kit.h"
#include "tests/unit.h"

#define HOUR_US (INT64_C(3600) * 1000000)

static enum err
verify(struct seal *seal, const char *text, int64_t now_us, bool once, struct err_info *e)
{
	struct seal_expect expect = {.relates_to = kit_asked, .now_us = now_us, .once = once};
	struct seal_verified v;
	enum err code = seal_verify(seal, text, strlen(text), &expect, &v, e);

	if (code == ERR_OK)
		seal_verified_fini(&v);
	return code;
}

/* A message that was taken stays taken when clocks are judged otherwise than before. */
static void
a_reload_of_the_skew_lets_no_repeat_in(void **state)
{
	int64_t now_us = clock_now_us();
	AUTO(char) char *message = kit_message(kit_fund[1], now_us);
	struct seal_config config = kit_config("mostik", "ec", "fund");
	struct seal *seal = NULL;
	struct err_info e;

	(void)state;
	config.max_skew_s = 60;
	assert_ok(e, seal_open(&config, &seal, &e));
	assert_ok(e, verify(seal, message, now_us, true, &e));
	config.max_skew_s = 20;
	assert_ok(e, seal_reload(seal, &config, &e));
	assert_err(ERR_SIG_REPLAY, e, verify(seal, message, now_us, true, &e));
	/* It may not become longer, not even where all in all nothing lasts longer. */
	config.max_skew_s = 61;
	config.max_ttl_s = 250;
	assert_err(ERR_CONFIG, e, seal_reload_check(seal, &config, &e));
	assert_err(ERR_CONFIG, e, seal_reload(seal, &config, &e));
	seal_close(seal);
}

static void
check_told(struct seal *seal, const struct crypto_certificate *fund, int64_t list_us)
{
	struct seal_certificate c[4];

	assert_int_equal(seal_certificates(seal, c, COUNT_OF(c)), 3);
	assert_string_equal(c[0].role, "own");
	assert_string_equal(c[1].role, "revocation");
	assert_in_range(list_us - c[1].ends_us, 0, 1000000);
	assert_string_equal(c[2].role, "counterparty");
	assert_string_equal(c[2].sha256, crypto_certificate_thumbprint(fund));
	assert_true(c[2].ends_us == crypto_certificate_to_us(fund));
}

/* A list that ends tomorrow is no reason to say that the counterparty's certificate does. */
static void
lists_do_not_end_certificates(void **state)
{
	int64_t now_us = clock_now_us(), later_us = now_us + 25 * HOUR_US;
	AUTO(char) char *message = kit_message(kit_fund[1], now_us);
	AUTO(char) char *later = kit_message(kit_fund[1], later_us);
	struct seal_config config = kit_config("mostik", "ec", "fund");
	char file[] = "/tmp/mostik-lists-XXXXXX";
	struct crypto_certificate *fund = NULL;
	struct seal *seal = NULL;
	struct err_info e;
	int fd = mkstemp(file);

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	crl_write(file, "clean", now_us);
	config.crl_file = file;
	config.crl_grace_s = 2 * 86400;
	assert_ok(e, seal_open(&config, &seal, &e));
	assert_ok(e, crypto_certificate_load(kit_file("fund-sign-ec", ".pem"), 0, &fund, &e));
	/* Judged twice, while the list is good and by grace: told of once. */
	assert_ok(e, verify(seal, message, now_us, false, &e));
	check_told(seal, fund, now_us + 24 * HOUR_US);
	assert_ok(e, verify(seal, later, later_us, false, &e));
	check_told(seal, fund, now_us + 24 * HOUR_US);
	crypto_certificate_free(fund);
	seal_close(seal);
	unlink(file);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reload_of_the_skew_lets_no_repeat_in),
		cmocka_unit_test(lists_do_not_end_certificates),
	};
	int failed;

	seal_init();
	kit_open();
	failed = cmocka_run_group_tests_name("seal_reload", tests, NULL, NULL);
	kit_close();
	seal_fini();
	return failed;
}
