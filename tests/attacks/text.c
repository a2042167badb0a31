/* Refused unread: document types, instructions, comments, other encodings, more than fits. */
#include "config.h"

#include "tests/attacks/rows.h"

#define DTD(text)     {{PUT, "<s:Envelope", text}}
#define NAME(text)    {{CHANGE, "Ирина", text}}
#define PAD           "0123456789012345678901234567890123456789012345678901234567890123"
#define LOL \
	"<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">" \
	"<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">"

/* clang-format off */
static const struct attack rows[] = {
	{"DTD", "a document type",                                      ERR_XML_FORBIDDEN,    BOTH,    FORGIVING,   DTD("<!DOCTYPE s:Envelope>")},
	{"DTD", "entities that grow",                                   ERR_XML_FORBIDDEN,    NEITHER, NULL,        {{PUT, "<s:Envelope", "<!DOCTYPE a [" LOL "]>"}, {CHANGE, "Ирина", "&c;"}}},
	{"DTD", "an entity of a file",                                  ERR_XML_FORBIDDEN,    NEITHER, NULL,        {{PUT, "<s:Envelope", "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>"}, {CHANGE, "Ирина", "&x;"}}},
	{"DTD", "an entity of the network",                             ERR_XML_FORBIDDEN,    NEITHER, NULL,        {{PUT, "<s:Envelope", "<!DOCTYPE a [<!ENTITY x SYSTEM \"http://127.0.0.1:1/\">]>"}, {CHANGE, "Ирина", "&x;"}}},
	{"DTD", "a parameter entity of the network",                    ERR_XML_FORBIDDEN,    XMLSEC,  FORGIVING,   DTD("<!DOCTYPE a [<!ENTITY % x SYSTEM \"http://127.0.0.1:1/\"> %x;]>")},
	{"DTD", "a document type of a file",                            ERR_XML_FORBIDDEN,    BOTH,    FORGIVING,   DTD("<!DOCTYPE a SYSTEM \"file:///etc/hostname\">")},
	{"DTD", "identifiers declared by the document type",            ERR_XML_FORBIDDEN,    BOTH,    FORGIVING,   DTD("<!DOCTYPE a [<!ATTLIST s:Body x ID #IMPLIED>]>")},
	{"CVE-2025-23369", "an identifier by an entity",                ERR_XML_FORBIDDEN,    XMLSEC,  FORGIVING,   {{PUT, "<s:Envelope", "<!DOCTYPE a [<!ENTITY idBody \"Body\">]>"}, {CHANGE, "<s:Body wsu:Id=\"Body\"", "<s:Body wsu:Id=\"&idBody;\""}}},
	{"CVE-2025-25291", "a document type that parsers read differently", ERR_XML_FORBIDDEN, NEITHER, NULL,        DTD("<!DOCTYPE a [ x SYSTEM 'x\">]><!--'> ]>")},
	{"CVE-2025-25291", "quotes within a document type",             ERR_XML_FORBIDDEN,    XMLSEC,  FORGIVING,   DTD("<!DOCTYPE a SYSTEM \"'\" [ <!ENTITY b \"'>\"> ]>")},
	{"INSTRUCTION", "before the envelope",                          ERR_XML_FORBIDDEN,    BOTH,    FORGIVING,   DTD("<?a b?>")},
	{"INSTRUCTION", "a style sheet",                                ERR_XML_FORBIDDEN,    BOTH,    FORGIVING,   DTD("<?xml-stylesheet href=\"http://127.0.0.1:1/\"?>")},
	{"INSTRUCTION", "in Body, signed by the Fund",                  ERR_XML_FORBIDDEN,    BOTH,    FORGIVING,   {{PUT, "</s:Body>", "<?a?>"}, SIGN}},
	{"INSTRUCTION", "at the end",                                   ERR_XML_FORBIDDEN,    BOTH,    FORGIVING,   {{edit_append, "", "<?a?>"}}},
	{"COMMENT", "before the envelope",                              ERR_XML_FORBIDDEN,    BOTH,    FORGIVING,   DTD("<!-- -->")},
	{"COMMENT", "that cuts a word of Body in two",                  ERR_XML_FORBIDDEN,    BOTH,    FORGIVING,   NAME("Ири<!-- -->на")},
	{"COMMENT", "in Body, signed by the Fund",                      ERR_XML_FORBIDDEN,    BOTH,    FORGIVING,   {{CHANGE, "Ирина", "Ири<!-- -->на"}, SIGN}},
	{"COMMENT", "in SignedInfo",                                    ERR_XML_FORBIDDEN,    BOTH,    FORGIVING,   {{PUT, "</ds:SignedInfo>", "<!-- -->"}}},
	{"COMMENT", "at the end",                                       ERR_XML_FORBIDDEN,    BOTH,    FORGIVING,   {{edit_append, "", "<!-- -->"}}},
	{"MALFORMED", "an entity of nowhere",                           ERR_XML,              NEITHER, NULL,        NAME("&lol;")},
	{"MALFORMED", "second root",                                    ERR_XML,              NEITHER, NULL,        {{edit_append, "", "<a/>"}}},
	{"MALFORMED", "a whole second envelope after the first",        ERR_XML,              NEITHER, NULL,        {{edit_append, "", "<s:Envelope xmlns:s=\"" NS_SOAP11 "\"><s:Body/></s:Envelope>"}}},
	{"MALFORMED", "prefix without namespace",                       ERR_XML,              NEITHER, NULL,        {{CHANGE, AT_BODY, "<q:a/>" AT_BODY}}},
	{"MALFORMED", "a control character",                            ERR_XML,              NEITHER, NULL,        NAME("\x01")},
	{"MALFORMED", "a reference to a control character",             ERR_XML,              NEITHER, NULL,        NAME("&#0;")},
	{"MALFORMED", "not closed",                                     ERR_XML,              NEITHER, NULL,        {{CHANGE, "</s:Envelope>", ""}}},
	{"MALFORMED", "XML 2.0",                                        ERR_XML,              NEITHER, NULL,        {{CHANGE, "version=\"1.0\"", "version=\"2.0\""}}},
	{"ENCODING", "not UTF-8",                                       ERR_XML_ENCODING,     NEITHER, NULL,        NAME("\xd0")},
	{"ENCODING", "a '<' in two octets",                             ERR_XML_ENCODING,     NEITHER, NULL,        NAME("\xc0\xbc")},
	{"ENCODING", "half a surrogate",                                ERR_XML_ENCODING,     NEITHER, NULL,        NAME("\xed\xa0\x80")},
	{"ENCODING", "beyond Unicode",                                  ERR_XML_ENCODING,     NEITHER, NULL,        NAME("\xf4\x90\x80\x80")},
	{"ENCODING", "windows-1251 declared",                           ERR_XML_ENCODING,     NEITHER, NULL,        {{CHANGE, "\"UTF-8\"", "\"windows-1251\""}}},
	{"ENCODING", "UTF-16 declared",                                 ERR_XML_ENCODING,     NEITHER, NULL,        {{CHANGE, "\"UTF-8\"", "'UTF-16'"}}},
	{"ENCODING", "UTF-7 declared",                                  ERR_XML_ENCODING,     NEITHER, NULL,        {{CHANGE, "encoding=\"UTF-8\"", "encoding = \"UTF-7\""}}},
	{"ENCODING", "the mark of UTF-16",                              ERR_XML_ENCODING,     NEITHER, NULL,        {{CHANGE, "<?xml", "\xff\xfe<?xml"}}},
	{"LIMIT", "a name of 20,000 letters",                           ERR_XML_LIMIT,        NEITHER, NULL,        {{edit_long, AT_BODY, "n"}}},
	{"LIMIT", "20,000 attributes of one element",                   ERR_XML_LIMIT,        UNASKED, NO_LIMITS, {{attack_many_attributes}}},
	{"LIMIT", "20,000 levels",                                      ERR_XML_LIMIT,        NEITHER, NULL,        {{edit_long, "<p:Name>", "<a>"}}},
	{"LIMIT", "400,000 elements",                                   ERR_XML_LIMIT,        UNASKED, NO_LIMITS, {{edit_long, "<p:Name>", "<a/><a/><a/><a/><a/><a/><a/><a/><a/><a/><a/><a/><a/><a/><a/><a/><a/><a/><a/><a/>"}}},
	{"LIMIT", "more than 8 MiB",                                    ERR_XML_LIMIT,        UNASKED, NO_LIMITS, {{edit_long, "<p:Name>", PAD PAD PAD PAD PAD PAD PAD}}},
};
/* clang-format on */

ROWS(text);
