/* journal show: the records of one exchange, and what of them verifies. */
#include "config.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include <openssl/evp.h>

#include "adapter/audit/verbs.h"

struct show {
	const struct audit *audit;
	unsigned            seen;       /* kinds so far: bit 1 << kind */
	json_t             *records;    /* NULL: print text */
	int64_t             n;
	bool                bad;
};

/* What was found about one record. */
struct finding {
	const char            *hashes, *link, *order;   /* NULL: holds */
	struct audit_signature signature;
	char                   time[CLOCK_TEXT_SIZE];
	char                   digest[2 * JOURNAL_HASH_SIZE + 1];
	char                   prev[2 * JOURNAL_HASH_SIZE + 1];
	char                   hash[2 * JOURNAL_HASH_SIZE + 1];
};

static enum err
check_link(const struct audit *audit, const struct journal_record *record,
    const char **ret_reason, struct err_info *e)
{
	unsigned char before[JOURNAL_HASH_SIZE] = {0};
	bool found = true;

	*ret_reason = NULL;
	if (record->seq != 1)
		TRY(journal_hash_of(audit->reader, record->seq - 1, before, &found, e));
	if (!found)
		*ret_reason = "the record before it is not there";
	else if (memcmp(before, record->prev, JOURNAL_HASH_SIZE) != 0)
		*ret_reason = "it does not chain to the record before it";
	return ERR_OK;
}

static enum err
examine(struct show *show, const struct journal_record *record, struct finding *f,
    struct err_info *e)
{
	clock_print_us(record->at_us, f->time);
	id_hex(record->digest, JOURNAL_HASH_SIZE, f->digest);
	id_hex(record->prev, JOURNAL_HASH_SIZE, f->prev);
	id_hex(record->hash, JOURNAL_HASH_SIZE, f->hash);
	f->order = audit_order_judge(show->seen, record->kind);
	show->seen |= 1u << record->kind;
	f->hashes = audit_check_hashes(record);
	TRY(check_link(show->audit, record, &f->link, e));
	audit_judge(show->audit->seals, record, &f->signature);
	show->bad |= f->hashes != NULL || f->link != NULL || f->order != NULL
	    || f->signature.verdict == VERDICT_BAD;
	return ERR_OK;
}

static const char *
verdict_name(enum audit_verdict verdict)
{
	static const char *const names[] = {
		[VERDICT_NONE]      = "none",
		[VERDICT_UNCHECKED] = "not checked",
		[VERDICT_GOOD]      = "good",
		[VERDICT_REFUSED]   = "refused",
		[VERDICT_BAD]       = "bad",
	};

	return names[verdict];
}

static void
print_line(const char *name, const char *value)
{
	printf("  %-11s ", name);
	audit_print_safely(value, strlen(value), "");
	putchar('\n');
}

static void
print_signature(const struct audit_signature *s)
{
	switch (s->verdict) {
	case VERDICT_NONE:
		break;
	case VERDICT_UNCHECKED:
		print_line("signature", "not checked");
		break;
	case VERDICT_GOOD:
		print_line("signature", "good");
		print_line("  algorithm", s->algorithm);
		print_line("  signer", s->signer);
		print_line("  covers", s->covered);
		break;
	case VERDICT_REFUSED:
		print_line("signature", "does not verify, as when it arrived");
		print_line("  reason", s->reason);
		break;
	case VERDICT_BAD:
		print_line("signature", "BAD");
		print_line("  reason", s->reason);
		break;
	}
}

static void
print_payload(const struct journal_record *record)
{
	putchar('\n');
	if (isatty(STDOUT_FILENO))
		audit_print_safely(record->payload, record->len, "\r\n\t");
	else
		fwrite(record->payload, 1, record->len, stdout);
	putchar('\n');
}

