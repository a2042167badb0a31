/*
 * crypto: digests, signatures, keys, certificates and chains, behind one interface.
 *
 * What stands behind it today is OpenSSL 3 with the gost engine for GOST R 34.10-2012 and
 * GOST R 34.11-2012; nothing of either shows here, so that a provider or a certified library
 * can take their place without another folder changing.  TLS is not its affair: tls, front
 * and send speak to OpenSSL themselves.
 *
 * Threads: keys, certificates and authorities are read only and may be used by any number of
 * threads; a digest under way belongs to one.
 */
#ifndef ADAPTER_CRYPTO_CRYPTO_H
#define ADAPTER_CRYPTO_CRYPTO_H

#include <stdint.h>

#include "adapter/base/base.h"

/*
 * Call once in main, before threads and before any certificate is read: a GOST certificate that
 * was decoded without the engine keeps an unreadable key.  Without an engine everything but
 * GOST works.
 */
void crypto_init(void);
void crypto_fini(void);

/* Whether GOST can be had; if not, why (static text). */
bool crypto_has_gost(const char **ret_why);

/* ---- algorithms: rows, static -------------------------------------------------------- */

enum { CRYPTO_MAX_HASH = 64, CRYPTO_MAX_SIGNATURE = 1024 };

struct crypto_hash {
	const char *name;               /* for people: "SHA-256", "Streebog-256" */
	const char *uri;                /* ds:DigestMethod/@Algorithm */
	size_t      size;               /* octets */
	bool        trusted;            /* may be relied upon; others are only for reading old messages */
};

enum crypto_kind { CRYPTO_RSA, CRYPTO_EC, CRYPTO_GOST256, CRYPTO_GOST512, CRYPTO_GOST2001 };

/* A row couples a signature method with the only digest that goes with it. */
struct crypto_algorithm {
	const char               *name;         /* for people: "RSA-SHA256", "GOST-2012-256" */
	const char               *uri;          /* ds:SignatureMethod/@Algorithm */
	const struct crypto_hash *hash;
	enum crypto_kind          kind;         /* of key */
	int                       min_bits;     /* of a key that may be relied upon */
	bool                      trusted;      /* seals are made with it, and believed */
};

/* The i-th row; NULL past the last.  For listing. */
const struct crypto_algorithm *crypto_algorithm_at(size_t i);
const struct crypto_hash *crypto_hash_at(size_t i);

/* NULL if there is no row. */
const struct crypto_algorithm *crypto_algorithm_by_uri(const char *uri);
const struct crypto_hash *crypto_hash_by_uri(const char *uri);

/* The row that everybody has. */
const struct crypto_hash *crypto_sha256(void);

/* ---- digests ---------------------------------------------------------------------------- */

struct crypto_digest;

/* ERR_CRYPTO where the library fails or has no such digest; ERR_NOMEM. */
MUST_USE enum err crypto_digest_open(const struct crypto_hash *hash, struct crypto_digest **ret,
    struct err_info *e);
MUST_USE enum err crypto_digest_add(struct crypto_digest *digest, const void *octets, size_t len,
    struct err_info *e);

/* out has hash->size octets afterwards; nothing may be added then. */
MUST_USE enum err crypto_digest_end(struct crypto_digest *digest,
    unsigned char out[CRYPTO_MAX_HASH], struct err_info *e);
void crypto_digest_close(struct crypto_digest *digest);

/* All of it at once. */
MUST_USE enum err crypto_digest(const struct crypto_hash *hash, const void *octets, size_t len,
    unsigned char out[CRYPTO_MAX_HASH], struct err_info *e);

/* ---- keys ------------------------------------------------------------------------------- */

struct crypto_key;

/* Counted: whoever keeps one takes a reference.  crypto_key_free() gives one back; NULL is fine. */
struct crypto_key *crypto_key_ref(struct crypto_key *key);
void crypto_key_free(struct crypto_key *key);

