/* multipart: bodies of multipart/form-data that are read, however they are cut, and those that are not. */
#include "config.h"

#include "adapter/front/multipart.h"
#include "adapter/front/parameter.h"
#include "tests/unit.h"

#define S(text) text, sizeof(text) - 1

/* What the sink hears, as text: "name|filename|type|data;" for each part. */
static char   heard[8192];
static size_t n_heard;

static void
add(const char *bytes, size_t len)
{
	assert_true(n_heard + len < sizeof(heard));
	memcpy(heard + n_heard, bytes, len);
	n_heard += len;
	heard[n_heard] = '\0';
}

static enum err
on_begin(void *arg, const struct multipart_part *part, struct err_info *e)
{
	(void)arg, (void)e;
	add(part->name, strlen(part->name));
	add("|", 1);
	add(part->filename != NULL ? part->filename : "-", part->filename != NULL ? strlen(part->filename) : 1);
	add("|", 1);
	add(part->type, strlen(part->type));
	add("|", 1);
	return ERR_OK;
}

static enum err
on_data(void *arg, const char *bytes, size_t len, struct err_info *e)
{
	(void)arg, (void)e;
	assert_true(len > 0);
	add(bytes, len);
	return ERR_OK;
}

static enum err
on_end(void *arg, struct err_info *e)
{
	(void)arg, (void)e;
	add(";", 1);
	return ERR_OK;
}

/* Feeds it in pieces of two sizes, one after the other. */
static enum err
read_cut(const char *type, const char *body, size_t len, size_t first, size_t then, struct err_info *e)
{
	const struct multipart_sink sink = {on_begin, on_data, on_end, NULL};
	struct multipart m;
	enum err code = front_multipart_begin(&m, type, &sink, 3, e);
	size_t i = 0, n = first;

	n_heard = 0;
	heard[0] = '\0';
	for (; code == ERR_OK && i < len; i += n, n = then) {
		n = n < len - i ? n : len - i;
		code = front_multipart_feed(&m, body + i, n, e);
	}
	if (code == ERR_OK)
		code = front_multipart_end(&m, e);
	front_multipart_fini(&m);
	return code;
}

#define TYPE "multipart/form-data; boundary=AaB03x"
#define D    "Content-Disposition: form-data; name="

static const struct {
	const char *type, *body;
	size_t      len;
	const char *want;
} good[] = {
	{TYPE, S("--AaB03x\r\n" D "a\r\n\r\nx\r\n--AaB03x--\r\n"), "a|-||x;"},
	{TYPE, S("--AaB03x\r\n" D "a\r\n\r\nx\r\n--AaB03x--"), "a|-||x;"},
	{TYPE, S("\r\n--AaB03x\r\n" D "a\r\n\r\nx\r\n--AaB03x--"), "a|-||x;"},
	{TYPE, S("--AaB03x\r\n" D "a\r\n\r\n\r\n--AaB03x--"), "a|-||;"},
	{TYPE, S("--AaB03x\r\n" D "\"a\"; filename=\"b.pdf\"\r\nContent-Type: application/pdf\r\n\r\n1\r\n"
		"--AaB03x\r\n" D "c\r\n\r\n2\r\n--AaB03x--"), "a|b.pdf|application/pdf|1;c|-||2;"},
	{TYPE, S("--AaB03x\r\nCONTENT-disposition:FORM-data;NAME=a;FileName=\"\"\r\n\r\n1\r\n--AaB03x--"), "a|||1;"},
	/* Nearly a boundary. */
	{TYPE, S("--AaB03x\r\n" D "a\r\n\r\n\r\r\n\r\n-\r\n--\r\n--AaB03\r\n --AaB03x\n--AaB03x\r\r\n--AaB03x--"),
	    "a|-||\r\r\n\r\n-\r\n--\r\n--AaB03\r\n --AaB03x\n--AaB03x\r;"},
	{TYPE, S("--AaB03x\r\n" D "a\r\n\r\n--AaB03x\r\n--AaB03x--"), "a|-||--AaB03x;"},
	/* Other spellings of the same. */
	{"Multipart/Form-Data ; charset=utf-8 ; boundary=\"'()+_,-./:=? 9\"",
	    S("--'()+_,-./:=? 9\r\n" D "a\r\n\r\nx\r\n--'()+_,-./:=? 9--"), "a|-||x;"},
	{TYPE, S("--AaB03x\r\n" D "a; filename=\"\xd1\x84.pdf\"\r\n\r\nx\r\n--AaB03x--"), "a|\xd1\x84.pdf||x;"},
	{TYPE, S("--AaB03x\r\n" D "a; filename*=utf-8''%d1%84.pdf\r\n\r\nx\r\n--AaB03x--"), "a|\xd1\x84.pdf||x;"},
	{TYPE, S("--AaB03x\r\n" D "a; filename=_.pdf; filename*=UTF-8'ru'%D1%84\r\n\r\nx\r\n--AaB03x--"),
	    "a|\xd1\x84||x;"},
	{TYPE, S("--AaB03x\r\n" D "a; filename*=UTF-8''x; filename=y\r\n\r\nx\r\n--AaB03x--"), "a|x||x;"},
	{TYPE, S("--AaB03x\r\n" D "a; filename=\"C:\\\\a\\b\\\"c\"\r\n\r\nx\r\n--AaB03x--"), "a|C:\\a\\b\"c||x;"},
	{TYPE, S("--AaB03x\r\nX-Other: 1\r\nContent-Transfer-Encoding: Binary\r\n" D "a\r\n\r\nx\r\n--AaB03x--"),
	    "a|-||x;"},
};

