/*
 * codec: the written forms of values, in JSON and in gSOAP's structs, each checked both ways.
 *
 * Both sides are text.  A codec never rounds or guesses: what it lets through means the same on
 * the other side.  What comes from a struct was XML, so the leniency that XML Schema grants is
 * granted (white space around a date, a zone after it, "+1.5"), and taken out; what comes from
 * JSON must have the one form that the documentation gives.  Two slips of keyboards are put right
 * because they can mean nothing else: a decimal comma before two digits of kopecks, and a letter
 * of a name that came as two characters (Unicode's decomposed form).
 *
 * Private to mapping/ and its tests.  Any thread.
 */
#ifndef MAPPING_CODEC_H
#define MAPPING_CODEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "adapter/base/base.h"

enum { MAP_TEXT_SIZE = 256 };   /* room for a converted value: a name of 100 letters */

/* Limits of a row, as its codec understands them. */
struct map_limits {
	long min, max;
};

/*
 * One form.  A conversion sets *ret to the result: in buf, or in itself where nothing changes.
 * It returns ERR_OK or an ERR_MAP_ code, and then *ret is untouched.
 */
struct map_codec {
	const char  *want[2];           /* what is expected, for error texts; by enum err_lang */
	bool         integer;           /* JSON has it as an integer */
	bool         limited;           /* the row's limits are numbers of characters */
	bool         octets;            /* of octets before base64 */
	/* JSON to struct. */
	enum err   (*read)(const struct map_limits *limits, const char *in,
	    char buf[MAP_TEXT_SIZE], const char **ret);
	/* Struct to JSON. */
	enum err   (*write)(const struct map_limits *limits, const char *in,
	    char buf[MAP_TEXT_SIZE], const char **ret);
	const char  *pattern;           /* OpenAPI, for the JSON form; NULL where there is none */
	const char  *format;            /* OpenAPI */
	const char  *example;
};

/*
 * Every codec: map_codec_NAME.  The tests go through this list, so none can be forgotten there.
 */
/* clang-format off */
#define MAP_CODECS(CODEC)                                                                       \
	/* codec_text.c */                                                                      \
	CODEC(line)             /* text without control characters */                           \
	CODEC(lines)            /* text with line ends */                                       \
	CODEC(name)             /* rus-100 of commons 1.0.1 */                                  \
	CODEC(digits)                                                                           \
	CODEC(number)           /* letters, digits, hyphen */                                   \
	CODEC(key)              /* the same and . _ : */                                        \
	CODEC(code)             /* A-Z, 0-9, _ ; first a letter */                              \
	CODEC(email)                                                                            \
	/* codec_id.c */                                                                        \
	CODEC(snils)                                                                            \
	CODEC(snils_dashed)     /* the contract has XXX-XXX-XXX XX */                           \
	CODEC(uuid)                                                                             \
	CODEC(phone)                                                                            \
	CODEC(phone10)          /* the contract has it without the +7 */                        \
	CODEC(division)                                                                         \
	/* codec_number.c */                                                                    \
	CODEC(inn)              /* of a person */                                               \
	CODEC(inn_org)                                                                          \
	CODEC(ogrn)                                                                             \
	CODEC(ogrnip)                                                                           \
	CODEC(enp)              /* of a policy of compulsory medical insurance */               \
	CODEC(bic)                                                                              \
	CODEC(kpp)                                                                              \
	CODEC(oktmo)                                                                            \
	CODEC(okato)                                                                            \
	/* codec_time.c */                                                                      \
	CODEC(date)                                                                             \
	CODEC(datetime)                                                                         \
	CODEC(time)             /* "09:30" is 09:30:00 */                                       \
	CODEC(month)            /* "2014-01" is 2014-01-01 */                                   \
	CODEC(gyear)                                                                            \
	CODEC(gmonth)                                                                           \
	/* codec_money.c */                                                                     \
	CODEC(money)                                                                            \
	CODEC(money_signed)                                                                     \
	CODEC(decimal)          /* limits: digits after the point, digits in all */             \
	/* codec_web.c */                                                                       \
	CODEC(base64)           /* limits: octets before encoding */                            \
	CODEC(sha256)                                                                           \
	CODEC(cursor)           /* opaque, fit for a URL */                                     \
	CODEC(content_id)       /* of a part of a message, RFC 2392 */                          \
	CODEC(media)            /* media type without parameters */                             \
	CODEC(filename)                                                                         \
	CODEC(url)                                                                              \
	CODEC(version)          /* opaque, fit for an entity tag */
/* clang-format on */

#define MAP_CODEC_DECLARE(name) extern const struct map_codec map_codec_##name;
MAP_CODECS(MAP_CODEC_DECLARE)
#undef MAP_CODEC_DECLARE

/* Copies in without the white space around it; false if it does not fit. */
bool map_trim(const char *in, char buf[MAP_TEXT_SIZE]);

/* Whether s is n characters long, all of them decimal digits. */
bool map_is_digits(const char *s, size_t n);

/* Whether s has the form of shape, where 9 stands for a digit and x for a hexadecimal one. */
bool map_has_shape(const char *s, const char *shape);

/* The code point at *s, moving *s past it; 0 if it is not UTF-8 (RFC 3629). */
uint32_t map_next_char(const char **s);

/*
 * Whether an account (20 digits) has the control key that a bank (its BIC, 9 digits) gives it:
 * Bank of Russia, No. 515 of 8 September 1997.  False for what is no BIC or no account.
 */
bool map_account_fits_bank(const char *bic, const char *account);

/* An exact sum of amounts of money.  Starts as {0}. */
struct map_sum {
	int64_t high, low;              /* value in kopecks: high * 10^9 + low, neither normalised */
};

/* Adds an amount in xs:decimal form; false if it is not one that map_codec_money_signed takes. */
bool map_sum_add(struct map_sum *sum, const char *amount);
/* Whether the sum equals amount. */
bool map_sum_equals(const struct map_sum *sum, const char *amount);

#endif
