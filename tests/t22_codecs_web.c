/* mapping: octets, names, types, addresses and versions of files and pages. */
#include "config.h"

#include "mapping/rows.h"
#include "tests/codec_unit.h"

#define A_16     "aaaaaaaaaaaaaaaa"
#define A_64     A_16 A_16 A_16 A_16
#define A_400    A_64 A_64 A_64 A_64 A_64 A_64 A_16
#define A_512    A_400 A_64 A_16 A_16 A_16
#define TEXT_255 A_64 A_64 A_64 A_16 A_16 A_16 "aaaaaaaaaaaaaaa"

static const struct codec_case cases[] = {
	/* clang-format off */
	{&map_codec_base64, 0, 6, BOTH, "", "", 0},
	{&map_codec_base64, 0, 6, BOTH, "AA==", "AA==", 0},
	{&map_codec_base64, 0, 6, BOTH, "AAA=", "AAA=", 0},
	{&map_codec_base64, 0, 6, BOTH, "AAAA", "AAAA", 0},
	{&map_codec_base64, 0, 6, BOTH, "/+8=", "/+8=", 0},
	{&map_codec_base64, 0, 6, BOTH, "0JTQsA==", "0JTQsA==", 0},
	{&map_codec_base64, 0, 6, BOTH, "AAAAAAAA", "AAAAAAAA", 0},      /* six octets */
	{&map_codec_base64, 1, 6, BOTH, "", NULL, ERR_MAP_LENGTH},
	{&map_codec_base64, 1, 6, BOTH, "AAAAAAAAAA==", NULL, ERR_MAP_LENGTH},      /* seven octets */
	{&map_codec_base64, 0, 6, BOTH, "A", NULL, ERR_MAP_FORMAT},
	{&map_codec_base64, 0, 6, BOTH, "AA", NULL, ERR_MAP_FORMAT},
	{&map_codec_base64, 0, 6, BOTH, "AAA", NULL, ERR_MAP_FORMAT},
	{&map_codec_base64, 0, 6, BOTH, "AA=", NULL, ERR_MAP_FORMAT},
	{&map_codec_base64, 0, 6, BOTH, "A===", NULL, ERR_MAP_FORMAT},
	{&map_codec_base64, 0, 6, BOTH, "====", NULL, ERR_MAP_FORMAT},
	{&map_codec_base64, 0, 6, BOTH, "=AAA", NULL, ERR_MAP_FORMAT},
	{&map_codec_base64, 0, 6, BOTH, "A=A=", NULL, ERR_MAP_FORMAT},
	{&map_codec_base64, 0, 6, BOTH, "AA=A", NULL, ERR_MAP_FORMAT},
	{&map_codec_base64, 0, 6, BOTH, "AB==", NULL, ERR_MAP_FORMAT},      /* bits that encode nothing */
	{&map_codec_base64, 0, 6, BOTH, "AAB=", NULL, ERR_MAP_FORMAT},      /* the same */
	{&map_codec_base64, 0, 6, BOTH, "AAAA ", NULL, ERR_MAP_FORMAT},
	{&map_codec_base64, 0, 6, BOTH, " AAAA", NULL, ERR_MAP_FORMAT},
	{&map_codec_base64, 0, 6, BOTH, "AA\nAA", NULL, ERR_MAP_FORMAT},
	{&map_codec_base64, 0, 6, BOTH, "-_8=", NULL, ERR_MAP_FORMAT},      /* base64url */
	{&map_codec_base64, 0, 6, BOTH, "AA==AAAA", NULL, ERR_MAP_FORMAT},
	{&map_codec_base64, 0, 6, BOTH, "ЖЖ", NULL, ERR_MAP_FORMAT},

	{&map_codec_sha256, 0, 0, BOTH, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 0},
	{&map_codec_sha256, 0, 0, BOTH, "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 0},
	{&map_codec_sha256, 0, 0, BOTH, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85", NULL, ERR_MAP_FORMAT},
	{&map_codec_sha256, 0, 0, BOTH, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8555", NULL, ERR_MAP_FORMAT},
	{&map_codec_sha256, 0, 0, BOTH, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85g", NULL, ERR_MAP_FORMAT},
	{&map_codec_sha256, 0, 0, BOTH, "0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8", NULL, ERR_MAP_FORMAT},
	{&map_codec_sha256, 0, 0, BOTH, "", NULL, ERR_MAP_FORMAT},

	{&map_codec_content_id, 1, 250, BOTH, "file-1@fund.example", "file-1@fund.example", 0},
	{&map_codec_content_id, 1, 250, BOTH, "!~", "!~", 0},
	{&map_codec_content_id, 1, 4, BOTH, "abcde", NULL, ERR_MAP_LENGTH},
	{&map_codec_content_id, 1, 250, BOTH, "a b", NULL, ERR_MAP_FORMAT},
	{&map_codec_content_id, 1, 250, BOTH, "a\x7f", NULL, ERR_MAP_FORMAT},
	{&map_codec_content_id, 1, 250, BOTH, "файл", NULL, ERR_MAP_FORMAT},
	{&map_codec_cursor, 1, 512, BOTH, "bjoxMjM0NQ", "bjoxMjM0NQ", 0},
	{&map_codec_cursor, 1, 512, BOTH, "a-b.c_d~e", "a-b.c_d~e", 0},
	{&map_codec_cursor, 1, 512, BOTH, "a b", NULL, ERR_MAP_FORMAT},
	{&map_codec_cursor, 1, 512, BOTH, "a=", NULL, ERR_MAP_FORMAT},
	{&map_codec_cursor, 1, 512, BOTH, "a%41", NULL, ERR_MAP_FORMAT},
	{&map_codec_cursor, 1, 512, BOTH, "a+b", NULL, ERR_MAP_FORMAT},
	{&map_codec_cursor, 1, 512, BOTH, "a/b", NULL, ERR_MAP_FORMAT},
	{&map_codec_cursor, 1, 512, BOTH, "курсор", NULL, ERR_MAP_FORMAT},
	{&map_codec_cursor, 1, 512, BOTH, "a\n", NULL, ERR_MAP_FORMAT},
	{&map_codec_cursor, 1, 512, BOTH, "", NULL, ERR_MAP_LENGTH},
	{&map_codec_cursor, 1, 512, BOTH, A_512, A_512, 0},
	{&map_codec_cursor, 1, 512, BOTH, A_512 "a", NULL, ERR_MAP_LENGTH},
	{&map_codec_version, 1, 64, BOTH, "3", "3", 0},
	{&map_codec_version, 1, 64, BOTH, "3-5f0c7b6e", "3-5f0c7b6e", 0},
	{&map_codec_version, 1, 64, BOTH, "v1.2_x", "v1.2_x", 0},
	{&map_codec_version, 1, 64, BOTH, "\"3\"", NULL, ERR_MAP_FORMAT},
	{&map_codec_version, 1, 64, BOTH, "W/3", NULL, ERR_MAP_FORMAT},
	{&map_codec_version, 1, 64, BOTH, "a b", NULL, ERR_MAP_FORMAT},
	{&map_codec_version, 1, 64, BOTH, "a~", NULL, ERR_MAP_FORMAT},
	{&map_codec_version, 1, 64, BOTH, "*", NULL, ERR_MAP_FORMAT},
	{&map_codec_version, 1, 64, BOTH, "a:b", NULL, ERR_MAP_FORMAT},
	{&map_codec_version, 1, 64, BOTH, "", NULL, ERR_MAP_LENGTH},
	{&map_codec_version, 1, 64, BOTH, A_64, A_64, 0},
	{&map_codec_version, 1, 64, BOTH, A_64 "a", NULL, ERR_MAP_LENGTH},

	{&map_codec_media, 3, 255, BOTH, "application/pdf", "application/pdf", 0},
	{&map_codec_media, 3, 255, BOTH, "image/svg+xml", "image/svg+xml", 0},
	{&map_codec_media, 3, 255, BOTH, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", 0},
	{&map_codec_media, 3, 255, BOTH, "Text/XML", "Text/XML", 0},
	{&map_codec_media, 3, 255, BOTH, "application", NULL, ERR_MAP_FORMAT},
	{&map_codec_media, 3, 255, BOTH, "application/", NULL, ERR_MAP_FORMAT},
	{&map_codec_media, 3, 255, BOTH, "/pdf", NULL, ERR_MAP_FORMAT},
	{&map_codec_media, 3, 255, BOTH, "application/pdf/a", NULL, ERR_MAP_FORMAT},
	{&map_codec_media, 3, 255, BOTH, "application/pdf; charset=utf-8", NULL, ERR_MAP_FORMAT},
	{&map_codec_media, 3, 255, BOTH, "application/ pdf", NULL, ERR_MAP_FORMAT},
	{&map_codec_media, 3, 255, BOTH, ".a/b", NULL, ERR_MAP_FORMAT},
	{&map_codec_media, 3, 255, BOTH, "a/+b", NULL, ERR_MAP_FORMAT},
	{&map_codec_media, 3, 255, BOTH, "a\\b/c", NULL, ERR_MAP_FORMAT},
	{&map_codec_media, 3, 255, BOTH, "a/b\n", NULL, ERR_MAP_FORMAT},
	{&map_codec_media, 3, 255, BOTH, "a/ж", NULL, ERR_MAP_FORMAT},
	{&map_codec_media, 3, 255, BOTH, "", NULL, ERR_MAP_FORMAT},
	{&map_codec_media, 3, 255, BOTH, A_64 A_64 "/b", NULL, ERR_MAP_FORMAT},      /* a type of 128 characters */
	{&map_codec_media, 5, 255, BOTH, "a/b", NULL, ERR_MAP_LENGTH},

	{&map_codec_filename, 1, 255, BOTH, "a", "a", 0},
	{&map_codec_filename, 1, 255, BOTH, "скан.pdf", "скан.pdf", 0},
	{&map_codec_filename, 1, 255, BOTH, "Трудовая книжка (1).pdf", "Трудовая книжка (1).pdf", 0},
	{&map_codec_filename, 1, 255, BOTH, ".hidden", ".hidden", 0},
	{&map_codec_filename, 1, 255, BOTH, "...", "...", 0},
	{&map_codec_filename, 1, 255, BOTH, "a..b", "a..b", 0},
	{&map_codec_filename, 1, 255, BOTH, "\xf0\x9f\x98\x80.png", "\xf0\x9f\x98\x80.png", 0},      /* an emoji */
	{&map_codec_filename, 1, 255, BOTH, ".", NULL, ERR_MAP_FORMAT},
	{&map_codec_filename, 1, 255, BOTH, "..", NULL, ERR_MAP_FORMAT},
	{&map_codec_filename, 1, 255, BOTH, "a/b", NULL, ERR_MAP_FORMAT},
	{&map_codec_filename, 1, 255, BOTH, "/etc/passwd", NULL, ERR_MAP_FORMAT},
	{&map_codec_filename, 1, 255, BOTH, "..\\a", NULL, ERR_MAP_FORMAT},
	{&map_codec_filename, 1, 255, BOTH, "C:\\a", NULL, ERR_MAP_FORMAT},
	{&map_codec_filename, 1, 255, BOTH, "a\nb", NULL, ERR_MAP_FORMAT},
	{&map_codec_filename, 1, 255, BOTH, "a\tb", NULL, ERR_MAP_FORMAT},
	{&map_codec_filename, 1, 255, BOTH, "a\x7f", NULL, ERR_MAP_FORMAT},
	{&map_codec_filename, 1, 255, BOTH, "a\xc2\x85", NULL, ERR_MAP_FORMAT},
	{&map_codec_filename, 1, 255, BOTH, "a\u202efdp.exe", NULL, ERR_MAP_FORMAT},      /* turns the direction */
	{&map_codec_filename, 1, 255, BOTH, "a\u2066b", NULL, ERR_MAP_FORMAT},
	{&map_codec_filename, 1, 255, BOTH, "\u200fa", NULL, ERR_MAP_FORMAT},
	{&map_codec_filename, 1, 255, BOTH, "a\u2028b", NULL, ERR_MAP_FORMAT},      /* a line end */
	{&map_codec_filename, 1, 255, BOTH, "a\xff", NULL, ERR_MAP_FORMAT},      /* no UTF-8 */
	{&map_codec_filename, 1, 255, BOTH, "a\xed\xa0\x80", NULL, ERR_MAP_FORMAT},      /* a surrogate */
	{&map_codec_filename, 1, 255, BOTH, " a", NULL, ERR_MAP_FORMAT},
	{&map_codec_filename, 1, 255, BOTH, "a ", NULL, ERR_MAP_FORMAT},
	{&map_codec_filename, 1, 255, BOTH, " ", NULL, ERR_MAP_FORMAT},
	{&map_codec_filename, 1, 255, BOTH, "", NULL, ERR_MAP_LENGTH},
	{&map_codec_filename, 1, 255, BOTH, TEXT_255, TEXT_255, 0},
	{&map_codec_filename, 1, 255, BOTH, TEXT_255 "a", NULL, ERR_MAP_LENGTH},
	{&map_codec_filename, 1, 255, BOTH, A_64 A_64 "ёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёё", A_64 A_64 "ёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёё", 0},
	{&map_codec_filename, 1, 255, BOTH, A_64 A_64 "ёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёё", NULL, ERR_MAP_LENGTH},      /* 192 characters, 256 octets */

	{&map_codec_url, 9, 500, BOTH, "https://www.gosuslugi.ru/600113/1", "https://www.gosuslugi.ru/600113/1", 0},
	{&map_codec_url, 9, 500, BOTH, "https://a", "https://a", 0},
	{&map_codec_url, 9, 500, BOTH, "https://a.b:8443/", "https://a.b:8443/", 0},
	{&map_codec_url, 9, 500, BOTH, "https://a/?q=%D0%90&b=1#part", "https://a/?q=%D0%90&b=1#part", 0},
	{&map_codec_url, 9, 500, BOTH, "https://xn--h1alffa9f.xn--p1ai/", "https://xn--h1alffa9f.xn--p1ai/", 0},
	{&map_codec_url, 9, 500, BOTH, "https://a?b", "https://a?b", 0},
	{&map_codec_url, 9, 500, BOTH, "https://a/b@c", "https://a/b@c", 0},
	{&map_codec_url, 9, 500, BOTH, "http://a/", NULL, ERR_MAP_FORMAT},
	{&map_codec_url, 9, 500, BOTH, "HTTPS://a/", NULL, ERR_MAP_FORMAT},
	{&map_codec_url, 9, 500, BOTH, "https://", NULL, ERR_MAP_FORMAT},
	{&map_codec_url, 9, 500, BOTH, "https:///a", NULL, ERR_MAP_FORMAT},
	{&map_codec_url, 9, 500, BOTH, "//a/b", NULL, ERR_MAP_FORMAT},
	{&map_codec_url, 9, 500, BOTH, "javascript:alert(1)", NULL, ERR_MAP_FORMAT},
	{&map_codec_url, 9, 500, BOTH, "https://user@a/", NULL, ERR_MAP_FORMAT},      /* a user */
	{&map_codec_url, 9, 500, BOTH, "https://user:pw@a/", NULL, ERR_MAP_FORMAT},
	{&map_codec_url, 9, 500, BOTH, "https://a:b/", NULL, ERR_MAP_FORMAT},
	{&map_codec_url, 9, 500, BOTH, "https://a:/", NULL, ERR_MAP_FORMAT},
	{&map_codec_url, 9, 500, BOTH, "https://a:123456/", NULL, ERR_MAP_FORMAT},
	{&map_codec_url, 9, 500, BOTH, "https://-a/", NULL, ERR_MAP_FORMAT},
	{&map_codec_url, 9, 500, BOTH, "https://.a/", NULL, ERR_MAP_FORMAT},
	{&map_codec_url, 9, 500, BOTH, "https://a..b/", NULL, ERR_MAP_FORMAT},
	{&map_codec_url, 9, 500, BOTH, "https://a-/", NULL, ERR_MAP_FORMAT},
	{&map_codec_url, 9, 500, BOTH, "https://[::1]/", NULL, ERR_MAP_FORMAT},
	{&map_codec_url, 9, 500, BOTH, "https://a b/", NULL, ERR_MAP_FORMAT},
	{&map_codec_url, 9, 500, BOTH, "https://a/ b", NULL, ERR_MAP_FORMAT},
	{&map_codec_url, 9, 500, BOTH, "https://a/\"", NULL, ERR_MAP_FORMAT},
	{&map_codec_url, 9, 500, BOTH, "https://a/<b>", NULL, ERR_MAP_FORMAT},
	{&map_codec_url, 9, 500, BOTH, "https://a/%", NULL, ERR_MAP_FORMAT},
	{&map_codec_url, 9, 500, BOTH, "https://a/%4", NULL, ERR_MAP_FORMAT},
	{&map_codec_url, 9, 500, BOTH, "https://a/%zz", NULL, ERR_MAP_FORMAT},
	{&map_codec_url, 9, 500, BOTH, "https://a/#b#c", NULL, ERR_MAP_FORMAT},
	{&map_codec_url, 9, 500, BOTH, "https://почта.рф/", NULL, ERR_MAP_FORMAT},
	{&map_codec_url, 9, 500, BOTH, "https://a/я", NULL, ERR_MAP_FORMAT},
	{&map_codec_url, 9, 500, BOTH, "https://a\n", NULL, ERR_MAP_FORMAT},
	{&map_codec_url, 9, 500, BOTH, "https://a/\\b", NULL, ERR_MAP_FORMAT},
	{&map_codec_url, 9, 500, BOTH, "https://a_b/", NULL, ERR_MAP_FORMAT},
	{&map_codec_url, 9, 500, BOTH, "", NULL, ERR_MAP_FORMAT},
	{&map_codec_url, 9, 500, BOTH, "https://a/" A_400 A_64 "aaaaaaaaaaaaaaaaaaaaaaaaaa", "https://a/" A_400 A_64 "aaaaaaaaaaaaaaaaaaaaaaaaaa", 0},
	{&map_codec_url, 9, 500, BOTH, "https://a/" A_400 A_64 "aaaaaaaaaaaaaaaaaaaaaaaaaaa", NULL, ERR_MAP_LENGTH},
	/* clang-format on */
};

static void
codecs_know_good_and_bad(void **state)
{
	(void)state;
	codec_cases_hold(cases, COUNT_OF(cases));
}

/* What is passed on unchanged is not copied, so it may be of any length. */
static void
octets_may_be_many(void **state)
{
	enum { DIGITS = 4 << 20 };
	const struct map_limits limits = {1, DIGITS / 4 * 3};
	char *text = malloc(DIGITS + 1), buf[MAP_TEXT_SIZE];
	const char *out = NULL;

	(void)state;
	assert_non_null(text);
	memset(text, 'A', DIGITS);
	text[DIGITS] = '\0';
	assert_int_equal(map_codec_base64.read(&limits, text, buf, &out), ERR_OK);
	assert_ptr_equal(out, text);
	free(text);
}

/* Each row carries limits that its codec's example keeps. */
struct row {
	char *text;
};
#define T struct row
static const struct map_field rows[] = {
	MAP_INN(T, REQ, "x", text),
	MAP_INN_ORG(T, REQ, "x", text),
	MAP_OGRN(T, REQ, "x", text),
	MAP_OGRNIP(T, REQ, "x", text),
	MAP_ENP(T, REQ, "x", text),
	MAP_BIC(T, REQ, "x", text),
	MAP_KPP(T, REQ, "x", text),
	MAP_OKTMO(T, REQ, "x", text),
	MAP_OKATO(T, REQ, "x", text),
	MAP_SNILS_DASHED(T, REQ, "x", text),
	MAP_PHONE10(T, REQ, "x", text),
	MAP_TIME(T, REQ, "x", text),
	MAP_DECIMAL(T, REQ, "x", text, 6, 3),
	MAP_BASE64(T, REQ, "x", text, 1, 9),
	MAP_SHA256(T, REQ, "x", text),
	MAP_CURSOR(T, REQ, "x", text),
	MAP_MEDIA(T, REQ, "x", text),
	MAP_FILENAME(T, REQ, "x", text),
	MAP_URL(T, REQ, "x", text),
	MAP_VERSION(T, REQ, "x", text),
	MAP_END
};
#undef T

static void
rows_let_examples_through(void **state)
{
	(void)state;
	for (const struct map_field *f = rows; f->kind != MAP_KIND_END; f++) {
		const struct map_limits limits = {f->min, f->max};
		char buf[MAP_TEXT_SIZE];
		const char *out;

		if (f->codec->read(&limits, f->codec->example, buf, &out) != ERR_OK)
			fail_msg("row %td: %s", f - rows, f->codec->example);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(codecs_know_good_and_bad),
		cmocka_unit_test(octets_may_be_many),
		cmocka_unit_test(rows_let_examples_through),
	};

	return cmocka_run_group_tests_name("codecs_web", tests, NULL, NULL);
}
