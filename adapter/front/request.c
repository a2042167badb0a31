#include "config.h"

#include <string.h>
#include <strings.h>

#include <event2/http.h>
#include <event2/http_struct.h>
#include <event2/keyvalq_struct.h>

#include "adapter/front/private.h"

/*
 * Shapes of HTTP that evhttp lets through, or reads in a way of its own, and that another reader
 * of the same bytes (a proxy in front of us) may read differently: where one request ends would
 * then be a matter of opinion (RFC 9112, section 11.2).  All are refused, and the connection is
 * closed, so that no byte after them is believed.
 *
 * What cannot be seen from here: NUL bytes in a head (the line ends there for evhttp), the
 * spelling of chunk sizes, and whether a header came in the trailer of a chunked body.
 */

/* Headers of which two would be two opinions. */
static const char *const single_headers[] = {
	"Host", "Content-Length", "Transfer-Encoding", "Content-Type", "Authorization",
	"Idempotency-Key", "Expect", "traceparent",
};

/* RFC 9110, 5.6.2 */
static bool
is_token(const char *s)
{
	static const char marks[] = "!#$%&'*+-.^_`|~";

	if (*s == '\0')
		return false;
	for (; *s != '\0'; s++)
		if (!((*s >= '0' && *s <= '9') || (*s >= 'a' && *s <= 'z') ||
		    (*s >= 'A' && *s <= 'Z') || strchr(marks, *s) != NULL))
			return false;
	return true;
}

/* RFC 9110, 5.5, tabs being blanks */
static bool
is_field_value(const char *s)
{
	for (; *s != '\0'; s++)
		if (((unsigned char)*s < ' ' && *s != '\t') || *s == 0x7f)
			return false;
	return true;
}

static bool
is_number(const char *s)
{
	size_t digits = strspn(s, "0123456789");

	return digits > 0 && digits < 19 && s[digits] == '\0';
}

/* Every % is followed by two hexadecimal digits that are not those of NUL. */
static bool
is_percent_sound(const char *uri)
{
	static const char hex[] = "0123456789abcdefABCDEF";

	for (const char *p = strchr(uri, '%'); p != NULL; p = strchr(p + 3, '%'))
		if (strspn(p + 1, hex) < 2 || strncmp(p + 1, "00", 2) == 0)
			return false;
	return true;
}

/* No segment is . or .., however it is spelt: another reader might go up from there. */
static bool
has_dot_segment(const char *uri)
{
	size_t end = strcspn(uri, "?");

	for (size_t i = 0; i < end; i++) {
		size_t dots = 0;

		if (uri[i] != '/')
			continue;
		for (const char *p = uri + i + 1;; dots++) {
			if (*p == '.')
				p++;
			else if (strncasecmp(p, "%2e", 3) == 0)
				p += 3;
			else if (dots >= 1 && dots <= 2 && (*p == '/' || p == uri + end))
				return true;
			else
				break;
		}
	}
	return false;
}

/* An https URL names the host that the Host header names, and no user. */
static bool
is_of_host(const char *uri, const char *host)
{
	size_t len;

	if (uri[0] == '/')
		return true;
	uri += strlen("https://");
	len = strcspn(uri, "/?");
	return host != NULL && strlen(host) == len && strncasecmp(uri, host, len) == 0;
}

/* A name or address, and a port. */
static bool
is_host(const char *host)
{
	static const char good[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._:[]";

	return host[0] != '\0' && host[strspn(host, good)] == '\0';
}

/* Visible ASCII, starting at the root or with our scheme. */
static bool
is_target(const char *uri)
{
	if (uri[0] != '/' && strncasecmp(uri, "https://", 8) != 0)
		return false;
	for (const char *p = uri; *p != '\0'; p++)
		if (*p <= ' ' || *p >= 0x7f || *p == '#')
			return false;
	return is_percent_sound(uri) && !has_dot_segment(uri);
}

static size_t
count(const struct evkeyvalq *headers, const char *name, const char **ret_value)
{
	const struct evkeyval *h;
	size_t n = 0;

	for (h = headers->tqh_first; h != NULL; h = h->next.tqe_next)
		if (strcasecmp(h->key, name) == 0 && n++ == 0)
			*ret_value = h->value;
	return n;
}

static const char *
framing_fault(const struct evhttp_request *req, const struct evkeyvalq *headers)
{
	const char *length = NULL, *encoding = NULL;

	count(headers, "Content-Length", &length);
	count(headers, "Transfer-Encoding", &encoding);
	if (length != NULL && encoding != NULL)
		return "Content-Length or Transfer-Encoding, not both";
	if (length != NULL && !is_number(length))
		return "Content-Length is a number";
	if (encoding != NULL && (strcasecmp(encoding, "chunked") != 0 || req->minor < 1))
		return "Transfer-Encoding is chunked, and in HTTP/1.1";
	/* evhttp would take the body of a HEAD for the next request. */
	if (req->type == EVHTTP_REQ_HEAD && (encoding != NULL ||
	    (length != NULL && strcmp(length, "0") != 0)))
		return "a HEAD request has no body";
	return NULL;
}

static const char *
header_fault(const struct evhttp_request *req, const struct evkeyvalq *headers)
{
	const struct evkeyval *h;
	const char *host = NULL;

	for (h = headers->tqh_first; h != NULL; h = h->next.tqe_next) {
		if (!is_token(h->key))
			return "a header's name is a token, followed by a colon";
		if (!is_field_value(h->value))
			return "a header's value has no control characters";
	}
	for (size_t i = 0; i < COUNT_OF(single_headers); i++) {
		const char *value;

		if (count(headers, single_headers[i], &value) > 1)
			return "this header may be sent once: Host, Content-Length, Transfer-Encoding, "
			       "Content-Type, Authorization, Idempotency-Key, Expect, traceparent";
	}
	if (count(headers, "Host", &host) == 0 && req->minor >= 1)
		return "the Host header is missing";
	if (host != NULL && !is_host(host))
		return "the Host header is a name or address, and a port";
	if (is_target(evhttp_request_get_uri(req)) && !is_of_host(evhttp_request_get_uri(req), host))
		return "a URL is of the host that the Host header names";
	return NULL;
}

const char *
front_request_fault(struct evhttp_request *req, enum err *ret_code)
{
	const struct evkeyvalq *headers = evhttp_request_get_input_headers(req);
	const char *fault;

	*ret_code = ERR_HEADER;
	if (req->major != 1 || (req->minor != 0 && req->minor != 1)) {
		req->major = req->minor = 1;            /* of the answer */
		return "HTTP/1.0 or HTTP/1.1";
	}
	if ((fault = header_fault(req, headers)) != NULL ||
	    (fault = framing_fault(req, headers)) != NULL)
		return fault;
	switch (req->type) {
	case EVHTTP_REQ_GET:
	case EVHTTP_REQ_HEAD:
	case EVHTTP_REQ_POST:
	case EVHTTP_REQ_PUT:
	case EVHTTP_REQ_PATCH:
	case EVHTTP_REQ_DELETE:
		break;
	case EVHTTP_REQ_OPTIONS:
	case EVHTTP_REQ_TRACE:
	case EVHTTP_REQ_CONNECT:
	default:                                        /* a method that evhttp does not know */
		*ret_code = ERR_METHOD;
		return "GET, HEAD, POST, PUT, PATCH or DELETE";
	}
	if (!is_target(evhttp_request_get_uri(req)))
		return "a path of visible ASCII without dot segments, or an https URL";
	return NULL;
}
