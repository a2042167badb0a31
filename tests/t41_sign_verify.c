/* seal: what is signed verifies, by all kinds of key and in both versions of SOAP. */
#include "config.h"

#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/seal_kit.h"
#include "tests/unit.h"


static void
signed_verifies(void **state)
{
	static const struct {
		struct kit_envelope envelope;
		const char         *covered;
	} cases[] = {
		{{.soap = 11}, "Timestamp Action MessageID Body"},
		{{.soap = 12}, "Timestamp Action MessageID Body"},
		{{.to = "urn:fund"}, "Timestamp To Action MessageID Body"},
		{{.soap = 12, .to = "urn:fund", .relates_to = "urn:uuid:1"},
		    "Timestamp To Action MessageID RelatesTo Body"},
		{{.body = ""}, "Timestamp Action MessageID Body"},
		{{.body = "<a xmlns='urn:a' z='1' b='&quot;&#9;&#10;'>\r\n<![CDATA[<&>]]>&#13;</a>"},
		    "Timestamp Action MessageID Body"},
	};

	static const char *const names[KIT_KINDS] = {"RSA-SHA256", "ECDSA-SHA256", "GOST-2012-256",
	    "GOST-2012-512"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		for (size_t k = 0; k < kit_n_kinds(); k++) {
			struct seal *ours = kit_seal("mostik", kit_kinds[k], "fund");
			struct seal *theirs = kit_seal("fund", kit_kinds[(k + 1) % kit_n_kinds()], "mostik");
			int64_t now_us = clock_now_us();
			struct seal_expect expect = {.action = kit_action, .now_us = now_us,
			    .relates_to = cases[i].envelope.relates_to, .once = true};
			struct seal_verified v;
			BUF_AUTO(plain, 1 << 20);
			BUF_AUTO(out, 1 << 20);
			struct err_info e;

			kit_build(&cases[i].envelope, &plain);
			assert_ok(e, seal_sign(ours, plain.data, plain.len, now_us, &out, &e));
			assert_ok(e, seal_verify(theirs, out.data, out.len, &expect, &v, &e));
			assert_string_equal(v.covered, cases[i].covered);
			assert_string_equal(v.action, kit_action);
			assert_string_equal(v.message_id, kit_message_id);
			assert_string_equal(v.to, cases[i].envelope.to != NULL ? "urn:fund" : "");
			assert_string_equal(v.relates_to,
			    expect.relates_to != NULL ? expect.relates_to : "");
			assert_string_equal(v.signer, "CN=mostik,O=Test");
			assert_string_equal(v.algorithm, seal_algorithm(ours));
			assert_string_equal(v.algorithm, names[k]);
			assert_int_equal(v.created_us, now_us / 1000 * 1000);
			assert_int_equal(v.expires_us, v.created_us + 60 * 1000000);
			assert_int_equal(strlen(v.body), v.body_len);
			seal_verified_fini(&v);
			seal_close(ours);
			seal_close(theirs);
		}
	}
}

/* The octets handed on are the canonical Body, with the namespaces that it needs. */
static void
body_is_canonical(void **state)
{
	static const char want[] =
	    "<s:Body xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" "
	    "xmlns:wsu=\"http://docs.oasis-open.org/wss/2004/01/"
	    "oasis-200401-wss-wssecurity-utility-1.0.xsd\" wsu:Id=\"Body\">"
	    "<p:Get xmlns:p=\"urn:test\" a=\"1\" z=\"&quot;&#x9;\">я&lt;&amp;&#xD;<p:E></p:E></p:Get></s:Body>";
	struct kit_envelope what = {.body =
	    "<p:Get xmlns:p=\"urn:test\" xmlns:q='urn:unused' z='\"&#9;'   a='1' >&#1103;"
	    "<![CDATA[<&]]>&#13;<p:E/></p:Get>"};
	struct seal *ours = kit_seal("mostik", "ec", "fund"), *theirs = kit_seal("fund", "ec", "mostik");
	struct seal_expect expect = {.now_us = clock_now_us()};
	struct seal_verified v;
	BUF_AUTO(plain, 1 << 20);
	BUF_AUTO(out, 1 << 20);
	struct err_info e;

	(void)state;
	kit_build(&what, &plain);
	assert_ok(e, seal_sign(ours, plain.data, plain.len, expect.now_us, &out, &e));
	assert_ok(e, seal_verify(theirs, out.data, out.len, &expect, &v, &e));
	assert_string_equal(v.body, want);
	seal_verified_fini(&v);
	seal_close(ours);
	seal_close(theirs);
}

