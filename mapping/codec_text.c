#include "config.h"

#include <string.h>

#include "mapping/codec.h"

uint32_t
map_next_char(const char **s)
{
	const unsigned char *p = (const unsigned char *)*s;
	static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
	uint32_t c = p[0];
	int more = c < 0x80 ? 0 : c >= 0xc2 && c < 0xe0 ? 1 : (c & 0xf0) == 0xe0 ? 2
	    : c >= 0xf0 && c < 0xf5 ? 3 : -1;

	if (more < 0)
		return 0;
	if (more > 0)
		c &= 0x3fu >> more;
	for (int i = 1; i <= more; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3fu);
	}
	if (c < least[more] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return 0;
	*s += more + 1;
	return c;
}

/* XML 1.0, production 2. */
static bool
is_xml_char(uint32_t c)
{
	return c >= 0x20 ? c != 0xfffe && c != 0xffff : c == '\t' || c == '\n' || c == '\r';
}

static bool
is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

static bool
is_space(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* May this character stand at this place (0 is the first)? */
typedef bool may_stand(uint32_t c, long place);

static bool
in_line(uint32_t c, long place)
{
	(void)place;
	return !is_control(c);
}

/* What the Fund writes for people: any text that XML can carry. */
static bool
in_lines(uint32_t c, long place)
{
	(void)c, (void)place;
	return true;
}

static bool
in_name(uint32_t c, long place)
{
	bool letter = (c >= 0x410 && c <= 0x44f) || c == 0x401 || c == 0x451 || c == '-';

	return letter || (place == 0 ? c >= '0' && c <= '9'
	                             : is_space(c) || c == '\'' || c == ',' || c == '.');
}

static bool
in_digits(uint32_t c, long place)
{
	(void)place;
	return c >= '0' && c <= '9';
}

static bool
in_number(uint32_t c, long place)
{
	return in_digits(c, place) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
}

static bool
in_key(uint32_t c, long place)
{
	return in_number(c, place) || c == '.' || c == '_' || c == ':';
}

static bool
in_code(uint32_t c, long place)
{
	return (c >= 'A' && c <= 'Z') || (place > 0 && (in_digits(c, place) || c == '_'));
}

/* The length comes last, so that a value of another form is called that. */
static enum err
check(const struct map_limits *limits, const char *in, const char **ret, may_stand *may)
{
	long n = 0;
	bool blank = true;

	for (const char *s = in; *s != '\0'; n++) {
		uint32_t c = map_next_char(&s);

		if (c == 0 || !is_xml_char(c) || !may(c, n))
			return ERR_MAP_FORMAT;
		blank = blank && is_space(c);
	}
	if (n < limits->min || n > limits->max)
		return ERR_MAP_LENGTH;
	if (blank && n > 0 && may == in_line)
		return ERR_MAP_FORMAT;
	*ret = in;
	return ERR_OK;
}

#define CHECKED_BY(name)                                                          \
	static enum err check_##name(const struct map_limits *limits,             \
	    const char *in, char buf[MAP_TEXT_SIZE], const char **ret)            \
	{                                                                         \
		(void)buf;                                                        \
		return check(limits, in, ret, in_##name);                         \
	}
CHECKED_BY(line)
CHECKED_BY(lines)
CHECKED_BY(digits)
CHECKED_BY(number)
CHECKED_BY(key)
CHECKED_BY(code)

/*
 * Some keyboards and file systems write two letters of the Russian alphabet as a letter and a mark
 * after it.  Unicode takes both for the same text; a name compared octet by octet does not, so the
 * one form is made here.
 */
static const struct {
	const char *apart, *one;
} letters[] = {
    {"\u0418\u0306", "Й"}, {"\u0438\u0306", "й"}, {"\u0415\u0308", "Ё"}, {"\u0435\u0308", "ё"}
};

/* False if it does not fit. */
static bool
compose(const char *in, char buf[MAP_TEXT_SIZE])
{
	enum { APART = 4, ONE = 2 };
	size_t n = 0;

	while (*in != '\0') {
		size_t i = 0;

		while (i < COUNT_OF(letters) && strncmp(in, letters[i].apart, APART) != 0)
			i++;
		if (n + ONE >= MAP_TEXT_SIZE)
			return false;
		if (i < COUNT_OF(letters)) {
			memcpy(buf + n, letters[i].one, ONE);
			n += ONE;
			in += APART;
		} else {
			buf[n++] = *in++;
		}
	}
	buf[n] = '\0';
	return true;
}

static enum err
check_name(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	/* U+0306 and U+0308 begin so. */
	if (strstr(in, "\xcc") == NULL)
		return check(limits, in, ret, in_name);
	if (!compose(in, buf))
		return ERR_MAP_LENGTH;
	return check(limits, buf, ret, in_name);
}

/* As EmailType of the schema: one @, then at least two labels. */
static enum err
check_email(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	const char *at = strchr(in, '@');
	const char *checked;

	(void)buf;
	TRY(check(limits, in, &checked, in_line));
	if (strpbrk(in, " ") != NULL || at == NULL || at == in || strchr(at + 1, '@') != NULL)
		return ERR_MAP_FORMAT;
	if (strchr(at, '.') == NULL || at[1] == '.' || strstr(at, "..") != NULL
	    || at[strlen(at) - 1] == '.')
		return ERR_MAP_FORMAT;
	*ret = checked;
	return ERR_OK;
}

/* clang-format off */
#define SAME(fn) .limited = true, .read = (fn), .write = (fn)
const struct map_codec map_codec_line   = {
    {"text in one line, not blank", "текст в одну строку, не пустой"},
    SAME(check_line),
    .pattern = "^[^\\x00-\\x1F\\x7F-\\x9F]*$", .example = "Отдел"};
const struct map_codec map_codec_lines  = {
    {"text", "текст"},
    SAME(check_lines), .example = "Текст"};
const struct map_codec map_codec_name   = {
    {"Cyrillic letters, space, hyphen, apostrophe, comma, full stop", "русские буквы, пробел, дефис, апостроф, запятая, точка"},
    SAME(check_name), .pattern = "^[0-9а-яА-ЯёЁ-][а-яА-ЯёЁ \\t\\r\\n',.-]*$", .example = "Образцова"};
const struct map_codec map_codec_digits = {
    {"decimal digits", "только цифры"},
    SAME(check_digits),
    .pattern = "^[0-9]*$", .example = "1234567890"};
const struct map_codec map_codec_number = {
    {"Latin letters, digits, hyphen", "латинские буквы, цифры, дефис"},
    SAME(check_number),
    .pattern = "^[A-Za-z0-9-]*$", .example = "2026-000001"};
const struct map_codec map_codec_key    = {
    {"Latin letters, digits and any of . _ : -", "латинские буквы, цифры и любые из знаков . _ : -"},
    SAME(check_key),
    .pattern = "^[A-Za-z0-9._:-]*$", .example = "5f0c7b6e-2f0f-4d0b-9f9e-0d4d3c1f8a11"};
const struct map_codec map_codec_code   = {
    {"capital Latin letters, digits, underscore", "заглавные латинские буквы, цифры, подчёркивание"},
    SAME(check_code),
    .pattern = "^[A-Z][A-Z0-9_]*$", .example = "NOT_FOUND"};
const struct map_codec map_codec_email  = {
    {"an e-mail address", "адрес электронной почты"},
    SAME(check_email),
    .pattern = "^[^@ ]+@[^@ .]+(\\.[^@ .]+)+$", .format = "email", .example = "citizen@example.org"};
/* clang-format on */
