/*
 * What the files of send share: pool.c (jobs, their order and their end), lane.c (connections made
 * with the same credentials), tls.c (those credentials), request.c (what one post asks of curl, and
 * what its end means) and loop.c (curl's sockets and timer on libevent).
 */
#ifndef ADAPTER_SEND_PRIVATE_H
#define ADAPTER_SEND_PRIVATE_H

#include <sys/queue.h>

#include <curl/curl.h>
#include <openssl/ssl.h>

#include "adapter/send/send.h"

/* One job on its way; lives from send_post() until just before done(). */
struct post {
	TAILQ_ENTRY(post)  link;        /* in the queue of those that wait */
	struct send       *send;
	struct lane       *lane;        /* that easy belongs to */
	struct send_job   *job;
	int64_t            deadline_ms; /* on clock_mono_ms() */
	struct event      *deadline;    /* while it waits for a connection */
	CURL              *easy;        /* NULL while it waits */
	struct curl_slist *headers;
	bool               begun;       /* a connection was ready: from here on, something may have left */
	uint64_t           pulled;      /* octets of the body that curl has */
	bool               answered;    /* the reply's first octets are here … */
	bool               pushes;      /* … and it goes to push() */
	struct err_info    own;         /* what pull(), push() or the reply's room failed of */
	bool               again;       /* curl wanted to send the request a second time */
};

TAILQ_HEAD(post_queue, post);

/*
 * The connections that were made with the same credentials, and only those: curl would take any to
 * the same place.  A reload opens a new lane; the one before it carries to their end the posts that
 * are under way, then closes itself.
 */
struct lane {
	struct send  *send;
	SSL_CTX      *tls;              /* the model of every connection's */
	int64_t       until_us;
	CURLM        *multi;
	struct event *timer;            /* curl's */
	CURL        **idle;             /* handles to be used again, max_connections of room */
	int           n_idle, n_active;
	bool          retired;
};

struct send {
	size_t             max_reply;
	int                connect_timeout_ms, max_connections;
	struct event_base *base;
	struct lane       *lane;        /* of posts that start now */
	struct event      *kick;        /* starts what waits, from the loop */
	struct post_queue  waiting;
	int                n_active;    /* in all lanes */
};

/* tls.c: what the files of config hold; and, as curl's callback, a copy of it for a connection. */
MUST_USE enum err send_tls_read(const struct send_config *config, SSL_CTX **ret_tls,
    int64_t *ret_until_us, struct err_info *e);
CURLcode send_tls_copy(CURL *easy, void *to, void *from);

/* lane.c */
MUST_USE enum err send_lane_open(struct send *send, const struct send_config *config,
    struct lane **ret_lane, struct err_info *e);
void send_lane_retire(struct lane *lane);       /* closes it now, or when its last post has ended */
void send_lane_close(struct lane *lane);        /* NULL is fine */
/* A handle, used before or new; and its way back. */
MUST_USE enum err send_lane_take(struct lane *lane, CURL **ret_easy, struct err_info *e);
void send_lane_give(struct lane *lane, CURL *easy);

/* loop.c: creates lane->multi and joins it to the loop; and the reverse. */
MUST_USE enum err send_loop_open(struct lane *lane, struct err_info *e);
void send_loop_close(struct lane *lane);

/* pool.c: a transfer has ended, and curl has let go of it. */
void send_ended(struct post *post, CURLcode code);

/* A handle with everything set that is the same for all posts. */
MUST_USE enum err send_handle_new(const struct lane *lane, CURL **ret_easy, struct err_info *e);

/* Sets what differs: needs post->easy, post->job, and the milliseconds that are left. */
MUST_USE enum err send_request_fill(struct post *post, int64_t left_ms, struct err_info *e);

/* Fills job->err, status and reply_type from what curl says of the transfer. */
void send_request_judge(struct post *post, CURLcode code);

#endif
