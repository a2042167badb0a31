/* parts: files without a name, their limits and digests, and what they are by content. */
#include "config.h"

#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adapter/crypto/crypto.h"
#include "adapter/parts/parts.h"
#include "tests/unit.h"

static char dir[] = "/tmp/t65-parts-XXXXXX";

static struct part_list *
list_new(size_t max_parts, uint64_t max_part, uint64_t max_total)
{
	struct part_limits limits = {dir, max_parts, max_part, max_total};
	struct part_list *list = NULL;
	struct err_info e;

	assert_ok(e, part_list_new(&limits, &list, &e));
	return list;
}

static const struct part *
add(struct part_list *list, const char *name, const void *bytes, size_t len)
{
	struct err_info e;

	assert_ok(e, part_begin(list, name, "a.bin", &e));
	assert_ok(e, part_write(list, bytes, len, &e));
	assert_ok(e, part_end(list, &e));
	return part_at(list, part_count(list) - 1);
}

static size_t
count_names(void)
{
	DIR *folder = opendir(dir);
	size_t n = 0;

	assert_non_null(folder);
	while (readdir(folder) != NULL)
		n++;
	closedir(folder);
	return n - 2;
}

/* However it is cut, what was written is read again, and its digest is that of the whole. */
static void
octets_come_back(void **state)
{
	static const size_t cuts[] = {1, 2, 7, 1000, 16383, 16384, 16385, 99999};
	static unsigned char from[100000], to[sizeof(from)];
	unsigned char want[CRYPTO_MAX_HASH];
	struct err_info e;

	(void)state;
	for (size_t i = 0; i < sizeof(from); i++)
		from[i] = (unsigned char)(i * 31 + i / 251);
	assert_ok(e, crypto_digest(crypto_sha256(), from, sizeof(from), want, &e));
	for (size_t c = 0; c < COUNT_OF(cuts); c++) {
		struct part_list *list = list_new(1, sizeof(from), sizeof(from));
		const struct part *part;
		size_t len;

		assert_ok(e, part_begin(list, "scan", "C:\\Мои документы\\скан.pdf", &e));
		for (size_t i = 0; i < sizeof(from); i += cuts[c])
			assert_ok(e, part_write(list, from + i,
			    sizeof(from) - i < cuts[c] ? sizeof(from) - i : cuts[c], &e));
		assert_ok(e, part_end(list, &e));
		part = part_find(list, "scan");
		assert_non_null(part);
		assert_string_equal(part->filename, "скан.pdf");
		assert_int_equal(part->size, sizeof(from));
		assert_memory_equal(part->digest, want, PART_DIGEST_SIZE);
		assert_ok(e, part_read(part, 0, to, sizeof(to), &len, &e));
		assert_int_equal(len, sizeof(to));
		assert_memory_equal(from, to, sizeof(to));
		assert_ok(e, part_read(part, 99990, to, sizeof(to), &len, &e));
		assert_int_equal(len, 10);
		assert_memory_equal(from + 99990, to, 10);
		assert_ok(e, part_read(part, 100000, to, sizeof(to), &len, &e));
		assert_int_equal(len, 0);
		assert_int_equal(count_names(), 0);
		part_list_free(list);
	}
}

static void
names_are_checked(void **state)
{
	struct part_list *list = list_new(2, 10, 10);
	char name[PART_NAME_SIZE + 1], filename[PART_FILENAME_SIZE + 1];
	static const char *const bad[] = {"", "a b", "a\n", "\xd0\xb0"};
	static const char *const no_text[] = {"a\nb", "\xff", "a\x7f", "\xc0\xaf", "\xed\xa0\x80", "\xd0",
	    "\xc2\x85", "\xf4\x90\x80\x80"};
	struct err_info e;

	(void)state;
	memset(name, 'n', sizeof(name));
	memset(filename, 'f', sizeof(filename));
	name[PART_NAME_SIZE] = filename[PART_FILENAME_SIZE] = '\0';
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_err(ERR_INVALID, e, part_begin(list, bad[i], NULL, &e));
	for (size_t i = 0; i < COUNT_OF(no_text); i++)
		assert_err(ERR_INVALID, e, part_begin(list, "a", no_text[i], &e));
	assert_err(ERR_INVALID, e, part_begin(list, name, NULL, &e));
	assert_err(ERR_INVALID, e, part_begin(list, "a", filename, &e));
	name[PART_NAME_SIZE - 1] = filename[PART_FILENAME_SIZE - 1] = '\0';
	assert_ok(e, part_begin(list, name, filename, &e));
	assert_ok(e, part_end(list, &e));
	assert_err(ERR_INVALID, e, part_begin(list, name, NULL, &e));
	assert_string_equal(e.text, "two parts have one name");
	assert_string_equal(add(list, "b", "", 0)->filename, "a.bin");
	assert_err(ERR_INVALID, e, part_begin(list, "c", NULL, &e));
	assert_string_equal(e.text, "at most 2 parts");
	assert_null(part_find(list, "c"));
	assert_int_equal(part_count(list), 2);
	part_list_free(list);
	part_list_free(NULL);
}

