/* Whose signature it is: keys and certificates that are another's, or should not be believed. */
#include "config.h"

#include "tests/attacks/rows.h"
#include "tests/seal_kit.h"

#define TOKEN_OF(who)    {{attack_token, who}}
#define SIGNED_BY(who)   {{attack_claim, who}, {attack_sign, who, ""}}
#define KEY_FROM(who, info) {{attack_key_info, who, info}}
#define SIGNED_KEY(who, info) {{attack_claim, who}, {attack_key_info, who, info}, {attack_sign, who, ""}}
#define X509             "<ds:X509Data><ds:X509Certificate>%s</ds:X509Certificate></ds:X509Data>"
#define TOKEN_REFERENCE \
	"<wsse:SecurityTokenReference><wsse:Reference URI=\"#Token\"/></wsse:SecurityTokenReference>"

/* clang-format off */
static const struct attack rows[] = {
	/* keys that the message brings */
	{"W16", "KeyValue of the attacker, who signed",                 ERR_SIG_STRUCTURE,    NEITHER, NULL,        {{SET, METHOD, MORE "ecdsa-sha256"}, {attack_key_info, "self-made", "<ds:KeyValue>%k</ds:KeyValue>"}, {attack_sign, "self-made", ""}}, .kinds = ON_EC},
	{"W16", "KeyValue of another member, who signed",               ERR_SIG_STRUCTURE,    XMLSEC,  KEY_INFO,    {{attack_key_info, "stranger", "<ds:KeyValue>%k</ds:KeyValue>"}, {attack_sign, "stranger", ""}}, .kinds = ON_RSA},
	{"W16", "KeyValue of another member, who signed",               ERR_SIG_STRUCTURE,    NEITHER, NULL,        {{attack_key_info, "stranger", "<ds:KeyValue>%k</ds:KeyValue>"}, {attack_sign, "stranger", ""}}, .kinds = ON_EC},
	{"W16", "KeyValue of the attacker beside the token, who signed", ERR_SIG_STRUCTURE,   XMLSEC,  KEY_GIVEN,   {{attack_key_info, "stranger", "<ds:KeyValue>%k</ds:KeyValue>" TOKEN_REFERENCE}, {attack_sign, "stranger", ""}}, .kinds = ON_RSA},
	{"W16", "KeyValue of the attacker beside the token, who signed", ERR_SIG_STRUCTURE,   NEITHER, NULL,        {{attack_key_info, "stranger", "<ds:KeyValue>%k</ds:KeyValue>" TOKEN_REFERENCE}, {attack_sign, "stranger", ""}}, .kinds = ON_EC},
	{"W16", "KeyValue of the Fund, who signed",                     ERR_SIG_STRUCTURE,    BOTH,    KEY_GIVEN,   KEY_FROM("", "<ds:KeyValue>%k</ds:KeyValue>"), .kinds = ON_RSA | ON_EC},
	{"W16", "an empty KeyValue",                                    ERR_SIG_STRUCTURE,    BOTH,    KEY_GIVEN,   {{PUT, "<wsse:SecurityTokenReference", "<ds:KeyValue/>"}}},
	{"W16", "KeyName",                                              ERR_SIG_STRUCTURE,    BOTH,    KEY_GIVEN,   {{PUT, "<wsse:SecurityTokenReference", "<ds:KeyName>k</ds:KeyName>"}}},
	{"W16", "RetrievalMethod over the network",                     ERR_SIG_STRUCTURE,    BOTH,    KEY_GIVEN,   {{PUT, "</ds:KeyInfo>", "<ds:RetrievalMethod URI=\"http://127.0.0.1:1/\"/>"}}},
	{"W16", "RetrievalMethod that refers to itself",                ERR_SIG_STRUCTURE,    BOTH,    KEY_GIVEN,   {{CHANGE, "<ds:KeyInfo>", "<ds:KeyInfo Id=\"K\"><ds:RetrievalMethod URI=\"#K\" Type=\"" NS_DS "X509Data\"/>"}}},
	{"CVE-2024-32962", "X509Data with a self-made certificate, who signed", ERR_SIG_STRUCTURE, NEITHER, NULL,        SIGNED_KEY("self-made", X509)},
	{"CVE-2024-32962", "the same beside the token reference",       ERR_SIG_STRUCTURE,    NEITHER, NULL,        SIGNED_KEY("self-made", X509 TOKEN_REFERENCE)},
	{"CVE-2024-32962", "X509Data within the token reference",       ERR_SIG_STRUCTURE,    NEITHER, NULL,        SIGNED_KEY("self-made", "<wsse:SecurityTokenReference>" X509 "</wsse:SecurityTokenReference>")},
	{"KEYINFO", "no KeyInfo",                                       ERR_SIG_STRUCTURE,    BOTH,    KEY_GIVEN,   {{CUT, "<ds:KeyInfo", "</ds:KeyInfo>"}}},
	{"KEYINFO", "refers outside",                                   ERR_SIG_STRUCTURE,    BOTH,    KEY_GIVEN,   {{CHANGE, "URI=\"#Token\"", "URI=\"http://127.0.0.1:1/\""}}},
	{"KEYINFO", "refers to nothing",                                ERR_SIG_STRUCTURE,    BOTH,    KEY_GIVEN,   {{CHANGE, "URI=\"#Token\"", "URI=\"#Other\""}}},
	{"KEYINFO", "a key identifier",                                 ERR_SIG_STRUCTURE,    BOTH,    KEY_GIVEN,   KEY_FROM("", "<wsse:SecurityTokenReference><wsse:KeyIdentifier>%s</wsse:KeyIdentifier></wsse:SecurityTokenReference>")},

	/* the token */
	{"TOKEN", "missing",                                            ERR_SIG_STRUCTURE,    BOTH,    KEY_GIVEN,   {{CUT, "<wsse:BinarySecurityToken", "</wsse:BinarySecurityToken>"}}},
	{"TOKEN", "twice",                                              ERR_SIG_STRUCTURE,    BOTH,    KEY_GIVEN,   {{attack_twice_other_id, "<wsse:BinarySecurityToken", "</wsse:BinarySecurityToken>"}}},
	{"TOKEN", "of another kind",                                    ERR_SIG_STRUCTURE,    BOTH,    KEY_GIVEN,   {{CHANGE, "#X509v3\">", "#X509PKIPathv1\">"}}},
	{"TOKEN", "not base64",                                         ERR_SIG_STRUCTURE,    BOTH,    KEY_GIVEN,   {{CHANGE, "#X509v3\">", "#X509v3\">%%%%"}}},
	{"TOKEN", "not a certificate",                                  ERR_SIG_CERTIFICATE,  BOTH,    KEY_GIVEN,   {{CHANGE, "#X509v3\">", "#X509v3\">AAAA"}}},
	{"TOKEN", "three octets after the certificate",                 ERR_SIG_CERTIFICATE,  ZEEP,    KEY_GIVEN,   {{attack_token, "", "3"}}},
	{"TOKEN", "of more than 16 KiB",                                ERR_SIG_STRUCTURE,    BOTH,    KEY_GIVEN,   {{edit_long, "#X509v3\">", "A"}}},

	/* signed by whom it may be thought to be */
	{"W14", "self-made certificate of the Fund's name",             ERR_SIG_UNTRUSTED,    NEITHER, NULL,        SIGNED_BY("self-made")},
	{"W14", "issued by a self-made authority of the authority's name", ERR_SIG_UNTRUSTED, NEITHER, NULL,        SIGNED_BY("of-made-ca")},
	{"W14", "issued by another member, who is no authority",        ERR_SIG_UNTRUSTED,    NEITHER, NULL,        SIGNED_BY("of-member")},
	{"W14", "issued by a foreign authority to the Fund's name",     ERR_SIG_UNTRUSTED,    NEITHER, NULL,        SIGNED_BY("foreign")},
	{"W14", "the certificate of the authority itself",              ERR_SIG_CERTIFICATE,  XMLSEC,  NO_PERSON,   SIGNED_BY("sign-ca")},
	{"W15", "another member",                                       ERR_SIG_SIGNER,       XMLSEC,  NO_PERSON,   SIGNED_BY("stranger")},
	{"W15", "ourselves: our own message sent back",                 ERR_SIG_SIGNER,       XMLSEC,  NO_PERSON,   SIGNED_BY("mostik")},
	{"W15", "another member's certificate for the Fund's signature", ERR_SIG_SIGNER,      ZEEP,    KEY_GIVEN,   TOKEN_OF("stranger"), .kinds = ON_RSA | ON_EC},
	{"W15", "the Fund's certificate for another member's signature", ERR_SIG_VALUE,       NEITHER, NULL,        {{attack_sign, "stranger", ""}}},
	{"W15", "names that begin with the Fund's",                     ERR_SIG_SIGNER,       XMLSEC,  NO_PERSON,   SIGNED_BY("longer-name")},
	{"W15", "a NUL in the name, the Fund's before it",              ERR_SIG_SIGNER,       XMLSEC,  NO_PERSON,   SIGNED_BY("nul-in-name")},
	{"W15", "the Fund's name in capitals",                          ERR_SIG_SIGNER,       XMLSEC,  NO_PERSON,   SIGNED_BY("other-case")},
	{"W15", "the Fund's name and a space",                          ERR_SIG_SIGNER,       XMLSEC,  NO_PERSON,   SIGNED_BY("space-in-name")},
	{"W15", "two names, the Fund's first",                          ERR_SIG_SIGNER,       XMLSEC,  NO_PERSON,   SIGNED_BY("two-names")},
	{"W15", "two names, the Fund's last",                           ERR_SIG_SIGNER,       XMLSEC,  NO_PERSON,   SIGNED_BY("two-names-back")},
	{"W15", "no name",                                              ERR_SIG_SIGNER,       XMLSEC,  NO_PERSON,   SIGNED_BY("nobody")},
	{"CERTIFICATE", "expired",                                      ERR_SIG_UNTRUSTED,    NEITHER, NULL,        SIGNED_BY("expired")},
	{"REVOKED", "revoked by its authority",                         ERR_SIG_REVOKED,      XMLSEC,  NO_LISTS,    SIGNED_BY("revoked")},
	{"CERTIFICATE", "not valid yet",                                ERR_SIG_UNTRUSTED,    NEITHER, NULL,        SIGNED_BY("not-yet")},
	{"CERTIFICATE", "not for digital signatures",                   ERR_SIG_CERTIFICATE,  XMLSEC,  NO_USAGE,    SIGNED_BY("nousage")},
	{"CERTIFICATE", "issued with SHA-1",                            ERR_SIG_UNTRUSTED,    XMLSEC,  TOO_WEAK,    SIGNED_BY("sha1-issued"), .kinds = ON_RSA | ON_EC},
	{"RSA-SHORT", "RSA of 1024 bits",                               ERR_SIG_CERTIFICATE,  XMLSEC,  TOO_WEAK,    SIGNED_BY("small")},
	{"RSA-E1", "RSA with the exponent 1",                           ERR_SIG_CERTIFICATE,  XMLSEC,  TOO_WEAK,    SIGNED_BY("rsa-e1")},
	{"EC-CURVE", "a curve of 192 bits",                             ERR_SIG_CERTIFICATE,  XMLSEC,  TOO_WEAK,    SIGNED_BY("secp192k1")},
	{"EC-CURVE CVE-2020-0601", "a curve spelt out, not named",      ERR_SIG_UNTRUSTED,    NEITHER, NULL,        SIGNED_BY("explicit")},
	{"KEY-KIND", "Ed25519, which is not ours",                      ERR_SIG_CERTIFICATE,  ZEEP,    KEY_GIVEN,   TOKEN_OF("ed25519")},
	{"KEY-KIND", "a certificate for another kind of key",           ERR_SIG_ALGORITHM,    BOTH,    KEY_GIVEN,   {{kit_swap_token, "fund-sign-ec", ""}}, .kinds = ON_RSA | ON_GOST256 | ON_GOST512},
	{"KEY-KIND", "a certificate for another kind of key",           ERR_SIG_ALGORITHM,    BOTH,    KEY_GIVEN,   {{kit_swap_token, "fund-sign-rsa", ""}}, .kinds = ON_EC},
};
/* clang-format on */

ROWS(identity);
