/*
 * clock: the time, and its written form.
 *
 * Wall time is int64_t microseconds since 1970-01-01T00:00:00Z (UTC); waiting
 * is measured on the monotonic clock.  Any thread.  Tests may link another
 * clock with the same symbols.
 */
#ifndef ADAPTER_BASE_CLOCK_H
#define ADAPTER_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

enum { CLOCK_TEXT_SIZE = 28 };  /* 2026-11-22T15:04:05.123456Z and the NUL */

int64_t clock_now_us(void);     /* wall time, UTC */
int64_t clock_mono_ms(void);    /* since some fixed moment */

/* RFC 3339 in UTC with microseconds, or with milliseconds (as WS-Security stamps are). */
void clock_print_us(int64_t us, char text[CLOCK_TEXT_SIZE]);
void clock_print_ms(int64_t us, char text[CLOCK_TEXT_SIZE]);

/*
 * Reads an xs:dateTime that names its zone (Z or +hh:mm) into UTC microseconds.
 * False, with *ret_us untouched, for anything else, an impossible date included.
 */
bool clock_parse(const char *text, int64_t *ret_us);

#endif
