#include "config.h"

#include <pthread.h>
#include <string.h>

#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "adapter/seal/trust.h"

/* A counterparty has a handful of certificates; a full table forgets the oldest. */
enum { KEPT = 16 };

struct seal_trust {
	X509_STORE         *store;
	char               *peer;
	char               *others;             /* NULL: none */
	pthread_mutex_t     lock;               /* guards what follows, and users in each */
	struct seal_signer *kept[KEPT];
	unsigned            next;               /* to be replaced */
};

AUTO_DEFINE(signer, struct seal_signer *, seal_signer_free)
AUTO_DEFINE(trust, struct seal_trust *, seal_trust_close)

void
seal_signer_free(struct seal_signer *signer)
{
	if (signer == NULL)
		return;
	free(signer->token);
	if (signer->key != NULL)
		xmlSecKeyDestroy(signer->key);
	free(signer);
}

enum err
seal_signer_new(X509 *x509, struct seal_signer **ret_signer, struct err_info *e)
{
	AUTO(signer) struct seal_signer *s = calloc(1, sizeof(*s));

	if (s == NULL)
		FAIL(e, ERR_NOMEM, "", "a certificate");
	s->users = 1;
	s->from_us = INT64_MIN;
	s->to_us = INT64_MAX;
	TRY(seal_certificate_may_sign(x509, &s->algorithm, e));
	TRY(seal_certificate_encode(x509, &s->token, &s->token_len, e));
	seal_certificate_subject(x509, s->subject, sizeof(s->subject));
	if (!seal_certificate_narrow(x509, &s->from_us, &s->to_us))
		FAIL(e, ERR_SIG_CERTIFICATE, "", "its validity cannot be read");
	s->key = seal_library_key(X509_get0_pubkey(x509));
	if (s->key == NULL)
		FAIL(e, ERR_SIG_CERTIFICATE, "", "its key is of no use (%s)", seal_library_drain());
	*ret_signer = STEAL(s);
	return ERR_OK;
}

/* Lets OpenSSL note what the authorities' extensions say, which it otherwise does at first use. */
static enum err
read_extensions(X509_STORE *store, const char *ca_file, struct err_info *e)
{
	STACK_OF(X509_OBJECT) *objects = X509_STORE_get0_objects(store);

	for (int i = 0; i < sk_X509_OBJECT_num(objects); i++) {
		X509 *x509 = X509_OBJECT_get0_X509(sk_X509_OBJECT_value(objects, i));

		if (x509 != NULL && X509_check_purpose(x509, -1, 0) != 1)
			FAIL(e, ERR_KEY_UNUSABLE, ca_file, "certificate %d has extensions that are wrong",
			    i + 1);
	}
	return ERR_OK;
}

enum err
seal_trust_open(const char *ca_file, const char *peer, const char *others,
    struct seal_trust **ret_trust, struct err_info *e)
{
	AUTO(trust) struct seal_trust *t = calloc(1, sizeof(*t));

	if (t == NULL)
		FAIL(e, ERR_NOMEM, "", "the authorities");
	CHECK(pthread_mutex_init(&t->lock, NULL) == 0);
	t->peer = strdup(peer);
	t->others = others != NULL ? strdup(others) : NULL;
	t->store = X509_STORE_new();
	if (t->peer == NULL || (others != NULL && t->others == NULL) || t->store == NULL)
		FAIL(e, ERR_NOMEM, "", "the authorities");
	seal_library_forget();
	if (X509_STORE_load_file(t->store, ca_file) != 1)
		FAIL(e, ERR_KEY_UNUSABLE, ca_file, "no authorities can be read (%s)",
		    seal_library_drain());
	TRY(read_extensions(t->store, ca_file, e));
	/* Who is listed is believed, be it a root or not; what is not listed is not. */
	X509_STORE_set_flags(t->store, X509_V_FLAG_X509_STRICT | X509_V_FLAG_PARTIAL_CHAIN);
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
	X509_STORE_free(trust->store);
	free(trust->peer);
	free(trust->others);
	pthread_mutex_destroy(&trust->lock);
	free(trust);
}

