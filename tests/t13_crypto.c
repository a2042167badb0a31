/* crypto: digests against published values, signatures both ways and what must not pass. */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "adapter/crypto/crypto.h"
#include "tests/seal_kit.h"
#include "tests/unit.h"

/* FIPS 180-4's "abc"; RFC 6986, section 10.1. */
#define ABC "abc"
#define M1  "012345678901234567890123456789012345678901234567890123456789012"

static const struct {
	const char *hash, *octets, *want;
} digests[] = {
	{"SHA-256", ABC, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
	{"SHA-1", ABC, "a9993e364706816aba3e25717850c26c9cd0d89d"},
	{"Streebog-256", M1, "9d151eefd8590b89daa6ba6cb74af9275dd051026bb149a452fd84e5e57b5500"},
	{"Streebog-512", M1, "1b54d01a4af5b9d5cc3d86d68d285462b19abc2475222f35c085122be4ba1ffa"
	                     "00ad30f8767b3a82384c6574f024c311e2a481332b08ef7f41797891c1646f48"},
};

static const struct crypto_hash *
hash_named(const char *name)
{
	const struct crypto_hash *hash;

	for (size_t i = 0; (hash = crypto_hash_at(i)) != NULL; i++)
		if (strcmp(hash->name, name) == 0)
			return hash;
	fail_msg("no row for %s", name);
	return NULL;
}

static bool
can(const char *name)
{
	const char *why = "";

	if (strncmp(name, "Streebog", 8) != 0 && strstr(name, "gost") == NULL)
		return true;
	if (!crypto_has_gost(&why))
		print_message("[  SKIPPED ] %s: %s\n", name, why);
	return crypto_has_gost(NULL);
}

static void
test_digests_are_the_published_ones(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(digests); i++) {
		const struct crypto_hash *hash = hash_named(digests[i].hash);
		unsigned char out[CRYPTO_MAX_HASH], parts[CRYPTO_MAX_HASH];
		struct crypto_digest *d;
		char hex[2 * CRYPTO_MAX_HASH + 1] = "";
		size_t len = strlen(digests[i].octets);

		if (!can(hash->name))
			continue;
		assert_int_equal(crypto_digest(hash, digests[i].octets, len, out, NULL), ERR_OK);
		for (size_t k = 0; k < hash->size; k++)
			snprintf(hex + 2 * k, 3, "%02x", out[k]);
		assert_string_equal(hex, digests[i].want);

		assert_int_equal(crypto_digest_open(hash, &d, NULL), ERR_OK);
		for (size_t k = 0; k < len; k++)
			assert_int_equal(crypto_digest_add(d, digests[i].octets + k, 1, NULL), ERR_OK);
		assert_int_equal(crypto_digest_end(d, parts, NULL), ERR_OK);
		crypto_digest_close(d);
		assert_memory_equal(out, parts, hash->size);
	}
}

static const struct {
	const char *kind, *algorithm;
	size_t      signature;
} pairs[] = {
	{"rsa", "RSA-SHA256", 256},
	{"ec", "ECDSA-SHA256", 64},
	{"gost256", "GOST-2012-256", 64},
	{"gost512", "GOST-2012-512", 128},
};

/* Whether every change to what is given is noticed. */
static void
check_refusals(const struct crypto_key *key, const struct crypto_algorithm *a,
    const unsigned char *digest, const unsigned char *sig, size_t len)
{
	unsigned char other[CRYPTO_MAX_SIGNATURE + 1];

	for (size_t i = 0; i < len; i++) {
		memcpy(other, sig, len);
		other[i] ^= 1;
		assert_int_equal(crypto_verify(key, a, digest, other, len, NULL), ERR_SIG_VALUE);
	}
	for (size_t i = 0; i < a->hash->size; i++) {
		memcpy(other, digest, a->hash->size);
		other[i] ^= 0x80;
		assert_int_equal(crypto_verify(key, a, other, sig, len, NULL), ERR_SIG_VALUE);
	}
	memcpy(other, sig, len);
	other[len] = 0;
	assert_int_equal(crypto_verify(key, a, digest, other, len + 1, NULL), ERR_SIG_VALUE);
	assert_int_equal(crypto_verify(key, a, digest, sig, len - 1, NULL), ERR_SIG_VALUE);
	assert_int_equal(crypto_verify(key, a, digest, sig, 0, NULL), ERR_SIG_VALUE);
	memset(other, 0, len);
	assert_int_equal(crypto_verify(key, a, digest, other, len, NULL), ERR_SIG_VALUE);
	memset(other, 0xff, len);
	assert_int_equal(crypto_verify(key, a, digest, other, len, NULL), ERR_SIG_VALUE);
}

static void
test_signs_and_verifies(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(pairs); i++) {
		char name[64], key_file[512];
		struct crypto_source source = {.key = key_file};
		struct crypto_certificate *c = NULL;
		struct crypto_key *key = NULL;
		const struct crypto_algorithm *a, *own;
		unsigned char digest[CRYPTO_MAX_HASH], sig[CRYPTO_MAX_SIGNATURE];
		size_t len = 0;
		struct err_info e = {0};

		if (!can(pairs[i].kind))
			continue;
		snprintf(name, sizeof(name), "mostik-sign-%s", pairs[i].kind);
		snprintf(key_file, sizeof(key_file), "%s", kit_file(name, ".key"));
		source.certificate_file = kit_file(name, ".pem");
		if (access(key_file, R_OK) != 0) {
			print_message("[  SKIPPED ] %s: no such key\n", name);
			continue;
		}
		if (crypto_source_load(&source, &key, &c, &e) != ERR_OK)
			fail_msg("%s: %s", e.at, e.text);
		assert_int_equal(crypto_certificate_may_sign(c, &a, NULL), ERR_OK);
		assert_string_equal(a->name, pairs[i].algorithm);
		assert_int_equal(crypto_key_algorithm(key, &own, NULL), ERR_OK);
		assert_ptr_equal(a, own);
		assert_int_equal(crypto_digest(a->hash, "text", 4, digest, NULL), ERR_OK);
		if (crypto_sign(key, a, digest, sig, &len, &e) != ERR_OK)
			fail_msg("%s", e.text);
		assert_int_equal(len, pairs[i].signature);
		assert_int_equal(crypto_verify(crypto_certificate_key(c), a, digest, sig, len, NULL),
		    ERR_OK);
		check_refusals(crypto_certificate_key(c), a, digest, sig, len);
		crypto_key_free(key);
		crypto_certificate_free(c);
	}
}

