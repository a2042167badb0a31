#include "config.h"

#include <openssl/pem.h>

#include "tests/fuzz/issued.h"

enum { EDITS_MAX = 64 };

struct issued issued_certificates[ISSUED_CERTIFICATES] = {
	{.name = "fund-sign-ec", .believed = true},     {.name = "fund-sign-rsa", .believed = true},
	{.name = "fund-sign-gost256", .believed = true}, {.name = "fund-sign-gost512", .believed = true},
	{.name = "small-sign-rsa", .believed = true},   {.name = "nousage-sign-ec", .believed = true},
	{.name = "expired-sign-ec"},                    {.name = "mostik-next-sign-ec"},
	{.name = "foreign-sign-ec"},                    {.name = "foreign-sign-gost256"},
	{.name = "fund-sub-sign-ec"},                   {.name = "fund-tls"},
	{.name = "sign-ca", .believed = true},          {.name = "gost-sign-ca", .believed = true},
	{.name = "other-ca"},
};
struct issued issued_lists[ISSUED_LISTS] = {
	{.name = "clean"}, {.name = "changes"}, {.name = "later"}, {.name = "newer-stolen"},
	{.name = "newer-clean"}, {.name = "archived"}, {.name = "old"}, {.name = "strange"},
	{.name = "revoked"}, {.name = "replaced"}, {.name = "stolen"}, {.name = "unclear"},
	{.name = "announced"}, {.name = "other"}, {.name = "endless"}, {.name = "backwards"},
	{.name = "forged"}, {.name = "sub"}, {.name = "gost"}, {.name = "gost-on-it"},
	{.name = "gost-forged"}, {.name = "gost512"}, {.name = "gost512-on-it"},
};

void
issued_read(const char *file, struct issued *item)
{
	FILE *in = fopen(file, "re");
	char *header = NULL;

	CHECK(in != NULL && PEM_read(in, &item->type, &header, &item->der, &item->len) == 1);
	OPENSSL_free(header);
	fclose(in);
}

static void
add_pem(const struct issued *item, const unsigned char *der, size_t len, struct buf *out)
{
	BIO *pem = BIO_new(BIO_s_mem());
	char *text;
	long n;

	CHECK(pem != NULL && PEM_write_bio(pem, item->type, "", der, (long)len) > 0);
	n = BIO_get_mem_data(pem, &text);
	CHECK(buf_add(out, text, (size_t)n, NULL) == ERR_OK);
	BIO_free(pem);
}

unsigned char *
issued_edit(const struct issued *item, struct fuzz_input *in, size_t *ret_len)
{
	size_t len = (size_t)item->len;
	unsigned char *der = malloc(len + EDITS_MAX);

	CHECK(der != NULL);
	memcpy(der, item->der, len);
	for (int i = 0; i < EDITS_MAX && in->left >= 4 && len > 1; i++) {
		uint8_t how = fuzz_octet(in), high = fuzz_octet(in), low = fuzz_octet(in);
		size_t at = (high * 256U + low) % len;

		if (how == 1) {
			memmove(der + at + 1, der + at, len - at);
			len++;
		} else if (how == 2) {
			memmove(der + at, der + at + 1, len - at - 1);
			len--;
		}
		if (how != 2)
			der[at] = fuzz_octet(in);
	}
	*ret_len = len;
	return der;
}

static const struct issued *
find(const struct issued *items, size_t n, const char *name, size_t len)
{
	for (size_t i = 0; i < n; i++)
		if (strlen(items[i].name) == len && memcmp(items[i].name, name, len) == 0)
			return items[i].type != NULL ? &items[i] : NULL;
	return NULL;
}

const struct issued *
issued_add(const uint8_t *line, size_t len, struct buf *out)
{
	const uint8_t *space = memchr(line, ' ', len);
	size_t name_len = space != NULL ? (size_t)(space - line) : len, der_len;
	const char *name = (const char *)line;
	struct fuzz_input edits = {line + name_len, len - name_len};
	const struct issued *item = find(issued_lists, ISSUED_LISTS, name, name_len);
	unsigned char *der;

	if (item == NULL)
		item = find(issued_certificates, ISSUED_CERTIFICATES, name, name_len);
	if (item == NULL) {
		if (len > 0 && *line == '=')
			CHECK(buf_add(out, line + 1, len - 1, NULL) == ERR_OK &&
			    buf_add_str(out, "\n", NULL) == ERR_OK);
		return NULL;
	}
	fuzz_octet(&edits);
	der = issued_edit(item, &edits, &der_len);
	add_pem(item, der, der_len, out);
	free(der);
	return item;
}
