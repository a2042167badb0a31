#include "config.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <string.h>

#include <arpa/inet.h>
#include <ini.h>

#include "adapter/settings.h"

/* What a value must be, and the C type of its member. */
enum type {
	TYPE_TEXT,      /* const char * */
	TYPE_FILE,      /* const char *, relative to the INI file */
	TYPE_FILES,     /* the same, several by commas; what has a scheme ("pkcs11:") is no file */
	TYPE_INT,       /* int */
	TYPE_SIZE,      /* size_t, bytes */
};

struct setting {
	const char *section, *name;
	enum type   type;
	size_t      offset;
	long        min, max;           /* of numbers */
	const char *standard;           /* NULL: must be given */
	const char *help;
};

#define AT(member) offsetof(struct settings, member)

/* clang-format off */
static const struct setting table[] = {
	/* section  name                 type       member                      min  max        default       help */
	{"front",   "address",           TYPE_TEXT, AT(front.address),          0,   0,         "127.0.0.1",  "address to listen on"},
	{"front",   "port",              TYPE_INT,  AT(front.port),             0,   65535,     "8443",       "port to listen on; 0: any"},
	{"front",   "key_file",          TYPE_FILE, AT(front.key_file),         0,   0,         NULL,         "TLS key of this server, PEM"},
	{"front",   "certificate_file",  TYPE_FILE, AT(front.certificate_file), 0,   0,         NULL,         "its certificate with the chain, PEM"},
	{"front",   "client_ca_file",    TYPE_FILE, AT(front.client_ca_file),   0,   0,         NULL,         "authorities of client certificates, PEM"},
	{"front",   "crl_file",          TYPE_FILE, AT(front.crl_file),         0,   0,         "",           "their revocation lists, PEM; empty: none are looked at"},
	{"front",   "clients",           TYPE_TEXT, AT(front.clients),          0,   0,         NULL,         "SHA-256 fingerprints of the client certificates let in, by commas"},
	{"front",   "server_names",      TYPE_TEXT, AT(front.server_names),     0,   0,         "",           "host names that callers may call us by, by commas; empty: any"},
	{"front",   "max_head",          TYPE_SIZE, AT(front.max_head),         1024, 1 << 20,  "16384",      "bytes of a request's head"},
	{"front",   "max_body",          TYPE_SIZE, AT(front.max_body),         1024, 64 << 20, "1048576",    "bytes of a request's body"},
	{"front",   "max_connections",   TYPE_INT,  AT(front.max_connections),  1,   100000,    "2000",       "connections at once"},
	{"front",   "idle_s",            TYPE_INT,  AT(front.idle_s),           1,   3600,      "60",         "seconds until a silent connection is closed"},

	{"fund",    "url",               TYPE_TEXT, AT(fund_url),               0,   0,         NULL,         "where the Fund's services listen: https; http on this machine only"},
	{"fund",    "key_file",          TYPE_FILE, AT(send.key_file),          0,   0,         NULL,         "TLS client key, PEM"},
	{"fund",    "certificate_file",  TYPE_FILE, AT(send.certificate_file),  0,   0,         NULL,         "its certificate with the chain, PEM"},
	{"fund",    "ca_file",           TYPE_FILE, AT(send.ca_file),           0,   0,         NULL,         "authority of the Fund's TLS certificate, PEM"},
	{"fund",    "crl_file",          TYPE_FILE, AT(send.crl_file),          0,   0,         "",           "its revocation lists, PEM; empty: none are looked at"},
	{"fund",    "timeout_ms",        TYPE_INT,  AT(fund_timeout_ms),        10,  600000,    "20000",      "milliseconds to wait for the Fund's reply"},
	{"fund",    "connect_timeout_ms",TYPE_INT,  AT(send.connect_timeout_ms),10,  60000,     "3000",       "milliseconds to wait for a connection"},
	{"fund",    "max_reply",         TYPE_SIZE, AT(send.max_reply),         1024, 64 << 20, "8388608",    "bytes of a reply"},
	{"fund",    "max_connections",   TYPE_INT,  AT(send.max_connections),   1,   10000,     "256",        "connections to the Fund at once"},

	{"seal",    "key_file",          TYPE_FILES,AT(seal.key_file),          0,   0,         NULL,         "signing keys, by commas: PEM, readable by the owner only"},
	{"seal",    "certificate_file",  TYPE_FILES,AT(seal.certificate_file),  0,   0,         NULL,         "their certificates in the same order, PEM; the newest that is valid signs"},
	{"seal",    "ca_file",           TYPE_FILE, AT(seal.ca_file),           0,   0,         NULL,         "authorities of the Fund's signing certificate, PEM"},
	{"seal",    "own_ca_file",       TYPE_FILE, AT(seal.own_ca_file),       0,   0,         "",           "authorities of our signing certificates, PEM; empty: those of ca_file"},
	{"seal",    "peer_subject",      TYPE_TEXT, AT(seal.peer_subject),      0,   0,         NULL,         "common name (CN) in the Fund's signing certificate"},
	{"seal",    "peer_pins",         TYPE_TEXT, AT(seal.peer_pins),         0,   0,         "",           "and SHA-256 thumbprints of those certificates, by commas; empty: any of that name"},
	{"seal",    "ttl_s",             TYPE_INT,  AT(seal.ttl_s),             1,   3600,      "300",        "seconds a message of ours is good for"},
	{"seal",    "max_skew_s",        TYPE_INT,  AT(seal.max_skew_s),        0,   600,       "60",         "seconds the Fund's clock may differ"},
	{"seal",    "max_ttl_s",         TYPE_INT,  AT(seal.max_ttl_s),         1,   3600,      "300",        "longest Timestamp accepted, seconds"},

	{"token",   "jwks_file",         TYPE_FILE, AT(token.jwks_file),        0,   0,         "",           "key set of the identity provider (RFC 7517); this, jwks_url or certificate_file"},
	{"token",   "jwks_url",          TYPE_TEXT, AT(token.jwks_url),         0,   0,         "",           "where to fetch the key set: https; http on this machine only"},
	{"token",   "ca_file",           TYPE_FILE, AT(token.ca_file),          0,   0,         "",           "authority of the server that jwks_url names, PEM"},
	{"token",   "certificate_file",  TYPE_FILE, AT(token.certificate_file), 0,   0,         "",           "certificates of the identity provider's keys, PEM"},
	{"token",   "refresh_s",         TYPE_INT,  AT(token.refresh_s),        1,   86400,     "300",        "seconds until the key set is fetched again"},
	{"token",   "retry_s",           TYPE_INT,  AT(token.retry_s),          1,   3600,      "10",         "least seconds between two fetches"},
	{"token",   "max_stale_s",       TYPE_INT,  AT(token.max_stale_s),      1,   2592000,   "86400",      "seconds a fetched key set is good for when no other can be had"},
	{"token",   "issuer",            TYPE_TEXT, AT(token.issuer),           0,   0,         NULL,         "required iss of access tokens"},
	{"token",   "audience",          TYPE_TEXT, AT(token.audience),         0,   0,         NULL,         "required aud of access tokens"},
	{"token",   "max_skew_s",        TYPE_INT,  AT(token.max_skew_s),       0,   600,       "30",         "leeway for exp and nbf, seconds"},
	{"token",   "require_binding",   TYPE_INT,  AT(token.require_binding),  0,   1,         "0",          "1: only tokens that are bound to the caller's certificate"},

	{"journal", "path",              TYPE_FILE, AT(journal_path),           0,   0,         NULL,         "the journal's file"},

	{"audit",   "own_subjects",      TYPE_TEXT, AT(own_subjects),           0,   0,         "",           "former common names of our signing certificates, by commas"},
	{"audit",   "peer_subjects",     TYPE_TEXT, AT(peer_subjects),          0,   0,         "",           "former common names of the Fund's signing certificates, by commas"},

	{"flow",    "workers",           TYPE_INT,  AT(workers),                0,   256,       "0",          "threads for XML and cryptography; 0: one per core"},
	{"flow",    "queue",             TYPE_INT,  AT(queue),                  1,   100000,    "512",        "exchanges that may wait for a worker"},
	{"flow",    "max_exchanges",     TYPE_INT,  AT(max_exchanges),          1,   1000000,   "10000",      "exchanges under way at once"},
	{"flow",    "deadline_ms",       TYPE_INT,  AT(deadline_ms),            10,  600000,    "30000",      "milliseconds an exchange may take"},
	{"flow",    "stop_ms",           TYPE_INT,  AT(stop_ms),                0,   600000,    "35000",      "milliseconds a stop waits for exchanges under way"},

	{"log",     "level",             TYPE_TEXT, AT(log_level),              0,   0,         "info",       "debug, info, warn or error"},
};
/* clang-format on */

