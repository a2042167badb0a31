/* settings: the INI file: good, and each way to be wrong. */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include "adapter/settings.h"
#include "adapter/settings_table.h"
#include "tests/unit.h"

#define NEEDED WITH_URL("https://127.0.0.1:1/")
#define WITH_URL(url)                                                                          \
	"[front]\nkey_file = k\ncertificate_file = /abs/c\nclient_ca_file = ca\nclients = 00\n"      \
	"[fund]\nurl = " url "\nkey_file = k\ncertificate_file = c\nca_file = ca\n"      \
	"[seal]\nkey_file = k\ncertificate_file = c\nca_file = ca\npeer_subject = fund\n"             \
	"[token]\njwks_file = j\nissuer = i\naudience = a\n[journal]\npath = x.db\n"

static char file[] = "t62_settings.XXXXXX";

static enum err
read_text(const char *text, struct settings **ret, struct err_info *e)
{
	FILE *f = fopen(file, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	return settings_read(file, ret, e);
}

static void
defaults_fill_in_what_is_not_given(void **state)
{
	struct settings *s;
	struct err_info e;
	enum log_level level;

	(void)state;
	assert_ok(e, read_text(NEEDED "[flow]\nworkers = 3 ; a comment\n", &s, &e));
	assert_int_equal(s->workers, 3);
	assert_int_equal(s->front.port, 8443);
	assert_int_equal(s->front.max_body, 1048576);
	assert_string_equal(s->front.certificate_file, "/abs/c");
	assert_string_equal(s->front.key_file, "./k");
	assert_string_equal(s->seal.peer_subject, "fund");
	assert_string_equal(s->seal.own_ca_file, s->seal.ca_file);
	assert_string_equal(s->front.spool, "./spool");
	assert_int_equal(s->front.max_file, 5242880);
	assert_string_equal(s->own_subjects, "");
	assert_null(s->seal.other_subjects);
	assert_true(settings_log_level(s, &level));
	assert_int_equal(level, LOG_LEVEL_INFO);
	settings_free(s);
	settings_free(NULL);
}

static void
what_may_be_empty_may_be_given(void **state)
{
	struct settings *s;
	struct err_info e;

	(void)state;
	assert_ok(e, read_text(NEEDED "[seal]\nown_ca_file =\n[audit]\nown_subjects =\n", &s, &e));
	assert_string_equal(s->seal.own_ca_file, "./ca");
	settings_free(s);
	assert_ok(e, read_text(NEEDED "[seal]\nown_ca_file = own\n[audit]\npeer_subjects = a, b\n", &s, &e));
	assert_string_equal(s->seal.own_ca_file, "./own");
	assert_string_equal(s->seal.ca_file, "./ca");
	assert_string_equal(s->peer_subjects, "a, b");
	settings_free(s);
}

/* Nothing is cut, lines may go on, and a list of files is a list of files. */
static void
values_come_whole(void **state)
{
	enum { LONG = 5000 };
	static const char start[] = NEEDED "[audit]\npeer_subjects = ";
	AUTO(char) char *text = malloc(sizeof(start) + LONG + 1);
	struct settings *s;
	struct err_info e;

	(void)state;
	assert_non_null(text);
	memcpy(text, start, sizeof(start));
	memset(text + sizeof(start) - 1, 'x', LONG);
	text[sizeof(start) - 1 + LONG] = '\0';
	assert_ok(e, read_text(text, &s, &e));
	assert_int_equal(strlen(s->peer_subjects), LONG);
	settings_free(s);

	assert_ok(e, read_text("\xef\xbb\xbf" NEEDED
	    "[audit]\r\n# one\n; two\npeer_subjects = one, ; three\n\ttwo;2,\n\n  three\nown_subjects = a=b\n",
	    &s, &e));
	assert_string_equal(s->peer_subjects, "one, two;2, three");
	assert_string_equal(s->own_subjects, "a=b");
	settings_free(s);
}

static void
lists_of_files_are_relative_each(void **state)
{
	struct settings *s;
	struct err_info e;

	(void)state;
	assert_ok(e, read_text(
	    "[front]\nkey_file = k\ncertificate_file = c\nclient_ca_file = ca\nclients = 00\n"
	    "[fund]\nurl = https://f/\nkey_file = k\ncertificate_file = c\nca_file = ca\n"
	    "[seal]\nkey_file = a.key, /abs/b.key, pkcs11:token=t;object=o;type=private, credential:c, d\\,e\n"
	    "ca_file = ca\npeer_subject = fund\n"
	    "[token]\njwks_file = j\nissuer = i\naudience = a\n[journal]\npath = x.db\n", &s, &e));
	assert_string_equal(s->seal.key_file,
	    "./a.key,/abs/b.key,pkcs11:token=t;object=o;type=private,credential:c,./d\\,e");
	assert_string_equal(s->seal.certificate_file, "");
	settings_free(s);
}

/* Each name in the list of what a reload takes is that of a section or a setting. */
static void
what_is_reloaded_exists(void **state)
{
	(void)state;
	for (const char *const *p = settings_reloaded; *p != NULL; p++) {
		bool found = false;

		for (size_t i = 0; i < settings_rows; i++) {
			char name[80];

			snprintf(name, sizeof(name), "%s.%s", settings_table[i].section, settings_table[i].name);
			found = found || strcmp(name, *p) == 0 ||
			    ((*p)[strlen(*p) - 1] == '.' && strncmp(name, *p, strlen(*p)) == 0);
		}
		if (!found)
			fail_msg("%s is no setting", *p);
	}
}

static void
what_is_wrong_is_named(void **state)
{
	static const struct {
		const char *text, *at;
	} cases[] = {
		{NEEDED "[front]\nprot = 1\n",             "front.prot"},
		{NEEDED "[frnt]\nport = 1\n",              "frnt.port"},
		{NEEDED "[front]\nport = 65536\n",         "front.port"},
		{NEEDED "[front]\nport = -1\n",            "front.port"},
		{NEEDED "[front]\nport = 80x\n",           "front.port"},
		{NEEDED "[front]\nport =\n",               "front.port"},
		{NEEDED "[front]\nport = 99999999999999999999\n", "front.port"},
		{NEEDED "[seal]\npeer_subject = other\n",  "seal.peer_subject"},
		{NEEDED "[log]\nlevel = loud\n",           "log.level"},
		{NEEDED "[flow]\ndeadline_ms = 40000\n",   "flow.stop_ms"},
		{NEEDED "[front]\naddress =\n",            "front.address"},
		{NEEDED "nonsense\n",                      "t62_settings"},
		{NEEDED "[audit\n",                        "t62_settings"},
		{NEEDED "[audit] x\n",                     "t62_settings"},
		{NEEDED "= 1\n",                           "t62_settings"},
		{"[front]\nport = 1\n",                    "front.key_file"},
		{"",                                       "front.key_file"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct settings *s;
		struct err_info e;

		assert_err(ERR_CONFIG, e, read_text(cases[i].text, &s, &e));
		if (strncmp(e.at, cases[i].at, strlen(cases[i].at)) != 0)
			fail_msg("case %zu blames %s, not %s", i, e.at, cases[i].at);
	}
}

static void
the_fund_is_asked_by_https(void **state)
{
	static const struct {
		const char *text;
		enum err    want;
	} cases[] = {
		{WITH_URL("https://fund.example/ws"),       ERR_OK},
		{WITH_URL("https://fund.example:8443"),     ERR_OK},
		{WITH_URL("https://[2001:db8::1]:1/"),      ERR_OK},
		{WITH_URL("http://localhost:1/"),           ERR_OK},
		{WITH_URL("http://127.0.0.1"),              ERR_OK},
		{WITH_URL("http://127.255.0.9:80/x"),       ERR_OK},
		{WITH_URL("http://[::1]:80/x"),             ERR_OK},
		{WITH_URL("http://fund.example/ws"),        ERR_CONFIG},
		{WITH_URL("http://10.0.0.1/"),              ERR_CONFIG},
		{WITH_URL("http://[2001:db8::1]/"),         ERR_CONFIG},
		{WITH_URL("http://[::1]fund.example/"),     ERR_CONFIG},
		{WITH_URL("http://[::1"),                   ERR_CONFIG},
		{WITH_URL("http://127.0.0.1.example/"),     ERR_CONFIG},
		{WITH_URL("http://localhost.example/"),     ERR_CONFIG},
		{WITH_URL("http://127.0.0.1@fund.example/"), ERR_CONFIG},
		{WITH_URL("http://localhost:1@fund.example/"), ERR_CONFIG},
		{WITH_URL("http://fund.example\\@127.0.0.1/"), ERR_CONFIG},
		{WITH_URL("https://user:word@fund.example/"), ERR_CONFIG},
		{WITH_URL("http:///x"),                     ERR_CONFIG},
		{WITH_URL("https://"),                      ERR_CONFIG},
		{WITH_URL("ftp://localhost/"),              ERR_CONFIG},
		{WITH_URL("file:///etc/passwd"),            ERR_CONFIG},
		{WITH_URL("fund.example"),                  ERR_CONFIG},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct settings *s = NULL;
		struct err_info e = {0};

		if (read_text(cases[i].text, &s, &e) != cases[i].want)
			fail_msg("case %zu: %s", i, err_name(e.code));
		if (e.code != ERR_OK)
			assert_string_equal(e.at, "fund.url");
		settings_free(s);
	}
}

static void
a_missing_file_is_named(void **state)
{
	struct settings *s;
	struct err_info e;

	(void)state;
	assert_err(ERR_CONFIG, e, settings_read("no-such-file.conf", &s, &e));
	assert_string_equal(e.at, "no-such-file.conf");
}

static void
the_help_is_a_file_that_parses(void **state)
{
	char text[16384];
	FILE *f = fopen(file, "w");
	struct settings *s;
	struct err_info e;
	size_t n;

	(void)state;
	assert_non_null(f);
	settings_print_help(f);
	fclose(f);
	f = fopen(file, "r");
	n = fread(text, 1, sizeof(text) - 1, f);
	fclose(f);
	text[n] = '\0';
	assert_non_null(strstr(text, ";max_connections = 2000"));
	/* only what must be given is missing */
	assert_err(ERR_CONFIG, e, settings_read(file, &s, &e));
	assert_non_null(strstr(e.text, "empty"));
}

static int
make_file(void **state)
{
	int fd = mkstemp(file);

	(void)state;
	return fd < 0 ? -1 : close(fd);
}

static int
remove_file(void **state)
{
	(void)state;
	return unlink(file);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults_fill_in_what_is_not_given),
		cmocka_unit_test(what_may_be_empty_may_be_given),
		cmocka_unit_test(values_come_whole),
		cmocka_unit_test(lists_of_files_are_relative_each),
		cmocka_unit_test(what_is_reloaded_exists),
		cmocka_unit_test(what_is_wrong_is_named),
		cmocka_unit_test(the_fund_is_asked_by_https),
		cmocka_unit_test(a_missing_file_is_named),
		cmocka_unit_test(the_help_is_a_file_that_parses),
	};

	return cmocka_run_group_tests_name("settings", tests, make_file, remove_file);
}
