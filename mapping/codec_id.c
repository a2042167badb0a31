#include "config.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "mapping/codec.h"

bool
map_is_digits(const char *s, size_t n)
{
	return strlen(s) == n && strspn(s, "0123456789") == n;
}

bool
map_has_shape(const char *s, const char *shape)
{
	for (; *shape != '\0'; s++, shape++) {
		unsigned char c = (unsigned char)*s;

		if (*shape == '9' ? c < '0' || c > '9' : *shape == 'x' ? !isxdigit(c) : *s != *shape)
			return false;
	}
	return *s == '\0';
}

/*
 * The control number: weights 9 to 1 over the first nine digits, modulo 101, 100 counting as 00.
 * Numbers up to 001-001-998 were given out without one.
 */
static enum err
check_snils(const char digits[12])
{
	int sum = 0;

	if (strncmp(digits, "000000000", 9) == 0)
		return ERR_MAP_FORMAT;
	if (strncmp(digits, "001001998", 9) <= 0)
		return ERR_OK;
	for (int i = 0; i < 9; i++)
		sum += (digits[i] - '0') * (9 - i);
	return sum % 101 % 100 == (digits[9] - '0') * 10 + digits[10] - '0' ? ERR_OK
	                                                                   : ERR_MAP_CHECK_DIGIT;
}

static enum err
read_snils(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	size_t n = 0;

	(void)limits;
	if (!map_has_shape(in, "99999999999") && !map_has_shape(in, "999-999-999 99"))
		return ERR_MAP_FORMAT;
	for (; *in != '\0'; in++)
		if (*in >= '0' && *in <= '9')
			buf[n++] = *in;
	buf[n] = '\0';
	TRY(check_snils(buf));
	*ret = buf;
	return ERR_OK;
}

static enum err
write_snils(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	(void)limits, (void)buf;
	if (!map_is_digits(in, 11))
		return ERR_MAP_FORMAT;
	TRY(check_snils(in));
	*ret = in;
	return ERR_OK;
}

static enum err
read_snils_dashed(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	char digits[MAP_TEXT_SIZE];
	const char *snils;

	TRY(read_snils(limits, in, digits, &snils));
	snprintf(buf, MAP_TEXT_SIZE, "%.3s-%.3s-%.3s %s", snils, snils + 3, snils + 6, snils + 9);
	*ret = buf;
	return ERR_OK;
}

static enum err
write_snils_dashed(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	if (map_is_digits(in, 11))
		return ERR_MAP_FORMAT;
	return read_snils(limits, in, buf, ret);
}

static enum err
lower_uuid(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	size_t n;

	(void)limits;
	if (!map_has_shape(in, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"))
		return ERR_MAP_FORMAT;
	for (n = 0; in[n] != '\0'; n++)
		buf[n] = (char)tolower((unsigned char)in[n]);
	buf[n] = '\0';
	*ret = buf;
	return ERR_OK;
}

static enum err
check_phone(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	(void)limits, (void)buf;
	if (!map_has_shape(in, "+79999999999") || in[1] != '7')
		return ERR_MAP_FORMAT;
	*ret = in;
	return ERR_OK;
}

static enum err
read_phone10(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	TRY(check_phone(limits, in, buf, ret));
	*ret = in + 2;
	return ERR_OK;
}

static enum err
write_phone10(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	(void)limits;
	if (!map_is_digits(in, 10))
		return ERR_MAP_FORMAT;
	snprintf(buf, MAP_TEXT_SIZE, "+7%s", in);
	*ret = buf;
	return ERR_OK;
}

static enum err
check_division(const struct map_limits *limits, const char *in, char buf[MAP_TEXT_SIZE], const char **ret)
{
	(void)limits, (void)buf;
	if (!map_has_shape(in, "999-999"))
		return ERR_MAP_FORMAT;
	*ret = in;
	return ERR_OK;
}

/* clang-format off */
#define SNILS_WANT    {"11 digits or XXX-XXX-XXX XX, with their control number", "11 цифр или ХХХ-ХХХ-ХХХ ХХ, с верным контрольным числом"}
#define SNILS_PATTERN "^([0-9]{11}|[0-9]{3}-[0-9]{3}-[0-9]{3} [0-9]{2})$"
const struct map_codec map_codec_snils    = {
    SNILS_WANT,
    .read = read_snils, .write = write_snils,
    .pattern = SNILS_PATTERN, .example = "90000000081"};
const struct map_codec map_codec_snils_dashed = {
    SNILS_WANT,
    .read = read_snils_dashed, .write = write_snils_dashed,
    .pattern = SNILS_PATTERN, .example = "90000000081"};
const struct map_codec map_codec_uuid     = {
    {"a UUID", "идентификатор UUID"},
    .read = lower_uuid, .write = lower_uuid,
    .format = "uuid", .example = "0c5b2444-70a0-4932-980c-b4dc0d3f02b5"};
const struct map_codec map_codec_phone    = {
    {"+7 and ten digits", "+7 и ещё десять цифр"},
    .read = check_phone, .write = check_phone,
    .pattern = "^\\+7[0-9]{10}$", .example = "+79001234567"};
const struct map_codec map_codec_phone10  = {
    {"+7 and ten digits", "+7 и ещё десять цифр"},
    .read = read_phone10, .write = write_phone10,
    .pattern = "^\\+7[0-9]{10}$", .example = "+79001234567"};
const struct map_codec map_codec_division = {
    {"NNN-NNN", "три цифры, дефис, три цифры"},
    .read = check_division, .write = check_division,
    .pattern = "^[0-9]{3}-[0-9]{3}$", .example = "770-001"};
/* clang-format on */
