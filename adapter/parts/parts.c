#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adapter/crypto/crypto.h"
#include "adapter/parts/filename.h"
#include "adapter/parts/parts.h"
#include "adapter/parts/sniff.h"

enum { WAITING = 16384 };       /* octets that are written at once: pieces may be as small as one octet */

struct item {
	struct part part;       /* first: a part's pointer is its item's */
	int         fd;
};

struct part_list {
	struct part_limits    limits;
	struct item         **item;     /* max_parts of them */
	size_t                n;
	uint64_t              total;
	struct crypto_digest *digest;   /* of the part that is being written; NULL: none is */
	size_t                waiting;
	unsigned char         octets[WAITING];
};

AUTO_DEFINE(list, struct part_list *, part_list_free)

enum err
part_list_new(const struct part_limits *limits, struct part_list **ret_list, struct err_info *e)
{
	AUTO(list) struct part_list *list = calloc(1, sizeof(*list));
	char *dir = strdup(limits->dir);

	if (list == NULL) {
		free(dir);
		FAIL(e, ERR_NOMEM, "", "a list of parts");
	}
	list->limits = *limits;
	list->limits.dir = dir;
	list->item = calloc(limits->max_parts + 1, sizeof(*list->item));
	if (dir == NULL || list->item == NULL)
		FAIL(e, ERR_NOMEM, "", "a list of parts");
	*ret_list = STEAL(list);
	return ERR_OK;
}

static void
item_free(struct item *item)
{
	if (item == NULL)
		return;
	if (item->fd >= 0)
		close(item->fd);
	free(item);
}

AUTO_DEFINE(item, struct item *, item_free)

void
part_list_free(struct part_list *list)
{
	char *dir;

	if (list == NULL)
		return;
	for (size_t i = 0; i < list->n; i++)
		item_free(list->item[i]);
	crypto_digest_close(list->digest);
	memcpy(&dir, &list->limits.dir, sizeof(dir));
	free(dir);
	free(list->item);
	free(list);
}

/* A file without a name, which nobody can give one to. */
static enum err
open_nameless(const char *dir, int *ret_fd, struct err_info *e)
{
	*ret_fd = open(dir, O_TMPFILE | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
	if (*ret_fd < 0)
		FAIL(e, ERR_SPOOL, "spool", "no file can be made there: %s", strerror(errno));
	return ERR_OK;
}

enum err
part_spool_open(const char *dir, struct err_info *e)
{
	struct stat st;
	int fd;

	if (mkdir(dir, 0700) != 0 && errno != EEXIST)
		FAIL(e, ERR_SPOOL, "spool", "the folder cannot be made: %s", strerror(errno));
	if (stat(dir, &st) != 0 || !S_ISDIR(st.st_mode))
		FAIL(e, ERR_SPOOL, "spool", "is no folder");
	if (st.st_uid != geteuid() || (st.st_mode & 077) != 0)
		FAIL(e, ERR_SPOOL, "spool", "is a folder that others may enter: mode 0700 is wanted");
	TRY(open_nameless(dir, &fd, e));
	close(fd);
	return ERR_OK;
}

static bool
is_name(const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < len; i++)
		if (name[i] <= ' ' || name[i] > '~')
			return false;
	return len > 0 && len < PART_NAME_SIZE;
}

enum err
part_begin(struct part_list *list, const char *name, const char *filename, struct err_info *e)
{
	AUTO(item) struct item *item = NULL;

	CHECK(list->digest == NULL);
	if (!is_name(name))
		FAIL(e, ERR_INVALID, "/files", "a part's name has 1..%d visible characters of ASCII",
		    PART_NAME_SIZE - 1);
	if (part_find(list, name) != NULL)
		FAIL(e, ERR_INVALID, "/files", "two parts have one name");
	if (list->n >= list->limits.max_parts)
		FAIL(e, ERR_INVALID, "/files", "at most %zu parts", list->limits.max_parts);
	filename = part_filename(filename != NULL ? filename : "");
	if (strlen(filename) >= PART_FILENAME_SIZE || !part_is_text(filename))
		FAIL(e, ERR_INVALID, "/files", "a filename is text in UTF-8 of at most %d octets",
		    PART_FILENAME_SIZE - 1);
	item = calloc(1, sizeof(*item));
	if (item == NULL)
		FAIL(e, ERR_NOMEM, "", "a part");
	snprintf(item->part.name, sizeof(item->part.name), "%s", name);
	snprintf(item->part.filename, sizeof(item->part.filename), "%s", filename);
	TRY(open_nameless(list->limits.dir, &item->fd, e));
	TRY(crypto_digest_open(crypto_sha256(), &list->digest, e));
	list->waiting = 0;
	list->item[list->n++] = STEAL(item);
	return ERR_OK;
}

