#include "config.h"

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

enum err
seal_open(const struct seal_config *config, struct seal **ret_seal, struct err_info *e)
{
	AUTO(seal) struct seal *s = calloc(1, sizeof(*s));

	if (s == NULL)
		FAIL(e, ERR_NOMEM, "", "a seal");
	TRY(check_config(config, e));
	s->ttl_us = (int64_t)config->ttl_s * 1000000;
	s->max_skew_us = (int64_t)config->max_skew_s * 1000000;
	s->max_ttl_us = (int64_t)config->max_ttl_s * 1000000;
	TRY(seal_keys_load(config->key_file, config->certificate_file, &s->key, &s->own, e));
	if (s->key != NULL && config->own_ca_file != NULL)
		TRY(seal_trust_check_own(config->own_ca_file, config->certificate_file, s->own, e));
	TRY(seal_trust_open(config->ca_file, config->peer_subject, config->other_subjects, &s->trust,
	    e));
	/* Created in the future by the skew, good for the longest time, and the skew again. */
	TRY(seal_replay_open(REPLAY_MAX, s->max_ttl_us + 2 * s->max_skew_us, &s->replay, e));
	*ret_seal = STEAL(s);
	return ERR_OK;
}

void
seal_close(struct seal *seal)
{
	if (seal == NULL)
		return;
	if (seal->key != NULL)
		xmlSecKeyDestroy(seal->key);
	seal_signer_free(seal->own);
	seal_trust_close(seal->trust);
	seal_replay_close(seal->replay);
	free(seal);
}

const char *
seal_algorithm(const struct seal *seal)
{
	return seal->own != NULL ? seal->own->algorithm->name : "";
}

const char *
seal_subject(const struct seal *seal)
{
	return seal->own != NULL ? seal->own->subject : "";
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
	TRY(seal_verify_by(seal, seal->own, signed_.data, signed_.len, &expect, &verified, e));
	seal_verified_fini(&verified);
	return ERR_OK;
}
