#include "config.h"

#include <string.h>

#include "adapter/exchange.h"
#include "adapter/media.h"
#include "adapter/package.h"
#include "adapter/serve.h"
#include "adapter/service.h"

/* Of one reply.  The contract's limit of a file is 50 MB. */
enum { FILES_MAX = 8, FILE_MAX = 52428800, TOTAL_MAX = 2 * FILE_MAX };

/* A file that is being answered; outlives the exchange. */
struct package_file {
	struct part_list  *parts;
	const struct part *part;
	struct serve       serve;
};

/* How often the envelope refers to the part; a text that looks like it deceives the caller's own request only. */
static size_t
count_references(const struct exchange *x, const struct part *part)
{
	char wanted[PART_NAME_SIZE + 32];
	const char *at = x->envelope.data, *end = at + x->envelope.len;
	size_t n = 0, len;

	len = (size_t)snprintf(wanted, sizeof(wanted), " href=\"cid:%s@" MTOM_ID_DOMAIN "\"", part->name);
	while ((at = memmem(at, (size_t)(end - at), wanted, len)) != NULL) {
		at += len;
		n++;
	}
	return n;
}

enum err
package_close(struct exchange *x, struct err_info *e)
{
	size_t n = x->parts != NULL ? part_count(x->parts) : 0;

	if (n == 0)
		return ERR_OK;
	for (size_t i = 0; i < n; i++)
		if (count_references(x, part_at(x->parts, i)) != 1)
			FAIL(e, ERR_INVALID, "/files", "file %zu is named in the body, and once", i + 1);
	return mtom_writer_new(x->envelope.data, x->envelope.len, "text/xml", x->parts, &x->writer, e);
}

static enum err
pull(struct send_job *job, uint64_t offset, char *to, size_t size, size_t *ret_len, struct err_info *e)
{
	const struct exchange *x = job->arg;

	return mtom_writer_read(x->writer, offset, to, size, ret_len, e);
}

static bool
wants(struct send_job *job)
{
	return mtom_is_package(job->reply_type);
}

/* The root goes where an envelope alone would be, so that the record and its verification are the same. */
static enum err
push(struct send_job *job, const char *octets, size_t len, struct err_info *e)
{
	struct exchange *x = job->arg;
	const char *spool = x->service->settings->front.spool;
	const struct part_limits limits = {spool != NULL ? spool : "", FILES_MAX, FILE_MAX, TOTAL_MAX};

	if (x->reader == NULL)
		TRY(mtom_reader_new(job->reply_type, &limits, &job->reply, &x->reader, e));
	return mtom_reader_push(x->reader, octets, len, e);
}

void
package_post(struct exchange *x)
{
	x->post.content_type = "text/xml; charset=utf-8";
	x->post.body = x->envelope.data;
	x->post.body_len = x->envelope.len;
	if (x->writer != NULL) {
		x->post.content_type = mtom_writer_type(x->writer);
		x->post.body = NULL;
		x->post.body_len = mtom_writer_size(x->writer);
		x->post.pull = pull;
	}
	x->post.wants = wants;
	x->post.push = push;
}

/*
 * SOAP 1.1, section 6: text/xml; SOAP 1.2, part 2, 7.1.4: application/soap+xml.  A charset other than
 * that of the bytes would have another reader read another message (RFC 7303, 3); ours are UTF-8.
 */
static bool
is_soap(const char *type)
{
	return media_is_utf8(type, "text/xml") || media_is_utf8(type, "application/soap+xml");
}

enum err
package_open(struct exchange *x, struct err_info *e)
{
	if (x->reader != NULL)
		return mtom_reader_end(x->reader, &x->reply_parts, e);
	if (!is_soap(x->post.reply_type))
		FAIL(e, ERR_FUND_HTTP, "", "media type is not that of SOAP in UTF-8");
	return ERR_OK;
}

static const char *
text_of(const json_t *file, const char *member)
{
	const char *text = json_string_value(json_object_get(file, member));

	return text != NULL ? text : "";
}

static void
add_headers(struct exchange *x, const struct serve *s)
{
	const struct front_header headers[] = {
		{"ETag", s->etag}, {"Accept-Ranges", "bytes"}, {"Repr-Digest", s->digest},
		{"Content-Disposition", s->disposition}, {"Content-Range", s->range},
	};

	for (size_t i = 0; i < COUNT_OF(headers); i++)
		if (headers[i].value[0] != '\0')
			exchange_add_header(x, headers[i].name, headers[i].value);
}

enum err
package_serve(struct exchange *x, struct err_info *e)
{
	const json_t *known = map_find(x->reply, x->op->file);
	const struct part *part = NULL;
	struct package_file *file;

	if (x->reply_parts != NULL)
		part = part_find(x->reply_parts, text_of(known, "part"));
	if (part == NULL)
		FAIL(e, ERR_REPLY_PART, x->op->file, "a part that came with the message");
	x->file = file = calloc(1, sizeof(*file));
	if (file == NULL)
		FAIL(e, ERR_NOMEM, "", "answer");
	file->part = part;
	file->parts = STEAL(x->reply_parts);
	serve_decide(x->call, part, text_of(known, "filename"), &file->serve);
	if (file->serve.status == 416) {
		exchange_add_header(x, "Content-Range", file->serve.range);
		FAIL(e, ERR_RANGE, "/header/Range", "the file has %llu octets", (unsigned long long)part->size);
	}
	x->status = file->serve.status;
	x->content_type = text_of(known, "mediaType");
	add_headers(x, &file->serve);
	return ERR_OK;
}

static enum err
read_file(void *arg, uint64_t offset, void *buf, size_t size, size_t *ret_len, struct err_info *e)
{
	const struct package_file *file = arg;

	return part_read(file->part, file->serve.from + offset, buf, size, ret_len, e);
}

static void
release_file(void *arg)
{
	package_file_free(arg);
}

void
package_answer(struct exchange *x, struct front_answer *answer)
{
	const struct front_stream stream = {.size = x->file->serve.len, .read = read_file,
	    .release = release_file, .arg = x->file};

	x->file = NULL;
	answer->body = NULL;
	answer->body_len = 0;
	answer->stream = &stream;
	front_answer(STEAL(x->call), answer);
}

void
package_file_free(struct package_file *file)
{
	if (file == NULL)
		return;
	part_list_free(file->parts);
	free(file);
}
