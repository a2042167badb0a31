/* audit: verify with real keys: what was sent and replied is judged as of the time of its record. */
#include "config.h"

#include <fcntl.h>
#include <unistd.h>

#include "tests/journal_help.h"

#include "adapter/audit/audit.h"
#include "tests/seal_kit.h"

enum { HOUR_S = 3600 };

static char folder[HELP_PATH_SIZE];
static char path[HELP_PATH_SIZE];
static int64_t when_us;         /* far from now: nothing of it would be believed today */
static struct audit_seals seals;

static int
set_up(void **state)
{
	(void)state;
	kit_open();
	seals.own = kit_seal("mostik", "ec", "mostik");
	seals.peer = kit_seal("mostik", "ec", "fund");
	when_us = clock_now_us() + (int64_t)HOUR_S * 1000000;
	help_folder_make(folder);
	help_path(path, folder, "journal.db");
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	seal_close(seals.own);
	seal_close(seals.peer);
	kit_close();
	help_folder_remove(folder);
	return 0;
}

/* The code with which our seal refuses the text as a reply to kit_message_id; "OK" if it does not. */
static const char *
code_of(const char *text)
{
	struct seal_expect expect = {.relates_to = kit_message_id, .now_us = when_us};
	struct seal_verified verified;
	struct err_info e;

	if (seal_verify(seals.peer, text, strlen(text), &expect, &verified, &e) != ERR_OK)
		return err_name(e.code);
	seal_verified_fini(&verified);
	return "OK";
}

static void
sign(struct seal *signer, const char *message_id, const char *relates_to, int64_t now_us,
    struct buf *out)
{
	struct kit_envelope what = {.message_id = message_id, .relates_to = relates_to};
	BUF_AUTO(plain, 1 << 16);
	struct err_info e;

	kit_build(&what, &plain);
	assert_ok(e, seal_sign(signer, plain.data, plain.len, now_us, out, &e));
}

/* An exchange whose reply is signed by signer at now_us; code NULL: as the seal judges it. */
static void
note_exchange(struct journal *journal, const char *id, struct seal *signer, int64_t now_us,
    const char *code)
{
	BUF_AUTO(sent, 1 << 16);
	BUF_AUTO(reply, 1 << 16);
	struct journal_job job = {.n_notes = 4};

	sign(kit_mostik, NULL, NULL, when_us, &sent);
	sign(signer, "urn:uuid:the-funds", kit_message_id, now_us, &reply);
	if (code == NULL)
		code = code_of(reply.data);
	job.note[0] = help_record(JOURNAL_REQUEST, id, "please");
	job.note[1] = help_record(JOURNAL_SENT, id, sent.data);
	job.note[2] = help_record(JOURNAL_REPLY, id, reply.data);
	job.note[3] = help_record(JOURNAL_ANSWER, id, "here");
	for (size_t i = 0; i < job.n_notes; i++) {
		job.note[i].at_us = when_us;
		job.note[i].message_id = kit_message_id;
		job.note[i].code = i >= 2 ? code : "OK";
	}
	assert_int_equal(help_do(journal, &job), ERR_OK);
}

/* The status of verify; what it prints goes to text. */
static int
verify(const struct audit_seals *with, char *text, size_t size)
{
	char verb[] = "verify", out[HELP_PATH_SIZE];
	char *argv[] = {verb, NULL};
	int kept = dup(STDOUT_FILENO), file, status;
	ssize_t n;

	help_path(out, folder, "out");
	fflush(stdout);
	file = open(out, O_RDWR | O_CREAT | O_TRUNC, 0600);
	assert_true(file >= 0 && kept >= 0 && dup2(file, STDOUT_FILENO) >= 0);
	status = audit_main(1, argv, path, with);
	fflush(stdout);
	assert_true(dup2(kept, STDOUT_FILENO) >= 0);
	close(kept);
	n = pread(file, text, size - 1, 0);
	text[n > 0 ? n : 0] = '\0';
	close(file);
	return status;
}

static void
assert_says(const char *text, const char *what)
{
	if (strstr(text, what) == NULL)
		fail_msg("'%s' is not in:\n%s", what, text);
}

