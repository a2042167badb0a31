/*
 * parts: octets too large for memory, such as a scanned document or the file that the Fund hands over.
 *
 * Each part lies in a file without a name (O_TMPFILE in the spool folder), so that nothing of it
 * is left after a crash; its digest and size are computed while it is written.  What the parts of one
 * message may take together is bounded when the list is made.
 *
 * Threads: a list and its parts belong to one thread at a time.
 */
#ifndef ADAPTER_PARTS_PARTS_H
#define ADAPTER_PARTS_PARTS_H

#include <stdint.h>

#include "adapter/base/base.h"

enum {
	PART_NAME_SIZE     = 65,        /* with the NUL, as all of them */
	PART_FILENAME_SIZE = 256,
	PART_MEDIA_SIZE    = 64,
	PART_DIGEST_SIZE   = 32,        /* SHA-256 */
};

/* What a message's parts may be; sizes in octets. */
struct part_limits {
	const char *dir;                /* the spool folder */
	size_t      max_parts;
	uint64_t    max_part;           /* of one */
	uint64_t    max_total;          /* of all together */
};

struct part {
	char          name[PART_NAME_SIZE];             /* that the message has for it: form field, Content-ID */
	char          filename[PART_FILENAME_SIZE];     /* UTF-8, no folder; "" if none was given */
	char          media_type[PART_MEDIA_SIZE];      /* by content, lower case; "" if unknown */
	bool          whole;                            /* and it ends as that type has to */
	uint64_t      size;
	unsigned char digest[PART_DIGEST_SIZE];         /* valid after part_end() */
};

struct part_list;

MUST_USE enum err part_list_new(const struct part_limits *limits, struct part_list **ret_list,
    struct err_info *e);
void part_list_free(struct part_list *list);            /* and every part; NULL is fine */

/*
 * Makes the spool folder (mode 0700) if it is not there, and tries whether files without a name can be
 * made in it.  ERR_SPOOL, e->at being "spool".
 */
MUST_USE enum err part_spool_open(const char *dir, struct err_info *e);

/*
 * Begins a part; the one before must have ended.  Fails with ERR_INVALID for a name that is taken,
 * empty, too long or not of visible ASCII, for a filename that is too long or no text, or for too many
 * parts; with ERR_SPOOL if no file can be made.  filename may be NULL; the folders in it are dropped.
 */
MUST_USE enum err part_begin(struct part_list *list, const char *name, const char *filename,
    struct err_info *e);
/* Appends to the part begun last.  ERR_TOO_LARGE beyond a limit, ERR_SPOOL if it cannot be written. */
MUST_USE enum err part_write(struct part_list *list, const void *bytes, size_t len, struct err_info *e);
/* Ends it: size, digest and media type are final.  After a failure the list is good for freeing only. */
MUST_USE enum err part_end(struct part_list *list, struct err_info *e);

size_t             part_count(const struct part_list *list);
const struct part *part_at(const struct part_list *list, size_t i);
const struct part *part_find(const struct part_list *list, const char *name);   /* NULL: none */

/*
 * That an ended part is a file as citizens send them: PDF, JPEG, PNG or a detached signature (CMS in DER), and
 * whole as far as its beginning and end tell.  ERR_FILE_FORMAT, ERR_FILE_UNREADABLE; e->at is "/files/" and its name.
 */
MUST_USE enum err part_check(const struct part *part, struct err_info *e);

/* Reads up to size octets from offset of an ended part; *ret_len is 0 only at its end.  ERR_SPOOL. */
MUST_USE enum err part_read(const struct part *part, uint64_t offset, void *buf, size_t size,
    size_t *ret_len, struct err_info *e);

#endif
