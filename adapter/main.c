/* main: the verbs of the mostik program. */
#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include <curl/curl.h>
#include <libxml/parser.h>

#include "adapter/audit/audit.h"
#include "adapter/base/base.h"
#include "adapter/call/call.h"
#include "adapter/canonicalize.h"
#include "adapter/inspect/inspect.h"
#include "adapter/service.h"
#include "adapter/settings.h"
#include "adapter/sign.h"

enum { EXIT_GOOD = 0, EXIT_BAD = 1, EXIT_USAGE = 2 };

/* A failure on the way up, for the person at the terminal. */
static int
complain(const struct err_info *e)
{
	fprintf(stderr, "mostik: %s%s%s\n  %s: %s\n  %s\n", e->at, e->at[0] != '\0' ? ": " : "", e->text,
	    err_name(e->code), err_sentence(e->code, ERR_EN), err_hint(e->code, ERR_EN));
	return EXIT_USAGE;
}

/* Takes --config FILE out of argv wherever it stands; NULL if it is not there. */
static const char *
take_config(int *argc, char **argv)
{
	for (int i = 1; i + 1 < *argc; i++)
		if (strcmp(argv[i], "--config") == 0) {
			const char *file = argv[i + 1];

			memmove(&argv[i], &argv[i + 2], (size_t)(*argc - i - 1) * sizeof(*argv));
			*argc -= 2;
			return file;
		}
	return NULL;
}

static enum err
read_config(int *argc, char **argv, struct settings **ret_settings, struct err_info *e)
{
	const char *file = take_config(argc, argv);

	if (file == NULL)
		FAIL(e, ERR_CONFIG, "--config", "a file is required");
	return settings_read(file, ret_settings, e);
}

static int
serve(int argc, char **argv)
{
	struct settings *settings;
	struct service *service;
	struct err_info e;
	enum log_level level;

	if (read_config(&argc, argv, &settings, &e) != ERR_OK)
		return complain(&e);
	if (settings_log_level(settings, &level))
		log_set_level(level);
	signal(SIGPIPE, SIG_IGN);       /* a vanished peer is an error of write() … */
	signal(SIGXFSZ, SIG_IGN);       /* … and so is a file that may not grow */
	xmlInitParser();
	curl_global_init(CURL_GLOBAL_DEFAULT);
	seal_init();
	if (service_open(settings, &service, &e) != ERR_OK) {
		settings_free(settings);
		return complain(&e);
	}
	service_run(service);
	service_close(service);
	settings_free(settings);
	seal_fini();
	curl_global_cleanup();
	xmlCleanupParser();
	return EXIT_GOOD;
}

/* The common name in a subject as RFC 4514 writes it, where a backslash keeps a character's meaning. */
static void
common_name(const char *subject, char *cn, size_t size)
{
	const char *p = subject;
	size_t n = 0;

	while (strncmp(p, "CN=", 3) != 0 && *p != '\0') {       /* to the next attribute */
		for (; *p != '\0' && *p != ',' && *p != '+'; p++)
			p += *p == '\\' && p[1] != '\0';
		p += *p != '\0';
	}
	for (p += *p != '\0' ? 3 : 0; *p != '\0' && *p != ',' && *p != '+' && n + 1 < size; p++) {
		p += *p == '\\' && p[1] != '\0';
		cn[n++] = *p;
	}
	cn[n] = '\0';
}

/*
 * One seal for the counterparty's messages and one for ours, which are verified as the counterparty
 * verifies them: by our certificate's common name, under our authorities.  What was signed before
 * either side was renamed is believed by the names that [audit] lists.
 */
static enum err
open_seals(const struct settings *settings, struct audit_seals *seals, struct err_info *e)
{
	struct seal_config config = settings->seal;
	char cn[256] = "";

	/* An auditor has no use for the key, nor for a valid certificate, unless our name is to be had there only. */
	if (config.certificate_file[0] != '\0' || settings->own_subjects[0] != '\0')
		config.key_file = NULL;
	config.other_subjects = settings->peer_subjects;
	config.past = true;
	TRY(seal_open(&config, &seals->peer, e));
	common_name(seal_subject(seals->peer), cn, sizeof(cn));
	config.key_file = NULL;
	config.peer_subject = cn;
	config.ca_file = settings->seal.own_ca_file;
	config.crl_file = NULL;         /* of our own revocation we know otherwise */
	config.peer_pins = NULL;
	config.other_subjects = settings->own_subjects;
	return seal_open(&config, &seals->own, e);
}

static int
journal(int argc, char **argv)
{
	struct settings *settings;
	struct audit_seals seals;
	struct err_info e;
	int status;

	if (read_config(&argc, argv, &settings, &e) != ERR_OK)
		return complain(&e);
	seal_init();
	if (open_seals(settings, &seals, &e) != ERR_OK)
		return complain(&e);
	status = audit_main(argc - 1, argv + 1, settings->journal_path, &seals);
	seal_close(seals.own);
	seal_close(seals.peer);
	settings_free(settings);
	seal_fini();
	return status;
}

static enum err
check_seal(const struct settings *settings, struct err_info *e)
{
	struct seal *seal;
	enum err err;

	TRY(seal_open(&settings->seal, &seal, e));
	err = seal_self_test(seal, e);
	if (err == ERR_OK)
		printf("seal: %s by %s\n", seal_algorithm(seal), seal_subject(seal));
	seal_close(seal);
	return err;
}

static enum err
check_token(const struct settings *settings, struct err_info *e)
{
	struct token_keys *keys;

	TRY(token_keys_open(&settings->token, &keys, e));
	token_keys_close(keys);
	printf("token: keys of %s\n", settings->token.issuer);
	return ERR_OK;
}

