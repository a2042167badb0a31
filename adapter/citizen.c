#include "config.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/citizen.h"
#include "adapter/crypto/crypto.h"
#include "adapter/parts/parts.h"

enum { PIECE = 16 << 10 };

/* What is believed at one time. */
struct belief {
	atomic_uint                users;
	struct crypto_authorities *authorities;         /* NULL: nobody is */
	int64_t                    back_us;
};

struct citizen_trust {
	pthread_mutex_t lock;
	struct belief  *belief;
};

static void
release(struct belief *belief)
{
	if (atomic_fetch_sub(&belief->users, 1) != 1)
		return;
	crypto_authorities_close(belief->authorities);
	free(belief);
}

AUTO_DEFINE(belief, struct belief *, release)
AUTO_DEFINE(cms, struct crypto_cms *, crypto_cms_close)
AUTO_DEFINE(digest, struct crypto_digest *, crypto_digest_close)
AUTO_DEFINE(certificate, struct crypto_certificate *, crypto_certificate_free)

/* ---- whom to believe ------------------------------------------------------------------- */

static enum err
read_belief(const struct citizen_config *config, struct belief **ret, struct err_info *e)
{
	AUTO(belief) struct belief *belief = calloc(1, sizeof(*belief));
	struct crypto_authorities_config files = {
	    .ca_file = config->ca_file,
	    .crl_file = config->crl_file[0] != '\0' ? config->crl_file : NULL,
	    .crl_grace_us = (int64_t)config->crl_grace_s * 1000000,
	};

	if (belief == NULL)
		FAIL(e, ERR_NOMEM, "", "authorities of citizens");
	atomic_init(&belief->users, 1);
	belief->back_us = (int64_t)config->signed_back_s * 1000000;
	if (config->ca_file[0] != '\0')
		TRY(crypto_authorities_open(&files, &belief->authorities, e));
	else if (files.crl_file != NULL)
		FAIL(e, ERR_CONFIG, "citizen.ca_file", "revocation lists without authorities");
	*ret = STEAL(belief);
	return ERR_OK;
}

enum err
citizen_trust_open(const struct citizen_config *config, struct citizen_trust **ret_trust,
    struct err_info *e)
{
	struct belief *belief;
	struct citizen_trust *trust;

	TRY(read_belief(config, &belief, e));
	trust = malloc(sizeof(*trust));
	if (trust == NULL) {
		release(belief);
		FAIL(e, ERR_NOMEM, "", "authorities of citizens");
	}
	*trust = (struct citizen_trust){PTHREAD_MUTEX_INITIALIZER, belief};
	*ret_trust = trust;
	return ERR_OK;
}

void
citizen_trust_close(struct citizen_trust *trust)
{
	if (trust == NULL)
		return;
	release(trust->belief);
	pthread_mutex_destroy(&trust->lock);
	free(trust);
}

enum err
citizen_trust_reload(struct citizen_trust *trust, const struct citizen_config *config,
    struct err_info *e)
{
	struct belief *fresh, *former;

	TRY(read_belief(config, &fresh, e));
	pthread_mutex_lock(&trust->lock);
	former = trust->belief;
	trust->belief = fresh;
	pthread_mutex_unlock(&trust->lock);
	release(former);
	return ERR_OK;
}

static struct belief *
use(struct citizen_trust *trust)
{
	struct belief *belief;

	pthread_mutex_lock(&trust->lock);
	belief = trust->belief;
	atomic_fetch_add(&belief->users, 1);
	pthread_mutex_unlock(&trust->lock);
	return belief;
}

int64_t
citizen_lists_until_us(struct citizen_trust *trust)
{
	AUTO(belief) struct belief *belief = use(trust);

	return belief->authorities != NULL ? crypto_authorities_until_us(belief->authorities) : INT64_MAX;
}

static enum err
use_authorities(struct citizen_trust *trust, struct belief **ret, struct err_info *e)
{
	*ret = use(trust);
	if ((*ret)->authorities == NULL)
		FAIL(e, ERR_CONFIG, "citizen.ca_file", "no accredited authorities are set: nothing that a "
		    "citizen has signed can be verified");
	return ERR_OK;
}

/* ---- refusals -------------------------------------------------------------------------- */

/* What is found of a counterparty's certificate is another thing when found of a citizen's. */
static const struct {
	enum err found, code;
} of_citizens[] = {
	{ERR_SIG_CERTIFICATE, ERR_CITIZEN_CERTIFICATE},
	{ERR_SIG_UNTRUSTED, ERR_CITIZEN_UNTRUSTED},
	{ERR_SIG_REVOKED, ERR_CITIZEN_REVOKED},
	{ERR_SIG_CRL, ERR_CITIZEN_CRL},
};

