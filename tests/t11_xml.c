/* xml: what the parser takes and refuses, each limit at its edge, and how long the worst takes. */
#include "config.h"

#include "adapter/xml/xml.h"
#include "tests/unit.h"

static enum err
parse(const char *text, size_t len, enum xml_reading how, struct err_info *e)
{
	AUTO(xml_doc) xmlDocPtr doc = NULL;

	return xml_parse(text, len, how, &doc, e);
}

/* clang-format off */
static const struct {
	const char *what, *text;
	enum err    strict, lenient;
} cases[] = {
	{"an element",             "<a/>",                                     ERR_OK, ERR_OK},
	{"a declaration",          "<?xml version='1.0' encoding='UTF-8'?><a/>", ERR_OK, ERR_OK},
	{"a comment",              "<a><!--b--></a>",                          ERR_XML_FORBIDDEN, ERR_OK},
	{"a comment before",       "<!--b--><a/>",                             ERR_XML_FORBIDDEN, ERR_OK},
	{"an instruction",         "<a><?b?></a>",                             ERR_XML_FORBIDDEN, ERR_OK},
	{"an instruction after",   "<a/><?b?>",                                ERR_XML_FORBIDDEN, ERR_OK},
	{"a DTD",                  "<!DOCTYPE a><a/>",                         ERR_XML_FORBIDDEN, ERR_XML_FORBIDDEN},
	{"a DTD with an entity",   "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", ERR_XML_FORBIDDEN, ERR_XML_FORBIDDEN},
	{"a DTD from elsewhere",   "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", ERR_XML_FORBIDDEN, ERR_XML_FORBIDDEN},
	{"a parameter entity",     "<!DOCTYPE a [<!ENTITY % b 'c'> %b;]><a/>", ERR_XML_FORBIDDEN, ERR_XML_FORBIDDEN},
	{"a DTD after a comment",  "<!-- <a> --><!DOCTYPE a><a/>",             ERR_XML_FORBIDDEN, ERR_XML_FORBIDDEN},
	{"an unknown entity",      "<a>&b;</a>",                               ERR_XML, ERR_XML},
	{"in an attribute",        "<a b='&c;'/>",                             ERR_XML, ERR_XML},
	{"the same identifier",    "<a><b Id='1'/><b wsu:id='1' xmlns:wsu='urn:w'/></a>", ERR_SIG_DUPLICATE_ID, ERR_OK},
	{"on one element",         "<a Id='1' ID='1'/>",                       ERR_SIG_DUPLICATE_ID, ERR_OK},
	{"xml:id",                 "<a Id='1' xml:id='1'/>",                   ERR_SIG_DUPLICATE_ID, ERR_OK},
	{"another value",          "<a><b Id='1'/><b Id='2'/></a>",            ERR_OK, ERR_OK},
	{"cyrillic namespace",     "<a xmlns='http://пф.рф/АФ' xmlns:b='пф.рф'/>", ERR_OK, ERR_OK},
	{"a namespace no URI",     "<a xmlns='a b'/>",                         ERR_OK, ERR_OK},
	{"a relative namespace",   "<a xmlns='b'/>",                           ERR_OK, ERR_OK},
	{"prefix unbound",         "<b:a/>",                                   ERR_XML, ERR_XML},
	{"prefix unbound, and a namespace no URI", "<b:a xmlns='a b'/>",       ERR_XML, ERR_XML},
	{"prefix bound to nothing", "<b:a xmlns:b=''/>",                       ERR_XML, ERR_XML},
	{"prefix of an attribute unbound", "<a b:c=''/>",                      ERR_XML, ERR_XML},
	{"prefix xml rebound",     "<a xmlns:xml='urn:x'/>",                   ERR_XML, ERR_XML},
	{"prefix xmlns bound",     "<a xmlns:xmlns='urn:x'/>",                 ERR_XML, ERR_XML},
	{"the same attribute",     "<a b='' b=''/>",                           ERR_XML, ERR_XML},
	{"by two prefixes",        "<a xmlns:b='urn:x' xmlns:c='urn:x' b:d='' c:d=''/>", ERR_XML, ERR_XML},
	{"two colons",             "<a:b:c xmlns:a='urn:x'/>",                 ERR_XML, ERR_XML},
	{"two roots",              "<a/><a/>",                                 ERR_XML, ERR_XML},
	{"text after",             "<a/>b",                                    ERR_XML, ERR_XML},
	{"not closed",             "<a><b></a>",                               ERR_XML, ERR_XML},
	{"a bare '<' in a value",  "<a b='<'/>",                               ERR_XML, ERR_XML},
	{"nothing",                "",                                         ERR_XML, ERR_XML},
	{"white space first",      " <a/>",                                    ERR_XML, ERR_XML},
	{"a NUL by reference",     "<a>&#0;</a>",                              ERR_XML, ERR_XML},
	{"windows-1251",           "<?xml version='1.0' encoding='windows-1251'?><a/>", ERR_XML_ENCODING, ERR_XML_ENCODING},
	{"not UTF-8",              "<a>\xff</a>",                              ERR_XML_ENCODING, ERR_XML_ENCODING},
};
/* clang-format on */

