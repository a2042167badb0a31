/* When, how often, and in answer to what.  60 s of life, 300 s at most, 5 s of skew. */
#include "config.h"

#include "tests/attacks/rows.h"

#define S           "000000"
#define FROM(created, expires) {{attack_window, created, expires}, SIGN}
#define TOO_LONG    "300000001"

/* clang-format off */
static const struct attack rows[] = {
	{"W18", "Expires altered",                                      ERR_SIG_DIGEST,       NEITHER, NULL,        {{CHANGE, "Z</wsu:Expires>", "1Z</wsu:Expires>"}}},
	{"W18", "Created and Expires brought up to date",               ERR_SIG_DIGEST,       NEITHER, NULL,        {{attack_window, "1" S, "61" S}}},
	{"W18", "no Timestamp",                                         ERR_SIG_STRUCTURE,    NEITHER, NULL,        {{CUT, "<wsu:Timestamp", "</wsu:Timestamp>"}}},
	{"W18", "no Expires, signed by the Fund",                       ERR_SIG_STRUCTURE,    BOTH,    NO_CLOCK,    {{CUT, "<wsu:Expires", "</wsu:Expires>"}, SIGN}},
	{"W18", "no Created, signed by the Fund",                       ERR_SIG_STRUCTURE,    BOTH,    NO_CLOCK,    {{CUT, "<wsu:Created", "</wsu:Created>"}, SIGN}},
	{"W18", "Expires twice, signed by the Fund",                    ERR_SIG_STRUCTURE,    BOTH,    NO_CLOCK,    {{attack_twice, "<wsu:Expires", "</wsu:Expires>"}, SIGN}},
	{"W18", "Expires before Created, signed by the Fund",           ERR_SIG_STALE,        BOTH,    NO_CLOCK,    FROM("2" S, "1" S)},
	{"W18", "Expires with Created, signed by the Fund",             ERR_SIG_STALE,        BOTH,    NO_CLOCK,    FROM("0", "0")},
	{"W18", "in another order, signed by the Fund",                 ERR_SIG_STRUCTURE,    BOTH,    NO_CLOCK,    {{attack_part_into, "wsu:Expires", "<wsu:Created>"}, SIGN}},
	{"W18", "without zone, signed by the Fund",                     ERR_SIG_STALE,        BOTH,    NO_CLOCK,    {{CHANGE, "Z</wsu:Created>", "</wsu:Created>"}, SIGN}},
	{"W18", "not a time, signed by the Fund",                       ERR_SIG_STALE,        BOTH,    NO_CLOCK,    {{CHANGE, "Z</wsu:Created>", "ZZ</wsu:Created>"}, SIGN}},
	{"W18", "a day of no month, signed by the Fund",                ERR_SIG_STALE,        BOTH,    NO_CLOCK,    {{CUT, "<wsu:Expires>", "</wsu:Expires>"}, {PUT, "</wsu:Timestamp>", "<wsu:Expires>2026-02-30T00:00:00Z</wsu:Expires>"}, SIGN}},
	{"W18", "no time at all, signed by the Fund",                   ERR_SIG_STRUCTURE,    BOTH,    NO_CLOCK,    {{CUT, "<wsu:Expires>", "</wsu:Expires>"}, {PUT, "</wsu:Timestamp>", "<wsu:Expires/>"}, SIGN}},
	{"W18", "an element in Created, signed by the Fund",            ERR_SIG_STRUCTURE,    BOTH,    NO_CLOCK,    {{PUT, "</wsu:Created>", "<a/>"}, SIGN}},

	/* the edges of the window, both ways */
	{"SKEW", "created in the future by the skew and 1 us",          ERR_SIG_STALE,        BOTH,    NO_CLOCK,    FROM("5000001", "65" S)},
	{"SKEW", "created in the future by the skew",                   ERR_OK,               BOTH,    NULL,        FROM("5" S, "65" S)},
	{"SKEW", "created in the future by the skew and 1 s",           ERR_SIG_STALE,        BOTH,    NO_CLOCK,    FROM("6" S, "65" S)},
	{"SKEW", "created tomorrow",                                    ERR_SIG_STALE,        BOTH,    NO_CLOCK,    FROM("86400" S, "86460" S)},
	{"SKEW", "expired by the skew",                                 ERR_SIG_STALE,        BOTH,    NO_CLOCK,    FROM("-60" S, "-5" S)},
	{"SKEW", "expired by the skew but 1 us",                        ERR_OK,               BOTH,    NULL,        FROM("-60" S, "-4999999")},
	{"SKEW", "expired by the skew and 1 s",                         ERR_SIG_STALE,        BOTH,    NO_CLOCK,    FROM("-60" S, "-6" S)},
	{"SKEW", "expired yesterday",                                   ERR_SIG_STALE,        BOTH,    NO_CLOCK,    FROM("-86460" S, "-86400" S)},
	{"TTL", "meant to last for 300 s and 1 us",                     ERR_SIG_STALE,        BOTH,    NO_CLOCK,    FROM("0", TOO_LONG)},
	{"TTL", "meant to last for 300 s",                              ERR_OK,               BOTH,    NULL,        FROM("0", "300" S)},
	{"TTL", "meant to last for ever",                               ERR_SIG_STALE,        BOTH,    NO_CLOCK,    {{CUT, "<wsu:Expires>", "</wsu:Expires>"}, {PUT, "</wsu:Timestamp>", "<wsu:Expires>9999-12-31T23:59:59Z</wsu:Expires>"}, SIGN}},
	{"TTL", "judged when it has expired",                           ERR_SIG_STALE,        BOTH,    NO_CLOCK,    {{CHANGE, "", ""}}, .after_us = 65000000},
	{"TTL", "judged 1 us before it has expired",                    ERR_OK,               BOTH,    NULL,        {{CHANGE, "", ""}}, .after_us = 64999000},
	{"TTL", "judged long before it was made",                       ERR_SIG_STALE,        BOTH,    NO_CLOCK,    {{CHANGE, "", ""}}, .after_us = -6000000},

	/* again */
	{"W19", "the same message again",                               ERR_SIG_REPLAY,       BOTH,    NO_MEMORY,   {{CHANGE, "", ""}}, .judged = AGAIN},
	{"W19", "again, white space around the SignatureValue",         ERR_SIG_REPLAY,       BOTH,    NO_MEMORY,   {{PUT, "</ds:SignatureValue>", "\n"}}, .judged = AGAIN},
	{"W19", "again, Signature with an Id",                          ERR_SIG_REPLAY,       BOTH,    NO_MEMORY,   {{CHANGE, "<ds:Signature ", "<ds:Signature Id=\"S\" "}}, .judged = AGAIN},
	{"W19", "again, mustUnderstand off",                            ERR_SIG_REPLAY,       BOTH,    NO_MEMORY,   {{CHANGE, "mustUnderstand=\"1\"", "mustUnderstand=\"0\""}}, .judged = AGAIN},
	{"W19", "again, a header that nobody reads",                    ERR_SIG_REPLAY,       BOTH,    NO_MEMORY,   {{PUT, "</s:Header>", "<w:W xmlns:w=\"urn:w\"/>"}}, .judged = AGAIN},
	{"W19", "again, in the last moment",                            ERR_SIG_REPLAY,       BOTH,    NO_MEMORY,   {{CHANGE, "", ""}}, .judged = AGAIN, .after_us = 64999000},
	{"W19", "again after a restart: another question was asked",    ERR_SIG_RELATES,      BOTH,    NO_QUESTION, {{CHANGE, "", ""}}, .judged = LATER},
	{"RELATES", "an answer to another question, signed by the Fund", ERR_SIG_RELATES,     BOTH,    NO_QUESTION, {{CHANGE, "urn:uuid:asked", "urn:uuid:other"}, SIGN}},
	{"RELATES", "an answer to no question, signed by the Fund",     ERR_SIG_RELATES,      BOTH,    NO_QUESTION, {{CUT, "<wsa:RelatesTo", "</wsa:RelatesTo>"}, {CUT, "<ds:Reference URI=\"#RelatesTo\"", "</ds:Reference>"}, SIGN}},
	{"W20", "another Action, signed by the Fund",                   ERR_SIG_RELATES,      BOTH,    NO_QUESTION, {{CHANGE, "urn:test:GetPaymentsByMonth", "urn:test:SetPayments"}, SIGN}},
	{"W20", "another Action",                                       ERR_SIG_DIGEST,       NEITHER, NULL,        {{CHANGE, "urn:test:GetPaymentsByMonth", "urn:test:SetPayments"}}},
};
/* clang-format on */

ROWS(times);
