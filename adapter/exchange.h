/*
 * exchange: one request and everything made from it, until its answer is sent.
 *
 * The fields stand in the order in which the rows of flow.c fill them.  Everything hangs on the
 * exchange and dies with it.  An exchange belongs to one thread at a time.
 */
#ifndef ADAPTER_EXCHANGE_H
#define ADAPTER_EXCHANGE_H

#include <stdint.h>

#include <jansson.h>

#include "adapter/base/base.h"
#include "adapter/flow.h"
#include "adapter/front/front.h"
#include "adapter/journal/journal.h"
#include "adapter/mtom/mtom.h"
#include "adapter/parts/parts.h"
#include "adapter/seal/seal.h"
#include "adapter/send/send.h"
#include "adapter/soap/soap.h"
#include "mapping/mapping.h"

struct package_file;
struct service;

enum { EXCHANGE_HEADERS_MAX = 14, MESSAGE_ID_SIZE = 9 + ID_SIZE };       /* urn:uuid: and the id */

struct exchange {
	unsigned                    magic;
	struct service             *service;
	struct exchange            *next;               /* in the queue that it waits in */
	struct flow_state           flow;
	/* receive */
	char                        id[ID_SIZE];
	struct front_call          *call;
	struct part_list           *parts;              /* the files of an upload; NULL: it is none */
	char                       *caller;             /* name of the calling system, also after call is gone */
	int64_t                     received_us;
	int64_t                     deadline_ms;        /* on the monotonic clock */
	enum err_lang               lang;
	/* route */
	const struct map_operation *op;                 /* NULL: none was found */
	json_t                     *doc;                /* the request document, see mapping.h */
	char                        allow[64];          /* methods of the resource, for a 405 */
	/* authenticate */
	char                        message_id[MESSAGE_ID_SIZE];
	bool                        claims;             /* an Idempotency-Key goes with it */
	struct journal_claim        claim;
	bool                        claimed;            /* the claim is ours to settle */
	/* map, build */
	struct soap_message        *message;
	struct err_list            *problems;           /* NULL: none were found */
	struct buf                  built;
	/* sign */
	struct buf                  envelope;
	int64_t                     sent_us;
	struct mtom_writer         *writer;             /* of envelope and parts; NULL: no parts */
	/* note sending */
	struct journal_job          job;
	struct buf                  as_received;
	bool                        request_noted;
	/* send */
	struct send_job             post;
	bool                        posted;             /* the Fund may have seen it */
	int64_t                     replied_us;
	struct mtom_reader         *reader;             /* NULL: the reply is an envelope alone */
	/* verify */
	struct seal_verified        verified;
	struct part_list           *reply_parts;        /* each is named in verified.body; NULL: none came */
	/* parse, unmap */
	struct soap_fault           fault;
	const struct map_refusal   *refusal;            /* what the fault means, if the service declares it */
	json_t                     *fault_detail;       /* then, all that it says */
	json_t                     *reply;
	/* answer */
	int                         status;
	const char                 *content_type;
	char                       *body;
	size_t                      body_len;
	struct package_file        *file;               /* the answer, body being the record of it; NULL: body is */
	struct front_header         header[EXCHANGE_HEADERS_MAX];
	size_t                      n_headers;
	char                       *header_text[EXCHANGE_HEADERS_MAX];  /* values that are ours */
	size_t                      n_header_texts;
	bool                        answer_noted;
};

/* For a call that front has given us; takes it.  ERR_NOMEM leaves the call to the caller. */
MUST_USE enum err exchange_new(struct service *service, struct front_call *call,
    struct exchange **ret_x, struct err_info *e);
void exchange_free(struct exchange *x);

/* What flow.c needs. */
struct flow_state *exchange_flow(struct exchange *x);
void exchange_hand_over(struct exchange *x, enum flow_where where);
void exchange_end(struct exchange *x);          /* tells the service, then frees */

/* Milliseconds left until the deadline; negative when it has passed. */
int64_t exchange_left_ms(const struct exchange *x);

/* The object of that name in the request document, made if it is not there; borrowed. */
MUST_USE enum err exchange_part(struct exchange *x, const char *name, json_t **ret_part, struct err_info *e);

/* Adds a header to the answer; value must live as long as the exchange. */
void exchange_add_header(struct exchange *x, const char *name, const char *value);
/* The same, with a copy of value. */
MUST_USE enum err exchange_add_header_copy(struct exchange *x, const char *name, const char *value,
    struct err_info *e);

#endif
