#include "config.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdsoap2.h>

#include "tests/fund/answer.h"
#include "tests/fund/contracts.h"
#include "tests/fund/server.h"

enum {
	BACKLOG         = 511,
	CONNECTIONS_MAX = 512,
	IDLE_S          = 600,
	REQUEST_MAX     = 256 * 1024 * 1024,
	HUGE_REPLY      = 96 * 1024 * 1024,
	HALF            = 2,
};

static sem_t free_connections;

/* What soap->user points to, in each thread. */
struct connection {
	struct fund *fund;
	char         type[512];         /* Content-Type of the request */
};
static int (*parse_header)(struct soap *soap, const char *name, const char *value);

/* gSOAP would take a package apart by itself: it is told of an envelope and gives the octets as they are. */
static int
see_header(struct soap *soap, const char *name, const char *value)
{
	struct connection *c = soap->user;

	if (strcasecmp(name, "Content-Type") == 0) {
		snprintf(c->type, sizeof(c->type), "%s", value);
		value = "text/xml; charset=utf-8";
	}
	return parse_header(soap, name, value);
}

/* A whole reply by gSOAP, with its length. */
static int
send_reply(struct soap *soap, int status, const char *type, const char *bytes, size_t len)
{
	soap->http_content = type;
	return soap_response(soap, SOAP_FILE + status) || soap_send_raw(soap, bytes, len) ||
	    soap_end_send(soap);
}

/* Says len but sends only part of it (blanks if bytes is NULL), then closes. */
static int
send_part(struct soap *soap, const char *type, const char *bytes, size_t len, size_t part)
{
	char head[256], blanks[16384];
	int error;

	snprintf(head, sizeof(head), "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n",
	    type, len);
	memset(blanks, ' ', sizeof(blanks));
	error = soap->fsend(soap, head, strlen(head));
	for (size_t sent = 0; sent < part && error == SOAP_OK;) {
		size_t n = bytes != NULL ? part : sizeof(blanks);

		error = soap->fsend(soap, bytes != NULL ? bytes : blanks, n);
		sent += n;
	}
	return soap_force_closesock(soap);
}

/* Sends nothing until the other side has closed. */
static int
stay_silent(struct soap *soap)
{
	struct pollfd fd = {.fd = soap->socket, .events = POLLRDHUP};

	while (poll(&fd, 1, -1) == 0 || (fd.revents & (POLLRDHUP | POLLHUP | POLLERR)) == 0)
		continue;
	return soap_force_closesock(soap);
}

static int
send_answer(struct soap *soap, const struct answer *answer)
{
	static const char page[] = "<!DOCTYPE html><html><body>Ведутся работы</body></html>\n";
	static const char junk[] = "no XML at all <<< & >>>";
	const struct buf *envelope = &answer->envelope;

	switch (answer->wire) {
	case WIRE_SILENT:
		return stay_silent(soap);
	case WIRE_CLOSE:
		return soap_force_closesock(soap);
	case WIRE_HALF:
		return send_part(soap, answer->type, envelope->data, envelope->len, envelope->len / HALF);
	case WIRE_HUGE:
		return send_part(soap, answer->type, NULL, HUGE_REPLY, HUGE_REPLY);
	case WIRE_GARBAGE:
		return send_reply(soap, 200, answer->type, junk, strlen(junk));
	case WIRE_HTML:
		return send_reply(soap, 200, "text/html; charset=utf-8", page, strlen(page));
	case WIRE_HTTP_500:
		return send_reply(soap, 500, "text/html; charset=utf-8", page, strlen(page));
	case WIRE_SLOW:
		usleep((useconds_t)answer->slow_ms * 1000);
		break;
	case WIRE_TRUE:
	case WIRE_REPLAY:
		break;
	}
	return send_reply(soap, answer->status, answer->type, envelope->data, envelope->len);
}

/* Reads the body of a POST and answers it. */
static int
serve_post(struct soap *soap)
{
	struct connection *c = soap->user;
	struct answer answer = {.envelope.max = 0};
	struct err_info e;
	size_t len = 0;
	char *body = soap->length <= REQUEST_MAX ? soap_http_get_body(soap, &len) : NULL;
	int error;

	if (body == NULL || soap_end_recv(soap) != SOAP_OK)
		return soap_force_closesock(soap);
	if (answer_make(c->fund, c->type, body, len, &answer, &e) == ERR_OK) {
		error = send_answer(soap, &answer);
	} else {
		log_failure(LOG_LEVEL_ERROR, "event=broken", &e);
		error = send_reply(soap, 500, "text/plain", "broken\n", 7);
	}
	buf_fini(&answer.envelope);
	free(answer.own_type);
	c->type[0] = '\0';
	return error;
}

