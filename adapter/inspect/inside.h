/* inside: one inspection under way, and what its parts do.  Private to inspect/. */
#ifndef ADAPTER_INSPECT_INSIDE_H
#define ADAPTER_INSPECT_INSIDE_H

#include "adapter/crypto/crypto.h"
#include "adapter/inspect/chain.h"
#include "adapter/inspect/octets.h"
#include "adapter/inspect/report.h"
#include "adapter/inspect/tree.h"

AUTO_DEFINE(certificate, struct crypto_certificate *, crypto_certificate_free)

enum {
	INSPECT_MAX_SIGNATURES   = 32,
	INSPECT_MAX_REFERENCES   = 32,          /* of one signature */
	INSPECT_MAX_CERTIFICATES = 64,          /* in the message */
	INSPECT_MAX_SEARCHES     = 16           /* for causes; they cost more than verifying does */
};

enum inspect_kind {
	INSPECT_K_MOSTIK,               /* WS-Security as mostik signs and wants it */
	INSPECT_K_WSS,                  /* WS-Security otherwise */
	INSPECT_K_SMEV3,
	INSPECT_K_SOAP,                 /* SOAP with a signature of another kind, or none */
	INSPECT_K_PLAIN                 /* XML */
};

struct inspect_reference {
	xmlNodePtr                node;         /* ds:Reference */
	xmlNodePtr                target;       /* NULL: none was found */
	char                      id[256];      /* referred to; "": the document */
	struct inspect_chain      chain;
	const struct crypto_hash *hash;         /* NULL: not known */
	unsigned char             stated[CRYPTO_MAX_HASH];
	size_t                    stated_len;
	bool                      holds;
};

struct inspect_signature {
	json_t                         *place;          /* in the report */
	xmlNodePtr                      node, info, value, key_info;
	struct inspect_chain            c14n;           /* of SignedInfo: one step */
	const struct crypto_algorithm  *algorithm;      /* NULL: not known */
	struct crypto_certificate      *certificate;    /* NULL: none; borrowed from the inspection */
	unsigned char                   octets[CRYPTO_MAX_SIGNATURE];
	size_t                          len;
	size_t                          references;
	struct inspect_reference        reference[INSPECT_MAX_REFERENCES];
	bool                            holds;          /* the value does */
};

struct inspection {
	const struct inspect_request *request;
	struct inspect_report         report;
	xmlDocPtr                     doc;
	enum inspect_kind             kind;
	int64_t                       signed_us;        /* if signed_known */
	bool                          signed_known;
	const xmlNode                *stamp;            /* the Timestamp that says so; NULL: --at */
	struct crypto_authorities    *authorities;      /* NULL: not asked for */
	struct crypto_authorities    *listing;          /* with revocation lists; NULL: not asked for */
	size_t                        certificates;
	struct {
		xmlNodePtr                 node;
		struct crypto_certificate *certificate; /* NULL: it cannot be read */
	} certificate[INSPECT_MAX_CERTIFICATES];
	size_t                        signatures;
	struct inspect_signature      signature[INSPECT_MAX_SIGNATURES];
	size_t                        searches;
};

/* message.c: what the tree as a whole shows. */
void inspect_message_look(struct inspection *i, json_t *place);

/* signature.c: one signature from its structure to its certificate. */
void inspect_signature_look(struct inspection *i, struct inspect_signature *s);

/* reference.c: one reference; place is its object in the report. */
void inspect_reference_look(struct inspection *i, struct inspect_signature *s,
    struct inspect_reference *r, json_t *place);

/*
 * Computes what the reference would digest, with a chain, a node and a digest that need not be those
 * stated.  out has hash->size octets afterwards.
 */
MUST_USE enum err inspect_reference_digest(const struct inspect_chain *chain, xmlNodePtr node,
    xmlNodePtr signature, const struct crypto_hash *hash, bool comments,
    unsigned char out[CRYPTO_MAX_HASH], struct err_info *e);

/* cause.c, cause_value.c: looks for what is wrong, and says so in place. */
void inspect_cause_digest(struct inspection *i, const struct inspect_signature *s,
    const struct inspect_reference *r, json_t *place);
void inspect_cause_value(struct inspection *i, const struct inspect_signature *s, json_t *place);

/* key.c: the certificates of the message, and which of them a signature names. */
void inspect_key_collect(struct inspection *i);
void inspect_key_find(struct inspection *i, struct inspect_signature *s);
void inspect_key_judge(struct inspection *i, const struct inspect_signature *s);

/* cover.c: whether what should be signed is. */
bool inspect_cover_is_misplaced(const xmlNode *node);
void inspect_cover_look(struct inspection *i, const struct inspect_signature *s);
void inspect_cover_document(struct inspection *i);

#endif
