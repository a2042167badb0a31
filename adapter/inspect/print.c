/* The report as text: the same findings, one to a line, with the facts above them. */
#include "config.h"

#include <string.h>

#include "adapter/inspect/report.h"

/* clang-format off */
/* How a result is marked at the start of its line. */
static const struct {
	const char *name, *mark[2];
} marks[] = {
	{"holds",      {"ok   ", "да   "}},
	{"fails",      {"FAILS", "НЕТ  "}},
	{"warning",    {"warns", "вним."}},
	{"note",       {"     ", "     "}},
	{"not asked",  {"?    ", "?    "}},
	{"unreadable", {"FAILS", "НЕТ  "}},
};

/* Members that are printed as facts, in this order. */
static const struct {
	const char *member, *label[2];
} facts[] = {
	{"description",   {"kind",       "вид"}},
	{"soap",          {"SOAP",       "SOAP"}},
	{"chain",         {"transforms", "преобразования"}},
	{"digestMethod",  {"digest by",  "хеш"}},
	{"stated",        {"stated",     "указано"}},
	{"computed",      {"computed",   "вычислено"}},
	{"subject",       {"subject",    "владелец"}},
	{"issuer",        {"issuer",     "издатель"}},
	{"serial",        {"serial",     "номер"}},
	{"key",           {"key",        "ключ"}},
	{"notBefore",     {"from",       "с"}},
	{"notAfter",      {"until",      "по"}},
};

enum words {W_MESSAGE, W_SIGNATURE, W_REFERENCE, W_CERTIFICATE, W_CAUSE, W_TRIED, W_HOLDS, W_FAILS, W_UNREADABLE};
static const char *const words[][2] = {
	[W_MESSAGE]     = {"message",     "сообщение"},
	[W_SIGNATURE]   = {"signature",   "подпись"},
	[W_REFERENCE]   = {"reference",   "ссылка"},
	[W_CERTIFICATE] = {"certificate", "сертификат"},
	[W_CAUSE]       = {"cause",       "причина"},
	[W_TRIED]       = {"cause not found, so the content itself may have been changed; it is none of",
	                   "причина не найдена: возможно, изменено само содержание; исключено"},
	[W_HOLDS]       = {"All that was looked at holds.", "Всё, что проверено, сходится."},
	[W_FAILS]       = {"Something does not hold.", "Не всё сходится."},
	[W_UNREADABLE]  = {"The message cannot be read.", "Сообщение не читается."},
};
/* clang-format on */

struct printing {
	FILE         *out;
	enum err_lang lang;
};

/*
 * The code point at c if it steers a terminal: ECMA-48's controls, and the marks of direction
 * (Unicode, annex 9), which have text shown in another order.  0: it does not.
 */
static unsigned
steers(const unsigned char *c, size_t *ret_len)
{
	*ret_len = 1;
	if (*c < 0x20 || *c == 0x7f)
		return *c;
	*ret_len = 2;
	if (*c == 0xc2 && c[1] >= 0x80 && c[1] < 0xa0)
		return c[1];
	if (*c == 0xd8 && c[1] == 0x9c)
		return 0x61c;
	*ret_len = 3;
	if (*c == 0xe2 && c[1] == 0x80 && (c[2] == 0x8e || c[2] == 0x8f || (c[2] >= 0xaa && c[2] <= 0xae)))
		return 0x2000 + (c[2] & 0x3fU);
	if (*c == 0xe2 && c[1] == 0x81 && c[2] >= 0xa6 && c[2] <= 0xa9)
		return 0x2040 + (c[2] & 0x3fU);
	return 0;
}

/* Text of a stranger: without what a terminal obeys. */
static void
put(const struct printing *p, const char *text)
{
	const unsigned char *c = (const unsigned char *)text;

	while (*c != '\0') {
		size_t len;
		unsigned point = steers(c, &len);

		if (point == 0)
			fputc(*c++, p->out);
		else {
			fprintf(p->out, point > 0xff ? "\\u%04x" : "\\x%02x", point);
			c += len;
		}
	}
}

