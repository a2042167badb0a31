/* xml: canonical octets of documents that are written out here, and what has none. */
#include "config.h"

#include "adapter/xml/xml.h"
#include "tests/unit.h"

#define LANG   "xml:lang=\"ru\""
#define PFR    "http://пф.рф/АФ"
#define ASTRAL "\xf0\x9f\x98\x80"       /* U+1F600, which is two units in UTF-16 */
#define LAST   "\xef\xbf\xbd"           /* U+FFFD, which is one */

/* What is made canonical is the element with the identifier T, or the document's. */
static enum err
make(enum err (*run)(const xmlNode *element, const char *list, struct buf *out,
    struct err_info *e), const char *text, const char *list, struct buf *out, struct err_info *e)
{
	AUTO(xml_doc) xmlDocPtr doc = NULL;
	xmlNodePtr element = NULL;

	if (xml_parse(text, strlen(text), XML_LENIENT, &doc, e) != ERR_OK)
		fail_msg("%s: %s", text, e->text);
	if (xml_tree_find(doc, "T", &element, e) != ERR_OK)
		element = xmlDocGetRootElement(doc);
	return run(element, list, out, e);
}

static enum err
exclusive(const xmlNode *element, const char *list, struct buf *out, struct err_info *e)
{
	struct xml_prefixes prefixes;

	TRY(xml_prefixes_read(list, &prefixes, e));
	return xml_c14n_exclusive(element, prefixes.n > 0 ? &prefixes : NULL, XML_WITHOUT_COMMENTS,
	    out, e);
}

static enum err
exclusive_with_comments(const xmlNode *element, const char *list, struct buf *out,
    struct err_info *e)
{
	struct xml_prefixes prefixes;

	TRY(xml_prefixes_read(list, &prefixes, e));
	return xml_c14n_exclusive(element, &prefixes, XML_WITH_COMMENTS, out, e);
}

static enum err
inclusive(const xmlNode *element, const char *list, struct buf *out, struct err_info *e)
{
	(void)list;
	return xml_c14n_inclusive(element, XML_WITHOUT_COMMENTS, out, e);
}

static enum err
inclusive_with_comments(const xmlNode *element, const char *list, struct buf *out,
    struct err_info *e)
{
	(void)list;
	return xml_c14n_inclusive(element, XML_WITH_COMMENTS, out, e);
}

static enum err
smev(const xmlNode *element, const char *list, struct buf *out, struct err_info *e)
{
	(void)list;
	return xml_transform_smev(element, out, e);
}

