/* files: what comes and goes beside a message, as MTOM. */
#ifndef TESTS_FUND_FILES_H
#define TESTS_FUND_FILES_H

#include "adapter/parts/parts.h"
#include "adapter/soap/soap.h"
#include "tests/fund/modes.h"

/* Takes a package apart; octets that are none are the envelope themselves, and *ret_parts is NULL then. */
MUST_USE enum err files_open(const char *type, const char *octets, size_t len, struct buf *envelope,
    struct part_list **ret_parts, struct err_info *e);

/*
 * Adds a file to what goes out (*given may be NULL) under a name of its own, and says its digest; or does
 * that wrong, as the mode has it.
 */
void files_give(struct part_list **given, enum files mode, const char *octets, size_t len,
    char ret_name[PART_NAME_SIZE], char ret_digest[45]);

/* Puts a package around envelope; *ret_type is the caller's to free. */
MUST_USE enum err files_close(const struct part_list *given, enum soap_version version, struct buf *envelope,
    char **ret_type, struct err_info *e);

#endif
