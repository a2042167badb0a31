/* mtom: packages as they come, and all that is refused about them. */
#include "config.h"

#include "tests/lib/mtom_kit.h"
#include "tests/unit.h"

#define TYPE                                                                             \
	"multipart/related; type=\"application/xop+xml\"; boundary=b; start=\"<r@x>\"; "   \
	"start-info=\"text/xml\""
#define ROOT    "Content-Type: application/xop+xml; charset=UTF-8; type=\"text/xml\"\r\nContent-ID: <r@x>\r\n"
#define BINARY  "Content-Transfer-Encoding: binary\r\n"
#define PART(x) "Content-ID: <" x ">\r\n" BINARY
#define FIRST   "--b\r\n"
#define NEXT    "\r\n--b\r\n"
#define LAST    "\r\n--b--\r\n"
#define GOOD    FIRST ROOT "\r\n<e/>" NEXT PART("p@x") "\r\nfile" LAST

static const size_t pieces[] = {1, 2, 3, 7, 64, 100000};

/* Reads in pieces of every size; all must agree. */
static enum err
read_all(const char *type, const char *octets, size_t len, char parts[4096], struct err_info *ret_e)
{
	enum err code = ERR_OK;

	for (size_t i = 0; i < COUNT_OF(pieces); i++) {
		BUF_AUTO(root, KIT_ROOT_MAX);
		struct part_list *list;
		struct err_info e = {0};
		char said[4096];
		size_t n;
		enum err now = mtom_kit_read(type, octets, len, pieces[i], &root, &list, &e);

		assert_int_equal(now, e.code);
		n = (size_t)snprintf(said, sizeof(said), "%s", now != ERR_OK ? e.text :
		    root.data != NULL ? root.data : "");
		for (size_t k = 0; now == ERR_OK && k < part_count(list); k++) {
			char *text = mtom_kit_octets(part_at(list, k));

			n += (size_t)snprintf(said + n, sizeof(said) - n, "|%s=%s", part_at(list, k)->name, text);
			free(text);
		}
		part_list_free(list);
		if (i == 0)
			snprintf(parts, 4096, "%s", said);
		if (i > 0 && (now != code || strcmp(parts, said) != 0))
			fail_msg("in pieces of %zu: %s, not %s", pieces[i], said, parts);
		code = now;
		*ret_e = e;
	}
	return code;
}

/* ---- what is taken ---- */

