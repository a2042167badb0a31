#include "config.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <openssl/ssl.h>

#include "adapter/base/base.h"
#include "tests/lib/peer.h"

struct peer {
	int              listener, port;
	int              stop[2];       /* a pipe: closed to end all waiting */
	SSL_CTX         *tls;
	pthread_t        thread;
	struct peer_seen seen;
	pthread_mutex_t  lock;          /* of seen.head and said */
	char            *said;          /* what /said answers */
	atomic_int       threads;
};

struct connection {
	struct peer *peer;
	int          fd;
	SSL         *ssl;
	int          n_requests;
};

/* Waits for fd or the end of the peer; false for the end. */
static bool
wait_for(const struct connection *c)
{
	struct pollfd p[2] = {{.fd = c->fd, .events = POLLIN}, {.fd = c->peer->stop[0], .events = POLLIN}};

	if (c->ssl != NULL && SSL_pending(c->ssl) > 0)
		return true;
	poll(p, 2, -1);
	return p[1].revents == 0;
}

static int
get(struct connection *c, char *to, size_t size)
{
	if (!wait_for(c))
		return 0;
	return c->ssl != NULL ? SSL_read(c->ssl, to, (int)size) : (int)read(c->fd, to, size);
}

static void
put(struct connection *c, const char *bytes, size_t len)
{
	while (len > 0) {
		int n = c->ssl != NULL ? SSL_write(c->ssl, bytes, (int)len) :
		    (int)write(c->fd, bytes, len);

		if (n <= 0)
			return;
		bytes += n;
		len -= (size_t)n;
	}
}

static void
put_str(struct connection *c, const char *s)
{
	put(c, s, strlen(s));
}

#define OK_HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\n"

/* The manners: each answers one request and says whether the connection lives on. */

static bool
answer_well(struct connection *c)
{
	put_str(c, OK_HEAD "Content-Length: 4\r\n\r\n<a/>");
	return true;
}

static bool
answer_fault(struct connection *c)
{
	put_str(c, "HTTP/1.1 500 Fault\r\nContent-Type: text/xml\r\nContent-Length: 4\r\n\r\n<f/>");
	return true;
}

static bool
answer_slowly(struct connection *c)
{
	static const char reply[] = OK_HEAD "Content-Length: 4\r\n\r\n<a/>";

	for (size_t i = 0; i < sizeof(reply) - 1; i++) {
		put(c, reply + i, 1);
		usleep(1000);
	}
	return true;
}

static bool
stay_silent(struct connection *c)
{
	char rest[256];

	while (get(c, rest, sizeof(rest)) > 0)
		continue;
	return false;
}

static bool
hang_up(struct connection *c)
{
	(void)c;
	return false;
}

static bool
answer_half(struct connection *c)
{
	put_str(c, OK_HEAD "Content-Length: 400\r\n\r\n<a>");
	return false;
}

static bool
answer_half_and_wait(struct connection *c)
{
	put_str(c, OK_HEAD "Content-Length: 400\r\n\r\n<a>");
	return stay_silent(c);
}

static bool
answer_half_a_head(struct connection *c)
{
	put_str(c, "HTTP/1.1 200 O");
	return false;
}

static bool
answer_without_end(struct connection *c)
{
	static const char chunk[] = "100\r\n"
	    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\r\n";

	put_str(c, OK_HEAD "Transfer-Encoding: chunked\r\n\r\n");
	for (int i = 0; i < 4096; i++)
		put_str(c, chunk);
	return false;
}

static bool
announce_much(struct connection *c)
{
	put_str(c, OK_HEAD "Content-Length: 999999999\r\n\r\n<a>");
	return stay_silent(c);
}

static bool
answer_garbage(struct connection *c)
{
	put_str(c, "\001\002\003 not HTTP at all\r\n\r\n");
	return false;
}

static bool
redirect(struct connection *c)
{
	put_str(c, "HTTP/1.1 307 Elsewhere\r\nLocation: /ok\r\nContent-Length: 0\r\n\r\n");
	return true;
}

/* Well once; the second request of the same connection is read and not answered. */
static bool
answer_once(struct connection *c)
{
	return c->n_requests == 1 && answer_well(c);
}

static bool
answer_as_told(struct connection *c)
{
	char *text;

	pthread_mutex_lock(&c->peer->lock);
	text = strdup(c->peer->said != NULL ? c->peer->said : "");
	pthread_mutex_unlock(&c->peer->lock);
	CHECK(text != NULL);
	put_str(c, text);
	free(text);
	return false;
}

static const struct {
	const char *path;
	bool      (*answer)(struct connection *c);
} manners[] = {
	{"/ok",        answer_well},
	{"/fault",     answer_fault},
	{"/slow",      answer_slowly},
	{"/silent",    stay_silent},
	{"/hang-up",   hang_up},
	{"/half",      answer_half},
	{"/half-wait", answer_half_and_wait},
	{"/half-head", answer_half_a_head},
	{"/endless",   answer_without_end},
	{"/much",      announce_much},
	{"/garbage",   answer_garbage},
	{"/redirect",  redirect},
	{"/once",      answer_once},
	{"/said",      answer_as_told},
};

