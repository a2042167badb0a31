#include "config.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "adapter/base/base.h"

static const char *const level_names[] = {"debug", "info", "warn", "error"};
static enum log_level threshold = LOG_LEVEL_INFO;

void
log_set_level(enum log_level level)
{
	threshold = level;
}

void
log_line(enum log_level level, const char *fmt, ...)
{
	char line[1024], when[CLOCK_TEXT_SIZE];
	size_t n;
	int w;
	va_list ap;

	if (level < threshold)
		return;
	clock_print_ms(clock_now_us(), when);
	n = (size_t)snprintf(line, sizeof(line), "%s %s ", when, level_names[level]);
	va_start(ap, fmt);
	w = vsnprintf(line + n, sizeof(line) - n, fmt, ap);
	va_end(ap);
	n = w < 0 ? n : n + (size_t)w;
	if (n > sizeof(line) - 2)
		n = sizeof(line) - 2;
	for (size_t i = 0; i < n; i++)          /* a line stays one line */
		if ((unsigned char)line[i] < ' ' || line[i] == 0x7f)
			line[i] = '?';
	line[n++] = '\n';
	if (write(STDERR_FILENO, line, n) < 0)
		return;                         /* nowhere left to say it */
}

void
log_failure(enum log_level level, const char *what, const struct err_info *e)
{
	log_line(level, "%s code=%s at=\"%s\" text=\"%s\" source=%s:%d", what, err_name(e->code),
	    e->at, e->text, e->file != NULL ? e->file : "-", e->line);
}

_Noreturn void
log_abort(const char *file, int line, const char *func, const char *cond)
{
	log_error("event=abort source=%s:%d function=%s condition=\"%s\"", file, line, func, cond);
	abort();
}
