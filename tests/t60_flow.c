/* flow: the table with every step faked at link time: order, threads, failures, waits. */
#include "config.h"

#include "adapter/exchange.h"
#include "adapter/steps.h"
#include "tests/unit.h"

static struct fake {
	struct flow_state flow;
	const char       *fail_at;      /* the step that fails at once, or NULL */
	const char       *fail_late;    /* the step whose wait ends badly, or NULL */
	const char       *settle_at;    /* the step that finds the answer already given */
	char              log[64];      /* one letter per step, in order; '|' where the thread changes */
	size_t            n;
	enum flow_where   pending;
	const char       *waiting;      /* the step that waits */
	int               handed, ended;
} fake;

static struct exchange *const x = (struct exchange *)(void *)&fake;

struct flow_state *
exchange_flow(struct exchange *any)
{
	assert_ptr_equal(any, x);
	return &fake.flow;
}

void
exchange_hand_over(struct exchange *any, enum flow_where where)
{
	assert_ptr_equal(any, x);
	fake.pending = where;
	fake.handed++;
}

void
exchange_end(struct exchange *any)
{
	assert_ptr_equal(any, x);
	fake.ended++;
}

static enum err
step(const char *name, char letter, bool waits, struct err_info *e)
{
	fake.log[fake.n++] = letter;
	if (fake.settle_at != NULL && strcmp(fake.settle_at, name) == 0)
		fake.flow.settled = true;
	if (fake.fail_at != NULL && strcmp(fake.fail_at, name) == 0)
		FAIL(e, ERR_BUG, "", "%s", name);
	if (waits)
		fake.waiting = name;
	return ERR_OK;
}

#define FAKE(name, letter, waits)                                \
	enum err name(struct exchange *any, struct err_info *e)  \
	{                                                        \
		(void)any;                                       \
		return step(#name, letter, waits, e);            \
	}
FAKE(step_route, 'r', false)
FAKE(step_authenticate, 'a', false)
FAKE(step_map, 'm', false)
FAKE(step_build, 'b', false)
FAKE(step_sign, 's', false)
FAKE(step_note_sending, '1', true)
FAKE(step_send, 'S', true)
FAKE(step_verify, 'v', false)
FAKE(step_parse, 'p', false)
FAKE(step_unmap, 'u', false)
FAKE(step_answer, 'A', false)
FAKE(step_note_answer, '2', true)
FAKE(step_reply, 'R', false)

/* Plays loop, workers, journal and Fund until the exchange ends. */
static void
play(void)
{
	flow_start(x);
	for (int turns = 0; turns < 50 && fake.ended == 0; turns++) {
		const char *waited = fake.waiting;

		if (waited != NULL) {
			bool bad = fake.fail_late != NULL && strcmp(fake.fail_late, waited) == 0;
			struct err_info why = {.code = ERR_BUG, .text = "late"};

			fake.waiting = NULL;
			flow_wake(x, bad ? &why : NULL);
		} else {
			flow_run(x, fake.pending);
		}
	}
}

static void
rows_run_in_order_and_failures_skip_ahead(void **state)
{
	static const struct {
		const char *what, *fail_at, *fail_late, *settle_at, *want;
	} cases[] = {
		{"all is well",                    NULL,                NULL, NULL, "rambs1SvpuA2R"},
		{"an unknown path is recorded",    "step_route",        NULL, NULL, "rA2R"},
		{"a stranger is recorded",         "step_authenticate", NULL, NULL, "raA2R"},
		{"a bad request is not sent",      "step_map",          NULL, NULL, "ramA2R"},
		{"unsigned is not sent",           "step_sign",         NULL, NULL, "rambsA2R"},
		{"unrecorded is not sent",         NULL, "step_note_sending", NULL, "rambs1A2R"},
		{"unrecorded at once",             "step_note_sending", NULL, NULL, "rambs1A2R"},
		{"a repeated key is not sent",     NULL, NULL, "step_note_sending", "rambs1A2R"},
		{"the Fund is silent",             NULL, "step_send",         NULL, "rambs1SA2R"},
		{"sending fails at once",          "step_send",         NULL, NULL, "rambs1SA2R"},
		{"a forged reply is not parsed",   "step_verify",       NULL, NULL, "rambs1SvA2R"},
		{"a wrong reply is not told",      "step_unmap",        NULL, NULL, "rambs1SvpuA2R"},
		{"an answer that cannot be made",  "step_answer",       NULL, NULL, "rambs1SvpuA2R"},
		{"an answer that is not recorded", NULL, "step_note_answer",  NULL, "rambs1SvpuA2R"},
		{"the caller has gone",            "step_reply",        NULL, NULL, "rambs1SvpuA2R"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		bool fails = cases[i].fail_at != NULL || cases[i].fail_late != NULL;

		fake = (struct fake){.fail_at = cases[i].fail_at,
		    .fail_late = cases[i].fail_late,
		    .settle_at = cases[i].settle_at};
		play();
		if (strcmp(fake.log, cases[i].want) != 0)
			fail_msg("%s: %s, not %s", cases[i].what, fake.log, cases[i].want);
		assert_int_equal(fake.ended, 1);
		assert_int_equal(fake.flow.err.code, fails ? ERR_BUG : ERR_OK);
	}
}

static void
the_first_failure_is_the_one_reported(void **state)
{
	(void)state;
	fake = (struct fake){.fail_at = "step_verify", .fail_late = "step_note_answer"};
	play();
	assert_string_equal(fake.flow.err.text, "step_verify");
}

static void
threads_change_as_the_table_says(void **state)
{
	(void)state;
	fake = (struct fake){0};
	play();
	/* to a worker; after each of three waits; to the loop for send (woken there) and for reply */
	assert_int_equal(fake.handed, 4);
}

static void
every_row_has_a_name(void **state)
{
	(void)state;
	for (size_t i = 0; i < 13; i++)
		assert_non_null(flow_row_name(i));
	assert_null(flow_row_name(13));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_run_in_order_and_failures_skip_ahead),
		cmocka_unit_test(the_first_failure_is_the_one_reported),
		cmocka_unit_test(threads_change_as_the_table_says),
		cmocka_unit_test(every_row_has_a_name),
	};

	return cmocka_run_group_tests_name("flow", tests, NULL, NULL);
}