static enum err
blame(enum err code, const char *at, struct err_info *e)
{
	if (code == ERR_OK)
		return ERR_OK;
	for (size_t i = 0; i < COUNT_OF(of_citizens); i++)
		if (of_citizens[i].found == code) {
			code = of_citizens[i].code;
			break;
		}
	if (e != NULL) {
		e->code = code;
		if (err_who(code) == ERR_CALLER)
			snprintf(e->at, sizeof(e->at), "%s", at);
	}
	return code;
}

/* ---- certificates ------------------------------------------------------------------------- */

static enum err
check_certificate(const struct belief *belief, const unsigned char *der, size_t len,
    const char *snils, int64_t now_us, struct err_info *e)
{
	AUTO(certificate) struct crypto_certificate *c = NULL;
	const struct crypto_algorithm *algorithm;
	int64_t from_us = INT64_MIN, to_us = INT64_MAX;

	TRY(crypto_certificate_decode(der, len, &c, e));
	TRY(crypto_certificate_may_sign_documents(c, &algorithm, e));
	TRY(crypto_chain_check(belief->authorities, c, now_us, &from_us, &to_us, NULL, e));
	return crypto_certificate_names_snils(c, snils, e);
}

enum err
citizen_check_certificate(struct citizen_trust *trust, const unsigned char *der, size_t len,
    const char *snils, const char *at, int64_t now_us, struct err_info *e)
{
	AUTO(belief) struct belief *belief = NULL;

	TRY(use_authorities(trust, &belief, e));
	return blame(check_certificate(belief, der, len, snils, now_us, e), at, e);
}

/* ---- documents ----------------------------------------------------------------------------- */

static enum err
find(const struct part_list *parts, const char *name, const char *at, const char *what,
    const struct part **ret_part, struct err_info *e)
{
	*ret_part = part_find(parts, name);
	if (*ret_part == NULL)
		FAIL(e, ERR_MAP_MISSING, at, "there is no part with the %s", what);
	return ERR_OK;
}

static enum err
open_signature(const struct part *part, struct crypto_cms **ret_cms, struct err_info *e)
{
	AUTO(char) char *octets = NULL;
	size_t len = 0, n;

	if (part->size > CRYPTO_CMS_MAX)
		FAIL(e, ERR_CMS_FORMAT, "", "it has to have 1 to %d octets", CRYPTO_CMS_MAX);
	octets = malloc(CRYPTO_CMS_MAX);
	if (octets == NULL)
		FAIL(e, ERR_NOMEM, "", "a signature");
	do {
		TRY(part_read(part, len, octets + len, CRYPTO_CMS_MAX - len, &n, e));
		len += n;
	} while (n > 0 && len < part->size);
	return crypto_cms_open((const unsigned char *)octets, len, ret_cms, e);
}

static enum err
digest_document(const struct part *part, const struct crypto_hash *hash,
    unsigned char out[CRYPTO_MAX_HASH], struct err_info *e)
{
	AUTO(digest) struct crypto_digest *digest = NULL;
	unsigned char piece[PIECE];
	uint64_t at = 0;
	size_t n;

	TRY(crypto_digest_open(hash, &digest, e));
	for (;; at += n) {
		TRY(part_read(part, at, piece, sizeof(piece), &n, e));
		if (n == 0)
			return crypto_digest_end(digest, out, e);
		TRY(crypto_digest_add(digest, piece, n, e));
	}
}

static enum err
check_document(const struct belief *belief, const struct part *document,
    const struct part *signature, const char *snils, int64_t now_us, struct err_info *e)
{
	const struct crypto_cms_trust trust = {.authorities = belief->authorities, .now_us = now_us,
	    .back_us = belief->back_us};
	AUTO(cms) struct crypto_cms *cms = NULL;
	AUTO(certificate) struct crypto_certificate *signer = NULL;
	unsigned char digest[CRYPTO_MAX_HASH];

	TRY(open_signature(signature, &cms, e));
	TRY(digest_document(document, crypto_cms_hash(cms), digest, e));
	TRY(crypto_cms_verify(cms, digest, &trust, &signer, e));
	return crypto_certificate_names_snils(signer, snils, e);
}

enum err
citizen_check_document(struct citizen_trust *trust, const struct part_list *parts,
    const struct citizen_document *what, const char *snils, int64_t now_us, struct err_info *e)
{
	AUTO(belief) struct belief *belief = NULL;
	const struct part *document, *signature;

	TRY(use_authorities(trust, &belief, e));
	TRY(find(parts, what->document, what->at, "document", &document, e));
	TRY(find(parts, what->signature, what->at, "signature", &signature, e));
	return blame(check_document(belief, document, signature, snils, now_us, e), what->at, e);
}
