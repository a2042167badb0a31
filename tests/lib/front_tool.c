/*
 * front_tool: a server that is nothing but front, for the tests of front.
 *
 * usage: front_tool PKI-DIR CLIENTS name=value...
 *        names: max_head max_body max_connections idle_s server_names crl_file spool max_files max_file
 *               max_uploads
 *
 * Prints "port N", then a line for each thing that happens.  /echo answers what it got; /hold
 * answers on SIGUSR1; /big answers 3 MB; /none answers 204; /drop hangs up; SIGTERM stops gracefully.
 * /stream/N answers N bytes of a stream, /broken/N half of them; "released" tells of its end.
 * SIGHUP reloads, with the allow-list of PKI-DIR/clients if that is there.
 */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/crypto/crypto.h"
#include "adapter/front/front.h"
#include "adapter/parts/parts.h"

enum { HELD_MAX = 256, BIG = 3000000, LOOK_US = 10000 };

static struct front *front;
static struct event_base *base;
static struct front_call *held[HELD_MAX];
static size_t n_held;
static bool gone[HELD_MAX], stopping;
static char key[512], certificate[512], ca[512], clients[512], list[4096];
static struct front_config c = {.address = "127.0.0.1", .max_head = 16384, .max_body = 65536,
    .max_connections = 100, .idle_s = 60, .key_file = key, .certificate_file = certificate,
    .client_ca_file = ca, .max_files = 5, .max_file = 5242880, .max_uploads = 64};

static void
say(const char *what, const char *more)
{
	printf("%s %s\n", what, more);
	fflush(stdout);
}

/* The files of an upload, as JSON, and its part "body". */
static void
print_parts(struct front_call *call, struct buf *out)
{
	struct part_list *parts = front_take_parts(call);
	struct err_info e;

	CHECK(call->parts == NULL);
	CHECK(buf_addf(out, &e, ",\"type\":\"%s\",\"body\":%s,\"files\":{",
	    call->body_type != NULL ? call->body_type : "-", call->body_len > 0 ? call->body : "null") == ERR_OK);
	for (size_t i = 0; i < part_count(parts); i++) {
		const struct part *part = part_at(parts, i);
		char hex[2 * PART_DIGEST_SIZE + 1];
		enum err code = part_check(part, &e);

		id_hex(part->digest, PART_DIGEST_SIZE, hex);
		CHECK(buf_addf(out, &e, "%s\"%s\":{\"filename\":\"%s\",\"type\":\"%s\",\"size\":%llu,"
		    "\"sha256\":\"%s\",\"check\":\"%s\"}", i > 0 ? "," : "", part->name, part->filename,
		    part->media_type, (unsigned long long)part->size, hex,
		    code == ERR_OK ? "OK" : err_name(code)) == ERR_OK);
	}
	CHECK(buf_addf(out, &e, "},\"framing\":\"%s\"", front_header(call, "Content-Length", NULL) != NULL ?
	    front_header(call, "Content-Length", NULL) : "-") == ERR_OK);
	part_list_free(parts);
}

static void
answer_echo(struct front_call *call)
{
	BUF_AUTO(more, 32768);
	static char body[65536];
	struct front_answer answer = {.status = 200, .content_type = "application/json", .body = body};
	const struct front_header extra[] = {{"ETag", "\"1\""}, {"X-Evil", "a\r\nX-Forged: 1"}};

	answer.header = extra;
	answer.n_headers = COUNT_OF(extra);
	if (call->parts != NULL)
		print_parts(call, &more);
	answer.body_len = (size_t)snprintf(body, sizeof(body),
	    "{\"method\":\"%s\",\"path\":\"%s\",\"query\":\"%s\",\"headers\":%zu,\"length\":%zu,"
	    "\"caller\":\"%s\",\"certificate\":%s%s}", call->method, call->path,
	    call->query != NULL ? call->query : "-", call->n_headers, call->body_len,
	    call->caller != NULL ? call->caller : "-", call->certificate ? "true" : "false",
	    more.len > 0 ? more.data : "");
	CHECK(answer.body_len < sizeof(body) && call->body[call->body_len] == '\0');
	front_answer(call, &answer);
}

static void
answer_big(struct front_call *call)
{
	char *body = malloc(BIG);
	struct front_answer answer = {.status = 200, .content_type = "text/plain", .body = body,
	    .body_len = BIG};

	CHECK(body != NULL);
	memset(body, 'b', BIG);
	front_answer(call, &answer);
	free(body);
}

/* Octets of a stream: they tell their place. */
static enum err
read_stream(void *arg, uint64_t offset, void *buf, size_t size, size_t *ret_len, struct err_info *e)
{
	const long *fails_at = arg;

	if (*fails_at >= 0 && offset >= (uint64_t)*fails_at)
		FAIL(e, ERR_SPOOL, "", "nothing");
	for (size_t i = 0; i < size; i++)
		((unsigned char *)buf)[i] = (unsigned char)((offset + i) % 251);
	*ret_len = size;
	return ERR_OK;
}

static void
release_stream(void *arg)
{
	free(arg);
	say("released", "stream");
}

static void
answer_stream(struct front_call *call)
{
	long size = strtol(strrchr(call->path, '/') + 1, NULL, 10), *fails_at = malloc(sizeof(*fails_at));
	struct front_stream stream = {.size = (uint64_t)size, .read = read_stream, .release = release_stream,
	    .arg = fails_at};
	struct front_answer answer = {.status = 200, .content_type = "application/pdf", .stream = &stream};

	CHECK(fails_at != NULL);
	*fails_at = strncmp(call->path, "/broken/", 8) == 0 ? size / 2 : -1;
	front_answer(call, &answer);
}