static const struct {
	const char    *name;
	enum log_level level;
} levels[] = {
	{"debug", LOG_LEVEL_DEBUG},
	{"info", LOG_LEVEL_INFO},
	{"warn", LOG_LEVEL_WARN},
	{"error", LOG_LEVEL_ERROR},
};

/* What the parser's callback works on. */
struct reading {
	struct settings *settings;
	const char      *folder;
	bool             given[COUNT_OF(table)];
	struct err_info *e;
};

/* True for a name that the folder of the INI file has to be put before. */
static bool
is_relative(const char *name)
{
	static const char *const schemes[] = {"/", "pkcs11:", "credential:"};

	for (size_t i = 0; i < COUNT_OF(schemes); i++)
		if (strncmp(name, schemes[i], strlen(schemes[i])) == 0)
			return false;
	return name[0] != '\0';
}

/* Adds a name, or the names of a list. */
static enum err
add_files(const struct reading *r, enum type type, const char *value, struct buf *out,
    struct err_info *e)
{
	for (bool first = true; first || *value != '\0'; first = false) {
		size_t len = type == TYPE_FILES ? strcspn(value, ",") : strlen(value);

		if (is_relative(value))
			TRY(buf_addf(out, e, "%s/", r->folder));
		TRY(buf_addf(out, e, "%.*s", (int)len, value));
		value += len;
		if (*value == '\0')
			break;
		value++;
		value += strspn(value, " \t");
		TRY(buf_add_str(out, ",", e));
	}
	return ERR_OK;
}

