/* files: what the request document and the record say of the files of an upload. */
#ifndef ADAPTER_FILES_H
#define ADAPTER_FILES_H

#include <jansson.h>

#include "adapter/base/base.h"
#include "adapter/parts/parts.h"

/*
 * A new object: the part's name → filename (that name, if it has none), mediaType (by content; "" if it
 * is none that we know), size, and the SHA-256 twice: digest (base64) as messages have it, sha256 (hex) as
 * people compare it.  ERR_NOMEM.
 */
MUST_USE enum err files_describe(const struct part_list *parts, json_t **ret_files, struct err_info *e);

/*
 * That each is a file as part_check() has it.  What is not is added to found, with its place in the
 * document, and the answer is ERR_INVALID then.
 */
MUST_USE enum err files_check(const struct part_list *parts, struct err_list *found, struct err_info *e);

#endif