/* clang-format off */
static const struct {
	const char *what, *type, *octets, *want;
} good[] = {
	{"as we write it", TYPE, GOOD, "<e/>|p@x=file"},
	{"a line before the first boundary", TYPE, "\r\n" GOOD, "<e/>|p@x=file"},
	{"no line end at the end", TYPE, FIRST ROOT "\r\n<e/>" NEXT PART("p@x") "\r\nfile\r\n--b--", "<e/>|p@x=file"},
	{"no parts", TYPE, FIRST ROOT "\r\n<e/>" LAST, "<e/>"},
	{"the root in second place", TYPE, FIRST PART("p@x") "\r\nfile" NEXT ROOT "\r\n<e/>" LAST, "<e/>|p@x=file"},
	{"without start the first part is the root", "multipart/related;boundary=b;type=\"application/xop+xml\"",
	    GOOD, "<e/>|p@x=file"},
	{"a root without an id", "Multipart/Related;Boundary=\"b\";TYPE=\"application/XOP+xml\"",
	    FIRST "content-type: Application/xop+xml;type=\"application/soap+xml; action=x\"\r\n\r\n<e/>" LAST, "<e/>"},
	{"an empty part", TYPE, FIRST ROOT "\r\n<e/>" NEXT PART("p@x") "\r\n" LAST, "<e/>|p@x="},
	{"blanks behind a boundary", TYPE, "--b \t\r\n" ROOT "\r\n<e/>\r\n--b-- \r\n \r\n", "<e/>"},
	{"an encoding of old", TYPE, FIRST ROOT "Content-Transfer-Encoding: 8BIT\r\n\r\n<e/>" NEXT
	    "Content-ID: <p@x>\r\nContent-Transfer-Encoding: 7bit\r\n\r\nfile" LAST, "<e/>|p@x=file"},
	{"a head that is folded", TYPE, FIRST "Content-Type: application/xop+xml;\r\n\ttype=\"text/xml\"\r\n"
	    "Content-ID:\r\n <r@x>\r\n\r\n<e/>" LAST, "<e/>"},
	{"fields that nobody knows", TYPE, FIRST "X-A: 1\r\nX-A: \r\n" ROOT "\r\n<e/>" LAST, "<e/>"},
	{"what looks like a boundary", TYPE, FIRST ROOT "\r\n<e/>" NEXT PART("p@x")
	    "\r\n\r\r\n-\r\n--\r\n-- b\r\n--c--b\r\r\n\n--b--" LAST,
	    "<e/>|p@x=\r\r\n-\r\n--\r\n-- b\r\n--c--b\r\r\n\n--b--"},
	{"a boundary in the middle of a line", TYPE, FIRST ROOT "\r\n<e/>--b--" LAST, "<e/>--b--"},
	{"a boundary after a line end that is none", TYPE, FIRST ROOT "\r\n<e/>\n--b--\n--b\n" LAST, "<e/>\n--b--\n--b\n"},
	{"line ends at the end of content", TYPE, FIRST ROOT "\r\n<e/>\r\n\r\n" LAST, "<e/>\r\n\r\n"},
	{"content that begins with a line end", TYPE, FIRST ROOT "\r\n<e/>" NEXT PART("p@x") "\r\n\r\n\r\nfile" LAST,
	    "<e/>|p@x=\r\n\r\nfile"},
};
/* clang-format on */

static void
what_is_taken(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(good); i++) {
		struct err_info e;
		char got[4096];
		enum err code = read_all(good[i].type, good[i].octets, strlen(good[i].octets), got, &e);

		if (code != ERR_OK || strcmp(got, good[i].want) != 0)
			fail_msg("%s: %s %s", good[i].what, err_name(code), got);
	}
}

/* ---- what is refused ---- */

/* clang-format off */
#define R70 "1234567890123456789012345678901234567890123456789012345678901234567890"
#define X10(s) s s s s s s s s s s
#define REFUSED(what, octets) {what, TYPE, octets, ERR_FUND_HTTP}
#define REFUSED_TYPE(what, type) {what, type, GOOD, ERR_FUND_HTTP}

