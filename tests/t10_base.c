/* base: errors, buffers, the clock, identifiers. */
#include "config.h"

#include "tests/unit.h"

static void
err_rows_are_complete(void **state)
{
	(void)state;
	for (int code = 0; code < ERR_MAX_; code++) {
		assert_int_equal(err_by_name(err_name((enum err)code)), code);
		for (int lang = ERR_EN; lang <= ERR_RU; lang++) {
			assert_non_null(err_sentence((enum err)code, (enum err_lang)lang));
			assert_true(*err_sentence((enum err)code, (enum err_lang)lang) != '\0');
			if (code != ERR_OK)
				assert_true(*err_hint((enum err)code, (enum err_lang)lang) != '\0');
		}
		assert_in_range(err_http_status((enum err)code), 200, 599);
		if (err_who((enum err)code) != ERR_CALLER && code != ERR_OK)
			assert_in_range(err_http_status((enum err)code), 500, 599);
	}
	assert_int_equal(err_by_name("NO_SUCH_CODE"), ERR_MAX_);
}

static void
err_list_counts_what_it_drops(void **state)
{
	static const char *const want[2] = {"no more", "не больше"};
	struct err_list list = {0};

	(void)state;
	for (int i = 0; i < ERR_LIST_MAX + 3; i++)
		err_list_add(&list, __FILE__, __LINE__, ERR_MAP_MISSING, "/a", i % 2 == 0 ? NULL : want, "%d files",
		    "файлов: %d", i);
	assert_int_equal(list.n, ERR_LIST_MAX);
	assert_int_equal(list.dropped, 3);
	assert_string_equal(list.item[0].info.text, "0 files");
	assert_string_equal(list.item[0].text_ru, "файлов: 0");
	assert_string_equal(list.item[ERR_LIST_MAX - 1].info.text, "31 files: no more");
	assert_string_equal(list.item[ERR_LIST_MAX - 1].text_ru, "файлов: 31: не больше");
}

static void
buf_keeps_its_limit(void **state)
{
	BUF_AUTO(b, 10);
	struct err_info e;

	(void)state;
	assert_ok(e, buf_add_str(&b, "12345", &e));
	assert_err(ERR_TOO_LARGE, e, buf_add_str(&b, "678901", &e));
	assert_string_equal(b.data, "12345");
	assert_ok(e, buf_addf(&b, &e, "%d", 67890));
	assert_int_equal(b.len, 10);
	assert_string_equal(b.data, "1234567890");
	assert_err(ERR_TOO_LARGE, e, buf_add(&b, "", 1, &e));
	assert_ok(e, buf_add(&b, "", 0, &e));
}

static void
buf_gives_up_its_bytes(void **state)
{
	BUF_AUTO(b, 1000);
	struct err_info e;
	char *data;
	size_t len;

	(void)state;
	assert_ok(e, buf_steal(&b, &data, &len, &e));
	assert_int_equal(len, 0);
	assert_string_equal(data, "");
	free(data);
	for (int i = 0; i < 100; i++)
		assert_ok(e, buf_add_str(&b, "0123456789", &e));
	assert_ok(e, buf_steal(&b, &data, &len, &e));
	assert_int_equal(len, 1000);
	assert_int_equal(strlen(data), 1000);
	assert_null(b.data);
	free(data);
}

static void
clock_reads_what_it_prints(void **state)
{
	static const int64_t times[] = {0, 1, 951782399999999, 1795359845123456, 4102444800000000};
	char text[CLOCK_TEXT_SIZE];
	int64_t us;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(times); i++) {
		clock_print_us(times[i], text);
		assert_true(clock_parse(text, &us));
		assert_int_equal(us, times[i]);
	}
	clock_print_ms(1795359845123456, text);
	assert_string_equal(text, "2026-11-22T15:04:05.123Z");
}

static void
clock_knows_good_and_bad_times(void **state)
{
	static const struct {
		const char *text;
		int         good;
		int64_t     us;
	} cases[] = {
		{"1970-01-01T00:00:01Z",          1, 1000000},
		{"1970-01-01T03:00:01+03:00",     1, 1000000},
		{"1969-12-31T19:00:01-05:00",     1, 1000000},
		{"1970-01-01T00:00:00.5Z",        1, 500000},
		{"1970-01-01T00:00:00.1234567Z",  1, 123456},
		{"2000-02-29T00:00:00Z",          1, 951782400000000},
		{"1900-02-29T00:00:00Z",          0, 0},
		{"2001-02-29T00:00:00Z",          0, 0},
		{"2001-13-01T00:00:00Z",          0, 0},
		{"2001-01-01T24:00:00Z",          0, 0},
		{"2001-01-01T00:60:00Z",          0, 0},
		{"2001-01-01T00:00:00",           0, 0},
		{"2001-01-01T00:00:00.Z",         0, 0},
		{"2001-01-01T00:00:00Zx",         0, 0},
		{"2001-01-01T00:00:00+15:00",     0, 0},
		{"2001-01-01",                    0, 0},
		{"",                              0, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		int64_t us = -7;

		if (clock_parse(cases[i].text, &us) != (cases[i].good == 1))
			fail_msg("%s", cases[i].text);
		assert_int_equal(us, cases[i].good ? cases[i].us : -7);
	}
}

static void
ids_are_uuids(void **state)
{
	unsigned char a[ID_DIGEST_SIZE], b[ID_DIGEST_SIZE];
	char id[ID_SIZE], other[ID_SIZE];

	(void)state;
	id_new(id);
	id_new(other);
	assert_int_equal(strlen(id), 36);
	assert_int_equal(id[14], '4');
	assert_string_not_equal(id, other);
	id_digest(a, "ab", "c", NULL);
	id_digest(b, "a", "bc", NULL);
	assert_memory_not_equal(a, b, sizeof(a));
	id_from_digest(a, id);
	id_from_digest(a, other);
	assert_string_equal(id, other);
	assert_int_equal(id[14], '8');
	assert_true(strchr("89ab", id[19]) != NULL);
	id_hex((const unsigned char *)"\x00\xff\x10", 3, other);
	assert_string_equal(other, "00ff10");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(err_rows_are_complete),
		cmocka_unit_test(err_list_counts_what_it_drops),
		cmocka_unit_test(buf_keeps_its_limit),
		cmocka_unit_test(buf_gives_up_its_bytes),
		cmocka_unit_test(clock_reads_what_it_prints),
		cmocka_unit_test(clock_knows_good_and_bad_times),
		cmocka_unit_test(ids_are_uuids),
	};

	return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
