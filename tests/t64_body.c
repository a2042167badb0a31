/* body: what is read as JSON, and all that is not; the media types of bodies and replies. */
#include "config.h"

#include <jansson.h>

#include "adapter/body.h"
#include "adapter/media.h"
#include "tests/unit.h"

static struct front_header headers[] = {{"Content-Type", "application/json"}, {"X-Second", ""}};

static enum err
read_bytes(const char *bytes, size_t len, json_t **ret_body, struct err_info *e)
{
	struct front_call call = {.body = bytes, .body_len = len, .header = headers,
	    .n_headers = COUNT_OF(headers)};

	return body_read(&call, ret_body, e);
}

static void
json_that_is_read(void **state)
{
	static const char *const cases[] = {
		"{}", " {\"a\":1}\r\n\t", "[]", "{\"a\":-0}", "{\"a\":1E+2}", "{\"a\":9223372036854775807}",
		"{\"a\":\"\\ud83d\\ude00\"}", "{\"a\":\"\xf0\x9f\x98\x80\"}", "{\"a\":{\"a\":{\"a\":1}}}",
		"{\"\":1}", "{\"a\":\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[[\"}",
		"{\"a\":0.00000000000000000000000000000000000000000000000000000000000000001}",
		"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		json_t *body = NULL;
		struct err_info e;

		assert_ok(e, read_bytes(cases[i], strlen(cases[i]), &body, &e));
		assert_non_null(body);
		json_decref(body);
	}
}

/* clang-format off */
#define TEXT(s) s, sizeof(s) - 1
static const struct {
	const char *what, *bytes;
	size_t      len;
} bad_json[] = {
	{"a name twice",                TEXT("{\"a\":1,\"a\":1}")},
	{"a name twice, deep",          TEXT("{\"x\":[{\"y\":{\"a\":1,\"b\":2,\"a\":1}}]}")},
	{"a name twice, once escaped",  TEXT("{\"a\":1,\"\\u0061\":2}")},
	{"a high surrogate alone",      TEXT("{\"a\":\"\\ud83d\"}")},
	{"a low surrogate alone",       TEXT("{\"a\":\"\\ude00\"}")},
	{"surrogates in wrong order",   TEXT("{\"a\":\"\\ude00\\ud83d\"}")},
	{"a surrogate in UTF-8",        TEXT("{\"a\":\"\xed\xa0\xbd\"}")},
	{"a NUL, escaped",              TEXT("{\"a\":\"x\\u0000y\"}")},
	{"a NUL in a name",             TEXT("{\"a\\u0000\":1}")},
	{"a NUL byte",                  TEXT("{\"a\":\"x\0y\"}")},
	{"a NUL byte after the end",    TEXT("{}\0")},
	{"a number past double",        TEXT("{\"a\":1e400}")},
	{"an integer past 64 bits",     TEXT("{\"a\":9223372036854775808}")},
	{"an integer far past that",    TEXT("{\"a\":-99999999999999999999999999999999999999999999}")},
	{"a leading zero",              TEXT("{\"a\":00}")},
	{"hexadecimal",                 TEXT("{\"a\":0x1}")},
	{"a plus",                      TEXT("{\"a\":+1}")},
	{"a point without digits",      TEXT("{\"a\":1.}")},
	{"a point alone",               TEXT("{\"a\":.5}")},
	{"an exponent without digits",  TEXT("{\"a\":1e}")},
	{"NaN",                         TEXT("{\"a\":NaN}")},
	{"Infinity",                    TEXT("{\"a\":-Infinity}")},
	{"True",                        TEXT("{\"a\":True}")},
	{"bytes after the end",         TEXT("{} x")},
	{"a second document",           TEXT("{}{}")},
	{"blanks only",                 TEXT(" \r\n")},
	{"a string alone",              TEXT("\"a\"")},
	{"a number alone",              TEXT("1")},
	{"null",                        TEXT("null")},
	{"a byte order mark",           TEXT("\xef\xbb\xbf{}")},
	{"UTF-16, little end first",    TEXT("\xff\xfe{\0}\0")},
	{"UTF-16, without a mark",      TEXT("\0{\0}")},
	{"UTF-32",                      TEXT("{\0\0\0}\0\0\0")},
	{"a comment",                   TEXT("{/* */}")},
	{"a comment to the line's end", TEXT("{} // x")},
	{"an object that does not end", TEXT("{\"a\":1")},
	{"a string that does not end",  TEXT("{\"a\":\"x")},
	{"an escape that does not end", TEXT("{\"a\":\"\\")},
	{"half an escape",              TEXT("{\"a\":\"\\u00")},
	{"a comma at the end",          TEXT("{\"a\":1,}")},
	{"two commas",                  TEXT("[1,,2]")},
	{"no colon",                    TEXT("{\"a\" 1}")},
	{"a name that is no string",    TEXT("{a:1}")},
	{"single quotes",               TEXT("{'a':1}")},
	{"brackets that do not match",  TEXT("{\"a\":[1}]")},
	{"brackets of too many ends",   TEXT("]]]{}")},
	{"an escape that is none",      TEXT("{\"a\":\"\\x41\"}")},
	{"a line feed in a string",     TEXT("{\"a\":\"x\ny\"}")},
	{"a tab in a string",           TEXT("{\"a\":\"x\ty\"}")},
	{"a control character",         TEXT("{\"a\":\"x\x01y\"}")},
	{"a vertical tab as a blank",   TEXT("{\x0b}")},
	{"Latin-1",                     TEXT("{\"a\":\"\xfc\"}")},
	{"half a letter",               TEXT("{\"a\":\"\xd0\"}")},
	{"an overlong slash",           TEXT("{\"a\":\"\xc0\xaf\"}")},
	{"an overlong NUL",             TEXT("{\"a\":\"\xe0\x80\x80\"}")},
	{"past the last letter",        TEXT("{\"a\":\"\xf4\x90\x80\x80\"}")},
	{"gzip",                        TEXT("\x1f\x8b\x08\0\0\0\0\0\0\x03")},
	{"33 levels",                   TEXT("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]")},
};
/* clang-format on */

