/* expiry: when what we rely on ends, told before it does. */
#ifndef ADAPTER_EXPIRY_H
#define ADAPTER_EXPIRY_H

#include "adapter/service.h"

struct expiry {
	const char *role;               /* "own", "counterparty", "revocation", "front", "fund": static */
	char        subject[256];       /* of the certificate; "" where only its role is known */
	char        sha256[65];         /* likewise: a key and its successor have one subject */
	int64_t     until_us;
};

enum { EXPIRY_MAX = 32 };

/* All certificates in use, their number.  On the loop. */
size_t expiry_list(struct service *service, struct expiry ret[EXPIRY_MAX]);

/*
 * Whether it is time to warn of an end: a mark, 60 or 30 days before it, was passed since the last
 * look, or there are no more than 7 days, or none.  before_us is when the last look was, 0 if there
 * was none: then anything within 60 days.  Days are whole ones, as the log counts them.
 */
bool expiry_is_due(int64_t until_us, int64_t before_us, int64_t now_us);

/*
 * Warns in the log of what ends within 60 days if all is set; otherwise, to be called about once a
 * day, of what expiry_is_due() since the last call.  A day more or less between calls loses nothing.
 */
void expiry_warn(struct service *service, bool all);

#endif
