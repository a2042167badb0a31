/*
 * raw: what one signature made and one verified cost by OpenSSL alone: the floor under an exchange.
 * Prints the CPU time of the pair in microseconds, for each kind of key.
 */
#include "config.h"

#include <time.h>

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "adapter/base/base.h"

enum { DATA_SIZE = 1200, RUN_US = 1000000 };    /* a SignedInfo with five references */

static int64_t
cpu_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static void
sign_and_verify(EVP_PKEY *key)
{
	static const unsigned char data[DATA_SIZE];
	unsigned char value[1024];
	size_t len = sizeof(value);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();

	CHECK(ctx != NULL && EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, key) == 1);
	CHECK(EVP_DigestSign(ctx, value, &len, data, sizeof(data)) == 1);
	EVP_MD_CTX_free(ctx);
	ctx = EVP_MD_CTX_new();
	CHECK(ctx != NULL && EVP_DigestVerifyInit(ctx, NULL, EVP_sha256(), NULL, key) == 1);
	CHECK(EVP_DigestVerify(ctx, value, len, data, sizeof(data)) == 1);
	EVP_MD_CTX_free(ctx);
}

static void
measure(const char *name, EVP_PKEY *key)
{
	int64_t start, took;
	long n = 0;

	CHECK(key != NULL);
	for (int i = 0; i < 20; i++)            /* warm */
		sign_and_verify(key);
	start = cpu_us();
	do {
		sign_and_verify(key);
		n++;
		took = cpu_us() - start;
	} while (took < RUN_US);
	printf("raw_%s_us=%lld\n", name, (long long)(took / n));
	EVP_PKEY_free(key);
}

int
main(void)
{
	measure("rsa", EVP_RSA_gen(2048));
	measure("ec", EVP_EC_gen("P-256"));
	return 0;
}