static void
print_record(const struct show *show, const struct journal_record *record, const struct finding *f)
{
	char number[64];

	if (show->n > 1)
		putchar('\n');
	printf("record %" PRId64 "  %s  %s\n", record->seq, journal_kind_name(record->kind), f->time);
	print_line("operation", record->operation);
	print_line("caller", record->caller);
	print_line("code", record->code);
	if (record->status != 0) {
		snprintf(number, sizeof(number), "%d", record->status);
		print_line("HTTP status", number);
	}
	if (record->message_id[0] != '\0')
		print_line("MessageID", record->message_id);
	snprintf(number, sizeof(number), "%zu bytes", record->len);
	print_line("payload", number);
	print_line("  SHA-256", f->digest);
	print_line("prev", f->prev);
	print_line("hash", f->hash);
	print_line("  holds", f->hashes != NULL ? f->hashes : "yes");
	print_line("  chains", f->link != NULL ? f->link : "yes");
	if (f->order != NULL)
		print_line("order", f->order);
	print_signature(&f->signature);
	if (show->audit->payload)
		print_payload(record);
}

/* Text as a string; what is not UTF-8 in base64, under another name. */
static int
add_payload(json_t *doc, const struct journal_record *record)
{
	json_t *text = json_stringn(record->payload, record->len);
	AUTO(char) char *base64 = NULL;

	if (text != NULL)
		return json_object_set_new(doc, "payload", text);
	base64 = malloc(4 * ((record->len + 2) / 3) + 1);
	if (base64 == NULL || record->len > INT32_MAX)
		return -1;
	EVP_EncodeBlock((unsigned char *)base64, record->payload, (int)record->len);
	return json_object_set_new(doc, "payload_base64", json_string(base64));
}

static enum err
add_record(struct show *show, const struct journal_record *record, const struct finding *f,
    struct err_info *e)
{
	const struct audit_signature *s = &f->signature;
	json_t *doc = json_pack("{s:I, s:s, s:s, s:s, s:s, s:s, s:i, s:s, s:I, s:s, s:s, s:s, s:b}",
	    "seq", (json_int_t)record->seq, "kind", journal_kind_name(record->kind), "time", f->time,
	    "operation", record->operation, "caller", record->caller, "code", record->code,
	    "status", record->status, "message_id", record->message_id,
	    "len", (json_int_t)record->len, "digest", f->digest, "prev", f->prev, "hash", f->hash,
	    "holds", f->hashes == NULL && f->link == NULL && f->order == NULL);

	if (doc == NULL || json_array_append_new(show->records, doc) != 0)
		FAIL(e, ERR_NOMEM, "", "cannot make JSON");
	if (s->verdict != VERDICT_NONE
	    && json_object_set_new(doc, "signature",
	           json_pack("{s:s, s:s*, s:s, s:s, s:s}", "verdict", verdict_name(s->verdict),
	               "algorithm", s->algorithm, "signer", s->signer, "covers", s->covered,
	               "reason", s->reason)) != 0)
		FAIL(e, ERR_NOMEM, "", "cannot make JSON");
	if (show->audit->payload && add_payload(doc, record) != 0)
		FAIL(e, ERR_NOMEM, "", "cannot make JSON");
	return ERR_OK;
}

static enum err
visit(const struct journal_record *record, void *arg, struct err_info *e)
{
	struct show *show = arg;
	struct finding f = {0};

	show->n++;
	TRY(examine(show, record, &f, e));
	if (show->records != NULL)
		return add_record(show, record, &f, e);
	print_record(show, record, &f);
	return ERR_OK;
}

enum err
audit_show(const struct audit *audit, int *ret_status, struct err_info *e)
{
	struct show show = {.audit = audit, .records = audit->json ? json_array() : NULL};
	enum err code;

	code = journal_walk(audit->reader, INT64_MIN, audit->exchange, visit, &show, e);
	if (code == ERR_OK && show.n == 0)
		code = err_set(e, __FILE__, __LINE__, ERR_CONFIG, "EXCHANGE",
		    "the journal has no such exchange");
	*ret_status = show.bad ? AUDIT_BAD : AUDIT_GOOD;
	if (code != ERR_OK) {
		json_decref(show.records);
		return code;
	}
	if (!audit->json)
		return ERR_OK;
	return audit_print_json(json_pack("{s:s, s:b, s:o}", "exchange", audit->exchange,
	    "holds", !show.bad, "records", show.records), e);
}