/* Writes what waits to the file's end. */
static enum err
flush(struct part_list *list, struct err_info *e)
{
	const struct item *item = list->item[list->n - 1];

	for (size_t done = 0; done < list->waiting;) {
		ssize_t n = write(item->fd, list->octets + done, list->waiting - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			FAIL(e, ERR_SPOOL, "spool", "a file cannot be written: %s",
			    n < 0 ? strerror(errno) : "no octet is taken");
		done += (size_t)n;
	}
	list->waiting = 0;
	return ERR_OK;
}

enum err
part_write(struct part_list *list, const void *bytes, size_t len, struct err_info *e)
{
	const unsigned char *from = bytes;
	struct part *part;

	CHECK(list->digest != NULL);
	part = &list->item[list->n - 1]->part;
	if (len > list->limits.max_part - part->size)
		FAIL(e, ERR_TOO_LARGE, "/files", "a part of at most %llu octets",
		    (unsigned long long)list->limits.max_part);
	if (len > list->limits.max_total - list->total)
		FAIL(e, ERR_TOO_LARGE, "/files", "at most %llu octets of parts",
		    (unsigned long long)list->limits.max_total);
	TRY(crypto_digest_add(list->digest, bytes, len, e));
	part->size += len;
	list->total += len;
	while (len > 0) {
		size_t room = WAITING - list->waiting, n = len < room ? len : room;

		memcpy(list->octets + list->waiting, from, n);
		list->waiting += n;
		from += n;
		len -= n;
		if (list->waiting == WAITING)
			TRY(flush(list, e));
	}
	return ERR_OK;
}

/* Fills buf from offset, but for the file's end. */
static enum err
read_at(const struct item *item, uint64_t offset, unsigned char *buf, size_t size, size_t *ret_len,
    struct err_info *e)
{
	size_t len = 0;

	while (len < size && offset + len < item->part.size) {
		ssize_t n = pread(item->fd, buf + len, size - len, (off_t)(offset + len));

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			FAIL(e, ERR_SPOOL, "spool", "a file cannot be read: %s",
			    n < 0 ? strerror(errno) : "it is shorter than what was written");
		len += (size_t)n;
	}
	*ret_len = len;
	return ERR_OK;
}

static enum err
recognise(struct item *item, struct err_info *e)
{
	struct part_ends file = {.size = item->part.size};
	uint64_t from = file.size > PART_TAIL ? file.size - PART_TAIL : 0;
	const char *type;

	TRY(read_at(item, 0, file.head, sizeof(file.head), &file.head_len, e));
	TRY(read_at(item, from, file.tail, sizeof(file.tail), &file.tail_len, e));
	type = part_sniff(&file, &item->part.whole);
	snprintf(item->part.media_type, sizeof(item->part.media_type), "%s", type != NULL ? type : "");
	return ERR_OK;
}

enum err
part_end(struct part_list *list, struct err_info *e)
{
	unsigned char digest[CRYPTO_MAX_HASH];
	struct item *item;

	CHECK(list->digest != NULL);
	item = list->item[list->n - 1];
	TRY(flush(list, e));
	TRY(crypto_digest_end(list->digest, digest, e));
	memcpy(item->part.digest, digest, sizeof(item->part.digest));
	crypto_digest_close(STEAL(list->digest));
	return recognise(item, e);
}

size_t
part_count(const struct part_list *list)
{
	return list->n;
}

const struct part *
part_at(const struct part_list *list, size_t i)
{
	CHECK(i < list->n);
	return &list->item[i]->part;
}

const struct part *
part_find(const struct part_list *list, const char *name)
{
	for (size_t i = 0; i < list->n; i++)
		if (strcmp(list->item[i]->part.name, name) == 0)
			return &list->item[i]->part;
	return NULL;
}

enum err
part_check(const struct part *part, struct err_info *e)
{
	char at[sizeof("/files/") + PART_NAME_SIZE];

	snprintf(at, sizeof(at), "/files/%s", part->name);
	if (part->media_type[0] == '\0')
		FAIL(e, ERR_FILE_FORMAT, at, "PDF, JPEG, PNG, or a signature (CMS)");
	if (!part->whole)
		FAIL(e, ERR_FILE_UNREADABLE, at, "a whole file: it begins as %s and does not end so",
		    part->media_type);
	return ERR_OK;
}

enum err
part_read(const struct part *part, uint64_t offset, void *buf, size_t size, size_t *ret_len,
    struct err_info *e)
{
	return read_at((const struct item *)part, offset, buf, size, ret_len, e);
}
