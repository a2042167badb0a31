#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <sys/stat.h>

#include "adapter/crypto/crypto.h"
#include "adapter/docs.h"
#include "adapter/docs_text.h"
#include "mapping/mapping.h"

/* Of one file of the renderer; Swagger UI's script has 1.7 MB. */
enum { FILE_MAX_BYTES = 8 << 20 };

/* The renderer's files that are served, by their names in the folder. */
static const struct {
	const char *name, *path, *type;
} files[] = {
	{"swagger-ui.css", "/docs/swagger-ui.css", "text/css; charset=utf-8"},
	{"swagger-ui-bundle.js", "/docs/swagger-ui-bundle.js", "text/javascript; charset=utf-8"},
};

enum { N_FILES = COUNT_OF(files), N_TEXTS = 4, N_LANGS = ERR_RU + 1 };

struct docs {
	bool             complete;      /* the renderer is there */
	char            *octets[N_FILES], *document[N_LANGS];
	struct docs_page file[N_FILES];
	struct docs_page text[N_TEXTS][N_LANGS];
	struct docs_page openapi[N_LANGS];
};

const char docs_policy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/* The tag is of the octets. */
static enum err
set_body(struct docs_page *page, const char *type, const char *octets, size_t len, struct err_info *e)
{
	unsigned char digest[CRYPTO_MAX_HASH];

	TRY(crypto_digest(crypto_sha256(), octets, len, digest, e));
	page->type = type;
	page->body = octets;
	page->len = len;
	page->etag[0] = '"';
	for (size_t i = 0; i < 16; i++)
		snprintf(page->etag + 1 + 2 * i, 3, "%02x", digest[i]);
	memcpy(page->etag + 33, "\"", 2);
	return ERR_OK;
}

static enum err
read_all(int fd, size_t size, struct buf *out, struct err_info *e)
{
	char part[1 << 14];
	ssize_t n;

	while ((n = read(fd, part, sizeof(part))) > 0)
		TRY(buf_add(out, part, (size_t)n, e));
	if (n < 0)
		FAIL(e, ERR_CONFIG, "docs_dir", "%s", strerror(errno));
	if (out->len != size)
		FAIL(e, ERR_CONFIG, "docs_dir", "the file changed while it was read");
	return ERR_OK;
}

static enum err
read_file(const char *folder, const char *name, struct buf *out, struct err_info *e)
{
	BUF_AUTO(path, 4096);
	struct stat st;
	enum err code;
	int fd;

	TRY(buf_addf(&path, e, "%s/%s", folder, name));
	/* A pipe of that name must not hold the start. */
	fd = open(path.data, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		FAIL(e, ERR_CONFIG, "docs_dir", "%s: %s", name, strerror(errno));
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size == 0 || st.st_size > FILE_MAX_BYTES) {
		close(fd);
		FAIL(e, ERR_CONFIG, "docs_dir", "%s: no file of at most %d bytes", name, FILE_MAX_BYTES);
	}
	code = read_all(fd, (size_t)st.st_size, out, e);
	close(fd);
	return code;
}

static enum err
read_files(struct docs *d, const char *folder, struct err_info *e)
{
	for (size_t i = 0; i < N_FILES; i++) {
		BUF_AUTO(octets, FILE_MAX_BYTES);
		size_t len;

		TRY(read_file(folder, files[i].name, &octets, e));
		TRY(buf_steal(&octets, &d->octets[i], &len, e));
		TRY(set_body(&d->file[i], files[i].type, d->octets[i], len, e));
	}
	return ERR_OK;
}

static enum err
set_texts(struct docs *d, struct err_info *e)
{
	CHECK(docs_texts[N_TEXTS].path == NULL);
	for (size_t i = 0; i < N_TEXTS; i++)
		for (int lang = 0; lang < N_LANGS; lang++) {
			const char *text = docs_texts[i].text[lang];
			struct docs_page *page = &d->text[i][lang];

			page->html = page->spoken = docs_texts[i].use != DOCS_ALWAYS;
			TRY(set_body(page, docs_texts[i].type, text, strlen(text), e));
		}
	return ERR_OK;
}

static enum err
set_document(struct docs *d, struct err_info *e)
{
	for (int lang = 0; lang < N_LANGS; lang++) {
		json_t *json;

		TRY(map_openapi((enum err_lang)lang, &json, e));
		d->document[lang] = json_dumps(json, JSON_COMPACT);
		json_decref(json);
		if (d->document[lang] == NULL)
			FAIL(e, ERR_NOMEM, "", "OpenAPI document");
		d->openapi[lang].spoken = true;
		TRY(set_body(&d->openapi[lang], "application/json", d->document[lang],
		    strlen(d->document[lang]), e));
	}
	return ERR_OK;
}

enum err
docs_open(const char *folder, struct docs **ret_docs, struct err_info *e)
{
	struct docs *d = calloc(1, sizeof(*d));
	struct err_info why;
	enum err code;

	if (d == NULL)
		FAIL(e, ERR_NOMEM, "", "docs");
	code = set_texts(d, e);
	if (code == ERR_OK)
		code = set_document(d, e);
	if (code != ERR_OK) {
		docs_close(d);
		return code;
	}
	if (folder == NULL || folder[0] == '\0')
		folder = DOCS_DIR;
	d->complete = read_files(d, folder, &why) == ERR_OK;
	if (!d->complete)
		log_failure(LOG_LEVEL_INFO, "event=docs_without_renderer", &why);
	*ret_docs = d;
	return ERR_OK;
}

void
docs_close(struct docs *docs)
{
	if (docs == NULL)
		return;
	for (size_t i = 0; i < N_FILES; i++)
		free(docs->octets[i]);
	for (size_t i = 0; i < N_LANGS; i++)
		free(docs->document[i]);
	free(docs);
}

const struct docs_page *
docs_find(const struct docs *docs, const char *path, enum err_lang lang)
{
	if (strcmp(path, "/openapi.json") == 0)
		return &docs->openapi[lang];
	for (size_t i = 0; i < N_TEXTS; i++)
		if (strcmp(docs_texts[i].path, path) == 0
		    && (docs_texts[i].use == DOCS_ALWAYS || (docs_texts[i].use == DOCS_RENDERED) == docs->complete))
			return &docs->text[i][lang];
	for (size_t i = 0; i < N_FILES && docs->complete; i++)
		if (strcmp(files[i].path, path) == 0)
			return &docs->file[i];
	return NULL;
}
