/*
 * seal: what xmlsec makes of an element with our classes is what xml makes of it without xmlsec.
 */
#include "config.h"

#include <xmlsec/nodeset.h>
#include <xmlsec/transforms.h>

#include "adapter/seal/c14n.h"
#include "adapter/seal/seal.h"
#include "adapter/seal/smev.h"
#include "tests/unit.h"

enum { MAX_BYTES = 1 << 20 };

AUTO_DEFINE(node_set, xmlSecNodeSetPtr, xmlSecNodeSetDestroy)

/* False if a transform refused.  What is found by its URI must be our class. */
static bool
through_xmlsec(xmlNodePtr element, bool smev, struct buf *out)
{
	xmlSecTransformCtx ctx __attribute__((cleanup(xmlSecTransformCtxFinalize)));
	xmlSecPtrListPtr known = xmlSecTransformIdsGet();
	AUTO(node_set) xmlSecNodeSetPtr set = xmlSecNodeSetGetChildren(element->doc, element, 0, 0);
	struct err_info e;

	assert_ptr_equal(xmlSecTransformIdListFindByHref(known, XSTR(SEAL_C14N_URI),
	    xmlSecTransformUsageAny), seal_c14n_class());
	assert_ptr_equal(xmlSecTransformIdListFindByHref(known, XSTR(XML_SMEV_URI),
	    xmlSecTransformUsageDSigTransform), seal_smev_class());
	assert_int_equal(xmlSecTransformCtxInitialize(&ctx), 0);
	assert_non_null(xmlSecTransformCtxCreateAndAppend(&ctx, seal_c14n_class()));
	if (smev)
		assert_non_null(xmlSecTransformCtxCreateAndAppend(&ctx, seal_smev_class()));
	if (xmlSecTransformCtxXmlExecute(&ctx, set) != 0)
		return false;
	assert_ptr_equal(seal_c14n_done(&ctx), element);
	assert_ok(e, buf_add(out, xmlSecBufferGetData(ctx.result), xmlSecBufferGetSize(ctx.result), &e));
	return true;
}

static const struct {
	const char *text;
	bool        plain, smev;        /* may be transformed */
} cases[] = {
	{"<a xmlns='urn:a' xmlns:b='urn:b'><b:c b:d='1' e='2'>1 &gt; 2</b:c> <f/></a>", true, true},
	{"<a xmlns='http://пф.рф/АФ'>x<!--c-->y<![CDATA[<z>]]></a>", true, true},
	{"<a>in no namespace</a>", true, false},
	{"<a xmlns='relative'/>", false, false},
};

/* Appends text to out times over, as one element: more than xmlsec takes at once. */
static void
make_large(struct buf *out)
{
	struct err_info e;

	assert_ok(e, buf_add_str(out, "<a xmlns='urn:a'>", &e));
	for (int i = 0; i < 10000; i++)
		assert_ok(e, buf_addf(out, &e, "<b id='%d'>Ирина > %d</b>", i, i));
	assert_ok(e, buf_add_str(out, "</a>", &e));
}

static void
compare(const char *text, bool plain, bool smev)
{
	BUF_AUTO(ours, MAX_BYTES);
	BUF_AUTO(theirs, MAX_BYTES);
	AUTO(xml_doc) xmlDocPtr doc = NULL;
	xmlNodePtr root;
	struct err_info e;

	assert_ok(e, xml_parse(text, strlen(text), XML_LENIENT, &doc, &e));
	root = xmlDocGetRootElement(doc);
	assert_int_equal(through_xmlsec(root, false, &theirs), plain);
	assert_int_equal(xml_c14n_exclusive(root, NULL, XML_WITHOUT_COMMENTS, &ours, &e) == ERR_OK,
	    plain);
	if (plain)
		assert_string_equal(ours.data, theirs.data);
	buf_reset(&ours);
	buf_reset(&theirs);
	assert_int_equal(through_xmlsec(root, true, &theirs), smev);
	if (!smev)
		return;
	assert_ok(e, xml_transform_smev(root, &ours, &e));
	assert_string_equal(ours.data, theirs.data);
}

static void
as_without_xmlsec(void **state)
{
	BUF_AUTO(large, MAX_BYTES);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		compare(cases[i].text, cases[i].plain, cases[i].smev);
	make_large(&large);
	compare(large.data, true, true);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_without_xmlsec),
	};
	int failed;

	seal_init();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	seal_fini();
	return failed;
}
