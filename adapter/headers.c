#include "config.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "adapter/conditions.h"
#include "adapter/exchange.h"
#include "adapter/headers.h"

enum { LINK_MAX = 64 << 10 };

/* What may stand in a path as it is; the rest is percent-encoded.  Of a query only what is in no other part. */
#define UNRESERVED "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
static const char path_letters[] = UNRESERVED "/%:@!$&'()*+,;=";
static const char query_letters[] = UNRESERVED;

static enum err
add_encoded(struct buf *out, const char *text, const char *letters, struct err_info *e)
{
	for (; *text != '\0'; text++)
		if (strchr(letters, *text) != NULL)
			TRY(buf_add(out, text, 1, e));
		else
			TRY(buf_addf(out, e, "%%%02X", (unsigned char)*text));
	return ERR_OK;
}

static enum err
add_parameter(struct buf *out, char before, const char *name, const char *value, struct err_info *e)
{
	TRY(buf_add(out, &before, 1, e));
	TRY(add_encoded(out, name, query_letters, e));
	TRY(buf_add_str(out, "=", e));
	return add_encoded(out, value, query_letters, e);
}

/* The same list from its cursor on, all other parameters being as they were. */
static enum err
add_link(struct exchange *x, struct err_info *e)
{
	const json_t *cursor = map_find(x->reply, "/nextCursor");
	BUF_AUTO(link, LINK_MAX);
	json_t *value;
	const char *name;
	char before = '?';

	if (x->op->list == NULL || !json_is_string(cursor))
		return ERR_OK;
	TRY(buf_add_str(&link, "<", e));
	TRY(add_encoded(&link, x->call->path, path_letters, e));
	json_object_foreach(json_object_get(x->doc, "query"), name, value) {
		if (strcmp(name, "cursor") == 0)
			continue;
		TRY(add_parameter(&link, before, name, json_string_value(value), e));
		before = '&';
	}
	TRY(add_parameter(&link, before, "cursor", json_string_value(cursor), e));
	TRY(buf_add_str(&link, ">; rel=\"next\"", e));
	return exchange_add_header_copy(x, "Link", link.data, e);
}

enum err
headers_add(struct exchange *x, struct err_info *e)
{
	char etag[ETAG_SIZE];

	if (conditions_etag(x->op, x->reply, etag)) {
		TRY(exchange_add_header_copy(x, "ETag", etag, e));
		if (conditions_has(x, etag)) {
			x->status = 304;
			x->content_type = NULL;
			x->body[0] = '\0';
		}
	}
	return add_link(x, e);
}

/* The beginning of a day of the tables. */
static time_t
day(const char *date)
{
	char text[32];
	int64_t us;

	snprintf(text, sizeof(text), "%.10sT00:00:00Z", date);
	CHECK(clock_parse(text, &us));
	return (time_t)(us / 1000000);
}

enum err
headers_add_age(struct exchange *x, struct err_info *e)
{
	char text[64];
	struct tm tm;
	time_t at;

	if (x->op != NULL && x->op->deprecated != NULL) {
		snprintf(text, sizeof(text), "@%lld", (long long)day(x->op->deprecated));
		TRY(exchange_add_header_copy(x, "Deprecation", text, e));
	}
	if (x->op != NULL && x->op->sunset != NULL) {
		at = day(x->op->sunset);
		CHECK(gmtime_r(&at, &tm) != NULL);
		strftime(text, sizeof(text), "%a, %d %b %Y %H:%M:%S GMT", &tm);        /* in the C locale */
		TRY(exchange_add_header_copy(x, "Sunset", text, e));
	}
	return ERR_OK;
}