/* gSOAP's hook for GET. */
static int
serve_get(struct soap *soap)
{
	const struct fund *fund = ((const struct connection *)soap->user)->fund;
	const char *path = strchr(soap->path, '/') != NULL ? soap->path : "/";
	BUF_AUTO(document, REQUEST_MAX);
	struct err_info e;

	if (contracts_read(fund->wsdl, path, &document, &e) != ERR_OK)
		return send_reply(soap, 404, "text/plain; charset=utf-8", e.text, strlen(e.text));
	return send_reply(soap, 200, "text/xml; charset=utf-8", document.data, document.len);
}

static void *
serve_connection(void *arg)
{
	struct soap *soap = arg;
	struct connection c = {.fund = soap->user};

	soap->user = &c;
	pthread_detach(pthread_self());
	if (soap_ssl_accept(soap) == SOAP_OK) {
		soap->keep_alive = -1;
		do {
			if (soap_begin_recv(soap) == SOAP_OK)
				serve_post(soap);
			else if (soap->error != SOAP_STOP)      /* a GET was answered */
				soap_force_closesock(soap);
			soap_destroy(soap);
			soap_end(soap);
		} while (soap_valid_socket(soap->socket) && soap->keep_alive != 0);
	}
	soap_force_closesock(soap);
	soap_destroy(soap);
	soap_end(soap);
	soap_free(soap);
	sem_post(&free_connections);
	return NULL;
}

static const char *
pki_file(struct soap *soap, const struct fund *fund, const char *name)
{
	size_t size = strlen(fund->pki) + strlen(name) + 2;
	char *path = soap_malloc(soap, size);

	CHECK(path != NULL);
	snprintf(path, size, "%s/%s", fund->pki, name);
	return path;
}

/* gSOAP wants key and certificate in one file, so they are given to its SSL_CTX from two. */
static enum err
start_tls(struct soap *soap, const struct fund *fund, struct err_info *e)
{
	if (soap_ssl_server_context(soap, SOAP_SSL_REQUIRE_CLIENT_AUTHENTICATION |
	    SOAP_SSL_NO_DEFAULT_CA_PATH | SOAP_TLSv1_2 | SOAP_TLSv1_3, NULL, NULL,
	    pki_file(soap, fund, "tls-ca.pem"), NULL, NULL, NULL, "fund") != SOAP_OK)
		FAIL(e, ERR_CONFIG, "tls-ca.pem", "gSOAP's error %d", soap->error);
	if (SSL_CTX_use_certificate_chain_file(soap->ctx, pki_file(soap, fund, "fund-tls.pem")) != 1 ||
	    SSL_CTX_use_PrivateKey_file(soap->ctx, pki_file(soap, fund, "fund-tls.key"),
	    SSL_FILETYPE_PEM) != 1)
		FAIL(e, ERR_CONFIG, "fund-tls", "unusable");
	return ERR_OK;
}

static int
bound_port(int fd)
{
	struct sockaddr_storage address;
	socklen_t len = sizeof(address);

	CHECK(getsockname(fd, (struct sockaddr *)&address, &len) == 0);
	if (address.ss_family == AF_INET6)
		return ntohs(((struct sockaddr_in6 *)(void *)&address)->sin6_port);
	return ntohs(((struct sockaddr_in *)(void *)&address)->sin_port);
}

static enum err
listen_on_loopback(struct soap *soap, struct fund *fund, struct err_info *e)
{
	soap->user = fund;
	soap->fget = serve_get;
	parse_header = soap->fparsehdr;
	soap->fparsehdr = see_header;
	soap->bind_flags = SO_REUSEADDR;
	soap->max_keep_alive = 0;               /* as long as the client likes */
	soap->recv_timeout = soap->send_timeout = IDLE_S;
	TRY(start_tls(soap, fund, e));
	if (!soap_valid_socket(soap_bind(soap, "127.0.0.1", fund->port, BACKLOG)))
		FAIL(e, ERR_CONFIG, "--port", "cannot listen: %s", strerror(soap->errnum));
	fund->port = bound_port(soap->master);
	return ERR_OK;
}

enum err
server_run(struct fund *fund, struct err_info *e)
{
	struct soap *soap = soap_new2(SOAP_IO_KEEPALIVE | SOAP_IO_FLUSH,
	    SOAP_IO_KEEPALIVE | SOAP_IO_STORE);

	CHECK(soap != NULL && sem_init(&free_connections, 0, CONNECTIONS_MAX) == 0);
	soap_ssl_init();
	TRY(listen_on_loopback(soap, fund, e));
	printf("port=%d\n", fund->port);
	fflush(stdout);
	for (;;) {
		struct soap *connection;
		pthread_t thread;

		while (sem_wait(&free_connections) != 0)
			continue;
		if (!soap_valid_socket(soap_accept(soap))) {
			sem_post(&free_connections);
			continue;
		}
		connection = soap_copy(soap);
		CHECK(connection != NULL);
		CHECK(pthread_create(&thread, NULL, serve_connection, connection) == 0);
	}
}
