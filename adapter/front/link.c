#include "config.h"

#include <pthread.h>
#include <stdlib.h>

#include <openssl/err.h>

#include "adapter/front/private.h"

/*
 * A link begins when evhttp asks for a bufferevent and ends when libevent frees the TLS object
 * in it, which is some turns of the loop after evhttp has freed the connection.  So the link
 * hangs on the TLS object, counts as a connection until the socket is really closed, and keeps
 * the front alive.
 */

enum {
	LINK_MAGIC = 0x6c696e6b,
	READ_AHEAD = 65536,     /* bytes beyond one request that a link may hold */
	LINGER_S = 1,           /* how long a connection stays after the refusal of what came */
	KEPT_MS = 1000,         /* a listed caller's idle connection is kept so long at least */
};

static int ssl_index = -1;
static pthread_once_t ssl_index_once = PTHREAD_ONCE_INIT;

/* Not on the allow-list, or not known yet. */
bool
front_link_is_stranger(const struct link *link)
{
	return link->caller[0] == '\0';
}

/* What a stranger may send from one request's end to the next one's: a head and as much of a body. */
size_t
front_link_stranger_max(const struct front *f)
{
	return 2 * f->max_head;
}

/* Until when the peer must have done what is awaited of it next. */
void
front_link_set_late(struct link *link)
{
	const struct front *f = link->front;

	event_add(link->late, !link->met ? &f->handshake : front_link_is_stranger(link) ? &f->idle : &f->whole);
}

static void
on_ssl_free(void *ssl, void *ptr, CRYPTO_EX_DATA *ad, int index, long argl, void *argp)
{
	struct link *link = ptr;
	struct front *f;

	(void)ssl, (void)ad, (void)index, (void)argl, (void)argp;
	if (link == NULL)       /* a TLS object of someone else in this process */
		return;
	CHECK(link->magic == LINK_MAGIC && link->call == NULL && link->stream == NULL);
	f = link->front;
	LIST_REMOVE(link, entry);
	f->n_links--;
	f->n_strangers -= front_link_is_stranger(link);
	f->n_leaving -= link->leaving;
	event_free(link->late);
	event_free(link->known);
	front_scan_fini(&link->scan);
	buf_fini(&link->held);
	front_upload_free(link->upload);
	link->magic = 0;
	free(link);
	front_listen_adjust(f);
	front_unref(f);
}

static void
make_index(void)
{
	ssl_index = SSL_get_ex_new_index(0, NULL, NULL, NULL, on_ssl_free);
}

enum err
front_link_prepare(struct err_info *e)
{
	if (pthread_once(&ssl_index_once, make_index) != 0 || ssl_index < 0)
		FAIL(e, ERR_NOMEM, "", "room in TLS objects");
	return ERR_OK;
}

void
front_link_hang_up(struct link *link)
{
	bufferevent_event_cb on_event = NULL;

	/* Without the callback evhttp has closed already, and only the freeing is outstanding. */
	bufferevent_getcb(link->bev, NULL, NULL, &on_event, NULL);
	if (on_event != NULL)
		bufferevent_trigger_event(link->bev, BEV_EVENT_READING | BEV_EVENT_EOF, 0);
}

/*
 * Time is up.  A caller that sends its request a byte a minute is silent for no whole minute.  An upload
 * has the more time the more of it has come.
 */
static void
on_late(evutil_socket_t fd, short events, void *arg)
{
	struct link *link = arg;
	int64_t left = link->upload != NULL && !link->leaving ? front_upload_left_ms(link->upload) : 0;
	struct timeval tv = {.tv_sec = left / 1000, .tv_usec = left % 1000 * 1000};

	(void)fd, (void)events;
	if (left > 0)
		event_add(link->late, &tv);
	else
		front_link_hang_up(link);
}

/*
 * Answers what the scan has found, and hears evhttp no more: it must not read on after that.  The
 * connection stays for a moment: closed with bytes unread, it would take the answer with it.
 */
static void
answer_fault(struct link *link)
{
	static const struct timeval linger = {.tv_sec = LINGER_S};
	bufferevent_event_cb on_event = NULL;
	void *arg = NULL;

	bufferevent_getcb(link->bev, NULL, NULL, &on_event, &arg);
	if (link->answered || on_event == NULL)
		return;
	link->answered = true;
	bufferevent_setcb(link->bev, NULL, NULL, on_event, arg);
	front_refuse_raw(bufferevent_get_output(link->bev), link->fault_code, link->fault,
	    link->scan.lang);
	bufferevent_enable(link->bev, EV_READ | EV_WRITE);
	event_add(link->late, &linger);
}

