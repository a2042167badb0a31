/* Our keys and whom we believe: read together, replaced together. */
#include "config.h"

#include <string.h>

#include "adapter/seal/classes.h"
#include "adapter/seal/inside.h"
#include "adapter/seal/list.h"

AUTO_DEFINE(state, struct seal_state *, seal_state_release)
AUTO_DEFINE(key, struct crypto_key *, crypto_key_free)
AUTO_DEFINE(certificate, struct crypto_certificate *, crypto_certificate_free)
AUTO_DEFINE(authorities, struct crypto_authorities *, crypto_authorities_close)

static void
free_state(struct seal_state *s)
{
	for (size_t i = 0; i < s->n_own; i++) {
		if (s->own[i].key != NULL)
			xmlSecKeyDestroy(s->own[i].key);
		seal_signer_free(s->own[i].signer);
	}
	seal_trust_close(s->trust);
	free(s);
}

void
seal_state_release(struct seal_state *state)
{
	if (state != NULL && atomic_fetch_sub(&state->users, 1) == 1)
		free_state(state);
}

struct seal_state *
seal_state_use(struct seal *seal)
{
	struct seal_state *state;

	pthread_mutex_lock(&seal->lock);
	state = seal->state;
	atomic_fetch_add(&state->users, 1);
	pthread_mutex_unlock(&seal->lock);
	return state;
}

/* The certificate is not a peer's here but a file of ours. */
static enum err
blame(enum err code, const char *at, struct err_info *e)
{
	if (code == ERR_OK || code == ERR_NOMEM)
		return code;
	if (e != NULL) {
		e->code = ERR_KEY_UNUSABLE;
		snprintf(e->at, sizeof(e->at), "%.127s", at);
	}
	return ERR_KEY_UNUSABLE;
}

/*
 * That our certificate chains to the authorities now or, if it is for later, when it begins; and
 * narrows its time to the chain's.
 */
static enum err
check_chain(const struct crypto_authorities *authorities, const char *ca_file, const char *at,
    struct seal_own *own, struct err_info *e)
{
	int64_t now_us = clock_now_us();
	int64_t when_us = now_us < own->signer->from_us ? own->signer->from_us : now_us;
	struct err_info why = {0};

	if (authorities == NULL || own->signer->to_us < now_us)
		return ERR_OK;
	if (crypto_chain_check(authorities, own->signer->certificate, when_us, &own->signer->from_us,
	    &own->signer->to_us, &own->signer->ends_us, &why) != ERR_OK)
		FAIL(e, ERR_KEY_UNUSABLE, at, "it does not chain to %s: %s", ca_file, why.text);
	return ERR_OK;
}

/* Adds one of our keys; key NULL: only a certificate. */
static enum err
add_own(struct seal_state *s, const struct crypto_source *source,
    const struct crypto_authorities *authorities, const char *ca_file, struct err_info *e)
{
	const char *at = source->certificate_file != NULL ? source->certificate_file : source->key;
	AUTO(certificate) struct crypto_certificate *certificate = NULL;
	AUTO(key) struct crypto_key *key = NULL;
	struct seal_own *own = &s->own[s->n_own];

	TRY(crypto_source_load(source, &key, &certificate, e));
	TRY(blame(seal_signer_new(certificate, &own->signer, e), at, e));
	s->n_own++;
	if (key == NULL)
		return ERR_OK;
	own->key = seal_class_key(key);
	if (own->key == NULL)
		FAIL(e, ERR_NOMEM, at, "a key");
	return check_chain(authorities, ca_file, at, own, e);
}

/* What a setting that may be empty says; NULL if it does. */
static const char *
if_any(const char *text)
{
	return text != NULL && text[0] != '\0' ? text : NULL;
}

/* The lists of keys and of certificates go side by side. */
static enum err
load_own(const struct seal_config *config, struct seal_state *s, struct err_info *e)
{
	AUTO(authorities) struct crypto_authorities *authorities = NULL;
	const char *keys = config->key_file, *certificates = config->certificate_file;
	const char *ca_file = config->own_ca_file;
	struct crypto_authorities_config own_ca = {.ca_file = ca_file};
	char key[512], certificate[512];
	const struct seal_own *today;

	if (keys != NULL && ca_file != NULL)
		TRY(crypto_authorities_open(&own_ca, &authorities, e));
	for (;;) {
		bool has_key = seal_list_next(&keys, key, sizeof(key));
		bool has_certificate = seal_list_next(&certificates, certificate, sizeof(certificate));
		struct crypto_source source = {.key = has_key ? key : NULL,
		    .certificate_file = has_certificate ? certificate : NULL,
		    .passphrase_file = if_any(config->passphrase_file),
		    .pkcs11_module = if_any(config->pkcs11_module)};

		if (!has_key && (!has_certificate || config->key_file != NULL))
			break;
		if (s->n_own == SEAL_MAX_KEYS)
			FAIL(e, ERR_KEY_UNUSABLE, "", "more than %d keys", SEAL_MAX_KEYS);
		TRY(add_own(s, &source, authorities, ca_file, e));
	}
	if (config->key_file == NULL)
		return ERR_OK;
	return blame(seal_state_signing(s, clock_now_us(), &today, e),
	    if_any(config->certificate_file) != NULL ? config->certificate_file : config->key_file, e);
}

enum err
seal_state_load(const struct seal_config *config, struct seal_state **ret_state,
    struct err_info *e)
{
	AUTO(state) struct seal_state *s = calloc(1, sizeof(*s));

	if (s == NULL)
		FAIL(e, ERR_NOMEM, "", "a seal");
	atomic_init(&s->users, 1);
	seal_library_forget();
	s->ttl_us = (int64_t)config->ttl_s * 1000000;
	s->max_skew_us = (int64_t)config->max_skew_s * 1000000;
	s->max_ttl_us = (int64_t)config->max_ttl_s * 1000000;
	TRY(load_own(config, s, e));
	TRY(seal_trust_open(config, &s->trust, e));
	*ret_state = STEAL(s);
	return ERR_OK;
}

enum err
seal_state_signing(const struct seal_state *state, int64_t now_us,
    const struct seal_own **ret_own, struct err_info *e)
{
	const struct seal_own *best = NULL;

	for (size_t i = 0; i < state->n_own; i++) {
		const struct seal_own *o = &state->own[i];

		if (o->key != NULL && now_us >= o->signer->from_us && now_us <= o->signer->to_us &&
		    (best == NULL || o->signer->from_us > best->signer->from_us))
			best = o;
	}
	if (best == NULL)
		FAIL(e, ERR_SIGN, "", "%s", state->n_own == 0 || state->own[0].key == NULL ?
		    "this seal has no key: it only verifies" :
		    "it has expired or is not valid yet: no key of ours may sign now");
	*ret_own = best;
	return ERR_OK;
}
