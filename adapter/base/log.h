/*
 * log: one line per event on standard error, key=value, UTC time first.
 *
 * Any thread; a line is written by one write(2), so lines do not mix.  Only
 * main, flow, front and the command-line verbs log; everything else reports
 * through err_info.  Never personal data, keys or bodies: those are in the
 * journal, or nowhere.
 */
#ifndef ADAPTER_BASE_LOG_H
#define ADAPTER_BASE_LOG_H

#include "adapter/base/err.h"

enum log_level { LOG_LEVEL_DEBUG, LOG_LEVEL_INFO, LOG_LEVEL_WARN, LOG_LEVEL_ERROR };

/* Lines below level are dropped.  Call before threads start; INFO until then. */
void log_set_level(enum log_level level);

void log_line(enum log_level level, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#define log_debug(...) log_line(LOG_LEVEL_DEBUG, __VA_ARGS__)
#define log_info(...)  log_line(LOG_LEVEL_INFO, __VA_ARGS__)
#define log_warn(...)  log_line(LOG_LEVEL_WARN, __VA_ARGS__)
#define log_error(...) log_line(LOG_LEVEL_ERROR, __VA_ARGS__)

/* A failure as one line: what, then the code, where in the document and the source, and the text. */
void log_failure(enum log_level level, const char *what, const struct err_info *e);

/* Behind CHECK(): says which condition failed and aborts. */
_Noreturn void log_abort(const char *file, int line, const char *func, const char *cond);

#endif
