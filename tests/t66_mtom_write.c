/* mtom: what we write, octet by octet, from any place on; and that we read it. */
#include "config.h"

#include <sys/resource.h>

#include "tests/lib/mtom_kit.h"
#include "tests/unit.h"

#define ENVELOPE "<e>\r\n--x</e>"

/* All of it, in pieces of so many octets. */
static void
write_all(const struct mtom_writer *w, size_t piece, struct buf *out)
{
	char octets[4096];
	struct err_info e;
	size_t n;

	do {
		assert_ok(e, mtom_writer_read(w, out->len, octets, piece, &n, &e));
		assert_ok(e, buf_add(out, octets, n, &e));
	} while (n > 0);
}

static struct mtom_writer *
writer_new(const struct part_list *list)
{
	struct mtom_writer *w = NULL;
	struct err_info e;

	assert_ok(e, mtom_writer_new(ENVELOPE, strlen(ENVELOPE), "text/xml", list, &w, &e));
	return w;
}

static void
octet_by_octet(void **state)
{
	struct part_list *list = mtom_kit_list();
	BUF_AUTO(want, 100000);
	struct mtom_writer *w;
	char boundary[64];

	(void)state;
	mtom_kit_add(list, "a.1_-", "%PDF-1.7\n...\n%%EOF\n", 19);
	mtom_kit_add(list, "empty", "", 0);
	w = writer_new(list);
	assert_memory_equal(mtom_writer_type(w), "multipart/related; boundary=\"mostik-", 36);
	snprintf(boundary, sizeof(boundary), "%.*s", (int)strcspn(mtom_writer_type(w) + 29, "\""),
	    mtom_writer_type(w) + 29);
	assert_int_equal(strlen(boundary), 7 + ID_SIZE - 1);
	assert_string_equal(mtom_writer_type(w) + 29 + strlen(boundary), "\"; type=\"application/xop+xml\"; "
	    "start=\"<envelope@root.mostik>\"; start-info=\"text/xml\"");
	assert_int_equal(buf_addf(&want, NULL, "--%s\r\n"
	    "Content-Type: application/xop+xml; charset=UTF-8; type=\"text/xml\"\r\n"
	    "Content-Transfer-Encoding: binary\r\nContent-ID: <envelope@root.mostik>\r\n\r\n" ENVELOPE
	    "\r\n--%s\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: binary\r\n"
	    "Content-ID: <a.1_-@mostik>\r\n\r\n%%PDF-1.7\n...\n%%%%EOF\n"
	    "\r\n--%s\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\n"
	    "Content-ID: <empty@mostik>\r\n\r\n\r\n--%s--\r\n", boundary, boundary, boundary, boundary), ERR_OK);
	assert_int_equal(mtom_writer_size(w), want.len);
	for (size_t piece = 1; piece <= 4096; piece = piece * 3 + 1) {
		BUF_AUTO(got, 100000);

		write_all(w, piece, &got);
		assert_int_equal(got.len, want.len);
		assert_memory_equal(got.data, want.data, want.len);
	}
	mtom_writer_free(w);
	part_list_free(list);
}

/* From any octet on, as after a connection that broke. */
static void
from_any_place(void **state)
{
	struct part_list *list = mtom_kit_list();
	BUF_AUTO(all, 100000);
	struct mtom_writer *w;
	struct err_info e;
	char rest[4096];
	size_t n;

	(void)state;
	mtom_kit_add(list, "a", "0123456789", 10);
	w = writer_new(list);
	write_all(w, 4096, &all);
	for (size_t from = 0; from <= all.len; from++) {
		assert_ok(e, mtom_writer_read(w, from, rest, sizeof(rest), &n, &e));
		assert_int_equal(n, all.len - from);
		assert_memory_equal(rest, all.data + from, n);
	}
	mtom_writer_free(w);
	part_list_free(list);
}

