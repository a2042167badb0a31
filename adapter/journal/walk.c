#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "adapter/journal/walk.h"

static void
auto_scan(struct store_scan *scan)
{
	journal_store_scan_end(scan);
}

/* prev: the record before; its seq is 0 if it is not known and r need not follow it. */
static enum err
check_link(const struct store_head *prev, const struct journal_record *r, struct err_info *e)
{
	unsigned char hash[JOURNAL_HASH_SIZE];

	if (prev->seq != 0 && r->seq != prev->seq + 1)
		FAIL(e, ERR_JOURNAL_BROKEN, "journal", "record %" PRId64 " does not follow %" PRId64,
		    r->seq, prev->seq);
	if (prev->seq != 0 && memcmp(r->prev, prev->hash, JOURNAL_HASH_SIZE) != 0)
		FAIL(e, ERR_JOURNAL_BROKEN, "journal",
		    "record %" PRId64 " does not chain to the one before", r->seq);
	journal_digest(r, hash);
	if (memcmp(hash, r->digest, JOURNAL_HASH_SIZE) != 0)
		FAIL(e, ERR_JOURNAL_BROKEN, "journal",
		    "record %" PRId64 ": the payload does not match its digest", r->seq);
	journal_hash(r, hash);
	if (memcmp(hash, r->hash, JOURNAL_HASH_SIZE) != 0)
		FAIL(e, ERR_JOURNAL_BROKEN, "journal",
		    "record %" PRId64 " does not match its hash", r->seq);
	return ERR_OK;
}

enum err
journal_walk_tail(struct store *store, int64_t count, struct store_head *ret_head,
    struct err_info *e)
{
	struct store_scan scan __attribute__((cleanup(auto_scan))) = {0};
	struct store_head head, at = {0};
	int64_t from;
	bool more;

	TRY(journal_store_head(store, &head, e));
	from = head.seq > count ? head.seq - count + 1 : 1;
	TRY(journal_store_scan_begin(store, head.seq > 0 ? from : INT64_MIN, NULL, STORE_WHOLE, &scan, e));
	for (;;) {
		struct journal_record r;

		TRY(journal_store_scan_next(&scan, &r, &more, e));
		if (!more)
			break;
		if (at.seq == 0 && r.seq != from)
			FAIL(e, ERR_JOURNAL_BROKEN, "journal", "record %" PRId64 " is not there", from);
		TRY(check_link(&at, &r, e));
		at.seq = r.seq;
		memcpy(at.hash, r.hash, JOURNAL_HASH_SIZE);
	}
	*ret_head = at;
	return ERR_OK;
}

struct journal_reader {
	struct store *store;
};

enum err
journal_reader_open(const char *path, struct journal_reader **ret_reader, struct err_info *e)
{
	struct journal_reader *reader = calloc(1, sizeof(*reader));
	enum err code;

	if (reader == NULL)
		FAIL(e, ERR_NOMEM, "journal", "no memory to open");
	code = journal_store_open(path, STORE_READ, &reader->store, e);
	if (code != ERR_OK) {
		free(reader);
		return code;
	}
	*ret_reader = reader;
	return ERR_OK;
}

void
journal_reader_close(struct journal_reader *reader)
{
	if (reader == NULL)
		return;
	journal_store_close(reader->store);
	free(reader);
}

static enum err
walk(struct journal_reader *reader, int64_t from, const char *exchange, enum store_rows rows,
    enum err (*visit)(const struct journal_record *record, void *arg, struct err_info *e),
    void *arg, struct err_info *e)
{
	struct store_scan scan __attribute__((cleanup(auto_scan))) = {0};
	struct journal_record r;
	bool more;

	TRY(journal_store_scan_begin(reader->store, from, exchange, rows, &scan, e));
	for (;;) {
		TRY(journal_store_scan_next(&scan, &r, &more, e));
		if (!more)
			return ERR_OK;
		TRY(visit(&r, arg, e));
	}
}

enum err
journal_walk(struct journal_reader *reader, int64_t from, const char *exchange,
    enum err (*visit)(const struct journal_record *record, void *arg, struct err_info *e),
    void *arg, struct err_info *e)
{
	return walk(reader, from, exchange, STORE_WHOLE, visit, arg, e);
}

enum err
journal_walk_heads(struct journal_reader *reader, int64_t from, const char *exchange,
    enum err (*visit)(const struct journal_record *record, void *arg, struct err_info *e),
    void *arg, struct err_info *e)
{
	return walk(reader, from, exchange, STORE_HEADS, visit, arg, e);
}

/* When record seq was noted; at_us stays where there is none. */
static enum err
time_of(struct journal_reader *reader, int64_t seq, int64_t *at_us, struct err_info *e)
{
	struct store_scan scan __attribute__((cleanup(auto_scan))) = {0};
	struct journal_record r;
	bool found;

	TRY(journal_store_scan_begin(reader->store, seq, NULL, STORE_HEADS, &scan, e));
	TRY(journal_store_scan_next(&scan, &r, &found, e));
	if (found)
		*at_us = r.at_us;
	return ERR_OK;
}

enum err
journal_seq_since(struct journal_reader *reader, int64_t at_us, int64_t *ret_seq,
    struct err_info *e)
{
	struct store_head head;
	int64_t low = 1, high;

	TRY(journal_store_head(reader->store, &head, e));
	high = head.seq + 1;
	while (low < high) {
		int64_t mid = low + (high - low) / 2, mid_us = INT64_MAX;

		TRY(time_of(reader, mid, &mid_us, e));
		if (mid_us < at_us)
			low = mid + 1;
		else
			high = mid;
	}
	*ret_seq = low;
	return ERR_OK;
}

enum err
journal_hash_of(struct journal_reader *reader, int64_t seq, unsigned char hash[JOURNAL_HASH_SIZE],
    bool *ret_found, struct err_info *e)
{
	return journal_store_hash_of(reader->store, seq, hash, ret_found, e);
}

enum err
journal_check_derived(struct journal_reader *reader, int64_t *ret_unanswered, struct err_info *e)
{
	int64_t wrong;

	TRY(journal_store_check_file(reader->store, e));
	TRY(journal_store_count_wrong_claims(reader->store, &wrong, e));
	if (wrong != 0)
		FAIL(e, ERR_JOURNAL_BROKEN, "claim",
		    "%" PRId64 " final answers are not answers of the exchange that took the key", wrong);
	return journal_store_count_pending(reader->store, ret_unanswered, e);
}