int crypto_key_bits(const struct crypto_key *key);

/* "RSA", "EC", "GOST-2012", "GOST-2001", "unknown". */
const char *crypto_key_kind_name(const struct crypto_key *key);

/* The trusted row for it, if it is strong enough; ERR_KEY_UNUSABLE otherwise. */
MUST_USE enum err crypto_key_algorithm(const struct crypto_key *key,
    const struct crypto_algorithm **ret_algorithm, struct err_info *e);

/*
 * Signs a digest of algorithm->hash.  The signature is written as XML Signature wants it: RSA
 * as RFC 8017 says, ECDSA as r || s of equal width (RFC 6931, 2.3.6), GOST as s || r, each half
 * big-endian.  ERR_CRYPTO.
 */
MUST_USE enum err crypto_sign(const struct crypto_key *key, const struct crypto_algorithm *algorithm,
    const unsigned char *digest, unsigned char signature[CRYPTO_MAX_SIGNATURE], size_t *ret_len,
    struct err_info *e);

/* ERR_OK if the signature is of that digest by that key; ERR_SIG_VALUE if not. */
MUST_USE enum err crypto_verify(const struct crypto_key *key,
    const struct crypto_algorithm *algorithm, const unsigned char *digest,
    const unsigned char *signature, size_t len, struct err_info *e);

/* ---- certificates ------------------------------------------------------------------------- */

struct crypto_certificate;

/* Counted, as keys are. */
struct crypto_certificate *crypto_certificate_ref(struct crypto_certificate *certificate);
void crypto_certificate_free(struct crypto_certificate *certificate);

/*
 * One X.509 certificate in DER, nothing after it; the other from base64 without white space.
 * ERR_SIG_CERTIFICATE.  Its key need not be of use: see crypto_certificate_key().
 */
MUST_USE enum err crypto_certificate_decode(const unsigned char *der, size_t len,
    struct crypto_certificate **ret, struct err_info *e);
MUST_USE enum err crypto_certificate_decode64(const char *base64, size_t len,
    struct crypto_certificate **ret, struct err_info *e);

/* The n-th of a PEM file (0: the first).  ERR_KEY_UNUSABLE, e->at being the file. */
MUST_USE enum err crypto_certificate_load(const char *file, size_t n,
    struct crypto_certificate **ret, struct err_info *e);

/* Facts; what is returned lives as the certificate does. */
const char *crypto_certificate_subject(const struct crypto_certificate *c);     /* RFC 4514 */
/* The same where there is less room: what is too long is cut, between letters. */
void crypto_certificate_put_subject(const struct crypto_certificate *c, char *text, size_t size);
const char *crypto_certificate_issuer(const struct crypto_certificate *c);      /* RFC 4514 */
const char *crypto_certificate_serial(const struct crypto_certificate *c);      /* hex, upper case */
/* SHA-256 of the DER, hex, lower case. */
const char *crypto_certificate_thumbprint(const struct crypto_certificate *c);
const char *crypto_certificate_base64(const struct crypto_certificate *c, size_t *ret_len);
const unsigned char *crypto_certificate_der(const struct crypto_certificate *c, size_t *ret_len);
int64_t crypto_certificate_from_us(const struct crypto_certificate *c);
int64_t crypto_certificate_to_us(const struct crypto_certificate *c);

/* That its subject has exactly one common name (CN), and this. */
bool crypto_certificate_is_of(const struct crypto_certificate *c, const char *common_name);

/* Its public key, borrowed; NULL if it cannot be read. */
const struct crypto_key *crypto_certificate_key(const struct crypto_certificate *c);

/* That it may sign: its key has a trusted row, and its key usage agrees.  ERR_SIG_CERTIFICATE. */
MUST_USE enum err crypto_certificate_may_sign(const struct crypto_certificate *c,
    const struct crypto_algorithm **ret_algorithm, struct err_info *e);

