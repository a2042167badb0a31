/*
 * canonical: a document, which is read leniently and made canonical in each way.
 *
 * The exclusive form is libxml2's too, where libxml2 has one and no namespace name has an '&',
 * which it does not escape.  Each form, made canonical again, stays as it is; that of SMEV is made
 * of the exclusive one as of the document.
 */
#include "config.h"

#include <libxml/c14n.h>

#include "adapter/xml/xml.h"
#include "tests/fuzz/fuzz.h"

enum { MAX_BYTES = 1 << 20 };

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	xml_init();
	return 0;
}

static bool
has_odd_name(const xmlNode *node)
{
	for (; node != NULL; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		for (const xmlNs *ns = node->nsDef; ns != NULL; ns = ns->next)
			if (ns->href != NULL && strpbrk((const char *)ns->href, "&<\"\t\r\n") != NULL)
				return true;
		if (has_odd_name(node->children))
			return true;
	}
	return false;
}

static void
compare(xmlDocPtr doc, const struct buf *ours)
{
	xmlOutputBufferPtr theirs = xmlAllocOutputBuffer(NULL);
	xmlNodePtr root = xmlDocGetRootElement(doc), first = doc->children, next = root->next;
	int done;

	CHECK(theirs != NULL);
	doc->children = root;
	root->next = NULL;
	done = xmlC14NExecute(doc, NULL, NULL, XML_C14N_EXCLUSIVE_1_0, NULL, 0, theirs);
	doc->children = first;
	root->next = next;
	MUST(done < 0 || (xmlOutputBufferGetSize(theirs) == ours->len &&
	    memcmp(xmlOutputBufferGetContent(theirs), ours->data, ours->len) == 0),
	    "libxml2 has it otherwise");
	xmlOutputBufferClose(theirs);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	BUF_AUTO(once, MAX_BYTES);
	BUF_AUTO(twice, MAX_BYTES);
	AUTO(xml_doc) xmlDocPtr doc = NULL, again = NULL;
	struct err_info e;

	if (size > MAX_BYTES / 8 ||
	    xml_parse((const char *)data, size, XML_LENIENT, &doc, &e) != ERR_OK ||
	    xml_c14n_exclusive(xmlDocGetRootElement(doc), NULL, XML_WITHOUT_COMMENTS, &once, &e) != ERR_OK)
		return 0;
	fuzz_accepted();
	if (!has_odd_name(xmlDocGetRootElement(doc)))
		compare(doc, &once);
	MUST(xml_parse(once.data, once.len, XML_LENIENT, &again, &e) == ERR_OK, "%s", e.text);
	MUST(xml_c14n_exclusive(xmlDocGetRootElement(again), NULL, XML_WITHOUT_COMMENTS, &twice,
	    &e) == ERR_OK, "%s", e.text);
	MUST(twice.len == once.len && memcmp(twice.data, once.data, once.len) == 0, "not stable");
	buf_reset(&once);
	buf_reset(&twice);
	if (xml_transform_smev(xmlDocGetRootElement(doc), &once, &e) != ERR_OK)
		return 0;
	MUST(xml_transform_smev(xmlDocGetRootElement(again), &twice, &e) == ERR_OK, "%s", e.text);
	MUST(twice.len == once.len && memcmp(twice.data, once.data, once.len) == 0,
	    "of the exclusive form SMEV's is another");
	return 0;
}
