#include "config.h"

#include <string.h>

#include "adapter/crypto/crypto.h"
#include "adapter/xml/xml.h"
#include "tests/lib/mtom_kit.h"

const struct part_limits mtom_kit_limits = {"/tmp", KIT_PARTS_MAX, KIT_PART_MAX, KIT_TOTAL_MAX};

int
mtom_kit_set_up(void **state)
{
	(void)state;
	crypto_init();
	xml_init();
	return 0;
}

int
mtom_kit_tear_down(void **state)
{
	(void)state;
	xml_fini();
	crypto_fini();
	return 0;
}

AUTO_DEFINE(reader, struct mtom_reader *, mtom_reader_free)

struct part_list *
mtom_kit_list(void)
{
	static const struct part_limits limits = {"/tmp", 8, 64 << 20, 256 << 20};
	struct part_list *list = NULL;

	CHECK(part_list_new(&limits, &list, NULL) == ERR_OK);
	return list;
}

const struct part *
mtom_kit_add(struct part_list *list, const char *name, const void *octets, size_t len)
{
	CHECK(part_begin(list, name, "", NULL) == ERR_OK && part_write(list, octets, len, NULL) == ERR_OK &&
	    part_end(list, NULL) == ERR_OK);
	return part_at(list, part_count(list) - 1);
}

enum err
mtom_kit_read(const char *type, const char *octets, size_t len, size_t piece, struct buf *root,
    struct part_list **ret_parts, struct err_info *e)
{
	AUTO(reader) struct mtom_reader *r = NULL;

	*ret_parts = NULL;
	TRY(mtom_reader_new(type, &mtom_kit_limits, root, &r, e));
	for (size_t at = 0; at < len; at += piece) {
		size_t n = len - at < piece ? len - at : piece;
		char *copy = malloc(n);         /* of that size, so that reading past it is noticed */
		enum err code;

		CHECK(copy != NULL);
		memcpy(copy, octets + at, n);
		code = mtom_reader_push(r, copy, n, e);
		free(copy);
		TRY(code);
	}
	return mtom_reader_end(r, ret_parts, e);
}

char *
mtom_kit_octets(const struct part *part)
{
	size_t n, len = 0;
	char *octets = malloc(part->size + 1);

	CHECK(octets != NULL);
	do {
		CHECK(part_read(part, len, octets + len, part->size - len, &n, NULL) == ERR_OK);
		len += n;
	} while (n > 0);
	CHECK(len == part->size);
	octets[len] = '\0';
	return octets;
}
