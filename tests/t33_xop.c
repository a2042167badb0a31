/* soap: the Content of a file, which is a reference to a part beside the message. */
#include "config.h"

#include <stdsoap2.h>

#include "adapter/soap/shape.h"
#include "tests/unit.h"

#define XOP        "http://www.w3.org/2004/08/xop/include"
#define COMMON     "urn:mostik:common:1.0.0"
#define INCLUDE(h) "<x:Include xmlns:x=\"" XOP "\" href=\"" h "\"></x:Include>"

/* wsdl/xop.c has no header: gSOAP's generated one declares them. */
int soap_out_cmn__ContentType(struct soap *soap, const char *tag, int id, char *const *a, const char *type);
char **soap_in_cmn__ContentType(struct soap *soap, const char *tag, char **a, const char *type);

static struct Namespace table[] = {
	{"SOAP-ENV", "http://schemas.xmlsoap.org/soap/envelope/", NULL, NULL},
	{"SOAP-ENC", "http://schemas.xmlsoap.org/soap/encoding/", NULL, NULL},
	{"xsi", "http://www.w3.org/2001/XMLSchema-instance", NULL, NULL},
	{"xsd", "http://www.w3.org/2001/XMLSchema", NULL, NULL},
	{"cmn", COMMON, NULL, NULL},
	{NULL, NULL, NULL, NULL},
};

static struct soap *
context_new(void)
{
	struct soap *ctx = soap_new2(SOAP_C_UTFSTRING | SOAP_XML_TREE | SOAP_ENC_PLAIN | SOAP_XML_STRICT,
	    SOAP_C_UTFSTRING | SOAP_XML_TREE | SOAP_ENC_PLAIN | SOAP_XML_CANONICAL);

	assert_non_null(ctx);
	soap_set_namespaces(ctx, table);
	return ctx;
}

static void
context_free(struct soap *ctx)
{
	soap_destroy(ctx);
	soap_end(ctx);
	soap_free(ctx);
}

static int
give(struct soap *ctx, const char *octets, size_t len)
{
	return buf_add(ctx->user, octets, len, NULL) == ERR_OK ? SOAP_OK : SOAP_EOM;
}

static size_t
take(struct soap *ctx, char *to, size_t size)
{
	const char **from = ctx->user;
	size_t n = strlen(*from) < size ? strlen(*from) : size;

	memcpy(to, *from, n);
	*from += n;
	return n;
}

