/* settings_table: a row for each setting.  Private to settings. */
#ifndef ADAPTER_SETTINGS_TABLE_H
#define ADAPTER_SETTINGS_TABLE_H

#include <stddef.h>

/* What a value must be, and the C type of its member. */
enum type {
	TYPE_TEXT,      /* const char * */
	TYPE_FILE,      /* const char *, relative to the INI file */
	TYPE_FILES,     /* the same, several by commas; what has a scheme ("pkcs11:") is no file */
	TYPE_INT,       /* int */
	TYPE_SIZE,      /* size_t, bytes */
};

struct setting {
	const char *section, *name;
	enum type   type;
	size_t      offset;
	long        min, max;           /* of numbers */
	const char *standard;           /* NULL: must be given */
	const char *help;
};

enum { SETTINGS_MAX = 128 };            /* rows, at most */

extern const struct setting settings_table[];
extern const size_t settings_rows;

/* Sections ("seal.") and settings ("front.clients") that a reload takes; NULL-ended. */
extern const char *const settings_reloaded[];

#endif
