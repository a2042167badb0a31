/* Each cause that inspect can name: a message that fails for it, and for nothing else, is told so. */
#include "config.h"

#include "adapter/inspect/inspect.h"
#include "adapter/xml/xml.h"
#include "tests/inspect_kit.h"
#include "tests/seal_kit.h"
#include "tests/unit.h"

static const char exclusive[] = "<ds:Transform Algorithm=\"" KIT_EXC "\"></ds:Transform>";
static const char inclusive[] = "<ds:Transform Algorithm=\"" KIT_INC "\"></ds:Transform>";
static const char with_smev[] = "<ds:Transform Algorithm=\"" KIT_EXC "\"></ds:Transform>"
                                "<ds:Transform Algorithm=\"" KIT_SMEV "\"></ds:Transform>";
static const char with_list[] =
    "<ds:Transform Algorithm=\"" KIT_EXC "\"><ec:InclusiveNamespaces xmlns:ec=\"" KIT_EXC
    "\" PrefixList=\"u\"></ec:InclusiveNamespaces></ds:Transform>";

#define U " xmlns:u=\"urn:u\""
#define V " xmlns:v=\"urn:v\""
#define S " xmlns:s=\"" KIT_SOAP "\""

/* Canonical Body with declarations before and after that of s. */
#define BODY_WITH(after, text) "<s:Body" S after " Id=\"b\">" KIT_INNER(text) "</s:Body>"
#define SMEV_FORM(text) "<ns1:Body xmlns:ns1=\"" KIT_SOAP "\" Id=\"b\"><ns2:Get xmlns:ns2=\"urn:test\"><ns2:Name>" \
	text "</ns2:Name></ns2:Get></ns1:Body>"
#define PRETTY "<s:Body Id=\"b\">\n  <p:Get xmlns:p=\"urn:test\">\n    <p:Name>A</p:Name>\n  </p:Get>\n</s:Body>"

/* clang-format off */
static const struct kit_plan digests[] = {
	{"as it should be", KIT_MESSAGE("Анна"), KIT_CANONICAL("Анна"), .want = NULL},
	{"inclusive, as it should be", KIT_HEAD(U) KIT_BODY("A") KIT_TAIL, BODY_WITH(U, "A"), inclusive, .want = NULL},
	{"a PrefixList, as it should be", KIT_HEAD(U) KIT_BODY("A") KIT_TAIL, BODY_WITH(U, "A"), with_list, .want = NULL},
	{"a text changed", KIT_MESSAGE("Анна"), KIT_CANONICAL("Алла"), .want = ""},
	{"pretty-printed", KIT_HEAD("") PRETTY KIT_TAIL, KIT_CANONICAL("A"), .want = "pretty-printed"},
	{"an empty element broken in two", KIT_MESSAGE("\n  "), KIT_CANONICAL(""), .want = "pretty-printed"},
	{"texts indented", KIT_MESSAGE("\n    A\n  "), KIT_CANONICAL("A"), .want = "text-indented"},
	{"another digest, longer", KIT_MESSAGE("A"), KIT_CANONICAL("A"), .hash = "SHA-512", .want = "digest-algorithm"},
	{"another digest, shorter", KIT_MESSAGE("A"), KIT_CANONICAL("A"), .hash = "SHA-1", .want = "digest-algorithm"},
	{"another digest of the same length", KIT_MESSAGE("A"), KIT_CANONICAL("A"), .hash = "Streebog-256", .want = "digest-algorithm"},
	{"inclusive for exclusive", KIT_HEAD(U) KIT_BODY("A") KIT_TAIL, BODY_WITH(U, "A"), .want = "canonicalization"},
	{"exclusive for inclusive", KIT_HEAD(U) KIT_BODY("A") KIT_TAIL, KIT_CANONICAL("A"), inclusive, .want = "canonicalization"},
	{"a PrefixList not heeded", KIT_HEAD(U) KIT_BODY("A") KIT_TAIL, KIT_CANONICAL("A"), with_list, .want = "prefix-list"},
	{"a declaration moved in from outside", KIT_HEAD(U) "<s:Body" V " Id=\"b\">" KIT_INNER("A") "</s:Body>" KIT_TAIL,
	    BODY_WITH(V, "A"), inclusive, .want = "namespaces-moved"},
	{"another prefix", KIT_MESSAGE("A"), "<soapenv:Body xmlns:soapenv=\"" KIT_SOAP "\" Id=\"b\">" KIT_INNER("A") "</soapenv:Body>",
	    .want = "prefix-changed"},
	{"the second of two", KIT_HEAD("") KIT_BODY("A") "<s:Body Id=\"b\">" KIT_INNER("B") "</s:Body>" KIT_TAIL, KIT_CANONICAL("B"),
	    .want = "duplicate-id"},
	{"comments signed", KIT_MESSAGE("A<!--x-->"), KIT_CANONICAL("A<!--x-->"), .want = "comments-added"},
	{"CR lost", KIT_MESSAGE("A\nB"), KIT_CANONICAL("A&#xD;\nB"), .want = "line-ends-lost"},
	{"CR added", KIT_MESSAGE("A&#13;\nB"), KIT_CANONICAL("A\nB"), .want = "line-ends-added"},
	{"CR LF as in the file", KIT_MESSAGE("A\r\nB"), KIT_CANONICAL("A\r\nB"), .want = "line-ends-raw"},
	{"a byte order mark", KIT_MESSAGE("A"), "\xef\xbb\xbf" KIT_CANONICAL("A"), .want = "byte-order-mark"},
	{"UTF-8 taken for windows-1251", KIT_MESSAGE("РђРЅРЅР°"), KIT_CANONICAL("Анна"), .want = "encoding"},
	{"UTF-8 taken for Latin-1", KIT_MESSAGE("cafÃ©"), KIT_CANONICAL("café"), .want = "encoding"},
	{"windows-1251 digested", KIT_MESSAGE("Анна"), KIT_CANONICAL("\xc0\xed\xed\xe0"), .want = "encoding-signed"},
	{"SMEV, as it should be", KIT_HEAD(U) PRETTY KIT_TAIL, SMEV_FORM("A"), with_smev, .want = NULL},
	{"SMEV stated and not done", KIT_MESSAGE("A"), KIT_CANONICAL("A"), with_smev, .want = "smev-not-applied"},
	{"SMEV done and not stated", KIT_MESSAGE("A"), SMEV_FORM("A"), exclusive, .want = "smev-not-stated"},
};

