/*
 * codec: the written forms of values, in JSON and in gSOAP's structs, each checked both ways.
 *
 * Both sides are text.  A codec never rounds or guesses: what it lets through means the same on
 * the other side.  What comes from a struct was XML, so the leniency that XML Schema grants is
 * granted (white space around a date, a zone after it, "+1.5"), and taken out; what comes from
 * JSON must have the one form that the documentation gives.
 *
 * Private to mapping/ and its tests.  Any thread.
 */
#ifndef MAPPING_CODEC_H
#define MAPPING_CODEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "adapter/base/base.h"

enum { MAP_TEXT_SIZE = 64 };    /* room for a converted value */

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

/* codec_text.c */
extern const struct map_codec map_codec_line;           /* text without control characters */
extern const struct map_codec map_codec_lines;          /* text with line ends */
extern const struct map_codec map_codec_name;           /* rus-100 of commons 1.0.1 */
extern const struct map_codec map_codec_digits;
extern const struct map_codec map_codec_number;         /* letters, digits, hyphen */
extern const struct map_codec map_codec_key;            /* the same and . _ : */
extern const struct map_codec map_codec_code;           /* A-Z, 0-9, _ ; first a letter */
extern const struct map_codec map_codec_email;

/* codec_id.c */
extern const struct map_codec map_codec_snils;
extern const struct map_codec map_codec_uuid;
extern const struct map_codec map_codec_phone;
extern const struct map_codec map_codec_division;

/* codec_time.c */
extern const struct map_codec map_codec_date;
extern const struct map_codec map_codec_datetime;
extern const struct map_codec map_codec_month;          /* "2014-01" is 2014-01-01 */
extern const struct map_codec map_codec_gyear;
extern const struct map_codec map_codec_gmonth;

/* codec_money.c */
extern const struct map_codec map_codec_money;
extern const struct map_codec map_codec_money_signed;

/* Copies in without the white space around it; false if it does not fit. */
bool map_trim(const char *in, char buf[MAP_TEXT_SIZE]);

/* Whether s is n characters long, all of them decimal digits. */
bool map_is_digits(const char *s, size_t n);

/* An exact sum of amounts of money.  Starts as {0}. */
struct map_sum {
	int64_t high, low;              /* value in kopecks: high * 10^9 + low, neither normalised */
};

/* Adds an amount in xs:decimal form; false if it is not one that map_codec_money_signed takes. */
bool map_sum_add(struct map_sum *sum, const char *amount);
/* Whether the sum equals amount. */
bool map_sum_equals(const struct map_sum *sum, const char *amount);

#endif
