/* Envelope, Security header and Signature: parts missing, doubled, strange; identifiers. */
#include "config.h"

#include "tests/attacks/rows.h"

#define ID_IN_BODY(attribute) {{CHANGE, AT_BODY, AT_BODY " " attribute}}
#define SIGNED_ID(attribute)  {{CHANGE, AT_BODY, AT_BODY " " attribute}, SIGN}
#define MANIFEST \
	"<ds:Manifest Id=\"M\"><ds:Reference URI=\"#Body\"><ds:DigestMethod Algorithm=\"" SHA256 "\"/>" \
	"<ds:DigestValue/></ds:Reference></ds:Manifest>"

/* clang-format off */
static const struct attack rows[] = {
	/* the envelope */
	{"ENVELOPE", "Body missing",                                    ERR_SIG_STRUCTURE,    NEITHER, NULL,        {{CUT, "<s:Body", "</s:Body>"}}},
	{"ENVELOPE", "something after Body",                            ERR_SIG_STRUCTURE,    BOTH,    NO_SHAPE,    {{PUT, "</s:Envelope>", "<w xmlns=\"urn:w\"/>"}}},
	{"ENVELOPE", "second Header",                                   ERR_SIG_STRUCTURE,    BOTH,    NO_SHAPE,    {{PUT, "<s:Body", "<s:Header/>"}}},
	{"ENVELOPE", "Header twice",                                    ERR_SIG_DUPLICATE_ID, ZEEP,    FIRST_FOUND, {{attack_twice, "<s:Header", "</s:Header>"}}},
	{"ENVELOPE", "not SOAP",                                        ERR_SIG_STRUCTURE,    NEITHER, NULL,        {{CHANGE, NS_SOAP11, "urn:soap"}}},
	{"ENVELOPE", "text between elements",                           ERR_SIG_STRUCTURE,    BOTH,    NO_SHAPE,    {{PUT, "<s:Body", "text"}}},
	{"ENVELOPE", "a header that must be understood",                ERR_SIG_STRUCTURE,    BOTH,    NO_SHAPE,    {{PUT, "</s:Header>", "<w:W xmlns:w=\"urn:w\" s:mustUnderstand=\"1\"/>"}}},
	{"ADDRESSING", "Action twice",                                  ERR_SIG_STRUCTURE,    BOTH,    FIRST_FOUND, {{attack_twice_other_id, "<wsa:Action", "</wsa:Action>"}}},
	{"ADDRESSING", "MessageID twice",                               ERR_SIG_STRUCTURE,    BOTH,    FIRST_FOUND, {{attack_twice_other_id, "<wsa:MessageID", "</wsa:MessageID>"}}},
	{"ADDRESSING", "RelatesTo twice",                               ERR_SIG_STRUCTURE,    BOTH,    FIRST_FOUND, {{attack_twice_other_id, "<wsa:RelatesTo", "</wsa:RelatesTo>"}}},
	{"ADDRESSING", "To twice",                                      ERR_SIG_STRUCTURE,    BOTH,    FIRST_FOUND, {{attack_twice_other_id, "<wsa:To", "</wsa:To>"}}},
	{"ADDRESSING", "Action missing",                                ERR_SIG_STRUCTURE,    NEITHER, NULL,        {{CUT, "<wsa:Action", "</wsa:Action>"}}},
	{"ADDRESSING", "MessageID missing",                             ERR_SIG_STRUCTURE,    NEITHER, NULL,        {{CUT, "<wsa:MessageID", "</wsa:MessageID>"}}},
	{"ADDRESSING", "RelatesTo missing",                             ERR_SIG_REFERENCE,    NEITHER, NULL,        {{CUT, "<wsa:RelatesTo", "</wsa:RelatesTo>"}}},
	{"W21", "ReplyTo that nobody signed",                           ERR_SIG_COVERAGE,     BOTH,    NO_COVERAGE, {{PUT, "</s:Header>", "<wsa:ReplyTo><wsa:Address>http://127.0.0.1/</wsa:Address></wsa:ReplyTo>"}}},
	{"W21", "ReplyTo that nobody signed, with an identifier",       ERR_SIG_COVERAGE,     BOTH,    NO_COVERAGE, {{PUT, "</s:Header>", "<wsa:ReplyTo wsu:Id=\"ReplyTo\"/>"}}},
	{"W21", "FaultTo that nobody signed",                           ERR_SIG_COVERAGE,     BOTH,    NO_COVERAGE, {{PUT, "</s:Header>", "<wsa:FaultTo/>"}}},
	{"W21", "From that nobody signed",                              ERR_SIG_COVERAGE,     BOTH,    NO_COVERAGE, {{PUT, "</s:Header>", "<wsa:From/>"}}},
	{"W21", "ReplyTo twice",                                        ERR_SIG_STRUCTURE,    BOTH,    FIRST_FOUND, {{PUT, "</s:Header>", "<wsa:ReplyTo/><wsa:ReplyTo/>"}}},

	/* Security */
	{"W13", "no Signature",                                         ERR_SIG_MISSING,      NEITHER, NULL,        {{CUT, "<ds:Signature ", "</ds:Signature>"}}},
	{"W13", "no Security",                                          ERR_SIG_MISSING,      NEITHER, NULL,        {{CUT, "<wsse:Security ", "</wsse:Security>"}}},
	{"W13", "no Header",                                            ERR_SIG_MISSING,      NEITHER, NULL,        {{CUT, "<s:Header", "</s:Header>"}}},
	{"W13", "Signature of another namespace",                       ERR_SIG_STRUCTURE,    NEITHER, NULL,        {{CHANGE, "xmlns:ds=\"" NS_DS "\"", "xmlns:ds=\"urn:ds\""}}},
	{"W13 CVE-2025-25292", "a Signature of another namespace before", ERR_SIG_STRUCTURE,  BOTH,    NO_SHAPE,    {{PUT, "<ds:Signature ", "<ds:Signature xmlns:ds=\"urn:ds\"><ds:SignedInfo/></ds:Signature>"}}},
	{"SECURITY", "Signature twice",                                 ERR_SIG_STRUCTURE,    BOTH,    FIRST_FOUND, {{attack_twice, "<ds:Signature ", "</ds:Signature>"}}},
	{"SECURITY", "Timestamp twice",                                 ERR_SIG_STRUCTURE,    BOTH,    FIRST_FOUND, {{attack_twice_other_id, "<wsu:Timestamp", "</wsu:Timestamp>"}}},
	{"SECURITY", "a Timestamp in Header too",                       ERR_SIG_DUPLICATE_ID, ZEEP,    FIRST_FOUND, {{PUT, "</s:Header>", "<wsu:Timestamp wsu:Id=\"Timestamp\"/>"}}},
	{"SECURITY", "a Timestamp in Header too, other identifier",     ERR_SIG_STRUCTURE,    BOTH,    NO_SHAPE,    {{PUT, "</s:Header>", "<wsu:Timestamp wsu:Id=\"T2\"/>"}}},
	{"SECURITY", "user name",                                       ERR_SIG_STRUCTURE,    BOTH,    NO_SHAPE,    {{PUT, "<wsu:Timestamp", "<wsse:UsernameToken/>"}}},
	{"SECURITY", "an encrypted key, which refers to itself",        ERR_SIG_STRUCTURE,    BOTH,    NO_SHAPE,    {{PUT, "<wsu:Timestamp",
		"<x:EncryptedKey xmlns:x=\"http://www.w3.org/2001/04/xmlenc#\" Id=\"K\"><ds:KeyInfo xmlns:ds=\"" NS_DS "\"><ds:RetrievalMethod URI=\"#K\"/></ds:KeyInfo></x:EncryptedKey>"}}},

	/* the Signature */
	{"OBJECT", "an Object that nothing refers to",                  ERR_SIG_STRUCTURE,    BOTH,    NO_SHAPE,    {{PUT, "</ds:Signature>", "<ds:Object><evil/></ds:Object>"}}},
	{"W23", "a Manifest signed in place of Body",                   ERR_SIG_REFERENCE,    ZEEP,    NO_COVERAGE, {{PUT, "</s:Header>", "<m:M xmlns:m=\"urn:m\" xmlns:ds=\"" NS_DS "\" wsu:Id=\"M\"/>"}, {CHANGE, "URI=\"#Body\"", "URI=\"#M\" Type=\"" NS_DS "Manifest\""}, SIGN}},
	{"W23", "a Manifest in an Object refers to Body",               ERR_SIG_STRUCTURE,    XMLSEC,  NO_SHAPE,    {{PUT, "</ds:Signature>", "<ds:Object>" MANIFEST "</ds:Object>"}, {CHANGE, "URI=\"#Body\"", "URI=\"#M\" Type=\"" NS_DS "Manifest\""}, SIGN}},
	{"W23", "a Manifest in a header refers to Body",                ERR_SIG_STRUCTURE,    NEITHER, NULL,        {{PUT, "</ds:Signature>", MANIFEST}, {CHANGE, "URI=\"#Body\"", "URI=\"#M\" Type=\"" NS_DS "Manifest\""}, SIGN}},
	{"W23", "Body said to be a Manifest",                           ERR_SIG_STRUCTURE,    BOTH,    NO_SHAPE,    {{CHANGE, "URI=\"#Body\"", "URI=\"#Body\" Type=\"" NS_DS "Manifest\""}, SIGN}},
	{"SIGNATURE", "SignedInfo twice",                               ERR_SIG_STRUCTURE,    NEITHER, NULL,        {{attack_twice, "<ds:SignedInfo", "</ds:SignedInfo>"}}},
	{"SIGNATURE", "SignatureValue twice",                           ERR_SIG_STRUCTURE,    NEITHER, NULL,        {{attack_twice, "<ds:SignatureValue", "</ds:SignatureValue>"}}},
	{"SIGNATURE", "SignatureValue missing",                         ERR_SIG_STRUCTURE,    NEITHER, NULL,        {{CUT, "<ds:SignatureValue", "</ds:SignatureValue>"}}},
	{"SIGNATURE", "SignedInfo missing",                             ERR_SIG_STRUCTURE,    NEITHER, NULL,        {{CUT, "<ds:SignedInfo", "</ds:SignedInfo>"}}},
	{"SIGNATURE", "SignatureMethod before CanonicalizationMethod",  ERR_SIG_STRUCTURE,    NEITHER, NULL,        {{CUT, "<ds:CanonicalizationMethod", "/>"}, {PUT, "<ds:Reference ", CANONICAL NS_EXC "\"/>"}, SIGN}},
	{"SIGNATURE", "SignatureMethod twice",                          ERR_SIG_STRUCTURE,    NEITHER, NULL,        {{PUT, "<ds:Reference ", METHOD MORE "rsa-sha256\"/>"}, SIGN}},
	{"SIGNATURE", "a strange attribute on SignedInfo",              ERR_SIG_STRUCTURE,    BOTH,    NO_SHAPE,    {{CHANGE, "<ds:SignedInfo>", "<ds:SignedInfo a=\"\">"}, SIGN}},
	{"SIGNATURE", "a strange element in SignedInfo",                ERR_SIG_STRUCTURE,    NEITHER, NULL,        {{PUT, "</ds:SignedInfo>", "<ds:Other/>"}, SIGN}},
	{"SIGNATURE", "Reference with two digests",                     ERR_SIG_STRUCTURE,    NEITHER, NULL,        {{attack_twice, "<ds:DigestValue", "</ds:DigestValue>"}}},

	/* identifiers in every spelling */
	{"ID", "Id of Body again in Body",                              ERR_SIG_DUPLICATE_ID, BOTH,    SOME_IDS,    SIGNED_ID("Id=\"Body\"")},
	{"ID", "ID of Body again",                                      ERR_SIG_DUPLICATE_ID, BOTH,    SOME_IDS,    SIGNED_ID("ID=\"Body\"")},
	{"ID", "id of Body again",                                      ERR_SIG_DUPLICATE_ID, BOTH,    SOME_IDS,    SIGNED_ID("id=\"Body\"")},
	{"ID", "iD of Body again, other namespace",                     ERR_SIG_DUPLICATE_ID, BOTH,    SOME_IDS,    SIGNED_ID("xmlns:o=\"urn:o\" o:iD=\"Body\"")},
	{"ID", "xml:id of Body again",                                  ERR_SIG_DUPLICATE_ID, NEITHER, NULL,        SIGNED_ID("xml:id=\"Body\"")},
	{"ID", "id written with a character reference",                 ERR_SIG_DUPLICATE_ID, NEITHER, NULL,        ID_IN_BODY("id=\"&#66;ody\"")},
	{"ID", "id written in hexadecimal",                             ERR_SIG_DUPLICATE_ID, NEITHER, NULL,        ID_IN_BODY("wsu:Id=\"&#x42;&#x6f;dy\"")},
	{"ID", "Id and wsu:Id of one element",                          ERR_SIG_DUPLICATE_ID, BOTH,    SOME_IDS,    {{CHANGE, "<s:Body ", "<s:Body Id=\"Body\" "}, SIGN}},
	{"ID", "the Timestamp's in KeyInfo",                            ERR_SIG_DUPLICATE_ID, BOTH,    SOME_IDS,    {{CHANGE, "<ds:KeyInfo>", "<ds:KeyInfo Id=\"Timestamp\">"}}},
	{"W24", "Id of another namespace names an evil Body",           ERR_SIG_REFERENCE,    BOTH,    NO_POSITION, {{attack_body_in_header, "<s:Body xmlns:o=\"urn:o\" o:Id=\"Evil\"/>", "<w:W xmlns:w=\"urn:w\">%s</w:W>"}}},
	{"W24", "Body has an Id of another namespace only",             ERR_SIG_REFERENCE,    XMLSEC,  ANY_ID,      {{CHANGE, "<s:Body wsu:Id", "<s:Body xmlns:o=\"urn:o\" o:Id"}, SIGN}},
	{"W24", "Body has an Id of no namespace only",                  ERR_SIG_REFERENCE,    XMLSEC,  ANY_ID,      {{CHANGE, "<s:Body wsu:Id", "<s:Body Id"}, SIGN}},
	{"W24", "an attribute of Security's doubled by prefix",         ERR_XML,              XMLSEC,  NAMESPACES,  {{CHANGE, "soap:mustUnderstand=\"1\"", "soap:mustUnderstand=\"1\" s:mustUnderstand=\"0\""}}},
	{"W24", "wsu:Id doubled by prefix",                             ERR_XML,              NEITHER, NULL,        {{CHANGE, "<s:Body wsu:Id=\"Body\"", "<s:Body xmlns:u=\"" NS_WSU "\" u:Id=\"Evil\" wsu:Id=\"Body\""}}},
	{"W24", "an attribute twice",                                   ERR_XML,              NEITHER, NULL,        {{CHANGE, "URI=\"#Body\"", "URI=\"#Body\" URI=\"#Action\""}}},
	{"W24", "Body of no namespace, by an empty default",            ERR_SIG_STRUCTURE,    NEITHER, NULL,        {{attack_all, "s:Body", "Body"}}},
};
/* clang-format on */

ROWS(shape);