/* Reads one request; false if none comes. */
static bool
read_request(struct connection *c, char *head, size_t size)
{
	size_t n = 0, want = 0;
	char *end = NULL;

	while (end == NULL || n < want) {
		int got = get(c, head + n, size - 1 - n);
		const char *length;

		if (got <= 0)
			return false;
		n += (size_t)got;
		head[n] = '\0';
		if (end != NULL || (end = strstr(head, "\r\n\r\n")) == NULL)
			continue;
		length = strcasestr(head, "\nContent-Length:");
		want = (size_t)(end + 4 - head) + (length != NULL ? strtoul(length + 16, NULL, 10) : 0);
		CHECK(want < size);
	}
	return true;
}

static bool
answer(struct connection *c, const char *head)
{
	const char *path = strchr(head, '/');
	size_t len = path != NULL ? strcspn(path, " ") : 0;

	for (size_t i = 0; i < COUNT_OF(manners); i++)
		if (strlen(manners[i].path) == len && strncmp(manners[i].path, path, len) == 0)
			return manners[i].answer(c);
	put_str(c, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
	return true;
}

static void
converse(struct connection *c)
{
	struct peer_seen *seen = &c->peer->seen;
	char head[sizeof(seen->head)];

	if (c->peer->tls != NULL) {
		c->ssl = SSL_new(c->peer->tls);
		CHECK(c->ssl != NULL && SSL_set_fd(c->ssl, c->fd) == 1);
		if (!wait_for(c) || SSL_accept(c->ssl) != 1)
			return;
	}
	seen->handshakes++;
	while (read_request(c, head, sizeof(head))) {
		c->n_requests++;
		pthread_mutex_lock(&c->peer->lock);
		memcpy(seen->head, head, sizeof(head));
		pthread_mutex_unlock(&c->peer->lock);
		seen->requests++;
		if (!answer(c, head))
			break;
	}
	if (c->ssl != NULL)
		SSL_shutdown(c->ssl);
}

static void *
connection_main(void *arg)
{
	struct connection *c = arg;
	struct peer *p = c->peer;

	converse(c);
	SSL_free(c->ssl);
	p->seen.at_once--;      /* before the other side can see the end and open another */
	close(c->fd);
	free(c);
	p->threads--;
	return NULL;
}

static void *
listener_main(void *arg)
{
	struct peer *p = arg;

	for (;;) {
		struct connection *c = calloc(1, sizeof(*c));
		pthread_t thread;
		int now;

		CHECK(c != NULL);
		c->peer = p;
		c->fd = p->listener;
		if (!wait_for(c)) {
			free(c);
			return NULL;
		}
		c->fd = accept(p->listener, NULL, NULL);
		CHECK(c->fd >= 0);
		p->seen.connections++;
		now = ++p->seen.at_once;
		if (now > p->seen.at_once_max)
			p->seen.at_once_max = now;
		p->threads++;
		CHECK(pthread_create(&thread, NULL, connection_main, c) == 0);
		pthread_detach(thread);
	}
}

struct peer *
peer_start(const struct peer_config *config)
{
	struct peer *p = calloc(1, sizeof(*p));
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(a);

	CHECK(p != NULL && pipe(p->stop) == 0 && pthread_mutex_init(&p->lock, NULL) == 0);
	signal(SIGPIPE, SIG_IGN);
	p->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	CHECK(p->listener >= 0 && bind(p->listener, (struct sockaddr *)&a, sizeof(a)) == 0);
	CHECK(listen(p->listener, 256) == 0);
	CHECK(getsockname(p->listener, (struct sockaddr *)&a, &len) == 0);
	p->port = ntohs(a.sin_port);
	if (config != NULL) {
		p->tls = SSL_CTX_new(TLS_server_method());
		CHECK(SSL_CTX_use_certificate_chain_file(p->tls, config->certificate_file) == 1);
		CHECK(SSL_CTX_use_PrivateKey_file(p->tls, config->key_file, SSL_FILETYPE_PEM) == 1);
		if (config->client_ca_file != NULL) {
			CHECK(SSL_CTX_load_verify_file(p->tls, config->client_ca_file) == 1);
			SSL_CTX_set_verify(p->tls, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
		}
		CHECK(SSL_CTX_set_session_id_context(p->tls, (const unsigned char *)"peer", 4) == 1);
	}
	CHECK(pthread_create(&p->thread, NULL, listener_main, p) == 0);
	return p;
}

int
peer_port(const struct peer *p)
{
	return p->port;
}

struct peer_seen *
peer_saw(struct peer *p)
{
	return &p->seen;
}

void
peer_say(struct peer *p, const char *answer)
{
	pthread_mutex_lock(&p->lock);
	free(p->said);
	p->said = strdup(answer);
	pthread_mutex_unlock(&p->lock);
}

void
peer_forget(struct peer *p)
{
	p->seen.connections = p->seen.handshakes = p->seen.requests = 0;
	p->seen.at_once_max = p->seen.at_once;
}

void
peer_stop(struct peer *p)
{
	close(p->stop[1]);
	pthread_join(p->thread, NULL);
	while (p->threads > 0)
		usleep(1000);
	close(p->stop[0]);
	close(p->listener);
	SSL_CTX_free(p->tls);
	free(p->said);
	free(p);
}
