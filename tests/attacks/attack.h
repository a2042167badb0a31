/*
 * attack: the catalogue of attacks on a signed message.
 *
 * A row says how a good message of the Fund (kit_message()) becomes an attack, step by step, and
 * with which code seal refuses it; so a check that fails first by accident is noticed.  Where the
 * steps end with attack_sign, the Fund's own key (or another that is named) has signed what
 * was made of the message: then nothing but the check in question stands between.
 *
 * Names of attacks: XSW1-8 as in SAML Raider; W1-27 after McIntosh and Austel (2005), Jensen and
 * others, WS-Attacker; CVE numbers; words in capitals where nobody gave a name.
 */
#ifndef TESTS_ATTACKS_ATTACK_H
#define TESTS_ATTACKS_ATTACK_H

#include <stddef.h>
#include <stdint.h>

#include "adapter/base/base.h"
#include "adapter/seal/names.h"

/* One step: a new text, to be freed.  Stops the program if there is nothing to change. */
typedef char *attack_fn(const char *xml, const char *a, const char *b);

struct attack_step {
	attack_fn  *fn;
	const char *a, *b;
};

/* Which verifiers that others wrote take the message: xmlsec1 (the command), zeep. */
enum attack_peers {
	NEITHER,
	XMLSEC = 1,
	ZEEP   = 2,
	BOTH   = 3,
	UNASKED = 4                     /* it would take them minutes */
};

/* How the message is judged. */
enum attack_judged {
	FRESH,                          /* once: it is new */
	AGAIN,                          /* after the good message was taken once */
	LATER                           /* by a seal just opened, which asked another question */
};

/* Kinds of keys that a row is for. */
enum { ON_ANY = 0, ON_RSA = 1, ON_EC = 2, ON_GOST256 = 4, ON_GOST512 = 8 };

struct attack {
	const char        *ids;         /* one or more names, by spaces */
	const char        *what;
	enum err           want;        /* ERR_OK: taken, with the good message's meaning */
	enum attack_peers  peers;
	const char        *why;         /* why they differ from us; NULL: they do not */
	struct attack_step steps[5];
	unsigned           kinds;
	enum attack_judged judged;
	int64_t            after_us;    /* judged so long after the message was made */
};

struct attack_family {
	const char          *name;
	const struct attack *rows;
	size_t               count;
};

enum { ATTACK_FAMILIES = 10 };
extern const struct attack_family *const attack_families[ATTACK_FAMILIES];

/* Each in the file of its name. */
extern const struct attack_family attack_wrapping, attack_shape, attack_references, attack_methods,
    attack_values, attack_identity, attack_times, attack_altered, attack_text, attack_harmless;

/* ---- a kind of key ---------------------------------------------------------------- */

enum { ATTACK_KINDS = 4 };
extern const char *const attack_kinds[ATTACK_KINDS];    /* "rsa", "ec", "gost256", "gost512" */

/*
 * The message that steps begin with, of that kind, created now; what attack_kind() and
 * attack_now_us() say from here on.  NULL where the PKI or seal does not have the kind: *ret_why
 * says what is missing.
 */
const char *attack_begin(size_t kind, const char **ret_why);
const char *attack_kind(void);
int64_t attack_now_us(void);
void attack_end(void);

/* All steps of a row; to be freed. */
char *attack_make(const struct attack *row, const char *good);

bool attack_is_for(const struct attack *row, size_t kind);

/*
 * What seal says of the text as the row wants it judged.  What is taken must say what the good
 * message says: ERR_BUG if it does not.
 */
enum err attack_judge(const struct attack *row, const char *text, struct err_info *e);

/* ---- steps (besides those of seal_edit.h) ------------------------------------------ */

attack_fn
    attack_set,                 /* the attribute value that follows the first a becomes b */
    attack_set_all,             /* those after every a */
    attack_all,                 /* every a becomes b */
    attack_twice,               /* the element from a to b comes twice */
    attack_twice_other_id,      /* the same with another identifier in the copy, which is first */
    attack_alter,               /* one character between a and b becomes another */
    attack_surround,            /* a comes before Body, b after it */
    attack_body_in_header,      /* the Body goes into b (with %s) at the end of Header, a takes its place */
    attack_body_into,           /* the Body goes before the first b, a takes its place */
    attack_part_in_header,      /* the same with element a, under a wrapper; b takes its place */
    attack_part_into,           /* the element a goes before the first b */
    attack_original_into,       /* an evil twin with other identifiers; the original before the first a */
    attack_in_soap12,           /* the whole goes where a has %s; "": into the Body of a SOAP 1.2 Envelope */
    attack_refer,               /* one more Reference, to a ("file:": a file of the PKI), transformed by b */
    attack_body_reference_first,
    attack_digest_length,       /* the first DigestValue becomes a octets longer */
    attack_many_attributes,     /* 20,000 in Body */
    attack_rename,              /* by tree: prefix a becomes b everywhere */
    attack_window;              /* Created and Expires: so many microseconds after now */

/*
 * By the key of a (a name for attack_key(); "": the Fund's): fills every DigestValue and the
 * SignatureValue of the first Signature, whatever it says.  b: how.
 *   last                           the last of several SignedInfo
 *   info digests                   the SignatureValue only, the DigestValues only
 *   void                           what has no canonical form is digested as nothing
 *   sha1                           not with the digest that SignatureMethod names
 *   pss garbage no-null type-2     RSA, but not as PKCS#1 v1.5 says
 *   der                            ECDSA's two numbers as ASN.1
 *   pem der certificate empty      an HMAC's key: the public key as that, or none
 */
attack_fn attack_sign;

/*
 * attack_value: the SignatureValue becomes other octets, by a: see value.c.
 * attack_token: the token becomes the certificate of a, with b zeros after it.
 * attack_claim: the same, and the algorithms what its key is for.
 * attack_key_info: KeyInfo's content becomes b, with the certificate of a for %s or its key for %k.
 */
attack_fn attack_value, attack_token, attack_claim, attack_key_info;

#endif
