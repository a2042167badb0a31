/*
 * docs: the OpenAPI document at /openapi.json, and the page /docs, which shows it to people.
 *
 * The page and its few lines of script and style are ours; the renderer is Swagger UI, whose files lie in a folder and
 * are read once, at the start.  Only files on the list are served, whatever else the folder holds.  Nothing in the page
 * comes from elsewhere, and its Content-Security-Policy permits no inline script or style.
 *
 * Threads: made by one, then read by any.
 */
#ifndef ADAPTER_DOCS_H
#define ADAPTER_DOCS_H

#include "adapter/base/base.h"

struct docs;

enum { DOCS_ETAG_SIZE = 40 };

/* All texts live as long as the docs. */
struct docs_page {
	const char *type;               /* media type */
	const char *body;
	size_t      len;
	bool        spoken;             /* there is one in each language */
	bool        html;
	char        etag[DOCS_ETAG_SIZE];       /* with its quotes (RFC 9110, 8.8.3) */
};

/* The header Content-Security-Policy of every page of these. */
extern const char docs_policy[];

/*
 * Reads the renderer from the folder; NULL or "": the one that it was installed to.  A renderer that is missing,
 * incomplete or too large is no failure: it is logged, and the page says what to install.
 */
MUST_USE enum err docs_open(const char *folder, struct docs **ret_docs, struct err_info *e);
void docs_close(struct docs *docs);

/* The page at the path; NULL if there is none. */
const struct docs_page *docs_find(const struct docs *docs, const char *path, enum err_lang lang);

#endif
