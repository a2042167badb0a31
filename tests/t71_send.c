/* send: what a post carries and brings back; connections kept, shared and waited for. */
#include "config.h"

#include "tests/lib/shot.h"
#include "tests/unit.h"

enum { MANY = 200 };

static void
the_request_is_as_agreed(void **state)
{
	static const char *const wanted[] = {
		"POST /ok HTTP/1.1\r\n", "\r\nContent-Type: text/xml; charset=utf-8\r\n",
		"\r\nSOAPAction: \"urn:a#b\"\r\n", "\r\nContent-Length: 4\r\n",
		"\r\ntraceparent: 00-1-2-01\r\n", "\r\n\r\n<q/>", "\r\nUser-Agent: mostik/",
	};
	static const char *const unwanted[] = {"Expect:", "Authorization:", "Cookie:"};
	struct send *s = shot_open(&shot_config);
	struct shot shot;

	(void)state;
	setenv("http_proxy", "http://127.0.0.1:1/", 1);         /* is not asked */
	setenv("HTTPS_PROXY", "http://127.0.0.1:1/", 1);
	shot_aim(&shot, shot_tls, "/ok", LONG_MS);
	shot.job.traceparent = "00-1-2-01";
	shot_fire(s, &shot, 1);
	assert_int_equal(shot.job.err.code, ERR_OK);
	for (size_t i = 0; i < COUNT_OF(wanted); i++)
		if (strstr(peer_saw(shot_tls)->head, wanted[i]) == NULL)
			fail_msg("no %s in %s", wanted[i], peer_saw(shot_tls)->head);
	for (size_t i = 0; i < COUNT_OF(unwanted); i++)
		assert_null(strstr(peer_saw(shot_tls)->head, unwanted[i]));
	buf_fini(&shot.job.reply);

	peer_forget(shot_tls);
	shot_aim(&shot, shot_tls, "/ok", LONG_MS);
	shot.job.action = "urn:a\r\nX-Injected: 1";
	shot_fire(s, &shot, 1);
	assert_int_equal(shot.job.err.code, ERR_BUG);
	assert_int_equal(peer_saw(shot_tls)->requests, 0);
	buf_fini(&shot.job.reply);
	send_close(s);
	unsetenv("http_proxy");
	unsetenv("HTTPS_PROXY");
}

static void
connections_are_kept(void **state)
{
	struct peer *peers[] = {shot_plain, shot_tls};
	struct send *s = shot_open(&shot_config);

	(void)state;
	for (size_t p = 0; p < COUNT_OF(peers); p++) {
		peer_forget(peers[p]);
		for (int i = 0; i < 10; i++) {
			struct shot shot;

			shot_aim(&shot, peers[p], "/ok", LONG_MS);
			shot_fire(s, &shot, 1);
			assert_int_equal(shot.job.err.code, ERR_OK);
			buf_fini(&shot.job.reply);
		}
		assert_int_equal(peer_saw(peers[p])->requests, 10);
		assert_int_equal(peer_saw(peers[p])->connections, 1);
	}
	send_close(s);
}

static void
many_at_once_share_few_connections(void **state)
{
	static struct shot shots[MANY];
	struct peer *peers[] = {shot_plain, shot_tls};
	struct send *s = shot_open(&shot_config);

	(void)state;
	for (size_t p = 0; p < COUNT_OF(peers); p++) {
		peer_forget(peers[p]);
		for (size_t i = 0; i < MANY; i++)
			shot_aim(&shots[i], peers[p], i % 10 == 0 ? "/slow" : "/ok", LONG_MS);
		shot_fire(s, shots, MANY);
		for (size_t i = 0; i < MANY; i++) {
			assert_int_equal(shots[i].job.err.code, ERR_OK);
			assert_string_equal(shots[i].job.reply.data, "<a/>");
			buf_fini(&shots[i].job.reply);
		}
		assert_int_equal(peer_saw(peers[p])->requests, MANY);
		assert_in_range(peer_saw(peers[p])->connections, 1, AT_ONCE);
	}
	send_close(s);
}

/* One connection, held by a silent peer: whoever waits behind it has sent nothing. */
static void
waiting_in_vain_sends_nothing(void **state)
{
	struct send_config config = shot_config;
	struct send *s;
	struct shot shots[3];

	(void)state;
	config.max_connections = 1;
	config.connect_timeout_ms = SHORT_MS / 2;
	s = shot_open(&config);
	peer_forget(shot_plain);
	shot_aim(&shots[0], shot_plain, "/silent", 2 * SHORT_MS);
	shot_aim(&shots[1], shot_plain, "/ok", SHORT_MS);
	shot_aim(&shots[2], shot_plain, "/ok", LONG_MS);          /* its turn comes, long past a connect timeout */
	shot_fire(s, shots, COUNT_OF(shots));
	assert_int_equal(shots[0].job.err.code, ERR_FUND_SILENT);
	assert_int_equal(shots[1].job.err.code, ERR_FUND_UNREACHABLE);
	assert_int_equal(shots[2].job.err.code, ERR_OK);
	assert_int_equal(peer_saw(shot_plain)->requests, 2);
	for (size_t i = 0; i < COUNT_OF(shots); i++)
		buf_fini(&shots[i].job.reply);
	send_close(s);
}

static struct send *chain_send;
static struct shot chain_next;
static void (*chain_done)(struct send_job *job);

static void
on_done_chain(struct send_job *job)
{
	chain_done(job);
	send_post(chain_send, &chain_next.job);
}

static void
done_may_post_again(void **state)
{
	struct shot first;

	(void)state;
	chain_send = shot_open(&shot_config);
	shot_aim(&chain_next, shot_tls, "/ok", LONG_MS);
	shot_aim(&first, shot_tls, "/ok", LONG_MS);
	chain_done = first.job.done;
	first.job.done = on_done_chain;
	send_post(chain_send, &first.job);
	shot_wait(2);
	assert_int_equal(chain_next.job.err.code, ERR_OK);
	buf_fini(&first.job.reply);
	buf_fini(&chain_next.job.reply);
	send_close(chain_send);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_request_is_as_agreed),
		cmocka_unit_test(connections_are_kept),
		cmocka_unit_test(many_at_once_share_few_connections),
		cmocka_unit_test(waiting_in_vain_sends_nothing),
		cmocka_unit_test(done_may_post_again),
	};

	return cmocka_run_group_tests_name("send", tests, shot_set_up, shot_tear_down);
}
