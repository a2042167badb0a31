#include "config.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/ssl.h>

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
	struct send *s = post->send;
	int64_t left_ms = post->deadline_ms - clock_mono_ms();

	if (left_ms <= 0)
		FAIL(e, ERR_FUND_UNREACHABLE, "", "no connection was free in time");
	if (s->n_idle > 0)
		post->easy = s->idle[--s->n_idle];
	else
		TRY(send_handle_new(s, &post->easy, e));
	TRY(send_request_fill(post, left_ms, e));
	if (curl_multi_add_handle(s->multi, post->easy) != CURLM_OK)
		FAIL(e, ERR_NOMEM, "", "curl cannot take another post");
	return ERR_OK;
}

/* Puts the handle back; it forgets the post. */
static void
recycle(struct send *s, CURL *easy)
{
	if (easy == NULL)
		return;
	if (curl_easy_setopt(easy, CURLOPT_HTTPHEADER, NULL) != CURLE_OK ||
	    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, NULL) != CURLE_OK ||
	    curl_easy_setopt(easy, CURLOPT_PRIVATE, NULL) != CURLE_OK ||
	    s->n_idle == s->max_connections)
		curl_easy_cleanup(easy);
	else
		s->idle[s->n_idle++] = easy;
}

/* Starts those that wait while there is room.  Only from the loop: a failure calls done(). */
static void
advance(struct send *s)
{
	struct post *post;

	while (s->n_active < s->max_connections && (post = TAILQ_FIRST(&s->waiting)) != NULL) {
		TAILQ_REMOVE(&s->waiting, post, link);
		event_free(STEAL(post->deadline));
		s->n_active++;
		if (start(post, &post->job->err) != ERR_OK) {
			s->n_active--;
			recycle(s, STEAL(post->easy));
			finish(post);
		}
	}
}

void
send_ended(struct post *post, CURLcode code)
{
	struct send *s = post->send;

	send_request_judge(post, code);
	s->n_active--;
	recycle(s, STEAL(post->easy));
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

AUTO_DEFINE(ssl_ctx, SSL_CTX *, SSL_CTX_free)

/* Finds out now, not at the first post, whether key, certificate and authority can be used. */
static enum err
check_files(const struct send_config *c, struct err_info *e)
{
	AUTO(ssl_ctx) SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());

	if (ctx == NULL)
		FAIL(e, ERR_NOMEM, "", "a TLS context");
	ERR_clear_error();
	if (c->ca_file != NULL && SSL_CTX_load_verify_file(ctx, c->ca_file) != 1)
		FAIL(e, ERR_KEY_UNUSABLE, "ca_file", "%s", ERR_reason_error_string(ERR_get_error()));
	if ((c->key_file == NULL) != (c->certificate_file == NULL))
		FAIL(e, ERR_CONFIG, "key_file", "a key and its certificate, or neither");
	if (c->key_file == NULL)
		return ERR_OK;
	if (SSL_CTX_use_certificate_chain_file(ctx, c->certificate_file) != 1)
		FAIL(e, ERR_KEY_UNUSABLE, "certificate_file", "%s",
		    ERR_reason_error_string(ERR_get_error()));
	if (SSL_CTX_use_PrivateKey_file(ctx, c->key_file, SSL_FILETYPE_PEM) != 1)
		FAIL(e, ERR_KEY_UNUSABLE, "key_file", "%s", ERR_reason_error_string(ERR_get_error()));
	return ERR_OK;
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
	TRY(check_limits(config, e));
	TRY(check_files(config, e));
	return check_url(url, e);
}

/* A copy of s in *ret, NULL being copied as NULL. */
static enum err
copy(const char *s, char **ret, struct err_info *e)
{
	*ret = s != NULL ? strdup(s) : NULL;
	if (s != NULL && *ret == NULL)
		FAIL(e, ERR_NOMEM, "", "a setting");
	return ERR_OK;
}

static enum err
prepare(struct send *s, const struct send_config *config, struct err_info *e)
{
	TRY(copy(config->key_file, &s->key_file, e));
	TRY(copy(config->certificate_file, &s->certificate_file, e));
	TRY(copy(config->ca_file, &s->ca_file, e));
	s->max_reply = config->max_reply;
	s->connect_timeout_ms = config->connect_timeout_ms;
	s->max_connections = config->max_connections;
	s->idle = calloc((size_t)config->max_connections, sizeof(*s->idle));
	s->kick = event_new(s->base, -1, 0, on_kick, s);
	if (s->idle == NULL || s->kick == NULL)
		FAIL(e, ERR_NOMEM, "", "%d connections", config->max_connections);
	return send_loop_open(s, e);
}

enum err
send_open(struct event_base *base, const struct send_config *config, struct send **ret_send,
    struct err_info *e)
{
	struct send *s;
	enum err err;

	TRY(check_limits(config, e));
	TRY(check_files(config, e));
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
	while (s->n_idle > 0)
		curl_easy_cleanup(s->idle[--s->n_idle]);
	send_loop_close(s);
	if (s->kick != NULL)
		event_free(s->kick);
	free(s->idle);
	free(STEAL(s->key_file));
	free(STEAL(s->certificate_file));
	free(STEAL(s->ca_file));
	free(s);
	curl_global_cleanup();
}
