#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "adapter/mtom/mtom.h"
#include "tests/fund/files.h"

enum { FILES_MAX = 16, FILE_MAX = 64 << 20, PACKAGE_MAX = 256 << 20, PIECE = 65536 };

static const struct part_limits limits = {"/tmp", FILES_MAX, FILE_MAX, PACKAGE_MAX};

AUTO_DEFINE(reader, struct mtom_reader *, mtom_reader_free)
AUTO_DEFINE(writer, struct mtom_writer *, mtom_writer_free)

enum err
files_open(const char *type, const char *octets, size_t len, struct buf *envelope,
    struct part_list **ret_parts, struct err_info *e)
{
	AUTO(reader) struct mtom_reader *r = NULL;

	*ret_parts = NULL;
	if (!mtom_is_package(type))
		return buf_add(envelope, octets, len, e);
	TRY(mtom_reader_new(type, &limits, envelope, &r, e));
	TRY(mtom_reader_push(r, octets, len, e));
	return mtom_reader_end(r, ret_parts, e);
}

static void
add(struct part_list *list, const char *name, const char *octets, size_t len)
{
	CHECK(part_begin(list, name, "", NULL) == ERR_OK && part_write(list, octets, len, NULL) == ERR_OK &&
	    part_end(list, NULL) == ERR_OK);
}

void
files_give(struct part_list **given, enum files mode, const char *octets, size_t len,
    char ret_name[PART_NAME_SIZE], char ret_digest[45])
{
	AUTO(char) char *copy = malloc(len + 1);
	unsigned char digest[PART_DIGEST_SIZE];

	CHECK(copy != NULL && len > 0);
	memcpy(copy, octets, len);
	if (mode == FILES_BAD)
		copy[len / 2] ^= 1;
	if (*given == NULL)
		CHECK(part_list_new(&limits, given, NULL) == ERR_OK);
	snprintf(ret_name, PART_NAME_SIZE, "file-%zu", part_count(*given) + 1);
	CHECK(EVP_Digest(octets, len, digest, NULL, EVP_sha256(), NULL) == 1);
	EVP_EncodeBlock((unsigned char *)ret_digest, digest, sizeof(digest));
	if (mode != FILES_NONE)
		add(*given, ret_name, copy, len);
	if (mode == FILES_EXTRA)
		add(*given, "extra", "extra", 5);
}

enum err
files_close(const struct part_list *given, enum soap_version version, struct buf *envelope, char **ret_type,
    struct err_info *e)
{
	AUTO(writer) struct mtom_writer *w = NULL;
	BUF_AUTO(package, PACKAGE_MAX);
	char piece[PIECE];
	size_t n;

	TRY(mtom_writer_new(envelope->data, envelope->len,
	    version == SOAP_1_2 ? "application/soap+xml" : "text/xml", given, &w, e));
	do {
		TRY(mtom_writer_read(w, package.len, piece, sizeof(piece), &n, e));
		TRY(buf_add(&package, piece, n, e));
	} while (n > 0);
	*ret_type = strdup(mtom_writer_type(w));
	CHECK(*ret_type != NULL);
	buf_fini(envelope);
	*envelope = package;
	buf_init(&package, 0);
	return ERR_OK;
}
