/* What travels with files and pages: their octets, names, types, places and versions. */
#include "config.h"

#include <ctype.h>
#include <string.h>

#include "mapping/codec.h"

static bool
is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* How many characters from s on are letters, digits or in others. */
static size_t
span(const char *s, const char *others)
{
	size_t n = 0;

	while (s[n] != '\0' && (is_alnum(s[n]) || strchr(others, s[n]) != NULL))
		n++;
	return n;
}

static enum err
check_length(const struct map_limits *limits, const char *in, const char **ret)
{
	size_t n = strlen(in);

	if (n < (size_t)limits->min || n > (size_t)limits->max)
		return ERR_MAP_LENGTH;
	*ret = in;
	return ERR_OK;
}

/* The value of a base64 digit (RFC 4648, table 1); -1 for what is none. */
static int
sextet(char c)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c == '\0' ? NULL : strchr(digits, c);

	return at == NULL ? -1 : (int)(at - digits);
}

/* Canonical (RFC 4648, 3.5): padded, no line ends, and the bits that encode nothing are zero. */
static enum err
check_base64(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	size_t len = strlen(in), pad = 0;

	(void)buf;
	if (len % 4 != 0)
		return ERR_MAP_FORMAT;
	while (pad < 2 && pad < len && in[len - 1 - pad] == '=')
		pad++;
	for (size_t i = 0; i < len - pad; i++)
		if (sextet(in[i]) < 0)
			return ERR_MAP_FORMAT;
	if (pad > 0 && (sextet(in[len - 1 - pad]) & (pad == 1 ? 0x3 : 0xf)) != 0)
		return ERR_MAP_FORMAT;
	len = len / 4 * 3 - pad;
	if (len < (size_t)limits->min || len > (size_t)limits->max)
		return ERR_MAP_LENGTH;
	*ret = in;
	return ERR_OK;
}

/* xs:hexBinary permits both cases; a digest is compared in one. */
static enum err
lower_sha256(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	(void)limits;
	if (strlen(in) != 64 || strspn(in, "0123456789abcdefABCDEF") != 64)
		return ERR_MAP_FORMAT;
	for (size_t i = 0; i <= 64; i++)
		buf[i] = (char)tolower((unsigned char)in[i]);
	*ret = buf;
	return ERR_OK;
}

/* The characters that a URL carries as they are (RFC 3986, 2.3). */
static enum err
check_cursor(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	(void)buf;
	return in[span(in, "-._~")] != '\0' ? ERR_MAP_FORMAT : check_length(limits, in, ret);
}

/* wsdl/xop.c writes it into a URL and reads it from there. */
static enum err
check_content_id(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	(void)buf;
	for (const char *p = in; *p != '\0'; p++)
		if (*p < '!' || *p > '~')
			return ERR_MAP_FORMAT;
	return check_length(limits, in, ret);
}

static enum err
check_version(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	(void)buf;
	return in[span(in, "-._")] != '\0' ? ERR_MAP_FORMAT : check_length(limits, in, ret);
}

/* Length of the restricted-name (RFC 6838, 4.2) that s begins with; 0 if there is none. */
static size_t
restricted_name(const char *s)
{
	size_t n = is_alnum(*s) ? span(s, "!#$&-^_.+") : 0;

	return n <= 127 ? n : 0;
}

static enum err
check_media(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	size_t type = restricted_name(in), subtype;

	(void)buf;
	if (type == 0 || in[type] != '/')
		return ERR_MAP_FORMAT;
	subtype = restricted_name(in + type + 1);
	if (subtype == 0 || in[type + 1 + subtype] != '\0')
		return ERR_MAP_FORMAT;
	return check_length(limits, in, ret);
}

/* Marks that turn the direction of writing, so that "exe.fdp" could be shown as "pdf.exe". */
static bool
turns(uint32_t c)
{
	return c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e)
	    || (c >= 0x2066 && c <= 0x2069);
}

/* One name and no path, on any system. */
static enum err
check_filename(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	(void)buf;
	if (strcmp(in, ".") == 0 || strcmp(in, "..") == 0 || *in == ' ' || (*in != '\0' && in[strlen(in) - 1] == ' '))
		return ERR_MAP_FORMAT;
	for (const char *s = in; *s != '\0';) {
		uint32_t c = map_next_char(&s);

		if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == '/' || c == '\\' || turns(c))
			return ERR_MAP_FORMAT;
		if (c == 0x2028 || c == 0x2029 || c == 0xfffe || c == 0xffff)
			return ERR_MAP_FORMAT;
	}
	return check_length(limits, in, ret);
}

