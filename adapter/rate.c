#include "config.h"

#include <stdio.h>
#include <string.h>

#include "adapter/rate.h"

enum { ONE = 1000 };    /* a request */

static struct rate_bucket *
find(struct rate *rate, const char *who, int per_second, int64_t now_ms)
{
	struct rate_bucket *oldest = &rate->bucket[0];

	for (size_t i = 0; i < rate->n; i++) {
		if (strcmp(rate->bucket[i].who, who) == 0)
			return &rate->bucket[i];
		if (rate->bucket[i].at_ms < oldest->at_ms)
			oldest = &rate->bucket[i];
	}
	if (rate->n < RATE_CALLERS_MAX)
		oldest = &rate->bucket[rate->n++];
	*oldest = (struct rate_bucket){.left = (int64_t)per_second * ONE, .at_ms = now_ms};
	snprintf(oldest->who, sizeof(oldest->who), "%s", who);
	return oldest;
}

bool
rate_permits(struct rate *rate, const char *who, int per_second, int64_t now_ms)
{
	struct rate_bucket *b;
	int64_t most = (int64_t)per_second * ONE;

	if (per_second == 0)
		return true;
	b = find(rate, who, per_second, now_ms);
	if (now_ms - b->at_ms >= ONE)
		b->left = most;
	else if (now_ms > b->at_ms)
		b->left += (now_ms - b->at_ms) * per_second;
	b->left = b->left < most ? b->left : most;
	b->at_ms = now_ms > b->at_ms ? now_ms : b->at_ms;
	if (b->left < ONE)
		return false;
	b->left -= ONE;
	return true;
}
