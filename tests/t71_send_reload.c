/* send: other keys, authorities and revocation lists without losing a post; old connections end. */
#include "config.h"

#include <unistd.h>

#include <openssl/pem.h>
#include <openssl/x509.h>

#include "tests/lib/shot.h"
#include "tests/unit.h"

enum { DAY_S = 86400 };

static char crl_file[] = "t71_send_crl.XXXXXX";

static enum err
post(struct send *s, const char *path)
{
	struct shot shot;

	shot_aim(&shot, shot_tls, path, LONG_MS);
	shot_fire(s, &shot, 1);
	buf_fini(&shot.job.reply);
	return shot.job.err.code;
}

static struct send_config
with(const char *name, const char *ca)
{
	static char key[64], certificate[64], authority[64];
	struct send_config config = shot_config;

	snprintf(key, sizeof(key), "%s%s.key", SHOT_PKI, name);
	snprintf(certificate, sizeof(certificate), "%s%s.pem", SHOT_PKI, name);
	snprintf(authority, sizeof(authority), "%s%s.pem", SHOT_PKI, ca);
	config.key_file = key;
	config.certificate_file = certificate;
	config.ca_file = authority;
	return config;
}

static void
a_kept_connection_is_left(void **state)
{
	struct send *s = shot_open(&shot_config);
	struct err_info e;

	(void)state;
	peer_forget(shot_tls);
	assert_int_equal(post(s, "/ok"), ERR_OK);
	assert_int_equal(post(s, "/ok"), ERR_OK);
	assert_int_equal(peer_saw(shot_tls)->connections, 1);
	assert_ok(e, send_reload(s, &shot_config, &e));
	assert_int_equal(post(s, "/ok"), ERR_OK);
	assert_int_equal(post(s, "/ok"), ERR_OK);
	assert_int_equal(peer_saw(shot_tls)->connections, 2);
	send_close(s);
}

static void
the_new_files_are_used(void **state)
{
	static const struct {
		const char *name, *ca;
		enum err    want, or;
	} cases[] = {
		{"stranger-tls", "tls-ca",   ERR_OK,               ERR_OK},
		{"mostik-tls",   "other-ca", ERR_FUND_UNREACHABLE, ERR_FUND_UNREACHABLE},
		{"mostik-tls",   "tls-ca",   ERR_OK,               ERR_OK},
		{"foreign-tls",  "tls-ca",   ERR_FUND_UNREACHABLE, ERR_FUND_BROKEN},    /* see t72 */
		{"mostik-tls",   "tls-ca",   ERR_OK,               ERR_OK},
	};
	struct send *s = shot_open(&shot_config);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct send_config config = with(cases[i].name, cases[i].ca);
		struct err_info e;
		enum err code;

		assert_ok(e, send_reload(s, &config, &e));
		code = post(s, "/ok");
		if (code != cases[i].want && code != cases[i].or)
			fail_msg("%zu: %s", i, err_name(code));
	}
	send_close(s);
}

static void
a_failure_changes_nothing(void **state)
{
	static const struct {
		const char *what, *key, *certificate, *ca, *crl, *at;
	} cases[] = {
		/* clang-format off */
		{"no key",         SHOT_PKI "none.key",       SHOT_PKI "mostik-tls.pem", SHOT_PKI "tls-ca.pem", NULL, "key_file"},
		{"another's key",  SHOT_PKI "fund-tls.key",   SHOT_PKI "mostik-tls.pem", SHOT_PKI "tls-ca.pem", NULL, "key_file"},
		{"another kind's", SHOT_PKI "mostik-sign-rsa.key", SHOT_PKI "mostik-tls.pem", SHOT_PKI "tls-ca.pem", NULL, "key_file"},
		{"no certificate", SHOT_PKI "mostik-tls.key", SHOT_PKI "none.pem",       SHOT_PKI "tls-ca.pem", NULL, "certificate_file"},
		{"no authority",   SHOT_PKI "mostik-tls.key", SHOT_PKI "mostik-tls.pem", SHOT_PKI "none.pem",   NULL, "ca_file"},
		{"no list",        SHOT_PKI "mostik-tls.key", SHOT_PKI "mostik-tls.pem", SHOT_PKI "tls-ca.pem", SHOT_PKI "none.pem", "crl_file"},
		{"no list in it",  SHOT_PKI "mostik-tls.key", SHOT_PKI "mostik-tls.pem", SHOT_PKI "tls-ca.pem", SHOT_PKI "tls-ca.pem", "crl_file"},
		/* clang-format on */
	};
	struct send *s = shot_open(&shot_config);
	int64_t until_us = send_certificate_until_us(s);

	(void)state;
	peer_forget(shot_tls);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct send_config config = shot_config;
		struct err_info e;

		config.key_file = cases[i].key;
		config.certificate_file = cases[i].certificate;
		config.ca_file = cases[i].ca;
		config.crl_file = cases[i].crl;
		assert_err(ERR_KEY_UNUSABLE, e, send_reload(s, &config, &e));
		if (strcmp(e.at, cases[i].at) != 0 || e.text[0] == '\0')
			fail_msg("%s: %s: %s", cases[i].what, e.at, e.text);
		assert_int_equal(post(s, "/ok"), ERR_OK);
	}
	assert_int_equal(peer_saw(shot_tls)->connections, 1);   /* the same all the time */
	assert_int_equal(send_certificate_until_us(s), until_us);
	send_close(s);
}

