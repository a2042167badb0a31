#include "config.h"

#include <pthread.h>
#include <string.h>

#include "adapter/seal/classes.h"
#include "adapter/seal/list.h"
#include "adapter/seal/trust.h"

/* A counterparty has a handful of certificates; a full table forgets the oldest. */
enum { KEPT = 16 };

struct seal_trust {
	struct crypto_authorities *authorities; /* NULL: nobody is believed */
	bool                       past;        /* certificates are judged for times that are over */
	char                      *peer;
	char                      *others;      /* NULL: none */
	char                      *pins;        /* NULL: any certificate of the name */
	pthread_mutex_t            lock;        /* guards what follows, and users in each */
	struct seal_signer        *kept[KEPT];
	unsigned                   next;        /* to be replaced */
};

AUTO_DEFINE(signer, struct seal_signer *, seal_signer_free)
AUTO_DEFINE(certificate, struct crypto_certificate *, crypto_certificate_free)
AUTO_DEFINE(trust, struct seal_trust *, seal_trust_close)

void
seal_signer_free(struct seal_signer *signer)
{
	if (signer == NULL)
		return;
	crypto_certificate_free(signer->certificate);
	if (signer->key != NULL)
		xmlSecKeyDestroy(signer->key);
	free(signer);
}

enum err
seal_signer_new(struct crypto_certificate *certificate, struct seal_signer **ret_signer,
    struct err_info *e)
{
	AUTO(signer) struct seal_signer *s = calloc(1, sizeof(*s));

	if (s == NULL)
		FAIL(e, ERR_NOMEM, "", "a certificate");
	s->users = 1;
	TRY(crypto_certificate_may_sign(certificate, &s->algorithm, e));
	s->from_us = crypto_certificate_from_us(certificate);
	s->to_us = s->ends_us = crypto_certificate_to_us(certificate);
	s->key = seal_class_key(crypto_certificate_key(certificate));
	if (s->key == NULL)
		FAIL(e, ERR_NOMEM, "", "a certificate");
	s->certificate = crypto_certificate_ref(certificate);
	*ret_signer = STEAL(s);
	return ERR_OK;
}

bool
seal_signer_is(const struct seal_signer *signer, const char *token, size_t len)
{
	size_t own_len;
	const char *own = crypto_certificate_base64(signer->certificate, &own_len);

	return own_len == len && memcmp(own, token, len) == 0;
}

static enum err
copy(const char *text, char **ret, struct err_info *e)
{
	if (text == NULL)
		return ERR_OK;
	*ret = strdup(text);
	if (*ret == NULL)
		FAIL(e, ERR_NOMEM, "", "the authorities");
	return ERR_OK;
}

/* The next thumbprint as we write them; people copy them in capitals and with colons, too. */
static bool
next_pin(const char **list, char *pin, size_t size)
{
	size_t n = 0;

	if (!seal_list_next(list, pin, size))
		return false;
	for (const char *p = pin; *p != '\0'; p++)
		if (*p != ':')
			pin[n++] = *p >= 'A' && *p <= 'F' ? (char)(*p - 'A' + 'a') : *p;
	pin[n] = '\0';
	return true;
}

/* A pin that no certificate can have would shut everybody out. */
static enum err
check_pins(const char *list, struct err_info *e)
{
	char pin[128];

	while (next_pin(&list, pin, sizeof(pin)))
		if (strlen(pin) != 64 || strspn(pin, "0123456789abcdef") != 64)
			FAIL(e, ERR_CONFIG, "peer_pins", "SHA-256 thumbprints of 64 hex digits expected");
	return ERR_OK;
}

enum err
seal_trust_open(const struct seal_config *config, struct seal_trust **ret_trust,
    struct err_info *e)
{
	AUTO(trust) struct seal_trust *t = calloc(1, sizeof(*t));
	struct crypto_authorities_config ca = {.ca_file = config->ca_file,
	    .crl_grace_us = (int64_t)config->crl_grace_s * 1000000};

	if (t == NULL)
		FAIL(e, ERR_NOMEM, "", "the authorities");
	CHECK(pthread_mutex_init(&t->lock, NULL) == 0);
	if (config->crl_file != NULL && config->crl_file[0] != '\0')
		ca.crl_file = config->crl_file;
	t->past = config->past;
	TRY(copy(config->peer_subject, &t->peer, e));
	TRY(copy(config->other_subjects, &t->others, e));
	TRY(check_pins(config->peer_pins, e));
	TRY(copy(config->peer_pins, &t->pins, e));
	if (ca.ca_file != NULL)
		TRY(crypto_authorities_open(&ca, &t->authorities, e));
	*ret_trust = STEAL(t);
	return ERR_OK;
}

void
seal_trust_close(struct seal_trust *trust)
{
	if (trust == NULL)
		return;
	for (int i = 0; i < KEPT; i++) {
		CHECK(trust->kept[i] == NULL || trust->kept[i]->users == 1);
		seal_signer_free(trust->kept[i]);
	}
	crypto_authorities_close(trust->authorities);
	free(trust->peer);
	free(trust->others);
	free(trust->pins);
	pthread_mutex_destroy(&trust->lock);
	free(trust);
}

