/* crypto: our own key from each kind of file, and what is refused of it. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adapter/crypto/crypto.h"
#include "tests/seal_kit.h"
#include "tests/unit.h"

static char folder[] = "/tmp/mostik-source-XXXXXX";

#define PHRASE "=mostik-sign.passphrase"

/* clang-format off */
/*
 * Sources that are to load.  A name is of a test key's file after "=", or of one that make() puts
 * into the folder.
 */
static const struct good {
	const char *key, *certificate, *phrase, *algorithm;
} good[] = {
	{"=mostik-sign-rsa.key",         "=mostik-sign-rsa.pem",     NULL,   "RSA-SHA256"},
	{"=mostik-sign-ec.key",          "=mostik-sign-ec.pem",      NULL,   "ECDSA-SHA256"},
	{"=mostik-sign-gost256.key",     "=mostik-sign-gost256.pem", NULL,   "GOST-2012-256"},
	{"=mostik-sign-gost512.key",     "=mostik-sign-gost512.pem", NULL,   "GOST-2012-512"},
	{"=mostik-sign-ec.key",          "=mostik-sign-ec.pem",      PHRASE, "ECDSA-SHA256"},
	{"=mostik-sign-rsa.enc.key",     "=mostik-sign-rsa.pem",     PHRASE, "RSA-SHA256"},
	{"=mostik-sign-ec.enc.key",      "=mostik-sign-ec.pem",      PHRASE, "ECDSA-SHA256"},
	{"=mostik-sign-gost256.enc.key", "=mostik-sign-gost256.pem", PHRASE, "GOST-2012-256"},
	{"=mostik-sign-rsa.p12",         NULL,                       PHRASE, "RSA-SHA256"},
	{"=mostik-sign-ec.p12",          NULL,                       PHRASE, "ECDSA-SHA256"},
	{"=mostik-sign-ec.p12",          "=mostik-sign-ec.pem",      PHRASE, "ECDSA-SHA256"},
	{"=mostik-sign-gost256.p12",     NULL,                       PHRASE, "GOST-2012-256"},
	{"p12-named.key",                NULL,                       PHRASE, "ECDSA-SHA256"},
	{"link",                         "=mostik-sign-ec.pem",      NULL,   "ECDSA-SHA256"},
	{"credential:key",               "=mostik-sign-ec.pem",      "credential:phrase", "ECDSA-SHA256"},
	{"credential:p12",               NULL,                       "credential:phrase", "ECDSA-SHA256"},
	{"=mostik-sign-ec.enc.key",      "=mostik-sign-ec.pem",      "phrase-crlf",  "ECDSA-SHA256"},
	{"=mostik-sign-ec.enc.key",      "=mostik-sign-ec.pem",      "phrase-bare",  "ECDSA-SHA256"},
	{"=mostik-sign-ec.enc.key",      "=mostik-sign-ec.pem",      "phrase-lines", "ECDSA-SHA256"},
	{"p12-no-phrase",                NULL,                       NULL,   "ECDSA-SHA256"},
};

