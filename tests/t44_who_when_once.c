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
	for (size_t k = 0; k < kit_n_kinds(); k++) {
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

/* A seal that was opened anew is told of them; by every kind of key, and with prefixes listed. */
static void
once_is_once_after_a_restart(void **state)
{
	int64_t now_us = clock_now_us();
	struct seal *fresh = kit_seal("mostik", "ec", "fund");
	struct seal_expect expect = {.relates_to = kit_asked, .now_us = now_us, .once = true};
	struct seal_verified v;
	struct err_info e;

	(void)state;
	for (size_t k = 0; k < kit_n_kinds(); k++) {
		AUTO(char) char *told = kit_message(kit_fund[k], now_us);
		AUTO(char) char *untold = kit_message(kit_fund[k], now_us + 1000);
		AUTO(char) char *old = kit_message(kit_fund[k], now_us - 100 * 1000000);
		AUTO(char) char *cut = edit_cut(told, "<ds:SignatureValue", "</ds:SignatureValue>");

		assert_ok(e, seal_remember(fresh, told, strlen(told), now_us, &e));
		assert_ok(e, seal_remember(fresh, told, strlen(told), now_us, &e));
		assert_ok(e, seal_remember(fresh, old, strlen(old), now_us, &e));
		assert_err(ERR_SIG_STRUCTURE, e, seal_remember(fresh, cut, strlen(cut), now_us, &e));
		assert_err(ERR_SIG_REPLAY, e,
		    seal_verify(fresh, told, strlen(told), &expect, &v, &e));
		assert_ok(e, seal_verify(fresh, untold, strlen(untold), &expect, &v, &e));
		seal_verified_fini(&v);
	}
	seal_close(fresh);
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

enum { SECOND_US = 1000000, SPAN_S = 420, LIFE_S = 360 };

/* A message of that number: all within a few slots if near, so that they get in each other's way. */
static enum err
remember(struct seal_replay *r, uint32_t n, bool near, int64_t until_us, int64_t now_us,
    struct err_info *e)
{
	unsigned char digest[SEAL_REPLAY_DIGEST] = {0};
	uint64_t spread = near ? n & 3 : n * UINT64_C(0x9e3779b97f4a7c15) >> 20;

	memcpy(digest, &spread, sizeof(spread));
	memcpy(digest + 8, &n, sizeof(n));
	return seal_replay_remember(r, digest, until_us, now_us, e);
}

static void
open_memory(size_t max, struct seal_replay **r)
{
	struct err_info e;

	assert_ok(e, seal_replay_open(max, (int64_t)SPAN_S * SECOND_US, r, &e));
}

static void
memory_is_bounded_and_forgets(void **state)
{
	enum { MAX = 3000 };
	int64_t until_us = (int64_t)LIFE_S * SECOND_US;
	struct seal_replay *r;
	struct err_info e;

	(void)state;
	open_memory(MAX, &r);
	for (uint32_t i = 0; i < MAX; i++)
		assert_ok(e, remember(r, i, true, until_us, 10, &e));
	for (uint32_t i = 0; i < MAX; i += 7) {
		assert_err(ERR_BUSY, e, remember(r, MAX + i, true, until_us, until_us - 1, &e));
		assert_err(ERR_BUSY, e, remember(r, i, true, until_us + 60 * SECOND_US, until_us - 1, &e));
		assert_err(ERR_SIG_REPLAY, e, remember(r, i, true, until_us, until_us - 1, &e));
	}
	/* A thirtieth of the span after they expired there is room again. */
	for (uint32_t i = 0; i < MAX; i++)
		assert_ok(e, remember(r, i, true, 2 * until_us, until_us + 15 * SECOND_US, &e));
	for (uint32_t i = 0; i < MAX; i += 7)
		assert_err(ERR_SIG_REPLAY, e, remember(r, i, true, 2 * until_us, 2 * until_us - 1, &e));
	seal_replay_close(r);
}

/* Some of what is remembered expires as more comes: the rest stays remembered. */
static void
memory_keeps_what_has_not_expired(void **state)
{
	int64_t long_us = (int64_t)SPAN_S * SECOND_US;
	struct seal_replay *r;
	struct err_info e;

	(void)state;
	open_memory(4096, &r);
	assert_ok(e, remember(r, 1, true, long_us, 1, &e));
	for (uint32_t i = 2; i < 20000; i++) {
		int64_t now_us = i * INT64_C(20000), until_us = now_us + 10 * SECOND_US;

		assert_ok(e, remember(r, i, true, until_us, now_us, &e));
		if (i % 100 == 0) {
			assert_err(ERR_SIG_REPLAY, e, remember(r, 1, true, long_us, now_us, &e));
			assert_err(ERR_SIG_REPLAY, e, remember(r, i, true, until_us, now_us, &e));
		}
	}
	seal_replay_close(r);
}

/*
 * Busy minutes: PER_S messages a second, each good for LIFE_S.  None is refused, each
 * repeat is, from its first moment to its last, and the memory follows what is live.
 */
static void
memory_grows_with_the_load(void **state)
{
	enum { PER_S = 2000, SECONDS = 1000, KEPT_S = LIFE_S + 15 };
	int64_t start_us = INT64_C(1790000000) * SECOND_US;
	size_t most = 0;
	struct seal_replay *r;
	struct err_info e;

	(void)state;
	open_memory(PER_S * KEPT_S, &r);
	for (uint32_t n = 0; n < PER_S * SECONDS; n++) {
		int64_t now_us = start_us + n * (INT64_C(1000000) / PER_S);
		int64_t until_us = now_us + (int64_t)LIFE_S * SECOND_US;
		uint32_t last = n >= PER_S * LIFE_S ? n - PER_S * LIFE_S + 1 : 0;

		assert_ok(e, remember(r, n, false, until_us, now_us, &e));
		assert_err(ERR_SIG_REPLAY, e, remember(r, n, false, until_us, now_us, &e));
		/* The oldest whose time is not over: that is in half a millisecond. */
		assert_err(ERR_SIG_REPLAY, e, remember(r, last, false, start_us +
		    last * (INT64_C(1000000) / PER_S) + (int64_t)LIFE_S * SECOND_US, now_us, &e));
		if (n % PER_S == 0 && seal_replay_bytes(r) > most)
			most = seal_replay_bytes(r);
	}
	assert_in_range(most, PER_S * LIFE_S * 16, PER_S * KEPT_S * 43 + (64 << 10));
	/* When nothing has come for long, next to nothing is left. */
	assert_ok(e, remember(r, 0, false, start_us + INT64_C(9000) * SECOND_US,
	    start_us + INT64_C(8900) * SECOND_US, &e));
	assert_in_range(seal_replay_bytes(r), 1, 16 << 10);
	seal_replay_close(r);
}

/* Would it look at what it holds for each that it refuses, this would take an hour. */
static void
memory_refuses_without_looking_around(void **state)
{
	enum { MAX = 1 << 19, REFUSED = 1 << 21 };
	int64_t until_us = (int64_t)LIFE_S * SECOND_US;
	struct seal_replay *r;
	struct err_info e;
	size_t bytes;

	(void)state;
	open_memory(MAX, &r);
	for (uint32_t n = 0; n < MAX; n++)
		assert_ok(e, remember(r, n, false, until_us + n, 1, &e));
	bytes = seal_replay_bytes(r);
	for (uint32_t n = 0; n < REFUSED; n++)
		assert_err(ERR_BUSY, e, remember(r, MAX + n, false, until_us, 1 + n, &e));
	assert_int_equal(seal_replay_bytes(r), bytes);
	seal_replay_close(r);
}

/* The clock is set back by an hour and more: what is new is taken once, what was is known. */
static void
memory_outlives_a_clock_that_is_set(void **state)
{
	int64_t hour_us = INT64_C(3600) * SECOND_US, life_us = (int64_t)LIFE_S * SECOND_US;
	struct seal_replay *r;
	struct err_info e;

	(void)state;
	open_memory(1 << 16, &r);
	for (uint32_t s = 0; s < LIFE_S; s++) {
		int64_t later_us = 2 * hour_us + s * (int64_t)SECOND_US;

		assert_ok(e, remember(r, s, false, later_us + life_us, later_us, &e));
	}
	for (uint32_t s = 0; s < LIFE_S; s++) {
		int64_t now_us = hour_us + s * (int64_t)SECOND_US;
		int64_t later_us = 2 * hour_us + s * (int64_t)SECOND_US;

		assert_ok(e, remember(r, s, false, now_us + life_us, now_us, &e));
		assert_err(ERR_SIG_REPLAY, e, remember(r, s, false, now_us + life_us, now_us, &e));
		assert_err(ERR_SIG_REPLAY, e, remember(r, s, false, later_us + life_us, now_us, &e));
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
		cmocka_unit_test(once_is_once_after_a_restart),
		cmocka_unit_test(answers_must_be_to_what_was_asked),
		cmocka_unit_test(memory_is_bounded_and_forgets),
		cmocka_unit_test(memory_keeps_what_has_not_expired),
		cmocka_unit_test(memory_grows_with_the_load),
		cmocka_unit_test(memory_refuses_without_looking_around),
		cmocka_unit_test(memory_outlives_a_clock_that_is_set),
	};
	int failed;

	seal_init();
	kit_open();
	failed = cmocka_run_group_tests_name("who, when, once", tests, NULL, NULL);
	kit_close();
	seal_fini();
	return failed;
}
