/* note: the steps that wait until the journal is on disk. */
#include "config.h"

#include <string.h>

#include <openssl/evp.h>

#include "adapter/exchange.h"
#include "adapter/files.h"
#include "adapter/service.h"
#include "adapter/steps.h"

/*
 * An access token in the journal must not be usable by whoever reads the journal: its signature is
 * replaced by the SHA-256 of the whole token, which still proves which token it was.
 */
static enum err
add_authorization(struct buf *out, const char *value, struct err_info *e)
{
	const char *last = strrchr(value, '.');
	unsigned char digest[ID_DIGEST_SIZE];
	char hex[2 * ID_DIGEST_SIZE + 1];

	CHECK(EVP_Digest(value, strlen(value), digest, NULL, EVP_sha256(), NULL) == 1);
	id_hex(digest, sizeof(digest), hex);
	if (strncmp(value, "Bearer ", 7) != 0 || last == NULL)
		return buf_addf(out, e, "sha256:%s", hex);
	TRY(buf_add(out, value, (size_t)(last - value), e));
	return buf_addf(out, e, ".sha256:%s", hex);
}

/*
 * Of an upload, where the body would stand: a line of JSON that says of each file how large it was and what
 * its digest is, then the part "body".  The octets of files are not recorded.
 */
static enum err
write_files(const struct part_list *parts, struct buf *out, struct err_info *e)
{
	AUTO(char) char *text = NULL;
	json_t *files;

	TRY(files_describe(parts, &files, e));
	text = json_dumps(files, JSON_COMPACT | JSON_SORT_KEYS);
	json_decref(files);
	if (text == NULL)
		FAIL(e, ERR_NOMEM, "", "the record of files");
	return buf_addf(out, e, "%s\r\n", text);
}

/* The request as HTTP/1.1 writes it: the record of what was asked. */
static enum err
write_as_received(const struct front_call *call, const struct part_list *parts, struct buf *out,
    struct err_info *e)
{
	TRY(buf_addf(out, e, "%s %s%s%s HTTP/1.1\r\n", call->method, call->path,
	    call->query != NULL ? "?" : "", call->query != NULL ? call->query : ""));
	for (size_t i = 0; i < call->n_headers; i++) {
		TRY(buf_addf(out, e, "%s: ", call->header[i].name));
		if (strcasecmp(call->header[i].name, "Authorization") == 0)
			TRY(add_authorization(out, call->header[i].value, e));
		else
			TRY(buf_add_str(out, call->header[i].value, e));
		TRY(buf_add_str(out, "\r\n", e));
	}
	TRY(buf_add_str(out, "\r\n", e));
	if (parts != NULL)
		TRY(write_files(parts, out, e));
	return buf_add(out, call->body, call->body_len, e);
}

/* Adds a note to the job; its bytes are the exchange's. */
static void
add_note(struct exchange *x, enum journal_kind kind, int64_t at_us, enum err code, int status,
    const void *payload, size_t len)
{
	struct journal_record *n = &x->job.note[x->job.n_notes++];

	CHECK(x->job.n_notes <= JOURNAL_NOTES_MAX);
	*n = (struct journal_record){
	    .kind = kind,
	    .at_us = at_us,
	    .exchange = x->id,
	    .operation = x->op != NULL ? x->op->name : "",
	    .caller = x->caller,
	    .code = err_name(code),
	    .status = status,
	    .message_id = x->message_id,
	    .payload = len != 0 ? payload : "",
	    .len = len,
	};
}

static enum err
note_request(struct exchange *x, struct err_info *e)
{
	if (x->request_noted)
		return ERR_OK;
	if (x->as_received.len == 0)
		TRY(write_as_received(x->call, x->parts, &x->as_received, e));
	add_note(x, JOURNAL_REQUEST, x->received_us, ERR_OK, 0, x->as_received.data, x->as_received.len);
	return ERR_OK;
}

/* What the journal said of the Idempotency-Key, as a failure; ERR_OK: go on. */
static enum err
judge_claim(struct exchange *x, struct err_info *e)
{
	static const char at[] = "/header/Idempotency-Key";

	switch (x->claim.result) {
	case CLAIM_TAKEN:
		x->claimed = true;
		return ERR_OK;
	case CLAIM_ANSWERED:
		x->flow.settled = true;
		return ERR_OK;
	case CLAIM_BUSY:
		FAIL(e, ERR_KEY_BUSY, at, "another request is under way");
	case CLAIM_MISMATCH:
		FAIL(e, ERR_KEY_REUSED, at, "a new key");
	}
	CHECK(false);
}

static void
on_sending_noted(struct journal_job *job)
{
	struct exchange *x = job->arg;
	struct err_info e = job->err;

	if (e.code == ERR_OK && x->claims)
		judge_claim(x, &e);
	x->request_noted = job->err.code == ERR_OK && (!x->claims || x->claimed);
	flow_wake(x, e.code != ERR_OK ? &e : NULL);
}

enum err
step_note_sending(struct exchange *x, struct err_info *e)
{
	if (exchange_left_ms(x) <= 0)
		FAIL(e, ERR_DEADLINE, "", "before recording");
	x->job = (struct journal_job){.done = on_sending_noted, .arg = x};
	TRY(note_request(x, e));
	add_note(x, JOURNAL_SENT, x->sent_us, ERR_OK, 0, x->envelope.data, x->envelope.len);
	if (x->claims)
		x->job.claim = &x->claim;
	journal_submit(x->service->journal, &x->job);
	return ERR_OK;
}

/*
 * Whether the Fund has decided, so that the same key must give the same answer for ever.  Its "no" to a
 * message that was sent before is not final: the earlier one may have been carried out, and its outcome
 * is what the key stands for.
 */
static bool
is_final(const struct exchange *x, enum err code)
{
	return code == ERR_OK
	       || (!x->claim.tried && (code == ERR_FUND_REFUSED || code == ERR_FUND_NOT_FOUND));
}

static void
on_answer_noted(struct journal_job *job)
{
	struct exchange *x = job->arg;

	x->answer_noted = job->err.code == ERR_OK;
	flow_wake(x, job->err.code != ERR_OK ? &job->err : NULL);
}

/* The outcome for the record.  A repeated answer may be the Fund's "no" as well. */
static enum err
outcome(const struct exchange *x)
{
	if (!x->flow.settled || x->flow.err.code != ERR_OK || x->status < 400)
		return x->flow.err.code;
	return x->status == 404 ? ERR_FUND_NOT_FOUND : ERR_FUND_REFUSED;
}

enum err
step_note_answer(struct exchange *x, struct err_info *e)
{
	enum err code = x->body != NULL ? outcome(x) : ERR_NOMEM;

	if (x->body == NULL)
		x->status = err_http_status(ERR_NOMEM);
	x->job = (struct journal_job){.done = on_answer_noted, .arg = x};
	TRY(note_request(x, e));
	if (x->post.status != 0)        /* also one without a body: its status is what came */
		add_note(x, JOURNAL_REPLY, x->replied_us, code, (int)x->post.status, x->post.reply.data,
		    x->post.reply.len);
	add_note(x, JOURNAL_ANSWER, clock_now_us(), code, x->status, x->body, x->body_len);
	if (x->claimed) {
		x->job.claim = &x->claim;
		x->job.settle = is_final(x, code) ? SETTLE_FINAL : SETTLE_OPEN;
	}
	journal_submit(x->service->journal, &x->job);
	return ERR_OK;
}
