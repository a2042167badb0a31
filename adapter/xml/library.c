#include "config.h"

#include <string.h>

#include <libxml/parser.h>

#include "adapter/xml/xml.h"

/*
 * libxml2 goes on where it gets no memory: a tree without some of its nodes, an attribute without its
 * value, an identifier that "is taken already".  So what it asks for is watched.
 */
static _Thread_local bool failed;

static void *
allocate(size_t size)
{
	void *p = malloc(size);

	failed |= p == NULL;
	return p;
}

static void *
reallocate(void *old, size_t size)
{
	void *p = realloc(old, size);

	failed |= p == NULL;
	return p;
}

static char *
duplicate(const char *text)
{
	char *p = strdup(text);

	failed |= p == NULL;
	return p;
}

void
xml_memory_watch(void)
{
	failed = false;
}

void
xml_memory_note(void)
{
	failed = true;
}

bool
xml_memory_failed(void)
{
	return failed;
}

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
	CHECK(xmlMemSetup(free, allocate, reallocate, duplicate) == 0);
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
