/*
 * lang: the language in which a caller is told what is wrong.
 */
#ifndef ADAPTER_BASE_LANG_H
#define ADAPTER_BASE_LANG_H

#include "adapter/base/err.h"

/*
 * Russian or English, by the weights of Accept-Language (RFC 9110, 12.5.4); Russian if in doubt.
 * accept_language may be NULL.
 */
enum err_lang lang_choose(const char *accept_language);

/* As Content-Language says it: "ru". */
const char *lang_name(enum err_lang lang);

#endif