static void
signatures_are_judged_as_of_their_time(void **state)
{
	struct journal *journal = help_open(path);
	char text[8192];

	(void)state;
	note_exchange(journal, "rsa", kit_fund[0], when_us, "OK");
	note_exchange(journal, "ec", kit_fund[1], when_us, "FUND_FAULT");
	note_exchange(journal, "seen before", kit_fund[1], when_us, "SIG_REPLAY");
	note_exchange(journal, "stranger", kit_stranger, when_us, NULL);
	note_exchange(journal, "foreign", kit_foreign, when_us, NULL);
	note_exchange(journal, "not believed then", kit_fund[1], when_us, "SIG_SIGNER");
	note_exchange(journal, "nor its authority", kit_fund[1], when_us, "SIG_UNTRUSTED");
	note_exchange(journal, "stale", kit_fund[1], when_us - INT64_C(900000000), NULL);
	journal_close(journal);
	if (verify(&seals, text, sizeof(text)) != 0)
		fail_msg("%s", text);
	assert_says(text, "records checked     32\n");
	assert_says(text, "signatures checked  13 (8 sent, 5 replies)\n");
	assert_says(text, "refused replies     3 confirmed\n");
	assert_says(text, "\nverified\n");
}

static void
wrong_signatures_are_found(void **state)
{
	static const struct {
		const char *code;       /* as recorded */
		int         signer;     /* 0 the Fund, 1 a stranger */
		const char *want;
	} cases[] = {
		{"OK",         1, "record 3: its signature: SIG_SIGNER"},
		{"FUND_FAULT", 1, "record 3: its signature: SIG_SIGNER"},
		{"SIG_DIGEST", 1, "record 3: its signature: SIG_SIGNER"},
		{"SIG_VALUE",  0, "record 3: its signature: it verifies, but was refused with SIG_VALUE"},
		{"NO_SUCH",    1, "record 3: its signature: SIG_SIGNER"},
	};
	char text[8192];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct journal *journal = help_open(path);

		note_exchange(journal, "x", cases[i].signer ? kit_stranger : kit_fund[0], when_us,
		    cases[i].code);
		journal_close(journal);
		assert_int_equal(verify(&seals, text, sizeof(text)), 1);
		assert_says(text, cases[i].want);
		assert_int_equal(unlink(path), 0);
	}
}

/* The seals are not interchangeable: ours does not believe the Fund, nor the Fund's us. */
static void
each_side_has_its_own_seal(void **state)
{
	struct audit_seals swapped = {.own = seals.peer, .peer = seals.own};
	struct audit_seals half = {.own = seals.own};
	struct journal *journal = help_open(path);
	char text[8192];

	(void)state;
	note_exchange(journal, "x", kit_fund[1], when_us, "OK");
	journal_close(journal);
	assert_int_equal(verify(&swapped, text, sizeof(text)), 1);
	assert_says(text, "record 2: its signature: SIG_SIGNER");
	assert_says(text, "record 3: its signature: SIG_SIGNER");
	assert_int_equal(verify(&half, text, sizeof(text)), 0);
	assert_says(text, "signatures          1 NOT CHECKED\n");
	assert_says(text, "signatures checked  1 (1 sent, 0 replies)\n");
}

/* A seal that only verifies, and believes the Fund and these. */
static struct seal *
seal_with_others(const char *others)
{
	struct seal_config config = {
		.ca_file = kit_file("sign-ca", ".pem"),
		.peer_subject = "fund", .other_subjects = others,
		.ttl_s = 60, .max_skew_s = 5, .max_ttl_s = 300,
	};
	struct seal *seal;
	struct err_info e;

	assert_ok(e, seal_open(&config, &seal, &e));
	return seal;
}

/* Who else is believed: whole names from a list, and nobody for a name that is none. */
static void
former_names_are_believed(void **state)
{
	static const struct {
		const char *others;
		int         want;       /* the status of verify for a reply by "stranger" */
	} cases[] = {
		{NULL,                          1},
		{"",                            1},
		{" , ",                         1},
		{"stranger",                    0},
		{"  older ,\tstranger\t, oldest", 0},
		{",,stranger",                  0},
		{"str\\anger",                   0},
		{"strange",                     1},
		{"stranger x",                  1},
		{"Stranger",                    1},
		{"older\\, stranger",            1},
		{"stranger\\ ",                  1},
	};
	struct journal *journal = help_open(path);
	char text[8192];

	(void)state;
	note_exchange(journal, "x", kit_stranger, when_us, "OK");
	journal_close(journal);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct audit_seals with = {.own = seals.own, .peer = seal_with_others(cases[i].others)};

		if (verify(&with, text, sizeof(text)) != cases[i].want)
			fail_msg("'%s': %s", cases[i].others != NULL ? cases[i].others : "NULL", text);
		if (cases[i].want != 0)
			assert_says(text, "record 3: its signature: SIG_SIGNER");
		seal_close(with.peer);
	}
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		CASE(signatures_are_judged_as_of_their_time),
		CASE(wrong_signatures_are_found),
		CASE(each_side_has_its_own_seal),
		CASE(former_names_are_believed),
	};
	int failed;

	seal_init();
	failed = cmocka_run_group_tests_name("audit_seal", tests, NULL, NULL);
	seal_fini();
	return failed;
}
