#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "adapter/base/base.h"
#include "tests/seal_edit.h"

enum { MAX = 32 << 20, LONG = 20000 };

/* What stands before p, then middle, then what stands from rest on. */
static char *
join(const char *xml, const char *p, const char *middle, const char *rest)
{
	BUF_AUTO(out, MAX);
	struct err_info e;
	size_t len;
	char *text;

	CHECK(p != NULL && rest != NULL);
	CHECK(buf_add(&out, xml, (size_t)(p - xml), &e) == ERR_OK);
	CHECK(buf_add_str(&out, middle, &e) == ERR_OK);
	CHECK(buf_add_str(&out, rest, &e) == ERR_OK);
	CHECK(buf_steal(&out, &text, &len, &e) == ERR_OK);
	return text;
}

static const char *
find(const char *xml, const char *a)
{
	const char *p = strstr(xml, a);

	if (p == NULL)
		fprintf(stderr, "not in the message: %s\n", a);
	CHECK(p != NULL);
	return p;
}

static const char *
find_end(const char *from, const char *b)
{
	return find(from, b) + strlen(b);
}

char *
edit_part(const char *xml, const char *a, const char *b)
{
	const char *from = find(xml, a), *to = find_end(from + strlen(a), b);
	char *text = strndup(from, (size_t)(to - from));

	CHECK(text != NULL);
	return text;
}

char *
edit_replace(const char *xml, const char *a, const char *b)
{
	const char *p = find(xml, a);

	return join(xml, p, b, p + strlen(a));
}

char *
edit_insert(const char *xml, const char *a, const char *b)
{
	const char *p = find(xml, a);

	return join(xml, p, b, p);
}

char *
edit_cut(const char *xml, const char *a, const char *b)
{
	const char *from = find(xml, a);

	return join(xml, from, "", find_end(from + strlen(a), b));
}

char *
edit_cut_last(const char *xml, const char *a, const char *b)
{
	const char *from = find(xml, a), *to = NULL;

	for (const char *p = from; (p = strstr(p, b)) != NULL; p += strlen(b))
		to = p + strlen(b);
	return join(xml, from, "", to);
}

char *
edit_child(const char *xml, const char *a, const char *b)
{
	const char *from = find(xml, a), *end = find(from, "/>");
	char name[64], middle[1024];

	snprintf(name, sizeof(name), "%.*s", (int)strcspn(from + 1, " />"), from + 1);
	snprintf(middle, sizeof(middle), ">%s</%s>", b, name);
	return join(xml, end, middle, end + 2);
}

char *
edit_append(const char *xml, const char *a, const char *b)
{
	const char *end = xml + strlen(xml);

	(void)a;
	return join(xml, end, b, end);
}

char *
edit_long(const char *xml, const char *a, const char *b)
{
	const char *p = find_end(xml, a);
	BUF_AUTO(text, MAX);
	struct err_info e;

	for (int i = 0; i < LONG; i++)
		CHECK(buf_add_str(&text, b, &e) == ERR_OK);
	return join(xml, p, text.data, p);
}

char *
edit_file(const char *path)
{
	AUTO(file) FILE *file = fopen(path, "re");
	enum { MAX_FILE = 1 << 20 };
	char *text = calloc(1, MAX_FILE);

	CHECK(file != NULL && text != NULL);
	CHECK(fread(text, 1, MAX_FILE - 1, file) > 0);
	return text;
}
