/*
 * message: what a struct soap_message is inside, and the few calls on its gSOAP context that
 * the files of this folder share.  Private to adapter/soap/.
 */
#ifndef ADAPTER_SOAP_MESSAGE_H
#define ADAPTER_SOAP_MESSAGE_H

#include "adapter/soap/soap.h"

#define NS_WSU "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"

struct soap_message {
	unsigned                  magic;
	struct soap_pool         *pool;
	struct soap_message      *next;         /* in the pool's list of idle ones */
	struct soap              *ctx;
	const struct map_message *content;      /* NULL: nothing was mapped or parsed */
	void                     *obj;          /* content's struct, in ctx's memory */
};

/* What may stand in one message.  The contracts allow less; these only bound the work. */
enum {
	SOAP_LIMIT_LEVEL  = 32,                 /* elements inside one another */
	SOAP_LIMIT_OCCURS = 5000,               /* elements of one list */
	SOAP_LIMIT_LENGTH = 16384,              /* bytes of one text */
	SOAP_LIMIT_BODY   = 16 * 1024 * 1024,   /* bytes of one Body */
};

/* Forgets what the message held and frees the memory of it; the context is as new. */
void soap_message_reset(struct soap_message *message);

/* The message behind a pointer that came through other hands; stops the program if it is none. */
void soap_message_check(const struct soap_message *message);

/* Appends the message's content as an element in exclusive-canonical form.  ERR_BUILD. */
MUST_USE enum err soap_put_content(struct soap_message *message, struct buf *out,
    struct err_info *e);

#endif
