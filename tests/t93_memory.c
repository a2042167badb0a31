/*
 * Without memory nothing is signed, believed or made canonical otherwise than with it, and nobody is
 * blamed: each allocation of ours and of libxml2 is refused once, in turn.  (Linked so that malloc and
 * its kin of libadapter.a are those below.)
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "adapter/crypto/crypto.h"
#include "adapter/xml/xml.h"
#include "tests/lib/cms_kit.h"
#include "tests/seal_kit.h"
#include "tests/unit.h"

/* Not ours to mend: xmlsec asks for a node set that libxml2 then forgets. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:xmlXPathNodeSetCreate\n";
}

static long left = -1;          /* allocations until the one that is refused; -1: none is */

static bool
refuse(void)
{
	if (left <= 0 || --left > 0)
		return false;
	left = -2;                      /* that it was */
	return true;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void *__real_reallocarray(void *old, size_t n, size_t size);
char *__real_strdup(const char *text);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_reallocarray(void *old, size_t n, size_t size);
char *__wrap_strdup(const char *text);

void *
__wrap_malloc(size_t size)
{
	return refuse() ? NULL : __real_malloc(size);
}

void *
__wrap_calloc(size_t n, size_t size)
{
	return refuse() ? NULL : __real_calloc(n, size);
}

void *
__wrap_realloc(void *old, size_t size)
{
	return refuse() ? NULL : __real_realloc(old, size);
}

void *
__wrap_reallocarray(void *old, size_t n, size_t size)
{
	return refuse() ? NULL : __real_reallocarray(old, n, size);
}

char *
__wrap_strdup(const char *text)
{
	return refuse() ? NULL : __real_strdup(text);
}

static int64_t now_us;
static char   *message;
static struct buf detached = {.max = 1 << 20};
static struct crypto_authorities *accredited;

/* What each makes is appended to out. */
static enum err
canonicalize(struct buf *out, struct err_info *e)
{
	AUTO(xml_doc) xmlDocPtr doc = NULL;
	struct xml_prefixes prefixes;

	TRY(xml_parse(message, strlen(message), XML_STRICT, &doc, e));
	TRY(xml_prefixes_read("wsa #default", &prefixes, e));
	return xml_c14n_exclusive(xmlDocGetRootElement(doc), &prefixes, XML_WITHOUT_COMMENTS, out, e);
}

static enum err
sign(struct buf *out, struct err_info *e)
{
	static const char plain[] = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" "
	    "xmlns:a=\"http://www.w3.org/2005/08/addressing\" xmlns:u=\"" XML_NS_WSU "\"><s:Header>"
	    "<a:Action u:Id=\"A\">urn:a</a:Action><a:MessageID u:Id=\"M\">urn:m</a:MessageID></s:Header>"
	    "<s:Body u:Id=\"B\"><b xmlns=\"urn:b\" c=\"d\">text</b></s:Body></s:Envelope>";

	return seal_sign(kit_fund[0], plain, sizeof(plain) - 1, now_us, out, e);
}

static enum err
verify(struct buf *out, struct err_info *e)
{
	struct seal_expect expect = {.relates_to = kit_asked, .now_us = now_us};
	struct seal_verified v;
	enum err code;

	TRY(seal_verify(kit_mostik, message, strlen(message), &expect, &v, e));
	code = buf_add(out, v.body, v.body_len, e);
	seal_verified_fini(&v);
	return code;
}

/* Of a fresh seal, to which nothing is known yet. */
static enum err
remember(struct buf *out, struct err_info *e)
{
	(void)out;
	return seal_remember(kit_mostik, message, strlen(message), now_us, e);
}

/* A detached signature: who made it. */
static enum err
verify_detached(struct buf *out, struct err_info *e)
{
	const struct crypto_cms_trust trust = {.authorities = accredited, .now_us = now_us};
	unsigned char digest[CRYPTO_MAX_HASH];
	struct crypto_certificate *signer;
	struct crypto_cms *cms;
	enum err code;

	TRY(crypto_cms_open((unsigned char *)detached.data, detached.len, &cms, e));
	code = crypto_digest(crypto_cms_hash(cms), "text", 4, digest, e);
	if (code == ERR_OK)
		code = crypto_cms_verify(cms, digest, &trust, &signer, e);
	crypto_cms_close(cms);
	TRY(code);
	code = buf_add_str(out, crypto_certificate_thumbprint(signer), e);
	crypto_certificate_free(signer);
	return code;
}

static const struct {
	const char *what;
	enum err  (*run)(struct buf *out, struct err_info *e);
	long        least;              /* allocations that it takes */
} rows[] = {
	{"canonicalize", canonicalize, 20},
	{"sign", sign, 20},             /* RSA: the same each time */
	{"verify", verify, 20},
	{"remember", remember, 20},
	{"verify detached", verify_detached, 6},
};

static void
make_detached(void)
{
	struct crypto_authorities_config config = {.ca_file = kit_file("citizen-authorities", ".pem")};
	struct cms_kit what = {.pair = "citizen-0-ec", .odd = CMS_ESS};
	struct err_info e;

	cms_kit_make(&what, "text", 4, &detached);
	CHECK(crypto_authorities_open(&config, &accredited, &e) == ERR_OK);
}

static void
test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		BUF_AUTO(want, 1 << 20);
		struct err_info e;
		bool refused = true;
		long n;

		assert_ok(e, rows[i].run(&want, &e));
		for (n = 1; refused; n++) {
			BUF_AUTO(got, 1 << 20);
			enum err code;

			left = n;
			code = rows[i].run(&got, &e);
			refused = left == -2;
			left = -1;
			if (code != ERR_OK && (code != ERR_NOMEM || e.code != code))
				fail_msg("%s, allocation %ld: %s (%s: %s)", rows[i].what, n, err_name(code),
				    e.at, e.text);
			if (code == ERR_OK && (got.len != want.len ||
			    (got.len > 0 && memcmp(got.data, want.data, got.len) != 0)))
				fail_msg("%s, allocation %ld: another result", rows[i].what, n);
			assert_true(refused || code == ERR_OK);
		}
		print_message("# %s: %ld allocations\n", rows[i].what, n - 2);
		assert_true(n > rows[i].least);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows)};
	int failed;

	seal_init();
	kit_open();
	now_us = clock_now_us();
	message = kit_message(kit_fund[0], now_us);
	make_detached();
	failed = cmocka_run_group_tests_name("memory", tests, NULL, NULL);
	crypto_authorities_close(accredited);
	buf_fini(&detached);
	free(message);
	kit_close();
	seal_fini();
	return failed;
}
