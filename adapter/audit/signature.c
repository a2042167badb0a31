/* Whether a message in the journal is signed as it should be. */
#include "config.h"

#include <string.h>

#include "adapter/audit/verbs.h"
#include "adapter/seal/seal.h"

/* What a reply's signature must come to, by the code with which the reply was refused. */
enum expected {
	GOOD,           /* it verifies: it was believed, or refused for what it says */
	SAME,           /* it fails for the same reason */
	EITHER,         /* it fails for the same reason, or verifies: the reason may lie outside of it */
	ANYTHING,       /* nobody looked at it, or not all of it came */
};

/* clang-format off */
static const struct {
	enum err      code;
	enum expected expected;
} expectations[] = {
	{ERR_XML,              SAME},
	{ERR_XML_FORBIDDEN,    SAME},
	{ERR_XML_LIMIT,        SAME},
	{ERR_XML_ENCODING,     SAME},
	{ERR_SIG_STRUCTURE,    SAME},
	{ERR_SIG_MISSING,      SAME},
	{ERR_SIG_DUPLICATE_ID, SAME},
	{ERR_SIG_ALGORITHM,    SAME},
	{ERR_SIG_REFERENCE,    SAME},
	{ERR_SIG_COVERAGE,     SAME},
	{ERR_SIG_CERTIFICATE,  SAME},
	{ERR_SIG_UNTRUSTED,    EITHER},         /* whom the settings of that day believed … */
	{ERR_SIG_SIGNER,       EITHER},         /* … is not known any more, … */
	{ERR_SIG_REVOKED,      EITHER},         /* … nor which lists there were */
	{ERR_SIG_CRL,          EITHER},
	{ERR_SIG_DIGEST,       SAME},
	{ERR_SIG_VALUE,        SAME},
	{ERR_SIG_STALE,        SAME},
	{ERR_SIG_RELATES,      EITHER},         /* a good message with another Action */
	{ERR_SIG_REPLAY,       GOOD},           /* good, but seen before */
	{ERR_FUND_HTTP,        ANYTHING},
	{ERR_FUND_SILENT,      ANYTHING},
	{ERR_FUND_BROKEN,      ANYTHING},
	{ERR_FUND_TOO_LARGE,   ANYTHING},
};
/* clang-format on */

static enum expected
expected_of(const struct journal_record *record)
{
	enum err code = err_by_name(record->code);

	if (record->kind == JOURNAL_SENT)
		return GOOD;
	for (size_t i = 0; i < COUNT_OF(expectations); i++)
		if (expectations[i].code == code)
			return expectations[i].expected;
	/* A failure of our own may have come before anybody looked; a code that is not ours
	 * excuses nothing. */
	if (code != ERR_OK && code != ERR_MAX_ && err_who(code) == ERR_SELF)
		return ANYTHING;
	return GOOD;
}

static void
take_facts(const struct seal_verified *verified, struct audit_signature *s)
{
	s->algorithm = verified->algorithm;
	snprintf(s->signer, sizeof(s->signer), "%s", verified->signer);
	snprintf(s->covered, sizeof(s->covered), "%s", verified->covered);
}

/* Not believed, whyever: which of these it is depends on the settings and lists of the day. */
static bool
is_about_trust(enum err code)
{
	return code == ERR_SIG_UNTRUSTED || code == ERR_SIG_SIGNER || code == ERR_SIG_REVOKED ||
	    code == ERR_SIG_CRL;
}

static void
judge_failure(enum expected expected, const char *recorded, const struct err_info *e,
    struct audit_signature *s)
{
	bool same = strcmp(err_name(e->code), recorded) == 0 ||
	    (is_about_trust(e->code) && is_about_trust(err_by_name(recorded)));

	snprintf(s->reason, sizeof(s->reason), "%s: %s", err_name(e->code), e->text);
	if (expected == ANYTHING)
		s->verdict = VERDICT_NONE;
	else if (expected != GOOD && same)
		s->verdict = VERDICT_REFUSED;
	else
		s->verdict = VERDICT_BAD;
}

void
audit_judge(const struct audit_seals *seals, const struct journal_record *record,
    struct audit_signature *ret_signature)
{
	struct seal *seal = record->kind == JOURNAL_SENT ? seals->own : seals->peer;
	struct seal_expect expect = {
	    .relates_to = record->kind == JOURNAL_REPLY ? record->message_id : NULL,
	    .now_us = record->at_us,
	};
	struct audit_signature s = {.verdict = VERDICT_NONE};
	struct seal_verified verified = {0};
	enum expected expected;
	struct err_info e;

	*ret_signature = s;
	if (record->kind != JOURNAL_SENT && record->kind != JOURNAL_REPLY)
		return;
	expected = expected_of(record);
	if (seal == NULL) {
		s.verdict = VERDICT_UNCHECKED;
	} else if (seal_verify(seal, record->payload, record->len, &expect, &verified, &e) != ERR_OK) {
		judge_failure(expected, record->code, &e, &s);
	} else {
		take_facts(&verified, &s);
		s.verdict = expected == SAME ? VERDICT_BAD : VERDICT_GOOD;
		if (expected == SAME)
			snprintf(s.reason, sizeof(s.reason), "it verifies, but was refused with %.64s",
			    record->code);
		if (record->kind == JOURNAL_SENT
		    && strcmp(verified.message_id, record->message_id) != 0) {
			s.verdict = VERDICT_BAD;
			snprintf(s.reason, sizeof(s.reason), "the MessageID is not that of the record");
		}
		seal_verified_fini(&verified);
	}
	*ret_signature = s;
}
