#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <netinet/in.h>
#include <netinet/tcp.h>

#include "adapter/front/private.h"

enum {
	BACKLOG = 512,
	HANDSHAKE_S = 5,        /* the TLS handshake must be done by then */
	WHOLE_PER_IDLE = 4,     /* a request must arrive within so many times idle_s */
	LISTED_SHARE = 4,       /* one connection in so many is for callers on the list */
	RESUME_AFTER_S = 1,     /* no more descriptors, or nobody to send off: look again then */
	CLOSE_WAIT_S = 5,       /* how long front_close() waits for answers to be written */
};

/* Every method there is: those that we do not serve get an answer of ours, not evhttp's. */
static const ev_uint16_t all_methods = 0xffff;

void
front_unref(struct front *f)
{
	if (--f->refs > 0)
		return;
	front_trust_free(f->trust);
	free(f->spool);
	free(f);
}

void
front_listen_adjust(struct front *f)
{
	if (f->listener == NULL)
		return;
	if (f->n_links < f->max_connections && f->n_strangers < f->max_strangers) {
		event_del(f->knock);
		evconnlistener_enable(f->listener);
		return;
	}
	evconnlistener_disable(f->listener);    /* the others wait in the kernel's queue … */
	event_add(f->knock, NULL);              /* … and we hear of the first */
}

/*
 * Somebody waits, and there is no room: who it is can be told only after its handshake, so it needs
 * a connection to turn out a listed caller.  Not before somebody waits: nobody is sent off in vain.
 */
static void
on_knock(evutil_socket_t fd, short events, void *arg)
{
	struct front *f = arg;
	struct timeval tv = {.tv_sec = RESUME_AFTER_S};

	(void)fd, (void)events;
	if (!front_link_make_room(f))
		event_add(f->resume, &tv);
}

static void
on_resume(evutil_socket_t fd, short events, void *arg)
{
	(void)fd, (void)events;
	front_listen_adjust(arg);
}

/* Out of descriptors or memory: trying at once again would only burn the processor. */
static void
on_accept_error(struct evconnlistener *listener, void *arg)
{
	struct front *f = arg;
	struct timeval tv = {.tv_sec = RESUME_AFTER_S};

	log_error("event=accept_failed reason=\"%s\" connections=%d",
	    evutil_socket_error_to_string(EVUTIL_SOCKET_ERROR()), f->n_links);
	evconnlistener_disable(listener);
	event_add(f->resume, &tv);
}

/* The socket address of "127.0.0.1" or "::1" with port. */
static enum err
read_address(const char *address, int port, struct sockaddr_storage *to, int *len, struct err_info *e)
{
	struct sockaddr *sa = (struct sockaddr *)to;
	bool plain6 = strchr(address, ':') != NULL && address[0] != '[';
	char text[128];

	snprintf(text, sizeof(text), plain6 ? "[%s]:%d" : "%s:%d", address, port != 0 ? port : 1);
	*len = sizeof(*to);
	if (evutil_parse_sockaddr_port(text, sa, len) != 0 || port < 0 || port > 65535)
		FAIL(e, ERR_CONFIG, "address", "a numeric IP address, and a port from 0 to 65535");
	if (sa->sa_family == AF_INET)
		((struct sockaddr_in *)to)->sin_port = htons((uint16_t)port);
	else
		((struct sockaddr_in6 *)to)->sin6_port = htons((uint16_t)port);
	return ERR_OK;
}

static enum err
listen_on(struct front *f, const struct front_config *c, struct err_info *e)
{
	struct sockaddr_storage at;
	socklen_t size = sizeof(at);
	int len, on = 1, fd;

	TRY(read_address(c->address, c->port, &at, &len, e));
	f->listener = evconnlistener_new_bind(f->base, NULL, NULL,
	    LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC | LEV_OPT_REUSEABLE, BACKLOG,
	    (struct sockaddr *)&at, len);
	if (f->listener == NULL)
		FAIL(e, ERR_CONFIG, "address", "cannot listen there: %s",
		    evutil_socket_error_to_string(EVUTIL_SOCKET_ERROR()));
	f->socket = evhttp_bind_listener(f->http, f->listener);
	if (f->socket == NULL) {
		evconnlistener_free(STEAL(f->listener));
		FAIL(e, ERR_NOMEM, "", "a listener");
	}
	evconnlistener_set_error_cb(f->listener, on_accept_error);
	fd = evconnlistener_get_fd(f->listener);
	f->knock = event_new(f->base, fd, EV_READ, on_knock, f);
	if (f->knock == NULL)
		FAIL(e, ERR_NOMEM, "", "an event");
	/* Accepted sockets inherit it; an answer's last packet must not wait for an ACK. */
	if (setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) != 0 ||
	    getsockname(fd, (struct sockaddr *)&at, &size) != 0)
		FAIL(e, ERR_BUG, "", "the options of a listening socket");
	f->port = ntohs(at.ss_family == AF_INET ? ((struct sockaddr_in *)&at)->sin_port :
	    ((struct sockaddr_in6 *)&at)->sin6_port);
	return ERR_OK;
}

static enum err
check_limits(const struct front_config *c, struct err_info *e)
{
	if (c->max_connections < 1 || c->idle_s < 1 || c->max_head < 1)
		FAIL(e, ERR_CONFIG, "max_connections", "limits greater than zero");
	return ERR_OK;
}

