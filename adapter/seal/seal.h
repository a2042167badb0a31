/*
 * seal: signs what leaves and decides what may be believed of what arrives; the
 * only user of xmlsec.
 *
 * WS-Security 1.0 (OASIS 2004/01, X.509 Certificate Token Profile): one Security
 * header with BinarySecurityToken, Timestamp and Signature; exclusive C14N without
 * comments; signed are Body, Timestamp and the WS-Addressing headers To, Action,
 * MessageID, RelatesTo, From, ReplyTo and FaultTo, those that are present.  RSA-SHA256,
 * ECDSA-SHA256 or GOST R 34.10-2012 (256 or 512) with Streebog, by the kind of the key.
 *
 * Verification goes: parser limits, structure and coverage, trust, signature and digests,
 * time, what was expected, replay; and hands on only the octets that were digested, so that a wrapped or moved
 * element cannot be read by construction.  Each refusal has its own code (ERR_XML*,
 * ERR_SIG_*).
 *
 * Threads: a struct seal may be used by any number of threads at once.
 */
#ifndef ADAPTER_SEAL_SEAL_H
#define ADAPTER_SEAL_SEAL_H

#include <stdint.h>

#include "adapter/base/base.h"

struct seal;

/* Lists are separated by commas, a comma within a name being after a backslash. */
struct seal_config {
	const char *key_file;           /* our private keys, a list: PEM or PKCS#12 files not readable by
	                                   others, "credential:NAME" of systemd's, or "pkcs11:" URIs of keys
	                                   in a token; NULL: this seal only verifies */
	const char *certificate_file;   /* their certificates, PEM, in the same order; without keys it
	                                   may be NULL, or they may have expired; a list that ends before
	                                   that of keys leaves the rest to the container or the token */
	const char *passphrase_file;    /* of encrypted keys, or the token's PIN; NULL or "": none */
	const char *pkcs11_module;      /* the token's library; NULL or "": none */
	const char *ca_file;            /* authorities that the counterparty's certificate chains to, PEM;
	                                   NULL: nobody is believed, this seal only signs */
	const char *crl_file;           /* their revocation lists, PEM; NULL or "": not looked at */
	int         crl_grace_s;        /* how long a list is still believed after its nextUpdate */
	bool        past;               /* for re-reading a journal: whoever was revoked after a message
	                                   is believed, see crypto_chain_check_past() */
	const char *own_ca_file;        /* authorities that our certificates must chain to, if there is
	                                   a key; NULL: not asked */
	const char *peer_subject;       /* the counterparty: required common name (CN) of its certificate */
	const char *peer_pins;          /* and SHA-256 thumbprints of the certificates that it may sign
	                                   with, hex, a list; NULL or "": any of that name */
	const char *other_subjects;     /* common names believed beside it, a list; NULL: none.  For
	                                   re-reading a journal */
	int         ttl_s;              /* how long a message of ours is good for */
	int         max_skew_s;         /* tolerated difference of clocks */
	int         max_ttl_s;          /* longest Timestamp accepted */
};

/* Call once in main before threads start; seal_fini at the end.  CHECKs that the libraries are usable. */
void seal_init(void);
void seal_fini(void);

/*
 * Fails with ERR_KEY_UNUSABLE: the text says which file and why; ERR_CONFIG.  Borrowed strings are copied.
 * Of several keys the newest signs that is valid at the time; at least one must be, today.
 */
MUST_USE enum err seal_open(const struct seal_config *config, struct seal **ret_seal,
    struct err_info *e);
void seal_close(struct seal *seal);

/*
 * Takes keys, certificates, authorities and times anew, from config: all of it or, on failure,
 * nothing; what is under way goes on with what it began with.  Nothing that was decided about a
 * certificate before stays; the messages taken so far are still remembered.
 */
MUST_USE enum err seal_reload(struct seal *seal, const struct seal_config *config,
    struct err_info *e);

/* Whether the running seal may take config at all, its files aside: the times.  ERR_CONFIG. */
MUST_USE enum err seal_reload_check(const struct seal *seal, const struct seal_config *config,
    struct err_info *e);

