/*
 * fault_vfs: a layer under SQLite that lets a write or sync fail, and knows what a loss of
 * power would leave: of each file what it held at its last sync.
 *
 * Once installed it is the default of all connections opened after.  One test at a time.
 */
#ifndef TESTS_FAULT_VFS_H
#define TESTS_FAULT_VFS_H

#include <stdbool.h>

enum fault_kind {
	FAULT_FULL,             /* a write finds no space */
	FAULT_TORN,             /* a write fails half-way, with an I/O error */
	FAULT_SYNC,             /* a sync fails */
	FAULT_POWER,            /* from here on nothing reaches the disk, and all fails */
};

void fault_install(void);

/*
 * The n-th operation (1: the next) of the kind fails; all after it too if lasting.  Writes and
 * truncations count for FULL and TORN, syncs for SYNC, all for POWER.  database: only operations
 * on the database itself, not on its log, count.
 */
void fault_plan(enum fault_kind kind, int n, bool lasting, bool database);

/* Ends it: all works again.  Whether the fault came. */
bool fault_clear(void);

/* Starts to keep what is synced of each file, as PATH.synced. */
void fault_keep_synced(bool keep);

/* Copies what a loss of power would have left of the database at path to the name `to`.
 * False if there would be no database. */
bool fault_after_power_loss(const char *path, const char *to);

#endif
