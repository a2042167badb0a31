/* mapping: every codec, with what it takes, what it makes of it and what it refuses, both ways. */
#include "config.h"

#include "tests/codec_unit.h"
#include "tests/mapping_unit.h"

#define AMOUNT  "999999999999999.99"
#define TEN(s)  s s s s s s s s s s
#define DECOMPOSED_100 TEN(TEN("и\u0306"))
#define COMPOSED_100   TEN(TEN("й"))
#define LONG_YO "ёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёёё"

static const struct codec_case cases[] = {
	/* clang-format off */
	{&map_codec_line,   1, 5, BOTH,  "abc",          "abc",   0},
	{&map_codec_line,   1, 5, BOTH,  "ёжик!",        "ёжик!", 0},           /* characters, not bytes */
	{&map_codec_line,   1, 5, BOTH,  "ёжикам",       NULL,    ERR_MAP_LENGTH},
	{&map_codec_line,   1, 2, BOTH,  "\xf0\x9f\x98\x80\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80\xf0\x9f\x98\x80", 0},
	{&map_codec_line,   1, 5, BOTH,  "",             NULL,    ERR_MAP_LENGTH},
	{&map_codec_line,   0, 5, BOTH,  "",             "",      0},
	{&map_codec_line,   1, 5, BOTH,  "   ",          NULL,    ERR_MAP_FORMAT},
	{&map_codec_line,   1, 5, BOTH,  "a\nb",         NULL,    ERR_MAP_FORMAT},
	{&map_codec_line,   1, 5, BOTH,  "a\x1b" "b",    NULL,    ERR_MAP_FORMAT},
	{&map_codec_line,   1, 5, BOTH,  "a\x7f",        NULL,    ERR_MAP_FORMAT},
	{&map_codec_line,   1, 5, BOTH,  "a\xc2\x85",    NULL,    ERR_MAP_FORMAT},  /* U+0085 */
	{&map_codec_line,   1, 5, BOTH,  "a\xef\xbf\xbe", NULL,   ERR_MAP_FORMAT},  /* U+FFFE */
	{&map_codec_line,   1, 5, BOTH,  "\xd0",         NULL,    ERR_MAP_FORMAT},  /* cut short */
	{&map_codec_line,   1, 5, BOTH,  "\xc0\xaf",     NULL,    ERR_MAP_FORMAT},  /* overlong */
	{&map_codec_line,   1, 5, BOTH,  "\xe0\x80\xaf", NULL,    ERR_MAP_FORMAT},
	{&map_codec_line,   1, 5, BOTH,  "\xf0\x80\x80\xaf", NULL, ERR_MAP_FORMAT},
	{&map_codec_line,   1, 5, BOTH,  "\xed\xa0\x80", NULL,    ERR_MAP_FORMAT},  /* surrogate */
	{&map_codec_line,   1, 5, BOTH,  "\xf4\x90\x80\x80", NULL, ERR_MAP_FORMAT}, /* above U+10FFFF */
	{&map_codec_line,   1, 5, BOTH,  "\x80",         NULL,    ERR_MAP_FORMAT},
	{&map_codec_lines,  1, 5, BOTH,  "a\n\tb",       "a\n\tb", 0},
	{&map_codec_lines,  1, 5, BOTH,  " ",            " ",     0},
	{&map_codec_lines,  1, 5, BOTH,  "a\x01",        NULL,    ERR_MAP_FORMAT},
	{&map_codec_lines,  1, 5, BOTH,  "abcdef",       NULL,    ERR_MAP_LENGTH},

	{&map_codec_name,   1, 100, BOTH, "Ёлкина-Петрова", "Ёлкина-Петрова", 0},
	{&map_codec_name,   1, 100, BOTH, "Мамед оглы",  "Мамед оглы", 0},
	{&map_codec_name,   1, 100, BOTH, "Д'Артаньян",  "Д'Артаньян", 0},
	{&map_codec_name,   1, 100, BOTH, "-",           "-",     0},
	{&map_codec_name,   1, 100, BOTH, "1ый",         "1ый",   0},           /* as the published pattern has it */
	{&map_codec_name,   1, 100, BOTH, "Иван1",       NULL,    ERR_MAP_FORMAT},
	{&map_codec_name,   1, 100, BOTH, "Ivan",        NULL,    ERR_MAP_FORMAT},
	{&map_codec_name,   1, 100, BOTH, " Иван",       NULL,    ERR_MAP_FORMAT},
	{&map_codec_name,   1, 100, BOTH, "'Иван",       NULL,    ERR_MAP_FORMAT},
	{&map_codec_name,   1, 100, BOTH, "Иvан",        NULL,    ERR_MAP_FORMAT},  /* Latin v */
	{&map_codec_name,   1, 100, BOTH, "Иvaнов",      NULL,    ERR_MAP_FORMAT},
	{&map_codec_name,   1, 100, BOTH, "Иванoв",      NULL,    ERR_MAP_FORMAT},  /* Latin o */
	{&map_codec_name,   1, 100, BOTH, "Cергей",      NULL,    ERR_MAP_FORMAT},  /* Latin C */
	{&map_codec_name,   1, 100, BOTH, "Анна Мария-Луиза", "Анна Мария-Луиза", 0},
	{&map_codec_name,   1, 100, BOTH, "Салтыков‑Щедрин", NULL, ERR_MAP_FORMAT}, /* U+2011 */
	{&map_codec_name,   1, 100, BOTH, "О’Нил",       NULL,    ERR_MAP_FORMAT},  /* U+2019 */
	{&map_codec_name,   1, 100, BOTH, "Анна\u00a0Мария", NULL, ERR_MAP_FORMAT}, /* no-break space */
	{&map_codec_name,   1, 100, BOTH, "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ", "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ", 0},
	{&map_codec_name,   1, 100, BOTH, "абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя", 0},
	{&map_codec_name,   1, 100, SLIP, "Андреи\u0306", "Андрей", 0},
	{&map_codec_name,   1, 100, SLIP, "И\u0306одов", "Йодов", 0},
	{&map_codec_name,   1, 100, SLIP, "Е\u0308лкина-Семе\u0308нова", "Ёлкина-Семёнова", 0},
	{&map_codec_name,   1, 100, WRITE, "Семе\u0308н", "Семён", 0},
	{&map_codec_name,   1, 6,   SLIP, "Андреи\u0306", "Андрей", 0},            /* counted afterwards */
	{&map_codec_name,   1, 5,   BOTH, "Андреи\u0306", NULL,   ERR_MAP_LENGTH},
	{&map_codec_name,   1, 100, BOTH, "\u0306и",     NULL,    ERR_MAP_FORMAT},  /* a mark on nothing */
	{&map_codec_name,   1, 100, BOTH, "и\u0306\u0306", NULL,  ERR_MAP_FORMAT},
	{&map_codec_name,   1, 100, BOTH, "а\u0306",     NULL,    ERR_MAP_FORMAT},  /* no letter of ours */
	{&map_codec_name,   1, 100, BOTH, "и\u0301",     NULL,    ERR_MAP_FORMAT},  /* an accent */
	{&map_codec_name,   1, 100, BOTH, "и\xcc",       NULL,    ERR_MAP_FORMAT},  /* cut short */
	{&map_codec_name,   1, 100, SLIP, DECOMPOSED_100, COMPOSED_100, 0},
	{&map_codec_name,   1, 100, BOTH, DECOMPOSED_100 "й", NULL, ERR_MAP_LENGTH},
	{&map_codec_name,   1, 100, BOTH, DECOMPOSED_100 DECOMPOSED_100, NULL, ERR_MAP_LENGTH},
	{&map_codec_name,   1, 100, BOTH, "Іван",        NULL,    ERR_MAP_FORMAT},  /* U+0406 */
	{&map_codec_name,   1, 100, BOTH, "",            NULL,    ERR_MAP_LENGTH},
	{&map_codec_name,   1, 100, BOTH, LONG_YO LONG_YO, LONG_YO LONG_YO, 0},
	{&map_codec_name,   1, 100, BOTH, LONG_YO LONG_YO "ё", NULL, ERR_MAP_LENGTH},

	{&map_codec_digits, 4, 6, BOTH,  "0123",         "0123",  0},
	{&map_codec_digits, 4, 6, BOTH,  "012",          NULL,    ERR_MAP_LENGTH},
	{&map_codec_digits, 4, 6, BOTH,  "0123456",      NULL,    ERR_MAP_LENGTH},
	{&map_codec_digits, 4, 6, BOTH,  "01 3",         NULL,    ERR_MAP_FORMAT},
	{&map_codec_digits, 4, 6, BOTH,  "٠١٢٣",         NULL,    ERR_MAP_FORMAT},  /* Arabic digits */
	{&map_codec_number, 1, 9, BOTH,  "2026-a",       "2026-a", 0},
	{&map_codec_number, 1, 9, BOTH,  "2026/a",       NULL,    ERR_MAP_FORMAT},
	{&map_codec_number, 1, 9, BOTH,  "номер",        NULL,    ERR_MAP_FORMAT},
	{&map_codec_key,    1, 64, BOTH, "urn:x.y_z-1",  "urn:x.y_z-1", 0},
	{&map_codec_key,    1, 64, BOTH, "a b",          NULL,    ERR_MAP_FORMAT},
	{&map_codec_key,    1, 4,  BOTH, "abcde",        NULL,    ERR_MAP_LENGTH},
	{&map_codec_code,   1, 63, BOTH, "NOT_FOUND2",   "NOT_FOUND2", 0},
	{&map_codec_code,   1, 63, BOTH, "2FOUND",       NULL,    ERR_MAP_FORMAT},
	{&map_codec_code,   1, 63, BOTH, "not_found",    NULL,    ERR_MAP_FORMAT},

	{&map_codec_email,  5, 100, BOTH, "a@b.c",       "a@b.c", 0},
	{&map_codec_email,  5, 100, BOTH, "a.b+c@почта.рф", "a.b+c@почта.рф", 0},
	{&map_codec_email,  5, 100, BOTH, "@bb.cc",      NULL,    ERR_MAP_FORMAT},
	{&map_codec_email,  5, 100, BOTH, "aaa.cc",      NULL,    ERR_MAP_FORMAT},
	{&map_codec_email,  5, 100, BOTH, "a@b@c.d",     NULL,    ERR_MAP_FORMAT},
	{&map_codec_email,  5, 100, BOTH, "a.b@bcd",     NULL,    ERR_MAP_FORMAT},
	{&map_codec_email,  5, 100, BOTH, "a@.bc",       NULL,    ERR_MAP_FORMAT},
	{&map_codec_email,  5, 100, BOTH, "a@b..c",      NULL,    ERR_MAP_FORMAT},
	{&map_codec_email,  5, 100, BOTH, "a@b.c.",      NULL,    ERR_MAP_FORMAT},
	{&map_codec_email,  5, 100, BOTH, "a a@b.c",     NULL,    ERR_MAP_FORMAT},
	{&map_codec_email,  5, 100, BOTH, "a@b.c\n",     NULL,    ERR_MAP_FORMAT},

	{&map_codec_date,   0, 0, BOTH,  "2015-12-31",   "2015-12-31", 0},
	{&map_codec_date,   0, 0, BOTH,  "2016-02-29",   "2016-02-29", 0},
	{&map_codec_date,   0, 0, BOTH,  "2000-02-29",   "2000-02-29", 0},
	{&map_codec_date,   0, 0, BOTH,  "1900-02-29",   NULL,    ERR_MAP_FORMAT},
	{&map_codec_date,   0, 0, BOTH,  "2015-02-29",   NULL,    ERR_MAP_FORMAT},
	{&map_codec_date,   0, 0, BOTH,  "2015-04-31",   NULL,    ERR_MAP_FORMAT},
	{&map_codec_date,   0, 0, BOTH,  "2015-13-01",   NULL,    ERR_MAP_FORMAT},
	{&map_codec_date,   0, 0, BOTH,  "2015-00-01",   NULL,    ERR_MAP_FORMAT},
	{&map_codec_date,   0, 0, BOTH,  "2015-01-00",   NULL,    ERR_MAP_FORMAT},
	{&map_codec_date,   0, 0, BOTH,  "0000-01-01",   NULL,    ERR_MAP_FORMAT},
	{&map_codec_date,   0, 0, BOTH,  "12015-01-01",  NULL,    ERR_MAP_FORMAT},
	{&map_codec_date,   0, 0, BOTH,  "-2015-01-01",  NULL,    ERR_MAP_FORMAT},
	{&map_codec_date,   0, 0, BOTH,  "2015-1-1",     NULL,    ERR_MAP_FORMAT},
	{&map_codec_date,   0, 0, BOTH,  "31.12.2015",   NULL,    ERR_MAP_FORMAT},
	{&map_codec_date,   0, 0, BOTH,  "2015-12-31T00:00:00", NULL, ERR_MAP_FORMAT},
	{&map_codec_date,   0, 0, BOTH,  "",             NULL,    ERR_MAP_FORMAT},
	{&map_codec_date,   0, 0, WRITE, "2015-12-31+03:00", "2015-12-31", 0},
	{&map_codec_date,   0, 0, WRITE, "1954-10-10+04:00", "1954-10-10", 0},      /* as EGISSO sends it */
	{&map_codec_date,   0, 0, WRITE, "2015-12-31Z",  "2015-12-31", 0},
	{&map_codec_date,   0, 0, WRITE, "\n 2015-12-31 \t", "2015-12-31", 0},
	{&map_codec_date,   0, 0, WRITE, "2015-12-31-14:00", "2015-12-31", 0},
	{&map_codec_date,   0, 0, WRITE, "2015-12-31-14:01", NULL, ERR_MAP_FORMAT},
	{&map_codec_date,   0, 0, WRITE, "2015-12-31+03:60", NULL, ERR_MAP_FORMAT},
	{&map_codec_date,   0, 0, WRITE, "2015-12-31+0300", NULL, ERR_MAP_FORMAT},
	{&map_codec_date,   0, 0, WRITE, "2015-12-31z",  NULL,    ERR_MAP_FORMAT},
	{&map_codec_date,   0, 0, READ,  "2015-12-31Z",  NULL,    ERR_MAP_FORMAT},
	{&map_codec_date,   0, 0, READ,  " 2015-12-31",  NULL,    ERR_MAP_FORMAT},

	{&map_codec_datetime, 0, 0, BOTH,  "2026-11-22T15:04:05Z", "2026-11-22T15:04:05Z", 0},
	{&map_codec_datetime, 0, 0, BOTH,  "2026-11-22T15:04:05.123+03:00", "2026-11-22T15:04:05.123+03:00", 0},
	{&map_codec_datetime, 0, 0, WRITE, " 2026-11-22T15:04:05Z\n", "2026-11-22T15:04:05Z", 0},
	{&map_codec_datetime, 0, 0, READ,  " 2026-11-22T15:04:05Z", NULL, ERR_MAP_FORMAT},
	{&map_codec_datetime, 0, 0, BOTH,  "2026-11-22T15:04:05", NULL, ERR_MAP_FORMAT},
	{&map_codec_datetime, 0, 0, BOTH,  "2026-11-31T15:04:05Z", NULL, ERR_MAP_FORMAT},
	{&map_codec_datetime, 0, 0, BOTH,  "2026-11-22",  NULL,   ERR_MAP_FORMAT},

	{&map_codec_time,   0, 0, READ,  "09:30",        "09:30:00", 0},
	{&map_codec_time,   0, 0, READ,  "00:00",        "00:00:00", 0},
	{&map_codec_time,   0, 0, READ,  "23:59",        "23:59:00", 0},
	{&map_codec_time,   0, 0, READ,  "24:00",        NULL,    ERR_MAP_FORMAT},
	{&map_codec_time,   0, 0, READ,  "09:60",        NULL,    ERR_MAP_FORMAT},
	{&map_codec_time,   0, 0, READ,  "9:30",         NULL,    ERR_MAP_FORMAT},
	{&map_codec_time,   0, 0, READ,  "09.30",        NULL,    ERR_MAP_FORMAT},
	{&map_codec_time,   0, 0, READ,  "09:30:00",     NULL,    ERR_MAP_FORMAT},
	{&map_codec_time,   0, 0, READ,  " 09:30",       NULL,    ERR_MAP_FORMAT},
	{&map_codec_time,   0, 0, WRITE, "09:30:00",     "09:30", 0},
	{&map_codec_time,   0, 0, WRITE, " 09:30:00.000\n", "09:30", 0},
	{&map_codec_time,   0, 0, WRITE, "09:30",        NULL,    ERR_MAP_FORMAT},
	{&map_codec_time,   0, 0, WRITE, "09:30:01",     NULL,    ERR_MAP_FORMAT},
	{&map_codec_time,   0, 0, WRITE, "09:30:00.5",   NULL,    ERR_MAP_FORMAT},
	{&map_codec_time,   0, 0, WRITE, "09:30:00.",    NULL,    ERR_MAP_FORMAT},
	{&map_codec_time,   0, 0, WRITE, "24:00:00",     NULL,    ERR_MAP_FORMAT},
	{&map_codec_time,   0, 0, WRITE, "09:30:00Z",    NULL,    ERR_MAP_FORMAT},  /* a zone could move the hour */
	{&map_codec_time,   0, 0, WRITE, "09:30:00+03:00", NULL,  ERR_MAP_FORMAT},
	{&map_codec_time,   0, 0, BOTH,  "",             NULL,    ERR_MAP_FORMAT},

	{&map_codec_month,  0, 0, READ,  "2014-01",      "2014-01-01", 0},
	{&map_codec_month,  0, 0, READ,  "2014-13",      NULL,    ERR_MAP_FORMAT},
	{&map_codec_month,  0, 0, READ,  "2014-00",      NULL,    ERR_MAP_FORMAT},
	{&map_codec_month,  0, 0, READ,  "0000-01",      NULL,    ERR_MAP_FORMAT},
	{&map_codec_month,  0, 0, READ,  "2014-1",       NULL,    ERR_MAP_FORMAT},
	{&map_codec_month,  0, 0, READ,  "2014-01-01",   NULL,    ERR_MAP_FORMAT},
	{&map_codec_month,  0, 0, WRITE, "2014-01-01",   "2014-01", 0},
	{&map_codec_month,  0, 0, WRITE, "2014-01-01+03:00", "2014-01", 0},
	{&map_codec_month,  0, 0, WRITE, "2014-01-02",   NULL,    ERR_MAP_FORMAT},
	{&map_codec_month,  0, 0, WRITE, "2014-01",      NULL,    ERR_MAP_FORMAT},
	{&map_codec_gyear,  1000, 9999, BOTH,  "2014",   "2014",  0},
	{&map_codec_gyear,  1000, 9999, WRITE, "2014+03:00", "2014", 0},
	{&map_codec_gyear,  1000, 9999, WRITE, "0999",   NULL,    ERR_MAP_RANGE},
	{&map_codec_gyear,  1000, 9999, WRITE, "12014",  NULL,    ERR_MAP_FORMAT},
	{&map_codec_gyear,  1000, 9999, READ,  "12014",  NULL,    ERR_MAP_RANGE},
	{&map_codec_gyear,  1000, 9999, READ,  "-201",   NULL,    ERR_MAP_RANGE},
	{&map_codec_gmonth, 1, 12, READ,  "1",           "--01",  0},
	{&map_codec_gmonth, 1, 12, READ,  "12",          "--12",  0},
	{&map_codec_gmonth, 1, 12, READ,  "13",          NULL,    ERR_MAP_RANGE},
	{&map_codec_gmonth, 1, 12, READ,  "0",           NULL,    ERR_MAP_RANGE},
	{&map_codec_gmonth, 1, 12, WRITE, "--01",        "1",     0},
	{&map_codec_gmonth, 1, 12, WRITE, "--12Z",       "12",    0},
	{&map_codec_gmonth, 1, 12, WRITE, " --07-- ",    "7",     0},
	{&map_codec_gmonth, 1, 12, WRITE, "--07--+03:00", "7",    0},
	{&map_codec_gmonth, 1, 12, WRITE, "--13",        NULL,    ERR_MAP_RANGE},
	{&map_codec_gmonth, 1, 12, WRITE, "--00",        NULL,    ERR_MAP_RANGE},
	{&map_codec_gmonth, 1, 12, WRITE, "07",          NULL,    ERR_MAP_FORMAT},
	{&map_codec_gmonth, 1, 12, WRITE, "--07-",       NULL,    ERR_MAP_FORMAT},

	{&map_codec_money,  0, 0, BOTH,  "1234.50",      "1234.50", 0},
	{&map_codec_money,  0, 0, BOTH,  "0.00",         "0.00",  0},
	{&map_codec_money,  0, 0, BOTH,  AMOUNT,         AMOUNT,  0},
	{&map_codec_money,  0, 0, BOTH,  "1" AMOUNT,     NULL,    ERR_MAP_RANGE},
	{&map_codec_money,  0, 0, BOTH,  "-1.00",        NULL,    ERR_MAP_RANGE},
	{&map_codec_money_signed, 0, 0, BOTH, "-1.00",   "-1.00", 0},
	{&map_codec_money_signed, 0, 0, BOTH, "-" AMOUNT, "-" AMOUNT, 0},
	{&map_codec_money,  0, 0, READ,  "1234.5",       NULL,    ERR_MAP_FORMAT},
	{&map_codec_money,  0, 0, READ,  "1234",         NULL,    ERR_MAP_FORMAT},
	{&map_codec_money,  0, 0, READ,  "01234.50",     NULL,    ERR_MAP_FORMAT},
	{&map_codec_money,  0, 0, READ,  "+1234.50",     NULL,    ERR_MAP_FORMAT},
	{&map_codec_money,  0, 0, READ,  "1234.500",     NULL,    ERR_MAP_FORMAT},
	{&map_codec_money,  0, 0, READ,  " 1234.50",     NULL,    ERR_MAP_FORMAT},
	{&map_codec_money_signed, 0, 0, READ, "-0.00",   NULL,    ERR_MAP_FORMAT},
	{&map_codec_money,  0, 0, WRITE, "1234.5",       "1234.50", 0},
	{&map_codec_money,  0, 0, WRITE, "1234",         "1234.00", 0},
	{&map_codec_money,  0, 0, WRITE, "1234.",        "1234.00", 0},
	{&map_codec_money,  0, 0, WRITE, ".5",           "0.50",  0},
	{&map_codec_money,  0, 0, WRITE, "+01234.5",     "1234.50", 0},
	{&map_codec_money,  0, 0, WRITE, "1234.5000",    "1234.50", 0},
	{&map_codec_money,  0, 0, WRITE, " 1.00\n",      "1.00",  0},
	{&map_codec_money,  0, 0, WRITE, "-0.0",         "0.00",  0},
	{&map_codec_money,  0, 0, BOTH,  "1234.505",     NULL,    ERR_MAP_FORMAT},
	{&map_codec_money,  0, 0, SLIP,  "1234,50",      "1234.50", 0},
	{&map_codec_money,  0, 0, SLIP,  "0,00",         "0.00",  0},
	{&map_codec_money_signed, 0, 0, READ, "-1,05",   "-1.05", 0},
	{&map_codec_money_signed, 0, 0, READ, "-0,00",   NULL,    ERR_MAP_FORMAT},
	{&map_codec_money,  0, 0, READ,  "01,50",        NULL,    ERR_MAP_FORMAT},
	{&map_codec_money,  0, 0, READ,  "-1,50",        NULL,    ERR_MAP_RANGE},
	{&map_codec_money,  0, 0, WRITE, "1234,50",      "1234.50", 0},             /* tMoney of EGISSO 1.x */
	{&map_codec_money,  0, 0, WRITE, "01234,50",     "1234.50", 0},
	{&map_codec_money_signed, 0, 0, WRITE, " -1,05 ", "-1.05", 0},
	{&map_codec_money,  0, 0, BOTH,  "1234,5",       NULL,    ERR_MAP_FORMAT},
	{&map_codec_money,  0, 0, BOTH,  "1,234",        NULL,    ERR_MAP_FORMAT},  /* thousands? */
	{&map_codec_money,  0, 0, BOTH,  "1,230",        NULL,    ERR_MAP_FORMAT},
	{&map_codec_money,  0, 0, BOTH,  "1,234.50",     NULL,    ERR_MAP_FORMAT},
	{&map_codec_money,  0, 0, BOTH,  "1.234,50",     NULL,    ERR_MAP_FORMAT},
	{&map_codec_money,  0, 0, BOTH,  ",50",          NULL,    ERR_MAP_FORMAT},
	{&map_codec_money,  0, 0, BOTH,  "1234,",        NULL,    ERR_MAP_FORMAT},
	{&map_codec_money,  0, 0, BOTH,  "1,2,50",       NULL,    ERR_MAP_FORMAT},
	{&map_codec_money,  0, 0, BOTH,  "1 234.50",     NULL,    ERR_MAP_FORMAT},
	{&map_codec_money,  0, 0, BOTH,  "1e3",          NULL,    ERR_MAP_FORMAT},
	{&map_codec_money,  0, 0, BOTH,  "INF",          NULL,    ERR_MAP_FORMAT},
	{&map_codec_money,  0, 0, BOTH,  ".",            NULL,    ERR_MAP_FORMAT},
	{&map_codec_money,  0, 0, BOTH,  "-",            NULL,    ERR_MAP_FORMAT},
	{&map_codec_money,  0, 0, BOTH,  "--1.00",       NULL,    ERR_MAP_FORMAT},
	{&map_codec_money,  0, 0, BOTH,  "",             NULL,    ERR_MAP_FORMAT},

	{&map_codec_decimal, 3, 6, BOTH,  "87.512",      "87.512", 0},              /* pension points */
	{&map_codec_decimal, 3, 6, BOTH,  "0",           "0",     0},
	{&map_codec_decimal, 3, 6, BOTH,  "0.001",       "0.001", 0},
	{&map_codec_decimal, 3, 6, BOTH,  "999.999",     "999.999", 0},
	{&map_codec_decimal, 3, 6, BOTH,  "87.500",      "87.5",  0},
	{&map_codec_decimal, 3, 6, BOTH,  "30.000",      "30",    0},
	{&map_codec_decimal, 3, 6, BOTH,  "123456",      "123456", 0},
	{&map_codec_decimal, 3, 6, BOTH,  "1234567",     NULL,    ERR_MAP_RANGE},
	{&map_codec_decimal, 3, 6, BOTH,  "1234.567",    NULL,    ERR_MAP_RANGE},
	{&map_codec_decimal, 3, 6, BOTH,  "87.5125",     NULL,    ERR_MAP_FORMAT},
	{&map_codec_decimal, 0, 6, BOTH,  "87.5",        NULL,    ERR_MAP_FORMAT},
	{&map_codec_decimal, 3, 6, WRITE, "+087.5",      "87.5",  0},
	{&map_codec_decimal, 3, 6, WRITE, " .5 ",        "0.5",   0},
	{&map_codec_decimal, 3, 6, WRITE, "87.",         "87",    0},
	{&map_codec_decimal, 3, 6, WRITE, "-0.0",        "0",     0},
	{&map_codec_decimal, 3, 6, WRITE, "-1",          NULL,    ERR_MAP_RANGE},
	{&map_codec_decimal, 3, 6, READ,  "-1",          NULL,    ERR_MAP_FORMAT},
	{&map_codec_decimal, 3, 6, READ,  "+1",          NULL,    ERR_MAP_FORMAT},
	{&map_codec_decimal, 3, 6, READ,  "087.5",       NULL,    ERR_MAP_FORMAT},
	{&map_codec_decimal, 3, 6, READ,  ".5",          NULL,    ERR_MAP_FORMAT},
	{&map_codec_decimal, 3, 6, READ,  "87.",         NULL,    ERR_MAP_FORMAT},
	{&map_codec_decimal, 3, 6, READ,  " 87",         NULL,    ERR_MAP_FORMAT},
	{&map_codec_decimal, 3, 6, BOTH,  "87,51",       NULL,    ERR_MAP_FORMAT},  /* no sum of money */
	{&map_codec_decimal, 3, 6, BOTH,  "8e1",         NULL,    ERR_MAP_FORMAT},
	{&map_codec_decimal, 3, 6, BOTH,  "8.7.5",       NULL,    ERR_MAP_FORMAT},
	{&map_codec_decimal, 3, 6, BOTH,  "NaN",         NULL,    ERR_MAP_FORMAT},
	{&map_codec_decimal, 3, 6, BOTH,  "",            NULL,    ERR_MAP_FORMAT},
	/* clang-format on */
};

