#include "config.h"

#include <libxml/parser.h>

#include "adapter/xml/xml.h"

__attribute__((format(printf, 2, 3))) static void
on_message(void *context, const char *fmt, ...)
{
	(void)context;
	(void)fmt;
}

static void
on_error(void *context, xmlErrorPtr error)
{
	(void)context;
	(void)error;
}

void
xml_init(void)
{
	xmlInitParser();
	xmlSetGenericErrorFunc(NULL, on_message);
	xmlSetStructuredErrorFunc(NULL, on_error);
	xmlThrDefSetGenericErrorFunc(NULL, on_message);
	xmlThrDefSetStructuredErrorFunc(NULL, on_error);
}

void
xml_fini(void)
{
	xmlCleanupParser();
}
