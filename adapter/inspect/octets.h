/* octets: base64, and what may happen to octets on their way.  Private to inspect/. */
#ifndef ADAPTER_INSPECT_OCTETS_H
#define ADAPTER_INSPECT_OCTETS_H

#include "adapter/base/base.h"

/* White space is passed over; false for anything else that is not base64, or if out is too small. */
bool inspect_base64_decode(const char *text, unsigned char *out, size_t size, size_t *ret_len);

/* text has room for (len + 2) / 3 * 4 + 1. */
void inspect_base64_encode(const unsigned char *octets, size_t len, char *text);

/* Appends in to out with each from replaced by to. */
MUST_USE enum err inspect_octets_replace(const struct buf *in, const char *from, const char *to,
    struct buf *out, struct err_info *e);

/*
 * Appends in (UTF-8) to out in another encoding, by its name for iconv(3).  False if it cannot be,
 * or is the same.  utf8 says whether the result is UTF-8 again (and not only ASCII).
 */
bool inspect_octets_recode(const struct buf *in, const char *encoding, struct buf *out,
    bool *ret_utf8);

#endif