/* What is in use and ends: our certificates, the counterparty's that were believed lately, lists. */
struct seal_certificate {
	const char *role;               /* "own", "counterparty", or "revocation" of the lists: static */
	char        subject[256];
	char        sha256[65];         /* of the certificate, hex; "" for lists */
	int64_t     ends_us;            /* the first certificate of its chain, or the first list, does */
};
size_t seal_certificates(struct seal *seal, struct seal_certificate *ret, size_t max);

/* Proves that the key signs and the result verifies with our own certificate: for /readyz. */
MUST_USE enum err seal_self_test(struct seal *seal, struct err_info *e);

/* Facts for people: "ECDSA-SHA256", and our certificate's subject; "" without one.  Both live until seal_reload(). */
const char *seal_algorithm(const struct seal *seal);
const char *seal_subject(const struct seal *seal);

/*
 * Signs an unsigned envelope as soap_build() makes it: adds the Security header to its
 * Header and appends the whole to out.  now_us goes into the Timestamp.  ERR_SIGN.
 */
MUST_USE enum err seal_sign(struct seal *seal, const char *envelope, size_t len, int64_t now_us,
    struct buf *out, struct err_info *e);

/*
 * Signs an unsigned envelope that others made, and verifies the result.  What a message of ours has
 * and this one lacks is put in where that changes nothing of its meaning: wsu:Id of what is signed,
 * MessageID, and Action if action is given (NULL: not); every other octet stays as it is.
 * ERR_XML*: not to be read; ERR_XML_CANONICAL, ERR_SIG_STRUCTURE, ERR_SIG_REFERENCE,
 * ERR_SIG_DUPLICATE_ID: it cannot be signed as it is; ERR_SIGN.
 */
MUST_USE enum err seal_sign_foreign(struct seal *seal, const char *envelope, size_t len,
    const char *action, int64_t now_us, struct buf *out, struct err_info *e);

/*
 * Signs a message to SMEV 3, versions 1.1 to 1.3 of its schemas, for the system that sends it: the
 * content in the element that it is for, by exclusive canonicalisation and SMEV's transform, into
 * CallerInformationSystemSignature; and verifies the result.  ERR_XML*: not to be read, of which
 * ERR_XML_CANONICAL: the transform has no form for an element that the text names;
 * ERR_SIG_STRUCTURE, ERR_SIG_REFERENCE, ERR_SIG_DUPLICATE_ID: it cannot be signed as it is; ERR_SIGN.
 */
MUST_USE enum err seal_sign_smev(struct seal *seal, const char *message, size_t len,
    int64_t now_us, struct buf *out, struct err_info *e);

/* What a message must be, besides well signed by the counterparty. */
struct seal_expect {
	const char *action;             /* wsa:Action; NULL: any */
	const char *relates_to;         /* wsa:RelatesTo; NULL: must be absent */
	int64_t     now_us;             /* judged at this time */
	bool        once;               /* refuse a message that was taken before: one with the same
	                                   SignedInfo, remembered until it expires (ERR_BUSY if there is
	                                   no room); false when a journal is re-read */
};

/* What is known of a message that verified.  Everything here was covered by the signature. */
struct seal_verified {
	char   *body;                   /* the octets digested for soap:Body, NUL-ended */
	size_t  body_len;
	char    action[256];
	char    message_id[128];
	char    relates_to[128];        /* "" in a request */
	char    to[256];                /* "" if absent */
	char    signer[256];            /* subject of the certificate, RFC 4514 */
	const char *algorithm;          /* "RSA-SHA256": static */
	char    covered[128];           /* "Timestamp Action MessageID Body": in document order */
	int64_t created_us, expires_us;
};

/*
 * Remembers a message that was taken before this seal was opened, so that it is not taken once
 * more: for one that is read from a journal after a restart, where it was verified.  What has
 * expired needs no remembering.  Fails as seal_verify() does where the message has no signature of
 * our shape; ERR_BUSY.
 */
MUST_USE enum err seal_remember(struct seal *seal, const char *envelope, size_t len,
    int64_t now_us, struct err_info *e);

/* How long messages are remembered, at most. */
int64_t seal_memory_us(const struct seal *seal);

/* On success the caller owns *ret_verified's body: seal_verified_fini(). */
MUST_USE enum err seal_verify(struct seal *seal, const char *envelope, size_t len,
    const struct seal_expect *expect, struct seal_verified *ret_verified, struct err_info *e);
void seal_verified_fini(struct seal_verified *verified);

#endif
