#include "config.h"

#include <string.h>

#include "adapter/recall.h"

AUTO_DEFINE(reader, struct journal_reader *, journal_reader_close)

struct recalling {
	struct seal *seal;
	int64_t      now_us;
	long         replies;
};

/* Whether it was refused for its XML or its signature: then it was not remembered either. */
static bool
was_taken(const struct journal_record *record)
{
	return strncmp(record->code, "SIG_", 4) != 0 && strncmp(record->code, "XML", 3) != 0;
}

static enum err
on_record(const struct journal_record *record, void *arg, struct err_info *e)
{
	struct recalling *r = arg;
	struct err_info why;
	enum err code;

	if (record->kind != JOURNAL_REPLY || !was_taken(record))
		return ERR_OK;
	code = seal_remember(r->seal, record->payload, record->len, r->now_us, &why);
	if (code == ERR_BUSY || code == ERR_NOMEM)
		FAIL(e, code, "journal", "%s", why.text);
	r->replies += code == ERR_OK;           /* others are not signed: a page of a proxy, half a reply */
	return ERR_OK;
}

enum err
recall_replies(struct service *service, struct err_info *e)
{
	AUTO(reader) struct journal_reader *reader = NULL;
	struct recalling r = {.seal = service->seal, .now_us = clock_now_us()};
	/* A record is written when its exchange ends, so up to a deadline after its time. */
	int64_t since_us = r.now_us - seal_memory_us(service->seal) -
	    (int64_t)service->settings->deadline_ms * 1000;
	int64_t seq, began_ms = clock_mono_ms();

	TRY(journal_reader_open(service->settings->journal_path, &reader, e));
	TRY(journal_seq_since(reader, since_us, &seq, e));
	TRY(journal_walk(reader, seq, NULL, on_record, &r, e));
	log_info("event=recalled replies=%ld ms=%lld", r.replies,
	    (long long)(clock_mono_ms() - began_ms));
	return ERR_OK;
}
