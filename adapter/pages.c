#include "config.h"

#include <stdio.h>
#include <string.h>

#include "adapter/answer.h"
#include "adapter/base/lang.h"
#include "adapter/docs.h"
#include "adapter/expiry.h"
#include "adapter/pages.h"
#include "adapter/service.h"

struct page {
	int         status;
	const char *body;
	size_t      len;
	const char *type;               /* NULL: application/json */
	const char *etag;               /* NULL: not to be cached; else body stays while the service runs */
	const char *lang;               /* NULL: it has none */
	bool        html;
};

/* Alive: the loop turns. */
static struct page
healthz(struct service *s, enum err_lang lang)
{
	(void)s, (void)lang;
	return (struct page){.status = 200, .body = "{\"status\":\"ok\"}", .len = 15};
}

/* Ready: has the keys of tokens, can sign, can journal. */
static struct page
readyz(struct service *s, enum err_lang lang)
{
	(void)lang;
	if (service_ready(s))
		return (struct page){.status = 200, .body = "{\"status\":\"ready\"}", .len = 18};
	return (struct page){.status = 503, .body = "{\"status\":\"not ready\"}", .len = 22};
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
metrics(struct service *s, enum err_lang lang)
{
	struct err_info e;

	(void)lang;
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
	return (struct page){.status = 200, .body = s->page.data, .len = s->page.len,
	    .type = "text/plain; version=0.0.4"};
}

static const struct {
	const char   *path;
	struct page (*make)(struct service *s, enum err_lang lang);
	bool          listed_only;      /* for callers on the allow-list */
} pages[] = {
	{"/healthz", healthz, false},
	{"/readyz", readyz, false},
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

/* The language that ?lang= names, else by the weights of Accept-Language. */
static enum err_lang
page_lang(const struct front_call *call)
{
	for (const char *p = call->query; p != NULL; p = strchr(p, '&')) {
		p += *p == '&';
		for (int lang = ERR_EN; lang <= ERR_RU; lang++) {
			const char *name = lang_name((enum err_lang)lang);

			if (strncmp(p, "lang=", 5) == 0 && strncmp(p + 5, name, 2) == 0
			    && (p[7] == '\0' || p[7] == '&'))
				return (enum err_lang)lang;
		}
	}
	return lang_choose(front_header(call, "Accept-Language", NULL));
}

static struct page
of_docs(const struct docs_page *docs, enum err_lang lang)
{
	return (struct page){.status = 200,
	    .body = docs->body,
	    .len = docs->len,
	    .type = docs->type,
	    .etag = docs->etag,
	    .lang = docs->spoken ? lang_name(lang) : NULL,
	    .html = docs->html};
}

/* The caller has it already: If-None-Match names its tag (RFC 9110, 13.1.2). */
static bool
is_known(const struct front_call *call, const struct page *page)
{
	const char *known = front_header(call, "If-None-Match", NULL);

	return page->etag != NULL && known != NULL && strstr(known, page->etag) != NULL;
}

enum { HEADERS_MAX = 8 };

static void
send_page(struct front_call *call, const struct page *page)
{
	struct front_header header[HEADERS_MAX];
	struct front_answer answer = {.status = page->status,
	    .content_type = page->type != NULL ? page->type : "application/json",
	    .body = page->body,
	    .body_len = page->len,
	    .body_stays = page->etag != NULL,
	    .header = header};
	size_t n = 0;

	if (page->etag != NULL) {
		header[n++] = (struct front_header){"ETag", page->etag};
		header[n++] = (struct front_header){"Cache-Control", "no-cache"};
	}
	if (page->lang != NULL) {
		header[n++] = (struct front_header){"Content-Language", page->lang};
		header[n++] = (struct front_header){"Vary", "Accept-Language"};
	}
	if (page->html) {
		header[n++] = (struct front_header){"Content-Security-Policy", docs_policy};
		header[n++] = (struct front_header){"Referrer-Policy", "no-referrer"};
	}
	CHECK(n <= HEADERS_MAX);
	answer.n_headers = n;
	if (is_known(call, page))
		answer.status = 304;
	front_answer(call, &answer);
}

bool
pages_serve(struct service *service, struct front_call *call)
{
	enum err_lang lang = page_lang(call);
	const struct docs_page *docs = docs_find(service->docs, call->path, lang);
	struct page page;
	size_t i = 0;

	while (i < COUNT_OF(pages) && strcmp(pages[i].path, call->path) != 0)
		i++;
	if (i == COUNT_OF(pages) && docs == NULL)
		return false;
	if (strcmp(call->method, "GET") != 0 && strcmp(call->method, "HEAD") != 0) {
		refuse_method(call);
		return true;
	}
	if (docs == NULL && pages[i].listed_only && call->caller == NULL) {
		answer_refuse(call, ERR_CLIENT_CERTIFICATE);
		return true;
	}
	page = docs != NULL ? of_docs(docs, lang) : pages[i].make(service, lang);
	send_page(call, &page);
	return true;
}