static const struct {
	const char *what, *type, *octets;
	enum err    code;
} bad[] = {
	REFUSED_TYPE("another type", "multipart/mixed; type=\"application/xop+xml\"; boundary=b"),
	REFUSED_TYPE("another type in it", "multipart/related; type=\"text/xml\"; boundary=b"),
	REFUSED_TYPE("no type in it", "multipart/related; boundary=b"),
	REFUSED_TYPE("no boundary", "multipart/related; type=\"application/xop+xml\""),
	REFUSED_TYPE("an empty boundary", "multipart/related; type=\"application/xop+xml\"; boundary=\"\""),
	REFUSED_TYPE("a boundary too long", "multipart/related; type=\"application/xop+xml\"; boundary=" R70 "1"),
	REFUSED_TYPE("a boundary with a blank at its end", "multipart/related; type=\"application/xop+xml\"; boundary=\"b \""),
	REFUSED_TYPE("a boundary of other characters", "multipart/related; type=\"application/xop+xml\"; boundary=\"b\\\"\""),
	REFUSED_TYPE("two boundaries", TYPE "; boundary=c"),
	REFUSED_TYPE("an open quote", "multipart/related; type=\"application/xop+xml\"; boundary=\"b"),
	REFUSED_TYPE("a parameter without value", TYPE "; x="),
	REFUSED_TYPE("text behind", TYPE " x"),
	REFUSED_TYPE("a start that is no id", "multipart/related; type=\"application/xop+xml\"; boundary=b; start=\"r@x\""),
	REFUSED_TYPE("a start that nobody has", "multipart/related; type=\"application/xop+xml\"; boundary=b; start=\"<s@x>\""),
	REFUSED_TYPE("another boundary", "multipart/related; type=\"application/xop+xml\"; boundary=c"),
	REFUSED_TYPE("a longer boundary", "multipart/related; type=\"application/xop+xml\"; boundary=bb"),
	REFUSED("nothing", ""),
	REFUSED("words before the first boundary", "This is a message\r\n" GOOD),
	REFUSED("a line end alone before it", "\n" GOOD),
	REFUSED("lines that end in LF", "--b\nContent-ID: <r@x>\n\n<e/>\n--b--\n"),
	REFUSED("no parts at all", "--b--\r\n"),
	REFUSED("words behind the last boundary", GOOD "more"),
	REFUSED("a package behind the last boundary", GOOD GOOD),
	REFUSED("endless blanks behind it", GOOD X10("       ")),
	REFUSED("a boundary that goes on", FIRST ROOT "\r\n<e/>\r\n--bc\r\n" PART("p@x") "\r\nfile" LAST),
	REFUSED("one that goes on with a hyphen", FIRST ROOT "\r\n<e/>\r\n--b-c\r\n" PART("p@x") "\r\nfile" LAST),
	REFUSED("one that goes on with a hyphen and a blank", FIRST ROOT "\r\n<e/>\r\n--b- \r\n" PART("p@x") "\r\nfile" LAST),
	REFUSED("one with a blank in its line end", FIRST ROOT "\r\n<e/>\r\n--b\r \r\n" PART("p@x") "\r\nfile" LAST),
	REFUSED("one with two CR", FIRST ROOT "\r\n<e/>\r\n--b\r\r\n" PART("p@x") "\r\nfile" LAST),
	REFUSED("one that ends in LF", FIRST ROOT "\r\n<e/>\r\n--b\n" PART("p@x") "\r\nfile" LAST),
	REFUSED("one that ends in CR", FIRST ROOT "\r\n<e/>\r\n--b\r" PART("p@x") "\r\nfile" LAST),
	REFUSED("hyphens behind a blank", FIRST ROOT "\r\n<e/>\r\n--b --\r\n"),
	REFUSED("a thousand blanks", FIRST ROOT "\r\n<e/>\r\n--b" X10("          ") "\r\n" PART("p@x") "\r\nfile" LAST),
	REFUSED("a head and no line behind it", FIRST ROOT "\r\n--b--\r\n"),
	REFUSED("two boundaries in a row", FIRST "--b\r\n" ROOT "\r\n<e/>" LAST),
	REFUSED("a boundary with a colon in a head", FIRST "--b: x\r\n" ROOT "\r\n<e/>" LAST),
	REFUSED("no head", FIRST "\r\n<e/>" LAST),
	REFUSED("a head without a colon", FIRST "Content-Type\r\n" ROOT "\r\n<e/>" LAST),
	REFUSED("a head with an empty name", FIRST ": x\r\n" ROOT "\r\n<e/>" LAST),
	REFUSED("a head with a blank before the colon", FIRST "Content-ID : <a@x>\r\n" ROOT "\r\n<e/>" LAST),
	REFUSED("a head that begins with a blank", FIRST " " ROOT "\r\n<e/>" LAST),
	REFUSED("a head with a lone CR", FIRST "X: a\rb\r\n" ROOT "\r\n<e/>" LAST),
	REFUSED("a head with a lone LF", FIRST "X: a\nContent-ID: <r@x>\r\n" ROOT "\r\n<e/>" LAST),
	REFUSED("a head that is too long", FIRST "X: " X10(X10(R70)) "\r\n" ROOT "\r\n<e/>" LAST),
	REFUSED("two types", FIRST "Content-Type: application/xop+xml; type=\"text/xml\"\r\n" ROOT "\r\n<e/>" LAST),
	REFUSED("two ids", FIRST ROOT "content-id: <r@x>\r\n\r\n<e/>" LAST),
	REFUSED("two encodings", FIRST ROOT BINARY BINARY "\r\n<e/>" LAST),
	REFUSED("quoted-printable", FIRST ROOT "Content-Transfer-Encoding: quoted-printable\r\n\r\n<e/>" LAST),
	REFUSED("base64", FIRST ROOT "\r\n<e/>" NEXT "Content-ID: <p@x>\r\nContent-Transfer-Encoding: base64\r\n"
	    "\r\nZmlsZQ==" LAST),
	REFUSED("a root of text/xml", FIRST "Content-Type: text/xml\r\nContent-ID: <r@x>\r\n\r\n<e/>" LAST),
	REFUSED("a root without a type in it", FIRST "Content-Type: application/xop+xml\r\nContent-ID: <r@x>\r\n\r\n<e/>" LAST),
	REFUSED("a root of another type in it", FIRST "Content-Type: application/xop+xml; type=\"text/xml2\"\r\n"
	    "Content-ID: <r@x>\r\n\r\n<e/>" LAST),
	REFUSED("a root in another charset", FIRST "Content-Type: application/xop+xml; type=\"text/xml\"; charset=koi8-r\r\n"
	    "Content-ID: <r@x>\r\n\r\n<e/>" LAST),
	REFUSED("a malformed type", FIRST "Content-Type: application\r\n" "Content-ID: <r@x>\r\n\r\n<e/>" LAST),
	REFUSED("a part without an id", FIRST ROOT "\r\n<e/>" NEXT BINARY "\r\nfile" LAST),
	REFUSED("an id without brackets", FIRST ROOT "\r\n<e/>" NEXT "Content-ID: p@x\r\n\r\nfile" LAST),
	REFUSED("an empty id", FIRST ROOT "\r\n<e/>" NEXT PART("") "\r\nfile" LAST),
	REFUSED("an id with a blank", FIRST ROOT "\r\n<e/>" NEXT PART("a b") "\r\nfile" LAST),
	REFUSED("an id in other letters", FIRST ROOT "\r\n<e/>" NEXT PART("\xd0\xb0") "\r\nfile" LAST),
	REFUSED("an id that is too long", FIRST ROOT "\r\n<e/>" NEXT PART(R70) "\r\nfile" LAST),
	REFUSED("two parts of one id", FIRST ROOT "\r\n<e/>" NEXT PART("p@x") "\r\nfile" NEXT PART("p@x") "\r\nfile" LAST),
	REFUSED("a part with the root's id", FIRST ROOT "\r\n<e/>" NEXT PART("r@x") "\r\nfile" LAST),
	REFUSED("too many parts", FIRST ROOT "\r\n<e/>" NEXT PART("1") "\r\n" NEXT PART("2") "\r\n" NEXT PART("3") "\r\n"
	    NEXT PART("4") "\r\n" NEXT PART("5") "\r\n" LAST),
	{"a root that is too long", TYPE, FIRST ROOT "\r\n" X10(X10("01234567890")) LAST, ERR_FUND_TOO_LARGE},
	{"a part that is too long", TYPE, FIRST ROOT "\r\n<e/>" NEXT PART("p@x") "\r\n" X10(X10("0123456789"))
	    X10(X10("0123456789")) "!" LAST, ERR_FUND_TOO_LARGE},
	{"parts that are too long together", TYPE, FIRST ROOT "\r\n<e/>" NEXT PART("p@x") "\r\n"
	    X10(X10("0123456789")) X10(X10("0123456789")) NEXT PART("q@x") "\r\n" X10(X10("0123456789")) "!" LAST,
	    ERR_FUND_TOO_LARGE},
};
/* clang-format on */