static void
written(void **state)
{
	static const struct {
		const char *id, *cid;
	} rows[] = {
		{"scan@mostik", "scan@mostik"},
		{"a-b_c.1@x", "a-b_c.1@x"},
		{"scan", "scan@mostik"},
		{"a%b@x", "a%25b@x"},
		{"a\"<&>b@x", "a%22%3C%26%3Eb@x"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct soap *ctx = context_new();
		BUF_AUTO(out, 1000);
		char want[500], *id = strdup(rows[i].id);

		snprintf(want, sizeof(want), "<cmn:Content xmlns:cmn=\"" COMMON "\"><xop:Include xmlns:xop=\"" XOP
		    "\" href=\"cid:%s\"></xop:Include></cmn:Content>", rows[i].cid);
		ctx->user = &out;
		ctx->fsend = give;
		assert_int_equal(soap_begin_send(ctx), SOAP_OK);
		assert_int_equal(soap_out_cmn__ContentType(ctx, "cmn:Content", -1, &id, NULL), SOAP_OK);
		assert_int_equal(soap_end_send(ctx), SOAP_OK);
		assert_string_equal(out.data, want);
		context_free(ctx);
		free(id);
	}
}

static void
read_again(void **state)
{
	static const struct {
		const char *content, *id;       /* NULL: refused */
	} rows[] = {
		{INCLUDE("cid:a@b"), "a@b"},
		{INCLUDE("cid:a%40%2fb"), "a@/b"},
		{"<Include xmlns=\"" XOP "\" href=\"cid:a\"></Include>", "a"},
		{" " INCLUDE("cid:a") " ", "a"},
		{"", NULL},
		{"AAAA", NULL},
		{"AAAA" INCLUDE("cid:a"), NULL},
		{INCLUDE("cid:a") "AAAA", NULL},
		{INCLUDE("cid:a") INCLUDE("cid:b"), NULL},
		{"<x:Include xmlns:x=\"" XOP "\" href=\"cid:a\">AAAA</x:Include>", NULL},
		{"<x:Include xmlns:x=\"" XOP "\"></x:Include>", NULL},
		{"<x:Other xmlns:x=\"" XOP "\" href=\"cid:a\"></x:Other>", NULL},
		{INCLUDE(""), NULL},
		{INCLUDE("cid:"), NULL},
		{INCLUDE("a@b"), NULL},
		{INCLUDE("cid:a%4"), NULL},
		{INCLUDE("cid:a%"), NULL},
		{INCLUDE("cid:a%gg"), NULL},
		{INCLUDE("cid:a%00"), NULL},
		{INCLUDE("cid:a b"), NULL},
		{INCLUDE("cid:\xd0\xb0"), NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct soap *ctx = context_new();
		char octets[1000], *id = NULL;
		const char *from = octets;
		bool good;

		snprintf(octets, sizeof(octets), "<c:Content xmlns:c=\"" COMMON "\">%s</c:Content>", rows[i].content);
		ctx->user = &from;
		ctx->frecv = take;
		good = soap_begin_recv(ctx) == SOAP_OK &&
		    soap_in_cmn__ContentType(ctx, "cmn:Content", &id, NULL) != NULL && soap_end_recv(ctx) == SOAP_OK;
		if (good != (rows[i].id != NULL) || (good && strcmp(id, rows[i].id) != 0))
			fail_msg("%s: %s", rows[i].content, good ? id : "refused");
		context_free(ctx);
	}
}

/* What shape lets gSOAP see. */
static void
in_its_place_only(void **state)
{
	/* clang-format off */
	static const struct {
		const char *body;
		bool        good;
	} rows[] = {
		{"<f><c:Content>" INCLUDE("cid:a") "</c:Content></f>", true},
		{"<f><c:Content>" INCLUDE("cid:a") "</c:Content><c:Content>" INCLUDE("cid:b") "</c:Content></f>", true},
		{"<f>" INCLUDE("cid:a") "</f>", false},
		{"<f><Content>" INCLUDE("cid:a") "</Content></f>", false},
		{"<f><c:Content></c:Content>" INCLUDE("cid:a") "</f>", false},
		{"<f><c:Content><b>" INCLUDE("cid:a") "</b></c:Content></f>", false},
		{"<f><c:Content><b></b></c:Content><g>" INCLUDE("cid:a") "</g></f>", false},
		{"<f><c:Content href=\"cid:a\">" INCLUDE("cid:a") "</c:Content></f>", false},
		{"<f><c:Content><Include href=\"cid:a\"></Include></c:Content></f>", false},
		{"<f><c:Content><x:Include xmlns:x=\"" XOP "\"></x:Include></c:Content></f>", false},
		{"<f><c:Content><x:Include xmlns:x=\"" XOP "\" a=\"1\" href=\"cid:a\"></x:Include></c:Content></f>", false},
		{"<f><c:Content><x:Include xmlns:x=\"" XOP "\" x:href=\"cid:a\"></x:Include></c:Content></f>", false},
		{"<f><c:Content><x:Other xmlns:x=\"" XOP "\" href=\"cid:a\"></x:Other></c:Content></f>", false},
		{"<f><c:Content>" INCLUDE("cid:a") "</c:Content><b href=\"cid:a\"></b></f>", false},
	};	/* clang-format on */


	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct soap_shape shape = {0};
		char octets[1000];
		struct err_info e = {0};
		int len = snprintf(octets, sizeof(octets), "<E:Body "
		    "xmlns:E=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:c=\"" COMMON "\">%s</E:Body>",
		    rows[i].body);
		enum err code = soap_shape_read(octets, (size_t)len, &shape, &e);

		if (code != (rows[i].good ? ERR_OK : ERR_REPLY_SCHEMA))
			fail_msg("%s: %s at '%s': %s", rows[i].body, err_name(code), e.at, e.text);
		soap_shape_fini(&shape);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(written),
		cmocka_unit_test(read_again),
		cmocka_unit_test(in_its_place_only),
	};

	return cmocka_run_group_tests_name("xop", tests, NULL, NULL);
}
