#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "adapter/mtom/private.h"

/* The root's Content-ID; no part of ours is of this domain. */
#define ROOT_ID "envelope@root." MTOM_ID_DOMAIN

enum { HEADS_MAX = 1 << 20 };

/* A stretch of the package: octets in memory, or a part. */
struct piece {
	uint64_t           from;        /* its first octet's place in the package */
	uint64_t           len;
	const char        *octets;      /* NULL: of part */
	size_t             head;        /* or where in heads they are, until all of them are written */
	const struct part *part;
};

struct mtom_writer {
	char          boundary[sizeof("mostik-") + ID_SIZE];
	char          type[256];
	struct buf    heads;            /* all that is neither the root nor a part */
	size_t        n_pieces;
	struct piece *piece;
};

AUTO_DEFINE(writer, struct mtom_writer *, mtom_writer_free)

void
mtom_writer_free(struct mtom_writer *w)
{
	if (w == NULL)
		return;
	buf_fini(&w->heads);
	free(w->piece);
	free(w);
}

static struct piece *
add_piece(struct mtom_writer *w, uint64_t len)
{
	struct piece *piece = &w->piece[w->n_pieces++];

	if (w->n_pieces > 1)
		piece->from = piece[-1].from + piece[-1].len;
	piece->len = len;
	return piece;
}

/* The octets that were added to heads since it was that long. */
static void
add_head(struct mtom_writer *w, size_t since)
{
	add_piece(w, w->heads.len - since)->head = since;
}

static enum err
add_root(struct mtom_writer *w, const char *root, size_t len, const char *soap_type, struct err_info *e)
{
	TRY(buf_addf(&w->heads, e, "--%s\r\nContent-Type: application/xop+xml; charset=UTF-8; type=\"%s\"\r\n"
	    "Content-Transfer-Encoding: binary\r\nContent-ID: <" ROOT_ID ">\r\n\r\n", w->boundary, soap_type));
	add_head(w, 0);
	add_piece(w, len)->octets = root;
	return ERR_OK;
}

static bool
is_plain(const char *text, const char *marks)
{
	for (; *text != '\0'; text++)
		if (!(*text >= 'a' && *text <= 'z') && !(*text >= 'A' && *text <= 'Z') &&
		    !(*text >= '0' && *text <= '9') && strchr(marks, *text) == NULL)
			return false;
	return true;
}

static enum err
add_part(struct mtom_writer *w, const struct part *part, struct err_info *e)
{
	size_t since = w->heads.len;
	bool typed = part->media_type[0] != '\0' && is_plain(part->media_type, "/.+-_");

	if (part->name[0] == '\0' || !is_plain(part->name, "._-"))
		FAIL(e, ERR_INVALID, "/files", "a part's name has letters, digits, '.', '_' and '-'");
	TRY(buf_addf(&w->heads, e, "\r\n--%s\r\nContent-Type: %s\r\nContent-Transfer-Encoding: binary\r\n"
	    "Content-ID: <%s@" MTOM_ID_DOMAIN ">\r\n\r\n", w->boundary,
	    typed ? part->media_type : "application/octet-stream", part->name));
	add_head(w, since);
	add_piece(w, part->size)->part = part;
	return ERR_OK;
}

static enum err
add_all(struct mtom_writer *w, const char *root, size_t len, const char *soap_type,
    const struct part_list *parts, struct err_info *e)
{
	size_t since;

	TRY(add_root(w, root, len, soap_type, e));
	for (size_t i = 0; i < part_count(parts); i++)
		TRY(add_part(w, part_at(parts, i), e));
	since = w->heads.len;
	TRY(buf_addf(&w->heads, e, "\r\n--%s--\r\n", w->boundary));
	add_head(w, since);
	for (size_t i = 0; i < w->n_pieces; i++)
		if (w->piece[i].octets == NULL && w->piece[i].part == NULL)
			w->piece[i].octets = w->heads.data + w->piece[i].head;
	return ERR_OK;
}

/* The boundary is 122 random bits: nobody who made a part or the root can have known it. */
enum err
mtom_writer_new(const char *root, size_t len, const char *soap_type, const struct part_list *parts,
    struct mtom_writer **ret_writer, struct err_info *e)
{
	AUTO(writer) struct mtom_writer *w = calloc(1, sizeof(*w));
	char id[ID_SIZE];
	int n;

	if (w != NULL)
		w->piece = calloc(2 * part_count(parts) + 3, sizeof(*w->piece));
	if (w == NULL || w->piece == NULL)
		FAIL(e, ERR_NOMEM, "", "a package");
	buf_init(&w->heads, HEADS_MAX);
	id_new(id);
	snprintf(w->boundary, sizeof(w->boundary), "mostik-%s", id);
	n = snprintf(w->type, sizeof(w->type), "multipart/related; boundary=\"%s\"; "
	    "type=\"application/xop+xml\"; start=\"<" ROOT_ID ">\"; start-info=\"%s\"", w->boundary, soap_type);
	CHECK(n > 0 && (size_t)n < sizeof(w->type));
	TRY(add_all(w, root, len, soap_type, parts, e));
	*ret_writer = STEAL(w);
	return ERR_OK;
}

const char *
mtom_writer_type(const struct mtom_writer *w)
{
	return w->type;
}

uint64_t
mtom_writer_size(const struct mtom_writer *w)
{
	const struct piece *last = &w->piece[w->n_pieces - 1];

	return last->from + last->len;
}

/* Some octets of a piece, from one of its own on; at least one. */
static enum err
read_piece(const struct piece *piece, uint64_t from, char *to, size_t size, size_t *ret_len, struct err_info *e)
{
	uint64_t left = piece->len - from;
	size_t n = left < size ? (size_t)left : size;

	if (piece->part == NULL) {
		memcpy(to, piece->octets + from, n);
		*ret_len = n;
		return ERR_OK;
	}
	TRY(part_read(piece->part, from, to, n, ret_len, e));
	if (*ret_len == 0)
		FAIL(e, ERR_SPOOL, "", "a part is shorter than it was");
	return ERR_OK;
}

enum err
mtom_writer_read(const struct mtom_writer *w, uint64_t offset, void *buf, size_t size,
    size_t *ret_len, struct err_info *e)
{
	size_t len = 0;

	for (size_t i = 0; i < w->n_pieces; i++) {
		const struct piece *piece = &w->piece[i];

		while (len < size && offset + len >= piece->from && offset + len < piece->from + piece->len) {
			size_t n;

			TRY(read_piece(piece, offset + len - piece->from, (char *)buf + len, size - len, &n, e));
			len += n;
		}
	}
	*ret_len = len;
	return ERR_OK;
}
