#include "config.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <string.h>

#include <arpa/inet.h>

#include "adapter/settings.h"
#include "adapter/settings_ini.h"
#include "adapter/settings_table.h"

static const struct {
	const char    *name;
	enum log_level level;
} levels[] = {
	{"debug", LOG_LEVEL_DEBUG},
	{"info", LOG_LEVEL_INFO},
	{"warn", LOG_LEVEL_WARN},
	{"error", LOG_LEVEL_ERROR},
};

/* What on_setting() works on. */
struct reading {
	struct settings *settings;
	const char      *folder;
	bool             given[SETTINGS_MAX];
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

/* Length of the first name of a list, to a comma that has no backslash before it. */
static size_t
first_of(const char *list)
{
	size_t len = 0;

	while (list[len] != '\0' && list[len] != ',')
		len += list[len] == '\\' && list[len + 1] != '\0' ? 2 : 1;
	return len;
}

/* Adds a name, or the names of a list. */
static enum err
add_files(const struct reading *r, enum type type, const char *value, struct buf *out,
    struct err_info *e)
{
	for (bool first = true; first || *value != '\0'; first = false) {
		size_t len = type == TYPE_FILES ? first_of(value) : strlen(value);

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
	BUF_AUTO(text, s->type == TYPE_FILE ? PATH_MAX - 1 : 64 << 10);
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
	const struct setting *s = &settings_table[row];
	char at[64];

	snprintf(at, sizeof(at), "%s.%s", s->section, s->name);
	if (r->given[row])
		FAIL(r->e, ERR_CONFIG, at, "is given twice");
	r->given[row] = true;
	if (s->type != TYPE_INT && s->type != TYPE_SIZE)
		return set_text(r, s, value, at);
	return set_number(r, s, value, at);
}

static enum err
on_setting(const char *section, const char *name, const char *value, void *arg, struct err_info *e)
{
	char at[64];

	for (size_t i = 0; i < settings_rows; i++)
		if (strcmp(settings_table[i].section, section) == 0 && strcmp(settings_table[i].name, name) == 0)
			return set(arg, i, value);
	snprintf(at, sizeof(at), "%.28s.%.28s", section, name);
	FAIL(e, ERR_CONFIG, at, "there is no such setting");
}

static enum err
set_defaults(struct reading *r)
{
	char at[64];

	for (size_t i = 0; i < settings_rows; i++) {
		if (r->given[i])
			continue;
		snprintf(at, sizeof(at), "%s.%s", settings_table[i].section, settings_table[i].name);
		if (settings_table[i].standard == NULL)
			FAIL(r->e, ERR_CONFIG, at, "is missing: %s", settings_table[i].help);
		TRY(set(r, i, settings_table[i].standard));
	}
	return ERR_OK;
}

/* Puts len characters of value, and more, where nothing was given. */
static enum err
set_empty(const char **member, const char *value, size_t len, const char *more, struct err_info *e)
{
	BUF_AUTO(text, PATH_MAX - 1);
	char *standard, *empty;
	size_t size;

	if ((*member)[0] != '\0')
		return ERR_OK;
	TRY(buf_addf(&text, e, "%.*s%s", (int)len, value, more));
	TRY(buf_steal(&text, &standard, &size, e));
	memcpy(&empty, member, sizeof(empty));
	free(empty);
	*member = standard;
	return ERR_OK;
}

/* Defaults that are other settings' values. */
static enum err
set_derived(struct settings *s, struct err_info *e)
{
	const char *slash = strrchr(s->journal_path, '/');
	size_t folder = slash != NULL ? (size_t)(slash - s->journal_path) + 1 : 0;

	TRY(set_empty(&s->seal.own_ca_file, s->seal.ca_file, strlen(s->seal.ca_file), "", e));
	return set_empty(&s->front.spool, s->journal_path, folder, "spool", e);
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
	struct reading r = {.settings = s, .e = e};
	enum log_level level;

	if (s == NULL || copy == NULL)
		FAIL(e, ERR_NOMEM, "", "settings");
	r.folder = dirname(copy);
	TRY(settings_ini_read(path, on_setting, &r, e));
	TRY(set_defaults(&r));
	if (!settings_log_level(s, &level))
		FAIL(e, ERR_CONFIG, "log.level", "is none of debug, info, warn, error");
	if (s->stop_ms < s->deadline_ms)
		FAIL(e, ERR_CONFIG, "flow.stop_ms", "is less than flow.deadline_ms: a stop would cut exchanges off");
	s->path = strdup(path);
	if (s->path == NULL)
		FAIL(e, ERR_NOMEM, "", "settings");
	TRY(set_derived(s, e));
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
	for (size_t i = 0; i < settings_rows; i++)
		if (settings_table[i].type != TYPE_INT && settings_table[i].type != TYPE_SIZE) {
			memcpy(&text, (char *)settings + settings_table[i].offset, sizeof(text));
			free(text);
		}
	free(settings->path);
	free(settings);
}

static bool
differs(const struct setting *s, const struct settings *a, const struct settings *b)
{
	const char *one = (const char *)a + s->offset, *two = (const char *)b + s->offset;
	const char *text, *other;

	if (s->type == TYPE_INT)
		return memcmp(one, two, sizeof(int)) != 0;
	if (s->type == TYPE_SIZE)
		return memcmp(one, two, sizeof(size_t)) != 0;
	memcpy(&text, one, sizeof(text));
	memcpy(&other, two, sizeof(other));
	return strcmp(text, other) != 0;
}

static bool
is_reloaded(const struct setting *s)
{
	char name[80];

	snprintf(name, sizeof(name), "%s.%s", s->section, s->name);
	for (const char *const *p = settings_reloaded; *p != NULL; p++) {
		size_t len = strlen(*p);

		if ((*p)[len - 1] == '.' ? strncmp(name, *p, len) == 0 : strcmp(name, *p) == 0)
			return true;
	}
	return false;
}

void
settings_tell_restart(const struct settings *old, const struct settings *fresh,
    void (*tell)(const char *section, const char *name))
{
	for (size_t i = 0; i < settings_rows; i++)
		if (!is_reloaded(&settings_table[i]) && differs(&settings_table[i], old, fresh))
			tell(settings_table[i].section, settings_table[i].name);
}

void
settings_print_help(FILE *out)
{
	const char *section = "";

	for (size_t i = 0; i < settings_rows; i++) {
		const struct setting *s = &settings_table[i];

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
