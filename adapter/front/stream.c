#include "config.h"

#include <stdlib.h>

#include "adapter/front/private.h"

/*
 * A piece is read when the one before has left, so that of a slow caller's file no more than one piece is
 * in memory.  From front_stream_send() until the last octet the request is evhttp's, but it does not free
 * it by itself when the connection breaks.
 */

enum { PIECE = 65536 };

struct stream {
	struct front_stream    from;
	struct link           *link;
	struct evhttp_request *req;
	uint64_t               at;      /* octets that evhttp has */
};

static void send_piece(struct stream *s);

static void
stream_free(struct stream *s)
{
	s->from.release(s->from.arg);
	free(s);
}

static void
on_drained(struct evhttp_connection *evcon, void *arg)
{
	struct stream *s = arg;

	(void)evcon;
	send_piece(s);
}

static enum err
read_piece(struct stream *s, struct evbuffer *piece, struct err_info *e)
{
	uint64_t left = s->from.size - s->at;
	size_t size = left < PIECE ? (size_t)left : PIECE, len = 0;
	struct evbuffer_iovec room;

	if (piece == NULL || evbuffer_reserve_space(piece, (ev_ssize_t)size, &room, 1) != 1)
		FAIL(e, ERR_NOMEM, "", "a piece of a file");
	TRY(s->from.read(s->from.arg, s->at, room.iov_base, size, &len, e));
	CHECK(len > 0 && len <= size);
	room.iov_len = len;
	if (evbuffer_commit_space(piece, &room, 1) != 0)
		FAIL(e, ERR_NOMEM, "", "a piece of a file");
	s->at += len;
	return ERR_OK;
}

/* That the length was promised and not kept is all that can still be told of a failure. */
static void
send_piece(struct stream *s)
{
	struct evbuffer *piece;
	struct err_info e;

	if (s->at == s->from.size) {
		struct evhttp_request *req = s->req;

		s->link->stream = NULL;
		stream_free(s);
		evhttp_send_reply_end(req);
		return;
	}
	piece = evbuffer_new();
	if (read_piece(s, piece, &e) == ERR_OK) {
		evhttp_send_reply_chunk_with_cb(s->req, piece, on_drained, s);
	} else {
		log_failure(LOG_LEVEL_ERROR, "event=answer_cut_short", &e);
		evhttp_connection_free(evhttp_request_get_connection(s->req));  /* ends the stream */
	}
	if (piece != NULL)
		evbuffer_free(piece);
}

void
front_stream_send(struct link *link, struct evhttp_request *req, int status, const char *words,
    const struct front_stream *from)
{
	struct stream *s = malloc(sizeof(*s));

	CHECK(link != NULL && link->stream == NULL);
	if (s == NULL) {
		from->release(from->arg);
		evhttp_connection_free(evhttp_request_get_connection(req));
		return;
	}
	*s = (struct stream){.from = *from, .link = link, .req = req};
	link->stream = s;
	evhttp_send_reply_start(req, status, words);
	send_piece(s);
}

void
front_stream_lost(struct stream *s)
{
	if (evhttp_request_get_connection(s->req) == NULL)
		evhttp_request_free(s->req);
	stream_free(s);
}