static void
what_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct err_info e;
		char got[4096];
		enum err code = read_all(bad[i].type, bad[i].octets, strlen(bad[i].octets), got, &e);

		if (code != bad[i].code || e.text[0] == '\0')
			fail_msg("%s: %s %s", bad[i].what, err_name(code), got);
	}
}

/* A NUL is no text where text is wanted, and an octet like any other in content. */
static void
nul_octets(void **state)
{
	static const char in_head[] = FIRST "X: a\0b\r\n" ROOT "\r\n<e/>" LAST;
	static const char in_line[] = FIRST ROOT "\r\n<e/>\r\n--b\0\r\n" PART("p@x") "\r\nfile" LAST;
	static const char behind[] = GOOD "\0";
	static const char in_part[] = FIRST ROOT "\r\n<e/>" NEXT PART("p@x") "\r\na\0b" LAST;
	BUF_AUTO(root, KIT_ROOT_MAX);
	struct part_list *list;
	struct err_info e;
	char got[4096], *octets;

	(void)state;
	assert_int_equal(read_all(TYPE, in_head, sizeof(in_head) - 1, got, &e), ERR_FUND_HTTP);
	assert_int_equal(read_all(TYPE, in_line, sizeof(in_line) - 1, got, &e), ERR_FUND_HTTP);
	assert_int_equal(read_all(TYPE, behind, sizeof(behind) - 1, got, &e), ERR_FUND_HTTP);
	assert_ok(e, mtom_kit_read(TYPE, in_part, sizeof(in_part) - 1, 5, &root, &list, &e));
	octets = mtom_kit_octets(part_at(list, 0));
	assert_int_equal(part_at(list, 0)->size, 3);
	assert_memory_equal(octets, "a\0b", 3);
	free(octets);
	part_list_free(list);
}

