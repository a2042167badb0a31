#include "config.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "adapter/base/base.h"
#include "tests/fault_vfs.h"

struct shim {
	sqlite3_file  base;
	const char   *path;             /* SQLite's; lives as long as the file is open */
	bool          database;
	sqlite3_file *real;             /* stands behind this struct */
};

/* The operations that count for a fault. */
enum { WRITE = 1, SYNC = 2 };
static const int counts[] = {
	[FAULT_FULL] = WRITE, [FAULT_TORN] = WRITE, [FAULT_SYNC] = SYNC, [FAULT_POWER] = WRITE | SYNC};

static sqlite3_vfs *unix_vfs;
static sqlite3_vfs  shim_vfs;
static atomic_int   left;               /* operations until the fault; 0: none planned */
static atomic_bool  failing, came, keep_synced;
static enum fault_kind fault;
static bool         fault_lasts, fault_on_database;

static bool
fails(const struct shim *f, int operation)
{
	if ((counts[fault] & operation) == 0 || (fault_on_database && !f->database))
		return false;
	if (atomic_load(&failing))
		return true;
	if (atomic_load(&left) == 0 || atomic_fetch_sub(&left, 1) != 1)
		return false;
	atomic_store(&came, true);
	atomic_store(&failing, fault_lasts || fault == FAULT_POWER);
	return true;
}

static sqlite3_file *
real_of(sqlite3_file *file)
{
	return ((struct shim *)file)->real;
}

static int
shim_close(sqlite3_file *file)
{
	return real_of(file)->pMethods->xClose(real_of(file));
}

static int
shim_read(sqlite3_file *file, void *buf, int n, sqlite3_int64 at)
{
	return real_of(file)->pMethods->xRead(real_of(file), buf, n, at);
}

static int
shim_write(sqlite3_file *file, const void *buf, int n, sqlite3_int64 at)
{
	sqlite3_file *real = real_of(file);

	if (!fails((struct shim *)file, WRITE))
		return real->pMethods->xWrite(real, buf, n, at);
	if (fault == FAULT_TORN && n > 1)
		(void)real->pMethods->xWrite(real, buf, n / 2, at);
	return fault == FAULT_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int
shim_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	if (fails((struct shim *)file, WRITE))
		return SQLITE_IOERR_TRUNCATE;
	return real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static void
copy_file(const char *from, const char *to)
{
	AUTO(file) FILE *in = fopen(from, "rb");
	AUTO(file) FILE *out = fopen(to, "wb");
	char block[16384];
	size_t n;

	CHECK(in != NULL && out != NULL);
	while ((n = fread(block, 1, sizeof(block), in)) != 0)
		CHECK(fwrite(block, 1, n, out) == n);
}

static int
shim_sync(sqlite3_file *file, int flags)
{
	struct shim *f = (struct shim *)file;
	char name[512];
	int rc;

	if (fails(f, SYNC))
		return SQLITE_IOERR_FSYNC;
	rc = f->real->pMethods->xSync(f->real, flags);
	if (rc == SQLITE_OK && atomic_load(&keep_synced) && f->path != NULL) {
		snprintf(name, sizeof(name), "%s.synced", f->path);
		copy_file(f->path, name);
	}
	return rc;
}

static int
shim_file_size(sqlite3_file *file, sqlite3_int64 *size)
{
	return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int
shim_lock(sqlite3_file *file, int lock)
{
	return real_of(file)->pMethods->xLock(real_of(file), lock);
}

static int
shim_unlock(sqlite3_file *file, int lock)
{
	return real_of(file)->pMethods->xUnlock(real_of(file), lock);
}

static int
shim_check_reserved_lock(sqlite3_file *file, int *result)
{
	return real_of(file)->pMethods->xCheckReservedLock(real_of(file), result);
}

static int
shim_file_control(sqlite3_file *file, int op, void *arg)
{
	return real_of(file)->pMethods->xFileControl(real_of(file), op, arg);
}

static int
shim_sector_size(sqlite3_file *file)
{
	return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int
shim_device_characteristics(sqlite3_file *file)
{
	return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static int
shim_shm_map(sqlite3_file *file, int region, int size, int extend, void volatile **map)
{
	return real_of(file)->pMethods->xShmMap(real_of(file), region, size, extend, map);
}

static int
shim_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
	return real_of(file)->pMethods->xShmLock(real_of(file), offset, n, flags);
}

static void
shim_shm_barrier(sqlite3_file *file)
{
	real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int
shim_shm_unmap(sqlite3_file *file, int remove)
{
	return real_of(file)->pMethods->xShmUnmap(real_of(file), remove);
}

static const sqlite3_io_methods shim_methods = {
	.iVersion = 2,
	.xClose = shim_close,
	.xRead = shim_read,
	.xWrite = shim_write,
	.xTruncate = shim_truncate,
	.xSync = shim_sync,
	.xFileSize = shim_file_size,
	.xLock = shim_lock,
	.xUnlock = shim_unlock,
	.xCheckReservedLock = shim_check_reserved_lock,
	.xFileControl = shim_file_control,
	.xSectorSize = shim_sector_size,
	.xDeviceCharacteristics = shim_device_characteristics,
	.xShmMap = shim_shm_map,
	.xShmLock = shim_shm_lock,
	.xShmBarrier = shim_shm_barrier,
	.xShmUnmap = shim_shm_unmap,
};

static int
shim_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
	struct shim *f = (struct shim *)file;
	int rc;

	(void)vfs;
	*f = (struct shim){.path = name, .real = (sqlite3_file *)(f + 1)};
	f->database = (flags & SQLITE_OPEN_MAIN_DB) != 0;
	rc = unix_vfs->xOpen(unix_vfs, name, f->real, flags, out_flags);
	f->base.pMethods = f->real->pMethods != NULL ? &shim_methods : NULL;
	return rc;
}

void
fault_install(void)
{
	if (unix_vfs != NULL)
		return;
	unix_vfs = sqlite3_vfs_find(NULL);
	CHECK(unix_vfs != NULL);
	shim_vfs = *unix_vfs;
	shim_vfs.zName = "fault";
	shim_vfs.szOsFile = (int)sizeof(struct shim) + unix_vfs->szOsFile;
	shim_vfs.xOpen = shim_open;
	CHECK(sqlite3_vfs_register(&shim_vfs, 1) == SQLITE_OK);
}

void
fault_plan(enum fault_kind kind, int n, bool lasting, bool database)
{
	fault = kind;
	fault_lasts = lasting;
	fault_on_database = database;
	atomic_store(&came, false);
	atomic_store(&failing, false);
	atomic_store(&left, n);
}

bool
fault_clear(void)
{
	atomic_store(&left, 0);
	atomic_store(&failing, false);
	return atomic_load(&came);
}

void
fault_keep_synced(bool keep)
{
	atomic_store(&keep_synced, keep);
}

bool
fault_after_power_loss(const char *path, const char *to)
{
	char from[512], log[512];

	snprintf(from, sizeof(from), "%s.synced", path);
	if (access(from, F_OK) != 0)
		return false;
	copy_file(from, to);
	snprintf(from, sizeof(from), "%s-wal.synced", path);
	snprintf(log, sizeof(log), "%s-wal", to);
	if (access(from, F_OK) == 0)
		copy_file(from, log);
	return true;
}
