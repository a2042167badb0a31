/*
 * splice: a document's octets with something put in, all else staying as it came.  Private to seal/.
 *
 * The octets are UTF-8, and the tree was parsed from them: so the n-th element of the tree is the
 * n-th start tag among the octets.
 */
#ifndef ADAPTER_SEAL_SPLICE_H
#define ADAPTER_SEAL_SPLICE_H

#include "adapter/xml/xml.h"

/* Where an element stands: offsets.  An empty-element tag has no content: open_end is its end. */
struct seal_place {
	size_t begin;           /* of its start tag */
	size_t open_end;        /* one past the '>' of its start tag */
	size_t close;           /* of its end tag */
	size_t end;             /* one past all of it */
	bool   empty;           /* <x/> */
};

struct seal_splice {
	const char *octets;
	size_t      len;
	size_t      at;         /* up to here all has been copied, or left out */
	struct buf *out;
};

/* ERR_BUG if the octets are not those of element's document. */
MUST_USE enum err seal_splice_find(const struct seal_splice *s, const xmlNode *element,
    struct seal_place *ret_place, struct err_info *e);

/* Copies up to offset, which may not lie before what was copied. */
MUST_USE enum err seal_splice_copy(struct seal_splice *s, size_t offset, struct err_info *e);

/* Copies the rest. */
MUST_USE enum err seal_splice_end(struct seal_splice *s, struct err_info *e);

/* Puts in text: at the end of a start tag, thus as attributes. */
MUST_USE enum err seal_splice_attributes(struct seal_splice *s, const struct seal_place *place,
    const char *text, struct err_info *e);

/* Puts text before an element's content; with only that is dropped: it must be white space. */
MUST_USE enum err seal_splice_fill(struct seal_splice *s, const struct seal_place *place, bool only,
    const char *text, struct err_info *e);

/*
 * Puts in an element that has the prefix of the element at like, so that both have one namespace,
 * if it is put beside it or into it.
 */
MUST_USE enum err seal_splice_element(struct seal_splice *s, const struct seal_place *like,
    const char *name, const char *content, struct err_info *e);

#endif
