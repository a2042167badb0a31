/* list: lists in settings: names by commas, a comma within one after a backslash.  Private to seal/. */
#ifndef ADAPTER_SEAL_LIST_H
#define ADAPTER_SEAL_LIST_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The next name of *list (NULL: an empty one), without the white space around it, cut to size;
 * false when there is none left.
 */
bool seal_list_next(const char **list, char *name, size_t size);

#endif