static enum err
set_text(struct reading *r, const struct setting *s, const char *value, const char *at)
{
	BUF_AUTO(text, s->type == TYPE_FILES ? 4 * PATH_MAX : PATH_MAX - 1);
	enum err code;
	size_t len;
	char *copy;

	if (s->type == TYPE_TEXT)
		code = buf_add_str(&text, value, NULL);
	else
		code = add_files(r, s->type, value, &text, NULL);
	if (code == ERR_TOO_LARGE)
		FAIL(r->e, ERR_CONFIG, at, "too long");
	if (value[0] == '\0' && (s->standard == NULL || s->standard[0] != '\0'))
		FAIL(r->e, ERR_CONFIG, at, "is empty");
	if (code != ERR_OK || buf_steal(&text, &copy, &len, NULL) != ERR_OK)
		FAIL(r->e, ERR_NOMEM, at, "setting");
	memcpy((char *)r->settings + s->offset, &copy, sizeof(copy));
	return ERR_OK;
}

static enum err
set_number(struct reading *r, const struct setting *s, const char *value, const char *at)
{
	char *end;
	long number;
	int as_int;
	size_t as_size;

	errno = 0;
	number = strtol(value, &end, 10);
	if (end == value || *end != '\0' || errno != 0)
		FAIL(r->e, ERR_CONFIG, at, "is not a whole number");
	if (number < s->min || number > s->max)
		FAIL(r->e, ERR_CONFIG, at, "is not within %ld..%ld", s->min, s->max);
	as_int = (int)number;
	as_size = (size_t)number;
	if (s->type == TYPE_INT)
		memcpy((char *)r->settings + s->offset, &as_int, sizeof(as_int));
	else
		memcpy((char *)r->settings + s->offset, &as_size, sizeof(as_size));
	return ERR_OK;
}

static enum err
set(struct reading *r, size_t row, const char *value)
{
	const struct setting *s = &table[row];
	char at[64];

	snprintf(at, sizeof(at), "%s.%s", s->section, s->name);
	if (r->given[row])
		FAIL(r->e, ERR_CONFIG, at, "is given twice");
	r->given[row] = true;
	if (s->type != TYPE_INT && s->type != TYPE_SIZE)
		return set_text(r, s, value, at);
	return set_number(r, s, value, at);
}

/* inih's callback: 1 is success.  Only the first failure is kept. */
static int
on_setting(void *user, const char *section, const char *name, const char *value)
{
	struct reading *r = user;
	char at[64];

	if (r->e->code != ERR_OK)
		return 0;
	for (size_t i = 0; i < COUNT_OF(table); i++)
		if (strcmp(table[i].section, section) == 0 && strcmp(table[i].name, name) == 0)
			return set(r, i, value) == ERR_OK;
	snprintf(at, sizeof(at), "%.28s.%.28s", section, name);
	err_set(r->e, __FILE__, __LINE__, ERR_CONFIG, at, "there is no such setting");
	return 0;
}

static enum err
set_defaults(struct reading *r)
{
	char at[64];

	for (size_t i = 0; i < COUNT_OF(table); i++) {
		if (r->given[i])
			continue;
		snprintf(at, sizeof(at), "%s.%s", table[i].section, table[i].name);
		if (table[i].standard == NULL)
			FAIL(r->e, ERR_CONFIG, at, "is missing: %s", table[i].help);
		TRY(set(r, i, table[i].standard));
	}
	return ERR_OK;
}

/* A default that is another setting's value. */
static enum err
set_own_ca_file(struct settings *s, struct err_info *e)
{
	char *standard, *empty;

	if (s->seal.own_ca_file[0] != '\0')
		return ERR_OK;
	standard = strdup(s->seal.ca_file);
	if (standard == NULL)
		FAIL(e, ERR_NOMEM, "seal.own_ca_file", "setting");
	memcpy(&empty, &s->seal.own_ca_file, sizeof(empty));
	free(empty);
	s->seal.own_ca_file = standard;
	return ERR_OK;
}

