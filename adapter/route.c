#include "config.h"

#include <stdio.h>
#include <string.h>

#include "adapter/route.h"

enum { PART_MAX = 512, PARTS_MAX = 64 };

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Decodes len bytes of percent-encoded text.  False: too long, a bad escape, or a NUL. */
static bool
percent_decode(const char *text, size_t len, bool plus_is_blank, char out[PART_MAX])
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		char c = text[i];

		if (c == '%') {
			int hi = i + 2 < len ? hex_value(text[i + 1]) : -1;
			int lo = i + 2 < len ? hex_value(text[i + 2]) : -1;

			if (hi < 0 || lo < 0)
				return false;
			c = (char)(hi * 16 + lo);
			i += 2;
		} else if (c == '+' && plus_is_blank) {
			c = ' ';
		}
		if (c == '\0' || n + 1 >= PART_MAX)
			return false;
		out[n++] = c;
	}
	out[n] = '\0';
	return true;
}

/* True if path has the shape of template; the {name} segments go to params (may be NULL). */
static bool
matches(const char *template, const char *path, json_t *params)
{
	char value[PART_MAX], name[PART_MAX];

	while (*template != '\0' && *path != '\0') {
		size_t t = strcspn(template + 1, "/") + 1, p = strcspn(path + 1, "/") + 1;

		if (*template != '/' || *path != '/')
			return false;
		if (template[1] != '{') {
			if (t != p || memcmp(template, path, t) != 0)
				return false;
		} else {
			snprintf(name, sizeof(name), "%.*s", (int)t - 3, template + 2);
			if (p == 1 || !percent_decode(path + 1, p - 1, false, value))
				return false;
			if (params != NULL)
				/* not UTF-8: json_string() gives NULL, and mapping says "missing" */
				json_object_set_new(params, name, json_string(value));
		}
		template += t;
		path += p;
	}
	return *template == '\0' && *path == '\0';
}

enum err
route_find(const struct map_operation *(*operation_at)(size_t), const char *method, const char *path,
    json_t *path_params, char *allow, size_t allow_size, const struct map_operation **ret_op,
    struct err_info *e)
{
	const struct map_operation *op;
	size_t n = 0;

	allow[0] = '\0';
	for (size_t i = 0; (op = operation_at(i)) != NULL; i++) {
		int w;

		if (!matches(op->path, path, NULL))
			continue;
		if (strcmp(op->method, method) == 0) {
			matches(op->path, path, path_params);
			*ret_op = op;
			return ERR_OK;
		}
		w = snprintf(allow + n, allow_size - n, "%s%s", n == 0 ? "" : ", ", op->method);
		CHECK(w > 0 && (size_t)w < allow_size - n);
		n += (size_t)w;
	}
	if (n != 0)
		FAIL(e, ERR_METHOD, "", "permitted: %s", allow);
	FAIL(e, ERR_NOT_FOUND, "", "no operation has this path");
}

enum err
route_read_query(const char *query, json_t *params, struct err_info *e)
{
	char name[PART_MAX], value[PART_MAX];
	const char *p = query;

	for (size_t n = 0; p != NULL && *p != '\0'; n++) {
		size_t len = strcspn(p, "&"), name_len = strcspn(p, "=&");
		size_t skip = name_len < len ? name_len + 1 : len;

		if (n == PARTS_MAX)
			FAIL(e, ERR_INVALID, "/query", "more than %d parameters", PARTS_MAX);
		if (!percent_decode(p, name_len, true, name)
		    || !percent_decode(p + skip, len - skip, true, value))
			FAIL(e, ERR_INVALID, "/query", "percent-encoding of parameter %zu", n + 1);
		/* By number: the name is the caller's text, and this goes to the log. */
		if (json_object_get(params, name) != NULL)
			FAIL(e, ERR_INVALID, "/query", "parameter %zu is given twice", n + 1);
		/* Fails, and frees the string, if the name or the value is not UTF-8. */
		if (name[0] == '\0' || json_object_set_new(params, name, json_string(value)) != 0)
			FAIL(e, ERR_INVALID, "/query", "parameter %zu is not UTF-8 text", n + 1);
		p += len;
		if (*p == '&')
			p++;
	}
	return ERR_OK;
}
