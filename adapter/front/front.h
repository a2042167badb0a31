/*
 * front: HTTP in (evhttp over TLS).
 *
 * Callers that are not on the allow-list are strangers: they may send small requests only (a head
 * and as much of a body), hold three quarters of the connections at most, and the one that has
 * been idle longest goes when another comes.
 *
 * A body of multipart/form-data, from callers on the list, goes into files while it comes
 * (adapter/parts/parts.h); only its part "body" is in memory.
 *
 * Listens, limits (head, body, connections, idle time), knows which system calls by its client
 * certificate, and turns each request into a struct front_call.  It gives calls to one
 * handler and sends the answers; it knows nothing of SOAP, journal or mapping.  Ambiguous
 * shapes of HTTP (two Content-Length, and the like) it refuses itself.
 *
 * Threads: everything runs on the event loop, but for the fields of a front_call, which the
 * thread that owns the call may read.  Ignores SIGPIPE for the whole process.
 */
#ifndef ADAPTER_FRONT_FRONT_H
#define ADAPTER_FRONT_FRONT_H

#include <stdint.h>

#include <event2/event.h>

#include "adapter/base/base.h"

struct front;
struct part_list;

struct front_header {
	const char *name;               /* as received */
	const char *value;
};

/*
 * One request as received.  All memory is the call's own and lives until front_answer() or
 * front_drop() of it, also when the connection is gone.
 */
struct front_call {
	const char          *method;    /* "GET" */
	const char          *path;      /* without the query, still percent-encoded */
	const char          *query;     /* after the '?'; NULL if there is none */
	struct front_header *header;
	size_t               n_headers;
	const char          *body;      /* NUL-ended */
	size_t               body_len;
	const char          *body_type; /* of an upload with a part "body", which body is then: its Content-Type, or
	                                   ""; NULL: see the header */
	struct part_list    *parts;     /* the other parts of an upload, none of them looked at; NULL: it is none */
	const char          *caller;    /* the client certificate's subject CN if it is on the allow-list, else NULL */
	bool                 certificate; /* a certificate of a trusted authority was presented */
	const char          *thumbprint; /* its SHA-256 in hex, lower case; NULL if there is none */
};

/* A body that is not in memory: it is read as the caller takes it. */
struct front_stream {
	uint64_t    size;               /* octets: Content-Length */
	/* Some octets from offset on, at least one; a failure closes the connection, as nothing else can tell of it. */
	enum err  (*read)(void *arg, uint64_t offset, void *buf, size_t size, size_t *ret_len,
	    struct err_info *e);
	void      (*release)(void *arg);/* once: all is sent, or the caller has gone */
	void       *arg;
};

struct front_answer {
	int         status;
	const char *content_type;       /* NULL: no body */
	const char *body;
	size_t      body_len;
	const struct front_stream *stream;  /* in place of body; read and released on the loop.  NULL: body */
	bool        body_stays;         /* until front_close(): then it is not copied */
	const struct front_header *header;  /* further headers */
	size_t      n_headers;
};

struct front_config {
	const char *address;            /* 127.0.0.1 */
	int         port;               /* 0: any; see front_port() */
	const char *key_file;           /* TLS key and certificate chain of the server, PEM */
	const char *certificate_file;
	const char *client_ca_file;     /* authorities of client certificates, PEM */
	const char *crl_file;           /* their revocation lists, PEM; NULL or "": none are looked at */
	const char *clients;            /* allow-list: SHA-256 fingerprints in hex, separated by commas or blanks */
	const char *server_names;       /* ours, by commas; NULL or "": whatever a caller calls us */
	size_t      max_head;           /* bytes */
	size_t      max_body;           /* bytes */
	int         max_connections;
	int         idle_s;             /* a connection without traffic is closed */
	const char *spool;              /* folder for files of uploads; NULL or "": they are bodies like others */
	size_t      max_files;          /* of an upload */
	size_t      max_file;           /* bytes of one of them */
	int         max_uploads;        /* under way at once, until they are answered */
};

/* Takes over call: every call must end in exactly one front_answer() or front_drop(). */
typedef void front_handler(struct front_call *call, void *arg);

/*
 * Reads the address, key, certificates and allow-list, without listening.  Fails as front_open()
 * does, with ERR_KEY_UNUSABLE or ERR_CONFIG, e->at being the member's name.
 */
MUST_USE enum err front_check(const struct front_config *config, struct err_info *e);

MUST_USE enum err front_open(struct event_base *base, const struct front_config *config,
    front_handler *handler, void *arg, struct front **ret_front, struct err_info *e);

/*
 * Reads key, certificates, authorities, revocation lists, allow-list and server names of config anew;
 * the rest of it is not looked at.  Either all of them are taken or, on failure, which is
 * that of front_check(), none.  No connection is closed and no call is lost; whoever calls over an
 * open connection is judged by the new ones from its next request on.
 */
MUST_USE enum err front_reload(struct front *front, const struct front_config *config,
    struct err_info *e);

/* When the first certificate of the chain that we show ends. */
int64_t front_certificate_until_us(const struct front *front);

int front_port(const struct front *front);

/* Stop: no new connections and no new calls (idle ones are closed); calls under way may be answered. */
void front_stop_listening(struct front *front);

/*
 * After every call has ended.  Runs the loop until the answers are written, a few seconds at
 * most; so not from within the loop.  NULL is fine.
 */
void front_close(struct front *front);

/* Sends the answer (copied, see body_stays) if the caller is still there, and frees call. */
void front_answer(struct front_call *call, const struct front_answer *answer);

/* Hands call->parts over; the caller frees them. */
struct part_list *front_take_parts(struct front_call *call);

/* Closes the connection without an answer, and frees call. */
void front_drop(struct front_call *call);

/* True while there is someone to answer to. */
bool front_caller_waits(const struct front_call *call);

/* Case-insensitive; NULL if absent.  count (may be NULL) is set to how often it occurs. */
const char *front_header(const struct front_call *call, const char *name, size_t *count);

#endif
