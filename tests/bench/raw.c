/*
 * raw: what one signature made and one verified cost by OpenSSL alone: the floor under an exchange.
 * Prints the CPU time of the pair in microseconds, for each kind of key.
 */
#include "config.h"

#include <time.h>

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/rsa.h>

#include "adapter/base/base.h"
#include "adapter/crypto/crypto.h"

enum { DATA_SIZE = 1200, RUN_US = 1000000 };    /* a SignedInfo with five references */

static int64_t
cpu_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static void
sign_and_verify(EVP_PKEY *key, const EVP_MD *md)
{
	static const unsigned char data[DATA_SIZE];
	unsigned char value[1024];
	size_t len = sizeof(value);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();

	CHECK(ctx != NULL && EVP_DigestSignInit(ctx, NULL, md, NULL, key) == 1);
	CHECK(EVP_DigestSign(ctx, value, &len, data, sizeof(data)) == 1);
	EVP_MD_CTX_free(ctx);
	ctx = EVP_MD_CTX_new();
	CHECK(ctx != NULL && EVP_DigestVerifyInit(ctx, NULL, md, NULL, key) == 1);
	CHECK(EVP_DigestVerify(ctx, value, len, data, sizeof(data)) == 1);
	EVP_MD_CTX_free(ctx);
}

static void
measure(const char *name, EVP_PKEY *key, int digest)
{
	const EVP_MD *md = EVP_get_digestbynid(digest);
	int64_t start, took;
	long n = 0;

	CHECK(key != NULL && md != NULL);
	for (int i = 0; i < 20; i++)            /* warm */
		sign_and_verify(key, md);
	start = cpu_us();
	do {
		sign_and_verify(key, md);
		n++;
		took = cpu_us() - start;
	} while (took < RUN_US);
	printf("raw_%s_us=%lld\n", name, (long long)(took / n));
	EVP_PKEY_free(key);
}

/* With the parameters of real certificates; NULL where the engine is missing. */
static EVP_PKEY *
gost_key(int kind, const char *parameters)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_id(kind, NULL);
	EVP_PKEY *key = NULL;

	if (ctx != NULL && EVP_PKEY_keygen_init(ctx) == 1 &&
	    EVP_PKEY_CTX_ctrl_str(ctx, "paramset", parameters) == 1)
		EVP_PKEY_keygen(ctx, &key);
	EVP_PKEY_CTX_free(ctx);
	return key;
}

int
main(void)
{
	crypto_init();
	measure("rsa", EVP_RSA_gen(2048), NID_sha256);
	measure("ec", EVP_EC_gen("P-256"), NID_sha256);
	if (crypto_has_gost(NULL)) {
		measure("gost256", gost_key(NID_id_GostR3410_2012_256, "XA"), NID_id_GostR3411_2012_256);
		measure("gost512", gost_key(NID_id_GostR3410_2012_512, "A"), NID_id_GostR3411_2012_512);
	}
	crypto_fini();
	return 0;
}
