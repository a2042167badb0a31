#include "config.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/send/private.h"

/*
 * Jobs wait here, not inside curl: a transfer that curl keeps pending spends its connect
 * timeout waiting, and could not say that nothing was sent.
 */

/* The last of a post: the job goes back. */
static void
finish(struct post *post)
{
	struct send_job *job = post->job;

	if (post->deadline != NULL)
		event_free(post->deadline);
	curl_slist_free_all(post->headers);
	free(post);
	job->done(job);
}

/* Gives post a handle and hands it to curl. */
static enum err
start(struct post *post, struct err_info *e)
{
	int64_t left_ms = post->deadline_ms - clock_mono_ms();

	if (left_ms <= 0)
		FAIL(e, ERR_FUND_UNREACHABLE, "", "no connection was free in time");
	TRY(send_lane_take(post->lane, &post->easy, e));
	TRY(send_request_fill(post, left_ms, e));
	if (curl_multi_add_handle(post->lane->multi, post->easy) != CURLM_OK)
		FAIL(e, ERR_NOMEM, "", "curl cannot take another post");
	return ERR_OK;
}

/* The post holds a place from here until release(). */
static void
seize(struct send *s, struct post *post)
{
	post->lane = s->lane;
	post->lane->n_active++;
	s->n_active++;
}

static void
release(struct send *s, struct post *post)
{
	send_lane_give(post->lane, STEAL(post->easy));
	post->lane->n_active--;
	s->n_active--;
}

/* Starts those that wait while there is room.  Only from the loop: a failure calls done(). */
static void
advance(struct send *s)
{
	struct post *post;

	while (s->n_active < s->max_connections && (post = TAILQ_FIRST(&s->waiting)) != NULL) {
		TAILQ_REMOVE(&s->waiting, post, link);
		event_free(STEAL(post->deadline));
		seize(s, post);
		if (start(post, &post->job->err) != ERR_OK) {
			release(s, post);
			finish(post);
		}
	}
}

void
send_ended(struct post *post, CURLcode code)
{
	struct send *s = post->send;

	send_request_judge(post, code);
	release(s, post);
	finish(post);
	advance(s);
}

static void
on_kick(evutil_socket_t fd, short events, void *arg)
{
	(void)fd, (void)events;
	advance(arg);
}

static void
on_deadline(evutil_socket_t fd, short events, void *arg)
{
	struct post *post = arg;

	(void)fd, (void)events;
	TAILQ_REMOVE(&post->send->waiting, post, link);
	err_set(&post->job->err, __FILE__, __LINE__, ERR_FUND_UNREACHABLE, "",
	    "no connection was free in time");
	finish(post);
}

AUTO_DEFINE(curl_url, CURLU *, curl_url_cleanup)

static enum err
check_url(const char *url, struct err_info *e)
{
	AUTO(curl_url) CURLU *parts = curl_url();
	CURLUcode code;

	if (parts == NULL)
		FAIL(e, ERR_NOMEM, "url", "room for a URL");
	code = curl_url_set(parts, CURLUPART_URL, url, 0);
	if (code != CURLUE_OK)
		FAIL(e, ERR_CONFIG, "url", "%s", curl_url_strerror(code));
	return ERR_OK;
}

static enum err
check_limits(const struct send_config *c, struct err_info *e)
{
	if (c->max_connections < 1 || c->connect_timeout_ms < 1)
		FAIL(e, ERR_CONFIG, "max_connections", "limits greater than zero");
	return ERR_OK;
}

enum err
send_check(const struct send_config *config, const char *url, struct err_info *e)
{
	SSL_CTX *tls = NULL;
	int64_t until_us;

	TRY(check_limits(config, e));
	TRY(send_tls_read(config, &tls, &until_us, e));
	SSL_CTX_free(tls);
	return check_url(url, e);
}

static enum err
prepare(struct send *s, const struct send_config *config, struct err_info *e)
{
	s->max_reply = config->max_reply;
	s->connect_timeout_ms = config->connect_timeout_ms;
	s->max_connections = config->max_connections;
	s->kick = event_new(s->base, -1, 0, on_kick, s);
	if (s->kick == NULL)
		FAIL(e, ERR_NOMEM, "", "an event");
	return send_lane_open(s, config, &s->lane, e);
}

enum err
send_open(struct event_base *base, const struct send_config *config, struct send **ret_send,
    struct err_info *e)
{
	struct send *s;
	enum err err;

	TRY(check_limits(config, e));
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		FAIL(e, ERR_BUG, "", "curl cannot start");
	s = calloc(1, sizeof(*s));
	if (s == NULL) {
		curl_global_cleanup();
		FAIL(e, ERR_NOMEM, "", "send");
	}
	signal(SIGPIPE, SIG_IGN);       /* a peer that hangs up must not end the process */
	s->base = base;
	TAILQ_INIT(&s->waiting);
	err = prepare(s, config, e);
	if (err != ERR_OK) {
		send_close(s);
		return err;
	}
	*ret_send = s;
	return ERR_OK;
}

enum err
send_reload(struct send *s, const struct send_config *config, struct err_info *e)
{
	struct lane *lane;

	TRY(send_lane_open(s, config, &lane, e));
	send_lane_retire(s->lane);
	s->lane = lane;
	return ERR_OK;
}

int64_t
send_certificate_until_us(const struct send *s)
{
	return s->lane->until_us;
}

void
send_post(struct send *s, struct send_job *job)
{
	int64_t ms = job->timeout_ms > 0 ? job->timeout_ms : 1;
	struct timeval tv = {.tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000};
	struct post *post = calloc(1, sizeof(*post));

	/* A job that cannot even be queued could not be reported back either. */
	CHECK(post != NULL);
	post->send = s;
	post->job = job;
	post->deadline_ms = clock_mono_ms() + ms;
	post->deadline = evtimer_new(s->base, on_deadline, post);
	CHECK(post->deadline != NULL && event_add(post->deadline, &tv) == 0);
	job->err = (struct err_info){0};
	job->status = 0;
	job->reply_type[0] = '\0';
	buf_init(&job->reply, s->max_reply);
	TAILQ_INSERT_TAIL(&s->waiting, post, link);
	event_active(s->kick, EV_TIMEOUT, 0);   /* from the loop, so that done() cannot come from here */
}

void
send_close(struct send *s)
{
	if (s == NULL)
		return;
	CHECK(s->n_active == 0 && TAILQ_EMPTY(&s->waiting));
	send_lane_close(s->lane);
	if (s->kick != NULL)
		event_free(s->kick);
	free(s);
	curl_global_cleanup();
}