/* clang-format off */
static const struct {
	const char *what;
	enum err  (*run)(const xmlNode *element, const char *list, struct buf *out, struct err_info *e);
	const char *list, *text, *want;
} cases[] = {
	/* characters */
	{"empty element",        exclusive, "", "<a/>", "<a></a>"},
	{"white space in tags",  exclusive, "", "<a  b = 'c' ></a >", "<a b=\"c\"></a>"},
	{"text",                 exclusive, "", "<a>\"'&amp;&lt;&gt;&#13;&#9;\r\n</a>", "<a>\"'&amp;&lt;&gt;&#xD;\t\n</a>"},
	{"value",                exclusive, "", "<a b='&quot;&apos;&amp;&lt;>&#13;&#10;&#9;\n'/>", "<a b=\"&quot;'&amp;&lt;>&#xD;&#xA;&#x9; \"></a>"},
	{"cdata",                exclusive, "", "<a>1<![CDATA[<&]]>2</a>", "<a>1&lt;&amp;2</a>"},
	{"beyond 16 bits",       exclusive, "", "<a b='&#x1f600;'>&#128512;</a>", "<a b=\"" ASTRAL "\">" ASTRAL "</a>"},
	{"cyrillic names",       exclusive, "", "<я:а xmlns:я='urn:я' б='в'/>", "<я:а xmlns:я=\"urn:я\" б=\"в\"></я:а>"},
	{"outside the element",  exclusive, "", "<?xml version='1.0'?><!--c--><?p?>\n<a/>\n<?p?>", "<a></a>"},
	{"comments",             exclusive, "", "<a>1<!--c-->2<!----></a>", "<a>12</a>"},
	{"comments kept",        exclusive_with_comments, "", "<!--b--><a>1<!--c\r\n&-->2<!----></a>", "<a>1<!--c\n&-->2<!----></a>"},
	{"instructions",         exclusive, "", "<a><?p?><?q  r > ?></a>", "<a><?p?><?q r > ?></a>"},

	/* namespaces: Exclusive XML Canonicalization 1.0, section 3 */
	{"unused",               exclusive, "", "<a xmlns:p='urn:p'><p:b/></a>", "<a><p:b xmlns:p=\"urn:p\"></p:b></a>"},
	{"used by siblings",     exclusive, "", "<a xmlns:p='urn:p'><p:b/><p:b/></a>", "<a><p:b xmlns:p=\"urn:p\"></p:b><p:b xmlns:p=\"urn:p\"></p:b></a>"},
	{"used below",           exclusive, "", "<p:a xmlns:p='urn:p'><b><p:c/></b></p:a>", "<p:a xmlns:p=\"urn:p\"><b><p:c></p:c></b></p:a>"},
	{"said again",           exclusive, "", "<p:a xmlns:p='urn:p'><p:c xmlns:p='urn:p'/></p:a>", "<p:a xmlns:p=\"urn:p\"><p:c></p:c></p:a>"},
	{"another of a prefix",  exclusive, "", "<p:a xmlns:p='urn:p'><p:b xmlns:p='urn:q'/><p:c/></p:a>", "<p:a xmlns:p=\"urn:p\"><p:b xmlns:p=\"urn:q\"></p:b><p:c></p:c></p:a>"},
	{"by an attribute",      exclusive, "", "<a xmlns:p='urn:p' xmlns:q='urn:q' p:b=''/>", "<a xmlns:p=\"urn:p\" p:b=\"\"></a>"},
	{"by a value: not seen", exclusive, "", "<a xmlns:p='urn:p' type='p:b'/>", "<a type=\"p:b\"></a>"},
	{"order",                exclusive, "", "<b:a xmlns:b='urn:1' xmlns:a='urn:2' xmlns:ab='urn:0' a:x='' ab:x='' b:y='' b:x='' z='' a=''/>",
	    "<b:a xmlns:a=\"urn:2\" xmlns:ab=\"urn:0\" xmlns:b=\"urn:1\" a=\"\" z=\"\" ab:x=\"\" b:x=\"\" b:y=\"\" a:x=\"\"></b:a>"},
	{"default first",        exclusive, "", "<a xmlns:p='urn:p' xmlns='urn:a' p:b=''/>", "<a xmlns=\"urn:a\" xmlns:p=\"urn:p\" p:b=\"\"></a>"},
	{"default undone",       exclusive, "", "<a xmlns='urn:a'><b xmlns=''><c/></b><d xmlns=''/></a>", "<a xmlns=\"urn:a\"><b xmlns=\"\"><c></c></b><d xmlns=\"\"></d></a>"},
	{"nothing to undo",      exclusive, "", "<a xmlns=''><b xmlns=''/></a>", "<a><b></b></a>"},
	{"nor seen",             exclusive, "", "<p:a xmlns='urn:a' xmlns:p='urn:p'><b xmlns=''/></p:a>", "<p:a xmlns:p=\"urn:p\"><b></b></p:a>"},
	{"undone below another", exclusive, "", "<a xmlns='urn:a'><p:b xmlns:p='urn:p' xmlns=''><c/></p:b></a>", "<a xmlns=\"urn:a\"><p:b xmlns:p=\"urn:p\"><c xmlns=\"\"></c></p:b></a>"},
	{"and done again",       exclusive, "", "<a xmlns='urn:a'><b xmlns=''><c xmlns='urn:a'/></b></a>", "<a xmlns=\"urn:a\"><b xmlns=\"\"><c xmlns=\"urn:a\"></c></b></a>"},
	{"inherited",            exclusive, "", "<a xmlns='urn:a' xmlns:p='urn:p' " LANG "><b Id='T' p:c=''/><d/></a>", "<b xmlns=\"urn:a\" xmlns:p=\"urn:p\" Id=\"T\" p:c=\"\"></b>"},
	{"xml: is never said",   exclusive, "xml", "<a xmlns:xml='http://www.w3.org/XML/1998/namespace' " LANG " xml:id='i'/>", "<a xml:id=\"i\" " LANG "></a>"},
	{"cyrillic name",        exclusive, "", "<a xmlns='" PFR "'/>", "<a xmlns=\"" PFR "\"></a>"},
	{"cyrillic, no scheme",  exclusive, "", "<a xmlns='пф.рф/АФ'/>", "<a xmlns=\"пф.рф/АФ\"></a>"},
	{"escaped in a name",    exclusive, "", "<a xmlns='http://a/?b=&amp;&lt;'/>", "<a xmlns=\"http://a/?b=&amp;&lt;\"></a>"},
	{"a space in a name",    exclusive, "", "<a xmlns='urn:a b'/>", "<a xmlns=\"urn:a b\"></a>"},

	/* the same, section 3, PrefixList */
	{"listed",               exclusive, "p", "<a xmlns:p='urn:p'><b/></a>", "<a xmlns:p=\"urn:p\"><b></b></a>"},
	{"listed, inherited",    exclusive, " q\np\t", "<a xmlns:p='urn:p' xmlns:q='urn:q'><b Id='T'/></a>", "<b xmlns:p=\"urn:p\" xmlns:q=\"urn:q\" Id=\"T\"></b>"},
	{"the nearest",          exclusive, "p", "<a xmlns:p='urn:p'><b xmlns:p='urn:q'><c Id='T'/></b></a>", "<c xmlns:p=\"urn:q\" Id=\"T\"></c>"},
	{"listed and used",      exclusive, "p p", "<p:a xmlns:p='urn:p'><p:b/></p:a>", "<p:a xmlns:p=\"urn:p\"><p:b></p:b></p:a>"},
	{"listed, said below",   exclusive, "p", "<a><b xmlns:p='urn:p'><c xmlns:p='urn:q'/><d xmlns:p='urn:p'/></b></a>",
	    "<a><b xmlns:p=\"urn:p\"><c xmlns:p=\"urn:q\"></c><d></d></b></a>"},
	{"listed, not there",    exclusive, "q", "<a xmlns:p='urn:p'/>", "<a></a>"},
	{"the default listed",   exclusive, "#default", "<p:a xmlns='urn:a' xmlns:p='urn:p'><p:b xmlns=''/></p:a>", "<p:a xmlns=\"urn:a\" xmlns:p=\"urn:p\"><p:b xmlns=\"\"></p:b></p:a>"},
	{"the default not",      exclusive, "p", "<p:a xmlns='urn:a' xmlns:p='urn:p'/>", "<p:a xmlns:p=\"urn:p\"></p:a>"},

	/* Canonical XML 1.0, section 2.4: a part of a document inherits */
	{"inclusive",            inclusive, "", "<a xmlns='urn:a' xmlns:p='urn:p' " LANG "><b Id='T'><!--c--></b><d/></a>", "<b xmlns=\"urn:a\" xmlns:p=\"urn:p\" Id=\"T\" " LANG "></b>"},
	{"inclusive, comments",  inclusive_with_comments, "", "<!--b--><a><!--c--></a>", "<a><!--c--></a>"},

	/* the SMEV transform; the method text's own examples are in t16 */
	{"numbers",              smev, "", "<a xmlns='urn:1'><p:b xmlns:p='urn:2'/><c xmlns='urn:3'/><q:b xmlns:q='urn:2'/></a>",
	    "<ns1:a xmlns:ns1=\"urn:1\"><ns2:b xmlns:ns2=\"urn:2\"></ns2:b><ns3:c xmlns:ns3=\"urn:3\"></ns3:c><ns4:b xmlns:ns4=\"urn:2\"></ns4:b></ns1:a>"},
	{"attributes",           smev, "", "<a xmlns='urn:1' xmlns:p='urn:3' xmlns:q='urn:2' b='' a='' p:x='' q:y='' q:x=''/>",
	    "<ns1:a xmlns:ns1=\"urn:1\" xmlns:ns2=\"urn:2\" xmlns:ns3=\"urn:3\" ns2:x=\"\" ns2:y=\"\" ns3:x=\"\" a=\"\" b=\"\"></ns1:a>"},
	{"in units of UTF-16",   smev, "", "<a xmlns='u:1' xmlns:p='u:" LAST "' xmlns:q='u:" ASTRAL "' p:x='' q:x=''/>",
	    "<ns1:a xmlns:ns1=\"u:1\" xmlns:ns2=\"u:" ASTRAL "\" xmlns:ns3=\"u:" LAST "\" ns2:x=\"\" ns3:x=\"\"></ns1:a>"},
	{"blank",                smev, "", "<a xmlns='u:1'> \n<b>\t</b>&#32;&#13; </a>", "<ns1:a xmlns:ns1=\"u:1\"><ns1:b></ns1:b></ns1:a>"},
	{"not blank",            smev, "", "<a xmlns='u:1'> \n1 <b>\xc2\xa0</b></a>", "<ns1:a xmlns:ns1=\"u:1\"> \n1 <ns1:b>\xc2\xa0</ns1:b></ns1:a>"},
	{"one block",            smev, "", "<a xmlns='u:1'> <!--c--><![CDATA[ ]]>x<!--c--> </a>", "<ns1:a xmlns:ns1=\"u:1\">  x </ns1:a>"},
	{"two blocks",           smev, "", "<a xmlns='u:1'> <?p?>x<?p?> </a>", "<ns1:a xmlns:ns1=\"u:1\">x</ns1:a>"},
	{"a part",               smev, "", "<a xmlns='u:1'><b xmlns='u:2' Id='T'/></a>", "<ns1:b xmlns:ns1=\"u:2\" Id=\"T\"></ns1:b>"},
	{"value",                smev, "", "<a xmlns='u:1' b='&#9;&#10;&#13;&quot;&lt;&gt;&amp;&apos;\x7f'/>", "<ns1:a xmlns:ns1=\"u:1\" b=\"&#x9;&#xa;&#xd;&quot;&lt;>&amp;'\x7f\"></ns1:a>"},
	{"short text",           smev, "", "<a xmlns='u:1'>>>&amp;>&lt;]>\x7f&#133;a</a>", "<ns1:a xmlns:ns1=\"u:1\">&gt;>&amp;>&lt;]&gt;\x7f\xc2\x85""a</ns1:a>"},
	{"11 units",             smev, "", "<a xmlns='u:1'>" ASTRAL "1234567>></a>", "<ns1:a xmlns:ns1=\"u:1\">" ASTRAL "1234567>></ns1:a>"},
	{"12, and an escape",    smev, "", "<a xmlns='u:1'>" ASTRAL "12345&amp;>>>></a>", "<ns1:a xmlns:ns1=\"u:1\">" ASTRAL "12345&amp;&gt;&gt;&gt;&gt;</ns1:a>"},
	{"12, other escapes",    smev, "", "<a xmlns='u:1'>&#13;>\x7f>&#133;>&#160;>12345></a>", "<ns1:a xmlns:ns1=\"u:1\">&#xd;&gt;&#x7f;&gt;&#x85;&gt;\xc2\xa0>12345></ns1:a>"},
};

