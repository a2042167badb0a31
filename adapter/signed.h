/* signed: what a citizen has signed in a request is verified before it is passed on. */
#ifndef ADAPTER_SIGNED_H
#define ADAPTER_SIGNED_H

#include "adapter/base/base.h"

struct exchange;

/*
 * Every document of the body that has a signature beside it ({"part": …, "signature": …}, in any depth) was signed by
 * who acts: the representative, or the citizen of the access token.  The request has passed its rows, so the
 * parts are there.  Fails as citizen_check_document() does, e->at being the pointer of the signature; with
 * ERR_CMS_SIGNER where a system asks, and so nobody acts.
 */
MUST_USE enum err signed_check(struct exchange *x, struct err_info *e);

#endif