static void
release(void)
{
	struct front_answer answer = {.status = 200, .content_type = "text/plain", .body = "held",
	    .body_len = 4};

	for (size_t i = 0; i < n_held; i++)
		front_answer(held[i], &answer);
	n_held = 0;
}

static void
on_call(struct front_call *call, void *arg)
{
	static const struct front_answer none = {.status = 204};
	size_t n;

	(void)arg;
	say("arrived", call->path);
	if (strcmp(call->path, "/hold") == 0) {
		CHECK(n_held < HELD_MAX);
		gone[n_held] = false;
		held[n_held++] = call;
	} else if (strcmp(call->path, "/big") == 0) {
		answer_big(call);
	} else if (strncmp(call->path, "/stream/", 8) == 0 || strncmp(call->path, "/broken/", 8) == 0) {
		answer_stream(call);
	} else if (strcmp(call->path, "/none") == 0) {
		front_answer(call, &none);
	} else if (strcmp(call->path, "/drop") == 0) {
		front_drop(call);
	} else {
		CHECK(front_header(call, "host", &n) == NULL || n == 1);
		answer_echo(call);
	}
}

/* Tells of callers that have gone while they are held. */
static void
on_look(evutil_socket_t fd, short events, void *arg)
{
	(void)fd, (void)events, (void)arg;
	for (size_t i = 0; i < n_held; i++)
		if (!gone[i] && !front_caller_waits(held[i])) {
			gone[i] = true;
			say("gone", held[i]->path);
		}
	if (stopping && n_held == 0)
		event_base_loopbreak(base);
}

static void
reload(void)
{
	AUTO(file) FILE *file = fopen(clients, "r");
	struct err_info e;
	char until[32];

	if (file != NULL) {
		list[fread(list, 1, sizeof(list) - 1, file)] = '\0';
		c.clients = list;
	}
	if (front_reload(front, &c, &e) != ERR_OK) {
		printf("reload_failed %s %s: %s\n", err_name(e.code), e.at, e.text);
		fflush(stdout);
		return;
	}
	snprintf(until, sizeof(until), "%lld", (long long)(front_certificate_until_us(front) / 1000000));
	say("reloaded", until);
}

static void
on_signal(evutil_socket_t number, short events, void *arg)
{
	(void)events, (void)arg;
	if (number == SIGHUP) {
		reload();
		return;
	}
	if (number == SIGUSR1) {
		release();
		say("released", "");
		return;
	}
	stopping = true;
	front_stop_listening(front);
	say("stopping", "");
}

static bool
is(const char *arg, size_t len, const char *name)
{
	return len == strlen(name) && memcmp(arg, name, len) == 0;
}

static void
read_setting(const char *arg)
{
	const char *value = strchr(arg, '=');
	size_t len = value != NULL ? (size_t)(value - arg) : 0;
	long n = value != NULL ? strtol(value + 1, NULL, 10) : 0;

	if (is(arg, len, "max_head"))
		c.max_head = (size_t)n;
	else if (is(arg, len, "spool"))
		c.spool = value + 1;
	else if (is(arg, len, "max_files"))
		c.max_files = (size_t)n;
	else if (is(arg, len, "max_file"))
		c.max_file = (size_t)n;
	else if (is(arg, len, "max_uploads"))
		c.max_uploads = (int)n;
	else if (is(arg, len, "max_body"))
		c.max_body = (size_t)n;
	else if (is(arg, len, "max_connections"))
		c.max_connections = (int)n;
	else if (is(arg, len, "idle_s"))
		c.idle_s = (int)n;
	else if (is(arg, len, "server_names"))
		c.server_names = value + 1;
	else if (is(arg, len, "crl_file"))
		c.crl_file = value + 1;
	else
		CHECK(!"a setting of front");
}

static void
run(void)
{
	struct event *usr1 = evsignal_new(base, SIGUSR1, on_signal, NULL);
	struct event *term = evsignal_new(base, SIGTERM, on_signal, NULL);
	struct event *hup = evsignal_new(base, SIGHUP, on_signal, NULL);
	struct event *look = event_new(base, -1, EV_PERSIST, on_look, NULL);
	struct timeval tv = {.tv_usec = LOOK_US};
	char port[16];

	CHECK(usr1 != NULL && term != NULL && hup != NULL && look != NULL);
	CHECK(event_add(usr1, NULL) == 0 && event_add(term, NULL) == 0);
	CHECK(event_add(hup, NULL) == 0 && event_add(look, &tv) == 0);
	snprintf(port, sizeof(port), "%d", front_port(front));
	say("port", port);
	event_base_dispatch(base);
	front_close(front);
	say("closed", "");
	event_free(usr1);
	event_free(term);
	event_free(hup);
	event_free(look);
}

int
main(int argc, char **argv)
{
	struct err_info e;

	CHECK(argc >= 3);
	snprintf(key, sizeof(key), "%s/mostik-tls.key", argv[1]);
	snprintf(certificate, sizeof(certificate), "%s/mostik-tls.pem", argv[1]);
	snprintf(ca, sizeof(ca), "%s/tls-ca.pem", argv[1]);
	snprintf(clients, sizeof(clients), "%s/clients", argv[1]);
	c.clients = argv[2];
	for (int i = 3; i < argc; i++)
		read_setting(argv[i]);
	crypto_init();
	base = event_base_new();
	CHECK(base != NULL);
	if (front_open(base, &c, on_call, NULL, &front, &e) != ERR_OK)
		say(err_name(e.code), e.at);
	else
		run();
	event_base_free(base);
	return front == NULL;
}
