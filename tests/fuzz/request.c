/*
 * request: a call of the portal, from its head and body to the envelope that would be signed.
 *
 * An input is a request as HTTP/1.1 has it, without the version: a line with method and target,
 * lines "Name: value", an empty line, the body.  "@token@" in a value stands for a good token.
 * A call that goes through is an envelope that any XML parser takes and that says what was asked;
 * and the same call again, where it carries an Idempotency-Key, is the same envelope.
 */
#include "config.h"

#include "adapter/exchange.h"
#include "adapter/service.h"
#include "adapter/steps.h"
#include "adapter/xml/xml.h"
#include "tests/fuzz/fuzz.h"
#include "tests/lib/token_kit.h"

enum { HEADERS_MAX = 16 };

AUTO_DEFINE(exchange, struct exchange *, exchange_free)

static struct settings settings = {.fund_url = "https://fund.test/?a=1&b=2", .deadline_ms = 1000};
static struct service service = {.settings = &settings};
static char *bearer;

static void
tear_down(void)
{
	kit_tear_down(NULL);
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static const char claims[] = "{\"iss\":\"" ISSUER "\",\"aud\":\"" AUDIENCE "\",\"exp\":4000000000,"
	    "\"scope\":\"payments applications\",\"snils\":\"112-233-445 95\","
	    "\"family_name\":\"Образцова\",\"given_name\":\"Ольга\",\"birthdate\":\"1960-02-29\","
	    "\"gender\":\"female\"}";
	struct err_info e;

	(void)argc, (void)argv;
	xmlInitParser();
	CHECK(kit_set_up(NULL) == 0 && atexit(tear_down) == 0);
	CHECK(routes_open(map_operation_at, &service.routes, NULL) == ERR_OK);
	CHECK(soap_pool_open(2, &service.soap_pool, &e) == ERR_OK);
	service.token_keys = kit_keys;
	bearer = jwt_make("{\"alg\":\"ES256\"}", claims, JWT_RIGHT, ec);
	return 0;
}

/* A call; the texts are its own. */
struct request {
	struct front_call   call;
	struct front_header header[HEADERS_MAX];
	char               *line[HEADERS_MAX + 1], *value[HEADERS_MAX];
	char               *body;
};

static void
request_fini(struct request *r)
{
	for (size_t i = 0; i < COUNT_OF(r->line); i++)
		free(r->line[i]);
	for (size_t i = 0; i < COUNT_OF(r->value); i++)
		free(r->value[i]);
	free(r->body);
}

/* The value with the good token where "@token@" stands. */
static char *
fill(const char *value)
{
	const char *at = strstr(value, "@token@");
	BUF_AUTO(out, 1 << 20);
	char *text;
	size_t len;

	CHECK(buf_add(&out, value, at != NULL ? (size_t)(at - value) : strlen(value), NULL) == ERR_OK);
	if (at != NULL)
		CHECK(buf_addf(&out, NULL, "%s%s", bearer, at + 7) == ERR_OK);
	CHECK(buf_steal(&out, &text, &len, NULL) == ERR_OK);
	return text;
}

static void
request_read(struct fuzz_input in, struct request *r)
{
	struct front_call *call = &r->call;
	char *target, *query;

	r->line[0] = fuzz_line(&in);
	target = r->line[0] + strcspn(r->line[0], " ");
	if (*target != '\0')
		*target++ = '\0';
	query = strchr(target, '?');
	if (query != NULL)
		*query++ = '\0';
	*call = (struct front_call){.method = r->line[0], .path = target, .query = query,
	    .header = r->header, .caller = "portal", .certificate = true};
	while (call->n_headers < HEADERS_MAX) {
		size_t n = call->n_headers;
		char *line = r->line[n + 1] = fuzz_line(&in), *value = strchr(line, ':');

		if (*line == '\0')
			break;
		if (value != NULL)
			*value++ = '\0';
		r->value[n] = fill(value != NULL ? value + strspn(value, " ") : "");
		r->header[n] = (struct front_header){line, r->value[n]};
		call->n_headers++;
	}
	r->body = calloc(1, in.left + 1);
	CHECK(r->body != NULL);
	if (in.left != 0)
		memcpy(r->body, in.data, in.left);
	call->body = r->body;
	call->body_len = in.left;
}

/* As far as the call goes; the envelope if it goes through. */
static struct exchange *
run(struct request *r, enum err *ret_code)
{
	enum err (*const steps[])(struct exchange *, struct err_info *) = {
	    step_route, step_authenticate, step_map, step_build};
	struct exchange *x = NULL;
	struct err_info e = {0};

	CHECK(exchange_new(&service, &r->call, &x, &e) == ERR_OK);
	*ret_code = ERR_OK;
	for (size_t i = 0; i < COUNT_OF(steps) && *ret_code == ERR_OK; i++)
		*ret_code = steps[i](x, &e);
	MUST(*ret_code == e.code, "result and error differ");
	MUST(*ret_code == ERR_OK || err_who(*ret_code) == ERR_CALLER, "%s is not the caller's fault",
	    err_name(*ret_code));
	MUST((*ret_code == ERR_INVALID && e.at[0] == '\0') == (x->problems != NULL), "findings and result differ");
	return x;
}

static void
check_envelope(const struct exchange *x)
{
	AUTO(xml_doc) xmlDocPtr doc = NULL;
	struct err_info e = {0};
	const char *body;

	MUST(x->op != NULL && x->built.len != 0, "through, but nothing to send");
	MUST(xml_parse(x->built.data, x->built.len, XML_STRICT, &doc, &e) == ERR_OK,
	    "what is to be sent is no XML: %s", e.text);
	body = strstr(x->built.data, "Body");
	MUST(body != NULL && strstr(body, x->op->request->element) != NULL, "another operation");
	MUST(strstr(body, "11223344595") != NULL, "for another citizen");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct request r __attribute__((cleanup(request_fini))) = {0};
	AUTO(exchange) struct exchange *x = NULL, *again = NULL;
	enum err code, same;

	request_read((struct fuzz_input){data, size}, &r);
	x = run(&r, &code);
	if (code != ERR_OK)
		return 0;
	check_envelope(x);
	again = run(&r, &same);
	MUST(same == ERR_OK, "refused the second time");
	MUST(x->claims == x->op->changes, "a change without a claim");
	if (x->claims)
		MUST(memcmp(x->claim.key, again->claim.key, sizeof(x->claim.key)) == 0 &&
		    memcmp(x->claim.request, again->claim.request, sizeof(x->claim.request)) == 0 &&
		    x->built.len == again->built.len &&
		    memcmp(x->built.data, again->built.data, x->built.len) == 0, "another message");
	fuzz_accepted();
	return 0;
}