/* Wherever it is cut off, up to the last hyphen. */
static void
truncated(void **state)
{
	const size_t len = strlen(GOOD) - strlen("\r\n");

	(void)state;
	for (size_t n = 0; n < len; n++) {
		struct err_info e;
		char got[4096];

		if (read_all(TYPE, GOOD, n, got, &e) != ERR_FUND_HTTP)
			fail_msg("%zu of %zu octets: %s", n, len, got);
	}
}

/* A failure stays one, whatever comes after it. */
static void
no_way_back(void **state)
{
	BUF_AUTO(root, KIT_ROOT_MAX);
	struct mtom_reader *r;
	struct part_list *list;
	struct err_info e;

	(void)state;
	assert_ok(e, mtom_reader_new(TYPE, &mtom_kit_limits, &root, &r, &e));
	assert_err(ERR_FUND_HTTP, e, mtom_reader_push(r, "x", 1, &e));
	assert_err(ERR_FUND_HTTP, e, mtom_reader_push(r, GOOD, strlen(GOOD), &e));
	assert_err(ERR_FUND_HTTP, e, mtom_reader_end(r, &list, &e));
	mtom_reader_free(r);
	assert_int_equal(root.len, 0);
}

static void
no_spool(void **state)
{
	struct part_limits limits = mtom_kit_limits;
	BUF_AUTO(root, KIT_ROOT_MAX);
	struct mtom_reader *r;
	struct err_info e;

	(void)state;
	limits.dir = "/nowhere/at/all";
	assert_ok(e, mtom_reader_new(TYPE, &limits, &root, &r, &e));
	assert_err(ERR_SPOOL, e, mtom_reader_push(r, GOOD, strlen(GOOD), &e));
	mtom_reader_free(r);
}

static void
is_package(void **state)
{
	(void)state;
	assert_true(mtom_is_package("multipart/related; x"));
	assert_true(mtom_is_package(" MULTIPART/Related"));
	assert_false(mtom_is_package("multipart/related2"));
	assert_false(mtom_is_package("text/xml; type=\"multipart/related\""));
	assert_false(mtom_is_package(""));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_taken),
		cmocka_unit_test(what_is_refused),
		cmocka_unit_test(nul_octets),
		cmocka_unit_test(truncated),
		cmocka_unit_test(no_way_back),
		cmocka_unit_test(no_spool),
		cmocka_unit_test(is_package),
	};

	return cmocka_run_group_tests_name("mtom_read", tests, mtom_kit_set_up, mtom_kit_tear_down);
}