static void
json_that_is_not(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad_json); i++) {
		json_t *body = NULL;
		struct err_info e;

		if (read_bytes(bad_json[i].bytes, bad_json[i].len, &body, &e) != ERR_JSON)
			fail_msg("%s was read", bad_json[i].what);
		assert_null(body);
		assert_string_equal(e.at, "/body");
		assert_int_equal(err_http_status(e.code), 400);
	}
}

/* Bytes that repeat n times, between a beginning and an end. */
static void
too_many(const char *begin, const char *piece, size_t n, const char *end, enum err want)
{
	BUF_AUTO(b, 64 << 20);
	json_t *body = NULL;
	struct err_info e;
	enum err code;

	assert_ok(e, buf_add_str(&b, begin, &e));
	for (size_t i = 0; i < n; i++)
		assert_ok(e, buf_add_str(&b, piece, &e));
	assert_ok(e, buf_add_str(&b, end, &e));
	code = read_bytes(b.data, b.len, &body, &e);
	if (code != want)
		fail_msg("%s%s...: %s", begin, piece, err_name(code));
	if (want == ERR_OK)
		json_decref(body);
}

static void
depth_and_number_are_bounded(void **state)
{
	(void)state;
	too_many("", "[", 100000, "", ERR_JSON);
	too_many("", "{\"a\":", 100000, "", ERR_JSON);
	too_many("", "[", 100000, "]", ERR_JSON);
	too_many("[", "1,", 1000000, "1]", ERR_JSON);
	too_many("{", "\"a\":1,", 1000000, "\"b\":1}", ERR_JSON);
	too_many("[", "[],", 1000000, "[]]", ERR_JSON);
	too_many("[", "1,", BODY_VALUES_MAX - 1, "1]", ERR_OK);
	too_many("[", "1,", BODY_VALUES_MAX, "1]", ERR_JSON);
	too_many("[\"", "\xd1\x8f", 1000000, "\"]", ERR_OK);
	too_many("[\"", ",[{", 100000, "\"]", ERR_OK);
	too_many("[", "9", 1000000, "]", ERR_JSON);
	too_many("[0.", "9", 1000000, "]", ERR_OK);
}

