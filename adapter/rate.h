/*
 * rate: how often one caller may ask: a token bucket for each, which holds one second's worth.  Only callers on the
 * allow-list come here.  The loop's own.
 */
#ifndef ADAPTER_RATE_H
#define ADAPTER_RATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RATE_CALLERS_MAX = 256, RATE_WHO_SIZE = 65 };

struct rate {
	size_t n;
	struct rate_bucket {
		char    who[RATE_WHO_SIZE];     /* thumbprint of the certificate */
		int64_t left;                   /* thousandths of a request */
		int64_t at_ms;                  /* when that was so, on the monotonic clock */
	} bucket[RATE_CALLERS_MAX];             /* past the limit, who has been silent longest is forgotten */
};

/* Whether who may ask now, at so many requests a second at most (0: no limit); counts it if so. */
bool rate_permits(struct rate *rate, const char *who, int per_second, int64_t now_ms);

#endif