/* Sources that are not: whose fault it is, and a word of what is said. */
static const struct bad {
	const char *key, *certificate, *phrase, *at, *says;
} bad[] = {
#define CERT "=mostik-sign-ec.pem"
	{"missing",                  CERT, NULL,             "missing",         "No such file"},
	{"open-group",               CERT, NULL,             "open-group",      "mode is 0640"},
	{"open-all",                 CERT, NULL,             "open-all",        "mode is 0604"},
	{"link-open",                CERT, NULL,             "link-open",       "mode is 0604"},
	{"others",                   CERT, NULL,             "others",          "another user"},
	{"folder",                   CERT, NULL,             "folder",          "not a regular file"},
	{"fifo",                     CERT, NULL,             "fifo",            "not a regular file"},
	{"empty",                    CERT, NULL,             "empty",           "it is empty"},
	{"big",                      CERT, NULL,             "big",             "more than"},
	{"text",                     CERT, NULL,             "text",            "no private key"},
	{"cut",                      CERT, NULL,             "cut",             "no private key"},
	{"certificate",              CERT, NULL,             "certificate",     "no private key"},
	{"=mostik-sign-ec.key",      NULL, NULL,             "=mostik-sign-ec.key", "without a certificate"},
	{"=mostik-sign-ec.key",      "missing", NULL,        "missing",         "No such file"},
	{"=mostik-sign-ec.key",      "text", NULL,           "text",            "no certificate"},
	{"=mostik-sign-ec.key",      "=fund-sign-ec.pem", NULL, "=fund-sign-ec.pem", "does not belong"},
	{"=mostik-sign-ec.key",      "=mostik-sign-rsa.pem", NULL, "=mostik-sign-rsa.pem", "does not belong"},
	{"=mostik-sign-gost256.key", "=fund-sign-gost256.pem", NULL, "=fund-sign-gost256.pem", "does not belong"},
	{"=mostik-sign-ec.p12",      "=fund-sign-ec.pem", PHRASE, "=fund-sign-ec.pem", "does not belong"},
	{"=mostik-sign-ec.enc.key",  CERT, NULL,             "=mostik-sign-ec.enc.key", "no passphrase_file"},
	{"=mostik-sign-ec.enc.key",  CERT, "phrase-wrong",   "=mostik-sign-ec.enc.key", "passphrase is not"},
	{"=mostik-sign-rsa.enc.key", "=mostik-sign-rsa.pem", "phrase-wrong", "=mostik-sign-rsa.enc.key", "passphrase is not"},
	{"=mostik-sign-gost256.enc.key", "=mostik-sign-gost256.pem", "phrase-wrong", "=mostik-sign-gost256.enc.key", "passphrase is not"},
	{"=mostik-sign-ec.enc.key",  CERT, "phrase-second",  "phrase-second",   "first line is empty"},
	{"=mostik-sign-ec.enc.key",  CERT, "phrase-long",    "phrase-long",     "more than"},
	{"=mostik-sign-ec.enc.key",  CERT, "phrase-zero",    "phrase-zero",     "octet of zero"},
	{"=mostik-sign-ec.enc.key",  CERT, "missing",        "missing",         "No such file"},
	{"=mostik-sign-ec.enc.key",  CERT, "phrase-open",    "phrase-open",     "mode is 0644"},
	{"=mostik-sign-ec.enc.key",  CERT, "fifo",           "fifo",            "not a regular file"},
	{"=mostik-sign-ec.key",      CERT, "missing",        "missing",         "No such file"},
	{"=mostik-sign-ec.p12",      NULL, NULL,             "=mostik-sign-ec.p12", "no passphrase_file"},
	{"=mostik-sign-ec.p12",      NULL, "phrase-wrong",   "=mostik-sign-ec.p12", "passphrase is not"},
	{"=mostik-sign-gost256.p12", NULL, "phrase-wrong",   "=mostik-sign-gost256.p12", "passphrase is not"},
	{"p12-cut",                  NULL, PHRASE,           "p12-cut",         "nor a whole PKCS#12"},
	{"p12-more",                 NULL, PHRASE,           "p12-more",        "nor a whole PKCS#12"},
	{"p12-changed",              NULL, PHRASE,           "p12-changed",     "passphrase is not"},
	{"p12-no-key",               NULL, PHRASE,           "p12-no-key",      "holds no private key"},
	{"p12-no-certificate",       NULL, PHRASE,           "p12-no-certificate", "without a certificate"},
	{"p12-no-mac",               NULL, PHRASE,           "p12-no-mac",      "without MAC"},
	{"p12-open",                 NULL, PHRASE,           "p12-open",        "mode is 0644"},
	{"credential:none",          CERT, NULL,             "credential:none", "No such file"},
	{"credential:",              CERT, NULL,             "credential:",     "name has no slash"},
	{"credential:../key",        CERT, NULL,             "credential:../key", "name has no slash"},
	{"credential:a/key",         CERT, NULL,             "credential:a/key", "name has no slash"},
	{"credential:open",          CERT, NULL,             "credential:open", "mode is 0444"},
#undef CERT
};
/* clang-format on */

/* ---- files --------------------------------------------------------------------------- */

/* The path that a table's name means; one of a few that are kept. */
static const char *
path_of(const char *name)
{
	static char ring[8][256];
	static unsigned next;
	char *path = ring[next++ % COUNT_OF(ring)];

	if (name == NULL || strncmp(name, "credential:", 11) == 0)
		return name;
	if (name[0] == '=')
		return kit_file(name + 1, "");
	snprintf(path, sizeof(ring[0]), "%s/%s", folder, name);
	return path;
}

static void
put(const char *name, const void *octets, size_t len, mode_t mode)
{
	int fd = open(path_of(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, octets, len), len);
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
}

static size_t
get(const char *name, char *octets, size_t size)
{
	int fd = open(path_of(name), O_RDONLY | O_CLOEXEC);
	ssize_t n;

	assert_true(fd >= 0);
	n = read(fd, octets, size);
	close(fd);
	assert_in_range(n, 1, size - 1);
	return (size_t)n;
}

