#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adapter/journal/lock.h"

static void
auto_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

/* A new name is on disk when its folder is. */
static enum err
sync_folder(const char *path, struct err_info *e)
{
	char copy[PATH_MAX];
	AUTO(fd) int fd = -1;

	snprintf(copy, sizeof(copy), "%s", path);
	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || fsync(fd) != 0)
		FAIL(e, ERR_CONFIG, "journal", "cannot sync the folder: %s", strerror(errno));
	return ERR_OK;
}

/*
 * Makes the file if there is none.  A file that is there is looked at but not opened:
 * closing it again would drop the locks that SQLite may have on it in this process.
 */
static enum err
make_file(const char *path, struct err_info *e)
{
	AUTO(fd) int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	struct stat st;

	if (fd >= 0)
		return sync_folder(path, e);
	if (errno != EEXIST)
		FAIL(e, ERR_CONFIG, "journal", "cannot make the file: %s", strerror(errno));
	if (lstat(path, &st) != 0)
		FAIL(e, ERR_CONFIG, "journal", "cannot look at the file: %s", strerror(errno));
	if (!S_ISREG(st.st_mode))
		FAIL(e, ERR_CONFIG, "journal", "must be a plain file, not a link or a device");
	if ((st.st_mode & (S_IWGRP | S_IXGRP | S_IRWXO)) != 0)
		FAIL(e, ERR_CONFIG, "journal",
		    "mode %03o: only the owner may write it, only owner and group read it",
		    (unsigned)st.st_mode & 0777);
	return ERR_OK;
}

enum err
journal_lock_take(const char *path, int *ret_fd, struct err_info *e)
{
	char name[PATH_MAX];
	AUTO(fd) int fd = -1;

	if ((size_t)snprintf(name, sizeof(name), "%s.lock", path) >= sizeof(name))
		FAIL(e, ERR_CONFIG, "journal", "the path is too long");
	fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		FAIL(e, ERR_CONFIG, "journal", "cannot open the lock file: %s", strerror(errno));
	if (flock(fd, LOCK_EX | LOCK_NB) != 0)
		FAIL(e, ERR_CONFIG, "journal", "%s", errno == EWOULDBLOCK
		    ? "another process writes this journal" : strerror(errno));
	TRY(make_file(path, e));
	*ret_fd = fd;
	fd = -1;
	return ERR_OK;
}
