#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <event2/keyvalq_struct.h>

#include "adapter/front/private.h"

enum { CALL_MAGIC = 0x63616c6c };

/* Lays strings and bytes one behind the other in one piece of memory that was measured before. */
struct heap {
	char  *at;
	size_t left;
};

static const char *
lay(struct heap *heap, const char *bytes, size_t len)
{
	char *to = heap->at;

	CHECK(len < heap->left);
	memcpy(to, bytes, len);
	to[len] = '\0';
	heap->at += len + 1;
	heap->left -= len + 1;
	return to;
}

static const char *
method_name(enum evhttp_cmd_type type)
{
	switch (type) {
	case EVHTTP_REQ_GET:    return "GET";
	case EVHTTP_REQ_HEAD:   return "HEAD";
	case EVHTTP_REQ_POST:   return "POST";
	case EVHTTP_REQ_PUT:    return "PUT";
	case EVHTTP_REQ_PATCH:  return "PATCH";
	case EVHTTP_REQ_DELETE: return "DELETE";
	case EVHTTP_REQ_OPTIONS:
	case EVHTTP_REQ_TRACE:
	case EVHTTP_REQ_CONNECT:
	default:
		CHECK(!"a method that front_request_fault() refuses");
		return "";
	}
}

/* The target from the path on: all of it, or what follows the host of an https URL. */
static const char *
from_path(const char *uri)
{
	const char *path;

	if (uri[0] == '/')
		return uri;
	path = uri + strlen("https://");
	path += strcspn(path, "/?");
	return *path == '/' ? path : "/";
}

static size_t
measure(struct evhttp_request *req, size_t *ret_n_headers)
{
	const struct evkeyvalq *headers = evhttp_request_get_input_headers(req);
	const struct evkeyval *h;
	size_t size = 2 + UPLOAD_FRAMING_SIZE;

	*ret_n_headers = 0;
	for (h = headers->tqh_first; h != NULL; h = h->next.tqe_next) {
		size += strlen(h->key) + strlen(h->value) + 2;
		(*ret_n_headers)++;
	}
	size += strlen(evhttp_request_get_uri(req)) + 3;
	size += evbuffer_get_length(evhttp_request_get_input_buffer(req)) + 1;
	return size + FRONT_CALLER_SIZE + 2 * FRONT_FINGERPRINT_SIZE + 1;
}

static void
copy_head(struct call *call, struct evhttp_request *req, struct heap *heap)
{
	const struct evkeyvalq *headers = evhttp_request_get_input_headers(req);
	const struct evkeyval *h;
	const char *path = from_path(evhttp_request_get_uri(req));
	size_t len = strcspn(path, "?");

	call->pub.method = method_name(evhttp_request_get_command(req));
	call->pub.path = lay(heap, path, len);
	if (path[len] == '?')
		call->pub.query = lay(heap, path + len + 1, strlen(path + len + 1));
	for (h = headers->tqh_first; h != NULL; h = h->next.tqe_next) {
		struct front_header *to = &call->pub.header[call->pub.n_headers++];

		to->name = lay(heap, h->key, strlen(h->key));
		to->value = lay(heap, h->value, strlen(h->value));
		if (call->upload != NULL && strcasecmp(h->key, "Content-Length") == 0) {
			to->name = call->upload->framing;       /* evhttp was told that there is no body */
			to->value = call->upload->framing_value;
		}
	}
}

static void
take_upload(struct call *call, struct upload *upload)
{
	call->upload = upload;
	call->pub.parts = upload->parts;
	if (upload->has_body) {
		call->pub.body = upload->body.data;
		call->pub.body_len = upload->body.len;
		call->pub.body_type = upload->body_type;
	}
}

struct part_list *
front_take_parts(struct front_call *pub)
{
	struct call *call = (struct call *)pub;

	CHECK(call->magic == CALL_MAGIC);
	if (call->upload == NULL)
		return NULL;
	pub->parts = NULL;
	return STEAL(call->upload->parts);
}

