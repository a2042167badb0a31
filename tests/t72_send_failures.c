/* send: which failure is called what, and that a post never reaches the peer twice. */
#include "config.h"

#include "tests/lib/names.h"
#include "tests/lib/shot.h"
#include "tests/unit.h"

static void
answers_and_failures(void **state)
{
	static const struct {
		const char *path;
		int64_t     timeout_ms;
		enum err    want;
		long        status;
		const char *reply;
	} cases[] = {
		{"/ok",        LONG_MS,  ERR_OK,             200, "<a/>"},
		{"/fault",     LONG_MS,  ERR_OK,             500, "<f/>"},
		{"/slow",      LONG_MS,  ERR_OK,             200, "<a/>"},
		{"/missing",   LONG_MS,  ERR_OK,             404, NULL},
		{"/redirect",  LONG_MS,  ERR_OK,             307, NULL},
		{"/silent",    SHORT_MS, ERR_FUND_SILENT,    0,   NULL},
		{"/half-wait", SHORT_MS, ERR_FUND_SILENT,    200, "<a>"},
		{"/hang-up",   LONG_MS,  ERR_FUND_BROKEN,    0,   NULL},
		{"/half",      LONG_MS,  ERR_FUND_BROKEN,    200, "<a>"},
		{"/half-head", LONG_MS,  ERR_FUND_BROKEN,    0,   NULL},
		{"/garbage",   LONG_MS,  ERR_FUND_BROKEN,    0,   NULL},
		{"/endless",   LONG_MS,  ERR_FUND_TOO_LARGE, 200, NULL},
		{"/much",      LONG_MS,  ERR_FUND_TOO_LARGE, 200, NULL},
	};
	struct peer *peers[] = {shot_plain, shot_tls};
	struct send *s = shot_open(&shot_config);

	(void)state;
	for (size_t i = 0; i < 2 * COUNT_OF(cases); i++) {
		const __typeof__(cases[0]) *c = &cases[i / 2];
		struct shot shot;

		shot_aim(&shot, peers[i % 2], c->path, c->timeout_ms);
		peer_forget(peers[i % 2]);
		shot_fire(s, &shot, 1);
		if (shot.job.err.code != c->want || (c->status != 0 && shot.job.status != c->status))
			fail_msg("%s: %s, %ld (%s)", shot.url, err_name(shot.job.err.code),
			    shot.job.status, shot.job.err.text);
		if (c->want != ERR_OK) {
			assert_true(shot.job.err.text[0] != '\0');
			assert_null(strstr(shot.job.err.text, "localhost"));
		}
		if (c->reply != NULL)
			assert_string_equal(shot.job.reply.data, c->reply);
		if (c->want == ERR_OK && c->reply != NULL)
			assert_memory_equal(shot.job.reply_type, "text/xml", 8);
		assert_true(shot.job.reply.len <= MAX_REPLY);
		assert_int_equal(peer_saw(peers[i % 2])->requests, 1);  /* and no redirect followed */
		buf_fini(&shot.job.reply);
	}
	send_close(s);
}

#define TYPE "Content-Type: text/xml\r\n"
#define FOUR TYPE "Content-Length: 4\r\n"
#define CHUNKED TYPE "Transfer-Encoding: chunked\r\n"
#define CHUNK "\r\n4\r\n<a/>\r\n0\r\n\r\n"

/* Another reader might find another message in these, or none. */
static const struct {
	const char *what, *head_and_body;
	enum err    want;
} shapes[] = {
	/* clang-format off */
	{"good",                        FOUR "\r\n<a/>",                                   ERR_OK},
	{"good chunks",                 CHUNKED CHUNK,                                     ERR_OK},
	{"gzip",                        FOUR "Content-Encoding: gzip\r\n\r\n<a/>",         ERR_FUND_HTTP},
	{"br",                          FOUR "Content-Encoding: br\r\n\r\n<a/>",           ERR_FUND_HTTP},
	{"two types",                   FOUR "Content-Type: text/html\r\n\r\n<a/>",        ERR_FUND_HTTP},
	{"a length twice",              FOUR "Content-Length: 4\r\n\r\n<a/>",              ERR_FUND_HTTP},
	{"two lengths",                 FOUR "Content-Length: 2\r\n\r\n<a/>",              ERR_FUND_HTTP},
	{"a negative length",           TYPE "Content-Length: -4\r\n\r\n<a/>",             ERR_FUND_BROKEN},
	{"both framings",               FOUR "Transfer-Encoding: chunked\r\n" CHUNK,       ERR_FUND_HTTP},
	{"gzip, chunked",               TYPE "Transfer-Encoding: gzip, chunked\r\n" CHUNK, ERR_FUND_BROKEN},
	{"an unknown encoding",         TYPE "Transfer-Encoding: xchunked\r\n" CHUNK,      ERR_FUND_BROKEN},
	{"chunked twice",               CHUNKED "Transfer-Encoding: chunked\r\n" CHUNK,    ERR_FUND_HTTP},
	{"a chunk size that is none",   CHUNKED "\r\nx4\r\n<a/>\r\n0\r\n\r\n",             ERR_FUND_BROKEN},
	{"a chunk size that overflows", CHUNKED "\r\n10000000000000004\r\n<a/>\r\n0\r\n\r\n", ERR_FUND_BROKEN},
	{"a second reply",              FOUR "\r\n<a/>HTTP/1.1 200 OK\r\n" FOUR "\r\n<b/>", ERR_OK},
	{"no length",                   TYPE "\r\n<a/>",                                   ERR_OK},
	/* clang-format on */
};