static const char *
member(const json_t *place, const char *name)
{
	const char *text = json_string_value(json_object_get(place, name));

	return text != NULL ? text : "";
}

static void
put_facts(const struct printing *p, const json_t *place, int indent)
{
	for (size_t k = 0; k < COUNT_OF(facts); k++) {
		if (member(place, facts[k].member)[0] == '\0')
			continue;
		fprintf(p->out, "%*s%s: ", indent, "", facts[k].label[p->lang]);
		put(p, member(place, facts[k].member));
		fputc('\n', p->out);
	}
}

static void
put_text(const struct printing *p, const json_t *item)
{
	put(p, member(item, "text"));
	if (member(item, "detail")[0] != '\0') {
		fputs(": ", p->out);
		put(p, member(item, "detail"));
	}
	fputc('\n', p->out);
}

/* What is wrong with a digest or a value, or what is not. */
static void
put_cause(const struct printing *p, const json_t *place, int indent)
{
	const json_t *cause = json_object_get(place, "cause"), *tried = json_object_get(place, "tried");
	const json_t *item;
	size_t n;

	if (cause != NULL) {
		fprintf(p->out, "%*s%s: ", indent, "", words[W_CAUSE][p->lang]);
		put_text(p, cause);
	} else if (tried != NULL) {
		fprintf(p->out, "%*s%s:", indent, "", words[W_TRIED][p->lang]);
		json_array_foreach(tried, n, item)
			fprintf(p->out, " %s", json_string_value(item));
		fputc('\n', p->out);
	}
}

static void
put_checks(const struct printing *p, const json_t *place, int indent)
{
	const json_t *item;
	size_t n;

	json_array_foreach(json_object_get(place, "checks"), n, item) {
		size_t k = 0;

		while (k + 1 < COUNT_OF(marks) && strcmp(marks[k].name, member(item, "result")) != 0)
			k++;
		fprintf(p->out, "%*s%s ", indent, "", marks[k].mark[p->lang]);
		put_text(p, item);
		if (strcmp(member(item, "result"), "fails") == 0 &&
		    (strcmp(member(item, "check"), "digest") == 0 ||
		    strcmp(member(item, "check"), "value") == 0))
			put_cause(p, place, indent + 6);
	}
}

static void
put_head(const struct printing *p, int indent, enum words word, size_t number, const char *what)
{
	fprintf(p->out, "%*s%s", indent, "", words[word][p->lang]);
	if (number > 0)
		fprintf(p->out, " %zu", number);
	if (what[0] != '\0') {
		fputs(": ", p->out);
		put(p, what);
	}
	fputc('\n', p->out);
}

static void
put_signature(const struct printing *p, const json_t *place, size_t number)
{
	const json_t *certificate = json_object_get(place, "certificate"), *item;
	size_t n;

	put_head(p, 0, W_SIGNATURE, number, member(place, "path"));
	json_array_foreach(json_object_get(place, "references"), n, item) {
		put_head(p, 2, W_REFERENCE, n + 1, member(item, "uri"));
		put_facts(p, item, 4);
		put_checks(p, item, 4);
	}
	put_checks(p, place, 2);
	if (certificate != NULL) {
		put_head(p, 2, W_CERTIFICATE, 0, "");
		put_facts(p, certificate, 4);
		put_checks(p, certificate, 4);
	}
}

void
inspect_print(const json_t *report, enum err_lang lang, FILE *out)
{
	struct printing p = {.out = out, .lang = lang};
	const json_t *message = json_object_get(report, "message"), *item;
	size_t n;

	put_head(&p, 0, W_MESSAGE, 0, "");
	put_facts(&p, message, 2);
	put_checks(&p, message, 2);
	json_array_foreach(json_object_get(report, "signatures"), n, item)
		put_signature(&p, item, n + 1);
	fprintf(out, "%s\n", words[W_HOLDS + (int)inspect_verdict_of(report)][lang]);
}
