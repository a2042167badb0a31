/*
 * token: a key set that is fetched: how it changes while it is used, and what becomes of it when the
 * server is away, or says nonsense.
 */
#include "config.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "tests/lib/names.h"
#include "tests/lib/peer.h"
#include "tests/lib/pki.h"
#include "tests/lib/token_kit.h"
#include "tests/unit.h"

#define PKI "t72_token_fetch.pki"

enum { PATIENCE_S = 60, HOUR_S = 3600, LONG_S = 86400, READERS = 4, TURNS = 40 };

static struct peer *plain;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int n_told;
static enum err last_told;

static void
on_told(const struct err_info *e, void *arg)
{
	(void)arg;
	pthread_mutex_lock(&lock);
	n_told++;
	last_told = e->code;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
}

/* Waits until an outcome was told for the n-th time since forget(). */
static enum err
told(int n)
{
	struct timespec until;
	bool late = false;
	enum err code;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += PATIENCE_S;
	pthread_mutex_lock(&lock);
	while (n_told < n && !late)
		late = pthread_cond_timedwait(&changed, &lock, &until) != 0;
	code = last_told;
	pthread_mutex_unlock(&lock);
	if (late)
		fail_msg("nothing was told the %d. time", n);
	return code;
}

static void
forget(void)
{
	pthread_mutex_lock(&lock);
	n_told = 0;
	pthread_mutex_unlock(&lock);
}

/* Lets the server give this set (takes it), with these header lines. */
static void
serve(char *set, const char *headers)
{
	BUF_AUTO(answer, 1 << 20);

	CHECK(buf_addf(&answer, NULL, "HTTP/1.1 200 OK\r\n%sContent-Length: %zu\r\n\r\n%s", headers,
	    strlen(set), set) == ERR_OK);
	peer_say(plain, answer.data);
	free(set);
}

static char *
set_of(const char *first, EVP_PKEY *key, const char *second, EVP_PKEY *other)
{
	return kit_set(jwt_jwk(key, first, "sig", NULL),
	    other != NULL ? jwt_jwk(other, second, "sig", NULL) : NULL);
}

/* A set of keys that fetches from the peer: by itself never again, on demand whenever. */
static struct token_keys *
open_url(const char *scheme, int port, const char *path, const char *ca_file)
{
	static char url[128];
	struct token_config config = {.jwks_url = url, .ca_file = ca_file, .issuer = ISSUER,
	    .audience = AUDIENCE, .max_skew_s = LONG_S, .refresh_s = LONG_S, .max_stale_s = HOUR_S,
	    .told = on_told};
	struct token_keys *keys;
	struct err_info e;

	snprintf(url, sizeof(url), "%s://localhost:%d%s", scheme, port, path);
	forget();
	assert_ok(e, token_keys_open(&config, &keys, &e));
	return keys;
}

/* A token of a key that is not there yet is answered with "later" until it is. */
static enum err
try_until(struct token_keys *keys, const char *kid, EVP_PKEY *key)
{
	char *token = kit_token(kid, key);
	int64_t until_ms = clock_mono_ms() + PATIENCE_S * INT64_C(1000);
	enum err code;

	while ((code = kit_try(keys, token, clock_now_us())) == ERR_TOKEN_KEYS && clock_mono_ms() < until_ms)
		usleep(1000);
	free(token);
	return code;
}

