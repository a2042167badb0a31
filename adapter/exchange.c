#include "config.h"

#include <string.h>

#include "adapter/answer.h"
#include "adapter/exchange.h"
#include "adapter/package.h"
#include "adapter/service.h"

enum { MAGIC = 0x4d4f5354, MAX_REQUEST = 80 << 20, MAX_ENVELOPE = 80 << 20 };

AUTO_DEFINE(exchange, struct exchange *, exchange_free)

enum err
exchange_new(struct service *service, struct front_call *call, struct exchange **ret_x,
    struct err_info *e)
{
	AUTO(exchange) struct exchange *x = calloc(1, sizeof(*x));

	if (x == NULL)
		FAIL(e, ERR_NOMEM, "", "exchange");
	x->magic = MAGIC;
	x->service = service;
	id_new(x->id);
	x->caller = strdup(call->caller);
	x->doc = json_object();
	if (x->caller == NULL || x->doc == NULL)
		FAIL(e, ERR_NOMEM, "", "exchange");
	x->received_us = clock_now_us();
	x->deadline_ms = clock_mono_ms() + service->settings->deadline_ms;
	x->lang = answer_language(front_header(call, "Accept-Language", NULL));
	buf_init(&x->built, MAX_ENVELOPE);
	buf_init(&x->envelope, MAX_ENVELOPE);
	buf_init(&x->as_received, MAX_REQUEST);
	buf_init(&x->post.reply, service->settings->send.max_reply);
	x->call = call;
	if (call->parts != NULL)
		x->parts = front_take_parts(call);
	*ret_x = STEAL(x);
	return ERR_OK;
}

void
exchange_free(struct exchange *x)
{
	if (x == NULL)
		return;
	CHECK(x->magic == MAGIC);
	x->magic = 0;
	soap_message_free(x->message);
	seal_verified_fini(&x->verified);
	mtom_writer_free(x->writer);
	mtom_reader_free(x->reader);
	part_list_free(x->parts);
	part_list_free(x->reply_parts);
	package_file_free(x->file);
	json_decref(x->doc);
	json_decref(x->reply);
	json_decref(x->fault_detail);
	buf_fini(&x->built);
	buf_fini(&x->envelope);
	buf_fini(&x->as_received);
	buf_fini(&x->post.reply);
	free(x->problems);
	for (size_t i = 0; i < x->n_header_texts; i++)
		free(x->header_text[i]);
	free(x->claim.answer);
	free(x->caller);
	free(x->body);
	free(x);
}

struct flow_state *
exchange_flow(struct exchange *x)
{
	CHECK(x->magic == MAGIC);
	return &x->flow;
}

void
exchange_hand_over(struct exchange *x, enum flow_where where)
{
	if (where == FLOW_WORKER)
		workers_push(x->service->workers, x);
	else
		inbox_push(x->service->inbox, x);
}

void
exchange_end(struct exchange *x)
{
	service_exchange_ended(x->service, x);
	exchange_free(x);
}

int64_t
exchange_left_ms(const struct exchange *x)
{
	return x->deadline_ms - clock_mono_ms();
}

enum err
exchange_part(struct exchange *x, const char *name, json_t **ret_part, struct err_info *e)
{
	*ret_part = json_object_get(x->doc, name);
	if (*ret_part != NULL)
		return ERR_OK;
	*ret_part = json_object();
	if (*ret_part == NULL || json_object_set_new(x->doc, name, *ret_part) != 0)
		FAIL(e, ERR_NOMEM, "", "request document");
	return ERR_OK;
}

void
exchange_add_header(struct exchange *x, const char *name, const char *value)
{
	CHECK(x->n_headers < EXCHANGE_HEADERS_MAX);
	x->header[x->n_headers++] = (struct front_header){name, value};
}

enum err
exchange_add_header_copy(struct exchange *x, const char *name, const char *value, struct err_info *e)
{
	char *copy = strdup(value);

	if (copy == NULL)
		FAIL(e, ERR_NOMEM, "", "header of the answer");
	CHECK(x->n_header_texts < EXCHANGE_HEADERS_MAX);
	x->header_text[x->n_header_texts++] = copy;
	exchange_add_header(x, name, copy);
	return ERR_OK;
}
