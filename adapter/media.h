/* media: reads a Content-Type (RFC 9110, 8.3.1). */
#ifndef ADAPTER_MEDIA_H
#define ADAPTER_MEDIA_H

#include <stdbool.h>

/*
 * True if value is the type, followed by well-formed parameters of which charset, if it is there, is
 * there once and is UTF-8.  NULL is no type.
 */
bool media_is_utf8(const char *value, const char *type);

#endif