static void
keys_are_fetched_and_rotate(void **state)
{
	struct token_keys *keys = open_url("http", peer_port(plain), "/said", NULL);
	struct err_info e;

	(void)state;
	assert_false(token_keys_ready(keys, clock_now_us()));
	assert_int_equal(kit_try_key(keys, "r1", rsa), ERR_TOKEN_KEYS);
	serve(set_of("r1", rsa, NULL, NULL), "");
	assert_ok(e, token_keys_start(keys, &e));
	assert_int_equal(told(1), ERR_OK);
	assert_true(token_keys_ready(keys, clock_now_us()));
	assert_int_equal(kit_try_key(keys, "r1", rsa), ERR_OK);
	/* a second key: its first token brings it */
	serve(set_of("r1", rsa, "r2", other_rsa), "");
	assert_int_equal(try_until(keys, "r2", other_rsa), ERR_OK);
	assert_int_equal(kit_try_key(keys, "r1", rsa), ERR_OK);
	/* the first is withdrawn: so it is as soon as anything makes us look */
	serve(set_of("r2", other_rsa, "e1", ec), "");
	assert_int_equal(try_until(keys, NULL, ec), ERR_OK);
	assert_int_equal(try_until(keys, "e1", ec), ERR_OK);
	assert_int_equal(kit_try_key(keys, "r2", other_rsa), ERR_OK);
	assert_int_not_equal(kit_try_key(keys, "r1", rsa), ERR_OK);
	/* too old, and young again */
	assert_false(token_keys_ready(keys, clock_now_us() + (HOUR_S + 1) * INT64_C(1000000)));
	token_keys_close(keys);
}

static void
an_unknown_kid_does_not_make_us_ask_without_end(void **state)
{
	char url[64];
	struct token_config config = {.jwks_url = url, .issuer = ISSUER, .audience = AUDIENCE,
	    .refresh_s = LONG_S, .retry_s = HOUR_S, .max_stale_s = LONG_S, .told = on_told};
	struct token_keys *keys;
	struct err_info e;
	char *token = kit_token("r9", other_rsa);
	int64_t until_ms;

	(void)state;
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/said", peer_port(plain));
	serve(set_of("r1", rsa, NULL, NULL), "Cache-Control: public, max-age=1\r\n");
	forget();
	peer_forget(plain);
	assert_ok(e, token_keys_open(&config, &keys, &e));
	assert_ok(e, token_keys_start(keys, &e));
	assert_int_equal(told(1), ERR_OK);
	/* "later" only until that fetch is over */
	until_ms = clock_mono_ms() + PATIENCE_S * INT64_C(1000);
	while (kit_try(keys, token, clock_now_us()) == ERR_TOKEN_KEYS && clock_mono_ms() < until_ms)
		usleep(1000);
	for (int i = 0; i < 100; i++)
		assert_int_equal(kit_try(keys, token, clock_now_us()), ERR_TOKEN_INVALID);
	assert_int_equal(peer_saw(plain)->requests, 1);
	/* the operator's word counts at once */
	serve(set_of("r1", rsa, "r9", other_rsa), "");
	assert_ok(e, token_reload(keys, &config, &e));
	until_ms = clock_mono_ms() + PATIENCE_S * INT64_C(1000);
	while (kit_try(keys, token, clock_now_us()) != ERR_OK && clock_mono_ms() < until_ms)
		usleep(1000);
	assert_int_equal(kit_try(keys, token, clock_now_us()), ERR_OK);
	/* the last set holds for its time, and not longer */
	assert_int_equal(kit_try(keys, token, clock_now_us() + (LONG_S - HOUR_S) * INT64_C(1000000)), ERR_OK);
	assert_int_equal(kit_try(keys, token, clock_now_us() + (LONG_S + HOUR_S) * INT64_C(1000000)),
	    ERR_TOKEN_KEYS);
	assert_int_equal(peer_saw(plain)->requests, 2);
	token_keys_close(keys);
	free(token);
}

#define OK_HEAD "HTTP/1.1 200 OK\r\n"