static void
documents(void **state)
{
	struct err_info e;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		enum err strict = parse(cases[i].text, strlen(cases[i].text), XML_STRICT, &e);
		enum err lenient = parse(cases[i].text, strlen(cases[i].text), XML_LENIENT, &e);

		if (strict != cases[i].strict || lenient != cases[i].lenient)
			fail_msg("%s: %s, leniently %s", cases[i].what, err_name(strict),
			    err_name(lenient));
	}
}

/* What is kept for explaining is there; what is acted upon has one text in place of CDATA. */
static void
what_is_kept(void **state)
{
	static const char text[] = "<a>1<![CDATA[2]]><!--3--><?b 4?></a>", plain[] = "<a>1<![CDATA[2]]></a>";
	static const int kinds[] = {XML_TEXT_NODE, XML_CDATA_SECTION_NODE, XML_COMMENT_NODE,
	    XML_PI_NODE};
	AUTO(xml_doc) xmlDocPtr lenient = NULL;
	AUTO(xml_doc) xmlDocPtr strict = NULL;
	const xmlNode *node;
	struct err_info e;

	(void)state;
	assert_ok(e, xml_parse(text, sizeof(text) - 1, XML_LENIENT, &lenient, &e));
	node = xmlDocGetRootElement(lenient)->children;
	for (size_t i = 0; i < COUNT_OF(kinds); i++, node = node->next)
		assert_int_equal(node->type, kinds[i]);
	assert_null(node);
	assert_ok(e, xml_parse(plain, sizeof(plain) - 1, XML_STRICT, &strict, &e));
	node = xmlDocGetRootElement(strict)->children;
	assert_string_equal((const char *)node->content, "12");
	assert_null(node->next);
}

/* ---- limits -------------------------------------------------------------------------------- */

/* n times text, where "#" is a number, between head and tail. */
static void
build(struct buf *out, const char *head, const char *text, size_t n, const char *tail)
{
	struct err_info e;

	buf_reset(out);
	assert_ok(e, buf_add_str(out, head, &e));
	for (size_t i = 0; i < n; i++) {
		for (const char *p = text; *p != '\0';) {
			size_t run = strcspn(p, "#");

			assert_ok(e, buf_add(out, p, run, &e));
			p += run;
			if (*p == '#') {
				assert_ok(e, buf_addf(out, &e, "%zu", i));
				p++;
			}
		}
	}
	assert_ok(e, buf_add_str(out, tail, &e));
}