/* Posts are on their way, and wait for a connection, while one reload follows another. */
static void
no_post_is_lost(void **state)
{
	static struct shot shots[4 * AT_ONCE];
	struct send *s = shot_open(&shot_config);
	struct err_info e;

	(void)state;
	peer_forget(shot_tls);
	for (size_t i = 0; i < COUNT_OF(shots); i++) {
		shot_aim(&shots[i], shot_tls, "/slow", LONG_MS);
		send_post(s, &shots[i].job);
	}
	for (int i = 0; i < 20; i++) {
		assert_int_equal(event_base_loop(shot_base, EVLOOP_ONCE), 0);
		assert_ok(e, send_reload(s, &shot_config, &e));
	}
	shot_wait(COUNT_OF(shots));
	for (size_t i = 0; i < COUNT_OF(shots); i++) {
		assert_int_equal(shots[i].job.err.code, ERR_OK);
		assert_string_equal(shots[i].job.reply.data, "<a/>");
		buf_fini(&shots[i].job.reply);
	}
	assert_int_equal(peer_saw(shot_tls)->requests, COUNT_OF(shots));
	send_close(s);
}

static void
copy_file(const char *from, const char *to)
{
	AUTO(file) FILE *in = fopen(from, "r"), *out = fopen(to, "w");
	char bytes[16384];
	size_t n;

	assert_true(in != NULL && out != NULL);
	n = fread(bytes, 1, sizeof(bytes), in);
	assert_in_range(n, 1, sizeof(bytes) - 1);
	assert_int_equal(fwrite(bytes, 1, n, out), n);
}

/* What the files held when they were read counts, not what they hold now. */
static void
files_are_read_when_told_to(void **state)
{
	static const char key[] = "t71_send.key", certificate[] = "t71_send.pem", ca[] = "t71_send_ca.pem";
	struct send_config config = shot_config;
	struct send *s;
	struct err_info e;

	(void)state;
	copy_file(shot_config.key_file, key);
	copy_file(shot_config.certificate_file, certificate);
	copy_file(shot_config.ca_file, ca);
	config.key_file = key;
	config.certificate_file = certificate;
	config.ca_file = ca;
	s = shot_open(&config);
	assert_int_equal(unlink(key) | unlink(certificate) | unlink(ca), 0);
	peer_forget(shot_tls);
	assert_int_equal(post(s, "/ok"), ERR_OK);
	assert_int_equal(peer_saw(shot_tls)->handshakes, 1);
	assert_err(ERR_KEY_UNUSABLE, e, send_reload(s, &config, &e));
	assert_int_equal(post(s, "/ok"), ERR_OK);
	send_close(s);
}

static X509 *
read_certificate(const char *path)
{
	AUTO(file) FILE *f = fopen(path, "r");
	X509 *certificate = f != NULL ? PEM_read_X509(f, NULL, NULL, NULL) : NULL;

	assert_non_null(certificate);
	return certificate;
}

/* Writes crl_file: a list of authority, from and until so many seconds from now, with one on it or NULL. */
static void
write_crl(const char *authority, long from, long until, const char *revoked)
{
	char path[64];
	AUTO(file) FILE *f = NULL, *out = fopen(crl_file, "w");
	X509_CRL *crl = X509_CRL_new();
	ASN1_TIME *time = ASN1_TIME_new();
	EVP_PKEY *key;
	X509 *ca;

	snprintf(path, sizeof(path), SHOT_PKI "%s.pem", authority);
	ca = read_certificate(path);
	snprintf(path, sizeof(path), SHOT_PKI "%s.key", authority);
	f = fopen(path, "r");
	assert_true(f != NULL && out != NULL && crl != NULL && time != NULL);
	key = PEM_read_PrivateKey(f, NULL, NULL, NULL);
	assert_non_null(key);
	assert_int_equal(X509_CRL_set_version(crl, X509_CRL_VERSION_2), 1);
	assert_int_equal(X509_CRL_set_issuer_name(crl, X509_get_subject_name(ca)), 1);
	assert_non_null(X509_gmtime_adj(time, from));
	assert_int_equal(X509_CRL_set1_lastUpdate(crl, time), 1);
	assert_non_null(X509_gmtime_adj(time, until));
	assert_int_equal(X509_CRL_set1_nextUpdate(crl, time), 1);
	if (revoked != NULL) {
		X509 *certificate = read_certificate(revoked);
		X509_REVOKED *entry = X509_REVOKED_new();

		assert_non_null(X509_gmtime_adj(time, from));
		assert_int_equal(X509_REVOKED_set_serialNumber(entry, X509_get_serialNumber(certificate)), 1);
		assert_int_equal(X509_REVOKED_set_revocationDate(entry, time), 1);
		assert_int_equal(X509_CRL_add0_revoked(crl, entry), 1);
		X509_free(certificate);
	}
	assert_true(X509_CRL_sign(crl, key, EVP_sha256()) > 0);
	assert_int_equal(PEM_write_X509_CRL(out, crl), 1);
	X509_CRL_free(crl);
	ASN1_TIME_free(time);
	EVP_PKEY_free(key);
	X509_free(ca);
}

