/*
 * envelope: the outer shape of a message, and its parts that a signature covers.
 * Private to seal/.
 */
#ifndef ADAPTER_SEAL_ENVELOPE_H
#define ADAPTER_SEAL_ENVELOPE_H

#include "adapter/seal/library.h"

/*
 * What a signature may cover: the first two in Security, the last in Envelope, the
 * others in Header.
 */
enum seal_part {
	SEAL_TOKEN, SEAL_TIMESTAMP,
	SEAL_TO, SEAL_ACTION, SEAL_MESSAGE_ID, SEAL_RELATES_TO, SEAL_FROM, SEAL_REPLY_TO,
	SEAL_FAULT_TO,
	SEAL_BODY,
	SEAL_PARTS
};

/* Nodes belong to the document. */
struct seal_envelope {
	xmlDocPtr   doc;
	const char *soap;                       /* namespace: SOAP 1.1 or 1.2 */
	xmlNodePtr  header;                     /* NULL if there is none */
	xmlNodePtr  security;                   /* NULL if there is none */
	xmlNodePtr  part[SEAL_PARTS];           /* NULL if absent; those of Security come later */
};

/* "Body", "MessageID" …: local names, and how err_info.at calls them. */
const char *seal_part_name(enum seal_part part);
const char *seal_part_path(enum seal_part part);

/* Whether the part must be covered where it is present. */
bool seal_part_is_covered(enum seal_part part);

/*
 * Envelope with at most one Header, then exactly one Body; each addressing header at
 * most once; at most one Security, addressed to nobody in particular; no header that
 * must be understood and is not.  ERR_SIG_STRUCTURE.
 */
MUST_USE enum err seal_envelope_read(xmlDocPtr doc, struct seal_envelope *ret_envelope,
    struct err_info *e);

/* That the headers without which no message is taken or sent are there.  ERR_SIG_STRUCTURE. */
MUST_USE enum err seal_envelope_complete(const struct seal_envelope *envelope,
    struct err_info *e);

/* Makes the part's wsu:Id known to the document; ERR_SIG_COVERAGE without one or if it is taken. */
MUST_USE enum err seal_envelope_register(const struct seal_envelope *envelope,
    enum seal_part part, struct err_info *e);

#endif
