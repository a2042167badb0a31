/* Altered after signing, in ways great and small. */
#include "config.h"

#include "tests/attacks/rows.h"

/* clang-format off */
static const struct attack rows[] = {
	{"ALTERED", "a word of Body",                                   ERR_SIG_DIGEST,       NEITHER, NULL,        {{CHANGE, "Ирина", "Марина"}}},
	{"ALTERED", "an attribute in Body",                             ERR_SIG_DIGEST,       NEITHER, NULL,        {{CHANGE, AT_BODY, AT_BODY " a=\"1\""}}},
	{"ALTERED", "white space in Body",                              ERR_SIG_DIGEST,       NEITHER, NULL,        {{CHANGE, AT_BODY, " " AT_BODY}}},
	{"ALTERED", "a namespace in Body",                              ERR_SIG_DIGEST,       NEITHER, NULL,        {{CHANGE, "\"urn:test\"", "\"urn:tess\""}}},
	{"ALTERED", "an attribute of Body",                             ERR_SIG_DIGEST,       NEITHER, NULL,        {{CHANGE, "<s:Body wsu", "<s:Body xmlns:s2=\"urn:2\" s2:a=\"\" wsu"}}},
	{"ALTERED", "a letter of another alphabet",                     ERR_SIG_DIGEST,       NEITHER, NULL,        {{CHANGE, "Ирина", "Иpина"}}},
	{"ALTERED", "a letter in two parts",                            ERR_SIG_DIGEST,       NEITHER, NULL,        {{CHANGE, "мир", "ми\xcc\x86р"}}},
	{"ALTERED", "the end of line",                                  ERR_SIG_DIGEST,       NEITHER, NULL,        {{CHANGE, "<p:Name>", "<p:Name>&#13;"}}},
	{"ALTERED", "To",                                               ERR_SIG_DIGEST,       NEITHER, NULL,        {{CHANGE, ">urn:mostik<", ">urn:other<"}}},
	{"ALTERED", "MessageID",                                        ERR_SIG_DIGEST,       NEITHER, NULL,        {{CHANGE, ">urn:uuid:1111", ">urn:uuid:2111"}}},
	{"ALTERED", "RelatesTo",                                        ERR_SIG_DIGEST,       NEITHER, NULL,        {{CHANGE, "urn:uuid:asked", "urn:uuid:other"}}},
	{"ALTERED", "Action and Body, digests too, not signed again",   ERR_SIG_VALUE,        NEITHER, NULL,        {{CHANGE, "Ирина", "Марина"}, {attack_sign, "", "digests"}}},
};
/* clang-format on */

ROWS(altered);
