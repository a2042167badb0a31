#include "config.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/rand.h>

#include "adapter/base/base.h"

static void
print(unsigned char b[16], unsigned version, char id[ID_SIZE])
{
	b[6] = (unsigned char)((b[6] & 0x0f) | (version << 4));
	b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
	snprintf(id, ID_SIZE, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
	    b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7],
	    b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
}

void
id_new(char id[ID_SIZE])
{
	unsigned char bytes[16];

	CHECK(RAND_bytes(bytes, sizeof(bytes)) == 1);
	print(bytes, 4, id);
}

void
id_from_digest(const unsigned char digest[ID_DIGEST_SIZE], char id[ID_SIZE])
{
	unsigned char bytes[16];

	memcpy(bytes, digest, sizeof(bytes));
	print(bytes, 8, id);
}

void
id_digest(unsigned char digest[ID_DIGEST_SIZE], const char *first, ...)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	va_list ap;

	CHECK(ctx != NULL && EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) == 1);
	va_start(ap, first);
	for (const char *part = first; part != NULL; part = va_arg(ap, const char *)) {
		size_t len = strlen(part);
		unsigned char size[8];

		for (int i = 0; i < 8; i++)
			size[i] = (unsigned char)((uint64_t)len >> (56 - 8 * i));
		CHECK(EVP_DigestUpdate(ctx, size, sizeof(size)) == 1);
		CHECK(EVP_DigestUpdate(ctx, part, len) == 1);
	}
	va_end(ap);
	CHECK(EVP_DigestFinal_ex(ctx, digest, NULL) == 1);
	EVP_MD_CTX_free(ctx);
}

void
id_hex(const unsigned char *bytes, size_t len, char *hex)
{
	static const char digit[] = "0123456789abcdef";

	for (size_t i = 0; i < len; i++) {
		hex[2 * i] = digit[bytes[i] >> 4];
		hex[2 * i + 1] = digit[bytes[i] & 15];
	}
	hex[2 * len] = '\0';
}
