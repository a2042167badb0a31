#include "config.h"

#include "tests/lib/pki.h"
#include "tests/lib/shot.h"
#include "tests/unit.h"

struct event_base *shot_base;
struct peer *shot_plain, *shot_tls;
static int n_done;

const struct send_config shot_config = {
	.key_file = SHOT_PKI "mostik-tls.key", .certificate_file = SHOT_PKI "mostik-tls.pem",
	.ca_file = SHOT_PKI "tls-ca.pem",
	.max_reply = MAX_REPLY, .connect_timeout_ms = LONG_MS, .max_connections = AT_ONCE,
};

int
shot_set_up(void **state)
{
	(void)state;
	if (pki_make(SHOT_PKI) != 0 || (shot_base = event_base_new()) == NULL)
		return -1;
	shot_plain = peer_start(NULL);
	shot_tls = peer_start(&(struct peer_config){.key_file = SHOT_PKI "fund-tls.key",
	    .certificate_file = SHOT_PKI "fund-tls.pem", .client_ca_file = SHOT_PKI "tls-ca.pem"});
	return 0;
}

int
shot_tear_down(void **state)
{
	(void)state;
	peer_stop(shot_plain);
	peer_stop(shot_tls);
	event_base_free(shot_base);
	return 0;
}

struct send *
shot_open(const struct send_config *config)
{
	struct send *s = NULL;
	struct err_info e;

	assert_ok(e, send_open(shot_base, config, &s, &e));
	return s;
}

static void
on_done(struct send_job *job)
{
	assert_non_null(job->arg);
	(*(int *)job->arg)++;
	n_done++;
}

void
shot_aim(struct shot *shot, struct peer *peer, const char *path, int64_t timeout_ms)
{
	*shot = (struct shot){.job = {.content_type = "text/xml; charset=utf-8", .action = "urn:a#b",
	    .body = "<q/>", .body_len = 4, .timeout_ms = timeout_ms, .done = on_done}};
	snprintf(shot->url, sizeof(shot->url), "%s://localhost:%d%s",
	    peer == shot_tls ? "https" : "http", peer_port(peer), path);
	shot->job.url = shot->url;
	shot->job.arg = &shot->n_done;
}

void
shot_wait(int n)
{
	while (n_done < n)
		assert_int_equal(event_base_loop(shot_base, EVLOOP_ONCE), 0);
	assert_int_equal(n_done, n);
	n_done = 0;
}

void
shot_fire(struct send *s, struct shot *shots, size_t n)
{
	for (size_t i = 0; i < n; i++)
		send_post(s, &shots[i].job);
	assert_int_equal(n_done, 0);            /* done() never comes from within send_post() */
	shot_wait((int)n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(shots[i].n_done, 1);
}
