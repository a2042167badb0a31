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
 * Warns in the log of what ends within 60 days if all is set; otherwise, to be called once a day,
 * of what has just come to 60, to 30, or to 7 days and fewer.
 */
void expiry_warn(struct service *service, bool all);

#endif
