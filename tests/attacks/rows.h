/* rows: short names for the tables of attacks.  Included by the families only. */
#ifndef TESTS_ATTACKS_ROWS_H
#define TESTS_ATTACKS_ROWS_H

#include "tests/attacks/attack.h"
#include "tests/seal_edit.h"

/* A row ends when nothing more is to be said of it. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

#define PUT       edit_insert           /* b before the first a */
#define CHANGE    edit_replace          /* the first a becomes b */
#define CUT       edit_cut              /* from a to the end of b */
#define CHILD     edit_child            /* b into the empty element at a */
#define SET       attack_set            /* the attribute value after a becomes b */
#define SET_ALL   attack_set_all
#define SIGN      {attack_sign, "", ""} /* by the Fund's own key */
#define SIGN_INFO {attack_sign, "", "info"}             /* but the digests stay */

#define EVIL      "<s:Body wsu:Id=\"Evil\"><p:Get xmlns:p=\"urn:test\">evil</p:Get></s:Body>"
#define AT_BODY   "<p:Get"
#define METHOD    "<ds:SignatureMethod Algorithm=\""
#define DIGEST    "<ds:DigestMethod Algorithm=\""
#define CANONICAL "<ds:CanonicalizationMethod Algorithm=\""
#define TRANSFORM "<ds:Transform Algorithm=\"" NS_EXC "\"/>"
#define MORE      "http://www.w3.org/2001/04/xmldsig-more#"
#define SHA256    "http://www.w3.org/2001/04/xmlenc#sha256"
#define SHA512    "http://www.w3.org/2001/04/xmlenc#sha512"
#define C14N      "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
#define XPATH     "http://www.w3.org/TR/1999/REC-xpath-19991116"
#define STR       "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#STR-Transform"

#define TRANSFORMS(list) "<ds:Transforms>" list "</ds:Transforms>"

/* Why others take what we refuse. */
#define NO_POSITION  "asks whether what is referenced is intact, not whether it stands where it is read"
#define FIRST_FOUND  "reads the first that it finds, and does not look for others"
#define NO_SHAPE     "passes over what it does not know"
#define NO_POLICY    "permits every algorithm that it knows"
#define NO_COVERAGE  "is content with whatever is referenced"
#define ANY_URI      "follows references to wherever they point"
#define ANY_ID       "takes an Id of any namespace"
#define SOME_IDS     "knows identifiers only of the parts that it is told of"
#define NO_PERSON    "asks whether the certificate chains to the authority, not whose it is"
#define NO_USAGE     "does not ask what the key is for"
#define TOO_WEAK     "has no least strength"
#define KEY_INFO     "believes the key that the message brings"
#define KEY_GIVEN    "is given the key, and so does not read what the message says of it"
#define NO_LISTS     "is given no lists of revocation"
#define NO_CLOCK     "does not look at the Timestamp"
#define NO_MEMORY    "remembers no message"
#define NO_QUESTION  "does not know what was asked"
#define NO_LIMITS    "has no such limit"
#define FORGIVING    "permits document types, instructions and comments, and leaves them out"
#define NAMESPACES   "reads on where namespaces are wrong"

#define ROWS(name) \
	const struct attack_family attack_##name = {#name, rows, sizeof(rows) / sizeof(rows[0])}

#endif
