/*
 * Numbers that registries give out.  Where one has control digits they are checked; whether it was
 * ever given out, only the registry knows.
 */
#include "config.h"

#include <string.h>

#include "mapping/codec.h"

static int
weighted(const char *digits, const int *weight, size_t n)
{
	int sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (digits[i] - '0') * weight[i];
	return sum;
}

/* The first n digits as a number, modulo m. */
static int
rest(const char *digits, size_t n, int m)
{
	int r = 0;

	for (size_t i = 0; i < n; i++)
		r = (r * 10 + digits[i] - '0') % m;
	return r;
}

/* Order of the Federal Tax Service of 29 June 2012, No. MMV-7-6/435. */
static const int inn_weights[] = {3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8};

static bool
good_inn(const char *d)
{
	return weighted(d, inn_weights + 1, 10) % 11 % 10 == d[10] - '0'
	    && weighted(d, inn_weights, 11) % 11 % 10 == d[11] - '0';
}

static bool
good_inn_org(const char *d)
{
	return weighted(d, inn_weights + 2, 9) % 11 % 10 == d[9] - '0';
}

/* Order of the Ministry of Finance of 30 October 2017, No. 165n. */
static bool
good_ogrn(const char *d)
{
	return rest(d, 12, 11) % 10 == d[12] - '0';
}

static bool
good_ogrnip(const char *d)
{
	return rest(d, 14, 13) % 10 == d[14] - '0';
}

/*
 * The rule for the policy's number doubles the number that every second digit makes, and adds up
 * the digits of the product and the others.  A carry never meets a digit that is not even, so this
 * is the same as doubling digit by digit (Luhn; ISO/IEC 7812-1, annex B).
 */
static bool
good_enp(const char *d)
{
	int sum = 0;

	for (int i = 0; i < 16; i++) {
		int digit = (d[i] - '0') * (i % 2 == 0 ? 2 : 1);

		sum += digit > 9 ? digit - 9 : digit;
	}
	return sum % 10 == 0;
}

static bool
good_always(const char *d)
{
	(void)d;
	return true;
}

/* What a number looks like, apart from its control digits. */
struct form {
	size_t      length[4];          /* those it may have */
	const char *first;              /* what it may begin with */
	bool      (*good)(const char *d);
};

/* A number of all zeros fits most control digits and belongs to nobody. */
static enum err
check(const struct form *form, const char *in, const char **ret)
{
	size_t n = strlen(in), i = 0;

	while (i < COUNT_OF(form->length) && form->length[i] != n)
		i++;
	if (n == 0 || i == COUNT_OF(form->length) || !map_is_digits(in, n))
		return ERR_MAP_FORMAT;
	if (strchr(form->first, *in) == NULL || strspn(in, "0") == n)
		return ERR_MAP_FORMAT;
	if (!form->good(in))
		return ERR_MAP_CHECK_DIGIT;
	*ret = in;
	return ERR_OK;
}

#define ANY "0123456789"
#define NUMBER(name, begins, control, ...)                                        \
	static enum err check_##name(const struct map_limits *limits,             \
	    const char *in, char buf[MAP_TEXT_SIZE], const char **ret)            \
	{                                                                         \
		static const struct form form = {{__VA_ARGS__}, begins, control}; \
                                                                                  \
		(void)limits, (void)buf;                                          \
		return check(&form, in, ret);                                     \
	}
NUMBER(inn, ANY, good_inn, 12)
NUMBER(inn_org, ANY, good_inn_org, 10)
NUMBER(ogrn, "125", good_ogrn, 13)
NUMBER(ogrnip, "3", good_ogrnip, 15)
NUMBER(enp, ANY, good_enp, 16)
NUMBER(bic, "0", good_always, 9)
NUMBER(kpp, ANY, good_always, 9)
NUMBER(oktmo, ANY, good_always, 8, 11)
NUMBER(okato, ANY, good_always, 2, 5, 8, 11)

/* clang-format off */
#define SAME(fn) .read = (fn), .write = (fn)
const struct map_codec map_codec_inn     = {
    {"12 digits of a person's INN, with its control digits", "12 цифр ИНН физического лица, с верными контрольными цифрами"},
    SAME(check_inn), .pattern = "^[0-9]{12}$", .example = "770123456703"};
const struct map_codec map_codec_inn_org = {
    {"10 digits of an organisation's INN, with its control digit", "10 цифр ИНН организации, с верной контрольной цифрой"},
    SAME(check_inn_org), .pattern = "^[0-9]{10}$", .example = "7700000070"};
const struct map_codec map_codec_ogrn    = {
    {"13 digits of an OGRN, the first 1, 2 or 5, with its control digit", "13 цифр ОГРН, первая — 1, 2 или 5, с верной контрольной цифрой"},
    SAME(check_ogrn), .pattern = "^[125][0-9]{12}$", .example = "1027700000020"};
const struct map_codec map_codec_ogrnip  = {
    {"15 digits of an OGRNIP, the first 3, with its control digit", "15 цифр ОГРНИП, первая — 3, с верной контрольной цифрой"},
    SAME(check_ogrnip), .pattern = "^3[0-9]{14}$", .example = "316774600000010"};
const struct map_codec map_codec_enp     = {
    {"16 digits of a medical insurance policy, with its control digit", "16 цифр полиса ОМС, с верной контрольной цифрой"},
    SAME(check_enp), .pattern = "^[0-9]{16}$", .example = "7750330887000121"};
/* The first two digits are 04 for banks; the Federal Treasury and others have other ones after 0. */
const struct map_codec map_codec_bic     = {
    {"9 digits of a Russian BIC, the first 0", "9 цифр БИК, первая — 0"},
    SAME(check_bic), .pattern = "^0[0-9]{8}$", .example = "044525999"};
const struct map_codec map_codec_kpp     = {
    {"9 digits of a KPP", "9 цифр КПП"},
    SAME(check_kpp), .pattern = "^[0-9]{9}$", .example = "770101001"};
const struct map_codec map_codec_oktmo   = {
    {"8 or 11 digits of OKTMO", "8 или 11 цифр ОКТМО"},
    SAME(check_oktmo), .pattern = "^([0-9]{8}|[0-9]{11})$", .example = "45382000"};
const struct map_codec map_codec_okato   = {
    {"2, 5, 8 or 11 digits of OKATO", "2, 5, 8 или 11 цифр ОКАТО"},
    SAME(check_okato), .pattern = "^[0-9]{2}([0-9]{3}){0,3}$", .example = "45286585000"};
/* clang-format on */
