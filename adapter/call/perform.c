#include "config.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <curl/curl.h>

#include "adapter/call/private.h"

enum { TOKEN_MAX = 16384, URL_MAX_SIZE = 8192 };

AUTO_DEFINE(curl, CURL *, curl_easy_cleanup)
AUTO_DEFINE(slist, struct curl_slist *, curl_slist_free_all)
AUTO_DEFINE(mime, curl_mime *, curl_mime_free)

static size_t
take_body(char *octets, size_t size, size_t n, void *arg)
{
	struct call_answer *answer = arg;

	return buf_add(&answer->body, octets, size * n, NULL) == ERR_OK ? size * n : 0;
}

static size_t
take_header(char *line, size_t size, size_t n, void *arg)
{
	static const char name[] = "mostik-exchange: ";
	struct call_answer *answer = arg;
	size_t len = size * n, skip = sizeof(name) - 1;

	if (len > skip && strncasecmp(line, name, skip) == 0)
		snprintf(answer->exchange, sizeof(answer->exchange), "%.*s",
		    (int)strcspn(line + skip, "\r\n"), line + skip);
	return len;
}

/* How long it takes, once a second, on a terminal only. */
static int
tell(void *arg, curl_off_t total, curl_off_t now, curl_off_t up_total, curl_off_t up_now)
{
	const int64_t *begun_ms = arg;
	int64_t ms = clock_mono_ms() - *begun_ms;

	(void)total, (void)up_total;
	if (isatty(STDERR_FILENO) && ms > 300)
		fprintf(stderr, "\r… %lld.%lld s, %lld octets sent, %lld received\033[K", (long long)(ms / 1000),
		    (long long)(ms / 100 % 10), (long long)up_now, (long long)now);
	return 0;
}

/* text, percent-encoded (RFC 3986, 2.1). */
static enum err
add_encoded(CURL *curl, struct buf *out, const char *text, struct err_info *e)
{
	char *encoded = curl_easy_escape(curl, text, 0);
	enum err code;

	if (encoded == NULL)
		FAIL(e, ERR_NOMEM, "", "the URL");
	code = buf_add_str(out, encoded, e);
	curl_free(encoded);
	return code;
}

static enum err
add_value(CURL *curl, struct buf *out, const json_t *value, const char *name, struct err_info *e)
{
	char number[32];

	if (json_is_string(value))
		return add_encoded(curl, out, json_string_value(value), e);
	if (!json_is_integer(value))
		FAIL(e, ERR_MAP_MISSING, name, "NAME=VALUE is required: it stands in the path");
	snprintf(number, sizeof(number), "%" JSON_INTEGER_FORMAT, json_integer_value(value));
	return buf_add_str(out, number, e);
}

static enum err
make_url(CURL *curl, const struct call_request *r, struct buf *url, struct err_info *e)
{
	const json_t *path = json_object_get(r->doc, "path");
	json_t *query = json_object_get(r->doc, "query"), *value;
	const char *key, *mark = "?";
	char name[64];
	size_t len = strlen(r->url);

	TRY(buf_add(url, r->url, len > 0 && r->url[len - 1] == '/' ? len - 1 : len, e));
	for (const char *p = r->operation->path; *p != '\0'; p += len) {
		len = *p == '{' ? strcspn(p, "}") + 1 : strcspn(p, "{");
		if (*p != '{') {
			TRY(buf_add(url, p, len, e));
			continue;
		}
		snprintf(name, sizeof(name), "%.*s", (int)len - 2, p + 1);
		TRY(add_value(curl, url, json_object_get(path, name), name, e));
	}
	json_object_foreach(query, key, value) {
		TRY(buf_addf(url, e, "%s%s=", mark, key));
		TRY(add_value(curl, url, value, key, e));
		mark = "&";
	}
	return ERR_OK;
}

static enum err
read_token(const char *name, struct buf *token, struct err_info *e)
{
	AUTO(file) FILE *opened = strcmp(name, "-") != 0 ? fopen(name, "r") : NULL;
	FILE *file = opened != NULL ? opened : stdin;
	char line[TOKEN_MAX];

	if (opened == NULL && strcmp(name, "-") != 0)
		FAIL(e, ERR_CONFIG, "--token", "the file cannot be opened");
	if (fgets(line, sizeof(line), file) == NULL || line[strspn(line, " \t")] == '\n')
		FAIL(e, ERR_CONFIG, "--token", "the file's first line is the access token");
	line[strcspn(line, "\r\n")] = '\0';
	return buf_add_str(token, line, e);
}