static enum err
check_front(const struct settings *settings, struct err_info *e)
{
	TRY(front_check(&settings->front, e));
	printf("front: TLS key, certificates and allow-list\n");
	return ERR_OK;
}

static enum err
check_fund(const struct settings *settings, struct err_info *e)
{
	TRY(send_check(&settings->send, settings->fund_url, e));
	printf("fund: TLS key, certificates and URL\n");
	return ERR_OK;
}

static enum err
check_citizen(const struct settings *settings, struct err_info *e)
{
	struct citizen_trust *trust;

	TRY(citizen_trust_open(&settings->citizen, &trust, e));
	citizen_trust_close(trust);
	printf("citizen: %s\n", settings->citizen.ca_file[0] != '\0' ? "authorities"
	    : "no authorities; nothing that citizens have signed is accepted");
	return ERR_OK;
}

static const struct check {
	const char *section;
	enum err  (*run)(const struct settings *settings, struct err_info *e);
} checks[] = {
	{"front", check_front},
	{"fund",  check_fund},
	{"seal",  check_seal},
	{"token", check_token},
	{"citizen", check_citizen},
};

/* Goes on after a failure: one run names the first fault of each section. */
static int
config_check(const struct settings *settings)
{
	int status = EXIT_GOOD;
	struct err_info e;

	seal_init();
	for (size_t i = 0; i < COUNT_OF(checks); i++)
		if (checks[i].run(settings, &e) != ERR_OK) {
			fprintf(stderr, "[%s] ", checks[i].section);
			status = complain(&e);
		}
	if (status == EXIT_GOOD)
		printf("all settings are good\n");
	seal_fini();
	return status;
}

static int
config(int argc, char **argv)
{
	struct settings *settings;
	struct err_info e;
	int status;

	if (argc == 2 && strcmp(argv[1], "help") == 0) {
		settings_print_help(stdout);
		return EXIT_GOOD;
	}
	if (argc < 2 || strcmp(argv[1], "check") != 0) {
		fprintf(stderr, "usage: mostik config check --config FILE | mostik config help\n");
		return EXIT_USAGE;
	}
	if (read_config(&argc, argv, &settings, &e) != ERR_OK)
		return complain(&e);
	status = config_check(settings);
	settings_free(settings);
	return status;
}

static int
openapi(int argc, char **argv)
{
	enum err_lang lang = ERR_EN;
	struct err_info e;
	json_t *doc;

	if (argc == 3 && strcmp(argv[1], "--lang") == 0 && strcmp(argv[2], "ru") == 0) {
		lang = ERR_RU;
	} else if (argc != 1 && !(argc == 3 && strcmp(argv[1], "--lang") == 0 && strcmp(argv[2], "en") == 0)) {
		fprintf(stderr, "usage: mostik openapi [--lang en|ru]\n");
		return EXIT_USAGE;
	}
	if (map_openapi(lang, &doc, &e) != ERR_OK)
		return complain(&e);
	json_dumpf(doc, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(doc);
	return EXIT_GOOD;
}

static int
version(int argc, char **argv)
{
	(void)argc, (void)argv;
	printf("%s %s\n", PACKAGE_NAME, PACKAGE_VERSION);
	return EXIT_GOOD;
}

/* clang-format off */
static const struct verb {
	const char *name;
	int       (*run)(int argc, char **argv);
	const char *help;
} verbs[] = {
	{"serve",   serve,   "serve --config FILE              carry exchanges until SIGTERM"},
	{"journal", journal, "journal list|show|verify --config FILE …  look into the journal"},
	{"config",  config,  "config check --config FILE       check the settings, keys and certificates\n"
	                     "  mostik config help                      every setting with its limits and default"},
	{"verify",  inspect_main, "verify [OPTION …] FILE|-         say what holds of a signed message, and why not"},
	{"sign",    sign_main, "sign --config FILE|--key KEY … FILE|-  sign a message that others made"},
	{"canonicalize", canonicalize_main,
	                     "canonicalize --exclusive|--smev|--inclusive … FILE|-  print the octets that are digested"},
	{"call",    call_main, "call OPERATION NAME=VALUE … --url URL …  perform an operation through a running adapter"},
	{"openapi", openapi, "openapi [--lang en|ru]           print the OpenAPI document"},
	{"version", version, "version                          print the version"},
};
/* clang-format on */

static void
print_help(FILE *out)
{
	fprintf(out, "mostik: the bridge between the Fund's SOAP and the portal's REST\nusage:\n");
	for (size_t i = 0; i < COUNT_OF(verbs); i++)
		fprintf(out, "  mostik %s\n", verbs[i].help);
}

/*
 * The first file or socket to be opened would take the place of a closed standard one, and have the
 * log or an answer written into it.  What stands there now fails as a closed one does.
 */
static void
hold_standard_files(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) == -1 && open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd)
			return;
}

/* A status that says all is well must not stand over an output that was lost. */
static int
finish(int status)
{
	if (status == EXIT_USAGE || (fflush(stdout) == 0 && !ferror(stdout)))
		return status;
	fprintf(stderr, "mostik: standard output: cannot be written\n");
	return EXIT_USAGE;
}

int
main(int argc, char **argv)
{
	hold_standard_files();
	for (size_t i = 0; argc > 1 && i < COUNT_OF(verbs); i++)
		if (strcmp(verbs[i].name, argv[1]) == 0)
			return finish(verbs[i].run(argc - 1, argv + 1));
	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		print_help(stdout);
		return finish(EXIT_GOOD);
	}
	print_help(stderr);
	return EXIT_USAGE;
}
