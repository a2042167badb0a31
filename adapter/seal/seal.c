#include "config.h"

#include <stdio.h>
#include <string.h>

#include "adapter/seal/inside.h"
#include "adapter/seal/names.h"

/* Messages remembered at once: 20000 a second with the default times, in 360 MB at most. */
enum { REPLAY_MAX = 8 << 20 };

AUTO_DEFINE(seal, struct seal *, seal_close)

static enum err
check_config(const struct seal_config *config, struct err_info *e)
{
	if (config->ttl_s <= 0 || config->ttl_s > config->max_ttl_s)
		FAIL(e, ERR_CONFIG, "ttl_s", "from 1 to max_ttl_s (%d)", config->max_ttl_s);
	if (config->max_skew_s < 0)
		FAIL(e, ERR_CONFIG, "max_skew_s", "0 or more");
	return ERR_OK;
}

/* Created in the future by the skew, good for the longest time, and the skew again. */
static int64_t
span_us(const struct seal_config *config)
{
	return ((int64_t)config->max_ttl_s + 2 * (int64_t)config->max_skew_s) * 1000000;
}

enum err
seal_open(const struct seal_config *config, struct seal **ret_seal, struct err_info *e)
{
	AUTO(seal) struct seal *s = calloc(1, sizeof(*s));

	if (s == NULL)
		FAIL(e, ERR_NOMEM, "", "a seal");
	CHECK(pthread_mutex_init(&s->lock, NULL) == 0);
	TRY(check_config(config, e));
	TRY(seal_state_load(config, &s->state, e));
	s->span_us = span_us(config);
	s->skew_us = (int64_t)config->max_skew_s * 1000000;
	TRY(seal_replay_open(REPLAY_MAX, s->span_us, &s->replay, e));
	*ret_seal = STEAL(s);
	return ERR_OK;
}

enum err
seal_reload_check(const struct seal *seal, const struct seal_config *config, struct err_info *e)
{
	TRY(check_config(config, e));
	if (span_us(config) > seal->span_us || (int64_t)config->max_skew_s * 1000000 > seal->skew_us)
		FAIL(e, ERR_CONFIG, "max_ttl_s", "it and max_skew_s may become longer by a restart only");
	return ERR_OK;
}

enum err
seal_reload(struct seal *seal, const struct seal_config *config, struct err_info *e)
{
	struct seal_state *fresh = NULL, *stale;

	TRY(seal_reload_check(seal, config, e));
	TRY(seal_state_load(config, &fresh, e));
	pthread_mutex_lock(&seal->lock);
	stale = seal->state;
	seal->state = fresh;
	pthread_mutex_unlock(&seal->lock);
	seal_state_release(stale);      /* who works with it goes on with it */
	return ERR_OK;
}

void
seal_close(struct seal *seal)
{
	if (seal == NULL)
		return;
	seal_state_release(seal->state);
	seal_replay_close(seal->replay);
	pthread_mutex_destroy(&seal->lock);
	free(seal);
}

/* Ours of today; if none is, then the first. */
static const struct seal_signer *
own_signer(const struct seal_state *state)
{
	const struct seal_own *own = state->n_own > 0 ? &state->own[0] : NULL;

	if (seal_state_signing(state, clock_now_us(), &own, NULL) != ERR_OK && own == NULL)
		return NULL;
	return own->signer;
}

const char *
seal_algorithm(const struct seal *seal)
{
	const struct seal_signer *own = own_signer(seal->state);

	return own != NULL ? own->algorithm->name : "";
}

const char *
seal_subject(const struct seal *seal)
{
	const struct seal_signer *own = own_signer(seal->state);

	return own != NULL ? crypto_certificate_subject(own->certificate) : "";
}

int64_t
seal_memory_us(const struct seal *seal)
{
	return seal->span_us;
}

size_t
seal_certificates(struct seal *seal, struct seal_certificate *ret, size_t max)
{
	struct seal_state *state = seal_state_use(seal);
	size_t n = 0;

	for (; n < state->n_own && n < max; n++)
		seal_signer_tell(state->own[n].signer, "own", &ret[n]);
	n += seal_trust_certificates(state->trust, ret + n, max - n);
	seal_state_release(state);
	return n;
}

enum err
seal_self_test(struct seal *seal, struct err_info *e)
{
	static const char envelope[] =
	    "<s:Envelope xmlns:s=\"" NS_SOAP11 "\" xmlns:a=\"" NS_WSA "\" xmlns:u=\"" NS_WSU "\">"
	    "<s:Header><a:Action u:Id=\"Action\">urn:mostik:self-test</a:Action>"
	    "<a:MessageID u:Id=\"MessageID\">urn:mostik:self-test:1</a:MessageID></s:Header>"
	    "<s:Body u:Id=\"Body\"><test xmlns=\"urn:mostik:self-test\">\xd1\x8f</test></s:Body>"
	    "</s:Envelope>";
	struct seal_expect expect = {.action = "urn:mostik:self-test", .now_us = clock_now_us()};
	struct seal_verified verified;
	BUF_AUTO(signed_, 64 << 10);

	TRY(seal_sign(seal, envelope, sizeof(envelope) - 1, expect.now_us, &signed_, e));
	TRY(seal_verify_by(seal, true, signed_.data, signed_.len, &expect, &verified, e));
	seal_verified_fini(&verified);
	return ERR_OK;
}
