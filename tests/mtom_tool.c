/*
 * mtom_tool: writes and reads packages of files, for tests with the software of others.
 *
 * usage: mtom_tool write ROOT FILE...   Content-Type, a newline and the package; the names are a, b, c …
 *        mtom_tool read DIR             of the same on standard input: DIR/root and DIR/NAME; or the code
 */
#include "config.h"

#include <string.h>

#include "tests/lib/mtom_kit.h"

enum { TYPE_MAX = 1024, ROOT_MAX = 1 << 20, PIECE = 4096 };

static void
read_file(const char *path, struct buf *to)
{
	AUTO(file) FILE *f = fopen(path, "rb");
	char piece[PIECE];
	size_t n;

	CHECK(f != NULL);
	while ((n = fread(piece, 1, sizeof(piece), f)) > 0)
		CHECK(buf_add(to, piece, n, NULL) == ERR_OK);
}

static int
write_package(char **files)
{
	struct part_list *parts = mtom_kit_list();
	BUF_AUTO(root, ROOT_MAX);
	struct mtom_writer *w = NULL;
	char piece[PIECE], name[] = "a";
	uint64_t at = 0;
	size_t n;

	read_file(*files, &root);
	while (*++files != NULL) {
		BUF_AUTO(octets, 64 << 20);

		read_file(*files, &octets);
		mtom_kit_add(parts, name, octets.len != 0 ? octets.data : "", octets.len);
		name[0]++;
	}
	CHECK(mtom_writer_new(root.data, root.len, "text/xml", parts, &w, NULL) == ERR_OK);
	printf("%s\n", mtom_writer_type(w));
	do {
		CHECK(mtom_writer_read(w, at, piece, sizeof(piece), &n, NULL) == ERR_OK);
		CHECK(fwrite(piece, 1, n, stdout) == n);
		at += n;
	} while (n > 0);
	mtom_writer_free(w);
	part_list_free(parts);
	return 0;
}

static void
save(const char *dir, const char *name, const char *octets, size_t len)
{
	char path[TYPE_MAX];
	AUTO(file) FILE *f = NULL;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "wb");
	CHECK(f != NULL && fwrite(octets, 1, len, f) == len);
}

static enum err
read_all(struct buf *root, struct part_list **ret_parts, struct err_info *e)
{
	static const struct part_limits limits = {"/tmp", 8, 64 << 20, 256 << 20};
	struct mtom_reader *r = NULL;
	char type[TYPE_MAX], piece[PIECE];
	enum err code;
	size_t n;

	CHECK(fgets(type, sizeof(type), stdin) != NULL);
	type[strcspn(type, "\n")] = '\0';
	code = mtom_reader_new(type, &limits, root, &r, e);
	while (code == ERR_OK && (n = fread(piece, 1, sizeof(piece), stdin)) > 0)
		code = mtom_reader_push(r, piece, n, e);
	if (code == ERR_OK)
		code = mtom_reader_end(r, ret_parts, e);
	mtom_reader_free(r);
	return code;
}

static int
read_package(const char *dir)
{
	struct part_list *parts = NULL;
	BUF_AUTO(root, ROOT_MAX);
	struct err_info e;

	if (read_all(&root, &parts, &e) != ERR_OK) {
		printf("%s %s: %s\n", err_name(e.code), e.at, e.text);
		return 1;
	}
	save(dir, "root", root.data != NULL ? root.data : "", root.len);
	for (size_t i = 0; i < part_count(parts); i++) {
		char *octets = mtom_kit_octets(part_at(parts, i));

		save(dir, part_at(parts, i)->name, octets, part_at(parts, i)->size);
		free(octets);
	}
	part_list_free(parts);
	return 0;
}

int
main(int argc, char **argv)
{
	int failed;

	CHECK(argc >= 3);
	mtom_kit_set_up(NULL);
	failed = strcmp(argv[1], "write") == 0 ? write_package(argv + 2) : read_package(argv[2]);
	mtom_kit_tear_down(NULL);
	return failed;
}