static void
copy(const char *from, const char *to, size_t cut, mode_t mode)
{
	static char octets[16384];
	size_t n = get(from, octets, sizeof(octets));

	put(to, octets, n - cut, mode);
}

/* A container as openssl makes it. */
static void
container(const char *to, const char *option, const char *pass)
{
	const char *const argv[] = {"openssl", "pkcs12", "-export", "-inkey",
		path_of("=mostik-sign-ec.key"), "-in", path_of("=mostik-sign-ec.pem"), "-out", path_of(to),
		"-passout", pass, option, NULL};

	assert_true(kit_run(argv));
	assert_int_equal(chmod(path_of(to), 0600), 0);
}

static void
make_keys(void)
{
	static char zeros[300 * 1024];

	copy("=mostik-sign-ec.key", "open-group", 0, 0640);
	copy("=mostik-sign-ec.key", "open-all", 0, 0604);
	copy("=mostik-sign-ec.key", "others", 0, 0600);
	if (geteuid() == 0)
		assert_int_equal(chown(path_of("others"), 12345, 12345), 0);
	assert_int_equal(symlink(path_of("=mostik-sign-ec.key"), path_of("link")), 0);
	assert_int_equal(symlink(path_of("open-all"), path_of("link-open")), 0);
	assert_int_equal(mkdir(path_of("folder"), 0700), 0);
	assert_int_equal(mkfifo(path_of("fifo"), 0600), 0);
	put("empty", "", 0, 0600);
	put("big", zeros, sizeof(zeros), 0600);
	put("text", "no key\n", 7, 0600);
	copy("=mostik-sign-ec.key", "cut", 60, 0600);
	copy("=mostik-sign-ec.pem", "certificate", 0, 0600);
}

static void
make_containers(void)
{
	char octets[16384];
	size_t n = get("=mostik-sign-ec.p12", octets, sizeof(octets) - 1);
	char from_file[300];

	snprintf(from_file, sizeof(from_file), "file:%s", path_of(PHRASE));
	put("p12-named.key", octets, n, 0600);
	put("p12-open", octets, n, 0644);
	put("p12-cut", octets, n - 1, 0600);
	octets[n] = '\n';
	put("p12-more", octets, n + 1, 0600);
	octets[n / 2] = (char)(octets[n / 2] ^ 1);
	put("p12-changed", octets, n, 0600);
	container("p12-no-key", "-nokeys", from_file);
	container("p12-no-mac", "-nomac", from_file);
	container("p12-no-phrase", "-nomaciter", "pass:");

	const char *const bare[] = {"openssl", "pkcs12", "-export", "-nocerts", "-inkey",
		path_of("=mostik-sign-ec.key"), "-out", path_of("p12-no-certificate"), "-passout",
		from_file, NULL};

	assert_true(kit_run(bare));
	assert_int_equal(chmod(path_of("p12-no-certificate"), 0600), 0);
}

static void
make_phrases(void)
{
	char phrase[600], text[1400];
	size_t n = get(PHRASE, phrase, 500);

	phrase[strcspn(phrase, "\n")] = '\0';
	n = strlen(phrase);
	put("phrase-bare", phrase, n, 0600);
	put("phrase-crlf", text, (size_t)snprintf(text, sizeof(text), "%s\r\n", phrase), 0400);
	put("phrase-lines", text, (size_t)snprintf(text, sizeof(text), "%s\nx\n", phrase), 0600);
	put("phrase-second", text, (size_t)snprintf(text, sizeof(text), "\n%s\n", phrase), 0600);
	put("phrase-open", text, (size_t)snprintf(text, sizeof(text), "%s\n", phrase), 0644);
	put("phrase-wrong", text, (size_t)snprintf(text, sizeof(text), "%s \n", phrase), 0600);
	memset(text, 'x', 513);
	put("phrase-long", text, 513, 0600);
	memcpy(text, phrase, n);
	text[n] = '\0';
	put("phrase-zero", text, n + 1, 0600);
}

static void
make_credentials(void)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/credentials", folder);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(setenv("CREDENTIALS_DIRECTORY", path, 1), 0);
	/* systemd's access list shows as the group's permission. */
	copy("=mostik-sign-ec.enc.key", "credentials/key", 0, 0440);
	copy("=mostik-sign-ec.p12", "credentials/p12", 0, 0400);
	copy(PHRASE, "credentials/phrase", 0, 0440);
	copy("=mostik-sign-ec.key", "credentials/open", 0, 0444);
}

