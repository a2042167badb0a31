/* files: what is said of the files of an upload, and which of them are refused. */
#include "config.h"

#include <jansson.h>
#include <unistd.h>

#include "adapter/crypto/crypto.h"
#include "adapter/files.h"
#include "tests/unit.h"

static char dir[] = "/tmp/t68-files-XXXXXX";

static struct part_list *
list_of(const char *const names[], const char *const contents[], size_t n)
{
	const struct part_limits limits = {dir, 40, 100, 4000};
	struct part_list *list = NULL;
	struct err_info e;

	assert_ok(e, part_list_new(&limits, &list, &e));
	for (size_t i = 0; i < n; i++) {
		assert_ok(e, part_begin(list, names[i], contents[i][0] != '\0' ? "скан.pdf" : NULL, &e));
		assert_ok(e, part_write(list, contents[i], strlen(contents[i]), &e));
		assert_ok(e, part_end(list, &e));
	}
	return list;
}

#define PDF  "%PDF-1.4\n%%EOF\n"
#define TORN "%PDF-1.4\n"

static void
good_files_are_described(void **state)
{
	static const char *const names[] = {"scan", "a.b"}, *const contents[] = {PDF, ""};
	static const char want[] = "{\"a.b\":{\"digest\":\"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\","
		"\"filename\":\"a.b\",\"mediaType\":\"\",\"sha256\":"
		"\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\",\"size\":0},"
		"\"scan\":{\"digest\":\"FLzQkLrzHtumTpy9jN/BX5QzRKpyyzZ1rY6Rv8vOA60=\","
		"\"filename\":\"скан.pdf\",\"mediaType\":\"application/pdf\",\"sha256\":"
		"\"14bcd090baf31edba64e9cbd8cdfc15f943344aa72cb3675ad8e91bfcbce03ad\",\"size\":15}}";
	struct part_list *list = list_of(names, contents, 2);
	AUTO(char) char *text = NULL;
	struct err_info e;
	json_t *files;

	(void)state;
	assert_ok(e, files_describe(list, &files, &e));
	text = json_dumps(files, JSON_COMPACT | JSON_SORT_KEYS);
	assert_string_equal(text, want);
	json_decref(files);
	part_list_free(list);
	list = list_of(NULL, NULL, 0);
	assert_ok(e, files_describe(list, &files, &e));
	assert_int_equal(json_object_size(files), 0);
	json_decref(files);
	part_list_free(list);
}

static void
bad_files_are_all_named(void **state)
{
	static const char *const names[] = {"one", "two", "three"}, *const contents[] = {TORN, PDF, "GIF89a"};
	struct part_list *list = list_of(names, contents, 3);
	struct err_list found = {0};
	struct err_info e;

	(void)state;
	assert_err(ERR_INVALID, e, files_check(list, &found, &e));
	assert_int_equal(found.n, 2);
	assert_int_equal(found.item[0].info.code, ERR_FILE_UNREADABLE);
	assert_string_equal(found.item[0].info.at, "/files/one");
	assert_string_equal(found.item[0].info.text, "it begins as application/pdf and does not end so");
	assert_string_equal(found.item[0].text_ru, "начинается как application/pdf, но не так кончается");
	assert_int_equal(found.item[1].info.code, ERR_FILE_FORMAT);
	assert_string_equal(found.item[1].info.at, "/files/three");
	part_list_free(list);
	list = list_of(names + 1, contents + 1, 1);
	found = (struct err_list){0};
	assert_ok(e, files_check(list, &found, &e));
	part_list_free(list);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_files_are_described),
		cmocka_unit_test(bad_files_are_all_named),
	};
	int failed;

	crypto_init();
	if (mkdtemp(dir) == NULL)
		return 99;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	crypto_fini();
	return rmdir(dir) != 0 ? 1 : failed;
}
