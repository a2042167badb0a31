#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mapping/codec.h"

bool
map_trim(const char *in, char buf[MAP_TEXT_SIZE])
{
	static const char space[] = " \t\r\n";
	size_t len;

	in += strspn(in, space);
	len = strlen(in);
	while (len > 0 && strchr(space, in[len - 1]) != NULL)
		len--;
	if (len >= MAP_TEXT_SIZE)
		return false;
	memmove(buf, in, len);
	buf[len] = '\0';
	return true;
}

static int
two_digits(const char *s)
{
	return (s[0] - '0') * 10 + s[1] - '0';
}

/* Whether s begins as shape does, where 9 stands for a digit. */
static bool
begins(const char *s, const char *shape)
{
	for (; *shape != '\0'; s++, shape++)
		if (*shape == '9' ? *s < '0' || *s > '9' : *s != *shape)
			return false;
	return true;
}

/* XML Schema part 2, 3.2.7.3: nothing, Z, or an offset of at most 14 hours. */
static bool
is_zone(const char *s)
{
	if (*s == '\0' || strcmp(s, "Z") == 0)
		return true;
	if ((!begins(s, "+99:99") && !begins(s, "-99:99")) || s[6] != '\0')
		return false;
	return two_digits(s + 4) < 60 && two_digits(s + 1) * 60 + two_digits(s + 4) <= 14 * 60;
}

/* Whether s begins with a day of the Gregorian calendar, years 0001 to 9999. */
static bool
begins_with_date(const char *s)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int year, month, day;
	bool leap;

	if (!begins(s, "9999-99-99"))
		return false;
	year = two_digits(s) * 100 + two_digits(s + 2);
	month = two_digits(s + 5);
	day = two_digits(s + 8);
	leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return year > 0 && month >= 1 && month <= 12 && day >= 1
	    && day <= days[month - 1] + (month == 2 && leap);
}

static enum err
read_date(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	(void)limits, (void)buf;
	if (!begins_with_date(in) || in[10] != '\0')
		return ERR_MAP_FORMAT;
	*ret = in;
	return ERR_OK;
}

/* The zone of a date carries no meaning here, and is dropped. */
static enum err
write_date(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	(void)limits;
	if (!map_trim(in, buf) || !begins_with_date(buf) || !is_zone(buf + 10))
		return ERR_MAP_FORMAT;
	buf[10] = '\0';
	*ret = buf;
	return ERR_OK;
}

static enum err
read_datetime(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	int64_t us;

	(void)limits, (void)buf;
	if (strlen(in) >= MAP_TEXT_SIZE || !clock_parse(in, &us))
		return ERR_MAP_FORMAT;
	*ret = in;
	return ERR_OK;
}

static enum err
write_datetime(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	if (!map_trim(in, buf))
		return ERR_MAP_FORMAT;
	TRY(read_datetime(limits, buf, NULL, ret));
	*ret = buf;
	return ERR_OK;
}

/* The time of day that s begins with: hours and minutes. */
static bool
begins_with_time(const char *s)
{
	return begins(s, "99:99") && two_digits(s) < 24 && two_digits(s + 3) < 60;
}

static enum err
read_time(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	(void)limits;
	if (!begins_with_time(in) || in[5] != '\0')
		return ERR_MAP_FORMAT;
	snprintf(buf, MAP_TEXT_SIZE, "%s:00", in);
	*ret = buf;
	return ERR_OK;
}

/* Seconds must be none.  A zone is refused: to drop it could move the hour. */
static enum err
write_time(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	const char *end;

	(void)limits;
	if (!map_trim(in, buf) || !begins_with_time(buf) || !begins(buf + 5, ":00"))
		return ERR_MAP_FORMAT;
	end = buf + 8;
	if (*end == '.' && end[1] == '0')
		end += 1 + strspn(end + 1, "0");
	if (*end != '\0')
		return ERR_MAP_FORMAT;
	buf[5] = '\0';
	*ret = buf;
	return ERR_OK;
}