/* True if host is this machine by its very spelling: nothing is looked up. */
static bool
is_loopback(const char *host)
{
	struct in_addr v4;

	return strcmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0 ||
	    (inet_pton(AF_INET, host, &v4) == 1 && ntohl(v4.s_addr) >> 24 == 127);
}

/* What leaves this machine, or is believed, goes by TLS.  Curl reads the rest of it. */
static enum err
check_url(const char *name, const char *url, struct err_info *e)
{
	bool https = strncmp(url, "https://", 8) == 0;
	const char *at = url + (https ? 8 : 7);
	size_t len;
	char host[256], *port;

	if (!https && strncmp(url, "http://", 7) != 0)
		FAIL(e, ERR_CONFIG, name, "is no https URL");
	len = strcspn(at, "/?#");
	if (len == 0 || len >= sizeof(host) || memchr(at, '@', len) != NULL)
		FAIL(e, ERR_CONFIG, name, "a host is to follow the scheme, and no user's name");
	memcpy(host, at, len);
	host[len] = '\0';
	port = host + (host[0] == '[' ? strcspn(host, "]") : 0);
	port += strcspn(port, ":");     /* what follows a bracket stays part of a host that is none */
	*port = '\0';
	if (!https && !is_loopback(host))
		FAIL(e, ERR_CONFIG, name, "is https, or http to a loopback address");
	return ERR_OK;
}

AUTO_DEFINE(settings, struct settings *, settings_free)

enum err
settings_read(const char *path, struct settings **ret_settings, struct err_info *e)
{
	AUTO(settings) struct settings *s = calloc(1, sizeof(*s));
	AUTO(char) char *copy = strdup(path);
	struct err_info found = {0};
	struct reading r = {.settings = s, .e = &found};
	enum log_level level;
	int line;

	if (s == NULL || copy == NULL)
		FAIL(e, ERR_NOMEM, "", "settings");
	r.folder = dirname(copy);
	line = ini_parse(path, on_setting, &r);
	if (line == 0)
		set_defaults(&r);
	if (found.code != ERR_OK) {
		if (e != NULL)
			*e = found;
		return found.code;
	}
	if (line < 0)
		FAIL(e, ERR_CONFIG, path, "cannot be read: %s", strerror(errno));
	if (line > 0)
		FAIL(e, ERR_CONFIG, path, "line %d is neither a section nor name = value", line);
	if (!settings_log_level(s, &level))
		FAIL(e, ERR_CONFIG, "log.level", "is none of debug, info, warn, error");
	if (s->stop_ms < s->deadline_ms)
		FAIL(e, ERR_CONFIG, "flow.stop_ms", "is less than flow.deadline_ms: a stop would cut exchanges off");
	s->path = strdup(path);
	if (s->path == NULL)
		FAIL(e, ERR_NOMEM, "", "settings");
	TRY(set_own_ca_file(s, e));
	TRY(check_url("fund.url", s->fund_url, e));
	if (s->token.jwks_url[0] != '\0')
		TRY(check_url("token.jwks_url", s->token.jwks_url, e));
	*ret_settings = STEAL(s);
	return ERR_OK;
}

void
settings_free(struct settings *settings)
{
	char *text;

	if (settings == NULL)
		return;
	for (size_t i = 0; i < COUNT_OF(table); i++)
		if (table[i].type != TYPE_INT && table[i].type != TYPE_SIZE) {
			memcpy(&text, (char *)settings + table[i].offset, sizeof(text));
			free(text);
		}
	free(settings->path);
	free(settings);
}

void
settings_print_help(FILE *out)
{
	const char *section = "";

	for (size_t i = 0; i < COUNT_OF(table); i++) {
		const struct setting *s = &table[i];

		if (strcmp(section, s->section) != 0)
			fprintf(out, "%s[%s]\n", i == 0 ? "" : "\n", s->section);
		section = s->section;
		if (s->type == TYPE_INT || s->type == TYPE_SIZE)
			fprintf(out, "; %s (%ld..%ld)\n", s->help, s->min, s->max);
		else
			fprintf(out, "; %s%s\n", s->help, s->standard == NULL ? " (must be given)" : "");
		fprintf(out, "%s%s = %s\n", s->standard == NULL ? "" : ";", s->name,
		    s->standard == NULL ? "" : s->standard);
	}
}

bool
settings_log_level(const struct settings *settings, enum log_level *ret_level)
{
	for (size_t i = 0; i < COUNT_OF(levels); i++)
		if (strcmp(levels[i].name, settings->log_level) == 0) {
			*ret_level = levels[i].level;
			return true;
		}
	return false;
}
