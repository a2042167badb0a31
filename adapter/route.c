#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/route.h"

enum { PART_MAX = 1024, PARTS_MAX = 64 };

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

/* An operation of the path that ends at a node. */
struct method {
	const struct map_operation *op;
	struct method              *next;
};

/* One segment; literals stand before parameters among the children of a node. */
struct node {
	const char    *text;            /* in an operation's path; of a parameter, from the name on */
	size_t         len;
	bool           parameter;
	struct node   *child, *next;
	struct method *methods;         /* in the order of the tables */
};

struct routes {
	struct node root;
};

static void
free_node(struct node *node)
{
	for (struct node *child = node->child, *next; child != NULL; child = next) {
		next = child->next;
		free_node(child);
		free(child);
	}
	for (struct method *m = node->methods, *next; m != NULL; m = next) {
		next = m->next;
		free(m);
	}
}

void
routes_close(struct routes *routes)
{
	if (routes == NULL)
		return;
	free_node(&routes->root);
	free(routes);
}

/* The child of node for that segment of a template, made if it is not there; NULL: no memory. */
static struct node *
grow(struct node *node, const char *text, size_t len)
{
	bool parameter = text[0] == '{';
	struct node **at = &node->child, *made;

	/* Parameters of one place are one node, if they are called the same. */
	for (; *at != NULL && (*at)->parameter <= parameter; at = &(*at)->next)
		if ((*at)->parameter == parameter && (*at)->len == len && memcmp((*at)->text, text, len) == 0)
			return *at;
	made = calloc(1, sizeof(*made));
	if (made == NULL)
		return NULL;
	*made = (struct node){.text = text, .len = len, .parameter = parameter, .next = *at};
	*at = made;
	return made;
}

static bool
add_operation(struct node *node, const struct map_operation *op)
{
	struct method **last;

	for (const char *p = op->path; *p == '/' && node != NULL; p += strcspn(p, "/"))
		node = (p++, grow(node, p, strcspn(p, "/")));
	if (node == NULL)
		return false;
	for (last = &node->methods; *last != NULL;)
		last = &(*last)->next;
	*last = calloc(1, sizeof(**last));
	if (*last == NULL)
		return false;
	(*last)->op = op;
	return true;
}

enum err
routes_open(const struct map_operation *(*operation_at)(size_t), struct routes **ret_routes,
    struct err_info *e)
{
	struct routes *routes = calloc(1, sizeof(*routes));
	const struct map_operation *op;

	for (size_t i = 0; routes != NULL && (op = operation_at(i)) != NULL; i++)
		if (!add_operation(&routes->root, op)) {
			routes_close(routes);
			routes = NULL;
		}
	if (routes == NULL)
		FAIL(e, ERR_NOMEM, "", "table of paths");
	*ret_routes = routes;
	return ERR_OK;
}

/*
 * The node at which path ends, tried in the order of the children; the depth is that of the tables.  What
 * stands for parameters is looked at when one is found.
 */
static const struct node *
walk(const struct node *node, const char *path, json_t *params)
{
	char value[PART_MAX], name[PART_MAX];
	size_t len;

	if (*path == '\0')
		return node->methods != NULL ? node : NULL;
	if (*path++ != '/')
		return NULL;
	len = strcspn(path, "/");
	for (const struct node *child = node->child; child != NULL; child = child->next) {
		const struct node *end;

		if (!child->parameter && (child->len != len || memcmp(child->text, path, len) != 0))
			continue;
		if (child->parameter && (len == 0 || !percent_decode(path, len, false, value)))
			continue;
		end = walk(child, path + len, params);
		if (end == NULL)
			continue;
		if (child->parameter) {
			snprintf(name, sizeof(name), "%.*s", (int)child->len - 2, child->text + 1);
			/* not UTF-8: json_string() gives NULL, and mapping says "missing" */
			json_object_set_new(params, name, json_string(value));
		}
		return end;
	}
	return NULL;
}

enum err
route_find(const struct routes *routes, const char *method, const char *path, json_t *path_params,
    char *allow, size_t allow_size, const struct map_operation **ret_op, struct err_info *e)
{
	const struct node *node = walk(&routes->root, path, path_params);
	size_t n = 0;

	allow[0] = '\0';
	if (node == NULL || node == &routes->root)
		FAIL(e, ERR_NOT_FOUND, "", "no operation has this path");
	for (const struct method *m = node->methods; m != NULL; m = m->next) {
		int w;

		if (strcmp(m->op->method, method) == 0) {
			*ret_op = m->op;
			return ERR_OK;
		}
		w = snprintf(allow + n, allow_size - n, "%s%s", n == 0 ? "" : ", ", m->op->method);
		CHECK(w > 0 && (size_t)w < allow_size - n);
		n += (size_t)w;
	}
	json_object_clear(path_params);
	FAIL(e, ERR_METHOD, "", "permitted: %s", allow);
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