/*
 * That it may sign documents: it is no authority's, its key has a trusted row, and its key usage has
 * digitalSignature or nonRepudiation.  ERR_SIG_CERTIFICATE.
 */
MUST_USE enum err crypto_certificate_may_sign_documents(const struct crypto_certificate *c,
    const struct crypto_algorithm **ret_algorithm, struct err_info *e);

/*
 * That its subject names the person with this SNILS (11 digits), and nobody else: the attribute
 * 1.2.643.100.3, which qualified certificates carry, once.  How long it takes does not depend on
 * which digits agree.  ERR_CMS_SIGNER, which tells no number.
 */
MUST_USE enum err crypto_certificate_names_snils(const struct crypto_certificate *c,
    const char *snils, struct err_info *e);

/* ---- our own key with its certificate --------------------------------------------------------- */

struct crypto_source {
	/*
	 * The private key.  A file, which no other user may read: PEM, encrypted or not, or a
	 * PKCS#12 container, told by what is in it.  "credential:NAME": the file of that name
	 * which systemd has put into $CREDENTIALS_DIRECTORY.  "pkcs11:...": a key that stays in
	 * its token (RFC 7512), without pin-value and pin-source.  NULL: no key.
	 */
	const char *key;
	const char *certificate_file;   /* its certificate, PEM; NULL: the container's or the token's */
	const char *passphrase_file;    /* of the key, or the token's PIN: the first line of a file which
	                                   no other user may read, or "credential:NAME"; NULL: none */
	const char *pkcs11_module;      /* for a token: path of its library */
};

/* Whether this key lies in a token: such a one needs pkcs11_module. */
bool crypto_source_is_token(const char *key);

/*
 * Both, and that they belong together; whether the certificate is valid today is the caller's
 * to ask.  With key NULL only the certificate, with both NULL nothing (both stay NULL).
 * ERR_KEY_UNUSABLE, e->at being the file, or the URI of the token's object.
 *
 * Never asks a terminal.  What is read from files of keys and passphrases goes into buffers of ours
 * that are overwritten after use, on every way out; the key itself is overwritten when the last
 * reference to it is given back (OpenSSL clears private numbers as it frees them).  Copies that
 * OpenSSL makes while it decodes are its own affair.  The engine for tokens keeps the PIN, to log
 * in again, until crypto_fini().
 *
 * Tokens: one module for the life of the program.  A token's key signs on any number of threads;
 * ERR_CRYPTO from crypto_sign() when the token has gone, until the source is loaded again.
 */
MUST_USE enum err crypto_source_load(const struct crypto_source *source,
    struct crypto_key **ret_key, struct crypto_certificate **ret_certificate, struct err_info *e);

/* ---- authorities and chains --------------------------------------------------------------------- */

struct crypto_authorities;

struct crypto_authorities_config {
	/*
	 * PEM.  Who is in it is believed, be it a root or not; with lists of revocation only who was
	 * not issued by another in it: chains go on to where they may be revoked.
	 */
	const char *ca_file;
	const char *crl_file;           /* revocation lists, PEM, any number and of any authority;
	                                   NULL: revocation is not looked at */
	int64_t     crl_grace_us;       /* how long after its nextUpdate a list is still believed; 0: it is
	                                   not, and nobody under its issuer is */
};

/*
 * ERR_KEY_UNUSABLE, e->at being the file: also when a list is not signed by the authority in ca_file
 * that it names, or does not say until when it is good.
 */
MUST_USE enum err crypto_authorities_open(const struct crypto_authorities_config *config,
    struct crypto_authorities **ret, struct err_info *e);
void crypto_authorities_close(struct crypto_authorities *authorities);

/*
 * When the first of the authorities has no list any more that is good (nextUpdate of its newest,
 * without grace); INT64_MAX without lists.
 */
int64_t crypto_authorities_until_us(const struct crypto_authorities *authorities);