/* A host in letters and digits (RFC 1123, 2.1), so Cyrillic ones in their xn-- form; maybe a port. */
static enum err
check_authority(const char *s, size_t len)
{
	size_t host = span(s, "-."), port;

	if (host == 0 || host > len || host > 253 || *s == '-' || *s == '.' || s[host - 1] == '-')
		return ERR_MAP_FORMAT;
	for (size_t i = 1; i < host; i++)
		if (s[i] == '.' && s[i - 1] == '.')
			return ERR_MAP_FORMAT;
	if (host == len)
		return ERR_OK;
	port = strspn(s + host + 1, "0123456789");
	return s[host] == ':' && port >= 1 && port <= 5 && host + 1 + port == len ? ERR_OK : ERR_MAP_FORMAT;
}

/* RFC 3986 with the scheme https, a host, and no user in front of it. */
static enum err
check_url(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	static const char scheme[] = "https://";
	const char *host = in + sizeof(scheme) - 1, *path;

	(void)buf;
	if (strncmp(in, scheme, sizeof(scheme) - 1) != 0)
		return ERR_MAP_FORMAT;
	path = host + strcspn(host, "/?#");
	TRY(check_authority(host, (size_t)(path - host)));
	if (path[span(path, "-._~!$&'()*+,;=:@/?#%")] != '\0')
		return ERR_MAP_FORMAT;
	if (strchr(path, '#') != strrchr(path, '#'))
		return ERR_MAP_FORMAT;
	for (const char *s = strchr(path, '%'); s != NULL; s = strchr(s + 1, '%'))
		if (!isxdigit((unsigned char)s[1]) || !isxdigit((unsigned char)s[2]))
			return ERR_MAP_FORMAT;
	return check_length(limits, in, ret);
}

/* clang-format off */
#define SAME(fn) .read = (fn), .write = (fn)
const struct map_codec map_codec_base64   = {
    {"base64 without line ends, padded", "base64 без переводов строк, с дополнением"},
    .octets = true, SAME(check_base64),
    .pattern = "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$", .example = "0JTQsA=="};
const struct map_codec map_codec_sha256   = {
    {"SHA-256 in 64 hexadecimal digits", "SHA-256, 64 шестнадцатеричные цифры"},
    SAME(lower_sha256),
    .pattern = "^[0-9A-Fa-f]{64}$", .example = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"};
const struct map_codec map_codec_cursor   = {
    {"a cursor as it was given out", "курсор в том виде, в каком он был выдан"},
    .limited = true, SAME(check_cursor),
    .pattern = "^[A-Za-z0-9._~-]*$", .example = "bjoxMjM0NQ"};
const struct map_codec map_codec_content_id = {
    {"printable ASCII characters without blanks", "печатные латинские знаки без пробелов"},
    .limited = true, SAME(check_content_id),
    .pattern = "^[!-~]*$", .example = "file-1@mostik"};
const struct map_codec map_codec_media    = {
    {"a media type without parameters", "тип содержимого без параметров"},
    .limited = true, SAME(check_media),
    .pattern = "^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*$", .example = "application/pdf"};
const struct map_codec map_codec_filename = {
    {"a file name without a path, no longer than 255 octets in UTF-8", "имя файла без пути, не длиннее 255 октетов в UTF-8"},
    .limited = true, SAME(check_filename),
    .pattern = "^[^/\\\\\\x00-\\x1F\\x7F-\\x9F]*$", .example = "Трудовая книжка.pdf"};
const struct map_codec map_codec_url      = {
    {"an address that begins with https://", "адрес, начинающийся с https://"},
    .limited = true, SAME(check_url),
    .pattern = "^https://[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,5})?([/?#][A-Za-z0-9._~!$&'()*+,;=:@/?#%-]*)?$", .format = "uri",
    .example = "https://www.gosuslugi.ru/600113/1"};
const struct map_codec map_codec_version  = {
    {"a version as it was given out: Latin letters, digits and any of . _ -", "версия в том виде, в каком она была выдана: латинские буквы, цифры и любые из знаков . _ -"},
    .limited = true, SAME(check_version),
    .pattern = "^[A-Za-z0-9._-]*$", .example = "3-5f0c7b6e"};
/* clang-format on */
