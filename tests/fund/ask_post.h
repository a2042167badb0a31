/* ask_post: one POST over TLS with a client certificate, by libcurl. */
#ifndef TESTS_FUND_ASK_POST_H
#define TESTS_FUND_ASK_POST_H

#include "adapter/base/base.h"

/* Posts body to the Fund's port on this machine, as mostik; the reply is added to reply. */
MUST_USE enum err ask_post(int port, const char *pki, const char *type, const char *action,
    const struct buf *body, struct buf *reply, long *ret_status, struct err_info *e);

#endif
