/* DigestValue and SignatureValue: other octets, or octets that mean the same. */
#include "config.h"

#include "tests/attacks/rows.h"

#define VALUE(change)  {{attack_value, change}}
#define SIGNED(how)    {{attack_sign, "", how}}
#define IN_DIGEST(text) {{CHANGE, "</ds:DigestValue>", text "</ds:DigestValue>"}}
/* What is put into DigestValue is put there before SignedInfo is signed: only the digest's text is odd. */
#define SIGNED_DIGEST(text) {{PUT, "</ds:DigestValue>", text}, SIGN_INFO}

/* clang-format off */
static const struct attack rows[] = {
	/* DigestValue */
	{"CVE-2025-29775", "comment in a DigestValue",                  ERR_XML_FORBIDDEN,    BOTH,    FORGIVING,   IN_DIGEST("<!-- -->")},
	{"CVE-2025-29775", "comment before a DigestValue's text",       ERR_XML_FORBIDDEN,    BOTH,    FORGIVING,   {{CHANGE, "<ds:DigestValue>", "<ds:DigestValue><!--AAAA-->"}}},
	{"CVE-2025-29775", "comment in a DigestValue, signed by the Fund", ERR_XML_FORBIDDEN, BOTH,    FORGIVING,   SIGNED_DIGEST("<!--AAAA-->")},
	{"DIGEST-TRAILING", "junk after a DigestValue",                 ERR_SIG_STRUCTURE,    NEITHER, NULL,        IN_DIGEST("AAAA")},
	{"DIGEST-TRAILING", "junk after a DigestValue, signed by the Fund", ERR_SIG_STRUCTURE, NEITHER, NULL,        SIGNED_DIGEST("AAAA")},
	{"DIGEST-TRAILING", "one more octet in a DigestValue, signed by the Fund", ERR_SIG_DIGEST, NEITHER, NULL,        {{attack_digest_length, "1"}, SIGN_INFO}},
	{"DIGEST-TRAILING", "one octet less in a DigestValue, signed by the Fund", ERR_SIG_DIGEST, NEITHER, NULL,        {{attack_digest_length, "-1"}, SIGN_INFO}},
	{"DIGEST-TRAILING", "element in a DigestValue, signed by the Fund", ERR_SIG_STRUCTURE, BOTH,    NO_SHAPE,    SIGNED_DIGEST("<a/>")},
	{"DIGEST-TRAILING", "text after an element in a DigestValue",   ERR_SIG_STRUCTURE,    NEITHER, NULL,        IN_DIGEST("<a>AAAA</a>AAAA")},
	{"DIGEST-TRAILING", "DigestValue empty, signed by the Fund",    ERR_SIG_STRUCTURE,    NEITHER, NULL,        {{CUT, "<ds:DigestValue>", "</ds:DigestValue>"}, {PUT, "</ds:Reference>", "<ds:DigestValue/>"}, SIGN_INFO}},
	{"DIGEST-TRAILING", "DigestValue in hexadecimal",               ERR_SIG_DIGEST,       NEITHER, NULL,        {{CUT, "<ds:DigestValue>", "</ds:DigestValue>"},
		{PUT, "</ds:Reference>", "<ds:DigestValue>e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855</ds:DigestValue>"}, SIGN_INFO}},
	{"DIGEST", "another DigestValue",                               ERR_SIG_DIGEST,       NEITHER, NULL,        {{attack_alter, "<ds:DigestValue>", "</ds:DigestValue>"}}},
	{"DIGEST", "another DigestValue, signed by the Fund",           ERR_SIG_DIGEST,       NEITHER, NULL,        {{attack_alter, "<ds:DigestValue>", "</ds:DigestValue>"}, SIGN_INFO}},
	{"W24 VOID-C14N CVE-2025-66568", "Body has no canonical form, its digest is of nothing", ERR_SIG_DIGEST, NEITHER, NULL,        {{CHANGE, "<p:Name>", "<p:Name xmlns:r=\"r\" r:a=\"\">"}, {attack_sign, "", "void"}}},
	{"W24 VOID-C14N", "a relative namespace around all",            ERR_SIG_DIGEST,       NEITHER, NULL,        {{CHANGE, "<s:Header>", "<s:Header xmlns:r=\"1\" r:a=\"\">"}, {CHANGE, "<wsa:To ", "<wsa:To xmlns:r=\"2\" r:a=\"\" "}, {attack_sign, "", "void"}}},

	/* SignatureValue */
	{"VALUE", "altered",                                            ERR_SIG_VALUE,        NEITHER, NULL,        {{attack_alter, "<ds:SignatureValue>", "</ds:SignatureValue>"}}},
	{"VALUE", "three octets before",                                ERR_SIG_VALUE,        NEITHER, NULL,        {{CHANGE, "<ds:SignatureValue>", "<ds:SignatureValue>AAAA"}}},
	{"VALUE", "empty",                                              ERR_SIG_STRUCTURE,    NEITHER, NULL,        {{CUT, "<ds:SignatureValue>", "</ds:SignatureValue>"}, {PUT, "<ds:KeyInfo>", "<ds:SignatureValue/>"}}},
	{"VALUE", "not base64",                                         ERR_SIG_STRUCTURE,    NEITHER, NULL,        {{CHANGE, "<ds:SignatureValue>", "<ds:SignatureValue>%"}}},
	{"VALUE", "comment in it",                                      ERR_XML_FORBIDDEN,    BOTH,    FORGIVING,   {{PUT, "</ds:SignatureValue>", "<!-- -->"}}},
	{"VALUE", "all zero",                                           ERR_SIG_VALUE,        NEITHER, NULL,        VALUE("0")},
	{"VALUE", "all ones",                                           ERR_SIG_VALUE,        NEITHER, NULL,        VALUE("ff")},
	{"VALUE", "one octet less",                                     ERR_SIG_VALUE,        NEITHER, NULL,        VALUE("short")},
	{"VALUE", "one octet more",                                     ERR_SIG_VALUE,        NEITHER, NULL,        VALUE("long")},
	{"VALUE", "a zero first",                                       ERR_SIG_VALUE,        NEITHER, NULL,        VALUE("zero-first")},
	{"VALUE", "a half of it",                                       ERR_SIG_VALUE,        NEITHER, NULL,        VALUE("half")},
	{"SIGNED-INFO", "an Id after signing",                          ERR_SIG_VALUE,        NEITHER, NULL,        {{CHANGE, "<ds:SignedInfo>", "<ds:SignedInfo Id=\"I\">"}}},
	{"SIGNED-INFO", "an Id of a Reference after signing",           ERR_SIG_VALUE,        NEITHER, NULL,        {{CHANGE, "<ds:Reference ", "<ds:Reference Id=\"R\" "}}},
	{"SIGNED-INFO", "white space after signing",                    ERR_SIG_VALUE,        NEITHER, NULL,        {{CHANGE, "<ds:SignedInfo>", "<ds:SignedInfo> "}}},
	{"SIGNED-INFO", "References exchanged after signing",           ERR_SIG_VALUE,        NEITHER, NULL,        {{attack_body_reference_first}}},

	/* RSA: PKCS#1 v1.5 and nothing but it */
	{"RSA-PADDING CVE-2006-4339", "short padding, garbage after the digest", ERR_SIG_VALUE, NEITHER, NULL,        SIGNED("garbage"), .kinds = ON_RSA},
	{"RSA-PADDING", "no NULL after the digest's name",              ERR_SIG_VALUE,        NEITHER, NULL,        SIGNED("no-null"), .kinds = ON_RSA},
	{"RSA-PADDING", "padded as for encryption",                     ERR_SIG_VALUE,        NEITHER, NULL,        SIGNED("type-2"), .kinds = ON_RSA},
	{"RSA-PADDING", "PSS for v1.5",                                 ERR_SIG_VALUE,        NEITHER, NULL,        SIGNED("pss"), .kinds = ON_RSA},
	{"RSA-RANGE", "one",                                            ERR_SIG_VALUE,        NEITHER, NULL,        VALUE("1"), .kinds = ON_RSA},
	{"RSA-RANGE", "the modulus added",                              ERR_SIG_VALUE,        NEITHER, NULL,        VALUE("s+n"), .kinds = ON_RSA},

	/* ECDSA: r||s, each as wide as the order, within the order */
	{"ECDSA-DER", "r and s as ASN.1",                               ERR_SIG_VALUE,        NEITHER, NULL,        SIGNED("der"), .kinds = ON_EC},
	{"ECDSA-RANGE CVE-2022-21449", "r and s are zero",              ERR_SIG_VALUE,        NEITHER, NULL,        VALUE("0"), .kinds = ON_EC},
	{"ECDSA-RANGE", "r is zero",                                    ERR_SIG_VALUE,        NEITHER, NULL,        VALUE("r=0"), .kinds = ON_EC | ON_GOST256 | ON_GOST512},
	{"ECDSA-RANGE", "s is zero",                                    ERR_SIG_VALUE,        NEITHER, NULL,        VALUE("s=0"), .kinds = ON_EC | ON_GOST256 | ON_GOST512},
	{"ECDSA-RANGE CVE-2022-21449", "r and s are the order",         ERR_SIG_VALUE,        NEITHER, NULL,        VALUE("r=s=n"), .kinds = ON_EC},
	{"ECDSA-RANGE", "s is the order",                               ERR_SIG_VALUE,        NEITHER, NULL,        VALUE("s=n"), .kinds = ON_EC},
	{"ECDSA-WIDTH", "a zero before each half",                      ERR_SIG_VALUE,        NEITHER, NULL,        VALUE("wide"), .kinds = ON_EC | ON_GOST256 | ON_GOST512},
	{"ECDSA-WIDTH", "the halves exchanged",                         ERR_SIG_VALUE,        NEITHER, NULL,        VALUE("s||r"), .kinds = ON_EC | ON_GOST256 | ON_GOST512},
	{"ECDSA-MALLEABLE W19", "n - s for s, which is valid too: a replay", ERR_SIG_REPLAY,  BOTH,    NO_MEMORY,   VALUE("n-s"), .kinds = ON_EC, .judged = AGAIN},
};
/* clang-format on */

ROWS(values);