static void
we_read_it(void **state)
{
	struct part_list *list = mtom_kit_list(), *again;
	BUF_AUTO(all, 100000);
	BUF_AUTO(root, KIT_ROOT_MAX);
	struct mtom_writer *w;
	struct err_info e;

	(void)state;
	mtom_kit_add(list, "a", "one\r\n--mostik-", 14);
	mtom_kit_add(list, "b", "\r\n\r\n--", 6);
	w = writer_new(list);
	write_all(w, 100, &all);
	assert_ok(e, mtom_kit_read(mtom_writer_type(w), all.data, all.len, 10, &root, &again, &e));
	assert_string_equal(root.data, ENVELOPE);
	assert_int_equal(part_count(again), 2);
	for (size_t i = 0; i < 2; i++) {
		const struct part *from = part_at(list, i), *to = part_at(again, i);
		char id[80];

		snprintf(id, sizeof(id), "%s@mostik", from->name);
		assert_string_equal(to->name, id);
		assert_int_equal(to->size, from->size);
		assert_memory_equal(to->digest, from->digest, PART_DIGEST_SIZE);
	}
	part_list_free(again);
	part_list_free(list);
	mtom_writer_free(w);
}

/* Two packages have two boundaries. */
static void
boundaries_differ(void **state)
{
	struct part_list *list = mtom_kit_list();
	struct mtom_writer *a = writer_new(list), *b = writer_new(list);

	(void)state;
	assert_string_not_equal(mtom_writer_type(a), mtom_writer_type(b));
	mtom_writer_free(a);
	mtom_writer_free(b);
	part_list_free(list);
}

static void
names_that_cannot_stand(void **state)
{
	static const char *const names[] = {"a>b", "a@b", "a/b", "a%b", "\"a\""};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct part_list *list = mtom_kit_list();
		struct mtom_writer *w = NULL;
		struct err_info e;

		mtom_kit_add(list, names[i], "x", 1);
		assert_err(ERR_INVALID, e, mtom_writer_new("<e/>", 4, "text/xml", list, &w, &e));
		assert_null(w);
		part_list_free(list);
	}
}

static long
resident_kb(void)
{
	struct rusage usage;

	assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
	return usage.ru_maxrss;
}

/* 40 MB out and in again, in pieces: the peak of memory hardly moves. */
static void
memory_is_bounded(void **state)
{
	enum { MB = 1 << 20 };
	static const struct part_limits limits = {"/tmp", 8, 64 << 20, 256 << 20};
	struct part_list *list = mtom_kit_list(), *again = NULL;
	char *octets = calloc(1, 10 * MB), piece[16384];
	BUF_AUTO(root, KIT_ROOT_MAX);
	struct mtom_reader *r = NULL;
	struct mtom_writer *w;
	struct err_info e;
	long before;
	size_t n;

	(void)state;
	assert_non_null(octets);
	for (char i = '1'; i <= '4'; i++)
		mtom_kit_add(list, (char[]){i, '\0'}, octets, 10 * MB);
	free(octets);
	w = writer_new(list);
	assert_ok(e, mtom_reader_new(mtom_writer_type(w), &limits, &root, &r, &e));
	before = resident_kb();
	for (uint64_t at = 0; at < mtom_writer_size(w); at += n) {
		assert_ok(e, mtom_writer_read(w, at, piece, sizeof(piece), &n, &e));
		assert_ok(e, mtom_reader_push(r, piece, n, &e));
	}
	assert_ok(e, mtom_reader_end(r, &again, &e));
	assert_in_range(resident_kb() - before, 0, 4096);
	assert_int_equal(part_at(again, 3)->size, 10 * MB);
	part_list_free(again);
	mtom_reader_free(r);
	mtom_writer_free(w);
	part_list_free(list);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(octet_by_octet),
		cmocka_unit_test(from_any_place),
		cmocka_unit_test(we_read_it),
		cmocka_unit_test(boundaries_differ),
		cmocka_unit_test(names_that_cannot_stand),
		cmocka_unit_test(memory_is_bounded),
	};

	return cmocka_run_group_tests_name("mtom_write", tests, mtom_kit_set_up, mtom_kit_tear_down);
}