static void
nonsense_does_not_replace_a_good_set(void **state)
{
	static const char *const answers[] = {
		"", "\001\002", "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n",
		"HTTP/1.1 404 No\r\nContent-Length: 11\r\n\r\n{\"keys\":[]}",
		"HTTP/1.1 304 No\r\n\r\n", "HTTP/1.1 204 No\r\n\r\n",
		"HTTP/1.1 302 No\r\nLocation: /said\r\nContent-Length: 0\r\n\r\n",
		OK_HEAD "Content-Length: 0\r\n\r\n", OK_HEAD "Content-Length: 2\r\n\r\n{}",
		OK_HEAD "Content-Length: 11\r\n\r\n{\"keys\":[]}",
		OK_HEAD "Content-Length: 11\r\n\r\n{\"keys\":{}}",
		OK_HEAD "Content-Length: 12\r\n\r\n{\"keys\":[7]}",
		OK_HEAD "Content-Length: 100\r\n\r\n{\"keys\":[]}",
		OK_HEAD "Content-Length: 99999999\r\n\r\n{",
		OK_HEAD "\r\n{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}",
		OK_HEAD "Content-Encoding: gzip\r\n\r\n\037\213\010",
	};
	const struct token_config config = {.jwks_url = "http://localhost/"};   /* as before: by a URL */
	struct token_keys *keys = open_url("http", peer_port(plain), "/said", NULL);
	struct err_info e;
	int n = 1;

	(void)state;
	serve(set_of("r1", rsa, NULL, NULL), "");
	assert_ok(e, token_keys_start(keys, &e));
	assert_int_equal(told(n++), ERR_OK);
	for (size_t i = 0; i < COUNT_OF(answers); i++) {
		peer_say(plain, answers[i]);
		assert_ok(e, token_reload(keys, &config, &e));
		if (told(n++) == ERR_OK)
			fail_msg("taken for a key set: %s", answers[i]);
		assert_int_equal(kit_try_key(keys, "r1", rsa), ERR_OK);
		assert_true(token_keys_ready(keys, clock_now_us()));
		serve(set_of("r1", rsa, "e1", ec), "");
		assert_ok(e, token_reload(keys, &config, &e));
		assert_int_equal(told(n++), ERR_OK);
	}
	token_keys_close(keys);
}

static void
only_the_given_authority_is_believed(void **state)
{
	static const struct peer_config config = {PKI "/fund-tls.key", PKI "/fund-tls.pem", NULL};
	static const struct {
		const char *scheme, *path, *ca_file;
		enum err    want;
	} cases[] = {
		{"https", "/said", PKI "/tls-ca.pem",   ERR_OK},
		{"https", "/said", PKI "/other-ca.pem", ERR_TOKEN_KEYS},
		{"https", "/none", PKI "/tls-ca.pem",   ERR_TOKEN_KEYS},
		{"http",  "/said", PKI "/tls-ca.pem",   ERR_TOKEN_KEYS},      /* to a server of TLS */
		{"https", "/redirect", PKI "/tls-ca.pem", ERR_TOKEN_KEYS},
		{"https", "/garbage", PKI "/tls-ca.pem", ERR_TOKEN_KEYS},
		{"https", "/endless", PKI "/tls-ca.pem", ERR_TOKEN_KEYS},
		{"https", "/half", PKI "/tls-ca.pem",   ERR_TOKEN_KEYS},
	};
	struct peer *tls = peer_start(&config), *was = plain;
	struct err_info e;

	(void)state;
	plain = tls;
	serve(set_of("r1", rsa, NULL, NULL), "");
	plain = was;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct token_keys *keys = open_url(cases[i].scheme, peer_port(tls), cases[i].path,
		    cases[i].ca_file);

		assert_ok(e, token_keys_start(keys, &e));
		if (told(1) != cases[i].want)
			fail_msg("%s%s: %s", cases[i].scheme, cases[i].path, err_name(last_told));
		assert_true(token_keys_ready(keys, clock_now_us()) == (cases[i].want == ERR_OK));
		assert_int_equal(kit_try_key(keys, "r1", rsa), cases[i].want);
		token_keys_close(keys);
	}
	peer_stop(tls);
}

static void
a_silent_server_does_not_hold_up_the_end(void **state)
{
	struct token_keys *keys = open_url("http", peer_port(plain), "/silent", NULL);
	int64_t until_ms = clock_mono_ms() + PATIENCE_S * INT64_C(1000);
	struct err_info e;

	(void)state;
	peer_forget(plain);
	assert_ok(e, token_keys_start(keys, &e));
	while (peer_saw(plain)->requests == 0 && clock_mono_ms() < until_ms)
		usleep(1000);
	assert_int_equal(peer_saw(plain)->requests, 1);
	assert_int_equal(kit_try_key(keys, "r1", rsa), ERR_TOKEN_KEYS);
	token_keys_close(keys);
	assert_int_equal(n_told, 0);    /* it was ended, it did not run out of time */
}