static enum err
read_month(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	(void)limits;
	if (!begins(in, "9999-99") || in[7] != '\0')
		return ERR_MAP_FORMAT;
	snprintf(buf, MAP_TEXT_SIZE, "%s-01", in);
	if (!begins_with_date(buf))
		return ERR_MAP_FORMAT;
	*ret = buf;
	return ERR_OK;
}

static enum err
write_month(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	const char *date;

	TRY(write_date(limits, in, buf, &date));
	if (strcmp(buf + 7, "-01") != 0)
		return ERR_MAP_FORMAT;
	buf[7] = '\0';
	*ret = buf;
	return ERR_OK;
}

/* JSON integers arrive here as text without leading zeros. */
static enum err
read_padded(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret,
    const char *format)
{
	long n;

	if (strlen(in) > 4 || strspn(in, "0123456789") != strlen(in))
		return ERR_MAP_RANGE;
	n = strtol(in, NULL, 10);
	if (n < limits->min || n > limits->max)
		return ERR_MAP_RANGE;
	if (*format == '-')
		snprintf(buf, MAP_TEXT_SIZE, "--%02ld", n);
	else
		snprintf(buf, MAP_TEXT_SIZE, "%04ld", n);
	*ret = buf;
	return ERR_OK;
}

/* The number that stands after skip characters, without leading zeros. */
static enum err
write_number(const struct map_limits *limits, char *buf, size_t skip, size_t len, const char **ret)
{
	long n;

	buf[skip + len] = '\0';
	n = strtol(buf + skip, NULL, 10);
	if (n < limits->min || n > limits->max)
		return ERR_MAP_RANGE;
	snprintf(buf, MAP_TEXT_SIZE, "%ld", n);
	*ret = buf;
	return ERR_OK;
}

static enum err
read_gyear(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	return read_padded(limits, in, buf, ret, "9999");
}

static enum err
write_gyear(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	if (!map_trim(in, buf) || !begins(buf, "9999") || !is_zone(buf + 4))
		return ERR_MAP_FORMAT;
	return write_number(limits, buf, 0, 4, ret);
}

static enum err
read_gmonth(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	return read_padded(limits, in, buf, ret, "--99");
}

/* "--01", and "--01--" as the first edition of XML Schema had it by mistake (its erratum E2-12). */
static enum err
write_gmonth(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	if (!map_trim(in, buf) || !begins(buf, "--99"))
		return ERR_MAP_FORMAT;
	if (!is_zone(buf + 4) && !(begins(buf + 4, "--") && is_zone(buf + 6)))
		return ERR_MAP_FORMAT;
	return write_number(limits, buf, 2, 2, ret);
}

/* clang-format off */
const struct map_codec map_codec_date     = {
    {"YYYY-MM-DD, a day of the calendar", "ГГГГ-ММ-ДД, день календаря"},
    .read = read_date, .write = write_date, .format = "date", .example = "2026-03-01"};
const struct map_codec map_codec_datetime = {
    {"YYYY-MM-DDThh:mm:ss with Z or an offset", "ГГГГ-ММ-ДДTчч:мм:сс и Z или смещение"},
    .read = read_datetime, .write = write_datetime, .format = "date-time", .example = "2026-03-01T09:30:00+03:00"};
const struct map_codec map_codec_time     = {
    {"hh:mm, 00:00 to 23:59", "чч:мм, от 00:00 до 23:59"},
    .read = read_time, .write = write_time, .pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", .example = "09:30"};
const struct map_codec map_codec_month    = {
    {"YYYY-MM", "ГГГГ-ММ"},
    .read = read_month, .write = write_month, .pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$", .example = "2026-01"};
const struct map_codec map_codec_gyear    = {
    {"a year of four digits", "год из четырёх цифр"},
    .integer = true,
    .read = read_gyear, .write = write_gyear, .example = "2026"};
const struct map_codec map_codec_gmonth   = {
    {"a month, 1 to 12", "месяц, от 1 до 12"},
    .integer = true,
    .read = read_gmonth, .write = write_gmonth, .example = "1"};
/* clang-format on */
