#include "config.h"

#include <netinet/in.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>

#include <openssl/ssl.h>

#include "tests/portal/serve.h"

AUTO_DEFINE(base, struct event_base *, event_base_free)
AUTO_DEFINE(http, struct evhttp *, evhttp_free)
AUTO_DEFINE(event, struct event *, event_free)
AUTO_DEFINE(json, json_t *, json_decref)

AUTO_DEFINE(tls, SSL_CTX *, SSL_CTX_free)

struct issuer {
	const struct serve_config *config;
	const struct keys         *keys;
	struct keys               *own, *former;        /* read on SIGHUP */
};

static void
reply(struct evhttp_request *req, int status, const char *type, const char *body)
{
	struct evbuffer *out = evhttp_request_get_output_buffer(req);

	evhttp_add_header(evhttp_request_get_output_headers(req), "Content-Type", type);
	evhttp_add_header(evhttp_request_get_output_headers(req), "Cache-Control", "no-store");
	evbuffer_add(out, body, strlen(body));
	evhttp_send_reply(req, status, NULL, NULL);
}

/* A whole decimal number in the query, or fallback; false if it is something else. */
static bool
query_number(struct evkeyvalq *query, const char *name, long fallback, long *ret_value)
{
	const char *text = evhttp_find_header(query, name);
	char *end;

	*ret_value = fallback;
	if (text == NULL)
		return true;
	*ret_value = strtol(text, &end, 10);
	return end != text && *end == '\0';
}

static void
on_token(struct evhttp_request *req, void *arg)
{
	const struct issuer *issuer = arg;
	const char *text = evhttp_uri_get_query(evhttp_request_get_evhttp_uri(req));
	struct grant grant = *issuer->config->defaults;
	struct evkeyvalq query = {0};
	struct err_info e = {0};
	long citizen;
	AUTO(char) char *jwt = NULL;

	if (evhttp_parse_query_str(text != NULL ? text : "", &query) != 0 ||
	    !query_number(&query, "citizen", grant.citizen, &citizen) || citizen < 0 ||
	    citizen > 99999999 ||
	    !query_number(&query, "expires_in", grant.expires_in_s, &grant.expires_in_s)) {
		reply(req, HTTP_BADREQUEST, "text/plain", "citizen=N (0 to 99999999), expires_in=S\n");
	} else {
		grant.citizen = (unsigned)citizen;
		if (evhttp_find_header(&query, "alg") != NULL)
			grant.alg = evhttp_find_header(&query, "alg");
		if (evhttp_find_header(&query, "scope") != NULL)
			grant.scope = evhttp_find_header(&query, "scope");
		if (grant_issue(&grant, issuer->keys, clock_now_us(), &jwt, &e) == ERR_OK)
			reply(req, HTTP_OK, "application/jwt", jwt);
		else
			reply(req, HTTP_BADREQUEST, "text/plain", e.text);
	}
	evhttp_clear_headers(&query);
}

static void
on_key_set(struct evhttp_request *req, void *arg)
{
	const struct issuer *issuer = arg;
	struct err_info e = {0};
	AUTO(json) json_t *set = NULL;
	AUTO(char) char *text = NULL;

	if (keys_public(issuer->keys, issuer->former, &set, &e) != ERR_OK ||
	    (text = json_dumps(set, JSON_COMPACT)) == NULL)
		reply(req, HTTP_INTERNAL, "text/plain", e.text);
	else
		reply(req, HTTP_OK, "application/jwk-set+json", text);
}

static void
on_signal(evutil_socket_t sig, short events, void *arg)
{
	(void)sig, (void)events;
	event_base_loopexit(arg, NULL);
}

static void
on_rotate(evutil_socket_t sig, short events, void *arg)
{
	struct issuer *issuer = arg;
	struct keys *next;
	struct err_info e;

	(void)sig, (void)events;
	if (keys_open(issuer->config->pki, &next, &e) != ERR_OK) {
		printf("not rotated: %s\n", e.text);
	} else {
		keys_close(issuer->former);
		issuer->former = issuer->own;
		issuer->own = next;
		issuer->keys = next;
		puts("rotated");
	}
	fflush(stdout);
}

