/* unit: what every cmocka test includes, and the project's own assertions. */
#ifndef TESTS_UNIT_H
#define TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "adapter/base/base.h"

/* Fails with the whole err_info unless the call returned the wanted code. */
#define assert_err(want, e, call)                                                    \
	do {                                                                         \
		enum err got_;                                                       \
		(e) = (struct err_info){0};                                          \
		got_ = (call);                                                       \
		if (got_ != (want))                                                  \
			fail_msg("%s: %s, not %s (at '%s': %s; %s:%d)", #call,       \
			    err_name(got_), err_name(want), (e).at, (e).text,        \
			    (e).file != NULL ? (e).file : "-", (e).line);            \
		if (got_ != ERR_OK)                                                  \
			assert_int_equal((e).code, got_);                            \
	} while (0)
#define assert_ok(e, call) assert_err(ERR_OK, e, call)

#endif
