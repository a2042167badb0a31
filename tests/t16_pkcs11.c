/* crypto: keys that stay in a token, by SoftHSM: what signs, what is refused, what happens without it. */
#include "config.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adapter/crypto/crypto.h"
#include "tests/seal_kit.h"
#include "tests/unit.h"

#define MODULE "/usr/lib/softhsm/libsofthsm2.so"
#define TOKEN  "pkcs11:token=mostik-test;"
#define EC_KEY TOKEN "object=mostik-sign-ec;type=private"
#define RSA_KEY TOKEN "object=mostik-sign-rsa;type=private"
#define EC_CERT  "hsm/mostik-sign-ec.pem"
#define RSA_CERT "hsm/mostik-sign-rsa.pem"
#define PIN      "hsm/pin"

static char folder[] = "/tmp/mostik-pkcs11-XXXXXX";
static char pin[64];

/* clang-format off */
/* A name without slash is of a file in the folder. */
struct row {
	const char *module, *key, *certificate, *pin;
	const char *says;               /* NULL: it loads */
};

/* Before anything was loaded: none of this may be in the way of what comes after. */
static const struct row first[] = {
	{NULL,           EC_KEY, EC_CERT, PIN, "no pkcs11_module"},
	{"softhsm2.so",  EC_KEY, EC_CERT, PIN, "No such file"},
	{"./softhsm2.so", EC_KEY, EC_CERT, PIN, "a path from /"},
	{"no-module",    EC_KEY, EC_CERT, PIN, "not a PKCS#11 module"},
	{"no-token-library", EC_KEY, EC_CERT, PIN, "no C_GetFunctionList"},
	{MODULE,         EC_KEY, EC_CERT, NULL,      "wants a PIN"},
	{MODULE,         EC_KEY, EC_CERT, "missing", "No such file"},
	{MODULE,         EC_KEY, EC_CERT, "pin-open", "mode is 0644"},
	{MODULE,         EC_KEY, EC_CERT, "pin-wrong", "PIN incorrect"},
	{MODULE,         RSA_KEY, RSA_CERT, "pin-wrong", "PIN incorrect"},
	{MODULE,         EC_KEY ";pin-value=12345678", EC_CERT, PIN, "into passphrase_file"},
	{MODULE,         EC_KEY "?pin-value=12345678", EC_CERT, PIN, "into passphrase_file"},
	{MODULE,         EC_KEY "?x=1&pin-source=file:/x", EC_CERT, PIN, "into passphrase_file"},
	{MODULE,         "pkcs11:object=mostik-sign-ec;type=private", EC_CERT, PIN, "must name the token"},
	{MODULE,         TOKEN "type=private", EC_CERT, PIN, "must name the key"},
	{MODULE,         "pkcs11:token=other;object=mostik-sign-ec;type=private", EC_CERT, PIN, "object not found"},
	{MODULE,         TOKEN "object=other;type=private", EC_CERT, PIN, "object not found"},
};

static const struct row then[] = {
	{MODULE, EC_KEY,  EC_CERT,  PIN, NULL},
	{MODULE, RSA_KEY, RSA_CERT, PIN, NULL},
	{MODULE, EC_KEY,  EC_CERT,  "pin-line", NULL},
	{MODULE, TOKEN "id=%01;type=private", EC_CERT, PIN, NULL},
	{MODULE, TOKEN "id=%02", RSA_CERT, PIN, NULL},
	{MODULE, EC_KEY,  NULL, PIN, NULL},
	{MODULE, RSA_KEY, NULL, PIN, "no such certificate"},
	{MODULE, "pkcs11:type=private;object=mostik-sign-ec;token=mostik-test", NULL, PIN, NULL},
	{MODULE, EC_KEY,  RSA_CERT, PIN, "does not belong"},
	{MODULE, EC_KEY,  "=mostik-sign-ec.pem", PIN, "does not belong"},
	{MODULE, RSA_KEY, "=mostik-sign-rsa.pem", PIN, "does not belong"},
	{MODULE, RSA_KEY, "missing", PIN, "No such file"},
	{MODULE, TOKEN "object=other;type=private", EC_CERT, PIN, "object not found"},
	{"no-module", EC_KEY, EC_CERT, PIN, "another module"},
};
/* clang-format on */

