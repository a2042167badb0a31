/*
 * send: HTTP out to the counterparty (libcurl multi on the event loop).
 *
 * TLS 1.2 or later, mutual; the connections are kept and shared by all exchanges.  No
 * redirects, no proxy, https only (http where the configured URL says so, for tests on
 * loopback).  Replies are bounded.
 *
 * Nothing is ever sent a second time, not even on a kept connection that turns out dead once
 * the request has left: the submitter alone decides about that.
 *
 * Threads: everything on the event loop.  Ignores SIGPIPE for the whole process.
 */
#ifndef ADAPTER_SEND_SEND_H
#define ADAPTER_SEND_SEND_H

#include <stdint.h>

#include <event2/event.h>

#include "adapter/base/base.h"

struct send;

struct send_config {
	const char *key_file;           /* TLS client key and certificate, PEM */
	const char *certificate_file;
	const char *ca_file;            /* authority of the server's certificate */
	const char *crl_file;           /* its revocation lists, PEM; NULL or "": none are looked at */
	size_t      max_reply;          /* bytes */
	int         connect_timeout_ms;
	int         max_connections;    /* to the counterparty at once; further posts wait for one */
};

/* One POST.  The submitter's until send_post(), then send's until done(). */
struct send_job {
	const char     *url;
	const char     *content_type;   /* text/xml; charset=utf-8 */
	const char     *action;         /* SOAPAction header, without quotes */
	const char     *body;           /* borrowed until done; NULL: pull() has it */
	size_t          body_len;
	/* Up to size octets of such a body from offset on, and at least one of body_len. */
	enum err      (*pull)(struct send_job *job, uint64_t offset, char *to, size_t size,
	    size_t *ret_len, struct err_info *e);
	const char     *traceparent;    /* NULL: none */
	int64_t         timeout_ms;     /* for the whole of it */
	/*
	 * Where a reply goes that is not for memory; NULL: all of them into reply.  wants() is asked at
	 * a reply's first octets, when status and reply_type are set; if it says so, all octets go to
	 * push(), which sees to limits of its own.  What pull() or push() fails of becomes err.
	 */
	bool          (*wants)(struct send_job *job);
	enum err      (*push)(struct send_job *job, const char *octets, size_t len, struct err_info *e);
	/* Set before done. */
	/*
	 * ERR_OK (whatever the status), or FUND_UNREACHABLE: nothing was sent; _SILENT, _BROKEN,
	 * _TOO_LARGE, _HTTP (a content coding, or a header twice that may be there once): it may
	 * have been acted upon.  NOMEM, BUG: ourselves, nothing was sent.  Or what pull() or push() said.
	 */
	struct err_info err;
	long            status;         /* HTTP status; 0 if none came */
	char            reply_type[512];/* Content-Type of the reply; "" if it is longer */
	struct buf      reply;          /* also partly filled on failure; the submitter's to buf_fini() */
	void          (*done)(struct send_job *job);    /* on the loop */
	void           *arg;
};

/*
 * Reads key, certificate and authority, and url, without connecting.  Fails with ERR_KEY_UNUSABLE
 * or ERR_CONFIG, e->at being the member's name or "url".
 */
MUST_USE enum err send_check(const struct send_config *config, const char *url, struct err_info *e);

MUST_USE enum err send_open(struct event_base *base, const struct send_config *config,
    struct send **ret_send, struct err_info *e);

/*
 * Reads key, certificate, authority and revocation lists of config anew; the rest of it is not looked
 * at.  Either all of them are taken or, on failure, which is that of send_check(), none.
 * Posts under way go on; whatever starts later goes over connections made with the new ones.  Not from
 * within done().
 */
MUST_USE enum err send_reload(struct send *send, const struct send_config *config,
    struct err_info *e);

/* When the first certificate of the chain that we show ends; INT64_MAX where we show none. */
int64_t send_certificate_until_us(const struct send *send);

/* done() is called exactly once for each, never from within send_post(). */
void send_post(struct send *send, struct send_job *job);

/* With no job under way. */
void send_close(struct send *send);

#endif