/* ---- tests ----------------------------------------------------------------------------- */

static bool
can(const char *what, const char *name)
{
	if (strstr(name, "gost") != NULL && !crypto_has_gost(NULL)) {
		print_message("# SKIP %s: no gost engine\n", name);
		return false;
	}
	if (strcmp(what, "others") == 0 && geteuid() != 0) {
		print_message("# SKIP another user's file: only root can make one\n");
		return false;
	}
	return true;
}

static enum err
load(const char *key, const char *certificate, const char *phrase, struct crypto_key **ret_key,
    struct crypto_certificate **ret_certificate, struct err_info *e)
{
	struct crypto_source source = {
		.key = path_of(key),
		.certificate_file = path_of(certificate),
		.passphrase_file = path_of(phrase),
	};

	return crypto_source_load(&source, ret_key, ret_certificate, e);
}

static void
test_good_ones(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(good); i++) {
		const struct good *row = &good[i];
		struct crypto_key *key = NULL;
		struct crypto_certificate *c = NULL;
		const struct crypto_algorithm *a;
		unsigned char digest[CRYPTO_MAX_HASH] = {1}, sig[CRYPTO_MAX_SIGNATURE];
		size_t len;
		struct err_info e;

		if (!can(row->key, row->key))
			continue;
		assert_ok(e, load(row->key, row->certificate, row->phrase, &key, &c, &e));
		assert_ok(e, crypto_key_algorithm(key, &a, &e));
		assert_string_equal(a->name, row->algorithm);
		assert_true(crypto_certificate_is_of(c, "mostik"));
		assert_ok(e, crypto_sign(key, a, digest, sig, &len, &e));
		assert_ok(e, crypto_verify(crypto_certificate_key(c), a, digest, sig, len, &e));
		crypto_key_free(key);
		crypto_certificate_free(c);
	}
}

static void
test_bad_ones(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		const struct bad *row = &bad[i];
		struct crypto_key *key = NULL;
		struct crypto_certificate *c = NULL;
		struct err_info e = {0};
		enum err got;

		if (!can(row->key, row->key))
			continue;
		got = load(row->key, row->certificate, row->phrase, &key, &c, &e);
		if (got != ERR_KEY_UNUSABLE || strstr(e.text, row->says) == NULL)
			fail_msg("%s %s %s: %s, '%s', not '%s'", row->key,
			    row->certificate != NULL ? row->certificate : "-",
			    row->phrase != NULL ? row->phrase : "-", err_name(got), e.text, row->says);
		assert_string_equal(e.at, path_of(row->at));
		assert_null(key);
		assert_null(c);
	}
}

static void
test_certificate_alone_and_nothing(void **state)
{
	struct crypto_key *key = NULL;
	struct crypto_certificate *c = NULL;
	struct err_info e;

	(void)state;
	assert_ok(e, load(NULL, NULL, NULL, &key, &c, &e));
	assert_null(key);
	assert_null(c);
	assert_ok(e, load(NULL, "=mostik-sign-ec.pem", NULL, &key, &c, &e));
	assert_null(key);
	assert_true(crypto_certificate_is_of(c, "mostik"));
	crypto_certificate_free(c);
}

static void
test_credentials_need_their_folder(void **state)
{
	static const char *const folders[] = {NULL, "", "relative"};
	struct crypto_key *key = NULL;
	struct crypto_certificate *c = NULL;
	struct err_info e;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(folders); i++) {
		if (folders[i] == NULL)
			unsetenv("CREDENTIALS_DIRECTORY");
		else
			setenv("CREDENTIALS_DIRECTORY", folders[i], 1);
		assert_err(ERR_KEY_UNUSABLE, e, load("credential:key", "=mostik-sign-ec.pem",
		    "credential:phrase", &key, &c, &e));
		assert_non_null(strstr(e.text, "no credentials"));
	}
}

static int
start(void **state)
{
	(void)state;
	make_keys();
	make_containers();
	make_phrases();
	make_credentials();
	return 0;
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good_ones),
		cmocka_unit_test(test_bad_ones),
		cmocka_unit_test(test_certificate_alone_and_nothing),
		cmocka_unit_test(test_credentials_need_their_folder),
	};
	const char *const rm[] = {"rm", "-rf", folder, NULL};
	int failed;

	crypto_init();
	CHECK(mkdtemp(folder) != NULL);
	failed = cmocka_run_group_tests_name("source", tests, start, NULL);
	CHECK(kit_run(rm));
	crypto_fini();
	return failed;
}
