#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "adapter/token/private.h"

/* A copy of s in *ret; a setting that is not given is NULL or empty, and becomes NULL. */
static enum err
copy(const char *s, char **ret, struct err_info *e)
{
	*ret = NULL;
	if (s == NULL || *s == '\0')
		return ERR_OK;
	*ret = strdup(s);
	if (*ret == NULL)
		FAIL(e, ERR_NOMEM, "", "a setting");
	return ERR_OK;
}

static bool
is_given(const char *setting)
{
	return setting != NULL && *setting != '\0';
}

static enum err
check_sources(struct token_keys *keys, const struct token_config *config, struct err_info *e)
{
	bool file = is_given(config->jwks_file);

	if (file && keys->jwks_url != NULL)
		FAIL(e, ERR_CONFIG, "jwks_url", "not together with jwks_file");
	keys->named[TOKEN_JWKS] = file || keys->jwks_url != NULL;
	keys->named[TOKEN_CERTIFICATES] = is_given(config->certificate_file);
	if (!keys->named[TOKEN_JWKS] && !keys->named[TOKEN_CERTIFICATES])
		FAIL(e, ERR_CONFIG, "jwks_file", "must be given, or jwks_url or certificate_file");
	if (keys->jwks_url != NULL)
		return token_fetch_check(keys->jwks_url, keys->ca_file, e);
	return ERR_OK;
}

static enum err
read_config(struct token_keys *keys, const struct token_config *config, struct err_info *e)
{
	if (config->issuer == NULL || *config->issuer == '\0')
		FAIL(e, ERR_CONFIG, "issuer", "the identity provider's name, as in its tokens");
	if (config->audience == NULL || *config->audience == '\0')
		FAIL(e, ERR_CONFIG, "audience", "our name in tokens");
	if (config->max_skew_s < 0)
		FAIL(e, ERR_CONFIG, "max_skew_s", "seconds, not negative");
	TRY(copy(config->issuer, &keys->issuer, e));
	TRY(copy(config->audience, &keys->audience, e));
	TRY(copy(config->jwks_url, &keys->jwks_url, e));
	TRY(copy(config->ca_file, &keys->ca_file, e));
	keys->max_skew_s = config->max_skew_s;
	keys->require_binding = config->require_binding != 0;
	keys->refresh_s = config->refresh_s;
	keys->retry_s = config->retry_s;
	keys->max_stale_s = config->max_stale_s;
	keys->told = config->told;
	keys->told_arg = config->told_arg;
	return check_sources(keys, config, e);
}

/* Puts a set in place of the one before; readers that hold that one keep it. */
void
token_keys_replace(struct token_keys *keys, enum token_source source, struct token_set *set,
    int64_t at_us)
{
	struct token_set *old;

	pthread_mutex_lock(&keys->lock);
	old = keys->set[source];
	keys->set[source] = set;
	if (source == TOKEN_JWKS)
		keys->fetched_us = at_us;
	pthread_mutex_unlock(&keys->lock);
	token_set_free(old);
}

/* What the files say; NULL for those that there are none of. */
static enum err
read_files(const struct token_config *config, struct token_set **ret_jwks,
    struct token_set **ret_certificates, struct err_info *e)
{
	AUTO(set) struct token_set *jwks = NULL;

	if (is_given(config->jwks_file))
		TRY(token_set_load(config->jwks_file, &jwks, e));
	if (is_given(config->certificate_file))
		TRY(token_set_load_certificates(config->certificate_file, ret_certificates, e));
	*ret_jwks = STEAL(jwks);
	return ERR_OK;
}

/* Files may have other names than before, but no source may come or go. */
static enum err
check_same_sources(const struct token_keys *keys, const struct token_config *config,
    struct err_info *e)
{
	bool file = keys->named[TOKEN_JWKS] && keys->jwks_url == NULL;

	if (is_given(config->jwks_file) != file)
		FAIL(e, ERR_CONFIG, "jwks_file", "%sgiven, as at the start: else a restart is needed",
		    file ? "" : "not ");
	if (is_given(config->jwks_url) != (keys->jwks_url != NULL))
		FAIL(e, ERR_CONFIG, "jwks_url", "%sgiven, as at the start: else a restart is needed",
		    keys->jwks_url != NULL ? "" : "not ");
	if (is_given(config->certificate_file) != keys->named[TOKEN_CERTIFICATES])
		FAIL(e, ERR_CONFIG, "certificate_file", "%sgiven, as at the start: else a restart is needed",
		    keys->named[TOKEN_CERTIFICATES] ? "" : "not ");
	return ERR_OK;
}

