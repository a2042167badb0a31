/*
 * soap: between JSON and the octets of a SOAP envelope; with mapping/ the only
 * user of gSOAP.
 *
 * A struct soap_message is one message being built or read: a gSOAP context and
 * the struct that lives in it.  Contexts are large, so they are kept in a pool;
 * a message belongs to one thread at a time and may change threads.
 *
 * The envelopes built here are unsigned; adapter/seal/ adds the Security header.
 * What is read here is the octets of a Body that adapter/seal/ has verified, and
 * nothing else.  SOAP 1.1 is written; 1.1 and 1.2 are read.
 */
#ifndef ADAPTER_SOAP_SOAP_H
#define ADAPTER_SOAP_SOAP_H

#include "adapter/base/base.h"
#include "mapping/mapping.h"

struct soap_pool;
struct soap_message;

/* WS-Addressing 1.0 - Core, section 3.2.  relates_to is NULL in a request. */
struct soap_addressing {
	const char *to;                         /* NULL: the anonymous address */
	const char *action;
	const char *message_id;                 /* urn:uuid:… */
	const char *relates_to;
};

/* A declared fault of the Fund, as read; fields are "" where absent. */
struct soap_fault {
	char code[64];                          /* the detail's Code, stable, from the contract */
	char field[128];                        /* the detail's Field */
	char text[512];                         /* for the citizen, in Russian */
	bool sender;                            /* faultcode Client / Sender: our request is at fault */
	bool own;                               /* the service's own fault, whole in the message: soap_unmap() */
};

enum soap_version { SOAP_1_1, SOAP_1_2 };

/* The namespace of envelopes of that version. */
const char *soap_version_ns(enum soap_version version);

/* keep: how many idle contexts to hold.  Never fails to give later: it makes more. */
MUST_USE enum err soap_pool_open(size_t keep, struct soap_pool **ret_pool, struct err_info *e);
void soap_pool_close(struct soap_pool *pool);

MUST_USE enum err soap_message_new(struct soap_pool *pool, struct soap_message **ret_message,
    struct err_info *e);
void soap_message_free(struct soap_message *message);

/* map: JSON to the struct of content.  Findings go to problems; ERR_INVALID if there are any. */
MUST_USE enum err soap_map(struct soap_message *message, const struct map_message *content,
    const json_t *doc, struct err_list *problems, struct err_info *e);

/*
 * build: the mapped struct to a whole envelope, appended to out.  The Body and each
 * addressing header carry a wsu:Id ("Body", "To", "Action", "MessageID", "RelatesTo").
 */
MUST_USE enum err soap_build(struct soap_message *message, const struct soap_addressing *addressing,
    struct buf *out, struct err_info *e);

/*
 * wrap: what build writes, around content: the octets of one element in exclusive-canonical form.
 * It may use the prefix SOAP-ENV of the envelope.
 */
MUST_USE enum err soap_wrap(enum soap_version version, const struct soap_addressing *addressing,
    const char *content, size_t len, struct buf *out, struct err_info *e);

/*
 * parse: the octets of one verified Body element to the struct of content, which must be
 * its only child, element for element as the schema has it.  Attributes but xsi:nil, and href of an
 * xop:Include in the Content of a file (whose struct member is the Content-ID), text beside elements,
 * comments, CDATA, document types and octets that are no UTF-8 are refused.
 * Fails with ERR_REPLY_SCHEMA, e->at being the element; or for a SOAP fault (of 1.1 or 1.2)
 * with ERR_FUND_FAULT, ERR_FUND_REFUSED or ERR_FUND_NOT_FOUND by its code, and then fills
 * *fault, which is empty otherwise.  The service's own fault is read element for element as a reply is.
 */
MUST_USE enum err soap_parse(struct soap_message *message, const struct map_message *content,
    const char *body, size_t len, struct soap_fault *fault, struct err_info *e);

/* unmap: the parsed struct to JSON, checked by its rows; a new reference. */
MUST_USE enum err soap_unmap(struct soap_message *message, json_t **ret_json, struct err_info *e);

#endif
