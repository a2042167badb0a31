#include "config.h"

#include <stdio.h>
#include <string.h>

#include <openssl/x509_vfy.h>

#include "adapter/send/private.h"

enum {
	/* Kept connections older than this are not used again: fewer posts meet one that the
	 * other side is just closing, of which nobody could say whether it was acted upon. */
	IDLE_MAX_S = 20,
};

/*
 * Curl calls this when a connection is ready and before anything of the request leaves.  A
 * second call means that a kept connection died and curl wants to send again by itself.  It
 * may do so only if nothing of the first try got out: a post must not reach the Fund twice.
 */
static int
before_request(void *arg, char *peer_ip, char *own_ip, int peer_port, int own_port)
{
	struct post *post = arg;
	long sent = 0;

	(void)peer_ip, (void)own_ip, (void)peer_port, (void)own_port;
	if (post->begun && (curl_easy_getinfo(post->easy, CURLINFO_REQUEST_SIZE, &sent) != CURLE_OK ||
	    sent > 0)) {
		post->again = true;
		return CURL_PREREQFUNC_ABORT;
	}
	post->begun = true;
	return CURL_PREREQFUNC_OK;
}

static size_t
on_body(char *to, size_t size, size_t n, void *arg)
{
	struct post *post = arg;
	struct send_job *job = post->job;
	size_t len = 0;

	if (post->pulled == job->body_len)
		return 0;
	if (job->pull(job, post->pulled, to, size * n, &len, &post->own) != ERR_OK)
		return CURL_READFUNC_ABORT;
	CHECK(len > 0 && len <= size * n && len <= job->body_len - post->pulled);
	post->pulled += len;
	return len;
}

/* Curl starts anew on another connection, nothing having left over the first: see before_request(). */
static int
on_rewind(void *arg, curl_off_t offset, int origin)
{
	struct post *post = arg;

	if (origin != SEEK_SET || offset < 0 || (uint64_t)offset > post->job->body_len)
		return CURL_SEEKFUNC_FAIL;
	post->pulled = (uint64_t)offset;
	return CURL_SEEKFUNC_OK;
}

/* Status and media type of a reply; one too long to be kept whole is none. */
static void
read_head(struct post *post)
{
	struct send_job *job = post->job;
	const char *type = NULL;

	if (curl_easy_getinfo(post->easy, CURLINFO_RESPONSE_CODE, &job->status) != CURLE_OK)
		job->status = 0;
	if (curl_easy_getinfo(post->easy, CURLINFO_CONTENT_TYPE, &type) == CURLE_OK && type != NULL &&
	    strlen(type) < sizeof(job->reply_type))
		snprintf(job->reply_type, sizeof(job->reply_type), "%s", type);
}

/* Taking none of what was offered makes curl give up. */
static size_t
on_reply(char *bytes, size_t size, size_t n, void *arg)
{
	struct post *post = arg;
	struct send_job *job = post->job;
	enum err code;

	if (!post->answered) {
		post->answered = true;
		read_head(post);
		post->pushes = job->wants != NULL && job->wants(job);
	}
	if (post->pushes)
		code = job->push(job, bytes, size * n, &post->own);
	else
		code = buf_add(&job->reply, bytes, size * n, &post->own);
	if (code == ERR_TOO_LARGE)
		post->own.code = ERR_FUND_TOO_LARGE;
	if (code == ERR_NOMEM)
		post->own.code = ERR_OK;        /* the reply broke off: that nothing was sent would be untrue */
	return code == ERR_OK ? size * n : 0;
}

/* True while every option so far was taken. */
#define SET(option, value) (curl_easy_setopt(easy, (option), (value)) == CURLE_OK)

/*
 * Who we are and whom we believe: the lane's files say that, not the system's.  No session is
 * resumed: the peer's certificate is looked at anew, with the revocation lists of now.
 */
static bool
set_tls(CURL *easy, const struct lane *lane)
{
	return SET(CURLOPT_SSLVERSION, (long)(CURL_SSLVERSION_TLSv1_2 | CURL_SSLVERSION_MAX_DEFAULT)) &&
	    SET(CURLOPT_SSL_VERIFYPEER, 1L) && SET(CURLOPT_SSL_VERIFYHOST, 2L) &&
	    SET(CURLOPT_CAINFO, (char *)NULL) && SET(CURLOPT_CAPATH, (char *)NULL) &&
	    SET(CURLOPT_SSL_SESSIONID_CACHE, 0L) &&
	    SET(CURLOPT_SSL_CTX_FUNCTION, send_tls_copy) && SET(CURLOPT_SSL_CTX_DATA, lane->tls);
}

/*
 * Quick exit: when the time for a post is over, curl does not wait for its thread that still asks for
 * an address; with it would wait the loop, and all callers.  The thread ends by itself.
 */
static bool
set_http(CURL *easy, const struct send *s)
{
	return SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1) &&
	    SET(CURLOPT_POST, 1L) && SET(CURLOPT_FOLLOWLOCATION, 0L) &&
	    SET(CURLOPT_PROXY, "") && SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED) &&
	    SET(CURLOPT_USERAGENT, PACKAGE_NAME "/" PACKAGE_VERSION) &&
	    SET(CURLOPT_NOSIGNAL, 1L) && SET(CURLOPT_QUICK_EXIT, 1L) && SET(CURLOPT_TCP_NODELAY, 1L) &&
	    SET(CURLOPT_TCP_KEEPALIVE, 1L) && SET(CURLOPT_MAXAGE_CONN, (long)IDLE_MAX_S) &&
	    SET(CURLOPT_CONNECTTIMEOUT_MS, (long)s->connect_timeout_ms) &&
	    SET(CURLOPT_PREREQFUNCTION, before_request) && SET(CURLOPT_WRITEFUNCTION, on_reply) &&
	    SET(CURLOPT_READFUNCTION, on_body) && SET(CURLOPT_SEEKFUNCTION, on_rewind);
}

