#include "config.h"

#include <string.h>

#include "adapter/expiry.h"

enum { FIRST = 60, SECOND = 30, LAST = 7 };     /* days */

#define DAY_US (INT64_C(86400) * 1000000)

size_t
expiry_list(struct service *service, struct expiry ret[EXPIRY_MAX])
{
	struct seal_certificate seals[EXPIRY_MAX - 3];
	size_t n = 0, n_seals = seal_certificates(service->seal, seals, COUNT_OF(seals));

	for (; n < n_seals; n++) {
		ret[n] = (struct expiry){.role = seals[n].role, .until_us = seals[n].ends_us};
		memcpy(ret[n].subject, seals[n].subject, sizeof(ret[n].subject));
		memcpy(ret[n].sha256, seals[n].sha256, sizeof(ret[n].sha256));
	}
	ret[n++] = (struct expiry){.role = "front",
	    .until_us = front_certificate_until_us(service->front)};
	ret[n] = (struct expiry){.role = "fund", .until_us = send_certificate_until_us(service->send)};
	n += ret[n].until_us != INT64_MAX;      /* we may show none */
	ret[n] = (struct expiry){.role = "token",
	    .until_us = token_certificate_until_us(service->token_keys)};
	n += ret[n].until_us != INT64_MAX;      /* keys need not come in certificates */
	return n;
}

static bool
is_due(int64_t days, bool all)
{
	return days <= LAST || days == SECOND || days == FIRST || (all && days < FIRST);
}

void
expiry_warn(struct service *service, bool all)
{
	struct expiry list[EXPIRY_MAX];
	size_t n = expiry_list(service, list);
	int64_t now_us = clock_now_us();

	for (size_t i = 0; i < n; i++) {
		int64_t left_us = list[i].until_us - now_us;
		int64_t days = left_us > 0 ? left_us / DAY_US : -1;

		/* Lists live for days and are replaced in time, or they are not. */
		if (strcmp(list[i].role, "revocation") == 0 ? left_us <= 0 : is_due(days, all))
			log_line(days <= LAST ? LOG_LEVEL_ERROR : LOG_LEVEL_WARN,
			    "event=certificate_ends role=\"%s\" subject=\"%s\" days=%lld sha256=%s",
			    list[i].role, list[i].subject, (long long)days, list[i].sha256);
	}
}
