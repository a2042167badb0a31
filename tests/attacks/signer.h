/*
 * signer: what a Reference of any kind selects, and keys that sign anything.  For tests only: this
 * is an attacker's signer, written on libxml2 and OpenSSL alone, that asks nothing of seal.
 */
#ifndef TESTS_ATTACKS_SIGNER_H
#define TESTS_ATTACKS_SIGNER_H

#include <libxml/tree.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "adapter/xml/xml.h"


_Noreturn void attack_give_up(const char *what, const char *condition);

/* Stops the program: what the tests' own signer cannot do is a mistake in a row. */
#define ATTACK_NEED(what, condition)                                                  \
	do {                                                                          \
		if (!(condition))                                                     \
			attack_give_up((what), #condition);                           \
	} while (0)

/* ---- refer.c ------------------------------------------------------------------------ */

xmlNodePtr attack_child(xmlNodePtr parent, const char *name);  /* the first of that local name */
xmlNodePtr attack_find(xmlNodePtr root, const char *name);     /* the first below, root included */

/*
 * Appends the octets that the Reference selects and transforms, those that are digested.  may_fail:
 * what cannot be made canonical is no octets ("void" canonicalization).
 */
void attack_dereference(xmlNodePtr reference, bool may_fail, struct buf *out);

/* Appends the canonical form of node by the method's Algorithm. */
void attack_canonical(xmlNodePtr node, xmlNodePtr method, struct buf *out);

/* ---- keys.c ------------------------------------------------------------------------- */

/*
 * The key of NAME-sign-KIND of the test PKI, of NAME-sign-ec where there is none of this kind, or of a
 * certificate forged on the spot; "" is "fund".  Kept until attack_keys_forget().
 */
EVP_PKEY *attack_key(const char *name);
X509 *attack_certificate(const char *name);
void attack_keys_forget(void);

/* NULL if there is no such digest here. */
const EVP_MD *attack_digest(const char *uri);

#endif
