/* Octets of a Body to the struct of a message, and the struct to JSON. */
#include "config.h"

#include <string.h>

#include <stdsoap2.h>

#include "adapter/soap/fault.h"
#include "adapter/soap/message.h"
#include "adapter/soap/shape.h"

/* Where gSOAP reads from.  Not soap->is, which would end at a NUL. */
struct source {
	const char *at;
	size_t      left;
};

static size_t
source_take(struct soap *ctx, char *to, size_t size)
{
	struct source *source = ctx->user;
	size_t n = source->left < size ? source->left : size;

	memcpy(to, source->at, n);
	source->at += n;
	source->left -= n;
	return n;
}

/* gSOAP's errors that a peer's document can cause; NULL ends the list. */
static const struct {
	int         error;
	const char *text;
} reasons[] = {
	{SOAP_TAG_MISMATCH, "another element than the schema has here"},
	{SOAP_TYPE,         "value of another type"},
	{SOAP_SYNTAX_ERROR, "wrong syntax"},
	{SOAP_NO_TAG,       "an element is missing"},
	{SOAP_NAMESPACE,    "another namespace"},
	{SOAP_OCCURS,       "element missing, or too many of it"},
	{SOAP_LENGTH,       "value too short or too long"},
	{SOAP_EMPTY,        "no value"},
	{SOAP_END_TAG,      "text or element where the schema has none"},
	{SOAP_LEVEL,        "elements nested too deep"},
	{SOAP_NULL,         "nil where a value is required"},
	{SOAP_EOF,          "ends too early"},
	{SOAP_EOM,          "more memory than there is"},
	{0,                 NULL},
};

static enum err
refuse(const struct soap *ctx, struct err_info *e)
{
	size_t i = 0;

	while (reasons[i].text != NULL && reasons[i].error != ctx->error)
		i++;
	FAIL(e, ERR_REPLY_SCHEMA, ctx->tag, "%s (gSOAP's error %d)",
	    reasons[i].text != NULL ? reasons[i].text : "does not follow the schema", ctx->error);
}

/* The Body with its only child, and nothing left over. */
static enum err
read_body(struct soap_message *message, const struct map_message *content, const char *body,
    size_t len, struct err_info *e)
{
	struct source source = {.at = body, .left = len};
	struct soap *ctx = message->ctx;
	void *obj = NULL;
	bool good;

	ctx->user = &source;
	ctx->frecv = source_take;
	good = soap_begin_recv(ctx) == SOAP_OK &&
	    soap_element_begin_in(ctx, "SOAP-ENV:Body", 0, NULL) == SOAP_OK &&
	    (obj = content->get(ctx)) != NULL &&
	    soap_element_end_in(ctx, "SOAP-ENV:Body") == SOAP_OK &&
	    soap_end_recv(ctx) == SOAP_OK;
	ctx->user = NULL;
	if (!good)
		return refuse(ctx, e);
	if (source.left != 0 || ctx->bufidx != ctx->buflen)
		FAIL(e, ERR_REPLY_SCHEMA, "Body", "nothing after its end");
	message->content = content;
	message->obj = obj;
	return ERR_OK;
}

/* Local name of the element where two outlines part. */
static void
parting(const struct buf *a, const struct buf *b, char *name, size_t size)
{
	size_t i = 0;
	const char *local;

	while (i < a->len && i < b->len && a->data[i] == b->data[i])
		i++;
	while (i > 0 && (i == a->len || a->data[i] != '<'))
		i--;
	local = strchr(a->data + i, '}') + 1;
	snprintf(name, size, "%.*s", (int)strcspn(local, "<>"), local);
}

/*
 * What gSOAP has read, written again, must have the same elements in the same order: so nothing
 * was skipped, taken out of order, or kept as markup inside a string.
 */
static enum err
compare_outline(struct soap_message *message, const struct soap_shape *shape, struct err_info *e)
{
	__attribute__((cleanup(soap_shape_fini))) struct soap_shape again = {0};
	BUF_AUTO(body, SOAP_LIMIT_BODY);
	char name[128];

	TRY(buf_addf(&body, e, "<E:Body xmlns:E=\"%s\">", soap_version_ns(SOAP_1_1)));
	TRY(soap_put_content(message, &body, e));
	TRY(buf_add_str(&body, "</E:Body>", e));
	TRY(soap_shape_read(body.data, body.len, &again, e));
	if (again.outline.len == shape->outline.len &&
	    memcmp(again.outline.data, shape->outline.data, shape->outline.len) == 0)
		return ERR_OK;
	parting(&shape->outline, &again.outline, name, sizeof(name));
	FAIL(e, ERR_REPLY_SCHEMA, name, "element is not where the schema has it");
}

/* A Body of that shape, whose only child must be content, element for element. */
static enum err
parse_content(struct soap_message *message, const struct map_message *content, const char *body,
    size_t len, const struct soap_shape *shape, struct err_info *e)
{
	char wanted[sizeof(shape->name)];

	snprintf(wanted, sizeof(wanted), "{%s}%s", content->ns, content->element);
	if (strcmp(shape->name, wanted) != 0)
		FAIL(e, ERR_REPLY_SCHEMA, "Body", "the element %s", wanted);
	TRY(read_body(message, content, body, len, e));
	return compare_outline(message, shape, e);
}

/* The service's own fault, in a Body of its own. */
static enum err
parse_own(struct soap_message *message, const struct map_message *declared, const struct buf *own,
    struct err_info *e)
{
	__attribute__((cleanup(soap_shape_fini))) struct soap_shape shape = {0};

	TRY(soap_shape_read(own->data, own->len, &shape, e));
	return parse_content(message, declared, own->data, own->len, &shape, e);
}

static enum err
parse_fault(struct soap_message *message, const struct map_message *declared, const char *body,
    size_t len, enum soap_version version, struct soap_fault *fault, struct err_info *e)
{
	BUF_AUTO(own, SOAP_LIMIT_BODY);
	enum err code = soap_fault_read(body, len, version, declared, fault, &own, e);
	enum err read = fault->own ? parse_own(message, declared, &own, e) : ERR_OK;

	if (read != ERR_OK)
		*fault = (struct soap_fault){0};
	return read != ERR_OK ? read : code;
}

enum err
soap_parse(struct soap_message *message, const struct map_message *content, const char *body,
    size_t len, struct soap_fault *fault, struct err_info *e)
{
	__attribute__((cleanup(soap_shape_fini))) struct soap_shape shape = {0};

	soap_message_check(message);
	soap_message_reset(message);
	*fault = (struct soap_fault){0};
	TRY(soap_shape_read(body, len, &shape, e));
	if (shape.fault)
		return parse_fault(message, content->fault, body, len, shape.version, fault, e);
	return parse_content(message, content, body, len, &shape, e);
}

enum err
soap_unmap(struct soap_message *message, json_t **ret_json, struct err_info *e)
{
	soap_message_check(message);
	CHECK(message->content != NULL);
	return map_encode(message->content->type, message->obj, ret_json, e);
}