static void
sizes_are_bounded(void **state)
{
	struct part_list *list = list_new(3, 10, 15);
	struct err_info e;

	(void)state;
	add(list, "a", "0123456789", 10);
	assert_ok(e, part_begin(list, "b", NULL, &e));
	assert_ok(e, part_write(list, "01234", 5, &e));
	assert_err(ERR_TOO_LARGE, e, part_write(list, "5", 1, &e));
	part_list_free(list);
	list = list_new(3, 10, 15);
	assert_ok(e, part_begin(list, "a", NULL, &e));
	assert_err(ERR_TOO_LARGE, e, part_write(list, "0123456789a", 11, &e));
	assert_ok(e, part_write(list, "0123456789", 10, &e));
	assert_err(ERR_TOO_LARGE, e, part_write(list, "a", 1, &e));
	part_list_free(list);
}

#define PNG_HEAD "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\1\0\0\0\1"
#define PNG_END  "\0\0\0\0IEND\xae\x42\x60\x82"
#define CMS_HEAD "\x30"
#define CMS_OID  "\6\x09\x2a\x86\x48\x86\xf7\x0d\1\7\2"
#define S(text)  text, sizeof(text) - 1

static const struct {
	const char *what, *bytes;
	size_t      len;
	const char *type;
	enum err    want;
} files[] = {
	{"a PDF",             S("%PDF-1.4\n1 0 obj\n%%EOF\n"),     "application/pdf", ERR_OK},
	{"a PDF 2.0",         S("%PDF-2.0\n%%EOF"),                "application/pdf", ERR_OK},
	{"a torn PDF",        S("%PDF-1.7\n1 0 obj\n"),            "application/pdf", ERR_FILE_UNREADABLE},
	{"its head alone",    S("%PDF-1.7"),                       "application/pdf", ERR_FILE_UNREADABLE},
	{"a PDF of no kind",  S("%PDF-3.4\n%%EOF"),                "", ERR_FILE_FORMAT},
	{"a PDF that waits",  S("\n%PDF-1.4\n%%EOF"),              "", ERR_FILE_FORMAT},
	{"half its head",     S("%PDF-1."),                        "", ERR_FILE_FORMAT},
	{"a JPEG",            S("\xff\xd8\xff\xe0 x \xff\xd9"),    "image/jpeg", ERR_OK},
	{"a padded JPEG",     S("\xff\xd8\xff\xe0\xff\xd9\0\0\0"), "image/jpeg", ERR_OK},
	{"a torn JPEG",       S("\xff\xd8\xff\xe0 x \xff"),        "image/jpeg", ERR_FILE_UNREADABLE},
	{"and zeros",         S("\xff\xd8\xff\xe0\0\0"),           "image/jpeg", ERR_FILE_UNREADABLE},
	{"a JPEG of nothing", S("\xff\xd8\xff\xd9"),               "image/jpeg", ERR_OK},
	{"no marker",         S("\xff\xd8\xff\x01 x \xff\xd9"),    "", ERR_FILE_FORMAT},
	{"a PNG",             S(PNG_HEAD "x" PNG_END),             "image/png", ERR_OK},
	{"a PNG with more",   S(PNG_HEAD "x" PNG_END "x"),         "image/png", ERR_FILE_UNREADABLE},
	{"a torn PNG",        S(PNG_HEAD "x\0\0\0\0IEND"),         "image/png", ERR_FILE_UNREADABLE},
	{"a PNG of no IHDR",  S("\x89PNG\r\n\x1a\n" PNG_END),      "", ERR_FILE_FORMAT},
	{"a signature",       S(CMS_HEAD "\x0f" CMS_OID "data"),    "application/pkcs7-signature", ERR_OK},
	{"a long form",       S(CMS_HEAD "\x82\0\x0f" CMS_OID "data"), "application/pkcs7-signature", ERR_OK},
	{"a torn one",        S(CMS_HEAD "\x0f" CMS_OID "dat"),     "application/pkcs7-signature", ERR_FILE_UNREADABLE},
	{"one with more",     S(CMS_HEAD "\x0f" CMS_OID "data."),   "application/pkcs7-signature", ERR_FILE_UNREADABLE},
	{"one without end",   S(CMS_HEAD "\x80" CMS_OID "data"),    "", ERR_FILE_FORMAT},
	{"too long a length", S(CMS_HEAD "\x85\0\0\0\0\x0f" CMS_OID), "", ERR_FILE_FORMAT},
	{"another content",   S(CMS_HEAD "\x0d\6\x09\x2a\x86\x48\x86\xf7\x0d\1\7\1data"), "", ERR_FILE_FORMAT},
	{"a GIF",             S("GIF89a;"),                        "", ERR_FILE_FORMAT},
	{"a page",            S("<html>%PDF-1.4</html>"),          "", ERR_FILE_FORMAT},
	{"a program",         S("MZ\x90"),                         "", ERR_FILE_FORMAT},
	{"nothing",           S(""),                               "", ERR_FILE_FORMAT},
};

