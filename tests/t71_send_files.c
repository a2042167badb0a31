/* send: bodies that are pulled, replies that are pushed on, and what goes wrong with both. */
#include "config.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/lib/shot.h"
#include "tests/unit.h"

enum { MB = 1 << 20, HEAD = 4096 };

/*
 * The other side: answers each request with its own body and Content-Type.  /half stops in the middle;
 * /early answers before it has read; /hang-up reads all and closes.
 */
static int listener, port;
static atomic_int n_requests, n_hung_up, n_connections;

static void
put_all(int fd, const char *octets, size_t len)
{
	while (len > 0) {
		ssize_t n = send(fd, octets, len, MSG_NOSIGNAL);

		if (n <= 0)
			return;
		octets += n;
		len -= (size_t)n;
	}
}

/* One request and its answer; false if the connection is over. */
static bool
mirror(int fd)
{
	char head[HEAD + 1], octets[65536], answer[HEAD];
	char *end = NULL;
	size_t n = 0, len, done, half;
	ssize_t got;

	while (end == NULL) {
		got = n < HEAD ? read(fd, head + n, 1) : 0;
		if (got <= 0)
			return false;
		n += (size_t)got;
		head[n] = '\0';
		end = strstr(head, "\r\n\r\n");
	}
	if (strncmp(head, "POST /hang-up ", 14) == 0)
		n_hung_up++;
	else
		n_requests++;
	len = strtoul(strstr(head, "Content-Length:") + 15, NULL, 10);
	half = strstr(head, " /half ") != NULL ? len / 2 : len;
	end = strstr(head, "Content-Type:");
	end[strcspn(end, "\r")] = '\0';
	n = (size_t)snprintf(answer, sizeof(answer), "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n%s\r\n\r\n",
	    strncmp(head, "POST /early ", 12) == 0 ? 0 : len, end);
	if (strncmp(head, "POST /hang-up ", 14) != 0)
		put_all(fd, answer, n);
	if (strncmp(head, "POST /early ", 12) == 0)
		return false;
	for (done = 0; done < len; done += (size_t)got) {
		got = read(fd, octets, sizeof(octets));
		if (got <= 0)
			return false;
		if (strncmp(head, "POST /hang-up ", 14) != 0)
			put_all(fd, octets, done + (size_t)got <= half ? (size_t)got : done < half ? half - done : 0);
	}
	return half == len && strncmp(head, "POST /hang-up ", 14) != 0;
}

static void *
connection_main(void *arg)
{
	int fd = (int)(intptr_t)arg;

	while (mirror(fd))
		continue;
	close(fd);
	return NULL;
}

static void *
listener_main(void *arg)
{
	int fd;

	(void)arg;
	while ((fd = accept(listener, NULL, NULL)) >= 0) {
		pthread_t thread;

		n_connections++;
		CHECK(pthread_create(&thread, NULL, connection_main, (void *)(intptr_t)fd) == 0);
		pthread_detach(thread);
	}
	return NULL;
}

static int
set_up(void **state)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(address);
	pthread_t thread;

	listener = socket(AF_INET, SOCK_STREAM, 0);
	if (listener < 0 || bind(listener, (struct sockaddr *)&address, len) != 0 || listen(listener, 16) != 0 ||
	    getsockname(listener, (struct sockaddr *)&address, &len) != 0 ||
	    pthread_create(&thread, NULL, listener_main, NULL) != 0)
		return -1;
	pthread_detach(thread);
	port = ntohs(address.sin_port);
	return shot_set_up(state);
}

/* One post: pulled octets are made from their place, pushed ones are compared with it. */
static struct {
	size_t   pulled, pushed;
	enum err pull_fails, push_fails;        /* at the middle */
	bool     wanted, same;
	char     type[512];
	long     status;
} now;

static char
octet_at(uint64_t i)
{
	return (char)(i * 31 + (i >> 8) * 7 + (i >> 16));
}

static enum err
pull(struct send_job *job, uint64_t offset, char *to, size_t size, size_t *ret_len, struct err_info *e)
{
	size_t n = job->body_len - offset < size ? (size_t)(job->body_len - offset) : size;

	if (now.pull_fails != ERR_OK && offset > job->body_len / 2)
		FAIL(e, now.pull_fails, "", "nothing");
	for (size_t i = 0; i < n; i++)
		to[i] = octet_at(offset + i);
	now.pulled = (size_t)offset + n;
	*ret_len = n;
	return ERR_OK;
}

static bool
wants(struct send_job *job)
{
	snprintf(now.type, sizeof(now.type), "%s", job->reply_type);
	now.status = job->status;
	return now.wanted;
}

static enum err
push(struct send_job *job, const char *octets, size_t len, struct err_info *e)
{
	if (now.push_fails != ERR_OK && now.pushed > job->body_len / 2)
		FAIL(e, now.push_fails, "", "nothing");
	for (size_t i = 0; i < len; i++)
		now.same &= octets[i] == octet_at(now.pushed + i);
	now.pushed += len;
	return ERR_OK;
}

static void
aim(struct shot *shot, const char *path, size_t len)
{
	memset(&now, 0, sizeof(now));
	now.wanted = now.same = true;
	shot_aim(shot, shot_plain, "/", LONG_MS);
	snprintf(shot->url, sizeof(shot->url), "http://localhost:%d%s", port, path);
	shot->job.content_type = "multipart/related; boundary=\"x\"";
	shot->job.body = NULL;
	shot->job.body_len = len;
	shot->job.pull = pull;
	shot->job.wants = wants;
	shot->job.push = push;
}

