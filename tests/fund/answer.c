#include "config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/tree.h>

#include "adapter/mtom/mtom.h"
#include "tests/fund/answer.h"
#include "tests/fund/dispatch.h"
#include "tests/fund/done.h"
#include "tests/fund/files.h"

#define NS_WSA       "http://www.w3.org/2005/08/addressing"
#define ACTION_FAULT NS_WSA "/fault"
#define UNSPECIFIED  NS_WSA "/unspecified"

enum { ENVELOPE_MAX = 16 * 1024 * 1024, HOUR_S = 3600 };

AUTO_DEFINE(xml_doc, xmlDocPtr, xmlFreeDoc)
AUTO_DEFINE(xml_text, xmlChar *, xmlFree)

/* What a request says of itself, believed only so far as to tell its sender that it is refused. */
struct claim {
	enum soap_version version;
	char              message_id[128];
	char              action[256];
};

/* A request on its way. */
struct work {
	struct fund               *fund;
	struct mode                mode;
	struct claim               claim;
	const struct map_operation *operation;  /* NULL: unknown */
	struct dispatch_answer     answer;
	struct part_list          *parts, *given;       /* files of the request and of the answer; or NULL */
	bool                       keep;        /* what the service changed, although it gave a fault */
};

static void
copy_header(xmlNodePtr node, const char *name, char *to, size_t size)
{
	AUTO(xml_text) xmlChar *text = NULL;

	if (node->ns == NULL || strcmp((const char *)node->ns->href, NS_WSA) != 0 ||
	    strcmp((const char *)node->name, name) != 0)
		return;
	text = xmlNodeGetContent(node);
	if (text != NULL)
		snprintf(to, size, "%s", (const char *)text);
}