static enum err
add_header(struct curl_slist **list, struct err_info *e, const char *name, const char *value)
{
	BUF_AUTO(line, TOKEN_MAX + 128);
	struct curl_slist *longer;

	TRY(buf_addf(&line, e, "%s: %s", name, value));
	longer = curl_slist_append(*list, line.data);
	if (longer == NULL)
		FAIL(e, ERR_NOMEM, "", "a header");
	*list = longer;
	return ERR_OK;
}

static enum err
make_headers(const struct call_request *r, struct call_answer *answer, struct curl_slist **list,
    struct err_info *e)
{
	BUF_AUTO(token, TOKEN_MAX + 16);

	if (r->token_file != NULL) {
		TRY(buf_add_str(&token, "Bearer ", e));
		TRY(read_token(r->token_file, &token, e));
		TRY(add_header(list, e, "Authorization", token.data));
	}
	TRY(add_header(list, e, "Accept-Language", r->lang));
	if (r->accept != NULL)
		TRY(add_header(list, e, "Accept", r->accept));
	if (r->if_match != NULL)
		TRY(add_header(list, e, "If-Match", r->if_match));
	if (!r->operation->changes)
		return ERR_OK;
	if (r->key != NULL)
		snprintf(answer->key, sizeof(answer->key), "%s", r->key);
	else
		id_new(answer->key);
	return add_header(list, e, "Idempotency-Key", answer->key);
}

/* The body alone, or as the part "body" before the files. */
static enum err
make_body(CURL *curl, const struct call_request *r, const char *json, struct curl_slist **list,
    curl_mime **ret_mime, struct err_info *e)
{
	curl_mimepart *part;

	*ret_mime = NULL;
	if (r->n_files == 0) {
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, json);
		return add_header(list, e, "Content-Type", "application/json");
	}
	*ret_mime = curl_mime_init(curl);
	part = curl_mime_addpart(*ret_mime);
	curl_mime_name(part, "body");
	curl_mime_type(part, "application/json");
	curl_mime_data(part, json, CURL_ZERO_TERMINATED);
	for (size_t i = 0; i < r->n_files; i++) {
		part = curl_mime_addpart(*ret_mime);
		curl_mime_name(part, r->file[i].part);
		if (curl_mime_filedata(part, r->file[i].path) != CURLE_OK)
			FAIL(e, ERR_CONFIG, r->file[i].path, "cannot be read");
	}
	curl_easy_setopt(curl, CURLOPT_MIMEPOST, *ret_mime);
	return ERR_OK;
}

static void
set_options(CURL *curl, const struct call_request *r, struct call_answer *answer, int64_t *begun_ms)
{
	curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, r->operation->method);
	curl_easy_setopt(curl, CURLOPT_CAINFO, r->ca_file);
	curl_easy_setopt(curl, CURLOPT_SSLCERT, r->certificate_file);
	curl_easy_setopt(curl, CURLOPT_SSLKEY, r->key_file);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https");
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)r->timeout_s);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, answer);
	curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, tell);
	curl_easy_setopt(curl, CURLOPT_XFERINFODATA, begun_ms);
}

enum err
call_perform(const struct call_request *r, struct call_answer *answer, struct err_info *e)
{
	AUTO(curl) CURL *curl = curl_easy_init();
	AUTO(slist) struct curl_slist *headers = NULL;
	AUTO(mime) curl_mime *mime = NULL;
	AUTO(char) char *json = NULL;
	BUF_AUTO(url, URL_MAX_SIZE);
	int64_t begun_ms = clock_mono_ms();
	const json_t *body = json_object_get(r->doc, "body");
	char *type = NULL;
	CURLcode rc;

	if (curl == NULL)
		FAIL(e, ERR_NOMEM, "", "libcurl");
	TRY(make_url(curl, r, &url, e));
	TRY(make_headers(r, answer, &headers, e));
	set_options(curl, r, answer, &begun_ms);
	if (map_takes_body(r->operation)) {
		json = body != NULL ? json_dumps(body, JSON_COMPACT) : strdup("{}");
		if (json == NULL)
			FAIL(e, ERR_NOMEM, "", "the body");
		TRY(make_body(curl, r, json, &headers, &mime, e));
	}
	curl_easy_setopt(curl, CURLOPT_URL, url.data);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	rc = curl_easy_perform(curl);
	if (isatty(STDERR_FILENO))
		fputs("\r\033[K", stderr);
	if (rc != CURLE_OK)
		FAIL(e, ERR_CONFIG, r->url, "%s", curl_easy_strerror(rc));
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer->status);
	curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
	snprintf(answer->media_type, sizeof(answer->media_type), "%s", type != NULL ? type : "");
	return buf_add(&answer->body, "", 0, e);
}