static void swap(unsigned char *value, size_t *len);
static void reverse(unsigned char *value, size_t *len);
static void reverse_halves(unsigned char *value, size_t *len);
static void to_der(unsigned char *value, size_t *len);
static void spoil(unsigned char *value, size_t *len);

#define DS " xmlns:ds=\"" KIT_DS "\""
#define W " xmlns:w=\"" KIT_WSSE "\""
#define A KIT_MESSAGE("A"), KIT_CANONICAL("A")
static const struct kit_plan values[] = {
	{"as it should be", A, .want = NULL},
	{"RSA, as it should be", A, .signer = "fund-sign-rsa", .want = NULL},
	{"GOST, as it should be", A, .signer = "fund-sign-gost256", .want = NULL},
	{"GOST 512, as it should be", A, .signer = "fund-sign-gost512", .want = NULL},
	{"one bit changed", A, .edit = spoil, .want = ""},
	{"somebody's certificate", A, .certificate = "stranger-sign-ec", .want = ""},
	{"halves swapped", A, .edit = swap, .want = "halves-swapped"},
	{"GOST: halves swapped", A, .signer = "fund-sign-gost256", .edit = swap, .want = "halves-swapped"},
	{"octets reversed", A, .edit = reverse, .want = "octets-reversed"},
	{"RSA: octets reversed", A, .signer = "fund-sign-rsa", .edit = reverse, .want = "octets-reversed"},
	{"GOST: octets reversed", A, .signer = "fund-sign-gost512", .edit = reverse, .want = "octets-reversed"},
	{"octets of each half reversed", A, .edit = reverse_halves, .want = "halves-reversed"},
	{"DER", A, .edit = to_der, .want = "der"},
	{"SignedInfo pretty-printed", A, .space = "\n    ", .want = "signed-info-pretty-printed"},
	{"SignedInfo canonicalized inclusively", A, .info_start = "<ds:SignedInfo" DS S W ">", .want = "signed-info-canonicalization"},
	{"SignedInfo by itself", A, .info_c14n = KIT_INC, .info_tag = "<ds:SignedInfo" V ">", .info_start = "<ds:SignedInfo" DS V ">",
	    .want = "signed-info-namespaces"},
	{"another algorithm", A, .method = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512", .want = "signature-algorithm"},
	{"CR lost in SignedInfo", A, .space = "\n", .signed_space = "&#xD;\n", .want = "signed-info-line-ends"},
};
/* clang-format on */

static void
swap(unsigned char *value, size_t *len)
{
	for (size_t k = 0; k < *len / 2; k++) {
		unsigned char c = value[k];

		value[k] = value[*len / 2 + k];
		value[*len / 2 + k] = c;
	}
}

static void
reverse(unsigned char *value, size_t *len)
{
	for (size_t k = 0; k < *len / 2; k++) {
		unsigned char c = value[k];

		value[k] = value[*len - 1 - k];
		value[*len - 1 - k] = c;
	}
}

static void
reverse_halves(unsigned char *value, size_t *len)
{
	reverse(value, len);
	swap(value, len);
}

static size_t
put_integer(unsigned char *out, const unsigned char *number, size_t len)
{
	while (len > 1 && *number == 0) {
		number++;
		len--;
	}
	out[0] = 0x02;
	out[1] = (unsigned char)(len + (*number >= 0x80));
	out[2] = 0;
	memcpy(out + 2 + (*number >= 0x80), number, len);
	return 2U + out[1];
}

static void
to_der(unsigned char *value, size_t *len)
{
	unsigned char der[160];
	size_t half = *len / 2, n = 2;

	n += put_integer(der + n, value, half);
	n += put_integer(der + n, value + half, half);
	der[0] = 0x30;
	der[1] = (unsigned char)(n - 2);
	memcpy(value, der, n);
	*len = n;
}

static void
spoil(unsigned char *value, size_t *len)
{
	value[*len - 1] ^= 1;
}

static json_t *
inspect(const char *text)
{
	struct inspect_request request = {.now_us = clock_now_us(), .lang = ERR_EN};
	struct err_info e;
	json_t *report;

	assert_ok(e, inspect_message(text, strlen(text), &request, &report, &e));
	return report;
}

/* Whether place holds, has the cause wanted, or has looked for it in vain. */
static void
expect(const struct kit_plan *plan, const json_t *place, const json_t *report)
{
	const json_t *cause = json_object_get(json_object_get(place, "cause"), "name");
	bool holds = json_is_true(json_object_get(place, "holds"));
	const char *got = cause != NULL ? json_string_value(cause) : holds ? "it holds" : "none found";
	const char *want = plan->want == NULL ? "it holds" : *plan->want == '\0' ? "none found" : plan->want;

	if (strcmp(got, want) != 0) {
		json_dumpf(report, stderr, JSON_INDENT(2));
		fail_msg("%s: %s, not %s", plan->what, got, want);
	}
	if (plan->want != NULL && *plan->want == '\0' && json_array_size(json_object_get(place, "tried")) < 8)
		fail_msg("%s: little was tried", plan->what);
	if (inspect_verdict_of(report) != (plan->want == NULL ? INSPECT_HOLDS : INSPECT_FAILS))
		fail_msg("%s: verdict", plan->what);
}

static bool
wants_gost(const struct kit_plan *plan)
{
	return (plan->signer != NULL && strstr(plan->signer, "gost") != NULL) ||
	    (plan->hash != NULL && strncmp(plan->hash, "Streebog", 8) == 0);
}

static void
try(const struct kit_plan *plan, const char *where)
{
	const json_t *signature;
	json_t *report;
	char *text;

	if (wants_gost(plan) && !crypto_has_gost(NULL)) {
		print_message("# %s: skipped, no GOST here\n", plan->what);
		return;
	}
	text = kit_plan_sign(plan);
	report = inspect(text);
	signature = json_array_get(json_object_get(report, "signatures"), 0);
	expect(plan, where == NULL ? signature :
	    json_array_get(json_object_get(signature, where), 0), report);
	json_decref(report);
	free(text);
}

static void
test_digests(void **state)
{
	(void)state;
	for (size_t k = 0; k < COUNT_OF(digests); k++)
		try(&digests[k], "references");
}

static void
test_values(void **state)
{
	(void)state;
	for (size_t k = 0; k < COUNT_OF(values); k++)
		try(&values[k], NULL);
}

/* Two certificates, and the second signed. */
static void
test_other_certificate(void **state)
{
	struct kit_plan plan = {"another certificate of the message", A, .certificate = "stranger-sign-ec",
	    .key_info = "<ds:X509Data><ds:X509Certificate>$</ds:X509Certificate></ds:X509Data>",
	    .want = "other-certificate"};
	struct crypto_certificate *own;
	struct err_info e;
	char message[8192];
	size_t len;

	(void)state;
	assert_ok(e, crypto_certificate_load(kit_file("fund-sign-ec", ".pem"), 0, &own, &e));
	snprintf(message, sizeof(message), "<s:Envelope" S "><s:Header><w:Security" W "><w:BinarySecurityToken>%s"
	    "</w:BinarySecurityToken>@</w:Security></s:Header>" KIT_BODY("A") KIT_TAIL,
	    crypto_certificate_base64(own, &len));
	plan.message = message;
	try(&plan, NULL);
	crypto_certificate_free(own);
}

/* Each hypothesis of the table has a row above: none is there untried. */
static void
test_all_are_tried(void **state)
{
	static const char *const names[] = {
#define DIGEST_CAUSE(function, name, en, ru) name,
#define VALUE_CAUSE(function, name, en, ru) name,
#include "adapter/inspect/causes.h"
#undef DIGEST_CAUSE
#undef VALUE_CAUSE
	};

	(void)state;
	for (size_t n = 0; n < COUNT_OF(names); n++) {
		size_t found = strcmp(names[n], "other-certificate") == 0;

		for (size_t k = 0; k < COUNT_OF(digests); k++)
			found += digests[k].want != NULL && strcmp(digests[k].want, names[n]) == 0;
		for (size_t k = 0; k < COUNT_OF(values); k++)
			found += values[k].want != NULL && strcmp(values[k].want, names[n]) == 0;
		if (found == 0)
			fail_msg("no test makes %s happen", names[n]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_digests),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_other_certificate),
		cmocka_unit_test(test_all_are_tried),
	};

	xml_init();
	crypto_init();
	return cmocka_run_group_tests_name("inspect: causes", tests, NULL, NULL);
}
