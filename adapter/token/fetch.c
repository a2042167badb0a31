/* One GET of a key set, by curl. */
#include "config.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <curl/curl.h>

#include "adapter/token/private.h"

enum { CONNECT_MS = 3000, WHOLE_MS = 10000, MAX_AGE_MAX_S = 86400 };

AUTO_DEFINE(curl, CURL *, curl_easy_cleanup)
AUTO_DEFINE(curl_url, CURLU *, curl_url_cleanup)

struct fetch {
	const atomic_bool *stop;
	struct buf        *body;
	int                max_age_s;
};

static size_t
on_body(char *bytes, size_t size, size_t n, void *arg)
{
	struct fetch *f = arg;

	return buf_add(f->body, bytes, size * n, NULL) == ERR_OK ? size * n : 0;
}

/* The seconds of max-age in the value of Cache-Control (RFC 9111, 5.2.2.1), or -1. */
static int
read_max_age(const char *value, size_t len)
{
	static const char name[] = "max-age=";
	int age = 0;

	for (size_t i = 0; i + sizeof(name) <= len; i++) {
		if (strncasecmp(value + i, name, sizeof(name) - 1) != 0 ||
		    (i > 0 && value[i - 1] != ' ' && value[i - 1] != ','))
			continue;
		i += sizeof(name) - 1;
		if (!isdigit((unsigned char)value[i]))
			return -1;
		for (; i < len && isdigit((unsigned char)value[i]) && age < MAX_AGE_MAX_S; i++)
			age = age * 10 + (value[i] - '0');
		return age < MAX_AGE_MAX_S ? age : MAX_AGE_MAX_S;
	}
	return -1;
}

static size_t
on_header(char *line, size_t size, size_t n, void *arg)
{
	static const char name[] = "Cache-Control:";
	struct fetch *f = arg;
	size_t len = size * n;

	if (len >= sizeof(name) && strncasecmp(line, name, sizeof(name) - 1) == 0)
		f->max_age_s = read_max_age(line + sizeof(name) - 1, len - (sizeof(name) - 1));
	return len;
}

/* Ends the transfer when the program stops; curl asks about once a second. */
static int
on_progress(void *arg, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	struct fetch *f = arg;

	(void)a, (void)b, (void)c, (void)d;
	return atomic_load(f->stop) ? 1 : 0;
}

/* True while every option so far was taken. */
#define SET(option, value) (curl_easy_setopt(easy, (option), (value)) == CURLE_OK)

/* Quick exit: a name server that is silent must not hold up the end; send does the same. */
static bool
set_options(CURL *easy, const char *url, const char *ca_file, struct fetch *f)
{
	return SET(CURLOPT_URL, url) &&
	    SET(CURLOPT_PROTOCOLS_STR, strncmp(url, "https://", 8) == 0 ? "https" : "http") &&
	    SET(CURLOPT_SSLVERSION, (long)(CURL_SSLVERSION_TLSv1_2 | CURL_SSLVERSION_MAX_DEFAULT)) &&
	    SET(CURLOPT_SSL_VERIFYPEER, 1L) && SET(CURLOPT_SSL_VERIFYHOST, 2L) &&
	    SET(CURLOPT_CAINFO, ca_file) && SET(CURLOPT_CAPATH, (char *)NULL) &&
	    SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1) && SET(CURLOPT_HTTPGET, 1L) &&
	    SET(CURLOPT_FOLLOWLOCATION, 0L) && SET(CURLOPT_PROXY, "") &&
	    SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED) && SET(CURLOPT_NOSIGNAL, 1L) &&
	    SET(CURLOPT_QUICK_EXIT, 1L) &&
	    SET(CURLOPT_USERAGENT, PACKAGE_NAME "/" PACKAGE_VERSION) &&
	    SET(CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS) && SET(CURLOPT_TIMEOUT_MS, (long)WHOLE_MS) &&
	    SET(CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)TOKEN_SET_SIZE_MAX) &&
	    SET(CURLOPT_WRITEFUNCTION, on_body) && SET(CURLOPT_WRITEDATA, f) &&
	    SET(CURLOPT_HEADERFUNCTION, on_header) && SET(CURLOPT_HEADERDATA, f) &&
	    SET(CURLOPT_NOPROGRESS, 0L) && SET(CURLOPT_XFERINFOFUNCTION, on_progress) &&
	    SET(CURLOPT_XFERINFODATA, f);
}

enum err
token_fetch(const char *url, const char *ca_file, const atomic_bool *stop, struct buf *body,
    int *ret_max_age_s, struct err_info *e)
{
	AUTO(curl) CURL *easy = curl_easy_init();
	struct fetch f = {stop, body, -1};
	CURLcode code;
	long status = 0;

	if (easy == NULL || !set_options(easy, url, ca_file, &f))
		FAIL(e, ERR_NOMEM, "jwks_url", "a curl handle");
	code = curl_easy_perform(easy);
	/* What curl says, without the URL. */
	if (code != CURLE_OK)
		FAIL(e, ERR_TOKEN_KEYS, "jwks_url", "%s", curl_easy_strerror(code));
	if (curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status) != CURLE_OK || status != 200)
		FAIL(e, ERR_TOKEN_KEYS, "jwks_url", "status 200, not %ld", status);
	*ret_max_age_s = f.max_age_s;
	return ERR_OK;
}

enum err
token_fetch_check(const char *url, const char *ca_file, struct err_info *e)
{
	AUTO(curl_url) CURLU *parts = curl_url();
	CURLUcode code;

	if (parts == NULL)
		FAIL(e, ERR_NOMEM, "jwks_url", "room for a URL");
	code = curl_url_set(parts, CURLUPART_URL, url, 0);
	if (code != CURLUE_OK)
		FAIL(e, ERR_CONFIG, "jwks_url", "%s", curl_url_strerror(code));
	if (strncmp(url, "http://", 7) == 0)    /* to this machine: settings sees to that */
		return ERR_OK;
	if (strncmp(url, "https://", 8) != 0)
		FAIL(e, ERR_CONFIG, "jwks_url", "an https URL");
	if (ca_file == NULL)
		FAIL(e, ERR_CONFIG, "ca_file", "the authority of the server that jwks_url names");
	if (access(ca_file, R_OK) != 0)
		FAIL(e, ERR_CONFIG, "ca_file", "%s", strerror(errno));
	return ERR_OK;
}
