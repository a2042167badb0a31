/*
 * xml_smev: the transform of SMEV 3.
 *
 * What it makes of a document is XML again, and of that it makes what says the same: octet for octet
 * but for what is escaped in a text, which depends on where it begins and on its length.
 */
#include "config.h"

#include <libxml/parser.h>

#include "adapter/xml/xml.h"
#include "tests/fuzz/fuzz.h"

enum { OUT_MAX = 16 << 20 };

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

static enum err
transform(const char *octets, size_t len, struct buf *out)
{
	struct err_info e = {0};
	enum err code = xml_transform_smev_octets(octets, len, out, &e);

	MUST(code == e.code, "result and error differ");
	MUST(code == ERR_OK || (code >= ERR_XML && code <= ERR_XML_ENCODING) ||
	    code == ERR_XML_CANONICAL, "%s", err_name(code));
	MUST(code == ERR_OK || out->len == 0, "a failure that leaves something behind");
	return code;
}

/* The canonical form of it; false where namespaces have relative names, as SMEV alone permits. */
static bool
canonical(const struct buf *text, struct buf *out)
{
	AUTO(xml_doc) xmlDocPtr doc = NULL;
	struct err_info e = {0};
	enum err code = xml_parse(text->data, text->len, XML_LENIENT, &doc, &e);

	MUST(code == ERR_OK, "no XML: %s: %.300s", e.text, text->data);
	code = xml_c14n_exclusive(xmlDocGetRootElement(doc), NULL, XML_WITH_COMMENTS, out, &e);
	MUST(code == ERR_OK || code == ERR_XML_CANONICAL, "%s", err_name(code));
	return code == ERR_OK;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	BUF_AUTO(once, OUT_MAX);
	BUF_AUTO(twice, OUT_MAX);
	BUF_AUTO(said_once, OUT_MAX);
	BUF_AUTO(said_twice, OUT_MAX);
	enum err code;

	if (transform((const char *)data, size, &once) != ERR_OK)
		return 0;
	code = transform(once.data, once.len, &twice);
	MUST(code == ERR_OK || code == ERR_XML_LIMIT, "its own outcome is refused: %.300s", once.data);
	if (code != ERR_OK)
		return 0;
	if (!canonical(&once, &said_once))
		return 0;
	MUST(canonical(&twice, &said_twice) && said_once.len == said_twice.len &&
	    memcmp(said_once.data, said_twice.data, said_once.len) == 0, "once: %.300s\ntwice: %.300s",
	    once.data, twice.data);
	fuzz_accepted();
	return 0;
}