enum err
token_reload_check(const struct token_keys *keys, const struct token_config *config,
    struct err_info *e)
{
	AUTO(set) struct token_set *jwks = NULL;
	AUTO(set) struct token_set *certificates = NULL;

	TRY(check_same_sources(keys, config, e));
	return read_files(config, &jwks, &certificates, e);
}

static enum err
take_files(struct token_keys *keys, const struct token_config *config, struct err_info *e)
{
	AUTO(set) struct token_set *jwks = NULL;
	AUTO(set) struct token_set *certificates = NULL;

	TRY(read_files(config, &jwks, &certificates, e));
	if (jwks != NULL)
		token_keys_replace(keys, TOKEN_JWKS, STEAL(jwks), clock_now_us());
	if (certificates != NULL)
		token_keys_replace(keys, TOKEN_CERTIFICATES, STEAL(certificates), clock_now_us());
	return ERR_OK;
}

enum err
token_reload(struct token_keys *keys, const struct token_config *config, struct err_info *e)
{
	TRY(check_same_sources(keys, config, e));
	TRY(take_files(keys, config, e));
	token_refresh_now(keys);
	return ERR_OK;
}

static struct token_keys *
keys_new(void)
{
	struct token_keys *keys = calloc(1, sizeof(*keys));
	pthread_condattr_t attr;

	if (keys == NULL)
		return NULL;
	atomic_init(&keys->closing, false);
	keys->told_code = -1;
	CHECK(pthread_mutex_init(&keys->lock, NULL) == 0);
	CHECK(pthread_condattr_init(&attr) == 0);
	CHECK(pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) == 0);
	CHECK(pthread_cond_init(&keys->more, &attr) == 0);
	pthread_condattr_destroy(&attr);
	return keys;
}

AUTO_DEFINE(keys, struct token_keys *, token_keys_close)

enum err
token_keys_open(const struct token_config *config, struct token_keys **ret_keys,
    struct err_info *e)
{
	AUTO(keys) struct token_keys *keys = keys_new();

	if (keys == NULL)
		FAIL(e, ERR_NOMEM, "", "a key set");
	TRY(read_config(keys, config, e));
	TRY(take_files(keys, config, e));
	*ret_keys = STEAL(keys);
	return ERR_OK;
}

void
token_keys_close(struct token_keys *keys)
{
	if (keys == NULL)
		return;
	token_refresh_stop(keys);
	for (int i = 0; i < TOKEN_SOURCES; i++)
		token_set_free(keys->set[i]);
	pthread_cond_destroy(&keys->more);
	pthread_mutex_destroy(&keys->lock);
	free(keys->issuer);
	free(keys->audience);
	free(keys->jwks_url);
	free(keys->ca_file);
	free(keys);
}

/* Under the lock: whether the set of this source may be relied upon. */
static bool
is_good(const struct token_keys *keys, int source, int64_t now_us)
{
	if (keys->set[source] == NULL)
		return false;
	return source != TOKEN_JWKS || keys->jwks_url == NULL ||
	    now_us - keys->fetched_us <= keys->max_stale_s * INT64_C(1000000);
}

bool
token_keys_hold(struct token_keys *keys, int64_t now_us, struct token_hold *hold)
{
	bool all = true;

	pthread_mutex_lock(&keys->lock);
	for (int i = 0; i < TOKEN_SOURCES; i++) {
		bool good = is_good(keys, i, now_us);

		hold->set[i] = good ? token_set_ref(keys->set[i]) : NULL;
		all &= good || !keys->named[i];
	}
	pthread_mutex_unlock(&keys->lock);
	return all;
}

bool
token_keys_ready(struct token_keys *keys, int64_t now_us)
{
	AUTO(hold) struct token_hold hold = {0};

	return token_keys_hold(keys, now_us, &hold);
}

int64_t
token_certificate_until_us(struct token_keys *keys)
{
	AUTO(hold) struct token_hold hold = {0};
	const struct token_set *set;
	int64_t until_us = INT64_MIN;

	token_keys_hold(keys, clock_now_us(), &hold);
	set = hold.set[TOKEN_CERTIFICATES];
	if (set == NULL)
		return INT64_MAX;
	for (size_t i = 0; i < set->n_keys; i++)
		if (crypto_certificate_to_us(set->key[i].certificate) > until_us)
			until_us = crypto_certificate_to_us(set->key[i].certificate);
	return until_us;
}
