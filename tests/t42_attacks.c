/*
 * seal: every attack of the catalogue (tests/attacks/) is refused, and for the right reason,
 * with each kind of key; and the catalogue is complete.
 */
#include "config.h"

#include "tests/attacks/attack.h"
#include "tests/seal_kit.h"
#include "tests/unit.h"

/* Names that must stand in the catalogue. */
static const char *const names[] = {
	"XSW1", "XSW2", "XSW3", "XSW4", "XSW5", "XSW6", "XSW7", "XSW8", "XSW9",
	"W1", "W2", "W3", "W4", "W5", "W6", "W7", "W8", "W9", "W10", "W11", "W12", "W13", "W14",
	"W15", "W16", "W17", "W18", "W19", "W20", "W21", "W22", "W23", "W24", "W25", "W26", "W27",
	"CVE-2006-4339", "CVE-2009-0217", "CVE-2019-3465", "CVE-2020-0601", "CVE-2022-21449", "CVE-2022-41912",
	"CVE-2024-32962", "CVE-2024-45409", "CVE-2025-23369", "CVE-2025-25291", "CVE-2025-25292",
	"CVE-2025-29774", "CVE-2025-29775", "CVE-2025-66568", "CVE-2026-9487", "CVE-2026-18092",
	"CVE-2026-18568",
	"HMAC-LENGTH", "HMAC-PUBLIC-KEY", "SHA1", "MD5", "RSA-SHORT", "RSA-E1", "RSA-PADDING",
	"RSA-RANGE", "ECDSA-DER", "ECDSA-RANGE", "ECDSA-WIDTH", "ECDSA-MALLEABLE", "DIGEST-TRAILING",
	"VOID-C14N", "OBJECT", "XPOINTER", "REMOTE", "TRANSFORM", "CANONICAL", "COVERAGE", "ID", "SKEW",
	"TTL", "RELATES", "REVOKED", "DTD", "COMMENT", "ENCODING", "LIMIT", "LIMIT-REFERENCES", "LIMIT-TRANSFORMS",
	"GOOD",
};

static bool
has_name(const char *ids, const char *name)
{
	size_t len = strlen(name);

	for (const char *p = ids; *p != '\0'; p += strcspn(p, " "), p += *p == ' ')
		if (strncmp(p, name, len) == 0 && (p[len] == ' ' || p[len] == '\0'))
			return true;
	return false;
}

/* The next row of the catalogue; *family and *i say where it is.  NULL past the last. */
static const struct attack *
next_row(size_t *family, size_t *i)
{
	if (*family < ATTACK_FAMILIES && *i == attack_families[*family]->count) {
		++*family;
		*i = 0;
	}
	return *family < ATTACK_FAMILIES ? &attack_families[*family]->rows[(*i)++] : NULL;
}

static void
catalogue_has_every_name(void **state)
{
	(void)state;
	for (size_t n = 0; n < COUNT_OF(names); n++) {
		size_t family = 0, i = 0, found = 0;
		const struct attack *row;

		while ((row = next_row(&family, &i)) != NULL)
			found += has_name(row->ids, names[n]);
		if (found == 0)
			fail_msg("no row is called %s", names[n]);
	}
}

static void
catalogue_has_every_code(void **state)
{
	(void)state;
	for (int code = ERR_XML; code <= ERR_SIG_RELATES; code++) {
		size_t family = 0, i = 0, found = 0;
		const struct attack *row;

		/* No fault of a message (tests/t15_chain.c), and what others than seal canonicalise. */
		if (code == ERR_SIG_CRL || code == ERR_XML_CANONICAL)
			continue;
		while ((row = next_row(&family, &i)) != NULL)
			found += row->want == (enum err)code;
		if (found == 0)
			fail_msg("no row is refused with %s", err_name((enum err)code));
	}
}

/* What differs from us says why; what does not has nothing to say. */
static void
catalogue_explains_differences(void **state)
{
	size_t family = 0, i = 0;
	const struct attack *row;

	(void)state;
	while ((row = next_row(&family, &i)) != NULL) {
		enum attack_peers ours = row->want == ERR_OK ? BOTH : NEITHER;

		if ((row->peers != ours) != (row->why != NULL))
			fail_msg("%s, %s: %s", row->ids, row->what,
			    row->why != NULL ? "a reason for no difference" : "a difference without reason");
		if (row->judged == FRESH && row->steps[0].fn == NULL)
			fail_msg("%s, %s: no step", row->ids, row->what);
	}
}

/* Whether the row's message is judged as it says; prints how it is if not. */
static bool
check_row(const char *family, const struct attack *row, const char *good)
{
	AUTO(char) char *text = attack_make(row, good);
	struct err_info e = {0};
	enum err got = attack_judge(row, text, &e);

	if (got == row->want && (got == ERR_OK || e.code == got) && strstr(e.text, "Ирина") == NULL &&
	    strstr(e.at, "Ирина") == NULL)
		return true;
	print_message("%s: %s, %s (%s): %s, not %s (%s: %s)\n", family, row->ids, row->what,
	    attack_kind(), err_name(got), err_name(row->want), e.at, e.text);
	return false;
}

static void
every_attack_is_refused_for_its_reason(void **state)
{
	size_t wrong = 0, kinds = 0;

	(void)state;
	for (size_t kind = 0; kind < ATTACK_KINDS; kind++) {
		const char *why, *good = attack_begin(kind, &why);
		size_t family = 0, i = 0, done = 0;
		const struct attack *row;

		if (good == NULL) {
			print_message("# %s: skipped: %s\n", attack_kinds[kind], why);
			assert_true(kind >= 2);
			continue;
		}
		while ((row = next_row(&family, &i)) != NULL) {
			if (!attack_is_for(row, kind))
				continue;
			wrong += !check_row(attack_families[family]->name, row, good);
			done++;
		}
		print_message("# %s: %zu messages\n", attack_kinds[kind], done);
		assert_true(done > 300);
		kinds++;
	}
	assert_int_equal(wrong, 0);
	assert_true(kinds >= 2);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(catalogue_has_every_name),
		cmocka_unit_test(catalogue_has_every_code),
		cmocka_unit_test(catalogue_explains_differences),
		cmocka_unit_test(every_attack_is_refused_for_its_reason),
	};
	int failed;

	seal_init();
	failed = cmocka_run_group_tests_name("attacks", tests, NULL, NULL);
	attack_end();
	seal_fini();
	return failed;
}
