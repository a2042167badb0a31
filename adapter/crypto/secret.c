/* Files that nobody but their owner may see, and passphrases in them. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/crypto.h>

#include "adapter/crypto/source.h"

enum { MAX_FILE = 256 * 1024, MAX_LINE = 512 };

static const char credential[] = "credential:";

static void
close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

void
crypto_secret_free(struct crypto_secret *secret)
{
	if (secret == NULL)
		return;
	OPENSSL_cleanse(secret, sizeof(*secret) + secret->len);
	free(secret);
}

static struct crypto_secret *
new_secret(size_t len)
{
	struct crypto_secret *secret = calloc(1, sizeof(*secret) + len + 1);

	if (secret != NULL)
		secret->len = len;
	return secret;
}

/* systemd.exec(5), LoadCredential=: a name in a folder that only the service can see. */
static enum err
find(const char *name, char path[PATH_MAX], struct err_info *e)
{
	const char *base = name + sizeof(credential) - 1, *folder = getenv("CREDENTIALS_DIRECTORY");

	if (folder == NULL || folder[0] != '/')
		FAIL(e, ERR_KEY_UNUSABLE, name,
		    "there are no credentials: systemd sets CREDENTIALS_DIRECTORY if the unit has any");
	if (base[0] == '\0' || base[0] == '.' || strchr(base, '/') != NULL)
		FAIL(e, ERR_KEY_UNUSABLE, name, "a credential's name has no slash and no dot in front");
	if (snprintf(path, PATH_MAX, "%s/%s", folder, base) >= PATH_MAX)
		FAIL(e, ERR_KEY_UNUSABLE, name, "the path is too long");
	return ERR_OK;
}

/*
 * Judges the file that is open, not the name, which might be another file by then.  systemd lets the
 * service's user read a credential by an access list, which shows as a group that may read.
 */
static enum err
check_private(int fd, const char *name, mode_t others, struct stat *st, struct err_info *e)
{
	if (fstat(fd, st) != 0)
		FAIL(e, ERR_KEY_UNUSABLE, name, "%s", strerror(errno));
	if (!S_ISREG(st->st_mode))
		FAIL(e, ERR_KEY_UNUSABLE, name, "not a regular file");
	if ((st->st_mode & (S_IRWXG | S_IRWXO) & ~others) != 0)
		FAIL(e, ERR_KEY_UNUSABLE, name,
		    "its mode is %04o: others than its owner may use it; run chmod 600 on it",
		    (unsigned)st->st_mode & 07777);
	if (st->st_uid != geteuid() && st->st_uid != 0)
		FAIL(e, ERR_KEY_UNUSABLE, name, "it belongs to another user (%u)",
		    (unsigned)st->st_uid);
	if (st->st_size == 0)
		FAIL(e, ERR_KEY_UNUSABLE, name, "it is empty");
	if (st->st_size > MAX_FILE)
		FAIL(e, ERR_KEY_UNUSABLE, name, "it has more than %d octets", MAX_FILE);
	return ERR_OK;
}

static enum err
read_all(int fd, const char *name, size_t size, struct crypto_secret **ret, struct err_info *e)
{
	AUTO(secret) struct crypto_secret *secret = new_secret(size);
	size_t done = 0;

	if (secret == NULL)
		FAIL(e, ERR_NOMEM, name, "a key");
	while (done < size) {
		ssize_t n = read(fd, secret->octets + done, size - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			FAIL(e, ERR_KEY_UNUSABLE, name, "it cannot be read (%s)",
			    n < 0 ? strerror(errno) : "it became shorter");
		done += (size_t)n;
	}
	*ret = STEAL(secret);
	return ERR_OK;
}

/* Not through stdio, whose buffers would keep a copy; a pipe must not be waited for. */
enum err
crypto_secret_load(const char *name, struct crypto_secret **ret, struct err_info *e)
{
	char path[PATH_MAX];
	bool is_credential = strncmp(name, credential, sizeof(credential) - 1) == 0;
	__attribute__((cleanup(close_fd))) int fd = -1;
	struct stat st;

	if (is_credential)
		TRY(find(name, path, e));
	fd = open(is_credential ? path : name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		FAIL(e, ERR_KEY_UNUSABLE, name, "%s", strerror(errno));
	TRY(check_private(fd, name, is_credential ? S_IRGRP : 0, &st, e));
	return read_all(fd, name, (size_t)st.st_size, ret, e);
}

enum err
crypto_secret_load_line(const char *name, struct crypto_secret **ret, struct err_info *e)
{
	AUTO(secret) struct crypto_secret *file = NULL;
	AUTO(secret) struct crypto_secret *line = NULL;
	size_t len;

	if (name == NULL)
		return ERR_OK;
	TRY(crypto_secret_load(name, &file, e));
	len = strcspn(file->octets, "\n");
	if (strlen(file->octets) < len || (len < file->len && file->octets[len] == '\0'))
		FAIL(e, ERR_KEY_UNUSABLE, name, "its first line has an octet of zero");
	if (len > 0 && file->octets[len - 1] == '\r')
		len--;
	if (len == 0)
		FAIL(e, ERR_KEY_UNUSABLE, name, "its first line is empty");
	if (len > MAX_LINE)
		FAIL(e, ERR_KEY_UNUSABLE, name, "its first line has more than %d octets", MAX_LINE);
	line = new_secret(len);
	if (line == NULL)
		FAIL(e, ERR_NOMEM, name, "a passphrase");
	memcpy(line->octets, file->octets, len);
	*ret = STEAL(line);
	return ERR_OK;
}
