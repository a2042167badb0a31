/* serve: what the headers of a GET get of a file of 1000 octets. */
#include "config.h"

#include "adapter/serve.h"
#include "tests/unit.h"

#define TAG "\"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\""

static struct part part = {.size = 1000};

static void
decide(const struct front_header *header, size_t n, const char *filename, struct serve *s)
{
	struct front_header copy[4];
	struct front_call call = {.method = "GET", .header = copy, .n_headers = n};

	memcpy(copy, header, n * sizeof(*header));
	for (size_t i = 0; i < PART_DIGEST_SIZE; i++)
		part.digest[i] = (unsigned char)i;
	serve_decide(&call, &part, filename, s);
}

static void
ranges(void **state)
{
	static const struct {
		const char *range, *if_range;
		int         status;
		uint64_t    from, len;
		const char *content_range;
	} rows[] = {
		{NULL, NULL, 200, 0, 1000, ""},
		{"bytes=0-0", NULL, 206, 0, 1, "bytes 0-0/1000"},
		{"bytes=0-999", NULL, 206, 0, 1000, "bytes 0-999/1000"},
		{"bytes=999-", NULL, 206, 999, 1, "bytes 999-999/1000"},
		{"BYTES=10-19", NULL, 206, 10, 10, "bytes 10-19/1000"},
		{"bytes= 10-19 ", NULL, 206, 10, 10, "bytes 10-19/1000"},
		{"bytes=500-", NULL, 206, 500, 500, "bytes 500-999/1000"},
		{"bytes=990-2000", NULL, 206, 990, 10, "bytes 990-999/1000"},
		{"bytes=990-1000", NULL, 206, 990, 10, "bytes 990-999/1000"},
		{"bytes=0-99999999999999999999999999", NULL, 206, 0, 1000, "bytes 0-999/1000"},
		{"bytes=-1", NULL, 206, 999, 1, "bytes 999-999/1000"},
		{"bytes=-1000", NULL, 206, 0, 1000, "bytes 0-999/1000"},
		{"bytes=-5000", NULL, 206, 0, 1000, "bytes 0-999/1000"},
		{"bytes=1000-", NULL, 416, 0, 0, "bytes */1000"},
		{"bytes=1000-2000", NULL, 416, 0, 0, "bytes */1000"},
		{"bytes=99999999999999999999999999-", NULL, 416, 0, 0, "bytes */1000"},
		{"bytes=-0", NULL, 416, 0, 0, "bytes */1000"},
		/* Not a range, or several: the whole file. */
		{"bytes=5-4", NULL, 200, 0, 1000, ""},
		{"bytes=-", NULL, 200, 0, 1000, ""},
		{"bytes=", NULL, 200, 0, 1000, ""},
		{"bytes=a-b", NULL, 200, 0, 1000, ""},
		{"bytes=1-2x", NULL, 200, 0, 1000, ""},
		{"bytes=--1", NULL, 200, 0, 1000, ""},
		{"bytes=1", NULL, 200, 0, 1000, ""},
		{"bytes=0-1,5-6", NULL, 200, 0, 1000, ""},
		{"bytes=0-1, -1", NULL, 200, 0, 1000, ""},
		{"octets=0-1", NULL, 200, 0, 1000, ""},
		{"0-1", NULL, 200, 0, 1000, ""},
		{"", NULL, 200, 0, 1000, ""},
		/* Only of the file that the caller has begun. */
		{"bytes=0-9", TAG, 206, 0, 10, "bytes 0-9/1000"},
		{"bytes=0-9", "W/" TAG, 200, 0, 1000, ""},
		{"bytes=0-9", "\"other\"", 200, 0, 1000, ""},
		{"bytes=0-9", "Sun, 06 Nov 1994 08:49:37 GMT", 200, 0, 1000, ""},
		{"bytes=2000-", "\"other\"", 200, 0, 1000, ""},
		{"bytes=2000-", TAG, 416, 0, 0, "bytes */1000"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct front_header h[] = {{"range", rows[i].range}, {"If-Range", rows[i].if_range}};
		struct serve s;

		decide(h, rows[i].if_range != NULL ? 2 : rows[i].range != NULL ? 1 : 0, "a", &s);
		if (s.status != rows[i].status || s.from != rows[i].from || s.len != rows[i].len ||
		    strcmp(s.range, rows[i].content_range) != 0)
			fail_msg("%s %s: %d %llu+%llu %s", rows[i].range, rows[i].if_range, s.status,
			    (unsigned long long)s.from, (unsigned long long)s.len, s.range);
		assert_string_equal(s.etag, TAG);
	}
}

static void
tags(void **state)
{
	static const struct {
		const char *list;
		int         status;
	} rows[] = {
		{TAG, 304}, {"W/" TAG, 304}, {"*", 304}, {"\"a\", " TAG, 304}, {"\"a\",W/\"b\"," TAG ",\"c\"", 304},
		{"\"a,\" ," TAG, 304}, {"\"\", " TAG, 304},
		{"\"a\"", 200}, {"", 200}, {"* " TAG, 200}, {"0001", 200}, {"\"x" TAG, 200}, {"a, " TAG, 200},
		{"\"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", 200},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct front_header h[] = {{"If-None-Match", rows[i].list}, {"Range", "bytes=0-1"}};
		struct serve s;

		decide(h, 1, "a", &s);
		if (s.status != rows[i].status || s.len != (s.status == 304 ? 0 : 1000))
			fail_msg("%s: %d", rows[i].list, s.status);
		decide(h, 2, "a", &s);          /* goes before Range */
		assert_int_equal(s.status, rows[i].status == 304 ? 304 : 206);
	}
}

/* Two headers that may be there once are two opinions: none counts. */
static void
twice(void **state)
{
	static const struct front_header ranges[] = {{"Range", "bytes=0-1"}, {"Range", "bytes=2-3"}};
	static const struct front_header if_ranges[] = {{"Range", "bytes=0-1"}, {"If-Range", TAG}, {"If-Range", TAG}};
	static const struct front_header lists[] = {{"If-None-Match", "\"a\""}, {"If-None-Match", TAG}};
	struct serve s;

	(void)state;
	decide(ranges, 2, "a", &s);
	assert_int_equal(s.status, 200);
	decide(if_ranges, 3, "a", &s);
	assert_int_equal(s.status, 200);
	decide(lists, 2, "a", &s);
	assert_int_equal(s.status, 304);
}

static void
names(void **state)
{
	static const struct {
		const char *name, *want;
	} rows[] = {
		{"a.pdf", "attachment; filename=\"a.pdf\""},
		{"a b.pdf", "attachment; filename=\"a b.pdf\""},
		{"справка.pdf", "attachment; filename=\"document.pdf\"; "
		    "filename*=UTF-8''%D1%81%D0%BF%D1%80%D0%B0%D0%B2%D0%BA%D0%B0.pdf"},
		{"я", "attachment; filename=\"document\"; filename*=UTF-8''%D1%8F"},
		{"я.тхт", "attachment; filename=\"document\"; filename*=UTF-8''%D1%8F.%D1%82%D1%85%D1%82"},
		{"я.a/b", "attachment; filename=\"document\"; filename*=UTF-8''%D1%8F.a%2Fb"},
		{"я.", "attachment; filename=\"document.\"; filename*=UTF-8''%D1%8F."},
		{"a\"b\\c%d.pdf", "attachment; filename=\"a_b_c_d.pdf\"; filename*=UTF-8''a%22b%5Cc%25d.pdf"},
		{"a\r\nX: y.pdf", "attachment; filename=\"document.pdf\"; filename*=UTF-8''a%0D%0AX%3A%20y.pdf"},
		{"", "attachment; filename=\"document\""},
	};
	char longest[PART_FILENAME_SIZE];
	struct serve s;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		decide(&(struct front_header){0}, 0, rows[i].name, &s);
		assert_string_equal(s.disposition, rows[i].want);
	}
	memset(longest, '\xd0', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	decide(&(struct front_header){0}, 0, longest, &s);
	assert_int_equal(strlen(s.disposition),
	    strlen("attachment; filename=\"document\"; filename*=UTF-8''") + 3 * 255);
}

static void
digest(void **state)
{
	struct serve s;

	(void)state;
	decide(&(struct front_header){0}, 0, "a", &s);
	assert_string_equal(s.digest, "sha-256=:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=:");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(ranges),
		cmocka_unit_test(tags),
		cmocka_unit_test(twice),
		cmocka_unit_test(names),
		cmocka_unit_test(digest),
	};

	return cmocka_run_group_tests_name("serve", tests, NULL, NULL);
}
