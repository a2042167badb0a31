#include "config.h"

#include <string.h>

#include "adapter/expiry.h"

enum { FIRST = 60, SECOND = 30, LAST = 7 };     /* days */

#define DAY_US (INT64_C(86400) * 1000000)

size_t
expiry_list(struct service *service, struct expiry ret[EXPIRY_MAX])
{
	struct seal_certificate seals[EXPIRY_MAX - 4];
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
	ret[n] = (struct expiry){.role = "revocation", .subject = "citizens",
	    .until_us = citizen_lists_until_us(service->citizens)};
	n += ret[n].until_us != INT64_MAX;
	return n;
}

/* Whole days; -1 once it has ended. */
static int64_t
days_left(int64_t until_us, int64_t now_us)
{
	return until_us > now_us ? (until_us - now_us) / DAY_US : -1;
}

bool
expiry_is_due(int64_t until_us, int64_t before_us, int64_t now_us)
{
	static const int64_t marks[] = {FIRST, SECOND};
	int64_t days = days_left(until_us, now_us);

	if (days <= LAST)
		return true;
	for (size_t i = 0; i < COUNT_OF(marks); i++)
		if (days <= marks[i] && (before_us == 0 || days_left(until_us, before_us) > marks[i]))
			return true;
	return false;
}

void
expiry_warn(struct service *service, bool all)
{
	struct expiry list[EXPIRY_MAX];
	size_t n = expiry_list(service, list);
	int64_t now_us = clock_now_us(), before_us = all ? 0 : service->expiry_told_us;

	for (size_t i = 0; i < n; i++) {
		int64_t until_us = list[i].until_us, days = days_left(until_us, now_us);

		/* Lists live for days and are replaced in time, or they are not. */
		if (strcmp(list[i].role, "revocation") == 0 ? days < 0 : expiry_is_due(until_us, before_us, now_us))
			log_line(days <= LAST ? LOG_LEVEL_ERROR : LOG_LEVEL_WARN,
			    "event=certificate_ends role=\"%s\" subject=\"%s\" days=%lld sha256=%s",
			    list[i].role, list[i].subject, (long long)days, list[i].sha256);
	}
	service->expiry_told_us = now_us;
}
