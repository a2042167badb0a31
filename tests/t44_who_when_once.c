/* seal: who may sign, when, how often, and in answer to what. */
#include "config.h"

#include "adapter/seal/replay.h"
#include "tests/seal_edit.h"
#include "tests/seal_kit.h"
#include "tests/unit.h"

static void
only_the_counterparty_is_believed(void **state)
{
	int64_t now_us = clock_now_us();
	AUTO(char) char *of_stranger = kit_message(kit_stranger, now_us);
	AUTO(char) char *of_foreign = kit_message(kit_foreign, now_us);
	AUTO(char) char *of_ours = kit_message(kit_mostik, now_us);
	struct err_info e;

	(void)state;
	for (int i = 0; i < 2; i++) {
		assert_err(ERR_SIG_SIGNER, e, kit_verify(of_stranger, now_us, false, &e));
		assert_err(ERR_SIG_UNTRUSTED, e, kit_verify(of_foreign, now_us, false, &e));
		assert_err(ERR_SIG_SIGNER, e, kit_verify(of_ours, now_us, false, &e));
	}
}

/* The certificate is the Fund's, the signature another's over the very same parts. */
static void
certificate_and_key_belong_together(void **state)
{
	int64_t now_us = clock_now_us();
	AUTO(char) char *of_stranger = kit_message(kit_stranger, now_us);
	AUTO(char) char *of_fund = kit_message(kit_fund[1], now_us);
	AUTO(char) char *value = edit_part(of_stranger, "<ds:SignatureValue>", "</ds:SignatureValue>");
	AUTO(char) char *own = edit_part(of_fund, "<ds:SignatureValue>", "</ds:SignatureValue>");
	AUTO(char) char *swapped = edit_replace(of_fund, own, value);
	AUTO(char) char *claimed = kit_swap_token(of_stranger, "fund-sign-ec", "");
	AUTO(char) char *other_kind = kit_swap_token(of_fund, "fund-sign-rsa", "");
	struct err_info e;

	(void)state;
	assert_err(ERR_SIG_VALUE, e, kit_verify(swapped, now_us, false, &e));
	assert_err(ERR_SIG_VALUE, e, kit_verify(claimed, now_us, false, &e));
	assert_err(ERR_SIG_ALGORITHM, e, kit_verify(other_kind, now_us, false, &e));
}

static void
window_is_kept(void **state)
{
	/* The message lasts 60 s, 5 s of skew are tolerated. */
	static const struct {
		int64_t  after_us;              /* judged so long after it was created */
		enum err want;
	} times[] = {
		{-5000001, ERR_SIG_STALE}, {-5000000, ERR_OK}, {0, ERR_OK}, {59999999, ERR_OK},
		{64999999, ERR_OK}, {65000000, ERR_SIG_STALE}, {86400000000, ERR_SIG_STALE},
	};
	int64_t created_us = clock_now_us() / 1000000 * 1000000 + 60000000;
	AUTO(char) char *good = kit_message(kit_fund[1], created_us);
	struct seal *lasting = kit_seal_ttl("fund", "ec", "mostik", 301);
	AUTO(char) char *too_long = kit_message(lasting, created_us);
	struct err_info e;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(times); i++)
		assert_err(times[i].want, e,
		    kit_verify(good, created_us + times[i].after_us, false, &e));
	assert_err(ERR_SIG_STALE, e, kit_verify(too_long, created_us, false, &e));
	seal_close(lasting);
	/* Also when the certificate is already known, its own validity holds. */
	assert_err(ERR_SIG_UNTRUSTED, e,
	    kit_verify(good, created_us + INT64_C(86400000000) * 40, false, &e));
	assert_err(ERR_SIG_UNTRUSTED, e,
	    kit_verify(good, created_us - INT64_C(86400000000), false, &e));
}

static void
once_is_once(void **state)
{
	int64_t now_us = clock_now_us();
	struct err_info e;

	(void)state;
	for (size_t k = 0; k < KIT_KINDS; k++) {
		AUTO(char) char *good = kit_message(kit_fund[k], now_us + (int64_t)k * 1000000);
		AUTO(char) char *bad = edit_replace(good, "Ирина", "Марина");
		AUTO(char) char *spaced = edit_replace(good, "</ds:SignatureValue>",
		    "\n</ds:SignatureValue>");

		assert_err(ERR_SIG_DIGEST, e, kit_verify(bad, now_us, true, &e));
		assert_ok(e, kit_verify(good, now_us, false, &e));
		assert_ok(e, kit_verify(good, now_us, true, &e));
		assert_err(ERR_SIG_REPLAY, e, kit_verify(good, now_us, true, &e));
		assert_err(ERR_SIG_REPLAY, e, kit_verify(spaced, now_us, true, &e));
		assert_ok(e, kit_verify(good, now_us, false, &e));
	}
}