static void
codecs_know_good_and_bad(void **state)
{
	(void)state;
	codec_cases_hold(cases, COUNT_OF(cases));
}

static const struct map_codec *const codecs[] = {
#define ADDRESS_OF(name) &map_codec_##name,
    MAP_CODECS(ADDRESS_OF)
};
static const char *const names[] = {
#define NAME_OF(name) #name,
    MAP_CODECS(NAME_OF)
};

/* What reading makes, writing turns back, for the examples that the documentation shows. */
static void
examples_are_good(void **state)
{
	const struct map_limits limits = {1, 9999};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(codecs); i++) {
		const char *example = codecs[i]->example, *mid, *end;
		char there[MAP_TEXT_SIZE], back[MAP_TEXT_SIZE];

		print_message("# %s\n", names[i]);
		assert_int_equal(codecs[i]->read(&limits, example, there, &mid), ERR_OK);
		assert_int_equal(codecs[i]->write(&limits, mid, back, &end), ERR_OK);
		assert_string_equal(end, example);
		codec_compare_pattern(&(struct codec_case){.codec = codecs[i], .way = READ, .in = example}, i);
		assert_both_languages(codecs[i]->want[ERR_EN], codecs[i]->want[ERR_RU]);
		assert_false(codecs[i]->limited && codecs[i]->octets);
	}
}

