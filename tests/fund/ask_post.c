#include "config.h"

#include <curl/curl.h>

#include "tests/fund/ask_post.h"

enum { URL_SIZE = 64, PATH_SIZE = 4096, TIMEOUT_S = 30 };

AUTO_DEFINE(curl, CURL *, curl_easy_cleanup)
AUTO_DEFINE(headers, struct curl_slist *, curl_slist_free_all)

static size_t
take(char *bytes, size_t size, size_t n, void *arg)
{
	return buf_add(arg, bytes, size * n, NULL) == ERR_OK ? size * n : 0;
}

static void
set_tls(CURL *curl, const char *pki)
{
	static const struct {
		CURLoption  option;
		const char *name;
	} files[] = {
		{CURLOPT_CAINFO,  "tls-ca.pem"},
		{CURLOPT_SSLCERT, "mostik-tls.pem"},
		{CURLOPT_SSLKEY,  "mostik-tls.key"},
	};
	char path[PATH_SIZE];

	for (size_t i = 0; i < COUNT_OF(files); i++) {
		snprintf(path, sizeof(path), "%s/%s", pki, files[i].name);
		CHECK(curl_easy_setopt(curl, files[i].option, path) == CURLE_OK);
	}
}

enum err
ask_post(int port, const char *pki, const char *type, const char *action,
    const struct buf *body, struct buf *reply, long *ret_status, struct err_info *e)
{
	AUTO(curl) CURL *curl = curl_easy_init();
	AUTO(headers) struct curl_slist *headers = NULL;
	char url[URL_SIZE], line[512];
	CURLcode code;

	CHECK(curl != NULL);
	snprintf(url, sizeof(url), "https://localhost:%d/", port);
	snprintf(line, sizeof(line), "Content-Type: %s", type);
	headers = curl_slist_append(headers, line);
	snprintf(line, sizeof(line), "SOAPAction: \"%s\"", action);
	headers = curl_slist_append(headers, line);
	set_tls(curl, pki);
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body->data);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body->len);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, reply);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)TIMEOUT_S);
	code = curl_easy_perform(curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, ret_status);
	if (code != CURLE_OK)
		FAIL(e, code == CURLE_COULDNT_CONNECT ? ERR_FUND_UNREACHABLE : ERR_FUND_BROKEN, "",
		    "%s", curl_easy_strerror(code));
	return ERR_OK;
}
