/*
 * seal_bench: what signing and verifying cost beside the bare cryptography.
 * Run by hand or by "make bench"; not a test: times depend on the machine.
 *
 * Prints one line per kind of key and size of Body: microseconds of this thread's CPU,
 * the least of several batches.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/evp.h>
#include <openssl/pem.h>

#include "tests/seal_kit.h"

enum { BATCHES = 15, MAX_BYTES = 4 << 20 };

static struct {
	struct seal    *ours, *theirs;
	EVP_PKEY       *key;
	struct buf      plain, sealed;
	unsigned char   signature[512];
	size_t          signature_len;
	int64_t         now_us;
} b;

static double
cpu_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
	return (double)ts.tv_sec * 1e6 + (double)ts.tv_nsec / 1e3;
}

static void
do_sign(void)
{
	struct err_info e;

	buf_reset(&b.sealed);
	CHECK(seal_sign(b.ours, b.plain.data, b.plain.len, b.now_us, &b.sealed, &e) == ERR_OK);
}

static void
do_verify(void)
{
	struct seal_expect expect = {.action = kit_action, .relates_to = "urn:uuid:1",
	    .now_us = b.now_us};
	struct seal_verified v;
	struct err_info e;

	CHECK(seal_verify(b.theirs, b.sealed.data, b.sealed.len, &expect, &v, &e) == ERR_OK);
	seal_verified_fini(&v);
}

/* The bare cost: the Body digested once, one signature. */
static void
do_raw_sign(void)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	unsigned char digest[32];

	CHECK(EVP_Digest(b.plain.data, b.plain.len, digest, NULL, EVP_sha256(), NULL) == 1);
	b.signature_len = sizeof(b.signature);
	CHECK(EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, b.key) == 1);
	CHECK(EVP_DigestSign(ctx, b.signature, &b.signature_len, digest, sizeof(digest)) == 1);
	EVP_MD_CTX_free(ctx);
}

static void
do_raw_verify(void)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	unsigned char digest[32];

	CHECK(EVP_Digest(b.plain.data, b.plain.len, digest, NULL, EVP_sha256(), NULL) == 1);
	CHECK(EVP_DigestVerifyInit(ctx, NULL, EVP_sha256(), NULL, b.key) == 1);
	CHECK(EVP_DigestVerify(ctx, b.signature, b.signature_len, digest, sizeof(digest)) == 1);
	EVP_MD_CTX_free(ctx);
}

static double
least(void (*work)(void), int rounds)
{
	double best = 0;

	work();
	for (int i = 0; i < BATCHES; i++) {
		double start = cpu_us(), took;

		for (int k = 0; k < rounds; k++)
			work();
		took = (cpu_us() - start) / rounds;
		if (i == 0 || took < best)
			best = took;
	}
	return best;
}

/* A Body of about so many bytes: the shape of a list of payments. */
static void
build(size_t size)
{
	static const char row[] =
	    "<p:Payment><p:Kind>Страховая пенсия</p:Kind><p:Amount>23456.78</p:Amount></p:Payment>";
	struct buf body;
	struct err_info e;

	buf_init(&body, MAX_BYTES);
	CHECK(buf_add_str(&body, "<p:List xmlns:p=\"urn:test\">", &e) == ERR_OK);
	while (body.len < size)
		CHECK(buf_add_str(&body, row, &e) == ERR_OK);
	CHECK(buf_add_str(&body, "</p:List>", &e) == ERR_OK);
	buf_reset(&b.plain);
	kit_build(&(struct kit_envelope){.to = "urn:fund", .relates_to = "urn:uuid:1",
	    .body = body.data}, &b.plain);
	buf_fini(&body);
}

static void
measure(const char *kind, size_t size, int rounds)
{
	double sign, verify, raw_sign, raw_verify;

	build(size);
	sign = least(do_sign, rounds);
	verify = least(do_verify, rounds);
	raw_sign = least(do_raw_sign, rounds);
	raw_verify = least(do_raw_verify, rounds);
	printf("%-4s body %7zu B: sign %8.1f us (raw %7.1f, x%.2f)  verify %8.1f us (raw %6.1f, x%.2f)\n",
	    kind, size, sign, raw_sign, sign / raw_sign, verify, raw_verify, verify / raw_verify);
}

static void
run(const char *kind)
{
	char pair[32];
	FILE *file;

	snprintf(pair, sizeof(pair), "mostik-sign-%s", kind);
	file = fopen(kit_file(pair, ".key"), "r");
	CHECK(file != NULL);
	b.key = PEM_read_PrivateKey(file, NULL, NULL, NULL);
	CHECK(b.key != NULL);
	fclose(file);
	b.ours = kit_seal("mostik", kind, "fund");
	b.theirs = kit_seal("fund", kind, "mostik");
	b.now_us = clock_now_us();
	measure(kind, 2600, 200);
	measure(kind, 20000, 50);
	measure(kind, 1000000, 2);
	seal_close(b.ours);
	seal_close(b.theirs);
	EVP_PKEY_free(b.key);
}

int
main(void)
{
	seal_init();
	buf_init(&b.plain, MAX_BYTES);
	buf_init(&b.sealed, MAX_BYTES);
	run("rsa");
	run("ec");
	buf_fini(&b.plain);
	buf_fini(&b.sealed);
	seal_fini();
	return 0;
}
