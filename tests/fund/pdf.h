/* pdf: a sheet of paper as PDF, by libharu; the same sheet is the same octets. */
#ifndef TESTS_FUND_PDF_H
#define TESTS_FUND_PDF_H

#include <stdint.h>

#include "adapter/base/base.h"

enum { PDF_LINES_MAX = 16 };

/* Texts are UTF-8 and borrowed. */
struct pdf_sheet {
	const char *title, *number;
	int64_t     made_us;            /* microseconds since 1970 */
	struct {
		const char *label, *value;
	} line[PDF_LINES_MAX];
	size_t      n;
	const char *note;               /* at the foot */
};

/* Appends the document to out. */
MUST_USE enum err pdf_make(const struct pdf_sheet *sheet, struct buf *out, struct err_info *e);

#endif
