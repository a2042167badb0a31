#include "config.h"

#include <stdio.h>
#include <string.h>

#include <libxml/parser.h>
#include <xmlsec/base64.h>
#include <xmlsec/errors.h>

#include "adapter/crypto/crypto.h"
#include "adapter/seal/classes.h"
#include "adapter/seal/library.h"
#include "adapter/seal/seal.h"
#include "adapter/xml/xml.h"

static _Thread_local char reported[128];

void
seal_library_report(const char *where, const char *what)
{
	size_t len = strlen(reported);

	if (len + 16 < sizeof(reported))
		snprintf(reported + len, sizeof(reported) - len, "%s%s: %s", len > 0 ? "; " : "",
		    where, what);
}

/* xmlsec names the innermost cause first.  Subject and message may quote the document. */
static void
on_xmlsec_error(const char *file, int line, const char *func, const char *object,
    const char *subject, int reason, const char *message)
{
	const char *what = "error";

	(void)file;
	(void)line;
	(void)object;
	(void)subject;
	(void)message;
	for (xmlSecSize i = 0; xmlSecErrorsGetMsg(i) != NULL; i++)
		if (xmlSecErrorsGetCode(i) == reason)
			what = xmlSecErrorsGetMsg(i);
	seal_library_report(func, what);
}

__attribute__((format(printf, 2, 3))) static void
on_xml_message(void *context, const char *fmt, ...)
{
	(void)context;
	(void)fmt;
}

static void
on_xml_error(void *context, xmlErrorPtr error)
{
	char code[16];

	(void)context;
	snprintf(code, sizeof(code), "%d", error->code);
	seal_library_report("libxml2", code);
}

void
seal_init(void)
{
	xml_init();
	/* This thread, and those that start later. */
	xmlSetGenericErrorFunc(NULL, on_xml_message);
	xmlSetStructuredErrorFunc(NULL, on_xml_error);
	xmlThrDefSetGenericErrorFunc(NULL, on_xml_message);
	xmlThrDefSetStructuredErrorFunc(NULL, on_xml_error);

	CHECK(xmlSecInit() == 0);
	CHECK(xmlSecCheckVersionExt(XMLSEC_VERSION_MAJOR, XMLSEC_VERSION_MINOR,
	    XMLSEC_VERSION_SUBMINOR, xmlSecCheckVersionABICompatible) == 1);
	xmlSecErrorsSetCallback(on_xmlsec_error);
	xmlSecBase64SetDefaultLineSize(0);
	crypto_init();
	seal_classes_install();
}

void
seal_fini(void)
{
	xmlSecShutdown();
	crypto_fini();
	xmlCleanupParser();
}

void
seal_library_forget(void)
{
	reported[0] = '\0';
}

const char *
seal_library_drain(void)
{
	return reported;
}
