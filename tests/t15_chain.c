/* crypto: chains, and what is believed of whom when lists of the revoked are given. */
#include "config.h"

#include <pthread.h>
#include <unistd.h>

#include "adapter/crypto/crypto.h"
#include "tests/lib/crl_kit.h"
#include "tests/seal_kit.h"
#include "tests/unit.h"

static const int64_t hour_us = INT64_C(3600) * 1000000;
static int64_t       time_us;           /* the tests' today, to which all hours are relative */
static char          folder[] = "/tmp/mostik-chain-XXXXXX";

/* clang-format off */
static const struct row {
	const char *what, *certificate, *ca, *lists;
	int         grace_h, at_h;
	bool        past;
	enum err    want;
	int         from_h, to_h;       /* what the window is narrowed to; 0: by the certificates */
} rows[] = {
#define EC "fund-sign-ec", "sign-ca"
	{"no lists", EC, "", 0, 0, false, ERR_OK, 0, 0},
	{"foreign", "foreign-sign-ec", "sign-ca", "", 0, 0, false, ERR_SIG_UNTRUSTED, 0, 0},
	{"foreign, with lists", "foreign-sign-ec", "sign-ca", "clean", 0, 0, false, ERR_SIG_UNTRUSTED, 0, 0},
	{"expired", "expired-sign-ec", "sign-ca", "clean", 0, 0, false, ERR_SIG_UNTRUSTED, 0, 0},
	{"not on it", EC, "clean", 0, 0, false, ERR_OK, -24, 24},
	{"RSA", "fund-sign-rsa", "sign-ca", "revoked", 0, 0, false, ERR_OK, -24, 24},
	{"on it", EC, "revoked", 0, 0, false, ERR_SIG_REVOKED, 0, 0},
	{"on it, with a reason", EC, "replaced", 0, 0, false, ERR_SIG_REVOKED, 0, 0},
	{"on it, on hold", EC, "held", 0, 0, false, ERR_SIG_REVOKED, 0, 0},
	{"on it from tomorrow", EC, "announced", 0, 0, false, ERR_SIG_REVOKED, 0, 0},
	{"no list", EC, "other", 0, 0, false, ERR_SIG_CRL, 0, 0},
	{"not understood", EC, "strange", 0, 0, false, ERR_SIG_CRL, 0, 0},
	{"early", EC, "clean", 0, -25, false, ERR_SIG_CRL, 0, 0},
	{"at its beginning", EC, "clean", 0, -24, false, ERR_OK, -24, 24},
	{"an hour before its end", EC, "clean", 0, 23, false, ERR_OK, -24, 24},
	{"at its end", EC, "clean", 0, 24, false, ERR_SIG_CRL, 0, 0},
	{"at its end, with grace", EC, "clean", 2, 24, false, ERR_OK, 24, 26},
	{"stale", EC, "clean", 0, 25, false, ERR_SIG_CRL, 0, 0},
	{"stale and on it", EC, "revoked", 0, 25, false, ERR_SIG_REVOKED, 0, 0},
	{"early and on it", EC, "revoked", 0, -25, false, ERR_SIG_REVOKED, 0, 0},
	{"stale within grace", EC, "clean", 2, 25, false, ERR_OK, 24, 26},
	{"at the end of grace", EC, "clean", 2, 26, false, ERR_SIG_CRL, 0, 0},
	{"after grace", EC, "clean", 2, 27, false, ERR_SIG_CRL, 0, 0},
	{"early, grace or not", EC, "clean", 2, -25, false, ERR_SIG_CRL, 0, 0},
	{"stale within grace and on it", EC, "revoked", 2, 25, false, ERR_SIG_REVOKED, 0, 0},
	{"none, grace or not", EC, "other", 2, 0, false, ERR_SIG_CRL, 0, 0},
	{"grace not needed", EC, "clean", 2, 0, false, ERR_OK, -24, 24},
	{"a stale one and another", EC, "old clean", 0, 0, false, ERR_OK, -24, 24},
	{"another and a stale one", EC, "clean old", 0, 0, false, ERR_OK, -24, 24},
	{"two of one time, the second has it", EC, "clean revoked", 0, 0, false, ERR_SIG_REVOKED, 0, 0},
	{"two of one time, the first has it", EC, "revoked clean", 0, 0, false, ERR_SIG_REVOKED, 0, 0},
	{"two of one time, twice the same", EC, "clean clean", 0, 0, false, ERR_OK, -24, 24},
	{"past: two of one time", EC, "clean revoked", 0, -2, true, ERR_OK, 0, -1},
	{"past: two of one time, stolen", EC, "clean stolen", 0, -2, true, ERR_SIG_REVOKED, 0, 0},
	{"changes only", EC, "changes", 0, 0, false, ERR_SIG_CRL, 0, 0},
	{"changes before all", EC, "changes revoked", 0, 0, false, ERR_SIG_REVOKED, 0, 0},
	{"all before changes", EC, "revoked changes", 0, 0, false, ERR_SIG_REVOKED, 0, 0},
	{"one not yet in force ends the window", EC, "clean later", 0, 0, false, ERR_OK, -24, 6},
	{"in force by now, and on it", EC, "clean later", 0, 7, false, ERR_SIG_REVOKED, 0, 0},
	{"another authority's, stale", EC, "clean short", 0, 2, false, ERR_OK, -24, 24},

	{"past: before the list", EC, "clean", 0, -25, true, ERR_OK, 0, 24},
	{"past: within it", EC, "clean", 0, 0, true, ERR_OK, 0, 24},
	{"past: after it", EC, "clean", 0, 25, true, ERR_SIG_CRL, 0, 0},
	{"past: no list", EC, "other", 0, 0, true, ERR_SIG_CRL, 0, 0},
	{"past: on it before", EC, "revoked", 0, 0, true, ERR_SIG_REVOKED, 0, 0},
	{"past: on it since then", EC, "revoked", 0, -1, true, ERR_SIG_REVOKED, 0, 0},
	{"past: on it later", EC, "revoked", 0, -2, true, ERR_OK, 0, -1},
	{"past: replaced later", EC, "replaced", 0, -30, true, ERR_OK, 0, -1},
	{"past: on hold later", EC, "held", 0, -2, true, ERR_OK, 0, -1},
	{"past: an older one hides no newer", EC, "archived newer-stolen", 0, -6, true, ERR_SIG_REVOKED, 0, 0},
	{"past: whichever comes first", EC, "newer-stolen archived", 0, -6, true, ERR_SIG_REVOKED, 0, 0},
	{"past: on neither", EC, "archived newer-clean", 0, -6, true, ERR_OK, 0, -1},
	{"past: stolen later", EC, "stolen", 0, -2, true, ERR_SIG_REVOKED, 0, 0},
	{"past: the authority broken later", EC, "broken", 0, -2, true, ERR_SIG_REVOKED, 0, 0},
	{"past: for an unclear reason", EC, "unclear", 0, -2, true, ERR_SIG_REVOKED, 0, 0},
#undef EC

#define SUB "fund-sub-sign-ec"
	{"two steps", SUB, "chain-authorities", "clean sub", 0, 0, false, ERR_OK, -24, 12},
	{"two steps, the upper unlisted", SUB, "chain-authorities", "sub", 0, 0, false, ERR_SIG_CRL, 0, 0},
	{"two steps, the lower unlisted", SUB, "chain-authorities", "clean", 0, 0, false, ERR_SIG_CRL, 0, 0},
	{"two steps, the lower stale", SUB, "chain-authorities", "clean sub", 0, 13, false, ERR_SIG_CRL, 0, 0},
	{"the middle is on it", SUB, "chain-authorities", "sub-on-it sub", 0, 0, false, ERR_SIG_REVOKED, 0, 0},
	{"the leaf is on it", SUB, "chain-authorities", "clean under-sub", 0, 0, false, ERR_SIG_REVOKED, 0, 0},
	{"the middle is believed", SUB, "sign-sub-ca", "sub", 0, 0, false, ERR_OK, -24, 12},
	{"the middle, without list", SUB, "sign-sub-ca", "other", 0, 0, false, ERR_SIG_CRL, 0, 0},
	{"the middle, stale", SUB, "sign-sub-ca", "sub", 0, 13, false, ERR_SIG_CRL, 0, 0},
	{"no middle", SUB, "sign-ca", "clean sub", 0, 0, false, ERR_SIG_UNTRUSTED, 0, 0},
	{"the middle is believed without lists", SUB, "sign-sub-ca", "", 0, 0, false, ERR_OK, 0, 0},
	{"two steps without lists", SUB, "chain-authorities", "", 0, 0, false, ERR_OK, 0, 0},
	{"itself is believed", SUB, SUB, "other", 0, 0, false, ERR_OK, 0, 0},
#undef SUB

#define G256 "fund-sign-gost256", "gost-sign-ca"
#define G512 "fund-sign-gost512", "sign-authorities"
	{"GOST 256", G256, "gost", 0, 0, false, ERR_OK, -24, 24},
	{"GOST 256, on it", G256, "gost-on-it", 0, 0, false, ERR_SIG_REVOKED, 0, 0},
	{"GOST 256, no list", G256, "gost512", 0, 0, false, ERR_SIG_CRL, 0, 0},
	{"GOST 256, stale", G256, "gost", 0, 25, false, ERR_SIG_CRL, 0, 0},
	{"GOST 256, foreign", "foreign-sign-gost256", "gost-sign-ca", "gost", 0, 0, false, ERR_SIG_UNTRUSTED, 0, 0},
	{"GOST 512", G512, "clean gost gost512", 0, 0, false, ERR_OK, -24, 24},
	{"GOST 512, on it", G512, "clean gost gost512-on-it", 0, 0, false, ERR_SIG_REVOKED, 0, 0},
	{"GOST 512, past", G512, "clean gost gost512-on-it", 0, -2, true, ERR_OK, 0, -1},
};