/* How long an upload may be: its files, its body, and a head for each. */
static enum err
set_uploads(struct front *f, const struct front_config *c, struct err_info *e)
{
	if (c->spool == NULL || c->spool[0] == '\0')
		return ERR_OK;
	TRY(part_spool_open(c->spool, e));
	f->spool = strdup(c->spool);
	if (f->spool == NULL)
		FAIL(e, ERR_NOMEM, "", "front");
	f->max_files = c->max_files;
	f->max_file = c->max_file;
	f->max_uploads = c->max_uploads;
	f->max_upload = c->max_files * c->max_file + c->max_body +
	    (c->max_files + 2) * (MULTIPART_HEAD_MAX + MULTIPART_BOUNDARY_MAX);
	return ERR_OK;
}

/* What can be wrong before there is a socket. */
static enum err
read_files(const struct front_config *c, struct front_trust **ret_trust, struct err_info *e)
{
	struct sockaddr_storage at;
	int len;

	TRY(read_address(c->address, c->port, &at, &len, e));
	return front_trust_read(c, ret_trust, e);
}

static enum err
prepare(struct front *f, const struct front_config *c, struct err_info *e)
{
	f->idle = (struct timeval){.tv_sec = c->idle_s};
	f->whole = (struct timeval){.tv_sec = (time_t)c->idle_s * WHOLE_PER_IDLE};
	f->handshake = (struct timeval){.tv_sec = HANDSHAKE_S};
	f->max_head = c->max_head;
	f->max_body = c->max_body;
	f->max_connections = c->max_connections;
	f->max_strangers = c->max_connections - c->max_connections / LISTED_SHARE;
	TRY(set_uploads(f, c, e));
	TRY(front_link_prepare(e));
	TRY(read_files(c, &f->trust, e));
	f->http = evhttp_new(f->base);
	f->resume = evtimer_new(f->base, on_resume, f);
	if (f->http == NULL || f->resume == NULL)
		FAIL(e, ERR_NOMEM, "", "an HTTP server");
	evhttp_set_bevcb(f->http, front_link_new, f);
	evhttp_set_gencb(f->http, front_call_arrived, f);
	evhttp_set_allowed_methods(f->http, all_methods);
	evhttp_set_max_headers_size(f->http, (ev_ssize_t)c->max_head);
	evhttp_set_max_body_size(f->http, (ev_ssize_t)FRONT_BODY_READ(c->max_body));
	evhttp_set_timeout_tv(f->http, &f->idle);
	evhttp_set_default_content_type(f->http, NULL);
	/* Read a body that is too long to its end: closing earlier would reset the 413 away. */
	evhttp_set_flags(f->http, EVHTTP_SERVER_LINGERING_CLOSE);
	return listen_on(f, c, e);
}

enum err
front_check(const struct front_config *config, struct err_info *e)
{
	struct front_trust *trust = NULL;

	TRY(check_limits(config, e));
	TRY(read_files(config, &trust, e));
	front_trust_free(trust);
	return ERR_OK;
}

enum err
front_reload(struct front *f, const struct front_config *config, struct err_info *e)
{
	struct front_trust *trust;

	TRY(front_trust_read(config, &trust, e));
	front_trust_free(f->trust);     /* what is open holds its SSL_CTX by itself */
	f->trust = trust;
	f->n_reloads++;                 /* makes every connection look again at its next request */
	return ERR_OK;
}

int64_t
front_certificate_until_us(const struct front *f)
{
	return f->trust->until_us;
}

enum err
front_open(struct event_base *base, const struct front_config *config, front_handler *handler,
    void *arg, struct front **ret_front, struct err_info *e)
{
	struct front *f;
	enum err err;

	TRY(check_limits(config, e));
	f = calloc(1, sizeof(*f));
	if (f == NULL)
		FAIL(e, ERR_NOMEM, "", "front");
	signal(SIGPIPE, SIG_IGN);       /* a caller that hangs up must not end the process */
	f->refs = 1;
	f->base = base;
	f->handler = handler;
	f->arg = arg;
	LIST_INIT(&f->links);
	err = prepare(f, config, e);
	if (err != ERR_OK) {
		front_close(f);
		return err;
	}
	*ret_front = f;
	return ERR_OK;
}

int
front_port(const struct front *f)
{
	return f->port;
}

void
front_stop_listening(struct front *f)
{
	struct link *link, *next;

	f->stopping = true;
	if (f->listener != NULL) {
		f->listener = NULL;
		event_del(f->resume);
		if (f->knock != NULL)
			event_free(STEAL(f->knock));
		evhttp_del_accept_socket(f->http, STEAL(f->socket));
	}
	for (link = LIST_FIRST(&f->links); link != NULL; link = next) {
		next = LIST_NEXT(link, entry);
		if (!link->busy)
			front_link_hang_up(link);
	}
}

static void
on_close_wait(evutil_socket_t fd, short events, void *arg)
{
	(void)fd, (void)events;
	*(bool *)arg = true;
}

/* Lets the loop write what is written to callers still. */
static void
flush(struct front *f)
{
	struct timeval tv = {.tv_sec = CLOSE_WAIT_S};
	bool late = false;
	struct event *timer = evtimer_new(f->base, on_close_wait, &late);

	if (timer == NULL)
		return;
	event_add(timer, &tv);
	while (!LIST_EMPTY(&f->links) && !late && event_base_loop(f->base, EVLOOP_ONCE) == 0)
		continue;
	event_free(timer);
}

void
front_close(struct front *f)
{
	if (f == NULL)
		return;
	CHECK(f->n_calls == 0);
	if (f->http != NULL) {
		front_stop_listening(f);
		flush(f);
		evhttp_free(f->http);
	}
	if (f->resume != NULL)
		event_free(f->resume);
	front_unref(f);
}