/* A long list of payments: more than one buffer of any library. */
static void
long_bodies_pass(void **state)
{
	enum { ROWS = 20000 };
	struct seal *ours = kit_seal("mostik", "ec", "fund"), *theirs = kit_seal("fund", "ec", "mostik");
	struct seal_expect expect = {.now_us = clock_now_us()};
	struct seal_verified v;
	BUF_AUTO(body, 4 << 20);
	BUF_AUTO(plain, 4 << 20);
	BUF_AUTO(out, 4 << 20);
	struct err_info e;

	(void)state;
	assert_ok(e, buf_add_str(&body, "<p:L xmlns:p=\"urn:test\">", &e));
	for (int i = 0; i < ROWS; i++)
		assert_ok(e, buf_addf(&body, &e, "<p:Сумма p:n=\"%d\">%d.00 руб.</p:Сумма>", i, i));
	assert_ok(e, buf_add_str(&body, "</p:L>", &e));
	kit_build(&(struct kit_envelope){.body = body.data}, &plain);
	assert_ok(e, seal_sign(ours, plain.data, plain.len, expect.now_us, &out, &e));
	assert_ok(e, seal_verify(theirs, out.data, out.len, &expect, &v, &e));
	assert_in_range(v.body_len, body.len + 1, body.len + 1000);
	assert_non_null(strstr(v.body, body.data));
	seal_verified_fini(&v);
	*strrchr(out.data, '.') = ',';
	assert_err(ERR_SIG_DIGEST, e, seal_verify(theirs, out.data, out.len, &expect, &v, &e));
	seal_close(ours);
	seal_close(theirs);
}

/* What was in the buffer stays, and the envelope's own octets are not touched. */
static void
signing_adds_one_header(void **state)
{
	struct kit_envelope what = {.to = "urn:fund"};
	struct seal *ours = kit_seal("mostik", "ec", "fund");
	BUF_AUTO(plain, 1 << 20);
	BUF_AUTO(out, 1 << 20);
	struct err_info e;
	char *security, *end;

	(void)state;
	kit_build(&what, &plain);
	assert_ok(e, buf_add_str(&out, "before", &e));
	assert_ok(e, seal_sign(ours, plain.data, plain.len, clock_now_us(), &out, &e));
	assert_memory_equal(out.data, "before", 6);
	security = strstr(out.data, "<wsse:Security");
	end = strstr(out.data, "</wsse:Security>");
	assert_non_null(security);
	assert_non_null(end);
	end += strlen("</wsse:Security>");
	assert_memory_equal(out.data + 6, plain.data, (size_t)(security - out.data - 6));
	assert_string_equal(end, plain.data + (security - out.data - 6));
	*end = '\0';
	assert_non_null(strstr(security, "soap:mustUnderstand=\"1\""));
	assert_null(strchr(security, '\n'));
	seal_close(ours);
}

static void
bad_envelopes_are_not_signed(void **state)
{
	static const char *const cases[] = {
		"",
		"<a/>",
		"<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Header/><s:Body/></s:Envelope>",
		"<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body/></s:Envelope>",
		"<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'",
	};
	struct seal *ours = kit_seal("mostik", "ec", "fund");
	BUF_AUTO(plain, 1 << 20);
	BUF_AUTO(out, 1 << 20);
	BUF_AUTO(small, 1000);
	int64_t now_us = clock_now_us();
	struct err_info e;

	(void)state;
	assert_ok(e, buf_add_str(&out, "before", &e));
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_err(ERR_SIGN, e, seal_sign(ours, cases[i], strlen(cases[i]), now_us, &out, &e));
	assert_string_equal(out.data, "before");

	/* Signed already; a header without identifier; no room. */
	kit_build(&(struct kit_envelope){0}, &plain);
	assert_err(ERR_SIGN, e, seal_sign(ours, plain.data, plain.len, now_us, &small, &e));
	assert_int_equal(small.len, 0);
	assert_ok(e, seal_sign(ours, plain.data, plain.len, now_us, &out, &e));
	assert_err(ERR_SIGN, e, seal_sign(ours, out.data + 6, out.len - 6, now_us, &out, &e));
	memcpy(strstr(plain.data, "wsu:Id=\"Action\""), "wsu:XX", 6);
	assert_err(ERR_SIGN, e, seal_sign(ours, plain.data, plain.len, now_us, &out, &e));
	seal_close(ours);
}