/* What cannot be opened: the lists, what is made of the file then, and what is said. */
enum damage { AS_IS, CUT, TEXT, NOTHING, MISSING, CERTIFICATE, FOLDER };
static const struct {
	const char *what, *lists;
	enum damage damage;
	const char *says;
} unusable[] = {
	{"without end", "endless", AS_IS, "list 1 does not say until when"},
	{"ends before it begins", "clean backwards", AS_IS, "list 2 does not say until when"},
	{"forged", "clean forged", AS_IS, "list 2 is not signed by the authority"},
	{"forged GOST", "gost-forged", AS_IS, "list 1 is not signed by the authority"},
	{"cut off", "clean other", CUT, "list 2 cannot be read"},
	{"text", "", TEXT, "no revocation list"},
	{"empty", "", NOTHING, "no revocation list"},
	{"no file", "", MISSING, "No such file"},
	{"certificates", "", CERTIFICATE, "no revocation list"},
	{"a folder", "", FOLDER, "list 1 cannot be read"},
};
/* clang-format on */

static bool
can(const char *names)
{
	return strstr(names, "gost") == NULL || crypto_has_gost(NULL);
}

/* The file with these lists. */
static const char *
lists_file(const char *names)
{
	static char file[128];

	snprintf(file, sizeof(file), "%s/lists.pem", folder);
	crl_write(file, names, time_us);
	return file;
}