static void
read_claim(const char *request, size_t len, struct claim *claim)
{
	AUTO(xml_doc) xmlDocPtr doc = xmlReadMemory(request, (int)len, NULL, NULL,
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	xmlNodePtr root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;
	xmlNodePtr header = root != NULL ? xmlFirstElementChild(root) : NULL;

	*claim = (struct claim){.version = SOAP_1_1};
	if (root != NULL && root->ns != NULL &&
	    strcmp((const char *)root->ns->href, soap_version_ns(SOAP_1_2)) == 0)
		claim->version = SOAP_1_2;
	if (header == NULL || doc->intSubset != NULL)   /* no entities */
		return;
	for (xmlNodePtr node = header->children; node != NULL; node = node->next) {
		copy_header(node, "MessageID", claim->message_id, sizeof(claim->message_id));
		copy_header(node, "Action", claim->action, sizeof(claim->action));
	}
}

/* The canonical octets of the only child of a verified Body, with no blanks around. */
static void
find_content(const struct seal_verified *verified, const char **ret_content, size_t *ret_len)
{
	const char *end = verified->body + verified->body_len;
	const char *from = strchr(verified->body, '>');

	while (end > verified->body && *--end != '<')
		continue;
	*ret_content = from != NULL && from < end ? from + 1 : "";
	*ret_len = from != NULL && from < end ? (size_t)(end - from - 1) : 0;
}

/* Whether the content is the element that the action announces. */
static bool
content_fits(const char *content, size_t len, const struct map_operation *operation)
{
	size_t tag = strcspn(content, " >"), name = strlen(operation->request->element);

	return tag < len && tag > name &&
	    strncmp(content + tag - name, operation->request->element, name) == 0 &&
	    strchr("<:", content[tag - name - 1]) != NULL;
}

static enum err
refuse(struct work *work, const char *code, const char *text, struct err_info *e)
{
	return dispatch_refuse(work->claim.version, code, text, &work->answer, e);
}

/* Has the service answer; a change is carried out once only, and kept if its answer is no fault. */
static enum err
carry_out(struct work *work, const struct seal_verified *verified, const char *content, struct err_info *e)
{
	struct dispatch_call call = {.fund = work->fund, .data = work->mode.data, .files = work->mode.files,
	    .parts = work->parts,
	    .operation = work->operation, .represented = strstr(content, "Representative>") != NULL};
	bool remembers = work->operation->changes && call.data != DATA_FAULT && call.data != DATA_REFUSE;
	struct done done;
	enum err code;

	if (remembers) {
		done_name(verified->message_id, content, &done);
		buf_init(&work->answer.content, ENVELOPE_MAX);
		switch (done_find(work->fund->db, &done, &work->answer.content)) {
		case DONE_SAME:
			return ERR_OK;
		case DONE_OTHER:
			return refuse(work, "DUPLICATE", "Под этим ключом уже выполнен другой запрос.", e);
		case DONE_NOT:
			break;
		}
	}
	code = dispatch_serve(&call, work->claim.version, verified->body, verified->body_len, &work->answer, e);
	work->given = call.given;
	work->keep = call.keep;
	TRY(code);
	if (remembers && !work->answer.fault)
		done_keep(work->fund->db, &done, work->answer.content.data, work->answer.content.len);
	return ERR_OK;
}

/* Asks the service about a request that verified. */
static enum err
serve(struct work *work, const struct seal_verified *verified, struct err_info *e)
{
	struct db *db = work->fund->db;
	const char *content;
	size_t len;
	enum err code;
	AUTO(char) char *copy = NULL;

	work->operation = map_operation_of_action(verified->action);
	if (work->operation == NULL)
		return refuse(work, "ACTION_UNKNOWN", "Неизвестное действие.", e);
	find_content(verified, &content, &len);
	if (!content_fits(content, len, work->operation))
		return refuse(work, "ACTION_MISMATCH", "Содержание не соответствует действию.", e);
	copy = strndup(content, len);
	CHECK(copy != NULL);
	db_enter(db);
	code = carry_out(work, verified, copy, e);
	if (db_leave(db, code == ERR_OK && (!work->answer.fault || work->keep)) || code != ERR_OK || work->answer.fault)
		return code;
	return refuse(work, "INTERNAL", "Хранилище недоступно.", e);
}

static enum err
verify_and_serve(struct work *work, const char *request, size_t len, struct err_info *e)
{
	__attribute__((cleanup(seal_verified_fini))) struct seal_verified verified = {0};
	const struct seal_expect expect = {.now_us = clock_now_us(), .once = true};
	struct err_info why = {0};

	if (seal_verify(work->fund->seal, request, len, &expect, &verified, &why) == ERR_OK &&
	    mtom_match(verified.body, verified.body_len, work->parts, &why) == ERR_OK)
		return serve(work, &verified, e);
	log_failure(LOG_LEVEL_WARN, "event=refused", &why);
	work->operation = map_operation_of_action(work->claim.action);
	return refuse(work, err_name(why.code), err_sentence(why.code, ERR_RU), e);
}

static enum err
address(const struct work *work, struct buf *out, struct err_info *e)
{
	char id[ID_SIZE], uuid[ID_SIZE + 16], other[ID_SIZE + 16];
	struct soap_addressing addressing = {
	    .action = work->operation != NULL ? work->operation->reply_action : ACTION_FAULT,
	    .message_id = uuid,
	    .relates_to = *work->claim.message_id != '\0' ? work->claim.message_id : UNSPECIFIED,
	};

	id_new(id);
	snprintf(uuid, sizeof(uuid), "urn:uuid:%s", id);
	id_new(id);
	snprintf(other, sizeof(other), "urn:uuid:%s", id);
	if (work->mode.head == HEAD_OTHER_RELATES)
		addressing.relates_to = other;
	if (work->mode.head == HEAD_OTHER_ACTION)
		addressing.action = "urn:mostik:other:1.0.0:Other";
	return soap_wrap(work->claim.version, &addressing, work->answer.content.data,
	    work->answer.content.len, out, e);
}

/* Another letter or digit in place of this one. */
static char
other(char c)
{
	return c >= '0' && c <= '9' ? (char)('0' + (c - '0' + 1) % 10) : c == 'A' ? 'B' : 'A';
}

/* Changes a letter of the signature's value, some way into it. */
static void
spoil_value(struct buf *envelope)
{
	char *at = strstr(envelope->data, "SignatureValue>");

	CHECK(at != NULL);
	at += strlen("SignatureValue>") + 8;
	*at = other(*at);
}

/* Changes the last plain letter or digit of a text in the Body. */
static void
spoil_body(struct buf *envelope)
{
	char *body = strstr(envelope->data, ":Body ");
	char *at = envelope->data + envelope->len - 3;

	CHECK(body != NULL);
	while (at > body && (strncmp(at + 1, "</", 2) != 0 || isalnum((unsigned char)*at) == 0))
		at--;
	CHECK(at > body);
	*at = other(*at);
}

static enum err
sign(const struct work *work, const struct buf *envelope, struct buf *out, struct err_info *e)
{
	enum signing signing = work->mode.signing;
	struct seal *seal = signing == SIGNING_STRANGER ? work->fund->stranger : work->fund->seal;
	int64_t now_us = clock_now_us();

	if (signing == SIGNING_NONE)
		return buf_add(out, envelope->data, envelope->len, e);
	if (signing == SIGNING_STALE)
		now_us -= (int64_t)HOUR_S * 1000000;
	TRY(seal_sign(seal, envelope->data, envelope->len, now_us, out, e));
	if (signing == SIGNING_BAD_VALUE)
		spoil_value(out);
	if (signing == SIGNING_BAD_DIGEST)
		spoil_body(out);
	return ERR_OK;
}

/* In place of the envelope, the one that was sent before; and remembers what is sent. */
static void
replay(struct fund *fund, struct answer *answer)
{
	struct buf *envelope = &answer->envelope;

	pthread_mutex_lock(&fund->last_lock);
	if (answer->wire == WIRE_REPLAY && fund->last != NULL) {
		buf_reset(envelope);
		CHECK(buf_add(envelope, fund->last, fund->last_len, NULL) == ERR_OK);
	} else {
		free(fund->last);
		fund->last_len = envelope->len;
		fund->last = malloc(envelope->len);
		CHECK(fund->last != NULL);
		memcpy(fund->last, envelope->data, envelope->len);
	}
	pthread_mutex_unlock(&fund->last_lock);
}

static void
work_fini(struct work *work)
{
	buf_fini(&work->answer.content);
	part_list_free(work->parts);
	part_list_free(work->given);
}

/* The request's envelope and files to the unsigned envelope of the answer. */
static enum err
work_through(struct work *work, const char *type, const char *request, size_t len, struct buf *out,
    struct err_info *e)
{
	BUF_AUTO(envelope, ENVELOPE_MAX);
	struct err_info why = {0};

	if (files_open(type, request, len, &envelope, &work->parts, &why) == ERR_OK) {
		read_claim(envelope.data, envelope.len, &work->claim);
		TRY(verify_and_serve(work, envelope.data, envelope.len, e));
	} else {
		log_failure(LOG_LEVEL_WARN, "event=refused", &why);
		TRY(refuse(work, err_name(why.code), err_sentence(why.code, ERR_RU), e));
	}
	return address(work, out, e);
}

enum err
answer_make(struct fund *fund, const char *type, const char *request, size_t len, struct answer *ret_answer,
    struct err_info *e)
{
	static const char *const types[] = {
		[SOAP_1_1] = "text/xml; charset=utf-8",
		[SOAP_1_2] = "application/soap+xml; charset=utf-8",
	};
	struct work work __attribute__((cleanup(work_fini))) = {.fund = fund, .mode = modes_read(fund->mode)};
	BUF_AUTO(envelope, ENVELOPE_MAX);

	TRY(work_through(&work, type, request, len, &envelope, e));
	*ret_answer = (struct answer){
	    .wire = work.mode.wire,
	    .slow_ms = work.mode.slow_ms,
	    .status = !work.answer.fault ? 200 :
	        work.claim.version == SOAP_1_2 && work.answer.sender ? 400 : 500,
	    .type = types[work.claim.version],
	    .envelope = {.max = ENVELOPE_MAX},
	};
	TRY(sign(&work, &envelope, &ret_answer->envelope, e));
	replay(fund, ret_answer);
	if (work.given == NULL || work.answer.fault)
		return ERR_OK;
	TRY(files_close(work.given, work.claim.version, &ret_answer->envelope, &ret_answer->own_type, e));
	ret_answer->type = ret_answer->own_type;
	return ERR_OK;
}
