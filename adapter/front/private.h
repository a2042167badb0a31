/*
 * What the files of front share.  One struct link for each TLS connection, one struct call for
 * each request that is with the handler.
 *
 *     trust.c    our key and certificate, whom we trust and who is let in: what a reload changes
 *     tls.c      the rules of TLS: versions, ciphers, server names
 *     meet.c     who is at the other end of a connection
 *     listen.c   sockets: open, the limit of connections, reload, stop, close
 *     link.c     one connection, from its TLS handshake to its end
 *     feed.c     what evhttp gets to see of a connection's bytes
 *     scan.c     where requests begin and end, seen before evhttp sees them
 *     upload.c   a body of multipart/form-data, which evhttp does not see at all
 *     multipart.c, parameter.c  how such a body is written
 *     request.c  the shapes of HTTP that are refused unread
 *     call.c     the request as the handler gets it
 *     answer.c   what goes back
 *     stream.c   a body that goes back piece by piece
 *
 * evhttp of libevent 2.1 would answer by itself, in HTML, what it cannot parse, and has no hook for these
 * pages: scan.c refuses before it comes to that.
 */
#ifndef ADAPTER_FRONT_PRIVATE_H
#define ADAPTER_FRONT_PRIVATE_H

#include <sys/queue.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <event2/http.h>
#include <event2/listener.h>

#include <openssl/ssl.h>

#include "adapter/front/front.h"
#include "adapter/front/scan.h"
#include "adapter/front/trust.h"
#include "adapter/front/upload.h"

enum { FRONT_CALLER_SIZE = 128 };

/*
 * How much of a body is read where max_body are allowed: one that is somewhat too long is refused by
 * us, as a problem; evhttp refuses the longer ones with a page of its own.
 */
#define FRONT_BODY_READ(max_body) (2 * (max_body))

struct call;
struct stream;

struct link {
	unsigned            magic;
	LIST_ENTRY(link)    entry;
	struct front       *front;
	struct bufferevent *bev;
	struct event       *late;       /* the handshake, then each request, must be whole by then */
	struct event       *known;      /* we know now who calls: let it send as much as it may */
	size_t              taken;      /* bytes since the request before, as a stranger */
	bool                in_time;    /* a whole request was among as many as it may send */
	struct scan         scan;
	struct buf          held;       /* a head, until it is whole */
	bool                feeding;    /* evhttp's input is changed by us */
	struct upload      *upload;     /* under way, or whole and not yet a call's; NULL: none is */
	const char         *fault;      /* of what has come: nothing after it is read; or NULL */
	enum err            fault_code;
	bool                answered;   /* the fault is */
	struct call        *call;       /* the request that is with the handler, or NULL */
	struct stream      *stream;     /* the body that is being sent, or NULL */
	bool                busy;       /* from a request whole until its answer is written */
	bool                leaving;    /* hung up on to make room, in the next turn of the loop */
	bool                met;        /* the handshake is done */
	uint64_t            met_reload; /* by which trust and … */
	int64_t             met_ms;     /* … when the three below were found out */
	int64_t             idle_ms;    /* since when it has nothing under way, if not busy */
	bool                certificate;
	char                thumbprint[2 * FRONT_FINGERPRINT_SIZE + 1];
	char                caller[FRONT_CALLER_SIZE];  /* "" unless on the allow-list */
};

struct front {
	size_t               refs;      /* the opener's, and one for each link */
	struct event_base   *base;
	struct evhttp       *http;
	struct evhttp_bound_socket *socket;
	struct evconnlistener *listener;
	struct event        *resume;    /* accepts again after the system ran out of something */
	struct event        *knock;     /* somebody waits for a connection while there is no room */
	struct front_trust  *trust;
	uint64_t             n_reloads;
	front_handler       *handler;
	void                *arg;
	size_t               max_head, max_body;
	char                *spool;             /* NULL: no uploads */
	size_t               max_files, max_file, max_upload;
	int                  max_uploads, n_uploads;
	int                  max_connections, n_links, port;
	int                  max_strangers, n_strangers;        /* links not (or not yet) on the list */
	int                  n_leaving;
	struct timeval       idle, whole;       /* silence; from the first byte of a request to its last */
	struct timeval       handshake;
	size_t               n_calls;
	bool                 stopping;
	LIST_HEAD(, link)    links;
};

struct call {
	struct front_call      pub;     /* first: the handler's pointer is ours */
	unsigned               magic;
	struct front          *front;
	struct link           *link;    /* NULL: the caller has gone */
	struct evhttp_request *req;     /* NULL then, too */
	struct upload         *upload;  /* what its body came by; NULL: it came by evhttp */
};

/*
 * meet.c: who is at the other end: fills certificate, thumbprint and caller.  Once, and again after
 * a reload or a minute.
 */
void front_meet(struct link *link);

/* listen.c */
void front_unref(struct front *front);
/* Accepts or stops accepting, whichever is right with so many links. */
void front_listen_adjust(struct front *front);

/* link.c */
MUST_USE enum err front_link_prepare(struct err_info *e);
struct bufferevent *front_link_new(struct event_base *base, void *front);
void front_link_meet(struct link *link);        /* finds out who is at the other end, and counts it as that */
bool front_link_is_stranger(const struct link *link);
size_t front_link_stranger_max(const struct front *front);
void front_link_set_late(struct link *link);
struct link *front_link_of(struct evhttp_request *req);
const struct front_trust *front_link_trust(const SSL *ssl);
void front_link_begin(struct link *link, struct evhttp_request *req);   /* a request is whole */
void front_link_watch(struct link *link);       /* notices from now on if the caller goes */
void front_link_hang_up(struct link *link);
/*
 * Hangs up on one connection for a newcomer's sake: the stranger that has been idle longest, or else
 * the listed caller that has been, if for a second.  False if there is none to be sent off yet.
 */
bool front_link_make_room(struct front *front);
void front_link_on_tls(const SSL *ssl, int where, int ret);     /* OpenSSL's word of a handshake */

/* feed.c: the callback of a link's input; what it passes on is left there. */
void front_feed(struct evbuffer *input, const struct evbuffer_cb_info *info, void *link);

/* request.c: why req is refused, or NULL; *ret_code is the row of its answer. */
const char *front_request_fault(struct evhttp_request *req, enum err *ret_code);

/* call.c */
void front_call_arrived(struct evhttp_request *req, void *front);
void front_call_lost(struct call *call);        /* the connection is closing */
void front_call_free(struct call *call);

/*
 * stream.c: sends the head, whose headers are set, then the body by and by.  Takes from; the stream is
 * the link's until it ends.
 */
void front_stream_send(struct link *link, struct evhttp_request *req, int status, const char *words,
    const struct front_stream *from);
void front_stream_lost(struct stream *stream);  /* the connection is closing */

/*
 * answer.c: a refusal of front's own; the connection is closed after it.  at is a pointer, as in
 * struct err_info; "": the request.
 */
void front_refuse(struct evhttp_request *req, enum err code, const char *at, const char *detail);
/* The same, before evhttp has made a request of it. */
void front_refuse_raw(struct evbuffer *output, enum err code, const char *detail, enum err_lang lang);

#endif
