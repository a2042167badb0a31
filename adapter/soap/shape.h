/*
 * shape: what kind of thing stands in a Body, read by libxml2 before gSOAP may read it.
 *
 * gSOAP is lenient where a record of payments must not be: it takes unknown attributes (href
 * and xsi:type among them), markup inside text, elements out of order, and stops at the end of
 * the Body.  Here all that a contract's document never has is refused, and the outline is kept:
 * the names of the elements as they stand.  Private to adapter/soap/.
 */
#ifndef ADAPTER_SOAP_SHAPE_H
#define ADAPTER_SOAP_SHAPE_H

#include "adapter/soap/soap.h"

struct soap_shape {
	enum soap_version version;      /* of the Body's namespace */
	bool              fault;        /* the Body's child is a Fault */
	char              name[128];    /* of the Body's child: "{namespace}local", cut if too long */
	struct buf        outline;      /* of the Body's child: "<{namespace}local<…>…>" */
};

/*
 * Reads one Body element.  Everything that is refused is ERR_REPLY_SCHEMA; the limits are
 * message.h's.  On success the caller owns *ret_shape: soap_shape_fini().
 */
MUST_USE enum err soap_shape_read(const char *body, size_t len, struct soap_shape *ret_shape,
    struct err_info *e);
void soap_shape_fini(struct soap_shape *shape);

#endif