static void
a_silent_name_server_does_not_hold_up_the_end(void **state)
{
	static const struct token_config config = {.jwks_url = "http://" NAMES_SILENT ":1/",
	    .issuer = ISSUER, .audience = AUDIENCE, .refresh_s = LONG_S, .retry_s = HOUR_S,
	    .max_stale_s = LONG_S};
	int64_t until_ms = clock_mono_ms() + PATIENCE_S * INT64_C(1000);
	struct token_keys *keys;
	struct err_info e;

	(void)state;
	names_hold();
	assert_ok(e, token_keys_open(&config, &keys, &e));
	assert_ok(e, token_keys_start(keys, &e));
	while (names_waiting() == 0 && clock_mono_ms() < until_ms)
		usleep(1000);
	token_keys_close(keys);
	assert_int_equal(names_waiting(), 1);
	names_release();
}

/* ---- many readers ---- */

struct load {
	struct token_keys *keys;
	char              *token;
	atomic_bool       *stop;
	atomic_int        *bad, *good;
};

static void *
read_on(void *arg)
{
	struct load *l = arg;

	while (!atomic_load(l->stop))
		atomic_fetch_add(kit_try(l->keys, l->token, clock_now_us()) == ERR_OK ? l->good : l->bad, 1);
	return NULL;
}

/* The key that is in every set is good at every moment, whatever else comes and goes. */
static void
keys_change_under_load(void **state)
{
	struct token_keys *keys = open_url("http", peer_port(plain), "/said", NULL);
	atomic_int bad = 0, good = 0;
	atomic_bool stop = false;
	char *token = kit_token("e1", ec);
	struct load load = {keys, token, &stop, &bad, &good};
	pthread_t thread[READERS];
	struct err_info e;

	(void)state;
	serve(set_of("e1", ec, NULL, NULL), "");
	assert_ok(e, token_keys_start(keys, &e));
	assert_int_equal(told(1), ERR_OK);
	for (int i = 0; i < READERS; i++)
		assert_int_equal(pthread_create(&thread[i], NULL, read_on, &load), 0);
	for (int i = 0; i < TURNS; i++) {
		char kid[16];

		snprintf(kid, sizeof(kid), "turn%d", i);
		serve(set_of("e1", ec, kid, i % 2 == 0 ? other_rsa : other_ec), "");
		assert_int_equal(try_until(keys, kid, i % 2 == 0 ? other_rsa : other_ec), ERR_OK);
	}
	atomic_store(&stop, true);
	for (int i = 0; i < READERS; i++)
		pthread_join(thread[i], NULL);
	assert_int_equal(bad, 0);
	assert_true(good > READERS);
	token_keys_close(keys);
	free(token);
}

static int
set_up(void **state)
{
	if (kit_set_up(state) != 0 || pki_make(PKI) != 0)
		return -1;
	plain = peer_start(NULL);
	return 0;
}

static int
tear_down(void **state)
{
	peer_stop(plain);
	return pki_remove(PKI) == 0 ? kit_tear_down(state) : -1;
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_are_fetched_and_rotate),
		cmocka_unit_test(an_unknown_kid_does_not_make_us_ask_without_end),
		cmocka_unit_test(nonsense_does_not_replace_a_good_set),
		cmocka_unit_test(only_the_given_authority_is_believed),
		cmocka_unit_test(a_silent_server_does_not_hold_up_the_end),
		cmocka_unit_test(a_silent_name_server_does_not_hold_up_the_end),
		cmocka_unit_test(keys_change_under_load),
	};

	return cmocka_run_group_tests_name("key sets of a server", tests, set_up, tear_down);
}
