/* cms: the Fund's detached signature of a document, by OpenSSL's CMS. */
#ifndef TESTS_FUND_CMS_H
#define TESTS_FUND_CMS_H

#include "tests/fund/fund.h"

/* Appends to out, as DER, the signature by the key that replies are signed with too. */
MUST_USE enum err cms_sign(const struct fund *fund, const void *document, size_t len, struct buf *out,
    struct err_info *e);

#endif