static void
media_types(void **state)
{
	static const struct {
		const char *value;
		bool        want;
	} cases[] = {
		{"text/xml",                                      true},
		{"Text/XML",                                      true},
		{"text/xml; charset=utf-8",                       true},
		{"text/xml;charset=UTF-8",                        true},
		{"text/xml ; charset=\"Utf-8\" ",                 true},
		{"text/xml; action=\"urn:a#b\"; charset=utf-8",   true},
		{"text/xml; action=\"a\\\"; charset=koi8-r\"",    true},
		{"text/xml; a=b",                                 true},
		{NULL,                                            false},
		{"",                                              false},
		{"text/xmlx",                                     false},
		{"text/html",                                     false},
		{"text/xml, text/html",                           false},
		{"text/xml;",                                     false},
		{"text/xml; charset",                             false},
		{"text/xml; charset=",                            false},
		{"text/xml; charset=utf-16",                      false},
		{"text/xml; charset=windows-1251",                false},
		{"text/xml; charset=iso-8859-1",                  false},
		{"text/xml; charset=utf-7",                       false},
		{"text/xml; charset=utf8",                        false},
		{"text/xml; charset=utf-8x",                      false},
		{"text/xml; charset=\"utf-8",                     false},
		{"text/xml; charset='utf-8'",                     false},
		{"text/xml; charset=utf-8; charset=utf-16",       false},
		{"text/xml; charset=utf-8; charset=utf-8",        false},
		{"text/xml; CHARSET=utf-16",                      false},
		{"text/xml; charset =utf-8",                      false},
		{"text/xml; a=b; charset=utf-16",                 false},
		{"text/xml charset=utf-8",                        false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		if (media_is_utf8(cases[i].value, "text/xml") != cases[i].want)
			fail_msg("%s", cases[i].value);
}

static void
bodies_of_another_kind(void **state)
{
	static const struct front_header cases[][2] = {
		{{"Content-Type", "application/json; charset=utf-16"}, {"X", ""}},
		{{"Content-Type", "text/json"},        {"X", ""}},
		{{"X", ""},                            {"Y", ""}},
		{{"Content-Type", "application/json"}, {"Content-Type", "application/json"}},
		{{"Content-Type", "application/json"}, {"Content-Encoding", "gzip"}},
		{{"Content-Type", "application/json"}, {"content-encoding", "deflate"}},
		{{"Content-Type", "application/json"}, {"Content-Encoding", "br"}},
		{{"Content-Type", "application/json"}, {"Content-Encoding", "identity"}},
		{{"Content-Type", "application/json"}, {"Content-Encoding", ""}},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct front_header copy[2] = {cases[i][0], cases[i][1]};
		struct front_call call = {.body = "{}", .body_len = 2, .header = copy, .n_headers = 2};
		json_t *body = NULL;
		struct err_info e;

		assert_err(ERR_MEDIA_TYPE, e, body_read(&call, &body, &e));
		assert_int_equal(err_http_status(e.code), 415);
		call.body_len = 0;
		assert_ok(e, body_read(&call, &body, &e));      /* nothing is of no kind */
		assert_null(body);
	}
}

/* Of an upload the part's type counts, and not the request's. */
static void
bodies_that_are_parts(void **state)
{
	struct front_header header[] = {{"Content-Type", "multipart/form-data; boundary=a"}};
	struct front_call call = {.body = "{}", .body_len = 2, .header = header, .n_headers = 1,
	    .body_type = "application/json;charset=utf-8"};
	json_t *body = NULL;
	struct err_info e;

	(void)state;
	assert_ok(e, body_read(&call, &body, &e));
	json_decref(body);
	call.body_type = "";
	assert_err(ERR_MEDIA_TYPE, e, body_read(&call, &body, &e));
	call.body_type = "text/plain";
	header[0].value = "application/json";
	assert_err(ERR_MEDIA_TYPE, e, body_read(&call, &body, &e));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_that_is_read),
		cmocka_unit_test(json_that_is_not),
		cmocka_unit_test(depth_and_number_are_bounded),
		cmocka_unit_test(media_types),
		cmocka_unit_test(bodies_of_another_kind),
		cmocka_unit_test(bodies_that_are_parts),
	};

	return cmocka_run_group_tests_name("body", tests, NULL, NULL);
}
