/*
 * seal_bench: what signing and verifying cost beside the bare cryptography.
 * Run by hand or by "make bench"; not a test: times depend on the machine.
 *
 * Prints one line per kind of key and size of Body: microseconds of this thread's CPU, the least
 * of several batches.  "cold" is a verification by a seal that has not met the certificate yet, so
 * that it is decoded and its chain checked; "warm" is every later one.  "raw" is OpenSSL alone: the
 * Body digested, one signature made or verified.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/pem.h>

#include "tests/seal_kit.h"

enum { BATCHES = 15, MAX_BYTES = 4 << 20 };

static struct {
	struct seal    *ours, *theirs;
	struct seal_config config;      /* of theirs */
	EVP_PKEY       *key;
	const EVP_MD   *md;
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

static void
do_raw_sign(void)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	unsigned char digest[64];
	unsigned len = 0;

	CHECK(EVP_Digest(b.plain.data, b.plain.len, digest, &len, b.md, NULL) == 1);
	b.signature_len = sizeof(b.signature);
	CHECK(EVP_DigestSignInit(ctx, NULL, b.md, NULL, b.key) == 1);
	CHECK(EVP_DigestSign(ctx, b.signature, &b.signature_len, digest, len) == 1);
	EVP_MD_CTX_free(ctx);
}

static void
do_raw_verify(void)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	unsigned char digest[64];
	unsigned len = 0;

	CHECK(EVP_Digest(b.plain.data, b.plain.len, digest, &len, b.md, NULL) == 1);
	CHECK(EVP_DigestVerifyInit(ctx, NULL, b.md, NULL, b.key) == 1);
	CHECK(EVP_DigestVerify(ctx, b.signature, b.signature_len, digest, len) == 1);
	EVP_MD_CTX_free(ctx);
}

/* A reload forgets the certificates; its own time is not counted. */
static double
least_cold(int rounds)
{
	double best = 0;

	for (int i = 0; i < rounds; i++) {
		struct err_info e;
		double start;

		CHECK(seal_reload(b.theirs, &b.config, &e) == ERR_OK);
		start = cpu_us();
		do_verify();
		if (i == 0 || cpu_us() - start < best)
			best = cpu_us() - start;
	}
	return best;
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
	double sign, warm, cold, raw_sign, raw_verify;

	build(size);
	sign = least(do_sign, rounds);
	warm = least(do_verify, rounds);
	cold = least_cold(rounds < 20 ? rounds : 20);
	raw_sign = least(do_raw_sign, rounds);
	raw_verify = least(do_raw_verify, rounds);
	printf("%-8s %8zu %9.1f %9.1f %6.2f %9.1f %9.1f %9.1f %6.2f %6.2f\n", kind, size, sign, raw_sign,
	    sign / raw_sign, cold, warm, raw_verify, cold / raw_verify, warm / raw_verify);
}

static void
run(const char *kind, int digest)
{
	char pair[32];
	FILE *file;

	snprintf(pair, sizeof(pair), "mostik-sign-%s", kind);
	file = fopen(kit_file(pair, ".key"), "r");
	CHECK(file != NULL);
	b.key = PEM_read_PrivateKey(file, NULL, NULL, NULL);
	b.md = EVP_get_digestbynid(digest);
	CHECK(b.key != NULL && b.md != NULL);
	fclose(file);
	b.ours = kit_seal("mostik", kind, "fund");
	b.theirs = kit_seal("fund", kind, "mostik");
	b.config = kit_config("fund", kind, "mostik");
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
	static const int digests[KIT_KINDS] = {NID_sha256, NID_sha256, NID_id_GostR3411_2012_256,
	    NID_id_GostR3411_2012_512};

	seal_init();
	buf_init(&b.plain, MAX_BYTES);
	buf_init(&b.sealed, MAX_BYTES);
	printf("microseconds of CPU           sign                        verify\n"
	    "key         Body B    sealed       raw  ratio      cold      warm       raw  cold/  warm/\n");
	for (size_t k = 0; k < kit_n_kinds(); k++)
		run(kit_kinds[k], digests[k]);
	buf_fini(&b.plain);
	buf_fini(&b.sealed);
	seal_fini();
	return 0;
}