static const char *
path_of(const char *name)
{
	static char ring[4][256];
	static unsigned next;
	char *path = ring[next++ % COUNT_OF(ring)];

	if (name == NULL || name[0] == '/' || name[0] == '.')
		return name;
	if (name[0] == '=')
		return kit_file(name + 1, "");
	snprintf(path, sizeof(ring[0]), "%s/%s", folder, name);
	return path;
}

/* A command of tests/lib/softhsm.sh. */
static bool
softhsm(const char *command)
{
	char script[1024];
	const char *const argv[] = {"sh", "-c", script, NULL};

	snprintf(script, sizeof(script), ". \"$top_srcdir/tests/lib/softhsm.sh\"; SOFTHSM=%s/hsm; %s",
	    folder, command);
	return kit_run(argv);
}

static void
put(const char *name, const char *text, mode_t mode)
{
	int fd = open(path_of(name), O_WRONLY | O_CREAT | O_CLOEXEC, mode);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
}

static int
make_token(void **state)
{
	char command[512], text[80];
	Dl_info library;
	FILE *in;

	(void)state;
	snprintf(command, sizeof(command), "softhsm_make %s/hsm %s", folder, kit_pki());
	assert_true(softhsm(command));
	assert_int_equal(setenv("SOFTHSM2_CONF", path_of("hsm/softhsm2.conf"), 1), 0);
	/* The certificate of one of the two lies in the token, too. */
	assert_true(softhsm("openssl x509 -in $SOFTHSM/mostik-sign-ec.pem -outform DER -out $SOFTHSM/der &&"
	    " softhsm_tool --write-object $SOFTHSM/der --type cert --id 01 --label mostik-sign-ec"
	    " >>$SOFTHSM.log 2>&1"));
	in = fopen(path_of("hsm/pin"), "re");
	assert_non_null(in);
	assert_non_null(fgets(pin, sizeof(pin), in));
	fclose(in);
	snprintf(text, sizeof(text), "%s\nmore\n", pin);
	put("pin-line", text, 0600);
	put("pin-open", pin, 0644);
	put("pin-wrong", "987654321", 0600);
	put("no-module", "no module", 0600);
	assert_true(dladdr(dlsym(RTLD_DEFAULT, "EVP_sha256"), &library) != 0);
	assert_int_equal(symlink(library.dli_fname, path_of("no-token-library")), 0);
	return 0;
}

static enum err
load(const struct row *row, struct crypto_key **ret_key,
    struct crypto_certificate **ret_certificate, struct err_info *e)
{
	struct crypto_source source = {
		.key = row->key,
		.certificate_file = path_of(row->certificate),
		.passphrase_file = path_of(row->pin),
		.pkcs11_module = path_of(row->module),
	};

	return crypto_source_load(&source, ret_key, ret_certificate, e);
}

/* What was signed by the token verifies by the certificate. */
static enum err
sign_once(const struct crypto_key *key, const struct crypto_certificate *c, unsigned char first_octet,
    struct err_info *e)
{
	unsigned char digest[CRYPTO_MAX_HASH] = {first_octet}, sig[CRYPTO_MAX_SIGNATURE];
	const struct crypto_algorithm *a;
	size_t len;

	TRY(crypto_key_algorithm(key, &a, e));
	TRY(crypto_sign(key, a, digest, sig, &len, e));
	TRY(crypto_verify(crypto_certificate_key(c), a, digest, sig, len, e));
	digest[1] ^= 1;
	CHECK(crypto_verify(crypto_certificate_key(c), a, digest, sig, len, NULL) == ERR_SIG_VALUE);
	return ERR_OK;
}

static void
check_rows(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct crypto_key *key = NULL;
		struct crypto_certificate *c = NULL;
		struct err_info e = {0};
		enum err got = load(&rows[i], &key, &c, &e);

		if (got != (rows[i].says == NULL ? ERR_OK : ERR_KEY_UNUSABLE) ||
		    (got != ERR_OK && strstr(e.text, rows[i].says) == NULL))
			fail_msg("%s %s: %s '%s' at %s", rows[i].key, rows[i].pin != NULL ? rows[i].pin : "-",
			    err_name(got), e.text, e.at);
		if (got != ERR_OK) {
			assert_null(strstr(e.text, pin));
			assert_null(strstr(e.at, pin));
			assert_null(strstr(e.at, "12345678"));
			assert_null(key);
			assert_null(c);
			continue;
		}
		assert_true(crypto_certificate_is_of(c, "mostik"));
		assert_int_equal(crypto_key_bits(key), crypto_key_bits(crypto_certificate_key(c)));
		assert_string_equal(crypto_key_kind_name(key),
		    crypto_key_kind_name(crypto_certificate_key(c)));
		assert_ok(e, sign_once(key, c, (unsigned char)i, &e));
		crypto_key_free(key);
		crypto_certificate_free(c);
	}
}

