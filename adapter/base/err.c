#include "config.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "adapter/base/err.h"

static const struct {
	const char  *name;
	enum err_who who;
	int          http;
	const char  *sentence[2];
	const char  *hint[2];
} codes[ERR_MAX_] = {
	[ERR_OK] = {"OK", ERR_SELF, 200, {"All is well.", "Всё в порядке."}, {"", ""}},
#define ERR(name, who, http, en, ru, ...) \
	[ERR_##name] = {#name, ERR_##who, http, {en, ru}, {__VA_ARGS__}},
#include "adapter/base/err_codes.h"
#undef ERR
};

const char *
err_name(enum err code)
{
	return codes[code].name;
}

const char *
err_sentence(enum err code, enum err_lang lang)
{
	return codes[code].sentence[lang];
}

const char *
err_hint(enum err code, enum err_lang lang)
{
	return codes[code].hint[lang];
}

int
err_http_status(enum err code)
{
	return codes[code].http;
}

enum err_who
err_who(enum err code)
{
	return codes[code].who;
}

enum err
err_by_name(const char *name)
{
	for (int code = 0; code < ERR_MAX_; code++)
		if (strcmp(codes[code].name, name) == 0)
			return (enum err)code;
	return ERR_MAX_;
}

static void __attribute__((format(printf, 6, 0)))
fill(struct err_info *e, const char *file, int line, enum err code, const char *at,
    const char *fmt, va_list ap)
{
	*e = (struct err_info){.code = code, .file = file, .line = line};
	snprintf(e->at, sizeof(e->at), "%s", at != NULL ? at : "");
	vsnprintf(e->text, sizeof(e->text), fmt, ap);
}

static void
append_want(char *text, size_t size, const char *want)
{
	size_t len = strlen(text);

	snprintf(text + len, size - len, ": %s", want);
}

enum err
err_set(struct err_info *e, const char *file, int line, enum err code,
    const char *at, const char *fmt, ...)
{
	va_list ap;

	if (e == NULL)
		return code;
	va_start(ap, fmt);
	fill(e, file, line, code, at, fmt, ap);
	va_end(ap);
	return code;
}

void
err_list_add(struct err_list *list, const char *file, int line, enum err code,
    const char *at, const char *const want[2], const char *en, const char *ru, ...)
{
	struct err_finding *f;
	va_list ap;

	if (list->n == ERR_LIST_MAX) {
		list->dropped++;
		return;
	}
	f = &list->item[list->n++];
	va_start(ap, ru);
	fill(&f->info, file, line, code, at, en, ap);
	va_end(ap);
	va_start(ap, ru);
	vsnprintf(f->text_ru, sizeof(f->text_ru), ru, ap);
	va_end(ap);
	if (want != NULL) {
		append_want(f->info.text, sizeof(f->info.text), want[ERR_EN]);
		append_want(f->text_ru, sizeof(f->text_ru), want[ERR_RU]);
	}
}
