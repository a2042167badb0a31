#include "config.h"

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

/*
 * Any form of xs:decimal (XML Schema part 2, 3.2.3) whose value has no parts of a kopeck, in the
 * one form above.  The value is kept exactly, or refused.
 */
static enum err
normalise(const char *in, char buf[MAP_TEXT_SIZE])
{
	bool minus = *in == '-';
	const char *whole = in + (*in == '-' || *in == '+');
	size_t n_whole = count_digits(whole);
	bool point = whole[n_whole] == '.';
	const char *fraction = whole + n_whole + point;
	size_t n_fraction = point ? count_digits(fraction) : 0;
	size_t n = 0;

	if (fraction[n_fraction] != '\0' || n_whole + n_fraction == 0)
		return ERR_MAP_FORMAT;
	for (; n_whole > 0 && *whole == '0'; n_whole--)
		whole++;
	for (; n_fraction > 2 && fraction[n_fraction - 1] == '0'; n_fraction--)
		;
	if (n_fraction > 2)
		return ERR_MAP_FORMAT;
	if (n_whole > ROUBLE_DIGITS)
		return ERR_MAP_RANGE;
	buf[n++] = '-';
	if (n_whole == 0)
		buf[n++] = '0';
	memcpy(buf + n, whole, n_whole);
	n += n_whole;
	buf[n++] = '.';
	buf[n++] = n_fraction > 0 ? fraction[0] : '0';
	buf[n++] = n_fraction > 1 ? fraction[1] : '0';
	buf[n] = '\0';
	if (!minus || strcmp(buf, "-0.00") == 0)
		memmove(buf, buf + 1, n);
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

/* Already in the one form: nothing to be changed, and no doubt about what was meant. */
static enum err
read_signed(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	(void)limits;
	if (strlen(in) >= MAP_TEXT_SIZE)
		return ERR_MAP_RANGE;
	TRY(normalise(in, buf));
	if (strcmp(in, buf) != 0)
		return ERR_MAP_FORMAT;
	*ret = in;
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
/* clang-format on */