/* Builds the chain at now_us and narrows the signer's time to that of all its links. */
static enum err
check_chain(struct seal_trust *t, X509 *x509, int64_t now_us, struct seal_signer *s,
    struct err_info *e)
{
	AUTO(x509_store_ctx) X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	const STACK_OF(X509) *chain;

	if (ctx == NULL || X509_STORE_CTX_init(ctx, t->store, x509, NULL) != 1)
		FAIL(e, ERR_NOMEM, "", "a chain of certificates");
	X509_STORE_CTX_set_time(ctx, 0, (time_t)(now_us / 1000000));
	if (X509_verify_cert(ctx) != 1)
		FAIL(e, ERR_SIG_UNTRUSTED, "", "%s (depth %d)",
		    X509_verify_cert_error_string(X509_STORE_CTX_get_error(ctx)),
		    X509_STORE_CTX_get_error_depth(ctx));
	chain = X509_STORE_CTX_get0_chain(ctx);
	for (int i = 0; i < sk_X509_num(chain); i++)
		if (!seal_certificate_narrow(sk_X509_value(chain, i), &s->from_us, &s->to_us))
			FAIL(e, ERR_SIG_UNTRUSTED, "", "the validity of a certificate cannot be read");
	return ERR_OK;
}

/* The next name of a list, without the white space around it; false when there is none left. */
static bool
next_name(const char **list, char *name, size_t size)
{
	const char *p = *list + strspn(*list, " \t,");
	size_t n = 0, end = 0;

	for (; *p != '\0' && *p != ',' && n + 1 < size; p++) {
		bool kept = *p == '\\' && p[1] != '\0';

		p += kept;
		name[n++] = *p;
		if (kept || (*p != ' ' && *p != '\t'))
			end = n;
	}
	name[end] = '\0';
	*list = p;
	return end > 0;
}

static bool
is_believed(const struct seal_trust *t, X509 *x509)
{
	const char *list = t->others != NULL ? t->others : "";
	char name[256];

	if (seal_certificate_is_of(x509, t->peer))
		return true;
	while (next_name(&list, name, sizeof(name)))
		if (seal_certificate_is_of(x509, name))
			return true;
	return false;
}

enum err
seal_trust_check_own(const char *own_ca_file, const char *certificate_file,
    struct seal_signer *own, struct err_info *e)
{
	AUTO(trust) struct seal_trust *t = NULL;
	AUTO(x509) X509 *x509 = NULL;
	struct err_info why = {0};

	TRY(seal_trust_open(own_ca_file, "", NULL, &t, e));
	TRY(seal_certificate_decode(own->token, own->token_len, &x509, e));
	if (check_chain(t, x509, clock_now_us(), own, &why) != ERR_OK)
		FAIL(e, ERR_KEY_UNUSABLE, certificate_file, "it does not chain to %s: %s", own_ca_file,
		    why.text);
	return ERR_OK;
}

static enum err
decide(struct seal_trust *t, const char *token, size_t len, int64_t now_us,
    struct seal_signer **ret_signer, struct err_info *e)
{
	AUTO(x509) X509 *x509 = NULL;
	AUTO(signer) struct seal_signer *s = NULL;

	TRY(seal_certificate_decode(token, len, &x509, e));
	TRY(seal_signer_new(x509, &s, e));
	TRY(check_chain(t, x509, now_us, s, e));
	if (!is_believed(t, x509))
		FAIL(e, ERR_SIG_SIGNER, "", "the certificate is not of the expected common name");
	*ret_signer = STEAL(s);
	return ERR_OK;
}

/* Whether the kept one is this certificate, judged at a time for which it was decided. */
static bool
answers(const struct seal_signer *s, const char *token, size_t len, int64_t now_us)
{
	return s != NULL && s->token_len == len && memcmp(s->token, token, len) == 0 &&
	    now_us >= s->from_us && now_us <= s->to_us;
}

/* Call with the lock held. */
static struct seal_signer *
find(struct seal_trust *t, const char *token, size_t len, int64_t now_us)
{
	for (int i = 0; i < KEPT; i++) {
		if (answers(t->kept[i], token, len, now_us)) {
			t->kept[i]->users++;
			return t->kept[i];
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
		seal_library_forget();
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