/*
 * That a chain from certificate to an authority holds at at_us, which is today.  Who is
 * not in the file is not believed.  With lists, each certificate of the chain but the last must
 * have a list of its issuer, which is good at at_us, and not be on it.  [*from_us, *to_us] is
 * narrowed to when the same would be found; *ends_us, unless NULL, to when the first certificate
 * of the chain ends, which lists have no part in.  ERR_SIG_UNTRUSTED; ERR_SIG_REVOKED; ERR_SIG_CRL if a
 * list is missing, stale or not to be used.
 */
MUST_USE enum err crypto_chain_check(const struct crypto_authorities *authorities,
    const struct crypto_certificate *certificate, int64_t at_us, int64_t *from_us, int64_t *to_us,
    int64_t *ends_us, struct err_info *e);

/*
 * The same of a time that is past, as for an old message in a journal, by lists that are newer.  A
 * list that is later than at_us is good for it.  Who was revoked after at_us was good then, unless
 * the reason is that the key was compromised: when that happened is known to nobody.  Authorities
 * drop from their lists who has expired, so that who was revoked long ago may no longer be seen to
 * be.  What is found here does not hold for crypto_chain_check(), nor the other way round.
 */
MUST_USE enum err crypto_chain_check_past(const struct crypto_authorities *authorities,
    const struct crypto_certificate *certificate, int64_t at_us, int64_t *from_us, int64_t *to_us,
    int64_t *ends_us, struct err_info *e);

/* ---- detached signatures --------------------------------------------------------------------- */

/*
 * A signature over a document that lies beside it: CMS SignedData (RFC 5652; CAdES-BES, and PKCS#7
 * 1.5 where they agree) in DER, without content, of exactly one signer, with signed attributes.
 * The document is digested by the caller, bit by bit if it is large.
 */
struct crypto_cms;

enum { CRYPTO_CMS_MAX = 64 << 10 };     /* octets of a signature */

/*
 * Takes it apart, copying it.  Nothing is verified yet.  ERR_CMS_FORMAT; ERR_CMS_ALGORITHM if the
 * document's digest is by none of the trusted rows; ERR_NOMEM.
 */
MUST_USE enum err crypto_cms_open(const unsigned char *der, size_t len, struct crypto_cms **ret,
    struct err_info *e);
void crypto_cms_close(struct crypto_cms *cms);

/* What the document is to be digested with. */
const struct crypto_hash *crypto_cms_hash(const struct crypto_cms *cms);

/* When the signer says to have signed (signing-time); INT64_MIN if nothing is said. */
int64_t crypto_cms_signed_us(const struct crypto_cms *cms);

struct crypto_cms_trust {
	const struct crypto_authorities *authorities;
	struct crypto_certificate       *signer;        /* for signatures without one; NULL: none */
	int64_t                          now_us;
	/*
	 * How far back the signer's own word is taken for when it was signed: the chain is then held to
	 * what was good at that time (crypto_chain_check_past).  0: not at all.  A signing-time that
	 * lies in the future, before the certificate, or too far back counts for nothing.
	 */
	int64_t                          back_us;
};

/*
 * That the document of this digest was signed, and by whom.  The certificate comes with the signature
 * or is trust->signer; it must be one for documents, chain to the authorities (certificates
 * between must be among them: those in the message are not used), and have a trusted row, by
 * which alone the signature is verified.  An ESS signing-certificate-v2 (RFC 5035), where there is
 * one, must be of that certificate.
 *
 * ERR_CMS_SIGNER: no certificate of the signer; ERR_SIG_CERTIFICATE, and those of
 * crypto_chain_check(): it is not believed; ERR_CMS_ALGORITHM; ERR_CMS_SIGNATURE: the
 * signature is not by it; ERR_CMS_DIGEST: of another document.
 */
MUST_USE enum err crypto_cms_verify(const struct crypto_cms *cms, const unsigned char *digest,
    const struct crypto_cms_trust *trust, struct crypto_certificate **ret_signer,
    struct err_info *e);

#endif
