#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "adapter/front/private.h"

/* The slowest line that an upload may come over, once its first minutes are over: 256 kbit/s. */
enum { SLOWEST_PER_S = 32768 };

static const char *const framings[] = {"Content-Length:", "Transfer-Encoding:"};

/* Length of the first line of text, with its CR LF. */
static size_t
line_len(const char *text)
{
	return strcspn(text, "\n") + 1;
}

static bool
is_framing(const char *line)
{
	for (size_t i = 0; i < COUNT_OF(framings); i++)
		if (strncasecmp(line, framings[i], strlen(framings[i])) == 0)
			return true;
	return false;
}

static bool
is_type(const char *line)
{
	return strncasecmp(line, "Content-Type:", strlen("Content-Type:")) == 0;
}

/* Copies the value of the header line at from. */
static void
copy_value(const char *from, char *to, size_t size)
{
	from += strcspn(from, ":") + 1;
	from += strspn(from, " \t");
	snprintf(to, size, "%.*s", (int)strcspn(from, "\r\n"), from);
}

static void
fail(struct upload *u, const struct err_info *e)
{
	if (u->failed)
		return;
	u->failed = true;
	u->e = *e;
	if (err_who(e->code) == ERR_SELF)
		log_failure(LOG_LEVEL_ERROR, "event=upload_failed", e);
	else
		log_info("event=upload_refused code=%s octets=%llu", err_name(e->code),
		    (unsigned long long)u->received);
	front_upload_drop(u);
}

static enum err
begin_body(struct upload *u, const struct multipart_part *part, struct err_info *e)
{
	if (u->has_body)
		FAIL(e, ERR_MULTIPART, "/body", "one part named body");
	u->has_body = u->in_body = true;
	snprintf(u->body_type, sizeof(u->body_type), "%s", part->type);
	return buf_add(&u->body, "", 0, e);
}

static enum err
begin_part(void *arg, const struct multipart_part *part, struct err_info *e)
{
	struct upload *u = arg;

	if (strcmp(part->name, "body") == 0)
		return begin_body(u, part, e);
	return part_begin(u->parts, part->name, part->filename, e);
}

/* ERR_TOO_LARGE of the parts, saying which file it was. */
static enum err
too_large(struct upload *u, struct err_info *e)
{
	const struct part *part = part_at(u->parts, part_count(u->parts) - 1);
	char at[sizeof("/files/") + PART_NAME_SIZE], text[sizeof(e->text)];

	snprintf(at, sizeof(at), "/files/%s", part->name);
	snprintf(text, sizeof(text), "%s", e->text);
	FAIL(e, ERR_FILE_TOO_LARGE, at, "%s", text);
}

static enum err
part_data(void *arg, const char *bytes, size_t len, struct err_info *e)
{
	struct upload *u = arg;
	enum err code;

	if (u->in_body) {
		code = buf_add(&u->body, bytes, len, e);
		if (code == ERR_TOO_LARGE)
			FAIL(e, ERR_TOO_LARGE, "/body", "at most %zu octets", u->body.max);
		return code;
	}
	code = part_write(u->parts, bytes, len, e);
	return code == ERR_TOO_LARGE ? too_large(u, e) : code;
}

static enum err
end_part(void *arg, struct err_info *e)
{
	struct upload *u = arg;

	if (!u->in_body)
		return part_end(u->parts, e);
	u->in_body = false;
	return ERR_OK;
}

static enum err
begin(struct upload *u, const char *type, struct err_info *e)
{
	const struct front *f = u->front;
	const struct multipart_sink sink = {begin_part, part_data, end_part, u};
	const struct part_limits limits = {f->spool, f->max_files, f->max_file,
	    (uint64_t)f->max_files * f->max_file};

	TRY(front_multipart_begin(&u->multipart, type, &sink, f->max_files + 1, e));
	if (f->n_uploads >= f->max_uploads)
		FAIL(e, ERR_BUSY, "", "%d uploads at once", f->max_uploads);
	TRY(part_list_new(&limits, &u->parts, e));
	u->front->n_uploads++;
	u->counted = true;
	return ERR_OK;
}

struct upload *
front_upload_new(struct front *f, const char *head)
{
	struct upload *u = calloc(1, sizeof(*u));
	char *type = strdup(head);
	struct err_info e;

	if (u == NULL || type == NULL) {
		free(u);
		free(type);
		return NULL;
	}
	type[0] = '\0';
	u->front = f;
	u->began_ms = clock_mono_ms();
	buf_init(&u->body, f->max_body);
	for (const char *line = head; *line != '\0'; line += line_len(line)) {
		if (is_type(line))
			copy_value(line, type, strlen(head));
		if (!is_framing(line))
			continue;
		snprintf(u->framing, sizeof(u->framing), "%.*s", (int)strcspn(line, ":"), line);
		u->framing_value = u->framing + strlen(u->framing) + 1;
		copy_value(line, u->framing + strlen(u->framing) + 1,
		    sizeof(u->framing) - strlen(u->framing) - 1);
	}
	if (begin(u, type, &e) != ERR_OK)
		fail(u, &e);
	free(type);
	return u;
}

void
front_upload_drop(struct upload *u)
{
	part_list_free(STEAL(u->parts));
	buf_fini(&u->body);
	u->front->n_uploads -= u->counted;
	u->counted = false;
}

void
front_upload_free(struct upload *u)
{
	if (u == NULL)
		return;
	front_upload_drop(u);
	front_multipart_fini(&u->multipart);
	free(u);
}

void
front_upload_add(struct upload *u, const char *bytes, size_t len)
{
	struct err_info e;

	u->received += len;
	if (!u->failed && front_multipart_feed(&u->multipart, bytes, len, &e) != ERR_OK)
		fail(u, &e);
}

void
front_upload_end(struct upload *u)
{
	struct err_info e;

	u->whole = true;
	if (!u->failed && front_multipart_end(&u->multipart, &e) != ERR_OK)
		fail(u, &e);
}

int64_t
front_upload_left_ms(const struct upload *u)
{
	int64_t may = (int64_t)u->front->whole.tv_sec * 1000 +
	    (int64_t)(u->received * 1000 / SLOWEST_PER_S);

	return u->began_ms + may - clock_mono_ms();
}

enum err
front_upload_head(const char *head, struct buf *out, struct err_info *e)
{
	for (const char *line = head; *line != '\0'; line += line_len(line)) {
		if (is_framing(line))
			TRY(buf_add_str(out, "Content-Length:0\r\n", e));
		else
			TRY(buf_add(out, line, line_len(line), e));
	}
	return ERR_OK;
}