static void
content_decides(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		struct part_list *list = list_new(1, 100, 100);
		const struct part *part = add(list, "scan", files[i].bytes, files[i].len);
		struct err_info e = {0};
		enum err got = part_check(part, &e);

		if (strcmp(part->media_type, files[i].type) != 0 || got != files[i].want)
			fail_msg("%s: %s, %s", files[i].what, part->media_type, err_name(got));
		if (got != ERR_OK)
			assert_string_equal(e.at, "/files/scan");
		part_list_free(list);
	}
}

/* Of a long file the last 1024 octets count. */
static void
ends_are_looked_for_near_the_end(void **state)
{
	static char bytes[5000];
	struct err_info e;

	(void)state;
	for (size_t at = sizeof(bytes) - 1026; at <= sizeof(bytes) - 1024; at++) {
		struct part_list *list = list_new(1, sizeof(bytes), sizeof(bytes));

		memset(bytes, ' ', sizeof(bytes));
		memcpy(bytes, "%PDF-1.4", 8);
		memcpy(bytes + at, "%%EOF", 5);
		assert_err(at < sizeof(bytes) - 1024 ? ERR_FILE_UNREADABLE : ERR_OK, e,
		    part_check(add(list, "a", bytes, sizeof(bytes)), &e));
		part_list_free(list);
	}
}

/* As on a full disk: the system writes less than it was given, then refuses. */
static void
full_disk_is_told(void **state)
{
	struct part_list *list = list_new(2, 100000, 100000);
	struct rlimit was, small;
	static char bytes[60000];
	struct err_info e;

	(void)state;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
	small = (struct rlimit){.rlim_cur = 20000, .rlim_max = was.rlim_max};
	assert_ok(e, part_begin(list, "a", NULL, &e));
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	assert_err(ERR_SPOOL, e, part_write(list, bytes, sizeof(bytes), &e));
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
	part_list_free(list);
	list = list_new(2, 100000, 100000);
	assert_ok(e, part_begin(list, "a", NULL, &e));
	assert_ok(e, part_write(list, bytes, 30000, &e));
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	assert_err(ERR_SPOOL, e, part_end(list, &e));
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
	part_list_free(list);
}

static void
spool_folder_is_ours(void **state)
{
	char inner[64], file[64];
	struct stat st;
	struct part_limits limits = {"/tmp/t65-there-is-none", 1, 1, 1};
	struct part_list *list = NULL;
	struct err_info e;

	(void)state;
	snprintf(inner, sizeof(inner), "%s/spool", dir);
	snprintf(file, sizeof(file), "%s/none/spool", dir);
	assert_ok(e, part_spool_open(inner, &e));
	assert_int_equal(stat(inner, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_ok(e, part_spool_open(inner, &e));
	assert_int_equal(chmod(inner, 0750), 0);
	assert_err(ERR_SPOOL, e, part_spool_open(inner, &e));
	assert_int_equal(rmdir(inner), 0);
	assert_err(ERR_SPOOL, e, part_spool_open(file, &e));
	assert_err(ERR_SPOOL, e, part_spool_open("/dev/null", &e));
	assert_ok(e, part_list_new(&limits, &list, &e));
	assert_err(ERR_SPOOL, e, part_begin(list, "a", NULL, &e));
	assert_int_equal(part_count(list), 0);
	part_list_free(list);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(octets_come_back),
		cmocka_unit_test(names_are_checked),
		cmocka_unit_test(sizes_are_bounded),
		cmocka_unit_test(content_decides),
		cmocka_unit_test(ends_are_looked_for_near_the_end),
		cmocka_unit_test(full_disk_is_told),
		cmocka_unit_test(spool_folder_is_ours),
	};
	int failed;

	crypto_init();
	if (mkdtemp(dir) == NULL)
		return 99;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	crypto_fini();
	return rmdir(dir) != 0 ? 1 : failed;
}
