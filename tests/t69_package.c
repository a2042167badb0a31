/* package: what an exchange sends with files, takes with files, and answers with one. */
#include "config.h"

#include "adapter/exchange.h"
#include "adapter/package.h"
#include "adapter/service.h"
#include "adapter/signed.h"
#include "adapter/steps.h"
#include "tests/lib/mtom_kit.h"
#include "tests/unit.h"

#define TYPE "multipart/related; boundary=b; type=\"application/xop+xml\""
#define ROOT "--b\r\nContent-Type: application/xop+xml; type=\"text/xml\"\r\n\r\n<e/>\r\n"
#define FILE_ "--b\r\nContent-ID: <f@x>\r\n\r\n0123456789\r\n"
#define LAST "--b--\r\n"
#define REFER(name) "<x:Include href=\"cid:" name "@mostik\"></x:Include>"

static struct settings settings = {.front.spool = "/tmp", .send.max_reply = 1000, .deadline_ms = 1000};
static struct service service = {.settings = &settings};
static const struct map_operation fetch = {.name = "Fetch", .file = "/file", .status = 200};

static struct exchange *
exchange_make(struct front_call *call)
{
	struct exchange *x = NULL;
	struct err_info e;

	call->caller = "portal";
	assert_ok(e, exchange_new(&service, call, &x, &e));
	x->op = &fetch;
	x->post.arg = x;
	return x;
}

static void
an_envelope_alone(void **state)
{
	struct front_call call = {0};
	struct exchange *x = exchange_make(&call);
	struct err_info e;

	(void)state;
	assert_ok(e, buf_add_str(&x->envelope, "<e/>", &e));
	assert_ok(e, package_close(x, &e));
	package_post(x);
	assert_string_equal(x->post.content_type, "text/xml; charset=utf-8");
	assert_ptr_equal(x->post.body, x->envelope.data);
	assert_int_equal(x->post.body_len, 4);
	exchange_free(x);
}

static void
an_envelope_with_files(void **state)
{
	struct front_call call = {0};
	struct exchange *x = exchange_make(&call);
	char octets[4096];
	struct err_info e;
	size_t n;

	(void)state;
	x->parts = mtom_kit_list();
	mtom_kit_add(x->parts, "scan", "octets of a scan", 16);
	assert_ok(e, buf_add_str(&x->envelope, REFER("scan"), &e));
	assert_ok(e, package_close(x, &e));
	package_post(x);
	assert_true(mtom_is_package(x->post.content_type));
	assert_null(x->post.body);
	assert_ok(e, x->post.pull(&x->post, 0, octets, sizeof(octets), &n, &e));
	assert_int_equal(n, x->post.body_len);
	assert_non_null(memmem(octets, n, "\r\n\r\n" REFER("scan") "\r\n--",
	    strlen("\r\n\r\n" REFER("scan") "\r\n--")));
	assert_non_null(memmem(octets, n, "Content-ID: <scan@mostik>\r\n\r\noctets of a scan\r\n", 47));
	exchange_free(x);
}

/* A name that cannot be sent; files that the message does not name, or names twice. */
static void
files_that_cannot_go(void **state)
{
	static const struct {
		const char *name, *envelope;
	} rows[] = {
		{"a>b", REFER("a>b")},
		{"a", "<e/>"},
		{"a", REFER("b")},
		{"a", REFER("aa")},
		{"a", REFER("a") REFER("a")},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct front_call call = {0};
		struct exchange *x = exchange_make(&call);
		struct err_info e;

		x->parts = mtom_kit_list();
		mtom_kit_add(x->parts, rows[i].name, "x", 1);
		assert_ok(e, buf_add_str(&x->envelope, rows[i].envelope, &e));
		assert_err(ERR_INVALID, e, package_close(x, &e));
		assert_string_equal(e.at, "/files");
		exchange_free(x);
	}
}

/* The reply comes; what step_verify sees of it before the signature. */
static enum err
receive(struct exchange *x, const char *type, const char *octets, struct err_info *e)
{
	package_post(x);
	snprintf(x->post.reply_type, sizeof(x->post.reply_type), "%s", type);
	if (!x->post.wants(&x->post))
		TRY(buf_add_str(&x->post.reply, octets, e));
	else if (octets[0] != '\0')
		TRY(x->post.push(&x->post, octets, strlen(octets), e));
	return package_open(x, e);
}

