/* mtom_kit: packages for the tests of mtom, whole or in pieces. */
#ifndef TESTS_LIB_MTOM_KIT_H
#define TESTS_LIB_MTOM_KIT_H

#include "adapter/mtom/mtom.h"

enum { KIT_ROOT_MAX = 1000, KIT_PARTS_MAX = 4, KIT_PART_MAX = 2000, KIT_TOTAL_MAX = 3000 };

extern const struct part_limits mtom_kit_limits;        /* with the numbers above, in /tmp */

/* Starts and stops what hashes; for cmocka. */
int mtom_kit_set_up(void **state);
int mtom_kit_tear_down(void **state);

/* A list with room for large parts. */
struct part_list *mtom_kit_list(void);
/* Adds a part that is whole. */
const struct part *mtom_kit_add(struct part_list *list, const char *name, const void *octets, size_t len);

/* The reader's verdict on octets that come in pieces of so many.  *ret_parts is the caller's. */
enum err mtom_kit_read(const char *type, const char *octets, size_t len, size_t piece, struct buf *root,
    struct part_list **ret_parts, struct err_info *e);

/* The octets of a part, NUL-ended; the caller's to free. */
char *mtom_kit_octets(const struct part *part);

#endif