static enum err
open_tls(const struct serve_config *config, SSL_CTX **ret_tls, struct err_info *e)
{
	AUTO(tls) SSL_CTX *tls = SSL_CTX_new(TLS_server_method());
	char key[1024], certificate[1024];

	snprintf(key, sizeof(key), "%s/%s.key", config->pki, config->tls);
	snprintf(certificate, sizeof(certificate), "%s/%s.pem", config->pki, config->tls);
	CHECK(tls != NULL);
	if (SSL_CTX_use_certificate_chain_file(tls, certificate) != 1 ||
	    SSL_CTX_use_PrivateKey_file(tls, key, SSL_FILETYPE_PEM) != 1)
		FAIL(e, ERR_KEY_UNUSABLE, "--tls", "a TLS key and its certificate");
	*ret_tls = STEAL(tls);
	return ERR_OK;
}

static struct bufferevent *
new_connection(struct event_base *base, void *tls)
{
	return bufferevent_openssl_socket_new(base, -1, SSL_new(tls), BUFFEREVENT_SSL_ACCEPTING,
	    BEV_OPT_CLOSE_ON_FREE);
}

static int
port_of(struct evhttp_bound_socket *socket)
{
	struct sockaddr_in address = {0};
	socklen_t len = sizeof(address);

	CHECK(getsockname(evhttp_bound_socket_get_fd(socket), (struct sockaddr *)&address, &len) == 0);
	return ntohs(address.sin_port);
}

static enum err
listen_on(struct evhttp *http, struct issuer *issuer, struct err_info *e)
{
	struct evhttp_bound_socket *socket;

	evhttp_set_allowed_methods(http, EVHTTP_REQ_GET);
	evhttp_set_timeout(http, 10);
	CHECK(evhttp_set_cb(http, "/token", on_token, issuer) == 0);
	CHECK(evhttp_set_cb(http, "/jwks.json", on_key_set, issuer) == 0);
	socket = evhttp_bind_socket_with_handle(http, "127.0.0.1", (uint16_t)issuer->config->port);
	if (socket == NULL)
		FAIL(e, ERR_CONFIG, "--port", "port %d cannot be had: %m", issuer->config->port);
	printf("port=%d\n", port_of(socket));
	fflush(stdout);
	return ERR_OK;
}

enum err
serve_run(const struct serve_config *config, const struct keys *keys, struct err_info *e)
{
	struct issuer issuer = {.config = config, .keys = keys};
	AUTO(base) struct event_base *base = event_base_new();
	AUTO(tls) SSL_CTX *tls = NULL;
	AUTO(http) struct evhttp *http = NULL;
	AUTO(event) struct event *on_term = NULL;
	AUTO(event) struct event *on_int = NULL;
	AUTO(event) struct event *on_hup = NULL;
	enum err err;

	CHECK(base != NULL);
	http = evhttp_new(base);
	on_term = evsignal_new(base, SIGTERM, on_signal, base);
	on_int = evsignal_new(base, SIGINT, on_signal, base);
	on_hup = evsignal_new(base, SIGHUP, on_rotate, &issuer);
	CHECK(http != NULL && on_term != NULL && on_int != NULL && on_hup != NULL);
	CHECK(event_add(on_term, NULL) == 0 && event_add(on_int, NULL) == 0 &&
	    event_add(on_hup, NULL) == 0);
	if (config->tls != NULL) {
		TRY(open_tls(config, &tls, e));
		evhttp_set_bevcb(http, new_connection, tls);
	}
	TRY(keys_open(config->pki, &issuer.own, e));
	err = listen_on(http, &issuer, e);
	if (err == ERR_OK)
		event_base_dispatch(base);
	keys_close(issuer.former);
	keys_close(issuer.own);
	return err;
}
