#include "config.h"

#include <stdio.h>
#include <string.h>

#include "adapter/answer.h"
#include "adapter/base/lang.h"
#include "adapter/expiry.h"
#include "adapter/pages.h"
#include "adapter/service.h"

struct page {
	int         status;
	const char *body;
	size_t      len;
	const char *type;               /* NULL: application/json */
};

/* Alive: the loop turns. */
static struct page
healthz(struct service *s)
{
	(void)s;
	return (struct page){200, "{\"status\":\"ok\"}", 15, NULL};
}

/* Ready: has the keys of tokens, can sign, can journal. */
static struct page
readyz(struct service *s)
{
	if (service_ready(s))
		return (struct page){200, "{\"status\":\"ready\"}", 18, NULL};
	return (struct page){503, "{\"status\":\"not ready\"}", 22, NULL};
}

static struct page
openapi(struct service *s)
{
	return (struct page){200, s->openapi, s->openapi_len, NULL};
}

/* A label's value: backslash, quote and line feed are escaped. */
static void
add_label(struct buf *out, const char *text)
{
	struct err_info e;

	for (; *text != '\0'; text++)
		if (buf_addf(out, &e, *text == '\\' || *text == '"' ? "\\%c" : "%c",
		    *text == '\n' ? ' ' : *text) != ERR_OK)
			return;
}

static void
add_certificates(struct service *s)
{
	struct expiry list[EXPIRY_MAX];
	size_t n = expiry_list(s, list);

	for (size_t i = 0; i < n; i++) {
		struct err_info e;

		if (buf_addf(&s->page, &e, "mostik_certificate_not_after_seconds{role=\"%s\",subject=\"",
		    list[i].role) != ERR_OK)
			return;
		add_label(&s->page, list[i].subject);
		if (buf_addf(&s->page, &e, "\",sha256=\"%s\"} %lld\n", list[i].sha256,
		    (long long)(list[i].until_us / 1000000)) != ERR_OK)
			return;
	}
}

/* Prometheus' text format 0.0.4.  Says nothing of any citizen. */
static struct page
metrics(struct service *s)
{
	struct err_info e;

	buf_reset(&s->page);
	if (buf_addf(&s->page, &e,
	    "# TYPE mostik_ready gauge\nmostik_ready %d\n"
	    "# TYPE mostik_exchanges_under_way gauge\nmostik_exchanges_under_way %zu\n"
	    "# TYPE mostik_exchanges_total counter\nmostik_exchanges_total %llu\n"
	    "# TYPE mostik_calls_turned_away_total counter\nmostik_calls_turned_away_total %llu\n"
	    "# TYPE mostik_certificate_not_after_seconds gauge\n",
	    service_ready(s), s->under_way, (unsigned long long)s->served,
	    (unsigned long long)s->refused_ever) == ERR_OK)
		add_certificates(s);
	return (struct page){200, s->page.data, s->page.len, "text/plain; version=0.0.4"};
}

static const struct {
	const char   *path;
	struct page (*make)(struct service *s);
	bool          listed_only;      /* for callers on the allow-list */
} pages[] = {
	{"/healthz", healthz, false},
	{"/readyz", readyz, false},
	{"/openapi.json", openapi, false},
	{"/metrics", metrics, true},
};

static void
refuse_method(struct front_call *call)
{
	enum err_lang lang = lang_choose(front_header(call, "Accept-Language", NULL));
	const struct front_header header[] = {{"Allow", "GET, HEAD"},
	    {"Content-Language", lang_name(lang)}};
	char body[768];
	struct front_answer answer = {.status = err_http_status(ERR_METHOD),
	    .content_type = "application/problem+json",
	    .body = body,
	    .header = header,
	    .n_headers = COUNT_OF(header)};

	answer.body_len = (size_t)snprintf(body, sizeof(body),
	    "{\"type\":\"urn:mostik:problem:%s\",\"title\":\"%s\",\"status\":%d,\"code\":\"%s\","
	    "\"hint\":\"%s\"}", err_name(ERR_METHOD), err_sentence(ERR_METHOD, lang), answer.status,
	    err_name(ERR_METHOD), err_hint(ERR_METHOD, lang));
	CHECK(answer.body_len < sizeof(body));
	front_answer(call, &answer);
}

bool
pages_serve(struct service *service, struct front_call *call)
{
	struct front_answer answer;

	for (size_t i = 0; i < COUNT_OF(pages); i++) {
		struct page page;

		if (strcmp(pages[i].path, call->path) != 0)
			continue;
		if (strcmp(call->method, "GET") != 0 && strcmp(call->method, "HEAD") != 0) {
			refuse_method(call);
			return true;
		}
		if (pages[i].listed_only && call->caller == NULL) {
			answer_refuse(call, ERR_CLIENT_CERTIFICATE);
			return true;
		}
		page = pages[i].make(service);
		answer = (struct front_answer){.status = page.status,
		    .content_type = page.type != NULL ? page.type : "application/json",
		    .body = page.body,
		    .body_len = page.len};
		front_answer(call, &answer);
		return true;
	}
	return false;
}
