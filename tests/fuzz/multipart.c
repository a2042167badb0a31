/*
 * multipart: bodies of multipart/form-data.
 *
 * An input is a line that is the Content-Type, then the body.  However a body is cut, it is the same parts or
 * none; and written again from its parts, in the plainest way, it is the same parts again.
 */
#include "config.h"

#include "adapter/front/multipart.h"
#include "adapter/front/parameter.h"
#include "tests/fuzz/fuzz.h"

enum { OUT_MAX = 16 << 20, PARTS_MAX = 20 };

/* What was heard, and the same body written again. */
struct heard {
	struct buf text, again;
	const char *delimiter;          /* CR LF and the boundary with its hyphens */
	bool        in_part;
};

static void
put(struct buf *to, const char *bytes, size_t len)
{
	MUST(buf_add(to, bytes, len, NULL) == ERR_OK, "out of room");
}

static void
put_text(struct buf *to, const char *text)
{
	put(to, text, strlen(text));
}

static enum err
on_begin(void *arg, const struct multipart_part *part, struct err_info *e)
{
	struct heard *h = arg;
	const char *filename = part->filename != NULL ? part->filename : "(none)";

	(void)e;
	MUST(!h->in_part, "a part within a part");
	h->in_part = true;
	MUST(buf_addf(&h->text, NULL, "[%s|%s|%s]", part->name, filename, part->type) == ERR_OK, "out of room");
	put_text(&h->again, h->again.len == 0 ? h->delimiter + 2 : h->delimiter);
	MUST(buf_addf(&h->again, NULL, "\r\nContent-Disposition: form-data; name=\"%s\"", part->name) == ERR_OK,
	    "out of room");
	for (const char *p = part->filename; p != NULL && *p != '\0'; p++) {
		put_text(&h->again, p == part->filename ? "; filename*=UTF-8''" : "");
		MUST(buf_addf(&h->again, NULL, "%%%02x", (unsigned char)*p) == ERR_OK, "out of room");
	}
	if (part->filename != NULL && part->filename[0] == '\0')
		put_text(&h->again, "; filename=\"\"");
	if (part->type[0] != '\0')
		MUST(buf_addf(&h->again, NULL, "\r\nContent-Type: %s", part->type) == ERR_OK, "out of room");
	put_text(&h->again, "\r\n\r\n");
	return ERR_OK;
}

static enum err
on_data(void *arg, const char *bytes, size_t len, struct err_info *e)
{
	struct heard *h = arg;

	(void)e;
	MUST(h->in_part && len > 0, "data of no part, or none");
	put(&h->text, bytes, len);
	put(&h->again, bytes, len);
	return ERR_OK;
}

static enum err
on_end(void *arg, struct err_info *e)
{
	struct heard *h = arg;

	(void)e;
	MUST(h->in_part, "an end of no part");
	h->in_part = false;
	put_text(&h->text, "[end]");
	return ERR_OK;
}

static enum err
read_cut(const char *type, const char *body, size_t len, size_t piece, struct heard *h)
{
	const struct multipart_sink sink = {on_begin, on_data, on_end, h};
	struct multipart m;
	struct err_info e = {0};
	enum err code = front_multipart_begin(&m, type, &sink, PARTS_MAX, &e);

	h->delimiter = m.delimiter;
	for (size_t i = 0; code == ERR_OK && i < len; i += piece)
		code = front_multipart_feed(&m, body + i, len - i < piece ? len - i : piece, &e);
	if (code == ERR_OK)
		code = front_multipart_end(&m, &e);
	MUST(code == e.code && (code == ERR_OK || code == ERR_MULTIPART), "%s", err_name(code));
	MUST(code != ERR_OK || !h->in_part, "a part without end");
	if (code == ERR_OK) {
		put_text(&h->again, h->delimiter);
		put_text(&h->again, "--\r\n");
	}
	h->delimiter = NULL;
	front_multipart_fini(&m);
	return code;
}

static void
same(const struct heard *a, const struct heard *b, const char *what)
{
	MUST(a->text.len == b->text.len && memcmp(a->text.data, b->text.data, a->text.len) == 0,
	    "%s: %.300s\nand: %.300s", what, a->text.data, b->text.data);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const size_t pieces[] = {1, 2, 5, 64};
	struct fuzz_input in = {data, size};
	AUTO(char) char *type = fuzz_line(&in);
	const char *body = (const char *)in.data;
	struct heard whole = {.text = {.max = OUT_MAX}, .again = {.max = OUT_MAX}};
	enum err code;

	if (!front_is_form(type))
		return 0;
	code = read_cut(type, body, in.left, in.left + 1, &whole);
	for (size_t i = 0; i < COUNT_OF(pieces); i++) {
		struct heard cut = {.text = {.max = OUT_MAX}, .again = {.max = OUT_MAX}};

		MUST(read_cut(type, body, in.left, pieces[i], &cut) == code, "cut by %zu: another outcome", pieces[i]);
		if (code == ERR_OK)
			same(&whole, &cut, "cut");
		buf_fini(&cut.text);
		buf_fini(&cut.again);
	}
	if (code == ERR_OK) {
		struct heard twice = {.text = {.max = OUT_MAX}, .again = {.max = OUT_MAX}};

		/* A head may have grown over its limit by what is encoded. */
		if (read_cut(type, whole.again.data, whole.again.len, 7, &twice) == ERR_OK)
			same(&whole, &twice, "written again");
		else
			MUST(whole.again.len > MULTIPART_HEAD_MAX / 4, "written again it is none: %.300s",
			    whole.again.data);
		buf_fini(&twice.text);
		buf_fini(&twice.again);
		fuzz_accepted();
	}
	buf_fini(&whole.text);
	buf_fini(&whole.again);
	return 0;
}