static struct crypto_authorities *
authorities(const char *ca, const char *names, int grace_h)
{
	struct crypto_authorities_config config = {
		.ca_file = kit_file(ca, ".pem"),
		.crl_file = *names != '\0' ? lists_file(names) : NULL,
		.crl_grace_us = grace_h * hour_us,
	};
	struct crypto_authorities *a = NULL;
	struct err_info e;

	assert_ok(e, crypto_authorities_open(&config, &a, &e));
	return a;
}

static struct crypto_certificate *
certificate(const char *name)
{
	struct crypto_certificate *c = NULL;
	struct err_info e;

	assert_ok(e, crypto_certificate_load(kit_file(name, ".pem"), 0, &c, &e));
	return c;
}

static void
check_window(const struct row *row, const struct crypto_certificate *c, int64_t from_us,
    int64_t to_us)
{
	int64_t at_us = time_us + row->at_h * hour_us;

	assert_true(from_us <= at_us && at_us <= to_us);
	assert_true(from_us >= crypto_certificate_from_us(c));
	assert_true(to_us <= crypto_certificate_to_us(c));
	if (row->from_h != 0)
		assert_true(from_us == time_us + row->from_h * hour_us);
	if (row->to_h != 0)
		assert_in_range(time_us + row->to_h * hour_us - to_us, 0, 1);
}

static void
test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct row *row = &rows[i];
		int64_t from_us = INT64_MIN, to_us = INT64_MAX, ends_us = INT64_MAX;
		int64_t at_us = time_us + row->at_h * hour_us;
		struct crypto_authorities *a;
		struct crypto_certificate *c;
		struct err_info e = {0};
		enum err got;

		if (!can(row->certificate)) {
			print_message("# SKIP %s: no gost engine\n", row->what);
			continue;
		}
		a = authorities(row->ca, row->lists, row->grace_h);
		c = certificate(row->certificate);
		got = (row->past ? crypto_chain_check_past : crypto_chain_check)(a, c, at_us, &from_us,
		    &to_us, &ends_us, &e);
		if (got != row->want)
			fail_msg("%s: %s (%s), not %s", row->what, err_name(got), e.text,
			    err_name(row->want));
		if (got == ERR_OK) {
			check_window(row, c, from_us, to_us);
			assert_true(ends_us == crypto_certificate_to_us(c));
		} else {
			assert_int_equal(e.code, got);
			assert_true(from_us == INT64_MIN && to_us == INT64_MAX);
		}
		crypto_certificate_free(c);
		crypto_authorities_close(a);
	}
}

