/*
 * package: what the steps do where files go beside the message: out as MTOM, in from it, and on to the caller.
 *
 * An exchange without files goes as before; a reply tells by its Content-Type.
 */
#ifndef ADAPTER_PACKAGE_H
#define ADAPTER_PACKAGE_H

#include "adapter/base/base.h"

struct exchange;
struct front_answer;

/*
 * After signing: puts the envelope and x->parts together.  ERR_INVALID: a part's name cannot be sent, or the
 * envelope does not refer to it once.
 */
MUST_USE enum err package_close(struct exchange *x, struct err_info *e);

/* Fills what of x->post is the message, and where a reply with files goes. */
void package_post(struct exchange *x);

/* After the reply has come: ERR_OK if it was a package or has the media type of an envelope. */
MUST_USE enum err package_open(struct exchange *x, struct err_info *e);

/*
 * Answers with the file that the reply is (op->file): status, headers and x->file; x->body stays the record of
 * it.  ERR_RANGE, which is for the caller: what was asked for lies outside.
 */
MUST_USE enum err package_serve(struct exchange *x, struct err_info *e);

/* Sends that answer. */
void package_answer(struct exchange *x, struct front_answer *answer);

struct package_file;
void package_file_free(struct package_file *file);      /* NULL is fine */

#endif
