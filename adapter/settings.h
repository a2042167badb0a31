/*
 * settings: every knob of the program, from an INI file.
 *
 * The table in settings.c has one row per setting: section, name, type, limits, default and
 * help.  Unknown sections and names are refused, so that a misspelt limit cannot be silently
 * without effect.  Relative file names are taken from the folder of the INI file.
 */
#ifndef ADAPTER_SETTINGS_H
#define ADAPTER_SETTINGS_H

#include "adapter/base/base.h"
#include "adapter/citizen.h"
#include "adapter/front/front.h"
#include "adapter/seal/seal.h"
#include "adapter/send/send.h"
#include "adapter/token/token.h"

struct settings {
	struct front_config front;
	const char         *docs_dir;           /* of the renderer of /docs; "": where it is installed */
	struct send_config  send;
	struct seal_config  seal;
	struct token_config token;
	struct citizen_config citizen;
	const char         *fund_url;
	int                 fund_timeout_ms;
	const char         *journal_path;
	const char         *own_subjects;       /* as seal_config.other_subjects, when the journal is
	                                           re-read: for what we sent … */
	const char         *peer_subjects;      /* … and for the Fund's replies */
	int                 workers;            /* 0: one per core */
	int                 queue;              /* exchanges that may wait for a worker */
	int                 max_rate;           /* requests a second of one caller; 0: no limit */
	int                 max_exchanges;      /* under way at once, those that wait for the Fund too */
	int                 deadline_ms;        /* from receipt to the end of waiting for the Fund */
	int                 stop_ms;            /* how long a stop waits for what is under way */
	const char         *log_level;
	char               *path;               /* of the file that was read */
};

/*
 * Reads the file.  On success *ret_settings owns its strings: settings_free().  Fails with
 * ERR_CONFIG, e->at being "section.name" and e->text what is wrong with it.  Opens none of the files named:
 * that is for those who use them.
 */
MUST_USE enum err settings_read(const char *path, struct settings **ret_settings,
    struct err_info *e);
void settings_free(struct settings *settings);

/*
 * Calls tell for each setting that differs and that a reload does not take: it needs a restart.
 */
void settings_tell_restart(const struct settings *old, const struct settings *fresh,
    void (*tell)(const char *section, const char *name));

/* Writes every setting with its help, limits and default, as an INI file to start from. */
void settings_print_help(FILE *out);

/* The log level by its name; false if there is none such. */
bool settings_log_level(const struct settings *settings, enum log_level *ret_level);

#endif
