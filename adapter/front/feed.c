#include "config.h"

#include <stdlib.h>

#include "adapter/front/private.h"

/*
 * evhttp reads a body into memory, whole, and cannot be told not to.  So it sees a request only from the moment
 * its head is whole, and of one whose body is multipart/form-data it sees, once that has come, the head
 * alone: its framing then says that there is no body.
 */

/* Takes what was added last out of evhttp's input; what lies before it stays. */
static bool
take(struct evbuffer *input, char *bytes, size_t len)
{
	size_t before = evbuffer_get_length(input) - len;
	struct evbuffer *aside = evbuffer_new();
	bool good = aside != NULL &&
	    evbuffer_remove_buffer(input, aside, before) == (int)before &&
	    evbuffer_remove(input, bytes, len) == (int)len && evbuffer_add_buffer(input, aside) == 0;

	if (aside != NULL)
		evbuffer_free(aside);
	return good;
}

static bool
set_fault(struct link *link, enum err code, const char *fault)
{
	link->fault = fault;
	link->fault_code = code;
	return false;
}

static bool
pass(struct link *link, struct evbuffer *input, const char *bytes, size_t len)
{
	return evbuffer_add(input, bytes, len) == 0 || set_fault(link, ERR_NOMEM, "");
}

/* Who waits for our word before it sends a body gets it, or the refusal. */
static void
send_continue(struct link *link)
{
	static const char line[] = "HTTP/1.1 100 Continue\r\n\r\n";
	bufferevent_data_cb on_read = NULL;
	bufferevent_event_cb on_event = NULL;
	void *arg = NULL;

	/* evhttp must not hear that this is written: it would take it for its last answer. */
	bufferevent_getcb(link->bev, &on_read, NULL, &on_event, &arg);
	if (on_event == NULL)
		return;
	bufferevent_setcb(link->bev, on_read, NULL, on_event, arg);
	bufferevent_enable(link->bev, EV_WRITE);
	evbuffer_add(bufferevent_get_output(link->bev), line, sizeof(line) - 1);
}

/* evhttp must not be at work on another request, nor have one before it: it would be taken for this one. */
static bool
begin_upload(struct link *link, struct evbuffer *input)
{
	if (link->busy || link->upload != NULL || evbuffer_get_length(input) > 0)
		return set_fault(link, ERR_HEADER, "an upload when the request before it is answered");
	front_link_meet(link);
	if (front_link_is_stranger(link))
		return set_fault(link, ERR_CLIENT_CERTIFICATE, "");
	link->upload = front_upload_new(link->front, link->held.data);
	if (link->upload == NULL)
		return set_fault(link, ERR_NOMEM, "");
	if (!link->scan.expects)
		return true;
	if (link->upload->failed)
		return set_fault(link, link->upload->e.code, "");
	send_continue(link);
	return true;
}

/* The head that was held back so long goes to evhttp. */
static bool
end_upload(struct link *link, struct evbuffer *input)
{
	BUF_AUTO(head, link->held.max + 32);
	struct err_info e;

	front_upload_end(link->upload);
	if (front_upload_head(link->held.data, &head, &e) != ERR_OK)
		return set_fault(link, ERR_NOMEM, "");
	buf_fini(&link->held);
	return pass(link, input, head.data, head.len);
}

static bool
hold(struct link *link, const char *bytes, size_t len)
{
	return buf_add(&link->held, bytes, len, NULL) == ERR_OK || set_fault(link, ERR_NOMEM, "");
}

static bool
release(struct link *link, struct evbuffer *input)
{
	bool good = pass(link, input, link->held.data, link->held.len);

	buf_fini(&link->held);          /* of a connection that is idle nothing is kept */
	return good;
}

static bool
give(struct link *link, struct evbuffer *input, unsigned seen, const char *bytes, size_t len)
{
	struct upload *upload = link->upload;

	if (seen & SCAN_SEEN_HEAD) {
		if (!hold(link, bytes, len))
			return false;
		if (seen & SCAN_SEEN_UPLOAD)
			return begin_upload(link, input);
		return !(seen & SCAN_SEEN_HEAD_END) || release(link, input);
	}
	if (upload == NULL || upload->whole)
		return pass(link, input, bytes, len);
	if (seen & SCAN_SEEN_CONTENT)
		front_upload_add(upload, bytes, len);
	return !(seen & SCAN_SEEN_END) || end_upload(link, input);
}

/* False if there is a fault, by now or of old. */
static bool
feed(struct link *link, struct evbuffer *input, size_t len)
{
	AUTO(char) char *bytes = NULL;
	size_t used;

	if (link->fault != NULL) {
		link->taken += len;
		return false;
	}
	bytes = malloc(len);
	if (bytes == NULL || !take(input, bytes, len))
		return set_fault(link, ERR_NOMEM, "");
	link->scan.max_upload = front_link_is_stranger(link) ? 0 : link->front->max_upload;
	for (size_t i = 0; i < len; i += used) {
		enum err code;
		unsigned seen;
		const char *fault = front_scan(&link->scan, bytes + i, len - i, &used, &seen, &code);

		link->taken += used;
		if (fault != NULL)
			return set_fault(link, code, fault);
		if ((seen & SCAN_SEEN_END) && link->taken <= front_link_stranger_max(link->front))
			link->in_time = true;
		if (!give(link, input, seen, bytes + i, used))
			return false;
	}
	return true;
}

/* A stranger has sent more than it may, and no whole request within that. */
static bool
is_too_much(const struct link *link)
{
	return front_link_is_stranger(link) && !link->busy && !link->in_time &&
	    link->taken > front_link_stranger_max(link->front);
}

/* Every byte that comes is seen here before evhttp sees it. */
void
front_feed(struct evbuffer *input, const struct evbuffer_cb_info *info, void *arg)
{
	struct link *link = arg;
	bool sound;

	if (info->n_added == 0 || link->feeding)
		return;
	link->feeding = true;
	sound = feed(link, input, info->n_added);
	if (is_too_much(link)) {
		evbuffer_drain(input, evbuffer_get_length(input));
		event_active(link->late, EV_TIMEOUT, 0);
	} else if (!sound) {
		evbuffer_drain(input, evbuffer_get_length(input));
		if (!link->busy)
			front_upload_free(STEAL(link->upload));
		event_active(link->known, EV_TIMEOUT, 0);
	} else if (!link->busy && !event_pending(link->late, EV_TIMEOUT, NULL)) {
		front_link_set_late(link);
	}
	link->feeding = false;
}
