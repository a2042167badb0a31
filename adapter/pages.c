#include "config.h"

#include <stdio.h>
#include <string.h>

#include "adapter/base/lang.h"
#include "adapter/pages.h"
#include "adapter/service.h"

struct page {
	int         status;
	const char *body;
	size_t      len;
};

/* Alive: the loop turns. */
static struct page
healthz(struct service *s)
{
	(void)s;
	return (struct page){200, "{\"status\":\"ok\"}", 15};
}

/* Ready: has the keys of tokens, can sign, can journal. */
static struct page
readyz(struct service *s)
{
	if (service_ready(s))
		return (struct page){200, "{\"status\":\"ready\"}", 18};
	return (struct page){503, "{\"status\":\"not ready\"}", 22};
}

static struct page
openapi(struct service *s)
{
	return (struct page){200, s->openapi, s->openapi_len};
}

static const struct {
	const char   *path;
	struct page (*make)(struct service *s);
} pages[] = {
	{"/healthz", healthz},
	{"/readyz", readyz},
	{"/openapi.json", openapi},
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
		page = pages[i].make(service);
		answer = (struct front_answer){.status = page.status,
		    .content_type = "application/json",
		    .body = page.body,
		    .body_len = page.len};
		front_answer(call, &answer);
		return true;
	}
	return false;
}
