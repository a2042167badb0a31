#include "config.h"

#include <stdarg.h>
#include <string.h>

#include "adapter/inspect/report.h"

static const char *const result_names[INSPECT_RESULTS] = {
	[INSPECT_R_HOLDS] = "holds",
	[INSPECT_R_FAILS] = "fails",
	[INSPECT_R_WARNS] = "warning",
	[INSPECT_R_NOTES] = "note",
	[INSPECT_R_UNASKED] = "not asked",
	[INSPECT_R_UNREADABLE] = "unreadable",
};

static const struct {
	const char         *check;
	enum inspect_result result;
	const char         *text[2];    /* by enum err_lang */
} findings[INSPECT_FINDINGS] = {
#define F(name, check, result, en, ru) \
	[INSPECT_##name] = {check, INSPECT_R_##result, {[ERR_EN] = en, [ERR_RU] = ru}},
#include "adapter/inspect/findings.h"
#undef F
};

json_t *
inspect_report_item(json_t *place, const char *list)
{
	json_t *array = json_object_get(place, list), *item = json_object();

	if (array == NULL) {
		array = json_array();
		CHECK(json_object_set_new(place, list, array) == 0);
	}
	CHECK(json_array_append_new(array, item) == 0);
	return item;
}

void
inspect_report_text(json_t *place, const char *name, const char *text)
{
	size_t len = strlen(text);
	json_t *value = json_stringn(text, len);

	/* What was cut to a size may end within a letter. */
	for (int cut = 0; value == NULL && cut < 3 && len > 0; cut++)
		value = json_stringn(text, --len);
	if (value != NULL)
		CHECK(json_object_set_new(place, name, value) == 0);
}

void
inspect_report_bool(json_t *place, const char *name, bool value)
{
	CHECK(json_object_set_new(place, name, json_boolean(value)) == 0);
}

void
inspect_report_time(json_t *place, const char *name, int64_t us)
{
	char text[CLOCK_TEXT_SIZE];

	clock_print_ms(us, text);
	inspect_report_text(place, name, text);
}

void
inspect_report_add(struct inspect_report *r, json_t *place, enum inspect_finding finding,
    const char *fmt, ...)
{
	json_t *item = inspect_report_item(place, "checks");
	char detail[1024];
	va_list ap;

	inspect_report_text(item, "check", findings[finding].check);
	inspect_report_text(item, "result", result_names[findings[finding].result]);
	inspect_report_text(item, "text", findings[finding].text[r->lang]);
	if (fmt != NULL) {
		va_start(ap, fmt);
		vsnprintf(detail, sizeof(detail), fmt, ap);
		va_end(ap);
		inspect_report_text(item, "detail", detail);
	}
	r->fails |= findings[finding].result == INSPECT_R_FAILS;
	r->unreadable |= findings[finding].result == INSPECT_R_UNREADABLE;
}

void
inspect_report_cause(json_t *place, const char *name, const char *text, const char *detail)
{
	json_t *cause = json_object();

	inspect_report_text(cause, "name", name);
	inspect_report_text(cause, "text", text);
	if (detail[0] != '\0')
		inspect_report_text(cause, "detail", detail);
	CHECK(json_object_set_new(place, "cause", cause) == 0);
}

void
inspect_report_tried(json_t *place, const char *name)
{
	json_t *tried = json_object_get(place, "tried");

	if (tried == NULL) {
		tried = json_array();
		CHECK(json_object_set_new(place, "tried", tried) == 0);
	}
	CHECK(json_array_append_new(tried, json_string(name)) == 0);
}
