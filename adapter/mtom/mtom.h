/*
 * mtom: a SOAP message with files beside it, out and in.
 *
 * SOAP Message Transmission Optimization Mechanism and XML-binary Optimized Packaging 1.0 (W3C,
 * 25 January 2005), as multipart/related (RFC 2387, RFC 2046).  The envelope is the root part.  A
 * file is a part of its own; where it stands in the Body there is an xop:Include with its Content-ID,
 * beside it its size and digest.  The signature covers the Body as it is sent, and the digest there
 * binds the part: mtom_match() is what makes a part worth as much as the Body.
 *
 * Neither way holds more of a file than one piece.  Threads: one at a time for each object.
 */
#ifndef ADAPTER_MTOM_MTOM_H
#define ADAPTER_MTOM_MTOM_H

#include <stdint.h>

#include "adapter/base/base.h"
#include "adapter/parts/parts.h"

/* What follows a part's name in the Content-ID of what we write (RFC 2392: id@domain). */
#define MTOM_ID_DOMAIN "mostik"

/* ---- out ----------------------------------------------------------------------------- */

struct mtom_writer;

/*
 * The package of root, an envelope of soap_type ("text/xml"), with the parts: PARTNAME is
 * <PARTNAME@mostik>.  root and parts are borrowed until mtom_writer_free().  ERR_INVALID: a part's name
 * is not of letters, digits, '.', '_' and '-'.
 */
MUST_USE enum err mtom_writer_new(const char *root, size_t len, const char *soap_type,
    const struct part_list *parts, struct mtom_writer **ret_writer, struct err_info *e);
void mtom_writer_free(struct mtom_writer *w);           /* NULL is fine */

const char *mtom_writer_type(const struct mtom_writer *w);      /* Content-Type */
uint64_t    mtom_writer_size(const struct mtom_writer *w);      /* Content-Length */

/* Up to size octets of the package from offset on; *ret_len is 0 only at its end.  ERR_SPOOL. */
MUST_USE enum err mtom_writer_read(const struct mtom_writer *w, uint64_t offset, void *buf,
    size_t size, size_t *ret_len, struct err_info *e);

/* ---- in ------------------------------------------------------------------------------ */

struct mtom_reader;

/* Whether a Content-Type is multipart/related, well-formed or not. */
bool mtom_is_package(const char *content_type);

/*
 * Reads a package piece by piece: the root part goes to root (borrowed; bounded by its limit), the
 * others into a list under their Content-IDs.  Strict: what two readers might cut differently is
 * refused.  ERR_FUND_HTTP: not such a package; ERR_FUND_TOO_LARGE: beyond a limit; ERR_SPOOL;
 * ERR_NOMEM.  After a failure the reader repeats it.
 */
MUST_USE enum err mtom_reader_new(const char *content_type, const struct part_limits *limits,
    struct buf *root, struct mtom_reader **ret_reader, struct err_info *e);
void mtom_reader_free(struct mtom_reader *r);           /* NULL is fine */
MUST_USE enum err mtom_reader_push(struct mtom_reader *r, const char *octets, size_t len,
    struct err_info *e);

/* There is no more: was it all?  Gives the parts, perhaps none of them, to the caller. */
MUST_USE enum err mtom_reader_end(struct mtom_reader *r, struct part_list **ret_parts,
    struct err_info *e);

/*
 * That every xop:Include of a verified Body names a part of its own, of the size and digest that stand
 * beside it, and that no part is left over.  parts is NULL where none came.  ERR_REPLY_PART, e->at
 * being the element's name or the part's place ("part 2"); ERR_XML*, ERR_NOMEM.
 */
MUST_USE enum err mtom_match(const char *body, size_t len, const struct part_list *parts,
    struct err_info *e);

#endif
