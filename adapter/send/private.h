/*
 * What the files of send share: pool.c (jobs, their order and their end), request.c (what one
 * post asks of curl, and what its end means) and loop.c (curl's sockets and timer on libevent).
 */
#ifndef ADAPTER_SEND_PRIVATE_H
#define ADAPTER_SEND_PRIVATE_H

#include <sys/queue.h>

#include <curl/curl.h>

#include "adapter/send/send.h"

/* One job on its way; lives from send_post() until just before done(). */
struct post {
	TAILQ_ENTRY(post)  link;        /* in the queue of those that wait */
	struct send       *send;
	struct send_job   *job;
	int64_t            deadline_ms; /* on clock_mono_ms() */
	struct event      *deadline;    /* while it waits for a connection */
	CURL              *easy;        /* NULL while it waits */
	struct curl_slist *headers;
	bool               begun;       /* a connection was ready: from here on, something may have left */
	bool               overflow;    /* the reply passed its limit */
	bool               again;       /* curl wanted to send the request a second time */
};

TAILQ_HEAD(post_queue, post);

struct send {
	char              *key_file, *certificate_file, *ca_file;
	size_t             max_reply;
	int                connect_timeout_ms, max_connections;
	struct event_base *base;
	CURLM             *multi;
	struct event      *timer;       /* curl's */
	struct event      *kick;        /* starts what waits, from the loop */
	struct post_queue  waiting;
	CURL             **idle;        /* handles to be used again, max_connections of room */
	int                n_idle, n_active;
};

/* Creates send->multi and joins it to the loop; and the reverse. */
MUST_USE enum err send_loop_open(struct send *send, struct err_info *e);
void send_loop_close(struct send *send);

/* Takes back the transfers that have ended: calls send_ended() for each. */
void send_loop_reap(struct send *send);
void send_ended(struct post *post, CURLcode code);

/* A handle with everything set that is the same for all posts. */
MUST_USE enum err send_handle_new(const struct send *send, CURL **ret_easy, struct err_info *e);

/* Sets what differs: needs post->easy, post->job, and the milliseconds that are left. */
MUST_USE enum err send_request_fill(struct post *post, int64_t left_ms, struct err_info *e);

/* Fills job->err, status and reply_type from what curl says of the transfer. */
void send_request_judge(struct post *post, CURLcode code);

#endif
