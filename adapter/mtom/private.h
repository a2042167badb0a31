/* What the files of mtom share: field.c reads header fields; read.c, head.c and write.c use them. */
#ifndef ADAPTER_MTOM_PRIVATE_H
#define ADAPTER_MTOM_PRIVATE_H

#include "adapter/mtom/mtom.h"

enum {
	BOUNDARY_MAX   = 70,            /* RFC 2046, 5.1.1 */
	FIELD_VALUE    = 256,
	FIELD_PARAMS   = 8,
	HEAD_MAX       = 4096,          /* octets of a part's head */
};

/* A Content-Type: type and names in lower case, values without quotes. */
struct mtom_field {
	char   type[128];
	size_t n_params;
	struct {
		char name[32];
		char value[FIELD_VALUE];
	} param[FIELD_PARAMS];
};

/* False if it is malformed, too long, or has a parameter twice. */
bool mtom_field_read(const char *text, struct mtom_field *ret_field);
const char *mtom_field_param(const struct mtom_field *field, const char *name);      /* NULL: absent */

/* Takes <id> apart; false unless id is 1 to PART_NAME_SIZE - 1 visible characters without < and >. */
bool mtom_field_id(const char *text, char ret_id[PART_NAME_SIZE]);

/* The head of one part. */
struct mtom_head {
	char              id[PART_NAME_SIZE];   /* "" if it has none */
	char              encoding[32];
	bool              typed;
	struct mtom_field type;
};

/* Reads the lines of a head, each with its CRLF.  ERR_FUND_HTTP. */
MUST_USE enum err mtom_head_read(const char *head, size_t len, struct mtom_head *ret_head,
    struct err_info *e);

/* ERR_FUND_HTTP unless the head is that of an envelope in UTF-8 (XOP 1.0, 4.1). */
MUST_USE enum err mtom_head_is_root(const struct mtom_head *head, struct err_info *e);

#endif
