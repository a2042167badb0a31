#include "config.h"

#include "adapter/body.h"
#include "adapter/media.h"

/* Depth and number of values are known without building anything: brackets and commas outside strings. */
static enum err
check_bounds(const char *s, size_t len, struct err_info *e)
{
	size_t depth = 0, values = 0;
	bool in_string = false;

	for (size_t i = 0; i < len; i++) {
		if (in_string) {
			if (s[i] == '\\')
				i++;
			else
				in_string = s[i] != '"';
			continue;
		}
		in_string = s[i] == '"';
		if (s[i] == '[' || s[i] == '{')
			depth++;
		else if (depth > 0 && (s[i] == ']' || s[i] == '}'))
			depth--;
		values += s[i] == ',' || s[i] == '[' || s[i] == '{';
		if (depth > BODY_DEPTH_MAX)
			FAIL(e, ERR_JSON, "/body", "at most %d levels", BODY_DEPTH_MAX);
		if (values > BODY_VALUES_MAX)
			FAIL(e, ERR_JSON, "/body", "at most %d values", BODY_VALUES_MAX);
	}
	return ERR_OK;
}

enum err
body_read(const struct front_call *call, json_t **ret_body, struct err_info *e)
{
	json_error_t where;
	const char *type = call->body_type;
	size_t count = 1;

	*ret_body = NULL;
	if (call->body_len == 0)
		return ERR_OK;          /* the mapping names what is missing */
	if (type == NULL)               /* the whole body and not a part of it */
		type = front_header(call, "Content-Type", &count);
	if (!media_is_utf8(type, "application/json") || count != 1)
		FAIL(e, ERR_MEDIA_TYPE, "/header/Content-Type", "application/json");
	if (front_header(call, "Content-Encoding", NULL) != NULL)       /* never unpacked */
		FAIL(e, ERR_MEDIA_TYPE, "/header/Content-Encoding", "a body without content coding");
	TRY(check_bounds(call->body, call->body_len, e));
	*ret_body = json_loadb(call->body, call->body_len, JSON_REJECT_DUPLICATES, &where);
	if (*ret_body == NULL)
		FAIL(e, ERR_JSON, "/body", "line %d, column %d", where.line, where.column);
	return ERR_OK;
}
