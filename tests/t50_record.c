/* journal: the canonical form of a record and its hash. */
#include "config.h"

#include "tests/unit.h"

#include "adapter/journal/journal.h"

/*
 * The hash of the first record, made without our code:
 *
 *	( printf '\0\001'                                       # RFC 6962 leaf; version
 *	  printf '\0\0\0\0\0\0\0\001'; head -c 32 /dev/zero     # seq; prev
 *	  printf '\001'                                         # kind
 *	  printf '\000\006\140\332\351\320\005\200'             # at_us 1795359845123456
 *	  printf '\0\0\0\0'                                     # status
 *	  printf '\0\0\0\0446f1c0000-0000-4000-8000-000000000001'
 *	  printf '\0\0\0\013GetPayments'; printf '\0\0\0\006portal'
 *	  printf '\0\0\0\002OK'; printf '\0\0\0\0'              # code; no message_id
 *	  printf '\0\0\0\0\0\0\0\007'                           # length of the payload
 *	  printf '{"a":1}' | openssl dgst -sha256 -binary
 *	) | sha256sum
 */
static const char first_hash[] = "95d91dfcc3fdd23544659297c2db2c11cffabe7bcf01431824bcabaa12edb680";
/* The second, in the same way: prev is first_hash; negative numbers are all ones above. */
static const char second_hash[] = "23871ad5630c35fb3be7fc7390c74d60d3297abf1121e81e2abfb4aef6628092";

static struct journal_record
first(void)
{
	struct journal_record r = {
	    .seq = 1,
	    .kind = JOURNAL_REQUEST,
	    .at_us = 1795359845123456,
	    .exchange = "6f1c0000-0000-4000-8000-000000000001",
	    .operation = "GetPayments",
	    .caller = "portal",
	    .code = "OK",
	    .message_id = "",
	    .payload = "{\"a\":1}",
	    .len = 7,
	};

	journal_digest(&r, r.digest);
	return r;
}

static void
assert_hash(const struct journal_record *r, const char *want)
{
	unsigned char hash[JOURNAL_HASH_SIZE];
	char hex[2 * JOURNAL_HASH_SIZE + 1];

	journal_hash(r, hash);
	id_hex(hash, sizeof(hash), hex);
	assert_string_equal(hex, want);
}

static void
hash_is_that_of_the_written_form(void **state)
{
	struct journal_record r = first();
	struct journal_record s = {
	    .seq = 2,
	    .kind = JOURNAL_ANSWER,
	    .at_us = -1,
	    .exchange = r.exchange,
	    .operation = "",
	    .caller = "",
	    .code = "FUND_SILENT",
	    .status = -503,
	    .message_id = "urn:uuid:1",
	};

	(void)state;
	assert_hash(&r, first_hash);
	journal_hash(&r, s.prev);
	journal_digest(&s, s.digest);
	assert_hash(&s, second_hash);
}

static void
hash_leaves_the_payload_to_its_digest(void **state)
{
	struct journal_record r = first();

	(void)state;
	r.payload = NULL;       /* erased: the chain still verifies */
	assert_hash(&r, first_hash);
}

static void
hash_depends_on_every_field(void **state)
{
	struct journal_record r[14];
	unsigned char hash[COUNT_OF(r)][JOURNAL_HASH_SIZE];
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(r); i++)
		r[i] = first();
	n++;                    /* r[0] stays as it is */
	r[n++].seq = 2;
	r[n++].prev[31] = 1;
	r[n++].kind = JOURNAL_SENT;
	r[n++].at_us++;
	r[n++].status = 1;
	r[n++].exchange = "6f1c0000-0000-4000-8000-000000000002";
	r[n++].operation = "GetPayment";
	r[n++].caller = "Portal";
	r[n++].code = "";
	r[n++].message_id = "x";
	r[n++].len = 8;
	r[n++].digest[0] ^= 0x80;
	/* A byte that moves from one field to the next is seen too. */
	r[n].operation = "GetPayment";
	r[n++].caller = "sportal";
	assert_int_equal(n, COUNT_OF(r));
	for (size_t i = 0; i < n; i++) {
		journal_hash(&r[i], hash[i]);
		for (size_t k = 0; k < i; k++)
			if (memcmp(hash[i], hash[k], JOURNAL_HASH_SIZE) == 0)
				fail_msg("records %zu and %zu have one hash", i, k);
	}
}

static void
kinds_have_names(void **state)
{
	(void)state;
	assert_string_equal(journal_kind_name(JOURNAL_REQUEST), "request");
	assert_string_equal(journal_kind_name(JOURNAL_SENT), "sent");
	assert_string_equal(journal_kind_name(JOURNAL_REPLY), "reply");
	assert_string_equal(journal_kind_name(JOURNAL_ANSWER), "answer");
	assert_string_equal(journal_kind_name((enum journal_kind)0), "unknown");
	assert_string_equal(journal_kind_name((enum journal_kind)5), "unknown");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(hash_is_that_of_the_written_form),
		cmocka_unit_test(hash_leaves_the_payload_to_its_digest),
		cmocka_unit_test(hash_depends_on_every_field),
		cmocka_unit_test(kinds_have_names),
	};

	return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
