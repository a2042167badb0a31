/*
 * base: what every other part stands on: errors, bounded buffers, clock,
 * identifiers, the log, and clean-up of locals.
 *
 * This is the folder's public header; it gathers the small ones.  Nothing in
 * base knows of XML, JSON, HTTP or the journal.
 */
#ifndef ADAPTER_BASE_BASE_H
#define ADAPTER_BASE_BASE_H

#include "adapter/base/err.h"
#include "adapter/base/auto.h"
#include "adapter/base/buf.h"
#include "adapter/base/clock.h"
#include "adapter/base/id.h"
#include "adapter/base/log.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* Impossible things stop the program, also in production: a record of
 * payments must not be kept by a process whose state is wrong. */
#define CHECK(cond)                                                      \
	do {                                                             \
		if (!(cond))                                             \
			log_abort(__FILE__, __LINE__, __func__, #cond);  \
	} while (0)

#endif
