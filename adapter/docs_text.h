/* docs_text: our own texts of /docs.  Private to docs. */
#ifndef ADAPTER_DOCS_TEXT_H
#define ADAPTER_DOCS_TEXT_H

enum docs_use {
	DOCS_ALWAYS,
	DOCS_RENDERED,          /* where the renderer is there … */
	DOCS_PLAIN,             /* … and where it is not */
};

struct docs_text {
	const char   *path;             /* NULL ends the list */
	const char   *type;
	enum docs_use use;
	const char   *text[2];          /* by enum err_lang */
};

extern const struct docs_text docs_texts[];

#endif
