#include "config.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "adapter/base/clock.h"

int64_t
clock_now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

int64_t
clock_mono_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static void
print(int64_t us, int digits, char text[CLOCK_TEXT_SIZE])
{
	int64_t s = us / 1000000, rest = us % 1000000;
	time_t t;
	struct tm tm;
	size_t n;

	if (rest < 0) {
		s--;
		rest += 1000000;
	}
	t = (time_t)s;
	gmtime_r(&t, &tm);
	n = strftime(text, CLOCK_TEXT_SIZE, "%Y-%m-%dT%H:%M:%S", &tm);
	if (digits == 3)
		snprintf(text + n, CLOCK_TEXT_SIZE - n, ".%03dZ", (int)(rest / 1000));
	else
		snprintf(text + n, CLOCK_TEXT_SIZE - n, ".%06dZ", (int)rest);
}

void
clock_print_us(int64_t us, char text[CLOCK_TEXT_SIZE])
{
	print(us, 6, text);
}

void
clock_print_ms(int64_t us, char text[CLOCK_TEXT_SIZE])
{
	print(us, 3, text);
}

/* Exactly n digits at *p, moving *p past them; -1 if they are not there. */
static int
digits(const char **p, int n)
{
	int value = 0;

	for (; n > 0; n--, (*p)++) {
		if (**p < '0' || **p > '9')
			return -1;
		value = value * 10 + (**p - '0');
	}
	return value;
}

static bool
skip(const char **p, char c)
{
	if (**p != c)
		return false;
	(*p)++;
	return true;
}

/* Minutes east of UTC at p, which must end the text. */
static bool
zone(const char *p, int *ret_minutes)
{
	int sign = *p == '-' ? -1 : 1, h, m;

	if (strcmp(p, "Z") == 0) {
		*ret_minutes = 0;
		return true;
	}
	if (*p != '+' && *p != '-')
		return false;
	p++;
	h = digits(&p, 2);
	if (h < 0 || h > 14 || !skip(&p, ':'))
		return false;
	m = digits(&p, 2);
	if (m < 0 || m > 59 || *p != '\0')
		return false;
	*ret_minutes = sign * (h * 60 + m);
	return true;
}

bool
clock_parse(const char *text, int64_t *ret_us)
{
	static const int month_days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	const char *p = text;
	struct tm tm = {0};
	int64_t fraction = 0;
	int minutes, leap;

	tm.tm_year = digits(&p, 4) - 1900;
	if (tm.tm_year < 0 || !skip(&p, '-'))
		return false;
	tm.tm_mon = digits(&p, 2) - 1;
	if (tm.tm_mon < 0 || tm.tm_mon > 11 || !skip(&p, '-'))
		return false;
	tm.tm_mday = digits(&p, 2);
	leap = (tm.tm_year % 4 == 0 && tm.tm_year % 100 != 0) || (tm.tm_year + 1900) % 400 == 0;
	if (tm.tm_mday < 1 || tm.tm_mday > month_days[tm.tm_mon] + (tm.tm_mon == 1 && leap))
		return false;
	if (!skip(&p, 'T') || (tm.tm_hour = digits(&p, 2)) < 0 || tm.tm_hour > 23)
		return false;
	if (!skip(&p, ':') || (tm.tm_min = digits(&p, 2)) < 0 || tm.tm_min > 59)
		return false;
	if (!skip(&p, ':') || (tm.tm_sec = digits(&p, 2)) < 0 || tm.tm_sec > 59)
		return false;
	if (skip(&p, '.')) {
		int64_t unit = 100000;

		if (*p < '0' || *p > '9')
			return false;
		for (; *p >= '0' && *p <= '9'; p++, unit /= 10)
			fraction += (*p - '0') * unit;
	}
	if (!zone(p, &minutes))
		return false;
	*ret_us = ((int64_t)timegm(&tm) - minutes * 60) * 1000000 + fraction;
	return true;
}
