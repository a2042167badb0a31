/*
 * citizen: whether what a citizen has signed was signed by that citizen.
 *
 * mostik keeps no list of citizens and their certificates: which certificate is bound to an account,
 * the Fund knows.  Here a certificate is a citizen's if an accredited authority issued it, by a
 * chain that holds, and if it names the SNILS of the access token (1.2.643.100.3 in the subject).
 *
 * Threads: any, also while citizen_trust_reload() runs on another.
 */
#ifndef ADAPTER_CITIZEN_H
#define ADAPTER_CITIZEN_H

#include <stdint.h>

#include "adapter/base/base.h"

struct part_list;

struct citizen_config {
	const char *ca_file;            /* accredited authorities, PEM; "": nobody's signature is believed */
	const char *crl_file;           /* their revocation lists, PEM; "": none are looked at */
	int         crl_grace_s;        /* how long after its nextUpdate a list is still believed */
	int         signed_back_s;      /* crypto_cms_trust.back_us */
};

struct citizen_trust;

/* ERR_CONFIG, ERR_KEY_UNUSABLE.  The configuration is not needed afterwards. */
MUST_USE enum err citizen_trust_open(const struct citizen_config *config,
    struct citizen_trust **ret_trust, struct err_info *e);
void citizen_trust_close(struct citizen_trust *trust);

/* Takes another configuration, or stays as it was; what is under way ends by the former one. */
MUST_USE enum err citizen_trust_reload(struct citizen_trust *trust,
    const struct citizen_config *config, struct err_info *e);

/* When the first of the revocation lists ends; INT64_MAX without. */
int64_t citizen_lists_until_us(struct citizen_trust *trust);

/*
 * That this is a certificate to sign documents with, valid now, and the citizen's; snils is 11 digits.
 * ERR_CMS_SIGNER, ERR_CITIZEN_CERTIFICATE, ERR_CITIZEN_UNTRUSTED, ERR_CITIZEN_REVOKED,
 * ERR_CITIZEN_CRL; e->at is the pointer at.  ERR_CONFIG if there are no authorities.
 */
MUST_USE enum err citizen_check_certificate(struct citizen_trust *trust, const unsigned char *der,
    size_t len, const char *snils, const char *at, int64_t now_us, struct err_info *e);

/* A document and the signature beside it, by the names of their parts. */
struct citizen_document {
	const char *document, *signature;
	const char *at;                 /* JSON pointer, for refusals */
};

/*
 * That the document was signed by the citizen.  It is read in pieces; the signature has at most
 * CRYPTO_CMS_MAX octets.  Besides the above: ERR_CMS_FORMAT, ERR_CMS_ALGORITHM,
 * ERR_CMS_SIGNATURE, ERR_CMS_DIGEST; ERR_MAP_MISSING if there is no such part; ERR_SPOOL.
 */
MUST_USE enum err citizen_check_document(struct citizen_trust *trust, const struct part_list *parts,
    const struct citizen_document *what, const char *snils, int64_t now_us, struct err_info *e);

#endif
