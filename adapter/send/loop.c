#include "config.h"

#include "adapter/send/private.h"

/* The multi interface hands out sockets and one timer to watch; this file watches them. */

/* Takes back the transfers that have ended. */
static void
reap(struct lane *lane)
{
	CURLMsg *msg;
	int left;

	while ((msg = curl_multi_info_read(lane->multi, &left)) != NULL) {
		struct post *post = NULL;
		CURLcode code = msg->data.result;       /* msg dies with the removal below */
		CURL *easy = msg->easy_handle;

		if (msg->msg != CURLMSG_DONE)
			continue;
		CHECK(curl_easy_getinfo(easy, CURLINFO_PRIVATE, &post) == CURLE_OK && post != NULL);
		CHECK(curl_multi_remove_handle(lane->multi, easy) == CURLM_OK);
		send_ended(post, code);
	}
}

static void
act(struct lane *lane, curl_socket_t fd, int what)
{
	int running;

	CHECK(curl_multi_socket_action(lane->multi, fd, what, &running) == CURLM_OK);
	reap(lane);
	if (lane->retired && lane->n_active == 0)
		send_lane_close(lane);
}

static void
on_socket(evutil_socket_t fd, short events, void *arg)
{
	act(arg, fd, ((events & EV_READ) ? CURL_CSELECT_IN : 0) |
	    ((events & EV_WRITE) ? CURL_CSELECT_OUT : 0));
}

static void
on_timer(evutil_socket_t fd, short events, void *arg)
{
	(void)fd, (void)events;
	act(arg, CURL_SOCKET_TIMEOUT, 0);
}

/* Curl's wish for one socket; the event hangs on the socket by curl_multi_assign(). */
static int
watch(CURL *easy, curl_socket_t fd, int what, void *arg, void *socket_arg)
{
	struct lane *lane = arg;
	struct event *ev = socket_arg;
	short events = EV_PERSIST;

	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		if (ev != NULL)
			event_free(ev);
		return curl_multi_assign(lane->multi, fd, NULL) == CURLM_OK ? 0 : -1;
	}
	events |= (what & CURL_POLL_IN) ? EV_READ : 0;
	events |= (what & CURL_POLL_OUT) ? EV_WRITE : 0;
	if (ev != NULL) {
		event_del(ev);
		event_assign(ev, lane->send->base, fd, events, on_socket, lane);
		return event_add(ev, NULL);
	}
	ev = event_new(lane->send->base, fd, events, on_socket, lane);
	if (ev == NULL)
		return -1;
	if (event_add(ev, NULL) != 0 || curl_multi_assign(lane->multi, fd, ev) != CURLM_OK) {
		event_free(ev);
		return -1;
	}
	return 0;
}

static int
set_timer(CURLM *multi, long ms, void *arg)
{
	struct lane *lane = arg;
	struct timeval tv = {.tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000};

	(void)multi;
	if (ms < 0)
		return event_del(lane->timer);
	return event_add(lane->timer, &tv);
}

enum err
send_loop_open(struct lane *lane, struct err_info *e)
{
	lane->multi = curl_multi_init();
	lane->timer = evtimer_new(lane->send->base, on_timer, lane);
	if (lane->multi == NULL || lane->timer == NULL)
		FAIL(e, ERR_NOMEM, "", "curl and its timer");
	if (curl_multi_setopt(lane->multi, CURLMOPT_SOCKETFUNCTION, watch) != CURLM_OK ||
	    curl_multi_setopt(lane->multi, CURLMOPT_SOCKETDATA, lane) != CURLM_OK ||
	    curl_multi_setopt(lane->multi, CURLMOPT_TIMERFUNCTION, set_timer) != CURLM_OK ||
	    curl_multi_setopt(lane->multi, CURLMOPT_TIMERDATA, lane) != CURLM_OK ||
	    curl_multi_setopt(lane->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING) != CURLM_OK ||
	    curl_multi_setopt(lane->multi, CURLMOPT_MAXCONNECTS, (long)lane->send->max_connections) !=
	        CURLM_OK)
		FAIL(e, ERR_BUG, "", "curl refuses an option of its multi interface");
	return ERR_OK;
}

void
send_loop_close(struct lane *lane)
{
	if (lane->multi != NULL)
		CHECK(curl_multi_cleanup(lane->multi) == CURLM_OK);        /* calls watch() for the last time */
	if (lane->timer != NULL)
		event_free(lane->timer);
}
