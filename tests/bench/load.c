/*
 * load: calls mostik as the portal does, over a number of kept connections with mutual TLS, each
 * call as soon as the one before it is answered, and says how many were answered and how fast.
 *
 *   load --url https://localhost:PORT --pki DIR --tokens FILE --application FILE
 *        [--connections N] [--seconds N] [--writes PERCENT]
 *
 * Prints key=value lines.  Bounded in time and number, and refuses to call anything but this
 * machine.  Exit status 1 if any call failed.
 */
#include "config.h"

#include <getopt.h>
#include <string.h>
#include <time.h>

#include <curl/curl.h>

#include "adapter/base/base.h"

enum { CONNECTIONS_MAX = 1000, SECONDS_MAX = 600, TOKENS_MAX = 1000, SAMPLES_MAX = 10000000 };

struct options {
	const char *url, *pki, *tokens, *application;
	long        connections, seconds, writes;
};

/* One connection: a handle of curl's that is used again and again. */
struct caller {
	CURL              *curl;
	struct curl_slist *headers;
	unsigned           turn;
	bool               write;
};

struct load {
	struct options o;
	CURLM         *multi;
	char          *token[TOKENS_MAX], *application;
	size_t         n_tokens;
	struct caller  caller[CONNECTIONS_MAX];
	int64_t        end_us;
	uint32_t      *sample_us;       /* of the calls that were answered as they should be */
	size_t         n_samples;
	size_t         writes, failed;
	long           last_status;     /* of a call that failed */
	CURLcode       last_code;
};

static int64_t
mono_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static char *
read_file(const char *path)
{
	BUF_AUTO(b, 1 << 24);
	struct err_info e;
	AUTO(file) FILE *f = fopen(path, "r");
	char piece[4096], *text;
	size_t n, len;

	if (f == NULL) {
		perror(path);
		exit(2);
	}
	while ((n = fread(piece, 1, sizeof(piece), f)) > 0)
		CHECK(buf_add(&b, piece, n, &e) == ERR_OK);
	CHECK(buf_steal(&b, &text, &len, &e) == ERR_OK);
	return text;
}

/* Splits the token file, which stays in memory, at its lines. */
static void
read_tokens(struct load *load)
{
	char *line = read_file(load->o.tokens);

	while (*line != '\0' && load->n_tokens < TOKENS_MAX) {
		char *end = line + strcspn(line, "\n");
		bool last = *end == '\0';

		*end = '\0';
		if (end != line)
			load->token[load->n_tokens++] = line;
		line = last ? end : end + 1;
	}
	CHECK(load->n_tokens > 0);
}

static size_t
swallow(char *bytes, size_t size, size_t n, void *arg)
{
	(void)bytes, (void)arg;
	return size * n;
}

static void
set_headers(const struct load *load, struct caller *c, unsigned number)
{
	BUF_AUTO(authorization, 8192);
	struct err_info e;
	char key[64], id[ID_SIZE];

	curl_slist_free_all(c->headers);
	c->headers = NULL;
	CHECK(buf_addf(&authorization, &e, "Authorization: Bearer %s",
	    load->token[number % load->n_tokens]) == ERR_OK);
	c->headers = curl_slist_append(c->headers, authorization.data);
	if (c->write) {
		id_new(id);
		snprintf(key, sizeof(key), "Idempotency-Key: %s", id);
		c->headers = curl_slist_append(c->headers, key);
		c->headers = curl_slist_append(c->headers, "Content-Type: application/json");
	}
	curl_easy_setopt(c->curl, CURLOPT_HTTPHEADER, c->headers);
}

/* Puts the caller's next call on its way. */
static void
call(struct load *load, struct caller *c)
{
	unsigned number = (unsigned)(c - load->caller) * 7919 + c->turn++;
	char url[256];

	c->write = number * 2654435761u / 42949673 < (unsigned)load->o.writes;
	snprintf(url, sizeof(url), "%s%s", load->o.url,
	    c->write ? "/v1/applications" : "/v1/payments/monthly?from=2026-01&months=3");
	curl_easy_setopt(c->curl, CURLOPT_URL, url);
	if (c->write) {
		curl_easy_setopt(c->curl, CURLOPT_POSTFIELDS, load->application);
	} else {
		curl_easy_setopt(c->curl, CURLOPT_HTTPGET, 1L);
	}
	set_headers(load, c, number);
	CHECK(curl_multi_add_handle(load->multi, c->curl) == CURLM_OK);
}