static void
test_refused_before_any_was_loaded(void **state)
{
	(void)state;
	check_rows(first, COUNT_OF(first));
}

static void
test_by_uri(void **state)
{
	(void)state;
	check_rows(then, COUNT_OF(then));
}

static void
test_the_key_never_leaves(void **state)
{
	(void)state;
	assert_true(softhsm("softhsm_keeps ec && softhsm_keeps rsa"));
	assert_true(softhsm("! grep -rq 'PRIVATE KEY' $SOFTHSM"));
}

/* ---- many threads, and a source that is loaded again meanwhile --------------------------- */

enum { THREADS = 8, ROUNDS = 25 };

struct pair {
	struct crypto_key *key;
	struct crypto_certificate *certificate;
};
static atomic_int running;

static void *
sign_often(void *with)
{
	const struct pair *pair = with;
	intptr_t wrong = 0;

	for (int i = 0; i < ROUNDS; i++)
		wrong += sign_once(pair->key, pair->certificate, (unsigned char)i, NULL) != ERR_OK;
	atomic_fetch_sub(&running, 1);
	return (void *)wrong;
}

static void
test_many_threads(void **state)
{
	pthread_t threads[THREADS];
	struct pair pairs[2] = {{0}};
	struct err_info e;
	void *wrong;

	(void)state;
	for (size_t i = 0; i < 2; i++)
		assert_ok(e, load(&then[i], &pairs[i].key, &pairs[i].certificate, &e));
	atomic_store(&running, THREADS);
	for (size_t i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, sign_often, &pairs[i % 2]), 0);
	while (atomic_load(&running) > 0) {
		struct pair again = {0};

		assert_ok(e, load(&then[0], &again.key, &again.certificate, &e));
		assert_ok(e, sign_once(again.key, again.certificate, 1, &e));
		crypto_key_free(again.key);
		crypto_certificate_free(again.certificate);
	}
	for (size_t i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_join(threads[i], &wrong), 0);
		assert_null(wrong);
	}
	for (size_t i = 0; i < 2; i++) {
		crypto_key_free(pairs[i].key);
		crypto_certificate_free(pairs[i].certificate);
	}
}

/* Last: the token is as good as drawn out. */
static void
test_the_token_has_gone(void **state)
{
	struct crypto_key *key = NULL, *other = NULL;
	struct crypto_certificate *c = NULL, *other_c = NULL;
	struct err_info e;

	(void)state;
	assert_ok(e, load(&then[0], &key, &c, &e));
	assert_ok(e, sign_once(key, c, 1, &e));
	assert_true(softhsm("mv $SOFTHSM/tokens $SOFTHSM/away && mkdir $SOFTHSM/tokens"));
	assert_err(ERR_CRYPTO, e, sign_once(key, c, 2, &e));
	assert_null(strstr(e.text, pin));
	assert_err(ERR_KEY_UNUSABLE, e, load(&then[0], &other, &other_c, &e));
	crypto_key_free(key);
	crypto_certificate_free(c);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refused_before_any_was_loaded),
		cmocka_unit_test(test_by_uri),
		cmocka_unit_test(test_the_key_never_leaves),
		cmocka_unit_test(test_many_threads),
		cmocka_unit_test(test_the_token_has_gone),
	};
	const char *const rm[] = {"rm", "-rf", folder, NULL};
	int failed;

	if (!softhsm("[ -z \"$(softhsm_missing)\" ]")) {
		printf("1..0 # SKIP no SoftHSM, no pkcs11-tool or no pkcs11 engine\n");
		return 0;
	}
	crypto_init();
	CHECK(mkdtemp(folder) != NULL);
	failed = cmocka_run_group_tests_name("pkcs11", tests, make_token, NULL);
	crypto_fini();
	CHECK(kit_run(rm));
	return failed;
}