static void
test_an_algorithm_wants_its_kind_of_key(void **state)
{
	struct crypto_certificate *c = NULL;
	unsigned char digest[CRYPTO_MAX_HASH] = {0}, sig[CRYPTO_MAX_SIGNATURE] = {0};
	const struct crypto_algorithm *a;
	size_t len = 0;

	(void)state;
	assert_int_equal(crypto_certificate_load(kit_file("mostik-sign-rsa", ".pem"), 0, &c, NULL),
	    ERR_OK);
	for (size_t i = 0; (a = crypto_algorithm_at(i)) != NULL; i++) {
		if (a->kind == CRYPTO_RSA)
			continue;
		assert_int_equal(crypto_sign(crypto_certificate_key(c), a, digest, sig, &len, NULL),
		    ERR_CRYPTO);
		assert_int_equal(crypto_verify(crypto_certificate_key(c), a, digest, sig, 64, NULL),
		    ERR_SIG_VALUE);
	}
	crypto_certificate_free(c);
}

static void
test_certificate_facts(void **state)
{
	struct crypto_certificate *c = NULL, *again = NULL;
	const char *base64;
	size_t len;

	(void)state;
	assert_int_equal(crypto_certificate_load(kit_file("fund-sign-ec", ".pem"), 0, &c, NULL),
	    ERR_OK);
	assert_string_equal(crypto_certificate_subject(c), "CN=fund,O=Test");
	assert_string_equal(crypto_certificate_issuer(c), "CN=Test signing authority,O=Test");
	assert_true(crypto_certificate_is_of(c, "fund"));
	assert_false(crypto_certificate_is_of(c, "fun"));
	assert_false(crypto_certificate_is_of(c, "mostik"));
	assert_true(crypto_certificate_from_us(c) < crypto_certificate_to_us(c));
	assert_int_equal(strlen(crypto_certificate_thumbprint(c)), 64);
	base64 = crypto_certificate_base64(c, &len);
	assert_int_equal(strlen(base64), len);
	assert_int_equal(crypto_certificate_decode64(base64, len, &again, NULL), ERR_OK);
	assert_string_equal(crypto_certificate_thumbprint(c), crypto_certificate_thumbprint(again));
	crypto_certificate_free(again);
	assert_int_equal(crypto_certificate_decode64(base64, len - 4, &again, NULL),
	    ERR_SIG_CERTIFICATE);
	assert_int_equal(crypto_certificate_load(kit_file("fund-sign-ec", ".pem"), 1, &again, NULL),
	    ERR_KEY_UNUSABLE);
	crypto_certificate_free(c);
}

/* What is too long for its place, as Russian names often are, is cut between letters, not within one. */
static void
test_a_long_name_stays_utf8(void **state)
{
	static const char letters[] = "/O=\xd0\x96\xd0\x96\xd0\x96\xd0\x96\xd0\x96\xd0\x96\xd0\x96\xd0\x96"
	    "\xd0\x96\xd0\x96\xd0\x96\xd0\x96\xd0\x96\xd0\x96\xd0\x96\xd0\x96\xd0\x96\xd0\x96\xd0\x96\xd0\x96";
	char file[] = "/tmp/mostik-name-XXXXXX", subject[600] = "/CN=x";
	size_t n = strlen(subject);
	int fd = mkstemp(file);

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	for (int i = 0; i < 10; i++)
		n += (size_t)snprintf(subject + n, sizeof(subject) - n, "%s", letters);
	/* A letter more in front, and the cut is elsewhere. */
	for (int i = 0; i < 2; i++) {
		const char *const make[] = {"openssl", "req", "-x509", "-new", "-key",
		    kit_file("fund-sign-ec", ".key"), "-utf8", "-subj", subject, "-out", file, NULL};
		struct crypto_certificate *c = NULL;
		char text[256];
		size_t len;

		assert_true(kit_run(make));
		assert_int_equal(crypto_certificate_load(file, 0, &c, NULL), ERR_OK);
		crypto_certificate_put_subject(c, text, sizeof(text));
		len = strlen(text);
		assert_in_range(len, 253, 255);
		assert_true((unsigned char)text[len - 1] != 0xd0);
		crypto_certificate_free(c);
		snprintf(subject + n, sizeof(subject) - n, "/OU=y");
	}
	unlink(file);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_digests_are_the_published_ones),
		cmocka_unit_test(test_signs_and_verifies),
		cmocka_unit_test(test_an_algorithm_wants_its_kind_of_key),
		cmocka_unit_test(test_certificate_facts),
		cmocka_unit_test(test_a_long_name_stays_utf8),
	};

	int failed;

	crypto_init();
	failed = cmocka_run_group_tests_name("crypto", tests, NULL, NULL);
	crypto_fini();
	return failed;
}
