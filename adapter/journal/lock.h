/*
 * lock: makes sure that there is a journal file only we write.  Private to journal/.
 */
#ifndef ADAPTER_JOURNAL_LOCK_H
#define ADAPTER_JOURNAL_LOCK_H

#include "adapter/base/base.h"

/*
 * Takes the exclusive lock on path plus ".lock", then makes an empty file (mode 0600) at
 * path if there is none.  The lock goes with the descriptor: close() gives it back.  Fails
 * with ERR_CONFIG if another holds the lock, the file is none or a link, or its mode lets
 * others than owner and group read it or others than the owner write it.
 */
MUST_USE enum err journal_lock_take(const char *path, int *ret_fd, struct err_info *e);

#endif
