/* What SignedInfo refers to: too little, too much, elsewhere, or not what it seems. */
#include "config.h"

#include "tests/attacks/rows.h"

#define WITHOUT(part)   {{CUT, "<ds:Reference URI=\"#" part "\"", "</ds:Reference>"}, SIGN}
#define BODY_AS(uri)    {{CHANGE, "URI=\"#Body\"", uri}}
#define SIGNED_AS(uri)  {{CHANGE, "URI=\"#Body\"", uri}, SIGN}
#define ALSO(uri, list) {{attack_refer, uri, list}, SIGN}
#define INSTEAD(list)   {{CHANGE, TRANSFORM, list}, SIGN}
#define XPATH_OF(expression) \
	"<ds:Transform Algorithm=\"" XPATH "\"><ds:XPath>" expression "</ds:XPath></ds:Transform>"
#define PREFIXES(list)  "<x:InclusiveNamespaces xmlns:x=\"" NS_EXC "\" PrefixList=\"" list "\"/>"

/* clang-format off */
static const struct attack rows[] = {
	/* too little */
	{"W22 CVE-2026-18568 CVE-2026-9487", "no Reference at all, signed by the Fund", ERR_SIG_COVERAGE, NEITHER, NULL,        {{edit_cut_last, "<ds:Reference ", "</ds:Reference>"}, SIGN}},
	{"W22", "no Reference at all",                                  ERR_SIG_COVERAGE,     NEITHER, NULL,        {{edit_cut_last, "<ds:Reference ", "</ds:Reference>"}}},
	{"W22", "SignedInfo empty",                                     ERR_SIG_STRUCTURE,    NEITHER, NULL,        {{CUT, "<ds:SignedInfo>", "</ds:SignedInfo>"}, {PUT, "<ds:SignatureValue>", "<ds:SignedInfo/>"}}},
	{"COVERAGE", "Body not covered",                                ERR_SIG_COVERAGE,     BOTH,    NO_COVERAGE, WITHOUT("Body")},
	{"COVERAGE", "Timestamp not covered",                           ERR_SIG_COVERAGE,     BOTH,    NO_COVERAGE, WITHOUT("Timestamp")},
	{"COVERAGE", "Action not covered",                              ERR_SIG_COVERAGE,     BOTH,    NO_COVERAGE, WITHOUT("Action")},
	{"COVERAGE", "MessageID not covered",                           ERR_SIG_COVERAGE,     BOTH,    NO_COVERAGE, WITHOUT("MessageID")},
	{"COVERAGE", "RelatesTo not covered",                           ERR_SIG_COVERAGE,     BOTH,    NO_COVERAGE, WITHOUT("RelatesTo")},
	{"COVERAGE", "To not covered",                                  ERR_SIG_COVERAGE,     BOTH,    NO_COVERAGE, WITHOUT("To")},
	{"COVERAGE", "the Body's Reference cut out after signing",      ERR_SIG_COVERAGE,     NEITHER, NULL,        {{CUT, "<ds:Reference URI=\"#Body\"", "</ds:Reference>"}}},
	{"COVERAGE", "the child of Body covered in its place",          ERR_SIG_REFERENCE,    ZEEP,    NO_COVERAGE, {{CHANGE, AT_BODY, AT_BODY " wsu:Id=\"Get\""}, {CHANGE, "URI=\"#Body\"", "URI=\"#Get\""}, SIGN}},
	{"COVERAGE", "Created covered in the Timestamp's place",        ERR_SIG_REFERENCE,    ZEEP,    NO_COVERAGE, {{CHANGE, "URI=\"#Timestamp\"", "URI=\"#Created\""}, {CHANGE, "<wsu:Created>", "<wsu:Created wsu:Id=\"Created\">"}, SIGN}},

	/* elsewhere */
	{"REFERENCE", "whole document",                                 ERR_SIG_REFERENCE,    NEITHER, NULL,        BODY_AS("URI=\"\"")},
	{"REFERENCE", "no URI",                                         ERR_SIG_REFERENCE,    NEITHER, NULL,        BODY_AS("Id=\"B\"")},
	{"REFERENCE", "nothing of that name",                           ERR_SIG_REFERENCE,    NEITHER, NULL,        BODY_AS("URI=\"#Nobody\"")},
	{"REFERENCE", "a hash alone",                                   ERR_SIG_REFERENCE,    NEITHER, NULL,        BODY_AS("URI=\"#\"")},
	{"REFERENCE", "Body written with an escape",                    ERR_SIG_REFERENCE,    NEITHER, NULL,        BODY_AS("URI=\"#%42ody\"")},
	{"REFERENCE", "Body with a space before",                       ERR_SIG_REFERENCE,    NEITHER, NULL,        BODY_AS("URI=\" #Body\"")},
	{"REFERENCE", "Action twice, Body not",                         ERR_SIG_REFERENCE,    BOTH,    NO_COVERAGE, SIGNED_AS("URI=\"#Action\"")},
	{"REFERENCE", "Body twice",                                     ERR_SIG_REFERENCE,    BOTH,    NO_COVERAGE, ALSO("#Body", TRANSFORMS(TRANSFORM))},
	{"REFERENCE", "the KeyInfo's token reference",                  ERR_SIG_REFERENCE,    BOTH,    NO_COVERAGE, {{CHANGE, "<wsse:SecurityTokenReference", "<wsse:SecurityTokenReference wsu:Id=\"STR\""}, {attack_refer, "#STR", TRANSFORMS(TRANSFORM)}, SIGN}},
	{"REMOTE", "a file",                                            ERR_SIG_REFERENCE,    NEITHER, NULL,        BODY_AS("URI=\"file:///etc/hostname\"")},
	{"REMOTE", "a file, signed by the Fund",                        ERR_SIG_REFERENCE,    XMLSEC,  ANY_URI,     {{CUT, "<ds:Reference URI=\"#Body\"", "</ds:Reference>"}, {attack_refer, "file:", ""}, SIGN}},
	{"REMOTE", "a file besides the parts, signed by the Fund",      ERR_SIG_REFERENCE,    XMLSEC,  ANY_URI,     {{attack_refer, "file:", ""}, SIGN}},
	{"REMOTE", "a file of a relative name",                         ERR_SIG_REFERENCE,    NEITHER, NULL,        BODY_AS("URI=\"body.xml\"")},
	{"REMOTE", "a part of a file",                                  ERR_SIG_REFERENCE,    NEITHER, NULL,        BODY_AS("URI=\"body.xml#Body\"")},
	{"REMOTE", "the network",                                       ERR_SIG_REFERENCE,    NEITHER, NULL,        BODY_AS("URI=\"http://127.0.0.1:1/\"")},
	{"REMOTE", "the network, signed by the Fund",                   ERR_SIG_REFERENCE,    NEITHER, NULL,        ALSO("http://127.0.0.1:1/", "")},
	{"REMOTE", "the network, by another scheme",                    ERR_SIG_REFERENCE,    NEITHER, NULL,        BODY_AS("URI=\"ftp://127.0.0.1:1/\"")},
	{"XPOINTER", "Body by id()",                                    ERR_SIG_REFERENCE,    XMLSEC,  ANY_URI,     SIGNED_AS("URI=\"#xpointer(id('Body'))\"")},
	{"XPOINTER", "the root",                                        ERR_SIG_REFERENCE,    NEITHER, NULL,        BODY_AS("URI=\"#xpointer(/)\"")},
	{"XPOINTER", "a way through the tree",                          ERR_SIG_REFERENCE,    XMLSEC,  ANY_URI,     SIGNED_AS("URI=\"#xpointer(/*/*[2])\"")},
	{"XPOINTER", "besides the parts",                               ERR_SIG_REFERENCE,    XMLSEC,  ANY_URI,     ALSO("#xpointer(id('Body'))", TRANSFORMS(TRANSFORM))},
	{"XPOINTER", "the bare scheme element()",                       ERR_SIG_REFERENCE,    NEITHER, NULL,        BODY_AS("URI=\"#element(/1/2)\"")},
	{"W25", "XOP include of a file in Body",                        ERR_SIG_DIGEST,       NEITHER, NULL,        {{PUT, "</p:Get>", "<xop:Include xmlns:xop=\"http://www.w3.org/2004/08/xop/include\" href=\"file:///etc/hostname\"/>"}}},
	{"W25", "XOP include of the network in Body",                   ERR_SIG_DIGEST,       NEITHER, NULL,        {{PUT, "</p:Get>", "<xop:Include xmlns:xop=\"http://www.w3.org/2004/08/xop/include\" href=\"http://127.0.0.1:1/\"/>"}}},
	{"W25", "XOP include for the DigestValue",                      ERR_SIG_STRUCTURE,    NEITHER, NULL,        {{PUT, "</ds:DigestValue>", "<xop:Include xmlns:xop=\"http://www.w3.org/2004/08/xop/include\" href=\"file:///etc/hostname\"/>"}}},
	{"W25", "XOP include for the token",                            ERR_SIG_STRUCTURE,    BOTH,    KEY_GIVEN,   {{PUT, "</wsse:BinarySecurityToken>", "<xop:Include xmlns:xop=\"http://www.w3.org/2004/08/xop/include\" href=\"cid:token\"/>"}}},
	{"W27", "an attachment for Body",                               ERR_SIG_REFERENCE,    NEITHER, NULL,        {{CHANGE, "URI=\"#Body\"", "URI=\"cid:body\""}, SIGN}},
	{"W27", "an attachment besides the parts",                      ERR_SIG_REFERENCE,    NEITHER, NULL,        ALSO("cid:extra", "")},
	{"W27", "an attachment by its transform",                       ERR_SIG_REFERENCE,    NEITHER, NULL,        BODY_AS("URI=\"cid:body\" Type=\"http://docs.oasis-open.org/wss/oasis-wss-SwAProfile-1.1#Attachment-Content-Signature-Transform\"")},

	/* how many */
	{"LIMIT-REFERENCES", "20,000 References",                       ERR_SIG_REFERENCE,    UNASKED, NO_LIMITS, {{edit_long, "</ds:Reference>", "<ds:Reference URI=\"#Timestamp\"/>"}}},
	{"LIMIT-TRANSFORMS", "20,000 transforms",                       ERR_SIG_ALGORITHM,    UNASKED, NO_LIMITS, {{edit_long, "<ds:Transforms>", TRANSFORM}}},

	/* transforms */
	{"TRANSFORM", "none: inclusive canonicalization, signed so",    ERR_SIG_ALGORITHM,    BOTH,    NO_POLICY,   {{CUT, "<ds:Transforms>", "</ds:Transforms>"}, SIGN}},
	{"TRANSFORM", "an empty list, signed so",                       ERR_SIG_STRUCTURE,    BOTH,    NO_POLICY,   {{CUT, "<ds:Transform ", "/>"}, SIGN}},
	{"TRANSFORM", "inclusive, signed so",                           ERR_SIG_ALGORITHM,    BOTH,    NO_POLICY,   INSTEAD("<ds:Transform Algorithm=\"" C14N "\"/>")},
	{"TRANSFORM", "that of SMEV",                                   ERR_SIG_ALGORITHM,    NEITHER, NULL,        {{CHANGE, TRANSFORM, "<ds:Transform Algorithm=\"urn://smev-gov-ru/xmldsig/transform\"/>"}}},
	{"TRANSFORM", "inclusive with comments, signed so",             ERR_SIG_ALGORITHM,    BOTH,    NO_POLICY,   INSTEAD("<ds:Transform Algorithm=\"" C14N "#WithComments\"/>")},
	{"TRANSFORM", "C14N 1.1, signed so",                            ERR_SIG_ALGORITHM,    BOTH,    NO_POLICY,   INSTEAD("<ds:Transform Algorithm=\"http://www.w3.org/2006/12/xml-c14n11\"/>")},
	{"TRANSFORM", "exclusive with comments, signed so",             ERR_SIG_ALGORITHM,    BOTH,    NO_POLICY,   INSTEAD("<ds:Transform Algorithm=\"" NS_EXC "WithComments\"/>")},
	{"TRANSFORM", "twice, signed so",                               ERR_SIG_ALGORITHM,    BOTH,    NO_POLICY,   {{CHANGE, TRANSFORM, TRANSFORM TRANSFORM}, SIGN}},
	{"TRANSFORM", "XPath that leaves nothing",                      ERR_SIG_ALGORITHM,    BOTH,    NO_POLICY,   INSTEAD(XPATH_OF("false()") TRANSFORM)},
	{"TRANSFORM", "XPath alone",                                    ERR_SIG_ALGORITHM,    BOTH,    NO_POLICY,   INSTEAD(XPATH_OF("not(//evil)"))},
	{"TRANSFORM", "XPath after",                                    ERR_SIG_ALGORITHM,    NEITHER, NULL,        {{CHANGE, TRANSFORM, TRANSFORM XPATH_OF("not(//evil)")}}},
	{"TRANSFORM", "XPath filter 2.0",                               ERR_SIG_ALGORITHM,    NEITHER, NULL,        {{CHANGE, TRANSFORM, "<ds:Transform Algorithm=\"http://www.w3.org/2002/06/xmldsig-filter2\"/>"}}},
	{"TRANSFORM", "XSLT",                                           ERR_SIG_ALGORITHM,    NEITHER, NULL,        {{CHANGE, TRANSFORM, "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"/>"}}},
	{"TRANSFORM", "base64",                                         ERR_SIG_ALGORITHM,    NEITHER, NULL,        {{CHANGE, TRANSFORM, "<ds:Transform Algorithm=\"" NS_DS "base64\"/>"}}},
	{"TRANSFORM", "no Algorithm",                                   ERR_SIG_ALGORITHM,    NEITHER, NULL,        {{CHANGE, TRANSFORM, "<ds:Transform/>"}}},
	{"W26", "the token's transform, on Body",                       ERR_SIG_ALGORITHM,    NEITHER, NULL,        INSTEAD("<ds:Transform Algorithm=\"" STR "\"/>")},
	{"W26", "the token by its reference",                           ERR_SIG_REFERENCE,    NEITHER, NULL,        {{CHANGE, "<wsse:SecurityTokenReference", "<wsse:SecurityTokenReference wsu:Id=\"STR\""},
		{attack_refer, "#STR", TRANSFORMS("<ds:Transform Algorithm=\"" STR "\"/>")}, SIGN}},
	{"W26", "the reference in KeyInfo names Body",                  ERR_SIG_STRUCTURE,    BOTH,    KEY_GIVEN,   {{CHANGE, "URI=\"#Token\"", "URI=\"#Body\""}}},
	{"W26", "the reference in KeyInfo names another reference",     ERR_SIG_STRUCTURE,    BOTH,    KEY_GIVEN,   {{CHANGE, "<wsse:Reference URI=\"#Token\"", "<wsse:SecurityTokenReference/><wsse:Reference URI=\"#Token\""}}},
	{"PREFIXES", "added after signing",                             ERR_SIG_DIGEST,       NEITHER, NULL,        {{CHILD, "<ds:Transform ", PREFIXES("wsa")}}},
	{"PREFIXES", "too many, signed so",                             ERR_XML_LIMIT,        BOTH,    NO_LIMITS,   {{CHILD, "<ds:Transform ", PREFIXES("a b c d e f g h i j k l m n o p q")}, SIGN}},
	{"PREFIXES", "something else in their place",                   ERR_SIG_STRUCTURE,    NEITHER, NULL,        {{CHILD, "<ds:Transform ", "<x:XPath xmlns:x=\"" NS_EXC "\"/>"}, SIGN}},
};
/* clang-format on */

ROWS(references);
