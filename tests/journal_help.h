/* journal_help: what the journal's tests share: a folder, jobs that are waited for, a chain check. */
#ifndef TESTS_JOURNAL_HELP_H
#define TESTS_JOURNAL_HELP_H

#include "tests/unit.h"

#include "adapter/journal/journal.h"

enum { HELP_PATH_SIZE = 256 };

/* A new folder below the build's; gone with help_folder_remove(). */
void help_folder_make(char folder[HELP_PATH_SIZE]);
void help_folder_remove(const char *folder);
void help_path(char path[HELP_PATH_SIZE], const char *folder, const char *name);

struct journal *help_open(const char *path);

/* A record with invented contents; text is its payload and must live on. */
struct journal_record help_record(enum journal_kind kind, const char *exchange, const char *text);

/* Submits the job and waits until it is done. */
enum err help_do(struct journal *journal, struct journal_job *job);

/* Writes one record; false if it was refused. */
bool help_note(struct journal *journal, enum journal_kind kind, const char *exchange,
    const char *text);

/* The four records of an exchange that went well. */
void help_exchange(struct journal *journal, const char *exchange);

/* Reads all with a connection of its own and fails the test unless every record has the next
 * seq, chains and matches its digest and hash.  The number of records. */
int64_t help_check_chain(const char *path);

#endif