/*
 * A listed caller may send a whole body.  Not done within the handshake: a changed watermark makes
 * libevent read at once.
 */
static void
on_known(evutil_socket_t fd, short events, void *arg)
{
	struct link *link = arg;
	struct front *f = link->front;
	bufferevent_event_cb on_event = NULL;

	(void)fd, (void)events;
	if (link->fault != NULL && !link->busy)
		answer_fault(link);
	bufferevent_getcb(link->bev, NULL, NULL, &on_event, NULL);
	if (on_event != NULL)
		bufferevent_setwatermark(link->bev, EV_READ, 0, front_link_is_stranger(link) ?
		    front_link_stranger_max(f) + 1 : f->max_head + FRONT_BODY_READ(f->max_body) + READ_AHEAD);
	front_listen_adjust(f);
}

void
front_link_meet(struct link *link)
{
	bool stranger = front_link_is_stranger(link);

	front_meet(link);
	if (stranger == front_link_is_stranger(link))
		return;
	link->front->n_strangers += stranger ? -1 : 1;
	event_active(link->known, EV_TIMEOUT, 0);
}

void
front_link_on_tls(const SSL *ssl, int where, int ret)
{
	struct link *link = SSL_get_ex_data(ssl, ssl_index);

	(void)ret;
	if ((where & SSL_CB_HANDSHAKE_DONE) == 0 || link == NULL || link->met)
		return;
	CHECK(link->magic == LINK_MAGIC);
	front_link_meet(link);
	link->idle_ms = clock_mono_ms();
	front_link_set_late(link);
	front_listen_adjust(link->front);
}

/*
 * Who is sent off rather than another: 0 nobody.  A caller that asks again on a kept connection at
 * the moment in which we close it gets no answer: so a listed one that was busy just now stays.
 */
static int
expendable(const struct link *link, int64_t now)
{
	if (!link->met || link->busy || link->leaving)
		return 0;
	if (front_link_is_stranger(link))
		return 2;
	return link->taken == 0 && now >= link->idle_ms + KEPT_MS;
}

bool
front_link_make_room(struct front *f)
{
	struct link *link, *chosen = NULL;
	int64_t now = clock_mono_ms();

	if (f->n_leaving > 0)
		return true;
	LIST_FOREACH(link, &f->links, entry) {
		int better = expendable(link, now) - (chosen != NULL ? expendable(chosen, now) : 0);

		if (better > 0 || (chosen != NULL && better == 0 && link->idle_ms < chosen->idle_ms))
			chosen = link;
	}
	if (chosen == NULL)
		return false;
	chosen->leaving = true;
	f->n_leaving++;
	event_active(chosen->late, EV_TIMEOUT, 0);
	return true;
}

static struct link *
link_new(struct front *f, SSL *ssl)
{
	struct link *link = calloc(1, sizeof(*link));

	if (link == NULL)
		return NULL;
	link->magic = LINK_MAGIC;
	link->front = f;
	link->met_reload = f->n_reloads;
	front_scan_init(&link->scan, f->max_head, f->max_body);
	buf_init(&link->held, f->max_head + READ_AHEAD);
	link->late = evtimer_new(f->base, on_late, link);
	link->known = evtimer_new(f->base, on_known, link);
	if (link->late == NULL || link->known == NULL || SSL_set_ex_data(ssl, ssl_index, link) != 1) {
		if (link->late != NULL)
			event_free(link->late);
		if (link->known != NULL)
			event_free(link->known);
		free(link);
		return NULL;
	}
	f->refs++;
	f->n_links++;
	f->n_strangers++;
	LIST_INSERT_HEAD(&f->links, link, entry);
	return link;
}

/*
 * evhttp's wish for a bufferevent.  Where there is no memory for one, evhttp goes on without TLS;
 * front_call_arrived() refuses what comes over such a connection.
 */
