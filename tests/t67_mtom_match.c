/* mtom: which files of a verified Body and which parts belong together, and every way they do not. */
#include "config.h"

#include "tests/lib/mtom_kit.h"
#include "tests/unit.h"

/* SHA-256 of "one" and of "two". */
#define ONE "dpLDrTVAu4A8Ags67mbNiIcSMjTqDG5xQ8Ct1z/0Me0="
#define TWO "P8TM/nRYcOLA2Z9x8w/wZWyN7dQcwdfT03aw2+aF4vM="

#define BODY(x)    "<E:Body xmlns:E=\"http://schemas.xmlsoap.org/soap/envelope/\"><a xmlns=\"urn:a\">" x "</a></E:Body>"
#define COMMON     "xmlns:c=\"urn:mostik:common:1.0.0\""
#define INCLUDE(h) "<x:Include xmlns:x=\"http://www.w3.org/2004/08/xop/include\" href=\"" h "\"></x:Include>"
#define SIZE(n)    "<c:Size>" n "</c:Size>"
#define DIGEST(d)  "<c:Digest>" d "</c:Digest>"
#define CONTENT(x) "<c:Content>" x "</c:Content>"
#define IN(x)      "<f " COMMON ">" x "</f>"
#define FILE_(h, n, d) IN("<c:Name>a</c:Name>" SIZE(n) DIGEST(d) CONTENT(INCLUDE(h)))
#define FILE1      FILE_("cid:1@x", "3", ONE)
#define FILE2      FILE_("cid:2@x", "3", TWO)

