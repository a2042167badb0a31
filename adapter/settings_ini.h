/*
 * settings_ini: the form of a settings file.  Private to settings.
 *
 * [section], then "name = value" lines.  A line that begins with ';' or '#' is a comment, and so is what
 * follows a ';' after white space.  A line that begins with white space goes on with the value before.
 *
 * Why not a library: inih, as Debian builds it, cuts lines at 200 octets, and a list of
 * thumbprints or a pkcs11: URI is longer; what is cut may be lost without a word.
 */
#ifndef ADAPTER_SETTINGS_INI_H
#define ADAPTER_SETTINGS_INI_H

#include "adapter/base/base.h"

/* Calls visit for each setting; a failure of it ends the reading and is returned.  ERR_CONFIG. */
MUST_USE enum err settings_ini_read(const char *path,
    enum err (*visit)(const char *section, const char *name, const char *value, void *arg,
    struct err_info *e), void *arg, struct err_info *e);

#endif