static void
copy_body(struct call *call, struct evhttp_request *req, struct heap *heap)
{
	struct evbuffer *input = evhttp_request_get_input_buffer(req);
	size_t len = evbuffer_get_length(input);

	CHECK(len < heap->left);
	CHECK(evbuffer_remove(input, heap->at, len) == (int)len);
	heap->at[len] = '\0';
	call->pub.body = heap->at;
	call->pub.body_len = len;
	heap->at += len + 1;
	heap->left -= len + 1;
}

static struct call *
call_new(struct front *f, struct link *link, struct evhttp_request *req)
{
	size_t n_headers, size = measure(req, &n_headers);
	size_t table = sizeof(struct call) + n_headers * sizeof(struct front_header);
	struct call *call = malloc(table + size);
	struct heap heap = {(char *)call + table, size};

	if (call == NULL)
		return NULL;
	*call = (struct call){.magic = CALL_MAGIC, .front = f, .link = link, .req = req};
	call->pub.header = (struct front_header *)(call + 1);
	copy_body(call, req, &heap);
	if (link->upload != NULL)
		take_upload(call, STEAL(link->upload));
	copy_head(call, req, &heap);
	call->pub.certificate = link->certificate;
	if (link->certificate)
		call->pub.thumbprint = lay(&heap, link->thumbprint, strlen(link->thumbprint));
	if (link->caller[0] != '\0')
		call->pub.caller = lay(&heap, link->caller, strlen(link->caller));
	link->call = call;
	f->n_calls++;
	return call;
}

void
front_call_free(struct call *call)
{
	CHECK(call->magic == CALL_MAGIC);
	if (call->link != NULL)
		call->link->call = NULL;
	call->front->n_calls--;
	front_upload_free(call->upload);
	call->magic = 0;
	free(call);
}

void
front_call_lost(struct call *call)
{
	CHECK(call->magic == CALL_MAGIC);
	/* Where the connection failed, evhttp has let go of the request: it is ours to free. */
	if (evhttp_request_get_connection(call->req) == NULL)
		evhttp_request_free(call->req);
	call->req = NULL;
	call->link = NULL;
}

void
front_call_arrived(struct evhttp_request *req, void *arg)
{
	struct front *f = arg;
	struct link *link = front_link_of(req);
	enum err code = ERR_STOPPING;
	const char *fault, *at = "";
	struct call *call;

	if (link == NULL) {     /* no TLS: see front_link_new() */
		log_error("event=connection_dropped reason=\"no memory for TLS\"");
		evhttp_connection_free(evhttp_request_get_connection(req));
		return;
	}
	front_link_begin(link, req);
	fault = f->stopping ? "no more requests" : front_request_fault(req, &code);
	if (fault == NULL &&
	    evbuffer_get_length(evhttp_request_get_input_buffer(req)) > f->max_body) {
		code = ERR_TOO_LARGE;
		fault = "the body";
	}
	if (fault == NULL && link->upload != NULL && link->upload->failed) {
		code = link->upload->e.code;
		at = link->upload->e.at;
		fault = err_who(code) == ERR_CALLER ? link->upload->e.text : "";
	}
	if (fault != NULL) {
		front_refuse(req, code, at, fault);
		front_upload_free(STEAL(link->upload));
		return;
	}
	call = call_new(f, link, req);
	if (call == NULL) {
		front_refuse(req, ERR_NOMEM, "", "");
		front_upload_free(STEAL(link->upload));
		return;
	}
	front_link_watch(link);
	f->handler(&call->pub, f->arg);
}

bool
front_caller_waits(const struct front_call *pub)
{
	const struct call *call = (const struct call *)pub;

	CHECK(call->magic == CALL_MAGIC);
	return call->link != NULL;
}

const char *
front_header(const struct front_call *call, const char *name, size_t *count)
{
	const char *value = NULL;
	size_t n = 0;

	for (size_t i = 0; i < call->n_headers; i++)
		if (strcasecmp(call->header[i].name, name) == 0 && n++ == 0)
			value = call->header[i].value;
	if (count != NULL)
		*count = n;
	return value;
}