static void
replies_of_two_meanings_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(shapes); i++) {
		struct send *s = shot_open(&shot_config);
		struct shot shot;
		char reply[512];

		snprintf(reply, sizeof(reply), "HTTP/1.1 200 OK\r\n%s", shapes[i].head_and_body);
		peer_say(shot_tls, reply);
		shot_aim(&shot, shot_tls, "/said", LONG_MS);
		shot_fire(s, &shot, 1);
		if (shot.job.err.code != shapes[i].want)
			fail_msg("%s: %s (%s)", shapes[i].what, err_name(shot.job.err.code), shot.job.err.text);
		if (shapes[i].want == ERR_OK)
			assert_string_equal(shot.job.reply.data, "<a/>");
		buf_fini(&shot.job.reply);
		send_close(s);
	}
}

/* Nothing may have left: the code says so, and the peer agrees. */
static void
unreachable_means_nothing_was_sent(void **state)
{
	static const struct {
		const char *what, *url;         /* %d: the TLS peer's port; NULL: its /ok */
		const char *ca;
		int         connections;
	} cases[] = {
		{"refused",      "https://127.0.0.1:1/",         SHOT_PKI "tls-ca.pem",   0},
		{"no such host", "https://no-such-host.invalid/",SHOT_PKI "tls-ca.pem",   0},
		{"wrong CA",     NULL,                           SHOT_PKI "other-ca.pem", 1},
		{"no CA",        NULL,                           NULL,               1},
		{"wrong name",   "https://other.localhost:%d/ok",SHOT_PKI "tls-ca.pem",   1},
		{"not TLS",      "https://localhost:%d/ok",      SHOT_PKI "tls-ca.pem",   0},
		{"no scheme",    "ftp://127.0.0.1:%d/ok",        SHOT_PKI "tls-ca.pem",   0},
		{"a file",       "file:///etc/passwd",           SHOT_PKI "tls-ca.pem",   0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct send_config config = shot_config;
		struct send *s;
		struct shot shot;

		config.ca_file = cases[i].ca;
		s = shot_open(&config);
		peer_forget(shot_tls);
		shot_aim(&shot, shot_tls, "/ok", LONG_MS);
		if (cases[i].url != NULL) {
			char port[16], *mark;

			snprintf(shot.url, sizeof(shot.url), "%s", cases[i].url);
			snprintf(port, sizeof(port), "%d/ok",
			    peer_port(strcmp(cases[i].what, "not TLS") == 0 ? shot_plain : shot_tls));
			if ((mark = strstr(shot.url, "%d")) != NULL)
				memcpy(mark, port, strlen(port) + 1);
		}
		shot_fire(s, &shot, 1);
		if (shot.job.err.code != ERR_FUND_UNREACHABLE || shot.job.status != 0)
			fail_msg("%s: %s (%s)", cases[i].what, err_name(shot.job.err.code),
			    shot.job.err.text);
		assert_int_equal(peer_saw(shot_tls)->requests, 0);
		if (cases[i].connections != peer_saw(shot_tls)->connections)
			fail_msg("%s: %d connections", cases[i].what, peer_saw(shot_tls)->connections);
		buf_fini(&shot.job.reply);
		send_close(s);
	}
}

/*
 * A client certificate that the peer refuses.  Under TLS 1.3 the client's handshake is over before
 * it hears of that, so the request may have left: that it was not acted upon is not certain.
 */
static void
a_refused_certificate_is_a_failure(void **state)
{
	(void)state;
	for (int foreign = 0; foreign <= 1; foreign++) {
		struct send_config config = shot_config;
		struct send *s;
		struct shot shot;

		config.key_file = foreign ? SHOT_PKI "foreign-tls.key" : NULL;
		config.certificate_file = foreign ? SHOT_PKI "foreign-tls.pem" : NULL;
		s = shot_open(&config);
		peer_forget(shot_tls);
		shot_aim(&shot, shot_tls, "/ok", LONG_MS);
		shot_fire(s, &shot, 1);
		if (shot.job.err.code != ERR_FUND_UNREACHABLE && shot.job.err.code != ERR_FUND_BROKEN)
			fail_msg("%s (%s)", err_name(shot.job.err.code), shot.job.err.text);
		assert_int_equal(peer_saw(shot_tls)->requests, 0);
		buf_fini(&shot.job.reply);
		send_close(s);
	}
}

/* Curl would send again by itself on a new connection when a kept one dies under the request. */
static void
nothing_is_sent_twice(void **state)
{
	struct peer *peers[] = {shot_plain, shot_tls};

	(void)state;
	for (size_t p = 0; p < COUNT_OF(peers); p++) {
		struct send *s = shot_open(&shot_config);
		struct shot shot[2];

		peer_forget(peers[p]);
		for (int i = 0; i < 2; i++) {
			shot_aim(&shot[i], peers[p], "/once", LONG_MS);
			shot_fire(s, &shot[i], 1);
			buf_fini(&shot[i].job.reply);
		}
		assert_int_equal(shot[0].job.err.code, ERR_OK);
		assert_int_equal(shot[1].job.err.code, ERR_FUND_BROKEN);
		assert_int_equal(peer_saw(peers[p])->requests, 2);
		send_close(s);
	}
}

/* curl would wait for the thread that asks, and with it the loop and all who call. */
static void
a_silent_name_server_does_not_hold_up_the_loop(void **state)
{
	struct send *s = shot_open(&shot_config);
	struct shot shot;

	(void)state;
	names_hold();
	shot_aim(&shot, shot_plain, "/ok", SHORT_MS);
	snprintf(shot.url, sizeof(shot.url), "http://" NAMES_SILENT ":1/");
	shot_fire(s, &shot, 1);
	assert_int_equal(names_waiting(), 1);
	assert_int_equal(shot.job.err.code, ERR_FUND_UNREACHABLE);
	buf_fini(&shot.job.reply);
	send_close(s);
	assert_int_equal(names_waiting(), 1);
	names_release();
}

static void
bad_files_are_found_at_once(void **state)
{
	static const struct {
		const char *key, *certificate, *ca;
		enum err    want;
	} cases[] = {
		{SHOT_PKI "mostik-tls.key", SHOT_PKI "mostik-tls.pem", SHOT_PKI "none.pem",   ERR_KEY_UNUSABLE},
		{SHOT_PKI "none.key",       SHOT_PKI "mostik-tls.pem", SHOT_PKI "tls-ca.pem", ERR_KEY_UNUSABLE},
		{SHOT_PKI "mostik-tls.key", SHOT_PKI "none.pem",       SHOT_PKI "tls-ca.pem", ERR_KEY_UNUSABLE},
		{SHOT_PKI "fund-tls.key",   SHOT_PKI "mostik-tls.pem", SHOT_PKI "tls-ca.pem", ERR_KEY_UNUSABLE},
		{SHOT_PKI "mostik-tls.key", NULL,                 SHOT_PKI "tls-ca.pem", ERR_CONFIG},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct send_config config = shot_config;
		struct send *s = NULL;
		struct err_info e;

		config.key_file = cases[i].key;
		config.certificate_file = cases[i].certificate;
		config.ca_file = cases[i].ca;
		assert_err(cases[i].want, e, send_open(shot_base, &config, &s, &e));
		assert_null(s);
		assert_true(e.at[0] != '\0' && e.text[0] != '\0');
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_and_failures),
		cmocka_unit_test(replies_of_two_meanings_are_refused),
		cmocka_unit_test(unreachable_means_nothing_was_sent),
		cmocka_unit_test(a_refused_certificate_is_a_failure),
		cmocka_unit_test(nothing_is_sent_twice),
		cmocka_unit_test(a_silent_name_server_does_not_hold_up_the_loop),
		cmocka_unit_test(bad_files_are_found_at_once),
	};

	return cmocka_run_group_tests_name("send failures", tests, shot_set_up, shot_tear_down);
}