static void
replies(void **state)
{
	static const struct {
		const char *type, *octets;
		enum err    want;
		size_t      n_parts;
	} rows[] = {
		{"text/xml", "<e/>", ERR_OK, 0},
		{"application/soap+xml; charset=utf-8", "<e/>", ERR_OK, 0},
		{TYPE, ROOT LAST, ERR_OK, 0},
		{TYPE, ROOT FILE_ LAST, ERR_OK, 1},
		{"text/html", "<e/>", ERR_FUND_HTTP, 0},
		{"", "<e/>", ERR_FUND_HTTP, 0},
		{TYPE, "", ERR_FUND_HTTP, 0},
		{TYPE, ROOT FILE_, ERR_FUND_HTTP, 0},
		{TYPE, "<e/>", ERR_FUND_HTTP, 0},
		{"multipart/related", ROOT LAST, ERR_FUND_HTTP, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct front_call call = {0};
		struct exchange *x = exchange_make(&call);
		struct err_info e;

		assert_err(rows[i].want, e, receive(x, rows[i].type, rows[i].octets, &e));
		if (rows[i].want == ERR_OK)
			assert_string_equal(x->post.reply.data, "<e/>");
		assert_int_equal(x->reply_parts != NULL ? part_count(x->reply_parts) : 0, rows[i].n_parts);
		exchange_free(x);
	}
	settings.front.spool = NULL;
	for (size_t i = 0; i < 2; i++) {        /* without a spool folder only those with files fail */
		struct front_call call = {0};
		struct exchange *x = exchange_make(&call);
		struct err_info e;

		assert_err(i == 0 ? ERR_OK : ERR_SPOOL, e,
		    receive(x, TYPE, i == 0 ? ROOT LAST : ROOT FILE_ LAST, &e));
		exchange_free(x);
	}
	settings.front.spool = "/tmp";
}

static const char *
header(const struct exchange *x, const char *name)
{
	for (size_t i = 0; i < x->n_headers; i++)
		if (strcmp(x->header[i].name, name) == 0)
			return x->header[i].value;
	return NULL;
}

/* The answer to a call with one header more, of a reply that names this part. */
static struct exchange *
answer(struct front_call *call, struct front_header *more, const char *part)
{
	struct exchange *x;
	struct err_info e;

	*call = (struct front_call){.method = "GET", .header = more, .n_headers = more != NULL};
	x = exchange_make(call);
	assert_ok(e, receive(x, TYPE, ROOT FILE_ LAST, &e));
	x->reply = json_pack("{s:{s:s, s:s, s:s}}", "file", "part", part, "filename", "я.pdf", "mediaType",
	    "application/pdf");
	assert_ok(e, step_answer(x, &e));
	return x;
}

static void
the_file_is_the_answer(void **state)
{
	struct front_header range = {"Range", "bytes=2-4"}, outside = {"Range", "bytes=10-"};
	struct front_call call;
	struct exchange *x = answer(&call, NULL, "f@x");

	(void)state;
	assert_int_equal(x->status, 200);
	assert_string_equal(x->content_type, "application/pdf");
	assert_string_equal(header(x, "Accept-Ranges"), "bytes");
	assert_string_equal(header(x, "ETag"),
	    "\"84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882\"");
	assert_string_equal(header(x, "Repr-Digest"), "sha-256=:hNiYd/DUBB77a/kaFvAkjy/Vc+avBcGflr7bn4gveII=:");
	assert_null(header(x, "Content-Range"));
	assert_non_null(x->file);
	assert_non_null(strstr(x->body, "\"part\""));   /* what is recorded */
	exchange_free(x);

	x = answer(&call, &range, "f@x");
	assert_int_equal(x->status, 206);
	assert_string_equal(header(x, "Content-Range"), "bytes 2-4/10");
	exchange_free(x);

	x = answer(&call, &outside, "f@x");
	assert_int_equal(x->status, 416);
	assert_int_equal(x->flow.err.code, ERR_RANGE);
	assert_string_equal(header(x, "Content-Range"), "bytes */10");
	assert_string_equal(x->content_type, "application/problem+json");
	exchange_free(x);

	x = answer(&call, NULL, "g@x");
	assert_int_equal(x->status, 502);
	assert_int_equal(x->flow.err.code, ERR_REPLY_PART);
	assert_null(header(x, "ETag"));
	exchange_free(x);
}

#define CITIZEN "{\"snils\":\"20074609500\"}"
#define DOCUMENT "{\"part\":\"a\",\"signature\":\"b\"}"

/* No authorities are configured: ERR_CONFIG shows that the signature was found, and not believed. */
static void
no_signature_is_passed_over(void **state)
{
	static const struct citizen_config nobody = {.ca_file = "", .crl_file = ""};
	static const struct {
		const char *token, *body;
		enum err    code;
		const char *at;
	} cases[] = {
		{CITIZEN, "{\"a\":{\"part\":\"a\"}}", ERR_OK, NULL},
		{CITIZEN, DOCUMENT, ERR_CONFIG, NULL},
		{CITIZEN, "{\"a\":[[[[[[[[[[" DOCUMENT "]]]]]]]]]]}", ERR_CONFIG, NULL},
		{"{\"system\":\"mfc\"}", "{\"a\":{\"part\":\"a\"}}", ERR_OK, NULL},
		{"{\"system\":\"mfc\"}", "{\"a\":[" DOCUMENT "]}", ERR_CMS_SIGNER, "/body/a/0/signature"},
	};
	struct err_info e;

	(void)state;
	assert_ok(e, citizen_trust_open(&nobody, &service.citizens, &e));
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct front_call call = {0};
		struct exchange *x = exchange_make(&call);

		json_object_set_new(x->doc, "token", json_loads(cases[i].token, 0, NULL));
		json_object_set_new(x->doc, "body", json_loads(cases[i].body, 0, NULL));
		x->parts = mtom_kit_list();
		mtom_kit_add(x->parts, "a", "x", 1);
		assert_err(cases[i].code, e, signed_check(x, &e));
		if (cases[i].at != NULL)
			assert_string_equal(e.at, cases[i].at);
		exchange_free(x);
	}
	citizen_trust_close(STEAL(service.citizens));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_envelope_alone),
		cmocka_unit_test(an_envelope_with_files),
		cmocka_unit_test(files_that_cannot_go),
		cmocka_unit_test(replies),
		cmocka_unit_test(the_file_is_the_answer),
		cmocka_unit_test(no_signature_is_passed_over),
	};

	return cmocka_run_group_tests_name("package", tests, mtom_kit_set_up, mtom_kit_tear_down);
}
