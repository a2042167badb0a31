#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "adapter/settings_ini.h"

enum { VALUE_MAX = 64 << 10 };

struct ini {
	const char *path;
	size_t      line;
	char        section[64], name[64];      /* name is "" where no setting has begun */
	struct buf  value;
	enum err  (*visit)(const char *section, const char *name, const char *value, void *arg,
	    struct err_info *e);
	void       *arg;
};

static const char blank[] = " \t\r\n\v\f";

/* Cuts white space at both ends, in place. */
static char *
trim(char *text)
{
	size_t len;

	text += strspn(text, blank);
	len = strlen(text);
	while (len > 0 && strchr(blank, text[len - 1]) != NULL)
		len--;
	text[len] = '\0';
	return text;
}

/* Cuts what follows a ';' after white space. */
static void
cut_comment(char *text)
{
	for (char *p = strchr(text, ';'); p != NULL; p = strchr(p + 1, ';')) {
		if (p > text && strchr(blank, p[-1]) != NULL) {
			*p = '\0';
			return;
		}
	}
}

/* Tells the setting that has been read, if there is one. */
static enum err
finish(struct ini *ini, struct err_info *e)
{
	enum err code;

	if (ini->name[0] == '\0')
		return ERR_OK;
	code = ini->visit(ini->section, ini->name, ini->value.data != NULL ? ini->value.data : "",
	    ini->arg, e);
	ini->name[0] = '\0';
	buf_reset(&ini->value);
	return code;
}

static enum err
fail(const struct ini *ini, struct err_info *e)
{
	FAIL(e, ERR_CONFIG, ini->path, "line %zu is neither a section nor name = value", ini->line);
}

static enum err
begin_section(struct ini *ini, const char *text, struct err_info *e)
{
	size_t len = strcspn(text, "]");

	if (text[len] != ']' || text[len + 1] != '\0' || len >= sizeof(ini->section))
		return fail(ini, e);
	memcpy(ini->section, text, len);
	ini->section[len] = '\0';
	return ERR_OK;
}

static enum err
begin_setting(struct ini *ini, char *text, struct err_info *e)
{
	char *equals = strchr(text, '=');
	const char *name;

	if (equals == NULL)
		return fail(ini, e);
	*equals = '\0';
	name = trim(text);
	if (name[0] == '\0' || strlen(name) >= sizeof(ini->name))
		return fail(ini, e);
	snprintf(ini->name, sizeof(ini->name), "%s", name);
	return buf_add_str(&ini->value, trim(equals + 1), e);
}

static enum err
read_line(struct ini *ini, char *line, size_t len, struct err_info *e)
{
	bool goes_on = line[0] == ' ' || line[0] == '\t';
	char *text;

	if (strlen(line) != len)
		return fail(ini, e);            /* a NUL within it */
	text = line + strspn(line, blank);
	if (*text == '\0' || *text == ';' || *text == '#')
		return ERR_OK;
	cut_comment(text);
	text = trim(text);
	if (goes_on && ini->name[0] != '\0') {
		TRY(buf_add_str(&ini->value, " ", e));
		return buf_add_str(&ini->value, text, e);
	}
	TRY(finish(ini, e));
	return *text == '[' ? begin_section(ini, text + 1, e) : begin_setting(ini, text, e);
}

static enum err
read_lines(struct ini *ini, FILE *in, char **line, struct err_info *e)
{
	size_t size = 0;
	ssize_t len;

	while ((len = getline(line, &size, in)) >= 0) {
		bool marked = ini->line++ == 0 && strncmp(*line, "\xef\xbb\xbf", 3) == 0;

		TRY(read_line(ini, *line + (marked ? 3 : 0), (size_t)len - (marked ? 3 : 0), e));
	}
	if (ferror(in))
		FAIL(e, ERR_CONFIG, ini->path, "cannot be read: %s", strerror(errno));
	return finish(ini, e);
}

enum err
settings_ini_read(const char *path,
    enum err (*visit)(const char *section, const char *name, const char *value, void *arg,
    struct err_info *e), void *arg, struct err_info *e)
{
	struct ini ini = {.path = path, .visit = visit, .arg = arg};
	AUTO(file) FILE *in = fopen(path, "re");
	AUTO(char) char *line = NULL;
	enum err code;

	if (in == NULL)
		FAIL(e, ERR_CONFIG, path, "cannot be read: %s", strerror(errno));
	buf_init(&ini.value, VALUE_MAX);
	code = read_lines(&ini, in, &line, e);
	buf_fini(&ini.value);
	if (code == ERR_TOO_LARGE)
		FAIL(e, ERR_CONFIG, path, "line %zu: a value of more than %d bytes", ini.line, VALUE_MAX);
	return code;
}