static bool
is_pinned(const struct seal_trust *t, const struct crypto_certificate *c)
{
	const char *list = t->pins;
	char pin[128];

	while (next_pin(&list, pin, sizeof(pin)))
		if (strcmp(pin, crypto_certificate_thumbprint(c)) == 0)
			return true;
	return false;
}

/* That the certificate is of someone believed; pins, if there are any, narrow that further. */
static enum err
check_who(const struct seal_trust *t, const struct crypto_certificate *c, struct err_info *e)
{
	const char *list = t->others;
	bool known = crypto_certificate_is_of(c, t->peer);
	char name[256];

	while (!known && seal_list_next(&list, name, sizeof(name)))
		known = crypto_certificate_is_of(c, name);
	if (!known)
		FAIL(e, ERR_SIG_SIGNER, "", "the certificate is not of the expected common name");
	if (t->pins != NULL && t->pins[0] != '\0' && !is_pinned(t, c))
		FAIL(e, ERR_SIG_SIGNER, "", "the certificate is none of those that are pinned");
	return ERR_OK;
}

static enum err
decide(struct seal_trust *t, const char *token, size_t len, int64_t now_us,
    struct seal_signer **ret_signer, struct err_info *e)
{
	AUTO(certificate) struct crypto_certificate *c = NULL;
	AUTO(signer) struct seal_signer *s = NULL;

	if (t->authorities == NULL)
		FAIL(e, ERR_SIG_UNTRUSTED, "", "no authorities are believed: this seal only signs");
	TRY(crypto_certificate_decode64(token, len, &c, e));
	TRY(seal_signer_new(c, &s, e));
	if (t->past)
		TRY(crypto_chain_check_past(t->authorities, c, now_us, &s->from_us, &s->to_us,
		    &s->ends_us, e));
	else
		TRY(crypto_chain_check(t->authorities, c, now_us, &s->from_us, &s->to_us, &s->ends_us,
		    e));
	TRY(check_who(t, c, e));
	*ret_signer = STEAL(s);
	return ERR_OK;
}

/* Call with the lock held.  The one kept is the same certificate, judged for a time that fits. */
static struct seal_signer *
find(struct seal_trust *t, const char *token, size_t len, int64_t now_us)
{
	for (int i = 0; i < KEPT; i++) {
		struct seal_signer *s = t->kept[i];

		if (s != NULL && now_us >= s->from_us && now_us <= s->to_us &&
		    seal_signer_is(s, token, len)) {
			s->users++;
			return s;
		}
	}
	return NULL;
}

static void
drop(struct seal_signer *s)
{
	if (s != NULL && --s->users == 0)
		seal_signer_free(s);
}

/* Call with the lock held: takes over one use of s for the table. */
static void
keep(struct seal_trust *t, struct seal_signer *s)
{
	drop(t->kept[t->next]);
	t->kept[t->next] = s;
	s->users++;
	t->next = (t->next + 1) % KEPT;
}

enum err
seal_trust_decide(struct seal_trust *t, const char *token, size_t len, int64_t now_us,
    struct seal_signer **ret_signer, struct err_info *e)
{
	struct seal_signer *s, *other;

	pthread_mutex_lock(&t->lock);
	s = find(t, token, len, now_us);
	pthread_mutex_unlock(&t->lock);
	if (s == NULL) {
		TRY(decide(t, token, len, now_us, &s, e));
		pthread_mutex_lock(&t->lock);
		other = find(t, token, len, now_us);    /* another thread was quicker */
		if (other == NULL) {
			keep(t, s);
		} else {
			drop(s);
			s = other;
		}
		pthread_mutex_unlock(&t->lock);
	}
	*ret_signer = s;
	return ERR_OK;
}

void
seal_trust_release(struct seal_trust *trust, struct seal_signer *signer)
{
	pthread_mutex_lock(&trust->lock);
	drop(signer);
	pthread_mutex_unlock(&trust->lock);
}

void
seal_signer_tell(const struct seal_signer *s, const char *role, struct seal_certificate *ret)
{
	*ret = (struct seal_certificate){.role = role, .ends_us = s->ends_us};
	crypto_certificate_put_subject(s->certificate, ret->subject, sizeof(ret->subject));
	snprintf(ret->sha256, sizeof(ret->sha256), "%s",
	    crypto_certificate_thumbprint(s->certificate));
}

/* One that was judged for several times, as lists ended, is kept several times. */
static bool
is_told(const struct seal_certificate *told, size_t n, const struct seal_signer *s)
{
	while (n-- > 0)
		if (strcmp(told[n].sha256, crypto_certificate_thumbprint(s->certificate)) == 0)
			return true;
	return false;
}

size_t
seal_trust_certificates(struct seal_trust *trust, struct seal_certificate *ret, size_t max)
{
	int64_t lists_us = trust->authorities != NULL ?
	    crypto_authorities_until_us(trust->authorities) : INT64_MAX;
	size_t n = 0;

	if (lists_us != INT64_MAX && max > 0)
		ret[n++] = (struct seal_certificate){.role = "revocation", .ends_us = lists_us};
	pthread_mutex_lock(&trust->lock);
	for (int i = 0; i < KEPT && n < max; i++) {
		const struct seal_signer *s = trust->kept[i];

		if (s != NULL && !is_told(ret, n, s))
			seal_signer_tell(s, "counterparty", &ret[n++]);
	}
	pthread_mutex_unlock(&trust->lock);
	return n;
}
