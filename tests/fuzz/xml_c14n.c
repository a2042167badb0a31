/*
 * xml_c14n: exclusive canonical form beside libxml2's.
 *
 * An input is an octet (its lowest bit: with comments; the others: which element), a line with a
 * PrefixList, and the document.  What libxml2 has a form for has the same one here, and that, read
 * again, is its own; but for what libxml2 does not escape in a namespace name: '&', tabs, line ends.
 * The form of SMEV is made of it, without comments, as of the document.
 */
#include "config.h"

#include <libxml/c14n.h>
#include <libxml/parser.h>

#include "adapter/xml/xml.h"
#include "tests/fuzz/fuzz.h"

enum { OUT_MAX = 16 << 20 };

AUTO_DEFINE(words, xmlChar **, free)

static void
be_silent(void *arg, xmlErrorPtr error)
{
	(void)arg, (void)error;
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	xml_init();
	xmlSetStructuredErrorFunc(NULL, be_silent);
	return 0;
}

/* The n-th element in document order, or the last. */
static xmlNodePtr
element_at(xmlNodePtr node, unsigned *n)
{
	xmlNodePtr last = NULL;

	for (; node != NULL; node = node->next) {
		xmlNodePtr below;

		if (node->type != XML_ELEMENT_NODE)
			continue;
		last = node;
		if ((*n)-- == 0)
			return node;
		below = element_at(node->children, n);
		if (below != NULL)
			last = below;
		if (*n == UINT32_MAX)
			return last;
	}
	return last;
}

static bool
is_beyond_libxml2(const xmlNode *node)
{
	for (; node != NULL; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		for (const xmlNs *ns = node->nsDef; ns != NULL; ns = ns->next)
			if (ns->href != NULL && strpbrk((const char *)ns->href, "&<\"\t\r\n") != NULL)
				return true;
		if (is_beyond_libxml2(node->children))
			return true;
	}
	return false;
}

/* libxml2's; for a moment the element is the document's only child.  False: refused. */
static bool
theirs(xmlDocPtr doc, xmlNodePtr element, const struct xml_prefixes *list, bool comments,
    struct buf *out)
{
	AUTO(words) xmlChar **words = calloc(XML_LIMIT_PREFIXES + 1, sizeof(*words));
	xmlOutputBufferPtr buffer = xmlAllocOutputBuffer(NULL);
	xmlNodePtr root = doc->children, next = element->next;
	int done;

	CHECK(words != NULL && buffer != NULL);
	for (size_t i = 0; i < list->n; i++)
		words[i] = xmlStrndup(XSTR(list->word[i].text), (int)list->word[i].len);
	doc->children = element;
	element->next = NULL;
	done = xmlC14NExecute(doc, NULL, NULL, XML_C14N_EXCLUSIVE_1_0, list->n > 0 ? words : NULL,
	    comments, buffer);
	doc->children = root;
	element->next = next;
	for (size_t i = 0; i < list->n; i++)
		xmlFree(words[i]);
	if (done >= 0)
		CHECK(buf_add(out, xmlOutputBufferGetContent(buffer), xmlOutputBufferGetSize(buffer),
		    NULL) == ERR_OK);
	xmlOutputBufferClose(buffer);
	return done >= 0;
}

/* Read again, it has the same form: if it still is within the limits. */
static void
check_again(const struct buf *ours, const struct xml_prefixes *list, enum xml_comments comments)
{
	AUTO(xml_doc) xmlDocPtr doc = NULL;
	BUF_AUTO(again, OUT_MAX);
	struct err_info e = {0};
	enum err code = xml_parse(ours->data, ours->len, XML_LENIENT, &doc, &e);

	MUST(code == ERR_OK || code == ERR_XML_LIMIT, "no XML: %s", e.text);
	if (code != ERR_OK)
		return;
	code = xml_c14n_exclusive(xmlDocGetRootElement(doc), list, comments, &again, &e);
	/* A relative namespace name is refused where it is declared, which may have been above. */
	MUST(code == ERR_XML_CANONICAL || (code == ERR_OK && again.len == ours->len &&
	    memcmp(again.data, ours->data, again.len) == 0), "not its own canonical form: %.200s",
	    ours->data);
}

/* SMEV's form of the element, and of its canonical form without comments, is the same. */
static void
check_smev(const xmlNode *element, const struct buf *ours)
{
	AUTO(xml_doc) xmlDocPtr doc = NULL;
	BUF_AUTO(once, OUT_MAX);
	BUF_AUTO(twice, OUT_MAX);
	struct err_info e = {0};

	if (xml_transform_smev(element, &once, &e) != ERR_OK ||
	    xml_parse(ours->data, ours->len, XML_LENIENT, &doc, &e) != ERR_OK)
		return;
	MUST(xml_transform_smev(xmlDocGetRootElement(doc), &twice, &e) == ERR_OK, "%s", e.text);
	MUST(once.len == twice.len && memcmp(once.data, twice.data, once.len) == 0,
	    "of the document: %.300s\nof its canonical form: %.300s", once.data, twice.data);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = {data, size};
	uint8_t first = fuzz_octet(&in);
	AUTO(char) char *list = fuzz_line(&in);
	enum xml_comments comments = (first & 1) != 0 ? XML_WITH_COMMENTS : XML_WITHOUT_COMMENTS;
	AUTO(xml_doc) xmlDocPtr doc = NULL;
	BUF_AUTO(ours, OUT_MAX);
	BUF_AUTO(other, OUT_MAX);
	struct xml_prefixes words;
	struct err_info e = {0};
	unsigned n = (first - '0') / 2U % 16;
	xmlNodePtr element;
	enum err code;

	if (xml_prefixes_read(list, &words, &e) != ERR_OK ||
	    xml_parse((const char *)in.data, in.left, XML_LENIENT, &doc, &e) != ERR_OK)
		return 0;
	element = element_at(doc->children, &n);
	code = xml_c14n_exclusive(element, &words, comments, &ours, &e);
	MUST(code == ERR_OK || code == ERR_XML_CANONICAL, "%s", err_name(code));
	MUST(code == ERR_OK || ours.len == 0, "a failure that leaves something behind");
	if (theirs(doc, element, &words, comments == XML_WITH_COMMENTS, &other) &&
	    !is_beyond_libxml2(doc->children))
		MUST(code == ERR_OK && ours.len == other.len &&
		    memcmp(ours.data, other.data, ours.len) == 0, "libxml2: %.300s\nours: %.300s",
		    other.data, ours.data != NULL ? ours.data : e.text);
	if (code != ERR_OK)
		return 0;
	check_again(&ours, &words, comments);
	if (comments == XML_WITHOUT_COMMENTS)
		check_smev(element, &ours);
	fuzz_accepted();
	return 0;
}
