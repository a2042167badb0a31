/* Signature wrapping: the signed part is kept, but what is read is another. */
#include "config.h"

#include "tests/attacks/rows.h"

#define IN_HEADER(evil) {{attack_body_in_header, evil, "<w:Wrapper xmlns:w=\"urn:w\">%s</w:Wrapper>"}}
#define BODY_TO(mark)   {{attack_body_into, EVIL, mark}}
#define OBJECT_END      "</ds:Object></ds:Signature>"

/* clang-format off */
static const struct attack rows[] = {
	/* as against SAML: an evil twin of the envelope, the original kept somewhere */
	{"XSW1", "original envelope within the evil one's Signature",   ERR_SIG_STRUCTURE,    NEITHER, NULL,        {{attack_original_into, "</ds:Signature>"}}},
	{"XSW2", "original envelope before the Signature",              ERR_SIG_STRUCTURE,    BOTH,    NO_POSITION, {{attack_original_into, "<ds:Signature "}}},
	{"XSW3", "evil Body before the signed one",                     ERR_SIG_STRUCTURE,    BOTH,    NO_POSITION, {{PUT, "<s:Body", EVIL}}},
	{"XSW3", "evil Body after the signed one",                      ERR_SIG_STRUCTURE,    BOTH,    NO_POSITION, {{PUT, "</s:Envelope>", EVIL}}},
	{"XSW4", "signed Body within an evil Body",                     ERR_SIG_REFERENCE,    BOTH,    NO_POSITION, {{attack_surround, "<s:Body wsu:Id=\"Evil\">", "</s:Body>"}}},
	{"XSW4", "signed Body in a wrapper within an evil Body",        ERR_SIG_REFERENCE,    BOTH,    NO_POSITION, {{attack_surround, "<s:Body><evil/><w:W xmlns:w=\"urn:w\">", "</w:W></s:Body>"}}},
	{"XSW5", "evil Body in place, the signed one at the end",       ERR_SIG_STRUCTURE,    BOTH,    NO_POSITION, BODY_TO("</s:Envelope>")},
	{"XSW5", "evil envelope in place, the original at the end",     ERR_SIG_STRUCTURE,    BOTH,    NO_POSITION, {{attack_original_into, "</s:Envelope>"}}},
	{"XSW6", "signed Body within the Signature",                    ERR_SIG_STRUCTURE,    NEITHER, NULL,        BODY_TO("</ds:Signature>")},
	{"XSW6", "signed Body within SignedInfo",                       ERR_SIG_REFERENCE,    NEITHER, NULL,        BODY_TO("</ds:SignedInfo>")},
	{"XSW7", "evil Body, same identifier, within extensions",       ERR_SIG_DUPLICATE_ID, NEITHER, NULL,        {{PUT, "</s:Header>", "<x:Extensions xmlns:x=\"urn:x\"><s:Body wsu:Id=\"Body\"/></x:Extensions>"}}},
	{"XSW7", "evil Body, same identifier, extensions before Body",  ERR_SIG_DUPLICATE_ID, NEITHER, NULL,        {{PUT, "<s:Body", "<x:Extensions xmlns:x=\"urn:x\"><s:Body wsu:Id=\"Body\"/></x:Extensions>"}}},
	{"XSW8", "signed Body within an Object of the Signature",       ERR_SIG_STRUCTURE,    BOTH,    NO_POSITION, {{PUT, "</ds:Signature>", "<ds:Object></ds:Object>"}, {attack_body_into, EVIL, OBJECT_END}}},
	{"XSW8", "original envelope within an Object",                  ERR_SIG_STRUCTURE,    BOTH,    NO_POSITION, {{PUT, "</ds:Signature>", "<ds:Object></ds:Object>"}, {attack_original_into, OBJECT_END}}},
	{"XSW9 CVE-2019-3465 CVE-2025-29774", "the signed SignedInfo behind one of the attacker", ERR_SIG_STRUCTURE, NEITHER, NULL,
		{{PUT, "<ds:SignedInfo>", "<ds:SignedInfo><ds:CanonicalizationMethod Algorithm=\"" NS_EXC "\"/></ds:SignedInfo>"}}},
	{"XSW9 CVE-2019-3465 CVE-2025-29774", "the signed SignedInfo before one of the attacker", ERR_SIG_STRUCTURE, NEITHER, NULL,
		{{PUT, "<ds:SignatureValue>", "<ds:SignedInfo><ds:CanonicalizationMethod Algorithm=\"" NS_EXC "\"/></ds:SignedInfo>"}}},
	{"XSW9 CVE-2025-29774", "SignedInfo twice, one for the signature, one for an altered Body", ERR_SIG_STRUCTURE, NEITHER, NULL,
		{{CHANGE, "Ирина", "Марина"}, {attack_twice, "<ds:SignedInfo>", "</ds:SignedInfo>"}, {attack_sign, "", "last"}}},
	{"CVE-2022-41912", "several Bodies, the last one signed",       ERR_SIG_STRUCTURE,    BOTH,    NO_POSITION, {{PUT, "<s:Body", EVIL "<s:Body/>"}}},

	/* as against WS-Security: McIntosh and Austel, Jensen and others */
	{"W1",  "Body under a wrapper in Header, evil Body in place",   ERR_SIG_REFERENCE,    BOTH,    NO_POSITION, IN_HEADER(EVIL)},
	{"W1",  "the same, evil Body without identifier",               ERR_SIG_REFERENCE,    BOTH,    NO_POSITION, IN_HEADER("<s:Body><evil/></s:Body>")},
	{"W1",  "the same, evil Body with its identifier",              ERR_SIG_DUPLICATE_ID, ZEEP,    FIRST_FOUND, IN_HEADER("<s:Body wsu:Id=\"Body\"/>")},
	{"W1",  "the same, evil Body with its xml:id",                  ERR_SIG_DUPLICATE_ID, NEITHER, NULL,        IN_HEADER("<s:Body xml:id=\"Body\"/>")},
	{"W1",  "the same, no Body in place",                           ERR_SIG_STRUCTURE,    BOTH,    NO_POSITION, IN_HEADER("")},
	{"W1",  "the same, the Fund signed the evil Body too",          ERR_SIG_REFERENCE,    BOTH,    NO_POSITION, {{attack_body_in_header, EVIL, "<w:Wrapper xmlns:w=\"urn:w\">%s</w:Wrapper>"}, SIGN}},
	{"W2",  "optional To under a wrapper, another in place",        ERR_SIG_REFERENCE,    BOTH,    NO_POSITION, {{attack_part_in_header, "wsa:To", "<wsa:To wsu:Id=\"To2\">urn:evil</wsa:To>"}}},
	{"W2",  "optional To under a wrapper, none in place",           ERR_SIG_REFERENCE,    BOTH,    NO_POSITION, {{attack_part_in_header, "wsa:To", ""}}},
	{"W2",  "optional RelatesTo under a wrapper, another in place", ERR_SIG_REFERENCE,    BOTH,    NO_POSITION, {{attack_part_in_header, "wsa:RelatesTo", "<wsa:RelatesTo wsu:Id=\"R2\">urn:uuid:asked</wsa:RelatesTo>"}}},
	{"W2",  "MessageID under a wrapper, another in place",          ERR_SIG_REFERENCE,    BOTH,    NO_POSITION, {{attack_part_in_header, "wsa:MessageID", "<wsa:MessageID wsu:Id=\"M2\">urn:uuid:2</wsa:MessageID>"}}},
	{"W3",  "Timestamp under a wrapper, another in Security",       ERR_SIG_REFERENCE,    BOTH,    NO_POSITION, {{attack_part_in_header, "wsu:Timestamp",
		"<wsu:Timestamp wsu:Id=\"T2\"><wsu:Created>2026-01-01T00:00:00Z</wsu:Created><wsu:Expires>2099-01-01T00:00:00Z</wsu:Expires></wsu:Timestamp>"}}},
	{"W3",  "Timestamp under a wrapper, none in Security",          ERR_SIG_STRUCTURE,    BOTH,    NO_POSITION, {{attack_part_in_header, "wsu:Timestamp", ""}}},
	{"W4",  "Timestamp in a sibling of Security",                   ERR_SIG_STRUCTURE,    BOTH,    NO_POSITION, {{PUT, "</s:Header>", "<q:Security xmlns:q=\"" NS_WSSE "\"></q:Security>"}, {attack_part_into, "wsu:Timestamp", "</q:Security>"}}},
	{"W4",  "Timestamp beside Security",                            ERR_SIG_STRUCTURE,    BOTH,    NO_POSITION, {{attack_part_into, "wsu:Timestamp", "</s:Header>"}}},
	{"W4",  "To within Security",                                   ERR_SIG_STRUCTURE,    BOTH,    NO_POSITION, {{attack_part_into, "wsa:To", "</wsse:Security>"}}},
	{"W5",  "Body before Header",                                   ERR_SIG_STRUCTURE,    BOTH,    NO_POSITION, {{attack_part_into, "s:Body", "<s:Header>"}}},
	{"W5",  "children of Body in another order",                    ERR_SIG_DIGEST,       NEITHER, NULL,        {{CHANGE, "</p:Name>", "</p:Name><p:Sum>1</p:Sum>"}, SIGN, {attack_part_into, "p:Sum", "<p:Name>"}}},
	{"W6",  "XPath whose prefix the attacker binds",                ERR_SIG_ALGORITHM,    BOTH,    NO_POLICY,   {{CHANGE, TRANSFORM, "<ds:Transform Algorithm=\"" XPATH "\"><ds:XPath xmlns:s=\"urn:evil\">not(ancestor-or-self::s:Body)</ds:XPath></ds:Transform>"}, SIGN}},
	{"W7",  "XPath that finds a Body anywhere",                     ERR_SIG_ALGORITHM,    BOTH,    NO_POLICY,   {{CHANGE, TRANSFORM, "<ds:Transform Algorithm=\"" XPATH "\"><ds:XPath>ancestor-or-self::wsu:Timestamp</ds:XPath></ds:Transform>" TRANSFORM}, SIGN}},
	{"W7 CVE-2024-45409", "XPointer that finds a Body anywhere",    ERR_SIG_REFERENCE,    XMLSEC,  ANY_URI,     {{CHANGE, "URI=\"#Body\"", "URI=\"#xpointer(//*[@wsu:Id='Body'])\""}, SIGN}},
	{"W7 CVE-2024-45409", "DigestValue found anywhere: one smuggled before", ERR_SIG_STRUCTURE, NEITHER, NULL,        {{PUT, "<ds:SignedInfo>", "<ds:Object><ds:DigestValue>AAAA</ds:DigestValue></ds:Object>"}}},
	{"W7 CVE-2026-18092", "a second Signature elsewhere in the document", ERR_SIG_STRUCTURE, BOTH,    FIRST_FOUND, {{PUT, "</s:Header>", "<ds:Signature xmlns:ds=\"" NS_DS "\"/>"}}},
	{"W7 CVE-2026-18092", "a second Signature within Body",          ERR_SIG_DIGEST,       NEITHER, NULL,        {{PUT, "</s:Body>", "<ds:Signature xmlns:ds=\"" NS_DS "\"><ds:SignedInfo/></ds:Signature>"}}},
	{"W8",  "whole document but the Signature",                     ERR_SIG_REFERENCE,    XMLSEC,  ANY_URI,     {{CUT, "<ds:Reference URI=\"#Body\"", "</ds:Reference>"}, {attack_refer, "", TRANSFORMS("<ds:Transform Algorithm=\"" NS_DS "enveloped-signature\"/>" TRANSFORM)}, SIGN}},
	{"W8",  "Body but a Signature within it",                       ERR_SIG_ALGORITHM,    BOTH,    NO_POLICY,   {{CHANGE, TRANSFORM, "<ds:Transform Algorithm=\"" NS_DS "enveloped-signature\"/>" TRANSFORM}, SIGN}},
	{"W8",  "enveloped transform alone",                            ERR_SIG_ALGORITHM,    BOTH,    NO_POLICY,   {{CHANGE, TRANSFORM, "<ds:Transform Algorithm=\"" NS_DS "enveloped-signature\"/>"}, SIGN}},
	{"W9",  "signed Body in Header, evil Body in place",            ERR_SIG_STRUCTURE,    BOTH,    NO_POSITION, BODY_TO("</s:Header>")},
	{"W9",  "signed Body first in Header",                          ERR_SIG_STRUCTURE,    BOTH,    NO_POSITION, BODY_TO("<wsse:Security ")},
	{"W9",  "signed Body within Security",                          ERR_SIG_STRUCTURE,    BOTH,    NO_POSITION, BODY_TO("<wsu:Timestamp")},
	{"W9",  "signed Body within KeyInfo",                           ERR_SIG_REFERENCE,    BOTH,    NO_POSITION, BODY_TO("</ds:KeyInfo>")},
	{"W9",  "signed Body within a header that is signed",           ERR_SIG_REFERENCE,    NEITHER, NULL,        BODY_TO("</wsa:Action>")},
	{"W9",  "signed Body within the token",                         ERR_SIG_STRUCTURE,    BOTH,    NO_POSITION, BODY_TO("</wsse:BinarySecurityToken>")},
	{"W10", "Body twice",                                           ERR_SIG_DUPLICATE_ID, ZEEP,    FIRST_FOUND, {{attack_twice, "<s:Body", "</s:Body>"}}},
	{"W10", "Body twice, other identifier",                         ERR_SIG_STRUCTURE,    BOTH,    NO_POSITION, {{attack_twice_other_id, "<s:Body", "</s:Body>"}}},
	{"W10", "Body twice, both signed by the Fund",                  ERR_SIG_STRUCTURE,    BOTH,    NO_POSITION, {{attack_twice_other_id, "<s:Body", "</s:Body>"}, {attack_refer, "#xBody", TRANSFORMS(TRANSFORM)}, SIGN}},
	{"W11", "second Security",                                      ERR_SIG_STRUCTURE,    BOTH,    NO_SHAPE,    {{PUT, "</s:Header>", "<q:Security xmlns:q=\"" NS_WSSE "\"/>"}}},
	{"W11", "second Security, for another actor",                   ERR_SIG_STRUCTURE,    BOTH,    NO_SHAPE,    {{PUT, "</s:Header>", "<q:Security xmlns:q=\"" NS_WSSE "\" s:actor=\"urn:b\"/>"}}},
	{"W11", "second Security, first, that must be understood",      ERR_SIG_STRUCTURE,    XMLSEC,  NO_SHAPE,    {{PUT, "<wsse:Security ", "<q:Security xmlns:q=\"" NS_WSSE "\" s:mustUnderstand=\"1\"/>"}}},
	{"W11", "the only Security is for another actor",               ERR_SIG_STRUCTURE,    BOTH,    NO_SHAPE,    {{CHANGE, "soap:mustUnderstand", "soap:actor=\"urn:b\" soap:mustUnderstand"}}},
	{"W11", "the only Security is for another role",                ERR_SIG_STRUCTURE,    BOTH,    NO_SHAPE,    {{CHANGE, "soap:mustUnderstand", "role=\"urn:b\" soap:mustUnderstand"}}},
	{"W12", "envelope within the Body of a SOAP 1.2 one",           ERR_SIG_MISSING,      XMLSEC,  NO_POSITION, {{attack_in_soap12, ""}}},
	{"W12", "envelope within the Header of a SOAP 1.2 one",         ERR_SIG_STRUCTURE,    XMLSEC,  NO_POSITION, {{attack_in_soap12,
		"<S:Envelope xmlns:S=\"" NS_SOAP12 "\"><S:Header>%s</S:Header><S:Body><evil/></S:Body></S:Envelope>"}}},
	{"W12", "SOAP 1.1 said to be 1.2",                              ERR_SIG_DIGEST,       NEITHER, NULL,        {{CHANGE, NS_SOAP11, NS_SOAP12}}},
	{"W12", "SOAP 1.2 Body in a SOAP 1.1 envelope",                 ERR_SIG_STRUCTURE,    BOTH,    NO_POSITION, {{CHANGE, "<s:Body", "<s:Body xmlns:s=\"" NS_SOAP12 "\""}, SIGN}},
	{"W17", "Body's prefix is another",                             ERR_SIG_DIGEST,       NEITHER, NULL,        {{attack_rename, "s", "z"}}},
	{"W17", "a prefix of the content is another",                   ERR_SIG_DIGEST,       NEITHER, NULL,        {{attack_rename, "p", "z"}}},
	{"W17", "a prefix of SignedInfo is another",                    ERR_SIG_VALUE,        NEITHER, NULL,        {{attack_rename, "ds", "z"}}},
	{"W17", "a prefix bound to another namespace around a part",    ERR_SIG_REFERENCE,    NEITHER, NULL,        {{CHANGE, "<wsa:To ", "<wsa:To xmlns:wsa=\"urn:wsa\" "}}},
};
/* clang-format on */

ROWS(wrapping);