/* clang-format off */
static const struct {
	const char *what, *head, *text, *tail;
	size_t      most;               /* of text; one more is refused */
} limits[] = {
	{"bytes",           "<a>", "x", "</a>",                      XML_LIMIT_BYTES - 7},
	{"elements",        "<a>", "<b/>", "</a>",                   XML_LIMIT_ELEMENTS - 1},
	{"attributes",      "<a", " b#=''", "/>",                    XML_LIMIT_ATTRIBUTES},
	{"declarations",    "<a", " xmlns:b#='urn:b'", "/>",         XML_LIMIT_ATTRIBUTES},
	{"of both kinds",   "<a b='' c='' xmlns='urn:a'", " xmlns:b#='urn:b'", "/>", XML_LIMIT_ATTRIBUTES - 3},
	{"name",            "<a", "x", "/>",                         XML_LIMIT_NAME - 1},
	{"attribute's name", "<a b", "x", "=''/>",                   XML_LIMIT_NAME - 1},
	{"attributes with '>'", "<a", " attribute#='>=>=>'", "/>",   XML_LIMIT_ATTRIBUTES},
	{"namespace",       "<a xmlns='urn:", "x", "'/>",            XML_LIMIT_NAME - 4},
	{"attribute's namespace", "<a b:c='' xmlns:b='urn:", "x", "'/>", XML_LIMIT_NAME - 4},
};
/* clang-format on */

static void
limits_hold(void **state)
{
	BUF_AUTO(text, XML_LIMIT_BYTES + 100);
	struct err_info e;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(limits); i++) {
		for (size_t more = 0; more < 2; more++) {
			enum err want = more ? ERR_XML_LIMIT : ERR_OK;

			build(&text, limits[i].head, limits[i].text, limits[i].most + more,
			    limits[i].tail);
			for (int how = XML_STRICT; how <= XML_LENIENT; how++) {
				enum err got = parse(text.data, text.len, (enum xml_reading)how, &e);

				if (got != want)
					fail_msg("%s: %zu: %s: %s", limits[i].what,
					    limits[i].most + more, err_name(got), e.text);
			}
		}
	}
}

static void
depth_is_limited(void **state)
{
	(void)state;
	for (size_t n = XML_LIMIT_DEPTH; n <= XML_LIMIT_DEPTH + 1; n++) {
		BUF_AUTO(text, 1 << 16);
		struct err_info e;

		build(&text, "", "<a>", n, "");
		for (size_t i = 0; i < n; i++)
			assert_ok(e, buf_add_str(&text, "</a>", &e));
		assert_err(n > XML_LIMIT_DEPTH ? ERR_XML_LIMIT : ERR_OK, e,
		    parse(text.data, text.len, XML_LENIENT, &e));
	}
}

/* Declarations count while their element is open, and not after. */
static void
scope_is_limited(void **state)
{
	BUF_AUTO(one, 1 << 16);
	BUF_AUTO(text, 1 << 20);
	struct err_info e;

	(void)state;
	build(&one, "<a", " xmlns:b#='urn:b'", XML_LIMIT_ATTRIBUTES, ">");
	build(&text, "<a>", one.data, 0, "");
	for (size_t i = 0; i < 5; i++) {
		for (size_t k = 0; k < XML_LIMIT_SCOPE / XML_LIMIT_ATTRIBUTES; k++)
			assert_ok(e, buf_add_str(&text, one.data, &e));
		for (size_t k = 0; k < XML_LIMIT_SCOPE / XML_LIMIT_ATTRIBUTES; k++)
			assert_ok(e, buf_add_str(&text, "</a>", &e));
	}
	assert_ok(e, buf_add_str(&text, "</a>", &e));
	assert_ok(e, parse(text.data, text.len, XML_STRICT, &e));
	build(&text, "<a xmlns='urn:a'>", one.data, 0, "");
	for (size_t k = 0; k < XML_LIMIT_SCOPE / XML_LIMIT_ATTRIBUTES; k++)
		assert_ok(e, buf_add_str(&text, one.data, &e));
	assert_err(ERR_XML_LIMIT, e, parse(text.data, text.len, XML_STRICT, &e));
}

/* ---- what is made to take long: if a guard is gone, so is whoever waits for this test --------- */

