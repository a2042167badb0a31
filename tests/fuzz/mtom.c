/*
 * mtom: a package of a peer, in pieces.
 *
 * An input is the Content-Type, a newline, and the octets.  However they are cut, the verdict is the
 * same; what is taken stands in the input as it is, and a package that we write of it is read as the same.
 */
#include "config.h"

#include "tests/fuzz/fuzz.h"
#include "tests/lib/mtom_kit.h"

AUTO_DEFINE(list, struct part_list *, part_list_free)
AUTO_DEFINE(writer, struct mtom_writer *, mtom_writer_free)

enum { SAID_MAX = 1 << 16, PIECE = 4096 };

static void
tear_down(void)
{
	mtom_kit_tear_down(NULL);
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	CHECK(mtom_kit_set_up(NULL) == 0 && atexit(tear_down) == 0);
	return 0;
}

/* Code, root and parts as octets that can be compared; the parts are the caller's. */
static enum err
read_package(const char *type, const char *octets, size_t len, size_t piece, struct buf *said,
    struct part_list **ret_parts)
{
	BUF_AUTO(root, KIT_ROOT_MAX);
	struct err_info e = {0};
	enum err code = mtom_kit_read(type, octets, len, piece, &root, ret_parts, &e);

	MUST(code == e.code, "result and error differ");
	MUST(code == ERR_OK || code == ERR_FUND_HTTP || code == ERR_FUND_TOO_LARGE, "%s is not the peer's fault",
	    err_name(code));
	if (code != ERR_OK)
		return code;
	MUST(root.len == 0 || memmem(octets, len, root.data, root.len) != NULL, "a root that is not there");
	CHECK(buf_addf(said, NULL, "%zu:%s", root.len, root.len != 0 ? root.data : "") == ERR_OK);
	for (size_t i = 0; i < part_count(*ret_parts); i++) {
		const struct part *part = part_at(*ret_parts, i);
		char *text = mtom_kit_octets(part);

		MUST(part->size == 0 || memmem(octets, len, text, part->size) != NULL, "a part that is not there");
		CHECK(buf_addf(said, NULL, "%zu:", (size_t)part->size) == ERR_OK);
		CHECK(buf_add(said, text, part->size, NULL) == ERR_OK);
		free(text);
	}
	return code;
}

/* The same root and parts under names of ours. */
static void
write_again(const struct buf *said, const char *octets, size_t len, const char *type,
    const struct part_list *parts)
{
	AUTO(list) struct part_list *copies = mtom_kit_list(), *again = NULL;
	AUTO(list) struct part_list *unused = NULL;
	AUTO(writer) struct mtom_writer *w = NULL;
	BUF_AUTO(root, KIT_ROOT_MAX);
	BUF_AUTO(package, SAID_MAX);
	BUF_AUTO(now, SAID_MAX);
	char piece[PIECE];
	size_t n;

	CHECK(mtom_kit_read(type, octets, len, len, &root, &unused, NULL) == ERR_OK);
	for (size_t i = 0; i < part_count(parts); i++) {
		char *text = mtom_kit_octets(part_at(parts, i));

		mtom_kit_add(copies, (char[]){(char)('a' + i), '\0'}, text, part_at(parts, i)->size);
		free(text);
	}
	CHECK(mtom_writer_new(root.len != 0 ? root.data : "", root.len, "text/xml", copies, &w, NULL) == ERR_OK);
	do {
		CHECK(mtom_writer_read(w, package.len, piece, sizeof(piece), &n, NULL) == ERR_OK);
		CHECK(buf_add(&package, piece, n, NULL) == ERR_OK);
	} while (n > 0);
	MUST(package.len == mtom_writer_size(w), "another length than was told");
	MUST(read_package(mtom_writer_type(w), package.data, package.len, 5, &now, &again) == ERR_OK,
	    "we do not read what we write");
	MUST(now.len == said->len && memcmp(now.data, said->data, now.len) == 0, "we read another message");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const size_t pieces[] = {1, 7, 1 << 20};
	struct fuzz_input in = {data, size};
	AUTO(char) char *type = fuzz_line(&in);
	const char *octets = in.left != 0 ? (const char *)in.data : "";
	enum err code = ERR_OK;
	BUF_AUTO(first, SAID_MAX);

	for (size_t i = 0; i < COUNT_OF(pieces); i++) {
		AUTO(list) struct part_list *parts = NULL;
		BUF_AUTO(said, SAID_MAX);
		enum err now = read_package(type, octets, in.left, pieces[i], &said, &parts);

		MUST(i == 0 || now == code, "%s in pieces of %zu, else %s", err_name(now), pieces[i], err_name(code));
		MUST(i == 0 || (said.len == first.len &&
		    (said.len == 0 || memcmp(said.data, first.data, said.len) == 0)),
		    "other parts in pieces of %zu", pieces[i]);
		code = now;
		if (i == 0 && said.len != 0)
			CHECK(buf_add(&first, said.data, said.len, NULL) == ERR_OK);
		if (code == ERR_OK && i == 0)
			write_again(&said, octets, in.left, type, parts);
	}
	if (code == ERR_OK)
		fuzz_accepted();
	return 0;
}
