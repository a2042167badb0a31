/* filename: what somebody calls a file, made harmless.  Private to parts. */
#ifndef ADAPTER_PARTS_FILENAME_H
#define ADAPTER_PARTS_FILENAME_H

#include <stdbool.h>
#include <stddef.h>

/* Text in UTF-8 (RFC 3629) without control characters. */
bool part_is_text(const char *text);

/* What follows the last slash of either direction: browsers used to send whole paths (RFC 7578, 4.2). */
const char *part_filename(const char *path);

#endif
