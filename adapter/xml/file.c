#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "adapter/xml/xml.h"

enum err
xml_read_file(const char *name, struct buf *out, struct err_info *e)
{
	AUTO(file) FILE *opened = strcmp(name, "-") != 0 ? fopen(name, "re") : NULL;
	FILE *file = opened != NULL ? opened : stdin;
	char part[1 << 14];
	size_t n;

	if (opened == NULL && strcmp(name, "-") != 0)
		FAIL(e, ERR_NOT_FOUND, name, "cannot be opened: %s", strerror(errno));
	TRY(buf_add(out, "", 0, e));
	while ((n = fread(part, 1, sizeof(part), file)) > 0) {
		enum err err = buf_add(out, part, n, e);

		if (err == ERR_TOO_LARGE)
			FAIL(e, ERR_XML_LIMIT, name, "more than %zu bytes", out->max);
		TRY(err);
	}
	if (ferror(file))
		FAIL(e, ERR_NOT_FOUND, name, "cannot be read: %s", strerror(errno));
	return ERR_OK;
}
