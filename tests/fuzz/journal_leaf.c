/*
 * journal_leaf: no two records share a hash.
 *
 * Two records are made of the input: the same octets, cut into fields at different places, and
 * numbers.  Their hashes must be equal exactly where all their fields are.
 */
#include "config.h"

#include "adapter/journal/journal.h"
#include "tests/fuzz/fuzz.h"

enum { TEXTS = 5, TEXT_MAX = 512 };

struct cut {
	char                  text[TEXTS][TEXT_MAX];
	struct journal_record record;
};

/* 16 octets of numbers and places, then the text, which both records share. */
static void
make(struct fuzz_input *head, struct fuzz_input text, struct cut *cut)
{
	struct journal_record *r = &cut->record;

	*cut = (struct cut){.record = {
	    .kind = (enum journal_kind)(1 + fuzz_below(head, 4)),
	    .at_us = (int8_t)fuzz_octet(head),
	    .status = (int8_t)fuzz_octet(head),
	    .seq = fuzz_octet(head),
	    .len = fuzz_octet(head),
	    .prev = {fuzz_octet(head)},
	    .digest = {fuzz_octet(head)},
	}};
	for (size_t i = 0; i < TEXTS; i++) {
		size_t len = i < TEXTS - 1 ? fuzz_octet(head) : text.left;

		len = len < text.left ? len : text.left;
		len = len < TEXT_MAX - 1 ? len : TEXT_MAX - 1;
		memcpy(cut->text[i], text.data, len);
		text.data += len;
		text.left -= len;
	}
	r->exchange = cut->text[0];
	r->operation = cut->text[1];
	r->caller = cut->text[2];
	r->code = cut->text[3];
	r->message_id = cut->text[4];
}

static bool
are_equal(const struct cut *a, const struct cut *b)
{
	const struct journal_record *r = &a->record, *s = &b->record;

	for (size_t i = 0; i < TEXTS; i++)
		if (strcmp(a->text[i], b->text[i]) != 0)
			return false;
	return r->kind == s->kind && r->at_us == s->at_us && r->status == s->status &&
	    r->seq == s->seq && r->len == s->len && r->prev[0] == s->prev[0] &&
	    r->digest[0] == s->digest[0];
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input head = {data, size < 32 ? size : 32};
	struct fuzz_input text = {data + head.left, size - head.left};
	unsigned char hash_a[JOURNAL_HASH_SIZE], hash_b[JOURNAL_HASH_SIZE];
	struct cut a, b;

	if (size < 32)
		return 0;
	make(&head, text, &a);
	make(&head, text, &b);
	journal_hash(&a.record, hash_a);
	journal_hash(&b.record, hash_b);
	MUST((memcmp(hash_a, hash_b, sizeof(hash_a)) == 0) == are_equal(&a, &b),
	    "two records, one hash");
	if (are_equal(&a, &b))
		fuzz_accepted();
	return 0;
}
