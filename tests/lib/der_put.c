#include "config.h"

#include <string.h>

#include "tests/lib/der_put.h"

void
der_add(struct buf *out, const void *octets, size_t len)
{
	CHECK(buf_add(out, octets, len, NULL) == ERR_OK);
}

void
der_add_oid(struct buf *out, const char *oid)
{
	der_add(out, oid, 2 + (size_t)oid[1]);
}

void
der_put(struct buf *out, int identifier, const void *octets, size_t len)
{
	unsigned char header[5] = {(unsigned char)identifier};
	size_t n = 0;

	for (size_t rest = len; len >= 0x80 && rest > 0; rest >>= 8)
		n++;
	header[1] = (unsigned char)(n == 0 ? len : 0x80 + n);
	for (size_t i = 0; i < n; i++)
		header[2 + i] = (unsigned char)(len >> 8 * (n - 1 - i));
	der_add(out, header, 2 + n);
	der_add(out, octets, len);
}

void
der_put_buf(struct buf *out, int identifier, const struct buf *in)
{
	der_put(out, identifier, in->len > 0 ? in->data : "", in->len);
}

void
der_put_algorithm(struct buf *out, const char *oid)
{
	BUF_AUTO(in, DER_MAX);

	der_add_oid(&in, oid);
	if (oid[2 + oid[1]] == 0x05)
		der_add(&in, "\x05\x00", 2);
	der_put_buf(out, 0x30, &in);
}

void
der_put_number(struct buf *out, const unsigned char *octets, size_t len)
{
	unsigned char padded[DER_MAX_NUMBER + 1] = {0};

	for (; len > 1 && octets[0] == 0; len--)
		octets++;
	memcpy(padded + 1, octets, len);
	der_put(out, 0x02, padded + (octets[0] < 0x80), len + (octets[0] >= 0x80));
}