/* clang-format off */
static const struct {
	const char *what, *parts, *body, *at;
} rows[] = {
	/* parts: names of a character, each with @x; 1 is "one", 2 "two", 3 empty */
	{"no files", "", BODY(""), NULL},
	{"one", "1", BODY(FILE1), NULL},
	{"two", "12", BODY(FILE1 FILE2), NULL},
	{"two in another order", "21", BODY(FILE1 FILE2), NULL},
	{"deep inside", "1", BODY("<b><b><b>" FILE1 "</b></b></b><b></b>"), NULL},
	{"percent-encoded", "1", BODY(FILE_("cid:%31%40x", "3", ONE)), NULL},
	{"empty", "3", BODY(FILE_("cid:3@x", "0", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")), NULL},

	{"none came", NULL, BODY(FILE1), "Include"},
	{"none of that name came", "2", BODY(FILE1), "Include"},
	{"the second is missing", "1", BODY(FILE1 FILE2), "Include"},
	{"one is left over", "12", BODY(FILE1), "part 2"},
	{"all are left over", "1", BODY(""), "part 1"},
	{"one part for two files", "1", BODY(FILE1 FILE1), "Include"},
	{"another size", "1", BODY(FILE_("cid:1@x", "4", ONE)), "Size"},
	{"a size in other words", "1", BODY(FILE_("cid:1@x", "03", ONE)), "Size"},
	{"another digest", "1", BODY(FILE_("cid:1@x", "3", TWO)), "Digest"},
	{"half a digest", "1", BODY(FILE_("cid:1@x", "3", "dpLDrTVAEu++8H+n7YkOwg==")), "Digest"},
	{"the digests of two exchanged", "12", BODY(FILE_("cid:1@x", "3", TWO) FILE_("cid:2@x", "3", ONE)), "Digest"},
	{"no size", "1", BODY(IN(DIGEST(ONE) CONTENT(INCLUDE("cid:1@x")))), "Size"},
	{"no digest", "1", BODY(IN(SIZE("3") CONTENT(INCLUDE("cid:1@x")))), "Digest"},
	{"an empty digest", "1", BODY(IN(SIZE("3") DIGEST("") CONTENT(INCLUDE("cid:1@x")))), "Digest"},
	{"two digests", "1", BODY(IN(SIZE("3") DIGEST(ONE) DIGEST(ONE) CONTENT(INCLUDE("cid:1@x")))), "Digest"},
	{"a digest with an element", "1", BODY(IN(SIZE("3") DIGEST(ONE "<b></b>") CONTENT(INCLUDE("cid:1@x")))), "Digest"},
	{"a digest one level up", "1", BODY("<f " COMMON ">" SIZE("3") DIGEST(ONE) "<g>" CONTENT(INCLUDE("cid:1@x"))
	    "</g></f>"), "Size"},
	{"a digest of another namespace", "1", BODY(IN(SIZE("3") "<Digest>" ONE "</Digest>"
	    CONTENT(INCLUDE("cid:1@x")))), "Digest"},
	{"outside a Content", "1", BODY(IN(SIZE("3") DIGEST(ONE) INCLUDE("cid:1@x"))), "Include"},
	{"in a Content of another namespace", "1", BODY(IN(SIZE("3") DIGEST(ONE) "<Content>" INCLUDE("cid:1@x")
	    "</Content>")), "Include"},
	{"text beside it", "1", BODY(IN(SIZE("3") DIGEST(ONE) CONTENT("b25l" INCLUDE("cid:1@x")))), "Include"},
	{"text behind it", "1", BODY(IN(SIZE("3") DIGEST(ONE) CONTENT(INCLUDE("cid:1@x") " "))), "Include"},
	{"two in one Content", "12", BODY(IN(SIZE("3") DIGEST(ONE) CONTENT(INCLUDE("cid:1@x") INCLUDE("cid:2@x")))),
	    "Include"},
	{"something in it", "1", BODY(IN(SIZE("3") DIGEST(ONE)
	    CONTENT("<x:Include xmlns:x=\"http://www.w3.org/2004/08/xop/include\" href=\"cid:1@x\">a</x:Include>"))), "Include"},
	{"no href", "1", BODY(IN(SIZE("3") DIGEST(ONE)
	    CONTENT("<x:Include xmlns:x=\"http://www.w3.org/2004/08/xop/include\"></x:Include>"))), "Include"},
	{"an href of a namespace", "1", BODY(IN(SIZE("3") DIGEST(ONE)
	    CONTENT("<x:Include xmlns:x=\"http://www.w3.org/2004/08/xop/include\" x:href=\"cid:1@x\"></x:Include>"))), "Include"},
	{"another attribute", "1", BODY(IN(SIZE("3") DIGEST(ONE)
	    CONTENT("<x:Include xmlns:x=\"http://www.w3.org/2004/08/xop/include\" a=\"1\" href=\"cid:1@x\"></x:Include>"))), "Include"},
	{"another element", "1", BODY(IN(SIZE("3") DIGEST(ONE)
	    CONTENT("<x:Exclude xmlns:x=\"http://www.w3.org/2004/08/xop/include\" href=\"cid:1@x\"></x:Exclude>"))), "Include"},
	{"an empty href", "1", BODY(FILE_("", "3", ONE)), "Include"},
	{"an href of a file", "1", BODY(FILE_("file:1@x", "3", ONE)), "Include"},
	{"an href without id", "1", BODY(FILE_("cid:", "3", ONE)), "Include"},
	{"an href with half a percent", "1", BODY(FILE_("cid:%3", "3", ONE)), "Include"},
	{"an href with a percent of nothing", "1", BODY(FILE_("cid:%zz", "3", ONE)), "Include"},
	{"an href with a control character", "1", BODY(FILE_("cid:1@x%00", "3", ONE)), "Include"},
	{"an href that is too long", "1", BODY(FILE_("cid:1234567890123456789012345678901234567890123456789012345678901234@x",
	    "3", ONE)), "Include"},
};
/* clang-format on */

static struct part_list *
list_of(const char *names)
{
	static const char *const octets[] = {"one", "two", ""};
	struct part_list *list = names != NULL ? mtom_kit_list() : NULL;

	for (const char *p = names; p != NULL && *p != '\0'; p++)
		mtom_kit_add(list, (char[]){*p, '@', 'x', '\0'}, octets[*p - '1'], strlen(octets[*p - '1']));
	return list;
}

static void
who_belongs_to_whom(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct part_list *list = list_of(rows[i].parts);
		struct err_info e = {0};
		enum err code = mtom_match(rows[i].body, strlen(rows[i].body), list, &e);

		if (code != (rows[i].at != NULL ? ERR_REPLY_PART : ERR_OK) ||
		    strcmp(e.at, rows[i].at != NULL ? rows[i].at : "") != 0)
			fail_msg("%s: %s at '%s': %s", rows[i].what, err_name(code), e.at, e.text);
		part_list_free(list);
	}
}

/* What is no Body is told as such. */
static void
no_xml(void **state)
{
	struct part_list *list = list_of("1");
	struct err_info e;

	(void)state;
	assert_err(ERR_XML, e, mtom_match("<a", 2, list, &e));
	part_list_free(list);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_belongs_to_whom),
		cmocka_unit_test(no_xml),
	};

	return cmocka_run_group_tests_name("mtom_match", tests, mtom_kit_set_up, mtom_kit_tear_down);
}