static void
prepare(struct load *load, struct caller *c)
{
	char path[1024];

	c->curl = curl_easy_init();
	CHECK(c->curl != NULL);
	curl_easy_setopt(c->curl, CURLOPT_PRIVATE, c);
	curl_easy_setopt(c->curl, CURLOPT_WRITEFUNCTION, swallow);
	curl_easy_setopt(c->curl, CURLOPT_TIMEOUT, 60L);
	curl_easy_setopt(c->curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c->curl, CURLOPT_PROXY, "");
	curl_easy_setopt(c->curl, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
	snprintf(path, sizeof(path), "%s/tls-ca.pem", load->o.pki);
	curl_easy_setopt(c->curl, CURLOPT_CAINFO, path);
	snprintf(path, sizeof(path), "%s/portal-tls.pem", load->o.pki);
	curl_easy_setopt(c->curl, CURLOPT_SSLCERT, path);
	snprintf(path, sizeof(path), "%s/portal-tls.key", load->o.pki);
	curl_easy_setopt(c->curl, CURLOPT_SSLKEY, path);
}

static void
note(struct load *load, struct caller *c, CURLcode code)
{
	curl_off_t took = 0;
	long status = 0;

	curl_easy_getinfo(c->curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(c->curl, CURLINFO_TOTAL_TIME_T, &took);
	if (code != CURLE_OK || status != (c->write ? 201 : 200)) {
		load->failed++;
		load->last_status = status;
		load->last_code = code;
	} else if (load->n_samples < SAMPLES_MAX) {
		load->sample_us[load->n_samples++] = (uint32_t)took;
		load->writes += c->write;
	}
}

/* Until the time is over; then what is under way is waited for. */
static void
run(struct load *load)
{
	int running = 1, left;
	CURLMsg *msg;

	for (long i = 0; i < load->o.connections; i++)
		call(load, &load->caller[i]);
	while (running > 0) {
		CHECK(curl_multi_perform(load->multi, &running) == CURLM_OK);
		while ((msg = curl_multi_info_read(load->multi, &left)) != NULL) {
			struct caller *c;
			CURLcode code = msg->data.result;

			curl_easy_getinfo(msg->easy_handle, CURLINFO_PRIVATE, (char **)&c);
			curl_multi_remove_handle(load->multi, c->curl);
			note(load, c, code);
			if (mono_us() < load->end_us && load->failed < 1000) {
				call(load, c);
				running++;
			}
		}
		if (running > 0)
			curl_multi_poll(load->multi, NULL, 0, 1000, NULL);
	}
}

static int
compare(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static void
report(struct load *load, int64_t took_us)
{
	size_t n = load->n_samples;

	qsort(load->sample_us, n, sizeof(*load->sample_us), compare);
	printf("exchanges=%zu\nwrites=%zu\nfailed=%zu\ntook_us=%lld\n", n, load->writes, load->failed,
	    (long long)took_us);
	if (n > 0)
		printf("p50_us=%u\np99_us=%u\nmax_us=%u\n", load->sample_us[n / 2],
		    load->sample_us[n * 99 / 100], load->sample_us[n - 1]);
	if (load->failed > 0)
		printf("last_failure=%ld %s\n", load->last_status, curl_easy_strerror(load->last_code));
}

static int
usage(void)
{
	fputs("usage: load --url https://localhost:PORT --pki DIR --tokens FILE --application FILE\n"
	      "            [--connections 1-1000] [--seconds 1-600] [--writes PERCENT]\n", stderr);
	return 2;
}

static bool
read_options(int argc, char **argv, struct options *o)
{
	static const struct option names[] = {
		{"url", 1, NULL, 'u'}, {"pki", 1, NULL, 'p'}, {"tokens", 1, NULL, 't'},
		{"application", 1, NULL, 'a'}, {"connections", 1, NULL, 'c'},
		{"seconds", 1, NULL, 's'}, {"writes", 1, NULL, 'w'}, {NULL, 0, NULL, 0},
	};
	int option;

	*o = (struct options){.connections = 16, .seconds = 5};
	while ((option = getopt_long(argc, argv, "", names, NULL)) != -1)
		switch (option) {
		case 'u': o->url = optarg; break;
		case 'p': o->pki = optarg; break;
		case 't': o->tokens = optarg; break;
		case 'a': o->application = optarg; break;
		case 'c': o->connections = strtol(optarg, NULL, 10); break;
		case 's': o->seconds = strtol(optarg, NULL, 10); break;
		case 'w': o->writes = strtol(optarg, NULL, 10); break;
		default: return false;
		}
	return optind == argc && o->url != NULL && o->pki != NULL && o->tokens != NULL &&
	    o->application != NULL && strncmp(o->url, "https://localhost:", 18) == 0 &&
	    o->connections >= 1 && o->connections <= CONNECTIONS_MAX && o->seconds >= 1 &&
	    o->seconds <= SECONDS_MAX && o->writes >= 0 && o->writes <= 100;
}

int
main(int argc, char **argv)
{
	static struct load load;
	int64_t start_us;

	if (!read_options(argc, argv, &load.o))
		return usage();
	CHECK(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
	load.multi = curl_multi_init();
	load.sample_us = malloc(SAMPLES_MAX * sizeof(*load.sample_us));
	CHECK(load.multi != NULL && load.sample_us != NULL);
	curl_multi_setopt(load.multi, CURLMOPT_MAXCONNECTS, load.o.connections);
	load.application = read_file(load.o.application);
	read_tokens(&load);
	for (long i = 0; i < load.o.connections; i++)
		prepare(&load, &load.caller[i]);
	start_us = mono_us();
	load.end_us = start_us + load.o.seconds * 1000000;
	run(&load);
	report(&load, mono_us() - start_us);
	return load.failed == 0 && load.n_samples > 0 ? 0 : 1;
}
