/* The command line of the verbs. */
#include "config.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "adapter/audit/verbs.h"

struct verb {
	const char *name, *usage;
	enum err  (*run)(const struct audit *audit, int *ret_status, struct err_info *e);
	bool        wants_exchange;
};

enum { LIST = 1, SHOW = 2, VERIFY = 4 };

/* clang-format off */
static const struct verb verbs[] = {
	/* name    usage                                                     */
	{"list",   "list [--open] [--operation NAME] [--code CODE] [--since TIME] [--until TIME]\n"
	           "            [--limit N] [--json]",
	           audit_list, false},
	{"show",   "show EXCHANGE [--payload] [--json]",
	           audit_show, true},
	{"verify", "verify [--from N] [--expect-records N] [--expect-head HASH] [--json]",
	           audit_verify, false},
};

/* How an option's value is read into struct audit. */
static bool flag(const char *value, void *field);
static bool text(const char *value, void *field);
static bool number(const char *value, void *field);
static bool moment(const char *value, void *field);
static bool hash(const char *value, void *field);

#define AT(member) offsetof(struct audit, member)
static const struct option_row {
	const char *name;
	int         verbs;
	bool      (*read)(const char *value, void *field);
	size_t      at;
	const char *wants;      /* NULL: no value */
} options[] = {
	{"--json",           LIST | SHOW | VERIFY, flag,   AT(json),           NULL},
	{"--open",           LIST,                 flag,   AT(open),           NULL},
	{"--operation",      LIST,                 text,   AT(operation),      "a name"},
	{"--code",           LIST,                 text,   AT(code),           "a code, as FUND_SILENT"},
	{"--since",          LIST,                 moment, AT(since_us),       "2026-11-22 or 2026-11-22T15:04:05+03:00"},
	{"--until",          LIST,                 moment, AT(until_us),       "2026-11-22 or 2026-11-22T15:04:05+03:00"},
	{"--limit",          LIST,                 number, AT(limit),          "a number from 1"},
	{"--payload",        SHOW,                 flag,   AT(payload),        NULL},
	{"--from",           VERIFY,               number, AT(from),           "a number from 1"},
	{"--expect-records", VERIFY,               number, AT(expect_records), "a number from 1"},
	{"--expect-head",    VERIFY,               hash,   AT(expect_head),    "64 digits of lower-case hexadecimal"},
};
/* clang-format on */

static bool
flag(const char *value, void *field)
{
	(void)value;
	*(bool *)field = true;
	return true;
}

static bool
text(const char *value, void *field)
{
	*(const char **)field = value;
	return *value != '\0';
}

static bool
number(const char *value, void *field)
{
	char *end;
	long long n;

	errno = 0;
	n = strtoll(value, &end, 10);
	*(int64_t *)field = n;
	return isdigit((unsigned char)*value) && *end == '\0' && errno == 0 && n >= 1;
}

/* A bare date is its first moment, UTC. */
static bool
moment(const char *value, void *field)
{
	char whole[64];

	if (strlen(value) == 10) {
		snprintf(whole, sizeof(whole), "%sT00:00:00Z", value);
		value = whole;
	}
	return clock_parse(value, (int64_t *)field);
}

static bool
hash(const char *value, void *field)
{
	*(const char **)field = value;
	return strlen(value) == 2 * JOURNAL_HASH_SIZE
	       && strspn(value, "0123456789abcdef") == 2 * JOURNAL_HASH_SIZE;
}

/* Reads argv[*i] and, if it takes one, its value; moves *i to the last that was read. */
static enum err
read_option(const struct verb *verb, struct audit *audit, int argc, char **argv, int *i,
    struct err_info *e)
{
	const char *name = argv[*i];

	for (size_t k = 0; k < COUNT_OF(options); k++) {
		const struct option_row *o = &options[k];
		const char *value = NULL;

		if (strcmp(o->name, name) != 0 || (o->verbs & 1 << (verb - verbs)) == 0)
			continue;
		if (o->wants != NULL && *i + 1 < argc)
			value = argv[++*i];
		if (o->wants != NULL && (value == NULL || !o->read(value, (char *)audit + o->at)))
			FAIL(e, ERR_CONFIG, o->name, "wants %s", o->wants);
		if (o->wants == NULL)
			o->read(NULL, (char *)audit + o->at);
		return ERR_OK;
	}
	FAIL(e, ERR_CONFIG, name, "'%s' takes no such option", verb->name);
}

static enum err
read_line(const struct verb *verb, struct audit *audit, int argc, char **argv, struct err_info *e)
{
	for (int i = 1; i < argc; i++) {
		if (argv[i][0] == '-')
			TRY(read_option(verb, audit, argc, argv, &i, e));
		else if (verb->wants_exchange && audit->exchange == NULL)
			audit->exchange = argv[i];
		else
			FAIL(e, ERR_CONFIG, argv[i], "'%s' takes no such argument", verb->name);
	}
	if (verb->wants_exchange && audit->exchange == NULL)
		FAIL(e, ERR_CONFIG, "EXCHANGE", "the exchange's identifier is required");
	return ERR_OK;
}

static int
usage(void)
{
	fprintf(stderr, "usage:\n");
	for (size_t i = 0; i < COUNT_OF(verbs); i++)
		fprintf(stderr, "  mostik journal %s\n", verbs[i].usage);
	return AUDIT_CANNOT;
}

static int
complain(const struct err_info *e)
{
	fflush(stdout);
	fprintf(stderr, "mostik: %s%s%s\n", e->at, e->at[0] != '\0' ? ": " : "", e->text);
	return e->code == ERR_JOURNAL_BROKEN ? AUDIT_BAD : AUDIT_CANNOT;
}

static int
run(const struct verb *verb, struct audit *audit)
{
	struct err_info e = {0};
	int status;

	if (journal_reader_open(audit->path, &audit->reader, &e) != ERR_OK)
		return complain(&e);
	if (verb->run(audit, &status, &e) != ERR_OK)
		status = complain(&e);
	journal_reader_close(audit->reader);
	/* A verdict that could not be written is none. */
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fprintf(stderr, "mostik: cannot write the output: %s\n", strerror(errno));
		status = AUDIT_CANNOT;
	}
	return status;
}

int
audit_main(int argc, char **argv, const char *path, const struct audit_seals *seals)
{
	static const struct audit_seals none = {NULL, NULL};
	struct audit audit = {
	    .path = path,
	    .seals = seals != NULL ? seals : &none,
	    .since_us = INT64_MIN,
	    .until_us = INT64_MAX,
	};
	struct err_info e = {0};

	for (size_t i = 0; argc > 0 && i < COUNT_OF(verbs); i++) {
		if (strcmp(argv[0], verbs[i].name) != 0)
			continue;
		if (read_line(&verbs[i], &audit, argc, argv, &e) != ERR_OK) {
			complain(&e);
			return usage();
		}
		return run(&verbs[i], &audit);
	}
	return usage();
}
