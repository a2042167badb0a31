/* The thread that keeps a fetched key set young. */
#include "config.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

#include "adapter/token/private.h"

/* Fetches, and takes what came if it is a key set; what was there before stays if it is not. */
static enum err
renew(struct token_keys *keys, int *ret_max_age_s, struct err_info *e)
{
	BUF_AUTO(text, TOKEN_SET_SIZE_MAX);
	AUTO(set) struct token_set *set = NULL;
	int64_t began_us = clock_now_us();

	TRY(token_fetch(keys->jwks_url, keys->ca_file, &keys->closing, &text, ret_max_age_s, e));
	TRY(token_set_parse(text.data != NULL ? text.data : "", text.len, "jwks_url", &set, e));
	token_keys_replace(keys, TOKEN_JWKS, STEAL(set), began_us);
	return ERR_OK;
}

/* One fetch; how long its outcome will do, in milliseconds. */
static int64_t
fetch_once(struct token_keys *keys)
{
	struct err_info e = {0};
	int max_age_s = -1, wait_s = keys->retry_s;
	enum err code = renew(keys, &max_age_s, &e);

	if (code == ERR_OK) {
		wait_s = max_age_s >= 0 && max_age_s < keys->refresh_s ? max_age_s : keys->refresh_s;
		wait_s = wait_s > keys->retry_s ? wait_s : keys->retry_s;
	}
	/* Each outcome is told once: a provider that is away for a night must not fill the log. */
	if (keys->told != NULL && (int)code != keys->told_code && !atomic_load(&keys->closing))
		keys->told(&e, keys->told_arg);
	keys->told_code = (int)code;
	return wait_s * INT64_C(1000);
}

static bool
is_before(const struct timespec *until)
{
	struct timespec now;

	CHECK(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
	return now.tv_sec < until->tv_sec || (now.tv_sec == until->tv_sec && now.tv_nsec < until->tv_nsec);
}

static void *
refresh_main(void *arg)
{
	struct token_keys *keys = arg;
	struct timespec until;
	int64_t wait_ms;

	pthread_mutex_lock(&keys->lock);
	while (!atomic_load(&keys->closing)) {
		keys->fetching = true;
		keys->wanted = false;
		pthread_mutex_unlock(&keys->lock);
		wait_ms = fetch_once(keys);
		CHECK(clock_gettime(CLOCK_MONOTONIC, &until) == 0);
		until.tv_sec += (time_t)(wait_ms / 1000);
		pthread_mutex_lock(&keys->lock);
		keys->fetching = false;
		keys->tried_ms = clock_mono_ms();
		while (!atomic_load(&keys->closing) && !keys->wanted && is_before(&until))
			pthread_cond_timedwait(&keys->more, &keys->lock, &until);
	}
	pthread_mutex_unlock(&keys->lock);
	return NULL;
}

/* The thread takes no signals: they are the main thread's. */
enum err
token_keys_start(struct token_keys *keys, struct err_info *e)
{
	sigset_t all, before;
	int rc;

	CHECK(!keys->started);
	if (keys->jwks_url == NULL)
		return ERR_OK;
	keys->fetching = true;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	rc = pthread_create(&keys->thread, NULL, refresh_main, keys);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (rc != 0)
		FAIL(e, ERR_NOMEM, "token", "cannot start fetching keys: %s", strerror(rc));
	keys->started = true;
	return ERR_OK;
}

void
token_refresh_stop(struct token_keys *keys)
{
	if (!keys->started)
		return;
	pthread_mutex_lock(&keys->lock);
	atomic_store(&keys->closing, true);
	pthread_cond_signal(&keys->more);
	pthread_mutex_unlock(&keys->lock);
	CHECK(pthread_join(keys->thread, NULL) == 0);
	keys->started = false;
}

void
token_refresh_now(struct token_keys *keys)
{
	pthread_mutex_lock(&keys->lock);
	keys->wanted = keys->started;
	pthread_cond_signal(&keys->more);
	pthread_mutex_unlock(&keys->lock);
}

bool
token_refresh_want(struct token_keys *keys)
{
	bool coming;

	if (keys->jwks_url == NULL)
		return false;
	pthread_mutex_lock(&keys->lock);
	if (keys->started && !keys->fetching && !keys->wanted &&
	    clock_mono_ms() - keys->tried_ms >= keys->retry_s * INT64_C(1000)) {
		keys->wanted = true;
		pthread_cond_signal(&keys->more);
	}
	coming = keys->fetching || keys->wanted;
	pthread_mutex_unlock(&keys->lock);
	return coming;
}
