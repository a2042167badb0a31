/* JSON to the struct of a message, and the struct to octets. */
#include "config.h"

#include <stdsoap2.h>

#include "adapter/soap/message.h"

/* Where gSOAP writes to. */
struct sink {
	struct buf      *out;
	struct err_info *e;
};

static int
sink_add(struct soap *ctx, const char *bytes, size_t len)
{
	struct sink *sink = ctx->user;

	return buf_add(sink->out, bytes, len, sink->e) == ERR_OK ? SOAP_OK : SOAP_EOM;
}

enum err
soap_map(struct soap_message *message, const struct map_message *content, const json_t *doc,
    struct err_list *problems, struct err_info *e)
{
	size_t size = content->type->size;
	void *obj;

	soap_message_check(message);
	soap_message_reset(message);
	obj = soap_malloc(message->ctx, size);
	if (obj == NULL)
		FAIL(e, ERR_NOMEM, "", "%zu bytes", size);
	memset(obj, 0, size);
	if (!map_decode(content->type, doc, message->ctx, obj, problems))
		FAIL(e, ERR_INVALID, "", "%zu fields", problems->n + problems->dropped);
	message->content = content;
	message->obj = obj;
	return ERR_OK;
}

enum err
soap_put_content(struct soap_message *message, struct buf *out, struct err_info *e)
{
	struct err_info said = {0};
	struct sink sink = {.out = out, .e = &said};
	struct soap *ctx = message->ctx;
	bool failed;

	ctx->user = &sink;
	ctx->fsend = sink_add;
	failed = soap_begin_send(ctx) != SOAP_OK || message->content->put(ctx, message->obj) != 0 ||
	    soap_end_send(ctx) != SOAP_OK;
	ctx->user = NULL;
	if (!failed)
		return ERR_OK;
	if (said.code == ERR_OK)
		FAIL(e, ERR_BUILD, message->content->element, "gSOAP's error %d", ctx->error);
	if (e != NULL)
		*e = said;
	return said.code;
}

enum err
soap_build(struct soap_message *message, const struct soap_addressing *addressing,
    struct buf *out, struct err_info *e)
{
	BUF_AUTO(content, SOAP_LIMIT_BODY);

	soap_message_check(message);
	CHECK(message->content != NULL);
	TRY(soap_put_content(message, &content, e));
	return soap_wrap(SOAP_1_1, addressing, content.data, content.len, out, e);
}