struct bufferevent *
front_link_new(struct event_base *base, void *arg)
{
	struct front *f = arg;
	SSL *ssl = SSL_new(f->trust->tls);
	struct link *link = ssl != NULL ? link_new(f, ssl) : NULL;
	struct bufferevent *bev;

	if (link == NULL) {
		SSL_free(ssl);
		return NULL;
	}
	bev = bufferevent_openssl_socket_new(base, -1, ssl, BUFFEREVENT_SSL_ACCEPTING,
	    BEV_OPT_CLOSE_ON_FREE);
	if (bev == NULL)
		return NULL;    /* it has freed ssl, and so the link */
	link->bev = bev;
	/* evhttp waits for a whole body in this buffer, and bounds it only while it parses. */
	bufferevent_setwatermark(bev, EV_READ, 0, front_link_stranger_max(f) + 1);
	evbuffer_add_cb(bufferevent_get_input(bev), front_feed, link);
	front_link_set_late(link);
	front_listen_adjust(f);
	return bev;
}

struct link *
front_link_of(struct evhttp_request *req)
{
	struct evhttp_connection *evcon = evhttp_request_get_connection(req);
	SSL *ssl = bufferevent_openssl_get_ssl(evhttp_connection_get_bufferevent(evcon));
	struct link *link = ssl != NULL ? SSL_get_ex_data(ssl, ssl_index) : NULL;

	CHECK(link == NULL || link->magic == LINK_MAGIC);
	return link;
}

/* The trust that a handshake goes by: the one of now.  NULL for a TLS object of someone else. */
const struct front_trust *
front_link_trust(const SSL *ssl)
{
	const struct link *link = SSL_get_ex_data(ssl, ssl_index);

	CHECK(link == NULL || link->magic == LINK_MAGIC);
	return link != NULL ? link->front->trust : NULL;
}

/* The connection is closing, for whatever reason. */
static void
on_close(struct evhttp_connection *evcon, void *arg)
{
	struct link *link = arg;
	SSL *ssl = bufferevent_openssl_get_ssl(link->bev);

	(void)evcon;
	CHECK(link->magic == LINK_MAGIC);
	event_del(link->late);
	link->busy = false;
	if (link->call != NULL)
		front_call_lost(STEAL(link->call));
	if (link->stream != NULL)
		front_stream_lost(STEAL(link->stream));
	if (SSL_is_init_finished(ssl))
		SSL_shutdown(ssl);      /* close_notify, if it can be said at once */
	ERR_clear_error();
}

/* The answer is written.  The next request may be in the buffer already. */
static void
on_written(struct evhttp_request *req, void *arg)
{
	struct link *link = arg;

	(void)req;
	CHECK(link->magic == LINK_MAGIC);
	link->busy = false;
	bufferevent_set_timeouts(link->bev, &link->front->idle, &link->front->idle);
	link->in_time = false;
	link->taken = evbuffer_get_length(bufferevent_get_input(link->bev)) + link->held.len;
	if (link->taken > 0)
		front_link_set_late(link);
	link->idle_ms = clock_mono_ms();
	if (link->fault != NULL)
		event_active(link->known, EV_TIMEOUT, 0);
	front_listen_adjust(link->front);       /* it may be sent off now */
}

void
front_link_begin(struct link *link, struct evhttp_request *req)
{
	event_del(link->late);
	link->front->n_leaving -= link->leaving;
	link->leaving = false;
	link->busy = true;
	front_link_meet(link);
	evhttp_connection_set_closecb(evhttp_request_get_connection(req), on_close, link);
	evhttp_request_set_on_complete_cb(req, on_written, link);
}

/*
 * evhttp has stopped reading, and so would not see the caller go before it writes.  We read on,
 * but without evhttp's read callback: it ends the process if it is called while a request is
 * being answered.  evhttp puts its callbacks back by itself when it writes.  Bytes that
 * arrive are the next request's; the watermark bounds them.  Silence is right while we work, so
 * there is no timeout on reading until the answer is written.
 */
void
front_link_watch(struct link *link)
{
	bufferevent_data_cb on_write = NULL;
	bufferevent_event_cb on_event = NULL;
	void *arg = NULL;

	bufferevent_getcb(link->bev, NULL, &on_write, &on_event, &arg);
	bufferevent_setcb(link->bev, NULL, on_write, on_event, arg);
	bufferevent_set_timeouts(link->bev, NULL, &link->front->idle);
	bufferevent_enable(link->bev, EV_READ);
}
