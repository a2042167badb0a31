#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mapping/codec.h"

/*
 * Money is text: an optional minus, roubles, a full stop, two digits of kopecks.  At most 15
 * digits of roubles, so that an amount in kopecks fits into 64 bits.
 */
enum { ROUBLE_DIGITS = 15 };
static const int64_t BILLION = 1000000000;

static size_t
count_digits(const char *s)
{
	return strspn(s, "0123456789");
}

/* The parts of a number, without zeros that say nothing. */
struct parts {
	bool        minus;
	const char *whole, *fraction;
	size_t      n_whole, n_fraction;        /* digits */
};

/*
 * Any form of xs:decimal (XML Schema part 2, 3.2.3); and "1234,50", a comma between roubles and
 * just two digits, as the money of EGISSO's first schemas has it.  A comma before other than two
 * digits may have been meant to separate thousands.
 */
static enum err
split(const char *in, struct parts *p)
{
	bool comma, point;

	p->minus = *in == '-';
	p->whole = in + (*in == '-' || *in == '+');
	p->n_whole = count_digits(p->whole);
	comma = p->whole[p->n_whole] == ',';
	point = comma || p->whole[p->n_whole] == '.';
	p->fraction = p->whole + p->n_whole + point;
	p->n_fraction = point ? count_digits(p->fraction) : 0;
	if (p->fraction[p->n_fraction] != '\0' || p->n_whole + p->n_fraction == 0)
		return ERR_MAP_FORMAT;
	if (comma && (p->n_whole == 0 || p->n_fraction != 2))
		return ERR_MAP_FORMAT;
	for (; p->n_whole > 0 && *p->whole == '0'; p->n_whole--)
		p->whole++;
	for (; p->n_fraction > 0 && p->fraction[p->n_fraction - 1] == '0'; p->n_fraction--)
		;
	return ERR_OK;
}

/* An amount in the one form above.  The value is kept exactly, or refused. */
static enum err
normalise(const char *in, char buf[MAP_TEXT_SIZE])
{
	struct parts p;

	TRY(split(in, &p));
	if (p.n_fraction > 2)
		return ERR_MAP_FORMAT;
	if (p.n_whole > ROUBLE_DIGITS)
		return ERR_MAP_RANGE;
	snprintf(buf, MAP_TEXT_SIZE, "%s%.*s.%.*s%s", p.minus && p.n_whole + p.n_fraction > 0 ? "-" : "",
	    p.n_whole > 0 ? (int)p.n_whole : 1, p.n_whole > 0 ? p.whole : "0", (int)p.n_fraction, p.fraction,
	    &"00"[p.n_fraction]);
	return ERR_OK;
}

static enum err
write_signed(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	char trimmed[MAP_TEXT_SIZE];

	(void)limits;
	if (!map_trim(in, trimmed))
		return ERR_MAP_RANGE;
	TRY(normalise(trimmed, buf));
	*ret = buf;
	return ERR_OK;
}

/* Already in the one form, apart from a comma: no doubt about what was meant. */
static enum err
read_signed(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	size_t point;

	(void)limits;
	if (strlen(in) >= MAP_TEXT_SIZE)
		return ERR_MAP_RANGE;
	TRY(normalise(in, buf));
	point = strlen(buf) - 3;
	if (strlen(in) != strlen(buf) || memcmp(in, buf, point) != 0 || strcmp(in + point + 1, buf + point + 1) != 0)
		return ERR_MAP_FORMAT;
	*ret = buf;
	return ERR_OK;
}

static enum err
read_money(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	const char *text;

	TRY(read_signed(limits, in, buf, &text));
	if (*text == '-')
		return ERR_MAP_RANGE;
	*ret = text;
	return ERR_OK;
}

static enum err
write_money(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	const char *text;

	TRY(write_signed(limits, in, buf, &text));
	if (*text == '-')
		return ERR_MAP_RANGE;
	*ret = text;
	return ERR_OK;
}

/* Limits: at most min digits after the point, at most max in all, as xs:fractionDigits and xs:totalDigits. */
static enum err
write_decimal(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	char trimmed[MAP_TEXT_SIZE];
	struct parts p;

	if (!map_trim(in, trimmed))
		return ERR_MAP_RANGE;
	if (strchr(trimmed, ',') != NULL)
		return ERR_MAP_FORMAT;
	TRY(split(trimmed, &p));
	if (p.n_fraction > (size_t)limits->min)
		return ERR_MAP_FORMAT;
	if (p.n_whole + p.n_fraction > (size_t)limits->max || (p.minus && p.n_whole + p.n_fraction > 0))
		return ERR_MAP_RANGE;
	snprintf(buf, MAP_TEXT_SIZE, "%.*s%s%.*s", p.n_whole > 0 ? (int)p.n_whole : 1,
	    p.n_whole > 0 ? p.whole : "0", p.n_fraction > 0 ? "." : "", (int)p.n_fraction, p.fraction);
	*ret = buf;
	return ERR_OK;
}

/* From JSON: no sign, no zero too many before the point, a digit on both sides of it. */
static enum err
read_decimal(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	size_t n = count_digits(in);

	if (n == 0 || (*in == '0' && n > 1) || (in[n] == '.' && count_digits(in + n + 1) == 0))
		return ERR_MAP_FORMAT;
	if (count_digits(in + n + (in[n] == '.')) != strlen(in + n + (in[n] == '.')))
		return ERR_MAP_FORMAT;
	return write_decimal(limits, in, buf, ret);
}

/* Kopecks as an integer. */
static bool
kopecks(const char *amount, int64_t *ret)
{
	char buf[MAP_TEXT_SIZE];
	const char *text;
	char *dot;

	if (write_signed(NULL, amount, buf, &text) != ERR_OK)
		return false;
	dot = strchr(buf, '.');
	memmove(dot, dot + 1, 3);
	*ret = strtoll(buf, NULL, 10);
	return true;
}

bool
map_sum_add(struct map_sum *sum, const char *amount)
{
	int64_t k;

	if (!kopecks(amount, &k))
		return false;
	sum->high += k / BILLION;
	sum->low += k % BILLION;
	return true;
}

/* No intermediate can overflow: of 2^33 elements high and low still fit. */
bool
map_sum_equals(const struct map_sum *sum, const char *amount)
{
	int64_t k, high, low;

	if (!kopecks(amount, &k))
		return false;
	high = sum->high - k / BILLION;
	low = sum->low - k % BILLION;
	return low % BILLION == 0 && high == -(low / BILLION);
}

/* clang-format off */
const struct map_codec map_codec_money        = {
    {"an amount as a string, \"1234.50\": two decimals, not negative", "сумма в кавычках, \"1234.50\": две цифры копеек, без минуса"},
    .read = read_money, .write = write_money,
    .pattern = "^(0|[1-9][0-9]{0,14})\\.[0-9]{2}$", .example = "23456.78"};
const struct map_codec map_codec_money_signed = {
    {"an amount as a string, \"1234.50\": two decimals", "сумма в кавычках, \"1234.50\": две цифры копеек"},
    .read = read_signed, .write = write_signed,
    .pattern = "^(-(?!0\\.00$))?(0|[1-9][0-9]{0,14})\\.[0-9]{2}$", .example = "23456.78"};
const struct map_codec map_codec_decimal      = {
    {"a number as a string, \"87.5\", not negative and with no more digits than permitted", "число в кавычках, \"87.5\": без минуса, цифр не больше допустимого"},
    .read = read_decimal, .write = write_decimal,
    .pattern = "^(0|[1-9][0-9]*)(\\.[0-9]+)?$", .example = "87.5"};
/* clang-format on */
