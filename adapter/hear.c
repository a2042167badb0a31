/* hear: the steps of the way back, from the Fund's bytes to JSON. */
#include "config.h"

#include <string.h>

#include "adapter/exchange.h"
#include "adapter/package.h"
#include "adapter/service.h"
#include "adapter/steps.h"

enum err
step_verify(struct exchange *x, struct err_info *e)
{
	struct seal_expect expect = {
	    .relates_to = x->message_id, .now_us = x->replied_us, .once = true};

	/* A fault comes with 500 (SOAP 1.1, 6.2) or 400 (SOAP 1.2); it must be signed like any reply. */
	if (x->post.status != 200 && x->post.status != 500 && x->post.status != 400)
		FAIL(e, ERR_FUND_HTTP, "", "HTTP status %ld", x->post.status);
	TRY(package_open(x, e));
	TRY(seal_verify(x->service->seal, x->post.reply.data, x->post.reply.len, &expect, &x->verified, e));
	return mtom_match(x->verified.body, x->verified.body_len, x->reply_parts, e);
}

/* The service's "no", by its own row and with everything that it says; a code without a row is none of the contract. */
static enum err
read_refusal(struct exchange *x, struct err_info *e)
{
	const struct map_refusal *row = x->op->service->refusals;
	const struct soap_fault fault = x->fault;

	x->fault = (struct soap_fault){0};
	while (row->code != NULL && strcmp(row->code, fault.code) != 0)
		row++;
	if (row->code == NULL)
		FAIL(e, ERR_REPLY_SCHEMA, "Code", "a code that the service declares");
	TRY(soap_unmap(x->message, &x->fault_detail, e));
	x->fault = fault;
	x->refusal = row;
	FAIL(e, row->status == err_http_status(ERR_FUND_NOT_FOUND) ? ERR_FUND_NOT_FOUND : ERR_FUND_REFUSED,
	    fault.field, "declared fault %s", fault.code);
}

enum err
step_parse(struct exchange *x, struct err_info *e)
{
	enum err code;

	TRY(soap_message_new(x->service->soap_pool, &x->message, e));
	code = soap_parse(x->message, x->op->reply, x->verified.body, x->verified.body_len, &x->fault, e);
	if (x->fault.own)
		return read_refusal(x, e);
	if (code != ERR_OK)
		return code;
	/* Not a fault: then it must be the reply to this operation and no other. */
	if (strcmp(x->verified.action, x->op->reply_action) != 0)
		FAIL(e, ERR_SIG_RELATES, "", "Action is not %s", x->op->reply_action);
	return ERR_OK;
}

enum err
step_unmap(struct exchange *x, struct err_info *e)
{
	TRY(soap_unmap(x->message, &x->reply, e));
	soap_message_free(STEAL(x->message));
	return map_check_echo(x->op->echo, x->doc, x->reply, e);
}