static void
who_is_revoked_is_not_asked(void **state)
{
	static const struct {
		const char *what, *authority, *revoked;
		long        from_s, until_s;
		enum err    want;
		const char *text;
	} cases[] = {
		/* clang-format off */
		{"nobody revoked",  "tls-ca",   NULL,                     -DAY_S, DAY_S,  ERR_OK, NULL},
		{"another revoked", "tls-ca",   SHOT_PKI "portal-tls.pem", -DAY_S, DAY_S,  ERR_OK, NULL},
		{"the Fund revoked","tls-ca",   SHOT_PKI "fund-tls.pem",  -DAY_S, DAY_S,  ERR_FUND_UNREACHABLE, "certificate revoked"},
		{"a stale list",    "tls-ca",   NULL,                     -2 * DAY_S, -DAY_S, ERR_FUND_UNREACHABLE, "CRL has expired"},
		{"a future list",   "tls-ca",   NULL,                     DAY_S,  2 * DAY_S, ERR_FUND_UNREACHABLE, "CRL is not yet valid"},
		{"another's list",  "other-ca", NULL,                     -DAY_S, DAY_S,  ERR_FUND_UNREACHABLE, "unable to get certificate CRL"},
		/* clang-format on */
	};
	struct send *s = shot_open(&shot_config);
	struct send_config config = shot_config;

	(void)state;
	config.crl_file = crl_file;
	assert_int_equal(post(s, "/ok"), ERR_OK);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct shot shot;
		struct err_info e;

		write_crl(cases[i].authority, cases[i].from_s, cases[i].until_s, cases[i].revoked);
		assert_ok(e, send_reload(s, &config, &e));
		peer_forget(shot_tls);
		shot_aim(&shot, shot_tls, "/ok", LONG_MS);
		shot_fire(s, &shot, 1);
		if (shot.job.err.code != cases[i].want ||
		    (cases[i].text != NULL && strstr(shot.job.err.text, cases[i].text) == NULL))
			fail_msg("%s: %s (%s)", cases[i].what, err_name(shot.job.err.code), shot.job.err.text);
		assert_int_equal(peer_saw(shot_tls)->requests, cases[i].want == ERR_OK);
		buf_fini(&shot.job.reply);
	}
	send_close(s);
}

static void
the_end_of_our_certificate_is_known(void **state)
{
	struct send_config config = shot_config;
	X509 *certificate = read_certificate(shot_config.certificate_file);
	struct send *s = shot_open(&shot_config);
	struct err_info e;
	int days, seconds;
	int64_t left_s = (send_certificate_until_us(s) - clock_now_us()) / 1000000;

	(void)state;
	assert_int_equal(ASN1_TIME_diff(&days, &seconds, NULL, X509_get0_notAfter(certificate)), 1);
	assert_in_range(left_s, (int64_t)days * DAY_S + seconds - 5, (int64_t)days * DAY_S + seconds + 5);
	config.key_file = config.certificate_file = NULL;
	assert_ok(e, send_reload(s, &config, &e));
	assert_true(send_certificate_until_us(s) == INT64_MAX);
	X509_free(certificate);
	send_close(s);
}

static int
set_up(void **state)
{
	int fd = mkstemp(crl_file);

	return fd >= 0 && close(fd) == 0 ? shot_set_up(state) : -1;
}

static int
tear_down(void **state)
{
	unlink(crl_file);
	return shot_tear_down(state);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_kept_connection_is_left),
		cmocka_unit_test(the_new_files_are_used),
		cmocka_unit_test(a_failure_changes_nothing),
		cmocka_unit_test(no_post_is_lost),
		cmocka_unit_test(files_are_read_when_told_to),
		cmocka_unit_test(who_is_revoked_is_not_asked),
		cmocka_unit_test(the_end_of_our_certificate_is_known),
	};

	return cmocka_run_group_tests_name("send reload", tests, set_up, tear_down);
}
