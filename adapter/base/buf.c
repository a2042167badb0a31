#include "config.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/base/buf.h"

void
buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){.max = max};
}

void
buf_fini(struct buf *b)
{
	free(b->data);
	*b = (struct buf){.max = b->max};
}

void
buf_reset(struct buf *b)
{
	b->len = 0;
	if (b->data != NULL)
		b->data[0] = '\0';
}

/* Makes room for more bytes and the final NUL. */
static enum err
make_room(struct buf *b, size_t more, struct err_info *e)
{
	size_t size = b->size != 0 ? b->size : 256;
	char *data;

	if (more > b->max || b->len > b->max - more)
		FAIL(e, ERR_TOO_LARGE, "", "more than %zu bytes", b->max);
	while (size < b->len + more + 1)
		size *= 2;
	if (size == b->size)
		return ERR_OK;
	data = realloc(b->data, size);
	if (data == NULL)
		FAIL(e, ERR_NOMEM, "", "%zu bytes", size);
	b->data = data;
	b->size = size;
	return ERR_OK;
}

enum err
buf_add(struct buf *b, const void *bytes, size_t len, struct err_info *e)
{
	TRY(make_room(b, len, e));
	if (len != 0)
		memcpy(b->data + b->len, bytes, len);
	b->len += len;
	b->data[b->len] = '\0';
	return ERR_OK;
}

enum err
buf_add_str(struct buf *b, const char *s, struct err_info *e)
{
	return buf_add(b, s, strlen(s), e);
}

enum err
buf_addf(struct buf *b, struct err_info *e, const char *fmt, ...)
{
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (len < 0)
		FAIL(e, ERR_BUG, "", "format");
	TRY(make_room(b, (size_t)len, e));
	va_start(ap, fmt);
	vsnprintf(b->data + b->len, (size_t)len + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)len;
	return ERR_OK;
}

enum err
buf_steal(struct buf *b, char **ret_data, size_t *ret_len, struct err_info *e)
{
	TRY(make_room(b, 0, e));
	b->data[b->len] = '\0';
	*ret_data = b->data;
	*ret_len = b->len;
	*b = (struct buf){.max = b->max};
	return ERR_OK;
}
