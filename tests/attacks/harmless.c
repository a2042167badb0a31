/* What changes nothing that is signed or read, and is taken: the rows that keep the others honest. */
#include "config.h"

#include "tests/attacks/rows.h"

/* clang-format off */
static const struct attack rows[] = {
	{"GOOD", "untouched",                                           ERR_OK,               BOTH,    NULL,        {{CHANGE, "", ""}}},
	{"GOOD", "signed by the tests' own signer",                     ERR_OK,               BOTH,    NULL,        {SIGN}},
	{"GOOD", "another certificate of the Fund's",                   ERR_OK,               BOTH,    NULL,        {{attack_claim, ""}, SIGN}},
	{"GOOD", "the mark of UTF-8",                                   ERR_OK,               BOTH,    NULL,        {{CHANGE, "<?xml", "\xef\xbb\xbf<?xml"}}},
	{"GOOD", "no declaration",                                      ERR_OK,               BOTH,    NULL,        {{CUT, "<?xml", "?>\n"}}},
	{"GOOD", "UTF-8 in small letters",                              ERR_OK,               BOTH,    NULL,        {{CHANGE, "\"UTF-8\"", "'utf-8'"}}},
	{"GOOD", "XML 1.1 declared: read as 1.0, as it was signed",     ERR_OK,               BOTH,    NULL,        {{CHANGE, "version=\"1.0\"", "version=\"1.1\""}}},
	{"GOOD", "a header that may be ignored",                        ERR_OK,               BOTH,    NULL,        {{PUT, "</s:Header>", "<w:W xmlns:w=\"urn:w\" s:mustUnderstand=\"0\"/>"}}},
	{"GOOD", "an evil Body within a header that may be ignored",    ERR_OK,               BOTH,    NULL,        {{PUT, "</s:Header>", "<x:Extensions xmlns:x=\"urn:x\">" EVIL "</x:Extensions>"}}},
	{"GOOD", "ReplyTo signed by the Fund",                          ERR_OK,               BOTH,    NULL,        {{PUT, "</s:Header>", "<wsa:ReplyTo wsu:Id=\"ReplyTo\"><wsa:Address>urn:a</wsa:Address></wsa:ReplyTo>"}, {attack_refer, "#ReplyTo", TRANSFORMS(TRANSFORM)}, SIGN}},
	{"GOOD", "the token signed too",                                ERR_OK,               BOTH,    NULL,        {{attack_refer, "#Token", TRANSFORMS(TRANSFORM)}, SIGN}},
	{"GOOD", "white space around parts",                            ERR_OK,               BOTH,    NULL,        {{CHANGE, "<s:Body", "\r\n\t <s:Body"}}},
	{"GOOD", "white space in Security",                             ERR_OK,               BOTH,    NULL,        {{CHANGE, "<wsu:Timestamp", "\n<wsu:Timestamp"}}},
	{"GOOD", "white space in Signature",                            ERR_OK,               BOTH,    NULL,        {{CHANGE, "</ds:SignedInfo>", "</ds:SignedInfo>\n"}}},
	{"GOOD", "lines in the SignatureValue",                         ERR_OK,               BOTH,    NULL,        {{CHANGE, "<ds:SignatureValue>", "<ds:SignatureValue>\n "}}},
	{"GOOD", "attributes in another order",                         ERR_OK,               BOTH,    NULL,        {{CHANGE, "<p:Get xmlns:p=\"urn:test\"", "<p:Get   xmlns:q=\"urn:q\" xmlns:p='urn:test' "}}},
	{"GOOD", "character references",                                ERR_OK,               BOTH,    NULL,        {{CHANGE, "Ирина", "&#x418;р&#1080;на"}}},
	{"GOOD", "CDATA",                                               ERR_OK,               BOTH,    NULL,        {{CHANGE, "&amp; &lt;мир&gt;", "<![CDATA[& <мир>]]>"}}},
	{"GOOD W5", "headers in another order",                         ERR_OK,               BOTH,    NULL,        {{attack_part_into, "wsa:To", "</s:Header>"}}},
	{"GOOD W17", "a prefix of Security is another",                 ERR_OK,               BOTH,    NULL,        {{attack_rename, "wsse", "z"}}},
};
/* clang-format on */

ROWS(harmless);
