/* Algorithms that are weak, do nothing, or do not need the key. */
#include "config.h"

#include "tests/attacks/rows.h"

#define HMAC(method, key)    {{SET, METHOD, method}, {attack_sign, "", key}}
#define BITS(n)              {CHILD, "<ds:SignatureMethod", "<ds:HMACOutputLength>" n "</ds:HMACOutputLength>"}
#define TRUNCATED(n, method) {{SET, METHOD, method}, BITS(n), {attack_sign, "", "pem"}}
#define SIGNED_BY(method)    {{SET, METHOD, method}, SIGN}
#define GOST "urn:ietf:params:xml:ns:cpxmlsec:algorithms:"
#define DIGESTS(method)      {{SET_ALL, DIGEST, method}, SIGN}

/* clang-format off */
static const struct attack rows[] = {
	{"HMAC-LENGTH CVE-2009-0217", "HMAC of 0 bits",                 ERR_SIG_ALGORITHM,    NEITHER, NULL,        TRUNCATED("0", NS_DS "hmac-sha1")},
	{"HMAC-LENGTH CVE-2009-0217", "HMAC of 8 bits",                 ERR_SIG_ALGORITHM,    NEITHER, NULL,        TRUNCATED("8", NS_DS "hmac-sha1")},
	{"HMAC-LENGTH CVE-2009-0217", "HMAC-SHA256 of 8 bits",          ERR_SIG_ALGORITHM,    NEITHER, NULL,        TRUNCATED("8", MORE "hmac-sha256")},
	{"HMAC-LENGTH", "a length for a signature that is none",        ERR_SIG_STRUCTURE,    BOTH,    NO_SHAPE,    {{CHILD, "<ds:SignatureMethod", "<ds:HMACOutputLength>8</ds:HMACOutputLength>"}, SIGN}},
	{"HMAC-PUBLIC-KEY", "HMAC-SHA256 with the public key's PEM",    ERR_SIG_ALGORITHM,    NEITHER, NULL,        HMAC(MORE "hmac-sha256", "pem")},
	{"HMAC-PUBLIC-KEY", "HMAC-SHA256 with the public key's DER",    ERR_SIG_ALGORITHM,    NEITHER, NULL,        HMAC(MORE "hmac-sha256", "der")},
	{"HMAC-PUBLIC-KEY", "HMAC-SHA256 with the certificate",         ERR_SIG_ALGORITHM,    NEITHER, NULL,        HMAC(MORE "hmac-sha256", "certificate")},
	{"HMAC-PUBLIC-KEY", "HMAC-SHA256 with an empty key",            ERR_SIG_ALGORITHM,    NEITHER, NULL,        HMAC(MORE "hmac-sha256", "empty")},
	{"HMAC-PUBLIC-KEY", "HMAC-SHA1 with the public key's PEM",      ERR_SIG_ALGORITHM,    NEITHER, NULL,        HMAC(NS_DS "hmac-sha1", "pem")},
	{"HMAC-PUBLIC-KEY", "HMAC-MD5 with the public key's DER",       ERR_SIG_ALGORITHM,    NEITHER, NULL,        HMAC(MORE "hmac-md5", "der")},
	{"SHA1", "RSA-SHA1 by the Fund's key",                          ERR_SIG_ALGORITHM,    BOTH,    NO_POLICY,   SIGNED_BY(NS_DS "rsa-sha1"), .kinds = ON_RSA},
	{"SHA1", "ECDSA-SHA1 by the Fund's key",                        ERR_SIG_ALGORITHM,    BOTH,    NO_POLICY,   SIGNED_BY(MORE "ecdsa-sha1"), .kinds = ON_EC},
	{"SHA1", "SHA-1 digests, signed by the Fund",                   ERR_SIG_ALGORITHM,    BOTH,    NO_POLICY,   DIGESTS(NS_DS "sha1")},
	{"SHA1", "one SHA-1 digest, signed by the Fund",                ERR_SIG_ALGORITHM,    BOTH,    NO_POLICY,   {{SET, DIGEST, NS_DS "sha1"}, SIGN}},
	{"SHA1", "SHA-1 of SignedInfo, SHA-256 said",                   ERR_SIG_VALUE,        NEITHER, NULL,        {{attack_sign, "", "sha1"}}, .kinds = ON_RSA | ON_EC},
	{"MD5", "RSA-MD5 by the Fund's key",                            ERR_SIG_ALGORITHM,    BOTH,    NO_POLICY,   SIGNED_BY(MORE "rsa-md5"), .kinds = ON_RSA},
	{"MD5", "MD5 digests, signed by the Fund",                      ERR_SIG_ALGORITHM,    BOTH,    NO_POLICY,   DIGESTS(MORE "md5")},
	{"METHOD", "RSA-SHA512, which is not ours",                     ERR_SIG_ALGORITHM,    BOTH,    NO_POLICY,   SIGNED_BY(MORE "rsa-sha512"), .kinds = ON_RSA},
	{"METHOD", "ECDSA-SHA512, which is not ours",                   ERR_SIG_ALGORITHM,    BOTH,    NO_POLICY,   SIGNED_BY(MORE "ecdsa-sha512"), .kinds = ON_EC},
	{"METHOD", "SHA-512 digests, signed by the Fund",               ERR_SIG_ALGORITHM,    BOTH,    NO_POLICY,   DIGESTS(SHA512)},
	{"METHOD", "PSS, which is not ours",                            ERR_SIG_ALGORITHM,    NEITHER, NULL,        SIGNED_BY("http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1"), .kinds = ON_RSA},
	{"METHOD", "ECDSA said of an RSA key",                          ERR_SIG_ALGORITHM,    NEITHER, NULL,        {{SET, METHOD, MORE "ecdsa-sha256"}}, .kinds = ON_RSA},
	{"METHOD", "RSA said of an EC key",                             ERR_SIG_ALGORITHM,    NEITHER, NULL,        {{SET, METHOD, MORE "rsa-sha256"}}, .kinds = ON_EC},
	{"METHOD", "GOST of 512 bits said of a key of 256",             ERR_SIG_ALGORITHM,    NEITHER, NULL,        {{SET, METHOD, GOST "gostr34102012-gostr34112012-512"}}, .kinds = ON_GOST256},
	{"METHOD", "GOST of 256 bits said of a key of 512",             ERR_SIG_ALGORITHM,    NEITHER, NULL,        {{SET, METHOD, GOST "gostr34102012-gostr34112012-256"}}, .kinds = ON_GOST512},
	{"METHOD", "Streebog of 512 bits for GOST of 256, signed so",   ERR_SIG_ALGORITHM,    NEITHER, NULL,        DIGESTS(GOST "gostr34112012-512"), .kinds = ON_GOST256},
	{"METHOD", "Streebog of 256 bits for GOST of 512, signed so",   ERR_SIG_ALGORITHM,    NEITHER, NULL,        DIGESTS(GOST "gostr34112012-256"), .kinds = ON_GOST512},
	{"METHOD", "SHA-256 digests for GOST, signed so",               ERR_SIG_ALGORITHM,    NEITHER, NULL,        DIGESTS(SHA256), .kinds = ON_GOST256 | ON_GOST512},
	{"METHOD", "Streebog digests, not of GOST",                     ERR_SIG_ALGORITHM,    NEITHER, NULL,        {{SET_ALL, DIGEST, GOST "gostr34112012-256"}}, .kinds = ON_RSA | ON_EC},
	{"METHOD", "DSA",                                               ERR_SIG_ALGORITHM,    NEITHER, NULL,        {{SET, METHOD, NS_DS "dsa-sha1"}}},
	{"METHOD", "GOST of 2001",                                      ERR_SIG_ALGORITHM,    NEITHER, NULL,        {{SET, METHOD, GOST "gostr34102001-gostr3411"}}},
	{"METHOD", "none",                                              ERR_SIG_ALGORITHM,    NEITHER, NULL,        {{CHANGE, "<ds:SignatureMethod Algorithm=", "<ds:SignatureMethod Algorythm="}}},
	{"METHOD", "the empty one",                                     ERR_SIG_ALGORITHM,    NEITHER, NULL,        {{SET, METHOD, ""}}},
	{"METHOD", "in capital letters",                                ERR_SIG_ALGORITHM,    NEITHER, NULL,        {{CHANGE, METHOD, METHOD "HTTP://"}}},
	{"METHOD", "with a space before",                               ERR_SIG_ALGORITHM,    NEITHER, NULL,        {{CHANGE, METHOD, METHOD " "}}},
	{"METHOD", "no digest algorithm",                               ERR_SIG_ALGORITHM,    NEITHER, NULL,        {{CHANGE, "<ds:DigestMethod Algorithm=", "<ds:DigestMethod Algorythm="}}},
	{"CANONICAL", "SignedInfo inclusive, signed so",                ERR_SIG_ALGORITHM,    BOTH,    NO_POLICY,   {{SET, CANONICAL, C14N}, SIGN}},
	{"CANONICAL", "SignedInfo with comments, signed so",            ERR_SIG_ALGORITHM,    BOTH,    NO_POLICY,   {{SET, CANONICAL, NS_EXC "WithComments"}, SIGN}},
	{"CANONICAL", "SignedInfo by C14N 1.1, signed so",              ERR_SIG_ALGORITHM,    BOTH,    NO_POLICY,   {{SET, CANONICAL, "http://www.w3.org/2006/12/xml-c14n11"}, SIGN}},
	{"CANONICAL", "SignedInfo by an unknown one",                   ERR_SIG_ALGORITHM,    NEITHER, NULL,        {{SET, CANONICAL, "urn:identity"}}},
	{"CANONICAL", "SignedInfo by XSLT",                             ERR_SIG_ALGORITHM,    NEITHER, NULL,        {{SET, CANONICAL, "http://www.w3.org/TR/1999/REC-xslt-19991116"}}},
};
/* clang-format on */

ROWS(methods);
