#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adapter/settings.h"
#include "adapter/sign.h"
#include "adapter/xml/xml.h"

enum { SIGNED = 0, REFUSED = 1, UNREADABLE = 2 };

/* Of a message signed with a key from the command line: the defaults of [seal]. */
enum { TTL_S = 300, SKEW_S = 60 };

static const char usage[] =
    "usage: mostik sign KEY [--action URI] [--out FILE] FILE|-\n"
    "       mostik sign --smev KEY [--out FILE] FILE|-\n"
    "KEY:   --config FILE, or --key FILE|pkcs11:URI [--certificate FILE] [--passphrase-file FILE]\n"
    "       [--pkcs11-module FILE]\n";

struct request {
	const char *config, *key, *certificate, *passphrase_file, *pkcs11_module, *action, *out;
	const char *file;
	bool        smev;
};

/* Where an option's value goes; NULL if there is none such. */
static const char **
option(struct request *r, const char *name)
{
	const struct {
		const char  *name;
		const char **value;
	} options[] = {
		{"--config",          &r->config},
		{"--key",             &r->key},
		{"--certificate",     &r->certificate},
		{"--passphrase-file", &r->passphrase_file},
		{"--pkcs11-module",   &r->pkcs11_module},
		{"--action",          &r->action},
		{"--out",             &r->out},
	};

	for (size_t i = 0; i < COUNT_OF(options); i++)
		if (strcmp(options[i].name, name) == 0)
			return options[i].value;
	return NULL;
}

/* False if it is no request: something is unknown, missing, repeated or of no use. */
static bool
read_arguments(int argc, char **argv, struct request *r)
{
	for (int i = 1; i < argc; i++) {
		const char **value = option(r, argv[i]);

		if (value != NULL && *value == NULL && i + 1 < argc)
			*value = argv[++i];
		else if (strcmp(argv[i], "--smev") == 0)
			r->smev = true;
		else if (r->file == NULL && (argv[i][0] != '-' || argv[i][1] == '\0'))
			r->file = argv[i];
		else
			return false;
	}
	return r->file != NULL && (r->config != NULL) != (r->key != NULL) &&
	    (r->key != NULL || (r->certificate == NULL && r->passphrase_file == NULL &&
	    r->pkcs11_module == NULL)) && (r->action == NULL || !r->smev);
}

/* ---- files ---------------------------------------------------------------------------------- */

static bool
write_all(int fd, const struct buf *text)
{
	size_t done = 0;

	while (done < text->len) {
		ssize_t n = write(fd, text->data + done, text->len - done);

		if (n < 0 && errno != EINTR)
			return false;
		done += n > 0 ? (size_t)n : 0;
	}
	return true;
}

/* As a new file would be for everybody else: mkstemp() is for the owner alone. */
static bool
publish(int fd)
{
	mode_t mask = umask(0);

	umask(mask);
	return fchmod(fd, 0666 & ~mask) == 0 && fsync(fd) == 0;
}

/* All of it or nothing: under another name first. */
static enum err
write_file(const char *name, const struct buf *text, struct err_info *e)
{
	BUF_AUTO(temporary, 4096);
	struct stat there;
	bool done;
	int fd, why;

	if (lstat(name, &there) == 0 && !S_ISREG(there.st_mode))
		FAIL(e, ERR_CONFIG, name, "is there and no regular file");
	TRY(buf_addf(&temporary, e, "%s.XXXXXX", name));
	fd = mkostemp(temporary.data, O_CLOEXEC);
	if (fd < 0)
		FAIL(e, ERR_CONFIG, name, "cannot be written: %s", strerror(errno));
	done = write_all(fd, text) && publish(fd);
	why = errno;
	if (close(fd) != 0 && done) {
		done = false;
		why = errno;
	}
	if (done && rename(temporary.data, name) != 0) {
		done = false;
		why = errno;
	}
	if (done)
		return ERR_OK;
	unlink(temporary.data);
	FAIL(e, ERR_CONFIG, name, "cannot be written: %s", strerror(why));
}

static enum err
write_out(const char *name, const struct buf *text, struct err_info *e)
{
	if (name != NULL && strcmp(name, "-") != 0)
		return write_file(name, text, e);
	if (!write_all(STDOUT_FILENO, text))
		FAIL(e, ERR_CONFIG, "standard output", "cannot be written: %s", strerror(errno));
	return ERR_OK;
}

/* ---- the key, and signing with it ------------------------------------------------------------- */

static enum err
open_seal(const struct request *r, struct seal **ret_seal, struct err_info *e)
{
	const struct seal_config direct = {.key_file = r->key, .certificate_file = r->certificate,
	    .passphrase_file = r->passphrase_file, .pkcs11_module = r->pkcs11_module,
	    .ttl_s = TTL_S, .max_ttl_s = TTL_S, .max_skew_s = SKEW_S};
	struct settings *settings;
	enum err code;

	if (r->config == NULL)
		return seal_open(&direct, ret_seal, e);
	TRY(settings_read(r->config, &settings, e));
	code = seal_open(&settings->seal, ret_seal, e);
	settings_free(settings);
	return code;
}

/* Whether the message was readable, so that it itself is what cannot be signed. */
static bool
was_read(enum err code)
{
	return code != ERR_XML && code != ERR_XML_LIMIT && code != ERR_XML_FORBIDDEN &&
	    code != ERR_XML_ENCODING && code != ERR_NOMEM;
}

static enum err
sign(struct seal *seal, const struct request *r, const struct buf *text, struct buf *out,
    struct err_info *e)
{
	int64_t now_us = clock_now_us();

	return r->smev ? seal_sign_smev(seal, text->data, text->len, now_us, out, e) :
	    seal_sign_foreign(seal, text->data, text->len, r->action, now_us, out, e);
}

/* *ret_status is what a failure means. */
static enum err
run(const struct request *r, int *ret_status, struct err_info *e)
{
	BUF_AUTO(text, XML_LIMIT_BYTES);
	BUF_AUTO(out, XML_LIMIT_BYTES);
	struct seal *seal;
	enum err code;

	*ret_status = UNREADABLE;
	TRY(xml_read_file(r->file, &text, e));
	TRY(open_seal(r, &seal, e));
	code = sign(seal, r, &text, &out, e);
	seal_close(seal);
	if (code != ERR_OK) {
		*ret_status = was_read(code) ? REFUSED : UNREADABLE;
		return code;
	}
	return write_out(r->out, &out, e);
}

/* What is wrong with the message as XML is said by line; the sentence says what that means. */
static void
complain(const struct request *r, const struct err_info *e)
{
	fprintf(stderr, "mostik: %s: %s\n", e->at[0] != '\0' ? e->at : r->file, e->text);
	if (e->code >= ERR_XML && e->code <= ERR_XML_CANONICAL)
		fprintf(stderr, "  %s: %s\n", err_name(e->code), err_sentence(e->code, ERR_EN));
}

int
sign_main(int argc, char **argv)
{
	struct request r = {0};
	struct err_info e = {0};
	int status = SIGNED;

	if (!read_arguments(argc, argv, &r)) {
		fputs(usage, stderr);
		return UNREADABLE;
	}
	seal_init();
	if (run(&r, &status, &e) != ERR_OK)
		complain(&r, &e);
	else
		status = SIGNED;
	seal_fini();
	return status;
}