static const struct {
	const char *what;
	enum err  (*run)(const xmlNode *element, const char *list, struct buf *out, struct err_info *e);
	const char *list, *text;
	enum err    want;
} refusals[] = {
	{"relative name",           exclusive, "", "<a xmlns='b'/>",                          ERR_XML_CANONICAL},
	{"relative name below",     exclusive, "", "<a><b xmlns:p='../b'/></a>",              ERR_XML_CANONICAL},
	{"name without a scheme",   exclusive, "", "<a xmlns='//b/c'/>",                      ERR_XML_CANONICAL},
	{"scheme without a letter", exclusive, "", "<a xmlns='1a:b'/>",                       ERR_XML_CANONICAL},
	{"too many prefixes",       exclusive, "a b c d e f g h i j k l m n o p q", "<a/>",   ERR_XML_LIMIT},
	{"inclusive, cyrillic",     inclusive, "", "<a xmlns='" PFR "'/>",                    ERR_XML_CANONICAL},
	{"smev: no namespace",      smev, "", "<a/>",                                         ERR_XML_CANONICAL},
	{"smev: none below",        smev, "", "<a xmlns='u:1'><b xmlns=''/></a>",             ERR_XML_CANONICAL},
	{"smev: xml:lang",          smev, "", "<a xmlns='u:1' " LANG "/>",                    ERR_XML_CANONICAL},
};
/* clang-format on */

