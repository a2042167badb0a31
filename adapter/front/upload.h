/*
 * upload: a body of multipart/form-data on its way into a list of parts.
 *
 * Its content never lies in memory but for the part "body".  What is wrong with it is kept, and the rest
 * read and dropped: a caller that is sending cannot hear us.  Private to front.
 */
#ifndef ADAPTER_FRONT_UPLOAD_H
#define ADAPTER_FRONT_UPLOAD_H

#include "adapter/front/front.h"
#include "adapter/front/multipart.h"
#include "adapter/parts/parts.h"

enum { UPLOAD_FRAMING_SIZE = 48 };

struct upload {
	struct front     *front;
	bool              counted;              /* among the uploads under way */
	struct multipart  multipart;
	struct part_list *parts;
	struct buf        body;                 /* the part of that name */
	char              body_type[MULTIPART_TYPE_SIZE];
	bool              has_body, in_body;
	bool              whole;                /* all of it has come */
	bool              failed;
	struct err_info   e;                    /* then: why */
	char              framing[UPLOAD_FRAMING_SIZE];         /* the header that said how long it is … */
	const char       *framing_value;        /* … name and value being two strings in it */
	uint64_t          received;
	int64_t           began_ms;
};

/*
 * For a request with this head, of whole lines.  NULL without memory.  What else is wrong is kept as
 * its failure: ERR_BUSY, ERR_MULTIPART, ERR_SPOOL.
 */
struct upload *front_upload_new(struct front *front, const char *head);
void front_upload_free(struct upload *upload);          /* NULL is fine */

/* The next octets of the content, and its end. */
void front_upload_add(struct upload *upload, const char *bytes, size_t len);
void front_upload_end(struct upload *upload);

/* Lets go of the files, and of the place among those under way. */
void front_upload_drop(struct upload *upload);

/* How much longer it may take, by what has come of it; 0 or less: it is late. */
int64_t front_upload_left_ms(const struct upload *upload);

/* Writes head to out with a framing that says: no content. */
MUST_USE enum err front_upload_head(const char *head, struct buf *out, struct err_info *e);

#endif