enum err
send_handle_new(const struct lane *lane, CURL **ret_easy, struct err_info *e)
{
	CURL *easy = curl_easy_init();

	if (easy == NULL)
		FAIL(e, ERR_NOMEM, "", "a curl handle");
	if (!set_tls(easy, lane) || !set_http(easy, lane->send)) {
		curl_easy_cleanup(easy);
		FAIL(e, ERR_NOMEM, "", "the options of a curl handle");
	}
	*ret_easy = easy;
	return ERR_OK;
}

static enum err
add_header(struct post *post, const char *name, const char *quote, const char *value,
    struct err_info *e)
{
	BUF_AUTO(line, 1024);
	struct curl_slist *list;

	for (const char *p = value; *p != '\0'; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			FAIL(e, ERR_BUG, name, "a header without control characters");
	TRY(buf_addf(&line, e, "%s: %s%s%s", name, quote, value, quote));
	list = curl_slist_append(post->headers, line.data);
	if (list == NULL)
		FAIL(e, ERR_NOMEM, name, "a header");
	post->headers = list;
	return ERR_OK;
}

enum err
send_request_fill(struct post *post, int64_t left_ms, struct err_info *e)
{
	const struct send_job *job = post->job;
	CURL *easy = post->easy;
	bool https = strncmp(job->url, "https://", 8) == 0;

	TRY(add_header(post, "Content-Type", "", job->content_type, e));
	if (job->action != NULL)
		TRY(add_header(post, "SOAPAction", "\"", job->action, e));
	if (job->traceparent != NULL)
		TRY(add_header(post, "traceparent", "", job->traceparent, e));
	post->headers = curl_slist_append(post->headers, "Expect:");    /* no waiting for 100 */
	if (post->headers == NULL ||
	    !SET(CURLOPT_URL, job->url) ||
	    !SET(CURLOPT_PROTOCOLS_STR, https ? "https" : "http") ||
	    !SET(CURLOPT_HTTPHEADER, post->headers) ||
	    !SET(CURLOPT_POSTFIELDS, job->body) ||
	    !SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)job->body_len) ||
	    !SET(CURLOPT_READDATA, post) || !SET(CURLOPT_SEEKDATA, post) ||
	    !SET(CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)(job->wants != NULL ? 0 : post->send->max_reply)) ||
	    !SET(CURLOPT_TIMEOUT_MS, (long)left_ms) ||
	    !SET(CURLOPT_PREREQDATA, post) || !SET(CURLOPT_WRITEDATA, post) ||
	    !SET(CURLOPT_PRIVATE, post))
		FAIL(e, ERR_NOMEM, "", "the options of a post");
	return ERR_OK;
}

/* What curl says, without the URL: its own sentence, and the certificate's fault if it has one. */
static void
reason(const struct post *post, CURLcode code, char *text, size_t size)
{
	long verify = X509_V_OK;

	if (post->again)
		snprintf(text, size, "the kept connection broke under the request; it was not sent again");
	else if (code == CURLE_PEER_FAILED_VERIFICATION &&
	    curl_easy_getinfo(post->easy, CURLINFO_SSL_VERIFYRESULT, &verify) == CURLE_OK &&
	    verify != X509_V_OK)
		snprintf(text, size, "%s: %s", curl_easy_strerror(code),
		    X509_verify_cert_error_string(verify));
	else
		snprintf(text, size, "%s", curl_easy_strerror(code));
}

static enum err
verdict(const struct post *post, CURLcode code)
{
	if (!post->begun)
		return ERR_FUND_UNREACHABLE;
	if (code == CURLE_FILESIZE_EXCEEDED)
		return ERR_FUND_TOO_LARGE;
	if (code == CURLE_OPERATION_TIMEDOUT)
		return ERR_FUND_SILENT;
	return ERR_FUND_BROKEN;
}

static size_t
count_header(const struct post *post, const char *name)
{
	struct curl_header *h;

	return curl_easy_header(post->easy, name, 0, CURLH_HEADER, -1, &h) == CURLHE_OK ? h->amount : 0;
}

/* A head that another reader may read otherwise, and a coding that we have not asked for. */
static void
check_head(const struct post *post, struct err_info *e)
{
	static const struct {
		const char *name;
		size_t      max;
	} rows[] = {{"Content-Encoding", 0}, {"Content-Type", 1}, {"Content-Length", 1}, {"Transfer-Encoding", 1}};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (count_header(post, rows[i].name) > rows[i].max) {
			err_set(e, __FILE__, __LINE__, ERR_FUND_HTTP, "", "%s: at most %zu in a reply",
			    rows[i].name, rows[i].max);
			return;
		}
	if (count_header(post, "Content-Length") > 0 && count_header(post, "Transfer-Encoding") > 0)
		err_set(e, __FILE__, __LINE__, ERR_FUND_HTTP, "", "Content-Length or Transfer-Encoding, not both");
}

void
send_request_judge(struct post *post, CURLcode code)
{
	struct send_job *job = post->job;
	char text[sizeof(job->err.text)];

	read_head(post);
	if (post->own.code != ERR_OK) {
		job->err = post->own;
		return;
	}
	if (code == CURLE_OK && job->status != 0) {
		check_head(post, &job->err);
		return;
	}
	reason(post, code, text, sizeof(text));
	err_set(&job->err, __FILE__, __LINE__, verdict(post, code), "", "%s", text);
}