static void
all_of_it_both_ways(void **state)
{
	static const size_t sizes[] = {1, 1000, 16384, 65536, 65537, 3 * MB, 40 * MB};
	struct send *s = shot_open(&shot_config);
	struct rusage before, after;

	(void)state;
	n_connections = n_requests = 0;
	getrusage(RUSAGE_SELF, &before);
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		struct shot shot;

		aim(&shot, "/mirror", sizes[i]);
		shot_fire(s, &shot, 1);
		assert_int_equal(shot.job.err.code, ERR_OK);
		assert_int_equal(now.pulled, sizes[i]);
		assert_int_equal(now.pushed, sizes[i]);
		assert_true(now.same);
		assert_string_equal(now.type, shot.job.content_type);
		assert_int_equal(now.status, 200);
		assert_int_equal(shot.job.reply.len, 0);
		buf_fini(&shot.job.reply);
	}
	getrusage(RUSAGE_SELF, &after);
	assert_in_range(after.ru_maxrss - before.ru_maxrss, 0, 8192);
	assert_int_equal(n_requests, COUNT_OF(sizes));
	assert_int_equal(n_connections, 1);
	send_close(s);
}

/* Of other replies nothing changes: into reply, with its limit.  And the handle forgets. */
static void
not_wanted(void **state)
{
	struct send *s = shot_open(&shot_config);
	struct shot shot;

	(void)state;
	aim(&shot, "/mirror", 1000);
	now.wanted = false;
	shot_fire(s, &shot, 1);
	assert_int_equal(shot.job.err.code, ERR_OK);
	assert_int_equal(shot.job.reply.len, 1000);
	assert_int_equal(now.pushed, 0);
	buf_fini(&shot.job.reply);

	aim(&shot, "/mirror", MAX_REPLY + 1);
	now.wanted = false;
	shot_fire(s, &shot, 1);
	assert_int_equal(shot.job.err.code, ERR_FUND_TOO_LARGE);
	buf_fini(&shot.job.reply);

	aim(&shot, "/mirror", 4);
	shot.job.body = "<q/>";
	shot.job.pull = NULL;
	shot.job.wants = NULL;
	shot_fire(s, &shot, 1);
	assert_int_equal(shot.job.err.code, ERR_OK);
	assert_string_equal(shot.job.reply.data, "<q/>");
	buf_fini(&shot.job.reply);
	send_close(s);
}

static void
what_fails_is_told(void **state)
{
	static const struct {
		const char *path;
		enum err    pull_fails, push_fails, want;
	} rows[] = {
		{"/mirror",  ERR_SPOOL, ERR_OK,             ERR_SPOOL},
		{"/mirror",  ERR_OK,    ERR_SPOOL,          ERR_SPOOL},
		{"/mirror",  ERR_OK,    ERR_FUND_HTTP,      ERR_FUND_HTTP},
		{"/mirror",  ERR_OK,    ERR_FUND_TOO_LARGE, ERR_FUND_TOO_LARGE},
		{"/mirror",  ERR_OK,    ERR_TOO_LARGE,      ERR_FUND_TOO_LARGE},
		{"/mirror",  ERR_OK,    ERR_NOMEM,          ERR_FUND_BROKEN},
		{"/half",    ERR_OK,    ERR_OK,             ERR_FUND_BROKEN},
		{"/hang-up", ERR_OK,    ERR_OK,             ERR_FUND_BROKEN},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct send *s = shot_open(&shot_config);
		struct shot shot;

		aim(&shot, rows[i].path, MB);
		now.pull_fails = rows[i].pull_fails;
		now.push_fails = rows[i].push_fails;
		shot_fire(s, &shot, 1);
		if (shot.job.err.code != rows[i].want)
			fail_msg("row %zu: %s: %s", i, err_name(shot.job.err.code), shot.job.err.text);
		buf_fini(&shot.job.reply);
		send_close(s);
	}
}

/* Nothing is sent a second time: not over a kept connection that ends under the request either. */
static void
once_only(void **state)
{
	struct send *s = shot_open(&shot_config);
	struct shot shot;

	(void)state;
	n_hung_up = 0;
	aim(&shot, "/mirror", 1000);
	shot_fire(s, &shot, 1);
	buf_fini(&shot.job.reply);
	aim(&shot, "/hang-up", 1000);
	shot_fire(s, &shot, 1);
	assert_int_equal(shot.job.err.code, ERR_FUND_BROKEN);
	assert_int_equal(n_hung_up, 1);         /* though curl connects anew before it is stopped */
	buf_fini(&shot.job.reply);
	send_close(s);
}

/* The body is large, the other side does not read it: an end all the same. */
static void
answered_early(void **state)
{
	struct send *s = shot_open(&shot_config);
	struct shot shot;

	(void)state;
	aim(&shot, "/early", 40 * MB);
	shot_fire(s, &shot, 1);
	assert_true(shot.job.err.code == ERR_OK || shot.job.err.code == ERR_FUND_BROKEN);
	assert_in_range(now.pulled, 0, 39 * MB);
	buf_fini(&shot.job.reply);
	send_close(s);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_of_it_both_ways),
		cmocka_unit_test(not_wanted),
		cmocka_unit_test(what_fails_is_told),
		cmocka_unit_test(once_only),
		cmocka_unit_test(answered_early),
	};

	return cmocka_run_group_tests_name("send_files", tests, set_up, shot_tear_down);
}
