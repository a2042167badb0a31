/*
 * The canonical form of a record, over which its hash is taken.  No two records share
 * one: every field has a fixed size or its length before it.
 *
 * leaf, version 1 (integers are big-endian; signed ones are two's complement):
 *
 *	 1  version           1
 *	 8  seq
 *	32  prev              hash of the record before; zeros in the first
 *	 1  kind
 *	 8  at_us             signed
 *	 4  status            signed
 *	 4 + n  exchange      length, then the bytes
 *	 4 + n  operation
 *	 4 + n  caller
 *	 4 + n  code
 *	 4 + n  message_id
 *	 8  len               of the payload
 *	32  digest            SHA-256 of the payload
 *
 * hash = SHA-256(0x00 || leaf), as RFC 6962, section 2.1 hashes a leaf.
 */
#include "config.h"

#include <string.h>

#include <openssl/evp.h>

#include "adapter/journal/journal.h"

enum { LEAF_PREFIX = 0x00, LEAF_VERSION = 1 };

/* Appends the low `bytes` bytes of value, the highest first. */
static void
add_number(EVP_MD_CTX *ctx, uint64_t value, int bytes)
{
	unsigned char octets[8];

	for (int i = 0; i < bytes; i++)
		octets[i] = (unsigned char)(value >> (8 * (bytes - 1 - i)));
	CHECK(EVP_DigestUpdate(ctx, octets, (size_t)bytes) == 1);
}

static void
add_text(EVP_MD_CTX *ctx, const char *text)
{
	size_t len = strlen(text);

	CHECK(len <= UINT32_MAX);
	add_number(ctx, len, 4);
	CHECK(EVP_DigestUpdate(ctx, text, len) == 1);
}

void
journal_digest(const struct journal_record *record, unsigned char digest[JOURNAL_HASH_SIZE])
{
	CHECK(EVP_Digest(record->len != 0 ? record->payload : "", record->len, digest, NULL,
	    EVP_sha256(), NULL) == 1);
}

void
journal_hash(const struct journal_record *record, unsigned char hash[JOURNAL_HASH_SIZE])
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();

	CHECK(ctx != NULL && EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) == 1);
	add_number(ctx, LEAF_PREFIX, 1);
	add_number(ctx, LEAF_VERSION, 1);
	add_number(ctx, (uint64_t)record->seq, 8);
	CHECK(EVP_DigestUpdate(ctx, record->prev, JOURNAL_HASH_SIZE) == 1);
	add_number(ctx, (uint64_t)record->kind, 1);
	add_number(ctx, (uint64_t)record->at_us, 8);
	add_number(ctx, (uint32_t)record->status, 4);
	add_text(ctx, record->exchange);
	add_text(ctx, record->operation);
	add_text(ctx, record->caller);
	add_text(ctx, record->code);
	add_text(ctx, record->message_id);
	add_number(ctx, record->len, 8);
	CHECK(EVP_DigestUpdate(ctx, record->digest, JOURNAL_HASH_SIZE) == 1);
	CHECK(EVP_DigestFinal_ex(ctx, hash, NULL) == 1);
	EVP_MD_CTX_free(ctx);
}

const char *
journal_kind_name(enum journal_kind kind)
{
	static const char *const names[] = {
		[JOURNAL_REQUEST] = "request",
		[JOURNAL_SENT]    = "sent",
		[JOURNAL_REPLY]   = "reply",
		[JOURNAL_ANSWER]  = "answer",
	};

	if (kind < JOURNAL_REQUEST || kind > JOURNAL_ANSWER)
		return "unknown";
	return names[kind];
}
