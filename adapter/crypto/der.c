#include "config.h"

#include "adapter/crypto/der.h"

int
crypto_der_next(const struct der *from)
{
	return from->left > 0 ? from->at[0] : -1;
}

/* The octets of the length, from the second of the header on; 0 if it is not one in DER. */
static size_t
length_of(const struct der *from, size_t *ret_len)
{
	size_t n, len = 0;

	if (from->left < 2)
		return 0;
	if (from->at[1] < 0x80) {
		*ret_len = from->at[1];
		return 1;
	}
	n = from->at[1] & 0x7f;         /* 0: not known beforehand, which only BER has */
	if (n == 0 || n > 3 || from->left < 2 + n || from->at[2] == 0)
		return 0;
	for (size_t i = 0; i < n; i++)
		len = len << 8 | from->at[2 + i];
	*ret_len = len;
	return len < 0x80 ? 0 : 1 + n;
}

bool
crypto_der_take_any(struct der *from, struct der_item *ret)
{
	size_t len = 0, header = length_of(from, &len);

	if (header == 0 || (from->at[0] & 0x1f) == 0x1f || len > from->left - 1 - header)
		return false;
	header++;
	ret->all = (struct der){from->at, header + len};
	ret->in = (struct der){from->at + header, len};
	from->at += header + len;
	from->left -= header + len;
	return true;
}

bool
crypto_der_take(struct der *from, int identifier, struct der_item *ret)
{
	return crypto_der_next(from) == identifier && crypto_der_take_any(from, ret);
}

bool
crypto_der_take_if(struct der *from, int identifier, struct der_item *ret)
{
	*ret = (struct der_item){0};
	return crypto_der_next(from) != identifier || crypto_der_take_any(from, ret);
}