static void
answers_must_be_to_what_was_asked(void **state)
{
	static const struct {
		const char *action, *relates_to;
		enum err    want;
	} asked[] = {
		{kit_action,   "urn:uuid:asked", ERR_OK},
		{NULL,         "urn:uuid:asked", ERR_OK},
		{"urn:other",  "urn:uuid:asked", ERR_SIG_RELATES},
		{kit_action,   "urn:uuid:other", ERR_SIG_RELATES},
		{kit_action,   NULL,             ERR_SIG_RELATES},
	};
	int64_t now_us = clock_now_us();
	AUTO(char) char *good = kit_message(kit_fund[1], now_us);
	struct seal_verified v;
	struct err_info e;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(asked); i++) {
		struct seal_expect expect = {.action = asked[i].action,
		    .relates_to = asked[i].relates_to, .now_us = now_us};

		assert_err(asked[i].want, e,
		    seal_verify(kit_mostik, good, strlen(good), &expect, &v, &e));
		if (asked[i].want == ERR_OK)
			seal_verified_fini(&v);
	}
}

/* ---- the memory behind it --------------------------------------------------------- */

static enum err
remember(struct seal_replay *r, uint32_t n, int64_t until_us, int64_t now_us, struct err_info *e)
{
	unsigned char digest[SEAL_REPLAY_DIGEST] = {0};

	/* All in a few slots, so that they get in each other's way. */
	digest[0] = (unsigned char)(n & 3);
	memcpy(digest + 16, &n, sizeof(n));
	return seal_replay_remember(r, digest, until_us, now_us, e);
}

static void
memory_is_bounded_and_forgets(void **state)
{
	enum { MAX = 4096 };
	struct seal_replay *r;
	struct err_info e;
	uint32_t n = 0, taken;

	(void)state;
	assert_ok(e, seal_replay_open(MAX, &r, &e));
	while (remember(r, n, 1000, 10, &e) == ERR_OK)
		n++;
	assert_int_equal(e.code, ERR_BUSY);
	assert_in_range(n, MAX / 2, MAX);
	taken = n;
	for (uint32_t i = 0; i < taken; i += 7)
		assert_err(ERR_BUSY, e, remember(r, taken + i, 1000, 999, &e));
	/* At 1000 all have expired: there is room again, and none of them is remembered. */
	for (uint32_t i = 0; i < taken; i++)
		assert_ok(e, remember(r, i, 2000, 1000, &e));
	for (uint32_t i = 0; i < taken; i += 7)
		if (remember(r, i, 2000, 1500, &e) == ERR_OK)
			fail_msg("%u was forgotten", i);
	seal_replay_close(r);
}

/* Some of what is remembered expires as more comes: the rest stays remembered. */
static void
memory_keeps_what_has_not_expired(void **state)
{
	struct seal_replay *r;
	struct err_info e;

	(void)state;
	assert_ok(e, seal_replay_open(4096, &r, &e));
	assert_ok(e, remember(r, 1, INT64_C(1000000), 1, &e));
	for (uint32_t i = 2; i < 20000; i++) {
		assert_ok(e, remember(r, i, i + 500, i, &e));
		if (i % 100 == 0) {
			assert_err(ERR_SIG_REPLAY, e, remember(r, 1, INT64_C(1000000), i, &e));
			assert_err(ERR_SIG_REPLAY, e, remember(r, i, i + 500, i, &e));
		}
	}
	seal_replay_close(r);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_counterparty_is_believed),
		cmocka_unit_test(certificate_and_key_belong_together),
		cmocka_unit_test(window_is_kept),
		cmocka_unit_test(once_is_once),
		cmocka_unit_test(answers_must_be_to_what_was_asked),
		cmocka_unit_test(memory_is_bounded_and_forgets),
		cmocka_unit_test(memory_keeps_what_has_not_expired),
	};
	int failed;

	seal_init();
	kit_open();
	failed = cmocka_run_group_tests_name("who, when, once", tests, NULL, NULL);
	kit_close();
	seal_fini();
	return failed;
}