static void
sums_are_exact(void **state)
{
	static const struct {
		const char *item[4];
		const char *total;
		bool        equal;
	} sums[] = {
	    {{NULL}, "0", true},
	    {{NULL}, "0.01", false},
	    {{"0.10", "0.20", NULL}, "0.30", true},         /* not so in binary floats */
	    {{"0.10", "0.20", NULL}, "0.3", true},
	    {{"0.10", "0.20", NULL}, "0.31", false},
	    {{"100.00", "-100.00", NULL}, "0.00", true},
	    {{"9999999.99", "0.01", NULL}, "10000000.00", true},
	    {{"-9999999.99", "-0.01", NULL}, "-10000000.00", true},
	    {{"10000000.00", "-0.01", NULL}, "9999999.99", true},
	    {{AMOUNT, "-" AMOUNT, "0.01", NULL}, "0.01", true},
	    {{"900000000000000.00", "99999999999999.98", "0.01", NULL}, AMOUNT, true},
	    {{"900000000000000.00", "99999999999999.98", "0.02", NULL}, AMOUNT, false},
	    {{"10000000.00", NULL}, "0.00", false},
	};
	struct map_sum many = {0};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(sums); i++) {
		struct map_sum sum = {0};

		for (const char *const *item = sums[i].item; *item != NULL; item++)
			assert_true(map_sum_add(&sum, *item));
		if (map_sum_equals(&sum, sums[i].total) != sums[i].equal)
			fail_msg("row %zu", i);
	}
	/* Past what 64 bits of kopecks hold, and back. */
	for (int i = 0; i < 1000; i++)
		assert_true(map_sum_add(&many, AMOUNT));
	assert_false(map_sum_equals(&many, AMOUNT));
	for (int i = 0; i < 999; i++)
		assert_true(map_sum_add(&many, "-" AMOUNT));
	assert_true(map_sum_equals(&many, AMOUNT));
	assert_false(map_sum_add(&many, "1.001"));
	assert_false(map_sum_equals(&many, "x"));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(codecs_know_good_and_bad),
		cmocka_unit_test(examples_are_good),
		cmocka_unit_test(sums_are_exact),
	};

	return cmocka_run_group_tests_name("codecs", tests, NULL, NULL);
}
