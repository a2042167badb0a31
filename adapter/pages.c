#include "config.h"

#include <string.h>

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

/* Ready: can sign, can journal. */
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

bool
pages_serve(struct service *service, struct front_call *call)
{
	static const struct front_header allow = {"Allow", "GET, HEAD"};
	struct front_answer answer = {0};

	for (size_t i = 0; i < COUNT_OF(pages); i++) {
		struct page page;

		if (strcmp(pages[i].path, call->path) != 0)
			continue;
		if (strcmp(call->method, "GET") != 0 && strcmp(call->method, "HEAD") != 0) {
			answer.status = 405;
			answer.header = &allow;
			answer.n_headers = 1;
		} else {
			page = pages[i].make(service);
			answer = (struct front_answer){.status = page.status,
			    .content_type = "application/json",
			    .body = page.body,
			    .body_len = page.len};
		}
		front_answer(call, &answer);
		return true;
	}
	return false;
}