static void
self_test_passes(void **state)
{
	(void)state;
	for (size_t k = 0; k < kit_n_kinds(); k++) {
		struct seal *ours = kit_seal("mostik", kit_kinds[k], "fund");
		struct err_info e;

		for (int i = 0; i < 3; i++)
			assert_ok(e, seal_self_test(ours, &e));
		assert_string_equal(seal_subject(ours), "CN=mostik,O=Test");
		seal_close(ours);
	}
}

/* Copies a file of the PKI with another mode. */
static const char *
copy_with_mode(const char *name, mode_t mode)
{
	const char *to = kit_file("copy", ".key");
	const char *const cp[] = {"cp", "-f", kit_file(name, ".key"), to, NULL};

	assert_true(kit_run(cp));
	assert_int_equal(chmod(to, mode), 0);
	return to;
}

static const char *
encrypted_copy(const char *name)
{
	const char *to = kit_file("encrypted", ".key");
	const char *const openssl[] = {"openssl", "pkey", "-in", kit_file(name, ".key"), "-aes128",
	    "-passout", "pass:x", "-out", to, NULL};

	assert_true(kit_run(openssl));
	assert_int_equal(chmod(to, 0600), 0);
	return to;
}

static void
unusable_keys_are_named(void **state)
{
	static const struct {
		const char *key, *certificate, *ca;
		const char *at, *text;          /* must be in there */
	} cases[] = {
		{"none",           "mostik-sign-ec",  "sign-ca", "none.key",           "No such file"},
		{"group",          "mostik-sign-ec",  "sign-ca", "copy.key",           "0640"},
		{"others",         "mostik-sign-ec",  "sign-ca", "copy.key",           "0604"},
		{"encrypted",      "mostik-sign-ec",  "sign-ca", "encrypted.key",      "encrypted"},
		{"mostik-sign-ec", "none",            "sign-ca", "none.pem",           "No such file"},
		{"mostik-sign-ec", "fund-sign-ec",    "sign-ca", "fund-sign-ec.pem",   "does not belong"},
		{"mostik-sign-ec", "mostik-sign-rsa", "sign-ca", "mostik-sign-rsa.pem", "does not belong"},
		{"expired-sign-ec", "expired-sign-ec", "sign-ca", "expired-sign-ec.pem", "expired"},
		{"nousage-sign-ec", "nousage-sign-ec", "sign-ca", "nousage-sign-ec.pem", "key usage"},
		{"small-sign-rsa", "small-sign-rsa",  "sign-ca", "small-sign-rsa.pem", "1024 bits"},
		{"mostik-sign-ec", "mostik-sign-ec",  "none",    "none.pem",           "no authorities"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct seal_config config = {
			.key_file = kit_file(cases[i].key, ".key"),
			.certificate_file = kit_file(cases[i].certificate, ".pem"),
			.ca_file = kit_file(cases[i].ca, ".pem"),
			.peer_subject = "fund", .ttl_s = 60, .max_skew_s = 5, .max_ttl_s = 300,
		};
		struct seal *seal = NULL;
		struct err_info e;

		if (strcmp(cases[i].key, "group") == 0)
			config.key_file = copy_with_mode("mostik-sign-ec", 0640);
		if (strcmp(cases[i].key, "others") == 0)
			config.key_file = copy_with_mode("mostik-sign-ec", 0604);
		if (strcmp(cases[i].key, "encrypted") == 0)
			config.key_file = encrypted_copy("mostik-sign-ec");
		assert_err(ERR_KEY_UNUSABLE, e, seal_open(&config, &seal, &e));
		assert_null(seal);
		if (strstr(e.at, cases[i].at) == NULL || strstr(e.text, cases[i].text) == NULL)
			fail_msg("%s: '%s' is not about '%s'", e.at, e.text, cases[i].text);
	}
}

/* An auditor reads the journal without the key, and long after the certificate's time. */
static void
without_a_key_one_can_verify(void **state)
{
	static const char *const certificates[] = {NULL, "mostik-sign-rsa", "expired-sign-ec"};
	struct seal *theirs = kit_seal("fund", "ec", "mostik");
	struct seal_expect expect = {.now_us = clock_now_us()};
	BUF_AUTO(plain, 1 << 20);
	BUF_AUTO(out, 1 << 20);
	struct err_info e;

	(void)state;
	kit_build(&(struct kit_envelope){0}, &plain);
	assert_ok(e, seal_sign(theirs, plain.data, plain.len, expect.now_us, &out, &e));
	for (size_t i = 0; i < COUNT_OF(certificates); i++) {
		struct seal_config config = {
			.certificate_file = certificates[i] != NULL ? kit_file(certificates[i], ".pem") : NULL,
			.ca_file = kit_file("sign-ca", ".pem"),
			.peer_subject = "fund", .ttl_s = 60, .max_skew_s = 5, .max_ttl_s = 300,
		};
		struct seal_verified v;
		struct seal *seal;

		assert_ok(e, seal_open(&config, &seal, &e));
		assert_ok(e, seal_verify(seal, out.data, out.len, &expect, &v, &e));
		seal_verified_fini(&v);
		assert_err(ERR_SIGN, e, seal_sign(seal, plain.data, plain.len, expect.now_us, &out, &e));
		assert_err(ERR_SIGN, e, seal_self_test(seal, &e));
		assert_string_equal(seal_subject(seal),
		    i == 0 ? "" : i == 1 ? "CN=mostik,O=Test" : "CN=fund,O=Test");
		assert_string_equal(seal_algorithm(seal), i == 0 ? "" : i == 1 ? "RSA-SHA256" : "ECDSA-SHA256");
		seal_close(seal);
	}
	seal_close(theirs);
}

/* ---- threads ------------------------------------------------------------------ */

enum { THREADS = 4, ROUNDS = 60 };

static struct seal *shared_ours, *shared_theirs;

static void *
sign_and_verify(void *which)
{
	BUF_AUTO(plain, 1 << 20);
	BUF_AUTO(out, 1 << 20);
	char id[80];
	struct err_info e;
	size_t *done = which;

	for (int i = 0; i < ROUNDS; i++) {
		struct seal_expect expect = {.action = kit_action, .now_us = clock_now_us(), .once = true};
		struct seal_verified v;

		snprintf(id, sizeof(id), "urn:test:%p:%d", which, i);
		buf_reset(&plain);
		buf_reset(&out);
		kit_build(&(struct kit_envelope){.message_id = id}, &plain);
		if (seal_sign(shared_ours, plain.data, plain.len, expect.now_us, &out, &e) != ERR_OK ||
		    seal_verify(shared_theirs, out.data, out.len, &expect, &v, &e) != ERR_OK)
			return NULL;
		*done += strcmp(v.message_id, id) == 0;
		seal_verified_fini(&v);
		out.data[out.len / 3] ^= 1;
		expect.once = false;
		if (seal_verify(shared_theirs, out.data, out.len, &expect, &v, &e) == ERR_OK)
			return NULL;
	}
	return NULL;
}

static void
threads_share_a_seal(void **state)
{
	(void)state;
	for (size_t k = 0; k < kit_n_kinds(); k++) {
		pthread_t thread[THREADS];
		size_t done[THREADS] = {0};

		shared_ours = kit_seal("mostik", kit_kinds[k], "fund");
		shared_theirs = kit_seal("fund", "ec", "mostik");
		for (int i = 0; i < THREADS; i++)
			assert_int_equal(pthread_create(&thread[i], NULL, sign_and_verify, &done[i]), 0);
		for (int i = 0; i < THREADS; i++)
			assert_int_equal(pthread_join(thread[i], NULL), 0);
		for (int i = 0; i < THREADS; i++)
			assert_int_equal(done[i], ROUNDS);
		seal_close(shared_ours);
		seal_close(shared_theirs);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(signed_verifies),
		cmocka_unit_test(body_is_canonical),
		cmocka_unit_test(long_bodies_pass),
		cmocka_unit_test(signing_adds_one_header),
		cmocka_unit_test(bad_envelopes_are_not_signed),
		cmocka_unit_test(self_test_passes),
		cmocka_unit_test(unusable_keys_are_named),
		cmocka_unit_test(without_a_key_one_can_verify),
		cmocka_unit_test(threads_share_a_seal),
	};
	int failed;

	seal_init();
	failed = cmocka_run_group_tests_name("sign and verify", tests, NULL, NULL);
	seal_fini();
	return failed;
}