static void
test_when_the_first_ends(void **state)
{
	static const struct {
		const char *lists;
		int         until_h;
	} ends[] = {
		{"clean", 24},
		{"clean sub", 12},
		{"clean old", 24},              /* the newest of an authority counts */
		{"old", -48},
		{"clean short", 24},            /* other-ca is not among the authorities */
	};
	struct crypto_authorities *a = authorities("chain-authorities", "", 0);

	(void)state;
	assert_true(crypto_authorities_until_us(a) == INT64_MAX);
	crypto_authorities_close(a);
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		a = authorities("chain-authorities", ends[i].lists, 100);
		assert_true(crypto_authorities_until_us(a) ==
		    time_us + ends[i].until_h * hour_us);
		crypto_authorities_close(a);
	}
}

static const char *
damaged(const char *names, enum damage damage)
{
	const char *file = lists_file(names);
	FILE *out;

	switch (damage) {
	case CUT:
		out = fopen(file, "r+e");
		assert_non_null(out);
		assert_int_equal(fseek(out, -100, SEEK_END), 0);
		assert_int_equal(ftruncate(fileno(out), ftell(out)), 0);
		fclose(out);
		break;
	case TEXT:
	case NOTHING:
		out = fopen(file, "we");
		assert_non_null(out);
		fputs(damage == TEXT ? "nobody was revoked\n" : "", out);
		fclose(out);
		break;
	case CERTIFICATE:
		return kit_file("sign-ca", ".pem");
	case FOLDER:
		return folder;
	case MISSING:
		assert_int_equal(unlink(file), 0);
		break;
	case AS_IS:
		break;
	}
	return file;
}

static void
test_unusable_lists(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(unusable); i++) {
		struct crypto_authorities_config config = {.ca_file = kit_file("sign-authorities", ".pem")};
		struct crypto_authorities *a = NULL;
		struct err_info e;

		if (!can(unusable[i].lists))
			continue;
		config.crl_file = damaged(unusable[i].lists, unusable[i].damage);
		assert_err(ERR_KEY_UNUSABLE, e, crypto_authorities_open(&config, &a, &e));
		assert_null(a);
		assert_string_equal(e.at, config.crl_file);
		if (strstr(e.text, unusable[i].says) == NULL)
			fail_msg("%s: '%s', not '%s'", unusable[i].what, e.text, unusable[i].says);
	}
}

static void
test_unusable_authorities(void **state)
{
	const char *const files[] = {"/nonexistent", folder, kit_file("fund-sign-ec", ".key")};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		struct crypto_authorities_config config = {.ca_file = files[i]};
		struct crypto_authorities *a = NULL;
		struct err_info e;

		assert_err(ERR_KEY_UNUSABLE, e, crypto_authorities_open(&config, &a, &e));
		assert_string_equal(e.at, files[i]);
	}
	crypto_authorities_close(NULL);
}

enum { THREADS = 8, ROUNDS = 40 };
static struct crypto_authorities *shared;
static struct crypto_certificate *on_it, *other;

/* Half of them meet somebody who is on the list, half somebody who is not. */
static void *
check_often(void *with)
{
	const struct crypto_certificate *c = with;
	enum err want = c == on_it ? ERR_SIG_REVOKED : ERR_OK;
	intptr_t wrong = 0;

	for (int i = 0; i < ROUNDS; i++) {
		int64_t from_us = INT64_MIN, to_us = INT64_MAX;

		wrong += crypto_chain_check(shared, c, time_us, &from_us, &to_us, NULL, NULL) != want;
	}
	return (void *)wrong;
}

static void
test_many_threads(void **state)
{
	pthread_t threads[THREADS];
	void *wrong;

	(void)state;
	shared = authorities("sign-ca", "revoked", 0);
	on_it = certificate("fund-sign-ec");
	other = certificate("fund-sign-rsa");
	for (size_t i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, check_often,
		    i % 2 == 0 ? on_it : other), 0);
	for (size_t i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_join(threads[i], &wrong), 0);
		assert_null(wrong);
	}
	crypto_certificate_free(on_it);
	crypto_certificate_free(other);
	crypto_authorities_close(shared);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_when_the_first_ends),
		cmocka_unit_test(test_unusable_lists),
		cmocka_unit_test(test_unusable_authorities),
		cmocka_unit_test(test_many_threads),
	};
	char file[128];
	int failed;

	crypto_init();
	CHECK(mkdtemp(folder) != NULL);
	/* All leaf certificates are good from two days before to two days after. */
	time_us = clock_now_us() / 1000000 * 1000000 + 240 * hour_us;
	failed = cmocka_run_group_tests_name("chain", tests, NULL, NULL);
	snprintf(file, sizeof(file), "%s/lists.pem", folder);
	unlink(file);
	rmdir(folder);
	crypto_fini();
	return failed;
}
