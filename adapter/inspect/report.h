/* report: what was found, as the JSON that is printed either way.  Private to inspect/. */
#ifndef ADAPTER_INSPECT_REPORT_H
#define ADAPTER_INSPECT_REPORT_H

#include "adapter/inspect/inspect.h"

enum inspect_result {
	INSPECT_R_HOLDS,
	INSPECT_R_FAILS,
	INSPECT_R_WARNS,
	INSPECT_R_NOTES,
	INSPECT_R_UNASKED,
	INSPECT_R_UNREADABLE,
	INSPECT_RESULTS
};

enum inspect_finding {
#define F(name, check, result, en, ru) INSPECT_##name,
#include "adapter/inspect/findings.h"
#undef F
	INSPECT_FINDINGS
};

struct inspect_report {
	json_t        *root;
	enum err_lang  lang;
	bool           fails, unreadable;
};

/* An object in the list called list of place, which is made if need be; lent. */
json_t *inspect_report_item(json_t *place, const char *list);

/* A member of text, or of a number, or a boolean.  Text that is not UTF-8 is left out. */
void inspect_report_text(json_t *place, const char *name, const char *text);
void inspect_report_bool(json_t *place, const char *name, bool value);
void inspect_report_time(json_t *place, const char *name, int64_t us);

/* Adds a finding to the checks of place; the detail, unless NULL, follows its text. */
void inspect_report_add(struct inspect_report *r, json_t *place, enum inspect_finding finding,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* "cause": {"name", "text", "detail"} of place. */
void inspect_report_cause(json_t *place, const char *name, const char *text, const char *detail);

/* Appends to "tried" of place, the hypotheses that were not so. */
void inspect_report_tried(json_t *place, const char *name);

#endif
