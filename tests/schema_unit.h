/* schema_unit: whether a document is valid by the schema of its namespace, read from xsd/. */
#ifndef TESTS_SCHEMA_UNIT_H
#define TESTS_SCHEMA_UNIT_H

#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <libxml/xmlschemastypes.h>

#include "tests/mapping_unit.h"

static struct schema {
	char         ns[128];
	xmlSchemaPtr schema;
} schemas[32];

static inline xmlSchemaPtr
schema_of(const char *ns)
{
	size_t i = 0, n;
	char file[512];
	xmlSchemaParserCtxtPtr parser;
	const char *top = getenv("top_srcdir"), *name = ns;

	while (schemas[i].schema != NULL && strcmp(schemas[i].ns, ns) != 0)
		i++;
	assert_true(i < COUNT_OF(schemas));
	if (schemas[i].schema != NULL)
		return schemas[i].schema;
	/* urn:mostik:account:1.0.0, http://kvs.pfr.com/bap-for-period/1.0.1: the last but one part names the file. */
	n = strlen(ns);
	while (n > 0 && strchr(":/", ns[n - 1]) == NULL)
		n--;
	for (name = ns + n - 1; name > ns && strchr(":/", name[-1]) == NULL; name--)
		continue;
	snprintf(file, sizeof(file), "%s/xsd/%.*s.xsd", top != NULL ? top : ".", (int)(ns + n - 1 - name), name);
	parser = xmlSchemaNewParserCtxt(file);
	assert_non_null(parser);
	snprintf(schemas[i].ns, sizeof(schemas[i].ns), "%s", ns);
	schemas[i].schema = xmlSchemaParse(parser);
	xmlSchemaFreeParserCtxt(parser);
	if (schemas[i].schema == NULL)
		fail_msg("%s: no schema", file);
	return schemas[i].schema;
}

static inline void keep_first(void *arg, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static inline void
keep_first(void *arg, const char *fmt, ...)
{
	char *said = arg;
	va_list ap;

	va_start(ap, fmt);
	if (*said == '\0')
		vsnprintf(said, 512, fmt, ap);
	va_end(ap);
}

static inline void
assert_valid(const struct map_message *message, const char *xml)
{
	xmlSchemaValidCtxtPtr ctxt = xmlSchemaNewValidCtxt(schema_of(message->ns));
	AUTO(char) char *text = without_parts(xml);
	xmlDocPtr doc = xmlReadMemory(text, (int)strlen(text), NULL, NULL, XML_PARSE_NONET);
	char said[512] = "";

	assert_non_null(ctxt);
	assert_non_null(doc);
	xmlSchemaSetValidErrors(ctxt, keep_first, NULL, said);
	if (xmlSchemaValidateDoc(ctxt, doc) != 0)
		fail_msg("%s: %s in %s", message->element, said, xml);
	xmlFreeDoc(doc);
	xmlSchemaFreeValidCtxt(ctxt);
}

static inline int
free_schemas(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(schemas) && schemas[i].schema != NULL; i++)
		xmlSchemaFree(schemas[i].schema);
	xmlSchemaCleanupTypes();
	xmlCleanupParser();
	return 0;
}

#endif