static void
good_ones_however_they_are_cut(void **state)
{
	struct err_info e;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(good); i++)
		for (size_t first = 1; first <= good[i].len; first++)
			for (size_t then = 1; then <= 3; then += 2) {
				size_t rest = then == 3 ? good[i].len : then;

				assert_ok(e, read_cut(good[i].type, good[i].body, good[i].len, first, rest, &e));
				assert_string_equal(heard, good[i].want);
			}
}

/* A body that stops before its last boundary is none. */
static void
torn_ones(void **state)
{
	struct err_info e;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(good); i++) {
		size_t end = good[i].len - (good[i].body[good[i].len - 1] == '\n' ? 2 : 0);

		for (size_t len = 0; len < end; len++)
			assert_err(ERR_MULTIPART, e, read_cut(good[i].type, good[i].body, len, 7, 7, &e));
	}
}

#define PART(head) S("--AaB03x\r\n" head "\r\n\r\nx\r\n--AaB03x--")

static const struct {
	const char *what, *type, *body;
	size_t      len;
} bad[] = {
	{"no boundary", "multipart/form-data", PART(D "a")},
	{"an empty one", "multipart/form-data; boundary=\"\"", PART(D "a")},
	{"two", TYPE "; boundary=AaB03x", PART(D "a")},
	{"a long one", "multipart/form-data; boundary="
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", PART(D "a")},
	{"one of no bchars", "multipart/form-data; boundary=\"a;b\"", PART(D "a")},
	{"a blank at its end", "multipart/form-data; boundary=\"AaB03x \"", PART(D "a")},
	{"a parameter of none", TYPE "; ", PART(D "a")},
	{"an open quote", "multipart/form-data; boundary=\"AaB03x", PART(D "a")},
	{"a preamble", TYPE, S("x\r\n--AaB03x\r\n" D "a\r\n\r\nx\r\n--AaB03x--")},
	{"two empty lines before", TYPE, S("\r\n\r\n--AaB03x\r\n" D "a\r\n\r\nx\r\n--AaB03x--")},
	{"CR before", TYPE, S("\r--AaB03x\r\n" D "a\r\n\r\nx\r\n--AaB03x--")},
	{"an epilogue", TYPE, S("--AaB03x\r\n" D "a\r\n\r\nx\r\n--AaB03x--\r\nx")},
	{"a line behind", TYPE, S("--AaB03x\r\n" D "a\r\n\r\nx\r\n--AaB03x--\r\n\r\n")},
	{"CR behind", TYPE, S("--AaB03x\r\n" D "a\r\n\r\nx\r\n--AaB03x--\r")},
	{"LF behind", TYPE, S("--AaB03x\r\n" D "a\r\n\r\nx\r\n--AaB03x--\n")},
	{"blanks behind a boundary", TYPE, S("--AaB03x \r\n" D "a\r\n\r\nx\r\n--AaB03x--")},
	{"a longer line", TYPE, S("--AaB03x\r\n" D "a\r\n\r\nx\r\n--AaB03xy\r\n--AaB03x--")},
	{"half a last boundary", TYPE, S("--AaB03x\r\n" D "a\r\n\r\nx\r\n--AaB03x-\r\n")},
	{"lines of LF", TYPE, S("--AaB03x\n" D "a\n\nx\n--AaB03x--")},
	{"a head of LF", TYPE, S("--AaB03x\r\n" D "a\n\nx\r\n--AaB03x--")},
	{"CR in a head", TYPE, PART(D "a\rb")},
	{"NUL in a head", TYPE, PART(D "a\0b")},
	{"no part at all", TYPE, S("--AaB03x--")},
	{"no head", TYPE, S("--AaB03x\r\n\r\nx\r\n--AaB03x--")},
	{"no disposition", TYPE, PART("Content-Type: text/plain")},
	{"two", TYPE, PART(D "a\r\n" D "a")},
	{"another", TYPE, PART("Content-Disposition: attachment; name=a")},
	{"no name", TYPE, PART("Content-Disposition: form-data")},
	{"an empty name", TYPE, PART(D "\"\"")},
	{"two names", TYPE, PART(D "a; name=a")},
	{"a name of other letters", TYPE, PART(D "\"a/b\"")},
	{"a name with an end", TYPE, PART(D "\"a\"b")},
	{"a long name", TYPE, PART(D "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")},
	{"two filenames", TYPE, PART(D "a; filename=a; filename=a")},
	{"two filename*", TYPE, PART(D "a; filename*=utf-8''a; filename*=utf-8''a")},
	{"another charset", TYPE, PART(D "a; filename*=iso-8859-1''a")},
	{"no charset", TYPE, PART(D "a; filename*=a")},
	{"half a quote", TYPE, PART(D "a; filename*=utf-8'a")},
	{"half an octet", TYPE, PART(D "a; filename*=utf-8''%d")},
	{"NUL, encoded", TYPE, PART(D "a; filename*=utf-8''%00")},
	{"an open filename", TYPE, PART(D "a; filename=\"a")},
	{"something else", TYPE, PART(D "a; filename")},
	{"a semicolon at the end", TYPE, PART(D "a;")},
	{"two types", TYPE, PART(D "a\r\nContent-Type: a/b\r\nContent-Type: a/b")},
	{"base64", TYPE, PART(D "a\r\nContent-Transfer-Encoding: base64")},
	{"a folded line", TYPE, PART(D "a;\r\n filename=a")},
	{"a blank before the colon", TYPE, PART("Content-Disposition : form-data; name=a")},
	{"no colon", TYPE, PART(D "a\r\nX")},
	{"four parts", TYPE, S("--AaB03x\r\n" D "a\r\n\r\n\r\n--AaB03x\r\n" D "b\r\n\r\n\r\n--AaB03x\r\n" D "c\r\n\r\n"
		"\r\n--AaB03x\r\n" D "d\r\n\r\n\r\n--AaB03x--")},
};

static void
bad_ones_however_they_are_cut(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		for (size_t cut = 1; cut <= bad[i].len; cut += cut) {
			struct err_info e;
			enum err got = read_cut(bad[i].type, bad[i].body, bad[i].len, cut, cut, &e);

			if (got != ERR_MULTIPART)
				fail_msg("%s: %s", bad[i].what, err_name(got));
		}
}

static void
heads_are_bounded(void **state)
{
	static char body[MULTIPART_HEAD_MAX + 200];
	struct err_info e;

	(void)state;
	for (int over = 0; over <= 1; over++) {
		int pad = MULTIPART_HEAD_MAX - (int)strlen(D "a\r\nX: \r\n\r\n") + over;
		int len = snprintf(body, sizeof(body), "--AaB03x\r\n" D "a\r\nX: %0*d\r\n\r\nx\r\n--AaB03x--", pad, 0);

		assert_err(over ? ERR_MULTIPART : ERR_OK, e, read_cut(TYPE, body, (size_t)len, 99, 99, &e));
	}
}

static void
forms_are_told_from_others(void **state)
{
	static const struct {
		const char *value;
		bool        want;
	} cases[] = {
		{"multipart/form-data", true}, {" MULTIPART/form-data;boundary=a", true},
		{"multipart/form-data \t", true}, {"multipart/form-datax", false}, {"multipart/mixed", false},
		{"multipart/form-dat", false}, {"", false}, {"application/json", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(front_is_form(cases[i].value), cases[i].want);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_ones_however_they_are_cut),
		cmocka_unit_test(torn_ones),
		cmocka_unit_test(bad_ones_however_they_are_cut),
		cmocka_unit_test(heads_are_bounded),
		cmocka_unit_test(forms_are_told_from_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
