/*
 * What the files of token share.
 *
 *     keyset.c   a set of keys: of JSON Web Keys, of certificates; does not change
 *     keys.c     the sets that hold now, and their change for others
 *     refresh.c  the thread that fetches
 *     fetch.c    one GET (the only user of curl here)
 *     header.c   a token's form, and what its header asks for
 *     verify.c   the signature; all of it in order
 *     claims.c   what a token says, and of whom
 *     binding.c  to whose certificate it is bound
 */
#ifndef ADAPTER_TOKEN_PRIVATE_H
#define ADAPTER_TOKEN_PRIVATE_H

#include <pthread.h>
#include <stdatomic.h>

#include <cjose/cjose.h>

#include "adapter/crypto/crypto.h"
#include "adapter/token/token.h"

AUTO_DEFINE(json, json_t *, json_decref)
AUTO_DEFINE(jws, cjose_jws_t *, cjose_jws_release)

enum { TOKEN_SET_SIZE_MAX = 1 << 18 };  /* bytes of a key set or a file of certificates */

#define TOKEN_NO_JWK ((cjose_jwk_kty_t)0)

/* An algorithm that is accepted, and the only kind of key that it is accepted with. */
struct token_alg {
	const char     *name;           /* as in the header: RFC 7518, 3.1 */
	cjose_jwk_kty_t kty;            /* TOKEN_NO_JWK: its keys come in certificates only */
	const char     *crypto;         /* the row of crypto for a certificate's key */
	size_t          signature;      /* its length in base64url; 0: the key's affair */
};

#define TOKEN_ALGS "RS256, ES256, GOST3410_2012_256"

/* The row with this name; NULL for NULL and for all others. */
const struct token_alg *token_alg_find(const char *name);

/* A key is a JWK or a certificate; the other is NULL. */
struct token_key {
	cjose_jwk_t                   *jwk;     /* read only: cjose verifies with it from many threads */
	struct crypto_certificate     *certificate;
	const struct crypto_algorithm *algorithm;       /* of the certificate's key */
	const struct token_alg        *alg;
	const char                    *kid;     /* the jwk's (NULL: has none), or the thumbprint */
};

/* Does not change once made.  Counted; each user frees his own. */
struct token_set {
	atomic_int       users;
	size_t           n_keys;
	struct token_key key[];
};

struct token_set *token_set_ref(struct token_set *set);
void token_set_free(struct token_set *set);

AUTO_DEFINE(set, struct token_set *, token_set_free)
AUTO_DEFINE(certificate, struct crypto_certificate *, crypto_certificate_free)

/* A key set of this text; name is what stands before its parts in e->at. */
MUST_USE enum err token_set_parse(const char *text, size_t len, const char *name,
    struct token_set **ret_set, struct err_info *e);
MUST_USE enum err token_set_load(const char *file, struct token_set **ret_set, struct err_info *e);
MUST_USE enum err token_set_load_certificates(const char *file, struct token_set **ret_set,
    struct err_info *e);

/* Where keys come from. */
enum token_source { TOKEN_JWKS, TOKEN_CERTIFICATES, TOKEN_SOURCES };

struct token_keys {
	char             *issuer, *audience;
	char             *jwks_url, *ca_file;   /* NULL: not given */
	bool              named[TOKEN_SOURCES]; /* the settings name it */
	int               max_skew_s;
	bool              require_binding;
	int               refresh_s, retry_s, max_stale_s;
	void            (*told)(const struct err_info *e, void *arg);
	void             *told_arg;
	pthread_mutex_t   lock;
	pthread_cond_t    more;                 /* on the monotonic clock */
	struct token_set *set[TOKEN_SOURCES];   /* under lock, as all below */
	int64_t           fetched_us;           /* how old set[TOKEN_JWKS] is */
	int64_t           tried_ms;             /* when the last fetch ended; monotonic */
	bool              fetching, wanted;
	/* The thread's own, but for closing. */
	atomic_bool       closing;
	bool              started;              /* the opener's */
	int               told_code;            /* the last outcome; -1 before the first */
	pthread_t         thread;
};

/* The sets as they were at one moment. */
struct token_hold {
	struct token_set *set[TOKEN_SOURCES];   /* NULL: there is none, or it is too old */
};

/* False if a set that should be there is not. */
bool token_keys_hold(struct token_keys *keys, int64_t now_us, struct token_hold *hold);

static inline void
auto_hold(struct token_hold *hold)
{
	for (int i = 0; i < TOKEN_SOURCES; i++)
		token_set_free(hold->set[i]);
}

/* Takes set, which is as it was at at_us. */
void token_keys_replace(struct token_keys *keys, enum token_source source, struct token_set *set,
    int64_t at_us);

/* Fetches at once. */
void token_refresh_now(struct token_keys *keys);

/* Fetches at once unless that was done a short time ago; true while a fetch is to come or under way. */
bool token_refresh_want(struct token_keys *keys);
void token_refresh_stop(struct token_keys *keys);

/*
 * GETs url, adding to body up to its limit; *ret_max_age_s is -1 unless the answer has a max-age.  Ends
 * soon after *stop is set.  ERR_TOKEN_KEYS.
 */
MUST_USE enum err token_fetch(const char *url, const char *ca_file, const atomic_bool *stop,
    struct buf *body, int *ret_max_age_s, struct err_info *e);

/* What can be said of these without connecting.  ERR_CONFIG. */
MUST_USE enum err token_fetch_check(const char *url, const char *ca_file, struct err_info *e);

#define TOKEN_AT "/header/Authorization"

/* A token on its way through the checks; the parts of the compact form point into it. */
struct presented {
	const char             *token;
	const char             *head, *payload, *signature;
	size_t                  head_len, payload_len, signature_len;
	json_t                 *header;
	const struct token_alg *alg;
	const char             *kid;    /* the header's own; NULL: none */
};

static inline void
auto_presented(struct presented *p)
{
	json_decref(p->header);
}

/* Reads p->token's form and header, filling the rest. */
MUST_USE enum err token_read_header(struct presented *p, struct err_info *e);

/* Whether the first len characters are the one way to write some bytes: RFC 7515, 2; RFC 4648, 3.5. */
bool token_is_base64url(const char *text, size_t len);

/* A part of a token, in base64url, as JSON; a new reference. */
MUST_USE enum err token_read_object(const char *part, size_t part_len, const char *what,
    json_t **ret_object, struct err_info *e);

/* Checks iss, aud, exp, nbf, iat and scope of claims whose signature is good. */
MUST_USE enum err token_check_claims(const struct token_keys *keys, const json_t *claims,
    const char *scope, int64_t now_us, struct err_info *e);

/* Checks cnf against the SHA-256 of the caller's certificate (hex; NULL: has none). */
MUST_USE enum err token_check_binding(const struct token_keys *keys, const json_t *claims,
    const char *thumbprint, struct err_info *e);

/* The claims of a citizen or of a system under our names; a new reference. */
MUST_USE enum err token_read_holder(const json_t *claims, enum token_holder holder,
    json_t **ret_holder, struct err_info *e);

#endif
