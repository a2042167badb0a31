/*
 * seal_edit: changes to the text of a message, for the tests of seal.
 *
 * All return a new text, to be freed, and stop the program if there is nothing to
 * change: a test must not pass because its edit missed.
 */
#ifndef TESTS_SEAL_EDIT_H
#define TESTS_SEAL_EDIT_H

/* From the first a to the end of the first b after it. */
char *edit_part(const char *xml, const char *a, const char *b);

char *edit_replace(const char *xml, const char *a, const char *b);      /* the first a becomes b */
char *edit_insert(const char *xml, const char *a, const char *b);       /* b before the first a */
char *edit_cut(const char *xml, const char *a, const char *b);          /* edit_part() goes */
char *edit_cut_last(const char *xml, const char *a, const char *b);     /* from the first a to the last b */
char *edit_child(const char *xml, const char *a, const char *b);        /* b into the empty element at a */
char *edit_append(const char *xml, const char *a, const char *b);       /* b at the end */
char *edit_long(const char *xml, const char *a, const char *b);         /* 20,000 times b after a */

/* The text of a file. */
char *edit_file(const char *path);

#endif