static void
octets(void **state)
{
	BUF_AUTO(out, 1 << 16);
	struct err_info e = {0};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		buf_reset(&out);
		assert_ok(e, buf_add_str(&out, "kept", &e));
		if (make(cases[i].run, cases[i].text, cases[i].list, &out, &e) != ERR_OK)
			fail_msg("%s: %s: %s", cases[i].what, err_name(e.code), e.text);
		if (strncmp(out.data, "kept", 4) != 0 || strcmp(out.data + 4, cases[i].want) != 0)
			fail_msg("%s:\n%s, not\n%s", cases[i].what, out.data + 4, cases[i].want);
	}
}

static void
no_octets(void **state)
{
	BUF_AUTO(out, 1 << 16);
	struct err_info e = {0};

	(void)state;
	assert_ok(e, buf_add_str(&out, "kept", &e));
	for (size_t i = 0; i < COUNT_OF(refusals); i++) {
		enum err got = make(refusals[i].run, refusals[i].text, refusals[i].list, &out, &e);

		if (got != refusals[i].want)
			fail_msg("%s: %s", refusals[i].what, err_name(got));
		assert_string_equal(out.data, "kept");
		assert_int_equal(out.len, 4);
	}
}

/* Each of them stops where the room ends, wherever that is, and takes nothing beyond it. */
static void
room_is_kept(void **state)
{
	struct err_info e = {0};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		for (size_t max = strlen(cases[i].want) + 1; max-- > 0;) {
			BUF_AUTO(out, max);
			enum err want = max < strlen(cases[i].want) ? ERR_TOO_LARGE : ERR_OK;
			enum err got = make(cases[i].run, cases[i].text, cases[i].list, &out, &e);

			if (got != want)
				fail_msg("%s in %zu: %s", cases[i].what, max, err_name(got));
			assert_int_equal(out.len, got == ERR_OK ? max : 0);
		}
	}
}

/* A '>' is escaped where a piece of 512 units begins, and nowhere else in a long text. */
static void
pieces_of_long_text(void **state)
{
	(void)state;
	for (size_t at = 500; at < 1030; at++) {
		BUF_AUTO(text, 1 << 16);
		BUF_AUTO(out, 1 << 16);
		struct err_info e;
		const char *found;

		assert_ok(e, buf_add_str(&text, "<a xmlns='u:1'>", &e));
		for (size_t unit = 0; unit < at; unit += 2)     /* an odd one more: its half */
			assert_ok(e, buf_add_str(&text, unit + 2 > at ? "x" : ASTRAL, &e));
		assert_ok(e, buf_add_str(&text, "></a>", &e));
		assert_ok(e, xml_transform_smev_octets(text.data, text.len, &out, &e));
		found = strstr(out.data, "&gt;</ns1:a>");
		assert_int_equal(found != NULL, at == 512 || at == 1024);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(octets),
		cmocka_unit_test(no_octets),
		cmocka_unit_test(room_is_kept),
		cmocka_unit_test(pieces_of_long_text),
	};
	int failed;

	xml_init();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	xml_fini();
	return failed;
}