/* clang-format off */
static const struct {
	const char *what, *head, *text, *tail;
	size_t      n;
	enum err    want;
} hostile[] = {
	/* what libxml2 would take hours for */
	{"attributes",              "<a", " b#=\"\"", "/>", 400000,                       ERR_XML_LIMIT},
	{"declarations",            "<a", " xmlns:b#=\"u\"", "/>", 300000,                ERR_XML_LIMIT},
	{"attributes, cut",         "<a", " b#=\"\"", "", 400000,                         ERR_XML_LIMIT},
	{"after a comment",         "<!-- < --><a", " b#='>'", "/>", 400000,              ERR_XML_LIMIT},
	{"after CDATA",             "<a><![CDATA[<]]><a", " b#='>'", "/>", 400000,        ERR_XML_LIMIT},
	{"after an instruction",    "<?p <?><a", " b#=\"'\"", "/>", 400000,               ERR_XML_LIMIT},
	{"the same attribute",      "<a", " b=\"\"", "/>", 1000000,                       ERR_XML_LIMIT},
	/* what looks like it, and is not */
	{"text",                    "<a>", " b#=\"\"", "</a>", 400000,                    ERR_OK},
	{"a comment",               "<a><!--", " b#=\"\"", "--></a>", 400000,             ERR_OK},
	{"CDATA",                   "<a><![CDATA[<b", " b#=\"\"", "]]></a>", 400000,      ERR_OK},
	{"an instruction",          "<a><?b", " b#=\"\"", "?></a>", 400000,               ERR_OK},
	{"a value",                 "<a b='", " b#=\"\"", "'/>", 400000,                  ERR_OK},
	/* what does not end */
	{"a comment, cut",          "<a><!--", "<", "", 4000000,                          ERR_XML},
	{"CDATA, cut",              "<a><![CDATA[", "<", "", 4000000,                     ERR_XML},
	{"'<'",                     "<a>", "<", "", 4000000,                              ERR_XML},
	{"comments not closed",     "<a>", "<!--", "", 2000000,                           ERR_XML},
	{"quotes",                  "<a", " b=\"'", "", 1500000,                          ERR_XML_LIMIT},
};
/* clang-format on */

static void
nothing_takes_long(void **state)
{
	BUF_AUTO(text, XML_LIMIT_BYTES);
	struct err_info e;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(hostile); i++) {
		enum err got;

		build(&text, hostile[i].head, hostile[i].text, hostile[i].n, hostile[i].tail);
		got = parse(text.data, text.len, XML_LENIENT, &e);
		if (got != hostile[i].want)
			fail_msg("%s: %s: %s", hostile[i].what, err_name(got), e.text);
	}
}

/* The slowest document that the limits let through: each attribute is sought in all that is in scope. */
static void
worst_namespaces_are_bearable(void **state)
{
	BUF_AUTO(text, XML_LIMIT_BYTES);
	BUF_AUTO(out, XML_LIMIT_BYTES * 8);
	BUF_AUTO(row, 1 << 16);
	AUTO(xml_doc) xmlDocPtr doc = NULL;
	struct err_info e;

	(void)state;
	build(&row, "<b a='' ", " a#:b='' ", XML_LIMIT_ATTRIBUTES - 1, "/>");
	build(&text, "<a", " xmlns:a#='urn:a#'", XML_LIMIT_ATTRIBUTES, "><a");
	for (size_t i = 0; i < XML_LIMIT_ATTRIBUTES; i++)
		assert_ok(e, buf_addf(&text, &e, " xmlns:b%zu='urn:%zu'", i, i));
	assert_ok(e, buf_add_str(&text, ">", &e));
	while (text.len + row.len < XML_LIMIT_BYTES - 100)
		assert_ok(e, buf_add(&text, row.data, row.len, &e));
	assert_ok(e, buf_add_str(&text, "</a></a>", &e));
	assert_ok(e, xml_parse(text.data, text.len, XML_STRICT, &doc, &e));
	assert_ok(e, xml_c14n_exclusive(xmlDocGetRootElement(doc), NULL, XML_WITHOUT_COMMENTS, &out,
	    &e));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(documents),
		cmocka_unit_test(what_is_kept),
		cmocka_unit_test(limits_hold),
		cmocka_unit_test(depth_is_limited),
		cmocka_unit_test(scope_is_limited),
		cmocka_unit_test(nothing_takes_long),
		cmocka_unit_test(worst_namespaces_are_bearable),
	};
	int failed;

	xml_init();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	xml_fini();
	return failed;
}
